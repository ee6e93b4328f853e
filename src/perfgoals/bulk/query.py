"""The evaluation as one query, in SQL that DuckDB and Spark both run.

Numbers are whole: an actual in millionths, times the factors of its unit. A completion is a
numerator over a denominator; the one division that a score needs is an estimate in floating point
that is corrected by exact multiplication, so that no float decides anything. What the columns
cannot hold, and what is not plainly a value of its target, is read and judged in Python, row by row.

The rules are those of docs/scoring.md and docs/actuals.md.
"""

from __future__ import annotations

import attrs

from perfgoals.bulk.adding import (
    BY_DAY,
    MET,
    NAMES,
    NOT_DUE,
    OUTCOME_NAMES,
    UNREPORTED,
    Added,
    each,
)
from perfgoals.bulk.dialects import FLAGS
from perfgoals.bulk.problems import problems
from perfgoals.bulk.schema import NO_REGION

__all__ = ["Query"]

# A spec that has a scorecard: its rows have no problem, or what came of them as a whole is there.
_SOUND = """s.sound AND g.records > 0
  AND CASE WHEN g.whole THEN EXISTS (SELECT 1 FROM joined AS x WHERE x.spec = s.spec)
    ELSE g.problems = 0 END"""


_SOUND_ALONE = "s.sound AND g.records > 0 AND g.problems = 0"
"""The same where no rows are taken together."""


