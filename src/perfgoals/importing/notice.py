"""An official notice as tab-separated text: its target tables and its task lists.

The text was made from tables with merged cells, so a cell's column says little: rows are shifted,
and what a merged cell says stands only once, on its first row. Cells are therefore told by their
text and their order. What cannot be told raises; no cell of a table is dropped in silence.

Everything is kept as it was printed, doubtful or not; only outer white space and the tags of bold
type are taken off. A line is a line of the text that was given, counted from 1.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum

from attrs import field, frozen

TARGET_HEADINGS = ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值")
TASK_HEADINGS = (
    *("序号", "市、县", "业务主管部门", "用途类别", "任务性质"),
    *("任务名称", "实施方式", "任务量", "完成时限", "备注"),
)
BINDING = "约束性任务"
GUIDING = "指导性任务"

# The rows above a target table, and the attribute of TargetTable that each fills.
_TABLE_KEYS = {
    "资金名称": "fund",
    "省级业务主管部门": "provincial_department",
    "市县业务主管部门": "local_department",
    "金额(万元)": "amount",
    "年度总体目标": "goal",
}
_LEVEL1 = frozenset({"成本指标", "产出指标", "效益指标", "满意度指标"})
_LEVEL2 = frozenset(
    {
        *("数量指标", "质量指标", "时效指标", "成本指标"),
        *("经济成本指标", "社会成本指标", "生态环境成本指标"),
        *("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
        "服务对象满意度指标",
    }
)
_LABELS = _LEVEL1 | _LEVEL2

_BOLD = re.compile(r"</?b>", re.IGNORECASE)
_REGION = re.compile(r"地区\s*[：:](.*)", re.DOTALL)
_NUMBER = re.compile(r"[一二三四五六七八九十百]+|\d+")
_DEADLINE = re.compile(r"长期|\d{4}年(底|\d{1,2}月.*)?")


class NoticeError(ValueError):
    """A notice that cannot be read: the line, the cell (or the whole row), and why."""

    def __init__(self, line: int, cell: str, reason: str) -> None:
        super().__init__(line, cell, reason)
        self.line = line
        self.cell = cell
        self.reason = reason

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}: {self.cell!r}"


class UnusedCellError(NoticeError):
    """A cell that is part of a table and yet has no place in what is read from it."""


class MissingCellError(NoticeError):
    """A row or a table that lacks a cell it must have."""


@frozen(kw_only=True)
class TargetRow:
    """One target as the table prints it, under the level labels that hold there."""

    level1: str
    level2: str
    name: str
    value: str
    line: int


@frozen(kw_only=True)
class TargetTable:
    """One region's 绩效目标表; `line` is that of its 地区."""

    region: str
    fund: str
    provincial_department: str
    local_department: str
    amount: str
    goal: str
    rows: tuple[TargetRow, ...]
    line: int


@frozen(kw_only=True)
class TaskRow:
    """One task of a 任务清单; `type` is 约束性任务 or 指导性任务, `remarks` may be empty.

    `department` and `purpose` hold from above where the row has none of its own: their cells
    were merged over several rows.
    """

    region: str
    department: str
    purpose: str
    type: str
    name: str
    implementation: str
    quantity: str
    deadline: str
    remarks: str
    line: int


def read_target_tables(text: str) -> tuple[TargetTable, ...]:
    """The target tables of a notice (its 附件2), in its order.

    Raises `NoticeError` for the first cell that has no place, or place that has no cell.
    """
    tables = (table for table in _tables(text) if table.kind is _Kind.TARGETS)
    return tuple(_target_table(table) for table in tables)


def read_task_rows(text: str) -> tuple[TaskRow, ...]:
    """The tasks of a notice (its 附件1), in its order, over all pages.

    Raises `NoticeError` for the first cell that has no place, or place that has no cell.
    """
    tasks: list[TaskRow] = []
    for table in _tables(text):
        if table.kind is _Kind.TASKS:
            for row in table.rows:
                # A city goes on over a page break, so what holds does not end with the page.
                tasks.append(_task_row(row, tasks[-1] if tasks else None))
    return tuple(tasks)


def read_task(line: int, cells: Sequence[str], above: TaskRow | None) -> TaskRow:
    """The task of one row of filled cells, below the task `above` in its list.

    Raises `NoticeError` for the first cell that has no place, or place that has no cell.
    """
    return _task_row(_Row(line=line, cells=tuple(cells)), above)


