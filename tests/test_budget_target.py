"""预算执行率 is a ratio: what stands as its target else is told where the spec is read."""

from __future__ import annotations

import pytest

import perfgoals as pg
from perfgoals.testing import reference
from small import Rows, rows_of


@pytest.mark.parametrize(
    ("header", "line", "found", "write"),
    [
        pytest.param("金额: 100 万元", " ≥ 80 万元", "money (CNY)", " ≥ 80%", id="share"),
        pytest.param("金额: 160 万元", ": 800000 元", "money (CNY)", ": 50%", id="other-unit"),
        pytest.param("金额: 90 万元", " ≥ 80 万元", "money (CNY)", " ≥ 100%", id="no-decimal"),
        pytest.param("金额: 若干", " ≤ 80 万元", "money (CNY)", " ≥ 100%", id="amount-of-text"),
        pytest.param("地区: 甲市", " ≤ 80 万元", "money (CNY)", " ≥ 100%", id="no-amount"),
        pytest.param("金额: 100 万元", " > 95", "a number without a unit", " > 95%", id="bare"),
        pytest.param("金额: 1 元", " = 0.95", "a number without a unit", " = 95%", id="bare-share"),
        pytest.param("金额: 1 元", ": 1", "a number without a unit", ": 100%", id="bare-one"),
        pytest.param("金额: 1 元", ": 60~80 万元", "money (CNY)", " ≥ 100%", id="range"),
        pytest.param("金额: 1 元", " ≥ 3 公里", "a length", " ≥ 100%", id="length"),
        pytest.param("金额: 1 元", ": 2023-12-31", "a date", " ≥ 100%", id="date"),
        pytest.param("金额: 1 元", ": 良好", "a text", " ≥ 100%", id="text"),
    ],
)
@pytest.mark.parametrize("task", [False, True], ids=["table", "task"])
def test_a_target_that_is_no_ratio_is_an_error(
    header: str, line: str, found: str, write: str, task: bool
) -> None:
    """An amount was judged by the rate. Both sides are named, and the line to write is."""
    above = "任务: 执行预算\n  性质: 约束性任务" if task else "产出指标\n  管网 ≥ 80 公里"
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.loads(f"{header}\n{above}\n  预算执行率{line}\n", path="a.pg")
    (problem,) = caught.value.problems
    target = line.removeprefix(":").strip()
    assert problem.code == "PG227"
    assert problem.span == pg.Span(path="a.pg", line=4, column=3, end=8)
    assert problem.text("en") == (
        f'"预算执行率" is a ratio (预算执行数 divided by 金额), but the target "{target}" is {found}'
    )
    assert dict(problem.values)["write"] == f"预算执行率{write}"


@pytest.mark.parametrize("line", [" ≥ 80%", ": 1000‰", ": 90%~100%", " ≤ 100 %"])
def test_a_target_that_is_a_ratio_is_none(line: str) -> None:
    """Percentages of any kind stand, and an amount stands beside them under another name."""
    text = f"金额: 100 万元\n产出指标\n  预算执行率{line}\n  预算支出 ≥ 80 万元\n"
    assert pg.loads(text).indicators[0].name == "预算执行率"


RATE = "金额: 100 万元\n年度: 2023\n产出指标 [40]\n  甲 ≥ 1 个\n预算执行率 ≥ 90% [60]\n"
UNREPORTED, MET, MISSED = pg.Outcome.UNREPORTED, pg.Outcome.MET, pg.Outcome.MISSED


@pytest.mark.parametrize(
    ("rules", "rows", "outcome"),
    [
        pytest.param("", (("率", "95%"), ("数", "")), MET, id="rate"),
        pytest.param("", (("率", ""), ("数", "95 万元")), MET, id="spent"),
        pytest.param(
            "报送: 累计", (("率", "95%", "2023-05"), ("率", "", "2023-06")), UNREPORTED, id="month"
        ),
        pytest.param(
            "口径: 逐项", (("率", "95%", "", "甲"), ("率", "", "", "乙")), UNREPORTED, id="unit"
        ),
        pytest.param(
            "口径: 逐项", (("率", "95%", "", "甲"), ("数", "", "", "乙")), UNREPORTED, id="other"
        ),
        pytest.param(
            "报送: 累计",
            (
                *(("率", "", "2023-05"), ("数", "50 万元", "2023-05")),
                *(("率", "", "2023-06"), ("数", "80 万元", "2023-06")),
            ),
            MISSED,
            id="both-forms-monthly",
        ),
    ],
)
def test_one_of_its_two_forms_is_blank(rules: str, rows: Rows, outcome: pg.Outcome) -> None:
    """A form that has both leaves one of them blank. But a month or a unit that reported neither did not
    report: its blank was passed over, so that the others' rate counted."""
    spec = pg.loads(RATE + (f"  {rules}\n" if rules else ""))
    named = rows_of([(f"预算执行{row[0]}", *row[1:]) for row in rows])
    assert pg.evaluate(spec, named).results[1].outcome is outcome
    assert reference.evaluate(spec, named).lines[1].outcome is outcome
