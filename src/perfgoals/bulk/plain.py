"""Plain rows, in SQL: an indicator as it is known, and a number with a unit as it is known.

They are nearly all rows of a large table. One join finds the target, multiplied out for the unit of
the row; what is left are comparisons and one division of whole numbers of 63 bits. Every other row
goes the long way (`judging`), with the same result where both could be gone.
"""

from __future__ import annotations

from collections.abc import Mapping

from perfgoals.bulk.dialects import FLAGS, Dialect
from perfgoals.bulk.regions import is_elsewhere
from perfgoals.bulk.schema import SCALE
from perfgoals.columns import COLUMNS, MAX_ROW_CELL

__all__ = ["parsed", "plain", "spellings"]

_NUMBER = "[-+]?[0-9]{1,12}([.][0-9]{1,6})?"
_PARTS = "^([-+]?[0-9]{1,12}(?:[.][0-9]{1,6})?)[ \u3000]*([^0-9.,，．０-９ \u3000].*)$"
_MILLIONTHS = f"""CASE
  WHEN abs(number) < {SCALE} THEN CAST(number * CAST({SCALE} AS DECIMAL(7,0)) AS BIGINT)
  WHEN number IS NOT NULL
    THEN CAST(TRY_CAST(concat(digits, 'e{len(str(SCALE)) - 1}') AS DECIMAL(18,0)) AS BIGINT) END"""
"""Both ways are exact; the first, where there is room for it, takes half the time."""

_ROOM = 2**60
"""Products below this can be added without leaving 63 bits."""

_WHOLE = ("up", "base", "back", "goal", "size", "fail", "least", "most", "over")
_MANY, _FEW = 500_000, 50_000
"""With more targets than many, only the unit that each is written in is known beforehand; with more than
few, only that one behind a number."""


_LOOKED_UP = (
    "item",
    "chunk",
    "mask",
    "main",
    "cents",
    "late",
    "goal",
    "fail",
    "size",
    "marks",
    "over",
)


def plain(
    dialect: Dialect, facts: str, p: str, constants: Mapping[str, str], *, lean: bool, places: bool
) -> str:
    """A SELECT of the rows, of which the plain ones have a verdict; rows that are surely no spec's are
    left out.

    What the targets have in common, as `constants` have it, is not looked up. A `lean` one has the cells
    of odd rows only, nothing that only a result shows, and the `places` of rows only where they are
    asked for.
    """
    t = {name: constants.get(name, f"t.{name}") for name in (*_WHOLE, *_LOOKED_UP, "plan")}
    up_from, down_from = f"{t['base']} + m * t.up", f"{t['back']} - m * t.up"
    is_one_plan = "plan" in constants
    cells = f"{dialect.packed(COLUMNS)}"
    place = "file, record" if places else "NULL AS file, NULL AS record"
    more = dialect.whole_part(f"{dialect.wide('2')} * {SCALE} * part + size", "2 * size")
    completion = f"""CASE WHEN part >= goal THEN {SCALE} WHEN late THEN NULL WHEN part <= fail THEN 0
      ELSE {more} END"""
    over = f"marks + CASE WHEN m >= over THEN {FLAGS['over_completion']} ELSE 0 END"
    return f"""
  SELECT {place}, {f"CASE WHEN part IS NULL THEN {cells} END" if lean else cells} AS cells,
    spec, place, item, chunk, mask, main, cents, late,
    CASE WHEN part >= goal THEN 0 WHEN part IS NOT NULL THEN 2 END AS outcome,
    CASE WHEN part IS NULL THEN NULL WHEN part >= goal THEN cents WHEN part <= fail THEN 0
      ELSE greatest(least({dialect.whole_part("2 * cents * part + size", "2 * size")}, cents - 1), 0)
      END AS score,
    {"NULL" if lean else completion} AS completion, {"0" if lean else over} AS flags
  FROM (
    SELECT f.*, r.spec, r.place, {", ".join(f"{t[name]} AS {name}" for name in _LOOKED_UP)},
      CASE WHEN m BETWEEN {t["least"]} AND t.most{f" AND r.plan = {t['plan']}" if is_one_plan else ""}
        AND (period IS NULL OR period = '' OR period = t.year)
        AND (reporting_unit IS NULL OR {dialect.bytes("reporting_unit")} <= {MAX_ROW_CELL})
        AND (note IS NULL OR {dialect.bytes("note")} <= {MAX_ROW_CELL})
        THEN {up_from if "NULL" in t["back"] else f"least({up_from}, {down_from})"} END AS part
    FROM (SELECT *, {_MILLIONTHS} AS m FROM (
      SELECT *, TRY_CAST(digits AS DECIMAL(18,6)) AS number FROM ({parsed(dialect, facts)}) AS f
    ) AS f) AS f
    LEFT JOIN {p}regions AS r ON r.text = f.region
    LEFT JOIN {p}spellings AS t ON {"" if is_one_plan else "t.plan = r.plan AND "}t.indicator = f.indicator
      AND t.suffix = f.suffix AND t.stated = coalesce(f.unit, '')
    WHERE r.text IS NOT NULL OR NOT {is_elsewhere(dialect, "f.region")}
  ) AS f"""


def parsed(dialect: Dialect, facts: str) -> str:
    """A SELECT of the rows with the `digits` of their number, and the `suffix` behind it."""
    return f"""SELECT *,
    CASE WHEN is_number THEN actual ELSE regexp_extract(actual, '{_PARTS}', 1) END AS digits,
    CASE WHEN is_number THEN '' ELSE regexp_extract(actual, '{_PARTS}', 2) END AS suffix
  FROM (SELECT *, {dialect.full("actual", _NUMBER)} AS is_number FROM {facts}) AS f"""


