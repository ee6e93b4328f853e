"""The kit's strategies: everything they give is valid, simple at first, and together all there is."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.actuals import decode, parse_actuals
from perfgoals.attributes import Aggregation, LongTerm, Reporting
from perfgoals.method import Rule
from perfgoals.model import TaskType
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


# ---- everything there is --------------------------------------------------------------------------


def seen(strategy: st.SearchStrategy[str], many: int) -> Counter[str]:
    """Which words of the strategy's values appear in so many examples."""
    found: Counter[str] = Counter()

    @settings(max_examples=many, database=None, derandomize=True)
    @given(strategy)
    def look(value: str) -> None:
        found.update(value.split("\n"))

    look()
    return found


def constructs(spec: pg.Spec) -> Iterator[str]:
    """The names of all constructs that a spec uses."""
    for indicator in (*spec.indicators, *(x for task in spec.tasks for x in task.targets)):
        target, attributes = indicator.target, indicator.attributes
        yield f"target {type(target).__name__}"
        if isinstance(target, pg.Bound):
            yield f"operator {target.op.value}"
        if isinstance(target, pg.Deadline) and target.start:
            yield "a period"
        yield from (
            f"attribute {name}"
            for name in ("deadline", "source", "basis", "note")
            if getattr(attributes, name)
        )
        yield from (f"{x}" for x in (attributes.aggregation, attributes.reporting) if x)
        if attributes.formula:
            is_ratio = isinstance(target, pg.Bound | pg.Range) and target.dimension.is_ratio
            yield f"formula of {'a ratio' if is_ratio else 'amounts'}"
        if attributes.baseline:
            yield "a change" if indicator.change else "a baseline"
        yield from (f"amended {type(x.target).__name__}" for x in attributes.amendments)
        yield from (f"example {x.outcome.value}" for x in attributes.examples)
        if attributes.direction:
            yield f"direction {attributes.direction.value}"
        if attributes.deadline is LongTerm.LONG_TERM:
            yield "long term"
        if isinstance(attributes.scoring, str):
            yield "scoring by name"
        elif attributes.scoring:
            yield f"own {attributes.scoring.rule.value}"
        if indicator.weight is not None:
            yield "weight of an indicator"
        if isinstance(target, pg.Bound | pg.Range) and target.dimension.terms == (("mass", 1),):
            yield "unit " + (target.value if isinstance(target, pg.Bound) else target.low).unit.text
    yield from _of_groups(spec.members, 1)
    yield from _of_the_whole(spec)


def _of_groups(members: tuple[pg.Group | pg.Indicator, ...], depth: int) -> Iterator[str]:
    for member in members:
        if isinstance(member, pg.Group):
            yield f"groups {depth} deep"
            if member.weight is not None:
                yield f"weight of a group {depth} deep"
            yield from _of_groups(member.members, depth + 1)
        elif depth == 1:
            yield "outside any group"


def _of_the_whole(spec: pg.Spec) -> Iterator[str]:
    fields = ("fund", "region", "year", "document", "provincial_department", "department", "goal")
    yield from (f"field {name}" for name in fields if getattr(spec, name))
    if spec.amount is not None:
        yield "an amount" if isinstance(spec.amount, pg.Quantity) else "an amount in words"
    if "预算执行率" in [x.name for x in spec.indicators]:
        yield "预算执行率 in the table"
    names = [x.name for x in spec.indicators]
    if len(set(names)) < len(names):
        yield "two of one name"
    yield from (f"unit of its own {x.name}" for x in spec.units)
    yield from (f"method {'own' if spec.methods else spec.method.name}" for _ in "x")
    for entry in spec.method.scoring if spec.methods else ():
        yield f"rule {entry.scoring.rule.value}"
        if entry.scoring.pass_line:
            yield "及格线"
        if entry.scoring.full_line:
            yield "满分线"
    for definition in spec.catalogue:
        yield "a catalogue"
        parts = ("unit", "level", "direction", "aggregation", "reporting", "values", "note")
        yield from (f"definition {part}" for part in parts if getattr(definition, part))
        yield from (str(x) for x in (definition.aggregation, definition.reporting) if x)
    for task in spec.tasks:
        yield f"task {task.type.value}"
        yield from (
            f"task {name}"
            for name in ("targets", "department", "purpose", "implementation", "deadline")
            if getattr(task, name)
        )
        yield from (f"task {x}" for x in ("quantity_text", "remarks") if getattr(task, x))


CONSTRUCTS = {
    *(f"target {kind}" for kind in ("Bound", "Range", "Deadline", "Qualitative")),
    *(f"operator {op.value}" for op in pg.Comparison),
    *(f"attribute {name}" for name in ("deadline", "source", "basis", "note")),
    *("a period", "direction up", "direction down", "long term", "scoring by name"),
    *(f"own {rule.value}" for rule in Rule),
    *(f"rule {rule.value}" for rule in Rule),
    *("及格线", "满分线", "weight of an indicator", "outside any group", "two of one name"),
    *(f"groups {depth} deep" for depth in (1, 2, 3)),
    *(f"weight of a group {depth} deep" for depth in (1, 2, 3)),
    *(f"field {x}" for x in ("fund", "region", "year", "document", "provincial_department")),
    *("field department", "field goal", "an amount", "an amount in words"),
    *("预算执行率 in the table", "unit of its own 筐", "unit of its own 分地", "unit 筐"),
    *("method own", "method 财预〔2020〕10号", "method 财预〔2021〕101号", "a catalogue"),
    *(f"definition {x}" for x in ("unit", "level", "direction", "aggregation", "reporting")),
    *("definition values", "definition note"),
    *("formula of a ratio", "formula of amounts", "a baseline", "a change"),
    *(f"amended {kind}" for kind in ("Bound", "Range", "Deadline", "Qualitative")),
    *(f"example {outcome}" for outcome in ("met", "missed", "partial")),
    *map(str, Aggregation),
    *map(str, Reporting),
    *(f"task {kind.value}" for kind in TaskType),
    *(f"task {x}" for x in ("targets", "department", "purpose", "implementation", "deadline")),
    *("task quantity_text", "task remarks"),
}


