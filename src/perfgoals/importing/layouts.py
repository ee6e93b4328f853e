"""Where the headings of a table stand, and so what its columns say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from perfgoals.importing.grids import Cell, Grid
from perfgoals.importing.headings import (
    Column,
    column_of,
    field_of,
    is_no_name,
    is_sum,
    is_sum_of_regions,
)
from perfgoals.importing.telling import (
    is_level_cell,
    is_region_cell,
    is_value_cell,
    may_be_region,
)
from perfgoals.units import find_unit

__all__ = ["MAX_HEADING_ROWS", "Columns", "Named", "Targets", "Tasks", "Wide", "find_layout"]

MAX_HEADING_ROWS = 6
"""Rows of headings; no official form has more than three."""


@attrs.frozen(eq=False, kw_only=True)
class Columns:
    """The columns of one list of indicators, or of a task list: their heading cells by what they say."""

    heads: tuple[tuple[Column, Cell], ...]
    is_other: bool = False
    """Whether they are the goals of several years, beside those of the year."""

    def head(self, wanted: Column) -> Cell | None:
        """The heading of the one column of a kind."""
        return next((cell for column, cell in self.heads if column is wanted), None)

    def at(self, cell: Cell) -> tuple[Column, Cell] | None:
        """The column in which a cell stands."""
        return next((head for head in self.heads if head[1].covers(cell.column)), None)

    def levels(self) -> list[Cell]:
        """The headings of the levels, the outermost first."""
        return [cell for column, cell in self.heads if column is Column.LEVEL]


@attrs.frozen(eq=False, kw_only=True)
class Targets:
    """The headings of a target table: one list of indicators, or several side by side."""

    blocks: tuple[Columns, ...]
    rows: int


@attrs.frozen(eq=False, kw_only=True)
class Tasks:
    """The headings of a task list."""

    columns: Columns
    rows: int


@attrs.frozen(eq=False, kw_only=True)
class Named:
    """What stands over a column of a breakdown: the levels, the name, and the unit where it has a
    row of its own."""

    levels: tuple[Cell, ...]
    name: Cell
    unit: Cell | None = None

    def covers(self, column: int) -> bool:
        """Whether a column is the indicator's; a name may stand over the columns of two units."""
        return (self.unit or self.name).covers(column)


@attrs.frozen(eq=False, kw_only=True)
class Wide:
    """A row a region, a column an indicator."""

    region: Cell
    names: tuple[Named, ...]
    serial: Cell | None
    note: Cell | None
    rows: int


def find_layout(grid: Grid, at: int, over: Sequence[Cell]) -> Targets | Tasks | Wide | None:
    """The layout whose headings begin with this row. `over` are cells further above, which may say
    that a column holds the goals of several years."""
    row = grid.rows[at]
    kinds = [column_of(cell.key) for cell in row]
    if Column.TASK in kinds and (Column.TASK_TYPE in kinds or Column.QUANTITY in kinds):
        heads = [(kind, cell) for kind, cell in zip(kinds, row, strict=True) if kind]
        return Tasks(columns=Columns(heads=tuple(heads)), rows=1)
    has_name = Column.NAME in kinds or (Column.LABEL in kinds and Column.LEVEL in kinds)
    if has_name and Column.VALUE in kinds:
        return _targets(grid, at, over)
    if Column.REGION in kinds and Column.NAME not in kinds:
        return _wide(grid, at, row[kinds.index(Column.REGION)])
    return None


def _targets(grid: Grid, at: int, over: Sequence[Cell]) -> Targets:
    row = grid.rows[at]
    name = next((x for x in row if column_of(x.key) is Column.NAME), row[0])
    below = _below(grid, at, name)
    cells = {cell: column_of(cell.key) for line in (row, *below) for cell in line}
    heads = [(kind, cell) for cell, kind in cells.items() if kind]
    heads.sort(key=lambda head: head[1].column)
    if Column.NAME not in cells.values():  # 一级指标, 二级指标, 绩效指标: the last is the name
        heads = [(Column.NAME if x is Column.LABEL else x, cell) for x, cell in heads]
    if any(cell.key == "四级指标" for cell in cells):
        heads = [(Column.LEVEL if x.key == "三级指标" else kind, x) for kind, x in heads]
    blocks: list[list[tuple[Column, Cell]]] = [[]]
    for kind, cell in heads:
        kinds = [column for column, _ in blocks[-1]]
        if kind in (Column.LEVEL, Column.NAME) and Column.VALUE in kinds:
            blocks.append([])
        blocks[-1].append((kind, cell))
    return Targets(blocks=tuple(_completed(blocks, over)), rows=1 + len(below))


