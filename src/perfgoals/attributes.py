"""What stands in the block of a target: its attributes, and how several rows of it are joined."""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal

import attrs

from perfgoals.errors import Span
from perfgoals.formula import Formula
from perfgoals.method import Outcome, Scoring
from perfgoals.targets import Bound, Comparison, Direction, Range, Target
from perfgoals.units import Quantity, plain

__all__ = [
    "NO_ATTRIBUTES",
    "OUTCOME_WORDS",
    "Aggregation",
    "Amendment",
    "Attributes",
    "Baseline",
    "Example",
    "LongTerm",
    "Reporting",
    "can_add_up",
    "can_join",
]

# ---- how rows are joined ------------------------------------------------------------------------


class Aggregation(enum.Enum):
    """口径: how several reporting units make one value."""

    SUM = "合计"
    MEAN = "平均"
    MIN = "最低"
    MAX = "最高"
    EACH = "逐项"
    NONE = "不汇总"


class Reporting(enum.Enum):
    """报送: how several periods make one value."""

    CUMULATIVE = "累计"
    INCREMENT = "当期"


def can_join(rule: Aggregation, target: Target, *, has_formula: bool = False) -> bool:
    """Whether a 口径 makes sense of a target: texts and dates stand each alone, and ratios are never
    added or averaged (a formula is: it is the ratio of the sums). 不汇总 makes sense of all."""
    if not isinstance(target, Bound | Range):
        return rule in (Aggregation.EACH, Aggregation.NONE)
    if rule is Aggregation.MEAN and has_formula:
        return not target.dimension.is_ratio
    added = rule in (Aggregation.SUM, Aggregation.MEAN)
    return has_formula or not added or not target.dimension.is_ratio


def can_add_up(rule: Reporting, target: Target, *, has_formula: bool = False) -> bool:
    """Whether a 报送 makes sense of a target: 当期 adds up, which texts, dates and ratios do not."""
    if rule is Reporting.CUMULATIVE:
        return True
    return isinstance(target, Bound | Range) and (has_formula or not target.dimension.is_ratio)


# ---- attributes ------------------------------------------------------------------------------


class LongTerm(enum.Enum):
    """`时限: 长期`: due at the end of the year, like what has no deadline."""

    LONG_TERM = "长期"


@attrs.frozen(kw_only=True)
class Baseline:
    """基期: what there was before, and when: `基期: 70 公里 (2022)`."""

    value: Quantity
    period: str | None = None

    def __str__(self) -> str:
        return str(self.value) if self.period is None else f"{self.value} ({self.period})"


@attrs.frozen(kw_only=True)
class Amendment:
    """调整: another target from a day on, and what it is based on (依据)."""

    day: datetime.date
    target: Target
    basis: str | None = None
    span: Span | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        bare = not isinstance(self.target, Bound) or self.target.op is Comparison.REACH
        return f"{self.day}{':' if bare else ''} {self.target}"

    def is_in_force(self, day: datetime.date | None) -> bool:
        """Whether it has begun by a day; without a day, all have."""
        return day is None or self.day <= day


@attrs.frozen(kw_only=True)
class Example:
    """例: what an actual comes to: `例: 79.99 公里 → 未达成, 5.55分`."""

    actual: str
    outcome: Outcome
    score: Decimal | None = None
    span: Span | None = attrs.field(default=None, eq=False)

    def __str__(self) -> str:
        score = "" if self.score is None else f", {plain(self.score)}分"
        return f"{self.actual} → {OUTCOME_WORDS[self.outcome]}{score}"


OUTCOME_WORDS = {
    Outcome.MET: "达成",
    Outcome.PARTIAL: "部分达成",
    Outcome.MISSED: "未达成",
    Outcome.UNREPORTED: "未报",
}
"""How the language says an outcome."""


@attrs.frozen(kw_only=True)
class Attributes:
    """What stands in the block of a target."""

    direction: Direction | None = None
    deadline: datetime.date | LongTerm | None = None
    scoring: Scoring | str | None = None
    aggregation: Aggregation | None = None
    reporting: Reporting | None = None
    formula: Formula | None = None
    baseline: Baseline | None = None
    amendments: tuple[Amendment, ...] = ()
    examples: tuple[Example, ...] = ()
    source: str | None = None
    basis: str | None = None
    note: str | None = None


NO_ATTRIBUTES = Attributes()