def test_every_construct_appears_in_specs() -> None:
    """Every kind of target, operator, attribute, group, definition and task is drawn."""
    found = seen(specs().map(lambda spec: "\n".join(constructs(spec))), 1500)
    assert CONSTRUCTS - found.keys() == set()


# What a text may hold, as patterns; each must be found in some drawn text.
SPELLINGS = {
    "a Chinese key": r"(?m)^\s*地区",
    "an English key": r"(?m)^\s*region",
    "an alias of the forms": "年度总体目标|资金名称",
    "an amount in 万元 by its label": "金额（万元）",
    "a full-width colon": "：",
    "full-width digits": "[０-９]",
    "a full-width sign": "[＞＜＝]",
    "groups of three": r"\d,\d{3}",
    "a word that compares": " 不少于 | 至少 ",
    "an English word that compares": " at least | at most | more than | less than ",
    "a prefix in a cell": r"[:：]\s*不少于",
    "a lead in a cell": "达到|控制在",
    "a suffix": "以上|以内|以下|之内",
    "a unit in the name's bracket": r"[（(](公里|%|万元|户|米|‰|元)[）)]\s*[≥≤<>=不至大小]",
    "a weight in square brackets": r"\[\d+分\]",
    "a weight in round brackets": "（[0-9]+分）",
    "a weight in full-width brackets": "［[０-９]+分］",
    "a weight of English points": r"\d points\]",
    "a weight as an attribute": r"(?m)^\s*(权重|weights?)\s*[:：]\s*\d",
    "a date with slashes": r"2023/\d\d/\d\d",
    "a date in Chinese": r"\d月\d+日",
    "the end of a month": "月底前",
    "the end of a year": "2023年底",
    "a range with a minus": r"\d-\d+(\.\d+)?\s*\D",
    "a range in words": r"\d[^\s]*至\d",
    "a quoted name": r'(?m)^\s+"[^"]',
    "a name in corner brackets": "「",
    "a long text": r"(?m)^\s+\|",
    "a comment": r"(?m)^\s*# ",
    "a comment at the end": r"\S+\s+# 已核",
    "a tab": "\t",
    "a full-width blank": "\u3000",
    "a blank line": r"\n\s*\n",
    "Windows line ends": "\r\n",
    "a BOM": "\ufeff",
    "the version of the language": "语言版本: 1|language: 1",
    "a 口径": "(?m)^\\s*(口径|aggregation)",
    "a 报送": "(?m)^\\s*(报送|reporting)",
    "a formula": "(?m)^\\s*(算法|formula)",
    "a formula's other signs": "[×÷] ",
    "a baseline": "(?m)^\\s*(基期|baseline)",
    "a change": "[:：]\\s*较基期",
    "an amendment": "(?m)^\\s*(调整|amendment)",
    "an example": "(?m)^\\s*(例|example)[^\n]*→",
    "an English fixed value": "binding|guiding",
    "an English rule": "proportional|deduction|reciprocal",
}


def test_every_spelling_appears_in_texts() -> None:
    """Every form in which a text may say something is drawn."""
    texts: list[str] = []

    @settings(max_examples=400, database=None, derandomize=True)
    @given(spec_texts())
    def look(text: str) -> None:
        texts.append(text)

    look()
    missing = [
        name
        for name, pattern in SPELLINGS.items()
        if not any(re.search(pattern, text) for text in texts)
    ]
    assert missing == []


CELLS = {
    "number and unit": r",\d+ 公里",
    "without a blank": r",[\d.]+(公里|米|万元|元|户|人次|个|亩|吨)",
    "the unit in its column": "单位|unit",
    "the unit in the name": r"（公里）|（户）|（元）",
    "full-width digits": "[０-９]",
    "groups of three": r'"\d+,\d{3}',
    "a share": r"达成 \d+(\.\d+)?%",
    "an English word": "met|partial|missed",
    "a blank": r"(?m),$|,,",
    "a dash": ",—|,-|,/",
    "a date": r"\d{4}-\d\d-\d\d",
    "a long date": r"\d{4}年\d+月\d+日",
    "the budget as an amount": "预算执行数",
    "the budget as a rate": r"预算执行率[^\n]*[%‰]",
    "a note with a comma": '"见附件, 第2页"',
    "a region without its 市": "汕头[,\t\n]",
    "a period": "2023-12",
    "a reporting unit": "甲镇",
    "several periods": "2023Q2|2023-02",
    "tabs": "\t",
    "English columns": "indicator",
    "a BOM": "\ufeff",
}


def test_every_form_of_a_row_appears_in_csv_texts() -> None:
    """Every form in which a row may say something is drawn."""
    texts: list[str] = []

    @settings(max_examples=400, database=None, derandomize=True)
    @given(specs().flatmap(csv_texts))
    def look(text: str) -> None:
        texts.append(text)

    look()
    missing = [x for x, form in CELLS.items() if not any(re.search(form, t) for t in texts)]
    assert missing == []


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
