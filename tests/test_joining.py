"""Several rows of one indicator: periods, reporting units; what is joined and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

import perfgoals as pg
from perfgoals.periods import read_period
from perfgoals.testing import reference
from small import SEWER, Rows, codes_of, result_of, rows_of, spec_of

# ---- periods --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023H2", "2023-07-01", "2023-12-31"),
        ("2023Q1", "2023-01-01", "2023-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-07-15", "2023-07-15", "2023-07-15"),
        ("2023-01/2023-07", "2023-01-01", "2023-07-31"),
        ("2023Q1/2023H1", "2023-01-01", "2023-06-30"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    """A period is from its first to its last day."""
    period = read_period(text)
    assert period is not None
    assert (str(period.first), str(period.last)) == (first, last)
    assert read_period(str(period)) == period


@pytest.mark.parametrize(
    "text", ["", "2023-13", "2023Q5", "2023-02-30", "2023-07/2023-01", "7月", "0000"]
)
def test_no_periods(text: str) -> None:
    """What is no period, or ends before it begins."""
    assert read_period(text) is None


MONTHS = (("管网", "30 公里", "2023-01"), ("管网", "45000 米", "2023-02"))


@pytest.mark.parametrize(
    ("rule", "rows", "actual"),
    [
        pytest.param("报送: 当期", MONTHS, "75 公里", id="added-up"),
        pytest.param("报送: 累计", MONTHS, "45000 米", id="latest"),
        pytest.param("报送: 累计", MONTHS[::-1], "45000 米", id="latest-in-any-order"),
        pytest.param(
            "报送: 当期",
            (("管网", "30", "2023Q1"), ("管网", "40", "2023-04/2023-12")),
            "70 公里",
            id="of-different-length",
        ),
    ],
)
def test_periods_are_joined_by_the_rule(rule: str, rows: Rows, actual: str) -> None:
    """累计: the latest counts. 当期: they add up."""
    result = result_of(spec_of(SEWER, f"  {rule}"), rows)
    assert result.actual_text() == actual
    assert len(result.rows) == 2


def test_gaps_are_flagged() -> None:
    """A month between two that nobody reports is seen."""
    spec = spec_of(SEWER, "  报送: 当期")
    rows = (("管网", "30", "2023-01"), ("管网", "50", "2023-03"))
    assert result_of(spec, rows).flags == ("gap",)
    assert result_of(spec, (*rows, ("管网", "1", "2023-02"))).flags == ()


@pytest.mark.parametrize(
    ("rule", "rows", "code"),
    [
        pytest.param("", MONTHS, "PG535", id="no-rule"),
        pytest.param("报送: 当期", (*MONTHS, ("管网", "1", "2023Q1")), "PG538", id="overlap"),
        pytest.param("报送: 当期", (MONTHS[0], MONTHS[0]), "PG538", id="twice"),
        pytest.param("报送: 累计", (*MONTHS, ("管网", "1", "2023-01/2023-02")), "PG538", id="tie"),
        pytest.param(
            "报送: 累计",
            (("管网", "9", "2023H1"), ("管网", "5", "2023-03"), ("管网", "8", "2023-06")),
            "PG538",
            id="tie-with-one-between",
        ),
        pytest.param("报送: 当期", (*MONTHS, ("管网", "1")), "PG537", id="no-period"),
        pytest.param("报送: 当期", (("管网", "1"), ("管网", "1")), "PG520", id="no-periods"),
    ],
)
def test_periods_that_nothing_joins(rule: str, rows: Rows, code: str) -> None:
    """What cannot be joined is a problem, never a guess."""
    assert codes_of(spec_of(SEWER, *([f"  {rule}"] if rule else [])), rows) == [code]


# ---- reporting units ------------------------------------------------------------------------------

TOWNS = (
    ("管网", "30 公里", "", "甲镇"),
    ("管网", "45 公里", "", "乙镇"),
    ("管网", "9000 米", "", "丙镇"),
)


@pytest.mark.parametrize(
    ("rule", "actual", "outcome"),
    [
        ("合计", "84 公里", "met"),
        ("平均", "28 公里", "missed"),
        ("最低", "9000 米", "missed"),
        ("最高", "45 公里", "missed"),
        ("逐项", "9000 米", "missed"),
    ],
)
def test_units_are_joined_by_the_rule(rule: str, actual: str, outcome: str) -> None:
    """Five ways in which several reporting units make one value."""
    result = result_of(spec_of(SEWER, f"  口径: {rule}"), TOWNS)
    assert (result.actual_text(), result.outcome.value) == (actual, outcome)
    assert [part.unit for part in result.parts] == ["甲镇", "乙镇", "丙镇"]


def test_each_unit_by_itself_names_those_that_fail() -> None:
    """逐项: each must meet the target; the reason names those below, each with its value."""
    spec = spec_of("每镇投入 ≥ 10 万元", "  口径: 逐项")
    towns = [("每镇投入", f"{9 if n < 3 else 10} 万元", "", f"{n}镇") for n in range(12)]
    result = result_of(spec, towns)
    assert result.outcome is pg.Outcome.MISSED
    assert result.completion == Fraction(9, 10)
    assert result.explain("zh") == (
        "要求 ≥ 10 万元，实际 9 万元，差 1 万元；12 个单位中 3 个未达成：0镇 9 万元、1镇 9 万元、2镇 9 万元"
    )
    assert result_of(spec, towns[3:]).outcome is pg.Outcome.MET


@pytest.mark.parametrize(
    ("line", "values", "worst"),
    [
        ("甲 ≤ 10 个", ("9 个", "12 个", "11 个"), "12 个"),
        ("甲 = 10 个", ("10 个", "13 个", "8 个"), "13 个"),
        ("甲: 4~6 个", ("5 个", "10 个", "1 个"), "10 个"),
        ("甲 ≤ 10 个", ("8 个", "9 个"), "9 个"),
        ("甲 ≤ 10 个", ("30 个", "40 个"), "40 个"),
        ("甲: 2023-10-31", ("2023-10-01", "2023-11-02", "2023-11-30"), "2023-11-30"),
        ("甲: 提高", ("达成", "未达成", "部分达成"), "未达成"),
        ("甲: 提高", ("部分达成 70%", "部分达成 65%", "达成"), "部分达成 65%"),
        ("甲: 提高", ("部分达成 60%", "部分达成"), "部分达成"),
        ("甲 ≥ 10 个", ("12 个", "11 个", "10 个"), "10 个"),
    ],
)
def test_the_worst_unit_counts_for_each_kind(line: str, values: Sequence[str], worst: str) -> None:
    """逐项 takes the worst unit, whatever the kind of target."""
    rows = [("甲", value, "", f"{n}镇") for n, value in enumerate(values)]
    assert result_of(spec_of(line, "  口径: 逐项"), rows).actual_text() == worst


def test_a_mean_may_be_no_decimal() -> None:
    """1/3 stays 1/3: it is shown as about so much and judged exactly."""
    spec = spec_of("甲 ≥ 0.3333 公里", "  口径: 平均")
    rows = [
        ("甲", value, "", unit) for value, unit in (("1", "甲镇"), ("0", "乙镇"), ("0", "丙镇"))
    ]
    result = result_of(spec, rows)
    assert result.outcome is pg.Outcome.MET
    assert result.actual_text("en") == "about 0.333333 公里"
    assert result_of(spec_of("甲 ≥ 1 公里", "  口径: 平均"), rows).completion == Fraction(1, 3)


@pytest.mark.parametrize(
    ("lines", "rows", "code"),
    [
        pytest.param((SEWER,), TOWNS, "PG520", id="no-rule"),
        pytest.param((SEWER, "  口径: 合计"), (*TOWNS, ("管网", "84")), "PG536", id="total-beside"),
        pytest.param((SEWER, "  口径: 合计"), (*TOWNS, TOWNS[0]), "PG520", id="a-unit-twice"),
    ],
)
def test_units_that_nothing_joins(lines: Sequence[str], rows: Rows, code: str) -> None:
    """What cannot be joined is a problem that names the rule to write."""
    assert codes_of(spec_of(*lines), rows) == [code]


def test_the_catalogues_rule_holds() -> None:
    """口径 and 报送 of the catalogue join where the line says nothing; the line's own come first."""
    catalogue = "指标: 管网\n  口径: 合计\n  报送: 当期\n"
    table = "年度: 2023\n产出指标\n  管网 ≥ 80 公里\n"
    rows = [
        ("管网", "20", month, unit) for month in ("2023-01", "2023-02") for unit in ("甲", "乙")
    ]
    assert result_of(pg.loads(catalogue + table), rows).actual_text() == "80 公里"
    assert (
        result_of(pg.loads(catalogue + table + "    报送: 累计\n"), rows).actual_text() == "40 公里"
    )


