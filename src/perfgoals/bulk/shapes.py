"""Specs that differ in their numbers only have one shape, which is worked out once.

The tables of a province are often one table with other numbers for each town. Everything but those
numbers - names, units, weights, rules, what is due - is the shape's.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from perfgoals.attributes import NO_ATTRIBUTES
from perfgoals.bulk.schema import Record
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.model import Group, Indicator, Spec
from perfgoals.names import fold
from perfgoals.targets import Bound, Target, identity
from perfgoals.units import Dimension, Quantity

__all__ = ["Shape", "Shapes", "Site"]


@attrs.frozen
class Site:
    """What becomes of a number that specs of one shape may have each their own of.

    Times `up` and through `down` it is whole: millionths of the unit that its rows are read in. So
    must be what comes of it in the columns: times `multiples`, through `per`.
    """

    item: int
    up: int
    down: int
    multiples: tuple[int, ...]
    per: int
    limit: int

    def whole(self, quantity: Quantity) -> int | None:
        """The number in millionths; None where that is not whole, or too large."""
        numerator, denominator = quantity.value.as_integer_ratio()
        number, rest = divmod(numerator * self.up, denominator * self.down)
        if rest or abs(number) >= self.limit:
            return None
        for times in self.multiples:
            value, rest = divmod(number * times, self.per)
            if rest or abs(value) >= self.limit:
                return None
        return number


@attrs.frozen
class Shape:
    """A shape by its number. `summary` has what its specs have in common; a site is None for a number
    that no row is held against."""

    number: int
    summary: Record
    is_dated: bool
    joins: bool
    """Whether several rows may make one value."""

    sites: tuple[Site | None, ...]


Key = tuple[object, ...]


@attrs.define
class Shapes:
    """The key of each spec's shape; what is not a plain value is numbered, to be compared once.

    `is_amended` says whether the last one has a 调整.
    """

    is_amended: bool = False
    _numbers: dict[object, int] = attrs.Factory(dict)
    _known: dict[int, tuple[object, int]] = attrs.Factory(dict)
    _folded: dict[str, str] = attrs.Factory(dict)

    def key(self, spec: Spec) -> tuple[Key, list[Quantity]]:
        """What tells the shape of a spec, and the numbers that are its own, in their order."""
        quantities: list[Quantity] = []
        self.is_amended = False
        members = self._members(spec, spec.members, quantities)
        tasks = self._tasks(spec, quantities) if spec.tasks else ()
        amount = spec.amount
        if isinstance(amount, Quantity):
            quantities.append(amount)
            paid: object = _of_number(amount)
        else:
            paid = None
        method = self._number(spec.method)
        return (members, tasks, method, spec.year, spec.units, paid), quantities

    def _members(
        self, spec: Spec, members: Sequence[Group | Indicator], quantities: list[Quantity]
    ) -> Key:
        return tuple(
            [
                (x.name, x.weight, self._members(spec, x.members, quantities))
                if isinstance(x, Group)
                else self._indicator(spec, x, quantities)
                for x in members
            ]
        )

    def _indicator(self, spec: Spec, indicator: Indicator, quantities: list[Quantity]) -> Key:
        target, span = indicator.target, indicator.span
        said: object = target
        op = 0
        if type(target) is Bound and self._fold(indicator.name) != BUDGET_EXECUTION:
            quantities.append(target.value)
            said, op = _of_number(target.value), id(target.op)
        attributes = indicator.attributes
        if attributes.amendments:
            self.is_amended = True
        return (
            indicator.name,
            indicator.weight,
            said,
            op,
            0 if attributes is NO_ATTRIBUTES else self._number(attributes),
            0 if indicator.definition is None else self._number(indicator.definition),
            (span.line, span.column) if span else None,
            None if span is None or span.path == spec.path else span.path,
        )

    def _tasks(self, spec: Spec, quantities: list[Quantity]) -> Key:
        """Of a task's target it matters too whether the table promises the same."""
        table: dict[tuple[str, Dimension | str], Target] = {}
        for each in spec.indicators:
            table[self._fold(each.name), identity(each.target)] = each.target
        found: list[Key] = []
        for task in spec.tasks:
            targets = [
                (
                    self._indicator(spec, x, quantities),
                    table.get((self._fold(x.name), identity(x.target))) == x.target,
                )
                for x in task.targets
            ]
            span = task.span
            place = (span.path == spec.path, span.line, span.column) if span else None
            found.append((task.name, task.type.value, task.deadline, place, tuple(targets)))
        return tuple(found)

    def _fold(self, name: str) -> str:
        known = self._folded.get(name)
        if known is None:
            known = self._folded[name] = fold(name)
        return known

    def _number(self, thing: object) -> int:
        """A number above 0 for each thing that differs; a thing is kept, so that its id stays its own."""
        known = self._known.get(id(thing))
        if known is None:
            number = self._numbers.setdefault(thing, len(self._numbers) + 1)
            known = self._known[id(thing)] = thing, number
        return known[1]


def _of_number(quantity: Quantity) -> Key:
    """What a shape keeps of a number: its unit, and whether it is above, at or below zero."""
    value = quantity.value
    return quantity.unit, 0 if not value else -1 if value.is_signed() else 1
