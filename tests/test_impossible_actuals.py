"""Actuals that cannot be, wherever they come from: said by a row, added up, or worked out."""

from __future__ import annotations

import datetime

import pytest

import perfgoals as pg
from small import codes_of, result_of, rows_of, spec_of

ITEMS = (
    "指标: 合格数\n  单位: 个\n  取值: 0~100 个\n"
    "年度: 2023\n产出指标\n  合格率 ≥ 90%\n    算法: 合格数 / 总数\n"
)


@pytest.mark.parametrize(
    ("good", "all_of", "code"),
    [("-95个", "-100个", "PG519"), ("950个", "1000个", "PG527"), ("101 个", "200 个", "PG527")],
)
def test_a_data_item_is_held_to_what_it_can_be(good: str, all_of: str, code: str) -> None:
    """A negative count, or one outside its 取值, makes no rate however good the rate looks."""
    assert code in codes_of(pg.loads(ITEMS), [("合格数", good), ("总数", all_of)])


def test_what_is_worked_out_is_held_to_what_it_can_be() -> None:
    """A 满意度 of more than 100% is no less impossible where a formula says it."""
    spec = spec_of("群众满意度 ≥ 90%", "  算法: 满意 / 受访")
    assert codes_of(spec, [("满意", "120 人"), ("受访", "100 人")]) == ["PG521"]
    assert result_of(spec, [("满意", "95 人"), ("受访", "100 人")]).outcome.value == "met"


def test_what_is_added_up_is_held_to_its_values() -> None:
    """取值 is what the indicator can have, so a sum beyond it is wrong."""
    text = "指标: 管网\n  取值: ≤ 100 公里\n  口径: 合计\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n"
    rows = [("管网", "70 公里", "", "甲镇"), ("管网", "{} 公里", "", "乙镇")]
    for other, codes in (("70", ["PG527"]), ("30", [])):
        given = [tuple(cell.format(other) for cell in row) for row in rows]
        if codes:
            assert codes_of(pg.loads(text), given) == codes
        else:
            assert pg.evaluate(pg.loads(text), rows_of(given)).total == 100


@pytest.mark.parametrize(
    "table",
    [
        "满意度指标\n  群众满意率 ≥ 90%\n",
        "满意度指标\n  服务对象\n    好评率 ≥ 90%\n",
        "output\n  satisfaction of residents >= 90%\n",
    ],
)
def test_a_satisfaction_is_told_by_its_name_or_its_group(table: str) -> None:
    """Nobody can be more satisfied than all: above 100% it is a slip of the decimal point."""
    spec = pg.loads("年度: 2023\n" + table)
    name = spec.indicators[0].name
    assert codes_of(spec, [(name, "950%")]) == ["PG521"]
    assert result_of(spec, [(name, "95%")]).outcome.value == "met"


@pytest.mark.parametrize(
    "words", ["年底", "底", "末完成", "2023年底前", "2023-12-31前", "12月底之前完成"]
)
def test_the_words_of_a_promise_are_no_day(words: str) -> None:
    """The target's own words copied into the actual do not say when it was done."""
    assert codes_of(spec_of("完工: 2023-12-31"), [("完工", words)]) == ["PG522"]


def test_a_month_that_a_sheet_has_cut_short() -> None:
    """2023.1 is what a spreadsheet leaves of 2023.10: neither month is guessed."""
    spec = spec_of("完工: 2023-06-30")
    assert codes_of(spec, [("完工", "2023.1")]) == ["PG228"]
    assert result_of(spec, [("完工", "2023.10")]).actual == datetime.date(2023, 10, 31)
    assert result_of(spec, [("完工", "2023.6")]).actual == datetime.date(2023, 6, 30)


@pytest.mark.parametrize("cell", ["2023.1", "2023.6"])
def test_a_target_that_may_be_a_month_or_a_number(cell: str) -> None:
    """A bare number that looks like a month is neither; with an operator it is a number."""
    with pytest.raises(pg.SpecError) as caught:
        spec_of(f"完工: {cell}")
    assert [problem.code for problem in caught.value.problems] == ["PG228"]
    assert str(spec_of(f"指数 ≥ {cell}").indicators[0].target) == f"≥ {cell}"


def test_a_bare_number_where_the_same_is_promised_in_two_units() -> None:
    """1200 could be metres or kilometres: the unit has to be written."""
    spec = pg.loads(
        "年度: 2023\n产出指标\n  管网 ≥ 2 公里\n任务: 建设\n  性质: 约束性任务\n  管网 ≥ 1500 米\n"
    )
    assert codes_of(spec, [("管网", "1200")]) == ["PG512"]
    card = pg.evaluate(spec, rows_of([("管网", "1800 米")]))
    assert (card.results[0].outcome.value, card.tasks[0].done) == ("missed", True)


def test_a_task_without_a_day() -> None:
    """With a day to judge by, what a task promises has to say when it is due, like an indicator."""
    spec = pg.loads(
        "产出指标\n  管网 ≥ 10 个\n    时限: 2023-05-01\n任务: 建设\n  性质: 约束性任务\n  泵站 ≥ 5 个\n"
    )
    rows = rows_of([("管网", "10"), ("泵站", "1")])
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, rows, as_of=datetime.date(2023, 4, 5))
    assert [problem.code for problem in caught.value.problems] == ["PG531"]
