"""One indicator: its outcome, completion and score. docs/scoring.md, "Completion" and "Score"."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from perfgoals.achieved import Achievement, Actual, Computed, Execution, amount_of
from perfgoals.evaluation.completion import completion, is_met, range_completion
from perfgoals.evaluation.joining import Reading
from perfgoals.evaluation.planning import Plan
from perfgoals.method import Outcome, Rule
from perfgoals.scorecard import Result
from perfgoals.targets import Bound, Deadline, Range
from perfgoals.units import SCALES, Quantity
from perfgoals.weights import points

__all__ = ["judge", "verdict"]

_ONE, _ZERO = Fraction(1), Fraction(0)

Verdict = tuple[Outcome, Fraction, bool, tuple[str, ...]]
"""Outcome, completion, whether it may earn its full weight, and flags."""


def judge(
    plan: Plan,
    reading: Reading | None,
    as_of: datetime.date | None,
    lowest: Mapping[Outcome, Fraction],
    touched: bool,
) -> Result:
    """The result of one indicator. Unreported earns 0; what is unmet and not yet due is left out."""
    value = reading.value if reading and not touched else None
    c: Fraction | None
    flags: tuple[str, ...]
    if value is None:
        outcome, c, full, flags = Outcome.UNREPORTED, None, False, ("problem",) * touched
    else:
        outcome, c, full, flags = verdict(plan, value, lowest)
    if outcome is not Outcome.MET and as_of is not None and plan.due and plan.due > as_of:
        outcome, c, full = Outcome.NOT_DUE, None, False
    return Result(
        entry=plan.entry,
        outcome=outcome,
        weight=plan.weight,
        score=plan.weight if c is _ONE and full else points(_score(plan.cents, c or _ZERO, full)),
        completion=c,
        actual=value,
        row=reading.row if reading else None,
        due=plan.due,
        flags=flags if reading is None else flags + _of_joining(reading),
        rows=reading.rows if reading else (),
        parts=reading.parts if reading else (),
        missing=reading.missing if reading else (),
        items=reading.items if reading else (),
    )


def _of_joining(reading: Reading) -> tuple[str, ...]:
    """What the joining of rows wants to be seen: units or periods that did not report."""
    return ("partial_report",) * reading.partial + ("gap",) * reading.gap


def _score(cents: int, c: Fraction, full: bool) -> int:
    """Weight × c in units of 0.01, half up (四舍五入).

    What is not met stays a cent below its weight; nothing goes below 0.
    """
    score = (2 * cents * c.numerator + c.denominator) // (2 * c.denominator)
    return max(0, min(score, cents if full else cents - 1))


def verdict(plan: Plan, value: Actual, lowest: Mapping[Outcome, Fraction]) -> Verdict:
    """What came of a value, by the tables of docs/scoring.md."""
    target = plan.target
    if isinstance(value, Achievement):
        return _qualitative(plan, value, lowest)
    if isinstance(target, Deadline):
        met = isinstance(value, datetime.date) and value <= target.date
        return (Outcome.MET, _ONE, True, ()) if met else (Outcome.MISSED, _ZERO, False, ())
    actual = _ratio(value)
    flags = _flags(plan, value, actual)
    if isinstance(target, Range):
        if target.low.amount() <= Fraction(*actual) <= target.high.amount():
            return Outcome.MET, _ONE, True, flags
        return Outcome.MISSED, range_completion(target, plan.scoring, actual), False, flags
    assert isinstance(target, Bound)
    if is_met(target.op, plan.direction, plan.ratio, actual):
        return Outcome.MET, _ONE, True, flags
    return Outcome.MISSED, *completion(target, plan.direction, plan.scoring, actual), flags


def _qualitative(plan: Plan, value: Achievement, lowest: Mapping[Outcome, Fraction]) -> Verdict:
    """A share earns itself; 达成 alone earns 1 and is flagged; the others their band's lowest."""
    outcome, met = value.outcome, value.outcome is Outcome.MET
    if not met and plan.scoring.rule is Rule.DIRECT:
        return outcome, _ZERO, False, ()
    if value.share is not None:
        return outcome, value.share.amount(), met, ()
    return (outcome, _ONE, True, ("no_share",)) if met else (outcome, lowest[outcome], False, ())


def _ratio(value: Actual) -> tuple[int, int]:
    if isinstance(value, Quantity):
        return value.ratio()
    assert isinstance(value, Execution | Computed)
    amount = amount_of(value)
    return amount.numerator, amount.denominator


def _flags(plan: Plan, value: Actual, actual: tuple[int, int]) -> tuple[str, ...]:
    """What calls for an explanation and takes no points."""
    flags: tuple[str, ...] = ()
    over, (target, unit) = plan.over_completion, plan.ratio
    # a ≥ over × t, by products: a/d ≥ (o/p) × (t/u)
    if over and target > 0 and actual[0] * unit * over[1] >= target * actual[1] * over[0]:
        flags = ("over_completion",)
    if plan.is_budget and actual[0] > actual[1]:
        flags += ("over_budget",)
    if plan.counter and isinstance(value, Quantity):
        flags += ("other_counter",) * (value.unit.text.lstrip(SCALES) != plan.counter)
    return flags
