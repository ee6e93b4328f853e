"""Strategies for a spec and its actuals, model first: the oracle's data, never the library's.

What is drawn first is what is simplest, so that a failure shrinks to one indicator that is exactly
met. Where a place matters (at the target, at a line of the rule, at half a cent), it is aimed at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from oracle import (
    BUDGET_RATE,
    BUDGET_SPENT,
    DOWNWARD,
    METHOD_10,
    METHOD_101,
    UNITS,
    UPWARD,
    Actual,
    Bound,
    Deadline,
    Group,
    Indicator,
    Level,
    Method,
    Node,
    Points,
    Quantity,
    Range,
    Rule,
    Spec,
    Target,
    Text,
    WeightError,
    due_day,
    group_points,
    indicators,
    is_upward_ratio,
    percent,
    rule_of,
    same_group,
    takers,
    weigh,
    with_budget,
)
from writing import Row, Style, is_finite

YEAR = 2023
SIGNS = "甲乙丙丁戊己庚辛壬癸"
NAMES = tuple(f"事项{first}{second}" for first in ("", *SIGNS) for second in SIGNS)
KNOWN = ("产出指标", "效益指标", "满意度指标", "成本指标", "产出", "效益", "满意度")
FREE = ("基础", "提升", "其他")
INNER = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "其他")
INNERMOST = ("县级", "镇级", "村级")
WORDS = ("提高", "建成", "基本形成")


@dataclass(frozen=True)
class Family:
    """Units of one dimension, and which numbers can be."""

    units: tuple[str, ...]
    signed: bool = False
    whole: bool = False


FAMILIES = (
    Family(("公里", "米")),
    Family(("%", "‰"), signed=True),
    Family(("万元", "元"), signed=True),
    Family(("亩", "平方米")),
    Family(("人次", "万人次"), whole=True),
    Family(("户",), whole=True),
    Family(("日", "小时")),
    Family(("万元/公里", "元/公里")),
)
RATIO = FAMILIES[1]


@dataclass(frozen=True)
class Generated:
    """One whole question: a spec, its rows, the day, and how they are spelled."""

    spec: Spec
    rows: tuple[Row, ...]
    as_of: date | None
    style: Style


def of_satisfaction(path: Sequence[str]) -> bool:
    return any("满意度" in name for name in path)


# Methods


def whole_split(draw: DrawFn, total: Fraction, count: int) -> list[Fraction] | None:
    """`total` in so many parts, none of them 0; None where it cannot be written that way."""
    if count == 0 or total <= 0:
        return None
    for unit in (Fraction(1), Fraction(1, 100)):
        size = total / unit
        if size.denominator == 1 and size >= count:
            places = st.integers(1, int(size) - 1) if size > 1 else st.nothing()
            cuts = draw(st.lists(places, min_size=count - 1, max_size=count - 1, unique=True))
            ends = [0, *sorted(cuts), int(size)]
            return [(high - low) * unit for low, high in pairwise(ends)]
    return None


def lines(*choices: str) -> SearchStrategy[Fraction | None]:
    return st.sampled_from([None, *(percent(choice) for choice in choices)])


@st.composite
def up_rules(draw: DrawFn) -> Rule:
    if draw(st.sampled_from([False, False, True])):
        return Rule("直接")
    return Rule("完成比例", pass_line=draw(lines("60", "50", "33.3")))


@st.composite
def down_rules(draw: DrawFn) -> Rule:
    kind = draw(st.sampled_from(["扣减比例", "倒数比例", "直接"]))
    return Rule(kind, pass_line=None if kind == "直接" else draw(lines("60", "80")))


@st.composite
def group_rules(draw: DrawFn, name: str) -> Rule:
    if name == "成本指标":
        return draw(down_rules())
    rule = draw(up_rules())
    if rule.kind == "直接" or not draw(st.booleans()):
        return rule
    return replace(rule, full_line=draw(st.sampled_from([percent(90), percent("87.5")])))


@st.composite
def own_methods(draw: DrawFn) -> Method:
    """A method written in the file, alone or starting from a shipped one."""
    base = draw(st.sampled_from([METHOD_10, METHOD_101, None]))
    rules: list[tuple[str, Rule]] = []
    if base is None or draw(st.booleans()):
        rules.append(("正向", draw(up_rules())))
    if base is None or draw(st.booleans()):
        rules.append(("反向", draw(down_rules())))
    pool = ("满意度指标", "质量指标", "产出指标", "成本指标", "时效指标")
    for name in draw(st.lists(st.sampled_from(pool), unique=True, max_size=3)):
        rules.append((name, draw(group_rules(name))))
    return Method(
        name="自定",
        base=base,
        weights=draw(method_weights(base)),
        rules=tuple(rules),
        bands=draw(method_bands(base)),
        hint=draw(lines("150", "110")) if base else draw(st.sampled_from([percent(130), None])),
        grades=draw(method_grades(base)),
    )


@st.composite
def method_weights(draw: DrawFn, base: Method | None) -> Points | None:
    if base is not None and draw(st.booleans()):
        return None
    if base is not None:
        names = [name for name, _ in base.all_weights()]
    else:
        pool = ("产出指标", "效益指标", "满意度指标", "成本指标", "预算执行率", "基础")
        names = draw(st.lists(st.sampled_from(pool), unique=True, min_size=1))
    parts = whole_split(draw, Fraction(100), len(names))
    assert parts is not None
    return tuple(zip(names, parts, strict=True))


@st.composite
def method_bands(draw: DrawFn, base: Method | None) -> Points | None:
    choices = [
        METHOD_10.bands,
        (("达成", percent(90)), ("部分达成", percent(50)), ("未达成", percent(0))),
    ]
    return draw(st.sampled_from([None, *choices] if base else choices))


@st.composite
def method_grades(draw: DrawFn, base: Method | None) -> Points | None:
    other = (
        ("优", Fraction(95)),
        ("良", Fraction("82.5")),
        ("中", Fraction(50)),
        ("差", Fraction(0)),
    )
    if base is not None:
        return draw(st.sampled_from([None, other]))
    return draw(st.sampled_from([other, (("合格", Fraction(60)), ("不合格", Fraction(0)))]))


SHIPPED_METHODS = st.sampled_from([METHOD_10, METHOD_101])
METHODS = st.one_of(SHIPPED_METHODS, own_methods())


# Targets


@st.composite
def target_numbers(draw: DrawFn, family: Family, unit: str, *, zero: bool, full: bool) -> Fraction:
    """A number for a target: positive, or where it is legal 0 or below."""
    whole = family.whole and UNITS[unit][1] == 1
    digits = 0 if whole else draw(st.integers(0, 2))
    most = 100 * UNITS["%"][1] / UNITS[unit][1] if full else Fraction(200)
    number = Fraction(draw(st.integers(1, int(most) * 10**digits)), 10**digits)
    signs = [1, 1, 1, 1]
    if zero or family.signed:
        signs.append(0)
    if family.signed and not full:
        signs.append(-1)
    return number * draw(st.sampled_from(signs))


KINDS = (">=", "<=", "up", "down", ">", "<", "=", "range", "text", "text", "deadline")


@st.composite
def own_rules(draw: DrawFn, kind: str, *, ratio: bool) -> Rule | None:
    """A 评分 of the target's own that has a line for it, or mostly none."""
    if draw(st.sampled_from([False, False, True])) is False:
        return None
    if kind in ("text", "deadline"):
        return Rule("直接")
    kinds = ["直接", "扣减比例", "倒数比例"] if kind in DOWNWARD else ["直接", "完成比例"]
    rule = Rule(draw(st.sampled_from(kinds)))
    if rule.kind == "直接":
        return rule
    full = draw(lines("90")) if ratio and kind in UPWARD else None
    return replace(rule, pass_line=draw(lines("60")), full_line=full)


