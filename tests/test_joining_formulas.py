"""Several rows of one indicator: formulas, dated targets, and the laws of joining."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.testing import reference
from small import SEWER, Rows, codes_of, result_of, rows_of, spec_of

# ---- formulas -------------------------------------------------------------------------------------

RATE = ("合格率 ≥ 90%", "  算法: 合格数 / 总数")


@pytest.mark.parametrize(
    ("rows", "actual"),
    [
        pytest.param((("合格数", "46"), ("总数", "50")), "92%", id="bare"),
        pytest.param((("合格数", "46 个"), ("总数", "50 处")), "92%", id="counters"),
        pytest.param((("合格数", "46000 米"), ("总数", "50 公里")), "92%", id="units"),
        pytest.param((("合格数（米）", "46000"), ("总数(公里)", "50")), "92%", id="in-the-name"),
        pytest.param((("总数", "3"), ("合格数", "1")), "约 33.333333%", id="no-decimal"),
    ],
)
def test_a_formula_is_worked_out(rows: Rows, actual: str) -> None:
    """A ratio of two items, exactly."""
    assert result_of(spec_of(*RATE), rows).actual_text() == actual


def test_ratios_over_units_are_ratios_of_sums() -> None:
    """1 of 2 and 19 of 20 are 20 of 22, not the mean of 50% and 95%."""
    spec = spec_of(*RATE, "  口径: 合计")
    rows = [
        ("合格数", "1", "", "甲镇"),
        ("总数", "2", "", "甲镇"),
        ("合格数", "19", "", "乙镇"),
        ("总数", "20", "", "乙镇"),
    ]
    assert result_of(spec, rows).completion == 1
    low = result_of(spec_of("合格率 ≥ 100%", *RATE[1:], "  口径: 合计"), rows)
    assert low.completion == Fraction(20, 22)
    each = result_of(spec_of(*RATE, "  口径: 逐项"), rows)
    assert each.actual_text() == "50%"
    assert each.explain("zh").endswith("2 个单位中 1 个未达成：甲镇 50%")


def test_items_over_time_then_the_formula() -> None:
    """当期 items are added up before they are divided."""
    spec = spec_of(*RATE, "  报送: 当期")
    rows = [
        ("合格数", "1", "2023-01"),
        ("合格数", "9", "2023-02"),
        ("总数", "2", "2023-01"),
        ("总数", "9", "2023-02"),
    ]
    assert result_of(spec, rows).completion == 1
    assert result_of(spec, rows).actual_text("en") == "about 90.909091%"


def test_formulas_of_indicators() -> None:
    """A formula may use an indicator, also one that is worked out itself."""
    spec = spec_of(
        "户数 ≥ 100 户",
        "户均投入 ≥ 2 万元/户",
        "  算法: 总投入 / 户数",
        "一半 ≥ 1 万元/户",
        "  算法: 户均投入 / 2",
    )
    card = pg.evaluate(spec, rows_of((("户数", "100"), ("总投入", "250 万元"))))
    assert [result.actual_text() for result in card.results] == [
        "100 户",
        "2.5 万元/户",
        "1.25 万元/户",
    ]


FARMS = (
    "户数 ≥ 30 户",
    "  口径: 合计",
    "  报送: 当期",
    "户均投入 ≥ 2 万元/户",
    "  算法: 总投入 / 户数",
    "  口径: 最低",
    "  报送: 当期",
    "三分之一 ≥ 0.5 万元/户",
    "  算法: 户均投入 / 3",
    "  口径: 最高",
    "又三倍 ≥ 2 万元/户",
    "  算法: 户均投入 / 3 + 户均投入 / 3 + 户均投入 / 3",
)


def test_formulas_of_formulas_unit_by_unit() -> None:
    """Each unit's periods are joined, then its formulas worked out, then the units joined."""
    rows = (
        ("户数", "4", "2023-01", "甲镇"),
        ("户数", "6", "2023-02", "甲镇"),
        ("户数", "20", "2023-02", "乙镇"),
        ("总投入", "5 万元", "2023-01", "甲镇"),
        ("总投入", "15 万元", "2023-02", "甲镇"),
        ("总投入", "61 万元", "2023-02", "乙镇"),
    )
    card = pg.evaluate(spec_of(*FARMS), rows_of(rows))
    shown = [[part.text("zh") for part in result.parts] for result in card.results]
    assert shown == [
        ["甲镇 10 户", "乙镇 20 户"],
        ["甲镇 2 万元/户", "乙镇 3.05 万元/户"],
        ["甲镇 约 0.666667 万元/户", "乙镇 约 1.016667 万元/户"],
        [],
    ]
    assert card.results[3].actual_text() == "2 万元/户"
    assert card.results[3].items == (("户均投入", "2 万元/户"),)


