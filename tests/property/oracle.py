"""A second, slow evaluator, written from the scoring rules alone, without a line of the library.

It exists to prove the library right, so it is as plain as it can be: its own data, fractions only,
and a comment with the clause of the scoring rules where each of them is applied.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

CENT = Fraction(1, 100)
BUDGET_RATE = "预算执行率"
BUDGET_SPENT = "预算执行数"

#: Unit -> (dimension, exact factor to the dimension's base unit).
UNITS: dict[str, tuple[str, Fraction]] = {
    "公里": ("length", Fraction(1000)),
    "米": ("length", Fraction(1)),
    "万元": ("money", Fraction(10000)),
    "元": ("money", Fraction(1)),
    "亩": ("area", Fraction(2000, 3)),
    "平方米": ("area", Fraction(1)),
    "万人次": ("visits", Fraction(10000)),
    "人次": ("visits", Fraction(1)),
    "户": ("households", Fraction(1)),
    "%": ("ratio", Fraction(1, 100)),
    "‰": ("ratio", Fraction(1, 1000)),
    "日": ("time", Fraction(24)),
    "小时": ("time", Fraction(1)),
    "万元/公里": ("price", Fraction(10)),
    "元/公里": ("price", Fraction(1, 1000)),
}


@dataclass(frozen=True)
class Quantity:
    """A number as it is written, and its unit."""

    number: Fraction
    unit: str

    @property
    def dimension(self) -> str:
        return UNITS[self.unit][0]

    @property
    def exact(self) -> Fraction:
        """The value in the base unit of its dimension."""
        return self.number * UNITS[self.unit][1]


@dataclass(frozen=True)
class Bound:
    """`op` is one of >= <= > < = and, for a reached value (`:`), up or down."""

    op: str
    value: Quantity


@dataclass(frozen=True)
class Range:
    low: Quantity
    high: Quantity


@dataclass(frozen=True)
class Deadline:
    day: date


@dataclass(frozen=True)
class Text:
    words: str


Target = Bound | Range | Deadline | Text


@dataclass(frozen=True)
class Level:
    """The actual of a text: 达成, 部分达成 or 未达成, perhaps with a share."""

    band: str
    share: Fraction | None = None


Actual = Quantity | date | Level


@dataclass(frozen=True)
class Rule:
    """One entry of 赋分, or a 评分."""

    kind: str  # 直接, 完成比例, 扣减比例, 倒数比例
    pass_line: Fraction | None = None  # 及格线
    full_line: Fraction | None = None  # 满分线


@dataclass(frozen=True)
class Indicator:
    name: str
    target: Target
    weight: Fraction | None = None
    scoring: Rule | None = None  # its own 评分
    due: date | None = None  # its own 时限


@dataclass(frozen=True)
class Group:
    name: str
    nodes: tuple["Group | Indicator", ...]
    weight: Fraction | None = None


Node = Group | Indicator


Points = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True)
class Method:
    """A method as it is written; what it leaves out comes from the one it starts from (沿用)."""

    name: str
    base: "Method | None" = None
    weights: Points | None = None
    rules: tuple[tuple[str, Rule], ...] = ()
    bands: Points | None = None
    hint: Fraction | None = None
    grades: Points | None = None

    def all_weights(self) -> Points:
        if self.weights is not None:
            return self.weights
        return self.base.all_weights() if self.base else ()

    def all_bands(self) -> Points:
        if self.bands is not None:
            return self.bands
        return self.base.all_bands() if self.base else ()

    def all_grades(self) -> Points:
        if self.grades is not None:
            return self.grades
        return self.base.all_grades() if self.base else ()

    def over_hint(self) -> Fraction | None:
        if self.hint is not None:
            return self.hint
        return self.base.over_hint() if self.base else None

    def rule(self, name: str) -> Rule | None:
        """The 赋分 entry of a direction or a group; a later method replaces whole entries."""
        for key, rule in self.rules:
            if same_group(key, name):
                return rule
        return self.base.rule(name) if self.base else None

    def weight_of(self, group: str) -> Fraction | None:
        for key, points in self.all_weights():
            if same_group(key, group):
                return points
        return None


def same_group(one: str, other: str) -> bool:
    """Official levels match with or without 指标."""
    return one.removesuffix("指标") == other.removesuffix("指标")


def percent(number: int | str) -> Fraction:
    return Fraction(number) / 100


METHOD_10 = Method(
    name="财预〔2020〕10号",
    weights=(
        ("预算执行率", Fraction(10)),
        ("产出指标", Fraction(50)),
        ("效益指标", Fraction(30)),
        ("满意度指标", Fraction(10)),
    ),
    rules=(("正向", Rule("完成比例")), ("反向", Rule("扣减比例"))),
    bands=(("达成", percent(80)), ("部分达成", percent(60)), ("未达成", percent(0))),
    hint=percent(130),
    grades=(("优", Fraction(90)), ("良", Fraction(80)), ("中", Fraction(60)), ("差", Fraction(0))),
)
METHOD_101 = Method(
    name="财预〔2021〕101号",
    weights=(
        ("成本指标", Fraction(20)),
        ("产出指标", Fraction(40)),
        ("效益指标", Fraction(20)),
        ("满意度指标", Fraction(10)),
        ("预算执行率", Fraction(10)),
    ),
    rules=(
        ("正向", Rule("完成比例")),
        ("反向", Rule("扣减比例")),
        ("满意度指标", Rule("完成比例", pass_line=percent(60), full_line=percent(90))),
    ),
    bands=METHOD_10.bands,
    hint=METHOD_10.hint,
    grades=METHOD_10.grades,
)
SHIPPED = (METHOD_10, METHOD_101)


@dataclass(frozen=True)
class Spec:
    nodes: tuple[Node, ...]
    year: int = 2023
    method: Method = METHOD_10
    amount: Quantity | None = None  # 金额, where it is a quantity


@dataclass(frozen=True)
class Result:
    name: str
    outcome: str
    completion: Fraction | None
    weight: Fraction
    score: Fraction
    over: bool  # over-completion
    over_budget: bool = False


@dataclass(frozen=True)
class Card:
    results: tuple[Result, ...]
    total: Fraction
    grade: str | None
    due_weight: Fraction
    not_due_weight: Fraction


class WeightError(Exception):
    """The weights of a spec break a rule; `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# Weights


def indicators(
    nodes: Iterable[Node], path: tuple[str, ...] = ()
) -> Iterator[tuple[Indicator, tuple[str, ...]]]:
    """Every indicator in the order of the lines, with the names of its groups, outermost first."""
    for node in nodes:
        if isinstance(node, Indicator):
            yield node, path
        else:
            yield from indicators(node.nodes, (*path, node.name))


def with_budget(spec: Spec) -> tuple[Node, ...]:
    # 预算执行率: "A spec whose 金额 is a quantity has this group with one indicator of that name
    # (a row written in the table stands for it)". The group stands last.
    if spec.amount is None:
        return spec.nodes
    if any(indicator.name == BUDGET_RATE for indicator, _ in indicators(spec.nodes)):
        return spec.nodes
    target = Bound("up", Quantity(Fraction(100), "%"))
    return (*spec.nodes, Group(BUDGET_RATE, (Indicator(BUDGET_RATE, target),)))


def top_groups(spec: Spec) -> tuple[Group, ...]:
    # Weights 1: "Targets outside any group form one". It stands where the first of them does.
    nodes = with_budget(spec)
    loose = tuple(node for node in nodes if isinstance(node, Indicator))
    groups: list[Group] = []
    for node in nodes:
        if isinstance(node, Group):
            groups.append(node)
        elif node is loose[0]:
            groups.append(Group("", loose))
    return tuple(groups)


def group_points(spec: Spec) -> tuple[list[Fraction], Fraction]:
    """The exact points of each top group before scaling, and A as it counts."""
    method = spec.method
    groups = top_groups(spec)
    known = [method.weight_of(group.name) for group in groups]
    written = [group.weight for group in groups if group.weight is not None]
    if not written and not any(weight is not None for weight in known):
        # Weights 1: "where the method knows none of the spec's groups and none is written, they
        # share equally". They share all 100, so A counts as 0.
        return [Fraction(100, len(groups)) for _ in groups], Fraction(0)

    # Weights 1: "Let A be the points of the method's groups that the spec lacks".
    lacking = sum(
        (
            points
            for name, points in method.all_weights()
            if not any(same_group(name, group.name) for group in groups)
        ),
        Fraction(0),
    )
    total = sum(written, Fraction(0))
    if len(written) == len(groups):
        # Weights 1: "If all are written they add up to 100 (then A counts as 0) or to 100 − A;
        # anything else is an error".
        if total == 100:
            return written, Fraction(0)
        if total == 100 - lacking:
            return written, lacking
        raise WeightError("the groups' weights do not add up")

    # Weights 1: "A group that neither the spec nor the method weighs is an error".
    if any(group.weight is None and own is None for group, own in zip(groups, known, strict=True)):
        raise WeightError("a group without any weight")
    # Weights 1: "groups without one share 100 − A − (the written) in proportion to the method's
    # weights".
    rest = 100 - lacking - total
    if rest < 0:
        raise WeightError("more written than the groups have")
    if rest == 0:
        raise WeightError("nothing left for a group")  # Weights 2: "so is a weight of 0"
    waiting = sum(
        (own for group, own in zip(groups, known, strict=True) if group.weight is None and own),
        Fraction(0),
    )
    points = []
    for group, own in zip(groups, known, strict=True):
        if group.weight is not None:
            points.append(group.weight)
        else:
            assert own is not None
            points.append(rest * own / waiting)
    return points, lacking


def takers(nodes: Iterable[Node]) -> Iterator[Node]:
    """What has a share in a group: weighted inner groups, and indicators "however deep"."""
    for node in nodes:
        if isinstance(node, Indicator) or node.weight is not None:
            yield node
        else:
            yield from takers(node.nodes)


def share_out(nodes: Iterable[Node], points: Fraction) -> Iterator[tuple[str, Fraction]]:
    """The exact points of each indicator below a group that has these points."""
    # Weights 2: "Inside a group, written weights (of indicators and of inner groups, which then
    # share out their own) hold, in the same points; the rest is shared equally by the remaining
    # indicators, however deep."
    found = list(takers(nodes))
    waiting = sum(1 for node in found if node.weight is None)
    rest = points - sum((node.weight for node in found if node.weight is not None), Fraction(0))
    # Weights 2: "More written than there is, or less with nobody left to take it, is an error; so
    # is a weight of 0."
    if rest < 0:
        raise WeightError("more written than a group has")
    if rest > 0 and waiting == 0:
        raise WeightError("less written than a group has")
    if rest == 0 and waiting > 0:
        raise WeightError("nothing left for an indicator")
    for node in found:
        share = rest / waiting if node.weight is None else node.weight
        if isinstance(node, Group):
            yield from share_out(node.nodes, share)
        else:
            yield node.name, share


def written_weights(nodes: Iterable[Node]) -> Iterator[Fraction]:
    for node in nodes:
        if node.weight is not None:
            yield node.weight
        if isinstance(node, Group):
            yield from written_weights(node.nodes)


def largest_remainder(shares: Sequence[Fraction], figure: Fraction) -> list[Fraction]:
    """Split a figure of whole cents in proportion to the shares, in whole cents."""
    # Weights 3: "The shares are then made in units of 0.01 by largest remainder, ties to the
    # earlier line". The quota of a share is figure × share / sum of the shares.
    quotas = [figure * share / sum(shares) / CENT for share in shares]
    units = [quota.numerator // quota.denominator for quota in quotas]
    left = int(figure / CENT) - sum(units)
    order = sorted(range(len(quotas)), key=lambda place: (units[place] - quotas[place], place))
    for place in order[:left]:
        units[place] += 1
    return [unit * CENT for unit in units]


def weigh(spec: Spec) -> dict[str, Fraction]:
    """The weight of each indicator by its name, or a WeightError."""
    groups = top_groups(spec)
    if any(weight == 0 for weight in written_weights(groups)):
        raise WeightError("a weight of 0")  # Weights 2
    points, lacking = group_points(spec)
    exact = [list(share_out(group.nodes, own)) for group, own in zip(groups, points, strict=True)]
    # Weights 3: "All points are scaled by 100/(100 − A)".
    scale = 100 / (100 - lacking)
    # Weights 3: "first the groups, to 100.00, then each group's indicators, to the group's figure".
    figures = largest_remainder([own * scale for own in points], Fraction(100))
    weights: dict[str, Fraction] = {}
    for shares, figure in zip(exact, figures, strict=True):
        parts = largest_remainder([share * scale for _, share in shares], figure)
        weights.update((name, part) for (name, _), part in zip(shares, parts, strict=True))
    return weights


# Completion

UPWARD = (">=", ">", "up")
DOWNWARD = ("<=", "<", "down")


def rule_of(indicator: Indicator, path: Sequence[str], method: Method) -> Rule | None:
    """Own 评分, else the entry of the innermost group that has one, else the direction's."""
    if indicator.scoring is not None:
        return indicator.scoring
    target = indicator.target
    entry = next((rule for name in reversed(path) if (rule := method.rule(name))), None)
    if isinstance(target, Text | Deadline):
        return entry  # no direction, so no direction's entry
    # `=` and ranges have no direction and use the 正向 entry.
    down = isinstance(target, Bound) and target.op in DOWNWARD
    direction = method.rule("反向" if down else "正向")
    if entry is None:
        return direction
    if entry.full_line is not None and not is_upward_ratio(target):
        return direction  # a 满分线 holds for upward ratios; others use their direction's entry
    if not fits(entry.kind, target):
        return direction
    return entry


def is_upward_ratio(target: Target) -> bool:
    return isinstance(target, Bound) and target.op in UPWARD and target.value.dimension == "ratio"


def fits(kind: str, target: Target) -> bool:
    """Whether the table of completion has a line for this rule and this target."""
    # `=` and ranges go with 正向, so 扣减比例 and 倒数比例 are rules of ≤, < and 反向 only.
    down = isinstance(target, Bound) and target.op in DOWNWARD
    return kind == "直接" or (kind == "完成比例") != down


def is_met(target: Target, actual: Actual) -> bool:
    # Completion, the column "met".
    match target, actual:
        case Bound(op, value), Quantity():
            a, t = actual.exact, value.exact
            return {
                ">=": a >= t,
                "up": a >= t,
                ">": a > t,
                "<=": a <= t,
                "down": a <= t,
                "<": a < t,
                "=": a == t,
            }[op]
        case Range(low, high), Quantity():
            return low.exact <= actual.exact <= high.exact
        case Deadline(day), date():
            return actual <= day
        case Text(), Level(band):
            return band == "达成"
    raise TypeError(f"{actual!r} is no actual of {target!r}")


def unmet_ratio(target: Bound | Range, a: Fraction, kind: str) -> Fraction:
    """Completion, the column "c when not met", before any line of the rule."""
    zero = Fraction(0)
    if isinstance(target, Range):
        # lo ~ hi: "1 − (distance to the nearer end)/max(abs lo, abs hi), at least 0"
        low, high = target.low.exact, target.high.exact
        distance = low - a if a < low else a - high
        return max(zero, 1 - distance / max(abs(low), abs(high)))
    t = target.value.exact
    if target.op == "=":
        # "1 − abs(a−t)/abs(t), at least 0; 0 where t = 0"
        return zero if t == 0 else max(zero, 1 - abs(a - t) / abs(t))
    if t <= 0:
        return zero  # "0 where t ≤ 0", in every line of the two directions
    if target.op in UPWARD:
        # ≥: "a/t, at least 0"; >: "as for ≥, at most 1"
        return min(Fraction(1), max(zero, a / t))
    if kind == "倒数比例":
        return min(Fraction(1), t / a)  # "t/a"; a > 0 here, as a ≥ t > 0
    # "1 − (a−t)/t, at least 0"; <: "as for ≤, at most 1"
    return min(Fraction(1), max(zero, 1 - (a - t) / t))


def completion(
    target: Target, actual: Actual, rule: Rule | None, bands: Mapping[str, Fraction]
) -> Fraction:
    met = is_met(target, actual)
    if isinstance(actual, Level):
        # text: "the share given, else the band's lowest"; "达成 with a share earns the share, 达成
        # alone earns 1"
        if not met and rule is not None and rule.kind == "直接":
            return Fraction(0)  # "直接 scoring makes c of everything unmet 0"
        if actual.share is not None:
            return actual.share
        return Fraction(1) if met else bands[actual.band]
    if met:
        return Fraction(1)  # "A met quantity has c = 1"
    if isinstance(target, Deadline):
        return Fraction(0)  # deadline: 0
    assert isinstance(target, Bound | Range)
    assert isinstance(actual, Quantity)
    assert rule is not None
    if rule.kind == "直接":
        return Fraction(0)
    if rule.full_line is not None and is_upward_ratio(target):
        # "满分线: the actual at which full marks are earned whatever the target, c = a/满分线 below
        # it"
        c = min(Fraction(1), max(Fraction(0), actual.exact / rule.full_line))
    else:
        c = unmet_ratio(target, actual.exact, rule.kind)
    if rule.pass_line is not None and c < rule.pass_line:
        return Fraction(0)  # "及格线: c below it is 0"
    return c


def full_marks_unmet(target: Target, actual: Actual, rule: Rule | None) -> bool:
    """The one exception to the cap: unmet, and yet at the 满分线 or above."""
    return (
        rule is not None
        and rule.full_line is not None
        and is_upward_ratio(target)
        and isinstance(actual, Quantity)
        and actual.exact >= rule.full_line
    )


def half_up(value: Fraction) -> Fraction:
    """A value that is not negative, rounded half up to 0.01."""
    units = value / CENT + Fraction(1, 2)
    return (units.numerator // units.denominator) * CENT


def score_of(weight: Fraction, c: Fraction, *, capped: bool) -> Fraction:
    # Score: "weight × c, rounded half up to 0.01; what is not met earns at most weight − 0.01;
    # never below 0".
    score = half_up(weight * c)
    if capped:
        score = min(score, weight - CENT)
    return max(Fraction(0), score)


def is_over_budget(indicator: Indicator, actual: Actual, spec: Spec) -> bool:
    # 预算执行率: "c = the rate, at most 1; above 100% is flagged"
    own = indicator.name == BUDGET_RATE and spec.amount is not None
    return own and isinstance(actual, Quantity) and actual.exact > 1


def is_over(indicator: Indicator, actual: Actual, spec: Spec) -> bool:
    target = indicator.target
    if not isinstance(target, Bound) or not isinstance(actual, Quantity):
        return False
    # Over-completion: "flagged from the method's 超额提示 up (upward targets with t > 0)"
    hint = spec.method.over_hint()
    t = target.value.exact
    return hint is not None and target.op in UPWARD and t > 0 and actual.exact / t >= hint


def actual_of(
    indicator: Indicator, actuals: Mapping[str, Actual | None], spec: Spec
) -> Actual | None:
    actual = actuals.get(indicator.name)
    if indicator.name == BUDGET_RATE and spec.amount is not None and actual is None:
        # 预算执行率: "its actual is 预算执行率 (a ratio) or 预算执行数 (an amount, in 金额's unit
        # when bare, divided by 金额)"
        spent = actuals.get(BUDGET_SPENT)
        if isinstance(spent, Quantity):
            return Quantity(100 * spent.exact / spec.amount.exact, "%")
    return actual


def due_day(indicator: Indicator, spec: Spec) -> date:
    # Outcomes: "An indicator is due at its 时限, else its deadline, else the end of 年度".
    if indicator.due is not None:
        return indicator.due
    if isinstance(indicator.target, Deadline):
        return indicator.target.day
    return date(spec.year, 12, 31)


def outcome_of(indicator: Indicator, actual: Actual | None, spec: Spec, as_of: date | None) -> str:
    # Outcomes: "met, partial (qualitative only), missed, unreported (no row, or a blank), not due"
    if actual is None:
        outcome = "unreported"
    elif is_met(indicator.target, actual):
        return "met"  # Outcomes: "With `as_of`, what is met is scored"
    elif isinstance(actual, Level) and actual.band == "部分达成":
        outcome = "partial"
    else:
        outcome = "missed"
    # Outcomes: "what is unmet or unreported and not yet due is not due"; "Without `as_of` all is
    # due".
    if as_of is not None and as_of < due_day(indicator, spec):
        return "not_due"
    return outcome


def evaluate(spec: Spec, actuals: Mapping[str, Actual | None], as_of: date | None = None) -> Card:
    weights = weigh(spec)
    bands = dict(spec.method.all_bands())
    results = []
    for indicator, path in indicators(with_budget(spec)):
        weight = weights[indicator.name]
        actual = actual_of(indicator, actuals, spec)
        outcome = outcome_of(indicator, actual, spec, as_of)
        if actual is None or outcome == "not_due":
            # Outcomes: "Unreported earns 0"; not due is "left out"
            results.append(Result(indicator.name, outcome, None, weight, Fraction(0), False))
            continue
        rule = rule_of(indicator, path, spec.method)
        c = completion(indicator.target, actual, rule, bands)
        capped = outcome != "met" and not full_marks_unmet(indicator.target, actual, rule)
        score = score_of(weight, c, capped=capped)
        flags = is_over(indicator, actual, spec), is_over_budget(indicator, actual, spec)
        results.append(Result(indicator.name, outcome, c, weight, score, *flags))
    # Total: "the sum of the scores as shown"
    total = sum((result.score for result in results), Fraction(0))
    # Outcomes: "its weight shown apart", "and no grade while anything is not due"
    waiting = [result.weight for result in results if result.outcome == "not_due"]
    not_due = sum(waiting, Fraction(0))
    grade = None
    if not waiting:
        # Grade: "the first grade whose bound the total reaches"
        grade = next((name for name, least in spec.method.all_grades() if total >= least), None)
    return Card(tuple(results), total, grade, Fraction(100) - not_due, not_due)
