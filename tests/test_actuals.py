"""Actual values: what a row may say, what it is told when it may not, and what comes of it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg

TABLE = """\
地区: 汕头市
年度: 2023
产出指标
  管网 ≥ 80 公里
  普筛: 4 万人次
  覆盖率 ≥ 90%
  户数: 100 户
  成本 ≤ 10 万元
  完成: 2023-10-31
  收入: 提高
  误差: ±3%
  满意度: 90%
  实践所（站）: 提档升级
"""
GOOD = {
    "管网": "80公里",
    "普筛": "4万人次",
    "覆盖率": "90%",
    "户数": "100户",
    "成本": "10万元",
    "完成": "2023-10-31",
    "收入": "提高",
    "误差": "0%",
    "满意度": "90%",
    "实践所（站）": "提档升级",
}


def rows_with(name: str, actual: object, **more: object) -> list[dict[str, Any]]:
    """Good rows for the whole table, but for one."""
    rows: list[dict[str, Any]] = [
        {"指标": key, "实际值": value} for key, value in GOOD.items() if key != name
    ]
    return [{"指标": name, "实际值": actual, **more}, *rows]


def result_of(name: str, actual: object, *, row: str | None = None, **more: object) -> pg.Result:
    """What comes of one indicator of the table; `row` is its name as the row has it."""
    rows = rows_with(name, actual, **more)
    rows[0]["指标"] = row or name
    card = pg.evaluate(pg.loads(TABLE), pg.Actuals.from_rows(rows))
    return next(result for result in card.results if result.indicator.name == name)


def problems_of(table: str, rows: Any, **options: Any) -> tuple[pg.Problem, ...]:
    """All that is wrong with some rows."""
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(table), pg.Actuals.from_rows(rows), **options)
    return caught.value.problems


def problem_of(name: str, actual: object, *, row: str | None = None, **more: object) -> pg.Problem:
    """The only problem of a row of the table."""
    rows = rows_with(name, actual, **more)
    rows[0]["指标"] = row or name
    problems = problems_of(TABLE, rows)
    assert len(problems) == 1
    assert problems[0].span is not None
    assert problems[0].span.line == 1
    return problems[0]


def said(problem: pg.Problem) -> str:
    """All that a problem says in both languages: the message and how to mend it."""
    return "\n".join(
        (
            problem.text("zh"),
            problem.help_text("zh"),
            problem.text("en"),
            problem.help_text("en"),
        )
    )


def pairs(*values: tuple[str, Any]) -> list[dict[str, Any]]:
    """Rows of indicator and actual."""
    return [{"指标": name, "实际值": actual} for name, actual in values]


# ---- quantities ---------------------------------------------------------------------------------

MET, MISSED, UNREPORTED = pg.Outcome.MET, pg.Outcome.MISSED, pg.Outcome.UNREPORTED
QUANTITIES = [
    ("exactly", "管网", "80公里", MET, "10.00"),
    ("a-millimetre-short", "管网", "79999.999米", MISSED, "9.99"),
    ("in-metres", "管网", "80000米", MET, "10.00"),
    ("in-km", "管网", "80 km", MET, "10.00"),
    ("target-unit", "管网", "80", MET, "10.00"),
    ("half", "管网", "40", MISSED, "5.00"),
    ("zero-is-zero", "管网", "0", MISSED, "0.00"),
    ("zero-with-unit", "管网", "0公里", MISSED, "0.00"),
    ("grouped", "管网", "80,000米", MET, "10.00"),
    ("full-width", "管网", "８０　公里", MET, "10.00"),
    ("scale", "普筛", "4万人次", MET, "10.00"),
    ("scale-below", "普筛", "39999人次", MISSED, "9.99"),
    ("scale-written-out", "普筛", "40000人次", MET, "10.00"),
    ("scale-of-target", "普筛", "4", MET, "10.00"),
    ("ratio", "覆盖率", "90%", MET, "10.00"),
    ("ratio-full-width", "覆盖率", "９０％", MET, "10.00"),
    ("ratio-permille", "覆盖率", "900‰", MET, "10.00"),
    ("ratio-below", "覆盖率", "89.99%", MISSED, "9.99"),
    ("households", "户数", "99", MISSED, "9.90"),
    ("at-most", "成本", "10", MET, "10.00"),
    ("at-most-yuan", "成本", "100000元", MET, "10.00"),
    ("at-most-over-by-a-fen", "成本", "100000.01元", MISSED, "9.99"),
    ("at-most-half-over", "成本", "15万元", MISSED, "5.00"),
    ("at-most-twice", "成本", "20万元", MISSED, "0.00"),
    ("at-most-nothing", "成本", "0", MET, "10.00"),
    ("range-low", "误差", "-3%", MET, "10.00"),
    ("range-high", "误差", "3%", MET, "10.00"),
    ("range-over", "误差", "3.3%", MISSED, "9.00"),
    ("deadline-on-the-day", "完成", "2023-10-31", MET, "10.00"),
    ("deadline-slashes", "完成", "2023/10/31", MET, "10.00"),
    ("deadline-chinese", "完成", "2023年10月31日", MET, "10.00"),
    ("deadline-next-day", "完成", "2023-11-01", MISSED, "0.00"),
    ("blank", "管网", "", UNREPORTED, "0.00"),
    ("spaces", "管网", " 　", UNREPORTED, "0.00"),
    ("dash", "管网", "—", UNREPORTED, "0.00"),
    ("slash", "管网", "/", UNREPORTED, "0.00"),
    ("hyphen", "管网", "-", UNREPORTED, "0.00"),
    ("blank-text", "收入", "", UNREPORTED, "0.00"),
    ("blank-date", "完成", "—", UNREPORTED, "0.00"),
]


@pytest.mark.parametrize(
    ("name", "actual", "outcome", "score"),
    [case[1:] for case in QUANTITIES],
    ids=[case[0] for case in QUANTITIES],
)
def test_what_a_value_earns(name: str, actual: str, outcome: pg.Outcome, score: str) -> None:
    """A value in any unit of the dimension is held against the target exactly."""
    result = result_of(name, actual)
    assert (result.outcome, str(result.weight), str(result.score)) == (outcome, "10.00", score)


def test_the_exactness_that_is_promised() -> None:
    """29530 米 meets `≥ 29.53 公里`; 29529.999999 米 does not."""
    spec = pg.loads("产出指标\n  管网 ≥ 29.53 公里\n")
    met = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("管网", "29530米")))).results[0]
    missed = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("管网", "29529.999999米")))).results[0]
    assert (met.outcome, str(met.score)) == (MET, "100.00")
    assert (missed.outcome, str(missed.score)) == (MISSED, "99.99")


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        (80, MET),
        (79, MISSED),
        (Decimal("80.0"), MET),
        (Decimal("79.9999"), MISSED),
        (79.9, MISSED),
        (0, MISSED),
        (None, UNREPORTED),
    ],
    ids=["int", "int-below", "decimal", "decimal-below", "float", "zero", "none"],
)
def test_python_values(actual: object, outcome: pg.Outcome) -> None:
    """Numbers of Python are read exactly; None is a blank."""
    assert result_of("管网", actual).outcome is outcome


class _Float64(float):
    """A float that says its type, as NumPy's do since version 2."""

    def __repr__(self) -> str:
        return f"np.float64({float(self)!r})"