# Lines into tables


class _Kind(Enum):
    TARGETS = "targets"
    TASKS = "tasks"


@frozen(kw_only=True)
class _Row:
    line: int
    cells: tuple[str, ...]  # those with a text; where the empty ones stood says nothing


@frozen(kw_only=True)
class _Table:
    kind: _Kind
    line: int
    region: str = ""
    rows: list[_Row] = field(factory=list)


def _tables(text: str) -> Iterator[_Table]:
    """The tables of both kinds: each from the line that opens it to the prose that ends it."""
    table: _Table | None = None
    after_blank = True
    # Not `splitlines`: a form feed inside a page would count as a line that no editor counts.
    for line, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        cells = _cells(raw)
        opened = _opened(line, cells)
        if opened is not None:
            if table is not None:
                yield table
            table = opened
        elif "\t" in raw and cells:
            if table is None:
                raise UnusedCellError(line, cells[0], "a row outside any table")
            table.rows.append(_Row(line=line, cells=cells))
        elif cells and table is not None:
            # Prose stands apart. A lone text right below a row has lost its cells.
            if not after_blank or not table.rows:
                raise UnusedCellError(line, cells[0], "a text that is no row of the table")
            yield table
            table = None
        after_blank = not cells
    if table is not None:
        yield table


def _opened(line: int, cells: tuple[str, ...]) -> _Table | None:
    """The empty table that a line opens, if it opens one."""
    if len(cells) == 1 and (region := _REGION.fullmatch(cells[0])):
        if not region[1].strip():
            raise MissingCellError(line, cells[0], "no region is named")
        return _Table(kind=_Kind.TARGETS, line=line, region=region[1].strip())
    if tuple(map(_folded, cells)) == TASK_HEADINGS:
        return _Table(kind=_Kind.TASKS, line=line)
    return None


def _cells(raw: str) -> tuple[str, ...]:
    printed = (_BOLD.sub("", cell).strip() for cell in raw.split("\t"))
    return tuple(cell for cell in printed if cell)


def _folded(text: str) -> str:
    """For comparing only: one width of brackets, and no white space from a broken line."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _shown(row: _Row) -> str:
    return " | ".join(row.cells)


# Target tables


def _target_table(table: _Table) -> TargetTable:
    header: dict[str, str] = {}
    rows: list[TargetRow] = []
    levels = ("", "")
    for row in table.rows:
        key = _TABLE_KEYS.get(_folded(row.cells[0]))
        if key is not None:
            header[key] = _header_value(row, header.get(key))
        elif tuple(map(_folded, row.cells)) != TARGET_HEADINGS:
            labels, target = _split(row)
            levels = _levels(row, labels, levels)
            if target is not None:
                rows.append(_target_row(row, levels, target))
    for printed, key in _TABLE_KEYS.items():
        if key not in header:
            raise MissingCellError(table.line, printed, f"the table of {table.region} lacks")
    if not rows:
        raise MissingCellError(table.line, table.region, "a table without a target")
    return TargetTable(region=table.region, rows=tuple(rows), line=table.line, **header)


def _header_value(row: _Row, before: str | None) -> str:
    if before is not None:
        raise UnusedCellError(row.line, row.cells[0], "a second time in one table")
    if len(row.cells) < 2:
        raise MissingCellError(row.line, row.cells[0], "no value beside")
    if len(row.cells) > 2:
        raise UnusedCellError(row.line, row.cells[2], "one cell too many")
    return row.cells[1]


def _is_label(cell: str) -> bool:
    return _folded(cell) in _LABELS


def _split(row: _Row) -> tuple[Sequence[str], tuple[str, str] | None]:
    """A row's labels, and its name and value: the last two cells, unless all are labels."""
    if all(map(_is_label, row.cells)):
        return row.cells, None
    if len(row.cells) < 2:
        raise UnusedCellError(row.line, row.cells[0], "neither a level nor a name with a value")
    labels, (name, value) = row.cells[:-2], row.cells[-2:]
    for label in labels:
        if not _is_label(label):
            raise UnusedCellError(row.line, label, "neither a level nor the name or the value")
    if _is_label(name) or _is_label(value):
        # `数量指标 | 新建污水管网` would otherwise pass for a name with its value.
        raise MissingCellError(row.line, _shown(row), "a name without a value, or the reverse")
    return labels, (name, value)


