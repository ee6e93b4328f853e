"""A `Spec` as text: one that was built without text, or an official table that was read into a spec.

What a spec takes in from other files (units, methods, catalogue) is written into it: the text stands
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.attributes import Attributes, LongTerm
from perfgoals.errors import Problem, Span, SpecError
from perfgoals.method import Method, Monitoring, Outcome
from perfgoals.model import Group, Indicator, IndicatorDefinition, Spec, Task, TaskType
from perfgoals.parsing import (
    name_text,
    parse_spec,
    standard_methods,
    standard_monitoring,
    title_text,
)
from perfgoals.targets import Bound, Comparison, Direction, Target
from perfgoals.units import Dimension, Unit, UnitDefinition, find_unit, known_units, plain

__all__ = ["attribute_lines", "header_lines", "line_of", "spec_text", "task_lines"]

_TYPES = {TaskType.BINDING: "约束性任务", TaskType.GUIDING: "指导性任务"}
_DIRECTIONS = {Direction.UP: "正向", Direction.DOWN: "反向"}
_OUTCOMES = {Outcome.MET: "达成", Outcome.PARTIAL: "部分达成", Outcome.MISSED: "未达成"}


def spec_text(spec: Spec) -> str:
    """The canonical text of a spec. Raises SpecError for one that no text says, such as a name with
    a line break."""
    text = "\n".join(_spec(spec)) + "\n"
    try:
        again = parse_spec(text, spec.path)
    except SpecError as error:
        place = error.problems[0].span
        raise _unsayable(spec, place.line if place else 1) from error
    same = spec.monitoring if spec.monitoring.name else again.monitoring  # built without one
    if attrs.evolve(again, methods=()) != attrs.evolve(spec, methods=(), monitoring=same):
        raise _unsayable(spec, 1)
    return text


def _unsayable(spec: Spec, line: int) -> SpecError:
    span = Span(path=spec.path, line=line)
    return SpecError([Problem(code="PG008", span=span, values={"path": spec.path})])


def _spec(spec: Spec) -> Iterator[str]:
    sections = [
        list(header_lines(spec)),
        [_unit(definition) for definition in spec.units],
        *(list(_method(method)) for method in _methods(spec)),
        list(_monitoring(spec.monitoring)),
        *(list(_definition(definition)) for definition in spec.catalogue),
        list(_members(spec.members, "")),
        *(list(task_lines(task)) for task in spec.tasks),
    ]
    for number, section in enumerate(filter(None, sections)):
        if number:
            yield ""
        yield from section


def header_lines(spec: Spec) -> Iterator[str]:
    """The lines of a spec's header."""
    amount = spec.amount
    fields = (
        ("资金", spec.fund),
        ("地区", spec.region),
        ("年度", None if spec.year is None else str(spec.year)),
        ("文号", spec.document),
        ("省级主管部门", spec.provincial_department),
        ("主管部门", spec.department),
        ("金额", None if amount is None else str(amount)),
        ("评分办法", None if spec.method == standard_methods()[0] else spec.method.name),
        ("总体目标", spec.goal),
    )
    for key, text in fields:
        yield from _keyed(key, text, "")


def _keyed(key: str, text: str | None, pad: str) -> Iterator[str]:
    """`KEY: text`; behind `|` where it would be read as something else."""
    if text is None:
        return
    if "#" in text or text.startswith("|"):
        yield f"{pad}{key}:"
        yield f"{pad}  | {text}"
    else:
        yield f"{pad}{key}: {text}"


# ---- the table ------------------------------------------------------------------------------------


def _members(members: Iterable[Group | Indicator], pad: str) -> Iterator[str]:
    for member in members:
        if isinstance(member, Indicator):
            yield f"{pad}{line_of(member)}"
            yield from attribute_lines(member.attributes, pad + "  ")
        else:
            yield f"{pad}{title_text(member.name)}{_weight(member.weight)}"
            yield from _members(member.members, pad + "  ")


def line_of(indicator: Indicator) -> str:
    """The line of an indicator: `新建污水管网 ≥ 80 公里 [6分]`."""
    promise = _promise(indicator.name, indicator.target)
    if indicator.change is not None:
        promise = f"{name_text(indicator.name)}: {indicator.change}"
    return f"{promise}{_weight(indicator.weight)}"


def _promise(name: str, target: Target) -> str:
    compares = isinstance(target, Bound) and target.op is not Comparison.REACH
    return f"{name_text(name)}{' ' if compares else ': '}{target}"


def _weight(weight: Decimal | None) -> str:
    return "" if weight is None else f" [{plain(weight)}分]"


