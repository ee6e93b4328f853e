"""The workbook of scorecards: the official form, its sums, and texts that stay texts."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.reports.workbook import sheet_names

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
TABLE = """\
资金: 示例资金
地区: 示例市
年度: 2023
主管部门: 示例局
金额: 1200 万元
总体目标: 示例目标
产出指标
  数量指标
    新建管网 ≥ 80 公里
    完工: 2023年底
  质量指标
    合格率 ≥ 90%
效益指标
  群众收入: 提高
满意度指标
  群众满意度 ≥ 90%
"""
ROWS = [
    {"指标": "新建管网", "实际值": "79.5公里", "说明": "管材晚到"},
    {"指标": "合格率", "实际值": "95%"},
    {"指标": "完工", "实际值": "2023-12-20"},
    {"指标": "群众收入", "实际值": "达成 90%"},
    {"指标": "预算执行数", "实际值": "1100万元"},
]


def card(text: str = TABLE, rows: list[dict[str, str]] = ROWS, **when: object) -> pg.Scorecard:
    """The scorecard of a table."""
    return pg.evaluate(pg.loads(text), pg.Actuals.from_rows(rows), **when)  # type: ignore[arg-type]


def read(data: bytes) -> dict[str, list[list[Any]]]:
    """The sheets of a workbook as calamine reads them."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


FORM = [
    ["项目支出绩效自评表", "", "", "", "", "", "", ""],
    ["（2023年度）", "", "", "", "", "", "", ""],
    ["项目名称", "示例资金", "", "", "", "", "", ""],
    ["主管部门", "示例局", "", "", "实施单位", "示例市", "", ""],
    ["项目资金\n（万元）", "", *("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")],
    ["", "年度资金总额", "", 1200.0, 1100.0, 10.0, 1100 / 1200, 9.17],
    ["年度总体目标", "示例目标", "", "", "", "", "", ""],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
     "偏差原因分析及改进措施"],
    ["产出指标", "数量指标", "新建管网", "≥ 80 公里", "79.5 公里", 16.67, 16.57,
     "要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里；管材晚到"],
    ["", "", "完工", "2023-12-31 前", "2023-12-20", 16.67, 16.67, ""],
    ["", "质量指标", "合格率", "≥ 90%", "95%", 16.66, 16.66, ""],
    ["效益指标", "", "群众收入", "提高", "达成 90%", 30.0, 27.0, ""],
    ["满意度指标", "", "群众满意度", "≥ 90%", "未报", 10.0, 0.0, "要求 ≥ 90%，未报"],
    ["总分", "", "", "", "", 100.0, 86.07, "等级：良"],
]  # fmt: skip


def test_the_official_form() -> None:
    """Its headings are the form's, its numbers numbers, its sums those of the scorecard."""
    assert read(pg.render(card(), "xlsx"))["示例市"] == FORM
    english = read(pg.render(card(), "xlsx", language="en"))["示例市"]
    assert english[7] == FORM[7]


def formulas(data: bytes, sheet: int = 1) -> dict[str, tuple[str, str]]:
    """The formulas of a sheet with the values that are kept with them, by cell."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = parts.read(f"xl/worksheets/sheet{sheet}.xml").decode("utf-8")
    found = re.findall(r'<c r="([A-Z]+\d+)"[^>]*><f>([^<]*)</f><v>([^<]*)</v>', text)
    assert text.count("<f>") == len(found)
    return {cell: (formula.replace("&apos;", "'"), value) for cell, formula, value in found}


def test_sums_are_formulas_with_their_values() -> None:
    """An auditor can follow every sum, and a program that does not calculate shows it too."""
    assert formulas(pg.render(card(), "xlsx")) == {
        "G6": ("E6/D6", "0.9166666666666666"),
        "F14": ("ROUND(SUM(F9:F13,F6),2)", "100.0"),
        "G14": ("ROUND(SUM(G9:G13,H6),2)", "86.07"),
    }


def test_the_overview_points_at_the_forms() -> None:
    """The thirteen cities: every total is a formula, and the sums of each form give it."""
    cards = evaluate_all(pg.load_folder(REAL), pg.read_actuals(REAL / "actuals-sample.csv")).cards
    data = pg.render(cards, "xlsx")
    sheets = read(data)
    assert list(sheets) == ["汇总", *(card.spec.region for card in cards), "明细", "来源"]
    assert sheets["汇总"][1][:4] == ["1", "肇庆市", 100.0, "优"]
    assert formulas(data)["C2"] == ("'肇庆市'!G27", "100.0")
    for each in cards:
        rows = sheets[str(each.spec.region)]
        (total,) = (row for row in rows if row[0] == "总分")
        scores = [row[6] for row in rows[8 : rows.index(total)]]
        assert sum(Decimal(str(score)) for score in scores) == each.total
        assert Decimal(str(total[6])) == each.total
    assert len(sheets["明细"]) == 1 + sum(len(each.results) for each in cards)


def test_what_is_not_due_has_no_score() -> None:
    """A score of 0 would be another thing."""
    import datetime

    early = card(as_of=datetime.date(2023, 7, 1))
    rows = read(pg.render(early, "xlsx"))["示例市"]
    assert rows[8][6] == "未到期"
    assert rows[13][7] == "等级：未评等级"
    assert rows[-1][0] == "注：已到期 63.33 分，未到期 36.67 分"


HOSTILE = ["=1+1", "+1", "-1+2", "@SUM(A1)", "=HYPERLINK(\"http://x.invalid\")", "http://x.invalid",
           "0012", "1e5", "\u202e反", "a\x1bb\x00", "<b>&", "x" * 40_000]  # fmt: skip


@pytest.mark.parametrize("odd", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_texts(odd: str) -> None:
    """Whatever a name or a note begins with, the only formulas are the form's own."""
    from attrs import evolve

    plain = card()
    spec = evolve(plain.spec, fund=odd, region=odd, goal=odd, department=odd)
    results = tuple(
        evolve(result, row=evolve(result.row, note=odd[:9000]) if result.row else None)
        for result in plain.results
    )
    data = pg.render(evolve(plain, spec=spec, results=results), "xlsx")
    assert set(formulas(data)) == {"G6", "F14", "G14"}
    shown = "".join(c if c.isprintable() else "\ufffd" for c in odd)
    form = next(iter(read(data).values()))
    assert form[2][1] == shown[:32_767]
    assert form[8][7] == f"要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里；{shown[:9000]}"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = "".join(
            parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith(".xml")
        )
    assert "<hyperlink" not in text
    assert not set(text) & set("\u202e\x1b\x00")


@given(st.lists(st.text(max_size=40), max_size=6))
def test_names_of_sheets_are_those_that_a_workbook_takes(wanted: list[str]) -> None:
    """At most 31 characters, none of the forbidden ones, no two alike, none that is taken."""
    names = sheet_names(wanted, ("汇总",))
    assert len({name.lower() for name in names} | {"汇总"}) == len(wanted) + 1
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\'")
        assert name.isprintable()


def test_long_names_stay_apart() -> None:
    """Two regions whose names begin alike have two sheets."""
    assert sheet_names(["甲" * 40, "甲" * 50, "History"]) == [
        "甲" * 31,
        "甲" * 27 + " (2)",
        "History (2)",
    ]


def test_a_workbook_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error has the line that brings it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.render(card(), "xlsx")
    assert caught.value.problems[0].help_text("en") == 'Run: pip install "perfgoals[excel]"'
