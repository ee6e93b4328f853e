"""Rows to indicators: which row reports what, and what its value is. docs/actuals.md has the rules.

What is not plainly one value of one indicator is a problem, never a guess.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from fractions import Fraction

import attrs

from perfgoals import nearest
from perfgoals.actuals import Row
from perfgoals.dates import read_date
from perfgoals.errors import Flaw, Problem, Related
from perfgoals.messages import Value
from perfgoals.model import BUDGET_EXECUTION, Entry, Outcome, Spec
from perfgoals.names import fold
from perfgoals.quantities import read_quantity
from perfgoals.scorecard import Achievement, Actual, Execution
from perfgoals.targets import Bound, Deadline, Qualitative, Range, identity
from perfgoals.units import PERCENT, Dimension, Quantity, Unit, find_unit
from perfgoals.values import split_unit

__all__ = ["Reading", "match"]

BUDGET_SPENT = "预算执行数"
"""The row that gives the budget's execution as an amount."""

# What cannot be below zero: everything that is counted or measured; money and ratios can.
_MAY_BE_NEGATIVE = frozenset(("money", "ratio", "usd", "eur", "hkd"))

_ACHIEVED = {
    "达成": Outcome.MET,
    "完成": Outcome.MET,
    "已完成": Outcome.MET,
    "达成预期指标": Outcome.MET,
    "达成年度指标": Outcome.MET,
    "met": Outcome.MET,
    "部分达成": Outcome.PARTIAL,
    "部分达成预期指标并具有一定效果": Outcome.PARTIAL,
    "部分达成年度指标并具有一定效果": Outcome.PARTIAL,
    "partial": Outcome.PARTIAL,
    "未达成": Outcome.MISSED,
    "未完成": Outcome.MISSED,
    "未达成预期指标且效果较差": Outcome.MISSED,
    "未达成年度指标且效果较差": Outcome.MISSED,
    "missed": Outcome.MISSED,
}
_SHARE = re.compile(r"(?P<word>[^\d０-９]+?)\s*(?P<share>[\d０-９].*)?")
_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|Q[1-4]|H[12])?"
)


@attrs.frozen
class Reading:
    """What was reported for an indicator: the row, and its value; None where it is a blank."""

    row: Row
    value: Actual | None


class _Wrong(Exception):
    """What is wrong with a row: a code, the cell, and the values of the sentence."""

    def __init__(self, code: str, cell: str = "actual", /, **values: Value) -> None:
        super().__init__(code)
        self.code, self.field, self.values = code, cell, values


def match(
    spec: Spec, entries: Sequence[Entry], rows: Sequence[Row]
) -> tuple[dict[int, Reading], dict[int, list[Problem]], list[Problem]]:
    """Readings by position of their entry; problems by position; problems of no indicator."""
    by_name: dict[str, list[int]] = {}
    for place, entry in enumerate(entries):
        by_name.setdefault(fold(entry.indicator.name), []).append(place)
    readings: dict[int, Reading] = {}
    of_entry: dict[int, list[Problem]] = {}
    loose: list[Problem] = []
    for row in rows:
        position: int | None = None
        try:
            position = _find(spec, entries, by_name, row)
            reading = Reading(row, _read(spec, entries[position], row))
            if position in readings:
                raise _Wrong("PG520", "indicator", name=row.indicator)
            readings[position] = reading
        except _Wrong as wrong:
            problem = Problem(
                code=wrong.code,
                span=row.span(wrong.field),
                values=wrong.values,
                related=_related(wrong, position, entries, readings),
            )
            (loose if position is None else of_entry.setdefault(position, [])).append(problem)
    return readings, of_entry, loose


def _related(
    wrong: _Wrong, position: int | None, entries: Sequence[Entry], readings: dict[int, Reading]
) -> tuple[Related, ...]:
    """The other row of the indicator, or its target."""
    if position is None:
        return ()
    if wrong.code == "PG520":
        return (Related(span=readings[position].row.span("indicator"), phrase="related.first"),)
    span = entries[position].indicator.span
    return (Related(span=span, phrase="related.target"),) if span else ()


