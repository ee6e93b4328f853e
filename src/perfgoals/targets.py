"""What a target can be: a bound, a range, a deadline, or a text that is achieved or not."""

from __future__ import annotations

import datetime
import enum
import re
from fractions import Fraction

import attrs

from perfgoals.units import (
    NUMBER,
    PERCENT,
    Dimension,
    Quantity,
    Unit,
    exact_decimal,
    plain,
    unit_suffix,
)

__all__ = [
    "POINTS",
    "Bound",
    "Change",
    "Comparison",
    "Deadline",
    "Direction",
    "Qualitative",
    "Range",
    "Target",
    "identity",
]


class Direction(enum.Enum):
    """Which way is better (方向): 正向 the more, 反向 the less."""

    UP = "up"
    DOWN = "down"


class Comparison(enum.Enum):
    """How the actual value is held against a bound. REACH is a value without an operator."""

    AT_LEAST = ">="
    AT_MOST = "<="
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    REACH = "reach"

    @property
    def sign(self) -> str:
        """How it stands in a canonical line."""
        return _SIGNS[self]

    @property
    def direction(self) -> Direction | None:
        """Which way the operator itself points; `=` and a value to be reached do not say."""
        return _DIRECTIONS.get(self)


_SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.AT_MOST: "≤",
    Comparison.MORE: ">",
    Comparison.LESS: "<",
    Comparison.EQUAL: "=",
    Comparison.REACH: "",
}
_DIRECTIONS = {
    Comparison.AT_LEAST: Direction.UP,
    Comparison.MORE: Direction.UP,
    Comparison.AT_MOST: Direction.DOWN,
    Comparison.LESS: Direction.DOWN,
}


@attrs.frozen
class Bound:
    """`≥ 80 公里`: a quantity and how the actual is held against it."""

    op: Comparison
    value: Quantity

    @property
    def dimension(self) -> Dimension:
        """What is measured."""
        return self.value.unit.dimension

    def __str__(self) -> str:
        return f"{self.op.sign} {self.value}".strip()


@attrs.frozen
class Range:
    """`1~2 个`: both ends are in, and of one unit."""

    low: Quantity
    high: Quantity

    @property
    def dimension(self) -> Dimension:
        """What is measured."""
        return self.low.unit.dimension

    def __str__(self) -> str:
        return f"{plain(self.low.value)}~{plain(self.high.value)}{unit_suffix(self.high.unit)}"


@attrs.frozen
class Deadline:
    """`2023年底`: done by this day; a period keeps its first day too."""

    date: datetime.date
    start: datetime.date | None = None

    def __str__(self) -> str:
        return f"{self.start} ~ {self.date}" if self.start else str(self.date)


@attrs.frozen
class Qualitative:
    """`提高`: a text that is achieved, partly achieved or not (定性指标)."""

    text: str

    def __str__(self) -> str:
        if not _NEEDS_QUOTES.search(self.text):
            return self.text
        doubled = self.text.replace('"', '""')
        return f'"{doubled}"'


# A text that would be read as something else without quotes: see "text" in docs/language.md.
_NEEDS_QUOTES = re.compile(
    r"[0-9０-９:：≥≧⩾≤≦⩽<>＜＞‹›=＝═±#|\"「」\[\]［］]|[分)）]$|^[-+－＋—/]|^(?:约|近)|  |^$|^\s|\s$"
)

POINTS = Unit("个百分点", 1, 100, PERCENT.dimension)
"""The unit in which a ratio changes: no unit elsewhere."""


@attrs.frozen
class Change:
    """`较基期提高 5%`: a bound that is said against the baseline (基期).

    `up` says which way it goes, `amount` how far: a share of the baseline, points of a ratio, or an
    amount. `at_most` caps the way: 较基期提高不超过 5%.
    """

    up: bool
    amount: Quantity
    at_most: bool = False

    def on(self, baseline: Quantity) -> Bound | None:
        """The bound it makes of a baseline; None where it cannot be said of one.

        A share of a ratio is not plainly one thing (5% or 5 points): it is None too.
        """
        amount, unit = self.amount, baseline.unit
        if baseline.dimension.is_ratio:
            by = amount.value if amount.unit == POINTS else None
        elif amount.dimension.is_ratio and amount.unit != POINTS:
            share = exact_decimal(abs(baseline.amount()) * amount.amount() / unit.factor)
            by = share
        elif amount.dimension == baseline.dimension:
            by = exact_decimal(amount.amount_in(unit))
        else:
            by = None
        if by is None or (baseline.dimension.is_ratio and unit.text != "%"):
            return None
        value = exact_decimal(Fraction(baseline.value) + (1 if self.up else -1) * Fraction(by))
        upward = self.up is not self.at_most
        op = Comparison.AT_LEAST if upward else Comparison.AT_MOST
        return None if value is None else Bound(op, Quantity(value, unit))

    def __str__(self) -> str:
        verb = "提高" if self.up else "降低"
        return f"较基期{verb}{'不超过' if self.at_most else ''} {self.amount}"


Target = Bound | Range | Deadline | Qualitative
"""One target value (指标值)."""


def identity(target: Target) -> Dimension | str:
    """What tells two indicators of one name apart: the dimension, or "date" or "text"."""
    if isinstance(target, Bound | Range):
        return target.dimension
    return "date" if isinstance(target, Deadline) else "text"


def unit_text(target: Target) -> str:
    """The unit of a target as it is written; empty for a date, a text and a bare number."""
    if isinstance(target, Bound):
        return target.value.unit.text
    return target.high.unit.text if isinstance(target, Range) else NUMBER.text
