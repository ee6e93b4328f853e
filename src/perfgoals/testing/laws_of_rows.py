"""The laws that hold for every spec, whatever is reported. docs/testing.md lists them.

Each is tried on one indicator at a time where it is about one, so that what breaks it is one row.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_UP, Decimal
from fractions import Fraction

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Attributes
from perfgoals.errors import ActualsError
from perfgoals.evaluation import evaluate
from perfgoals.messages import both
from perfgoals.method import Outcome, Rule, Scoring
from perfgoals.model import Group, Indicator, Spec
from perfgoals.scorecard import Result, Scorecard
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Qualitative, Range, Target
from perfgoals.testing import reference
from perfgoals.testing.answers import number_in, reaching, ties, unit_of
from perfgoals.testing.asking import Asked, asked_of
from perfgoals.testing.cards import Card, Line, figures
from perfgoals.testing.measures import amount, family_of
from perfgoals.testing.parts import unit
from perfgoals.testing.proving import Broken, Draw, law
from perfgoals.testing.reading import BUDGET, Value, reports_of
from perfgoals.testing.rows import actuals_for
from perfgoals.units import PERCENT, Quantity, exact_decimal

CENT = Decimal("0.01")
REPORTED = (Outcome.MET, Outcome.MISSED, Outcome.PARTIAL)


# ---- what laws draw -------------------------------------------------------------------------------


def table_of(spec: Spec) -> list[Asked]:
    return [x for x in asked_of(spec) if x.in_table]


def reported_of(spec: Spec) -> list[Asked]:
    """The indicators of the table that rows report: what has a formula is worked out."""
    return [x for x in table_of(spec) if x.is_reported]


def _numeric(spec: Spec) -> list[Asked]:
    return [x for x in reported_of(spec) if isinstance(x.indicator.target, Bound | Range)]


def _alone(draw: Draw, spec: Spec, asked: Asked) -> Actuals:
    """The rows of one indicator only."""
    return draw(actuals_for(spec, outcomes=REPORTED, indicators=[asked.indicator]))


def _one_row(draw: Draw, spec: Spec, asked: Asked) -> tuple[Actuals, Value]:
    """One row of one indicator, and what it says."""
    rows = actuals_for(spec, outcomes=REPORTED, indicators=[asked.indicator], joined=False)
    actuals = draw(rows)
    said = [x.value for x in reports_of(spec, asked.indicator, actuals) if x.value is not None]
    return actuals, said[0] if said else reject()


def result_of(card: Scorecard, asked: Asked) -> Result:
    found = (x for x in card.results if x.indicator.identity == asked.indicator.identity)
    return next(found)


def _said(line: Line) -> str:
    c = "-" if line.completion is None else str(line.completion)
    flags = "".join(f", {flag}" for flag in line.flags)
    return f"{line.outcome.value}, c {c}, {_points(line.score)} of {_points(line.weight)}{flags}"


def _points(points: Fraction) -> str:
    cents = round(points * 100)
    return f"{cents // 100}.{cents % 100:02}"


# ---- the reference --------------------------------------------------------------------------------


@law
def the_reference_agrees_on_a_row(spec: Spec, draw: Draw) -> None:
    """The rows of an indicator give what the clauses of scoring.md and formulas.md give, worked out a
    second time."""
    asked = draw.one_of(table_of(spec))
    agree(spec, draw(actuals_for(spec, indicators=[asked.indicator])), None)


def agree(spec: Spec, actuals: Actuals, as_of: dt.date | None) -> None:
    got = figures(evaluate(spec, actuals, as_of=as_of))
    wanted = reference.evaluate(spec, actuals, as_of=as_of)
    results = [*spec.indicators, BUDGET]
    for indicator, one, other in zip(results, wanted.lines, got.lines, strict=False):
        if one != other:
            raise Broken(_said(one), _said(other), indicator)
    if wanted != got:
        raise Broken(whole(wanted), whole(got))


def whole(card: Card) -> str:
    return f"total {_points(card.total)}, grade {card.grade}, tasks done {card.tasks}"


# ---- one row --------------------------------------------------------------------------------------


@law
def better_is_never_worse(spec: Spec, draw: Draw) -> None:
    """What is better in the target's direction is met if the worse was, and never scores less."""
    asked = draw.one_of([x for x in _numeric(spec) if x.indicator.direction])
    (one, a), (other, b) = (_one_row(draw, spec, asked) for _ in range(2))
    if not isinstance(a, Fraction) or not isinstance(b, Fraction):
        reject()
    if (a > b) == (asked.indicator.direction is Direction.UP):
        one, other = other, one
    worse, better = (result_of(evaluate(spec, x), asked) for x in (one, other))
    draw.shown(Actuals(rows=(*one.rows, *other.rows)))
    if worse.outcome is Outcome.MET and better.outcome is not Outcome.MET:
        raise Broken(both("broken.met_too"), better.outcome.value, asked.indicator)
    if better.score < worse.score:
        least = both("broken.at_least", least=str(worse.score))
        raise Broken(least, better.score, asked.indicator)


