"""A scorecard as plain figures: what the evaluator and the reference are compared by."""

from __future__ import annotations

from fractions import Fraction

import attrs

from perfgoals.method import Outcome
from perfgoals.scorecard import Scorecard

__all__ = ["Card", "Line", "figures"]

_COMPARED = ("over_completion", "over_budget", "no_share")


@attrs.frozen
class Line:
    """What came of one indicator; `completion` is None for what is unreported or not due."""

    name: str
    outcome: Outcome
    weight: Fraction
    score: Fraction
    completion: Fraction | None = None
    flags: tuple[str, ...] = ()


@attrs.frozen
class Card:
    """What came of a spec. `tasks` says of each task whether it is done, the binding ones first."""

    lines: tuple[Line, ...]
    total: Fraction
    grade: str | None
    tasks: tuple[bool | None, ...] = ()


def figures(card: Scorecard) -> Card:
    """The figures of a scorecard."""
    lines = tuple(
        Line(
            name=result.indicator.name,
            outcome=result.outcome,
            weight=Fraction(result.weight),
            score=Fraction(result.score),
            completion=result.completion,
            flags=tuple(flag for flag in _COMPARED if flag in result.flags),
        )
        for result in card.results
    )
    tasks = tuple(task.done for task in card.tasks)
    return Card(lines=lines, total=Fraction(card.total), grade=card.grade, tasks=tasks)
