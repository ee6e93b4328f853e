"""Targets that cannot be meant as they stand, each looked at by itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from perfgoals.checking.findings import finding
from perfgoals.errors import Problem
from perfgoals.levels import level
from perfgoals.method import Method
from perfgoals.model import Entry, Indicator, Spec, Task
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Range, unit_text
from perfgoals.units import Quantity

__all__ = [
    "directions",
    "equals",
    "floors_under_cost",
    "grades",
    "outside_the_year",
    "pointless",
    "ratios",
    "unit_in_name",
    "without_unit",
]

# Words of a name that say that more is better, or less.
_MORE = ("满意度", "覆盖率", "合格率", "完成率", "及时率", "达标率", "satisfaction", "coverage")
_LESS = ("误差率", "逾期率", "差错率", "投诉", "事故", "违约率", "error rate", "overdue")
_HANDLED = (
    "办结",
    "处理",
    "处置",
    "及时",
    "化解",
    "救援",
    "整改",
    "降低",
    "下降",
    "减少",
    "handled",
)
_CURRENCIES = ("money", "usd", "eur", "hkd")
"""Money can be below zero: a floor of 0 is a target there."""


def _targets(spec: Spec) -> Iterator[Indicator]:
    yield from spec.indicators
    for task in spec.tasks:
        yield from task.targets


def _quantities(indicator: Indicator) -> tuple[Quantity, ...]:
    target = indicator.target
    if isinstance(target, Bound):
        return (target.value,)
    return (target.low, target.high) if isinstance(target, Range) else ()


def ratios(spec: Spec) -> Iterator[Problem]:
    """PG308: a ratio target outside 0 to 100%. A range around 0 (±3%) is a tolerance."""
    for indicator in _targets(spec):
        values = _quantities(indicator)
        is_tolerance = isinstance(indicator.target, Range)
        if not values or not values[0].dimension.is_ratio:
            continue
        if any(x.amount() > 1 or (x.amount() < 0 and not is_tolerance) for x in values):
            yield finding(
                "PG308", indicator.span, name=indicator.name, target=str(indicator.target)
            )


def directions(spec: Spec) -> Iterator[Problem]:
    """PG309: a cap on what should rise, a floor under what should fall."""
    for indicator in _targets(spec):
        name = indicator.name.lower()
        if indicator.direction is Direction.DOWN and any(word in name for word in _MORE):
            word = next(word for word in _MORE if word in name)
        elif any(word in name for word in _HANDLED):  # 投诉办结率, 降低事故率: more is better again
            continue
        elif indicator.direction is Direction.UP and any(word in name for word in _LESS):
            word = next(word for word in _LESS if word in name)
        else:
            continue
        yield finding(
            "PG309", indicator.span, name=indicator.name, target=str(indicator.target), word=word
        )


def pointless(spec: Spec) -> Iterator[Problem]:
    """PG310: a target that no actual can miss, or none can meet."""
    for indicator in _targets(spec):
        target = indicator.target
        if isinstance(target, Bound) and _decides_nothing(indicator, target):
            yield finding("PG310", indicator.span, name=indicator.name, target=str(target))


def _decides_nothing(indicator: Indicator, target: Bound) -> bool:
    """Whether all actuals are on one side: what is counted or measured is never below 0, and a
    share never above 100%."""
    terms = target.dimension.terms
    if not terms or any(base in _CURRENCIES for base, _ in terms):
        return False
    number, op = target.value.value, target.op
    if target.dimension.is_ratio and target.value.amount() >= 1:
        return op in (Comparison.MORE, Comparison.AT_MOST)
    if number != 0:
        return number < 0
    if op is Comparison.REACH:
        return indicator.direction is Direction.UP
    return op in (Comparison.AT_LEAST, Comparison.LESS)


def without_unit(spec: Spec) -> Iterator[Problem]:
    """PG311: a quantity with no unit."""
    for indicator in _targets(spec):
        values = _quantities(indicator)
        if values and values[0].dimension.is_bare:
            yield finding(
                "PG311", indicator.span, name=indicator.name, target=str(indicator.target)
            )


def grades(spec: Spec) -> Iterator[Problem]:
    """PG312: grades that leave a gap at the bottom, or have a bound nobody can reach."""
    for method in spec.definitions.methods:
        yield from _grades(method)


def _grades(method: Method) -> Iterator[Problem]:
    last = len(method.grades) - 1
    for number, grade in enumerate(method.grades):
        if grade.bound > 100 or (number == last and grade.bound > 0):
            yield finding(
                "PG312",
                method.span,
                method=method.name,
                grade=grade.name,
                bound=str(grade.bound),
            )


def outside_the_year(spec: Spec) -> Iterator[Problem]:
    """PG314: a deadline outside the 年度."""
    dated: list[tuple[Indicator | Task, object]] = [(task, task.deadline) for task in spec.tasks]
    for indicator in _targets(spec):
        target = indicator.target
        own = target.date if isinstance(target, Deadline) else indicator.attributes.deadline
        dated.append((indicator, own))
    for each, day in dated:
        if spec.year and isinstance(day, datetime.date) and day.year != spec.year:
            yield finding("PG314", each.span, name=each.name, date=str(day), year=str(spec.year))


def unit_in_name(spec: Spec) -> Iterator[Problem]:
    """PG351: a unit in the name and again in the value (pedantic)."""
    for indicator in _targets(spec):
        if indicator.unit_twice:
            unit = unit_text(indicator.target)
            yield finding("PG351", indicator.span, name=indicator.name, unit=unit)


def equals(spec: Spec) -> Iterator[Problem]:
    """PG352: `=` on what can be overfulfilled (pedantic)."""
    for indicator in _targets(spec):
        target = indicator.target
        if isinstance(target, Bound) and target.op is Comparison.EQUAL:
            yield finding("PG352", indicator.span, name=indicator.name, target=str(target))


def floors_under_cost(spec: Spec) -> Iterator[Problem]:
    """PG353: a floor under what stands under 成本 (pedantic)."""
    for entry in spec.entries:
        if entry.indicator.direction is Direction.UP and _is_cost(entry):
            each = entry.indicator
            yield finding("PG353", each.span, name=each.name, target=str(each.target))


def _is_cost(entry: Entry) -> bool:
    return any("成本" in fold(level(name)) for name in entry.levels)
