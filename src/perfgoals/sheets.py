"""Actuals in a workbook (.xlsx): the sheets that have a table of them, to rows.

A table may stand anywhere near the top, below a title. What a cell is, is what the sheet shows: a number
in its shortest decimal form, with `%` where it is formatted so; no formula is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from perfgoals.actuals import Actuals, Row
from perfgoals.columns import COLUMNS, MAX_ROW_CELL, field_of, missing, too_long
from perfgoals.errors import ActualsError, PerfGoalsError, Problem, Related, Span, letters
from perfgoals.office.workbooks import Sheet, SheetCell, read_sheets

__all__ = ["MAX_SHEET_CELLS", "MAX_TITLE_ROWS", "PRINTED", "parse_workbook"]

MAX_TITLE_ROWS = 20
"""Filled rows in which the head of a table of actuals is looked for."""

MAX_SHEET_CELLS = 2_000_000
"""Filled cells of a workbook of actuals."""

PRINTED = {"level": ("级别", "level"), "target": ("指标值", "target")}
"""Columns of the form that are there to be looked at, in Chinese and English."""

_ONLY_PRINTED = frozenset(("序号", *(name for names in PRINTED.values() for name in names)))
_REGION = re.compile(
    rf"(?:{'|'.join(COLUMNS['region'])})\s*(?:[:：]\s*(?P<name>.*))?", re.IGNORECASE
)
_SPREAD = ("region", "indicator", "unit", "period", "reporting_unit")
"""What a cell that is merged over several rows says of all of them. An actual is of one row."""


def parse_workbook(data: bytes, *, path: str = "<workbook>", sha256: str = "") -> Actuals:
    """The rows of every sheet that has the columns 指标 and 实际值.

    Without a column 地区 a sheet's region is what stands above its table (`地区：汕头市`), else, where
    several sheets have tables, its name. Raises ActualsError with all that is wrong with the form.
    """
    try:
        sheets = tuple(read_sheets(data, path, max_cells=MAX_SHEET_CELLS))
    except PerfGoalsError as error:
        raise ActualsError(error.problems) from error
    problems: list[Problem] = []
    others: list[str] = []
    tables: list[_Table] = []
    for sheet in sheets:
        table = None if sheet.is_hidden else _Table.of(sheet, path, problems)
        if table is None:
            others.append(sheet.name)
        else:
            tables.append(table)
    if not tables and not problems:
        values = {"path": path, "sheets": "、".join(others) or "—"}
        problems.append(Problem(code="PG546", values=values))
    rows = [row for table in tables for row in table.rows(len(tables) > 1, problems)]
    if problems:
        raise ActualsError(problems)
    ignored = dict.fromkeys(name for table in tables for name in table.ignored)
    return Actuals(
        rows=tuple(rows),
        ignored=tuple(ignored),
        other_sheets=tuple(others),
        path=path,
        sha256=sha256,
    )


@attrs.frozen(eq=False)
class _Table:
    """A sheet, the row of its headings, and the field that each column fills."""

    sheet: Sheet
    path: str
    head: int
    """The last row of its headings, which may be merged over several."""

    fields: Mapping[int, str]
    ignored: tuple[str, ...]
    region: str

    @classmethod
    def of(cls, sheet: Sheet, path: str, problems: list[Problem]) -> _Table | None:
        """The table of a sheet, None where it has none; what is nearly one is a problem."""
        nearly = None
        for number, row in enumerate(sheet.rows[:MAX_TITLE_ROWS]):
            found = {field for cell in row if (field := field_of(cell.text))}
            if {"indicator", "actual"} <= found:
                return cls._below(sheet, path, number, problems)
            if len(found) > 1 and nearly is None:
                nearly = row, found
        if nearly is None:
            return None
        row, found = nearly
        names = [cell.text for cell in row]
        for field in ("indicator", "actual"):
            if field not in found:
                span = _span(sheet, path, row[0])
                problems.append(missing(field, names, span))
        return cls(sheet, path, row[0].row, {}, (), "")

    @classmethod
    def _below(cls, sheet: Sheet, path: str, number: int, problems: list[Problem]) -> _Table:
        row = sheet.rows[number]
        fields: dict[int, str] = {}
        ignored = []
        for cell in row:
            field = field_of(cell.text)
            if field is None:
                if "".join(cell.text.lower().split()) not in _ONLY_PRINTED:
                    ignored.append(cell.text)
                continue
            if cell.width > 1:
                problems.append(_merged(sheet, path, cell))
            if field in fields.values():
                first = next(other for other in row if fields.get(other.column) == field)
                related = (Related(span=_span(sheet, path, first), phrase="related.first"),)
                values = {"column": cell.text}
                span = _span(sheet, path, cell)
                problems.append(Problem(code="PG504", span=span, values=values, related=related))
            fields[cell.column] = field
        last = max(cell.row + cell.height - 1 for cell in row if cell.column in fields)
        return cls(sheet, path, last, fields, tuple(ignored), _region(sheet.rows[:number]))

    def rows(self, by_sheet: bool, problems: list[Problem]) -> Iterator[Row]:
        """The rows below the head; what is wrong with one is a problem."""
        region = self.region or (self.sheet.name if by_sheet else "")
        problems += self._unsaved()
        spread: dict[int, SheetCell] = {}
        for cells in self.sheet.rows:
            if cells[0].row <= self.head:
                continue
            if any(cell.width > 1 and self._covers_the_actual(cell) for cell in cells):
                continue
            own = {cell.column: cell for cell in cells if cell.column in self.fields}
            for column, cell in own.items():
                if cell.height > 1 and self.fields[column] in _SPREAD:
                    spread[column] = cell
            above = (
                (column, cell)
                for column, cell in spread.items()
                if cell.row + cell.height > cells[0].row
            )
            whole = {**dict(above), **own} if spread else own
            row = self._row(cells[0].row, own, whole, region, problems)
            if row is not None:
                yield row

    def _row(
        self,
        number: int,
        own: Mapping[int, SheetCell],
        cells: Mapping[int, SheetCell],
        region: str,
        problems: list[Problem],
    ) -> Row | None:
        fields = {self.fields[column]: cell for column, cell in cells.items()}
        actual = fields.get("actual")
        if "indicator" not in fields:
            if actual is not None:
                span = _span(self.sheet, self.path, actual)
                problems.append(Problem(code="PG508", span=span))
            return None
        if actual is not None and actual.height > 1:
            problems.append(_merged(self.sheet, self.path, actual))
        for cell in own.values():
            if len(cell.text) > MAX_ROW_CELL:
                problems.append(too_long(cell.text, _span(self.sheet, self.path, cell)))
                return None
        texts = {field: cell.text for field, cell in fields.items()}
        return Row(
            indicator=texts["indicator"],
            actual=texts.get("actual", ""),
            region=texts.get("region") or region,
            unit=texts.get("unit", ""),
            period=texts.get("period", ""),
            reporting_unit=texts.get("reporting_unit", ""),
            note=texts.get("note", ""),
            path=self.path,
            line=number + 1,
            sheet=self.sheet.name,
            columns=tuple((field, column + 1) for column, field in self.fields.items()),
        )

    def _covers_the_actual(self, cell: SheetCell) -> bool:
        """Whether it is a line over the whole table, such as 产出指标 or a remark: the cell of the actual
        lies under it, so the row cannot report one."""
        covered = range(cell.column + 1, cell.column + cell.width)
        return any(self.fields.get(column) == "actual" for column in covered)

    def _unsaved(self) -> Iterator[Problem]:
        """Formulas in the columns of the table whose value the file does not hold."""
        for row, column in sorted(self.sheet.unsaved):
            if row > self.head and column in self.fields:
                yield Problem(code="PG544", span=_cell_span(self.sheet, self.path, row, column))


def _region(rows: Sequence[Sequence[SheetCell]]) -> str:
    """The region that stands above a table: `地区：汕头市`, in one cell or in two."""
    for row in rows:
        for at, cell in enumerate(row):
            found = _REGION.fullmatch(cell.text)
            if found and found["name"]:
                return found["name"]
            if found and at + 1 < len(row):
                return row[at + 1].text
    return ""


def _span(sheet: Sheet, path: str, cell: SheetCell) -> Span:
    return _cell_span(sheet, path, cell.row, cell.column)


def _cell_span(sheet: Sheet, path: str, row: int, column: int) -> Span:
    return Span(path=path, line=row + 1, column=column + 1, end=column + 2, sheet=sheet.name)


def _merged(sheet: Sheet, path: str, cell: SheetCell) -> Problem:
    last = f"{letters(cell.column + cell.width)}{cell.row + cell.height}"
    cells = f"{letters(cell.column + 1)}{cell.row + 1}:{last}"
    return Problem(code="PG545", span=_span(sheet, path, cell), values={"cells": cells})
