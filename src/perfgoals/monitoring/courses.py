"""The course of what accumulates: what had been achieved by the end of each reported period."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from perfgoals.achieved import Actual
from perfgoals.evaluation.computing import joint_of, one_form
from perfgoals.evaluation.joining import join
from perfgoals.evaluation.planning import Plan
from perfgoals.evaluation.reading import Reading, WrongRow
from perfgoals.periods import read_period

__all__ = ["Point", "course_of"]


@attrs.frozen
class Point:
    """What had been achieved by the end of a day."""

    day: datetime.date
    value: Actual


def course_of(each: Plan, rows: Sequence[Reading]) -> tuple[Point, ...]:
    """What the rows up to the end of each reported period make, joined as the value itself is.

    Empty where a row has no period; a day whose rows make no value has no point.
    """
    ends = []
    for reading in rows:
        period = read_period(reading.row.period) if reading.row.period else None
        if period is None:
            return ()
        ends.append(period.last)
    points = []
    for day in sorted(set(ends)):
        known = [reading for reading, end in zip(rows, ends, strict=True) if end <= day]
        try:
            value = join(joint_of(each), one_form(known) if each.is_budget else known).value
        except WrongRow:  # what has no rule yet may have one with the rows to come
            continue
        if value is not None:
            points.append(Point(day, value))
    return tuple(points)
