"""The last step of reading: header, methods, and what only the whole table can show to be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from perfgoals import messages, nearest
from perfgoals.attributes import NO_ATTRIBUTES, can_add_up, can_join
from perfgoals.errors import Flaw, Problem, Related, Span
from perfgoals.levels import BUDGET_EXECUTION, level
from perfgoals.method import Method, Monitoring, Scoring
from perfgoals.model import Definitions, Group, Indicator, IndicatorDefinition, Spec, Task
from perfgoals.names import fold
from perfgoals.parsing.builder import Member
from perfgoals.parsing.formulas import check_formulas
from perfgoals.parsing.methods import based_on, read_method, unknown_method
from perfgoals.parsing.nodes import Keyed, MethodNode, join, only
from perfgoals.parsing.pieces import Source
from perfgoals.quantities import read_quantity, two_units
from perfgoals.targets import Bound, Comparison, Target, identity
from perfgoals.units import (
    PERCENT,
    Dimension,
    Quantity,
    UnitDefinition,
    exact_decimal,
    find_unit,
    scope,
)
from perfgoals.weights import weight_problems

__all__ = ["DEFAULT_METHOD", "LANGUAGE_VERSION", "LESS_IS_BETTER", "build_spec"]

LANGUAGE_VERSION = 1
"""The newest `语言版本` that this library reads."""

DEFAULT_METHOD = "财预〔2020〕10号"
"""The scoring method of a spec that names none."""

LESS_IS_BETTER = (
    "误差率", "差错", "逾期率", "逾期", "投诉", "争议率", "违约率", "违规", "事故", "死亡率", "发病率",
    "贫困发生率", "返贫率", "返贫人数", "死亡", "伤亡", "延误", "排放", "污染", "故障", "损失",
    "失业率", "流失率", "空置率", "拖欠", "超支", "能耗", "不良率", "缺陷率", "退货率",
    "返工", "漏损", "损耗", "信访量", "药占比", "次均费用", "化肥用量", "农药用量", "感染率", "复发率",
    "辍学", "时限", "耗时", "等待", "响应时间", "处理时间", "办理时间",
    "waiting", "response time", "leakage", "rework", "error rate",
    "overdue", "complaint", "accident", "mortality", "unemployment", "defect",
)  # fmt: skip
"""Words of a name that say that less is better: a bare value there needs a sign or a 方向."""


def build_spec(
    preamble: Sequence[object],
    body: Sequence[object],
    source: Source,
    known: Sequence[Method],
    sha256: str,
    standard_monitoring: Monitoring,
) -> Spec:
    """The specification; what is wrong is reported to the source."""
    parts = (*preamble, *body)
    header = [part for part in preamble if isinstance(part, Keyed)]
    nodes = [part for part in parts if isinstance(part, MethodNode)]
    members = tuple(part for part in body if isinstance(part, Group | Indicator))
    kinds = dict.fromkeys(line.kind for line in header if line.kind != "USE")
    fields = {kind: only(header, kind) for kind in kinds}
    _check_version(fields.get("LANGUAGE"))
    standard, known = known, (*known, *source.methods)
    methods = _methods(nodes, known, source)
    own = next((part for part in parts if isinstance(part, Monitoring)), None)
    monitoring = own or source.monitoring
    tasks = tuple(part for part in body if isinstance(part, Task))
    spec = Spec(
        members=members,
        tasks=tasks,
        method=_method(fields.get("USE_METHOD"), methods, {fold(_named(x.head)) for x in nodes}),
        monitoring=monitoring or standard_monitoring,
        methods=tuple(method for method in methods.values() if method not in known),
        fund=_read(fields, "FUND", _text),
        region=_read(fields, "REGION", _text),
        year=_read(fields, "YEAR", _year),
        document=_read(fields, "DOCUMENT", _text),
        provincial_department=_read(fields, "PROVINCIAL_DEPARTMENT", _text),
        department=_read(fields, "DEPARTMENT", _text),
        amount=_read(fields, "AMOUNT", _amount),
        goal=_read(fields, "GOAL", _text),
        all_methods=tuple(m for m in methods.values() if m not in standard),
        places=tuple((x.kind.lower(), x.piece.span) for x in fields.values() if x),
        silences=source.silences,
        units=scope(),
        catalogue=source.definitions,
        definitions=Definitions(
            indicators=tuple(x for x in parts if isinstance(x, IndicatorDefinition)),
            units=tuple(x for x in parts if isinstance(x, UnitDefinition)),
            methods=tuple(method for method in methods.values() if method not in known),
            monitoring=monitoring,
        ),
        path=source.path,
        sha256=sha256,
    )
    kinds_of_definitions = IndicatorDefinition | UnitDefinition | MethodNode | Monitoring
    defines = any(
        isinstance(x, kinds_of_definitions) or (isinstance(x, Keyed) and x.kind == "USE")
        for x in parts
    )
    if not (members or tasks or defines or source.problems):
        source.problems.append(Problem(code="PG101", span=_top(source)))
    _check_groups(members, source)
    _check_budget(spec, source)
    with_formula = _check_indicators(members, spec.method, source)
    check_formulas(spec, with_formula, source)
    for target in (target for task in tasks for target in task.targets):
        _check_bare(target, False, source)
    if not source.problems:  # weights of a table with errors would only echo them
        source.problems.extend(weight_problems(spec))
    return spec


# ---- the header -------------------------------------------------------------------------------

T = TypeVar("T")


def _read(fields: dict[str, Keyed | None], kind: str, read: Callable[[Keyed], T]) -> T | None:
    line = fields.get(kind)
    if line is None:
        return None
    try:
        return read(line)
    except Flaw as flaw:
        source = line.key.source
        after = [x for x in source.problems if x.span and x.span.line == line.key.line + 1]
        if not any(x.code == "PG170" for x in after):  # its text is there, but not indented
            source.report(flaw, line.key if flaw.code == "PG120" else line.piece)
        return None


def _text(line: Keyed) -> str:
    return line.value()


def _year(line: Keyed) -> int:
    text = line.value().removesuffix("年").strip()
    if not (text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2999):
        raise Flaw("PG140", 0, len(line.value()), text=line.value())
    return int(text)


def _amount(line: Keyed) -> Quantity | str:
    text = line.value()
    quantity = read_quantity(text)
    if quantity is None:
        if any(map(str.isdigit, text)) or text[0] in "≥≤<>=":  # 约1200万元 is no amount and no text
            raise Flaw("PG141", 0, len(text), amount=text)
        return text
    unit = find_unit("万元") if "万元" in line.key.value else None
    if unit and quantity.dimension.is_bare and not quantity.unit.text:
        quantity = Quantity(quantity.value, unit)
    elif unit and not quantity.unit.means_the_same_as(unit):
        raise two_units(text, unit, quantity.unit, quantity.value)
    if quantity.dimension.terms != (("money", 1),) or quantity.value <= 0:
        raise Flaw("PG141", 0, len(text), amount=text)
    return quantity


def _check_version(line: Keyed | None) -> None:
    if line is None:
        return
    text = line.text.value if line.text else ""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= LANGUAGE_VERSION:
        flaw = Flaw("PG142", 0, len(text), version=text, newest=str(LANGUAGE_VERSION))
        line.key.source.report(flaw, line.piece)


# ---- methods ----------------------------------------------------------------------------------


def _methods(
    nodes: Sequence[MethodNode], known: Sequence[Method], source: Source
) -> dict[str, Method]:
    """Every method by its folded name: the standard ones and those of the file."""
    methods = {fold(method.name): method for method in known}
    for node in _in_order(nodes, source):
        method = read_method(node, methods)
        if method is None:
            continue
        if fold(method.name) in methods:
            flaw = Flaw("PG138", 0, len(method.name), name=method.name)
            first = methods[fold(method.name)]
            source.report(flaw, node.head.piece, *_defined(first, known, source))
            continue
        methods[fold(method.name)] = method
    return methods


def _defined(method: Method, known: Sequence[Method], source: Source) -> tuple[Related, ...]:
    """Where a method is defined; the standard ones are in no file of the user's."""
    if not method.span or (method in known and method not in source.methods):
        return ()
    return (Related(span=method.span, phrase="related.first"),)


