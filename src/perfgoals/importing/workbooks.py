"""Workbooks (.xlsx) to tables."""

from __future__ import annotations

from collections.abc import Iterator

from perfgoals.errors import letters
from perfgoals.importing.grids import Block, Cell, Grid
from perfgoals.office.workbooks import Sheet, read_sheets

__all__ = ["read_workbook"]


def read_workbook(data: bytes, path: str) -> Iterator[Block]:
    """Every sheet with a filled cell, in the order of the workbook. Raises PerfGoalsError."""
    for sheet in read_sheets(data, path):
        if sheet.rows:
            yield _grid(sheet)


def _grid(sheet: Sheet) -> Grid:
    rows = tuple(
        tuple(
            Cell(
                text=cell.text,
                place=f"{sheet.name}!{letters(cell.column + 1)}{cell.row + 1}",
                row=cell.row,
                column=cell.column,
                height=cell.height,
                width=cell.width,
            )
            for cell in row
        )
        for row in sheet.rows
    )
    return Grid(rows=rows, place=sheet.name, title=sheet.name, is_hidden=sheet.is_hidden)
