"""Rows of sums in a list: 合计, 小计, and 全省合计 in the place of a region."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import Column, is_sum, is_sum_of_regions
from perfgoals.importing.layouts import Columns

__all__ = ["Sums"]


@attrs.define(eq=False)
class Sums:
    """Tells which rows are sums; below the sums of all regions a row without a region is one too."""

    _is_open: bool = False

    def take(self, row: Sequence[Cell], lists: Sequence[Columns]) -> bool:
        """Whether a row is a sum, by its name or by what stands in the place of its region."""
        heads = [head for columns in lists if (head := columns.head(Column.REGION))]
        regions = [
            x for x in row for head in heads if head.covers(x.column) or x.covers(head.column)
        ]
        named = any(is_sum(cell.key) for cell in row[:3])
        if regions:
            self._is_open = any(is_sum_of_regions(cell.key) for cell in regions)
        elif not heads or (is_sum(row[0].key) and row[0].column < heads[0].column):
            self._is_open = named and bool(heads)
        return self._is_open or named
