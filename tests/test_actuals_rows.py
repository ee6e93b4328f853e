"""Rows of actuals: which indicator, period and region they are of, the budget, what is due."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

import perfgoals as pg
from rows import MET, MISSED, TABLE, UNREPORTED, pairs, problems_of, result_of, rows_with
from wording import said

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


@pytest.mark.parametrize(
    ("actual", "which"),
    [
        ("166户", 0),
        ("提高", 1),
        ("部分达成", 1),
        ("2023-10-01", 2),
        ("2023-13-01", "PG210"),
        ("5", "PG512"),
    ],
)
def test_the_kind_of_a_value_chooses_too(actual: str, which: int | str) -> None:
    """A text is of the text, a date of the deadline, also a wrong one; a bare number is of neither."""
    table = "年度: 2023\n产出指标\n  帮扶: 166 户\n  帮扶: 提高\n  帮扶: 2023-12-31\n"
    if isinstance(which, str):
        assert [problem.code for problem in problems_of(table, pairs(("帮扶", actual)))] == [which]
        return
    card = pg.evaluate(pg.loads(table), pg.Actuals.from_rows(pairs(("帮扶", actual))))
    reported = [at for at, result in enumerate(card.results) if result.outcome is not UNREPORTED]
    assert reported == [which]


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


def test_a_bracket_that_is_no_unit_is_part_of_the_name() -> None:
    """管网（续） is not 管网."""
    assert [x.code for x in problems_of(TABLE, pairs(("管网（续）", "80公里")))] == ["PG510"]


def test_the_nearest_names_are_looked_for_fifty_times() -> None:
    """A file full of wrong names is told in bounded time."""
    problems = problems_of(TABLE, pairs(*((f"管{chr(0x4E00 + n)}", "80公里") for n in range(52))))
    assert sum("nearest" in dict(problem.values) for problem in problems) == 50


def test_a_wrong_row_is_told_alone() -> None:
    """That nothing joins the other rows of its indicator may be its echo; its target is shown."""
    catalogue = "指标: 管网\n  取值: 0~100 公里\n"
    rows = pairs(("管网", "30公里"), ("管网", "40公里"), ("管网", "1吨"))
    (problem,) = problems_of(catalogue + "产出指标\n  管网 ≥ 80 公里\n", rows)
    assert (problem.code, [x.phrase for x in problem.related]) == ("PG516", ["related.target"])


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


@pytest.mark.parametrize(
    ("target", "actual", "flags"),
    [
        pytest.param("8 个", "8个", (), id="the-same"),
        pytest.param("8 个", "8家", ("other_counter",), id="another"),
        pytest.param("80000 个", "8万个", (), id="in-ten-thousands"),
        pytest.param("8 万家", "8万个", ("other_counter",), id="another-in-ten-thousands"),
        pytest.param("8 个", "80家", ("over_completion", "other_counter"), id="and-far-exceeded"),
        pytest.param("6~9 个", "8家", ("other_counter",), id="of-a-range"),
        pytest.param("6~9 个", "8个", (), id="the-same-of-a-range"),
    ],
)
def test_another_counting_word_is_flagged(target: str, actual: str, flags: tuple[str, ...]) -> None:
    """An actual in another counting word than the target's is met and flagged."""
    spec = pg.loads(f"产出指标\n  项目: {target}\n")
    result = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("项目", actual)))).results[0]
    assert (result.outcome, result.flags) == (MET, flags)


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


# ---- one name, several measures -------------------------------------------------------------------


def test_a_bare_number_is_not_given_to_the_indicator_without_a_unit() -> None:
    """`5` could be kilometres as well: where two are left to choose from, the unit has to be written."""
    table = "年度: 2023\n产出指标\n  管网 ≥ 5\n  管网 ≥ 5 公里\n"
    (problem,) = problems_of(table, [{"指标": "管网", "实际值": "5"}])
    assert problem.code == "PG512"
    card = pg.evaluate(pg.loads(table), pg.Actuals.from_rows([{"指标": "管网", "实际值": "5公里"}]))
    assert [result.outcome for result in card.results] == [UNREPORTED, MET]


def test_what_is_worked_out_is_not_reported_under_a_name_that_others_bear() -> None:
    """The unit tells which indicator is meant, and that one has a formula."""
    table = "年度: 2023\n产出指标\n  产量 ≥ 5 吨\n    算法: 单产 * 面积\n  产量 ≥ 5 元\n"
    rows = [{"指标": "产量", "实际值": "6吨"}, {"指标": "产量", "实际值": "6元"}]
    items = [{"指标": "单产", "实际值": "2 吨/亩"}, {"指标": "面积", "实际值": "3 亩"}]
    assert [problem.code for problem in problems_of(table, [*rows, *items])] == ["PG539"]
