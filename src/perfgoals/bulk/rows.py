"""What the query asks of Python: odd rows, read and judged by the evaluator's own code.

These are the functions that the engines call, with plain values in and out.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from perfgoals.achieved import Computed
from perfgoals.actuals import Actuals, Row
from perfgoals.bulk.dialects import FLAGS
from perfgoals.bulk.places import Places
from perfgoals.bulk.schema import DESCRIBED, FACTS, NO_REGION, SCALE
from perfgoals.bulk.targets import items_of
from perfgoals.bulk.words import OUTCOMES
from perfgoals.columns import COLUMNS, MAX_ROW_CELL
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.judging import judge
from perfgoals.evaluation.matching import find_position, misread
from perfgoals.evaluation.planning import Plan, SpecPlan, plan_of
from perfgoals.evaluation.reading import BUDGET_SPENT, WrongRow, read
from perfgoals.evaluation.regions import no_rows, no_rows_of_any, same_region, without_region
from perfgoals.model import Spec
from perfgoals.names import fold, fold_region
from perfgoals.scorecard import Result
from perfgoals.spreadsheet import unguarded
from perfgoals.units import using
from perfgoals.values import split_unit

__all__ = ["ABSENT", "JUDGED", "RESULTS", "Rows", "cell"]

JUDGED = (("outcome", "INT"), ("score", "INT"), ("completion", "INT"), ("flags", "INT"))
"""What `judge` gives: all None for a row that is a problem."""

ABSENT = (("spec", "INT"), *DESCRIBED)
"""What `absent` gives."""

RESULTS = (
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

Fact = Mapping[str, Any]
"""A row as the query hands it over: the columns FACTS."""

_MOST_HINTS = 50
_PROBLEM: dict[str, int | None] = {name: None for name, _ in JUDGED}


@attrs.define
class Rows:
    """Rows of some specs; `places` are those of the files, by their numbers.

    `alike` has for each spec the first one with the same plan: one plan is kept for many.
    """

    specs: Sequence[Spec]
    alike: Sequence[int]
    places: Sequence[Places]
    path: str
    language: str
    as_of: datetime.date | None = None
    keep_going: bool = False

    def region(self, region: str) -> str:
        """A region as it is compared; empty for one of blanks only."""
        region = region.strip()
        return fold_region(region) if region else ""

    def number(self, text: str) -> str:
        """A float's text without an exponent."""
        return format(Decimal(text), "f")

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
        return _is_long((region, indicator, actual, unit, period, reporting_unit, note))

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

    def describe(
        self,
        spec: int,
        code: str,
        number: int,
        file: int | None,
        record: int | None,
        region: str | None,
        indicator: str | None,
        actual: str | None,
        unit: str | None,
        period: str | None,
        reporting_unit: str | None,
        note: str | None,
    ) -> dict[str, str | int | None]:
        """A problem as it is told: of a row, or (without a file) of a spec."""
        if file is None or record is None:
            return self._told(self._of_spec(spec, code, number))
        cells = (region, indicator, actual, unit, period, reporting_unit, note)
        fact = dict(zip(_NAMES, (file, record, *cells), strict=True))
        try:
            row = self.places[file].row(record, _row(fact))
        except ActualsError as error:
            return self._told(error.problems[0])
        if not row.indicator:
            return self._told(Problem(code="PG508", span=row.span("indicator")))
        if spec == NO_REGION:
            return self._told(without_region(row, self.specs))
        first = self.specs[self.alike[spec]]
        plan = plan_of(first if first.path == self.specs[spec].path else self.specs[spec])
        with using(plan.spec.units):
            problem = misread(plan, row, number <= _MOST_HINTS)
        assert problem is not None
        return self._told(problem)

    # ---- whole specs: rows that are joined, formulas --------------------------------------------------

    def results(self, spec: int, facts: Sequence[Fact]) -> list[dict[str, Any]]:
        """What came of each target of a spec; nothing where it gets no scorecard."""
        facts = sorted(facts, key=_order)
        if any(_is_long([fact[name] or "" for name in COLUMNS]) for fact in facts):
            return []
        rows = [_row(fact) for fact in facts]
        if not all(row.indicator for row in rows):
            return []
        try:
            card = evaluate(
                self.specs[spec],
                Actuals(rows=tuple(rows)),
                as_of=self.as_of,
                keep_going=self.keep_going,
            )
        except ActualsError:
            return []
        of_tasks = {id(each.task): each.results for each in card.tasks}
        plan = plan_of(self.specs[spec])
        found = dict(enumerate(card.results))
        for task, places in zip(plan.tasks, items_of(plan), strict=True):
            found.update(zip(places, of_tasks[id(task.task)], strict=True))
        return [_told_result(item, result) for item, result in found.items()]

    def problems(self, spec: int, facts: Sequence[Fact]) -> list[dict[str, Any]]:
        """What is wrong with the rows of a spec, as a whole."""
        rows: list[Row] = []
        told: list[Problem] = []
        for fact in sorted(facts, key=_order):
            try:
                row = self.places[fact["file"]].row(fact["record"], _row(fact))
            except ActualsError as error:
                told += error.problems
            else:
                if row.indicator:
                    rows.append(row)
                else:
                    told.append(Problem(code="PG508", span=row.span("indicator")))
        try:
            card = evaluate(
                self.specs[spec], Actuals(rows=tuple(rows)), as_of=self.as_of, keep_going=True
            )
        except ActualsError as error:
            told += error.problems
        else:
            told += card.problems
        return [
            self._told(each) for each in told if each.code != "PG531"
        ]  # told of the spec itself

    # ---- problems as they are told --------------------------------------------------------------------

    def absent(
        self, specs: Sequence[Mapping[str, int]], regions: Sequence[Mapping[str, str]] | None
    ) -> list[dict[str, Any]]:
        """The problems of specs that no row is for; `regions` are those that rows are for."""
        names = sorted(each["region"] for each in regions or ())
        told = []
        for each in specs:
            spec = self.specs[each["spec"]]
            problem = no_rows(spec, names, self.path) if names else no_rows_of_any(spec, self.path)
            told.append({"spec": each["spec"], **self._told(problem)})
        return told

    def _of_spec(self, spec: int, code: str, number: int) -> Problem:
        if code == "PG533":
            return same_region(self.specs[spec], self.specs[number])
        return Problem(code=code, span=Span(path=self.specs[spec].path, line=1))

    def _told(self, problem: Problem) -> dict[str, str | int | None]:
        span = problem.span or Span(path="", line=0)
        return {
            "code": problem.code,
            "severity": problem.severity.value,
            "path": span.path,
            "line": span.line,
            "col": span.column,
            "upto": span.end,
            "message": problem.text(self.language),
            "help": problem.help_text(self.language),
            "related": "; ".join(str(each.span) for each in problem.related),
        }


def cell(text: str) -> str:
    """A cell of a CSV file as it was before it was guarded against spreadsheets."""
    return unguarded(text.strip())


_NAMES = tuple(name for name, _ in FACTS)


def _row(fact: Fact) -> Row:
    """A row of its texts; its number stands for its line."""
    texts: dict[str, Any] = {name: (fact[name] or "").strip() for name in _NAMES[2:]}
    return Row(**texts, line=fact["record"])


def _is_long(cells: Iterable[str]) -> bool:
    return any(len(cell.strip()) > MAX_ROW_CELL for cell in cells)


def _order(fact: Fact) -> tuple[int, int]:
    return fact["file"], fact["record"]


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
