"""What is read of one form: a region's header, its indicators and its tasks, still as printed cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import Field
from perfgoals.names import fold, fold_region

__all__ = ["Entry", "Form", "Held", "TaskEntry", "Unread", "merged", "name_by_sheets"]

_REGION_NAME = re.compile(r".{1,20}(省|市|县|区|旗|州|盟|镇|乡|街道)")
_GENERIC = re.compile(r"sheet|表|附件|绩效|目标|\d+", re.IGNORECASE)


@attrs.frozen(eq=False, kw_only=True)
class Held:
    """A line of the header: the words, and the cell that they stand in (None: a line or a title)."""

    words: str
    place: str
    cell: Cell | None = None
    unit: str = ""


@attrs.frozen(eq=False, kw_only=True)
class Entry:
    """An indicator's row. A cell that is not printed is None; `flaw` is what is wrong with the row."""

    levels: tuple[str, ...]
    name: Cell
    value: Cell | None
    place: str
    operator: Cell | None = None
    unit: Cell | None = None
    weight: Cell | None = None
    direction: Cell | None = None
    actual: Cell | None = None
    note: Cell | None = None
    reason: Cell | None = None
    spans_rows: bool = False
    """Whether the value is merged over several indicators, or the name over several values."""


@attrs.frozen(eq=False, kw_only=True)
class TaskEntry:
    """A task's row, as texts; `cell` is the name's. `type` is 约束性任务 or 指导性任务."""

    region: str
    cell: Cell
    name: str
    type: str
    department: str = ""
    purpose: str = ""
    implementation: str = ""
    quantity: str = ""
    deadline: str = ""
    remarks: str = ""


@attrs.frozen(eq=False, kw_only=True)
class Unread:
    """A row, or a piece of one, that could not be told: no target, but a comment where it stands."""

    cells: tuple[Cell, ...]
    code: str
    levels: tuple[str, ...] = ()


@attrs.define(eq=False, kw_only=True)
class Form:
    """A region's table. `title` is the name of its sheet, `year` what its title says."""

    place: str = ""
    title: str = ""
    year: int | None = None
    document: Held | None = None
    header: dict[Field, Held] = attrs.field(factory=dict)
    entries: list[Entry | Unread] = attrs.field(factory=list)
    tasks: list[TaskEntry | Unread] = attrs.field(factory=list)
    points: dict[str, Cell] = attrs.field(factory=dict)
    """The cell that prints the points of a first level: 产出指标（50分）."""

    def text(self, field: Field) -> str:
        """The words of a line of the header; empty where there is none."""
        held = self.header.get(field)
        return held.words if held else ""

    @property
    def region(self) -> str:
        """The region; empty where none is named."""
        return self.text(Field.REGION)

    @property
    def named_year(self) -> str:
        """The year of its header, else of its title; empty where there is none."""
        return self.text(Field.YEAR).rstrip("年度") or str(self.year or "")

    @property
    def is_filled(self) -> bool:
        """Whether it has a row: a header alone is no table."""
        return bool(self.entries or self.tasks)


def merged(forms: list[Form]) -> Iterator[Form]:
    """One form a table: a table that goes on elsewhere, and the tasks of a region with its targets.

    Two forms are one where their region is the same, and their fund and year where both name them.
    """
    kept: list[Form] = []
    by_region: dict[str, list[int]] = {}
    forms = [form for form in forms if form.is_filled]
    whole = _whole_names({fold(form.region) for form in forms})
    for form in forms:
        name = fold(form.region)
        same = by_region.setdefault(whole.get(name, name), []) if name else []
        at = next((at for at in same if _is_one(kept[at], form)), None)
        if at is None:
            same.append(len(kept))
            kept.append(form)
        else:
            kept[at] = _joined(kept[at], form)
    return iter(kept)


def _whole_names(names: set[str]) -> dict[str, str]:
    """The names without their ending, 汕头 beside 汕头市, that can be one with it only; 长沙 beside 长沙市
    and 长沙县 is neither."""
    ended = sorted(name for name in names if fold_region(name) != name)
    count = Counter(map(fold_region, ended))
    return {short: name for name in ended if count[short := fold_region(name)] == 1}


def _is_one(first: Form, second: Form) -> bool:
    """Whether two forms of one region are one."""
    pairs = [
        (fold(first.text(Field.FUND)), fold(second.text(Field.FUND))),
        (first.named_year, second.named_year),
    ]
    both_have_targets = first.entries and second.entries
    return all(one == other or not (both_have_targets or (one and other)) for one, other in pairs)


def _joined(first: Form, second: Form) -> Form:
    """The first with what the second adds; the header is the target table's."""
    first.header = (
        {**first.header, **second.header} if second.entries else {**second.header, **first.header}
    )
    first.entries += second.entries
    first.tasks += second.tasks
    first.points = {**second.points, **first.points}
    first.year = first.year or second.year
    first.document = first.document or second.document
    if second.entries and not first.place:
        first.place = second.place
    return first


def name_by_sheets(forms: Sequence[Form]) -> None:
    """A sheet may be named as its region; sheets of a workbook with several tables are."""
    filled = [form for form in forms if form.is_filled and form.title]
    several = len({form.title for form in filled}) > 1
    for form in filled:
        named = _REGION_NAME.fullmatch(form.title) and not _GENERIC.search(form.title)
        if not form.region and (named or (several and not _GENERIC.search(form.title))):
            form.header[Field.REGION] = Held(words=form.title, place=form.title)
