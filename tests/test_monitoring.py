"""Monitoring: what is due by now, the lights, the forecast, and that it agrees with evaluation."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.monitoring import Likelihood
from perfgoals.reports.charts import chart_of
from small import METHOD, rows_of, spec_of

JUNE = datetime.date(2023, 6, 30)
"""Day 181 of 365."""


def one(line: str, actual: str, day: datetime.date = JUNE, **options: Any) -> pg.MonitorResult:
    """Where one indicator stands on a day."""
    return pg.monitor(spec_of(line), rows_of([("甲", actual)]), as_of=day, **options).results[0]


@pytest.mark.parametrize(
    ("actual", "light"),
    [
        pytest.param("119.9999 公里", "绿", id="just-below-blue"),
        pytest.param("120 公里", "蓝", id="blue"),
        pytest.param("80 公里", "绿", id="green"),
        pytest.param("79.9999 公里", "黄", id="just-below-green"),
        pytest.param("60 公里", "黄", id="yellow"),
        pytest.param("59.9999 公里", "红", id="red"),
        pytest.param("0", "红", id="nothing-done"),
        pytest.param("—", None, id="not-reported-is-not-nothing"),
    ],
)
def test_the_lights_of_pace(actual: str, light: str | None) -> None:
    """365 公里 in the year: by 10 April 100 are due, and the method's bounds are exact."""
    result = one("甲 ≥ 365 公里", actual, datetime.date(2023, 4, 10))
    assert result.light == light
    if light is not None:
        assert str(result.due_now) == "100 公里"


@pytest.mark.parametrize(
    ("line", "actual", "light"),
    [
        ("甲 ≥ 90%", "90%", "绿"),
        ("甲 ≥ 90%", "89.99%", "红"),
        ("甲 ≤ 10 万元", "10 万元", "绿"),
        ("甲 ≤ 10 万元", "10.01 万元", "红"),
        ("甲: 4~6 个", "7 个", "红"),
        ("甲 > 90%", "90%", "红"),
        ("甲 > 90%", "90.1%", "绿"),
        ("甲 < 10 万元", "10 万元", "红"),
        ("甲 ≥ 95%\n    评分: 完成比例, 满分线 90%", "92%", "红"),
        ("甲 ≥ 2 万元/户", "2 万元/户", "绿"),
        ("甲: 提高", "达成", "绿"),
        ("甲: 提高", "部分达成", "红"),
        ("甲: 2023-10-31", "2023-05-01", "绿"),
    ],
)
def test_what_does_not_accumulate_is_held_as_it_stands(line: str, actual: str, light: str) -> None:
    """Ratios, caps, ranges, levels, texts and dates are not pro-rated."""
    result = one(line, actual)
    assert (result.light, result.due_now) == (light, None)


def test_pro_rating_goes_to_the_indicators_own_end() -> None:
    """A 时限 before the end of the year is what the days are counted to."""
    spec = spec_of("甲 ≥ 181 个", "  时限: 2023-06-30")
    card = pg.monitor(spec, rows_of([("甲", "181")]), as_of=datetime.date(2023, 6, 30))
    assert str(card.results[0].due_now) == "181 个"
    assert card.elapsed == Fraction(181, 365)


@pytest.mark.parametrize(
    ("end", "due_now", "light"),
    [
        pytest.param("2024-06-30", "181 公里", "红", id="next-year"),
        pytest.param("2023-06-30", "547 公里", "红", id="today"),
        pytest.param("2022-12-31", "547 公里", "红", id="last-year"),
    ],
)
def test_pro_rating_begins_with_the_tables_year(end: str, due_now: str, light: str) -> None:
    """A 时限 in the next year is due bit by bit all the same: 181 of 547 days. Nothing was due in the whole
    of the year, so that what was reported had no light and stood among the unreported."""
    spec = spec_of("甲 ≥ 547 公里", f"  时限: {end}")
    result = pg.monitor(spec, rows_of([("甲", "90")]), as_of=JUNE).results[0]
    assert (str(result.due_now), result.light) == (due_now, light)
    assert chart_of(result, JUNE) is not None


