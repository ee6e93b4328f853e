"""What the strategies and the reference found in the library, each as one plain case."""

import datetime
import pickle

import perfgoals as pg


def test_an_amount_spent_is_held_against_the_values_of_its_rate() -> None:
    """预算执行数 is money and 取值 of 预算执行率 a percentage: what is compared is the rate."""
    spec = pg.loads(
        "金额: 100 万元\n指标: 预算执行率\n  取值: 0~120%\n产出指标 [90]\n  管网 ≥ 1 公里\n"
        "预算执行率 [10]\n  预算执行率: 100%\n"
    )
    rows = [{"指标": "管网", "实际值": "1"}, {"指标": "预算执行数", "实际值": "50 万元"}]
    assert str(pg.evaluate(spec, pg.Actuals.from_rows(rows)).total) == "95.00"
    rows[1]["实际值"] = "121 万元"
    card = pg.evaluate(spec, pg.Actuals.from_rows(rows), keep_going=True)
    assert [problem.code for problem in card.problems] == ["PG527"]


def test_a_deadline_that_a_task_promises_is_due_on_its_day() -> None:
    """An indicator is due at its deadline, in a task too: a day late is not done, not unknown."""
    spec = pg.loads(
        "年度: 2023\n产出指标\n  完工: 2023-06-30\n"
        "任务: 建设\n  性质: 约束性任务\n  完成时限: 年底\n  完工: 2023-06-30\n"
    )
    rows = pg.Actuals.from_rows([{"指标": "完工", "实际值": "2023-07-01"}])
    card = pg.evaluate(spec, rows, as_of=datetime.date(2023, 8, 1))
    assert [result.outcome for result in card.results] == [pg.Outcome.MISSED]
    assert [task.done for task in card.tasks] == [False]


def test_a_number_with_a_point_is_no_year() -> None:
    """`20.9 年` is a duration; only four digits are a year."""
    assert str(pg.parse_target("≥ 20.9 年")) == "≥ 20.9 年"


def test_a_row_with_a_unit_of_the_specs_own_can_be_pickled() -> None:
    """A row keeps that its unit is not known yet, and goes to another process with it."""
    spec = pg.loads("单位: 筐 = 25 千克\n产出指标\n  果品 ≥ 4 筐")
    rows = pg.Actuals.from_rows([{"指标": "果品", "实际值": "3 筐"}])
    card = pg.evaluate(spec, pickle.loads(pickle.dumps(rows)))
    assert card.results[0].completion == pg.evaluate(spec, rows).results[0].completion
    assert pickle.loads(pickle.dumps(card)) == card
