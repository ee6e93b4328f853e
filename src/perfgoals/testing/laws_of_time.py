"""The laws of time and place: periods, reporting units, monitoring, the parent of one part."""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Aggregation, Attributes, Reporting
from perfgoals.evaluation import evaluate
from perfgoals.method import Outcome
from perfgoals.model import Group, Indicator, Spec
from perfgoals.monitoring import monitor
from perfgoals.quantities import MAX_DIGITS
from perfgoals.rollup import roll_up
from perfgoals.targets import Bound, Comparison
from perfgoals.testing.answers import unit_of
from perfgoals.testing.asking import Asked
from perfgoals.testing.laws_of_rows import answer_in_own_unit, reported_of
from perfgoals.testing.measures import amount, family_of, may_be_negative
from perfgoals.testing.proving import Broken, Draw, law
from perfgoals.units import Quantity, plain

__all__ = ["added_of"]


def added_of(spec: Spec) -> list[Asked]:
    """The indicators whose rows can be added up: amounts that are never below 0."""
    fitting = [x for x in reported_of(spec) if isinstance(x.indicator.target, Bound)]
    amounts = [x for x in fitting if not unit_of(x.indicator.target).dimension.is_ratio]
    return [x for x in amounts if not may_be_negative(x.indicator) and x.amount is None]


def _alone(spec: Spec, asked: Asked, attributes: Attributes) -> Spec:
    """A spec of this indicator only, with other attributes."""
    member = attrs.evolve(asked.indicator, attributes=attributes, weight=None)
    group = Group(name="", members=(member,))
    year = spec.year or 2023
    return attrs.evolve(spec, members=group.members, year=year, tasks=(), amount=None)


def _two_parts(draw: Draw, whole: Quantity) -> tuple[Decimal, Decimal]:
    """Two parts that add up, in whole pieces where they are counted in pieces."""
    share = draw(st.sampled_from((Decimal("0.5"), Decimal(0), Decimal("0.25"))))
    with localcontext(Context(prec=2 * MAX_DIGITS)):  # decimals of 28 digits do not add up again
        part = whole.value * share
        rest = whole.value - part
    if family_of(whole.unit).whole and amount(Quantity(part, whole.unit)) % 1:
        reject()
    return part, rest


def _figures(spec: Spec, rows: list[Row]) -> tuple[Outcome, Fraction | None, Decimal]:
    result = evaluate(spec, Actuals(rows=tuple(rows))).results[0]
    return result.outcome, result.completion, result.score


def _agree(
    draw: Draw, asked: Asked, one: tuple[Spec, list[Row]], other: tuple[Spec, list[Row]]
) -> None:
    draw.shown(Actuals(rows=tuple(other[1])))
    here, there = _figures(*one), _figures(*other)
    if here != there:
        raise Broken(_said(here), _said(there), asked.indicator)


def _said(figures: tuple[Outcome, Fraction | None, Decimal]) -> str:
    outcome, c, score = figures
    return f"{outcome.value}, c {c}, {score}"


def _row(asked: Asked, value: Decimal, *, unit: str = "", period: str = "") -> Row:
    own = unit_of(asked.indicator.target).text
    cell = f"{plain(value)} {own}" if own else plain(value)
    name = asked.indicator.name
    return Row(indicator=name, actual=cell, reporting_unit=unit, period=period, line=1)


@law
def splitting_a_unit_changes_no_sum(spec: Spec, draw: Draw) -> None:
    """Under 口径: 合计 two towns that report what one did give the same result."""
    asked = draw.one_of(added_of(spec))
    whole = answer_in_own_unit(draw, spec, asked)
    part, rest = _two_parts(draw, whole)
    attributes = attrs.evolve(asked.indicator.attributes, aggregation=Aggregation.SUM)
    alone = _alone(spec, asked, attributes)
    parts = [_row(asked, part, unit="甲镇"), _row(asked, rest, unit="乙镇")]
    _agree(draw, asked, (alone, [_row(asked, whole.value, unit="甲镇")]), (alone, parts))


@law
def running_totals_agree(spec: Spec, draw: Draw) -> None:
    """累计 of the running totals gives what 当期 of the parts gives."""
    asked = draw.one_of(added_of(spec))
    whole = answer_in_own_unit(draw, spec, asked)
    part, rest = _two_parts(draw, whole)
    specs = [
        _alone(spec, asked, attrs.evolve(asked.indicator.attributes, reporting=rule))
        for rule in (Reporting.INCREMENT, Reporting.CUMULATIVE)
    ]
    first, last = (f"{specs[0].year}{half}" for half in ("H1", "H2"))
    parts = [_row(asked, part, period=first), _row(asked, rest, period=last)]
    totals = [_row(asked, part, period=first), _row(asked, whole.value, period=last)]
    _agree(draw, asked, (specs[0], parts), (specs[1], totals))


@law
def a_parent_of_one_part_scores_as_the_part(spec: Spec, draw: Draw) -> None:
    """The province of one city scores as the city."""
    asked = draw.one_of(added_of(spec))
    whole = answer_in_own_unit(draw, spec, asked)
    attributes = attrs.evolve(asked.indicator.attributes, aggregation=Aggregation.SUM)
    alone = attrs.evolve(_alone(spec, asked, attributes), region=spec.region or "某市")
    row = attrs.evolve(_row(asked, whole.value), region=alone.region or "")
    actuals = draw.shown(Actuals(rows=(row,)))
    card = evaluate(alone, actuals)
    parent = roll_up([alone], actuals, region="某省")
    if parent.left_out:
        reject()
    if (parent.card.total, parent.card.grade) != (card.total, card.grade):
        got = f"{parent.card.total} {parent.card.grade}"
        raise Broken(f"{card.total} {card.grade}", got, asked.indicator)


@law
def monitoring_ends_as_the_evaluation(spec: Spec, draw: Draw) -> None:
    """On the last day of the year what is met has its full pace, and only that."""
    asked = draw.one_of([x for x in added_of(spec) if _is_plain(x.indicator)])
    whole = answer_in_own_unit(draw, spec, asked)
    attributes = attrs.evolve(asked.indicator.attributes, deadline=None)
    alone = _alone(spec, asked, attributes)
    actuals = draw.shown(Actuals(rows=(_row(asked, whole.value),)))
    met = evaluate(alone, actuals).results[0].outcome is Outcome.MET
    assert alone.year is not None
    result = monitor(alone, actuals, as_of=dt.date(alone.year, 12, 31)).results[0]
    if result.pace is None or asked.rule.full_line or asked.rule.pass_line:
        reject()
    if (result.pace >= 1) is not met:
        wanted = "a pace of at least 1" if met else "a pace below 1"
        raise Broken(wanted, result.pace, asked.indicator)


def _is_plain(indicator: Indicator) -> bool:
    """A bound above 0 that is met at it."""
    target = indicator.target
    sharp = (Comparison.MORE, Comparison.LESS)
    return isinstance(target, Bound) and target.value.value > 0 and target.op not in sharp
