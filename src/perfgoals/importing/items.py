"""A row on its way into a spec: the indicator or the task it makes, or the doubts that stand there."""

from __future__ import annotations

from decimal import Decimal

import attrs

from perfgoals.errors import Flaw, Problem
from perfgoals.importing.forms import Entry, TaskEntry, Unread
from perfgoals.importing.grids import Cell
from perfgoals.importing.ledger import Doubt, Ledger, problem_of
from perfgoals.importing.notice import BINDING
from perfgoals.importing.targets import read_indicator, read_points, to_be_checked, unit_words
from perfgoals.levels import level
from perfgoals.model import Indicator, Task, TaskType
from perfgoals.targets import Bound, Range

__all__ = ["NO_LEVEL", "Item", "item_of", "task_of"]

NO_LEVEL = ("绩效指标",)
"""The group of what stands under no level: before the first group there is only the header."""

_NO_POINTS = frozenset(("-", "—", "——", "/", "无"))


@attrs.define(eq=False, kw_only=True)
class Item:
    """A row. One that is kept has an indicator or a task; one that is not has a doubt."""

    entry: Entry | TaskEntry | Unread
    levels: tuple[str, ...] = NO_LEVEL
    indicator: Indicator | None = None
    task: Task | None = None
    weight: Decimal | None = None
    """The printed points, also of a row that is not kept."""

    doubts: list[Doubt] = attrs.field(factory=list)
    doubted: list[Cell] = attrs.field(factory=list)
    """The cells that the doubts are about."""

    @property
    def is_kept(self) -> bool:
        """Whether it stands in the spec."""
        return self.indicator is not None or self.task is not None

    @property
    def top(self) -> str:
        """Its first level, by its official name."""
        return level(self.levels[0])

    @property
    def words(self) -> str:
        """The cells of the row as printed, on one line."""
        entry = self.entry
        if isinstance(entry, Unread):
            return " | ".join(cell.words for cell in entry.cells)
        if isinstance(entry, TaskEntry):
            return entry.name
        cells = (entry.name, entry.operator, entry.value, entry.unit, entry.weight)
        after = (entry.direction, entry.actual, entry.note, entry.reason)
        return " | ".join(cell.words for cell in (*cells, *after) if cell is not None)

    def refuse(self, problem: Problem) -> None:
        """Take the row out of the spec, for this problem."""
        self.indicator = self.task = None
        entry = self.entry
        if isinstance(entry, Unread):
            first = entry.cells[0]
            self.doubt(first, first.place, first.words, problem)
        elif isinstance(entry, TaskEntry):
            self.doubt(entry.cell, entry.cell.place, entry.name, problem)
        else:
            self.doubt(entry.value, entry.place, entry.name.words, problem)

    def doubt(self, cell: Cell | None, place: str, name: str, problem: Problem) -> None:
        """Note a doubt at a cell, or at the place where one should be."""
        text = cell.text if cell else ""
        self.doubts.append(Doubt(place=place, cell=text, name=name, problem=problem))
        if cell is not None:
            self.doubted.append(cell)


def item_of(entry: Entry | Unread, year: int | None, ledger: Ledger) -> Item:
    """What a row of a target table makes."""
    item = Item(entry=entry, levels=entry.levels or NO_LEVEL)
    if isinstance(entry, Unread):
        item.refuse(Problem(code=entry.code, values={"cell": entry.cells[0].words}))
        return item
    weight = entry.weight
    if weight is not None and weight.key not in _NO_POINTS:
        item.weight = read_points(weight.words) if weight.height <= entry.name.height else None
        if item.weight is None:
            problem = Problem(code="PG617", values={"weight": weight.words})
            item.doubt(weight, weight.place, entry.name.words, problem)
    try:
        indicator = read_indicator(entry, year)
    except Flaw as flaw:
        item.refuse(problem_of(flaw))
        return item
    item.indicator = attrs.evolve(indicator, weight=item.weight)
    otherwise = to_be_checked(entry, indicator.target)
    if otherwise is not None:
        item.doubt(entry.value, entry.place, entry.name.words, otherwise)
    if unit_words(entry.unit) and not isinstance(indicator.target, Bound | Range):
        ledger.use_not(entry.unit, "unit_of_text")
    return item


def task_of(entry: TaskEntry | Unread) -> Item:
    """What a row of a task list makes."""
    item = Item(entry=entry)
    if isinstance(entry, Unread):
        item.refuse(Problem(code=entry.code, values={"cell": entry.cells[0].words}))
        return item
    item.task = Task(
        name=entry.name,
        type=TaskType.BINDING if entry.type == BINDING else TaskType.GUIDING,
        department=entry.department or None,
        purpose=entry.purpose or None,
        implementation=entry.implementation or None,
        deadline_text=entry.deadline or None,
        quantity_text=entry.quantity or None,
        remarks=entry.remarks or None,
    )
    return item
