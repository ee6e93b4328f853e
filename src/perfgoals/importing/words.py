"""Word documents (.docx) to lines and tables. The only module that sees python-docx (extra `word`).

python-docx opens the file. Its own walk over tables passes over rows, cells and texts that stand in
content controls or in tracked changes, which forms are full of; so the elements are walked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import attrs

from perfgoals.importing.grids import MAX_CELLS, MAX_COLUMNS, Block, Cell, Grid, Line, unreadable
from perfgoals.office.packages import LOCKED, Package

__all__ = ["read_word"]

# What is walked through as if it were not there; what was deleted or moved away is not read.
_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_GONE = frozenset(("del", "moveFrom", "Fallback"))


def read_word(data: bytes, path: str) -> Iterator[Block]:
    """The paragraphs and tables of a document, in their order; a table in a cell comes after its own.

    Raises PerfGoalsError for a file that is none, or that is too large.
    """
    try:
        import docx
    except ImportError as error:
        raise unreadable("PG607", path, extra="word") from error

    if data.startswith(LOCKED):
        raise unreadable("PG608", path)
    Package(data, path)
    try:
        body = docx.Document(BytesIO(data)).element.body
    except (KeyError, ValueError, AttributeError, SyntaxError) as error:
        # A package that lacks its parts, or XML that is no document: SyntaxError is lxml's.
        raise unreadable("PG602", path) from error
    yield from _Reader(path).blocks(body)


@attrs.define(eq=False)
class _Reader:
    """Numbers the tables and paragraphs of one document."""

    path: str
    _tables: int = 0
    _paragraphs: int = 0
    _cells: int = 0

    def blocks(self, body: Any) -> Iterator[Block]:
        for element in _children(body):
            if _kind(element) == "p":
                self._paragraphs += 1
                text = _text(element)
                if text:
                    yield Line(text=text, place=f"paragraph {self._paragraphs}")
            elif _kind(element) == "tbl":
                yield from self._table(element)

    def _table(self, table: Any) -> Iterator[Block]:
        self._tables += 1
        place = f"table {self._tables}"
        open_cells: dict[int, Cell] = {}
        rows: list[list[Cell]] = []
        inner: list[Any] = []
        elements = [element for element in _children(table) if _kind(element) == "tr"]
        for number, element in enumerate(elements, 1):
            rows.append(self._row(element, number, place, open_cells, rows, inner))
        if any(rows):
            yield Grid(rows=tuple(tuple(row) for row in rows if row), place=place)
        for element in inner:
            yield from self._table(element)

    def _row(
        self,
        element: Any,
        number: int,
        place: str,
        above: dict[int, Cell],
        rows: list[list[Cell]],
        inner: list[Any],
    ) -> list[Cell]:
        """The filled cells of a row; one that goes on from above makes that one higher."""
        cells: list[Cell] = []
        column = 1 + _value(element, "trPr", "gridBefore")
        for child in _children(element):
            if _kind(child) != "tc":
                continue
            width = max(1, _value(child, "tcPr", "gridSpan"))
            merge = _property(child, "tcPr", "vMerge")
            goes_on = merge is not None and _attribute(merge, "val") != "restart"
            if column + width > MAX_COLUMNS:
                raise unreadable("PG604", self.path, limit=str(MAX_CELLS))
            if goes_on and column in above:
                _grow(above, column, rows)
            elif not goes_on:
                above.pop(column, None)
            text = "\n".join(filter(None, map(_text, _paragraphs(child))))
            inner += [part for part in _children(child) if _kind(part) == "tbl"]
            if text and not (goes_on and column in above):
                at = f"{place}, row {number}, column {column}"
                cell = Cell(text=text, place=at, row=number, column=column, width=width)
                cells.append(cell)
                self._cells += 1
                if merge is not None:
                    above[column] = cell
            column += width
        if self._cells > MAX_CELLS:
            raise unreadable("PG604", self.path, limit=str(MAX_CELLS))
        return cells


def _grow(above: dict[int, Cell], column: int, rows: list[list[Cell]]) -> None:
    old = above[column]
    new = attrs.evolve(old, height=old.height + 1)
    above[column] = new
    for row in reversed(rows):
        if old in row:
            row[row.index(old)] = new
            return


def _kind(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Any) -> Iterator[Any]:
    """The children of an element; a content control or a tracked change is no level of its own."""
    for child in element:
        kind = _kind(child)
        if kind in _WRAPPERS:
            yield from _children(child)
        elif kind not in _GONE:
            yield child


def _paragraphs(cell: Any) -> Iterator[Any]:
    return (child for child in _children(cell) if _kind(child) == "p")


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    _gather(paragraph, parts)
    return "".join(parts).strip()


def _gather(element: Any, parts: list[str]) -> None:
    for child in element:
        kind = _kind(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind in ("br", "cr"):
            parts.append("\n")
        elif kind == "tab":
            parts.append("\t")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind not in _GONE and kind not in ("pPr", "rPr", "instrText"):
            _gather(child, parts)


def _property(element: Any, group: str, name: str) -> Any:
    for properties in element:
        if _kind(properties) == group:
            return next((child for child in properties if _kind(child) == name), None)
    return None


def _value(element: Any, group: str, name: str) -> int:
    text = _attribute(_property(element, group, name), "val")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _attribute(element: Any, name: str) -> str:
    if element is None:
        return ""
    return next((value for key, value in element.items() if key.endswith("}" + name)), "")
