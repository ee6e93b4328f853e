"""What each rule of the grammar makes: the driver calls these with the parts of a rule, bottom up.

A part that is None has been reported already and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from perfgoals import nearest
from perfgoals.cells import base_year
from perfgoals.errors import Flaw, Problem
from perfgoals.messages import Value, either
from perfgoals.method import Monitoring
from perfgoals.model import Group, Indicator, IndicatorDefinition, Task
from perfgoals.parsing.attributes import bound_of, read_attributes
from perfgoals.parsing.catalogue import (
    definition_of,
    read_definition,
    read_unit_definition,
    take_in,
)
from perfgoals.parsing.monitoring import read_monitoring
from perfgoals.parsing.nodes import Entry, Keyed, MethodNode, Point, Section, join, weight_of
from perfgoals.parsing.pieces import Piece
from perfgoals.parsing.tasks import read_task
from perfgoals.quantities import NUMBER
from perfgoals.targets import Change, Qualitative, Target, unit_text
from perfgoals.units import UnitDefinition, find_unit
from perfgoals.values import name_and_target

__all__ = ["Builder", "Member"]

Member = Group | Indicator


@attrs.frozen(eq=False, repr=False)
class Bare:
    """A title without a block: reported where a group was expected, and not below a bad line."""

    title: Piece

    def report(self) -> None:
        """Tell that something is missing."""
        name = self.title.value
        flaw = Flaw("PG102", 0, len(name), name=name, **_with_sign(name))
        self.title.source.report(flaw, self.title)


ATTRIBUTE_WORDS = (
    *("权重", "方向", "口径", "报送", "时限", "评分", "算法", "基期", "调整"),
    *("数据来源", "依据", "说明"),
)


_SECTIONS = {
    "WEIGHTS": "产出指标 [50分]",
    "RULES": "正向: 完成比例",
    "BANDS": "达成 ≥ 80%",
    "GRADES": "优 ≥ 90",
    "PACE": "绿 ≥ 80%",
    "ATTAINMENT": "绿 ≥ 100%",
}
"""The parts of a method that have lines of their own, and one such line."""


class Builder:
    """The actions of the grammar, one a rule. Stateless: a piece knows the text it comes from."""

    def start(self, parts: list[list[object]]) -> list[list[object]]:
        """The preamble and the body."""
        return parts

    def _list(self, parts: list[object]) -> list[object]:
        for part in parts:
            if isinstance(part, Bare):
                part.report()
        return [part for part in parts if part is not None and not isinstance(part, Bare)]

    preamble = body = attributes = more = _list
    method_parts = monitoring_parts = points = entries = task_block = definition_block = (
        amendment_block
    ) = _list

    def block(self, parts: list[object]) -> list[object]:
        """What stands below a title, or below a line that fits nothing."""
        return [part for part in parts if part is not None]

    def junk(self, parts: list[object]) -> None:
        """A line that fits nothing has been reported; what stands below it has been read.

        Where that begins with an attribute, the line was meant as a target.
        """
        block = parts[-1] if isinstance(parts[-1], list) else []
        if block and isinstance(block[0], Keyed):
            _refuse_in_attributes(block)

    def header(self, parts: list[object]) -> Keyed:
        """A keyed line of the header."""
        line = _keyed(parts)
        if line.kind == "YEAR" and line.text:
            _note_year(line)
        elif line.kind == "USE":
            take_in(line)
        return line

    def attribute(self, parts: list[object]) -> Keyed:
        """A keyed line of a target's block."""
        return _keyed(parts)

    def amendment_line(self, parts: list[object]) -> Keyed:
        """A keyed line below an 调整."""
        return _keyed(parts)

    def amendment(self, parts: list[object]) -> Keyed:
        """`调整: DAY TARGET`, with its 依据."""
        line = _keyed([part for part in parts if isinstance(part, Piece)])
        block = parts[-1] if isinstance(parts[-1], list) else []
        return attrs.evolve(line, lines=tuple(x for x in block if isinstance(x, Keyed)))

    def group(self, parts: list[object]) -> Group | Bare | None:
        """A title with its block."""
        title = parts[0]
        assert isinstance(title, Piece)
        block = parts[-1] if isinstance(parts[-1], list) else []
        weight = parts[1] if len(parts) > 1 and isinstance(parts[1], Piece) else None
        lines = [line for line in block if isinstance(line, Keyed | Piece)]
        others = [line for line in block if isinstance(line, Group | Indicator)]
        if not isinstance(parts[-1], list) or (lines and all(map(_is_near_key, others))):
            _refuse_in_attributes(block)  # it was meant as a target
            return None if title.flaw else Bare(title)
        for line in lines:
            key = line.key if isinstance(line, Keyed) else line
            title.source.report(Flaw("PG114", 0, len(key.value), key=key.value), key)
        try:
            points = weight_of(weight)
            name = _name(title)
        except Flaw as flaw:
            title.source.report(flaw, weight if weight and flaw.code == "PG121" else title)
            return None
        members = tuple(x for x in self._list(block) if isinstance(x, Group | Indicator))
        return Group(name=name, members=members, weight=points, span=title.span)

    def indicator(self, parts: list[object]) -> Indicator | None:
        """A target's line with its block."""
        piece, cell = parts[0], parts[2]
        assert isinstance(piece, Piece)
        assert isinstance(cell, Piece)
        source = piece.source
        at = piece
        try:
            name = _name(piece)
            at = cell
            written = name
            name, target = name_and_target(name, cell.value, source.year)
            twice = (
                name is not written
                and not isinstance(target, Change)
                and unit_text(target) in cell.value
            )
            most = len(parts) == 3 and not twice and not source.definitions
            if most and not isinstance(target, Change):
                return Indicator(name=name, target=target, span=piece.span)
            last = parts[-1]
            block: list[object] = last if isinstance(last, list) else []
            lines = [line for line in block if isinstance(line, Keyed)]
            change = target if isinstance(target, Change) else None
            if isinstance(target, Change):
                target = bound_of(target, lines, base_year(cell.value, source.year))
            more = [line for line in block if isinstance(line, Piece)]
            if more:
                at = more[0]
                target = _longer(target, more)
            weight = next((x for x in parts[3:] if isinstance(x, Piece)), None)
            at = weight or piece
            points = weight_of(weight)
        except Flaw as flaw:
            if flaw.code == "PG219":  # a long text behind a mistyped keyword
                near = nearest.best(piece.value, source.keywords, least=0.6)
                flaw.values |= {"nearest": near[0]} if near else {}
            source.report(flaw, at)
            return None
        attributes, points = read_attributes(lines, target, points, piece.span)
        source.note_places(piece, lines)
        return Indicator(
            name=name,
            target=target,
            weight=points,
            attributes=attributes,
            definition=definition_of(source.definitions, name, target),
            change=change,
            unit_twice=twice,
            span=piece.span,
        )

    def task_line(self, parts: list[object]) -> Keyed:
        """A keyed line of a task."""
        return _keyed(parts)

    def task(self, parts: list[object]) -> Task | None:
        """`任务: NAME` with its lines and targets."""
        block = parts[-1] if isinstance(parts[-1], list) else []
        head = _keyed([part for part in parts if isinstance(part, Piece)])
        lines = [part for part in block if isinstance(part, Keyed)]
        targets = [part for part in block if isinstance(part, Indicator)]
        return read_task(head, lines, targets)

    def definition_line(self, parts: list[object]) -> Keyed:
        """A keyed line of a catalogue's entry."""
        return _keyed(parts)

    def definition(self, parts: list[object]) -> IndicatorDefinition | None:
        """`指标: NAME` with its lines."""
        block = parts[-1] if isinstance(parts[-1], list) else []
        head = _keyed([part for part in parts if isinstance(part, Piece)])
        return read_definition(head, [part for part in block if isinstance(part, Keyed)])

    def unit(self, parts: list[object]) -> UnitDefinition | None:
        """`单位: NAME = NUMBER UNIT`."""
        return read_unit_definition(_keyed(parts))

    def method(self, parts: list[object]) -> MethodNode:
        """`办法: NAME` with its parts."""
        block = parts[-1] if isinstance(parts[-1], list) else []
        head = _keyed([part for part in parts if isinstance(part, Piece)])
        return MethodNode(head, tuple(part for part in block if isinstance(part, Keyed | Section)))

    def method_part(self, parts: list[object]) -> Keyed | Section:
        """A keyed line or a section of a method. A section has its lines below it."""
        line = _keyed([part for part in parts if isinstance(part, Piece)])
        if line.kind not in _SECTIONS:
            return line
        lines = parts[-1] if isinstance(parts[-1], list) else []
        if line.text or not isinstance(parts[-1], list):
            key = line.key
            example = _SECTIONS[line.kind]
            flaw = Flaw("PG157", 0, len(key.value), key=key.value, example=example)
            key.source.report(flaw, line.text or key)
            return Section(key, None)
        return Section(line.key, tuple(lines))

    def monitoring_part(self, parts: list[object]) -> Keyed | Section:
        """`进度` or `达标` with its lights."""
        return self.method_part(parts)

    def monitoring(self, parts: list[object]) -> Monitoring | None:
        """`监控办法: NAME` with its lights."""
        block = parts[-1] if isinstance(parts[-1], list) else []
        head = _keyed([part for part in parts if isinstance(part, Piece)])
        return read_monitoring(head, [part for part in block if isinstance(part, Section)])

    def point(self, parts: Sequence[Piece]) -> Point:
        """`NAME [WEIGHT]`."""
        return Point(*parts)

    def entry(self, parts: Sequence[Piece]) -> Entry:
        """`NAME SIGN CELL`."""
        return Entry(*parts)


