"""Small tables and rows, for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import perfgoals as pg

__all__ = ["CITY", "METHOD", "SEWER", "Rows", "codes_of", "result_of", "rows_of", "spec_of"]

CITY = """\
地区: {}
年度: 2023
产出指标
  新建管网 ≥ 80 公里
  完工: 2023-12-31
效益指标
  收入: 提高
"""
"""The text of a spec, but for its region."""

SEWER = "管网 ≥ 80 公里"

Rows = Sequence[tuple[str, ...]]


def spec_of(*lines: str) -> pg.Spec:
    """A table of one group."""
    return pg.loads("年度: 2023\n产出指标\n" + "\n".join(f"  {line}" for line in lines))


def rows_of(rows: Rows) -> pg.Actuals:
    """Rows as (指标, 实际值, 期间, 填报单位)."""
    keys = ("指标", "实际值", "期间", "填报单位")
    return pg.Actuals.from_rows([dict(zip(keys, row, strict=False)) for row in rows])


def result_of(spec: pg.Spec, rows: Rows, **options: Any) -> pg.Result:
    """The result of the first indicator."""
    return pg.evaluate(spec, rows_of(rows), **options).results[0]


def codes_of(spec: pg.Spec, rows: Rows) -> list[str]:
    """The problems of rows."""
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, rows_of(rows))
    return [problem.code for problem in caught.value.problems]


METHOD = "监控办法: 甲\n  进度\n    {} ≥ 80%\n    {} ≥ 60%\n    {} ≥ 0%\n  达标\n    {} ≥ 90%\n    {} ≥ 0%\n"
"""A monitoring method, but for the names of its lights: three by pace, two by attainment."""
