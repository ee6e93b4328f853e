"""Periods of actuals: 2023, 2023-07, 2023-07-15, 2023Q3, 2023H1, and 2023-01/2023-07 from one to another."""

from __future__ import annotations

import calendar
import datetime
import functools
import re

import attrs

__all__ = ["Period", "read_period"]

_ONE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12]))?"
)


@attrs.frozen(order=True)
class Period:
    """From its first to its last day, both in."""

    first: datetime.date
    last: datetime.date

    def overlaps(self, other: Period) -> bool:
        """Whether a day lies in both."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """As it is written: the shortest form that means these days."""
        whole = (read_period(form) for form in _forms(self.first))
        for form, period in zip(_forms(self.first), whole, strict=True):
            if period == self:
                return form
        return f"{self.first}/{self.last}"


def _forms(day: datetime.date) -> list[str]:
    month = day.month
    return [
        f"{day.year}",
        f"{day.year}H{(month + 5) // 6}",
        f"{day.year}Q{(month + 2) // 3}",
        f"{day.year}-{month:02}",
        f"{day}",
    ]


@functools.lru_cache(maxsize=1024)
def read_period(text: str) -> Period | None:
    """The days that a period means, None where it is none or ends before it begins."""
    parts = [_days(part.strip()) for part in text.split("/")]
    if len(parts) > 2 or None in parts:
        return None
    first, last = parts[0], parts[-1]
    if first is None or last is None or first.first > last.last:
        return None
    return Period(first.first, last.last)


def _days(text: str) -> Period | None:
    found = _ONE.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    if year < 1:
        return None
    if found["day"]:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            return None
        return Period(day, day)
    first, months = 1, 12
    if found["month"]:
        first, months = int(found["month"]), 1
    elif found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    elif found["half"]:
        first, months = 6 * int(found["half"]) - 5, 6
    last = first + months - 1
    end = calendar.monthrange(year, last)[1]
    return Period(datetime.date(year, first, 1), datetime.date(year, last, end))