@law
def another_unit_changes_nothing(spec: Spec, draw: Draw) -> None:
    """The same amount in another unit gives the same result."""
    asked = draw.one_of(_numeric(spec))
    given = answer_in_own_unit(draw, spec, asked)
    word = draw.one_of([x for x in family_of(given.unit).units if x != given.unit.text])
    there = unit(word)
    number = exact_decimal(amount(given) / amount(Quantity(Decimal(1), there)))
    if number is None:
        reject()
    rows = [_row_of(asked, x) for x in (given, Quantity(number, there))]
    one, other = (result_of(evaluate(spec, Actuals(rows=(row,))), asked) for row in rows)
    draw.shown(Actuals(rows=tuple(rows)))
    if (one.outcome, one.completion, one.score) != (other.outcome, other.completion, other.score):
        raise Broken(_plain(one), _plain(other), asked.indicator)


def answer_in_own_unit(draw: Draw, spec: Spec, asked: Asked) -> Quantity:
    """A number of an indicator in its target's unit."""
    _, value = _one_row(draw, spec, asked)
    if not isinstance(value, Fraction):
        reject()
    given = number_in(value, unit_of(asked.indicator.target))
    if not asked.can_be(amount(given)):
        reject()
    return given


def _row_of(asked: Asked, given: Quantity) -> Row:
    name = asked.indicator.name if given.unit.text else asked.label
    return Row(indicator=name, actual=str(given), path="<rows>", line=1)


def _plain(result: Result) -> str:
    return f"{result.outcome.value}, c {result.completion}, {result.score} of {result.weight}"


@law
def a_score_keeps_its_bounds(spec: Spec, draw: Draw) -> None:
    """0 ≤ score ≤ weight; a quantity that is met has c = 1 and all its weight; what is not met stays
    0.01 below it, but at a 满分线."""
    asked = draw.one_of(table_of(spec))
    result = result_of(evaluate(spec, _alone(draw, spec, asked)), asked)
    if not 0 <= result.score <= result.weight:
        raise Broken(f"0 to {result.weight}", result.score, asked.indicator)
    target = asked.indicator.target
    if result.outcome is Outcome.MET:
        full = result.completion == 1 and result.score == result.weight
        if isinstance(target, Bound | Range | Deadline) and not full:
            raise Broken(f"c 1, {result.weight}", _plain(result), asked.indicator)
    elif result.score > max(Decimal(0), result.weight - CENT) and not asked.rule.full_line:
        most = both("broken.at_most", most=str(result.weight - CENT))
        raise Broken(most, result.score, asked.indicator)


