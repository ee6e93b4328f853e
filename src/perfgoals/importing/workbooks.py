"""Workbooks (.xlsx) to tables. The only module that sees python-calamine (extra `excel`).

Values come from calamine. What it does not tell is read from the sheets' own XML before it opens the
file: which cells are formatted as per cent, which hold an error (#N/A, #DIV/0!), and how far a sheet
reaches (a single cell in the last corner would be a table of 17 billion).
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

import attrs

from perfgoals.importing.grids import MAX_CELLS, MAX_COLUMNS, Block, Cell, Grid, unreadable
from perfgoals.importing.packages import Package

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["MAX_AREA", "read_workbook"]

MAX_AREA = 5_000_000
"""Rows by columns of a sheet, from its first cell to its last filled one."""

_PERCENT = frozenset((9, 10))  # the numbers of the formats `0%` and `0.00%`, which no file defines
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_WORKBOOK = "xl/workbook.xml"
_Place = tuple[int, int]


def read_workbook(data: bytes, path: str) -> Iterator[Block]:
    """Every sheet with a filled cell, in the order of the workbook.

    Raises PerfGoalsError for a file that is none, that is locked with a password, or that is too large.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        raise unreadable("PG607", path, extra="excel") from error

    if data.startswith(b"\xd0\xcf\x11\xe0"):  # the old .xls, or a file that is locked by a password
        raise unreadable("PG608", path)
    scanned = _looked_through(Package(data, path))
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            grid = _grid(sheet, scanned[meta.name])
            if grid.rows:
                yield grid
    except calamine.CalamineError as error:
        raise unreadable("PG602", path) from error


def _grid(sheet: CalamineSheet, scanned: _Sheet) -> Grid:
    merged = _merged(sheet)
    top, left = sheet.start or (0, 0)
    rows: list[tuple[Cell, ...]] = []
    for row, line in enumerate(sheet.iter_rows(), top):
        cells = []
        for column, value in enumerate(line, left):
            at = row, column
            text = scanned.errors.get(at) or _text(value, at in scanned.percents)
            if not text:
                continue
            height, width = merged.get(at, (1, 1))
            place = f"{sheet.name}!{_letters(column)}{row + 1}"
            cells.append(
                Cell(text=text, place=place, row=row, column=column, height=height, width=width)
            )
        if cells:
            rows.append(tuple(cells))
    return Grid(rows=tuple(rows), place=sheet.name, title=sheet.name)


def _merged(sheet: CalamineSheet) -> dict[_Place, _Place]:
    """The height and width of each merged cell by its first row and column."""
    return {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }


def _text(value: object, is_percent: bool) -> str:
    """A cell as text: a number in its shortest decimal form, a ratio as per cent."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return str(value)
        if is_percent:
            return f"{_plain(number.scaleb(2))}%"
        return _plain(number)
    if isinstance(value, datetime.datetime):
        return str(value) if value.time() != datetime.time() else str(value.date())
    return str(value).strip()


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


# ---- what the sheets' own XML says ----------------------------------------------------------------


def _looked_through(package: Package) -> dict[str, _Sheet]:
    """What the XML of each sheet says. Raises PerfGoalsError for a sheet that reaches too far."""
    styles = _percent_styles(package)
    found: dict[str, _Sheet] = {}
    filled = 0
    for title, part in _sheets(package):
        sheet = _Sheet(styles, package.path)
        package.parse(part, sheet.parser())
        filled += sheet.filled
        if filled > MAX_CELLS:
            raise unreadable("PG604", package.path, limit=str(MAX_CELLS))
        found[title] = sheet
    return found


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet."""
    if _WORKBOOK not in package.names:
        raise unreadable("PG602", package.path)
    targets: dict[str, str] = {}
    for _, values in _elements(package, "xl/_rels/workbook.xml.rels", "Relationship"):
        targets[values.get("Id", "")] = values.get("Target", "")
    for _, values in _elements(package, _WORKBOOK, "sheet"):
        key = next((values[name] for name in values if name.endswith(":id")), "")
        target = targets.get(key, "")
        part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in package.names:
            yield values.get("name", ""), part


def _percent_styles(package: Package) -> frozenset[str]:
    """The numbers of the cell formats (`s` of a cell) that show a per cent."""
    if "xl/styles.xml" not in package.names:
        return frozenset()
    shown = set(map(str, _PERCENT))
    for _, values in _elements(package, "xl/styles.xml", "numFmt"):
        # What stands in quotes or behind a backslash is text that is shown, and no format.
        code = re.sub(r'"[^"]*"|\\.|_.', "", values.get("formatCode", ""))
        if "%" in code:
            shown.add(values.get("numFmtId", ""))
    inside = [
        values.get("numFmtId", "")
        for above, values in _elements(package, "xl/styles.xml", "xf")
        if above == "cellXfs"
    ]
    return frozenset(str(at) for at, number in enumerate(inside) if number in shown)


def _elements(package: Package, part: str, wanted: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The elements of a name, with the names of those that they stand in."""
    found: list[tuple[str, Mapping[str, str]]] = []
    above: list[str] = []

    def start(name: str, values: Mapping[str, str]) -> None:
        if _local(name) == wanted:
            found.append((above[-1] if above else "", dict(values)))
        above.append(_local(name))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: above.pop()
    if part in package.names:
        package.parse(part, parser)
    return iter(found)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


@attrs.define(eq=False)
class _Sheet:
    """What is found while a sheet's XML goes by."""

    styles: frozenset[str]
    path: str
    percents: set[_Place] = attrs.field(factory=set)
    errors: dict[_Place, str] = attrs.field(factory=dict)
    filled: int = 0
    _row: int = -1
    _column: int = -1
    _style: str = ""
    _is_error: bool = False
    _inside: bool = False
    _left: int = 0
    _top: int = 0
    _right: int = 0
    _bottom: int = 0

    def parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        return parser

    def _start(self, name: str, values: Mapping[str, str]) -> None:
        name = _local(name)
        if name == "row":
            self._row = int(values.get("r", self._row + 2)) - 1
            self._column = -1
        elif name == "c":
            self._column += 1
            self._style = values.get("s", "0")
            self._is_error = values.get("t") == "e"
            address = _ADDRESS.fullmatch(values.get("r", ""))
            if address:
                self._row = int(address[2]) - 1
                self._column = _number(address[1])
        elif name in ("v", "is"):
            self._note()
            self._inside = self._is_error

    def _end(self, _: str) -> None:
        self._inside = False

    def _characters(self, text: str) -> None:
        if self._inside:
            at = self._row, self._column
            self.errors[at] = self.errors.get(at, "") + text

    def _note(self) -> None:
        """A filled cell."""
        if not self.filled:
            self._left, self._top = self._column, self._row
        self.filled += 1
        self._left, self._top = min(self._left, self._column), min(self._top, self._row)
        self._right, self._bottom = max(self._right, self._column), max(self._bottom, self._row)
        width = self._right - self._left + 1
        if width > MAX_COLUMNS or width * (self._bottom - self._top + 1) > MAX_AREA:
            raise unreadable("PG604", self.path, limit=str(MAX_CELLS))
        if self._style in self.styles:
            self.percents.add((self._row, self._column))


def _number(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
