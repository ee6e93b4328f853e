"""Scoring methods (评分办法): what the parts of a method mean is docs/scoring.md's subject."""

from __future__ import annotations

import enum
from decimal import Decimal
from functools import cached_property

import attrs

from perfgoals.errors import Span
from perfgoals.levels import level
from perfgoals.names import fold
from perfgoals.units import Quantity

__all__ = [
    "Band",
    "Grade",
    "GroupWeight",
    "Light",
    "Method",
    "Monitoring",
    "Outcome",
    "Rule",
    "Scoring",
    "ScoringEntry",
]


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

    def __str__(self) -> str:
        lines = (("满分线", self.full_line), ("及格线", self.pass_line))
        return ", ".join([self.rule.value, *(f"{name} {x}" for name, x in lines if x is not None)])


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


@attrs.frozen(kw_only=True)
class Light:
    """A light of a monitoring method and the share from which it shines: 绿 ≥ 80%."""

    name: str
    lowest: Quantity


@attrs.frozen(kw_only=True, cache_hash=True)
class Monitoring:
    """A monitoring method (监控办法): the lights by pace (进度) and by attainment (达标), the best first."""

    name: str
    pace: tuple[Light, ...] = ()
    attainment: tuple[Light, ...] = ()
    span: Span | None = attrs.field(default=None, eq=False)

    @property
    def lights(self) -> tuple[str, ...]:
        """All its lights, the best first."""
        return self._order()[0]

    @property
    def unordered(self) -> tuple[str, str] | None:
        """Two lights of which nothing says, or both lists say otherwise, which is the worse one."""
        return self._order()[1]

    def _order(self) -> tuple[tuple[str, ...], tuple[str, str] | None]:
        """The two lists as one, each in its order, and the first two lights that have none."""
        one, other = ([light.name for light in part] for part in (self.pace, self.attainment))
        found: list[str] = []
        unclear: tuple[str, str] | None = None
        while one and other:
            first, second = one[0], other[0]
            if first != second and (first in other) == (second in one):
                unclear = unclear or (first, second)
            behind = first != second and first in other and second not in one
            found.append(second if behind else first)
            one, other = ([name for name in part if name != found[-1]] for part in (one, other))
        return (*found, *one, *other), unclear


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
        return self._scorings.get(fold(level(name)))

    @cached_property
    def _scorings(self) -> dict[str, Scoring]:
        """By folded names; the first of a name holds."""
        return {fold(level(entry.name)): entry.scoring for entry in reversed(self.scoring)}

    def lowest_share(self, outcome: Outcome) -> Quantity | None:
        """The lower end of a qualitative outcome's band."""
        return next((band.lowest for band in self.bands if band.outcome is outcome), None)
