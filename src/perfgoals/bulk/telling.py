"""What the query asks of Python about problems: they are told by the code that tells them elsewhere.

The methods here are functions that the engines call, with plain values in and out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

import attrs

from perfgoals.actuals import Row
from perfgoals.bulk.places import Fact, Places, texts_of
from perfgoals.bulk.schema import DESCRIBED, FACTS, NO_REGION, Fields, Function
from perfgoals.columns import COLUMNS, MAX_ROW_CELL
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation.matching import misread
from perfgoals.evaluation.planning import plan_of
from perfgoals.evaluation.regions import no_rows, no_rows_of_any, same_region, without_region
from perfgoals.model import Spec
from perfgoals.names import fold
from perfgoals.units import using

__all__ = ["Fact", "Telling", "has_long_cell", "row_of", "sorted_facts"]

_ABSENT: Fields = (("spec", "INT"), *DESCRIBED)
_MOST_HINTS = 50
_NAMES = tuple(name for name, _ in FACTS)


@attrs.define
class Telling:
    """Rows of some specs; `places` are those of the files, by their numbers.

    `alike` has for each spec the first one with the same plan: one plan is kept for many.
    """

    functions: ClassVar[tuple[Function, ...]] = (
        Function("region", ("STRING",), "STRING"),
        Function(
            "describe",
            ("INT", "STRING", "BIGINT", "INT", "BIGINT", *("STRING" for _ in COLUMNS)),
            DESCRIBED,
            takes_nothing=True,
        ),
        Function(
            "absent",
            ([(("spec", "INT"),)], [(("region", "STRING"),)]),
            [_ABSENT],
            takes_nothing=True,
        ),
    )

    specs: Sequence[Spec]
    alike: Sequence[int]
    places: Sequence[Places]
    path: str
    language: str

    def region(self, region: str) -> str:
        """A region as it is compared; empty for one of blanks only."""
        region = region.strip()
        return fold(region) if region else ""

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
            row = self.places[file].row(fact)
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

    def _told_all(self, problems: Iterable[Problem]) -> list[dict[str, Any]]:
        """Problems of a spec's rows; what is told of the spec itself is not told again."""
        return [self._told(each) for each in problems if each.code != "PG531"]

    def _placed(self, facts: Sequence[Fact]) -> tuple[list[Row], list[Problem]]:
        """The rows with their places, and what is wrong with those that cannot be read."""
        rows: list[Row] = []
        problems: list[Problem] = []
        for fact in facts:
            try:
                row = self.places[fact["file"]].row(fact)
            except ActualsError as error:
                problems += error.problems
            else:
                if row.indicator:
                    rows.append(row)
                else:
                    problems.append(Problem(code="PG508", span=row.span("indicator")))
        return rows, problems


def row_of(fact: Fact) -> Row:
    """A row of its texts; its number stands for its line."""
    return Row(line=fact["record"], **texts_of(fact))


def sorted_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Rows in the order in which they stand."""
    return sorted(facts, key=lambda fact: (fact["file"], fact["record"]))


def has_long_cell(cells: Iterable[str]) -> bool:
    """Whether one of some cells has more characters than are read."""
    return any(len(cell.strip()) > MAX_ROW_CELL for cell in cells)
