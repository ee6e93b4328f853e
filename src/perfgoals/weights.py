"""How 100.00 points are shared out among the indicators of a spec: docs/scoring.md, "Weights".

Exact until the last step, which makes shares of 0.01 by largest remainder.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.errors import Problem, Span
from perfgoals.levels import BUDGET_EXECUTION, level
from perfgoals.messages import Value, both
from perfgoals.method import Method
from perfgoals.model import Entry, Group, Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison
from perfgoals.units import PERCENT, Quantity, exact_decimal, plain

__all__ = [
    "Shares",
    "WeightFlaw",
    "budget_execution",
    "cents_text",
    "points",
    "points_text",
    "share_out",
    "weighed",
    "weight_problems",
]

_HUNDRED = Fraction(100)
_CENTS = 10_000
_MOST_PARTS = 12


class WeightFlaw(Exception):
    """Weights that do not add up: a code, the line, and the values of the sentence."""

    def __init__(self, code: str, span: Span | None, **values: Value) -> None:
        super().__init__(code)
        self.code, self.span, self.values = code, span, values


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Shares:
    """The weight of each indicator in units of 0.01, in the order of the file.

    Where the spec has an amount and no such row, 预算执行率 comes last. `missing` is the points of the
    method's groups that the spec lacks; `equal` says that groups shared equally.
    """

    cents: tuple[int, ...]
    missing: Fraction
    equal: bool


def budget_execution(spec: Spec) -> Indicator | None:
    """The indicator that an amount brings along, unless the table has a row or a group of that name."""
    if not isinstance(spec.amount, Quantity) or not spec.members:
        return None
    if any(map(_is_budget, (*spec.indicators, *spec.members))):
        return None
    target = Bound(Comparison.REACH, Quantity(Decimal(100), PERCENT))
    return Indicator(name=BUDGET_EXECUTION, target=target)


def _is_budget(member: Group | Indicator) -> bool:
    """Whether a row is the one that stands for 预算执行率, or a group the group of that name."""
    name = level(member.name) if isinstance(member, Group) else fold(member.name)
    return name == BUDGET_EXECUTION


def weighed(spec: Spec) -> tuple[Entry, ...]:
    """What the points are shared out among: the indicators of the table, and what an amount brings
    along."""
    budget = budget_execution(spec)
    return (
        *spec.entries,
        *((Entry(indicator=budget, levels=(BUDGET_EXECUTION,)),) if budget else ()),
    )


def weight_problems(spec: Spec) -> tuple[Problem, ...]:
    """What is wrong with the weights, as a problem."""
    if not spec.members:
        return ()
    try:
        if _has_written(spec.members) or any(map(_is_budget, spec.indicators)):
            share_out(spec)
        else:  # nothing inside a group can be wrong
            _group_points(_top_groups(spec, inside=False), spec.method)
    except WeightFlaw as flaw:
        return (Problem(code=flaw.code, span=flaw.span, values=flaw.values),)
    return ()


def _has_written(members: Sequence[Group | Indicator]) -> bool:
    return any(
        member.weight is not None or (isinstance(member, Group) and _has_written(member.members))
        for member in members
    )


def share_out(spec: Spec) -> Shares:
    """The weight of every indicator. Raises WeightFlaw where weights do not add up."""
    if not spec.members:
        return Shares(cents=(), missing=Fraction(0), equal=False)
    groups = _top_groups(spec)
    points, missing, equal = _group_points(groups, spec.method)
    figures = _largest_remainder(points, _CENTS)
    cents: dict[int, int] = {}
    for group, share, figure in zip(groups, points, figures, strict=True):
        inside = dict(_inside(group, share))
        cents.update(zip(inside, _largest_remainder(list(inside.values()), figure), strict=True))
    return Shares(
        cents=tuple(cents[position] for position in sorted(cents)), missing=missing, equal=equal
    )


@attrs.frozen(eq=False, repr=False)
class _Node:
    """A group or an indicator with its written weight; `position` is an indicator's place in the file."""

    name: str
    written: Fraction | None
    span: Span | None
    position: int = -1
    members: tuple[_Node, ...] = ()


def _top_groups(spec: Spec, inside: bool = True) -> list[_Node]:
    """The groups that share the 100: those written, one of what stands outside any, and the budget's.

    A row 预算执行率 stands for its group wherever the table has it. Without `inside` what the groups
    hold is left out.
    """
    count = itertools.count()
    groups: list[_Node] = []
    loose: list[_Node] = []
    for member in spec.members:
        if isinstance(member, Group) and _is_budget(member):
            groups.append(_node(member, count))
        elif isinstance(member, Group):
            node = _node(member if inside else attrs.evolve(member, members=()), count)
            rest, rows = _parted(node)
            groups += [rest] if rest.members or not rows else []
            groups += map(_alone, rows)
        elif _is_budget(member):
            groups.append(_alone(_node(member, count)))
        else:
            if not loose:
                groups.append(_Node("", None, member.span))
            if inside or not loose:
                loose.append(_node(member, count))
    budget = budget_execution(spec)
    if budget:
        groups.append(_Node(BUDGET_EXECUTION, None, None, members=(_node(budget, count),)))
    return [
        attrs.evolve(group, members=tuple(loose)) if not group.name else group for group in groups
    ]


def _alone(row: _Node) -> _Node:
    """The group that a row stands for: its weight is the group's."""
    return _Node(row.name, row.written, row.span, members=(row,))


def _parted(node: _Node) -> tuple[_Node, list[_Node]]:
    """A group without the rows 预算执行率 that stand in it, and those rows."""
    rows: list[_Node] = []
    members: list[_Node] = []
    for member in node.members:
        if member.position >= 0 and fold(member.name) == BUDGET_EXECUTION:
            rows.append(member)
        elif member.position >= 0:
            members.append(member)
        else:
            inner, found = _parted(member)
            rows += found
            members += [inner] if inner.members else []
    return attrs.evolve(node, members=tuple(members)), rows