def test_a_float_that_says_its_type() -> None:
    """The number of a float counts, not how its class prints it."""
    assert result_of("管网", _Float64(79.9)).outcome is MISSED
    assert result_of("管网", _Float64(80.5)).outcome is MET
    with pytest.raises(pg.ActualsError, match="“inf”"):
        result_of("管网", _Float64("inf"))


@pytest.mark.parametrize(
    "actual", [datetime.date(2023, 10, 31), datetime.datetime(2023, 10, 31, 0, 0)]
)
def test_a_date_of_a_sheet(actual: datetime.date) -> None:
    """A deadline's actual may be a date of a sheet."""
    assert result_of("完成", actual).outcome is MET


UNITS = [
    ("in-the-name", "管网", "管网（公里）", "80", "", MET),
    ("in-the-name-half-width", "管网", "管网(公里)", "80", "", MET),
    ("other-unit-in-the-name", "管网", "管网（米）", "80000", "", MET),
    ("other-unit-in-the-name-missed", "管网", "管网（米）", "80", "", MISSED),
    ("in-the-column", "管网", "管网", "80000", "米", MET),
    ("in-the-column-missed", "管网", "管网", "80", "米", MISSED),
    ("cell-and-column", "管网", "管网", "80公里", "公里", MET),
    ("cell-and-name", "管网", "管网（公里）", "80公里", "", MET),
    ("percent-in-the-column", "覆盖率", "覆盖率", "90", "%", MET),
    ("percent-in-the-name", "覆盖率", "覆盖率（%）", "90", "", MET),
    ("percent-in-the-name-full-width", "覆盖率", "覆盖率（％）", "90", "", MET),
    ("name-with-a-bracket-of-its-own", "实践所（站）", "实践所（站）", "达成", "", MET),
    ("name-with-the-other-brackets", "实践所（站）", "实践所(站)", "达成", "", MET),
    ("name-with-spaces", "管网", " 管 网 ", "80", "", MET),
]


