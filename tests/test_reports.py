"""Reports of scorecards: HTML and Markdown, what they say, and the command that writes them."""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from pages import Reader, neutral
from perfgoals.cli import main
from perfgoals.reports.bars import bar_of, percent
from perfgoals.reports.overview import overview_of
from perfgoals.reports.rendering import format_of
from perfgoals.reports.views import card_of
from scored import REAL, ROWS, TABLE, card, page, region, thirteen

PAGE = """\
示例市 · 绩效评价报告 跳到正文
示例市
示例资金 · 2023 · 示例〔2023〕1号
总分
55.16
等级
差
达成
1
部分达成
1
未达成
3
未报
1
评分办法：财预〔2020〕10号 · 任务：未完成 1
需要关注
未达成 3
完工：要求 2023-06-30 前，实际 2023-07-02，晚 2 天 得 0.00，分值 15.00
单位成本：要求 ≤ 10 万元，实际 12.5 万元，超过 2.5 万元 得 11.25，分值 15.00
新建管网：要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里 得 14.91，分值 15.00 填报说明：管材晚到
部分达成 1
群众收入：要求 “提高”，实际 部分达成 70% 得 14.00，分值 20.00
未报 1
群众参与：要求 ≥ 20 人次，未报 得 0.00，分值 20.00
各项指标
指标 指标值 实际值 结果 得分 / 分值 原因
产出指标 / 数量指标
新建管网 示例.pg:7 <rows>:1 ≥ 80 公里 79.5 公里 未达成 ≈99.37% 14.91 / 15.00 \
要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里 填报说明：管材晚到
培训 示例.pg:8 <rows>:2 1~2 次 2 次 达成 15.00 / 15.00 要求 1~2 次，实际 2 次
产出指标 / 成本指标
单位成本 示例.pg:10 <rows>:3 ≤ 10 万元 12.5 万元 未达成 75% 11.25 / 15.00 \
要求 ≤ 10 万元，实际 12.5 万元，超过 2.5 万元
产出指标 / 时效指标
完工 示例.pg:12 <rows>:4 2023-06-30 前 2023-07-02 未达成 0% 0.00 / 15.00 \
要求 2023-06-30 前，实际 2023-07-02，晚 2 天
效益指标
群众收入 示例.pg:14 <rows>:5 “提高” 部分达成 70% 部分达成 70% 14.00 / 20.00 \
要求 “提高”，实际 部分达成 70%
群众参与 示例.pg:15 ≥ 20 人次 — 未报 0.00 / 20.00 要求 ≥ 20 人次，未报
任务
未完成 约束性 修管网
新建管网: 要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里
示例.pg SHA-256 DIGEST
数据来源
由 perfgoals VERSION 生成。 横条是实际值，黑色竖线是目标，超过目标 1.5 倍的部分不再画出。\
"""


def test_what_the_page_says() -> None:
    """Total and grade, what needs attention with the dearest first, the table, the tasks, the files."""
    assert neutral(Reader(page(card())).text()) == PAGE


