"""What all workbooks have in common: texts as texts, the same bytes for the same input, names of sheets.

XlsxWriter is told for every cell what it is. A text is never taken for a formula, a link or a number.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from perfgoals.extras import needs
from perfgoals.reports.tables import clean

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["MADE", "formats", "sheet_names", "workbook", "write_text"]

MADE = datetime.datetime(1980, 1, 1)
"""What stands in a workbook as the day it was made: the day that its zip parts bear. A clock would make
other bytes of the same input."""

_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


@contextmanager
def workbook(title: str) -> Iterator[tuple[xlsxwriter.Workbook, io.BytesIO]]:
    """A workbook to be filled, and the bytes that it has when it is left. Raises PerfGoalsError where
    XlsxWriter is not installed (extra `excel`)."""
    with needs("excel", "xlsx"):
        import xlsxwriter
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": clean(title), "created": MADE})
    yield book, out
    book.close()


def write_text(sheet: Worksheet, row: int, column: int, text: str, form: Format | None) -> None:
    """A text as a text, whatever it begins with, without control characters."""
    sheet.write_string(row, column, clean(text)[:_LONGEST_TEXT], form)


def sheet_names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """A name a sheet that a workbook takes: of at most 31 characters, without its signs, and no two
    alike; what had to be changed is made different by a number."""
    used = {name.lower() for name in taken} | {"history"}  # Excel keeps that one for itself
    names = []
    for text in wanted:
        plain = clean(text).translate(_NOT_IN_A_NAME).strip() or "_"
        name, number = plain[:_LONGEST_NAME], 1
        while name.lower() in used:
            number += 1
            end = f" ({number})"
            name = plain[: _LONGEST_NAME - len(end)] + end
        used.add(name.lower())
        names.append(name)
    return names


def formats(book: xlsxwriter.Workbook, **named: dict[str, Any]) -> dict[str, Format]:
    """Formats by name, each on top of what all cells of a form have."""
    common = {"valign": "vcenter", "text_wrap": True, "border": 1, "font_size": 10}
    return {name: book.add_format(common | own) for name, own in named.items()}