@pytest.mark.parametrize(
    ("name", "row", "actual", "unit", "outcome"),
    [case[1:] for case in UNITS],
    ids=[case[0] for case in UNITS],
)
def test_where_the_unit_may_stand(
    name: str, row: str, actual: str, unit: str, outcome: pg.Outcome
) -> None:
    """The unit stands in the cell, in the name's bracket or in its column; else it is the target's."""
    assert result_of(name, actual, row=row, 单位=unit).outcome is outcome


BAD = [
    ("unknown-unit", "管网", "80公理", ("公理", "公里")),
    ("wrong-dimension", "管网", "80亩", ("80 亩", "公里")),
    ("wrong-dimension-ratio", "管网", "80%", ("80%", "公里")),
    ("wrong-dimension-counter", "户数", "100人", ("100 人", "户")),
    ("number-for-ratio", "覆盖率", "90", ("%",)),
    ("share-for-ratio", "覆盖率", "0.9", ("%",)),
    ("zero-for-ratio", "误差", "0", ("%",)),
    ("scale-twice", "普筛", "4万", ("4万", "万人次")),
    ("nan", "管网", "NaN", ("NaN",)),
    ("infinity", "管网", "inf", ("inf",)),
    ("words", "管网", "很多", ("很多",)),
    ("not-available", "管网", "N/A", ("N/A",)),
    ("unread-number", "管网", "80.5.5", ()),
    ("exponent", "管网", "1e2", ()),
    ("approximation", "管网", "约80公里", ("约80公里",)),
    ("bound", "管网", "≥80公里", ("≥80公里",)),
    ("grouping", "管网", "8,00米", ("8,00",)),
    ("range", "管网", "80~90", ()),
    ("date-for-number", "管网", "2023-12-31", ()),
    ("band-for-number", "管网", "达成", ("达成",)),
    ("hundred-and-one-digits", "管网", "9" * 101, ("100",)),
    ("five-thousand-digits", "管网", "9" * 5000, ("100",)),
    ("negative-length", "管网", "-1公里", ("-1",)),
    ("negative-count", "户数", "-3户", ("-3",)),
    ("satisfaction", "满意度", "100.01%", ("100%",)),
    ("no-such-day", "完成", "2023-02-30", ("2023-02-30",)),
    ("number-for-date", "完成", "20231031", ("20231031", "2023-12-31")),
    ("band-for-date", "完成", "已完成", ("已完成", "2023-12-31")),
    ("word-for-text", "收入", "良好", ("良好", "达成", "部分达成", "未达成")),
    ("partly-done", "收入", "部分完成", ("部分达成",)),
    ("yes", "收入", "是", ("达成", "部分达成", "未达成")),
    ("number-for-text", "收入", "1", ("达成", "部分达成", "未达成")),
    ("share-alone", "收入", "70%", ("达成", "部分达成", "未达成")),
    ("share-without-percent", "收入", "部分达成 70", ("达成", "部分达成", "未达成")),
    ("share-above-its-band", "收入", "部分达成 80%", ("部分达成 80%", "60%", "80%")),
    ("share-below-its-band", "收入", "部分达成 59.99%", ("60%", "80%")),
    ("share-met-below", "收入", "达成 79.99%", ("80%", "100%")),
    ("share-met-above", "收入", "达成 100.01%", ("80%", "100%")),
    ("share-missed-above", "收入", "未达成 60%", ("0%", "60%")),
]