def spellings(dialect: Dialect, p: str) -> str:
    """A SELECT of every spelling of a target's name and unit that is known beforehand.

    A row's value is its number in millionths times `up`. Up to something less than it, or down from
    something more, it makes a part of `size`: the completion. The target is met from the part
    `goal` on, and up to `fail` nothing is earned. Where the numbers leave too little room, and where
    a row reports on several targets, there is no spelling.
    """
    w, over = dialect.wide, dialect.whole_part
    to_own = f"{w('n.numerator')} * t.denominator", f"{w('n.denominator')} * t.numerator"
    to_unit = f"{w('u.numerator')} * t.denominator", f"{w('u.denominator')} * t.numerator"
    same = "n.dimension = t.dimension"
    fits = "(t.measure IS NULL OR t.measure = t.dimension)"
    passing = f"{over('pass_numerator * size + pass_denominator - 1', 'pass_denominator')} - 1"
    largest = "greatest(abs(base), abs(coalesce(back, 0)), goal, size)"
    fits_in = f"{largest} * greatest(2 * cents, 1) < {_ROOM}"
    return f"""
WITH sole AS (
  SELECT *, count(*) OVER () <= {_MANY} AS in_any_unit, count(*) OVER () <= {_FEW} AS anywhere FROM (
    SELECT *, count(*) OVER (PARTITION BY plan, name, measure) AS alike,
      count(*) OVER (PARTITION BY plan, name) AS of_name FROM {p}targets
  ) AS t WHERE alike = 1 AND (of_name = 1 OR measure IS NOT NULL) AND kind = 0 AND NOT wide
    AND item = slot AND full_line IS NULL AND NOT reciprocal AND NOT is_budget
    AND coalesce(least, 0) >= 0 AND coalesce(most, 0) >= 0
),
spelled AS (
  SELECT t.*, n.text AS indicator, '' AS suffix, '' AS stated,
    coalesce(n.counter, t.counter) AS counted,
    coalesce({to_own[0]}, {w("1")}) AS up, coalesce({to_own[1]}, {w("1")}) AS down
  FROM sole AS t JOIN {p}names AS n ON n.name = t.name
    AND (n.dimension IS NULL AND t.bare AND t.measure IS NULL OR {same} AND {fits})
  UNION ALL
  SELECT t.*, n.text AS indicator, u.suffix, u.stated, u.counter AS counted,
    {to_unit[0]} AS up, {to_unit[1]} AS down
  FROM sole AS t JOIN {p}names AS n ON n.name = t.name JOIN {p}units AS u
    ON u.usual AND u.dimension = t.dimension AND {fits}
    AND (n.dimension IS NULL
      OR {same} AND n.numerator = u.numerator AND n.denominator = u.denominator)
    AND (t.anywhere OR t.in_any_unit AND u.suffix = ''
      OR u.numerator = t.numerator AND u.denominator = t.denominator)
),
reduced AS (
  SELECT *, {w(over("up", "shared"))} AS ups, {w(over("down", "shared"))} AS downs FROM (
    SELECT *, CASE WHEN up % least(up, down) = 0 AND down % least(up, down) = 0
      THEN least(up, down) ELSE {w("1")} END AS shared FROM spelled
  ) AS s
),
scaled AS (
  SELECT plan, indicator, suffix, stated, item, chunk, mask, main, cents, late, year, ups, counted, counter,
    pass_numerator, pass_denominator, {w("low")} * downs AS low, {w("high")} * downs AS high,
    CASE WHEN strict THEN 1 ELSE 0 END AS beyond, direct OR size <= 0 AS whole_or_nothing,
    CASE WHEN direct OR size <= 0 THEN {w("1")} ELSE {w("size")} * downs END AS size,
    {w("least")} * downs AS least, {w("most")} * downs AS most, {w("over")} * downs AS over
  FROM reduced
),
turned AS (
  SELECT *,
    CASE WHEN low IS NULL THEN size + high ELSE size - low END AS base,
    CASE WHEN low IS NULL THEN -ups ELSE ups END AS up,
    CASE WHEN low IS NOT NULL THEN size + high END AS back,
    size + CASE WHEN low IS NULL OR high IS NULL THEN beyond ELSE 0 END AS goal,
    {over(str(_ROOM), "ups * greatest(2 * cents, 1)")} AS room
  FROM scaled
)
SELECT plan, indicator, suffix, stated, item, chunk, mask, main, cents, late, year, marks,
  {", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in _WHOLE)}
FROM (
  SELECT plan, indicator, suffix, stated, item, chunk, mask, main, cents, late, year,
    up, base, back, goal, size,
    CASE WHEN late OR whole_or_nothing THEN goal
      ELSE greatest(coalesce({passing}, 0), 0) END AS fail,
    CASE WHEN least IS NULL THEN -room
      ELSE {over("least(least + ups - 1, (room + 1) * ups)", "ups")} END AS least,
    {over("least(most, room * ups)", "ups")} AS most,
    {over(f"least(over + ups - 1, {_ROOM} * ups)", "ups")} AS over,
    CASE WHEN counter <> '' AND counter <> counted THEN {FLAGS["other_counter"]} ELSE 0 END
      AS marks
  FROM turned WHERE {fits_in}
) AS t
"""