def test_what_stands_at_a_bound_that_it_must_pass_is_not_certain() -> None:
    """80 of `> 80` is not met, neither by now nor at the end."""
    end = datetime.date(2023, 12, 31)
    assert one("甲 > 80 个", "80 个").likelihood is Likelihood.POSSIBLE
    assert one("甲 > 80 个", "80 个", end).likelihood is Likelihood.IMPOSSIBLE
    assert one("甲 > 80 个", "81 个", end).likelihood is Likelihood.CERTAIN


def test_the_forecast_and_its_range() -> None:
    """Linear by elapsed days; the range is from the slowest and the fastest reported period."""
    spec = spec_of("甲 ≥ 365 个", "  报送: 当期")
    rows = rows_of([("甲", "62", "2023-01"), ("甲", "28", "2023-02")])
    result = pg.monitor(spec, rows, as_of=datetime.date(2023, 2, 28)).results[0]
    assert result.forecast is not None
    assert result.pace == Fraction(90, 59)
    shown = [str(x) for x in (result.forecast.low, result.forecast.high)]
    assert shown == ["396 个", "702 个"]  # 90 + 306 days at 1 and at 2 a day
    assert result.forecast.how.en == "linear by elapsed days"
    cumulative = spec_of("甲 ≥ 365 个", "  报送: 累计")
    rows = rows_of([("甲", "62", "2023-01"), ("甲", "90", "2023-01/2023-02")])
    same = pg.monitor(cumulative, rows, as_of=datetime.date(2023, 2, 28)).results[0]
    assert same.forecast == result.forecast


QUARTER = (("甲", "90", "2023Q1", "东镇"),)
"""1 a day, as one report of 90 days."""


@pytest.mark.parametrize(
    ("lines", "rows", "ends"),
    [
        pytest.param(
            ("  口径: 合计", "  报送: 当期"),
            [
                *QUARTER,
                ("甲", "31", "2023-01", "西镇"),
                ("甲", "56", "2023-02", "西镇"),
                ("甲", "31", "2023-03", "西镇"),
            ],
            ("758 个", "1033 个"),  # 208 and 275 days at 2 and at 3 a day
            id="periods-of-different-length-are-laid-together",
        ),
        pytest.param(
            ("  口径: 合计", "  报送: 累计"),
            [
                *QUARTER,
                ("甲", "31", "2023-01", "西镇"),
                ("甲", "", "2023-02", "西镇"),
                ("甲", "149", "2023-03", "西镇"),
            ],
            ("789 个", "1064 个"),  # 239, and 2 or 3 a day
            id="what-a-total-adds-to-the-one-before",
        ),
        pytest.param(
            ("  口径: 合计", "  报送: 当期"),
            [*QUARTER, ("甲", "31", "2023-01", "西镇"), ("甲", "", "2023-02", "西镇")],
            None,
            id="only-days-that-all-reported-on",
        ),
        pytest.param(
            ("  口径: 平均", "  报送: 当期"),
            [*QUARTER, ("甲", "93", "2023-01", "西镇"), ("甲", "295", "2023-02/2023-03", "西镇")],
            ("789 个", "1064 个"),  # 239, and 2 or 3 a day
            id="the-mean-of-the-units",
        ),
        pytest.param(
            ("  口径: 逐项", "  报送: 当期"),
            [*QUARTER, ("甲", "31", "2023-01", "西镇"), ("甲", "0", "2023-02/2023-03", "西镇")],
            ("31 个", "306 个"),  # 西镇 alone, which is the worse: at 0 and at 1 a day
            id="the-unit-that-stands-for-all",
        ),
    ],
)
def test_the_range_of_several_units(
    lines: Sequence[str], rows: Sequence[tuple[str, ...]], ends: tuple[str, str] | None
) -> None:
    """What all units did together in each stretch of days, kept up for the 275 days that are left."""
    spec = spec_of("甲 ≥ 3650 个", *lines)
    day = datetime.date(2023, 3, 31)
    forecast = pg.monitor(spec, rows_of(rows), as_of=day).results[0].forecast
    assert forecast is not None
    if ends is None:
        assert forecast.low == forecast.high == forecast.value
    else:
        assert (str(forecast.low), str(forecast.high)) == ends


