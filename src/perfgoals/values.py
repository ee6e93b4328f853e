"""Value cells: what the cells of an official table say, and the unit in an indicator's name."""

from __future__ import annotations

import functools
import re

from perfgoals.cells import is_calendar, read_other_cell
from perfgoals.errors import Flaw
from perfgoals.messages import either
from perfgoals.quantities import (
    BLANK,
    LEADS,
    NUMBER,
    OPERATORS,
    SUFFIXES,
    any_of,
    nearest_units,
    read_number,
    two_units,
)
from perfgoals.targets import Bound, Change, Comparison, Range, Target
from perfgoals.units import Quantity, Scope, Unit, find_unit, scope

__all__ = ["name_and_target", "read_cell", "split_unit", "with_unit"]

_BOUND = re.compile(
    rf"(?P<op>{any_of(OPERATORS | LEADS)})?{BLANK}(?P<number>{NUMBER}){BLANK}(?P<tail>.*)", re.S
)


def read_cell(cell: str, year: int | None = None) -> Target | Change:
    """The target that a value cell says: `≥80公里`, `95%以上`, `1-2个`, `2023年底`, `提高`.

    `year` completes a date that names none. Raises Flaw for what is not plainly one of these.
    """
    found = _BOUND.fullmatch(cell)
    if found:
        op, number, tail = found.groups()
        reading = _tail(tail, scope())
        if reading and not is_calendar(number, reading[0]):
            unit, suffix = reading
            return Bound(
                _operator(cell, op, suffix),
                Quantity(read_number(number, found.start("number")), unit),
            )
    return read_other_cell(cell, year)


@functools.lru_cache(maxsize=4096)
def _tail(tail: str, _added: Scope) -> tuple[Unit, Comparison | None] | None:
    """What stands behind the number: a unit, and perhaps 以上 or 以内; None where it is not that."""
    unit = find_unit(tail)
    if unit is not None:
        return unit, None
    text = tail.replace("（", "(").replace("）", ")").rstrip()
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if text.endswith(suffix):
            unit = find_unit(text.removesuffix(suffix).rstrip())
            if unit is not None:
                return unit, SUFFIXES[suffix]
    return None


def _operator(cell: str, op: str | None, suffix: Comparison | None) -> Comparison:
    """The one operator that a prefix and a suffix agree on."""
    if op is None:
        return suffix or Comparison.REACH
    before = OPERATORS.get(op) or LEADS[op]
    if suffix is None or suffix is before:
        return before
    if before is Comparison.REACH:
        return suffix
    text = cell.replace("（", "(").replace("）", ")").rstrip()
    after = next(word for word in sorted(SUFFIXES, key=len, reverse=True) if text.endswith(word))
    value = text.removeprefix(op).removesuffix(after).strip()
    write = either(f"{before.sign} {value}", f"{suffix.sign} {value}")
    signs = {"before": op, "after": after, "sign": suffix.sign}
    raise Flaw("PG206", 0, len(cell), write=write, **signs)


# ---- the unit in a name -----------------------------------------------------------------------


def split_unit(name: str) -> tuple[str, str] | None:
    """A name and what stands in the bracket at its end: `新建污水管网（公里）` → 新建污水管网, 公里."""
    if not name.endswith(("）", ")")):
        return None
    start = max(name.rfind("（"), name.rfind("("))
    return (name[:start].rstrip(), name[start + 1 : -1].strip()) if start > 0 else None


def name_and_target(name: str, cell: str, year: int | None = None) -> tuple[str, Target | Change]:
    """The name and the target of a table's row, the unit of the name's bracket moved to the value.

    The bracket is a unit only where the value is a number and the word is a known unit: given
    twice, both must be the same unit; a bare number behind another bracket is an error.
    """
    target = read_cell(cell, year)
    parts = split_unit(name)
    if parts is None:
        _refuse_month(cell)
    if parts is None or not isinstance(target, Bound | Range):
        return name, target
    unit = find_unit(parts[1]) if parts[1] else None
    bare = target.dimension.is_bare
    if unit is None:
        if bare:
            raise Flaw("PG202", 0, len(cell), word=parts[1], **nearest_units(parts[1]))
        return name, target
    written = target.value.unit if isinstance(target, Bound) else target.high.unit
    if written.text and not written.means_the_same_as(unit):
        number = target.value.value if isinstance(target, Bound) else None
        raise two_units(cell, unit, written, number)
    return parts[0], target if written.text else with_unit(target, unit)


_MONTH = re.compile(r"((?:19|20)[0-9]{2})[.．]([1-9])")


def _refuse_month(cell: str) -> None:
    """A bare number that may be a month as well: 2023.6; a spreadsheet makes 2023.1 of 2023.10."""
    month = _MONTH.fullmatch(cell.strip())
    if month:
        other = f"{month[1]}-10" if month[2] == "1" else f"≥ {month[0]}"
        write = either(f"{month[1]}-0{month[2]}", other)
        raise Flaw("PG228", 0, len(cell), date=cell, write=write)


def with_unit(target: Bound | Range, unit: Unit) -> Bound | Range:
    """The same numbers, of another unit."""
    if isinstance(target, Bound):
        return Bound(target.op, Quantity(target.value.value, unit))
    return Range(Quantity(target.low.value, unit), Quantity(target.high.value, unit))