def _levels(row: _Row, labels: Sequence[str], held: tuple[str, str]) -> tuple[str, str]:
    """The levels that hold after a row's labels; a new first level ends the second."""
    level1, level2 = held
    for place, label in enumerate(labels):
        folded, alone = _folded(label), len(labels) == 1
        # 成本指标 is a second level here and a first level in the tables of 2021; there a second
        # level stands beside it, or nothing is open that it could belong to.
        ambiguous = folded in _LEVEL1 & _LEVEL2
        if place == 0 and folded in _LEVEL1 and not (ambiguous and alone and level1):
            level1, level2 = label, ""
        elif place == len(labels) - 1 and folded in _LEVEL2:
            level2 = label
        else:
            raise UnusedCellError(row.line, label, "not where this level can stand")
    return level1, level2


def _target_row(row: _Row, levels: tuple[str, str], target: tuple[str, str]) -> TargetRow:
    if not all(levels):
        raise MissingCellError(row.line, _shown(row), "a target without both levels above it")
    name, value = target
    return TargetRow(level1=levels[0], level2=levels[1], name=name, value=value, line=row.line)


# Task lists


def _task_row(row: _Row, above: TaskRow | None) -> TaskRow:
    """A task; the marker is its 任务性质, whatever the column it was shifted to."""
    marks = [at for at, cell in enumerate(row.cells) if _folded(cell) in (BINDING, GUIDING)]
    if not marks:
        raise UnusedCellError(row.line, _shown(row), "a row without a kind of task")
    if len(marks) > 1:
        raise UnusedCellError(row.line, row.cells[marks[1]], "a second kind of task in one row")
    before, after = row.cells[: marks[0]], row.cells[marks[0] + 1 :]
    region, department, purpose = _belongings(row, before, above)
    name, implementation, quantity, deadline, remarks = _content(row, after)
    return TaskRow(
        region=region,
        department=department,
        purpose=purpose,
        type=_folded(row.cells[marks[0]]),
        name=name,
        implementation=implementation,
        quantity=quantity,
        deadline=deadline,
        remarks=remarks,
        line=row.line,
    )


def _belongings(row: _Row, before: Sequence[str], above: TaskRow | None) -> tuple[str, str, str]:
    """Region, department and purpose: the row's own, else what holds from above in its city.

    What holds is what the text says, and the text may have a merged cell a row too low: 湛江's
    早癌筛查 stands above 湛江市卫生健康局 and so is read under 湛江市生态环境局.
    """
    rest = list(before)
    region, department, purpose = "", "", ""
    if above is not None:
        region, department, purpose = above.region, above.department, above.purpose
    if len(rest) >= 2 and _NUMBER.fullmatch(rest[0]):
        named = rest[1]
        del rest[:2]
        if named != region:  # and not the same city, repeated at the head of a page
            region, department, purpose = named, "", ""
    # A department's name begins with its city's; a purpose's does not.
    if rest and region and _folded(rest[0]).startswith(_folded(region)):
        department = rest.pop(0)
    if rest:
        purpose = rest.pop(0)
    if rest:
        raise UnusedCellError(row.line, rest[0], "one cell too many before the kind of task")
    if not (region and department and purpose):
        raise MissingCellError(row.line, _shown(row), "no region, department or purpose holds")
    return region, department, purpose


def _content(row: _Row, after: Sequence[str]) -> tuple[str, str, str, str, str]:
    """Name, implementation, quantity, deadline and remarks; only remarks may be missing."""
    if len(after) < 4:
        raise MissingCellError(row.line, _shown(row), "a task with too few cells")
    if len(after) > 5:
        raise UnusedCellError(row.line, after[5], "one cell too many after the remarks")
    # A remark merged over many rows stands on the first of them alone, and is left there: the text
    # does not say how far it reached. So 对每个镇（街道）给予30万元工作经费补助 stays on the row of
    # 茂名's 防止返贫监测帮扶, though in the other cities it belongs to 新时代文明实践所（站）.
    name, implementation, quantity, deadline, remarks = (*after, "")[:5]
    # With an empty cell among the five, a neighbour would take its place unseen.
    if not _folded(implementation).endswith("实施"):
        raise UnusedCellError(row.line, implementation, "not a way of implementation")
    if not _DEADLINE.fullmatch(_folded(deadline)):
        raise UnusedCellError(row.line, deadline, "not a deadline")
    return name, implementation, quantity, deadline, remarks
