"""Whether a target is met, and how far it is completed when not: docs/scoring.md, "Completion".

What is met is asked first and has c = 1; the other functions are about what is not met. Every c is
one amount by another, so the unit does not matter: both come as whole numbers of one unit so small
that it divides both, which keeps comparing and dividing exact and quick.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from perfgoals.method import Rule, Scoring
from perfgoals.targets import Comparison, Direction, Range
from perfgoals.units import Quantity

__all__ = [
    "ONE",
    "ZERO",
    "Ratio",
    "completion",
    "full_line_completion",
    "in_one_unit",
    "is_below",
    "met_when",
    "range_completion",
    "rate_completion",
]

Ratio = tuple[int, int]
"""An amount in base units: a numerator and a positive denominator."""

ONE, ZERO = Fraction(1), Fraction(0)

_MET_WHEN: Mapping[Comparison, Callable[[int, int], bool]] = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
    Comparison.AT_MOST: operator.le,
    Comparison.LESS: operator.lt,
    Comparison.EQUAL: operator.eq,
}


def in_one_unit(one: Ratio, other: Ratio) -> tuple[int, int]:
    """Two amounts as whole numbers of one unit."""
    return one[0] * other[1], other[0] * one[1]


def is_below(one: Ratio, other: Ratio) -> bool:
    """Whether an amount is less than another."""
    return one[0] * other[1] < other[0] * one[1]


def met_when(op: Comparison, direction: Direction | None) -> Callable[[int, int], bool]:
    """The column "met" of the table of completion: how actual and target compare when it is met."""
    if op is Comparison.REACH:
        return operator.le if direction is Direction.DOWN else operator.ge
    return _MET_WHEN[op]


def completion(
    op: Comparison, direction: Direction | None, scoring: Scoring, a: int, t: int
) -> Fraction:
    """The completion of a bound that is not met: `a` is the actual, `t` the target, in one unit."""
    if scoring.rule is Rule.DIRECT:
        return ZERO
    if op is Comparison.EQUAL:
        c = 1 - Fraction(abs(a - t), abs(t)) if t else ZERO
    elif t <= 0:
        c = ZERO
    elif direction is not Direction.DOWN:
        c = Fraction(a, t)
    elif scoring.rule is Rule.RECIPROCAL:
        c = Fraction(t, a)
    else:  # 扣减比例
        c = 1 - Fraction(a - t, t)
    return _passed(c, scoring)


def full_line_completion(line: Quantity, scoring: Scoring, actual: Ratio) -> tuple[Fraction, bool]:
    """The same by a 满分线: from it up full marks are earned, whatever the target."""
    a, full = in_one_unit(actual, line.ratio())
    return (ONE, True) if a >= full else (_passed(Fraction(a, full), scoring), False)


def rate_completion(scoring: Scoring, rate: Ratio) -> Fraction:
    """The completion of 预算执行率 where its target is missed: the rate itself, at most 1."""
    return ZERO if scoring.rule is Rule.DIRECT else _passed(min(ONE, Fraction(*rate)), scoring)


def range_completion(target: Range, scoring: Scoring, actual: Ratio) -> Fraction:
    """The completion of a range that is missed: by the distance to the nearer end."""
    if scoring.rule is Rule.DIRECT:
        return ZERO
    a, low, high = Fraction(*actual), target.low.amount(), target.high.amount()
    size = max(abs(low), abs(high))
    return _passed(1 - max(low - a, a - high) / size if size else ZERO, scoring)


def _passed(c: Fraction, scoring: Scoring) -> Fraction:
    """At least 0; at most 1 it is by itself, since what is not met falls short of its target, or is on
    it. 及格线: a completion below it is 0."""
    line = scoring.pass_line
    if c.numerator < 0 or (line is not None and c < line.amount()):
        return ZERO
    return c
