"""Several rows of one indicator to one value: 报送 over periods, then 口径 over reporting units.

docs/formulas.md has the rules. No rule is guessed: rows that nothing joins are a problem that names the
rule to write.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

import attrs

from perfgoals.achieved import Achievement, Actual, computed
from perfgoals.achieved import amount_of as measured
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.errors import Related
from perfgoals.evaluation.reading import Reading, WrongRow
from perfgoals.joined import ONE_ROW, Joined, Part
from perfgoals.names import fold
from perfgoals.periods import Period, read_period
from perfgoals.units import Unit

__all__ = ["Joint", "join", "over_units", "values_by_unit"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Joint:
    """How the rows of an indicator are joined.

    `worse` ranks values for 逐项, the worst first: None for a data item of a formula, which has no target
    that each unit could be held against. `may_be_partial` says that less reported can never
    mean a better score: what is added up and should be more.
    """

    name: str
    unit: Unit
    aggregation: Aggregation | None
    reporting: Reporting | None
    worse: Callable[[Actual], tuple[bool, Fraction, Fraction]] | None
    may_be_partial: bool


def join(joint: Joint, readings: Sequence[Reading]) -> Reading:
    """The one reading that several rows make. Raises WrongRow."""
    return over_units(joint, values_by_unit(joint, readings))


def values_by_unit(joint: Joint, readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each reporting unit, its periods joined. Raises WrongRow."""
    units: dict[str, list[Reading]] = {}
    for reading in readings:
        units.setdefault(fold(reading.row.reporting_unit), []).append(reading)
    if "" in units and len(units) > 1:
        row = units[""][0].row
        raise WrongRow("PG536", "indicator", name=joint.name).at(row)
    return [_over_time(joint, of_unit) for of_unit in units.values()]


def _unjoined(joint: Joint, readings: Sequence[Reading], code: str = "PG520") -> WrongRow:
    """Rows that nothing says how to join: the second is told, with the first."""
    first, second = readings[0].row, readings[1].row
    related = Related(span=first.span("indicator"), phrase="related.first")
    return WrongRow(code, "indicator", name=joint.name).at(second, related)


# ---- over time ------------------------------------------------------------------------------------


def _over_time(joint: Joint, readings: Sequence[Reading]) -> Reading:
    """The periods of one reporting unit: the latest counts (累计), or all are added up (当期)."""
    if len(readings) == 1:
        return readings[0]
    if not any(reading.row.period for reading in readings):
        raise _unjoined(joint, readings)
    dated = sorted((_period(joint, reading), at) for at, reading in enumerate(readings))
    ordered = [(period, readings[at]) for period, at in dated]
    _refuse_twice(joint, ordered)
    if joint.reporting is None:
        raise _unjoined(joint, readings, "PG535")
    if joint.reporting is Reporting.CUMULATIVE:
        return _latest(joint, ordered)
    return _added(joint, ordered)


def _latest(joint: Joint, ordered: Sequence[tuple[Period, Reading]]) -> Reading:
    """The total that was reported last. Where that is a blank, the one before is the least there is:
    it counts, as reported in part, where that can never mean a better score."""
    rows = tuple(reading.row for _, reading in ordered)
    in_turn = sorted(ordered, key=lambda pair: pair[0].last)
    latest = in_turn[-1][1]
    filled = [reading for _, reading in in_turn if reading.value is not None]
    if latest.value is None and filled and joint.may_be_partial:
        return attrs.evolve(filled[-1], joined=Joined(rows=rows, partial=True))
    return attrs.evolve(latest, joined=Joined(rows=rows))


def _period(joint: Joint, reading: Reading) -> Period:
    period = read_period(reading.row.period) if reading.row.period else None
    if period is None:
        raise WrongRow("PG537", "indicator", name=joint.name).at(reading.row)
    return period


def _refuse_twice(joint: Joint, ordered: Sequence[tuple[Period, Reading]]) -> None:
    """One period reported twice, two 累计 values of one day, and periods of 当期 that overlap."""
    if joint.reporting is Reporting.CUMULATIVE:  # those of one day stand together then
        ordered = sorted(ordered, key=lambda pair: pair[0].last)
    for (one, first), (other, second) in pairwise(ordered):
        same = one == other
        clash = joint.reporting is Reporting.INCREMENT and one.overlaps(other)
        tie = joint.reporting is Reporting.CUMULATIVE and one.last == other.last
        if same or clash or tie:
            related = Related(span=first.row.span("period"), phrase="related.first")
            periods = {"one": first.row.period, "other": second.row.period}
            values = {"name": joint.name, **periods}
            raise WrongRow("PG538", "period", **values).at(second.row, related)


