"""What departs from all or nearly all of its peers in the same folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

from perfgoals import nearest
from perfgoals.checking.findings import finding
from perfgoals.checking.promises import meaning
from perfgoals.errors import Problem
from perfgoals.levels import level
from perfgoals.model import Indicator, Spec, Task
from perfgoals.names import fold
from perfgoals.targets import Bound

__all__ = ["headers", "headings", "names", "targets", "tasks"]

_FEWEST = 5
"""So many peers make a custom; fewer prove nothing."""

T = TypeVar("T")


def _departing(rows: Sequence[tuple[T, Hashable]]) -> Iterator[tuple[T, Hashable, int]]:
    """The rows whose value is not the one that nearly all have, with that value and its count."""
    if len(rows) < _FEWEST:
        return
    custom, count = Counter(value for _, value in rows).most_common(1)[0]
    if count < len(rows) and 5 * count >= 4 * len(rows):
        for row, value in rows:
            if value != custom:
                yield row, custom, count


def headings(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG304, without a catalogue: under another heading than nearly all peers."""
    if len(specs) < _FEWEST:
        return
    placed: dict[object, list[tuple[tuple[Spec, int], Hashable]]] = {}
    for spec in specs:
        for number, entry in enumerate(spec.entries):
            if entry.indicator.definition is None:
                levels = tuple(level(name) for name in entry.levels)
                placed.setdefault(entry.indicator.identity, []).append(((spec, number), levels))
    for rows in placed.values():
        for (spec, number), custom, _ in _departing(rows):
            entry = spec.entries[number]
            yield finding(
                "PG304",
                entry.indicator.span,
                name=entry.indicator.name,
                levels="/".join(entry.levels),
                wanted="/".join(map(str, custom if isinstance(custom, tuple) else (custom,))),
            )


def targets(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG306: another value or operator than nearly all peers."""
    if len(specs) < _FEWEST:
        return
    placed: dict[object, list[tuple[Indicator, Hashable]]] = {}
    for spec in specs:
        for indicator in spec.indicators:
            row = indicator, (meaning(indicator), _sign(indicator))
            placed.setdefault(indicator.identity, []).append(row)
    for rows in placed.values():
        for indicator, custom, count in _departing(rows):
            wanted = next(str(peer.target) for peer, value in rows if value == custom)
            yield finding(
                "PG306",
                indicator.span,
                name=indicator.name,
                target=str(indicator.target),
                wanted=wanted,
                count=str(count),
            )


def _sign(indicator: Indicator) -> str:
    target = indicator.target
    return target.op.sign if isinstance(target, Bound) else ""


def names(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG307, without a catalogue: a name that is nearly one of nearly all peers."""
    if len(specs) < _FEWEST:
        return
    plain = [spec for spec in specs if not spec.catalogue]
    counts = Counter(name for spec in plain for name in {x.name for x in spec.indicators})
    customs = [name for name, count in counts.items() if count >= _FEWEST]
    for spec in plain:
        own = {fold(indicator.name) for indicator in spec.indicators}
        lacking = [name for name in customs if fold(name) not in own]
        for indicator in spec.indicators:
            if counts[indicator.name] == 1:
                for name in nearest.best(indicator.name, lacking, least=0.7):
                    yield finding("PG307", indicator.span, name=indicator.name, other=name)


_HEADERS = ("fund", "year", "document", "provincial_department", "department")


def headers(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG320: a header that is worded otherwise than in nearly all peers."""
    if len(specs) < _FEWEST:
        return
    tables = [spec for spec in specs if spec.members]
    for field in _HEADERS:
        rows = [
            (spec, _template(str(getattr(spec, field)), spec))
            for spec in tables
            if getattr(spec, field) is not None
        ]
        for spec, custom, _ in _departing(rows):
            wanted = str(custom).replace("…", spec.region or "")
            span = dict(spec.places).get(field)
            yield finding("PG320", span, text=str(getattr(spec, field)), wanted=wanted)


def _template(text: str, spec: Spec) -> str:
    """A text without the name of its region: 汕头市农业农村局 is …农业农村局."""
    return fold(text).replace(fold(spec.region or "\0"), "…")


_FIELDS = ("department", "purpose", "implementation", "deadline_text", "remarks")


def tasks(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG321: a task whose department, purpose, deadline or remark is not its peers'."""
    if len(specs) < _FEWEST:
        return
    placed: dict[object, list[tuple[Spec, Task]]] = {}
    for spec in specs:
        for task in spec.tasks:
            placed.setdefault((fold(task.name), task.type), []).append((spec, task))
    for peers in placed.values():
        for field in _FIELDS:
            yield from _departing_tasks(peers, field)


def _departing_tasks(peers: Sequence[tuple[Spec, Task]], field: str) -> Iterator[Problem]:
    texts = {id(task): str(getattr(task, field) or "—") for _, task in peers}
    rows = [((spec, task), _template(texts[id(task)], spec)) for spec, task in peers]
    printed = {template: (spec, texts[id(task)]) for (spec, task), template in rows}
    for (spec, task), custom, _ in _departing(rows):
        peer, wanted = printed[str(custom)]
        wanted = wanted.replace(peer.region or "\0", spec.region or "")
        text = texts[id(task)]
        yield finding("PG321", task.span, name=task.name, text=text, wanted=wanted)