def test_formulas_of_what_is_no_decimal() -> None:
    """Thirds go into a formula as thirds, and are shown as about so much."""
    spec = spec_of(
        "每户 ≥ 1 公里/户", "  算法: 里程 / 户数", "总长 ≥ 1 公里", "  算法: 每户 × 户数"
    )
    card = pg.evaluate(spec, rows_of((("里程", "1 公里"), ("户数", "3 户"))))
    assert card.results[1].actual_text() == "1 公里"
    assert card.results[1].items == (("每户", "约 0.333333 公里/户"), ("户数", "3 户"))


def test_a_formula_may_use_budget_execution() -> None:
    """预算执行数 goes into a formula as the rate it makes."""
    spec = pg.loads(
        "金额: 100 万元\n年度: 2023\n产出指标\n  甲率 ≥ 90%\n  效率 ≥ 90%\n    算法: 甲率 / 预算执行率\n"
        "预算执行率: 100%\n"
    )
    card = pg.evaluate(spec, rows_of((("甲率", "45%"), ("预算执行数", "50 万元"))))
    assert card.results[1].actual_text() == "90%"
    assert card.results[1].items == (("甲率", "45%"), ("预算执行率", "50 万元 (50%)"))


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        pytest.param((("户数", "4", "2023-01"), ("户数", "6", "2023-02")), (), id="whole"),
        pytest.param((("户数", "4", "2023-01"), ("户数", "6", "2023-03")), ("gap",), id="gap"),
    ],
)
def test_a_formula_has_the_flags_of_its_items(rows: Rows, flags: tuple[str, ...]) -> None:
    """A month that nobody reported is seen in what is worked out, too."""
    card = pg.evaluate(spec_of(*FARMS), rows_of((*rows, ("总投入", "8 万元", "2023-01"))))
    assert card.results[1].flags == flags


def test_an_item_that_was_reported_in_part_makes_no_formula() -> None:
    """The households of January alone would make 2 万元 each of what all have."""
    spec = spec_of(*FARMS)
    rows = rows_of(
        (("户数", "4", "2023-01"), ("户数", "", "2023-02"), ("总投入", "8 万元", "2023-01"))
    )
    households, each = pg.evaluate(spec, rows).results[:2]
    assert (households.actual_text(), households.flags) == ("4 户", ("partial_report",))
    assert (each.outcome, each.missing) == (pg.Outcome.UNREPORTED, ("户数",))
    assert reference.evaluate(spec, rows).lines[1].outcome is pg.Outcome.UNREPORTED


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        pytest.param((("总数", "2", "", "甲镇"),), ("总数（乙镇）",), id="one-is-missing"),
        pytest.param(
            (("总数", "2", "", "甲镇"), ("总数", "9", "", "丙镇")),
            ("合格数（丙镇）", "总数（乙镇）"),
            id="each-lacks-one",
        ),
        pytest.param((("总数", "22", "", "统计局"),), (), id="another-unit-has-the-whole"),
        pytest.param((("总数", "22"),), (), id="no-unit-has-the-whole"),
        pytest.param((("总数", "2", "", "甲镇"), ("总数", "20", "", " 乙 镇")), (), id="both"),
    ],
)
def test_a_unit_that_lacks_an_item_of_a_formula(rows: Rows, missing: tuple[str, ...]) -> None:
    """20 by the 2 of 甲镇 alone were 1000%: what 乙镇 did not report is named."""
    spec = spec_of(*RATE, "  口径: 合计")
    rows = (("合格数", "1", "", "甲镇"), ("合格数", "19", "", "乙镇"), *rows)
    result = result_of(spec, rows)
    assert result.missing == missing
    assert (result.outcome is pg.Outcome.UNREPORTED) == bool(missing)
    assert reference.evaluate(spec, rows_of(rows)).lines[0].outcome is result.outcome


