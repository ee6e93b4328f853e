"""Dates as the tables write them: 2023-12-31, 2023年12月底前, 2023年底, and 年底 of the 年度."""

from __future__ import annotations

import calendar
import datetime
import functools
import re
import unicodedata

from perfgoals.errors import Flaw
from perfgoals.messages import either

__all__ = ["LIKE_A_DATE", "date_of", "read_date", "read_day", "squeeze"]

_BEFORE = r"(?:之?前|以前)?(?:完成)?"
_YMD = rf"(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})日?{_BEFORE}"
_YM = rf"(?P<y>\d{{4}})(?:年(?P<m>\d{{1,2}})月|[-/.](?P<m2>\d{{1,2}}))(?:底|末)?{_BEFORE}"
_YEAR_END = rf"(?:(?P<y>\d{{4}})年?)?(?:年底|年末|底|末){_BEFORE}"
_MD = rf"(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})日{_BEFORE}"
_MONTH_END = rf"(?P<m>\d{{1,2}})月(?:底|末){_BEFORE}"


@functools.cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Compiled when the first date comes: most tables have none."""
    return tuple(re.compile(form) for form in (_YMD, _YM, _YEAR_END, _MD, _MONTH_END))


LIKE_A_DATE = re.compile(r"(?:19|20)\d\d(?:[-/.]\d|年)|\d{1,2}月(?:\d{1,2}日|[底末])|年[底末]")


_PROMISE = re.compile("[底末前完]")
_OCTOBER = re.compile(r"(\d{4})\.1")
"""What a spreadsheet makes of 2023.10, and what may be January as well."""


def read_date(text: str, year: int | None = None) -> datetime.date | None:
    """The last day that a date means (`2023年12月底前` is 2023-12-31), or None where it is none.

    `year` completes a date that names none. Raises Flaw for a day that no calendar has.
    """
    found = date_of(squeeze(text), year)
    return found[1] if found else None


def read_day(text: str, year: int | None = None) -> datetime.date | None:
    """The day on which something was done, or the last of the month; None for the words of a promise
    (年底, 12月底前完成), which say no day. Raises Flaw as `read_date` does, and for 2023.1."""
    october = _OCTOBER.fullmatch(squeeze(text))
    if october:
        write = either(f"{october[1]}-01", f"{october[1]}-10")
        raise Flaw("PG228", 0, len(text), date=text, write=write)
    return None if _PROMISE.search(text) else read_date(text, year)


def squeeze(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate({0x2013: "-", 0x2014: "-", 0x301C: "~"})
    return "".join(text.split())


def date_of(text: str, year: int | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day a date means."""
    for form in _forms():
        found = form.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        named = parts.get("y") or year
        if named is None:
            raise Flaw("PG212", 0, len(text), date=text)
        month = int(parts.get("m") or parts.get("m2") or 12)
        try:
            last = calendar.monthrange(int(named), month)[1]
            day = parts.get("d")
            first = datetime.date(int(named), month, int(day or 1))
            return first, first if day else first.replace(day=last)
        except ValueError:
            raise Flaw("PG210", 0, len(text), date=text) from None
    return None
