"""Rows below the headings of a target table: which cell is the level, the name, the value.

A cell is what the heading over it says, where that makes sense. Where the text was copied from merged
cells the columns are shifted; then levels are told by their words, and what follows by its order.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence

import attrs

from perfgoals.importing.forms import Entry
from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import Column, column_of, is_about_table, points_of
from perfgoals.importing.layouts import Columns
from perfgoals.importing.telling import is_level_cell, is_value_cell, may_be_region
from perfgoals.levels import level
from perfgoals.units import find_unit

__all__ = ["Aligned", "Levels", "Reader"]

_FIRST = frozenset(("预算执行率", "成本指标", "产出指标", "效益指标", "满意度指标"))
_SECOND = frozenset(
    (
        *("数量指标", "质量指标", "时效指标", "成本指标", "服务对象满意度指标"),
        *("经济成本指标", "社会成本指标", "生态环境成本指标"),
        *("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    )
)
_HEADINGS = (Column.LEVEL, Column.NAME, Column.VALUE)
_HELD = (Column.UNIT, Column.OPERATOR, Column.DIRECTION, Column.WEIGHT, Column.NOTE, Column.REASON)


@attrs.frozen(eq=False, kw_only=True)
class Aligned:
    """The cells of a row by what they say; `levels` are those printed in the row, with their depth
    where the column tells it."""

    levels: tuple[tuple[int | None, Cell], ...]
    cells: Mapping[Column, Cell]
    extra: tuple[Cell, ...] = ()


@attrs.define(eq=False)
class Levels:
    """The levels that hold: a label holds until the next one of its depth, or of one above."""

    held: list[str] = attrs.field(factory=list)
    cells: dict[str, Cell] = attrs.field(factory=dict)
    """The cell of each first level, for its points."""

    def take(self, printed: Sequence[tuple[int | None, Cell]]) -> bool:
        """Take the labels of a row; False where one cannot stand there."""
        labels = [points_of(cell.words)[0] for _, cell in printed]
        if any(depth is None for depth, _ in printed):
            taken = self._by_words(labels)
        else:
            for (depth, _), label in zip(printed, labels, strict=True):
                self.held[depth or 0 :] = [label]
            taken = True
        for (_, cell), label in zip(printed, labels, strict=True):
            if points_of(cell.words)[1] and self.held[:1] == [label]:
                self.cells.setdefault(label, cell)
        return taken

    def _by_words(self, labels: Sequence[str]) -> bool:
        for at, label in enumerate(labels):
            name, alone = level(label), len(labels) == 1
            # 成本指标 is a second level under 产出指标, and since 2021 a first level too; there a second
            # level stands beside it, or nothing is open that it could belong to.
            is_second = name in _SECOND and at == len(labels) - 1
            if at == 0 and name in _FIRST and not (is_second and alone and self._has_first()):
                self.held = [label]
            elif is_second:
                self.held[1 if self._has_first() else 0 :] = [label]
            else:
                return False
        return True

    def _has_first(self) -> bool:
        return bool(self.held) and level(self.held[0]) in _FIRST


@attrs.define(eq=False)
class Reader:
    """Reads the rows under one set of columns."""

    columns: Columns
    is_shifted: bool
    levels: Levels = attrs.field(factory=Levels)
    _merged: dict[Column, Cell] = attrs.field(factory=dict)

    def pass_over(self, row: Sequence[Cell]) -> None:
        """Take the levels of a row that cannot be told: they hold for the rows below it."""
        count = next((at for at, x in enumerate(row) if not is_level_cell(x)), len(row))
        self.levels.take([(None, cell) for cell in row[:count]])

    def align(self, row: Sequence[Cell]) -> Aligned | None:
        """What each cell says; None where that cannot be told."""
        found = self._by_columns(row)
        if found is None or not self._is_sound(found):
            found = self._by_order(row)
        cells = found.cells if found else {}
        name, region = cells.get(Column.NAME), cells.get(Column.REGION)
        if (name and is_about_table(name.key)) or (region and not may_be_region(region)):
            return None
        return found

    def entry(self, aligned: Aligned) -> Entry | None:
        """The indicator of a row, once its levels have been taken; None for a row of levels."""
        cells = dict(aligned.cells)
        name = cells.get(Column.NAME)
        if name is None:
            return None
        for column in _HELD:
            above = self._merged.get(column)
            if column not in cells and above and above.row + above.height > name.row:
                cells[column] = above
        self._merged |= {x: cell for x, cell in cells.items() if cell.height > 1}
        value = cells.get(Column.VALUE)
        above = self._merged.get(Column.VALUE)
        if value is None and above and above.row + above.height > name.row:
            value = above
        head = self.columns.head(Column.VALUE)
        return Entry(
            levels=tuple(self.levels.held),
            name=name,
            value=value,
            place=value.place if value else _beside(name, head),
            operator=cells.get(Column.OPERATOR),
            unit=cells.get(Column.UNIT),
            weight=cells.get(Column.WEIGHT),
            direction=cells.get(Column.DIRECTION),
            actual=cells.get(Column.ACTUAL),
            note=cells.get(Column.NOTE),
            reason=cells.get(Column.REASON),
            spans_rows=value is not None and (value.row, value.height) != (name.row, name.height),
        )

    def _by_columns(self, row: Sequence[Cell], by: int = 0) -> Aligned | None:
        """The cells by the headings over them, moved by some columns; None where two fall together."""
        heads = self.columns.levels()
        levels: list[tuple[int | None, Cell]] = []
        cells: dict[Column, Cell] = {}
        extra: list[Cell] = []
        for cell in row:
            found = self.columns.at(_moved(cell, by))
            if found is None:
                extra.append(cell)
                continue
            column, head = found
            if column is Column.LEVEL:
                depth = None if self.is_shifted or by else heads.index(head)
                if any(head.covers(other.column + by) for _, other in levels):
                    return None
                levels.append((depth, cell))
            elif column in cells:
                return None
            elif column is not Column.LABEL:
                cells[column] = cell
            elif not (self.is_shifted and is_level_cell(cell)):
                extra.append(cell)
            else:
                return None
        return Aligned(levels=tuple(levels), cells=cells, extra=tuple(extra))

    def _is_sound(self, found: Aligned) -> bool:
        """Whether a reading by columns makes sense: a level, a name and a value where they should be."""
        name, value = found.cells.get(Column.NAME), found.cells.get(Column.VALUE)
        official = all(is_level_cell(cell) for _, cell in found.levels)
        if name is None:
            return official and bool(found.levels) and not found.cells
        if is_value_cell(name) or (value is None and is_level_cell(name)):
            return False
        words = [*found.cells.values(), *(cell for _, cell in found.levels)]
        if any(column_of(cell.key) in _HEADINGS for cell in words):
            return False
        if self.is_shifted:
            return official and (value is not None or bool(found.levels))
        if not official:  # levels of one's own are legal; a row that was moved to the left is none
            return not (
                find_unit(name.words) or any(is_value_cell(cell) for _, cell in found.levels)
            )
        return True

    def _by_order(self, row: Sequence[Cell]) -> Aligned | None:
        """Labels first, then name and value; with more columns only where all are moved alike.

        Where the columns are known, a row that stands elsewhere needs a level or a number to be taken
        for a target: `联系人 | 张三` below a table is none.
        """
        count = next((at for at, x in enumerate(row) if not is_level_cell(x)), len(row))
        labels = tuple((None, cell) for cell in row[:count])
        rest = row[count:]
        if not rest:
            return Aligned(levels=labels, cells={})
        head = self.columns.head(Column.NAME)
        if is_value_cell(rest[0]) or len(rest) < 2 or is_level_cell(rest[1]) or head is None:
            return None
        if not (self.is_shifted or labels or is_value_cell(rest[1])):
            return None
        if len(rest) == 2:
            return Aligned(levels=labels, cells={Column.NAME: rest[0], Column.VALUE: rest[1]})
        moved = self._by_columns(rest, head.column - rest[0].column)
        if moved is None or moved.extra or moved.levels or Column.VALUE not in moved.cells:
            return None
        return Aligned(levels=labels, cells=moved.cells)


def _moved(cell: Cell, by: int) -> Cell:
    return attrs.evolve(cell, column=cell.column + by) if by else cell


def _beside(name: Cell, head: Cell | None) -> str:
    """The place of the value that is not there: in the row of the name, under its heading."""
    if head is None:
        return name.place
    own = f"column {name.column}"
    if name.place.endswith(own):
        return name.place.removesuffix(own) + f"column {head.column}"
    sheet, _, address = name.place.rpartition("!")
    letters = head.place.rpartition("!")[2].rstrip("0123456789")
    return f"{sheet}!{letters}{address.lstrip(string.ascii_uppercase)}"
