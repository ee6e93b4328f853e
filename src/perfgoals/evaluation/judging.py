"""One indicator: its outcome, completion and score. docs/scoring.md, "Completion" and "Score"."""

from __future__ import annotations

import datetime
from fractions import Fraction

from perfgoals.achieved import Achievement, Actual, Computed, Execution, amount_of
from perfgoals.evaluation.completion import (
    ONE,
    ZERO,
    Ratio,
    completion,
    full_line_completion,
    range_completion,
    rate_completion,
)
from perfgoals.evaluation.planning import Plan
from perfgoals.evaluation.reading import Reading
from perfgoals.joined import ONE_ROW
from perfgoals.method import Outcome, Rule
from perfgoals.scorecard import Result
from perfgoals.targets import Bound, Deadline, Qualitative, Range
from perfgoals.units import SCALES, Quantity
from perfgoals.weights import points

__all__ = ["judge", "verdict"]

# Python 3.11 takes as long to look up an enumeration's member as to compare two numbers.
MET, MISSED, UNREPORTED, NOT_DUE = (
    Outcome.MET,
    Outcome.MISSED,
    Outcome.UNREPORTED,
    Outcome.NOT_DUE,
)

Verdict = tuple[Outcome, Fraction, bool, tuple[str, ...]]
"""Outcome, completion, whether it may earn its full weight, and flags."""


def judge(
    plan: Plan, reading: Reading | None, as_of: datetime.date | None, touched: bool
) -> Result:
    """The result of one indicator. Unreported earns 0; what is unmet and not yet due is left out."""
    c: Fraction | None
    flags: tuple[str, ...]
    row, joined, value = None, ONE_ROW, None
    if reading is not None:
        row, joined = reading.row, reading.joined
        value = None if touched else reading.value
    if reading is None or value is None:
        outcome, c, full, flags = UNREPORTED, None, False, ("problem",) * touched
    else:
        outcome, c, full, flags = _JUDGES[type(plan.target)](plan, value, reading.ratio)
    if as_of is not None and outcome is not MET and plan.due and plan.due > as_of:
        outcome, c, full = NOT_DUE, None, False
    score = plan.weight if c is ONE and full else points(_score(plan.cents, c, full))
    if joined is not ONE_ROW:
        flags += joined.flags
    return Result(plan.entry, outcome, plan.weight, score, c, value, row, plan.due, flags, joined)


def _score(cents: int, c: Fraction | None, full: bool) -> int:
    """Weight × c in units of 0.01, half up (四舍五入); without a completion 0.

    What is not met stays a cent below its weight; nothing goes below 0.
    """
    if c is None:
        return 0
    n, d = c.as_integer_ratio()
    score = (2 * cents * n + d) // (2 * d)
    return max(0, min(score, cents if full else cents - 1))


def verdict(plan: Plan, value: Actual, ratio: Ratio | None = None) -> Verdict:
    """What came of a value, by the tables of docs/scoring.md; `ratio` is a number's, where known."""
    return _JUDGES[type(plan.target)](plan, value, ratio)


def _bound(plan: Plan, value: Actual, ratio: Ratio | None) -> Verdict:
    """Met as its operator says; else by 满分线 where the rule has one, else by the amounts, or the rate."""
    actual, wanted = ratio or _ratio(value), plan.ratio
    a, t = actual[0] * wanted[1], wanted[0] * actual[1]  # in one unit
    flags = _flags(plan, value, actual, a, t)
    if plan.holds(a, t):
        return MET, ONE, True, flags
    scoring = plan.scoring
    if scoring.full_line is not None:
        return MISSED, *full_line_completion(scoring.full_line, scoring, actual), flags
    if plan.is_budget:
        return MISSED, rate_completion(scoring, actual), False, flags
    assert isinstance(plan.target, Bound)
    return MISSED, completion(plan.target.op, plan.direction, scoring, a, t), False, flags


def _range(plan: Plan, value: Actual, ratio: Ratio | None) -> Verdict:
    """Met where lo ≤ a ≤ hi."""
    target = plan.target
    assert isinstance(target, Range)
    actual = ratio or _ratio(value)
    flags = _flags(plan, value, actual, 0, 0)
    if target.low.amount() <= Fraction(*actual) <= target.high.amount():
        return MET, ONE, True, flags
    if plan.is_budget:
        return MISSED, rate_completion(plan.scoring, actual), False, flags
    return MISSED, range_completion(target, plan.scoring, actual), False, flags


def _deadline(plan: Plan, value: Actual, _: Ratio | None) -> Verdict:
    """Met on its day at the latest; a day later is 0."""
    assert isinstance(plan.target, Deadline)
    assert isinstance(value, datetime.date)
    return (MET, ONE, True, ()) if value <= plan.target.date else (MISSED, ZERO, False, ())


def _qualitative(plan: Plan, value: Actual, _: Ratio | None) -> Verdict:
    """A share earns itself; 达成 alone earns 1 and is flagged; the others their band's lowest."""
    assert isinstance(value, Achievement)
    outcome, met = value.outcome, value.outcome is MET
    if not met and plan.scoring.rule is Rule.DIRECT:
        return outcome, ZERO, False, ()
    if value.exact is not None:
        return outcome, value.exact, met, ()
    if met:
        return outcome, ONE, True, ("no_share",)
    return outcome, plan.bands[outcome].earns, False, ()


_JUDGES = {Bound: _bound, Range: _range, Deadline: _deadline, Qualitative: _qualitative}


def _ratio(value: Actual) -> Ratio:
    if isinstance(value, Quantity):
        return value.ratio()
    assert isinstance(value, Execution | Computed)
    return amount_of(value).as_integer_ratio()


def _flags(plan: Plan, value: Actual, actual: Ratio, a: int, t: int) -> tuple[str, ...]:
    """What calls for an explanation and takes no points; `a` and `t` are in one unit."""
    flags: tuple[str, ...] = ()
    over = plan.over_completion
    if over and a * over[1] >= t * over[0]:  # a ≥ over × t
        flags = ("over_completion",)
    if plan.is_budget and actual[0] > actual[1]:
        flags += ("over_budget",)
    if plan.counter and isinstance(value, Quantity) and value.unit is not plan.unit:
        flags += ("other_counter",) * (value.unit.text.lstrip(SCALES) != plan.counter)
    return flags
