"""How several rows make one value: docs/formulas.md clause by clause, slow and plain.

`reading` says what each row means. Nothing is shared with `perfgoals.evaluation`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction

from perfgoals.actuals import Actuals
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.formula import Expression, Item, Number
from perfgoals.method import Outcome
from perfgoals.model import Indicator, Spec
from perfgoals.periods import read_period
from perfgoals.targets import Bound, Direction
from perfgoals.testing.measures import amount, may_be_negative
from perfgoals.testing.reading import Report, Value, reports_of, reports_of_item

__all__ = ["Judge", "calculated", "item_value", "value_of"]

Judge = Callable[[Indicator, Value], tuple[Outcome, Fraction]]
"""The outcome and the completion of a value, by which 逐项 finds the worst."""

_Joined = tuple[Value | None, bool]
"""A value, and whether all that belongs to it was reported."""


def value_of(spec: Spec, indicator: Indicator, actuals: Actuals, judge: Judge) -> Value | None:
    """What an indicator comes to; None where it is unreported. Raises ZeroDivisionError."""
    if indicator.attributes.formula is None:
        reports = reports_of(spec, indicator, actuals)
        late = _is_late(reports) and not _is_added(indicator)
        return None if late else _over_units(indicator, _units(indicator, reports), judge)
    if indicator.aggregation in (None, Aggregation.NONE, Aggregation.SUM):
        items = indicator.attributes.formula.items
        if _is_lacking([_units_of(spec, item, actuals) for item in items]):
            return None
        values = {item.key: item_value(spec, indicator, item, actuals, judge) for item in items}
        return calculated(indicator.attributes.formula.expression, values)
    found = _computed(spec, indicator, actuals)
    behind = _is_late(_reports_behind(spec, indicator, actuals))
    if behind and not _is_added(indicator):
        return None
    return _over_units(indicator, list(found.values()), judge)


def calculated(expression: Expression, values: dict[str, Fraction | None]) -> Fraction | None:
    """The exact value of a formula in base units; None where an item was not reported."""
    if None in values.values():
        return None
    if isinstance(expression, Number):
        return amount(expression.value)
    if isinstance(expression, Item):
        return values[expression.key]
    left, right = (calculated(part, values) for part in (expression.left, expression.right))
    assert left is not None
    assert right is not None
    if expression.sign in "×÷":
        return left * right if expression.sign == "×" else left / right
    return left + right if expression.sign == "+" else left - right


# ---- items ----------------------------------------------------------------------------------------


def item_value(
    spec: Spec, own: Indicator, item: Item, actuals: Actuals, judge: Judge
) -> Fraction | None:
    """The one value of an item: an indicator's, or joined by the catalogue's rule, else by `own`'s."""
    for named in spec.named(item)[:1]:
        whole = _is_whole(spec, named, actuals)
        return _number(value_of(spec, named, actuals, judge)) if whole else None
    definition = spec.defined(item)
    rule = (definition.aggregation if definition else None) or own.aggregation
    if _is_late(reports_of_item(spec, item, actuals)):
        return None
    return _number(_joined(rule, _item_units(spec, own, item, actuals), added=False))


def _is_whole(spec: Spec, named: Indicator, actuals: Actuals) -> bool:
    """Whether nothing of an indicator that a formula uses is missing: less of a divisor makes more."""
    reports = _reports_behind(spec, named, actuals)
    units = [] if named.attributes.formula else _units(named, reports)
    return all(whole and value is not None for value, whole in units) and not _is_late(reports)


def _units_of(spec: Spec, item: Item, actuals: Actuals) -> set[str]:
    """The reporting units that have a row of an item."""
    named = spec.named(item)[:1]
    reports = reports_of(spec, named[0], actuals) if named else reports_of_item(spec, item, actuals)
    worked_out = named and named[0].attributes.formula
    return set() if worked_out else {report.unit for report in reports if report.unit}


def _is_lacking(items: Sequence[set[str]]) -> bool:
    """Whether a unit that reported one item did not report another one that its neighbours did."""
    return any(own & other and other - own for own in items for other in items)


def _item_units(spec: Spec, own: Indicator, item: Item, actuals: Actuals) -> list[_Joined]:
    return list(_by_unit(*_item_reports(spec, own, item, actuals), added=False).values())


def _item_reports(
    spec: Spec, own: Indicator, item: Item, actuals: Actuals
) -> tuple[list[Report], Reporting | None]:
    definition = spec.defined(item)
    rule = (definition.reporting if definition else None) or own.reporting
    return reports_of_item(spec, item, actuals), rule


def _computed(spec: Spec, indicator: Indicator, actuals: Actuals) -> dict[str, _Joined]:
    """A formula worked out for each reporting unit by itself."""
    formula = indicator.attributes.formula
    assert formula is not None
    units: dict[str, dict[str, Fraction | None]] = {}
    for item in formula.items:
        for unit, (value, whole) in _of_units(spec, indicator, item, actuals).items():
            empty: dict[str, Fraction | None] = {x.key: None for x in formula.items}
            units.setdefault(unit, empty)[item.key] = _number(value) if whole else None
    return {unit: (calculated(formula.expression, x), True) for unit, x in units.items()}


