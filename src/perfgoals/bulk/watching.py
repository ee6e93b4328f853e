"""Monitoring as tables: what `perfgoals.monitor` says of many specs.

A pace and a forecast need all rows of a spec at once, by their periods and reporting units. So the
engine gathers them, spec by spec, and the monitor of everywhere else reads them.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import attrs

from perfgoals.actuals import Actuals
from perfgoals.bulk.judging import placed_facts
from perfgoals.bulk.problems import problems
from perfgoals.bulk.regions import regions, twin_findings
from perfgoals.bulk.schema import FACTS, NO_REGION, RELATIONS, Record
from perfgoals.bulk.statements import Statements
from perfgoals.bulk.tables import Work, open_session
from perfgoals.bulk.watched import LINE, Watched
from perfgoals.errors import ActualsError
from perfgoals.evaluation.batch import rows_of_no_region, with_regions
from perfgoals.model import Spec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Monitoring", "monitor"]

_NAMES = tuple(name for name, _ in FACTS)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Monitoring(Work):
    """What came of specs that were monitored: the tables `results`, `cards` and `problems`, see `Work`."""


def monitor(
    specs: Sequence[Spec],
    actuals: object,
    *,
    as_of: datetime.date,
    prior: Actuals | None = None,
    engine: str | None = None,
    language: str = "zh",
    connection: DuckDBPyConnection | None = None,
    memory: str | None = None,
    threads: int | None = None,
    master: str | None = None,
) -> Monitoring:
    """Monitor specs on a day of their year by any number of rows, each spec by those of its region.

    `as_of` and `prior` are those of `perfgoals.monitor`; last year's rows are held in memory. Texts
    are in `language`. All else is as in `evaluate`. Raises ActualsError for a row of last year that
    could be meant for any of several specs, too.
    """
    if prior is not None:
        if unclear := rows_of_no_region(specs, prior):
            raise ActualsError(unclear)
        prior = with_regions(specs, prior)
    with open_session(actuals, engine, connection, memory, threads, master) as session:
        session.load(_Relations(specs))
        facts = session.facts()
        rows = Watched(specs, range(len(specs)), facts.places, facts.path, language, as_of, prior)
        session.register(rows, facts)
        query = Query(
            dialect=session.dialect,
            prefix=session.start,
            as_of=as_of,
        )
        return Monitoring.of(query, facts.ignored, session)


class _Relations:
    """The relations of specs of which only the regions matter: `records` has them by their names."""

    def __init__(self, specs: Sequence[Spec]) -> None:
        self.records: dict[str, list[Record]] = {name: [] for name in RELATIONS}
        numbers = range(len(specs))
        nothing = (None,) * (len(RELATIONS["specs"].columns) - 9)
        self.records["specs"] = [
            (n, n, x.region, x.fund, x.year, None, x.document, x.path, x.sha256, *nothing)
            for n, x in enumerate(specs)
        ]
        self.records["regions"] = list(regions(specs, numbers))
        undated = [(n, 1, "PG531", n) for n in numbers if specs[n].year is None]
        self.records["findings"] = [*undated, *twin_findings(specs)]


@attrs.frozen(kw_only=True)
class Query(Statements):
    """The statements of monitoring. They share the specs that have rows, with what is said of each."""

    parts: ClassVar[tuple[str, ...]] = ("watched",)
    lazy_parts: ClassVar[tuple[str, ...]] = parts

    as_of: datetime.date

    @property
    def cards(self) -> str:
        """Where each spec stands whose rows have no problem."""
        return f"""
WITH {self._parts}
SELECT s.spec, s.region, s.fund, s.year, s.document, w.said.card.method AS method,
  DATE '{self.as_of}' AS as_of, {_decimal("w.said.card.elapsed")} AS elapsed,
  w.said.card.light AS light, {_decimal("w.said.card.budget_execution")} AS budget_execution,
  w.said.card.indicators AS indicators, w.said.card.unreported AS unreported,
  w.said.card.later AS later, s.path, s.sha256
FROM watched AS w JOIN {self.prefix}specs AS s ON s.spec = w.spec
WHERE w.said.card IS NOT NULL ORDER BY s.spec
"""

    @property
    def results(self) -> str:
        """Where each indicator of these specs stands."""
        columns = ", ".join(
            f"{_decimal('x.pace')} AS pace" if name == "pace" else f"x.{name} AS {name}"
            for name, _ in LINE
        )
        return f"""
WITH {self._parts},
lines AS (
  SELECT spec, {self.dialect.spreaded("said.lines")} AS x FROM watched
  WHERE said.card IS NOT NULL
)
SELECT s.spec, s.region, s.fund, s.year, {columns}
FROM lines AS l JOIN {self.prefix}specs AS s ON s.spec = l.spec ORDER BY s.spec, number
"""

    @property
    def problems(self) -> str:
        """The problems, with their places: of rows, and of specs."""
        names = ", ".join(f"f.{name}" for name in _NAMES)
        nowhere = f"SELECT spec, facts FROM watched WHERE spec = {NO_REGION}"
        return problems(
            self.dialect,
            self.facts,
            self.prefix,
            parts=self._parts,
            rows=f"""
  SELECT 1 AS stage, spec, {names} FROM (
    SELECT spec, {self.dialect.spreaded("facts")} AS f FROM ({nowhere}) AS w
  ) AS r""",
            wholes=f"SELECT spec, {self.dialect.spreaded('said.problems')} AS said FROM watched",
            absent=f"""SELECT s.spec FROM {self.prefix}specs AS s
  LEFT JOIN watched AS w ON w.spec = s.spec
  WHERE w.spec IS NULL AND s.year IS NOT NULL AND NOT EXISTS ({nowhere})""",
        )

    @property
    def watched(self) -> str:
        """The specs that have rows, with what is said of each."""
        return f"WITH {self._watched} SELECT * FROM watched"

    @property
    def _parts(self) -> str:
        kept = self.kept.get("watched")
        return f"watched AS (SELECT * FROM {kept})" if kept else self._watched

    @property
    def _watched(self) -> str:
        """The rows of each spec taken together; those without a region, which are no spec's, are there to
        be told."""
        is_nowhere = f"spec = {NO_REGION}"
        return f"""
gathered AS (
  SELECT spec, {self.dialect.gathered(_NAMES)} AS facts FROM (
    {placed_facts(self.dialect, self.prefix, self.facts)}
  ) AS j GROUP BY spec
),
watched AS {self.dialect.once} (
  SELECT spec, {self.prefix}watch(CASE WHEN NOT {is_nowhere} THEN spec END, facts) AS said,
    CASE WHEN {is_nowhere} THEN facts END AS facts FROM gathered
)"""


def _decimal(text: str) -> str:
    return f"CAST({text} AS DECIMAL(38,6))"