# ---- what was not reported ------------------------------------------------------------------------


def test_units_that_did_not_report_are_shown() -> None:
    """A sum that should be more counts what was reported, and says how many did not."""
    result = result_of(spec_of(SEWER, "  口径: 合计"), (*TOWNS[:2], ("管网", "", "", "丙镇")))
    assert (result.outcome, result.actual_text()) == (pg.Outcome.MISSED, "75 公里")
    assert result.flags == ("partial_report",)
    assert result.explain("en").endswith("; 1 of 3 units did not report: 丙镇")


LATE = (
    ("管网", "30 公里", "2023-05", "甲镇"),
    ("管网", "33 公里", "2023-06", "甲镇"),
    ("管网", "45 公里", "2023-05", "乙镇"),
)


@pytest.mark.parametrize("last", [(), (("管网", "", "2023-06", "乙镇"),)], ids=["no-row", "blank"])
def test_a_unit_that_did_not_report_the_latest_period(last: Rows) -> None:
    """Its last total is the least there is: it counts, and the unit is named with its day."""
    spec = spec_of(SEWER, "  口径: 合计", "  报送: 累计")
    result = result_of(spec, (*LATE, *last))
    assert result.actual_text() == "78 公里"
    assert result.flags == ("partial_report",)
    assert result.explain("zh").endswith(
        "；2 个单位中 1 个没有报到最近一期：乙镇（报到 2023-05-31）"
    )
    assert [part.to_dict()["until"] for part in result.parts] == [None, "2023-05-31"]
    assert "乙镇 45 公里 (up to 2023-05-31)" in [part.text("en") for part in result.parts]


