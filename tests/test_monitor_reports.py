"""Reports of monitoring: what they say, and what no text can make of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import attrs
import pytest

import perfgoals as pg
from monitored import JUNE, REAL, TABLE, card, rolled
from pages import HOSTILE, Reader, neutral, printable, steering
from perfgoals.cli import main
from perfgoals.monitoring import order_of_lights
from perfgoals.reports.monitor_views import monitor_overview
from small import rows_of

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
