"""Spec and actuals to scorecard: the rules of docs/scoring.md, clause by clause."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.judging import judge
from perfgoals.evaluation.matching import Matches, match
from perfgoals.evaluation.planning import SpecPlan, TaskPlan, plan_of
from perfgoals.evaluation.regions import rows_of
from perfgoals.messages import both
from perfgoals.method import Method, Outcome
from perfgoals.model import Spec
from perfgoals.scorecard import Result, Scorecard, TaskResult
from perfgoals.units import using

__all__ = ["evaluate"]

_HUNDRED = Decimal("100.00")
_NOTHING = Decimal("0.00")

# Python 3.11 takes as long to look up an enumeration's member as to compare two numbers.
_MET, _PARTIAL, _MISSED = Outcome.MET, Outcome.PARTIAL, Outcome.MISSED


def evaluate(
    spec: Spec,
    actuals: Actuals,
    *,
    as_of: datetime.date | None = None,
    keep_going: bool = False,
) -> Scorecard:
    """The scorecard of a spec, from the rows of its region.

    `as_of` leaves out what is neither met nor due on that day; without it everything is due, so
    that a result never depends on the day it is computed. Raises ActualsError with every problem
    of the rows; with `keep_going` the touched indicators count as unreported, are flagged
    "problem", and the problems stand on the scorecard. Rules: docs/scoring.md.

    >>> import perfgoals as pg
    >>> spec = pg.loads("地区: 汕头市\\n产出指标\\n  新建管网 ≥ 80 公里")
    >>> rows = pg.Actuals.from_rows([{"指标": "新建管网", "实际值": "79.5公里"}])
    >>> card = pg.evaluate(spec, rows)
    >>> str(card.total), card.grade
    ('99.38', '优')
    """
    spec = in_force(spec, as_of)
    plan = plan_of(spec)
    rows, problems = rows_of(spec, actuals)
    with using(spec.units):
        found = match(plan, rows)
    problems += [*found.problems, *_without_due_date(spec, plan, as_of)]
    if problems and not keep_going:
        raise ActualsError(sorted(problems, key=_place))
    readings, touched = found.readings.get, found.touched
    results = tuple(
        [judge(each, readings(at), as_of, at in touched) for at, each in enumerate(plan.plans)]
    )
    tasks = tuple([_task_result(task, found, as_of, results) for task in plan.tasks])
    not_due = _NOTHING
    if as_of is not None:
        not_due = sum((r.weight for r in results if r.outcome is Outcome.NOT_DUE), _NOTHING)
    total = sum([result.score for result in results], _NOTHING)
    return Scorecard(
        spec=spec,
        results=results,
        total=total,
        grade=None if not_due or not results else _grade(spec.method, total),
        due_weight=(_HUNDRED if results else _NOTHING) - not_due,
        not_due_weight=not_due,
        as_of=as_of,
        tasks=tasks,
        notes=(both("note.problems", count=len(problems)), *plan.notes) if problems else plan.notes,
        problems=tuple(sorted(problems, key=_place)),
        actuals_sha256=actuals.sha256,
    )


def _task_result(
    task: TaskPlan, found: Matches, as_of: datetime.date | None, of_table: Sequence[Result]
) -> TaskResult:
    """A task is done when all its targets are met, not done when one is missed or partial."""
    if not task.targets:
        return task.unknown
    done: bool | None = True
    results = []
    for target in task.targets:
        at = target.position
        if target.is_shared:
            result = of_table[at]
        else:
            reading = found.of_tasks.get(target, found.readings.get(at))
            result = judge(target.plan, reading, as_of, at in found.touched)
        results.append(result)
        if result.outcome is _MISSED or result.outcome is _PARTIAL:
            done = False
        elif result.outcome is not _MET and done:
            done = None
    return TaskResult(task.task, done, tuple(results))


def _place(problem: Problem) -> tuple[str, str, int, int]:
    span = problem.span
    return (span.path, span.sheet, span.line, span.column) if span else ("", "", 0, 0)


def _without_due_date(spec: Spec, plan: SpecPlan, as_of: datetime.date | None) -> list[Problem]:
    """With a day to judge by, everything must say when it is due."""
    if as_of is None or plan.is_dated:
        return []
    return [Problem(code="PG531", span=Span(path=spec.path, line=1))]


def _grade(method: Method, total: Decimal) -> str | None:
    """The first grade whose bound the total reaches."""
    return next((grade.name for grade in method.grades if total >= grade.bound), None)
