"""Two queries as one would write them by hand for one table of targets, exact and no more general.

The first takes a clean table for granted. The second folds names, reads units behind numbers, and
lists what is wrong, as `perfgoals.bulk` does.
"""

from __future__ import annotations

import unicodedata

from duckdb import DuckDBPyConnection

import perfgoals as pg
from perfgoals.evaluation.planning import plan_of

FACTORS = {"米": ("公里", 1), "公里": ("公里", 1000), "户": ("户", 1), "亩": ("亩", 1)}
"""The units: what they measure, and how many of the smallest one is."""

_SCORE = """CASE WHEN a >= goal THEN cents
    ELSE least((2 * cents * a + goal) // (2 * goal), cents - 1) END"""

CLEAN = f"""
SELECT 地区, sum({_SCORE}) AS total FROM (
  SELECT 地区, goal, cents,
    CAST(CAST(concat(实际值, 'e6') AS DECIMAL(18,0)) AS BIGINT) * factor AS a
  FROM actuals JOIN targets USING (指标) JOIN factors USING (单位)
) GROUP BY 地区
"""

_NUMBER = "[-+]?[0-9]+([.][0-9]{1,6})?"

# What is read with the help of tables of the distinct odd names and cells, folded in Python.
DIRTY_ROWS = f"""
SELECT record, town, 指标, 实际值, 单位, 地区,
  CASE WHEN goal IS NULL THEN 'PG510'
    WHEN number IS NULL THEN 'PG514'
    WHEN stated IS NULL THEN 'PG513'
    WHEN measure <> measured THEN 'PG516' END AS code,
  {_SCORE} AS score
FROM (
  SELECT f.*, t.goal, t.cents, t.measure, u.measured, u.factor,
    CASE WHEN f.column_unit = '' THEN '' ELSE s.单位 END AS stated,
    CAST(TRY_CAST(concat(number, 'e6') AS DECIMAL(18,0)) AS BIGINT) * u.factor AS a
  FROM (
    SELECT r.record, r.地区, r.指标, r.实际值, r.单位, trim(r.地区) AS town,
      coalesce(n.name, r.指标) AS name, r.单位 AS column_unit,
      CASE WHEN r.is_plain THEN r.实际值 ELSE c.number END AS number,
      CASE WHEN r.单位 <> '' THEN r.单位 WHEN n.unit <> '' THEN n.unit ELSE c.unit END AS unit
    FROM (SELECT *, regexp_full_match(实际值, '{_NUMBER}') AS is_plain FROM actuals) AS r
    LEFT JOIN odd_names AS n ON n.text = r.指标
    LEFT JOIN odd_cells AS c ON c.text = r.实际值
  ) AS f
  LEFT JOIN targets AS t ON t.指标 = f.name
  LEFT JOIN factors AS s ON s.单位 = f.column_unit
  LEFT JOIN factors AS u ON u.单位 = f.unit
)
"""

DIRTY_TOTALS = """
SELECT town, sum(score) AS total FROM judged GROUP BY town HAVING count(code) = 0
"""
DIRTY_PROBLEMS = """
SELECT record + 1 AS line, code, town, 指标, 实际值, 单位 FROM judged WHERE code IS NOT NULL
ORDER BY record
"""


def lookups(connection: DuckDBPyConnection, spec: pg.Spec, path: str, kind: str) -> None:
    """The tables that the queries join with, and the actuals as a view."""
    connection.execute(
        "CREATE TABLE targets (指标 VARCHAR, goal BIGINT, cents BIGINT, measure VARCHAR)"
    )
    connection.executemany("INSERT INTO targets VALUES (?, ?, ?, ?)", _targets(spec))
    connection.execute("CREATE TABLE factors (单位 VARCHAR, measured VARCHAR, factor BIGINT)")
    rows = [(unit, *what) for unit, what in FACTORS.items()]
    connection.executemany("INSERT INTO factors VALUES (?, ?, ?)", rows)
    if not path:
        return
    source = (
        f"read_parquet('{path}')"
        if path.endswith(".parquet")
        else f"read_csv('{path}', all_varchar = true, header = true)"
    )
    cells = "地区, 指标, 实际值, coalesce(单位, '') AS 单位"
    number = ", row_number() OVER () AS record" if kind == "dirty" else ""
    connection.execute(f"CREATE VIEW actuals AS SELECT {cells}{number} FROM {source}")
    if kind == "dirty":
        _odd(connection)


def _targets(spec: pg.Spec) -> list[tuple[str, int, int, str]]:
    found = []
    for plan in plan_of(spec).plans:
        target = plan.target
        assert isinstance(target, pg.Bound)
        measure, factor = FACTORS[target.value.unit.text]
        goal = int(target.value.value) * 1_000_000 * factor
        found.append((plan.entry.indicator.name, goal, plan.cents, measure))
    return found


def _odd(connection: DuckDBPyConnection) -> None:
    """The distinct names and cells that are not plain, folded and read in Python."""
    connection.execute("CREATE TABLE odd_names (text VARCHAR, name VARCHAR, unit VARCHAR)")
    names = "SELECT DISTINCT 指标 FROM actuals WHERE 指标 NOT IN (SELECT 指标 FROM targets)"
    read = [_name(text) for (text,) in connection.execute(names).fetchall()]
    connection.executemany("INSERT INTO odd_names VALUES (?, ?, ?)", read or [("", "", "")])
    connection.execute("CREATE TABLE odd_cells (text VARCHAR, number VARCHAR, unit VARCHAR)")
    cells = f"SELECT DISTINCT 实际值 FROM actuals WHERE NOT regexp_full_match(实际值, '{_NUMBER}')"
    values = [_cell(text) for (text,) in connection.execute(cells).fetchall()]
    connection.execute(
        "INSERT INTO odd_cells SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]),"
        " unnest($3::VARCHAR[])",
        [list(column) for column in zip(*values, strict=True)] or [[], [], []],
    )


def _name(text: str) -> tuple[str, str, str]:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    stem, _, rest = folded.partition("(")
    return text, stem, rest.rstrip(")")


def _cell(text: str) -> tuple[str, str | None, str]:
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    digits = folded.rstrip("".join(FACTORS))
    is_number = digits.replace(".", "", 1).isdecimal()
    return text, digits if is_number else None, folded[len(digits) :]