@pytest.mark.parametrize(
    ("name", "actual", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_values_that_cannot_be(name: str, actual: str, words: tuple[str, ...]) -> None:
    """A value that cannot be read, or cannot be, is one problem at its row that says why."""
    problem = problem_of(name, actual)
    for word in words:
        assert word in said(problem)
    assert len(problem.text("zh")) < 300


def test_a_bare_share_is_not_mended_to_a_hundredth() -> None:
    """`0.9` for a ratio may be 90%: both readings are offered, not only `0.9%`."""
    problem = problem_of("覆盖率", "0.9")
    assert "90%" in said(problem) or "0.9%" not in said(problem)


@pytest.mark.parametrize(
    ("name", "actual", "row", "unit"),
    [
        ("管网", "80公里", "管网", "米"),
        ("管网", "80公里", "管网（米）", ""),
        ("管网", "80", "管网（米）", "公里"),
        ("管网", "80", "管网", "公理"),
        ("管网", "80", "管网", "户"),
        ("管网", "80", "管网（户）", ""),
        ("覆盖率", "90", "覆盖率", "公里"),
    ],
)
def test_units_that_do_not_agree(name: str, actual: str, row: str, unit: str) -> None:
    """Two units that differ, an unknown one and one of another dimension are problems."""
    rows = rows_with(name, actual, 单位=unit)
    rows[0]["指标"] = row
    assert len(problems_of(TABLE, rows)) == 1


# ---- texts --------------------------------------------------------------------------------------

PARTIAL = pg.Outcome.PARTIAL
TEXTS = [
    ("达成", MET, "10.00"),
    ("完成", MET, "10.00"),
    ("已完成", MET, "10.00"),
    ("提高", MET, "10.00"),
    ("提 高", MET, "10.00"),
    ("met", MET, "10.00"),
    ("达成预期指标", MET, "10.00"),
    ("达成年度指标", MET, "10.00"),
    ("达成 80%", MET, "8.00"),
    ("达成80％", MET, "8.00"),
    ("达成 95%", MET, "9.50"),
    ("达成 100%", MET, "10.00"),
    ("部分达成", PARTIAL, "6.00"),
    ("partial", PARTIAL, "6.00"),
    ("部分达成 60%", PARTIAL, "6.00"),
    ("部分达成 70%", PARTIAL, "7.00"),
    ("部分达成79.99%", PARTIAL, "8.00"),
    ("部分达成年度指标并具有一定效果", PARTIAL, "6.00"),
    ("部分达成预期指标并具有一定效果", PARTIAL, "6.00"),
    ("未达成", MISSED, "0.00"),
    ("未完成", MISSED, "0.00"),
    ("missed", MISSED, "0.00"),
    ("未达成 0%", MISSED, "0.00"),
    ("未达成 59.99%", MISSED, "6.00"),
    ("未达成年度指标且效果较差", MISSED, "0.00"),
    ("未达成预期指标且效果较差", MISSED, "0.00"),
]


@pytest.mark.parametrize(
    ("actual", "outcome", "score"), TEXTS, ids=[actual for actual, _, _ in TEXTS]
)
def test_what_a_qualitative_value_earns(actual: str, outcome: pg.Outcome, score: str) -> None:
    """The share given, else the band's lowest; 达成 alone is full and flagged."""
    result = result_of("收入", actual)
    assert (result.outcome, str(result.score)) == (outcome, score)
    assert ("no_share" in result.flags) == (
        outcome is MET and "%" not in actual and "％" not in actual
    )


# ---- which indicator ----------------------------------------------------------------------------

TWO = "产出指标\n  帮扶工作: 166 户\n  帮扶工作: 817 人\n"


@pytest.mark.parametrize(
    "rows",
    [
        pairs(("帮扶工作", "166户"), ("帮扶工作", "800人")),
        pairs(("帮扶工作", "800人"), ("帮扶工作", "166户")),
        pairs(("帮扶工作（户）", "166"), ("帮扶工作（人）", "800")),
        pairs(("帮扶工作(人)", "800人"), ("帮扶工作(户)", "166户")),
        [
            {"指标": "帮扶工作", "实际值": "166", "单位": "户"},
            {"指标": "帮扶工作", "实际值": "800", "单位": "人"},
        ],
        pairs(("帮扶工作", "166户"), ("帮扶工作", "800名")),
    ],
    ids=["cells", "other-order", "names", "names-and-cells", "column", "another-word"],
)
def test_the_dimension_chooses_between_two_of_one_name(rows: list[dict[str, Any]]) -> None:
    """Where one name stands for two indicators, the unit tells which, wherever it stands."""
    card = pg.evaluate(pg.loads(TWO), pg.Actuals.from_rows(rows))
    assert [result.outcome for result in card.results] == [MET, MISSED]


def test_a_bare_number_between_two_is_an_error() -> None:
    """A number that could be either's is a problem that shows how to tell them apart."""
    problems = problems_of(TWO, pairs(("帮扶工作", "166"), ("帮扶工作", "817")))
    assert [problem.span.line for problem in problems if problem.span] == [1, 2]
    for problem in problems:
        assert "帮扶工作（户）" in said(problem)
        assert "帮扶工作（人）" in said(problem)


def test_a_unit_of_neither_of_two_is_named() -> None:
    """A unit that fits none of the two is named; the row is not called ambiguous."""
    (problem,) = problems_of(TWO, pairs(("帮扶工作", "166公里"), ("帮扶工作", "817人")))
    assert "公里" in said(problem)


def test_a_unit_of_both_names_is_a_conflict() -> None:
    """A name that says 户 and a cell that says 人 is a problem."""
    (problem,) = problems_of(TWO, pairs(("帮扶工作（户）", "817人")))
    assert "户" in said(problem)
    assert "人" in said(problem)


def test_a_blank_with_a_unit_is_that_one() -> None:
    """A blank is unreported, for the indicator that the unit tells."""
    rows = pairs(("帮扶工作（户）", ""), ("帮扶工作（人）", "817"))
    card = pg.evaluate(pg.loads(TWO), pg.Actuals.from_rows(rows))
    assert [result.outcome for result in card.results] == [UNREPORTED, MET]


def test_an_unknown_name_is_shown_the_nearest() -> None:
    """A row that fits no indicator is a problem with the nearest name."""
    (problem,) = problems_of(TABLE, [*pairs(("管王", "80公里")), *pairs(("收入", "提高"))])
    assert "管王" in problem.text("zh")
    assert "管网" in said(problem)


def test_a_level_is_no_indicator() -> None:
    """A row for a group is a problem."""
    assert len(problems_of(TABLE, pairs(("产出指标", "80公里")))) == 1


@pytest.mark.parametrize(
    "rows",
    [
        pairs(("管网", "80公里"), ("管网", "80公里")),
        pairs(("管网", "80公里"), ("管网（公里）", "70")),
        pairs(("管网", "80公里"), ("管网", "")),
        pairs(("管网", ""), ("管网", "")),
        [
            {"指标": "管网", "实际值": "80", "期间": "2023-07"},
            {"指标": "管网", "实际值": "70", "期间": "2023-08"},
        ],
        [
            {"指标": "管网", "实际值": "80", "填报单位": "甲"},
            {"指标": "管网", "实际值": "70", "填报单位": "乙"},
        ],
        [
            {"地区": "汕头", "指标": "管网", "实际值": "80"},
            {"地区": "汕头市", "指标": "管网", "实际值": "70"},
        ],
    ],
    ids=["same", "bracket", "blank", "two-blanks", "periods", "units", "regions"],
)
def test_two_rows_without_a_rule_are_an_error(rows: list[dict[str, Any]]) -> None:
    """Several rows for one indicator are a problem at the second that points to the first."""
    (problem,) = problems_of("地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n", rows)
    assert problem.span is not None
    assert problem.span.line == 2
    assert [related.span.line for related in problem.related if related.span] == [1]


# ---- periods ------------------------------------------------------------------------------------

ONE = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n"


@pytest.mark.parametrize("period", ["", "2023", "2023-07", "2023Q3", "2023-01/2023-07"])
def test_periods(period: str) -> None:
    """A period in any of its forms is fine."""
    rows = [{"指标": "管网", "实际值": "80", "期间": period}]
    card = pg.evaluate(pg.loads(ONE), pg.Actuals.from_rows(rows))
    assert card.results[0].outcome is MET


@pytest.mark.parametrize(
    "period", ["上半年", "2023-13", "2023-00", "2023Q5", "2022", "2024-01", "2023-07/2023-01", "23"]
)
def test_periods_that_cannot_be(period: str) -> None:
    """A period that cannot be read, runs backwards or is of another year is a problem."""
    (problem,) = problems_of(ONE, [{"指标": "管网", "实际值": "80", "期间": period}])
    assert period in said(problem)


# ---- regions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["汕头市", "汕头", " 汕头市 ", "汕头区", ""])
def test_regions_are_compared_without_their_ending(region: str) -> None:
    """汕头 is 汕头市; a blank region is fine where one spec is loaded."""
    rows = [{"地区": region, "指标": "管网", "实际值": "80"}]
    card = pg.evaluate(pg.loads(ONE), pg.Actuals.from_rows(rows))
    assert card.results[0].outcome is MET


def test_rows_of_another_region_are_not_mixed_in() -> None:
    """汕尾市 is not 汕头市: its row neither counts nor disturbs."""
    rows = [
        {"地区": "汕尾市", "指标": "管网", "实际值": "80"},
        {"地区": "汕头市", "指标": "管网", "实际值": "40"},
    ]
    card = pg.evaluate(pg.loads(ONE), pg.Actuals.from_rows(rows))
    assert [str(result.score) for result in card.results] == ["50.00"]


def test_a_spec_without_any_row_is_a_problem() -> None:
    """Where all rows are of other regions the spec gets no scorecard; the regions are named."""
    (problem,) = problems_of(ONE, [{"地区": "汕尾市", "指标": "管网", "实际值": "80"}])
    assert "汕头市" in said(problem)
    assert "汕尾市" in said(problem)


def test_no_rows_at_all_is_a_problem() -> None:
    """No rows are a problem too, whose help is no empty list."""
    (problem,) = problems_of(ONE, [])
    assert "：。" not in said(problem)


# ---- budget -------------------------------------------------------------------------------------

BUDGET = "金额: 1000 万元\n产出指标\n  管网 ≥ 80 公里\n"


@pytest.mark.parametrize(
    ("name", "actual", "outcome", "score", "flagged"),
    [
        ("预算执行率", "95%", MISSED, "15.84", False),
        ("预算执行率", "100%", MET, "16.67", False),
        ("预算执行率", "100.01%", MET, "16.67", True),
        ("预算执行数", "950", MISSED, "15.84", False),
        ("预算执行数", "950万元", MISSED, "15.84", False),
        ("预算执行数", "9500000元", MISSED, "15.84", False),
        ("预算执行数（万元）", "950", MISSED, "15.84", False),
        ("预算执行数", "1000", MET, "16.67", False),
        ("预算执行数", "10000000.01元", MET, "16.67", True),
        ("预算执行率", "", UNREPORTED, "0.00", False),
    ],
)
def test_budget_execution(
    name: str, actual: str, outcome: pg.Outcome, score: str, flagged: bool
) -> None:
    """The rate itself, or the amount spent over 金额; above 100% is flagged."""
    rows = pairs(("管网", "80"), (name, actual))
    result = pg.evaluate(pg.loads(BUDGET), pg.Actuals.from_rows(rows)).results[-1]
    assert (result.indicator.name, result.outcome) == ("预算执行率", outcome)
    assert (str(result.weight), str(result.score)) == ("16.67", score)
    assert bool(result.flags) == flagged


@pytest.mark.parametrize(
    ("name", "actual"),
    [
        ("预算执行率", "95"),
        ("预算执行率", "0.95"),
        ("预算执行率", "950万元"),
        ("预算执行数", "95%"),
        ("预算执行数", "950公里"),
        ("预算执行率", "-5%"),
        ("预算执行数", "-5万元"),
    ],
)
def test_budget_execution_that_cannot_be(name: str, actual: str) -> None:
    """A rate without %, an amount of something else and a negative one are problems."""
    assert len(problems_of(BUDGET, pairs(("管网", "80"), (name, actual)))) == 1


def test_a_row_of_the_table_stands_for_budget_execution() -> None:
    """An indicator of that name in the table takes the place of the one that 金额 brings."""
    table = "金额: 1000 万元\n产出指标\n  管网 ≥ 80 公里\n预算执行率\n  预算执行率 ≥ 95%\n"
    rows = pairs(("管网", "80"), ("预算执行率", "95%"))
    card = pg.evaluate(pg.loads(table), pg.Actuals.from_rows(rows))
    assert [(result.indicator.name, str(result.score)) for result in card.results] == [
        ("管网", "83.33"),
        ("预算执行率", "16.67"),
    ]


def test_without_an_amount_there_is_no_budget_execution() -> None:
    """Where 金额 is a text, a row of 预算执行率 fits no indicator, which is a problem."""
    table = "金额: 以文件为准\n产出指标\n  管网 ≥ 80 公里\n"
    assert len(problems_of(table, pairs(("管网", "80"), ("预算执行率", "95%")))) == 1


# ---- notes, flags -------------------------------------------------------------------------------


def test_the_note_is_passed_through() -> None:
    """说明 comes out with the result, as written."""
    assert result_of("管网", "80", 说明="虚构，示例").note == "虚构，示例"


def test_another_counting_word_is_flagged() -> None:
    """An actual in another counting word than the target's is met and flagged."""
    spec = pg.loads("产出指标\n  项目: 8 个\n")
    same = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("项目", "8个")))).results[0]
    other = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("项目", "8家")))).results[0]
    assert (same.outcome, same.flags) == (MET, ())
    assert (other.outcome, len(other.flags)) == (MET, 1)