MARKDOWN = """\
# 示例市

示例资金 · 2023 · 示例〔2023〕1号

**Total 55.16** · **Grade 差** · 🟢 met 1 · 🟡 partial 1 · 🔴 missed 3 · ⚪ unreported 1

Method: 财预〔2020〕10号 · Tasks: not done 1

## Needs attention

🔴 **missed** (3)

- 完工: expected by 2023-06-30, actual 2023-07-02, 2 day(s) late; 0.00 of 15.00 `示例.pg:12`, `<rows>:4`
- 单位成本: expected ≤ 10 万元, actual 12.5 万元, 2.5 万元 over; 11.25 of 15.00 `示例.pg:10`, `<rows>:3`
- 新建管网: expected ≥ 80 公里, actual 79.5 公里, 0.5 公里 short; 14.91 of 15.00; Reported: 管材晚到 \
`示例.pg:7`, `<rows>:1`

🟡 **partial** (1)

- 群众收入: expected "提高", actual partial 70%; 14.00 of 20.00 `示例.pg:14`, `<rows>:5`

⚪ **unreported** (1)

- 群众参与: expected ≥ 20 人次, not reported; 0.00 of 20.00 `示例.pg:15`

## Indicators

**产出指标 / 数量指标**

| Indicator | Target | Actual | Outcome | Weight | Score |
|---|---|---|---|--:|--:|
| 新建管网 | ≥ 80 公里 | 79.5 公里 | 🔴 missed | 15.00 | 14.91 |
| 培训 | 1&#126;2 次 | 2 次 | 🟢 met | 15.00 | 15.00 |

**产出指标 / 成本指标**

| Indicator | Target | Actual | Outcome | Weight | Score |
|---|---|---|---|--:|--:|
| 单位成本 | ≤ 10 万元 | 12.5 万元 | 🔴 missed | 15.00 | 11.25 |

**产出指标 / 时效指标**

| Indicator | Target | Actual | Outcome | Weight | Score |
|---|---|---|---|--:|--:|
| 完工 | by 2023-06-30 | 2023-07-02 | 🔴 missed | 15.00 | 0.00 |

**效益指标**

| Indicator | Target | Actual | Outcome | Weight | Score |
|---|---|---|---|--:|--:|
| 群众收入 | "提高" | partial 70% | 🟡 partial | 20.00 | 14.00 |
| 群众参与 | ≥ 20 人次 | — | ⚪ unreported | 20.00 | 0.00 |

## Tasks

- **not done** binding 修管网
  - 新建管网: expected ≥ 80 公里, actual 79.5 公里, 0.5 公里 short

Made by perfgoals VERSION.
- `示例.pg` SHA-256 `DIGEST`
"""


def test_what_markdown_says() -> None:
    """The same for reviews, in English."""
    assert neutral(pg.render(card(), "md", language="en").decode("utf-8")) == MARKDOWN


def test_the_overview_ranks_and_names_what_most_fall_short_of() -> None:
    """The thirteen cities: equal totals have one rank, the indicator that most miss comes first."""
    overview = overview_of(thirteen(), "zh")
    assert [(place.rank, place.name, place.total) for place in overview.places[:3]] == [
        ("1", "肇庆市", "100.00"),
        ("2", "汕头市", "99.97"),
        ("3", "韶关市", "99.33"),
    ]
    assert overview.grades == (("优", "优", 8), ("良", "良", 3), ("中", "中", 1), ("差", "差", 1))
    assert overview.shortfalls[0].label == "农村人居环境水平"
    assert overview.shortfalls[0].counts == (0, 5, 0)
    found = page(thirteen())
    assert all(f'id="r{number}"' in found for number in range(1, 14))
    assert len(found.encode("utf-8")) < 500_000


def test_equal_totals_have_one_rank() -> None:
    """1, 1, 3, as in sport; whoever stands first in the call stands first."""
    cards = [region("甲", "40"), region("乙", "80"), region("丙", "90")]
    found = [(place.rank, place.name) for place in overview_of(cards, "zh").places]
    assert found == [("1", "乙"), ("1", "丙"), ("3", "甲")]


def test_totals_that_do_not_compare_are_not_ranked() -> None:
    """Where something is not due, or the methods differ, nobody is first, and the page says why."""
    other = "评分办法: 财预〔2021〕101号\n"
    mixed = overview_of([region("甲", "80"), region("乙", "80", head=other)], "en")
    assert {place.rank for place in mixed.places} == {"—"}
    assert mixed.notes[0].startswith("The regions are scored by different methods")
    import datetime

    spec, rows = pg.loads(TABLE), pg.Actuals.from_rows(ROWS)
    early = [pg.evaluate(spec, rows, as_of=datetime.date(2023, 7, 1))] * 2
    assert {place.rank for place in overview_of(early, "zh").places} == {"—"}
    assert "有指标尚未到期" in page(early)


def test_what_is_missed_never_reads_100() -> None:
    """One part in a thousand short is 99 in the heat map and short of the mark in its bar."""
    short = region("甲", "79.99")
    cell = overview_of([short, short], "zh").places[0].cells[0]
    assert (cell.kind, cell.text) == ("x", "99")
    assert percent(short.results[0].completion) == "≈99.98%"
    bar = bar_of(short.spec, short.results[0])
    assert bar is not None
    assert bar.fill == 999


