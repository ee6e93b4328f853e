"""The evaluator and the reference are both held to the tables that were worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from by_hand import row_dicts
from cases import CASES
from cases_of_weights import WRONG_WEIGHTS
from one_case import Case, Expected

import perfgoals as pg
from perfgoals.testing import reference
from perfgoals.testing.cards import Line


def rows_of(case: Case) -> pg.Actuals:
    return pg.Actuals.from_rows(row_dicts(case.rows, case.spec))


def reread(spec: pg.Spec) -> pg.Spec:
    """The spec as a user has it: from its text."""
    return pg.loads(pg.format_spec(spec))


def cents(value: Fraction) -> str:
    units = value * 100
    assert units.denominator == 1
    return f"{units.numerator // 100}.{units.numerator % 100:02}"


def expected(line: Line) -> Expected:
    return Expected(
        line.outcome.value,
        cents(line.weight),
        cents(line.score),
        None if line.completion is None else str(line.completion),
        "over_completion" in line.flags,
        "over_budget" in line.flags,
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_reference_gives_the_figures_worked_out_by_hand(case: Case) -> None:
    """Every figure of the hand tables is the reference's, to the cent and to the fraction."""
    card = reference.evaluate(case.spec, rows_of(case), as_of=case.as_of)
    assert tuple(map(expected, card.lines)) == case.results
    assert (card.total, card.grade) == (Fraction(case.total), case.grade)
    waiting = [line.weight for line in card.lines if line.outcome is pg.Outcome.NOT_DUE]
    assert sum(waiting) == Fraction(case.not_due)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_evaluator_gives_the_figures_worked_out_by_hand(case: Case) -> None:
    """Every figure of the hand tables is the library's, to the cent and to the fraction."""
    card = pg.evaluate(reread(case.spec), rows_of(case), as_of=case.as_of)
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
    card = pg.evaluate(reread(case.spec), rows_of(case), as_of=case.as_of)
    figures = [card.total, card.due_weight, card.not_due_weight]
    figures += [figure for result in card.results for figure in (result.weight, result.score)]
    assert [str(figure) for figure in figures] == [f"{figure:.2f}" for figure in figures]


@pytest.mark.parametrize(("spec", "code"), WRONG_WEIGHTS.values(), ids=WRONG_WEIGHTS.keys())
def test_weights_that_break_a_rule_are_refused(spec: pg.Spec, code: str) -> None:
    """Weights that break a rule do not load, and the reference gives none."""
    with pytest.raises(pg.SpecError) as caught:
        pg.format_spec(spec)  # it reads again what it wrote
    cause = caught.value.__cause__
    assert isinstance(cause, pg.SpecError)
    assert [problem.code for problem in cause.problems] == [code]
    with pytest.raises(ValueError, match=r"weight|left"):
        reference.weights(spec)


def test_largest_remainder_gives_a_cent_each_to_the_largest_and_then_the_earlier() -> None:
    """0.05 in 1:1:1 is 0.02, 0.02, 0.01; in 1:1:4 it is 0.01, 0.01, 0.03."""
    one, cent = Fraction(1), Fraction(1, 100)
    five = 5 * cent
    assert reference.shared_out([one] * 3, five) == [2 * cent, 2 * cent, cent]
    assert reference.shared_out([one, one, 4 * one], five) == [cent, cent, 3 * cent]
