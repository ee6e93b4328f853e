"""The oracle is held to the hand tables too: what judges the evaluator is judged itself."""

from fractions import Fraction

import pytest
from cases import CASES, WRONG_WEIGHTS, Case, Expected
from generating import Generated, Plan, questions
from hypothesis import assume, given
from oracle import Spec, WeightError, evaluate, largest_remainder, weigh
from writing import row_dicts, spec_text


def cents(value: Fraction) -> str:
    units = value * 100
    assert units.denominator == 1
    return f"{units.numerator // 100}.{units.numerator % 100:02}"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_oracle_gives_the_figures_worked_out_by_hand(case: Case) -> None:
    """Every figure of the hand tables is the oracle's."""
    card = evaluate(case.spec, {row.name: row.actual for row in case.rows}, case.as_of)
    got = tuple(
        Expected(
            result.outcome,
            cents(result.weight),
            cents(result.score),
            None if result.completion is None else str(result.completion),
            result.over,
            result.over_budget,
        )
        for result in card.results
    )
    assert got == case.results
    assert (card.total, card.grade) == (Fraction(case.total), case.grade)
    assert card.not_due_weight == Fraction(case.not_due)
    assert card.due_weight == 100 - Fraction(case.not_due)


@pytest.mark.parametrize(("spec", "reason"), WRONG_WEIGHTS.values(), ids=WRONG_WEIGHTS.keys())
def test_oracle_refuses_weights_that_break_a_rule(spec: Spec, reason: str) -> None:
    """Weights that break a rule are an error with its reason."""
    with pytest.raises(WeightError) as caught:
        weigh(spec)
    assert caught.value.reason == reason


def test_largest_remainder_gives_a_cent_each_to_the_largest_and_then_the_earlier() -> None:
    """0.05 in 1:1:1 is 0.02, 0.02, 0.01; in 1:1:4 it is 0.01, 0.01, 0.03."""
    assert largest_remainder([Fraction(1)] * 3, Fraction(5, 100)) == [
        Fraction(2, 100),
        Fraction(2, 100),
        Fraction(1, 100),
    ]
    assert largest_remainder([Fraction(1), Fraction(1), Fraction(4)], Fraction(5, 100)) == [
        Fraction(1, 100),
        Fraction(1, 100),
        Fraction(3, 100),
    ]


def test_a_case_is_written_as_a_person_would_write_it() -> None:
    """The text and the rows of a case are what they are meant to be, whole."""
    case = CASES["budget-row-in-the-table"]
    budget = """\
资金: 试点资金
地区: 汕头市
年度: 2023
金额: 1200 万元

预算执行率 [20分]
  预算执行率: 100%
产出指标
  道路 ≥ 1 公里
效益指标
  管网 ≥ 1 公里
满意度指标 [16分]
  桥梁 ≥ 1 公里
"""
    assert spec_text(case.spec) == budget
    assert row_dicts(case.rows[:2], {}) == [
        {"地区": "汕头市", "指标": "预算执行数", "实际值": "900 万元", "单位": "", "说明": ""},
        {"地区": "汕头市", "指标": "道路", "实际值": "1 公里", "单位": "", "说明": ""},
    ]
    case = CASES["own-innermost-group-wins"]
    strict = """\
资金: 试点资金
地区: 汕头市
年度: 2023
评分办法: 从严

办法: 从严
  沿用: 财预〔2020〕10号
  赋分
    正向: 完成比例, 及格线 60%
    反向: 倒数比例, 及格线 50%
    质量指标: 直接
    效益指标: 直接
    经济效益指标: 完成比例
    时效指标: 完成比例, 满分线 90%
    成本指标: 扣减比例

效益指标
  经济效益指标
    道路 ≥ 80 公里
"""
    assert spec_text(case.spec) == strict


@given(questions(Plan(timed=True)))
def test_the_weights_are_a_hundred_and_no_score_is_more_than_its_weight(
    question: Generated,
) -> None:
    """Weights add up to 100.00; only what is met, or at a 满分线, earns the whole of one."""
    try:
        card = evaluate(
            question.spec, {row.name: row.actual for row in question.rows}, question.as_of
        )
    except WeightError:
        assume(False)
        return
    assert sum(result.weight for result in card.results) == 100
    assert card.due_weight + card.not_due_weight == 100
    for result in card.results:
        cents(result.weight)
        cents(result.score)
        assert 0 <= result.score <= result.weight
        assert result.completion is None or 0 <= result.completion <= 1
        if result.outcome != "met" and result.score == result.weight:
            assert result.completion == 1 or result.weight == 0
