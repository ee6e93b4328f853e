"""What a specification is: groups of indicators with their targets, scored by a method.

Everything is immutable, hashable and picklable, and can be built without any text.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

import attrs

from perfgoals import notebooks
from perfgoals.attributes import (
    NO_ATTRIBUTES,
    Aggregation,
    Attributes,
    LongTerm,
    Reporting,
)
from perfgoals.errors import Span
from perfgoals.formula import Item
from perfgoals.method import Method, Monitoring, Rule, Scoring
from perfgoals.names import fold
from perfgoals.targets import (
    Bound,
    Change,
    Comparison,
    Deadline,
    Direction,
    Range,
    Target,
    identity,
    unit_text,
)
from perfgoals.units import Dimension, Quantity, Unit, UnitDefinition

__all__ = [
    "Definitions",
    "Entry",
    "Group",
    "Indicator",
    "IndicatorDefinition",
    "Silence",
    "Spec",
    "Task",
    "TaskType",
]

# ---- the catalogue ------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class IndicatorDefinition:
    """What a catalogue (指标目录) says of an indicator: its unit, level, direction and 取值."""

    name: str
    unit: Unit | None = None
    level: tuple[str, ...] = ()
    direction: Direction | None = None
    aggregation: Aggregation | None = None
    reporting: Reporting | None = None
    values: Bound | Range | None = None
    note: str | None = None
    span: Span | None = attrs.field(default=None, eq=False)

    key: str = attrs.field(init=False, eq=False, repr=False)
    """The folded name."""

    @key.default
    def _fold_name(self) -> str:
        return fold(self.name)

    def measures(self, measure: Dimension | str) -> bool:
        """Whether it can define an indicator of this measure."""
        return self.unit is None or self.unit.dimension == measure


@attrs.frozen(kw_only=True)
class Definitions:
    """What a file defines for others: indicators, units and methods."""

    indicators: tuple[IndicatorDefinition, ...] = ()
    units: tuple[UnitDefinition, ...] = ()
    methods: tuple[Method, ...] = ()
    monitoring: Monitoring | None = None
    silences: tuple[Silence, ...] = ()


@attrs.frozen(kw_only=True)
class Silence:
    """`# pg: ignore PG301 原文如此`: a rule of `check` that a line does not want to hear, and why."""

    code: str
    reason: str
    line: int
    span: Span


# ---- indicators ---------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Indicator:
    """An indicator (三级指标) with its target. `weight` is what is written, not what it gets."""

    name: str
    target: Target
    weight: Decimal | None = None
    attributes: Attributes = NO_ATTRIBUTES
    definition: IndicatorDefinition | None = None
    change: Change | None = None
    """How the target was written where it is a change against the 基期; `target` is what that makes."""

    original: Target | None = attrs.field(default=None, eq=False, repr=False)
    """The target before any 调整, where `target` is that of one."""

    unit_twice: bool = attrs.field(default=False, eq=False, repr=False)
    """Whether its unit is written in the name and again in the value: PG351 tells it."""

    span: Span | None = attrs.field(default=None, eq=False)

    @property
    def direction(self) -> Direction | None:
        """Which way is better; None for `=`, ranges, dates and texts."""
        target = self.target
        if not isinstance(target, Bound) or target.op is Comparison.EQUAL:
            return None
        defined = self.definition.direction if self.definition else None
        return target.op.direction or self.attributes.direction or defined or Direction.UP

    @property
    def aggregation(self) -> Aggregation | None:
        """How several reporting units make one value: its own 口径, else the catalogue's."""
        defined = self.definition.aggregation if self.definition else None
        return self.attributes.aggregation or defined

    @property
    def reporting(self) -> Reporting | None:
        """How several periods make one value: its own 报送, else the catalogue's."""
        defined = self.definition.reporting if self.definition else None
        return self.attributes.reporting or defined

    def in_force(self, day: datetime.date | None) -> Indicator:
        """The indicator with the target that holds on a day: the last 调整 that has begun by then.

        Without a day it is the last of all.
        """
        begun = [x for x in self.attributes.amendments if x.is_in_force(day)]
        if not begun or (self.original is not None and self.target == begun[-1].target):
            return self
        original = self.target if self.original is None else self.original
        return attrs.evolve(self, target=begun[-1].target, original=original, change=None)

    @property
    def identity(self) -> tuple[str, Dimension | str]:
        """What finds it: its folded name, and where one name stands for several its dimension."""
        return fold(self.name), identity(self.target)

    def takes(self, scoring: Scoring) -> bool:
        """Whether a scoring fits it: 扣减比例 and 倒数比例 only what should be less, 完成比例 all other
        numbers, 满分线 only ratios that should be more, and 直接 everything."""
        if scoring.rule is Rule.DIRECT:
            return scoring.full_line is None
        if not isinstance(self.target, Bound | Range):
            return False
        if self.direction is Direction.DOWN:
            return scoring.rule is not Rule.PROPORTIONAL and scoring.full_line is None
        is_upward_ratio = self.direction is Direction.UP and self.target.dimension.is_ratio
        return scoring.rule is Rule.PROPORTIONAL and (scoring.full_line is None or is_upward_ratio)

    @property
    def name_with_unit(self) -> str:
        """What tells it from another one of its name: `帮扶工作（户）`."""
        unit = unit_text(self.target)
        return f"{self.name}（{unit}）" if unit else self.name

    def due(self, year: int | None) -> datetime.date | None:
        """The day from which it counts: its 时限, else its deadline, else the end of the year."""
        if isinstance(self.attributes.deadline, datetime.date):
            return self.attributes.deadline
        if self.attributes.deadline is None and isinstance(self.target, Deadline):
            return self.target.date
        return None if year is None else datetime.date(year, 12, 31)

    def __str__(self) -> str:
        if self.change is not None:
            return f"{self.name}: {self.change}"
        text = str(self.target)
        bare = not isinstance(self.target, Bound) or self.target.op is Comparison.REACH
        return f"{self.name}: {text}" if bare else f"{self.name} {text}"


