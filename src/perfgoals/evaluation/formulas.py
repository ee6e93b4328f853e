"""The clause of docs/scoring.md that gives a completion, as a formula with its numbers.

It says in words what `completion` and `judging` work out; tests/test_why.py works every formula out
again and holds it against the result.
"""

from __future__ import annotations

from fractions import Fraction

import attrs

from perfgoals.achieved import Achievement, Computed, Execution, amount_of
from perfgoals.evaluation.planning import Plan
from perfgoals.messages import Both, both
from perfgoals.method import Outcome, Rule
from perfgoals.scorecard import Result
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Range
from perfgoals.units import Quantity, exact_decimal, plain

__all__ = ["Formula", "formula_of"]


@attrs.frozen
class Formula:
    """The clause in words, and its arithmetic (empty where there is none)."""

    clause: Both
    text: str = ""


def formula_of(each: Plan, result: Result) -> Formula:
    """How the completion of a judged result was worked out."""
    value = result.actual
    if isinstance(value, Achievement):
        return _qualitative(each, value)
    if result.outcome is Outcome.MET:
        return Formula(both("why.met"))
    if isinstance(each.target, Deadline):
        return Formula(both("why.deadline"))
    if each.scoring.rule is Rule.DIRECT:
        return Formula(both("why.direct"))
    assert isinstance(value, Quantity | Execution | Computed)
    amount = amount_of(value)
    unit = each.unit.factor
    formula = (
        Formula(both("why.rate"), _text(min(amount, Fraction(1))))
        if each.is_budget and each.scoring.full_line is None
        else _range(each.target, amount / unit, unit)
        if isinstance(each.target, Range)
        else _bound(each, amount / unit, unit)
    )
    line = each.scoring.pass_line
    if line is not None and result.completion == 0 and formula.text:
        return Formula(both("why.below_pass_line", line=str(line)), formula.text)
    return formula


def _qualitative(each: Plan, value: Achievement) -> Formula:
    if value.outcome is not Outcome.MET and each.scoring.rule is Rule.DIRECT:
        return Formula(both("why.direct"))
    if value.share is not None:
        return Formula(both("why.share"), _text(value.share.amount()))
    if value.outcome is Outcome.MET:
        return Formula(both("why.met_text"))
    return Formula(both("why.band"), _text(each.bands[value.outcome].earns))


def _bound(each: Plan, a: Fraction, factor: Fraction) -> Formula:
    target = each.target
    assert isinstance(target, Bound)
    t = target.value.amount() / factor
    full = each.scoring.full_line
    if full is not None:
        return Formula(both("why.full_line", line=str(full)), _over(a, full.amount() / factor))
    if target.op is Comparison.EQUAL:
        if t == 0:
            return Formula(both("why.zero_target"))
        return Formula(both("why.equal"), f"1 − |{_text(a)} − {_text(t)}| ÷ |{_text(t)}|")
    if t <= 0:
        return Formula(both("why.zero_target"))
    if each.direction is not Direction.DOWN:
        return Formula(both("why.up"), _over(a, t))
    if each.scoring.rule is Rule.RECIPROCAL:
        return Formula(both("why.reciprocal"), _over(t, a))
    return Formula(both("why.down"), f"1 − ({_text(a)} − {_text(t)}) ÷ {_text(t)}")


def _range(target: Range, a: Fraction, factor: Fraction) -> Formula:
    low, high = target.low.amount() / factor, target.high.amount() / factor
    size = max(abs(low), abs(high))
    if size == 0:
        return Formula(both("why.zero_target"))
    far = f"{_text(low)} − {_text(a)}" if a < low else f"{_text(a)} − {_text(high)}"
    return Formula(both("why.range"), f"1 − ({far}) ÷ {_text(size)}")


def _over(one: Fraction, other: Fraction) -> str:
    return f"{_text(one)} ÷ {_text(other)}"


def _text(number: Fraction) -> str:
    exact = exact_decimal(number)
    text = f"({number})" if exact is None else plain(exact)
    return f"({text})" if text.startswith("-") else text