def _node(member: Group | Indicator, count: Iterator[int]) -> _Node:
    written = None if member.weight is None else Fraction(member.weight)
    if written is not None and written <= 0:
        raise WeightFlaw("PG401", member.span, name=member.name)
    if isinstance(member, Indicator):
        return _Node(member.name, written, member.span, next(count))
    inside = tuple(_node(inner, count) for inner in member.members)
    return _Node(member.name, written, member.span, members=inside)


def _group_points(groups: Sequence[_Node], method: Method) -> tuple[list[Fraction], Fraction, bool]:
    """Clause 1: the points of each group, what the method has for groups that are not there."""
    known = [method.points_of(group.name) if group.name else None for group in groups]
    if not any(known) and not any(group.written for group in groups):
        return [_HUNDRED / len(groups)] * len(groups), Fraction(0), len(groups) > 1
    there = {fold(level(group.name)) for group in groups}
    missing = sum(
        (Fraction(w.points) for w in method.weights if fold(level(w.name)) not in there),
        Fraction(0),
    )
    written = sum((group.written or Fraction(0) for group in groups), Fraction(0))
    open_groups = [
        (group, points)
        for group, points in zip(groups, known, strict=True)
        if group.written is None
    ]
    for group, points in open_groups:
        if not points:  # neither the spec nor the method weighs it
            code = "PG403" if group.name else "PG404"
            raise WeightFlaw(code, group.span, name=group.name, method=method.name)
    if not open_groups:
        if written not in (_HUNDRED, _HUNDRED - missing):
            more = {"wanted": _wanted(missing, there, method)}
            raise _sum_flaw("PG402", groups[0].span, written, _HUNDRED - missing, groups, more)
        return [group.written or Fraction(0) for group in groups], _HUNDRED - written, False
    rest = _HUNDRED - missing - written
    if rest <= 0:
        left = "、".join(group.name for group, _ in open_groups)
        more = {"wanted": _wanted(missing, there, method), "name": left}
        raise _sum_flaw("PG405", groups[0].span, written, _HUNDRED - missing, groups, more)
    of_all = sum((Fraction(points or 0) for _, points in open_groups), Fraction(0))
    return (
        [
            rest * Fraction(points or 0) / of_all if group.written is None else group.written
            for group, points in zip(groups, known, strict=True)
        ],
        missing,
        False,
    )


def _inside(group: _Node, share: Fraction) -> Iterator[tuple[int, Fraction]]:
    """Clause 2: the points of each indicator of a group, in the order of the file."""
    if group.position >= 0:
        yield group.position, share
        return
    written, takers = Fraction(0), 0
    for node in _unweighed(group.members):
        written += node.written or 0
        takers += node.written is None
    rest = share - written
    if rest < 0 or (rest == 0) != (takers == 0):
        code = "PG406" if takers == 0 else "PG407"
        inside = list(_unweighed(group.members))
        raise _sum_flaw(code, group.span, written, share, inside, {"name": group.name})
    each = rest / takers if takers else rest
    for node in _unweighed(group.members):
        yield from _inside(node, each if node.written is None else node.written)


def _unweighed(members: Sequence[_Node]) -> Iterator[_Node]:
    """The indicators and inner groups that share a group's points: inner groups without a weight
    are looked through, however deep."""
    for node in members:
        if node.position >= 0 or node.written is not None:
            yield node
        else:
            yield from _unweighed(node.members)


def _sum_flaw(
    code: str,
    span: Span | None,
    found: Fraction,
    wanted: Fraction,
    nodes: Sequence[_Node],
    more: dict[str, Value],
) -> WeightFlaw:
    """What is written, with its parts, against what is wanted."""
    parts = [f"{node.name} {points_text(node.written)}" for node in nodes if node.written]
    rest = ["…"] if len(parts) > _MOST_PARTS else []
    values: dict[str, Value] = {
        "sum": points_text(found),
        "wanted": points_text(wanted),
        "gap": points_text(abs(wanted - found)),
        "parts": " + ".join([*parts[:_MOST_PARTS], *rest]),
    }
    return WeightFlaw(code, span, **(values | more))


def _wanted(missing: Fraction, there: set[str], method: Method) -> Value:
    """What the groups must make, and why it is less than 100."""
    points = points_text(_HUNDRED - missing)
    names = [w.name for w in method.weights if fold(level(w.name)) not in there]
    if not missing:
        return points
    return both("weights.less", points=points, names="、".join(names[:_MOST_PARTS]))


@functools.cache
def points(cents: int) -> Decimal:
    """Units of 0.01 as points: 556 is 5.56."""
    return Decimal(cents).scaleb(-2)


def cents_text(cents: int) -> str:
    """Units of 0.01 as points: 556 is 5.56."""
    return f"{cents // 100}.{cents % 100:02}"


def points_text(number: Fraction | None) -> str:
    """Points as they are shown; a share that no decimal equals as a fraction."""
    exact = exact_decimal(number or Fraction(0))
    return plain(exact) if exact is not None else f"{number}"


def _largest_remainder(shares: Sequence[Fraction], total: int) -> list[int]:
    """Whole parts of `total` in proportion to the shares; what is left over goes to the largest
    remainders, ties to the earlier."""
    common = math.lcm(*(share.denominator for share in shares))
    whole = [share.numerator * (common // share.denominator) for share in shares]
    of_all = sum(whole)
    quotas = [divmod(share * total, of_all) for share in whole]
    parts = [part for part, _ in quotas]
    by_remainder = sorted(range(len(parts)), key=lambda i: -quotas[i][1])
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