# ---- which indicator ------------------------------------------------------------------------------


def _find(spec: Spec, entries: Sequence[Entry], by_name: dict[str, list[int]], row: Row) -> int:
    """The position of the indicator that a row names; where several bear the name, its unit tells."""
    positions = by_name.get(row.key)
    bracket = None
    if positions is None and row.key == BUDGET_SPENT and isinstance(spec.amount, Quantity):
        positions = by_name.get(BUDGET_EXECUTION)
    if positions is None:
        parts = split_unit(row.indicator)
        bracket = find_unit(parts[1]) if parts and parts[1] else None
        positions = by_name.get(fold(parts[0])) if parts and bracket else None
    if positions is None:
        names = [spec.labels.get(e.indicator, e.indicator.name) for e in entries]
        raise _Wrong(
            "PG510", "indicator", name=row.indicator, **nearest.hint(row.indicator, names, 3)
        )
    if bracket is None and len(positions) == 1:
        return positions[0]
    measure = bracket.dimension if bracket else _measure(row)
    fitting = [p for p in positions if identity(entries[p].indicator.target) == measure]
    if len(fitting) == 1:
        return fitting[0]
    choices = "、".join(spec.labels.get(entries[p].indicator, row.indicator) for p in positions)
    if bracket:
        unit, name = bracket.text, entries[positions[0]].indicator.name
        raise _Wrong(
            "PG511",
            "indicator",
            name=name,
            unit=unit,
            dimension=bracket.dimension.both(),
            choices=choices,
        )
    raise _Wrong("PG512", "indicator", name=row.indicator, choices=choices)


def _measure(row: Row) -> Dimension | str | None:
    """What a row measures by its own words, None where it does not say."""
    if isinstance(row.quantity, Quantity) and not row.quantity.dimension.is_bare:
        return row.quantity.dimension
    if row.unit:
        return _unit_column(row).dimension
    if isinstance(row.quantity, Quantity) or row.is_blank:
        return None
    try:
        return "date" if read_date(row.actual) else "text"
    except Flaw:
        return "date"


def _unit_column(row: Row) -> Unit:
    unit = find_unit(row.unit)
    if unit is None:
        raise _Wrong("PG513", "unit", unit=row.unit)
    return unit


# ---- which value ----------------------------------------------------------------------------------


def _read(spec: Spec, entry: Entry, row: Row) -> Actual | None:
    if row.period:
        _check_period(row, spec.year)
    if row.is_blank:
        return None
    indicator = entry.indicator
    if isinstance(indicator.target, Qualitative):
        return _achievement(spec, indicator.target, row)
    if isinstance(indicator.target, Deadline):
        return _date(row, spec.year)
    if row.key == BUDGET_SPENT and fold(indicator.name) == BUDGET_EXECUTION:
        assert isinstance(spec.amount, Quantity)
        spent = _quantity(row, spec.amount.unit)
        _check_value(indicator.name, spent)
        return Execution(spent, spent.amount() / spec.amount.amount())
    quantity = _quantity(row, _unit_of(indicator.target))
    _check_value(indicator.name, quantity)
    return quantity


def _unit_of(target: Bound | Range) -> Unit:
    return target.value.unit if isinstance(target, Bound) else target.high.unit


def _quantity(row: Row, wanted: Unit) -> Quantity:
    """The row's number in the unit that its cell, its name or its 单位 says, else in the target's."""
    number = row.quantity
    if isinstance(number, Flaw):
        raise _Wrong(number.code, **number.values)
    if number is None:
        raise _Wrong("PG514", actual=row.actual, example=f"80{wanted.text}")
    column = _unit_column(row) if row.unit else None
    if number.dimension.is_bare and not wanted.dimension.is_bare:
        number = _with_unit(row, number, column, wanted)
    elif column and not column.means_the_same_as(number.unit):
        raise _Wrong("PG515", "unit", cell=str(number), unit=column.text)
    if number.dimension != wanted.dimension:
        raise _Wrong(
            "PG516",
            actual=str(number),
            found=number.dimension.both(),
            unit=wanted.text or "—",
            wanted=wanted.dimension.both(),
        )
    return number


