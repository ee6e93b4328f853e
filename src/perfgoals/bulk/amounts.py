"""A target's numbers as whole ones, for the query to compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

import attrs

from perfgoals.bulk.schema import SCALE
from perfgoals.evaluation.planning import Plan
from perfgoals.evaluation.reading import may_be_negative
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.method import Rule
from perfgoals.model import Indicator
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Direction, Range
from perfgoals.units import Quantity, Unit

__all__ = ["MOST", "Amounts", "TooWide", "amounts_of", "is_own", "is_small"]

MOST = SCALE * 10**12
"""Numbers stay below this, in millionths."""

_MOST_NUMERATOR, _MOST_DENOMINATOR = 10**9, 10**4
"""Units with larger factors are left to Python: products stay below 38 digits."""

_NOTHING = Fraction(0)


class TooWide(Exception):
    """A number that does not fit the columns."""


def is_small(unit: Unit) -> bool:
    """Whether a unit's factor leaves room in 38 digits."""
    return unit.numerator <= _MOST_NUMERATOR and unit.denominator <= _MOST_DENOMINATOR


def is_own(indicator: Indicator) -> bool:
    """Whether the number of its target is each spec's own, as `Shapes.key` has it."""
    return type(indicator.target) is Bound and fold(indicator.name) != BUDGET_EXECUTION


@attrs.define
class Amounts:
    """A target as whole numbers: met from `low` up to `high`, measured by `size`.

    Where the number is each spec's own, `low`, `high`, `size`, `over` and `budget` are what it is
    multiplied with, over `per`.
    """

    low: int | None = None
    high: int | None = None
    strict: bool = False
    size: int = 0
    full_line: int | None = None
    reciprocal: bool = False
    over: int | None = None
    budget: int | None = None
    least: int | None = None
    most: int | None = None
    per: int = 1

    def multiples(self) -> tuple[int, ...]:
        """What the number is multiplied with, beside 1 and −1."""
        found = {self.low, self.high, self.size, self.over, self.budget} - {None, 0}
        return tuple(x for x in found if x is not None and abs(x) != self.per)

    def put(self, numbers: Mapping[str, int]) -> None:
        """Set columns by their names."""
        for name, number in numbers.items():
            setattr(self, name, number)


def amounts_of(each: Plan, reading: Plan, unit: Unit, amount: Quantity | None) -> Amounts:
    """The numbers of a target in millionths of the unit that its rows, those of `reading`, are read in.

    Where they are each spec's own, what its number is multiplied with. `amount` is 金额 where the
    row is 预算执行数. Raises TooWide.
    """
    if amount and (amount.value <= 0 or reading.limits or each.scoring.full_line):
        raise TooWide
    found = Amounts()
    _full_line(found, each, unit)
    _possible(found, reading, unit)
    bounds = _bounds(found, each)
    if amount is None and not is_own(each.entry.indicator):
        found.put({name: _whole(value, unit) for name, value in bounds.items()})
        return found
    number = Fraction(1) if amount else _number(each)
    times = {name: value / number if number else Fraction(1) for name, value in bounds.items()}
    if not number:
        times["size"] = _NOTHING
    found.per = math.lcm(*(value.denominator for value in times.values()))
    if any(abs(value) * found.per > SCALE for value in times.values()):
        raise TooWide
    found.put({name: int(value * found.per) for name, value in times.items()})
    return found


def _number(each: Plan) -> Fraction:
    assert isinstance(each.target, Bound)
    return each.target.value.amount()


def _bounds(found: Amounts, each: Plan) -> dict[str, Fraction]:
    """From where to where the target is met, and what a distance from there is measured by."""
    target = each.target
    bounds: dict[str, Fraction] = {}
    if isinstance(target, Range):
        low, high = target.low.amount(), target.high.amount()
        bounds = {"low": low, "high": high, "size": max(abs(low), abs(high))}
    elif isinstance(target, Bound):
        t = target.value.amount()
        down = each.direction is Direction.DOWN
        equal = target.op is Comparison.EQUAL
        if equal or not down:
            bounds["low"] = t
        if equal or down:
            bounds["high"] = t
        bounds["size"] = abs(t) if equal else max(t, _NOTHING)
        found.strict = target.op in (Comparison.MORE, Comparison.LESS)
        found.reciprocal = down and each.scoring.rule is Rule.RECIPROCAL
        if each.over_completion and t > 0:
            bounds["over"] = Fraction(*each.over_completion) * t
    if each.scoring.rule is Rule.DIRECT:
        bounds["size"] = _NOTHING
    if each.is_budget:
        bounds["budget"] = Fraction(1)
    return bounds


def _full_line(found: Amounts, each: Plan, unit: Unit) -> None:
    line = each.scoring.full_line
    if line is None or each.scoring.rule is Rule.DIRECT or isinstance(each.target, Range):
        return
    found.full_line = _whole(line.amount(), unit)
    if found.full_line <= 0:
        raise TooWide


def _possible(found: Amounts, reading: Plan, unit: Unit) -> None:
    """The values that can be; others are left to Python, which says what is wrong."""
    least: list[int] = []
    most: list[int] = []
    if reading.is_budget or not may_be_negative(unit.dimension):
        least.append(0)
    if reading.is_satisfaction and unit.dimension.is_ratio:
        most.append(_whole(Fraction(1), unit))
    for holds, limit in reading.limits:
        below, same, above = holds(0, 1), holds(1, 1), holds(1, 0)
        if not same or below == above:  # neither ≥ nor ≤
            raise TooWide
        (most if below else least).append(_whole(Fraction(*limit), unit))
    found.least = max(least, default=None)
    found.most = min(most, default=None)


def _whole(value: Fraction, unit: Unit) -> int:
    """A number in millionths of a unit. Raises TooWide where that is not whole, or too large."""
    scaled = value / unit.factor * SCALE
    if scaled.denominator != 1 or abs(scaled.numerator) >= MOST:
        raise TooWide
    return scaled.numerator