def test_a_missing_item_is_unreported() -> None:
    """Never 0: what a formula lacks is named."""
    result = result_of(spec_of(*RATE), (("合格数", "46"),))
    assert result.outcome is pg.Outcome.UNREPORTED
    assert result.explain("zh") == "要求 ≥ 90%，未报；算法缺少：总数"
    assert result.row is not None
    assert result.row.indicator == "合格数"
    assert result_of(spec_of(*RATE, "丁 ≥ 1 个"), (("丁", "1"),)).outcome is pg.Outcome.UNREPORTED


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param((("合格数", "1"), ("总数", "0")), "PG540", id="division-by-zero"),
        pytest.param((("合格数", "1 个"), ("总数", "1 公里")), "PG542", id="no-ratio"),
        pytest.param((("合格率", "92%"),), "PG539", id="reported-itself"),
        pytest.param((("合格数", "好"), ("总数", "1")), "PG514", id="no-number"),
        pytest.param((("合格数", "1"), ("合格数", "2"), ("总数", "1")), "PG520", id="two-rows"),
        pytest.param((("合格数", "1", "2022"), ("总数", "1")), "PG526", id="of-another-year"),
    ],
)
def test_items_that_do_not_fit(rows: Rows, code: str) -> None:
    """A problem with its row; never a crash."""
    assert codes_of(spec_of(*RATE), rows) == [code]


def test_rows_of_an_item_that_nothing_joins_are_told_by_its_name() -> None:
    """It is the item that is reported twice, not the indicator of the formula."""
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec_of(*RATE), rows_of((("合格数", "1"), ("合格数", "2"), ("总数", "1"))))
    assert dict(caught.value.problems[0].values)["name"] == "合格数"


def test_a_difference_may_be_nothing_to_divide_by() -> None:
    """The divisor is named as the formula has it."""
    spec = spec_of("率 ≥ 90%", "  算法: 甲数 / (乙数 - 丙数)")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, rows_of((("乙数", "1"), ("丙数", "1"), ("甲数", "1"))))
    (problem,) = caught.value.problems
    assert (problem.code, dict(problem.values)["divisor"]) == ("PG540", "乙数 - 丙数")


def test_the_catalogue_says_what_an_item_is() -> None:
    """An item's unit and 口径 come from the catalogue: bare numbers take its unit."""
    spec = pg.loads(
        "指标: 里程\n  单位: 公里\n  口径: 合计\n年度: 2023\n产出指标\n"
        "  均长 ≥ 2 公里/个\n    算法: 里程 / 项目数\n"
    )
    rows = (("里程", "30", "", "甲镇"), ("里程", "12000 米", "", "乙镇"), ("项目数", "20 个"))
    assert result_of(spec, rows).actual_text() == "2.1 公里/个"


def test_the_form_asks_for_the_items_of_a_formula() -> None:
    """The template has what can be reported: items, and not what is worked out; it reads back."""
    from perfgoals.actuals import parse_actuals
    from perfgoals.reports.template import template_csv

    spec = pg.loads(
        "指标: 里程\n  单位: 公里\n产出指标\n  均长 ≥ 2 公里/个\n    算法: 里程 / 项目数\n"
    )
    form = template_csv([spec], "zh")
    assert form.splitlines()[1:] == [",里程,,公里,", ",项目数,,,"]
    filled = form.replace("里程,,", "里程,42,").replace("项目数,,", "项目数,20 个,")
    card = pg.evaluate(spec, parse_actuals(filled))
    assert card.results[0].actual_text() == "2.1 公里/个"


