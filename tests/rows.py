"""Rows of actual values, and what comes of them, for tests of actuals."""

from __future__ import annotations

from typing import Any

import pytest

import perfgoals as pg

__all__ = ["MET", "MISSED", "TABLE", "UNREPORTED", "pairs", "problems_of", "result_of", "rows_with"]

TABLE = """\
地区: 汕头市
年度: 2023
产出指标
  管网 ≥ 80 公里
  普筛: 4 万人次
  覆盖率 ≥ 90%
  户数: 100 户
  成本 ≤ 10 万元
  完成: 2023-10-31
  收入: 提高
  误差: ±3%
  满意度: 90%
  实践所（站）: 提档升级
"""
GOOD = {
    "管网": "80公里",
    "普筛": "4万人次",
    "覆盖率": "90%",
    "户数": "100户",
    "成本": "10万元",
    "完成": "2023-10-31",
    "收入": "提高",
    "误差": "0%",
    "满意度": "90%",
    "实践所（站）": "提档升级",
}


def rows_with(name: str, actual: object, **more: object) -> list[dict[str, Any]]:
    """Good rows for the whole table, but for one."""
    rows: list[dict[str, Any]] = [
        {"指标": key, "实际值": value} for key, value in GOOD.items() if key != name
    ]
    return [{"指标": name, "实际值": actual, **more}, *rows]


def result_of(name: str, actual: object, *, row: str | None = None, **more: object) -> pg.Result:
    """What comes of one indicator of the table; `row` is its name as the row has it."""
    rows = rows_with(name, actual, **more)
    rows[0]["指标"] = row or name
    card = pg.evaluate(pg.loads(TABLE), pg.Actuals.from_rows(rows))
    return next(result for result in card.results if result.indicator.name == name)


def problems_of(table: str, rows: Any, **options: Any) -> tuple[pg.Problem, ...]:
    """All that is wrong with some rows."""
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(table), pg.Actuals.from_rows(rows), **options)
    return caught.value.problems


def pairs(*values: tuple[str, Any]) -> list[dict[str, Any]]:
    """Rows of indicator and actual."""
    return [{"指标": name, "实际值": actual} for name, actual in values]


# ---- quantities ---------------------------------------------------------------------------------

MET, MISSED, UNREPORTED = pg.Outcome.MET, pg.Outcome.MISSED, pg.Outcome.UNREPORTED