def test_a_blank_total_leaves_the_whole_unreported_where_less_is_better() -> None:
    """The total before a blank is the least there is, which would be too good for a cap."""
    spec = spec_of("管网 ≤ 80 公里", "  口径: 合计", "  报送: 累计")
    rows = (*LATE, ("管网", "", "2023-06", "乙镇"))
    assert result_of(spec, rows).outcome is pg.Outcome.UNREPORTED


@pytest.mark.parametrize("blank", [(), (("甲", "", "2023-06", "乙镇"),)], ids=["no-row", "blank"])
@pytest.mark.parametrize(
    ("lines", "values"),
    [
        pytest.param(("甲 ≤ 100 万元", "  口径: 合计"), ("60 万元", "30 万元"), id="cap"),
        pytest.param(("甲 ≥ 80 万元", "  口径: 合计"), ("60 万元", "30 万元"), id="money"),
        pytest.param(("甲 ≥ 90%", "  口径: 逐项"), ("95%", "92%"), id="ratio"),
        pytest.param(("甲: 80~100 个", "  口径: 合计"), ("60 个", "30 个"), id="range"),
        pytest.param(("甲: 提高", "  口径: 逐项"), ("达成", "达成"), id="text"),
    ],
)
def test_a_late_unit_leaves_the_whole_unreported_where_its_old_value_may_be_too_good(
    lines: Sequence[str], values: Sequence[str], blank: Rows
) -> None:
    """No row for the latest period says no more than a blank one: what stood before may be better than
    what stands now. The unit is named."""
    spec = spec_of(*lines, "  报送: 累计")
    rows = (("甲", values[0], "2023-06", "甲镇"), ("甲", values[1], "2023-05", "乙镇"), *blank)
    result = result_of(spec, rows)
    assert result.outcome is pg.Outcome.UNREPORTED
    assert "乙镇" in result.explain("en")
    assert reference.evaluate(spec, rows_of(rows)).lines[0].outcome is pg.Outcome.UNREPORTED


