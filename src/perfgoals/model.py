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

from perfgoals.errors import Span
from perfgoals.names import fold
from perfgoals.targets import (
    Bound,
    Comparison,
    Deadline,
    Direction,
    Range,
    Target,
    identity,
    unit_text,
)
from perfgoals.units import Dimension, Quantity

__all__ = [
    "BUDGET_EXECUTION",
    "NO_ATTRIBUTES",
    "Attributes",
    "Band",
    "Entry",
    "Grade",
    "Group",
    "GroupWeight",
    "Indicator",
    "LongTerm",
    "Method",
    "Outcome",
    "Rule",
    "Scoring",
    "ScoringEntry",
    "Spec",
    "Task",
    "TaskType",
    "level",
]

BUDGET_EXECUTION = "预算执行率"
"""The indicator and the group that every spec with an amount has."""

# The official levels, by the names that tables give them; the first name is the canonical one.
_LEVELS = (
    ("预算执行率", "预算执行", "预算执行率指标", "budget execution"),
    ("成本指标", "成本", "cost"),
    ("产出指标", "产出", "output", "outputs"),
    ("效益指标", "效益", "效果指标", "outcome", "outcomes", "benefit", "benefits"),
    ("满意度指标", "满意度", "satisfaction"),
    ("数量指标", "数量", "quantity"),
    ("质量指标", "质量", "quality"),
    ("时效指标", "时效", "timeliness"),
    ("经济成本指标", "经济成本", "economic cost"),
    ("社会成本指标", "社会成本", "social cost"),
    ("生态环境成本指标", "生态环境成本", "environmental cost"),
    ("经济效益指标", "经济效益", "economic benefit"),
    ("社会效益指标", "社会效益", "social benefit"),
    ("生态效益指标", "生态效益", "ecological benefit"),
    ("可持续影响指标", "可持续影响", "sustainable impact"),
    ("服务对象满意度指标", "服务对象满意度", "satisfaction of those served"),
)
_LEVEL_OF = {fold(name): names[0] for names in _LEVELS for name in names}


def level(name: str) -> str:
    """The canonical name of an official level (`产出` and `output` are 产出指标), else the name itself."""
    return _LEVEL_OF.get(fold(name).lower(), name)


# ---- scoring methods ----------------------------------------------------------------------------


class Outcome(enum.Enum):
    """What came of an indicator. The five are never mixed up; see docs/scoring.md."""

    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    UNREPORTED = "unreported"
    NOT_DUE = "not_due"


class Rule(enum.Enum):
    """How what is not met is scored (赋分)."""

    PROPORTIONAL = "完成比例"
    DEDUCTION = "扣减比例"
    RECIPROCAL = "倒数比例"
    DIRECT = "直接"


@attrs.frozen(kw_only=True)
class Scoring:
    """A rule with its lines: `完成比例, 满分线 90%, 及格线 60%`.

    `pass_line` (及格线): a completion below it is 0. `full_line` (满分线): the actual at which full
    marks are earned whatever the target.
    """

    rule: Rule
    pass_line: Quantity | None = None
    full_line: Quantity | None = None

    def fits(self, indicator: Indicator) -> bool:
        """Whether it can score an indicator: 扣减比例 and 倒数比例 only what should be less, 完成比例 all
        other numbers, 满分线 only ratios that should be more, and 直接 everything."""
        if self.rule is Rule.DIRECT:
            return self.full_line is None
        if not isinstance(indicator.target, Bound | Range):
            return False
        if indicator.direction is Direction.DOWN:
            return self.rule is not Rule.PROPORTIONAL and self.full_line is None
        is_upward_ratio = (
            indicator.direction is Direction.UP and indicator.target.dimension.is_ratio
        )
        return self.rule is Rule.PROPORTIONAL and (self.full_line is None or is_upward_ratio)


@attrs.frozen(kw_only=True)
class ScoringEntry:
    """What a scoring holds for: 正向, 反向, a group's name, or a name that a target's 评分 uses."""

    name: str
    scoring: Scoring


@attrs.frozen(kw_only=True)
class GroupWeight:
    """The points of a group, of 100."""

    name: str
    points: Decimal


@attrs.frozen(kw_only=True)
class Band:
    """The lowest share of a qualitative outcome: 达成 ≥ 80%."""

    outcome: Outcome
    lowest: Quantity


@attrs.frozen(kw_only=True)
class Grade:
    """A grade and the total from which it is given: 优 ≥ 90."""

    name: str
    bound: Decimal