def _added(joint: Joint, ordered: Sequence[tuple[Period, Reading]]) -> Reading:
    """The sum of the periods, each of which reports what was done in it."""
    reported = [reading for _, reading in ordered if reading.value is not None]
    rows = tuple(reading.row for _, reading in ordered)
    gap = any(
        one.last + datetime.timedelta(1) < other.first for (one, _), (other, _) in pairwise(ordered)
    )
    blank = len(reported) < len(ordered)
    if not reported or (blank and not joint.may_be_partial):
        partial = blank and bool(reported)
        return Reading(rows[-1], None, joined=Joined(rows=rows, partial=partial, gap=gap))
    value = _total(joint.unit, [reading.value for reading in reported])
    return Reading(reported[-1].row, value, joined=Joined(rows=rows, partial=blank, gap=gap))


# ---- over reporting units -------------------------------------------------------------------------


def over_units(joint: Joint, readings: Sequence[Reading]) -> Reading:
    """The reporting units' values as one. Raises WrongRow."""
    if len(readings) == 1:
        only = readings[0]
        return attrs.evolve(only, joined=Joined(rows=only.rows)) if only.joined is ONE_ROW else only
    if joint.aggregation is None:
        raise _unjoined(joint, readings)
    if joint.aggregation is Aggregation.NONE:
        raise _unjoined(joint, readings, "PG543")
    if joint.aggregation is Aggregation.EACH and joint.worse is None:
        raise _unjoined(joint, readings, "PG547")
    rows = tuple(row for reading in readings for row in reading.rows)
    until = _late(readings)
    parts = tuple(_part(joint, *pair) for pair in zip(readings, until, strict=True))
    reported = [reading for reading in readings if reading.value is not None]
    blank = len(reported) < len(readings)
    partial = blank or any(reading.joined.partial for reading in readings)
    gap = any(reading.joined.gap for reading in readings)
    may_be = joint.may_be_partial and joint.aggregation is Aggregation.SUM
    too_late = any(until) and not joint.may_be_partial and not _are_days(reported)
    if not reported or (partial and not may_be) or too_late:
        partial = (partial or too_late) and bool(reported)
        joined = Joined(rows=rows, parts=parts, partial=partial, gap=gap)
        return Reading(rows[0], None, joined=joined)
    joined = Joined(rows=rows, parts=parts, partial=partial or any(until), gap=gap)
    values = [reading.value for reading in reported]
    if joint.aggregation in (Aggregation.SUM, Aggregation.MEAN):
        value = _total(joint.unit, values)
        if joint.aggregation is Aggregation.MEAN:
            value = computed(amount_of(value) / len(values), joint.unit)
        return Reading(reported[0].row, value, joined=joined)
    if joint.worse is not None and joint.aggregation is Aggregation.EACH:
        worse = joint.worse
        chosen = min(reported, key=lambda reading: worse(_known(reading.value)))
    else:
        pick = min if joint.aggregation is Aggregation.MIN else max
        chosen = pick(reported, key=lambda reading: amount_of(_known(reading.value)))
    return Reading(chosen.row, chosen.value, joined=joined)


def _late(readings: Sequence[Reading]) -> list[datetime.date | None]:
    """Of each unit the last day that it reported on, where others have rows of later ones."""
    ends = [_ends(reading) for reading in readings]
    newest = max((end for _, end in ends if end), default=None)
    return [filled if filled != newest else None for filled, _ in ends]


def _are_days(readings: Sequence[Reading]) -> bool:
    """Whether they are days on which something was done, which no later report changes."""
    return all(isinstance(reading.value, datetime.date) for reading in readings)


def _ends(reading: Reading) -> tuple[datetime.date | None, datetime.date | None]:
    """The last day of the filled rows of a unit, and of all."""
    filled = last = None
    for row in reading.rows:
        period = read_period(row.period) if row.period else None
        if period is not None:
            last = max(last or period.last, period.last)
            if not row.is_blank:
                filled = max(filled or period.last, period.last)
    return filled, last


def _part(joint: Joint, reading: Reading, until: datetime.date | None) -> Part:
    """What one unit reported; only where each stands alone it is met or not by itself."""
    met = None
    if reading.value is not None and joint.worse and joint.aggregation is Aggregation.EACH:
        met = joint.worse(reading.value)[0]
    return Part(
        unit=reading.row.reporting_unit,
        actual=reading.value,
        met=met,
        row=reading.row,
        until=until if reading.value is not None else None,
    )


def _known(value: Actual | None) -> Actual:
    assert value is not None
    return value


def _total(unit: Unit, values: Sequence[Actual | None]) -> Actual:
    """The sum of amounts, in the target's unit."""
    return computed(sum((amount_of(_known(value)) for value in values), Fraction(0)), unit)


def amount_of(value: Actual) -> Fraction:
    """A value in base units; only what is measured is joined by arithmetic."""
    assert not isinstance(value, Achievement | datetime.date)
    return measured(value)