@pytest.mark.parametrize(
    ("actual", "flagged"), [("103.99公里", False), ("104公里", True), ("800公里", True)]
)
def test_over_completion_is_flagged_from_130_percent(actual: str, flagged: bool) -> None:
    """From 130% of the target upward an upward target is flagged, and loses nothing."""
    result = result_of("管网", actual)
    assert str(result.score) == "10.00"
    assert ("over_completion" in result.flags) == flagged


# ---- due dates ----------------------------------------------------------------------------------

DUE = """\
年度: 2023
产出指标
  甲 ≥ 5 个
  乙: 2023-06-30
  丙 ≥ 4 个
    时限: 2023-03-31
  丁: 提高
    时限: 长期
"""


@pytest.mark.parametrize(
    ("day", "outcomes", "due", "total"),
    [
        ("2023-03-30", "not_due not_due not_due met", "25.00", "25.00"),
        ("2023-03-31", "not_due not_due missed met", "50.00", "43.75"),
        ("2023-06-29", "not_due not_due missed met", "50.00", "43.75"),
        ("2023-06-30", "not_due unreported missed met", "75.00", "43.75"),
        ("2023-12-30", "not_due unreported missed met", "75.00", "43.75"),
        ("2023-12-31", "missed unreported missed met", "100.00", "63.75"),
        (None, "missed unreported missed met", "100.00", "63.75"),
    ],
)
def test_what_is_due_on_a_day(day: str | None, outcomes: str, due: str, total: str) -> None:
    """Due at 时限, else the deadline, else the end of 年度; what is met counts at once."""
    rows = pairs(("甲", "4个"), ("丙", "3个"), ("丁", "达成"))
    as_of = None if day is None else datetime.date.fromisoformat(day)
    card = pg.evaluate(pg.loads(DUE), pg.Actuals.from_rows(rows), as_of=as_of)
    assert [result.outcome.value for result in card.results] == outcomes.split()
    assert (str(card.due_weight), str(card.total)) == (due, total)
    assert card.due_weight + card.not_due_weight == 100
    assert (card.grade is None) == ("not_due" in outcomes)


