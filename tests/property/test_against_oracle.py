"""The evaluator is held to the oracle, and both to the hand tables."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from cases import CASES, WRONG_WEIGHTS, Case, Expected
from generating import SHIPPED_METHODS, Generated, Plan, own_methods, questions
from hypothesis import event, given, note
from oracle import (
    BUDGET_SPENT,
    Bound,
    Card,
    Result,
    Spec,
    Target,
    WeightError,
    evaluate,
    indicators,
    with_budget,
)
from writing import row_dicts, spec_text

import perfgoals as pg


def targets_by_name(spec: Spec) -> dict[str, Target]:
    targets = {indicator.name: indicator.target for indicator, _ in indicators(with_budget(spec))}
    if spec.amount is not None:
        targets[BUDGET_SPENT] = Bound("up", spec.amount)  # bare, it is in 金额's unit
    return targets


def library_card(text: str, rows: list[dict[str, str]], as_of: date | None) -> pg.Scorecard:
    return pg.evaluate(pg.loads(text), pg.Actuals.from_rows(rows), as_of=as_of)


def plain(card: pg.Scorecard) -> Card:
    """The library's scorecard as the oracle's data."""
    results = tuple(
        Result(
            name=result.indicator.name,
            outcome=result.outcome.value,
            completion=result.completion,
            weight=Fraction(result.weight),
            score=Fraction(result.score),
            over="over_completion" in result.flags,
            over_budget="over_budget" in result.flags,
        )
        for result in card.results
    )
    return Card(
        results,
        Fraction(card.total),
        card.grade,
        Fraction(card.due_weight),
        Fraction(card.not_due_weight),
    )


def check(question: Generated) -> None:
    spec = question.spec
    text = spec_text(spec, question.style)
    rows = row_dicts(question.rows, targets_by_name(spec), question.style)
    note(f"{text}\n{rows}\nas of {question.as_of}")
    actuals = {row.name: row.actual for row in question.rows}
    try:
        expected = evaluate(spec, actuals, question.as_of)
    except WeightError as error:
        event(error.reason)
        note(error.reason)
        with pytest.raises(pg.PerfGoalsError) as caught:
            pg.loads(text)
        assert caught.value.problems
        return
    event("weights hold")
    assert plain(library_card(text, rows, question.as_of)) == expected


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_evaluator_gives_the_figures_worked_out_by_hand(case: Case) -> None:
    """Every figure of the hand tables is the library's, to the cent and to the fraction."""
    rows = row_dicts(case.rows, targets_by_name(case.spec))
    card = library_card(spec_text(case.spec), rows, case.as_of)
    got = tuple(
        Expected(
            result.outcome.value,
            str(result.weight),
            str(result.score),
            None if result.completion is None else str(result.completion),
            "over_completion" in result.flags,
            "over_budget" in result.flags,
        )
        for result in card.results
    )
    assert got == case.results
    assert (str(card.total), card.grade) == (case.total, case.grade)
    assert card.not_due_weight == Decimal(case.not_due)
    assert card.due_weight + card.not_due_weight == Decimal(100)


@pytest.mark.parametrize("id_", ["exactly", "zero-is-zero", "unmet-before-the-year's-end"])
def test_every_figure_is_shown_to_the_cent(id_: str) -> None:
    """A figure of points has two decimals, also where it is 0."""
    case = CASES[id_]
    rows = row_dicts(case.rows, targets_by_name(case.spec))
    card = library_card(spec_text(case.spec), rows, case.as_of)
    figures = [card.total, card.due_weight, card.not_due_weight]
    figures += [figure for result in card.results for figure in (result.weight, result.score)]
    assert [str(figure) for figure in figures] == [f"{figure:.2f}" for figure in figures]


@pytest.mark.parametrize("spec", [spec for spec, _ in WRONG_WEIGHTS.values()], ids=WRONG_WEIGHTS)
def test_weights_that_break_a_rule_do_not_load(spec: Spec) -> None:
    """Weights that break a rule are an error when the spec is loaded."""
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.loads(spec_text(spec))
    assert caught.value.problems


SMALL = Plan(groups=1, weights=False, free_groups=False, budget=False)


@given(questions(SMALL, SHIPPED_METHODS))
def test_completion_of_every_kind_of_target(question: Generated) -> None:
    """A met quantity earns its full weight, what is not met its completion, capped."""
    check(question)


@given(questions(SMALL, own_methods()))
def test_completion_under_a_method_of_ones_own(question: Generated) -> None:
    """The rule is the target's own, else its innermost group's, else its direction's."""
    check(question)


@given(questions(Plan(groups=4, plain=True)))
def test_weights_at_every_level(question: Generated) -> None:
    """Written weights hold, the rest is shared, and what does not add up is an error."""
    check(question)


@given(questions(Plan(groups=2, plain=True, free_groups=False), SHIPPED_METHODS))
def test_weights_of_the_standard_methods(question: Generated) -> None:
    """All points are scaled by 100/(100 − A), then shared out by largest remainder."""
    check(question)


@given(questions(Plan(groups=2, weights=False, free_groups=False, timed=True)))
def test_what_is_not_due_is_left_out(question: Generated) -> None:
    """What is unmet or unreported and not yet due is left out, and there is no grade."""
    check(question)


@given(questions(Plan(groups=2, plain=True, weights=False, free_groups=False, budget=True)))
def test_budget_execution(question: Generated) -> None:
    """A spec with an amount has 预算执行率; its completion is the rate, at most 1."""
    check(question)


@given(questions(Plan(timed=True)))
def test_everything_at_once(question: Generated) -> None:
    """The evaluator and the oracle agree on every figure of a scorecard."""
    check(question)