def _below(grid: Grid, at: int, name: Cell) -> list[tuple[Cell, ...]]:
    """The further rows of the headings: those beside a merged heading, or below the columns that are
    no part of a list (偏差原因分析: 经费保障, 制度保障)."""
    below: list[tuple[Cell, ...]] = []
    ends = [x.last_column for x in grid.rows[at] if column_of(x.key) in (Column.NAME, Column.VALUE)]
    for line in grid.rows[at + 1 : at + MAX_HEADING_ROWS]:
        beside = line[0].row < name.row + name.height
        behind = not below and line[0].column > max(ends) and not any(map(_has_digit, line))
        if not beside and not behind:
            break
        below.append(line)
    return below


def _has_digit(cell: Cell) -> bool:
    return any(map(str.isdigit, cell.words))


def _completed(
    blocks: Sequence[Sequence[tuple[Column, Cell]]], over: Sequence[Cell]
) -> Iterator[Columns]:
    """The lists side by side; one that begins with 二级指标 shares the 一级指标 of the first."""
    first = [head for head in blocks[0] if head[0] is Column.LEVEL]
    for number, block in enumerate(blocks):
        own = {cell.key for kind, cell in block if kind is Column.LEVEL}
        shared = [head for head in first if head[1].key not in own] if number else []
        yield Columns(heads=(*shared, *block), is_other=len(blocks) > 1 and _is_other(block, over))


_OTHER = re.compile(r"中期|长期|实施期|总目标|三年|总体")
_THIS = re.compile(r"年度|当年|本年")


def _is_other(block: Sequence[tuple[Column, Cell]], over: Sequence[Cell]) -> bool:
    name = next((cell for kind, cell in block if kind is Column.NAME), block[-1][1])
    for cell in reversed(over):
        if cell.covers(name.column):
            if _THIS.search(cell.key) and not _OTHER.search(cell.key):
                return False
            if _OTHER.search(cell.key):
                return True
    return False


def _wide(grid: Grid, at: int, region: Cell) -> Wide | None:
    """The names stand in the last row of the headings, which end where the regions begin."""
    rows = [grid.rows[at]]
    for line in grid.rows[at + 1 : at + MAX_HEADING_ROWS]:
        merged = line[0].row < region.row + region.height
        if not merged and any(region.covers(x.column) or x.covers(region.column) for x in line):
            break
        rows.append(line)
    serial = next((x for x in rows[0] if column_of(x.key) is Column.SERIAL), None)
    note = next((x for x in rows[0] if column_of(x.key) is Column.NOTE), None)
    skipped = {region, serial, note}
    cells = [cell for line in rows for cell in line if cell not in skipped]
    names = [
        _named([x for x in cells if x.row < low.row and x.covers(low.column)], low, cells)
        for low in cells
        if not any(other.row > low.row and low.covers(other.column) for other in cells)
        and not is_sum(low.key)
    ]
    first = _first_region(grid.rows[at + len(rows) :], region)
    if not names or first is None or not may_be_region(first):
        return None
    heads = [named.name for named in names]
    if any(map(_is_label, cells)) or any(is_value_cell(x) or is_level_cell(x) for x in heads):
        return None
    if not is_region_cell(first) and any(map(is_region_cell, heads)):
        return None  # a column a region, or a line of a header: 地区 | 汕头市
    return Wide(region=region, names=tuple(names), serial=serial, note=note, rows=len(rows))


def _first_region(body: Sequence[Sequence[Cell]], region: Cell) -> Cell | None:
    """The first cell below 地区, past sums and headings of parts that stand over several columns."""
    for row in body:
        if is_sum_of_regions(row[0].key) or (len(row) == 1 and row[0].width > 1):
            continue
        first = next((x for x in row if region.covers(x.column)), None)
        if first is None or not is_sum_of_regions(first.key):
            return first
    return None


def _named(above: list[Cell], low: Cell, cells: Sequence[Cell]) -> Named:
    """What stands over a column, whose lowest cell may be the unit of the name above it."""
    unit = low if above and find_unit(low.words) else None
    name = above.pop() if unit else low
    if not above:  # where nothing is merged, a level reaches to the next one
        left = [x for x in cells if x.row < name.row and x.column < name.column and x.width == 1]
        above = [x for x in left if is_level_cell(x)][-1:]
    return Named(levels=tuple(above), name=name, unit=unit)


def _is_label(cell: Cell) -> bool:
    """Whether a cell belongs to a header or to another kind of table: it names no indicator."""
    column = column_of(cell.key)
    is_other = field_of(cell.key) is not None or is_no_name(cell.key)
    return is_other or column not in (None, Column.LABEL, Column.NOTE)
