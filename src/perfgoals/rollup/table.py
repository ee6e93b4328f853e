"""The parent's table: the parts' indicators, their targets joined by 口径, and what cannot be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from perfgoals.attributes import Aggregation
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.messages import Both, Value, both
from perfgoals.model import Entry, Group, Indicator, Spec
from perfgoals.names import fold
from perfgoals.scorecard import target_text
from perfgoals.targets import Bound, Comparison, Direction, Target
from perfgoals.units import Quantity, exact_decimal
from perfgoals.weights import weighed

__all__ = ["LeftOut", "members_of"]


@attrs.frozen(kw_only=True)
class LeftOut:
    """An indicator that the parent's table lacks, and why."""

    name: str
    reason: Both


def members_of(specs: Sequence[Spec]) -> tuple[tuple[Group | Indicator, ...], list[LeftOut]]:
    """The parent's indicators under the levels of the first part that has them, and what is left out."""
    entries: dict[object, list[tuple[str, Entry]]] = {}
    for spec in specs:
        for entry in spec.entries:
            if fold(entry.indicator.name) == BUDGET_EXECUTION:
                continue
            of_one = entries.setdefault(entry.indicator.identity, [])
            of_one.append((spec.region or spec.path, entry))
    tree: dict[tuple[str, ...], list[Indicator]] = {}
    left_out = []
    for of_one in entries.values():
        joined = _joined([(region, entry.indicator) for region, entry in of_one])
        if isinstance(joined, LeftOut):
            left_out.append(joined)
        else:
            tree.setdefault(of_one[0][1].levels, []).append(joined)
    if any(
        fold(entry.indicator.name) == BUDGET_EXECUTION for spec in specs for entry in weighed(spec)
    ):
        left_out.append(LeftOut(name=BUDGET_EXECUTION, reason=both("rollup.budget")))
    return _grown(tree), left_out


def _grown(tree: Mapping[tuple[str, ...], Sequence[Indicator]]) -> tuple[Group | Indicator, ...]:
    """Groups from the paths of their indicators, in the order in which they first stand."""
    own = tuple(tree.get((), ()))
    heads = dict.fromkeys(levels[0] for levels in tree if levels)
    groups = (
        Group(
            name=head,
            members=_grown(
                {levels[1:]: own for levels, own in tree.items() if levels and levels[0] == head}
            ),
        )
        for head in heads
    )
    return (*own, *groups)


def _joined(parts: Sequence[tuple[str, Indicator]]) -> Indicator | LeftOut:
    """One indicator of the parts' own, its target joined by its 口径."""
    indicators = [indicator for _, indicator in parts]
    first = indicators[0]
    rules = {each.aggregation for each in indicators}
    formulas = {each.attributes.formula for each in indicators}
    if len(rules) > 1 or len(formulas) > 1:
        return LeftOut(name=first.name, reason=both("rollup.rules_differ"))
    rule = first.aggregation
    if rule is None:
        return LeftOut(name=first.name, reason=both("rollup.no_rule"))
    if rule is Aggregation.NONE:
        return LeftOut(name=first.name, reason=both("rollup.not_joined"))
    target = _target(rule, indicators)
    if target is None:
        return LeftOut(name=first.name, reason=_differing(parts))
    attributes = attrs.evolve(first.attributes, aggregation=rule, amendments=(), examples=())
    return attrs.evolve(
        first,
        target=target,
        original=None,
        attributes=attributes,
        weight=None,
        change=None,
        span=None,
    )


def _differing(parts: Sequence[tuple[str, Indicator]]) -> Both:
    """That the parts' targets make no one, and who has which; the fewest come first."""
    regions: dict[tuple[str, str], list[str]] = {}
    for region, indicator in parts:
        texts = target_text(indicator, "zh"), target_text(indicator, "en")
        regions.setdefault(texts, []).append(region)
    ordered = sorted(regions.items(), key=lambda pair: len(pair[1]))
    sides = [
        both("rollup.target_of", target=Both(*texts), regions=_named(of_one))
        for texts, of_one in ordered
    ]
    shown = Both("；".join(x.zh for x in sides), "; ".join(x.en for x in sides))
    return both("rollup.targets_differ", targets=shown)


def _named(regions: Sequence[str]) -> Value:
    """A few regions by name, and how many more there are."""
    names = "、".join(regions[:_MOST_REGIONS])
    more = len(regions) - _MOST_REGIONS
    return both("rollup.and_more", regions=names, count=more) if more > 0 else names


_MOST_REGIONS = 3


def _target(rule: Aggregation, indicators: Sequence[Indicator]) -> Target | None:
    """The parent's target: added up, or the mean, lowest or highest of the parts'; what each part or
    a ratio must reach is the parent's where it is one."""
    first = indicators[0]
    targets = [each.target for each in indicators]
    bounds = [target for target in targets if isinstance(target, Bound)]
    signs = {_sign(each) for each in indicators}
    one_measure = len({each.value.unit.dimension for each in bounds}) == 1
    added = rule is not Aggregation.EACH and first.attributes.formula is None
    if not added or len(bounds) < len(targets):
        return targets[0] if all(_same(first, each) for each in indicators) else None
    if len(signs) > 1 or not one_measure:
        return None
    amounts = [bound.value.amount() for bound in bounds]
    amount = {
        Aggregation.SUM: lambda: sum(amounts, Fraction(0)),
        Aggregation.MEAN: lambda: sum(amounts, Fraction(0)) / len(amounts),
        Aggregation.MIN: lambda: min(amounts),
        Aggregation.MAX: lambda: max(amounts),
    }[rule]()
    unit = bounds[0].value.unit
    exact = exact_decimal(amount / unit.factor)
    op = bounds[0].op if len({bound.op for bound in bounds}) == 1 else signs.pop()
    return None if exact is None or op is None else Bound(op, Quantity(exact, unit))


def _sign(indicator: Indicator) -> Comparison | None:
    """How a bound compares: `: 80 公里` asks what `≥ 80 公里` does, or ≤ where less is better."""
    target = indicator.target
    if not isinstance(target, Bound):
        return None
    if target.op is not Comparison.REACH:
        return target.op
    return Comparison.AT_MOST if indicator.direction is Direction.DOWN else Comparison.AT_LEAST


def _same(first: Indicator, other: Indicator) -> bool:
    """Whether two indicators ask the same, in whatever unit or words."""
    one, two = first.target, other.target
    if isinstance(one, Bound) and isinstance(two, Bound):
        return _sign(first) is _sign(other) and one.value.amount() == two.value.amount()
    return one == two
