"""The official form of monitoring, and the reports of a roll-up."""

from __future__ import annotations

import io
import re
import zipfile

import attrs
import pytest

import perfgoals as pg
from monitored import card, rolled, sheets
from pages import Reader

# ---- the official form ----------------------------------------------------------------------------

FORM = [
    ["项目支出绩效运行监控表"],
    ["（2023年度，截至 2023-06-30）"],
    ["项目名称", "示例资金"],
    ["主管部门", "", "", "", "", "实施单位", "示例市"],
    ["项目资金\n（万元）", "", "年初预算数", "1-6月执行数", "1-6月执行率", "全年预计执行数"],
    ["", "年度资金总额", 1200.0, 540.0, 0.45, "约 1088.950276 万元"],
    ["年度总体目标", "示例目标"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "1-6月执行情况", "全年预计完成情况", "偏差原因分析",
     "", "", "", "", "", "完成目标可能性", "备注"],
    ["", "", "", "", "", "", "经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明"],
    ["产出指标", "数量指标", "新建管网", "≥ 73 公里", "20 公里",
     "约 40.33 公里（约 36.36 公里 至 约 44.26 公里）",
     "", "", "", "", "", "管材晚到", "完全不可能", "红 ≈55.24%"],
    ["", "", "改造厕所", "≥ 200 座", "160 座", "约 241.33 座（约 240.88 座 至 约 241.78 座）",
     "", "", "", "", "", "", "确定能", "蓝 ≈120.66%"],
    ["", "质量指标", "合格率", "≥ 90%", "92%", "—", "", "", "", "", "", "", "有可能", "绿 100%"],
    ["效益指标", "", "群众收入", "提高", "未报", "—"],
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_official_form(language: str) -> None:
    """Its headings are the form's in every language; why something is behind is left to people."""
    data = pg.render(card(), "xlsx", language=language)
    form = sheets(data)["示例市"]
    if language == "zh":
        assert form == FORM
    assert form[7:9] == FORM[7:9]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert re.findall(r"<f>([^<]*)</f>", text) == ["D6/C6"]
    assert 'sqref="G10:K13"' in text
    assert "确定能,有可能,完全不可能" in text


def test_one_sheet_a_region_then_the_details() -> None:
    """Several regions are a form each; the details have every result; the files their digests."""
    found = sheets(pg.render([card("一"), card("二")], "xlsx"))
    assert list(found) == ["一市", "二市", "明细", "来源"]
    assert len(found["明细"]) == 11
    assert found["来源"][2][0] == "一.pg"


def test_a_budget_that_is_not_reported_is_said_so() -> None:
    """An execution that nobody reported is not one of 0."""
    silent = attrs.evolve(card(), results=(*card().results[:-1], _silent(card().results[-1])))
    form = sheets(pg.render(silent, "xlsx"))["示例市"]
    assert form[5] == ["", "年度资金总额", 1200.0, "", "未报"]


def _silent(result: pg.MonitorResult) -> pg.MonitorResult:
    return attrs.evolve(result, actual=None, due_now=None, pace=None, light=None, forecast=None)


# ---- roll-ups -------------------------------------------------------------------------------------


def test_the_page_of_a_roll_up() -> None:
    """The parent's own table first, then what was left out, the spread, and each part."""
    text = Reader(pg.render(rolled()).decode("utf-8")).text()
    for part in (
        "示例省\n示例资金 · 2023",
        "示例管网 <rows>:1 ≥ 100 公里 95 公里 未达成 95%",
        "没有汇总的指标\n示例学校：没有口径，不能汇总\n2 个地区的差距\n指标 最好 最差 未报\n",
        "示例管网 示例甲市 90 公里 示例乙市 5 公里 0\n",
        "1 示例甲市 100.00 优 2 0 0 0 0\n2 示例乙市 12.50 差 0 0 1 1 0\n",
    ):
        assert part in text, text


def test_a_roll_up_of_several_levels_shows_every_parent() -> None:
    """The highest first; parts that are parents stand there, not among the parts."""
    specs = [
        pg.loads(f"地区: {name}\n年度: 2023\n产出指标\n  管网 ≥ 10 公里\n    口径: 合计\n")
        for name in ("甲县", "乙县")
    ]
    rows = pg.Actuals.from_rows(
        [{"地区": name, "指标": "管网", "实际值": 10} for name in ("甲县", "乙县")]
    )
    from perfgoals.rollup import rollup_levels

    parents = rollup_levels(specs, rows, {"甲县": "丙市", "乙县": "丙市", "丙市": "丁省"})
    page = pg.render(parents).decode("utf-8")
    assert re.findall(r'<h2 id="h\w+">([^<]*)</h2>', page) == ["丁省", "丙市", "甲县", "乙县"]
    markdown = pg.render(parents, "md").decode("utf-8")
    assert re.findall("^# (.*)$", markdown, re.M) == ["丙市", "丁省"]


def test_the_workbook_of_a_roll_up() -> None:
    """The parent's form, all places of the parts, what was left out."""
    found = sheets(pg.render(rolled(), "xlsx"))
    assert list(found) == ["示例省", "明细", "各地名次", "未汇总", "来源"]
    assert found["各地名次"][1:3] == [
        ["示例省", "示例管网", "1", "示例甲市", "90 公里", "100%"],
        ["示例省", "示例管网", "2", "示例乙市", "5 公里", "25%"],
    ]
    assert found["各地名次"][4] == ["示例省", "示例学校", "—", "示例乙市", "—"]
    assert found["未汇总"][1] == ["示例省", "示例学校", "没有口径，不能汇总"]
    assert pg.render(rolled(), "csv").decode("utf-8-sig").splitlines()[1].startswith("示例省,")


def test_the_markdown_of_a_roll_up() -> None:
    """The parent as its scorecard, then what was left out and the spread."""
    text = pg.render(rolled(), "md", language="en").decode("utf-8")
    assert text.startswith("# 示例省\n")
    assert "- 示例学校: it has no 口径, so it cannot be joined\n" in text
    assert "| 示例管网 | 示例甲市 90 公里 | 示例乙市 5 公里 | 0 |" in text
