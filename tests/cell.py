"""What a value cell means, and what is wrong with it, for tests of cells."""

from __future__ import annotations

import pytest

import perfgoals as pg

__all__ = ["described", "problem_of"]


def described(target: object) -> str:
    """A target as one line, in the words of the samples."""
    if isinstance(target, pg.Bound):
        unit = target.value.unit.text or "(no unit)"
        return f"bound {target.op.value} {target.value.value} {unit}"
    if isinstance(target, pg.Range):
        assert target.low.unit == target.high.unit
        unit = target.low.unit.text or "(no unit)"
        return f"range {target.low.value} {target.high.value} {unit}"
    if isinstance(target, pg.Deadline):
        return f"deadline {target.date}"
    assert isinstance(target, pg.Qualitative)
    return f"qualitative {target.text}"


def problem_of(cell: str, *, name: str = "", year: int | None = None) -> pg.Problem:
    """The only problem of a cell that cannot be read."""
    with pytest.raises(pg.SpecError) as caught:
        pg.parse_target(cell, name=name, year=year)
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]