def _with_unit(row: Row, number: Quantity, column: Unit | None, wanted: Unit) -> Quantity:
    """A bare number gets the unit of 单位, of the name's bracket, or the target's own."""
    parts = split_unit(row.indicator)
    bracket = find_unit(parts[1]) if parts and parts[1] else None
    unit = column or (bracket if bracket and not bracket.dimension.is_bare else None)
    if unit is None:
        if wanted.dimension.is_ratio:
            raise _Wrong("PG517", actual=row.actual, write=f"{row.actual}%")
        unit = wanted
    if not number.unit.text:
        return Quantity(number.value, unit)
    # `0.3万` of 人次 is 0.3万人次, but `10万` of 万元 may be meant in two ways.
    scaled = find_unit(number.unit.text + unit.text)
    if (
        unit.dimension.is_ratio
        or scaled is None
        or (unit.text[0] in "十百千万亿" and unit.text[:2] not in ("千米", "千克", "千瓦"))
    ):
        raise _Wrong("PG518", actual=row.actual, unit=unit.text)
    return Quantity(number.value, scaled)


def _check_value(name: str, quantity: Quantity) -> None:
    """Values that cannot be: a count or a length below zero, a 满意度 above 100%."""
    negative = quantity.value < 0 and not quantity.dimension.is_bare
    if negative and not any(base in _MAY_BE_NEGATIVE for base, _ in quantity.dimension.terms):
        raise _Wrong("PG519", actual=str(quantity), dimension=quantity.dimension.both())
    if quantity.dimension.is_ratio and "满意度" in name and quantity.amount() > 1:
        raise _Wrong("PG521", actual=str(quantity))


def _date(row: Row, year: int | None) -> datetime.date:
    try:
        date = read_date(row.actual, year)
    except Flaw as flaw:
        raise _Wrong(flaw.code, **flaw.values) from None
    if date is None:
        raise _Wrong("PG522", actual=row.actual)
    return date


def _achievement(spec: Spec, target: Qualitative, row: Row) -> Achievement:
    text = fold(row.actual)
    if text == fold(target.text):
        return Achievement(Outcome.MET)
    outcome = _ACHIEVED.get(text)
    if outcome:
        return Achievement(outcome)
    found = _SHARE.fullmatch(row.actual)
    outcome = _ACHIEVED.get(fold(found["word"])) if found else None
    try:
        share = read_quantity(found["share"]) if found and found["share"] else None
    except Flaw:
        share = None
    if outcome is None or share is None or not share.dimension.is_ratio:
        raise _Wrong("PG523", actual=row.actual, text=target.text)
    _check_share(spec, outcome, share, row)
    return Achievement(outcome, share)


def _check_share(spec: Spec, outcome: Outcome, share: Quantity, row: Row) -> None:
    """A share lies in its outcome's band: 80% is 达成, 60% is 部分达成."""
    order = (Outcome.MISSED, Outcome.PARTIAL, Outcome.MET)
    ends = [_amount(spec.method.lowest_share(outcome)) for outcome in order] + [None]
    place = order.index(outcome)
    low, high = ends[place], ends[place + 1]
    s = share.amount()
    if s > 1 or (low is not None and s < low) or (high is not None and s >= high):
        band = f"{plain_percent(low)}–{plain_percent(high if high is not None else Fraction(1))}"
        raise _Wrong("PG524", actual=row.actual, band=band)


def _amount(share: Quantity | None) -> Fraction | None:
    return None if share is None else share.amount()


def plain_percent(share: Fraction | None) -> str:
    """A share as a percentage, for a message."""
    from perfgoals.scorecard import amount_text

    return amount_text((share or Fraction(0)) * 100, PERCENT, "en")


def _check_period(row: Row, year: int | None) -> None:
    for part in row.period.split("/"):
        found = _PERIOD.fullmatch(part.strip())
        if found is None:
            raise _Wrong("PG525", "period", period=row.period)
        if year is not None and int(found["year"]) != year:
            raise _Wrong("PG526", "period", period=row.period, year=str(year))
