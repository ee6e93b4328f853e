"""The kit's strategies: together they give all there is."""

import re
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.attributes import Aggregation, LongTerm, Reporting
from perfgoals.method import Rule
from perfgoals.model import TaskType
from perfgoals.testing import csv_texts, spec_texts, specs


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