# ---- all in one go, keep going ------------------------------------------------------------------


def test_all_problems_come_in_one_go() -> None:
    """Every bad row is reported, in order, none twice."""
    rows = pairs(
        ("管网", "80公理"),
        ("普筛", "4万人次"),
        ("覆盖率", "90"),
        ("收入", "良好"),
        ("收人", "提高"),
        ("完成", "明天"),
        ("普筛", "5万人次"),
        ("户数", "-3户"),
    )
    problems = problems_of(TABLE, rows)
    assert [problem.span.line for problem in problems if problem.span] == [1, 3, 4, 5, 6, 7, 8]


def test_keep_going_scores_the_rest() -> None:
    """With keep_going the good rows are scored, the touched indicators earn nothing and are marked."""
    rows = rows_with("管网", "80公理")
    card = pg.evaluate(pg.loads(TABLE), pg.Actuals.from_rows(rows), keep_going=True)
    assert str(card.total) == "90.00"
    touched = [result for result in card.results if "problem" in result.flags]
    assert [(result.indicator.name, str(result.score)) for result in touched] == [("管网", "0.00")]
    assert len(card.problems) == 1


def test_keep_going_on_a_double_row_takes_neither() -> None:
    """Of two rows without a rule neither is taken in silence."""
    rows = [*rows_with("管网", "80公里"), *pairs(("管网", "90公里"))]
    card = pg.evaluate(pg.loads(TABLE), pg.Actuals.from_rows(rows), keep_going=True)
    assert (str(card.total), len(card.problems)) == ("90.00", 1)
    assert "problem" in card.results[0].flags


