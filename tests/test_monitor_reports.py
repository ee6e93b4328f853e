"""Reports of monitoring and of roll-ups: what they say, and what no text can make of them."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from pages import HOSTILE, Reader, neutral, printable, steering
from perfgoals.achieved import Computed, amount_of
from perfgoals.cli import main
from perfgoals.evaluation.matching import match
from perfgoals.evaluation.planning import plan_of
from perfgoals.monitoring import order_of_lights
from perfgoals.monitoring.courses import joined, running
from perfgoals.reports.charts import BOTTOM, chart_of
from perfgoals.reports.monitor_views import cut_share, lights_of, monitor_overview
from small import rows_of, spec_of

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


# ---- the course of the year -----------------------------------------------------------------------


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=12),
    st.sampled_from(["当期", "累计"]),
    st.integers(1, 3),
    st.integers(1, 12),
)
def test_a_course_ends_where_monitoring_stands(
    done: list[int], reporting: str, units: int, month: int
) -> None:
    """The last point of a course is the value that is judged, whatever joins the rows."""
    rows = []
    for unit in range(units):
        total = 0
        for at, amount in enumerate(done, 1):
            total += amount
            period = f"2023-{at:02}" if reporting == "当期" else f"2023-01/2023-{at:02}"
            value = amount if reporting == "当期" else total
            rows.append(("甲", str(value), period, f"{unit}镇"))
    spec = spec_of("甲 ≥ 100 个", f"  报送: {reporting}", "  口径: 合计")
    day = datetime.date(2023, month, 28)
    result = pg.monitor(spec, rows_of(rows), as_of=day).results[0]
    known = min(len(done), month if month == 2 else month - 1)  # a month that is over by the 28th
    assert len(result.course) == known
    for at, point in enumerate(result.course, 1):
        assert str(point.value) == f"{units * sum(done[:at])} 个"
    if known:
        assert result.course[-1].value == result.actual


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from("子丑寅"), st.integers(0, 99) | st.none()),
        min_size=1,
        unique_by=lambda row: row[:2],
    ),
    st.sampled_from(["当期", "累计"]),
)
def test_a_running_sum_is_what_evaluation_makes_of_the_rows(
    given_rows: list[tuple[int, str, int | None]], reporting: str
) -> None:
    """Units that are late, blanks, and periods in any order: the short way and the rules agree."""
    spec = spec_of("甲 ≥ 100 个", f"  报送: {reporting}", "  口径: 合计")
    rows = [
        (
            "甲",
            "" if value is None else str(value),
            f"2023-{month:02}" if reporting == "当期" else f"2023-01/2023-{month:02}",
            unit,
        )
        for month, unit, value in given_rows
    ]
    plan = plan_of(spec)
    readings = match(plan, rows_of(rows).rows).rows[0]
    days = [datetime.date(2023, month, 28) for month, _, _ in given_rows]
    dated = sorted(zip(days, readings, strict=True), key=lambda pair: pair[0])
    plans = plan.plans[0]
    assert list(running(plans, dated)) == list(joined(plans, dated))


@pytest.mark.parametrize(
    ("lines", "rows", "course"),
    [
        pytest.param(["甲 ≥ 100 个"], [("甲", "5")], [], id="no-period"),
        pytest.param(["甲 ≥ 100 个"], [("甲", "5", "2023H1")], ["2023-06-30"], id="one-row"),
        pytest.param(["甲 ≥ 90%"], [("甲", "95%", "2023H1")], [], id="not-pro-rated"),
        pytest.param(
            ["甲 ≥ 100 个", "  报送: 累计", "  口径: 最低"],
            [("甲", "5", "2023-03", "子"), ("甲", "4", "2023-06", "丑")],
            ["2023-03-31", "2023-06-30"],
            id="of-other-days",
        ),
    ],
)
def test_where_there_is_a_course(
    lines: list[str], rows: list[tuple[str, ...]], course: list[str]
) -> None:
    """Only where the target is pro-rated, and every row says of which period it is."""
    result = pg.monitor(spec_of(*lines), rows_of(rows), as_of=JUNE).results[0]
    assert [str(point.day) for point in result.course] == course


def test_the_drawing_of_a_course() -> None:
    """73 公里 by the year's end, 20 by June: each line where its numbers are, the highest at the top."""
    chart = chart_of(card().results[0], JUNE)
    assert chart is not None
    assert attrs.asdict(chart) == {
        "due": "M0 400L1000 45",
        "so_far": "M0 400 246 362 495 303",
        "dots": "M246 362h0M495 303h0",
        "expected": "M495 303L1000 204",
        "spread": "M495 303L1000 224 1000 185Z",
        "target": 45,
    }
    earlier = chart_of(card().results[1], JUNE)
    assert earlier is not None
    assert earlier.due.endswith("H1000")  # due in September, and level after it
    assert chart_of(card().results[2], JUNE) is None