@attrs.frozen(kw_only=True, cache_hash=True)
class Method:
    """A scoring method (评分办法). `over_completion` is the share of the target that is flagged."""

    name: str
    weights: tuple[GroupWeight, ...] = ()
    scoring: tuple[ScoringEntry, ...] = ()
    bands: tuple[Band, ...] = ()
    over_completion: Quantity | None = None
    grades: tuple[Grade, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False)

    def points_of(self, group: str) -> Decimal | None:
        """The points of a group, by any name of its level; None where the method knows it not."""
        wanted = fold(level(group))
        for weight in self.weights:
            if fold(level(weight.name)) == wanted:
                return weight.points
        return None

    def scoring_of(self, name: str) -> Scoring | None:
        """The scoring that holds for a direction, a group or a name."""
        wanted = fold(level(name))
        for entry in self.scoring:
            if fold(level(entry.name)) == wanted:
                return entry.scoring
        return None

    def lowest_share(self, outcome: Outcome) -> Quantity | None:
        """The lower end of a qualitative outcome's band."""
        return next((band.lowest for band in self.bands if band.outcome is outcome), None)


# ---- indicators ---------------------------------------------------------------------------------


class LongTerm(enum.Enum):
    """`时限: 长期`: due at the end of the year, like what has no deadline."""

    LONG_TERM = "长期"


@attrs.frozen(kw_only=True)
class Attributes:
    """What stands in the block of a target."""

    direction: Direction | None = None
    deadline: datetime.date | LongTerm | None = None
    scoring: Scoring | str | None = None
    source: str | None = None
    basis: str | None = None
    note: str | None = None


NO_ATTRIBUTES = Attributes()


@attrs.frozen(kw_only=True)
class Indicator:
    """An indicator (三级指标) with its target. `weight` is what is written, not what it gets."""

    name: str
    target: Target
    weight: Decimal | None = None
    attributes: Attributes = NO_ATTRIBUTES
    span: Span | None = attrs.field(default=None, eq=False)

    @property
    def direction(self) -> Direction | None:
        """Which way is better; None for `=`, ranges, dates and texts."""
        target = self.target
        if not isinstance(target, Bound) or target.op is Comparison.EQUAL:
            return None
        return target.op.direction or self.attributes.direction or Direction.UP

    @property
    def identity(self) -> tuple[str, Dimension | str]:
        """What finds it: its folded name, and where one name stands for several its dimension."""
        return fold(self.name), identity(self.target)

    def due(self, year: int | None) -> datetime.date | None:
        """The day from which it counts: its 时限, else its deadline, else the end of the year."""
        if isinstance(self.attributes.deadline, datetime.date):
            return self.attributes.deadline
        if self.attributes.deadline is None and isinstance(self.target, Deadline):
            return self.target.date
        return None if year is None else datetime.date(year, 12, 31)

    def __str__(self) -> str:
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


@attrs.frozen(kw_only=True, cache_hash=True)
class Spec:
    """A target table (绩效目标表). `members` are its groups, and indicators outside any group.

    `methods` are those the file defines. `amount` (金额) is a quantity, or a text that says where
    the amount stands. `sha256` is the digest of the text it was read from.
    """

    members: tuple[Group | Indicator, ...]
    method: Method
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
    path: str = attrs.field(default="<text>", eq=False)
    sha256: str = attrs.field(default="", eq=False)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every indicator in the order of the file, with its levels."""
        return tuple(
            Entry(indicator=indicator, levels=levels) for levels, indicator in _walk(self.members)
        )

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator in the order of the file."""
        return tuple(entry.indicator for entry in self.entries)

    @property
    def is_definitions(self) -> bool:
        """Whether the file only defines methods and promises nothing."""
        return not self.members and not self.tasks

    @cached_property
    def labels(self) -> dict[Indicator, str]:
        """What each indicator is called where names must differ: `帮扶工作（户）` and `帮扶工作（人）`."""
        seen: dict[str, int] = {}
        for indicator in self.indicators:
            seen[fold(indicator.name)] = seen.get(fold(indicator.name), 0) + 1
        return {
            indicator: indicator.name
            if seen[fold(indicator.name)] == 1 or not unit_text(indicator.target)
            else f"{indicator.name}（{unit_text(indicator.target)}）"
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


def is_numeric(target: Target) -> bool:
    """Whether a target is a number of something."""
    return isinstance(target, Bound | Range)