# ---- files --------------------------------------------------------------------------------------

CSV = "地区,指标,实际值,单位,说明\n汕头市,管网,79.5,公里,差一点\n汕头市,收入,提高,,\n"
SPEC = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n"
ENCODINGS = [
    ("utf-8", CSV.encode()),
    ("utf-8-bom", b"\xef\xbb\xbf" + CSV.encode()),
    ("gb18030", CSV.encode("gb18030")),
    ("utf-16", CSV.encode("utf-16")),
    ("crlf", CSV.replace("\n", "\r\n").encode()),
    ("no-newline-at-the-end", CSV.rstrip("\n").encode()),
    ("tabs", CSV.replace(",", "\t").encode()),
    ("tabs-gb18030", CSV.replace(",", "\t").encode("gb18030")),
    ("blank-lines", CSV.replace("\n", "\n\n").encode()),
    ("blank-rows", (CSV + ",,,,\n,,,,\n").encode()),
    ("quoted", CSV.replace("差一点", '"差一点"').encode()),
    (
        "english",
        CSV.replace("地区,指标,实际值,单位,说明", "region,indicator,actual,unit,note").encode(),
    ),
    (
        "english-capitals",
        CSV.replace("地区,指标,实际值,单位,说明", "Region,Indicator,Actual,Unit,Note").encode(),
    ),
    ("spaces-in-the-header", CSV.replace("指标,", " 指标 ,").encode()),
    (
        "other-order",
        "说明,实际值,指标,单位,地区\n差一点,79.5,管网,公里,汕头市\n,提高,收入,,汕头市\n".encode(),
    ),
    ("needed-columns-only", "指标,实际值,说明\n管网,79.5公里,差一点\n收入,提高,\n".encode()),
]