@st.composite
def targets(draw: DrawFn, path: tuple[str, ...]) -> tuple[Target, Rule | None]:
    """A target, and its own 评分 if it has one."""
    kind = draw(st.sampled_from(KINDS))
    if kind == "text":
        return Text(draw(st.sampled_from(WORDS))), draw(own_rules(kind, ratio=False))
    if kind == "deadline":
        day = date(YEAR, 10, 31) + timedelta(draw(st.integers(0, 90)))
        return Deadline(day), draw(own_rules(kind, ratio=False))
    family = draw(st.sampled_from(FAMILIES))
    unit = draw(st.sampled_from(family.units))
    full = family is RATIO and of_satisfaction(path)
    zero = kind in ("<=", "down", "=")
    number = draw(target_numbers(family, unit, zero=zero, full=full))
    scoring = draw(own_rules(kind, ratio=family is RATIO))
    if kind != "range":
        return Bound(kind, Quantity(number, unit)), scoring
    width = Fraction(draw(st.integers(1, 50)))
    low = number if family.signed and not full else abs(number)
    if full:
        low = min(low, Fraction(40))
    return Range(Quantity(low, unit), Quantity(low + width, unit)), scoring


# Actuals


@st.composite
def completions(draw: DrawFn, rule: Rule | None, weight: Fraction | None) -> Fraction:
    """A completion worth aiming at."""
    choices = [
        st.just(Fraction(1)),
        st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(3, 4), Fraction(2)]),
        st.sampled_from([Fraction(13, 10), Fraction(15, 10), Fraction(11, 10)]),
        st.integers(0, 400).map(lambda part: Fraction(part, 200)),
    ]
    if rule is not None and rule.pass_line is not None:
        choices.append(st.just(rule.pass_line))
    if weight:
        cents = int(weight * 100)
        # Where weight × c ends in half a cent, and where it first rounds to the whole weight.
        choices.append(st.integers(1, cents).map(lambda part: Fraction(2 * part - 1, 2 * cents)))
        choices.append(st.just(Fraction(2 * cents - 1, 2 * cents)))
    return draw(st.one_of(choices))