@given(
    target=st.decimals("0.01", 10**6, places=2),
    actual=st.decimals(0, 10**6, places=2),
    day=st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
)
def test_a_drawing_stays_in_its_frame(target: object, actual: object, day: datetime.date) -> None:
    """Whatever the numbers, every line lies in the frame, and what is done reaches the target's
    height only where it reaches the target."""
    spec = spec_of(f"甲 ≥ {target} 公里")
    result = pg.monitor(spec, rows_of([("甲", f"{actual}公里")]), as_of=day).results[0]
    chart = chart_of(result, day)
    assert chart is not None
    for path in (chart.due, chart.so_far, chart.dots, chart.expected, chart.spread):
        for x, y in re.findall(r"(\d+) (\d+)", path):
            assert 0 <= int(x) <= 1000
            assert 45 <= int(y) <= BOTTOM
    height = int(re.findall(r"\d+ (\d+)", chart.so_far)[-1])
    amount = result.actual
    assert isinstance(amount, pg.Quantity | Computed)
    if amount_of(amount) >= result.indicator.target.value.amount():  # type: ignore[union-attr]
        assert height <= chart.target
    else:
        assert height >= chart.target


@given(st.fractions(min_value=0, max_value=3))
def test_a_pace_is_never_rounded_up(share: Fraction) -> None:
    """What is behind never reads as what is not."""
    text = cut_share(share)
    read = Fraction(text.strip("≈%")) / 100
    assert read <= share
    assert (read == share) is not text.startswith("≈")


def test_the_colours_of_lights() -> None:
    """The four of the official method as they are called; others by their place."""
    shown = [(x.name, x.tone, x.calls) for x in lights_of(["蓝", "绿", "黄", "红"], "zh")]
    assert shown == [
        ("蓝", "blue", False),
        ("绿", "green", False),
        ("黄", "yellow", True),
        ("红", "red", True),
        ("未报", "none", True),
    ]
    own = [(x.name, x.tone, x.calls) for x in lights_of(["好", "中", "差"], "en")]
    assert own == [
        ("好", "green", False),
        ("中", "yellow", True),
        ("差", "red", True),
        ("unreported", "none", True),
    ]


# ---- what they say --------------------------------------------------------------------------------

PAGE = """\
示例市 · 绩效运行监控报告 跳到正文
示例市
示例资金 · 2023 1471012
最差的灯
红
时间进度
49.59%
蓝
1
绿
2
红
1
未报
1
截至 2023-06-30 · 监控办法：财预〔2019〕136号 · 预算执行率 45%，时间进度 49.59%
需要关注
红 1
新建管网：20 公里，应达到 36.2 公里，进度 ≈55.24% 完成可能性：完全不可能 填报说明：管材晚到
未报 1
群众收入：“提高”
各项指标
指标 年度指标值 执行情况 灯 全年预计 全年走势
产出指标 / 数量指标
新建管网 示例.pg:8 <rows>:2 ≥ 73 公里 20 公里 应达到 36.2 公里 红 ≈55.24% 约 40.33 公里 \
（约 36.36 公里 至 约 44.26 公里） 完全不可能 ≥ 73 公里 填报说明：管材晚到
改造厕所 示例.pg:10 <rows>:4 ≥ 200 座 160 座 应达到 约 132.60 座 蓝 ≈120.66% 约 241.33 座 \
（约 240.88 座 至 约 241.78 座） 确定能 ≥ 200 座
产出指标 / 质量指标
合格率 示例.pg:14 <rows>:5 ≥ 90% 92% 绿 100% — 有可能
效益指标
群众收入 示例.pg:16 “提高” — 未报 —
预算执行率
预算执行率 <rows>:6 ≥ 100% 540 万元 (45%) 应达到 约 49.59% 绿 ≈90.74% 约 90.75% 有可能 ≥ 100%
示例.pg SHA-256 DIGEST
数据来源
"""


