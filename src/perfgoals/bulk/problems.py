"""Problems in SQL: of rows one by one, of the rows of a spec as a whole, of specs without rows."""

from __future__ import annotations

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.schema import DESCRIBED, FACTS

__all__ = ["TRIMMED", "problems"]

TRIMMED = "trim(BOTH ' \u3000' FROM coalesce(region, ''))"
"""A region as it is shown."""


def problems(
    dialect: Dialect,
    facts: str,
    p: str,
    *,
    parts: str,
    rows: str,
    wholes: str,
    absent: str,
) -> str:
    """The problems with their places; `parts` stand before them in the WITH clause.

    `rows` gives the wrong rows: stage, spec, and the columns of a fact. `wholes` gives problems as they
    are said, with their spec, `absent` the specs without rows.
    """
    none = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in FACTS)
    said = ", ".join(f"said.{name} AS {name}" for name, _ in DESCRIBED)
    row = ", ".join(name for name, _ in FACTS)
    return f"""
WITH {parts},
wrong AS ({rows}
),
numbered AS (
  SELECT *, row_number() OVER (PARTITION BY spec ORDER BY file, record) AS number FROM wrong
),
absent AS {dialect.once} ({absent}
),
regions AS {dialect.once} (
  SELECT DISTINCT region FROM {facts} WHERE EXISTS (SELECT 1 FROM absent)
),
everything AS (
  SELECT stage, spec, '' AS code, number, {row} FROM numbered
  UNION ALL
  SELECT stage, spec, code, number, {none} FROM {p}findings
),
described AS (
  SELECT e.spec, e.stage, {p}describe(e.spec, e.code, e.number, file, record, region, indicator,
    actual, unit, period, reporting_unit, note) AS said
  FROM everything AS e
),
of_wholes AS (
  {wholes}
),
of_absent AS (
  SELECT {dialect.spreaded(f"{p}absent(specs, regions)")} AS said FROM (
    SELECT {dialect.gathered(("spec",))} AS specs,
      (SELECT {dialect.gathered(("region",))} FROM (
        SELECT DISTINCT {TRIMMED} AS region FROM regions
      ) AS j WHERE region <> '') AS regions
    FROM absent AS j
  ) AS a WHERE specs IS NOT NULL
),
told AS (
  SELECT spec, stage, {said} FROM described
  UNION ALL
  SELECT spec, 2, {said} FROM of_wholes
  UNION ALL
  SELECT said.spec, 2, {said} FROM of_absent
)
SELECT t.spec, s.region, {", ".join(f"t.{name}" for name, _ in DESCRIBED)}
FROM told AS t LEFT JOIN {p}specs AS s ON s.spec = t.spec
ORDER BY t.stage, t.spec, t.path, t.line, t.col, t.code
"""
