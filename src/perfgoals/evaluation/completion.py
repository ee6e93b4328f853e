"""Whether a target is met, and how far it is completed when not: docs/scoring.md, "Completion".

Amounts come in base units, exact. What is met is asked first and has c = 1; the other functions
are about what is not met.
"""

from __future__ import annotations

from fractions import Fraction

from perfgoals.method import Rule, Scoring
from perfgoals.targets import Bound, Comparison, Direction, Range

__all__ = ["completion", "is_met", "range_completion"]

Ratio = tuple[int, int]
"""A numerator and a positive denominator: compared by products, which is exact and quick."""


def is_met(op: Comparison, direction: Direction | None, target: Ratio, actual: Ratio) -> bool:
    """The column "met" of the table of completion."""
    a = actual[0] * target[1]
    t = target[0] * actual[1]
    if op is Comparison.AT_LEAST:
        return a >= t
    if op is Comparison.REACH:
        return a <= t if direction is Direction.DOWN else a >= t
    if op is Comparison.AT_MOST:
        return a <= t
    if op is Comparison.MORE:
        return a > t
    return a < t if op is Comparison.LESS else a == t


def completion(
    target: Bound, direction: Direction | None, scoring: Scoring, actual: Ratio
) -> tuple[Fraction, bool]:
    """The completion of a bound that is not met, and whether it earns full marks all the same.

    直接 makes it 0. 满分线 gives full marks from its own value up. 及格线 makes what is below it 0.
    """
    if scoring.rule is Rule.DIRECT:
        return Fraction(0), False
    a, t = Fraction(*actual), target.value.amount()
    if scoring.full_line is not None:
        full = scoring.full_line.amount()
        if a >= full:
            return Fraction(1), True
        c = a / full
    elif target.op is Comparison.EQUAL:
        c = 1 - abs(a - t) / abs(t) if t else Fraction(0)
    elif direction is Direction.DOWN:
        c = _downward(a, t, scoring.rule)
    else:
        c = a / t if t > 0 else Fraction(0)
    return passed(max(Fraction(0), min(Fraction(1), c)), scoring), False


def _downward(a: Fraction, t: Fraction, rule: Rule) -> Fraction:
    """≤ and < that are overshot: 扣减比例, or 倒数比例 where the method says so."""
    if t <= 0:
        return Fraction(0)
    return t / a if rule is Rule.RECIPROCAL else 1 - (a - t) / t


def range_completion(target: Range, scoring: Scoring, actual: Ratio) -> Fraction:
    """The completion of a range that is missed: by the distance to the nearer end."""
    if scoring.rule is Rule.DIRECT:
        return Fraction(0)
    a, low, high = Fraction(*actual), target.low.amount(), target.high.amount()
    size = max(abs(low), abs(high))
    c = 1 - max(low - a, a - high) / size if size else Fraction(0)
    return passed(max(Fraction(0), c), scoring)


def passed(c: Fraction, scoring: Scoring) -> Fraction:
    """及格线: a completion below it is 0."""
    line = scoring.pass_line
    return Fraction(0) if line is not None and c < line.amount() else c
