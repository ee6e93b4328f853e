"""Remarks and signatures around a table: 注：…, 备注 | …, 填报人 | …, and the lines below them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from perfgoals.importing.grids import Cell
from perfgoals.importing.headers import inline, own_region
from perfgoals.importing.headings import (
    Column,
    Field,
    field_of,
    is_aside,
    is_aside_word,
    is_sentence,
    is_title,
)
from perfgoals.importing.layouts import Columns
from perfgoals.importing.telling import is_level_cell, is_value_cell

__all__ = ["Remarks"]


@attrs.define(eq=False)
class Remarks:
    """Tells which rows are remarks; below one, a cell that stands alone goes on with it."""

    _is_open: bool = False

    def take(self, row: Sequence[Cell], lists: Sequence[Columns]) -> bool:
        """Whether a row is a remark. `lists` are the columns of the lists in which it may stand."""
        self._is_open = _is_remark(row, lists) or (self._is_open and _goes_on(row, lists))
        return self._is_open


def _is_remark(row: Sequence[Cell], lists: Sequence[Columns]) -> bool:
    first = row[0]
    if lists and is_aside_word(first.key):
        return True
    names = [columns.head(Column.NAME) for columns in lists]
    is_inside = any(head.column <= first.column for head in names if head)
    return is_aside(first.key) and not (is_inside and len(row) > 1) and not _is_header(first)


def _is_header(cell: Cell) -> bool:
    """Whether a cell says a line of the header by itself, although it looks like a remark."""
    found = inline(cell.words)
    return found is not None and found[0] is not Field.OTHER


def _goes_on(row: Sequence[Cell], lists: Sequence[Columns]) -> bool:
    """Whether a row is a further line of a remark: no name without its value, and no new beginning."""
    first = row[0]
    if len(row) > 1 or is_level_cell(first) or is_value_cell(first) or is_title(first.key):
        return False
    if field_of(first.key) or inline(first.words) or own_region(row):
        return False
    found = [columns.at(first) for columns in lists]
    is_name = any(head and head[0] is Column.NAME for head in found) and first.width == 1
    return not is_name or is_sentence(first.key)