def _in_order(nodes: Sequence[MethodNode], source: Source) -> Iterator[MethodNode]:
    """Methods after those they start from; a ring of them is an error."""
    waiting = {fold(_named(node.head)): node for node in nodes}
    if len(waiting) < len(nodes):  # two of one name: the second is reported when it is read
        yield from nodes
        return
    while waiting:
        ready = [name for name, node in waiting.items() if _base_name(node) not in waiting]
        for name in ready:
            yield waiting.pop(name)
        if not ready:
            for node in waiting.values():
                text = _named(node.head)
                source.report(Flaw("PG156", 0, len(text), name=text), node.head.piece)
            return


def _named(line: Keyed | None) -> str:
    return join(line.text.value if line and line.text else "", line.more if line else ())


def _base_name(node: MethodNode) -> str:
    return fold(_named(based_on(node)))


def _method(line: Keyed | None, methods: dict[str, Method], defined: set[str]) -> Method:
    """The method that the spec is scored by."""
    default = methods.get(fold(DEFAULT_METHOD), Method(name=""))
    if line is None:
        return default
    name = _named(line)
    if fold(name) not in methods and fold(name) not in defined:
        line.key.source.report(unknown_method(name, methods), line.piece)
    return methods.get(fold(name), default)


# ---- the table --------------------------------------------------------------------------------


