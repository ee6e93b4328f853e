"""The same promise made twice, and promises that only one side makes: table against tasks."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterator, Sequence

from perfgoals.checking.findings import finding
from perfgoals.errors import Problem
from perfgoals.messages import Both, both
from perfgoals.model import Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Qualitative, Range, Target

__all__ = ["contradictions", "meaning", "without_indicator", "without_task"]


def contradictions(spec: Spec) -> Iterator[Problem]:
    """PG301: one name and measure, promised with different values."""
    table = both("check.table")
    first: dict[object, tuple[Indicator, Both]]
    first = {each.identity: (each, table) for each in spec.indicators}
    for task in spec.tasks:
        here = both("check.task", name=task.name)
        for target in task.targets:
            other, there = first.setdefault(target.identity, (target, here))
            if other is not target and not _same_promise(other, target):
                yield finding(
                    "PG301",
                    other.span,
                    (target.span, "related.task"),
                    name=target.name,
                    one=str(other.target),
                    other=str(target.target),
                    there=there,
                    here=here,
                )


def _same_promise(one: Indicator, other: Indicator) -> bool:
    """`4 万人次` and `40000 人次` are one promise, and so are `80 公里` upward and `≥ 80 公里`."""
    return meaning(one) == meaning(other)


def meaning(indicator: Indicator) -> Hashable:
    """What a target asks for, however it is written."""
    target = indicator.target
    if isinstance(target, Bound):
        op = target.op
        if op is Comparison.REACH:
            up = indicator.direction is None or indicator.direction.value == "up"
            op = Comparison.AT_LEAST if up else Comparison.AT_MOST
        return op, target.value.amount()
    if isinstance(target, Range):
        return target.low.amount(), target.high.amount()
    return fold(target.text) if isinstance(target, Qualitative) else target


def without_indicator(spec: Spec) -> Iterator[Problem]:
    """PG302: a quantity of a task that the table has no indicator for."""
    if not spec.members:
        return
    known = {indicator.identity for indicator in spec.indicators}
    for task in spec.tasks:
        for target in task.targets:
            if _is_quantity(target.target) and target.identity not in known:
                yield finding(
                    "PG302",
                    target.span,
                    name=target.name,
                    target=str(target.target),
                    task=task.name,
                )


def _is_quantity(target: Target) -> bool:
    return isinstance(target, Bound | Range)


def without_task(specs: Sequence[Spec]) -> Iterator[Problem]:
    """PG303: an indicator that no task stands behind where one does in most of its peers."""
    with_tasks = [spec for spec in specs if spec.tasks]
    if len(with_tasks) < 2:
        return
    placed: dict[object, list[tuple[Indicator, bool]]] = {}
    for spec in with_tasks:
        for indicator in spec.indicators:
            behind = _has_task(spec, indicator)
            placed.setdefault(indicator.identity, []).append((indicator, behind))
    for rows in placed.values():
        count = sum(behind for _, behind in rows)
        if count < 2 or 2 * count <= len(rows):
            continue
        for indicator, behind in rows:
            if not behind:
                yield finding(
                    "PG303",
                    indicator.span,
                    name=indicator.name,
                    count=str(count),
                    of=str(len(rows)),
                )


def _has_task(spec: Spec, indicator: Indicator) -> bool:
    """Whether a task has it as a target, or bears its name or one like it."""
    name = fold(indicator.name)
    for task in spec.tasks:
        if any(target.identity == indicator.identity for target in task.targets):
            return True
        called = fold(task.name)
        if name in called or difflib.SequenceMatcher(None, name, called).ratio() >= 0.6:
            return True
    return False
