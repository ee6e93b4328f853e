"""The evaluation as one query, in SQL that DuckDB and Spark both run.

Numbers are whole: an actual in millionths, times the factors of its unit. A completion is a
numerator over a denominator; the one division that a score needs is an estimate in floating point
that is corrected by exact multiplication, so that no float decides anything. What the columns
cannot hold, and what is not plainly a value of its target, is read and judged in Python, row by row.

The rules are those of docs/scoring.md and docs/actuals.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from perfgoals.bulk.dialects import FLAGS
from perfgoals.bulk.judging import long_way
from perfgoals.bulk.plain import plain
from perfgoals.bulk.problems import problems
from perfgoals.bulk.schema import FACTS, NO_REGION
from perfgoals.bulk.statements import Statements
from perfgoals.columns import COLUMNS

__all__ = ["Query"]

_OUTCOMES = ("met", "partial", "missed", "unreported", "not_due")
_MET, _PARTIAL, _MISSED, _UNREPORTED, _NOT_DUE = range(5)

# A spec that has a scorecard: its rows have no problem, or what came of them as a whole is there.
_SOUND = """s.sound AND g.records > 0
  AND CASE WHEN g.whole THEN EXISTS (SELECT 1 FROM joined AS x WHERE x.spec = s.spec)
    ELSE g.problems = 0 END"""


_SOUND_ALONE = "s.sound AND g.records > 0 AND g.problems = 0"
"""The same where no rows are taken together."""


@attrs.frozen(kw_only=True)
class Query(Statements):
    """The statements of an evaluation; what is kept are the rows with their verdicts."""

    keep_going: bool = False
    has_day: bool = True
    """Whether there is a day to judge by."""

    joins: bool = True
    """Whether there is a spec that may join rows."""

    # ---- what is asked for ---------------------------------------------------------------------------

    @property
    def cards(self) -> str:
        """The scorecards: one row a spec whose rows have no problem."""
        p = self.prefix
        early = [f"coalesce(t.{name}, 0)" if self.has_day else "0" for name, _, _ in _BY_DAY]
        return f"""