def test_the_forecast_by_last_years_shape() -> None:
    """Where last year had a quarter done by now, four times what is done is expected."""
    spec = spec_of("甲 ≥ 100 个", "  报送: 当期")
    prior = rows_of([("甲", "10", "2022H1"), ("甲", "30", "2022H2")])
    card = pg.monitor(spec, rows_of([("甲", "20", "2023H1")]), as_of=JUNE, prior=prior)
    forecast = card.results[0].forecast
    assert forecast is not None
    assert str(forecast.value) == "80 个"
    assert forecast.how.en == "by the shape of the prior year"


@pytest.mark.parametrize(
    ("rows", "likelihood"),
    [
        ([("甲", "100", "2023H1")], "certain"),
        ([("甲", "40", "2023-01"), ("甲", "41", "2023-02")], "certain"),
        ([("甲", "1", "2023-01"), ("甲", "20", "2023-02")], "possible"),
        ([("甲", "1", "2023-01"), ("甲", "2", "2023-02")], "impossible"),
    ],
)
def test_whether_the_target_will_be_met(rows: Sequence[tuple[str, ...]], likelihood: str) -> None:
    """Reached or sure even at the slowest pace; possible; out of reach even at the fastest."""
    spec = spec_of("甲 ≥ 100 个", "  报送: 当期")
    result = pg.monitor(spec, rows_of(rows), as_of=JUNE).results[0]
    assert result.likelihood is not None
    assert result.likelihood.value == likelihood


@pytest.mark.parametrize(
    ("line", "actual", "before", "at_last"),
    [
        ("甲 ≥ 90%", "95%", "possible", "certain"),
        ("甲 ≥ 90%", "80%", "possible", "impossible"),
        ("甲 ≤ 10 万元", "11 万元", "possible", "impossible"),
        ("甲: 提高", "部分达成", "possible", "impossible"),
        ("甲: 提高", "达成", "possible", "certain"),
        ("甲 ≥ 90%", "", None, None),
    ],
)
def test_what_can_go_up_and_down_is_open_until_its_time_is_over(
    line: str, actual: str, before: str | None, at_last: str | None
) -> None:
    """On the last day nothing is possible any more: it is met, or it is not."""
    days = (datetime.date(2023, 12, 30), datetime.date(2023, 12, 31))
    found = [one(line, actual, day).likelihood for day in days]
    assert [x and x.value for x in found] == [before, at_last]


def test_later_periods_are_left_out_and_told() -> None:
    """What is reported of later months says nothing of this day."""
    spec = spec_of("甲 ≥ 100 个", "  报送: 当期")
    rows = rows_of([("甲", "30", "2023H1"), ("甲", "60", "2023H2")])
    card = pg.monitor(spec, rows, as_of=JUNE)
    assert str(card.results[0].actual) == "30 个"
    assert [note.en for note in card.notes] == ["1 row(s) of later periods are left out"]


def test_units_that_did_not_report_are_counted() -> None:
    """A unit that has not reported is not a unit that achieved nothing."""
    spec = spec_of("甲 ≥ 100 个", "  口径: 合计")
    rows = [("甲", "" if n < 3 else "5", "", f"{n}镇") for n in range(12)]
    result = pg.monitor(spec, rows_of(rows), as_of=JUNE).results[0]
    assert (result.reported, result.units) == (9, 12)


def test_the_amended_target_and_the_budget_beside_it() -> None:
    """The target in force on the day; the budget's execution stands beside the elapsed days."""
    spec = pg.loads(
        "年度: 2023\n金额: 100 万元\n产出指标\n  甲 ≥ 365 个\n    调整: 2023-06-01 ≥ 730 个\n"
    )
    rows = rows_of([("甲", "362"), ("预算执行数", "40 万元")])
    card = pg.monitor(spec, rows, as_of=JUNE)
    assert str(card.results[0].due_now) == "362 个"
    assert (card.budget, card.elapsed) == (Fraction(2, 5), Fraction(181, 365))
    assert [result.light for result in card.results] == ["绿", "绿"]
    assert card.results[1].pace == Fraction(2, 5) / Fraction(181, 365)


