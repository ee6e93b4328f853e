"""Scoring methods: `办法:` blocks to `Method`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

import attrs

from perfgoals import messages, nearest
from perfgoals.errors import Flaw, Related
from perfgoals.levels import level
from perfgoals.method import Band, Grade, GroupWeight, Method, Outcome, Rule, Scoring, ScoringEntry
from perfgoals.names import fold
from perfgoals.parsing.nodes import Entry, Keyed, MethodNode, Point, Section, only, weight_of
from perfgoals.parsing.pieces import Piece
from perfgoals.quantities import read_quantity
from perfgoals.targets import Bound, Comparison
from perfgoals.units import Quantity, plain
from perfgoals.values import read_cell

__all__ = ["based_on", "read_method", "read_scoring", "unknown_method"]

_RULES = {
    "完成比例": Rule.PROPORTIONAL,
    "proportional": Rule.PROPORTIONAL,
    "扣减比例": Rule.DEDUCTION,
    "deduction": Rule.DEDUCTION,
    "倒数比例": Rule.RECIPROCAL,
    "reciprocal": Rule.RECIPROCAL,
    "直接": Rule.DIRECT,
    "direct": Rule.DIRECT,
}
_LINES = {
    "及格线": "pass_line",
    "pass line": "pass_line",
    "满分线": "full_line",
    "full line": "full_line",
}
_OUTCOMES = {
    "达成": Outcome.MET,
    "met": Outcome.MET,
    "部分达成": Outcome.PARTIAL,
    "partial": Outcome.PARTIAL,
    "未达成": Outcome.MISSED,
    "missed": Outcome.MISSED,
}
# What a direction can be scored by; a 满分线 belongs to a group (满意度指标) or to a target's 评分.
_ALLOWED = {
    "正向": (Rule.PROPORTIONAL, Rule.DIRECT),
    "反向": (Rule.DEDUCTION, Rule.RECIPROCAL, Rule.DIRECT),
}
# The canonical names that a method's 赋分 may use for a direction.
_DIRECTIONS = {"up": "正向", "down": "反向"}


def read_scoring(text: str) -> Scoring | str:
    """`完成比例, 满分线 90%, 及格线 60%`; a single other word is a name that the method explains.

    Raises Flaw.
    """
    first, *rest = (part.strip() for part in re.split("[,，]", text))
    rule = _RULES.get(first)
    if rule is None:
        if rest or not first:
            raise Flaw("PG130", 0, len(text), rule=first, **nearest.hint(first, _RULES))
        return first
    lines: dict[str, Quantity] = {}
    for part in rest:
        name = next((word for word in _LINES if part.startswith(word)), None)
        value = read_quantity(part.removeprefix(name).strip()) if name else None
        if name is None or value is None or not value.dimension.is_ratio:
            raise Flaw("PG131", 0, len(text), part=part)
        if _LINES[name] in lines or not 0 < value.amount() <= 1:
            raise Flaw("PG131", 0, len(text), part=part)
        lines[_LINES[name]] = value
    return Scoring(rule=rule, **lines)


def read_method(node: MethodNode, known: Mapping[str, Method]) -> Method | None:
    """The method that a block defines, starting from a known one where it says 沿用."""
    source = node.head.key.source
    before = len(source.problems)
    try:
        name = node.head.value()
        base = _base(node, known)
    except Flaw as flaw:
        source.report(flaw, node.head.piece)
        return None
    method = attrs.evolve(base or Method(name=name), name=name, span=node.head.piece.span)
    seen: dict[str, Section] = {}
    for part in node.parts:
        if isinstance(part, Keyed):
            continue
        if part.key.type in seen:
            first = Related(span=seen[part.key.type].key.span, phrase="related.first")
            again = Flaw("PG118", 0, len(part.key.value), key=part.key.value)
            source.report(again, part.key, first)
            continue
        seen[part.key.type] = part
        if part.lines is None:
            before = -1
            continue
        method = _SECTIONS[part.key.type](method, part)
    over = only([part for part in node.parts if isinstance(part, Keyed)], "OVER_COMPLETION")
    if over:
        method = attrs.evolve(method, over_completion=_over_completion(over))
    if len(source.problems) == before:  # a method with errors would only echo them
        _check(method, node.head.piece)
    return method


def _check(method: Method, piece: Piece) -> None:
    """A method is complete, and its weights make 100."""
    values: dict[str, messages.Value] = {"method": method.name}
    size = len(piece.value)
    missing = [word for word, there in _needed(method) if not there]
    if missing:
        parts = messages.Both("、".join(missing), ", ".join(_ENGLISH[word] for word in missing))
        piece.source.report(Flaw("PG136", 0, size, **values, missing=parts), piece)
    total = sum((weight.points for weight in method.weights), Decimal(0))
    if method.weights and total != 100:
        added = " + ".join(f"{weight.name} {plain(weight.points)}" for weight in method.weights)
        flaw = Flaw("PG154", 0, size, **values, sum=plain(total), parts=added)
        piece.source.report(flaw, piece)


_ENGLISH = {"权重": "weights", "赋分": "rules", "定性": "bands", "等级": "grades"}


def _needed(method: Method) -> list[tuple[str, object]]:
    return [
        ("权重", method.weights),
        ("赋分", method.scoring_of("正向") and method.scoring_of("反向")),
        ("定性", len(method.bands) == len(set(_OUTCOMES.values()))),
        ("等级", method.grades),
    ]


def based_on(node: MethodNode) -> Keyed | None:
    """The 沿用 of a method, if it has one."""
    return next((x for x in node.parts if isinstance(x, Keyed) and x.kind == "BASED_ON"), None)


def _base(node: MethodNode, known: Mapping[str, Method]) -> Method | None:
    line = only([part for part in node.parts if isinstance(part, Keyed)], "BASED_ON")
    if line is None:
        return None
    wanted = line.value()
    if fold(wanted) not in known:
        line.key.source.report(unknown_method(wanted, known), line.piece)
        return None
    return known[fold(wanted)]


def unknown_method(name: str, known: Mapping[str, Method]) -> Flaw:
    """The flaw of a name that no method has, with those there are."""
    names = [method.name for method in known.values()]
    near = nearest.hint(name, names)
    return Flaw("PG137", 0, len(name), name=name, known="、".join(names[:_MOST_NAMES]), **near)


_MOST_NAMES = 10


def _over_completion(line: Keyed) -> Quantity | None:
    try:
        value = read_quantity(line.value())
        if value is None or not value.dimension.is_ratio or value.amount() < 1:
            raise Flaw("PG132", 0, len(line.value()), text=line.value())
    except Flaw as flaw:
        line.key.source.report(flaw, line.piece)
        return None
    return value


Line = TypeVar("Line", GroupWeight, ScoringEntry, Band, Grade)


def _section(section: Section, read: Callable[[Point | Entry], Line]) -> list[Line]:
    """The lines of a section; what is wrong with one is reported, and a name written twice."""
    found: dict[object, tuple[Line, Piece]] = {}
    for line in section.lines or ():
        source = line.name.source
        try:
            value = read(line)
        except Flaw as flaw:
            piece = line.name if isinstance(line, Point) or flaw.code == "PG133" else line.cell
            source.report(flaw, piece)
            continue
        if _key(value) in found:
            first = Related(span=found[_key(value)][1].span, phrase="related.first")
            source.report(
                Flaw("PG118", 0, len(line.name.value), key=line.name.value), line.name, first
            )
            continue
        found[_key(value)] = value, line.name
    _check_order(section, list(found.values()))
    return [value for value, _ in found.values()]


_ORDER = (Outcome.MET, Outcome.PARTIAL, Outcome.MISSED)


def _check_order(section: Section, lines: Sequence[tuple[Line, Piece]]) -> None:
    """Bands and grades go down: the first one that is reached holds."""
    bounds = [
        (line.bound, plain(line.bound), piece)
        if isinstance(line, Grade)
        else (line.lowest.amount(), str(line.lowest), piece)
        for line, piece in sorted(lines, key=lambda row: _rank(row[0]))
        if isinstance(line, Grade | Band)
    ]
    word = section.key.value
    for (upper, above, first), (lower, below, piece) in pairwise(bounds):
        if lower >= upper:
            texts = {"one": f"{piece.value} ≥ {below}", "other": f"{first.value} ≥ {above}"}
            flaw = Flaw("PG155", 0, len(piece.value), part=word, **texts)
            related = Related(span=first.span, phrase="related.higher")
            piece.source.report(flaw, piece, related)


def _rank(line: object) -> int:
    return _ORDER.index(line.outcome) if isinstance(line, Band) else 0


def _key(line: GroupWeight | ScoringEntry | Band | Grade) -> object:
    return line.outcome if isinstance(line, Band) else fold(level(line.name))


# 沿用 replaces whole entries: 权重, 定性 and 等级 are one each, since their lines only mean something
# together; of 赋分 each line is one.


def _weights(method: Method, section: Section) -> Method:
    return attrs.evolve(method, weights=tuple(_section(section, _point)))


def _rules(method: Method, section: Section) -> Method:
    lines = {_key(line): line for line in (*method.scoring, *_section(section, _rule))}
    return attrs.evolve(method, scoring=tuple(lines.values()))


def _bands(method: Method, section: Section) -> Method:
    return attrs.evolve(method, bands=tuple(_section(section, _band)))


def _grades(method: Method, section: Section) -> Method:
    return attrs.evolve(method, grades=tuple(_section(section, _grade)))


_SECTIONS = {"WEIGHTS": _weights, "RULES": _rules, "BANDS": _bands, "GRADES": _grades}


def _point(line: Point | Entry) -> GroupWeight:
    points = weight_of(line.weight) if isinstance(line, Point) else None
    if points is None or points <= 0:
        raise Flaw("PG135", 0, len(line.name.value), text=line.name.value)
    return GroupWeight(name=line.name.value, points=points)


def _rule(line: Point | Entry) -> ScoringEntry:
    assert isinstance(line, Entry)
    scoring = read_scoring(line.cell.value)
    if isinstance(scoring, str):
        raise Flaw("PG130", 0, len(scoring), rule=scoring, **nearest.hint(scoring, _RULES))
    name = _DIRECTIONS.get(line.name.value, line.name.value)
    if scoring.rule not in _ALLOWED.get(name, Rule) or (name in _ALLOWED and scoring.full_line):
        raise Flaw("PG149", 0, len(line.cell.value), name=name, scoring=line.cell.value)
    return ScoringEntry(name=name, scoring=scoring)


def _band(line: Point | Entry) -> Band:
    assert isinstance(line, Entry)
    outcome = _OUTCOMES.get(line.name.value)
    if outcome is None:
        name = line.name.value
        raise Flaw("PG133", 0, len(name), name=name, **nearest.hint(name, _OUTCOMES))
    bound = _bound(line)
    if bound is None or not bound.dimension.is_ratio or not 0 <= bound.amount() <= 1:
        raise Flaw("PG134", 0, len(line.cell.value), cell=line.cell.value, write="≥ 80%")
    return Band(outcome=outcome, lowest=bound)


def _grade(line: Point | Entry) -> Grade:
    assert isinstance(line, Entry)
    bound = _bound(line)
    if bound is None or not bound.dimension.is_bare:
        raise Flaw("PG134", 0, len(line.cell.value), cell=line.cell.value, write="≥ 90")
    return Grade(name=line.name.value, bound=bound.value)


def _bound(line: Entry) -> Quantity | None:
    target = read_cell(line.cell.value)
    at_least = isinstance(target, Bound) and target.op is Comparison.AT_LEAST
    return target.value if isinstance(target, Bound) and at_least else None
