"""Tasks: when one is done, what its targets come to, and what else stands on a scorecard."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

import perfgoals as pg
from perfgoals.reports.template import form_rows
from perfgoals.testing import reference

SPEC = """\
地区: 甲市
年度: 2023
产出指标
  管网 ≥ 80 公里
    时限: 2023-10-31
任务: 修厂
  性质: 指导性任务
  时限: 2023-06-30
  管网 ≥ 80 公里
  厂 ≥ 2 座
任务: 修桥
  性质: 约束性任务
  桥 ≥ 3 座
任务: 修路
  性质: 约束性任务
  时限: 2023-10-31
  管网 ≥ 80 公里
任务: 议事
  性质: 约束性任务
"""
JULY = datetime.date(2023, 7, 1)


def card_of(as_of: datetime.date | None = None, **actuals: str) -> pg.Scorecard:
    """The scorecard of the table above."""
    rows = [{"指标": name, "实际值": actual} for name, actual in actuals.items()]
    return pg.evaluate(pg.loads(SPEC, path="甲.pg"), pg.Actuals.from_rows(rows), as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "pipes", "plants", "bridges", "done"),
    [
        (None, "80", "2", "3", {"修桥": True, "修路": True, "议事": None, "修厂": True}),
        (None, "79", "2", "3", {"修桥": True, "修路": False, "议事": None, "修厂": False}),
        (None, "80", "1", "", {"修桥": None, "修路": True, "议事": None, "修厂": False}),
        (None, "80", "", "2", {"修桥": False, "修路": True, "议事": None, "修厂": None}),
        (JULY, "79", "2", "2", {"修桥": None, "修路": None, "议事": None, "修厂": False}),
        (JULY, "80", "1", "3", {"修桥": True, "修路": True, "议事": None, "修厂": False}),
    ],
)
def test_when_a_task_is_done(
    as_of: datetime.date | None,
    pipes: str,
    plants: str,
    bridges: str,
    done: dict[str, bool | None],
) -> None:
    """Done when all is met, not done when one is missed; else not known. Binding tasks come first."""
    card = card_of(as_of, 管网=pipes, 厂=plants, 桥=bridges)
    assert [(task.task.name, task.done) for task in card.tasks] == list(done.items())


def test_a_text_that_is_met_in_part_leaves_its_task_undone() -> None:
    """部分达成 is not done."""
    spec = pg.loads(SPEC + "  管理: 提高\n")
    rows = [{"指标": "管网", "实际值": "80"}, {"指标": "管理", "实际值": "部分达成"}]
    card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert {task.task.name: task.done for task in card.tasks}["议事"] is False


def test_a_target_of_the_table_is_judged_once() -> None:
    """A task that promises what the table does, by the same day, has its result; else one of no weight."""
    card = card_of(管网="80", 厂="2", 桥="3")
    results = {task.task.name: task.results for task in card.tasks}
    assert results["修路"] == card.results
    assert [str(result.weight) for result in results["修厂"]] == ["0.00", "0.00"]
    assert [result.due for result in results["修厂"]] == [datetime.date(2023, 6, 30)] * 2


def test_what_must_say_when_it_is_due() -> None:
    """A day to judge by, and no year: told at the first line."""
    spec = pg.loads("地区: 甲市\n产出指标\n  管网 ≥ 80 公里\n", path="甲.pg")
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": "80"}])
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, rows, as_of=JULY)
    (problem,) = caught.value.problems
    assert (problem.code, problem.span) == ("PG531", pg.Span(path="甲.pg", line=1))


def test_problems_stand_on_the_card_in_the_order_of_their_rows() -> None:
    """With `keep_going` they are counted in a note, before the others."""
    rows = [
        {"指标": "管网", "实际值": "80 公里", "期间": "2023-01"},
        {"指标": "管网", "实际值": "81 公里", "期间": "2023-02"},
        {"指标": "水厂", "实际值": "1"},
        {"指标": "厂", "实际值": "1 吨"},
    ]
    card = pg.evaluate(pg.loads(SPEC), pg.Actuals.from_rows(rows), keep_going=True)
    assert [(x.code, x.span.line) for x in card.problems if x.span] == [
        ("PG535", 2),
        ("PG510", 3),
        ("PG516", 4),
    ]
    assert len(card.notes) == 2
    assert card.notes[0].en.startswith("3 ")
    assert card_of(管网="80").notes == card.notes[1:]


def test_a_target_in_force_on_a_day_is_judged() -> None:
    """调整 counts from its day on; the plans of two specs are never taken for each other."""
    text = (
        "年度: 2023\n产出指标\n  管网 ≥ 80 公里\n    调整: 2023-07-01 ≥ 60 公里\n      依据: 甲\n"
    )
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": "70"}])
    days = (datetime.date(2023, 6, 30), datetime.date(2023, 7, 1), None)
    outcomes = [pg.evaluate(pg.loads(text), rows, as_of=day).results[0].outcome for day in days]
    assert outcomes == [pg.Outcome.NOT_DUE, pg.Outcome.MET, pg.Outcome.MET]
    other = pg.loads(text.replace("80", "50").replace("60", "90"))
    assert pg.evaluate(other, rows).results[0].outcome is pg.Outcome.MISSED


AMENDED = """\
地区: 甲市
年度: 2023
产出指标
  管网 ≥ 80 公里
    调整: 2023-06-01 ≥ 70 公里
任务: 修路
  性质: 约束性任务
  管网 ≥ 80 公里
    调整: 2023-06-01 ≥ 70 公里
  桥 ≥ 3 座
    调整: 2023-06-01 ≥ 2 座