@attrs.frozen(kw_only=True)
class Group:
    """A level of the table (一级指标, 二级指标) with what stands under it."""

    name: str
    members: tuple[Group | Indicator, ...]
    weight: Decimal | None = None
    span: Span | None = attrs.field(default=None, eq=False)


class TaskType(enum.Enum):
    """Whether a task must be done (约束性任务) or is a guide (指导性任务)."""

    BINDING = "binding"
    GUIDING = "guiding"


@attrs.frozen(kw_only=True)
class Task:
    """A task of the list (任务清单), with what it promises in numbers as targets.

    `quantity_text` (任务量) and `deadline_text` (完成时限) are as printed.
    """

    name: str
    type: TaskType
    targets: tuple[Indicator, ...] = ()
    department: str | None = None
    purpose: str | None = None
    implementation: str | None = None
    deadline: datetime.date | LongTerm | None = None
    deadline_text: str | None = None
    quantity_text: str | None = None
    remarks: str | None = None
    span: Span | None = attrs.field(default=None, eq=False)

    def due(self, year: int | None) -> datetime.date | None:
        """The day from which it counts: its 完成时限, else the end of the year."""
        if isinstance(self.deadline, datetime.date):
            return self.deadline
        return None if year is None else datetime.date(year, 12, 31)


@attrs.frozen(kw_only=True)
class Entry:
    """An indicator and its place in the table: the names of its groups, the outermost first."""

    indicator: Indicator
    levels: tuple[str, ...]


_NO_MONITORING = Monitoring(name="")
"""Of a spec that was built without text: the standard one holds."""


