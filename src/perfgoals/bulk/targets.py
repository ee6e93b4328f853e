"""Targets as whole numbers, for the query to compare.

What whole numbers of their size cannot hold is `wide`: its rows are judged in Python, one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from perfgoals.bulk.amounts import MOST, Amounts, TooWide, amounts_of, is_own, is_small
from perfgoals.bulk.schema import SCALE
from perfgoals.bulk.shapes import Site
from perfgoals.errors import Span
from perfgoals.evaluation.planning import Plan, SpecPlan
from perfgoals.evaluation.reading import BUDGET_SPENT
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.method import Rule
from perfgoals.model import Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Deadline, Qualitative, Range
from perfgoals.units import Quantity, Unit, find_unit, unit_suffix
from perfgoals.values import split_unit

if TYPE_CHECKING:
    from perfgoals.bulk.relations import Relations

__all__ = ["Targets", "items_of"]

_SPENT = -1
"""The item of 金额 itself."""


@attrs.define
class Targets:
    """The targets of one shape, from the plan of one spec that has it."""

    relations: Relations
    number: int
    plan: SpecPlan
    _sites: dict[int, Site] = attrs.field(init=False, factory=dict)

    def add(self) -> tuple[Site | None, ...]:
        """Add the table's targets and those of the tasks; gives the sites of their own numbers."""
        plans = self.plan.every
        names: dict[int, tuple[int, bool]] = {}
        for positions in self.plan.by_name.values():
            for position in positions:
                if position >= len(plans):  # a data item of a formula: Python's business
                    continue
                indicator = plans[position].entry.indicator
                names[position] = self.relations.name(indicator.name), len(positions) > 1
        labels = self.plan.spec.labels
        for position, each in enumerate(plans):
            main = position < len(self.plan.plans)
            label = labels.get(each.entry.indicator, "") if main else ""
            self._item(position, position, each, main, label)
            self._target(names[position], position, position, each, each)
            if isinstance(each.target, Bound | Range):
                self.relations.bracket(each.entry.indicator.name, each.unit)
        self._promises(plans, names)
        self._spent(plans)
        return tuple(self._ordered())

    def _ordered(self) -> Iterator[Site | None]:
        """The sites in the order in which `Shapes.key` gives the numbers."""
        for item, entry in enumerate(self.plan.spec.entries):
            if is_own(entry.indicator):
                yield self._sites.get(item)
        by_task = {
            id(task.task): items
            for task, items in zip(self.plan.tasks, items_of(self.plan), strict=True)
        }
        known = len(self.plan.plans)
        for each in self.plan.spec.tasks:
            for target, item in zip(each.targets, by_task[id(each)], strict=True):
                if is_own(target):
                    yield self._sites.pop(item, None) if item >= known else None
        if isinstance(self.plan.spec.amount, Quantity):
            yield self._sites.get(_SPENT)

    def _promises(self, plans: Sequence[Plan], names: dict[int, tuple[int, bool]]) -> None:
        """The targets of the tasks; one that differs from the table's is judged by itself."""
        numbers = {id(task): number for number, task in enumerate(self.plan.spec.tasks)}
        for task, items in zip(self.plan.tasks, items_of(self.plan), strict=True):
            index = numbers[id(task.task)]
            place = _place(task.task.span, self.plan.spec)
            self.relations.records["shape_tasks"].append(
                (self.number, index, task.task.name, task.task.type.value, *place)
            )
            for target, item in zip(task.targets, items, strict=True):
                at, each = target.position, target.plan
                if item >= len(plans):
                    self._item(item, at, each, False, "")
                    self._target(names[at], at, item, each, plans[at])
                self.relations.records["shape_promises"].append((self.number, index, item))

    def _item(self, item: int, position: int, each: Plan, main: bool, label: str) -> None:
        indicator = each.entry.indicator
        span, own = indicator.span, is_own(indicator)
        target = indicator.target
        before = f"{target.op.sign} ".lstrip() if isinstance(target, Bound) else ""
        after = unit_suffix(target.value.unit) if isinstance(target, Bound) else ""
        self.relations.records["shape_items"].append(
            (
                self.number,
                item,
                position,
                main,
                label or indicator.name,
                indicator.name,
                "/".join(each.entry.levels),
                before if own else str(target),
                after if own else None,
                each.cents,
                str(each.due) if each.due else None,
                self.relations.is_late(each),
                *_bit(item, position),
                *_place(span, self.plan.spec),
            )
        )

    def _spent(self, plans: Sequence[Plan]) -> None:
        """预算执行数 reports on 预算执行率: the same target, times 金额."""
        budget = self.plan.by_name.get(BUDGET_EXECUTION)
        amount = self.plan.spec.amount
        if (
            not budget
            or not isinstance(amount, Quantity)
            or fold(BUDGET_SPENT) in self.plan.by_name
        ):
            return
        name = self.relations.name(BUDGET_SPENT)
        self.relations.bracket(BUDGET_SPENT, amount.unit)
        position = budget[0]
        self._target((name, False), position, position, plans[position], plans[position], amount)

    def _target(
        self,
        name: tuple[int, bool],
        position: int,
        item: int,
        each: Plan,
        reading: Plan,
        amount: Quantity | None = None,
    ) -> None:
        """One target, in the unit that its rows are read in.

        `amount` is 金额 where the row is 预算执行数.
        """
        number, several = name
        target = each.target
        kind = _kind(each)
        unit = amount.unit if amount else reading.unit
        measure = dimension = None
        if kind == 0:
            dimension = self.relations.dimension(unit.dimension)
            self.relations.unit_text(unit.text)
        if several:
            measure = -1 if dimension is None else dimension
        line = each.scoring.pass_line
        passing = line.amount() if line else None
        values: Amounts = Amounts()
        wide = self._is_wide(each, reading, unit, passing)
        if kind == 0 and not wide:
            try:
                values = amounts_of(each, reading, unit, amount)
            except TooWide:
                wide = True
        site = self._site(each, item, unit, amount, None if wide else values)
        self.relations.records["shape_targets"].append(
            (
                self.number,
                number,
                measure,
                position,
                item,
                wide,
                site,
                kind,
                dimension,
                unit.numerator if not wide else 1,
                unit.denominator if not wide else 1,
                "" if amount else each.counter,
                not (unit.dimension.is_ratio or reading.units),
                values.low,
                values.high,
                values.strict,
                values.size,
                values.full_line,
                values.reciprocal,
                each.scoring.rule is Rule.DIRECT,
                passing.numerator if passing is not None and not wide else None,
                passing.denominator if passing is not None and not wide else None,
                values.over,
                values.budget,
                values.per,
                values.least,
                values.most,
                target.date.isoformat() if isinstance(target, Deadline) else None,
                target.text if isinstance(target, Qualitative) else None,
                self.relations.bands(each) if kind == 2 and not wide else None,
                each.cents,
                self.relations.is_late(each),
                None if self.plan.spec.year is None else str(self.plan.spec.year),
                item < len(self.plan.plans),
                reading.is_budget,
                *_bit(item, position),
            )
        )

    def _is_wide(self, each: Plan, reading: Plan, unit: Unit, passing: Fraction | None) -> bool:
        """Whether only Python can read or judge its rows."""
        parts = split_unit(reading.entry.indicator.name)
        ends_in_unit = bool(parts and parts[1] and find_unit(parts[1]))
        shadowed = any(find_unit(added.name) for added in self.plan.spec.units)
        large_line = passing is not None and (
            passing.denominator > SCALE or passing.numerator > SCALE
        )
        misread = isinstance(each.target, Qualitative) and self.relations.is_word(each)
        return (ends_in_unit or shadowed or large_line or misread or not is_small(unit)) or type(
            each.target
        ) is not type(reading.target)

    def _site(
        self, each: Plan, item: int, unit: Unit, amount: Quantity | None, values: Amounts | None
    ) -> int | None:
        """The item whose number this target has, where specs of the shape have each their own."""
        target = each.target
        if amount is not None:
            number, of = _SPENT, amount
        elif isinstance(target, Bound) and is_own(each.entry.indicator):
            number, of = item, target.value
        else:
            return None
        self._sites[number] = Site(
            item=number,
            up=SCALE * of.unit.numerator * unit.denominator,
            down=of.unit.denominator * unit.numerator,
            multiples=values.multiples() if values else (),
            per=values.per if values else 1,
            limit=MOST if values else 0,
        )
        return number


def _place(span: Span | None, spec: Spec) -> tuple[str | None, int, int]:
    """The path, line and column; no path where it is that of the spec."""
    if span is None:
        return "", 0, 0
    return None if span.path == spec.path else span.path, span.line, span.column


def _bit(item: int, position: int) -> tuple[int, int | None]:
    """The bit that says that an indicator was reported, for its spec, 62 in a column."""
    return position // 62, 1 << position % 62 if item == position else None


def _kind(each: Plan) -> int:
    if isinstance(each.target, Bound | Range):
        return 0
    return 1 if isinstance(each.target, Deadline) else 2


def items_of(plan: SpecPlan) -> list[tuple[int, ...]]:
    """The numbers of the targets of each task: those of the table's where they share its result, else
    ones of their own."""
    plans = plan.every
    free = len(plans)
    found = []
    for task in plan.tasks:
        items = []
        for target in task.targets:
            if target.is_shared or target.plan is plans[target.position]:
                items.append(target.position)
            else:
                items.append(free)
                free += 1
        found.append(tuple(items))
    return found
