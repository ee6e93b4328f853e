"""The laws hold of every spec that the kit can draw, and of the thirteen that ship."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.testing import Broken, Draw, Law, actuals_for, law, laws, proving, specs, try_law

LAWS = {each.name: each for each in laws()}


@pytest.mark.parametrize("each", LAWS.values(), ids=LAWS.keys())
def test_a_law_holds_of_every_spec(each: Law) -> None:
    """What the docstring of a law says, of any spec and any actuals."""
    each.of_any()()


@settings(max_examples=200)
@given(specs(weights=False, amount=False, extras=False, groups=1), st.data())
def test_the_reference_agrees_on_every_kind_of_target(spec: pg.Spec, data: st.DataObject) -> None:
    """A small table for each kind of target, rule and method."""
    LAWS["the_reference_agrees_on_a_row"].body(spec, Draw(data))


@given(specs(amount=True, extras=False), st.data())
def test_the_reference_agrees_on_budget_execution(spec: pg.Spec, data: st.DataObject) -> None:
    """A spec with an amount has 预算执行率; its completion is the rate, at most 1."""
    LAWS["the_reference_agrees_on_a_table"].body(spec, Draw(data))


def test_a_law_has_something_to_say_of_a_real_table() -> None:
    """Every law finds something to try in a table of the notice."""
    spec = pg.load("specs/guangdong-2023/shantou.pg")
    trials = [try_law(each, spec, examples=10) for each in LAWS.values()]
    assert [trial.law for trial in trials if not trial.examples] == []
    assert [str(trial.counterexample) for trial in trials if trial.counterexample] == []


def test_a_law_that_finds_nothing_says_so() -> None:
    """A table of texts has no percentage: no example, and no counterexample."""
    spec = pg.loads("产出指标\n  收入: 提高")
    trial = try_law(LAWS["a_ratio_needs_its_sign"], spec)
    assert (trial.examples, trial.counterexample) == (0, None)


SPEC = pg.loads(
    "地区: 示例市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n  成本 ≤ 100 万元", path="示例.pg"
)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Law]:
    """The registry, which is as it was afterwards."""
    own = dict(proving._LAWS)
    monkeypatch.setattr(proving, "_LAWS", own)
    return own


def test_a_law_of_ones_own_is_registered_and_shrinks(registry: dict[str, Law]) -> None:
    """`@law` makes a law of a function; what breaks it is the simplest row and the line."""

    @law
    def spending_less_is_always_full_marks(spec: pg.Spec, draw: Draw) -> None:
        """Whoever spends less than the target gets all the points."""
        cost = spec.indicators[1]
        actuals = draw(actuals_for(spec, indicators=[cost], outcomes=[pg.Outcome.MISSED]))
        result = pg.evaluate(spec, actuals).results[1]
        if result.score < result.weight:
            raise Broken(result.weight, result.score, cost)

    assert registry["spending_less_is_always_full_marks"] is spending_less_is_always_full_marks
    assert spending_less_is_always_full_marks in laws()
    found = try_law(spending_less_is_always_full_marks, SPEC).counterexample
    assert found is not None
    assert str(found) == (
        "spending_less_is_always_full_marks\n"
        "示例.pg:5: 成本 ≤ 100 万元\n"
        "指标,实际值\n"
        "成本,100.01 万元\n"
        "expected 50.00\n"
        "got 49.99"
    )
    with pytest.raises(AssertionError, match=r"成本,100\.01 万元"):
        spending_less_is_always_full_marks(SPEC)


@pytest.mark.usefixtures("registry")
def test_a_plain_assert_will_do() -> None:
    """A law may say `assert`: the row, and of one row the line, are shown all the same."""

    @law
    def everything_is_met(spec: pg.Spec, draw: Draw) -> None:
        """Everything is always met."""
        actuals = draw(actuals_for(spec, indicators=[spec.indicators[0]]))
        for result in pg.evaluate(spec, actuals).results[:1]:
            assert result.outcome is pg.Outcome.MET

    found = try_law(everything_is_met, SPEC).counterexample
    assert found is not None
    assert found.expected == "Everything is always met."
    assert found.line == "示例.pg:4: 管网 ≥ 80 公里"
    assert found.csv.startswith("指标,实际值\n管网")


@pytest.mark.usefixtures("registry")
def test_the_same_seed_finds_the_same() -> None:
    """Without a seed the examples are always the same; a seed gives others, again the same."""
    drawn: list[list[str]] = []

    @law
    def nothing(spec: pg.Spec, draw: Draw) -> None:
        """Nothing at all."""
        drawn[-1].append(draw(actuals_for(spec)).rows[0].actual)

    for seed in (None, None, 7, 7):
        drawn.append([])
        assert try_law(nothing, SPEC, seed=seed).examples >= 50
    assert drawn[0] == drawn[1]
    assert drawn[2] == drawn[3] != drawn[0]


@pytest.mark.usefixtures("registry")
def test_a_law_that_changes_its_mind_is_broken() -> None:
    """A law that fails once and then holds of the same rows says so; nothing is raised."""
    tries = []

    @law
    def now_and_then(spec: pg.Spec, draw: Draw) -> None:
        """Sometimes."""
        draw(actuals_for(spec))
        tries.append(spec)
        assert len(tries) != 3

    found = try_law(now_and_then, SPEC).counterexample
    assert found is not None
    assert "Flaky" in str(found.got)