@attrs.frozen(kw_only=True, cache_hash=True)
class Spec:
    """A target table (绩效目标表). `members` are its groups, and indicators outside any group.

    `methods` are those the file defines; `units` and `catalogue` those it can use, its own and what
    it takes in by 引用; `definitions` are the file's own.
    `places` says where each field of the header stands. `amount` (金额) is a quantity, or a text
    that says where the amount stands. `sha256` is the digest of the text it was read from, and `uses`
    has the files that it takes in by 引用, each with its digest.
    """

    members: tuple[Group | Indicator, ...]
    method: Method
    monitoring: Monitoring = _NO_MONITORING
    fund: str | None = None
    region: str | None = None
    year: int | None = None
    document: str | None = None
    provincial_department: str | None = None
    department: str | None = None
    amount: Quantity | str | None = None
    goal: str | None = None
    tasks: tuple[Task, ...] = ()
    methods: tuple[Method, ...] = ()
    units: tuple[UnitDefinition, ...] = ()
    catalogue: tuple[IndicatorDefinition, ...] = ()
    all_methods: tuple[Method, ...] = attrs.field(default=(), eq=False)
    places: tuple[tuple[str, Span], ...] = attrs.field(default=(), eq=False)
    silences: tuple[Silence, ...] = attrs.field(default=(), eq=False)
    definitions: Definitions = attrs.field(default=Definitions(), eq=False)
    path: str = attrs.field(default="<text>", eq=False)
    sha256: str = attrs.field(default="", eq=False)
    uses: tuple[tuple[str, str], ...] = attrs.field(default=(), eq=False)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebooks.shown(self)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every indicator in the order of the file, with its levels."""
        return tuple(
            Entry(indicator=indicator, levels=levels) for levels, indicator in _walk(self.members)
        )

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator in the order of the file."""
        return tuple(entry.indicator for entry in self.entries)

    @property
    def is_definitions(self) -> bool:
        """Whether the file only defines methods and promises nothing."""
        return not self.members and not self.tasks

    @cached_property
    def _by_name(self) -> dict[str, tuple[Indicator, ...]]:
        found: dict[str, tuple[Indicator, ...]] = {}
        for indicator, label in self.labels.items():
            for name in {fold(indicator.name), fold(label)}:
                found[name] = (*found.get(name, ()), indicator)
        return found

    def named(self, item: Item) -> tuple[Indicator, ...]:
        """The indicators that an item of a formula names, by name or label; none for a data item.

        What only a task promises is named where the table has nothing of that name.
        """
        return self._by_name.get(item.key) or self._promised.get(item.key, ())

    @cached_property
    def _promised(self) -> dict[str, tuple[Indicator, ...]]:
        """What tasks promise, each measure of a name once, by name and by name and unit."""
        once = {x.identity: x for task in self.tasks for x in task.targets}
        found: dict[str, tuple[Indicator, ...]] = {}
        for target in once.values():
            for name in {fold(target.name), fold(target.name_with_unit)}:
                found[name] = (*found.get(name, ()), target)
        return found

    def defined(self, item: Item) -> IndicatorDefinition | None:
        """What the catalogue says of a data item."""
        return next((x for x in self.catalogue if x.key == item.key), None)

    def dimension_of(self, item: Item) -> Dimension | None:
        """What an item of a formula measures, None where nobody says."""
        for indicator in self.named(item):
            target = indicator.target
            return target.dimension if isinstance(target, Bound | Range) else None
        definition = self.defined(item)
        return definition.unit.dimension if definition and definition.unit else None

    @cached_property
    def labels(self) -> dict[Indicator, str]:
        """What each indicator is called where names must differ: `帮扶工作（户）` and `帮扶工作（人）`."""
        seen: dict[str, int] = {}
        for indicator in self.indicators:
            seen[fold(indicator.name)] = seen.get(fold(indicator.name), 0) + 1
        return {
            indicator: indicator.name
            if seen[fold(indicator.name)] == 1
            else indicator.name_with_unit
            for indicator in self.indicators
        }


def _walk(
    members: tuple[Group | Indicator, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Indicator]]:
    for member in members:
        if isinstance(member, Group):
            yield from _walk(member.members, (*above, member.name))
        else:
            yield above, member
