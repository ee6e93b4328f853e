"""A printed row to an indicator: the value with its sign and unit, or what is wrong with it."""

from __future__ import annotations

import re
from decimal import Decimal

from perfgoals.attributes import NO_ATTRIBUTES, Attributes
from perfgoals.errors import Flaw, Problem
from perfgoals.importing.forms import Entry
from perfgoals.importing.grids import Cell
from perfgoals.model import Indicator
from perfgoals.quantities import NUMBER, OPERATORS, any_of, read_number, read_unit, two_units
from perfgoals.targets import (
    Bound,
    Change,
    Comparison,
    Direction,
    Qualitative,
    Range,
    Target,
)
from perfgoals.units import PERCENT
from perfgoals.values import name_and_target, read_cell, with_unit

__all__ = ["read_indicator", "read_points", "to_be_checked", "unit_words"]

_ERROR = re.compile(r"#(N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)", re.I)
_NO_UNIT = frozenset(("", "无", "/", "—", "——", "-", "–", "无单位", "--"))
_NO_SIGN = frozenset(
    ("", "无", "/", "—", "——", "-", "–", "--", "定量", "定量指标", "数值", "数值型")
)
_WORDS = frozenset(("定性", "定性指标", "文本", "文本型"))
_DIRECTIONS = {"正": Direction.UP, "反": Direction.DOWN, "逆": Direction.DOWN, "负": Direction.DOWN}
_SIGNED = re.compile(rf"({any_of(OPERATORS)})\s*")
_PERCENT = re.compile("%|百分")
_POINTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(?:分|%|％)?")


def read_indicator(entry: Entry, year: int | None) -> Indicator:
    """The indicator that a row says. Raises Flaw for what is not plainly one thing."""
    name = entry.name.words
    if entry.value is None:
        raise Flaw("PG611", 0, 0, name=name)
    if entry.spans_rows:
        raise Flaw("PG616", 0, 0, cell=entry.value.words)
    if _ERROR.fullmatch(entry.value.words):
        raise Flaw("PG612", 0, 0, cell=entry.value.words)
    name, target = _target(name, entry, year)
    direction = _direction(entry.direction, target)
    note = entry.note.words if entry.note else None
    attributes = Attributes(direction=direction, note=note) if direction or note else NO_ATTRIBUTES
    weight = read_points(entry.weight.words) if entry.weight else None
    return Indicator(name=name, target=target, weight=weight, attributes=attributes)


def to_be_checked(entry: Entry, target: Target) -> Problem | None:
    """What may be meant otherwise than the target that was read, though the cells say it plainly."""
    value = entry.value
    if value is None:
        return None
    values = {"value": value.words, "target": str(target)}
    if not _PERCENT.search(value.key) and _may_be_shares(target):
        return Problem(code="PG620", values=values)
    return None


def _may_be_shares(target: Target) -> bool:
    """Whether a target is a percentage of numbers that may be shares of 1; 0 is 0 either way."""
    if isinstance(target, Bound):
        quantities = [target.value]
    elif isinstance(target, Range):
        quantities = [target.low, target.high]
    else:
        return False
    numbers = [abs(each.value) for each in quantities]
    is_percentage = all(each.unit.means_the_same_as(PERCENT) for each in quantities)
    return is_percentage and 0 < max(numbers) <= 1


def read_points(words: str) -> Decimal | None:
    """The points of a 分值 or a 权重: 20, 20分, 20%; None where it is no number."""
    found = _POINTS.fullmatch(words)
    return read_number(found[1]) if found else None


def unit_words(cell: Cell | None) -> str:
    """The unit that a cell of 度量单位 names, 百分比 as `%`; empty for 无, `/` and their like."""
    if cell is None or cell.key in _NO_UNIT:
        return ""
    return "%" if cell.key == "百分比" else cell.words


def _target(name: str, entry: Entry, year: int | None) -> tuple[str, Target]:
    value = entry.value.words if entry.value else ""
    sign = entry.operator.words if entry.operator else ""
    is_text = sign in _WORDS
    if not is_text and sign not in _NO_SIGN:
        value = _signed(sign, value)
    try:
        name, target = name_and_target(name, _with_unit(value, unit_words(entry.unit), year), year)
    except Flaw as flaw:
        if is_text and flaw.code == "PG219":  # a text with digits, which the form says is a text
            return name, Qualitative(value)
        raise
    if isinstance(target, Change):  # against what? no form says its baseline in numbers
        raise Flaw("PG173", 0, 0, change=str(target))
    if is_text != isinstance(target, Qualitative) and sign in _WORDS | {"定量", "定量指标"}:
        raise Flaw("PG615", 0, 0, one=sign, other=value)
    return name, target


def _signed(sign: str, value: str) -> str:
    """A value behind the sign of its own column; the same sign may stand in the value too."""
    if sign not in OPERATORS:
        raise Flaw("PG614", 0, 0, operator=sign)
    own = _SIGNED.match(value)
    if own is None:
        return f"{sign} {value}"
    if OPERATORS[own[1]] is not OPERATORS[sign]:
        raise Flaw("PG615", 0, 0, one=sign, other=value)
    return value


def _with_unit(value: str, unit: str, year: int | None) -> str:
    """A value with the unit of its own column, where it is a number without one."""
    if not unit:
        return value
    sign = _SIGNED.match(value)
    number = value[sign.end() :] if sign else value
    if re.fullmatch(NUMBER, number):
        return value + unit
    target = read_cell(value, year)
    if not isinstance(target, Bound | Range):
        return value
    known = read_unit(unit, 0)
    written = target.value.unit if isinstance(target, Bound) else target.high.unit
    if written.text and not written.means_the_same_as(known):
        raise two_units("", written, known)
    return value if written.text else str(with_unit(target, known))


def _direction(cell: Cell | None, target: Target) -> Direction | None:
    """The 方向 that a value without a sign needs; one that contradicts a sign is a flaw."""
    direction = _DIRECTIONS.get(cell.key[:1]) if cell else None
    if cell is None or direction is None or not isinstance(target, Bound):
        return None
    if target.op is Comparison.REACH:
        return direction
    if target.op.direction not in (None, direction):
        raise Flaw("PG615", 0, 0, one=cell.words, other=str(target))
    return None
