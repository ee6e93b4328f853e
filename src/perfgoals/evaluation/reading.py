"""What a row's value is, for the target it reports on. docs/actuals.md has the rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.achieved import (
    Achievement,
    Actual,
    Computed,
    Execution,
    actual_text,
    amount_text,
    read_achievement,
)
from perfgoals.actuals import Row
from perfgoals.dates import read_date, read_day
from perfgoals.errors import Flaw, Related
from perfgoals.evaluation.completion import Ratio, in_one_unit, is_below
from perfgoals.evaluation.planning import ItemPlan, Limit, Plan
from perfgoals.joined import ONE_ROW, Joined
from perfgoals.messages import Value, either
from perfgoals.method import Outcome
from perfgoals.names import fold
from perfgoals.periods import read_period
from perfgoals.quantities import MAX_DIGITS, nearest_units, read_quantity
from perfgoals.targets import Bound, Deadline, Qualitative, Range
from perfgoals.units import (
    PERCENT,
    SCALES,
    Dimension,
    Quantity,
    Unit,
    exact_decimal,
    find_unit,
    plain,
)
from perfgoals.values import split_unit

__all__ = [
    "Reading",
    "WrongRow",
    "check_number",
    "check_period",
    "may_be_negative",
    "read",
    "read_item",
    "says_spent",
    "unit_column",
]

BUDGET_SPENT = "预算执行数"
"""The row that gives the budget's execution as an amount."""

# What cannot be below zero: everything that is counted or measured; money and ratios can.
_MAY_BE_NEGATIVE = frozenset(("money", "ratio", "usd", "eur", "hkd"))


class WrongRow(Exception):
    """What is wrong with a row: a code, the cell, and the values of the sentence."""

    def __init__(self, code: str, cell: str = "actual", /, **values: Value) -> None:
        super().__init__(code)
        self.code, self.field, self.values = code, cell, values
        self.row: Row | None = None
        self.related: tuple[Related, ...] = ()

    def at(self, row: Row, *related: Related) -> WrongRow:
        """The same, with its row and other places, where those are not plain from the context."""
        self.row, self.related = row, related
        return self


@attrs.define(eq=False, repr=False)
class Reading:
    """What was reported for an indicator: its row, and the value; None where it is blank.

    `ratio` is the number that one row said, in base units; `joined` is what several rows made. Not
    frozen, which would cost more than to judge it; nothing changes one.
    """

    row: Row
    value: Actual | None
    ratio: Ratio | None = None
    joined: Joined = ONE_ROW

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows that were used."""
        return self.joined.rows or (self.row,)


def read(each: Plan, row: Row) -> Reading:
    """What a row reports for an indicator. Raises WrongRow."""
    if row.period:
        check_period(row, each.year)
    if row.is_blank:
        return Reading(row, None)
    return _READERS[type(each.target)](each, row)


def _number(each: Plan, row: Row) -> Reading:
    """A number, as most rows say it in their own words: those were read with the file."""
    if each.is_budget and says_spent(row):
        return _execution(each, row)
    number, ratio = row.says, row.ratio
    if not isinstance(number, Quantity) or number.unit.dimension is not each.measure:
        number = _in_its_unit(each, row)
        ratio = number.ratio()
    if ratio[0] < 0 or each.is_limited:
        check_number(each, number, ratio)
    return Reading(row, number, ratio)


def _in_its_unit(each: Plan, row: Row) -> Quantity:
    """A number in the unit that it says; a bare one only where all that is promised is in one unit."""
    number = row.says
    bare = isinstance(number, Quantity) and number.unit.dimension.is_bare
    if each.units and bare and not each.unit.dimension.is_bare:
        name = each.entry.indicator.name
        choices = "、".join(f"{name}（{unit.text}）" for unit in each.units)
        raise WrongRow("PG512", "indicator", name=name, choices=choices)
    return _quantity(row, each.unit)


def says_spent(row: Row) -> bool:
    """Whether a row gives the budget's execution as an amount, with or without a unit in its name."""
    parts = split_unit(row.indicator)
    return BUDGET_SPENT in (row.key, fold(parts[0]) if parts else "")


def _execution(each: Plan, row: Row) -> Reading:
    """预算执行数: an amount, divided by 金额; bare it is in 金额's unit."""
    assert each.budget is not None
    spent = _quantity(row, each.budget.unit)
    rate = spent.amount() / each.budget.amount()
    check_number(each, spent, rate.as_integer_ratio())  # 取值 is of the rate
    return Reading(row, Execution(spent, rate))