@pytest.mark.parametrize(
    "data", [data for _, data in ENCODINGS], ids=[name for name, _ in ENCODINGS]
)
def test_forms_of_one_file(data: bytes, tmp_path: Path) -> None:
    """Encoding, separator, order and language of the columns do not change what a file says."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    card = pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    assert [str(result.score) for result in card.results] == ["49.69", "50.00"]
    assert card.results[0].note == "差一点"


def test_a_tab_file_may_be_called_tsv(tmp_path: Path) -> None:
    """`.tsv` is read like `.csv`."""
    path = tmp_path / "a.tsv"
    path.write_text(CSV.replace(",", "\t"), encoding="utf-8")
    assert str(pg.evaluate(pg.loads(SPEC), pg.read_actuals(path)).total) == "99.69"


def test_several_files_are_one(tmp_path: Path) -> None:
    """Rows may come in several files; a problem names its own."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("指标,实际值\n管网,80公里\n", encoding="utf-8")
    two.write_text("指标,实际值\n收入,提高\n", encoding="utf-8")
    assert str(pg.evaluate(pg.loads(SPEC), pg.read_actuals(one, two)).total) == "100.00"
    two.write_text("指标,实际值\n收入,提高\n管网,80公里\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(one, two))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (str(two), 3)


def test_quoted_cells_with_commas_and_line_breaks(tmp_path: Path) -> None:
    """A quoted cell may hold commas, quotes and line breaks; later lines keep their numbers."""
    path = tmp_path / "a.csv"
    text = '指标,实际值,说明\n管网,"80,000米","一,\n""二"""\n收入,良好,\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (4, 4)
    path.write_text(text.replace("良好", "提高"), encoding="utf-8")
    card = pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    assert (str(card.total), card.results[0].note) == ("100.00", '一,\n"二"')


def test_an_unquoted_thousands_comma_is_not_lost(tmp_path: Path) -> None:
    """`管网,80,000米` has a cell too many: it is a problem, not 80 公里."""
    path = tmp_path / "a.csv"
    path.write_text("指标,实际值\n管网,80,000米\n收入,提高\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert problem.span.line == 2


def test_the_place_of_a_problem_is_its_cell(tmp_path: Path) -> None:
    """File, line and column of a problem are those of the cell."""
    path = tmp_path / "a.csv"
    path.write_text("地区,指标,实际值\n汕头市,收入,提高\n汕头市,管网,80公理\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.path, problem.span.line, problem.span.column) == (str(path), 3, 8)


BROKEN = [
    ("empty", b"", ()),
    ("bom-only", b"\xef\xbb\xbf", ()),
    ("blank", b"\n\n", ()),
    ("no-indicator", "名称,实际值\n管网,80公里\n".encode(), ("指标",)),
    ("no-actual", "指标,数值\n管网,80公里\n".encode(), ("实际值",)),
    ("no-header", "管网,80公里\n收入,提高\n".encode(), ("指标",)),
    ("column-twice", "指标,实际值,实际值\n管网,80公里,70公里\n".encode(), ("实际值",)),
    ("column-in-both-languages", "指标,实际值,actual\n管网,80公里,70公里\n".encode(), ()),
    ("cell-too-many", "指标,实际值\n管网,80公里,x\n".encode(), ()),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa", ()),
    ("workbook", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xff", ()),
    ("nul", "指标,实际值\n管\0网,80公里\n".encode(), ()),
    ("open-quote", '指标,实际值\n管网,"80公里\n收入,提高\n'.encode(), ()),
]


@pytest.mark.parametrize(
    ("data", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_files_that_cannot_be_read(data: bytes, words: tuple[str, ...], tmp_path: Path) -> None:
    """A file without the needed columns, or that is no table, is a problem with file and line."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    for problem in caught.value.problems:
        assert problem.span is not None
        assert problem.span.path == str(path)
    for word in words:
        assert word in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder in its place are problems with the path."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(pg.ActualsError) as caught:
            pg.read_actuals(path)
        assert str(path) in str(caught.value)


def test_a_column_that_means_nothing_is_told(tmp_path: Path) -> None:
    """A column that is not one of ours is never read in silence."""
    path = tmp_path / "a.csv"
    path.write_text("指标,实际值,备住\n管网,80公里,x\n", encoding="utf-8")
    assert pg.read_actuals(path).ignored == ("备住",)


def test_gb18030_is_never_read_as_something_else(tmp_path: Path) -> None:
    """Every character of GB18030 comes out as it went in."""
    path = tmp_path / "a.csv"
    note = "镕囍㐂𠮷€—“”…"
    path.write_bytes(f"指标,实际值,说明\n管网,80公里,{note}\n".encode("gb18030"))
    assert pg.read_actuals(path).rows[0].note == note
