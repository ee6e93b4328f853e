"""The spec that holds on a day: its targets as the 调整 up to then have them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence

import attrs

from perfgoals.model import Group, Indicator, Spec, Task

__all__ = ["Same", "in_force"]


@attrs.frozen(eq=False)
class Same:
    """A spec as the key of a cache: by identity, since equal specs may stand in different files."""

    spec: Spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.spec is other.spec

    def __hash__(self) -> int:
        return id(self.spec)


def in_force(spec: Spec, as_of: datetime.date | None) -> Spec:
    """The spec with the targets that hold on a day (调整); without a day, the last ones."""
    days = _amended(Same(spec))
    if not days:
        return spec
    begun = tuple(day for day in days if as_of is None or day <= as_of)
    return _in_force(Same(spec), len(begun), as_of if begun else None)


@functools.lru_cache(maxsize=256)
def _amended(key: Same) -> tuple[datetime.date, ...]:
    """The days from which targets of a spec are other ones."""
    promises = (*key.spec.indicators, *(x for task in key.spec.tasks for x in task.targets))
    return tuple(a.day for x in promises for a in x.attributes.amendments)


@functools.lru_cache(maxsize=256)
def _in_force(key: Same, begun: int, as_of: datetime.date | None) -> Spec:
    """`begun` tells days apart between which nothing changed."""
    spec = key.spec
    if not begun:
        return spec

    def amended(members: Sequence[Group | Indicator]) -> tuple[Group | Indicator, ...]:
        return tuple(
            member.in_force(as_of)
            if isinstance(member, Indicator)
            else attrs.evolve(member, members=amended(member.members))
            for member in members
        )

    def of_task(task: Task) -> Task:
        targets = tuple(target.in_force(as_of) for target in task.targets)
        same = all(one is other for one, other in zip(targets, task.targets, strict=True))
        return task if same else attrs.evolve(task, targets=targets)

    tasks = tuple(map(of_task, spec.tasks))
    return attrs.evolve(spec, members=amended(spec.members), tasks=tasks)