def test_what_stands_at_a_bound_that_it_does_not_meet() -> None:
    """300 of `> 300 人` is missed, and reads as less than 100 in the table and in the heat map."""
    spec = pg.loads("地区: 甲\n效益指标\n  带动就业 > 300 人\n")
    rows = [{"指标": "带动就业", "实际值": "300 人"}]
    short = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert short.results[0].completion == 1
    assert overview_of([short, short], "zh").places[0].cells[0].text == "<100"
    assert card_of(short, "zh").lines[0].completion == "<100%"
    assert "未达成 <100%" in Reader(page(short)).text()


@given(
    target=st.decimals(min_value="0.01", max_value=10**6, places=2),
    actual=st.decimals(min_value=0, max_value=10**6, places=2),
    op=st.sampled_from("≥≤"),
)
def test_a_bar_tells_the_outcome(target: object, actual: object, op: str) -> None:
    """A bar reaches the mark of an upward target, and stays within it for a downward one, exactly
    where the target is met."""
    spec = pg.loads(f"产出指标\n  管网 {op} {target} 公里\n")
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": f"{actual}公里"}])
    result = pg.evaluate(spec, rows).results[0]
    bar = bar_of(spec, result)
    assert bar is not None
    if op == "≥":
        assert (bar.fill >= 1000) == (result.outcome is pg.Outcome.MET)
    elif result.outcome is pg.Outcome.MET:
        assert bar.fill <= 1000


@given(st.fractions(min_value=0, max_value=1))
def test_a_share_is_never_rounded_up(share: Fraction) -> None:
    """What is read of a completion is exact, or marked and not above it."""
    text = percent(share)
    read = Fraction(text.strip("≈%")) / 100
    assert read == share if not text.startswith("≈") else share - read < Fraction(1, 10**4)
    assert read <= share


# ---- the command ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("report.html", b"<!DOCTYPE html>"),
        ("REPORT.HTM", b"<!DOCTYPE html>"),
        ("report.md", "# 汕头市".encode()),
        ("report.csv", "\ufeff地区,".encode()),
        ("report.json", b"[\n  {"),
        ("report.txt", "汕头市 ·".encode()),
        ("report", "汕头市 ·".encode()),
    ],
)
def test_the_ending_chooses_the_format(name: str, start: bytes, tmp_path: Path) -> None:
    """`-o report.html` is HTML, and so on; what has no known ending is text."""
    path = tmp_path / name
    files = [str(REAL / "shantou.pg"), str(REAL / "actuals-sample.csv")]
    assert main(["eval", *files, "--lang", "zh", "-o", str(path)]) == 0
    assert path.read_bytes().startswith(start)


def test_a_format_that_is_named_counts_more_than_the_ending(tmp_path: Path) -> None:
    """`--format json -o report.csv` is JSON."""
    path = tmp_path / "report.csv"
    files = [str(REAL / "shantou.pg"), str(REAL / "actuals-sample.csv")]
    assert main(["eval", *files, "--format", "json", "-o", str(path)]) == 0
    assert path.read_bytes().startswith(b"[\n")


def test_an_ending_that_a_verb_cannot_write_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text under the name of a page would be taken for a broken page."""
    path = tmp_path / "show.html"
    assert main(["show", str(REAL / "shantou.pg"), "-o", str(path), "--lang", "en"]) == 2
    assert "PG914" in capsys.readouterr().err
    assert not path.exists()


def test_a_missing_package_is_named_with_the_line_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without Jinja2 there is no page, and the error says what to run."""
    from perfgoals.reports import html as pages

    pages._pages.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.render(card(), "html")
    (problem,) = caught.value.problems
    assert problem.code == "PG930"
    assert problem.help_text("en") == 'Run: pip install "perfgoals[report]"'


def test_a_format_that_there_is_not_is_refused() -> None:
    """The error names those that there are."""
    with pytest.raises(pg.PerfGoalsError, match="pdf"):
        pg.render(card(), "pdf")
    assert format_of("a.pdf") == "pdf"  # so that no text passes itself off as one
    assert format_of("a.log") is None
    assert format_of("folder.html/a") is None
