"""Rows to verdicts, in SQL: docs/actuals.md for what a row says, docs/scoring.md for what it earns."""

from __future__ import annotations

from perfgoals.bulk.dialects import FLAGS, Dialect
from perfgoals.bulk.plain import parsed
from perfgoals.bulk.regions import is_elsewhere
from perfgoals.bulk.schema import SCALE
from perfgoals.columns import COLUMNS, MAX_ROW_CELL

__all__ = ["long_way", "placed_facts"]

_PERIOD = "[0-9]{4}(-(0[1-9]|1[0-2])|Q[1-4]|H[12])?"
_DATE = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
_BLANKS = "('', '—', '——', '-', '/', '－', '／', '–')"
_CELLS = ", ".join(COLUMNS)
_MILLIONTHS = f"TRY_CAST(concat(digits, 'e{len(str(SCALE)) - 1}') AS DECIMAL(18,0))"
_BARE = "(suffix = '' AND unit = '')"
_BARE_HERE = "(f.suffix = '' AND f.unit = '')"


_IS_RATE = "budget IS NOT NULL AND full_x IS NULL AND NOT direct"
"""Whether the completion is the rate itself (预算执行率)."""


def long_way(dialect: Dialect, facts: str, p: str) -> str:
    """The parts of a WITH clause of which the last, `long_way`, has every row with its verdict.

    A row stands there once for every target that it reports on. Outcomes are numbers, scores cents,
    completions millionths; `late` is the target's: what is not due is told apart by who asks.
    """
    w = dialect.wide
    length = " + ".join(map(dialect.bytes, COLUMNS))
    return f"""
parsed AS (
  SELECT *,
    CASE WHEN {length} > {MAX_ROW_CELL} THEN {p}is_long({_CELLS}) ELSE FALSE END AS is_long,
    {_short_region(dialect)} AS short_region
  FROM ({parsed(dialect, facts)}) AS f
),
placed AS (
  {_placed(dialect, p, "parsed")}
),
named AS (
  SELECT f.*, coalesce(n.text,
    {p}folded(CASE WHEN n.text IS NULL AND NOT f.is_long THEN f.indicator END)) AS called
  FROM placed AS f LEFT JOIN {p}names AS n ON n.text = f.indicator
),
matched AS (
  SELECT f.*, t.slot, t.item, t.wide, t.kind, t.dimension, t.bare, t.low, t.high, t.strict,
    t.size, t.full_line, t.reciprocal, t.direct, t.pass_numerator, t.pass_denominator, t.over,
    t.budget, t.least, t.most, t.day, t.text, t.cents, t.late, t.year, t.main,
    t.chunk, t.mask, n.dimension AS bracket,
    n.numerator = u.numerator AND n.denominator = u.denominator AS agrees,
    u.dimension AS given, w.outcome AS word, w.numerator AS word_numerator,
    w.denominator AS word_denominator, w.bare AS word_bare,
    CASE WHEN {_BARE_HERE} THEN coalesce(n.numerator * t.denominator, 1)
      ELSE u.numerator * t.denominator END AS up,
    CASE WHEN {_BARE_HERE} THEN coalesce(n.denominator * t.numerator, 1)
      ELSE u.denominator * t.numerator END AS down,
    t.counter <> '' AND t.counter <> CASE WHEN {_BARE_HERE} THEN coalesce(n.counter, t.counter)
      ELSE u.counter END AS other_counter
  FROM named AS f
  LEFT JOIN {p}names AS n ON n.text = f.called AND NOT f.is_long
  LEFT JOIN {p}units AS u ON u.suffix = f.suffix AND u.stated = f.unit
  LEFT JOIN {p}targets AS t ON t.plan = f.plan AND t.name = n.name
    AND (t.measure IS NULL OR t.measure = coalesce(n.dimension, u.dimension))
    AND (n.dimension IS NULL OR n.dimension = t.dimension)
  LEFT JOIN {p}words AS w ON w.bands = t.bands AND w.text = f.actual
),
measured AS (
  SELECT *, actual IN {_BLANKS} AS blank,
    CASE WHEN kind = 0
      THEN {w(_MILLIONTHS)} * {w("up")} END AS x,
    {w("low")} * {w("down")} AS low_x, {w("high")} * {w("down")} AS high_x,
    {w("size")} * {w("down")} AS size_x,
    {w("full_line")} * {w("down")} AS full_x
  FROM matched
),
readable AS (
  SELECT *, greatest(low_x - x, x - high_x) AS distance,
    coalesce(NOT wide AND NOT is_long
      AND (period = '' OR ({dialect.full("period", _PERIOD)}
        AND (year IS NULL OR year = substr(period, 1, 4))))
      AND (bracket IS NULL OR bracket = dimension)
      AND CASE WHEN blank THEN TRUE
        WHEN kind = 0 THEN x IS NOT NULL
          AND CASE WHEN {_BARE} THEN bracket IS NOT NULL OR bare
            ELSE given = dimension AND (bracket IS NULL OR agrees) END
          AND (least IS NULL OR x >= {w("least")} * {w("down")})
          AND (most IS NULL OR x <= {w("most")} * {w("down")})
        WHEN kind = 1 THEN {dialect.full("actual", _DATE)} AND TRY_CAST(actual AS DATE) IS NOT NULL
        ELSE actual = text OR word IS NOT NULL END, FALSE) AS is_read
  FROM measured
),
compared AS (
  SELECT *,
    CASE WHEN NOT is_read THEN NULL
      WHEN blank THEN 3
      WHEN kind = 0 THEN CASE WHEN distance < 0 OR (distance = 0 AND NOT strict) THEN 0 ELSE 2 END
      WHEN kind = 1 THEN CASE WHEN actual <= day THEN 0 ELSE 2 END
      WHEN actual = text THEN 0
      ELSE word END AS verdict,
    CASE WHEN is_read THEN CASE WHEN coalesce(x >= {w("over")} * {w("down")}, FALSE)
        THEN {FLAGS["over_completion"]} ELSE 0 END
      + CASE WHEN coalesce(x > {w("budget")} * {w("down")}, FALSE)
        THEN {FLAGS["over_budget"]} ELSE 0 END
      + CASE WHEN NOT blank AND coalesce(other_counter, FALSE)
        THEN {FLAGS["other_counter"]} ELSE 0 END
      + CASE WHEN kind = 2 AND NOT blank AND (actual = text OR (word = 0 AND word_bare))
        THEN {FLAGS["no_share"]} ELSE 0 END END AS marks
  FROM readable
),
shared AS (
  SELECT *,
    coalesce(kind = 0 AND verdict = 2 AND full_x IS NOT NULL AND NOT direct AND x >= full_x, FALSE)
      AS is_full,
    CASE WHEN verdict = 0 AND (kind <> 2 OR actual = text) THEN {w("1")}
      WHEN kind = 2 AND direct AND word <> 0 THEN {w("0")}
      WHEN kind = 2 THEN {w("word_numerator")}
      WHEN {_IS_RATE} THEN x
      WHEN kind = 1 OR direct OR (size_x <= 0 AND full_x IS NULL) THEN {w("0")}
      WHEN full_x IS NOT NULL THEN x
      WHEN reciprocal THEN high_x
      ELSE size_x - distance END AS part,
    CASE WHEN verdict = 0 AND (kind <> 2 OR actual = text) THEN {w("1")}
      WHEN kind = 2 THEN {w("word_denominator")}
      WHEN {_IS_RATE} THEN {w("budget")} * {w("down")}
      WHEN kind = 1 OR direct OR (size_x <= 0 AND full_x IS NULL) THEN {w("1")}
      WHEN full_x IS NOT NULL THEN full_x
      WHEN reciprocal THEN x
      ELSE size_x END AS whole
  FROM compared
),
completed AS (
  SELECT *,
    CASE WHEN part <= 0 THEN {w("0")}
      WHEN kind = 0 AND verdict <> 0
        AND part * {w("pass_denominator")} < {w("pass_numerator")} * whole
        THEN {w("0")}
      WHEN part > whole THEN whole
      ELSE part END AS done
  FROM shared
),
rounded AS (
  SELECT *, {_quotient(dialect, "done", "whole", "cents")} AS cents_done,
    {_quotient(dialect, "done", "whole", str(SCALE))} AS millionths
  FROM completed
),
found AS (
  SELECT r.*, {p}find(CASE WHEN r.item IS NULL AND NOT r.is_long THEN r.spec END, r.indicator,
      r.actual, r.unit) AS found_slot
  FROM rounded AS r
),
sought AS (
  SELECT f.*, coalesce(f.item, i.item) AS the_item, coalesce(f.slot, i.slot) AS the_slot,
    coalesce(f.main, i.main, FALSE) AS is_main,
    coalesce(f.chunk, i.chunk, 0) AS the_chunk, coalesce(f.mask, i.mask) AS the_mask,
    coalesce(f.cents, i.cents) AS the_cents, coalesce(f.late, i.late, FALSE) AS is_late,
    {p}judge(CASE WHEN NOT f.is_read THEN f.spec END, coalesce(f.item, i.item), f.indicator,
      f.actual, f.unit, f.period) AS odd
  FROM found AS f
  LEFT JOIN {p}items AS i ON i.plan = f.plan AND i.slot = f.found_slot
),
verdicts AS (
  SELECT file, record, {_CELLS},
    spec, place, the_slot AS slot, the_item AS item, is_main AS main,
    the_chunk AS chunk, the_mask AS mask, the_cents AS cents, is_late AS late,
    NOT is_read AND odd.outcome IS NULL AS problem,
    CASE WHEN is_read THEN verdict ELSE odd.outcome END AS outcome,
    CASE WHEN is_read THEN CASE WHEN blank THEN 0
        WHEN verdict = 0 OR is_full THEN least(cents_done, the_cents)
        ELSE greatest(least(cents_done, the_cents - 1), 0) END
      ELSE odd.score END AS score,
    CASE WHEN is_read THEN CASE WHEN NOT blank THEN millionths END ELSE odd.completion END
      AS completion,
    CASE WHEN is_read THEN marks ELSE odd.flags END AS flags
  FROM sought
),
long_way AS {dialect.once} (
  SELECT file, record, region, indicator, actual, unit, period, reporting_unit, note,
    spec, place, slot, item, main, chunk, mask, cents, late, problem, outcome, flags,
    CASE WHEN late AND outcome <> 0 THEN 0 ELSE score END AS score,
    CASE WHEN late AND outcome <> 0 THEN NULL ELSE completion END AS completion
  FROM verdicts
)"""