def attribute_lines(attributes: Attributes, pad: str) -> Iterator[str]:
    """The block of a target."""
    scoring, direction = attributes.scoring, attributes.direction
    fields = (
        ("方向", None if direction is None else _DIRECTIONS[direction]),
        ("时限", _due(attributes.deadline)),
        ("评分", None if scoring is None else str(scoring)),
        ("口径", attributes.aggregation and attributes.aggregation.value),
        ("报送", attributes.reporting and attributes.reporting.value),
        ("算法", None if attributes.formula is None else str(attributes.formula)),
        ("基期", None if attributes.baseline is None else str(attributes.baseline)),
        ("数据来源", attributes.source),
        ("依据", attributes.basis),
        ("说明", attributes.note),
    )
    for key, text in fields:
        yield from _keyed(key, text, pad)
    for amendment in attributes.amendments:
        yield f"{pad}调整: {amendment}"
        yield from _keyed("依据", amendment.basis, pad + "  ")
    for example in attributes.examples:
        yield f"{pad}例: {example}"


def _due(deadline: object) -> str | None:
    if deadline is None:
        return None
    return deadline.value if isinstance(deadline, LongTerm) else str(deadline)


def task_lines(task: Task) -> Iterator[str]:
    """The block of a task."""
    yield f"任务: {task.name}"
    fields = (
        ("性质", _TYPES[task.type]),
        ("主管部门", task.department),
        ("用途类别", task.purpose),
        ("实施方式", task.implementation),
        ("完成时限", task.deadline_text or _due(task.deadline)),
        ("任务量", task.quantity_text),
        ("备注", task.remarks),
    )
    for key, text in fields:
        yield from _keyed(key, text, "  ")
    yield from _members(task.targets, "  ")


# ---- definitions ----------------------------------------------------------------------------------


def _methods(spec: Spec) -> tuple[Method, ...]:
    """The methods to be written: all that are not standard."""
    known = (*spec.all_methods, *spec.methods, spec.method)
    return tuple(dict.fromkeys(x for x in known if x not in standard_methods() and x.name))


def _method(method: Method) -> Iterator[str]:
    yield f"办法: {method.name}"
    weights = [f"{title_text(x.name)}{_weight(x.points)}" for x in method.weights]
    rules = [f"{name_text(x.name)}: {x.scoring}" for x in method.scoring]
    bands = [f"{_OUTCOMES[x.outcome]} ≥ {x.lowest}" for x in method.bands]
    grades = [f"{name_text(x.name)} ≥ {plain(x.bound)}" for x in method.grades]
    for title, lines in (("权重", weights), ("赋分", rules), ("定性", bands)):
        yield from _section(title, lines)
    if method.over_completion is not None:
        yield f"  超额提示: {method.over_completion}"
    yield from _section("等级", grades)


def _monitoring(monitoring: Monitoring) -> Iterator[str]:
    if monitoring == standard_monitoring() or not monitoring.name:
        return
    yield f"监控办法: {monitoring.name}"
    for title, lights in (("进度", monitoring.pace), ("达标", monitoring.attainment)):
        yield from _section(title, [f"{name_text(x.name)} ≥ {x.lowest}" for x in lights])


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"  {title}"
        yield from (f"    {line}" for line in lines)


def _definition(definition: IndicatorDefinition) -> Iterator[str]:
    yield f"指标: {definition.name}"
    fields = (
        ("单位", definition.unit.text if definition.unit else None),
        ("级别", "/".join(definition.level) or None),
        ("方向", definition.direction and _DIRECTIONS[definition.direction]),
        ("口径", definition.aggregation and definition.aggregation.value),
        ("报送", definition.reporting and definition.reporting.value),
        ("取值", None if definition.values is None else str(definition.values)),
        ("说明", definition.note),
    )
    for key, text in fields:
        yield from _keyed(key, text, "  ")


def _unit(definition: UnitDefinition) -> str:
    """`单位: 筐 = 25 千克`: by a unit that ships with the language."""
    unit = definition.unit
    basis = _basis(unit.dimension) or unit
    factor = unit.factor / basis.factor
    return f"单位: {definition.name} = {_fraction(factor)} {basis.text}"


def _fraction(number: Fraction) -> str:
    return str(number)  # an integer, or 2000/3


def _basis(dimension: Dimension) -> Unit | None:
    """A known unit, perhaps a compound, of a dimension."""
    alone: dict[tuple[tuple[str, int], ...], str] = {}
    for word in known_units():
        unit = find_unit(word)
        if unit and unit.dimension.terms:
            alone.setdefault(unit.dimension.terms, word)
    if dimension.terms in alone:
        return find_unit(alone[dimension.terms])
    over = tuple(term for term in dimension.terms if term[1] > 0)
    under = [((base, -power),) for base, power in dimension.terms if power < 0]
    words = [alone.get(over), *(alone.get(term) for term in under)]
    return find_unit("/".join(filter(None, words))) if all(words) else None