def _check_groups(members: Sequence[Member], source: Source) -> None:
    """A top-level group stands once: two of one level would share its points in silence."""
    seen: dict[str, Group] = {}
    for group in members:
        if not isinstance(group, Group):
            continue
        key = fold(level(group.name))
        if key in seen:
            _report(source, "PG143", group, seen[key], name=group.name)
        seen.setdefault(key, group)


def _check_indicators(members: Sequence[Member], method: Method, source: Source) -> list[Indicator]:
    """Report what is wrong with single indicators; those that have a formula are given back."""
    with_formula: list[Indicator] = []
    seen: dict[tuple[str, Dimension | str], Indicator] = {}
    for indicator, in_cost in _indicators(members):
        twin = seen.setdefault(indicator.identity, indicator)
        if twin is not indicator:
            _report(source, "PG144", indicator, twin, name=indicator.name)
            continue
        _check_bare(indicator, in_cost, source)
        if indicator.attributes is NO_ATTRIBUTES and indicator.definition is None:
            continue  # most lines
        _check_joining(indicator, source)
        if indicator.attributes.scoring is not None:
            _check_scoring(indicator, indicator.attributes.scoring, method, source)
        if indicator.attributes.formula is not None:
            with_formula.append(indicator)
    return with_formula


def _check_budget(spec: Spec, source: Source) -> None:
    """预算执行率 is a ratio, 预算执行数 divided by 金额: nothing else can be its target."""
    promised = (target for task in spec.tasks for target in task.targets)
    for indicator in (*spec.indicators, *promised):
        if fold(indicator.name) != BUDGET_EXECUTION:
            continue
        target = indicator.target
        measure = identity(target)
        if isinstance(measure, Dimension) and measure.is_ratio:
            continue
        found = messages.both(f"measure.{measure}") if isinstance(measure, str) else measure.both()
        values: dict[str, messages.Value] = {
            "name": indicator.name,
            "target": str(target),
            "found": found,
            "wanted": PERCENT.dimension.both(),
            "write": indicator.name + _as_rate(target, spec.amount),
        }
        source.problems.append(Problem(code="PG227", span=indicator.span, values=values))


