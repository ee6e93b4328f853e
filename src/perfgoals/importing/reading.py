"""A document's lines and tables into forms: headers, headings, rows, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from perfgoals.importing.forms import Entry, Form, Held, TaskEntry, Unread, merged, name_by_sheets
from perfgoals.importing.grids import Block, Cell, Grid, Line
from perfgoals.importing.headers import Header, inline, inlines, own_region
from perfgoals.importing.headings import (
    FIELD_COLUMNS,
    Column,
    Field,
    field_of,
    is_title,
    year_in,
)
from perfgoals.importing.layouts import Columns, Targets, Tasks, Wide, find_layout
from perfgoals.importing.ledger import NOT_USED, USES, Ledger
from perfgoals.importing.remarks import Remarks
from perfgoals.importing.rows import Aligned, Levels, Reader
from perfgoals.importing.sums import Sums
from perfgoals.importing.tasks import TaskReader
from perfgoals.importing.telling import is_level_cell, may_be_region, region_in
from perfgoals.importing.wide import read_wide
from perfgoals.levels import level
from perfgoals.names import fold

__all__ = ["read_forms"]

MAX_HEADER_ROWS = 30
"""Rows between the title of a form and its headings, at most."""

_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[（(【]\d{4}[〕\]）)】]\d+号")
# What stands between the pages of one table: - 3 -, 第3页, （续表）.
_FURNITURE = re.compile(r"[-—–\d/]+|第?\d+页(共?\d+页)?|\(?续表?\d*\)?|-*")
_KEYS = frozenset((Field.REGION, Field.FUND, Field.YEAR))


def read_forms(blocks: Iterable[Block], ledger: Ledger) -> list[Form]:
    """The forms of a document, one a region or a table, in its order."""
    sorter = _Sorter(ledger)
    for block in blocks:
        if isinstance(block, Line):
            sorter.line(block)
        else:
            sorter.grid(block)
    name_by_sheets(sorter.forms)
    return list(merged(sorter.forms))


@attrs.define(eq=False)
class _Sorter:
    """Goes through a document; `form` is the one that is being read, `layout` what its columns say."""

    ledger: Ledger
    forms: list[Form] = attrs.field(factory=list)
    _header: Header = attrs.field(init=False)
    _year: int | None = None
    _document: Held | None = None
    _targets: list[Reader] = attrs.field(factory=list)
    _tasks: TaskReader | None = None
    _remarks: Remarks = attrs.field(factory=Remarks)
    _sums: Sums = attrs.field(factory=Sums)
    _rows: dict[tuple[str, str, str], Form] = attrs.field(factory=dict)
    _named: dict[Field, Held] = attrs.field(factory=dict)
    """What the rows of an export said last of their region, fund and year."""
    _current: Form | None = None
    """The form of the last row that named its own."""

    def __attrs_post_init__(self) -> None:
        self._open()

    @property
    def form(self) -> Form:
        return self._header.form

    def _open(self, title: str = "", place: str = "") -> None:
        """Another form begins; the number of the document holds on, and so does the year."""
        form = Form(title=title, place=place, year=self._year, document=self._document)
        self._header = Header(form, self.ledger)
        self._targets, self._tasks, self._rows = [], None, {}
        self._named, self._current = {}, None
        self.forms.append(form)

    def _close_if_filled(self) -> None:
        if self.form.is_filled or self._rows:
            self._open(self.form.title)

    # ---- lines ------------------------------------------------------------------------------------

    def line(self, line: Line) -> None:
        found = inlines(line.words)
        if _DOCUMENT.fullmatch(line.words) and self._document is None:
            self._document = Held(words=line.words, place=line.place)
            self.form.document = self.form.document or self._document
            self.ledger.use(line, "header")
        elif found:
            if any(field is Field.REGION or field in self.form.header for field, *_ in found):
                self._close_if_filled()
            self._header.read_line(line)
        elif (region := region_in(line.words)) and (self.form.is_filled or not self.form.region):
            self._close_if_filled()
            self.form.header[Field.REGION] = Held(words=region, place=line.place)
            self.ledger.use(line, "header")
        elif is_title(fold(line.words)):
            self._title(fold(line.words), line)
        if not found and not _FURNITURE.fullmatch(fold(line.words)):
            self._targets, self._tasks = [], None  # what comes next is not this table's next page

    def _title(self, key: str, titled: Cell | Line) -> None:
        """A title begins a form, and may name its year."""
        year = year_in(key)
        if len(key) > 120 or (isinstance(titled, Line) and key.endswith(("。", ":"))):
            return  # a sentence about forms is no title
        self._close_if_filled()
        if year is not None:
            self._year = self.form.year = year
            self.ledger.use(titled, "header")
        elif isinstance(titled, Cell):
            self.ledger.use(titled, "heading")

    # ---- tables -----------------------------------------------------------------------------------

    def grid(self, grid: Grid) -> None:
        if grid.title:
            self._year = None
            self._open(grid.title)
        goes_on = bool(self._targets or self._tasks)  # a table that a page break has cut in two
        at = 0
        while at < len(grid.rows):
            row = grid.rows[at]
            layout = find_layout(grid, at, self._header.over)
            if layout is not None:
                self._begin(layout, grid, at)
                goes_on = False
                at += layout.rows
                if isinstance(layout, Wide):
                    at = self._read_wide(layout, grid, at)
                continue
            if goes_on and not self._fits(grid):
                self._targets, self._tasks = [], None
            goes_on = False
            if self._around(row, grid, at):
                pass
            elif self._tasks:
                self._task_row(row)
            elif self._targets:
                self._target_row(row)
            at += 1

    def _fits(self, grid: Grid) -> bool:
        """Whether a table without headings goes on with the one before: it has the same columns."""
        last = max(head.last_column for each in self._lists() for _, head in each.heads)
        widest = max(row[-1].last_column for row in grid.rows)
        sound = self._tasks or any(reader.align(grid.rows[0]) for reader in self._targets)
        return bool(sound) and (grid.is_shifted or widest == last)

    def _begin(self, layout: Targets | Tasks | Wide, grid: Grid, at: int) -> None:
        for line in grid.rows[at : at + layout.rows]:
            for cell in line:
                self.ledger.use(cell, "heading")
        place = grid.title or grid.place
        if isinstance(layout, Tasks):
            before = self._tasks
            self._targets, self._tasks = [], TaskReader(layout.columns, grid.is_shifted)
            if before is not None:
                self._tasks.go_on(before)
        elif isinstance(layout, Targets):
            if self._tasks:
                self._close_if_filled()
            if not any(columns.head(x) for columns in layout.blocks for x in FIELD_COLUMNS):
                self._end_rows()
            levels = [reader.levels for reader in self._targets]
            self._targets = [Reader(block, grid.is_shifted) for block in layout.blocks]
            if len(levels) == len(self._targets):
                for reader, held_levels in zip(self._targets, levels, strict=True):
                    reader.levels = held_levels  # the heading was only repeated on another page
        else:
            self._targets, self._tasks = [], None
        self.form.place = self.form.place or place

    def _around(self, row: Sequence[Cell], grid: Grid, at: int) -> bool:
        """Take a row that is none of a list: a title, the header, the sums, a remark."""
        first = row[0]
        in_list = bool(self._targets or self._tasks)
        if in_list and self._sums.take(row, self._lists()):
            self._pass_over(row)
            return True
        if self._remarks.take(row, self._lists()):
            self.ledger.ignore(row, "aside")
            return True
        region = "" if self._may_be_name(first) else own_region(row)
        if region and in_list and self._list_goes_on(grid, at):
            self._begin_region(region, row)
            return True
        if in_list and not region and not self._is_header_again(row, grid, at):
            return False
        if (
            len(row) == 1
            and is_title(first.key)
            and not field_of(first.key)
            and not inline(first.words)
        ):
            self._title(first.key, first)
        elif len(row) == 1 and _DOCUMENT.fullmatch(first.words):
            self._document = self.form.document = Held(words=first.words, place=first.place)
            self.ledger.use(first, "header")
        elif region and len(row) == 1 and not inline(first.words):
            if self.form.region or in_list:
                self._close_if_filled()
            self.form.header[Field.REGION] = Held(words=region, place=first.place, cell=first)
            self.ledger.use(first, "header")
        else:
            if in_list or self._header.starts_another(row):
                self._close_if_filled()
            if not self._header.read(row):
                self._unknown(row, first.row in grid.heads)
        return True

    def _lists(self) -> list[Columns]:
        """The columns of the lists that are being read."""
        tasks = [self._tasks.columns] if self._tasks else []
        return [reader.columns for reader in self._targets] + tasks

    def _pass_over(self, row: Sequence[Cell]) -> None:
        """Pass over a row of sums; its levels and its region hold for the rows below it."""
        self.ledger.ignore(row, "sum")
        for reader in self._targets:
            reader.pass_over(row)
            heads = [(reader.columns.at(cell), cell) for cell in row]
            cells = {head[0]: cell for head, cell in heads if head and may_be_region(cell)}
            self._form_of_row(Aligned(levels=(), cells=cells))

    def _may_be_name(self, cell: Cell) -> bool:
        """Whether a cell stands where the names of indicators do, and says no line of the header."""
        heads = [columns.at(cell) for columns in self._lists()]
        in_names = any(head and head[0] is Column.NAME for head in heads)
        return in_names and not inline(cell.words) and not field_of(cell.key)

    def _list_goes_on(self, grid: Grid, at: int) -> bool:
        """Whether a row that names a region stands inside a list, and not above other headings."""
        if at + 1 == len(grid.rows) or find_layout(grid, at + 1, ()) is not None:
            return False
        below = grid.rows[at + 1]
        if field_of(below[0].key) or inline(below[0].words):
            return False
        return any(map(is_level_cell, below)) or not self._has_headings(grid, at + 1)

    def _end_rows(self) -> None:
        """Headings without the columns of an export end what its rows said of their regions."""
        if any(columns.head(x) for columns in self._lists() for x in FIELD_COLUMNS):
            self._named, self._current = {}, None

    def _begin_region(self, region: str, row: Sequence[Cell]) -> None:
        """What stands below, under the same headings, is this region's."""
        for cell in row:
            self.ledger.use(cell, "header")
        for reader in self._targets:
            reader.levels = Levels()
        if self._tasks:
            self._tasks = TaskReader(self._tasks.columns, self._tasks.is_shifted)
        self._named = {}
        self._form_of(region)

    def _unknown(self, row: Sequence[Cell], is_head: bool) -> None:
        if is_head:
            for cell in row:
                self.ledger.use(cell, "heading")
        elif self.form.header and len(row) > 2 and any(map(is_level_cell, row)):
            self._unread(row, self.form.entries, "PG613", ())  # targets whose headings are missing
        else:
            self.ledger.ignore(row, "outside")

    def _is_header_again(self, row: Sequence[Cell], grid: Grid, at: int) -> bool:
        """Whether another form begins in the same table: a title with headings further below, or a
        label on the left."""
        first = row[0]
        if len(row) == 1 and is_title(first.key) and self._has_headings(grid, at + 1):
            return not any(reader.align(row) for reader in self._targets)
        heads = [reader.columns.head(Column.NAME) for reader in self._targets]
        if any(head and head.column <= first.column for head in heads) and not grid.is_shifted:
            return False
        found = inline(first.words)
        field = field_of(first.key) or (found[0] if found else None)
        strong = (Field.FUND, Field.REGION, Field.PROVINCIAL_DEPARTMENT)
        return field in strong and len(row) <= 4

    def _has_headings(self, grid: Grid, at: int) -> bool:
        """Whether headings stand below, with at most a header between."""
        rows = range(at, min(at + MAX_HEADER_ROWS, len(grid.rows)))
        return any(find_layout(grid, below, ()) is not None for below in rows)

    # ---- rows of lists ----------------------------------------------------------------------------

    def _task_row(self, row: Sequence[Cell]) -> None:
        assert self._tasks is not None
        entry = self._tasks.read(row)
        region = entry.region if entry else self._tasks.region_of(row)
        form = self._form_of(region) if region else self._current or self.form
        if entry is None or not entry.type:
            self._unread(row, form.tasks, "PG619", ())
            return
        form.tasks.append(entry)
        for cell in row:
            self.ledger.use(cell, "task")

    def _target_row(self, row: Sequence[Cell]) -> None:
        used = [reader for reader in self._targets if not reader.columns.is_other]
        others = [reader for reader in self._targets if reader.columns.is_other]
        for reader in used:
            mine = [x for x in row if len(used) == 1 or reader.columns.at(x)]
            if others:
                mine = [x for x in mine if reader.columns.at(x)]
            if mine:
                self._row_of(reader, mine)
        self.ledger.ignore(row, "other_goals" if others else "column")

    def _row_of(self, reader: Reader, row: Sequence[Cell]) -> None:
        aligned = reader.align(row)
        form = self._form_of_row(aligned)
        if aligned is None or not reader.levels.take(aligned.levels):
            reader.pass_over(row)
            self._unread(row, form.entries, "PG613", tuple(reader.levels.held))
            return
        for label, cell in reader.levels.cells.items():
            form.points.setdefault(level(label), cell)
        entry = reader.entry(aligned)
        for _, cell in aligned.levels:
            self.ledger.use(cell, "level")
        for column, cell in aligned.cells.items():
            if column in USES and entry is not None:
                self.ledger.use(cell, USES[column])
            elif column in FIELD_COLUMNS and form.text(FIELD_COLUMNS[column]) == cell.words:
                self.ledger.use(cell, "header")
            else:
                self.ledger.ignore([cell], NOT_USED.get(column, "column"))
        if entry is not None:
            form.entries.append(entry)
        self.ledger.ignore(aligned.extra, "column")

    def _unread(
        self, row: Sequence[Cell], into: list[Entry | Unread] | list[TaskEntry | Unread],
        code: str, levels: tuple[str, ...],
    ) -> None:  # fmt: skip
        for cell in row:
            self.ledger.use(cell, "doubt")
        into.append(Unread(cells=tuple(row), code=code, levels=levels))

    def _form_of_row(self, aligned: Aligned | None) -> Form:
        """The form that a row of an export belongs to, by its own 地区, 项目名称 and 年度."""
        cells = aligned.cells if aligned else {}
        found = [
            (field, cells[column]) for column, field in FIELD_COLUMNS.items() if column in cells
        ]
        held = {field: Held(words=x.words, place=x.place, cell=x) for field, x in found}
        if not held:
            return self._current or self.form
        if _KEYS.isdisjoint(held):
            form = self._current or self.form
        else:  # a blank cell holds from above
            self._named |= {field: x for field, x in held.items() if field in _KEYS}
            form = self._form_of(**{field.value: x.words for field, x in self._named.items()})
        for field, each in {**self._named, **held}.items():
            form.header.setdefault(field, each)
        return form

    def _form_of(self, region: str = "", fund: str = "", year: str = "", place: str = "") -> Form:
        """The form of a region in a table that holds several; what stands above them holds for all."""
        if not (region or fund or year):
            return self.form
        key = fold(region), fold(fund), fold(year)
        if key not in self._rows:
            form = attrs.evolve(
                self.form, header=dict(self.form.header), entries=[], tasks=[], points={}
            )
            form.place = form.place or place
            if region:
                form.header[Field.REGION] = Held(words=region, place=form.place)
            self._rows[key] = form
            self.forms.append(form)
        self._current = self._rows[key]
        return self._current

    def _read_wide(self, layout: Wide, grid: Grid, at: int) -> int:
        end, rows = read_wide(layout, grid, at, self.ledger)
        for region, entries in rows:
            form = (
                self._form_of(region.words, place=grid.title or grid.place)
                if region
                else (self._current or self.form)
            )
            form.entries += entries
        self._named, self._current = {}, None
        return end
