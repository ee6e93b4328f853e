"""The course of what accumulates: what had been achieved by the end of each reported period."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from perfgoals.achieved import Actual, amount_of, computed
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.evaluation.computing import joint_of, one_form
from perfgoals.evaluation.joining import join
from perfgoals.evaluation.planning import Plan
from perfgoals.evaluation.reading import Reading, WrongRow
from perfgoals.names import fold
from perfgoals.periods import read_period
from perfgoals.units import Quantity

__all__ = ["Point", "course_of", "joined", "running"]

Dated = tuple[datetime.date, Reading]


@attrs.frozen
class Point:
    """What had been achieved by the end of a day."""

    day: datetime.date
    value: Actual


def course_of(each: Plan, rows: Sequence[Reading]) -> tuple[Point, ...]:
    """What the rows up to the end of each reported period make, joined as the value itself is.

    Empty where a row has no period; a day whose rows make no value has no point.
    """
    dated: list[Dated] = []
    for reading in rows:
        period = read_period(reading.row.period) if reading.row.period else None
        if period is None:
            return ()
        dated.append((period.last, reading))
    dated.sort(key=lambda pair: pair[0])
    units = {fold(reading.row.reporting_unit) for reading in rows}
    added = len(units) == 1 or each.entry.indicator.aggregation is Aggregation.SUM
    plain = all(reading.value is None or isinstance(reading.value, Quantity) for reading in rows)
    return tuple(running(each, dated) if added and plain else joined(each, dated))


def running(each: Plan, dated: Sequence[Dated]) -> Iterator[Point]:
    """The sums of the units, kept from day to day: to join all rows anew for every day would take as
    long as the whole of monitoring."""
    replaces = each.entry.indicator.reporting is Reporting.CUMULATIVE
    known: dict[str, Fraction] = {}
    total = Fraction(0)
    for day, of_day in groupby(dated, key=lambda pair: pair[0]):
        for _, reading in of_day:
            if not isinstance(reading.value, Quantity):
                continue
            amount, unit = amount_of(reading.value), fold(reading.row.reporting_unit)
            total += amount - known.get(unit, 0) if replaces else amount
            known[unit] = amount
        if known:
            yield Point(day, computed(total, each.unit))


def joined(each: Plan, dated: Sequence[Dated]) -> Iterator[Point]:
    """The same by the rules of evaluation, for every other way in which rows make a value."""
    for day in sorted({day for day, _ in dated}):
        so_far = [reading for end, reading in dated if end <= day]
        try:
            value = join(joint_of(each), one_form(so_far) if each.is_budget else so_far).value
        except WrongRow:  # what has no rule yet may have one with the rows to come
            continue
        if value is not None:
            yield Point(day, value)
