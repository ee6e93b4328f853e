"""Breakdowns (分解表): a row a region, a column an indicator."""

from __future__ import annotations

from perfgoals.importing.forms import Entry, Unread
from perfgoals.importing.grids import Cell, Grid
from perfgoals.importing.headers import inline
from perfgoals.importing.headings import (
    Field,
    column_of,
    field_of,
    is_aside,
    is_aside_word,
    is_sum_of_regions,
    is_title,
    points_of,
)
from perfgoals.importing.layouts import Wide
from perfgoals.importing.ledger import Ledger
from perfgoals.importing.telling import may_be_region

__all__ = ["read_wide"]

_BLANKS = frozenset(("-", "—", "——", "–", "/", "无", "--"))


def read_wide(
    layout: Wide, grid: Grid, at: int, ledger: Ledger
) -> tuple[int, list[tuple[Cell | None, list[Entry | Unread]]]]:
    """The rows of the regions, and where they end: at the headings or the title of another table.

    A blank or a dash sets that region no target. A row whose region cannot be told is a doubt, which
    has no region.
    """
    for named in layout.names:
        for cell in named.levels:
            ledger.use(cell, "level")
        ledger.use(named.name, "name")
        ledger.use(named.unit, "unit")
    found: list[tuple[Cell | None, list[Entry | Unread]]] = []
    while at < len(grid.rows) and not _ends(grid.rows[at]):
        row = grid.rows[at]
        at += 1
        region = next((cell for cell in row if layout.region.covers(cell.column)), None)
        first = region or row[0]
        if is_sum_of_regions(first.key) or is_sum_of_regions(row[0].key):
            ledger.ignore(row, "sum")
        elif is_aside(first.key) or is_aside_word(first.key) or is_aside(row[0].key):
            ledger.ignore(row, "aside")
        elif region is not None and region.width <= layout.region.width and may_be_region(region):
            entries = _entries(layout, row, ledger)
            if entries:
                ledger.use(region, "header")
                found.append((region, entries))
            ledger.ignore(row, "no_target")
        elif any(named.covers(cell.column) for cell in row for named in layout.names):
            for cell in row:
                ledger.use(cell, "doubt")
            found.append((None, [Unread(cells=row, code="PG613")]))
        else:
            ledger.ignore(row, "outside")
    return at, found


def _ends(row: tuple[Cell, ...]) -> bool:
    """Whether a row begins what is no part of a breakdown: the headings again, a title, a header."""
    key = row[0].key
    if is_aside(key) or is_aside_word(key):
        return False
    found = inline(row[0].words)
    if found and found[0] in (Field.REGION, Field.FUND):
        return True
    is_label = any(column_of(cell.key) or field_of(cell.key) for cell in row[:2])
    return is_label or (len(row) == 1 and is_title(key))


def _entries(layout: Wide, row: tuple[Cell, ...], ledger: Ledger) -> list[Entry | Unread]:
    entries: list[Entry | Unread] = []
    note = next((x for x in row if layout.note and layout.note.covers(x.column)), None)
    for cell in row:
        head = next((named for named in layout.names if named.covers(cell.column)), None)
        if layout.serial and layout.serial.covers(cell.column):
            ledger.ignore([cell], "serial")
        elif head and cell.key in _BLANKS:
            ledger.ignore([cell], "no_target")
        elif head:
            levels = tuple(points_of(level.words)[0] for level in head.levels)
            entries.append(
                Entry(
                    levels=levels,
                    name=head.name,
                    value=cell,
                    place=cell.place,
                    unit=head.unit,
                    note=note,
                )
            )
            ledger.use(cell, "value")
        elif cell is not note and not layout.region.covers(cell.column):
            ledger.ignore([cell], "column")
    if entries:
        ledger.use(note, "note")
    return entries
