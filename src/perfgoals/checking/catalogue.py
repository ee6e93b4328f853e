"""Indicators that depart from the catalogue (指标目录) of their specification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from perfgoals import nearest
from perfgoals.checking.findings import finding
from perfgoals.errors import Problem
from perfgoals.levels import level
from perfgoals.model import Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Range, unit_text
from perfgoals.units import SCALES, Unit, find_unit

__all__ = ["headings", "measures", "names", "unused"]

_ALIKE = 0.7
_MOST_ALIKE = 20
"""So many names with the same ends are compared with a task's; more would take square time."""


def headings(spec: Spec) -> Iterator[Problem]:
    """PG304: under another heading than the catalogue's."""
    for entry in spec.entries:
        defined = entry.indicator.definition
        if defined and defined.level and not _same_levels(defined.level, entry.levels):
            yield finding(
                "PG304",
                entry.indicator.span,
                (defined.span, "related.catalogue"),
                name=entry.indicator.name,
                levels="/".join(entry.levels),
                wanted="/".join(defined.level),
            )


def _same_levels(one: Sequence[str], other: Sequence[str]) -> bool:
    return [fold(level(name)) for name in one] == [fold(level(name)) for name in other]


def measures(spec: Spec) -> Iterator[Problem]:
    """PG305: another unit, measure or direction than the catalogue's."""
    for indicator in _all_targets(spec):
        defined, target = indicator.definition, indicator.target
        if defined is None:
            continue
        unit = find_unit(unit_text(target)) if isinstance(target, Bound | Range) else None
        values: dict[str, Any] = {"name": indicator.name, "target": str(target)}
        where = (defined.span, "related.catalogue")
        if defined.unit and (unit is None or not _same_but_for_scale(unit, defined.unit)):
            yield finding("PG305", indicator.span, where, **values, wanted=defined.unit.text)
        own = indicator.direction
        if defined.direction and own and own is not defined.direction:
            wanted = "正向" if defined.direction.value == "up" else "反向"
            yield finding("PG305", indicator.span, where, **values, wanted=wanted)


def _same_but_for_scale(unit: Unit, defined: Unit) -> bool:
    """人次 and 万人次 are one unit for this; 户 and 人, 公里 and 米 are not."""
    if unit.means_the_same_as(defined):
        return unit.text.lstrip(SCALES) == defined.text.lstrip(SCALES) or not _is_counter(unit)
    return unit.text.lstrip(SCALES) == defined.text.lstrip(SCALES)


def _is_counter(unit: Unit) -> bool:
    return unit.dimension.terms in ((("item", 1),), (("times", 1),))


def names(spec: Spec) -> Iterator[Problem]:
    """PG307: not in the catalogue, but nearly a name that is; and a task nearly called like an
    indicator."""
    known = {fold(each.name): each for each in spec.catalogue}
    for indicator in _all_targets(spec) if known else ():
        if fold(indicator.name) in known:
            continue
        for name in nearest.best(indicator.name, [x.name for x in spec.catalogue], least=_ALIKE):
            where = (known[fold(name)].span, "related.catalogue")
            yield finding("PG307", indicator.span, where, name=indicator.name, other=name)
    own = {fold(indicator.name): indicator for indicator in spec.indicators}
    ends: dict[str, list[str]] = {}  # names that differ by a slip share their first or last words
    for indicator in own.values():
        for part in {indicator.name[:2], indicator.name[-2:]}:
            ends.setdefault(part, []).append(indicator.name)
    for task in spec.tasks:
        alike = [*ends.get(task.name[:2], ()), *ends.get(task.name[-2:], ())]
        close = [x for x in alike[:_MOST_ALIKE] if abs(len(x) - len(task.name)) <= 3]
        for name in nearest.best(task.name, dict.fromkeys(close), least=0.9):
            if fold(name) not in fold(task.name):  # …建设项目 of …建设 is how tasks are called
                where = (task.span, "related.task")
                yield finding("PG307", own[fold(name)].span, where, name=name, other=task.name)


def _all_targets(spec: Spec) -> Iterator[Indicator]:
    yield from spec.indicators
    for task in spec.tasks:
        yield from task.targets


def unused(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG313: a definition that no specification uses."""
    if not any(spec.members for spec in specs):
        return
    used_methods = {fold(spec.method.name) for spec in specs}
    used = {x.definition.span for spec in specs for x in _all_targets(spec) if x.definition}
    told: set[object] = set()
    for spec in specs:
        for method in spec.all_methods:
            if fold(method.name) not in used_methods | told:
                told.add(fold(method.name))
                yield finding("PG313", method.span, name=method.name)
        for defined in spec.catalogue:
            if defined.span and defined.span not in used and defined.span not in told:
                told.add(defined.span)
                yield finding("PG313", defined.span, name=defined.name)
