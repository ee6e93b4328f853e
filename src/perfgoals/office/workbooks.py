"""Workbooks (.xlsx) to cells of text. The only module that sees python-calamine (extra `excel`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Context, Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import attrs

from perfgoals.office.packages import LOCKED, Package, unreadable
from perfgoals.office.scanning import MAX_CELLS, SHEETS, ScannedSheet, looked_through

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["Sheet", "SheetCell", "read_sheets"]


@attrs.frozen(eq=False)
class SheetCell:
    """A filled cell as text, with the rows and columns that it covers; both count from 0.

    A number is in its shortest decimal form, what a formula gives to 15 digits; where the cell is
    formatted as per cent it has its `%`. A date is `2023-06-30`, or `2023-06` where only its month is shown.
    """

    row: int
    column: int
    text: str
    height: int = 1
    width: int = 1


@attrs.frozen(eq=False)
class Sheet:
    """A sheet: its rows with their filled cells, from left to right.

    `unsaved` has the places of formulas whose value is not in the file.
    """

    name: str
    rows: tuple[tuple[SheetCell, ...], ...]
    is_hidden: bool
    unsaved: frozenset[tuple[int, int]]


def read_sheets(data: bytes, path: str, *, max_cells: int = MAX_CELLS) -> Iterator[Sheet]:
    """Every sheet with a filled cell, in the order of the workbook.

    Raises PerfGoalsError for a file that is none, that is locked with a password, or that is too large.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise unreadable("PG607", path, extra="excel") from error

    if data.startswith(LOCKED):
        raise unreadable("PG608", path)
    scanned = looked_through(Package(data, path, apart=SHEETS), max_cells)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            sheet = _sheet(book.get_sheet_by_name(meta.name), scanned[meta.name], hidden)
            if sheet.rows or sheet.unsaved:
                yield sheet
    except calamine.CalamineError as error:
        raise unreadable("PG602", path) from error


_ALL = Context()
_FIFTEEN = Context(prec=15)
"""What a spreadsheet shows and compares of what it computes: its 0.1 + 0.2 is 0.3."""


def _sheet(sheet: CalamineSheet, scanned: ScannedSheet, hidden: bool) -> Sheet:
    merged = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    top, left = sheet.start or (0, 0)
    rows: list[tuple[SheetCell, ...]] = []
    for row, line in enumerate(sheet.iter_rows(), top):
        cells = []
        for column, value in enumerate(line, left):
            at = row, column
            # What could not be computed has an empty value.
            text = scanned.errors.get(at, "") if value == "" else _text(value, scanned, at)
            if text:
                cells.append(SheetCell(row, column, text, *merged.get(at, (1, 1))))
        if cells:
            rows.append(tuple(cells))
    return Sheet(sheet.name, tuple(rows), hidden, frozenset(scanned.unsaved))


def _text(value: object, scanned: ScannedSheet, at: tuple[int, int]) -> str:
    """A cell as text: a number in its shortest decimal form, a ratio as per cent."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        digits = _FIFTEEN if at in scanned.formulas else _ALL
        number = digits.create_decimal(repr(value))
        if not number.is_finite():
            return str(value)
        if at in scanned.percents:
            return f"{_plain(number.scaleb(2))}%"
        return _plain(number)
    if isinstance(value, datetime.date) and at in scanned.months:
        return f"{value:%Y-%m}"
    if isinstance(value, datetime.datetime):
        return str(value) if value.time() != datetime.time() else str(value.date())
    return str(value).strip()


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
