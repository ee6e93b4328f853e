"""Several rows of one indicator: what the result shows of them. Its rows, its flags, its parts."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

import perfgoals as pg
from small import SEWER, Rows, codes_of, result_of, rows_of, spec_of

PARTIAL, GAP = "partial_report", "gap"
ITEMS = (("投入", "8 万元"), ("户数", "2 户"))


def of_months(*values: str) -> Rows:
    """One unit's reports of May, June, July."""
    return [("管网", value, f"2023-0{month}") for month, value in enumerate(values, 5)]


@pytest.mark.parametrize(
    ("lines", "rows", "actual", "flags", "row"),
    [
        pytest.param(
            (SEWER, "  报送: 累计"), of_months("8", "9", "10"), "10 公里", (), 2, id="all"
        ),
        pytest.param(
            (SEWER, "  报送: 累计"),
            [("管网", "60", "2023-01/2023-06"), *of_months("20")],
            "60 公里",
            (),
            0,
            id="the-last-to-end",
        ),
        pytest.param(
            (SEWER, "  报送: 累计"),
            of_months("8", "9", ""),
            "9 公里",
            (PARTIAL,),
            1,
            id="blank-at-last",
        ),
        pytest.param(
            (SEWER, "  报送: 累计"), of_months("8", "", "9"), "9 公里", (), 2, id="blank-before"
        ),
        pytest.param(
            (SEWER, "  报送: 累计"), of_months("", "", ""), "", (), 2, id="nothing-so-far"
        ),
        pytest.param(
            ("管网 ≤ 80 公里", "  报送: 累计"),
            of_months("8", "9", ""),
            "",
            (),
            2,
            id="blank-of-a-cap",
        ),
        pytest.param(
            (SEWER, "  报送: 当期"), of_months("8", "9", "10"), "27 公里", (), 2, id="added"
        ),
        pytest.param(
            (SEWER, "  报送: 当期"),
            of_months("8", "", "10"),
            "18 公里",
            (PARTIAL,),
            2,
            id="added-in-part",
        ),
        pytest.param(
            (SEWER, "  报送: 当期"), of_months("", "", ""), "", (), 2, id="nothing-to-add"
        ),
        pytest.param(
            ("管网 ≤ 80 公里", "  报送: 当期"),
            of_months("8", "9", ""),
            "",
            (PARTIAL,),
            2,
            id="cap-added-in-part",
        ),
        pytest.param(
            ("管网 ≤ 80 公里", "  报送: 当期"),
            [*of_months("8", ""), ("管网", "9", "2023-09")],
            "",
            (PARTIAL, GAP),
            2,
            id="cap-with-a-gap",
        ),
        pytest.param(
            (SEWER, "  报送: 当期"),
            [("管网", "8", "2023-07-01"), ("管网", "9", "2023-07-02")],
            "17 公里",
            (),
            1,
            id="day-by-day",
        ),
        pytest.param(
            (SEWER, "  报送: 当期"),
            [("管网", "8", "2023-07-01"), ("管网", "9", "2023-07-03")],
            "17 公里",
            (GAP,),
            1,
            id="a-day-between",
        ),
    ],
)
def test_what_periods_make(
    lines: Sequence[str], rows: Rows, actual: str, flags: tuple[str, ...], row: int
) -> None:
    """All rows are shown, in the order of their periods; the row is that which counts, or the last."""
    result = result_of(spec_of(*lines), rows)
    assert (result.actual_text() or "", result.flags) == (actual, flags)
    assert (result.outcome is pg.Outcome.UNREPORTED) == (not actual)
    assert sorted(each.line for each in result.rows) == sorted(
        each.line for each in rows_of(rows).rows
    )
    assert result.row is not None
    assert (result.row.actual, result.row.period) == (rows[row][1], rows[row][2])


def test_one_period_twice_is_told_even_without_a_rule() -> None:
    """That rows clash is told before that nothing says how to join them."""
    assert codes_of(spec_of(SEWER), (*of_months("8"), *of_months("9"))) == ["PG538"]


def of_towns(*values: str) -> Rows:
    return [("管网", value, "2023-05", f"{n}镇") for n, value in enumerate(values)]


HOLE: Rows = [("管网", "7", "2023-01", "0镇"), *of_towns("8", "9")]
"""One town has a month, then none, then another."""

LATER: Rows = [*of_towns("8", "9"), ("管网", "7", "2023-06", "0镇")]
"""One town has reported a month that the other has not."""


