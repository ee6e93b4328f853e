"""Several specs against one set of rows: each takes the rows of its region."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError, Problem
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.regions import same_region, without_region
from perfgoals.messages import Both, both
from perfgoals.model import Spec
from perfgoals.names import fold_region
from perfgoals.scorecard import Scorecard

__all__ = ["Batch", "evaluate_all"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Batch:
    """The scorecards of the specs whose rows have no problem, and all problems."""

    cards: tuple[Scorecard, ...]
    problems: tuple[Problem, ...]
    failed: tuple[Spec, ...]
    notes: tuple[Both, ...]


def evaluate_all(
    specs: Sequence[Spec],
    actuals: Actuals,
    *,
    as_of: datetime.date | None = None,
    keep_going: bool = False,
) -> Batch:
    """Evaluate each spec; one with a problem in its rows gets no scorecard, the others do.

    With `keep_going` it gets one from its good rows.
    """
    problems = [*_twice(specs), *_without_region(specs, actuals)]
    cards, failed = [], []
    if len(specs) > 1:
        actuals = attrs.evolve(actuals, rows=tuple(row for row in actuals.rows if row.region))
    for spec in specs:
        try:
            card = evaluate(spec, actuals, as_of=as_of, keep_going=keep_going)
        except ActualsError as error:
            # Rows without a region have been reported: that a spec has none is their echo.
            echoes = ("PG530", "PG534") if any(x.code == "PG532" for x in problems) else ()
            problems += [problem for problem in error.problems if problem.code not in echoes]
            failed.append(spec)
        else:
            problems += card.problems
            cards.append(card)
    return Batch(
        cards=tuple(cards),
        problems=tuple(problems),
        failed=tuple(failed),
        notes=_notes(specs, actuals),
    )


def _twice(specs: Sequence[Spec]) -> list[Problem]:
    """Rows go to specs by their region, so one region cannot have two."""
    seen: dict[str, Spec] = {}
    problems = []
    for spec in specs:
        key = fold_region(spec.region or "")
        if key in seen:
            problems.append(same_region(spec, seen[key]))
        seen.setdefault(key, spec)
    return problems


def _without_region(specs: Sequence[Spec], actuals: Actuals) -> list[Problem]:
    if len(specs) < 2:
        return []
    return [without_region(row, specs) for row in actuals.rows if not row.region]


def _notes(specs: Sequence[Spec], actuals: Actuals) -> tuple[Both, ...]:
    notes = []
    known = {fold_region(spec.region) for spec in specs if spec.region} | {""}
    others = [
        row for region, rows in actuals.by_region.items() if region not in known for row in rows
    ]
    if others:
        names = "、".join(list(dict.fromkeys(row.region for row in others))[:5])
        notes.append(both("note.other_regions", count=len(others), regions=names))
    if actuals.ignored:
        notes.append(both("note.ignored", columns="、".join(actuals.ignored[:10])))
    if actuals.other_sheets:
        notes.append(both("note.sheets", sheets="、".join(actuals.other_sheets[:10])))
    return tuple(notes)