def test_a_day_on_which_it_was_done_is_not_too_old() -> None:
    """What was done by a day stays done, and what is counted can only grow."""
    rows = (("甲", "2023-06-20", "2023-06", "甲镇"), ("甲", "2023-05-20", "2023-05", "乙镇"))
    assert result_of(spec_of("甲: 2023-10-31", "  口径: 逐项"), rows).outcome is pg.Outcome.MET
    rows = (("甲", "12 个", "2023-06", "甲镇"), ("甲", "11 个", "2023-05", "乙镇"))
    result = result_of(spec_of("甲 ≥ 10 个", "  口径: 逐项", "  报送: 累计"), rows)
    assert (result.outcome, result.flags) == (pg.Outcome.MET, ("partial_report",))


def test_what_is_not_joined_is_a_problem_of_several_units() -> None:
    """口径: 不汇总 says that nothing makes one of them; one unit that reports the whole is fine."""
    spec = spec_of("合格率 ≥ 90%", "  口径: 不汇总", "  报送: 累计")
    rows = (("合格率", "91%", "2023-05", "住建局"), ("合格率", "93%", "2023-06", "住建局"))
    assert result_of(spec, rows).actual_text() == "93%"
    assert codes_of(spec, (*rows, ("合格率", "99%", "2023-06", "甲县"))) == ["PG543"]
    assert pg.loads(pg.format_spec(spec)) == spec
    english = spec_of("合格率 ≥ 90%", "  aggregation: none", "  reporting: cumulative")
    assert english.indicators[0].aggregation is spec.indicators[0].aggregation


@pytest.mark.parametrize(
    "lines",
    [
        ("甲 ≤ 10 个", "  口径: 合计"),
        ("甲 ≥ 1 个", "  口径: 平均"),
        ("甲 ≥ 1 个", "  口径: 最低"),
        ("甲 ≥ 1 个", "  口径: 逐项"),
    ],
)
def test_else_a_blank_leaves_the_whole_unreported(lines: Sequence[str]) -> None:
    """Where leaving a unit out could make the score better, nothing is scored."""
    rows = (("甲", "9 个", "", "甲镇"), ("甲", "—", "", "乙镇"))
    result = result_of(spec_of(*lines), rows)
    assert result.outcome is pg.Outcome.UNREPORTED
    assert result.score == 0
    assert "乙镇" in result.explain("zh")


def test_money_may_be_below_zero_unless_its_values_say_not() -> None:
    """Who leaves a loss blank would raise a sum of money, so that it is unreported; but where the
    catalogue's 取值 rules a loss out, what was reported counts."""
    rows = (("增收", "90 万元", "", "甲镇"), ("增收", "", "", "乙镇"))
    table = "产出指标\n  增收 ≥ 80 万元\n    口径: 合计\n"
    assert result_of(pg.loads(table), rows).outcome is pg.Outcome.UNREPORTED
    for values in ("≥ 0 万元", "0~1000 万元", "1~1000 万元"):
        catalogue = f"指标: 增收\n  单位: 万元\n  取值: {values}\n"
        result = result_of(pg.loads(catalogue + table), rows)
        assert (result.outcome, result.flags) == (pg.Outcome.MET, ("partial_report",))
    for values in ("≥ -1 万元", "≤ 1000 万元", "-1~1000 万元"):
        catalogue = f"指标: 增收\n  单位: 万元\n  取值: {values}\n"
        assert result_of(pg.loads(catalogue + table), rows).outcome is pg.Outcome.UNREPORTED


def test_a_blank_total_of_a_ratio_is_unreported() -> None:
    """A ratio may fall, so that the one before is not the least there is."""
    rows = (("合格率", "91%", "2023-05"), ("合格率", "", "2023-06"))
    assert result_of(spec_of("合格率 ≥ 90%", "  报送: 累计"), rows).outcome is pg.Outcome.UNREPORTED