# ---- dated targets --------------------------------------------------------------------------------


def test_the_target_in_force() -> None:
    """As of a day the target then in force holds; without a day, the last."""
    spec = spec_of(
        SEWER, "  调整: 2023-06-01 ≥ 70 公里", "    依据: 甲号", "  调整: 2023-09-01 ≥ 60 公里"
    )
    rows = (("管网", "65 公里"),)
    days = ("2023-05-31", "2023-06-01", "2023-08-31", "2023-09-01")
    found = [
        str(result_of(spec, rows, as_of=datetime.date.fromisoformat(day)).indicator.target)
        for day in days
    ]
    assert found == ["≥ 80 公里", "≥ 70 公里", "≥ 70 公里", "≥ 60 公里"]
    assert result_of(spec, rows).outcome is pg.Outcome.MET
    assert result_of(spec, rows).indicator.attributes.amendments[0].basis == "甲号"


@pytest.mark.parametrize(
    ("cell", "baseline", "target"),
    [
        ("较基期提高 5%", "20 万元 (2022)", "≥ 21 万元"),
        ("比上年增长5%以上", "20 万元", "≥ 21 万元"),
        ("同比增加 3 个", "10 个", "≥ 13 个"),
        ("较2022年降低10%", "50 吨", "≤ 45 吨"),
        ("较基期下降不超过 10%", "50 吨", "≥ 45 吨"),
        ("较基期提高不超过 2 个百分点", "85%", "≤ 87%"),
        ("较基期提高 3 million CNY", "10 million CNY", "≥ 13 million CNY"),
        ("较基期减少 2 ㎡ 以上", "10 ㎡", "≤ 8 ㎡"),
        ("较上年提高 3 个百分点", "85%", "≥ 88%"),
        ("up 5% on baseline", "20 km", "≥ 21 km"),
    ],
)
def test_changes_against_a_baseline(cell: str, baseline: str, target: str) -> None:
    """A change is worked out from its 基期, exactly; `parse_target` reads the tables' own words."""
    spec = spec_of(f"甲: {cell}", f"  基期: {baseline}")
    (indicator,) = spec.indicators
    assert str(indicator.target) == target
    assert str(pg.parse_target(str(pg.parse_target(cell)))) == str(indicator.change)
    assert pg.loads(pg.format_spec(spec)) == spec


# ---- laws -----------------------------------------------------------------------------------------

amounts = st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6)


def test_the_units_of_an_item_that_stand_each_alone_make_no_one_value() -> None:
    """An item has no target to find the worst unit by. The first row counted, so that the order of rows
    changed the score: by now it is a problem, and each unit's formula, or a sum, is asked for."""
    catalogue = "指标: 合格数\n  口径: 逐项\n年度: 2023\n产出指标\n  合格率 ≥ 90%\n    算法: 合格数 / 总数\n"
    whole = (("总数", "20", "", "甲镇"),)
    parts = (("合格数", "8", "", "甲镇"), ("合格数", "19", "", "乙镇"))
    for rows in (parts, parts[::-1]):
        with pytest.raises(pg.ActualsError) as caught:
            pg.evaluate(pg.loads(catalogue), rows_of((*whole, *rows)))
        (problem,) = caught.value.problems
        assert (problem.code, dict(problem.values)) == ("PG547", {"name": "合格数"})
        assert problem.span is not None
        assert (problem.span.line, problem.span.column) == (3, 1), "the second row of it"
        assert [related.phrase for related in problem.related] == ["related.first"]
    one = pg.evaluate(pg.loads(catalogue), rows_of((*whole, parts[1])))
    assert one.results[0].actual_text() == "95%", "one unit that reports the whole is fine"
    each = pg.loads(catalogue.replace("    算法", "    口径: 逐项\n    算法"))
    result = pg.evaluate(each, rows_of((*whole, ("总数", "10", "", "乙镇"), *parts))).results[0]
    assert [part.text("zh") for part in result.parts] == ["甲镇 40%", "乙镇 190%"]


