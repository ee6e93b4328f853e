"""Breakdowns (分解表): a row a region, a column an indicator."""

from __future__ import annotations

from perfgoals.importing.forms import Entry
from perfgoals.importing.grids import Cell, Grid
from perfgoals.importing.headings import is_aside, is_sum, points_of
from perfgoals.importing.layouts import Wide
from perfgoals.importing.ledger import Ledger

__all__ = ["read_wide"]

_BLANKS = frozenset(("-", "—", "——", "–", "/", "无", "--"))


def read_wide(
    layout: Wide, grid: Grid, at: int, ledger: Ledger
) -> tuple[int, list[tuple[Cell, list[Entry]]]]:
    """The rows of the regions, and where they end. A blank or a dash sets that region no target."""
    for levels, name in layout.names:
        for cell in levels:
            ledger.use(cell, "level")
        ledger.use(name, "name")
    found: list[tuple[Cell, list[Entry]]] = []
    while at < len(grid.rows):
        row = grid.rows[at]
        region = next((cell for cell in row if layout.region.covers(cell.column)), None)
        if any(is_sum(cell.key) for cell in row[:2]):
            ledger.ignore(row, "sum")
        elif region is None or region.width > layout.region.width or is_aside(row[0].key):
            break
        else:
            ledger.use(region, "header")
            found.append((region, _entries(layout, row, ledger)))
        at += 1
    return at, found


def _entries(layout: Wide, row: tuple[Cell, ...], ledger: Ledger) -> list[Entry]:
    entries = []
    for cell in row:
        head = next((pair for pair in layout.names if pair[1].covers(cell.column)), None)
        if layout.serial and layout.serial.covers(cell.column):
            ledger.ignore([cell], "serial")
        elif head and cell.key in _BLANKS:
            ledger.ignore([cell], "no_target")
        elif head:
            levels = tuple(points_of(level.words)[0] for level in head[0])
            entries.append(Entry(levels=levels, name=head[1], value=cell, place=cell.place))
            ledger.use(cell, "value")
    ledger.ignore(row, "column")
    return entries