def test_what_the_page_says() -> None:
    """The worst light, what needs attention, each indicator with what is due and what is expected."""
    text = neutral(Reader(pg.render(card()).decode("utf-8")).text())
    assert text[: len(PAGE)] == PAGE
    assert text[len(PAGE) :].startswith("由 perfgoals VERSION 生成。 虚线是按天数应达到的；")


MARKDOWN = """\
# 示例市

示例资金 · 2023

as of 2023-06-30 · Of the year: 49.59% · 🔵 蓝 1 · 🟢 绿 2 · 🔴 红 1 · ⚪ unreported 1

Budget execution 45%, 49.59% of the year gone

## Needs attention

🔴 红 (1)

- 新建管网: 20 公里, 36.2 公里 due by now, pace ≈55.24%; Reported: 管材晚到 `示例.pg:8`, `<rows>:2`

⚪ unreported (1)

- 群众收入: "提高" `示例.pg:16`

## Indicators

**产出指标 / 数量指标**

| Indicator | Target | So far | Due by now | Pace | Light | Full year | Likelihood |
|---|---|---|---|--:|---|---|---|
"""


def test_what_markdown_says() -> None:
    """The same for reviews, in English."""
    text = neutral(pg.render(card(), "md", language="en").decode("utf-8"))
    assert text[: len(MARKDOWN)] == MARKDOWN
    assert "| 合格率 | ≥ 90% | 92% | — | 100% | 🟢 绿 | — | possible |" in text


def test_what_the_csv_says() -> None:
    """One row a result, for Excel."""
    made = pg.render(card(), "csv", language="en")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert rows[:2] == [
        ["Region", "Level 1", "Level 2", "Indicator", "Target", "So far", "Due by now", "Pace",
         "Light", "Full year", "Lowest", "Highest", "Likelihood", "Reported units", "Units",
         "Reported note", "Source"],
        ["示例市", "产出指标", "数量指标", "新建管网", "≥ 73 公里", "20 公里", "36.2 公里",
         "0.552486", "红", "about 40.331492 公里", "about 36.355556 公里", "about 44.263736 公里",
         "impossible", "1", "1", "管材晚到", "示例.pg:8"],
    ]  # fmt: skip
    assert len(rows) == 6


def test_regions_with_the_worst_lights_come_first() -> None:
    """By the worst light, then how many have it; the call's order last; totals are not compared."""
    good = attrs.evolve(card("好"), results=card("好").results[1:], light="蓝")
    overview = monitor_overview([card("一"), good, card("二")], "zh")
    found = [(place.rank, place.name, place.grade, place.counts) for place in overview.places]
    assert found == [
        ("1", "一市", "红", (1, 2, 0, 1, 1)),
        ("2", "二市", "红", (1, 2, 0, 1, 1)),
        ("3", "好市", "蓝", (1, 2, 0, 0, 1)),
    ]
    assert [cell.text for cell in overview.places[0].cells] == [
        *("红 55", "蓝 120", "绿 100", "○", "绿 90")
    ]
    assert [(short.label, short.counts) for short in overview.shortfalls] == [
        ("群众收入", (0, 3)),
        ("新建管网", (2, 0)),
    ]


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


# ---- nothing in a text does anything --------------------------------------------------------------


@pytest.mark.parametrize("odd", HOSTILE)
@pytest.mark.parametrize("make", [card, rolled])
@pytest.mark.parametrize("several", [False, True], ids=["one", "many"])
def test_hostile_text_changes_no_element_of_the_page(odd: str, make: Any, several: bool) -> None:
    """With a hostile text in every place the page has the very elements and attributes it had."""
    quoted = odd.replace('"', "”")
    name = re.sub(r"[\s:：#{}<>=()（）≥]", "", quoted) or "无"
    pages = [
        Reader(pg.render([each] * (2 if several and make is card else 1)).decode("utf-8"))
        for each in (make(), make(name, quoted))
    ]
    assert pages[0].elements == pages[1].elements or make is rolled
    assert {tag for tag, _ in pages[1].elements} <= {tag for tag, _ in pages[0].elements}
    assert all(link.startswith("#") for link in pages[1].links)
    for form in ("html", "md", "csv", "text"):
        assert steering(pg.render(make(name, quoted), form).decode("utf-8")) <= {"\r", "\ufeff"}
    if make is card:
        assert " ".join(printable(quoted).split()) in pages[1].text()