@given(amounts, st.randoms(), st.sampled_from(["合计", "平均", "最低", "最高", "逐项"]))
def test_the_order_of_reports_changes_nothing(values: list[Decimal], dice: Any, rule: str) -> None:
    """Rows are joined alike in any order."""
    spec = spec_of("甲 ≥ 80 公里", f"  口径: {rule}")
    rows = [("甲", f"{value} 公里", "", f"{n}镇") for n, value in enumerate(values)]
    one = result_of(spec, rows)
    dice.shuffle(rows)
    other = result_of(spec, rows)
    assert (one.outcome, one.completion, one.score) == (
        other.outcome,
        other.completion,
        other.score,
    )


@given(amounts, st.decimals(0, 1, places=2))
def test_splitting_a_unit_changes_no_sum(values: list[Decimal], share: Decimal) -> None:
    """A town that is divided reports in two rows what it reported in one."""
    spec = spec_of("甲 ≥ 80 公里", "  口径: 合计")
    rows = [("甲", f"{value}", "", f"{n}镇") for n, value in enumerate(values)]
    split = [
        *rows[1:],
        ("甲", f"{values[0] * share}", "", "东"),
        ("甲", f"{values[0] * (1 - share)}", "", "西"),
    ]
    assert result_of(spec, rows).completion == result_of(spec, split).completion


@given(amounts)
def test_running_totals_agree_with_increments(values: list[Decimal]) -> None:
    """累计 of the running totals of 当期 is 当期."""
    months = [f"2023-{n:02}" for n in range(1, len(values) + 1)]
    totals = [sum(values[: n + 1], Decimal(0)) for n in range(len(values))]
    increments = [("甲", str(value), month) for value, month in zip(values, months, strict=True)]
    running = [("甲", str(value), month) for value, month in zip(totals, months, strict=True)]
    one = result_of(spec_of("甲 ≥ 80 公里", "  报送: 当期"), increments)
    other = result_of(spec_of("甲 ≥ 80 公里", "  报送: 累计"), running)
    assert (one.outcome, one.completion) == (other.outcome, other.completion)


@given(
    amounts,
    st.sampled_from(["≥", "≤", "=", ">"]),
    st.sampled_from(["合计", "平均", "最低", "最高", "逐项"]),
    st.data(),
)
def test_a_blank_never_raises_a_score(
    values: list[Decimal], op: str, rule: str, data: st.DataObject
) -> None:
    """Not to report is never better than to report."""
    spec = spec_of(f"甲 {op} 80 公里", f"  口径: {rule}")
    rows = [("甲", f"{value}", "", f"{n}镇") for n, value in enumerate(values)]
    at = data.draw(st.integers(0, len(rows) - 1))
    blanked = [*rows[:at], ("甲", "", "", f"{at}镇"), *rows[at + 1 :]]
    assert result_of(spec, blanked).score <= result_of(spec, rows).score


@given(st.integers(0, 50), st.integers(1, 50))
def test_units_never_change_a_ratio(over: int, under: int) -> None:
    """A formula gives the same in metres as in kilometres."""
    spec = spec_of("甲 ≥ 90%", "  算法: 乙 / 丙")
    one = result_of(spec, (("乙", f"{over} 公里"), ("丙", f"{under} 公里")))
    other = result_of(spec, (("乙", f"{over * 1000} 米"), ("丙", f"{under} 公里")))
    assert (one.outcome, one.completion) == (other.outcome, other.completion)
    assert one.completion == min(Fraction(1), Fraction(over, under) / Fraction(9, 10)) or (
        one.outcome is pg.Outcome.MET
    )