@law
def half_a_cent_rounds_up(spec: Spec, draw: Draw) -> None:
    """Where weight × c ends in half a cent, the score is the cent above (四舍五入)."""
    fitting = [x for x in reported_of(spec) if not isinstance(x.indicator.target, Deadline)]
    asked = draw.one_of([x for x in fitting if x.weight])
    cell = _cell_at(spec, asked, draw(ties(asked.weight)))
    row = Row(indicator=asked.label, actual=cell, line=1)
    result = result_of(evaluate(spec, draw.shown(Actuals(rows=(row,)))), asked)
    cents = Fraction(result.weight) * 100 * (result.completion or 0)
    if cents.denominator != 2 or result.outcome is Outcome.MET:
        reject()
    wanted = min((cents + Fraction(1, 2)) / 100, Fraction(result.weight) - Fraction(1, 100))
    if result.score != wanted:
        raise Broken(f"{_points(wanted)} for {cents / 100}", result.score, asked.indicator)


def _cell_at(spec: Spec, asked: Asked, c: Fraction) -> str:
    """A cell whose completion is c, were it not met."""
    target = asked.indicator.target
    if isinstance(target, Qualitative):
        bands = (Outcome.PARTIAL, Outcome.MISSED)
        lowest = {x: spec.method.lowest_share(x) for x in bands}
        fitting = [x for x in bands if (low := lowest[x]) is not None and amount(low) <= c]
        if not fitting:
            reject()
        word = {Outcome.PARTIAL: "部分达成", Outcome.MISSED: "未达成"}[fitting[0]]
        high = spec.method.lowest_share(Outcome.MET) if word == "部分达成" else None
        share = number_in(c, PERCENT)
        return reject() if high is not None and amount(high) <= c else f"{word} {share}"
    number = number_in(reaching(asked, c, above=True), unit_of(target))
    return str(number) if asked.can_be(amount(number)) else reject()


@law
def a_blank_is_not_zero(spec: Spec, draw: Draw) -> None:
    """A blank is unreported and earns nothing; 0 is reported."""
    asked = draw.one_of(reported_of(spec))
    if asked.is_shared and asked.label == asked.indicator.name:
        reject()  # nothing tells whose blank it is
    blank = Row(indicator=asked.label, actual=draw(st.sampled_from(("", "—", "/", "-"))), line=1)
    card = evaluate(spec, draw.shown(Actuals(rows=(blank,))))
    result = result_of(card, asked)
    if result.outcome is not Outcome.UNREPORTED or result.score:
        raise Broken("unreported, 0.00", _plain(result), asked.indicator)
    if isinstance(asked.indicator.target, Bound | Range) and asked.can_be(Fraction(0)):
        zero = _row_of(asked, Quantity(Decimal(0), unit_of(asked.indicator.target)))
        result = result_of(evaluate(spec, draw.shown(Actuals(rows=(zero,)))), asked)
        if result.outcome is Outcome.UNREPORTED:
            raise Broken(both("broken.zero"), _plain(result), asked.indicator)


@law
def a_ratio_needs_its_sign(spec: Spec, draw: Draw) -> None:
    """A bare number never meets a percentage: it is refused."""
    ratios = [x for x in _numeric(spec) if unit_of(x.indicator.target).dimension.is_ratio]
    asked = draw.one_of(ratios)
    number = draw(st.sampled_from(("90", "0.9", "1", "100", "0")))
    row = Row(indicator=asked.indicator.name, actual=number, line=1)
    try:
        card = evaluate(spec, draw.shown(Actuals(rows=(row,))))
    except ActualsError:
        return
    raise Broken(both("broken.no_sign"), _plain(result_of(card, asked)), asked.indicator)


@law
def a_stricter_target_scores_no_higher(spec: Spec, draw: Draw) -> None:
    """The same actual never scores more under a stricter target."""
    asked = draw.one_of(table_of(spec))
    step = draw(st.integers(1, 50).map(lambda n: Decimal(n) / 10))
    stricter = _stricter(asked.indicator, step)
    if stricter is None or asked.indicator not in spec.indicators:
        reject()
    actuals = _alone(draw, spec, asked)
    changed = attrs.evolve(spec, members=_replaced(spec.members, asked.indicator, stricter))
    before = result_of(evaluate(spec, actuals), asked).score
    after = result_of(evaluate(changed, actuals), asked).score
    if after > before:
        most = both("broken.at_most_for", most=str(before), target=str(stricter))
        raise Broken(most, after, asked.indicator)


