"""Rows of a task list (任务清单, 附件1): by their columns, or by the kind of task where they are shifted."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from perfgoals.importing import notice
from perfgoals.importing.forms import TaskEntry
from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import Column
from perfgoals.importing.layouts import Columns
from perfgoals.names import fold

__all__ = ["TaskReader"]

_TYPES = {
    "约束性任务": notice.BINDING,
    "约束性": notice.BINDING,
    "指导性任务": notice.GUIDING,
    "指导性": notice.GUIDING,
}
_HELD = (Column.REGION, Column.DEPARTMENT, Column.PURPOSE)


@attrs.define(eq=False)
class TaskReader:
    """Reads the rows of one list; what a merged cell says holds for the rows below it."""

    columns: Columns
    is_shifted: bool
    above: TaskEntry | None = None
    _held: notice.TaskRow | None = None

    def read(self, row: Sequence[Cell]) -> TaskEntry | None:
        """The task of a row; None where it cannot be told."""
        entry = self._shifted(row) if self.is_shifted else self._by_columns(row)
        if entry is not None:
            self.above = entry
        return entry

    def region_of(self, row: Sequence[Cell]) -> str:
        """The region of a row that cannot be told: its own, else that of the row above."""
        head = None if self.is_shifted else self.columns.head(Column.REGION)
        own = [cell.words for cell in row if head and head.covers(cell.column)]
        return own[0] if own else (self.above.region if self.above else "")

    def go_on(self, before: TaskReader) -> None:
        """Go on with a list that began on another page: what was merged there holds here."""
        self.above, self._held = before.above, before._held

    def _by_columns(self, row: Sequence[Cell]) -> TaskEntry | None:
        cells: dict[Column, Cell] = {}
        for cell in row:
            found = self.columns.at(cell)
            if found is None or found[0] in cells:
                return None
            cells[found[0]] = cell
        task, kind = cells.get(Column.TASK), cells.get(Column.TASK_TYPE)
        if task is None or (kind is not None and kind.key not in _TYPES):
            return None
        texts = {column: cell.words for column, cell in cells.items()}
        above = self.above
        if above and texts.get(Column.REGION, above.region) == above.region:
            held = (above.region, above.department, above.purpose)
            texts = dict(zip(_HELD, held, strict=True)) | texts
        return TaskEntry(
            region=texts.get(Column.REGION, ""),
            cell=task,
            name=texts[Column.TASK],
            type=_TYPES[kind.key] if kind else (above.type if above else ""),
            department=texts.get(Column.DEPARTMENT, ""),
            purpose=texts.get(Column.PURPOSE, ""),
            implementation=texts.get(Column.IMPLEMENTATION, ""),
            quantity=texts.get(Column.QUANTITY, ""),
            deadline=texts.get(Column.DEADLINE, ""),
            remarks=texts.get(Column.NOTE, ""),
        )

    def _shifted(self, row: Sequence[Cell]) -> TaskEntry | None:
        """The notice's own reader; it refuses what it cannot tell."""
        try:
            task = notice.read_task(row[0].row, [cell.words for cell in row], self._held)
        except notice.NoticeError:
            return None
        self._held = task
        named = next((cell for cell in row if cell.words == task.name), row[0])
        return TaskEntry(
            region=task.region,
            cell=named,
            name=task.name,
            type=fold(task.type),
            department=task.department,
            purpose=task.purpose,
            implementation=task.implementation,
            quantity=task.quantity,
            deadline=task.deadline,
            remarks=task.remarks,
        )
