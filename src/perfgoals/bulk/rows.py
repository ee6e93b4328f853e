"""What the query asks of Python: odd rows, read and judged by the evaluator's own code.

These are the functions that the engines call, with plain values in and out.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from perfgoals.achieved import Computed
from perfgoals.actuals import Actuals, Row
from perfgoals.bulk.dialects import FLAGS
from perfgoals.bulk.schema import DESCRIBED, FACTS, NO_REGION, SCALE, Fields, Function
from perfgoals.bulk.targets import items_of
from perfgoals.bulk.telling import Fact, Telling, has_long_cell, row_of, sorted_facts
from perfgoals.bulk.words import OUTCOMES
from perfgoals.columns import COLUMNS
from perfgoals.errors import ActualsError
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.judging import judge
from perfgoals.evaluation.matching import find_position
from perfgoals.evaluation.planning import Plan, SpecPlan, plan_of
from perfgoals.evaluation.reading import BUDGET_SPENT, WrongRow, read
from perfgoals.names import fold
from perfgoals.scorecard import Result
from perfgoals.units import using
from perfgoals.values import split_unit

__all__ = ["Rows"]

JUDGED: Fields = (("outcome", "INT"), ("score", "INT"), ("completion", "INT"), ("flags", "INT"))
"""What `judge` gives: all None for a row that is a problem."""

RESULTS: Fields = (
    ("item", "INT"),
    *JUDGED,
    ("record", "BIGINT"),
    ("actual", "STRING"),
    ("unit", "STRING"),
    ("period", "STRING"),
    ("reporting_unit", "STRING"),
    ("note", "STRING"),
)
"""What `results` gives for each target of a spec whose rows are taken together."""

_PROBLEM: dict[str, int | None] = {name: None for name, _ in JUDGED}


@attrs.define
class Rows(Telling):
    """The rows of specs that are evaluated."""

    functions: ClassVar[tuple[Function, ...]] = (
        *Telling.functions,
        Function("is_long", ("STRING",) * len(COLUMNS), "BOOLEAN"),
        Function("folded", ("STRING",), "STRING"),
        Function("find", ("INT", "STRING", "STRING", "STRING"), "INT"),
        Function("judge", ("INT", "INT", *("STRING",) * 4), JUDGED),
        Function("results", ("INT", [FACTS]), [RESULTS], takes_nothing=True),
        Function("problems", ("INT", [FACTS]), [DESCRIBED]),
    )

    as_of: datetime.date | None = None
    keep_going: bool = False

    def is_long(
        self,
        region: str,
        indicator: str,
        actual: str,
        unit: str,
        period: str,
        reporting_unit: str,
        note: str,
    ) -> bool:
        """Whether a cell of a row has more characters than are read."""
        return has_long_cell((region, indicator, actual, unit, period, reporting_unit, note))

    def folded(self, indicator: str) -> str:
        """The name of an indicator as it is compared."""
        return fold(indicator)

    def find(self, spec: int, indicator: str, actual: str, unit: str) -> int:
        """The position of the indicator that a row names, −1 where that cannot be said."""
        indicator = indicator.strip()
        if spec == NO_REGION or not indicator:
            return -1
        plan = plan_of(self.specs[self.alike[spec]])
        if not _may_be_found(plan, indicator):  # the search for near names would take its time
            return -1
        row = Row(indicator=indicator, actual=actual.strip(), unit=unit.strip())
        try:
            with using(plan.spec.units):
                return find_position(plan, row, False)
        except WrongRow:
            return -1

    def judge(
        self, spec: int, item: int, indicator: str, actual: str, unit: str, period: str
    ) -> dict[str, int | None]:
        """The verdict on a row for a target, without regard to the day."""
        plan = plan_of(self.specs[self.alike[spec]])
        return _judged(plan, item, indicator, actual, unit, period)

    # ---- whole specs: rows that are joined, formulas --------------------------------------------------

    def results(self, spec: int, facts: Sequence[Fact]) -> list[dict[str, Any]] | None:
        """What came of each target of a spec; None where it gets no scorecard."""
        facts = sorted_facts(facts)
        if any(has_long_cell([fact[name] or "" for name in COLUMNS]) for fact in facts):
            return None
        rows = [row_of(fact) for fact in facts]
        if not all(row.indicator for row in rows):
            return None
        try:
            card = evaluate(
                self.specs[spec],
                Actuals(rows=tuple(rows)),
                as_of=self.as_of,
                keep_going=self.keep_going,
            )
        except ActualsError:
            return None
        of_tasks = {id(each.task): each.results for each in card.tasks}
        plan = plan_of(self.specs[spec])
        found = dict(enumerate(card.results))
        for task, places in zip(plan.tasks, items_of(plan), strict=True):
            found.update(zip(places, of_tasks[id(task.task)], strict=True))
        return [_told_result(item, result) for item, result in found.items()]

    def problems(self, spec: int, facts: Sequence[Fact]) -> list[dict[str, Any]]:
        """What is wrong with the rows of a spec, as a whole."""
        rows, told = self._placed(sorted_facts(facts))
        try:
            card = evaluate(
                self.specs[spec], Actuals(rows=tuple(rows)), as_of=self.as_of, keep_going=True
            )
        except ActualsError as error:
            told += error.problems
        else:
            told += card.problems
        return self._told_all(told)


def _told_result(item: int, result: Result) -> dict[str, Any]:
    """A result for the columns of the query. Where rows were joined, the actual is what they make."""
    row, c = result.row, result.completion
    joined = len(result.rows) > 1 or isinstance(result.actual, Computed)
    actual = result.actual_text() if joined else row.actual if row and result.actual else None
    return {
        "item": item,
        "outcome": OUTCOMES[result.outcome],
        "score": int(result.score * 100),
        "completion": None if c is None else millionths(c),
        "flags": sum(FLAGS[flag] for flag in result.flags),
        "record": row.line if row else None,
        "actual": actual,
        "unit": None if joined or row is None else row.unit,
        "period": row.period if row else None,
        "reporting_unit": row.reporting_unit if row else None,
        "note": row.note if row else None,
    }


def millionths(c: Fraction) -> int:
    """A completion in millionths, half up."""
    return (2 * c.numerator * SCALE + c.denominator) // (2 * c.denominator)


@functools.lru_cache(maxsize=4096)
def _judged(
    plan: SpecPlan, item: int, indicator: str, actual: str, unit: str, period: str
) -> dict[str, int | None]:
    """One slip is often made in the rows of many towns."""
    row = Row(
        indicator=indicator.strip(),
        actual=actual.strip(),
        unit=unit.strip(),
        period=period.strip(),
    )
    try:
        with using(plan.spec.units):
            reading = read(plan.every[find_position(plan, row, False)], row)
    except WrongRow:
        return _PROBLEM
    result = judge(_items(plan)[item], reading, None, False)
    c = result.completion
    return {
        "outcome": OUTCOMES[result.outcome],
        "score": int(result.score * 100),
        "completion": None if c is None else millionths(c),
        "flags": sum(FLAGS[flag] for flag in result.flags),
    }


def _may_be_found(plan: SpecPlan, indicator: str) -> bool:
    key = fold(indicator)
    if key in plan.by_name or key == BUDGET_SPENT:
        return True
    parts = split_unit(indicator)
    stem = fold(parts[0]) if parts else ""
    return stem in plan.by_name or stem == BUDGET_SPENT


@functools.lru_cache(maxsize=256)
def _items(plan: SpecPlan) -> dict[int, Plan]:
    """The targets of a table and of its tasks, by their numbers."""
    found = dict(enumerate(plan.every))
    for task, items in zip(plan.tasks, items_of(plan), strict=True):
        found |= {
            item: target.plan
            for item, target in zip(items, task.targets, strict=True)
            if item not in found
        }
    return found