@attrs.frozen(kw_only=True)
class Query(Added):
    """The statements of an evaluation."""

    # ---- what is asked for ---------------------------------------------------------------------------

    @property
    def cards(self) -> str:
        """The scorecards: one row a spec whose rows have no problem."""
        p = self.prefix
        early = [f"coalesce(t.{name}, 0)" if self.has_day else "0" for name, _, _ in BY_DAY]
        return f"""
WITH {self._parts(lean=not self.keep_going)},
sums AS (
  {self._scores()}
),
counted AS (
  SELECT s.*, coalesce(t.score, 0) AS score, coalesce(t.met, 0) AS met,
    coalesce(t.partial, 0) AS partial,
    coalesce(t.reported - t.partial - t.met, 0) + {early[0]} AS missed,
    s.targets - s.late - coalesce(t.reported, 0) AS unreported,
    s.late - {early[0]} AS not_due, s.late_cents - {early[1]} AS not_due_cents
  FROM {p}specs AS s
  LEFT JOIN grouped AS g ON g.spec = s.spec
  LEFT JOIN sums AS t ON t.spec = s.spec
  WHERE {"TRUE" if self.keep_going else (_SOUND if self.joins else _SOUND_ALONE)}
)
SELECT c.spec, c.region, c.fund, c.year, c.document, c.method,
  {_points("c.score")} AS total, g.name AS grade,
  c.met, c.partial, c.missed, c.unreported, c.not_due,
  {_points("CASE WHEN c.rated THEN 10000 ELSE 0 END - c.not_due_cents")} AS due_weight,
  {_points("c.not_due_cents")} AS not_due_weight, c.path, c.sha256
FROM counted AS c
LEFT JOIN {p}grades AS g ON g.grading = c.grading AND c.score >= g.low AND c.score < g.high
  AND c.rated AND c.not_due_cents = 0
ORDER BY c.spec
"""

    @property
    def results(self) -> str:
        """The results: one row for every indicator of a spec that has a scorecard."""
        return f"""
WITH {self._parts()},
{self._shown()}
SELECT spec, region, fund, year, item + 1 AS number, id, indicator, levels, target,
  actual, unit, period, reporting_unit,
  CASE outcome {" ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(OUTCOME_NAMES))} END
    AS outcome,
  CAST(completion * CAST(0.000001 AS DECIMAL(7,6)) AS DECIMAL(7,6)) AS completion,
  {_points("cents")} AS weight, {_points("score")} AS score,
  concat_ws(',', {", ".join(_flag(*pair) for pair in FLAGS.items())}) AS flags,
  note, due, record, path, line, col
FROM shown WHERE main
ORDER BY spec, item
"""

    @property
    def tasks(self) -> str:
        """The tasks: done when all their targets are met, not done when one is missed or partial."""
        p = self.prefix
        counts = ", ".join(
            f"count(CASE WHEN h.outcome = {number} THEN 1 END) AS {name}"
            for number, name in enumerate(OUTCOME_NAMES)
        )
        return f"""
WITH {self._parts()},
{self._shown()},
counted AS (
  SELECT s.spec, t.task, count(h.item) AS targets, {counts}
  FROM {p}specs AS s
  JOIN {p}tasks AS t ON t.plan = s.plan
  LEFT JOIN {p}promises AS q ON q.plan = t.plan AND q.task = t.task
  LEFT JOIN shown AS h ON h.spec = s.spec AND h.item = q.item
  GROUP BY s.spec, t.task
)
SELECT s.spec, s.region, s.fund, s.year, t.task + 1 AS number, t.name, t.type,
  CASE WHEN c.missed + c.partial > 0 THEN FALSE
    WHEN c.targets > 0 AND c.met = c.targets THEN TRUE END AS done,
  c.targets, c.met, c.partial, c.missed, c.unreported, c.not_due,
  coalesce(t.path, s.path) AS path, t.line, t.col
FROM {p}specs AS s
JOIN {p}tasks AS t ON t.plan = s.plan
JOIN counted AS c ON c.spec = s.spec AND c.task = t.task
LEFT JOIN grouped AS g ON g.spec = s.spec
WHERE {"TRUE" if self.keep_going else _SOUND}
ORDER BY s.spec, CASE WHEN t.type = 'binding' THEN 0 ELSE 1 END, t.task
"""

    @property
    def problems(self) -> str:
        """The problems, with their places: of rows, and of specs."""
        # Rows without a region are reported: that a spec has none is their echo.
        echo = f"AND NOT EXISTS (SELECT 1 FROM grouped WHERE spec = {NO_REGION})"
        rows = f"""
  SELECT CASE WHEN j.spec = {NO_REGION} THEN 1 ELSE 2 END AS stage, j.spec,
    {", ".join(f"j.{name}" for name in NAMES)}
  FROM long_way AS j JOIN grouped AS g ON g.spec = j.spec
  WHERE j.problem AND coalesce(j.item = j.slot, TRUE) AND NOT g.whole"""
        absent = f"""
  SELECT s.spec FROM {self.prefix}specs AS s LEFT JOIN grouped AS g ON g.spec = s.spec
  WHERE g.spec IS NULL {"" if self.keep_going else echo}"""
        said, source = "problems", self.kept.get("wholes")
        if not source:
            said, source = f"{self.prefix}problems(spec, facts)", "gathered"
        return problems(
            self.dialect,
            self.facts,
            self.prefix,
            parts=self._parts(shown=False),
            rows=rows,
            wholes=f"SELECT spec, {self.dialect.spreaded(said)} AS said FROM {source}",
            absent=absent,
        )

    def _scores(self) -> str:
        """What the scores of each spec add up to. Rows that count as they stand were added up with the
        counting of problems, in one go."""
        tallied = "".join(f", {how}({value}) AS {name}" for name, how, value in self._tallies)
        of_rows = f"SELECT spec{tallied} FROM effective GROUP BY spec"
        if self.keep_going:
            return of_rows
        alone = f"SELECT spec{each('{}', self._tallies)} FROM grouped WHERE NOT whole"
        return f"{alone}\n  UNION ALL\n  {of_rows}" if self.joins else alone

    # ---- what they share -----------------------------------------------------------------------------

    def _shown(self) -> str:
        """Every target of a sound spec with what came of it, unreported ones too."""
        p = self.prefix
        flag = f"CASE WHEN w.spec IS NULL THEN 0 ELSE {FLAGS['problem']} END"
        return f"""shown AS (
  SELECT s.spec, s.region, s.fund, s.year, i.item, i.main, i.id, i.indicator, i.levels, i.target,
    i.cents, i.due, coalesce(i.path, s.path) AS path, i.line, i.col,
    j.record, j.actual, j.unit, j.period, j.reporting_unit, j.note, j.completion,
    coalesce(j.score, 0) AS score,
    CASE WHEN i.late AND coalesce(j.outcome, {UNREPORTED}) <> {MET} THEN {NOT_DUE}
      ELSE coalesce(j.outcome, {UNREPORTED}) END AS outcome,
    coalesce(j.flags, {flag if self.keep_going else 0}) AS flags
  FROM {p}specs AS s
  JOIN {p}items AS i ON i.plan = s.plan
  LEFT JOIN grouped AS g ON g.spec = s.spec
  LEFT JOIN effective AS j ON j.spec = s.spec AND j.item = i.item
  {"LEFT JOIN touched AS w ON w.spec = s.spec AND w.slot = i.slot" if self.keep_going else ""}
  WHERE {"TRUE" if self.keep_going else _SOUND}
)"""

    def _parts(self, *, lean: bool = False, shown: bool = True) -> str:
        """The rows with their verdicts, and with them the values that count where they are to be
        `shown`; `lean` as in `_grouped`."""
        parts = self._grouped(lean=lean, shown=shown)
        if lean and not self.joins:
            return parts
        if "wholes" in self.kept:
            joined = f"SELECT spec, results FROM {self.kept['wholes']}"
        else:
            parts += f",\ngathered AS ({self._gathered})"
            joined = f"SELECT spec, {self.prefix}results(spec, facts) AS results FROM gathered"
        return f"""{parts},
joined AS {self.dialect.once} (
  SELECT spec, {self.dialect.spreaded("results")} AS r FROM ({joined}) AS w
),
touched AS (
  SELECT DISTINCT j.spec, j.slot FROM long_way AS j JOIN grouped AS g ON g.spec = j.spec
  WHERE j.problem AND j.item IS NOT NULL AND NOT g.whole
){f", effective AS ({self._effective(lean)})" if shown else ""}"""

    def _effective(self, lean: bool) -> str:
        """The values that count. Where a problem touches an indicator, it has none."""
        values = ("actual", "unit", "outcome", "score", "completion", "flags")
        touched, others = "", ", ".join(f"j.{name}" for name in values)
        if self.keep_going:
            touched = "LEFT JOIN touched AS t ON t.spec = j.spec AND t.slot = j.slot"
            instead = {"outcome": UNREPORTED, "score": 0, "flags": FLAGS["problem"]}
            others = ", ".join(
                f"CASE WHEN t.spec IS NULL THEN j.{name} ELSE {instead.get(name, 'NULL')} END AS {name}"
                for name in values
            )
        of_rows = f"""SELECT j.spec, j.item, j.main, j.cents, j.late, j.record, j.period,
    j.reporting_unit, j.note, {others}
  FROM judged AS j JOIN grouped AS g ON g.spec = j.spec
  {touched}
  WHERE NOT j.problem AND NOT g.whole {"" if self.keep_going else "AND g.problems = 0"}
  UNION ALL
  """
        return f"""{"" if lean else of_rows}SELECT j.spec, i.item, i.main, i.cents, i.late,
    j.r.record, j.r.period, j.r.reporting_unit, j.r.note, {", ".join(f"j.r.{name}" for name in values)}
  FROM joined AS j JOIN {self.prefix}specs AS s ON s.spec = j.spec
  JOIN {self.prefix}items AS i ON i.plan = s.plan AND i.item = j.r.item"""


def _points(cents: str) -> str:
    """Cents as points; a decimal times a decimal, which is exact everywhere."""
    return f"CAST(CAST({cents} AS DECIMAL(9,0)) * CAST(0.01 AS DECIMAL(3,2)) AS DECIMAL(5,2))"


def _flag(name: str, bit: int) -> str:
    return f"CASE WHEN flags & {bit} <> 0 THEN '{name}' END"
