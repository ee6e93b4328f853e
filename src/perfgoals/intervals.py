"""The amounts that meet a target, and one that meets the first of two and not the second."""

from __future__ import annotations

from fractions import Fraction

from perfgoals.model import Indicator
from perfgoals.targets import Bound, Comparison, Direction, Range

__all__ = ["Interval", "amount_apart", "met_values"]

Interval = tuple[Fraction | None, bool, Fraction | None, bool]
"""An interval: its lower end and whether that is in, its upper end and whether that is in."""


def met_values(indicator: Indicator) -> Interval | None:
    """The amounts that meet a target."""
    target = indicator.target
    if isinstance(target, Range):
        return target.low.amount(), True, target.high.amount(), True
    if not isinstance(target, Bound):
        return None
    t, sign = target.value.amount(), _sign(indicator)
    if sign is Comparison.EQUAL:
        return t, True, t, True
    if sign in (Comparison.AT_LEAST, Comparison.MORE):
        return t, sign is Comparison.AT_LEAST, None, False
    return None, False, t, sign is Comparison.AT_MOST


def amount_apart(one: Interval, other: Interval) -> Fraction | None:
    """An amount that the first interval holds and the second does not; None where there is none."""
    low, high = one[0], one[2]
    middle = [(low + high) / 2] if low is not None and high is not None else []
    ends = [x for x in (low, high, other[0], other[2]) if x is not None]
    near = [x + step for x in ends for step in (Fraction(-1), Fraction(1))]
    between = [(x + y) / 2 for x in ends for y in ends]
    return next(
        (x for x in (*ends, *middle, *between, *near) if _holds(one, x) and not _holds(other, x)),
        None,
    )


def _holds(span: Interval, x: Fraction) -> bool:
    low, low_in, high, high_in = span
    above = low is None or x > low or (low_in and x == low)
    below = high is None or x < high or (high_in and x == high)
    return above and below


def _sign(indicator: Indicator) -> Comparison:
    """The operator, a value to be reached as the one it means."""
    target = indicator.target
    assert isinstance(target, Bound)
    if target.op is not Comparison.REACH:
        return target.op
    down = indicator.direction is Direction.DOWN
    return Comparison.AT_MOST if down else Comparison.AT_LEAST
