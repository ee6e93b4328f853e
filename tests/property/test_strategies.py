"""The kit's strategies: everything they give is valid, and simple at first."""

import datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.actuals import decode, parse_actuals
from perfgoals.testing import (
    actuals_for,
    boundary_actuals,
    csv_texts,
    indicators,
    methods,
    quantities,
    reference,
    spec_texts,
    specs,
    targets,
)
from perfgoals.testing.cards import figures
from perfgoals.testing.measures import FAMILIES, Family, size
from perfgoals.testing.rows import csv_text


@given(specs())
def test_a_spec_has_a_text_that_means_it(spec: pg.Spec) -> None:
    """Every spec that is drawn has a canonical text, and that text means the same spec."""
    assert pg.loads(pg.format_spec(spec)) == spec


@given(specs(), st.data())
def test_every_spelling_means_the_same(spec: pg.Spec, data: st.DataObject) -> None:
    """Keywords of both languages, words, full-width forms and odd spacing do not change a spec."""
    assert pg.loads(data.draw(spec_texts(spec=spec))) == spec


@given(specs(), st.data())
def test_actuals_fit_their_spec(spec: pg.Spec, data: st.DataObject) -> None:
    """Drawn actuals have no problem, and the CSV text of them gives the same scorecard."""
    actuals = data.draw(actuals_for(spec))
    text = data.draw(csv_texts(spec, actuals=actuals))
    again = parse_actuals(decode(text.encode(), "<csv>"))
    assert figures(pg.evaluate(spec, again)) == figures(pg.evaluate(spec, actuals))


@given(st.data())
def test_actuals_fit_an_amended_text_on_any_day(data: st.DataObject) -> None:
    """A target's own text means 达成 while that is the target: on an earlier day it would say nothing."""
    spec = pg.loads(
        "年度: 2023\n产出指标\n  路: 提高\n    调整: 2023-09-01 建成\n  管网 ≥ 1 公里\n"
    )
    rows = data.draw(actuals_for(spec))
    for day in (None, datetime.date(2023, 6, 30)):
        assert not pg.evaluate(spec, rows, as_of=day).problems


WANTED = [outcome for outcome in pg.Outcome if outcome is not pg.Outcome.NOT_DUE]


@pytest.mark.parametrize("outcome", WANTED, ids=lambda outcome: outcome.value)
@given(data=st.data())
@settings(max_examples=30)
def test_outcomes_are_those_that_are_asked_for(outcome: pg.Outcome, data: st.DataObject) -> None:
    """With `outcomes` every row has one of them; what cannot have it has none."""
    spec = data.draw(specs())
    card = pg.evaluate(spec, data.draw(actuals_for(spec, outcomes=[outcome])))
    assert {result.outcome for result in card.results} <= {outcome, pg.Outcome.UNREPORTED}


PLAIN = pg.loads("产出指标\n  甲 ≥ 1 米")


@given(targets(), st.data())
def test_cells_about_a_bound_can_be_judged(target: pg.Target, data: st.DataObject) -> None:
    """A cell of `boundary_actuals` is an actual that the target's indicator takes: only a hair
    below 0 of what is counted cannot be."""
    spec = attrs.evolve(PLAIN, members=(pg.Indicator(name="事项", target=target),))
    rows = pg.Actuals.from_rows([{"指标": "事项", "实际值": data.draw(boundary_actuals(target))}])
    card = pg.evaluate(spec, rows, keep_going=True)
    assert {problem.code for problem in card.problems} <= {"PG519"}
    assert card.problems or card.results[0].outcome is not pg.Outcome.UNREPORTED


def test_the_simplest_is_plain() -> None:
    """What is drawn first, and what a failure shrinks to, is one plain line."""
    # `find` gives what it ran last; its phase that explains a failure runs others after the smallest.
    fresh = settings(database=None, phases=(Phase.generate, Phase.shrink))
    spec = find(specs(), lambda _: True, settings=fresh)
    assert pg.format_spec(spec) == "地区: 汕头市\n年度: 2023\n\n产出指标\n  事项甲 ≥ 1 公里\n"
    rows = find(actuals_for(spec), lambda _: True, settings=fresh).rows
    assert csv_text(rows) == "指标,实际值\n事项甲,1 公里\n"
    text = find(spec_texts(spec=spec), lambda _: True, settings=fresh)
    assert text == "年度: 2023\n地区: 汕头市\n产出指标\n  事项甲 ≥ 1 公里\n"


# ---- parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.units[0])
def test_units_have_the_sizes_that_were_worked_out_by_hand(family: Family) -> None:
    """The library's factor of every unit of the kit is the one written down by hand."""
    units = {word: pg.find_unit(word) for word in family.units}
    assert all(units.values())
    assert {x: u.factor for x, u in units.items() if u} == {
        x: size(u) for x, u in units.items() if u
    }
    assert len({u.dimension for u in units.values() if u}) == 1


@given(quantities(units=("公里", "米"), most=10, signed=False))
def test_quantities_keep_to_what_was_asked(quantity: pg.Quantity) -> None:
    """`units`, `most` and `signed` bound what is drawn."""
    assert quantity.unit.text in ("公里", "米")
    assert 0 < quantity.value <= 10


@given(targets(kinds=(pg.Range, pg.Comparison.LESS)))
def test_targets_are_of_the_kinds_asked_for(target: pg.Target) -> None:
    """`kinds` names operators and types of targets."""
    assert isinstance(target, pg.Range) or (
        isinstance(target, pg.Bound) and target.op is pg.Comparison.LESS
    )


@given(indicators())
def test_an_indicator_stands_in_a_table(indicator: pg.Indicator) -> None:
    """A drawn indicator alone in a group is a valid spec."""
    group = pg.Group(name="产出指标", members=(indicator,))
    spec = attrs.evolve(PLAIN, members=(group,))
    assert pg.loads(pg.format_spec(spec)).indicators == (indicator,)


@given(methods(own=True))
def test_a_method_of_ones_own_is_complete(method: pg.Method) -> None:
    """A drawn method can be written, read and used."""
    group = pg.Group(name="工程", members=PLAIN.indicators)
    spec = attrs.evolve(PLAIN, members=(group,), method=method, methods=(method,))
    assert pg.loads(pg.format_spec(spec)).method == method


@given(specs(weights=False, amount=False, extras=False))
def test_plain_specs_are_plain(spec: pg.Spec) -> None:
    """Without weights, amount and extras there are none, but where the table needs them."""
    assert spec.amount is None
    assert not spec.tasks
    assert not spec.catalogue


@given(specs(extras=False), st.data())
def test_weights_are_refused_by_both_or_by_none(spec: pg.Spec, data: st.DataObject) -> None:
    """Where one weight is changed, the reference and the reader of texts agree whether it holds."""
    place = data.draw(st.integers(0, len(spec.members) - 1))
    weight = data.draw(
        st.sampled_from((None, *map(Decimal, ("0", "1", "10.5", "40", "50", "100"))))
    )
    members = list(spec.members)
    members[place] = attrs.evolve(members[place], weight=weight)
    changed = attrs.evolve(spec, members=tuple(members))
    try:
        reference.weights(changed)
    except ValueError:
        with pytest.raises(pg.SpecError):
            pg.format_spec(changed)
    else:
        assert pg.loads(pg.format_spec(changed)).members == changed.members
