"""A monitored table and a roll-up, for tests of their reports."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import python_calamine

import perfgoals as pg

__all__ = ["JUNE", "REAL", "TABLE", "card", "rolled", "sheets"]

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
JUNE = datetime.date(2023, 6, 30)
TABLE = """\
资金: 示例资金
地区: 示例市
年度: 2023
金额: 1200 万元
总体目标: 示例目标
产出指标
  数量指标
    新建管网 ≥ 73 公里
      报送: 当期
    改造厕所 ≥ 200 座
      时限: 2023-09-30
      报送: 累计
  质量指标
    合格率 ≥ 90%
效益指标
  群众收入: 提高
"""
ROWS = [
    ("新建管网", "8 公里", "2023Q1", "管材晚到"),
    ("新建管网", "12 公里", "2023Q2", "管材晚到"),
    ("改造厕所", "80 座", "2023-01/2023-03", ""),
    ("改造厕所", "160 座", "2023-01/2023-06", ""),
    ("合格率", "92%", "2023H1", ""),
    ("预算执行数", "540 万元", "2023H1", ""),
]


def card(name: str = "示例", note: str = "管材晚到", day: datetime.date = JUNE) -> pg.MonitorCard:
    """The card of the table above, with another name and note."""
    keys = ("指标", "实际值", "期间", "说明")
    rows = [dict(zip(keys, row, strict=True)) for row in ROWS]
    rows = [{key: text.replace("管材晚到", note) for key, text in row.items()} for row in rows]
    spec = pg.loads(TABLE.replace("示例", name), path=f"{name}.pg")
    return pg.monitor(spec, pg.Actuals.from_rows(rows), as_of=day)


def rolled(name: str = "示例", note: str = "") -> pg.Rollup:
    """A parent of two parts."""
    text = (
        "资金: {0}资金\n地区: {0}{1}\n年度: 2023\n产出指标\n  {0}管网 ≥ {2} 公里\n    口径: 合计\n"
        "  {0}学校 ≥ 1 所\n"
    )
    specs = [pg.loads(text.format(name, r, n)) for r, n in (("甲市", 80), ("乙市", 20))]
    rows = [
        {"地区": f"{name}{r}", "指标": f"{name}{i}", "实际值": n, "说明": note}
        for r, i, n in (("甲市", "管网", 90), ("乙市", "管网", 5), ("甲市", "学校", 1))
    ]
    return pg.roll_up(specs, pg.Actuals.from_rows(rows), region=f"{name}省")


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook as calamine reads them, without blanks at the ends of rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {}
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        for row in rows:
            while row and row[-1] == "":
                row.pop()
        found[name] = rows
    return found