def _with_sign(name: str) -> dict[str, Value]:
    """For a title that ends in a quantity: the two targets that were surely meant."""
    found = re.fullmatch(
        rf"(?P<name>.*[^\d\s.,，])\s*+(?P<number>{NUMBER})\s*+(?P<unit>\D*+)", name
    )
    if found is None or not found["unit"] or find_unit(found["unit"]) is None:
        return {}
    value = name[found.start("number") :]
    return {"write": either(f"{found['name']} ≥ {value}", f"{found['name']} ≤ {value}")}


def _longer(target: Target, more: Sequence[Piece]) -> Qualitative:
    """A text target that goes on in further lines. Raises Flaw for another target."""
    if not isinstance(target, Qualitative):
        raise Flaw("PG111", 0, len(more[0].value))
    return Qualitative(join(target.text, more))


def _is_near_key(line: Group | Indicator) -> bool:
    return bool(nearest.best(line.name, ATTRIBUTE_WORDS))


def _refuse_in_attributes(block: Sequence[object]) -> None:
    """Among attributes only attributes stand: another line there is one that is mistyped."""
    keyed = next((line for line in block if isinstance(line, Keyed)), None)
    for line in block:
        if keyed and isinstance(line, Group | Indicator) and line.span:
            near = nearest.hint(line.name, ATTRIBUTE_WORDS)
            values = {"name": line.name, **near}
            problem = Problem(code="PG115", span=line.span, values=values)
            keyed.key.source.problems.append(problem)


def _keyed(parts: Sequence[object]) -> Keyed:
    key, *rest = parts
    assert isinstance(key, Piece)
    text = next((part for part in rest if isinstance(part, Piece)), None)
    more = next((part for part in rest if isinstance(part, list)), [])
    return Keyed(key, text, tuple(more))


def _note_year(line: Keyed) -> None:
    text = line.text.value.removesuffix("年").strip() if line.text else ""
    if text.isdecimal() and len(text) == 4:
        line.key.source.year = int(text)


def _name(piece: Piece) -> str:
    """The name that a piece says, without its quotes. Raises Flaw."""
    text = piece.value
    if text[0] == '"':
        text = text[1:-1].replace('""', '"')
    elif text[0] == "「":
        text = text[1:-1]
    elif text in piece.source.keywords:
        raise Flaw("PG117", 0, len(text), name=text, write=f'"{text}"')
    if not text.strip():
        raise Flaw("PG109", 0, len(piece.value), sign=piece.value)
    return text
