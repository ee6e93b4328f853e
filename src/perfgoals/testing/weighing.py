"""Written weights that add up, for a spec that has none yet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perfgoals.levels import level
from perfgoals.model import Group, Indicator, Spec
from perfgoals.testing import reference
from perfgoals.testing.parts import decimal, whole_split
from perfgoals.testing.reading import BUDGET, top_groups

__all__ = ["weighed"]

Member = Group | Indicator
Members = tuple[Member, ...]


def weighed(draw: DrawFn, spec: Spec, *, written: bool) -> Spec:
    """The spec with weights: none, some or all, in groups and inside them, and always valid.

    Without `written` only where the table means nothing without them.
    """
    needed = not _holds(spec)
    if written or needed:
        top = _weigh_top(draw, spec, needed=needed)
        if not _holds(top):  # nothing was left for somebody: the plainest weights that hold
            top = _all(draw, attrs.evolve(spec, amount=None), Fraction(100)) if needed else spec
        spec = top
    return _weigh_inside(draw, spec) if written else spec


def _holds(spec: Spec) -> bool:
    try:
        reference.weights(spec)
    except ValueError:
        return False
    return True


# ---- the groups of the first level ----------------------------------------------------------------


def _weigh_top(draw: DrawFn, spec: Spec, *, needed: bool) -> Spec:
    """Weights for the groups: none, some, all to 100, or all to 100 − A."""
    groups = _groups(spec)
    plan = draw(st.sampled_from(("all", "rest") if needed else ("none", "some", "all", "rest")))
    if plan == "none" or len(groups) < len(spec.members):
        return spec
    there = {level(group.name) for group in top_groups(spec)}
    points = [x.points for x in spec.method.weights if level(x.name) not in there]
    lacking = sum(map(Fraction, points), Fraction(0))
    if plan == "some":
        most = int((100 - lacking) / len(groups))
        return _with(spec, [draw(st.sampled_from((None, *range(1, most)))) for _ in groups])
    implicit = len(top_groups(spec)) > len(groups)
    left = draw(st.integers(1, 20)) if implicit else 0
    return _all(draw, spec, 100 - left if plan == "all" and not left else 100 - lacking - left)


def _groups(spec: Spec) -> list[Member]:
    """What has a share of its own: groups, and a row of 预算执行率 outside any."""
    return [x for x in spec.members if _is_group(x)]


def _is_group(member: Member) -> bool:
    return isinstance(member, Group) or member.name == BUDGET.name


def _all(draw: DrawFn, spec: Spec, total: Fraction | int) -> Spec:
    parts = whole_split(draw, Fraction(total), len(_groups(spec)))
    return spec if parts is None else _with(spec, parts)


def _with(spec: Spec, weights: Sequence[Fraction | int | None]) -> Spec:
    left = iter(weights)
    members = [
        attrs.evolve(x, weight=_points(next(left))) if _is_group(x) else x for x in spec.members
    ]
    return attrs.evolve(spec, members=tuple(members))


def _points(weight: Fraction | int | None) -> Decimal | None:
    return None if weight is None else decimal(Fraction(weight))


# ---- inside a group -------------------------------------------------------------------------------


def _weigh_inside(draw: DrawFn, spec: Spec) -> Spec:
    points = dict(
        zip(top_groups(spec), reference.group_points(top_groups(spec), spec.method), strict=True)
    )
    members = tuple(
        attrs.evolve(x, members=_inside(draw, x.members, points[x])) if isinstance(x, Group) else x
        for x in spec.members
    )
    return attrs.evolve(spec, members=members)


def _inside(draw: DrawFn, members: Members, points: Fraction) -> Members:
    """Weights inside a group that has these points."""
    plan = draw(st.sampled_from(("none", "none", "some", "all")))
    if plan == "none":
        return members
    if plan == "all":
        parts = whole_split(draw, points, len(members))
        if parts is None:
            return members
        return tuple(_deeper(draw, x, part) for x, part in zip(members, parts, strict=True))
    some = _some(draw, members, points / _leaves(members))
    try:
        reference.inside(some, points)
    except ValueError:  # nobody is left to take the rest
        return members
    return some


def _leaves(members: Members) -> int:
    return sum(_leaves(x.members) if isinstance(x, Group) else 1 for x in members)


def _some(draw: DrawFn, members: Members, most: Fraction) -> Members:
    """A weight here and there, so small that something is left for the others."""
    found: list[Member] = []
    for member in members:
        cents = draw(st.sampled_from((0, 1, 5, 9))) * most * 10
        weight = Fraction(cents.numerator // cents.denominator, 100)
        if weight > 0:
            found.append(_deeper(draw, member, weight))
        elif isinstance(member, Group):
            found.append(attrs.evolve(member, members=_some(draw, member.members, most)))
        else:
            found.append(member)
    return tuple(found)


def _deeper(draw: DrawFn, member: Member, weight: Fraction) -> Member:
    if isinstance(member, Group):
        inner = _inside(draw, member.members, weight)
        return attrs.evolve(member, weight=decimal(weight), members=inner)
    return attrs.evolve(member, weight=decimal(weight))
