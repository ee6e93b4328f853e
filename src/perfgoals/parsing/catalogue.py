"""The catalogue: `指标:` and `单位:` definitions, and `引用:`, which takes in those of another file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from perfgoals.errors import Flaw, Related, SpecError
from perfgoals.model import IndicatorDefinition
from perfgoals.names import fold
from perfgoals.parsing.attributes import (
    DIRECTIONS,
    choice,
    read_aggregation,
    read_reporting,
)
from perfgoals.parsing.nodes import Keyed, only
from perfgoals.quantities import read_number, unknown_unit
from perfgoals.targets import Bound, Range, Target, identity
from perfgoals.units import NUMBER, Unit, UnitDefinition, add_to_scope, find_unit, scope
from perfgoals.values import read_cell

__all__ = ["definition_of", "read_definition", "read_unit_definition", "take_in"]

_KINDS = ("UNIT", "LEVEL", "DIRECTION", "AGGREGATION", "REPORTING", "VALUES", "NOTE")
_MEANING = (
    r"(?P<name>[^=＝]+?)\s*[=＝]\s*(?P<over>[\d.,]+)(?:\s*/\s*(?P<under>[\d.,]+))?\s*(?P<unit>\D.*)"
)


def take_in(line: Keyed) -> None:
    """`引用: PATH`: the definitions of another file are known from here on."""
    source = line.key.source
    source.lacks_definitions = True
    try:
        reference = line.value()
        if source.use is None:
            raise Flaw("PG160", 0, len(reference), path=reference)
        taken = source.use(reference)
    except Flaw as flaw:
        source.report(flaw, line.piece)
        return
    except SpecError as error:  # what is wrong there is told with its place there
        source.problems += error.problems
        return
    source.lacks_definitions = False
    for unit in taken.units:
        if any(unit.span == known.span for known in scope()):
            continue  # the same file, taken in by another way
        if find_unit(unit.name) is not None:
            source.report(Flaw("PG162", 0, len(reference), unit=unit.name), line.piece)
            continue
        add_to_scope(unit)
    known_methods = {method.span for method in source.methods}
    source.methods += tuple(m for m in taken.methods if m.span not in known_methods)
    source.monitoring = taken.monitoring or source.monitoring
    source.silences += taken.silences
    own = {definition.span for definition in source.definitions}
    for definition in taken.indicators:
        if definition.span not in own:
            _add(line, definition)


def read_unit_definition(line: Keyed) -> UnitDefinition | None:
    """`单位: 筐 = 25 千克`: a unit by an exact share of known ones, known from here on."""
    try:
        text = line.value()
        found = re.fullmatch(_MEANING, text)
        if found is None:
            raise Flaw("PG161", 0, len(text), text=text, write="筐 = 25 千克")
        name = found["name"].strip()
        unit = find_unit(found["unit"])
        if unit is None:
            raise unknown_unit(found["unit"], found.start("unit"))
        if find_unit(name) is not None or re.search(r"[\d/·]", name):
            raise Flaw("PG162", 0, len(name), unit=name)
        over = Fraction(read_number(found["over"]))
        under = Fraction(read_number(found["under"] or "1"))
        if over <= 0 or under <= 0:
            raise Flaw("PG161", 0, len(text), text=text, write="筐 = 25 千克")
    except Flaw as flaw:
        line.key.source.report(flaw, line.piece)
        return None
    factor = over / under * unit.factor
    own = Unit(name, factor.numerator, factor.denominator, unit.dimension)
    definition = UnitDefinition(name=name, unit=own, span=line.piece.span)
    add_to_scope(definition)
    return definition


def read_definition(head: Keyed, lines: Sequence[Keyed]) -> IndicatorDefinition | None:
    """The definition of a `指标:` block; what is wrong is reported."""
    source = head.key.source
    values: dict[str, Any] = {}  # each reader gives its field's type
    try:
        name = head.value()
    except Flaw as flaw:
        source.report(flaw, head.key)
        return None
    for kind in _KINDS:
        line = only(lines, kind)
        if line is None:
            continue
        try:
            values[kind.lower()] = _READERS[kind](line.value())
        except Flaw as flaw:
            source.report(flaw, line.key if flaw.code == "PG120" else line.piece)
    span = head.piece.span
    definition = IndicatorDefinition(name=name, span=span, **values)
    return _add(head, definition)


def _add(line: Keyed, definition: IndicatorDefinition) -> IndicatorDefinition | None:
    """Two definitions of one name and measure are an error."""
    source = line.key.source
    for other in source.definitions:
        if _are_one(other, definition):
            related = (Related(span=other.span, phrase="related.first"),) if other.span else ()
            flaw = Flaw("PG163", 0, len(line.piece.value), name=definition.name)
            source.report(flaw, line.piece, *related)
            return None
    source.definitions += (definition,)
    return definition


def _are_one(one: IndicatorDefinition, other: IndicatorDefinition) -> bool:
    """Whether two definitions are of one indicator: one name, and no two dimensions to tell apart."""
    if one.key != other.key:
        return False
    return not (one.unit and other.unit) or one.unit.dimension == other.unit.dimension


def definition_of(
    known: Sequence[IndicatorDefinition], name: str, target: Target
) -> IndicatorDefinition | None:
    """What the catalogue says of an indicator: by name and measure, else by name alone."""
    key = fold(name)
    named = [definition for definition in known if definition.key == key]
    measure = identity(target)
    fitting = [definition for definition in named if definition.measures(measure)]
    if fitting:
        return fitting[0]
    return named[0] if len(named) == 1 else None


# ---- the lines of a definition --------------------------------------------------------------------


def _unit(text: str) -> Unit:
    unit = find_unit(text)
    if unit is None or unit is NUMBER:
        raise unknown_unit(text, 0)
    return unit


def _values(text: str) -> Bound | Range:
    target = read_cell(text)
    if not isinstance(target, Bound | Range):
        raise Flaw("PG165", 0, len(text), text=text)
    return target


_READERS: dict[str, Callable[[str], object]] = {
    "UNIT": _unit,
    "LEVEL": lambda text: tuple(part.strip() for part in text.split("/")),
    "DIRECTION": lambda text: choice(text, DIRECTIONS),
    "AGGREGATION": read_aggregation,
    "REPORTING": read_reporting,
    "VALUES": _values,
    "NOTE": str,
}