def _stricter(indicator: Indicator, step: Decimal) -> Indicator | None:
    target: Target = indicator.target
    if isinstance(target, Deadline):
        target = Deadline(target.date - dt.timedelta(int(step) + 1))
    elif isinstance(target, Range):
        low = Quantity(target.low.value + step, target.low.unit)
        target = Range(low, target.high)
        if low.value > target.high.value:
            return None
    elif isinstance(target, Bound) and indicator.direction is not None:
        up = indicator.direction is Direction.UP
        value = target.value.value + (step if up else -step)
        target = Bound(target.op, Quantity(value, target.value.unit))
    else:
        return None
    return attrs.evolve(indicator, target=target)


def _replaced(
    members: tuple[Group | Indicator, ...], old: Indicator, new: Indicator
) -> tuple[Group | Indicator, ...]:
    return tuple(
        attrs.evolve(x, members=_replaced(x.members, old, new))
        if isinstance(x, Group)
        else (new if x is old else x)
        for x in members
    )


# ---- the method -----------------------------------------------------------------------------------


@law
def grades_leave_no_gap(spec: Spec, draw: Draw) -> None:
    """Every total from 0 to 100 has one grade: bounds go down, the last is 0, the first is within
    reach; a total has the first that it reaches."""
    grades = spec.method.grades
    bounds = [grade.bound for grade in grades]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1] > 0 or bounds[0] > 100:
        raise Broken(both("broken.bounds"), ", ".join(f"{x.name} ≥ {x.bound}" for x in grades))
    total = draw.one_of(bounds) + draw(st.sampled_from((0, -1, 1))) * CENT
    total = max(Decimal(0), min(Decimal(100), total.quantize(CENT, ROUND_UP)))
    # One indicator of 100 公里 that earns its kilometres: whatever total is asked for.
    target = Bound(Comparison.AT_LEAST, Quantity(Decimal(100), unit("公里")))
    rule = Attributes(scoring=Scoring(rule=Rule.PROPORTIONAL))
    probe = Indicator(name="里程", target=target, attributes=rule)
    row = Row(indicator="里程", actual=f"{total} 公里", line=1)
    card = evaluate(Spec(members=(probe,), method=spec.method), draw.shown(Actuals(rows=(row,))))
    wanted = next(grade.name for grade in grades if card.total >= grade.bound)
    if card.grade != wanted or card.total != total:
        raise Broken(
            both("broken.grade", grade=wanted, total=str(total)),
            both("broken.grade", grade=card.grade or "—", total=str(card.total)),
        )


@law
def a_share_lies_in_its_band(spec: Spec, draw: Draw) -> None:
    """The lowest share of a band belongs to it, and not to the one below."""
    fitting = [x for x in table_of(spec) if isinstance(x.indicator.target, Qualitative)]
    asked = draw.one_of(fitting)
    upper, lower = draw(st.sampled_from((("达成", "部分达成"), ("部分达成", "未达成"))))
    outcome = Outcome.MET if upper == "达成" else Outcome.PARTIAL
    share = spec.method.lowest_share(outcome)
    name = asked.indicator.name
    inside = Row(indicator=name, actual=f"{upper} {share}", line=1)
    result = result_of(evaluate(spec, draw.shown(Actuals(rows=(inside,)))), asked)
    if result.outcome is not outcome:
        raise Broken(upper, result.outcome.value, asked.indicator)
    below = Row(indicator=name, actual=f"{lower} {share}", line=1)
    try:
        result = result_of(evaluate(spec, draw.shown(Actuals(rows=(below,)))), asked)
    except ActualsError:
        return
    wrong = both("broken.band", share=str(share), band=upper)
    raise Broken(wrong, _plain(result), asked.indicator)
