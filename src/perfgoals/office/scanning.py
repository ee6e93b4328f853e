"""What the XML of a workbook's sheets says, and python-calamine does not tell.

Which cells are formatted as per cent or as a month, which hold an error (#N/A, #DIV/0!) or a formula
without its value, and how far a sheet reaches (a single cell in the last corner would be a table of 17
billion).
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

import attrs

from perfgoals.office.packages import Package, unreadable

__all__ = ["MAX_AREA", "MAX_CELLS", "MAX_COLUMNS", "SHEETS", "ScannedSheet", "looked_through"]

MAX_CELLS = 500_000
"""Filled cells of a document; one with more is refused."""

MAX_COLUMNS = 1_000
"""Columns of a table; no official form has a tenth of them."""

MAX_AREA = 5_000_000
"""Rows by columns of a sheet, from its first cell to its last filled one."""

# The numbers of formats that no file defines: `0%` and `0.00%`; `mmm-yy` and, in China, `yyyy年m月`.
_PERCENT = frozenset((9, 10))
_MONTH = frozenset((17, 27, 36, 50, 52, 57))
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_WORKBOOK = "xl/workbook.xml"
SHEETS = "xl/worksheets/sheet"
"""Where the parts of sheets lie in all files that office programs write."""

_Place = tuple[int, int]


def looked_through(package: Package, max_cells: int) -> dict[str, ScannedSheet]:
    """What the XML of each sheet says. Raises PerfGoalsError for a sheet that reaches too far."""
    percents, months = _styles(package)
    found: dict[str, ScannedSheet] = {}
    filled = 0
    sheets = tuple(_sheets(package))
    for title, part in sheets:
        sheet = ScannedSheet(percents, months, package.path, max_cells)
        package.parse(part, sheet.parser())
        filled += sheet.filled
        if filled > max_cells:
            raise unreadable("PG604", package.path, limit=str(max_cells))
        found[title] = sheet
    for part in package.names - {part for _, part in sheets}:
        if part.startswith(SHEETS):  # a sheet that the workbook does not name
            package.parse(part, expat.ParserCreate())
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


def _styles(package: Package) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of the cell formats (`s` of a cell) that show a per cent, and a month without a day."""
    if "xl/styles.xml" not in package.names:
        return frozenset(), frozenset()
    percents, months = set(map(str, _PERCENT)), set(map(str, _MONTH))
    for _, values in _elements(package, "xl/styles.xml", "numFmt"):
        # What stands in quotes, in brackets or behind a backslash is text that is shown, and no format.
        code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", values.get("formatCode", "")).lower()
        number = values.get("numFmtId", "")
        for shown, is_one in ((percents, "%" in code), (months, _is_month(code))):
            (shown.add if is_one else shown.discard)(number)
    inside = [
        values.get("numFmtId", "")
        for above, values in _elements(package, "xl/styles.xml", "xf")
        if above == "cellXfs"
    ]
    one, other = (
        frozenset(str(at) for at, number in enumerate(inside) if number in shown)
        for shown in (percents, months)
    )
    return one, other


def _is_month(code: str) -> bool:
    return "y" in code and "m" in code and not any(sign in code for sign in "dhs")


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
class ScannedSheet:
    """What is found while a sheet's XML goes by.

    Every element of a sheet passes here: what most cells have not is listened for only where it begins.
    """

    percent_styles: frozenset[str]
    month_styles: frozenset[str]
    path: str
    max_cells: int
    percents: set[_Place] = attrs.field(factory=set)
    months: set[_Place] = attrs.field(factory=set)
    errors: dict[_Place, str] = attrs.field(factory=dict)
    formulas: set[_Place] = attrs.field(factory=set)
    unsaved: set[_Place] = attrs.field(factory=set)
    """Formulas whose value the program that wrote the file did not work out."""

    filled: int = 0
    _parser: expat.XMLParserType = attrs.field(factory=expat.ParserCreate)
    _row: int = -1
    _column: int = -1
    _cell: Mapping[str, str] = attrs.field(factory=dict)
    _text: list[str] = attrs.field(factory=list)
    _left: int = 1 << 30
    _top: int = 1 << 30
    _right: int = -1
    _bottom: int = -1

    def parser(self) -> expat.XMLParserType:
        self._parser.StartElementHandler = self._start
        return self._parser

    def _start(self, name: str, values: Mapping[str, str]) -> None:
        if ":" in name:
            name = _local(name)
        if name == "c":
            self._cell = values
            self._column += 1
            if "r" in values:
                address = _ADDRESS.fullmatch(values["r"])
                if address:
                    self._row, self._column = int(address[2]) - 1, _number(address[1])
            if values.get("t") == "e":
                self._listen()
        elif name in ("v", "is"):
            self._note()
        elif name == "row":
            self._row = int(values.get("r", self._row + 2)) - 1
            self._column = -1
        elif name == "f":
            self.formulas.add((self._row, self._column))
            self._listen()

    def _listen(self) -> None:
        """Hear what is between here and the end of the cell: an error, or whether a formula has a value."""
        self._text = []
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        name = _local(name)
        if name == "f":
            self._text.clear()  # the formula itself
        if name != "c":
            return
        self._parser.EndElementHandler = self._parser.CharacterDataHandler = None
        at, text, kind = (self._row, self._column), "".join(self._text), self._cell.get("t")
        if kind == "e":
            self.errors[at] = text
        if at in self.formulas and not text and kind != "str":  # a text may be empty
            self.formulas.discard(at)
            self.unsaved.add(at)

    def _note(self) -> None:
        """A filled cell."""
        row, column = self._row, self._column
        self.filled += 1
        if not (self._left <= column <= self._right and self._top <= row <= self._bottom):
            self._grow(row, column)
        style = self._cell.get("s", "0")
        if style in self.percent_styles:
            self.percents.add((row, column))
        elif style in self.month_styles:
            self.months.add((row, column))

    def _grow(self, row: int, column: int) -> None:
        """A cell outside of what was filled so far."""
        self._left, self._top = min(self._left, column), min(self._top, row)
        self._right, self._bottom = max(self._right, column), max(self._bottom, row)
        width = self._right - self._left + 1
        if width > MAX_COLUMNS or width * (self._bottom - self._top + 1) > MAX_AREA:
            raise unreadable("PG604", self.path, limit=str(self.max_cells))


@functools.lru_cache(maxsize=1024)
def _number(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
