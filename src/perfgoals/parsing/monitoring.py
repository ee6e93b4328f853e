"""Monitoring methods: `监控办法:` blocks to `Monitoring`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from perfgoals.errors import Flaw, Related
from perfgoals.method import Light, Monitoring
from perfgoals.parsing.nodes import Entry, Keyed, Section
from perfgoals.targets import Bound, Comparison
from perfgoals.units import Quantity
from perfgoals.values import read_cell

__all__ = ["read_monitoring"]

_WORDS = {"PACE": "进度", "ATTAINMENT": "达标"}


def read_monitoring(head: Keyed, sections: Sequence[Section]) -> Monitoring | None:
    """The monitoring method of a block; what is wrong is reported. It needs 进度 and 达标, each with
    lights that go down to 0%."""
    source = head.key.source
    try:
        name = head.value()
    except Flaw as flaw:
        source.report(flaw, head.key)
        return None
    lights: dict[str, tuple[Light, ...]] = {}
    for section in sections:
        kind = section.key.type
        if kind in lights:
            source.report(
                Flaw("PG118", 0, len(section.key.value), key=section.key.value), section.key
            )
            continue
        lights[kind] = _lights(section)
    missing = [word for kind, word in _WORDS.items() if kind not in lights]
    if missing:
        values = {"method": name, "missing": "、".join(missing)}
        source.report(Flaw("PG136", 0, len(name), **values), head.piece)
    method = Monitoring(
        name=name,
        pace=lights.get("PACE", ()),
        attainment=lights.get("ATTAINMENT", ()),
        span=head.piece.span,
    )
    if method.unordered is not None:
        one, other = method.unordered
        source.report(Flaw("PG158", 0, len(name), one=one, other=other), head.piece)
    return method


def _lights(section: Section) -> tuple[Light, ...]:
    found: list[tuple[Light, Entry]] = []
    for line in section.lines or ():
        assert isinstance(line, Entry)
        source = line.name.source
        try:
            light = Light(name=line.name.value, lowest=_bound(line))
        except Flaw as flaw:
            source.report(flaw, line.cell)
            continue
        twin = next((other for known, other in found if known.name == light.name), None)
        if twin:
            first = Related(span=twin.name.span, phrase="related.first")
            source.report(Flaw("PG118", 0, len(light.name), key=light.name), line.name, first)
            continue
        found.append((light, line))
    for (upper, above), (lower, line) in pairwise(found):
        if lower.lowest.amount() >= upper.lowest.amount():
            texts = {"one": f"{lower.name} ≥ {lower.lowest}"}
            texts["other"] = f"{upper.name} ≥ {upper.lowest}"
            wrong = Flaw("PG155", 0, len(line.name.value), part=section.key.value, **texts)
            higher = Related(span=above.name.span, phrase="related.higher")
            line.name.source.report(wrong, line.name, higher)
    return tuple(light for light, _ in found)


def _bound(line: Entry) -> Quantity:
    target = read_cell(line.cell.value)
    at_least = isinstance(target, Bound) and target.op is Comparison.AT_LEAST
    if not isinstance(target, Bound) or not at_least or not target.dimension.is_ratio:
        raise Flaw("PG134", 0, len(line.cell.value), cell=line.cell.value, write="≥ 80%")
    return target.value
