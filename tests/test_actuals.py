"""Actual values: what one value may say, what it is told when it may not, and what it earns."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

import perfgoals as pg
from rows import MET, MISSED, TABLE, UNREPORTED, pairs, problems_of, result_of, rows_with
from wording import said


def problem_of(name: str, actual: object, *, row: str | None = None, **more: object) -> pg.Problem:
    """The only problem of a row of the table."""
    rows = rows_with(name, actual, **more)
    rows[0]["指标"] = row or name
    problems = problems_of(TABLE, rows)
    assert len(problems) == 1
    assert problems[0].span is not None
    assert problems[0].span.line == 1
    return problems[0]


# ---- quantities ---------------------------------------------------------------------------------

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