def _as_rate(target: Target, budget: Quantity | str | None) -> str:
    """The target as a percentage: an amount as its share of 金额 where that is a decimal, a bare
    number as it stands, or hundredfold where it was meant as a share; else what every budget has."""
    value = target.value if isinstance(target, Bound) else None
    percent = None
    if value and value.dimension.is_bare:
        percent = exact_decimal(value.amount() * (1 if value.amount() > 1 else 100))
    elif value and isinstance(budget, Quantity) and value.dimension == budget.dimension:
        percent = exact_decimal(value.amount() / budget.amount() * 100)
    if not isinstance(target, Bound) or percent is None:
        return " ≥ 100%"
    rate = Bound(target.op, Quantity(percent, PERCENT))
    return f": {rate}" if target.op is Comparison.REACH else f" {rate}"


def _check_joining(indicator: Indicator, source: Source) -> None:
    """A 口径 and a 报送 must make sense of the target, whoever says them."""
    target, has_formula = indicator.target, indicator.attributes.formula is not None
    over_units, over_time = indicator.aggregation, indicator.reporting
    wrong: list[tuple[str, str, str]] = []
    if over_units and not can_join(over_units, target, has_formula=has_formula):
        wrong.append(("PG171", "AGGREGATION", over_units.value))
    if over_time and not can_add_up(over_time, target, has_formula=has_formula):
        wrong.append(("PG172", "REPORTING", over_time.value))
    for code, kind, rule in wrong:
        values = {"name": indicator.name, "rule": rule, "target": str(target)}
        source.problem_of(code, indicator, kind, values)


def _check_scoring(
    indicator: Indicator, own: Scoring | str, method: Method, source: Source
) -> None:
    """A 评分 must be known to the method and fit its target."""
    scoring = method.scoring_of(own) if isinstance(own, str) else own
    values: dict[str, messages.Value] = {
        "name": indicator.name,
        "scoring": str(own),
        "target": str(indicator.target),
    }
    if scoring is None:
        near = nearest.hint(str(own), [entry.name for entry in method.scoring])
        values |= {"method": method.name, **near}
        source.problem_of("PG139", indicator, "SCORING", values)
    elif not indicator.takes(scoring):
        values["scoring"] = scoring.rule.value
        source.problem_of("PG148", indicator, "SCORING", values)


def _indicators(
    members: Sequence[Member], in_cost: bool = False
) -> Iterator[tuple[Indicator, bool]]:
    """Every indicator, and whether it stands under 成本."""
    for member in members:
        if isinstance(member, Indicator):
            yield member, in_cost
        else:
            is_cost = "成本" in level(member.name) or "cost" in member.name.lower()
            yield from _indicators(member.members, in_cost or is_cost)


def _check_bare(indicator: Indicator, in_cost: bool, source: Source) -> None:
    """A bare value guesses no direction where less may be better."""
    target = indicator.target
    if not isinstance(target, Bound) or target.op is not Comparison.REACH:
        return
    defined = indicator.definition
    known = indicator.attributes.direction or (defined and defined.direction)
    if known or source.lacks_definitions:
        return
    name = indicator.name.lower()
    word = next((word for word in LESS_IS_BETTER if word in name), None)
    if target.value.value == 0:
        code = "PG145"
    elif in_cost:
        code = "PG146"
    elif word:
        code = "PG147"
    else:
        return
    bounds = f"{indicator.name} ≤ {target.value}", f"{indicator.name} ≥ {target.value}"
    values: dict[str, messages.Value] = {
        "name": indicator.name,
        "value": str(target.value),
        "word": word or "",
        "write": messages.either(*bounds),
    }
    source.problems.append(Problem(code=code, span=indicator.span, values=values))


def _report(
    source: Source, code: str, again: Group | Indicator, first: Group | Indicator, **values: str
) -> None:
    related = (Related(span=first.span, phrase="related.first"),) if first.span else ()
    source.problems.append(Problem(code=code, span=again.span, values=values, related=related))


def _top(source: Source) -> Span:
    return Span(path=source.path, line=1)