def _reports_behind(spec: Spec, own: Indicator, actuals: Actuals) -> list[Report]:
    """All that the rows behind an indicator say, those of its formula's items too."""
    if own.attributes.formula is None:
        return reports_of(spec, own, actuals)
    found = list[Report]()
    for item in own.attributes.formula.items:
        named = spec.named(item)[:1]
        found += (
            _reports_behind(spec, named[0], actuals)
            if named
            else reports_of_item(spec, item, actuals)
        )
    return found


def _of_units(spec: Spec, own: Indicator, item: Item, actuals: Actuals) -> dict[str, _Joined]:
    for named in spec.named(item)[:1]:
        if named.attributes.formula is not None:
            return _computed(spec, named, actuals)
        reports = reports_of(spec, named, actuals)
        return _by_unit(reports, named.reporting, added=_is_added(named))
    return _by_unit(*_item_reports(spec, own, item, actuals), added=False)


def _number(value: Value | None) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


# ---- over time ------------------------------------------------------------------------------------


def _units(indicator: Indicator, reports: Sequence[Report]) -> list[_Joined]:
    return list(_by_unit(reports, indicator.reporting, added=_is_added(indicator)).values())


def _is_added(indicator: Indicator) -> bool:
    """Whether less reported can never mean a better score: amounts (a ratio may fall) that should be
    more and are never below 0."""
    target = indicator.target
    if not isinstance(target, Bound) or target.dimension.is_ratio:
        return False
    return indicator.direction is Direction.UP and not may_be_negative(indicator)


def _by_unit(
    reports: Sequence[Report], rule: Reporting | None, *, added: bool
) -> dict[str, _Joined]:
    """The value of each reporting unit, its periods joined."""
    units: dict[str, list[Report]] = {}
    for report in reports:
        units.setdefault(report.unit, []).append(report)
    return {unit: _over_time(rule, of_unit, added=added) for unit, of_unit in units.items()}


def _over_time(rule: Reporting | None, reports: Sequence[Report], *, added: bool) -> _Joined:
    """累计: the latest counts, and where that is a blank the one before as the least there is.
    当期: the periods add up."""
    if len(reports) == 1:
        return reports[0].value, True
    if rule is Reporting.CUMULATIVE:
        values = [report.value for report in sorted(reports, key=_last)]
        filled = [value for value in values if value is not None]
        late = values[-1] is None and bool(filled) and added
        return (filled[-1] if late else values[-1]), not late
    numbers = [_number(report.value) for report in reports]
    said = [number for number in numbers if number is not None]
    whole = len(said) == len(numbers)
    return (sum(said, Fraction(0)) if said and (whole or added) else None), whole


def _last(report: Report) -> dt.date:
    period = read_period(report.period)
    assert period is not None
    return period.last


def _is_late(reports: Sequence[Report]) -> bool:
    """Whether one of several units reported a number or a word up to an earlier day than others."""
    dated = [x for x in reports if x.period]
    filled = [x for x in dated if x.value is not None]
    ends = {
        unit: max(_last(x) for x in filled if x.unit == unit) for unit in {x.unit for x in filled}
    }
    days = all(isinstance(x.value, dt.date) for x in reports if x.value is not None)
    several = len({x.unit for x in reports}) > 1 and not days
    return several and any(end < max(map(_last, dated)) for end in ends.values())


# ---- over reporting units -------------------------------------------------------------------------


def _over_units(indicator: Indicator, units: Sequence[_Joined], judge: Judge) -> Value | None:
    if indicator.aggregation is not Aggregation.EACH or len(units) < 2:
        return _joined(indicator.aggregation, units, added=_is_added(indicator))
    values = [value for value, whole in units if value is not None and whole]
    if len(values) < len(units):
        return None

    def rank(value: Value) -> tuple[bool, Fraction, Fraction]:
        outcome, c = judge(indicator, value)
        return outcome is Outcome.MET, c, _far(indicator, value)

    return min(values, key=rank)


def _joined(rule: Aggregation | None, units: Sequence[_Joined], *, added: bool) -> Value | None:
    """One value of the reporting units' values."""
    if len(units) < 2:
        return units[0][0] if units else None
    said = [number for value, _ in units if (number := _number(value)) is not None]
    whole = len(said) == len(units) and all(complete for _, complete in units)
    if not said or not (whole or (added and rule is Aggregation.SUM)):
        return None
    if rule is Aggregation.MIN:
        return min(said)
    if rule is Aggregation.MAX:
        return max(said)
    return sum(said, Fraction(0)) / (len(said) if rule is Aggregation.MEAN else 1)


def _far(indicator: Indicator, value: Value) -> Fraction:
    """Of two that are as complete, the worse is farther from what is wanted."""
    if isinstance(value, dt.date):
        return Fraction(-value.toordinal())
    if isinstance(value, tuple):
        return value[1] or Fraction(0)
    return -value if indicator.direction is Direction.DOWN else value