@pytest.mark.parametrize("odd", ["=1+1", "@SUM(A1)", '=HYPERLINK("http://x.invalid")', "\u202e反"])
def test_hostile_texts_are_texts_in_a_workbook_and_a_csv(odd: str) -> None:
    """The only formulas are the forms' own; a CSV cell that a spreadsheet would run is guarded."""
    each = card()
    spec = attrs.evolve(each.spec, fund=odd, region=odd, goal=odd)
    results = [
        attrs.evolve(x, row=attrs.evolve(x.row, note=odd)) if x.row else x for x in each.results
    ]
    hostile = attrs.evolve(each, spec=spec, results=tuple(results))
    with zipfile.ZipFile(io.BytesIO(pg.render(hostile, "xlsx"))) as parts:
        text = "".join(
            parts.read(name).decode("utf-8") for name in parts.namelist() if "sheet" in name
        )
    assert re.findall(r"<f>([^<]*)</f>", text) == ["D6/C6"]
    assert "<hyperlink" not in text
    rows = csv.reader(io.StringIO(pg.render(hostile, "csv").decode("utf-8-sig")))
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)


# ---- the command and Python -----------------------------------------------------------------------

MONITOR = ["monitor", "a.pg", "a.csv", "--as-of", "2023-06-30"]
ROLLUP = ["rollup", str(REAL), str(REAL / "actuals-sample.csv"), "--name", "广东省"]


@pytest.mark.parametrize("call", [MONITOR, ROLLUP], ids=["monitor", "rollup"])
@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("html", b"<!DOCTYPE html>"),
        ("md", b"# "),
        ("csv", "\ufeff地区,".encode()),
        ("json", b"[\n  {"),
        ("xlsx", b"PK"),
    ],
)
def test_the_ending_chooses_the_format(
    call: list[str], ending: str, start: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`monitor` and `rollup` write what `eval` writes."""
    monkeypatch.chdir(tmp_path)
    Path("a.pg").write_text(TABLE, encoding="utf-8")
    rows = "指标,实际值,期间\n新建管网,8公里,2023Q1\n新建管网,12公里,2023Q2\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    assert main([*call, "--lang", "zh", "-o", f"report.{ending}"]) == 0
    assert Path(f"report.{ending}").read_bytes().startswith(start)


def test_the_same_input_gives_the_same_bytes() -> None:
    """No clock, no chance."""
    for form in ("html", "md", "csv", "xlsx", "json", "text"):
        assert pg.render(card(), form) == pg.render(card(), form), form
        assert pg.render(rolled(), form) == pg.render(rolled(), form), form


def test_one_kind_of_results_makes_a_report() -> None:
    """A scorecard and a monitoring card side by side would be a table of nothing."""
    with pytest.raises(TypeError, match="MonitorCard, Scorecard"):
        pg.render([rolled().card, card()], "md")  # type: ignore[arg-type]


def test_the_lights_of_several_methods_stand_side_by_side() -> None:
    """A region with lights of its own has its own columns, and nothing is counted under another's."""
    text = "监控办法: 本地\n  进度\n    好 ≥ 90%\n    差 ≥ 0%\n  达标\n    好 ≥ 80%\n    差 ≥ 0%\n"
    own = pg.monitor(
        pg.loads(text + "地区: 乙市\n年度: 2023\n产出指标\n  甲 ≥ 365 个\n"),
        rows_of([("甲", "170")]),
        as_of=JUNE,
    )
    assert order_of_lights(own.spec) == ["好", "差"]
    overview = monitor_overview([card(), own], "zh")
    counts = {place.name: place.counts for place in overview.places}
    assert counts == {"示例市": (1, 2, 0, 1, 0, 0, 1), "乙市": (0, 0, 0, 0, 1, 0, 0)}