"""


@pytest.mark.parametrize(
    ("as_of", "bridges", "done"),
    [
        pytest.param(None, "2", True, id="the-last"),
        pytest.param(None, "1", False, id="less-than-the-last"),
        pytest.param(datetime.date(2023, 12, 31), "2", True, id="after-it"),
        pytest.param(datetime.date(2023, 5, 31), "3", None, id="before-it"),
    ],
)
def test_a_target_of_a_task_is_amended_too(
    as_of: datetime.date | None, bridges: str, done: bool | None
) -> None:
    """A 调整 under a task's target holds from its day on; the target at first was asked for ever after."""
    spec = pg.loads(AMENDED)
    rows = pg.Actuals.from_rows(
        [{"指标": "管网", "实际值": "75"}, {"指标": "桥", "实际值": bridges}]
    )
    card = pg.evaluate(spec, rows, as_of=as_of)
    assert [task.done for task in card.tasks] == [done]
    assert reference.evaluate(spec, rows, as_of=as_of).tasks == (done,)
    again = pg.evaluate(card.spec, rows, as_of=as_of)
    assert again.spec.tasks == card.spec.tasks
    assert again.tasks[0].task is card.tasks[0].task


def test_a_formula_of_a_task_is_not_reported() -> None:
    """A row of what a task's formula works out is a problem, as it is in the table; it was passed over.
    The form does not ask for it."""
    text = SPEC.replace("  桥 ≥ 3 座\n", "  完好率 ≥ 90%\n    算法: 完好数 / 总数\n")
    rows = {"管网": "80", "厂": "2", "完好数": "1", "总数": "2", "完好率": "95%"}
    actuals = pg.Actuals.from_rows([{"指标": x, "实际值": y} for x, y in rows.items()])
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(text), actuals)
    assert [problem.code for problem in caught.value.problems] == ["PG539"]
    names = [row.name for row in form_rows(pg.loads(text), "zh")]
    assert names == ["管网", "厂", "完好数", "总数"]


@pytest.mark.parametrize(
    ("table", "task", "rows", "done"),
    [
        pytest.param("≥ 50 公里|平均", "≥ 100 公里|合计", ("50", "60"), True, id="its-own-rule"),
        pytest.param("≥ 80 公里|合计", "≥ 55 公里|逐项", ("50", "60"), False, id="each-by-itself"),
        pytest.param("≥ 80 公里|合计", "≥ 110 公里", ("50", "60"), True, id="the-tables-rule"),
        pytest.param(
            "≥ 80 公里|合计", "≤ 110 公里", ("50", "60", ""), None, id="a-blank-under-a-cap"
        ),
        pytest.param("≥ 10 公里|逐项", "≤ 55 公里", ("50", "60"), False, id="the-worst-of-its-own"),
    ],
)
def test_several_rows_are_joined_for_the_tasks_own_target(
    table: str, task: str, rows: Sequence[str], done: bool | None
) -> None:
    """By its own 口径, else by the table's; and what is the worst unit, or a blank too many, by its own
    target. The table's value was taken for the task's, whatever the task said."""

    def lines(target: str) -> str:
        value, _, rule = target.partition("|")
        return f"  管网 {value}\n" + (f"    口径: {rule}\n" if rule else "")

    text = f"年度: 2023\n产出指标\n{lines(table)}任务: 修路\n  性质: 约束性任务\n{lines(task)}"
    actuals = pg.Actuals.from_rows(
        {"指标": "管网", "实际值": value, "填报单位": f"{n}镇"} for n, value in enumerate(rows)
    )
    spec = pg.loads(text)
    assert [each.done for each in pg.evaluate(spec, actuals).tasks] == [done]
    assert reference.evaluate(spec, actuals).tasks == (done,)


def test_a_tasks_own_rule_may_refuse_its_rows() -> None:
    """Where the task says 不汇总, several units are a problem, though the table adds them up."""
    text = "年度: 2023\n产出指标\n  管网 ≥ 8 公里\n    口径: 合计\n任务: 修路\n  性质: 约束性任务\n"
    text += "  管网 ≥ 9 公里\n    口径: 不汇总\n"
    rows = [{"指标": "管网", "实际值": "5", "填报单位": unit} for unit in ("甲", "乙")]
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(text), pg.Actuals.from_rows(rows))
    assert [problem.code for problem in caught.value.problems] == ["PG543"]


USED = """\
地区: 甲市
年度: 2023
产出指标
  密度 ≥ 2 公里/个
    口径: 合计
    算法: 管网 / 村数
任务: 修路
  性质: 约束性任务
  管网{}
"""


def test_what_a_task_promises_may_go_into_a_formula() -> None:
    """One row reports on both; it was the formula's alone, and the task's target stood there as unreported.
    In a roll-up it goes into the parent's formula."""
    spec = pg.loads(USED.format(" ≥ 90 公里"))
    rows = pg.Actuals.from_rows(
        [{"指标": "管网", "实际值": "100"}, {"指标": "村数", "实际值": "10 个"}]
    )
    card = pg.evaluate(spec, rows)
    assert card.results[0].actual_text() == "10 公里/个"
    assert [task.done for task in card.tasks] == [True]
    assert [row.name for row in form_rows(spec, "zh")] == ["管网", "村数"]
    assert reference.evaluate(spec, rows).tasks == (True,)
    parent = pg.roll_up([spec], rows)
    assert parent.card.results[0].actual_text() == "10 公里/个"


@pytest.mark.parametrize(
    ("target", "code"),
    [(": 完成", "PG188"), (" ≥ 9 户\n  管网 ≥ 9 公里", "PG186")],
)
def test_what_a_task_promises_must_fit_the_formula(target: str, code: str) -> None:
    """A text, or one of two: told where the spec is read."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(USED.format(target))
    assert [problem.code for problem in caught.value.problems] == [code]
