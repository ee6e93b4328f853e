"""The block of a target: its attributes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perfgoals.errors import Flaw
from perfgoals.model import NO_ATTRIBUTES, Attributes
from perfgoals.parsing.methods import read_scoring
from perfgoals.parsing.nodes import Keyed, only, read_due
from perfgoals.quantities import read_number
from perfgoals.targets import Bound, Comparison, Direction, Target

__all__ = ["DIRECTIONS", "read_attributes"]

DIRECTIONS = {
    "正向": Direction.UP,
    "up": Direction.UP,
    "反向": Direction.DOWN,
    "down": Direction.DOWN,
}


def read_attributes(
    lines: Sequence[Keyed], target: Target, weight: Decimal | None
) -> tuple[Attributes, Decimal | None]:
    """The attributes and the weight that a target's block gives; what is wrong is reported."""
    if not lines:
        return NO_ATTRIBUTES, weight
    values: dict[str, Any] = {}  # each reader gives its field's type
    for kind in dict.fromkeys(line.kind for line in lines):
        line = only(lines, kind)
        if line is None:
            continue
        try:
            if kind == "WEIGHTS":
                weight = _weight(line, weight)
            else:
                values[kind.lower()] = _READERS[kind](line, target)
        except Flaw as flaw:
            line.key.source.report(flaw, line.key if flaw.code == "PG120" else line.piece)
    return Attributes(**values), weight


def _weight(line: Keyed, written: Decimal | None) -> Decimal:
    text = line.value()
    number = text.removesuffix("分").removesuffix("points").strip()
    if not number.replace(".", "", 1).isdecimal():
        raise Flaw("PG121", 0, len(text), weight=text)
    if written is not None:
        raise Flaw("PG123", 0, len(text), weight=text, written=str(written))
    return read_number(number)


def _direction(line: Keyed, target: Target) -> Direction:
    text = line.value()
    direction = DIRECTIONS.get(text)
    if direction is None:
        raise Flaw("PG124", 0, len(text), text=text)
    if not isinstance(target, Bound) or target.op is Comparison.EQUAL:
        raise Flaw("PG125", 0, len(text), target=str(target))
    if target.op.direction not in (None, direction):
        raise Flaw("PG126", 0, len(text), direction=text, target=str(target))
    return direction


def _scoring(line: Keyed, _: Target) -> object:
    return read_scoring(line.value())


def _due(line: Keyed, _: Target) -> object:
    return read_due(line.value(), line.key.source.year)


def _text(line: Keyed, _: Target) -> str:
    return line.value()


_READERS = {
    "DIRECTION": _direction,
    "DEADLINE": _due,
    "SCORING": _scoring,
    "SOURCE": _text,
    "BASIS": _text,
    "NOTE": _text,
}