def test_a_method_of_ones_own() -> None:
    """Thresholds and colours are data of the language; a light that is not reached is the worst."""
    text = (
        "监控办法: 本地\n  进度\n    好 ≥ 90%\n    差 ≥ 0%\n  达标\n    好 ≥ 80%\n    差 ≥ 0%\n"
        "年度: 2023\n产出指标\n  甲 ≥ 365 个\n  乙 ≥ 100%\n"
    )
    spec = pg.loads(text)
    card = pg.monitor(spec, rows_of([("甲", "170"), ("乙", "81%")]), as_of=JUNE)
    assert [result.light for result in card.results] == ["好", "好"]
    assert pg.loads(pg.format_spec(spec)) == spec
    assert pg.format_spec(text) == text


@pytest.mark.parametrize(
    ("names", "lights"),
    [
        (("绿", "黄", "红", "绿", "红"), "绿黄红"),
        (("绿", "黄", "红", "蓝", "绿"), "蓝绿黄红"),
        (("蓝", "绿", "黄", "黄", "红"), "蓝绿黄红"),
        (("绿", "橙", "红", "橙", "黑"), None),
        (("绿", "黄", "红", "红", "黑"), "绿黄红黑"),
    ],
)
def test_the_lights_of_a_method_have_one_order(names: Sequence[str], lights: str | None) -> None:
    """Both sections together, the best first: the worst light and `--fail-on` go by it."""
    text = METHOD.format(*names) + "产出指标\n  甲 ≥ 1 个\n"
    if lights is None:
        with pytest.raises(pg.SpecError, match="PG158"):
            pg.loads(text)
    else:
        assert "".join(pg.loads(text).monitoring.lights) == lights


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("监控办法: 甲\n  进度\n    绿 ≥ 80%\n", "PG136"),
        ("监控办法: 甲\n  进度\n    绿 ≥ 80\n  达标\n    绿 ≥ 0%\n", "PG134"),
        ("监控办法: 甲\n  进度\n    绿 ≥ 10%\n    红 ≥ 20%\n  达标\n    绿 ≥ 0%\n", "PG155"),
        ("监控办法: 甲\n  进度\n    绿 ≥ 10%\n    绿 ≥ 0%\n  达标\n    绿 ≥ 0%\n", "PG118"),
        ("监控办法: 甲\n  进度\n  达标\n    绿 ≥ 0%\n", "PG157"),
        (METHOD.format("绿", "黄", "红", "绿", "橙"), "PG158"),
        (METHOD.format("绿", "黄", "红", "黄", "绿"), "PG158"),
        (METHOD.format("绿", "黄", "红", "好", "差"), "PG158"),
    ],
)
def test_wrong_methods(text: str, code: str) -> None:
    """What is wrong with a monitoring method is told at its line."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text + "产出指标\n  甲 ≥ 1 个\n")
    assert [problem.code for problem in caught.value.problems] == [code]


@given(
    st.sampled_from(["≥ 100 公里", "≥ 90%", "≤ 10 万元", ": 4~6 个"]),
    st.decimals(0, 200, places=1),
)
def test_monitoring_at_the_years_end_agrees_with_evaluation(target: str, value: Decimal) -> None:
    """On the last day all of the target is due: what is met is attained, and only that."""
    line = f"甲{'' if target[0] == ':' else ' '}{target}"
    unit = "%" if "%" in target else ""
    rows = rows_of([("甲", f"{value}{unit}")])
    day = datetime.date(2023, 12, 31)
    met = pg.evaluate(spec_of(line), rows).results[0].outcome is pg.Outcome.MET
    result = pg.monitor(spec_of(line), rows, as_of=day).results[0]
    assert result.pace is not None
    assert (result.pace >= 1) is met
