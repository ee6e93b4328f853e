"""The course of a pro-rated target over its year, in whole units of a drawing. Nothing is decided here."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from perfgoals.achieved import Computed, Execution, amount_of
from perfgoals.monitoring import MonitorResult
from perfgoals.targets import Bound
from perfgoals.units import Quantity

__all__ = ["BOTTOM", "Chart", "chart_of"]

BOTTOM = 400
"""Where nothing has been achieved; the year goes from 0 to 1000."""

_TOP = 45
_HIGHEST = Fraction(3, 2)
"""A drawing goes up to what was achieved, and of what is expected to one and a half times the target."""


@attrs.frozen(kw_only=True)
class Chart:
    """The lines of a drawing, as SVG paths."""

    due: str
    """What is due, day by day: straight to the target on the day that it is due, and level after it."""

    so_far: str
    dots: str
    expected: str
    """From what was achieved to the full-year value; empty where there is no forecast."""

    spread: str
    """The range of the forecast; empty where it has none."""

    target: int
    """How high the target stands."""


def chart_of(each: MonitorResult, as_of: datetime.date) -> Chart | None:
    """The drawing of a result; None where its target is not pro-rated or nothing is due yet."""
    target, actual = each.indicator.target, each.actual
    if each.due is None or not isinstance(target, Bound) or each.pace is None:
        return None
    wanted, reached, forecast = target.value.amount(), _amount(actual), each.forecast
    ends = [_amount(x) for x in (forecast.value, forecast.low, forecast.high)] if forecast else []
    high = min(max(ends, default=Fraction(0)), wanted * _HIGHEST)
    top = max(wanted, reached, high, *(_amount(point.value) for point in each.course))
    days_of_it = (each.due, as_of, *(point.day for point in each.course))
    first = datetime.date(min(days_of_it).year, 1, 1)
    days = (datetime.date(each.due.year, 12, 31) - first).days + 1

    def place(day: datetime.date, amount: Fraction) -> str:
        across = max(0, min(1000, 1000 * ((day - first).days + 1) // days))
        return f"{across} {BOTTOM - int((BOTTOM - _TOP) * min(amount, top) / top)}"

    height = BOTTOM - int((BOTTOM - _TOP) * wanted / top)
    now, end = place(as_of, reached), each.due
    points = [place(point.day, _amount(point.value)) for point in each.course]
    path = [f"0 {BOTTOM}", *points, *([] if points[-1:] == [now] else [now])]
    if not points:  # nothing is known of the way there
        path = [now]
    expected = spread = ""
    if ends and as_of < end:
        expected = f"M{now}L{place(end, ends[0])}"
        if ends[1] != ends[2]:
            spread = f"M{now}L{place(end, ends[1])} {place(end, ends[2])}Z"
    return Chart(
        due=f"M0 {BOTTOM}L{place(end, wanted)}{'' if end.month == 12 else 'H1000'}",
        so_far=f"M{' '.join(path)}",
        dots="".join(f"M{point}h0" for point in dict.fromkeys([*points, now])),
        expected=expected,
        spread=spread,
        target=height,
    )


def _amount(value: object) -> Fraction:
    assert isinstance(value, Quantity | Execution | Computed)
    return max(Fraction(0), amount_of(value))
