"""What the reference evaluator says beside the score: flags, and whether a task is done."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from perfgoals.method import Method, Outcome
from perfgoals.model import Indicator
from perfgoals.targets import Bound, Direction
from perfgoals.testing.measures import amount
from perfgoals.testing.reading import BUDGET, Value

__all__ = ["done", "flags"]


def flags(indicator: Indicator, a: Value | None, method: Method) -> tuple[str, ...]:
    """What calls for an explanation and takes no points, in the order of `cards`."""
    found = []
    if isinstance(a, Fraction) and isinstance(indicator.target, Bound):
        target, hint = amount(indicator.target.value), method.over_completion
        upward = indicator.direction is Direction.UP and target > 0
        if upward and hint is not None and a >= amount(hint) * target:
            found.append("over_completion")
    if isinstance(a, Fraction) and indicator.name == BUDGET.name and a > 1:
        found.append("over_budget")
    return (*found, "no_share") if a == (Outcome.MET, None) else tuple(found)


def done(outcomes: Collection[Outcome]) -> bool | None:
    """A task is done when all its targets are met, not done when one is missed or partial; else,
    and without any target, that is not known."""
    if Outcome.MISSED in outcomes or Outcome.PARTIAL in outcomes:
        return False
    return True if set(outcomes) == {Outcome.MET} else None
