"""Several specs against one set of rows: each takes the rows of its region."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import attrs

from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError, Problem
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.regions import clashes, same_region, twins, without_region
from perfgoals.messages import Both, both
from perfgoals.model import Spec
from perfgoals.names import fold, region_keys
from perfgoals.scorecard import Scorecard

__all__ = ["Batch", "each_by_its_rows", "evaluate_all", "rows_of_no_region", "with_regions"]


Card = TypeVar("Card")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Batch(Generic[Card]):
    """The cards of the specs whose rows have no problem, and all problems."""

    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    failed: tuple[Spec, ...]
    notes: tuple[Both, ...]


def evaluate_all(
    specs: Sequence[Spec],
    actuals: Actuals,
    *,
    as_of: datetime.date | None = None,
    keep_going: bool = False,
) -> Batch[Scorecard]:
    """Evaluate each spec; one with a problem in its rows gets no scorecard, the others do.

    With `keep_going` it gets one from its good rows.
    """

    def score(spec: Spec, rows: Actuals) -> tuple[Scorecard, Sequence[Problem]]:
        card = evaluate(spec, rows, as_of=as_of, keep_going=keep_going)
        return card, card.problems

    return each_by_its_rows(specs, actuals, score)


def each_by_its_rows(
    specs: Sequence[Spec],
    actuals: Actuals,
    score: Callable[[Spec, Actuals], tuple[Card, Sequence[Problem]]],
) -> Batch[Card]:
    """What `score` says of each spec; where there are several, rows without a region are of none."""
    problems = [*_twice(specs), *rows_of_no_region(specs, actuals)]
    cards, failed = [], []
    actuals = with_regions(specs, actuals)
    for spec in specs:
        try:
            card, found = score(spec, actuals)
        except ActualsError as error:
            # Rows without a region have been reported: that a spec has none is their echo.
            echoes = ("PG530", "PG534") if any(x.code == "PG532" for x in problems) else ()
            problems += [problem for problem in error.problems if problem.code not in echoes]
            failed.append(spec)
        else:
            problems += found
            cards.append(card)
    return Batch(
        cards=tuple(cards),
        problems=tuple(problems),
        failed=tuple(failed),
        notes=_notes(specs, actuals),
    )


def with_regions(specs: Sequence[Spec], actuals: Actuals) -> Actuals:
    """The rows that are meant for one of some specs, or for a single one."""
    unclear = _unclear(specs, actuals)
    if not unclear:
        return actuals
    rows = tuple(row for row in actuals.rows if fold(row.region) not in unclear)
    return attrs.evolve(actuals, rows=rows)


def rows_of_no_region(specs: Sequence[Spec], actuals: Actuals) -> list[Problem]:
    """The problems of rows that could be meant for any of several specs."""
    unclear = _unclear(specs, actuals)
    if not unclear:
        return []
    return [without_region(row, specs) for row in actuals.rows if fold(row.region) in unclear]


def _unclear(specs: Sequence[Spec], actuals: Actuals) -> set[str]:
    """The regions of rows, by their folded names, that could be meant for any of several specs."""
    return set() if len(specs) < 2 else {"", *clashes(specs)} & actuals.by_region.keys()


def _twice(specs: Sequence[Spec]) -> list[Problem]:
    """Rows go to specs by their region, so one region cannot have two."""
    return [same_region(specs[one], specs[first]) for one, first in twins(specs)]


def _notes(specs: Sequence[Spec], actuals: Actuals) -> tuple[Both, ...]:
    notes = []
    known = {key for spec in specs for key in region_keys(spec.region or "")} | {""}
    others = [
        row for region, rows in actuals.by_region.items() if region not in known for row in rows
    ]
    if others:
        names = "、".join(list(dict.fromkeys(row.region for row in others))[:5])
        notes.append(both("note.other_regions", count=len(others), regions=names))
        blank = len(actuals.by_region.get("", ()))
        if blank:  # a region that is written once for a block of rows looks like this
            notes.append(both("note.no_region", count=blank, region=specs[0].region or "—"))
    if actuals.ignored:
        notes.append(both("note.ignored", columns="、".join(actuals.ignored[:10])))
    if actuals.other_sheets:
        notes.append(both("note.sheets", sheets="、".join(actuals.other_sheets[:10])))
    return tuple(notes)