def unit_column(row: Row) -> Unit | None:
    """The unit of the row's 单位, None where that is empty. Raises WrongRow for no known unit."""
    if not row.unit:
        return None
    unit = find_unit(row.unit)
    if unit is None:
        raise WrongRow("PG513", "unit", unit=row.unit, **nearest_units(row.unit))
    return unit


def _quantity(row: Row, wanted: Unit) -> Quantity:
    """The row's number in the unit that its cell, 单位 or its name says, else in the target's."""
    number = row.quantity
    if isinstance(number, Flaw):
        number = _again(row, number)
    if number is None:
        raise WrongRow("PG514", actual=row.actual, example=f"80{wanted.text}")
    if number.unit.dimension.is_bare and not wanted.dimension.is_bare:
        number = _with_unit(row, number, _said(row, None), wanted)
    elif row.unit or row.indicator[-1] in "）)":
        _said(row, number)
    if number.unit.dimension != wanted.dimension:
        raise WrongRow(
            "PG516",
            actual=str(number),
            found=number.dimension.both(),
            unit=wanted.text or "—",
            wanted=wanted.dimension.both(),
        )
    return number


def _again(row: Row, flaw: Flaw) -> Quantity | None:
    """A row is read before its spec is known: the spec's own units may be the missing ones."""
    try:
        return read_quantity(row.actual)
    except Flaw:
        if flaw.code == "PG201":
            _check_form(row.actual)
        raise WrongRow(flaw.code, **flaw.values) from None


_SCIENTIFIC = re.compile(r"(?P<number>[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,3})(?P<unit>(?!\d).*)")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")
_ANY_YEAR = 2000


def _check_form(text: str) -> None:
    """What begins as a number and is one of another form: its rest is no unit. Raises WrongRow."""
    found = _SCIENTIFIC.fullmatch(text)
    if found:
        number = Decimal(found["number"])
        write = f"{plain(number)}{found['unit']}" if abs(number.adjusted()) < MAX_DIGITS else ""
        raise WrongRow("PG549", actual=text, **({"write": write} if write else {}))
    try:
        is_date = read_date(_TIME.sub("", text), _ANY_YEAR) is not None
    except Flaw:  # a day that no calendar has
        is_date = True
    if is_date:
        raise WrongRow("PG529", actual=text)


def _said(row: Row, number: Quantity | None) -> Unit | None:
    """The unit of 单位, or in the bracket of the row's name.

    Units given twice, in the cell too, may not contradict each other.
    """
    column = unit_column(row)
    parts = split_unit(row.indicator)
    unit = find_unit(parts[1]) if parts and parts[1] else None
    if unit and column and not column.means_the_same_as(unit):
        raise WrongRow("PG515", "unit", cell=row.indicator, unit=column.text)
    given = column or unit
    differ = number and given and not given.means_the_same_as(number.unit)
    if number and given and differ and (column or given.dimension == number.dimension):
        raise WrongRow("PG515", cell=str(number), unit=given.text)
    return column or unit


def _with_unit(row: Row, number: Quantity, said: Unit | None, wanted: Unit) -> Quantity:
    """A bare number gets the unit that the row says, else the target's own; a ratio must say it."""
    if said is None and wanted.dimension.is_ratio:
        raise WrongRow("PG517", actual=row.actual, write=_percentages(number))
    unit = said or wanted
    if not number.unit.text:
        return Quantity(number.value, unit)
    # `0.3万` of 人次 is 0.3万人次, but `10万` of 万元 may be meant in two ways.
    scaled = find_unit(number.unit.text + unit.text)
    has_scale = unit.text[0] in SCALES and find_unit(unit.text[1:]) is not None
    if scaled is None or has_scale or unit.dimension.is_ratio:
        raise WrongRow("PG518", actual=row.actual, unit=unit.text, **_two_readings(number, unit))
    return Quantity(number.value, scaled)


def _two_readings(number: Quantity, unit: Unit) -> dict[str, Value]:
    """`10万` of 万元 is 10万元 or 100000万元; nothing where the unit is a ratio's."""
    scaled = exact_decimal(Fraction(number.value) * number.unit.factor)
    if unit.dimension.is_ratio or scaled is None:
        return {}
    one, other = f"{plain(number.value)}{unit.text}", f"{plain(scaled)}{unit.text}"
    return {"write": either(one, other)}


def _percentages(number: Quantity) -> Value:
    """What a bare number may mean as a percentage: 92 only 92%, but 0.92 may be 92% too."""
    text = f"{plain(number.value)}%"
    if abs(number.value) > 1:
        return text
    hundredfold = exact_decimal(Fraction(number.value) * 100)
    return either(text, f"{plain(hundredfold or number.value)}%")


