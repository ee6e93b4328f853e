"""The laws of whole tables: each draws rows for all indicators."""

from __future__ import annotations

import datetime as dt
import functools
import json
import pickle

import attrs
from hypothesis import reject
from hypothesis import strategies as st

from perfgoals.actuals import Actuals, Row, decode, parse_actuals
from perfgoals.evaluation import evaluate
from perfgoals.formatting import format_spec
from perfgoals.loading import loads
from perfgoals.model import Group, Indicator, Spec
from perfgoals.testing.asking import asked_of
from perfgoals.testing.cards import figures
from perfgoals.testing.laws_of_rows import CENT, agree, reported_of, result_of, table_of, whole
from perfgoals.testing.proving import Broken, Draw, law
from perfgoals.testing.reading import Report, reports_of
from perfgoals.testing.rows import actuals_for, csv_texts

law_of_tables = functools.partial(law, of_tables=True)


def _day(draw: Draw, spec: Spec) -> dt.date | None:
    """A day to judge by, or none: the days on which something falls due, and those beside them."""
    due = {x.indicator.due(spec.year) for x in asked_of(spec)}
    due |= {x.due(None) or task.due(spec.year) for task in spec.tasks for x in task.targets}
    days = sorted(x for x in due if x is not None)
    if None in due or not draw(st.booleans()):
        return None
    return draw.one_of(days) + dt.timedelta(draw(st.sampled_from((0, -1, 1))))


@law_of_tables
def the_reference_agrees_on_a_table(spec: Spec, draw: Draw) -> None:
    """A whole table gives what the clauses of scoring.md give, on any day."""
    agree(spec, draw(actuals_for(spec)), _day(draw, spec))


@law_of_tables
def the_order_of_rows_says_nothing(spec: Spec, draw: Draw) -> None:
    """Rows and columns in any order, in either language, give the same scorecard."""
    actuals = draw(actuals_for(spec))
    order = draw(st.permutations(actuals.rows))
    text = draw(csv_texts(spec, actuals=Actuals(rows=tuple(order))))
    again = parse_actuals(decode(text.encode("utf-8"), "<csv>"))
    one, other = (figures(evaluate(spec, x)) for x in (actuals, again))
    if one != other:
        raise Broken(whole(one), whole(other))


@law_of_tables
def weights_and_scores_add_up(spec: Spec, draw: Draw) -> None:
    """Weights are 100.00, due and not due; the total is the sum of the scores that are shown."""
    if not spec.members:
        reject()
    card = evaluate(spec, draw(actuals_for(spec)), as_of=_day(draw, spec))
    weights = sum(x.weight for x in card.results)
    if weights != 100 or card.due_weight + card.not_due_weight != 100:
        raise Broken("weights of 100.00", f"{weights} ({card.due_weight} due)")
    total = sum(x.score for x in card.results)
    if total != card.total:
        raise Broken(f"a total of {total}", card.total)


@law_of_tables
def a_blank_never_helps(spec: Spec, draw: Draw) -> None:
    """Taking away what was reported never raises the total."""
    actuals = draw(actuals_for(spec))
    labels = {at: label for at, row in enumerate(actuals.rows) if (label := _label(spec, row))}
    place = draw.one_of(sorted(labels))
    rows = list(actuals.rows)
    rows[place] = attrs.evolve(rows[place], indicator=labels[place], actual="")
    before, after = (evaluate(spec, Actuals(rows=tuple(x))).total for x in (actuals.rows, rows))
    if after > before:
        raise Broken(f"at most {before} with row {place + 1} blank", after)


def _label(spec: Spec, row: Row) -> str | None:
    """The name of a row's indicator that finds it without its actual; None where it was blank, or
    reports an item of a formula, of which less can be more."""
    alone = Actuals(rows=(row,))
    found = (x.label for x in reported_of(spec) if _says(reports_of(spec, x.indicator, alone)))
    return next(found, None)


def _says(reports: list[Report]) -> bool:
    return any(report.value is not None for report in reports)


@law_of_tables
def the_order_of_lines_moves_a_cent(spec: Spec, draw: Draw) -> None:
    """Weights hardly depend on the order of the lines: what cannot be split evenly moves, a cent at
    each level."""
    turned = attrs.evolve(spec, members=_turned(spec.members))
    actuals = draw(actuals_for(spec))
    one, other = (evaluate(x, actuals) for x in (spec, turned))
    for asked in table_of(spec):
        here, there = (result_of(card, asked).weight for card in (one, other))
        if abs(here - there) > 2 * CENT:
            raise Broken(here, there, asked.indicator)


def _turned(members: tuple[Group | Indicator, ...]) -> tuple[Group | Indicator, ...]:
    return tuple(
        attrs.evolve(x, members=_turned(x.members)) if isinstance(x, Group) else x
        for x in reversed(members)
    )


@law
def a_spec_reads_back(spec: Spec, draw: Draw) -> None:
    """Canonical text and pickles of a spec come back as what it is."""
    draw(st.none())
    text = format_spec(spec)
    if attrs.evolve(loads(text), methods=()) != attrs.evolve(spec, methods=()):
        raise Broken("the same spec", "another one from its canonical text")
    if format_spec(text) != text:
        raise Broken("the same text", "another one when it is formatted again")
    if pickle.loads(pickle.dumps(spec)) != spec:
        raise Broken("the same spec", "another one from its pickle")


@law_of_tables
def a_scorecard_reads_back(spec: Spec, draw: Draw) -> None:
    """JSON and pickles of a scorecard come back as what it is."""
    card = evaluate(spec, draw(actuals_for(spec)))
    if pickle.loads(pickle.dumps(card)) != card:
        raise Broken("the same scorecard", "another one from its pickle")
    data = card.to_dict()
    if json.loads(json.dumps(data)) != data:
        raise Broken("the same data", "other data from JSON")