@pytest.mark.parametrize(
    ("lines", "rows", "actual", "flags", "row"),
    [
        pytest.param((SEWER, "  口径: 合计"), of_towns("8", "9"), "17 公里", (), 0, id="sum"),
        pytest.param(
            (SEWER, "  口径: 合计"), of_towns("", "9"), "9 公里", (PARTIAL,), 1, id="in-part"
        ),
        pytest.param((SEWER, "  口径: 合计"), of_towns("", ""), "", (), 0, id="nothing"),
        pytest.param((SEWER, "  口径: 最低"), of_towns("8", "9"), "8 公里", (), 0, id="lowest"),
        pytest.param(
            (SEWER, "  口径: 最低"), of_towns("8", ""), "", (PARTIAL,), 0, id="lowest-in-part"
        ),
        pytest.param(
            (SEWER, "  口径: 合计", "  报送: 当期"), HOLE, "24 公里", (GAP,), 0, id="sum-with-a-gap"
        ),
        pytest.param(
            (SEWER, "  口径: 最高", "  报送: 当期"),
            HOLE,
            "15 公里",
            (GAP,),
            0,
            id="highest-with-a-gap",
        ),
        pytest.param(
            (SEWER, "  口径: 最高", "  报送: 当期"),
            [*HOLE, ("管网", "", "2023-05", "2镇")],
            "",
            (PARTIAL, GAP),
            0,
            id="a-gap-and-a-blank",
        ),
        pytest.param(
            (SEWER, "  口径: 最高", "  报送: 累计"),
            LATER,
            "9 公里",
            (PARTIAL,),
            1,
            id="one-is-late",
        ),
    ],
)
def test_what_units_make(
    lines: Sequence[str], rows: Rows, actual: str, flags: tuple[str, ...], row: int
) -> None:
    """What is missing of one unit is flagged of the whole, whatever joins them."""
    result = result_of(spec_of(*lines), rows)
    assert (result.actual_text() or "", result.flags) == (actual, flags)
    assert len(result.rows) == len(rows)
    assert result.row is not None
    assert result.row.reporting_unit == f"{row}镇"
    assert {part.met for part in result.parts} == {None}, "only 逐项 judges each"


def test_a_unit_whose_last_total_is_blank_has_no_day_where_less_is_better() -> None:
    """Until when it reported is told of what counts; of a cap, nothing does."""
    rows = [*of_towns("8", "9"), ("管网", "7", "2023-06", "0镇"), ("管网", "", "2023-06", "1镇")]
    result = result_of(spec_of("管网 ≤ 80 公里", "  口径: 合计", "  报送: 累计"), rows)
    assert [part.to_dict()["until"] for part in result.parts] == [None, None]


BUDGET = "年度: 2023\n金额: 100 万元\n产出指标\n  管网 ≥ 80 公里\n预算执行率: 100%\n"


def test_the_form_that_is_filled_in_counts_alone() -> None:
    """Of 预算执行率 and 预算执行数 one may be blank: the other is the row of the result."""
    rows = (("管网", "80"), ("预算执行率", ""), ("预算执行数", "75 万元"))
    result = pg.evaluate(pg.loads(BUDGET), rows_of(rows)).results[1]
    assert [row.actual for row in result.rows] == ["75 万元"]


def test_of_several_forms_none_is_left_out() -> None:
    """Only one form beside its other is: two blanks are two rows, and so are two periods."""
    blanks = (("管网", "80"), ("预算执行率", ""), ("预算执行数", ""))
    assert codes_of(pg.loads(BUDGET), blanks) == ["PG520"]
    months = [("预算执行率", value, f"2023-0{n}") for n, value in enumerate(("50%", "60%", ""), 1)]
    spec = pg.loads(BUDGET + "  报送: 累计\n")
    for count in (3, 2):
        result = pg.evaluate(spec, rows_of((("管网", "80"), *months[-count:]))).results[1]
        assert (result.outcome, len(result.rows)) == (pg.Outcome.UNREPORTED, count)


def test_a_row_without_its_period_of_what_has_no_line_is_told_alone() -> None:
    """The 预算执行率 that 金额 brings stands nowhere that could be pointed to."""
    rows = (("管网", "80"), ("预算执行率", "50%", "2023-01"), ("预算执行率", "60%"))
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(BUDGET.replace("预算执行率: 100%\n", "")), rows_of(rows))
    (problem,) = caught.value.problems
    assert (problem.code, problem.related) == ("PG537", ())


def test_many_units_of_a_formula_cost_no_more_each() -> None:
    """Whether each unit has all items is told without comparing every unit with every other."""
    spec = spec_of("户均 ≥ 2 万元/户", "  算法: 投入 / 户数", "  口径: 合计")

    def took(units: int) -> float:
        rows = rows_of(
            [(name, value, "", f"第{n}镇") for n in range(units) for name, value in ITEMS]
        )
        start = time.process_time()
        assert pg.evaluate(spec, rows).results[0].actual_text() == "4 万元/户"
        return time.process_time() - start

    few = min(took(500) for _ in range(3))
    assert took(4_000) < 30 * few
