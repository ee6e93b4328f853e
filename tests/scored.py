"""Scorecards and their page, for tests of reports."""

from __future__ import annotations

import functools
from pathlib import Path

import perfgoals as pg
from perfgoals.evaluation.batch import evaluate_all

__all__ = ["REAL", "ROWS", "TABLE", "card", "page", "region", "thirteen"]

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
TABLE = """\
资金: 示例资金
地区: 示例市
年度: 2023
文号: 示例〔2023〕1号
产出指标 [60]
  数量指标
    新建管网 ≥ 80 公里
    培训: 1~2 次
  成本指标
    单位成本 ≤ 10 万元
  时效指标
    完工: 2023-06-30
效益指标 [40]
  群众收入: 提高
  群众参与 ≥ 20 人次
任务: 修管网
  性质: 约束性任务
  新建管网 ≥ 80 公里
"""
ROWS = [
    {"指标": "新建管网", "实际值": "79.5公里", "说明": "管材晚到"},
    {"指标": "培训", "实际值": "2"},
    {"指标": "单位成本", "实际值": "12.5万元"},
    {"指标": "完工", "实际值": "2023-07-02"},
    {"指标": "群众收入", "实际值": "部分达成 70%"},
]


def card(**changes: str) -> pg.Scorecard:
    """The scorecard of the table above, with some of its texts changed."""
    text, rows = TABLE, ROWS
    for old, new in changes.items():
        text = text.replace(old, new)
        rows = [{key: value.replace(old, new) for key, value in row.items()} for row in rows]
    path = "示例.pg"
    for old, new in changes.items():
        path = path.replace(old, new)
    return pg.evaluate(pg.loads(text, path=path), pg.Actuals.from_rows(rows))


@functools.cache
def thirteen() -> tuple[pg.Scorecard, ...]:
    """The scorecards of the thirteen cities."""
    return evaluate_all(pg.load_folder(REAL), pg.read_actuals(REAL / "actuals-sample.csv")).cards


def page(cards: object, language: str = "zh") -> str:
    """The HTML report as text."""
    return pg.render(cards, "html", language=language).decode("utf-8")  # type: ignore[arg-type]


def region(name: str, actual: str, extra: str = "", head: str = "") -> pg.Scorecard:
    """The scorecard of a small table."""
    spec = pg.loads(f"地区: {name}\n年度: 2023\n{head}产出指标\n  管网 ≥ 80 公里\n{extra}")
    return pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "管网", "实际值": actual}]))
