"""What a spec asks for, made ready for the strategies of actuals: rules, weights, possible numbers."""

from __future__ import annotations

import functools
from fractions import Fraction

import attrs

from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.method import Scoring
from perfgoals.model import Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Range
from perfgoals.testing import reference
from perfgoals.testing.measures import amount
from perfgoals.units import Dimension, Quantity

__all__ = ["Asked", "asked_of"]

_MAY_BE_NEGATIVE = {"money", "ratio", "usd", "eur", "hkd"}


@attrs.frozen(kw_only=True)
class Asked:
    """An indicator, or a target of a task, as an answer needs it.

    `low` and `high` are what its number can be at all, in base units; `label` is its name with the
    unit where the name alone does not find it.
    """

    indicator: Indicator
    label: str
    rule: Scoring
    weight: Fraction
    low: Fraction | None
    high: Fraction | None
    in_table: bool
    """Whether it is weighed, and not promised by a task only."""

    is_shared: bool
    """Whether another indicator has the same name."""

    amount: Quantity | None = None
    """金额, of 预算执行率 only."""

    def can_be(self, number: Fraction) -> bool:
        """Whether an actual can be this number at all."""
        too_low = self.low is not None and number < self.low
        return not too_low and not (self.high is not None and number > self.high)


@functools.lru_cache(maxsize=64)
def asked_of(spec: Spec) -> tuple[Asked, ...]:
    """All that a spec asks for: the indicators that are weighed, then what only tasks promise."""
    levels = {entry.indicator: entry.levels for entry in spec.entries}
    weights = reference.weights(spec) if spec.members else {}
    table = list(weights)
    known = {x.identity for x in table}
    promised = {x.identity: x for task in spec.tasks for x in task.targets}
    extra = [x for identity, x in promised.items() if identity not in known]
    names = [fold(x.name) for x in (*table, *extra)]
    found = []
    for x in (*table, *extra):
        path = levels.get(x, (x.name,))
        rule = reference.rule_of(x, path, spec.method) if x in weights else reference.BY_SHARE
        low, high = _possible(x)
        shared = names.count(fold(x.name)) > 1
        is_budget = x.name == BUDGET_EXECUTION and isinstance(spec.amount, Quantity)
        found.append(
            Asked(
                indicator=x,
                label=_label(x, shared=shared),
                in_table=x in weights,
                is_shared=shared,
                rule=rule,
                weight=weights.get(x, Fraction(0)),
                low=low,
                high=high,
                amount=spec.amount if is_budget and isinstance(spec.amount, Quantity) else None,
            )
        )
    return tuple(found)


def _label(indicator: Indicator, *, shared: bool) -> str:
    target = indicator.target
    if not shared or not isinstance(target, Bound | Range):
        return indicator.name
    unit = target.value.unit if isinstance(target, Bound) else target.high.unit
    return f"{indicator.name}（{unit.text}）"


def _possible(indicator: Indicator) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of what can be: a count not below 0, a 满意度 not above 100%, 取值."""
    target = indicator.target
    if not isinstance(target, Bound | Range):
        return None, None
    dimension = target.dimension
    lows, highs = [], []
    if not _may_be_negative(dimension) or indicator.name == BUDGET_EXECUTION:
        lows.append(Fraction(0))
    if "满意度" in indicator.name and dimension.is_ratio:
        highs.append(Fraction(1))
    values = indicator.definition.values if indicator.definition else None
    if values is not None and values.dimension == dimension:
        if isinstance(values, Range):
            lows.append(amount(values.low))
            highs.append(amount(values.high))
        else:
            # A strict bound is kept away from by a hair: what is exactly on it cannot be.
            hair = Fraction(1, 10**30) if values.op in (Comparison.MORE, Comparison.LESS) else 0
            end = amount(values.value)
            if values.op not in (Comparison.AT_MOST, Comparison.LESS):
                lows.append(end + hair)
            if values.op not in (Comparison.AT_LEAST, Comparison.MORE, Comparison.REACH):
                highs.append(end - hair)
    return max(lows, default=None), min(highs, default=None)


def _may_be_negative(dimension: Dimension) -> bool:
    return dimension.is_bare or any(base in _MAY_BE_NEGATIVE for base, _ in dimension.terms)
