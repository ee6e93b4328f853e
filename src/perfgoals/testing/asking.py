"""What a spec asks for, made ready for the strategies of actuals: rules, weights, possible numbers."""

from __future__ import annotations

import functools
from fractions import Fraction

import attrs

from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.method import Scoring
from perfgoals.model import Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Range
from perfgoals.testing import reference
from perfgoals.testing.measures import possible
from perfgoals.testing.reading import in_force
from perfgoals.units import Quantity

__all__ = ["Asked", "asked_of"]


@attrs.frozen(kw_only=True, eq=False)
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

    @property
    def is_reported(self) -> bool:
        """Whether rows report it; what has a formula is worked out."""
        return self.indicator.attributes.formula is None

    def can_be(self, number: Fraction) -> bool:
        """Whether an actual can be this number at all."""
        too_low = self.low is not None and number < self.low
        return not too_low and not (self.high is not None and number > self.high)


@functools.lru_cache(maxsize=64)
def asked_of(spec: Spec) -> tuple[Asked, ...]:
    """All that a spec asks for: the indicators that are weighed, then what only tasks promise; with
    the targets that hold at last."""
    spec = in_force(spec, None)
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
        low, high = possible(x, path if x in weights else ())
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