WITH {self._parts(lean=not self.keep_going)},
sums AS (
  {self._sums()}
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
  CASE outcome {" ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(_OUTCOMES))} END
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
            for number, name in enumerate(_OUTCOMES)
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
    {", ".join(f"j.{name}" for name in _NAMES)}
  FROM {self._uncertain} AS j JOIN grouped AS g ON g.spec = j.spec
  WHERE j.problem AND coalesce(j.item = j.slot, TRUE) AND NOT g.whole"""
        absent = f"""
  SELECT s.spec FROM {self.prefix}specs AS s LEFT JOIN grouped AS g ON g.spec = s.spec
  WHERE g.spec IS NULL {"" if self.keep_going else echo}"""
        spread = self.dialect.spreaded(f"{self.prefix}problems(spec, facts)")
        return problems(
            self.dialect,
            self.facts,
            self.prefix,
            parts=self._parts(shown=False),
            rows=rows,
            wholes=f"SELECT spec, {spread} AS said FROM gathered",
            absent=absent,
        )

    @property
    def is_slow(self) -> bool:
        """Where rows are joined, Python works a spec out."""
        return self.joins

    @property
    def rows(self) -> str:
        """Every row with its verdict: what is kept."""
        return f"WITH {self._verdicts()} SELECT * FROM judged"

    @property
    def _uncertain(self) -> str:
        """Where the rows are that may have a problem: no plain one has."""
        return "judged" if self.kept else "long_way"

    @property
    def _chunk(self) -> str:
        return self.dialect.whole_part("item", "62")

    @property
    def _tallies(self) -> tuple[Tally, ...]:
        return (*_TALLIES, *_BY_DAY) if self.has_day else _TALLIES

    def _sums(self) -> str:
        """What the scores of each spec add up to. Rows that count as they stand were added up with the
        counting of problems, in one go."""
        tallied = "".join(f", {how}({value}) AS {name}" for name, how, value in self._tallies)
        of_rows = f"SELECT spec{tallied} FROM effective GROUP BY spec"
        if self.keep_going:
            return of_rows
        alone = f"SELECT spec{_each('{}', self._tallies)} FROM grouped WHERE NOT whole"
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
    CASE WHEN i.late AND coalesce(j.outcome, {_UNREPORTED}) <> {_MET} THEN {_NOT_DUE}
      ELSE coalesce(j.outcome, {_UNREPORTED}) END AS outcome,
    coalesce(j.flags, {flag if self.keep_going else 0}) AS flags
  FROM {p}specs AS s
  JOIN {p}items AS i ON i.plan = s.plan
  LEFT JOIN grouped AS g ON g.spec = s.spec
  LEFT JOIN effective AS j ON j.spec = s.spec AND j.item = i.item
  {"LEFT JOIN touched AS w ON w.spec = s.spec AND w.slot = i.slot" if self.keep_going else ""}
  WHERE {"TRUE" if self.keep_going else _SOUND}
)"""

    def _verdicts(self) -> str:
        """Every row with its verdict: as it stands where it is plain, else the long way."""
        d = self.dialect
        return f"""{plain(d, self.facts, self.prefix, lean=False, places=True)},
odd AS (SELECT file, record, {d.unpacked("cells", COLUMNS)} FROM plain WHERE outcome IS NULL),
{long_way(d, "odd", self.prefix)},
judged AS (
  SELECT file, record, {d.unpacked("cells", COLUMNS)}, spec, item AS slot, item, main,
    {self._chunk} AS chunk, {_MASK} AS mask,
    cents, late, FALSE AS problem, outcome, flags, score, completion
  FROM plain WHERE outcome IS NOT NULL
  UNION ALL
  SELECT {", ".join(_NAMES)}, spec, slot, item, main, chunk, mask,
    cents, late, problem, outcome, flags, score, completion
  FROM long_way
)"""

    def _added_up(self, tallies: Sequence[Tally], places: bool) -> str:
        """What the plain rows add up to, in one go with a list of the others, which go the long way:
        no plain row is held."""
        d = self.dialect
        return f"""{plain(d, self.facts, self.prefix, lean=True, places=places)},
added_up AS {d.once} (
  SELECT spec, {self._chunk} AS chunk, {_of_plain(tallies)},
    {d.gathered(("file", "record", "cells"))} FILTER (WHERE outcome IS NULL) AS odd
  FROM plain AS j GROUP BY 1, 2
),
odd AS (
  SELECT o.file, o.record, {d.unpacked("o.cells", COLUMNS)} FROM (
    SELECT {d.spreaded("odd")} AS o FROM added_up WHERE odd IS NOT NULL
  ) AS t
),
{long_way(d, "odd", self.prefix)}"""

    def _parts(self, *, lean: bool = False, shown: bool = True) -> str:
        """The rows with their verdicts, by spec; `lean` leaves out what only problems need: rows that
        nothing joins are one, whatever they say. The cells of plain rows are there to be `shown`."""
        tallies = self._tallies if lean else ()
        plain_ones = f"""
  SELECT spec, {self._chunk} AS chunk, {_of_plain(tallies)} FROM plain WHERE outcome IS NOT NULL
  GROUP BY 1, 2"""
        if self.kept:
            rows, plain_ones = f"judged AS (SELECT * FROM {self.kept})", ""
        elif lean or not shown:
            rows = self._added_up(tallies, places=self.joins or not lean)
            plain_ones = "SELECT * FROM added_up"
        else:
            rows = self._verdicts()
        problems, whole = "c.problems", "coalesce(s.formulas, FALSE) OR c.readings <> c.slots"
        if lean:
            problems = "c.problems + CASE WHEN s.joins THEN 0 ELSE c.readings - c.slots END"
            whole = f"coalesce(s.joins, FALSE) AND ({whole})"
        return f"""{rows},
chunks AS (
  {self._chunks(tallies, plain_ones)}
),
grouped AS {self.dialect.once} (
  SELECT c.spec, c.records, {problems} AS problems, {whole} AS whole{_each("c.{}", tallies)}
  FROM (
    SELECT spec, sum(records) AS records, sum(problems) AS problems, sum(readings) AS readings,
      sum(bit_count(bits)) AS slots{_each("sum({0}) AS {0}", tallies)}
    FROM chunks GROUP BY spec
  ) AS c LEFT JOIN {self.prefix}specs AS s ON s.spec = c.spec
){"" if lean and not self.joins else self._wholes(lean, shown)}"""

    def _chunks(self, tallies: Sequence[Tally], plain_ones: str) -> str:
        """What the rows add up to, by spec and chunk of targets. Plain ones are added up apart: of
        them less has to be asked."""
        tallied = "".join(
            f",\n    {how}(CASE WHEN NOT problem THEN {value} END) AS {name}"
            for name, how, value in tallies
        )
        others = f"""SELECT spec, chunk, count(*) AS records,
    count(CASE WHEN problem THEN 1 END) AS problems, count(CASE WHEN {_READING} THEN 1 END) AS readings,
    bit_or(CASE WHEN {_READING} THEN mask ELSE CAST(0 AS BIGINT) END) AS bits{tallied}
  FROM {self._uncertain} GROUP BY spec, chunk"""
        if not plain_ones:
            return others
        return f"""SELECT spec, chunk, sum(records) AS records, sum(problems) AS problems,
    sum(readings) AS readings, bit_or(bits) AS bits{_each("sum({0}) AS {0}", tallies)}
  FROM (
  SELECT spec, chunk, records, 0 AS problems, records AS readings, bits{_each("{}", tallies)}
  FROM ({plain_ones}) AS p WHERE records > 0
  UNION ALL
  {others}
  ) AS c GROUP BY spec, chunk"""

    def _wholes(self, lean: bool, shown: bool) -> str:
        """Specs whose rows are taken together, and with them the values that count."""
        return f""",
gathered AS (
  SELECT spec, {self.dialect.gathered(_NAMES)} AS facts FROM ({self._rows_of_wholes}) AS j
  GROUP BY spec
),
joined AS {self.dialect.once} (
  SELECT spec, {self.dialect.spreaded(f"{self.prefix}results(spec, facts)")} AS r FROM gathered
),
touched AS (
  SELECT DISTINCT j.spec, j.slot FROM {self._uncertain} AS j JOIN grouped AS g ON g.spec = j.spec
  WHERE j.problem AND j.item IS NOT NULL AND NOT g.whole
){f", effective AS ({self._effective(lean)})" if shown else ""}"""

    @property
    def _rows_of_wholes(self) -> str:
        """The rows of these specs. Where no table has them all, those whose region is spelled as it is
        known are found by it; the others have gone the long way."""
        names = ", ".join(f"j.{name}" for name in _NAMES)
        odd = f"""
    SELECT j.spec, {names} FROM {self._uncertain} AS j JOIN grouped AS g ON g.spec = j.spec
    WHERE g.whole AND coalesce(j.item = j.slot, TRUE)"""
        if self.kept:
            return odd
        known = f"{self.prefix}regions AS r"
        return f"""
    SELECT w.spec, {names} FROM {self.facts} AS j JOIN (
      SELECT r.text, r.spec FROM {known} JOIN grouped AS g ON g.spec = r.spec WHERE g.whole
    ) AS w ON w.text = coalesce(j.region, '')
    UNION ALL {odd}
      AND NOT EXISTS (SELECT 1 FROM {known} WHERE r.text = j.region)"""

    def _effective(self, lean: bool) -> str:
        """The values that count. Where a problem touches an indicator, it has none."""
        values = ("actual", "unit", "outcome", "score", "completion", "flags")
        touched, others = "", ", ".join(f"j.{name}" for name in values)
        if self.keep_going:
            touched = "LEFT JOIN touched AS t ON t.spec = j.spec AND t.slot = j.slot"
            instead = {"outcome": _UNREPORTED, "score": 0, "flags": FLAGS["problem"]}
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


Tally = tuple[str, str, str]
"""What a scorecard counts of its results: a name, how it adds up, and of what."""

_TALLIES: tuple[Tally, ...] = (
    ("score", "sum", "CASE WHEN main THEN score END"),
    ("met", "count", f"CASE WHEN main AND outcome = {_MET} THEN 1 END"),
    ("partial", "count", f"CASE WHEN main AND outcome = {_PARTIAL} AND NOT late THEN 1 END"),
    ("reported", "count", f"CASE WHEN main AND outcome <= {_MISSED} AND NOT late THEN 1 END"),
)
_BY_DAY: tuple[Tally, ...] = (
    ("early", "count", f"CASE WHEN main AND outcome = {_MET} AND late THEN 1 END"),
    ("early_cents", "sum", f"CASE WHEN main AND outcome = {_MET} AND late THEN cents END"),
)
"""What is met before it is due: on a day that is judged by."""


def _of_plain(tallies: Sequence[Tally]) -> str:
    """What is asked of plain rows: none is a problem, and none is partial."""
    return f"""count(outcome) AS records,
    bit_or(CASE WHEN outcome IS NOT NULL THEN {_MASK} ELSE CAST(0 AS BIGINT) END) AS bits""" + "".join(
        f",\n    {'0' if name == 'partial' else f'{how}({value})'} AS {name}"
        for name, how, value in tallies
    )


def _each(template: str, tallies: Sequence[Tally]) -> str:
    return "".join(f", {template.format(name)}" for name, _, _ in tallies)


_NAMES = tuple(name for name, _ in FACTS)
_MASK = "CAST(1 AS BIGINT) << (item % 62)"
_READING = "(NOT problem AND item = slot)"


def _points(cents: str) -> str:
    """Cents as points; a decimal times a decimal, which is exact everywhere."""
    return f"CAST(CAST({cents} AS DECIMAL(9,0)) * CAST(0.01 AS DECIMAL(3,2)) AS DECIMAL(5,2))"


def _flag(name: str, bit: int) -> str:
    return f"CASE WHEN flags & {bit} <> 0 THEN '{name}' END"