def _short_region(dialect: Dialect) -> str:
    """The region of a row, for `_placed`; one that is too long to be read is none."""
    return f"CASE WHEN {dialect.bytes('region')} > {MAX_ROW_CELL} THEN '' ELSE coalesce(region, '') END"


def _placed(dialect: Dialect, p: str, facts: str) -> str:
    """A SELECT of the rows that are meant for some spec, with it and its plan."""
    return f"""SELECT f.*, coalesce(f.direct_spec, r.spec) AS spec,
    coalesce(f.direct_plan, r.plan) AS plan, coalesce(f.direct_place, r.place) AS place
  FROM (
    SELECT f.*, r.spec AS direct_spec, r.plan AS direct_plan, r.place AS direct_place,
      {p}region(CASE WHEN r.spec IS NULL AND NOT {is_elsewhere(dialect, "f.short_region")}
        THEN f.short_region END) AS folded
    FROM {facts} AS f LEFT JOIN {p}regions AS r ON r.text = f.short_region
  ) AS f LEFT JOIN {p}regions AS r ON r.text = f.folded
  WHERE coalesce(f.direct_spec, r.spec) IS NOT NULL"""


def placed_facts(dialect: Dialect, p: str, facts: str) -> str:
    """The same of facts as they stand."""
    return _placed(dialect, p, f"(SELECT *, {_short_region(dialect)} AS short_region FROM {facts})")


def _quotient(dialect: Dialect, part: str, whole: str, times: str) -> str:
    """times × part / whole, rounded half up: an estimate, corrected by exact multiplication."""
    up = f"(2 * {dialect.wide(times)} * {part} + {whole})"
    down = f"(2 * {whole})"
    # Where a row is not read, there may be nothing to divide by.
    guess = f"CAST(floor(CAST({up} AS DOUBLE) / CAST(nullif({down}, 0) AS DOUBLE)) AS BIGINT)"
    return f"""({guess}
      + CASE WHEN ({guess} + 1) * {down} <= {up} THEN 1 WHEN {guess} * {down} > {up} THEN -1
        ELSE 0 END)"""