def check_number(each: Plan, value: Quantity | Computed, ratio: Ratio) -> None:
    """Values that cannot be: a count or a length below zero, a 满意度 above 100%. Raises WrongRow."""
    definition = each.entry.indicator.definition
    dimension = value.unit.dimension
    if ratio[0] < 0 and (each.is_budget or not may_be_negative(dimension)):
        raise WrongRow("PG519", actual=_shown(value), dimension=dimension.both())
    _check_limits(each.limits, definition.values if definition else None, value, ratio)
    if each.is_satisfaction and ratio[0] > ratio[1] and dimension.is_ratio:
        raise WrongRow("PG521", actual=_shown(value))


def _check_limits(
    limits: Sequence[Limit], values: Bound | Range | None, value: Quantity | Computed, ratio: Ratio
) -> None:
    """取值, of an indicator or of a data item."""
    for holds, limit in limits:
        if not holds(*in_one_unit(ratio, limit)):
            raise WrongRow("PG527", actual=_shown(value), values=str(values))


def _shown(value: Quantity | Computed) -> str:
    return str(value) if isinstance(value, Quantity) else actual_text(value, "zh") or ""


def may_be_negative(dimension: Dimension) -> bool:
    """Whether an amount of this can lie below zero, as money, a ratio and a bare number can."""
    return dimension.is_bare or any(base in _MAY_BE_NEGATIVE for base, _ in dimension.terms)


def _date(each: Plan, row: Row) -> Reading:
    try:
        date = read_day(row.actual, each.year)
    except Flaw as flaw:
        raise WrongRow(flaw.code, **flaw.values) from None
    if date is None:
        raise WrongRow("PG522", actual=row.actual)
    return Reading(row, date)


def _achievement(each: Plan, row: Row) -> Reading:
    """The target's own text again is 达成; else the words of the forms say it."""
    words = row.words or fold(row.actual)
    if words == each.text:
        return Reading(row, _TARGET_MET)
    said = row.says
    if not isinstance(said, Achievement):
        said = read_achievement(row.actual, words)
    if said is None:
        raise WrongRow("PG523", actual=row.actual, text=str(each.target))
    if said.exact is not None:
        _check_share(each, said.outcome, said.exact.as_integer_ratio(), row)
    return Reading(row, said)


_TARGET_MET = Achievement(Outcome.MET)
_READERS = {Bound: _number, Range: _number, Deadline: _date, Qualitative: _achievement}


def _check_share(each: Plan, outcome: Outcome, share: Ratio, row: Row) -> None:
    """A share lies in its outcome's band: 80% is 达成, 60% is 部分达成."""
    band = each.bands[outcome]
    low, high = band.low, band.high
    too_high = is_below(_ALL, share) or (high is not None and not is_below(share, high))
    if too_high or is_below(share, low):
        ends = [amount_text(Fraction(*end) * 100, PERCENT, "en") for end in (low, high or _ALL)]
        raise WrongRow("PG524", actual=row.actual, band="–".join(ends))


_ALL = (1, 1)


def check_period(row: Row, year: int | None) -> None:
    """A period must be one, and lie in the year of the table. Raises WrongRow."""
    period = read_period(row.period)
    if period is None:
        forms = row.period.split("/")
        backwards = len(forms) == 2 and all(read_period(form.strip()) for form in forms)
        if backwards:
            write = "/".join(form.strip() for form in reversed(forms))
            raise WrongRow("PG528", "period", period=row.period, write=write)
        raise WrongRow("PG525", "period", period=row.period)
    if year is not None and {period.first.year, period.last.year} != {year}:
        raise WrongRow("PG526", "period", period=row.period, year=str(year))


def read_item(item: ItemPlan, year: int | None, row: Row) -> Reading:
    """What a row reports for a data item of a formula. Raises WrongRow."""
    if row.period:
        check_period(row, year)
    if row.is_blank:
        return Reading(row, None)
    if item.unit is not None:
        amount = _quantity(row, item.unit)
        _check_item(item, amount)
        return Reading(row, amount)
    number = row.quantity
    if isinstance(number, Flaw):
        number = _again(row, number)
    if number is None:
        raise WrongRow("PG514", actual=row.actual, example="80")
    said = _said(row, number if number.unit.text else None)
    whole = Quantity(number.value, said) if said and not number.unit.text else number
    _check_item(item, whole)
    return Reading(row, whole)


def _check_item(item: ItemPlan, amount: Quantity) -> None:
    """Amounts that a data item cannot have: a count below zero, what lies outside its 取值."""
    if amount.value < 0 and not may_be_negative(amount.dimension):
        raise WrongRow("PG519", actual=str(amount), dimension=amount.dimension.both())
    _check_limits(item.limits, item.values, amount, amount.ratio())