def reaching(target: Bound | Range, rule: Rule | None, c: Fraction, *, above: bool) -> Fraction:
    """A value with this completion, were it not met (c above 1 goes past the target)."""
    if isinstance(target, Range):
        low, high = target.low.exact, target.high.exact
        size = max(abs(low), abs(high))
        return high + (1 - c) * size if above else low - (1 - c) * size
    t = target.value.exact
    if target.op == "=":
        return t + (1 - c) * t if above else t - (1 - c) * t
    if target.op in UPWARD:
        full = rule.full_line if rule is not None and is_upward_ratio(target) else None
        return c * (t if full is None or above else full)
    if rule is not None and rule.kind == "倒数比例" and c > 0:
        return t / c
    return (2 - c) * t


def written(base: Fraction, unit: str, *, whole: bool) -> Fraction:
    """The number in this unit, or the finite decimal just below it."""
    if whole:
        base = Fraction(base.numerator // base.denominator)
    number = base / UNITS[unit][1]
    if is_finite(number) and number.denominator < 10**30:
        return number
    scaled = number * 10**12
    return Fraction(scaled.numerator // scaled.denominator, 10**12)


@st.composite
def quantities(
    draw: DrawFn, target: Bound | Range, rule: Rule | None, weight: Fraction | None, *, full: bool
) -> Quantity:
    value = target.low if isinstance(target, Range) else target.value
    family = next(family for family in FAMILIES if value.unit in family.units)
    c = draw(completions(rule, weight))
    base = reaching(target, rule, c, above=draw(st.booleans()))
    unit = draw(st.sampled_from([value.unit, *family.units]))
    number = written(base, unit, whole=family.whole)
    side = draw(st.sampled_from([0, -1, 1]))
    hair = Fraction(1) / UNITS[unit][1]
    if not family.whole:
        hair = Fraction(1, 10 ** draw(st.sampled_from([12, 2, 0, 20]))) if side else Fraction(0)
    number += side * hair
    if not family.signed or full:
        number = max(Fraction(0), number)
    if full:
        number = min(number, 1 / UNITS[unit][1])
    return Quantity(number, unit)


@st.composite
def levels(draw: DrawFn, bands: Points) -> Level:
    place = draw(st.integers(0, len(bands) - 1))
    name, lowest = bands[place]
    upper = bands[place - 1][1] if place else Fraction(1)
    part = draw(st.one_of(st.none(), st.integers(0, 100)))
    if part is None:
        return Level(name)
    share = lowest + (upper - lowest) * part / 100
    if place and share == upper:
        share -= Fraction(1, 10**6)
    return Level(name, share)


@st.composite
def actuals(draw: DrawFn, spec: Spec, indicator: Indicator, path: Sequence[str]) -> Actual:
    target = indicator.target
    if isinstance(target, Text):
        return draw(levels(spec.method.all_bands()))
    if isinstance(target, Deadline):
        return target.day + timedelta(draw(st.sampled_from([0, 1, -1, 40, -40])))
    rule = rule_of(indicator, path, spec.method)
    unit = (target.low if isinstance(target, Range) else target.value).unit
    full = unit in RATIO.units and of_satisfaction(path)
    return draw(quantities(target, rule, weight_in(spec, indicator.name), full=full))


def weight_in(spec: Spec, name: str) -> Fraction | None:
    try:
        return weigh(spec)[name]
    except WeightError:
        return None


@st.composite
def budget_rows(draw: DrawFn, spec: Spec, amount: Quantity) -> Row | None:
    kind = draw(st.sampled_from(["rate", "spent", "blank", "missing"]))
    style = draw(st.integers(0, 3))
    if kind == "missing":
        return None
    if kind == "blank":
        return Row(draw(st.sampled_from([BUDGET_RATE, BUDGET_SPENT])), None, style)
    c = draw(completions(None, weight_in(spec, BUDGET_RATE)))
    unit = draw(st.sampled_from(["%", "‰"] if kind == "rate" else [amount.unit, "元"]))
    base = c if kind == "rate" else c * amount.exact
    side = draw(st.sampled_from([0, -1, 1]))
    number = written(base, unit, whole=False) + side * Fraction(1, 10**6)
    name = BUDGET_RATE if kind == "rate" else BUDGET_SPENT
    return Row(name, Quantity(max(Fraction(0), number), unit), style)


@st.composite
def rows_of(draw: DrawFn, spec: Spec) -> tuple[Row, ...]:
    rows: list[Row] = []
    for indicator, path in indicators(with_budget(spec)):
        if indicator.name == BUDGET_RATE and spec.amount is not None:
            row = draw(budget_rows(spec, spec.amount))
            if row is not None:
                rows.append(row)
            continue
        kind = draw(st.sampled_from(["value"] * 8 + ["blank", "missing"]))
        if kind == "missing":
            continue
        actual = draw(actuals(spec, indicator, path)) if kind == "value" else None
        rows.append(Row(indicator.name, actual, draw(st.integers(0, 3))))
    if not rows:  # a spec without any row is a problem
        rows.append(Row(next(indicators(spec.nodes))[0].name, None))
    return tuple(rows)


# Trees and their weights


@dataclass(frozen=True)
class Plan:
    """What a property is about; the rest stays simple."""

    groups: int = 3
    plain: bool = False  # every target is `≥ 1 公里`
    weights: bool = True
    free_groups: bool = True
    budget: bool | None = None  # None: as it comes
    timed: bool = False


SIMPLE = Bound(">=", Quantity(Fraction(1), "公里"))


class Trees:
    """Draws the groups and indicators of one spec, giving each indicator a name of its own."""

    def __init__(self, draw: DrawFn, plan: Plan, method: Method) -> None:
        self.draw = draw
        self.plan = plan
        self.method = method
        self.names = iter(NAMES)
        self.free = False

    def indicator(self, path: tuple[str, ...]) -> Indicator:
        target: Target = SIMPLE
        scoring = due = None
        if not self.plan.plain:
            target, scoring = self.draw(targets(path))
        if self.plan.timed and self.draw(st.sampled_from([False, False, True])):
            due = date(YEAR, 6, 30) + timedelta(self.draw(st.integers(0, 365)))
        return Indicator(next(self.names), target, scoring=scoring, due=due)

    def nodes(self, path: tuple[str, ...], pools: Sequence[Sequence[str]]) -> tuple[Node, ...]:
        """The inside of a group: indicators, and inner groups while there are names for them."""
        shape = self.draw(
            st.lists(st.booleans() if pools else st.just(False), min_size=1, max_size=3)
        )
        inner: Iterator[str] = iter(())
        if pools:
            count = sum(shape)
            names = st.sampled_from(pools[0])
            inner = iter(self.draw(st.lists(names, unique=True, min_size=count, max_size=count)))
        found: list[Node] = []
        for nested in shape:
            if nested and len(path) < 3:
                name = next(inner)
                found.append(Group(name, self.nodes((*path, name), pools[1:])))
            else:
                found.append(self.indicator(path))
        return tuple(found)

    def top_names(self) -> list[str]:
        kinds = ["known", "mixed", "free"] if self.plan.free_groups else ["known"]
        kind = self.draw(st.sampled_from(kinds))
        self.free = kind == "free"
        if kind == "free":
            pool = [name for name in FREE if self.method.weight_of(name) is None]
        else:
            pool = [name for name in KNOWN if self.method.weight_of(name) is not None]
            pool += (*KNOWN, *FREE) if kind == "mixed" or not pool else ()
        names = st.lists(
            st.sampled_from(pool),
            min_size=1,
            max_size=self.plan.groups,
            unique_by=lambda name: name.removesuffix("指标"),
        )
        return self.draw(names)

    def top(self) -> tuple[Node, ...]:
        names = self.top_names()
        found: list[Node] = []
        for name in names:
            wide = len(names) <= 2
            pools = (INNER, INNERMOST) if wide else (INNER[:3],) if len(names) == 3 else ()
            found.append(Group(name, self.nodes((name,), pools)))
        return tuple(found)

    def loose(self) -> tuple[Node, ...]:
        """Targets outside any group."""
        counts = [0, 0, 1, 2] if self.free else [0] * 19 + [1]  # beside known groups, an error
        count = self.draw(st.sampled_from(counts))
        return tuple(self.indicator(()) for _ in range(count))


def lacking_points(spec: Spec) -> Fraction:
    groups = [node.name for node in with_budget(spec) if isinstance(node, Group)]
    return sum(
        (
            points
            for name, points in spec.method.all_weights()
            if not any(same_group(name, group) for group in groups)
        ),
        Fraction(0),
    )


def any_weight(draw: DrawFn) -> Fraction:
    return Fraction(draw(st.integers(0, 200)), draw(st.sampled_from([1, 2, 100])))


def weigh_top(draw: DrawFn, spec: Spec) -> Spec:
    """Weights for the top groups: none, some, all to 100, all to 100 − A, or whatever."""
    groups = [node for node in spec.nodes if isinstance(node, Group)]
    implicit = with_budget(spec)[len(spec.nodes) :]
    plans = ["none", "some", "all", "rest", "any"]
    if any(spec.method.weight_of(node.name) is None for node in groups):
        plans = ["none", "all", "all", "rest", "some", "any"]  # most others are errors
    plan = draw(st.sampled_from(plans))
    lacking = lacking_points(spec)
    weights: Sequence[Fraction | None] | None = None
    if plan == "some":
        most = int((100 - lacking) / len(groups))
        choices = st.integers(1, most) if most else st.nothing()
        wanted = st.lists(st.booleans(), min_size=len(groups), max_size=len(groups))
        weights = [Fraction(draw(choices)) if want and most else None for want in draw(wanted)]
    elif plan == "any":
        weights = [any_weight(draw) for _ in groups]
    elif plan in ("all", "rest"):
        # An implicit 预算执行率 takes what the written leave, so something is left for it.
        left = Fraction(draw(st.integers(0, 20))) if implicit else Fraction(0)
        total = Fraction(100) if plan == "all" and not implicit else 100 - lacking
        weights = whole_split(draw, total - left, len(groups))
    if weights is None:
        return spec
    parts = iter(weights)
    nodes = (
        replace(node, weight=next(parts)) if isinstance(node, Group) else node
        for node in spec.nodes
    )
    return replace(spec, nodes=tuple(nodes))


def leaves(nodes: Sequence[Node]) -> int:
    return sum(1 for _ in indicators(nodes))


def weigh_inside(draw: DrawFn, nodes: tuple[Node, ...], points: Fraction) -> tuple[Node, ...]:
    """Weights inside a group that has these points."""
    plan = draw(st.sampled_from(["none", "none", "some", "some", "all", "all", "any"]))
    if plan == "none":
        return nodes
    if plan == "all":
        parts = whole_split(draw, points, len(nodes))
        if parts is None:
            return nodes
        return tuple(
            weigh_deeper(draw, node, part) for node, part in zip(nodes, parts, strict=True)
        )
    if plan == "any":
        return tuple(weigh_deeper(draw, node, any_weight(draw)) for node in nodes)
    some = weigh_some(draw, nodes, points / leaves(nodes))
    return some if any(node.weight is None for node in takers(some)) else nodes


def weigh_some(draw: DrawFn, nodes: tuple[Node, ...], most: Fraction) -> tuple[Node, ...]:
    """A weight here and there, so small that something is left for the others."""
    found: list[Node] = []
    for node in nodes:
        cents = draw(st.sampled_from([0, 1, 5, 9])) * most * 10
        weight = Fraction(cents.numerator // cents.denominator, 100)
        if weight > 0:
            found.append(weigh_deeper(draw, node, weight))
        elif isinstance(node, Group):
            found.append(replace(node, nodes=weigh_some(draw, node.nodes, most)))
        else:
            found.append(node)
    return tuple(found)


def weigh_deeper(draw: DrawFn, node: Node, weight: Fraction) -> Node:
    if isinstance(node, Group):
        return replace(node, weight=weight, nodes=weigh_inside(draw, node.nodes, weight))
    return replace(node, weight=weight)


def draw_weights(draw: DrawFn, spec: Spec) -> Spec:
    spec = weigh_top(draw, spec)
    try:
        points, _ = group_points(spec)
    except WeightError:
        return spec
    shares = iter(points)
    nodes = [
        replace(node, nodes=weigh_inside(draw, node.nodes, next(shares)))
        if isinstance(node, Group)
        else node
        for node in spec.nodes
    ]
    return replace(spec, nodes=tuple(nodes))


# The whole


STYLES = st.builds(
    Style,
    weight=st.integers(0, 3),
    operator=st.integers(0, 2),
    directions=st.booleans(),
    long_date=st.booleans(),
    name_default_method=st.booleans(),
    english_rows=st.booleans(),
)


@st.composite
def specs(draw: DrawFn, plan: Plan, methods: SearchStrategy[Method]) -> Spec:
    method = draw(methods)
    trees = Trees(draw, plan, method)
    nodes = trees.top()
    amount = None
    wanted = draw(st.booleans()) if plan.budget is None else plan.budget
    if wanted:
        amount = Quantity(Fraction(draw(st.integers(1, 3000))), "万元")
        if draw(st.sampled_from([False, False, False, True])):
            target = Bound("up", Quantity(Fraction(100), "%"))
            row = Group(BUDGET_RATE, (Indicator(BUDGET_RATE, target),))
            place = draw(st.integers(0, len(nodes)))
            nodes = (*nodes[:place], row, *nodes[place:])
    if plan.weights:
        for indicator in trees.loose():
            # Never before the first group: only header keys may stand there.
            place = len(nodes) - draw(st.integers(0, len(nodes) - 1))
            nodes = (*nodes[:place], indicator, *nodes[place:])
    spec = Spec(nodes, YEAR, method, amount)
    return draw_weights(draw, spec) if plan.weights else spec


@st.composite
def questions(draw: DrawFn, plan: Plan, methods: SearchStrategy[Method] = METHODS) -> Generated:
    """A spec as `plan` wants it, rows for it, and perhaps a day."""
    spec = draw(specs(plan, methods))
    as_of = None
    if plan.timed:
        days = sorted({due_day(indicator, spec) for indicator, _ in indicators(with_budget(spec))})
        shift = timedelta(draw(st.sampled_from([0, -1, 1])))
        as_of = draw(st.sampled_from([None, *(day + shift for day in days)]))
    rows = draw(rows_of(spec))
    return Generated(spec, rows, as_of, draw(STYLES))
