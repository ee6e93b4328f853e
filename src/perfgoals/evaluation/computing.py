"""From the rows of each indicator to its one reading: rows are joined, formulas (算法) are worked out."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from perfgoals.achieved import (
    Achievement,
    Actual,
    Computed,
    Execution,
    actual_text,
    amount_of,
    computed,
)
from perfgoals.actuals import Row
from perfgoals.attributes import Aggregation
from perfgoals.errors import Problem, Related
from perfgoals.evaluation.joining import Joint, join, over_units, values_by_unit
from perfgoals.evaluation.judging import verdict
from perfgoals.evaluation.planning import ItemPlan, Plan, SpecPlan, TaskTarget
from perfgoals.evaluation.reading import (
    Reading,
    WrongRow,
    check_number,
    may_be_negative,
    says_spent,
)
from perfgoals.formula import (
    Amount,
    DivisionByZero,
    Expression,
    Formula,
    Item,
    Mismatch,
    calculate,
    powers_of,
)
from perfgoals.joined import ONE_ROW, Joined
from perfgoals.method import Outcome
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Range
from perfgoals.units import NUMBER, Dimension, Quantity, Unit

__all__ = ["Readings", "joint_of", "one_form"]

_TOTAL = (None, Aggregation.NONE, Aggregation.SUM)
"""With these 口径 a formula is worked out once, of the joined items; with the others for each unit."""


@attrs.define(eq=False, repr=False)
class RowsOf:
    """What each row said, by the position it reports on: the first of each, and all where several do."""

    first: dict[int, Reading] = attrs.field(factory=dict)
    several: dict[int, list[Reading]] = attrs.field(factory=dict)

    def at(self, position: int) -> Sequence[Reading]:
        """What the rows of a position said, in order."""
        if position in self.several:
            return self.several[position]
        return (self.first[position],) if position in self.first else ()


class Readings:
    """The readings of a spec's indicators, worked out as they are asked for.

    `rows` are the readings of the rows of each position; `touched` the positions with a problem.
    `known` has what is worked out; where one row reports an indicator, there is nothing to work out.
    """

    def __init__(self, plan: SpecPlan, rows: RowsOf, touched: set[int]) -> None:
        self.plan, self.rows, self.touched = plan, rows, touched
        self.plans = plan.every
        self.problems: list[Problem] = []
        self.known: dict[int, Reading | None] = {**rows.first}
        for position in (*rows.several, *plan.computed):
            self.known.pop(position, None)

    def of(self, position: int) -> Reading | None:
        """The reading of an indicator, None where no row reports it; a problem is noted."""
        if position not in self.known:
            self.known[position] = None
            try:
                self.known[position] = self._possible(position, self._settle(position))
            except WrongRow as wrong:
                self._note(wrong, position)
        return self.known[position]

    def of_target(self, target: TaskTarget) -> Reading | None:
        """The reading of what a task asks for otherwise than the table: rows are joined for its own target,
        by its own rules, else by the table's. A problem is noted."""
        at = target.position
        rows = self.rows.at(at)
        reading = self.of(at)
        if target.plan is self.plans[at] or at in self.plan.computed or at in self.touched:
            return reading
        if len(rows) < 2:
            return reading
        if target.plan.is_budget:
            rows = one_form(rows)
        try:
            return self._possible(at, join(joint_of(target.plan, self.plans[at]), rows))
        except WrongRow as wrong:
            self._note(wrong, at)
            return None

    def _possible(self, position: int, reading: Reading | None) -> Reading | None:
        """A reading, where its value can be: what was worked out is held to what a row is held to."""
        value = reading.value if reading else None
        if reading and reading.joined is not ONE_ROW and isinstance(value, Quantity | Computed):
            try:
                check_number(self.plans[position], value, amount_of(value).as_integer_ratio())
            except WrongRow as wrong:
                raise wrong.at(reading.row) from None
        return reading

    def _note(self, wrong: WrongRow, position: int) -> None:
        self.touched.add(position)
        row = wrong.row
        assert row is not None
        span = self.plans[position].entry.indicator.span if position < len(self.plans) else None
        related = wrong.related or ((Related(span=span, phrase="related.target"),) if span else ())
        place = row.span(wrong.field)
        self.problems.append(
            Problem(code=wrong.code, span=place, values=wrong.values, related=related)
        )

    def _settle(self, position: int) -> Reading | None:
        each = self.plans[position]
        formula = each.entry.indicator.attributes.formula
        if formula is not None:
            return self._computed(position, each, formula)
        readings = self.rows.at(position)
        if len(readings) < 2:
            return readings[0] if readings else None
        if each.is_budget:
            readings = one_form(readings)
        return join(joint_of(each), readings)

    # ---- formulas ---------------------------------------------------------------------------------

    def _computed(self, position: int, each: Plan, formula: Formula) -> Reading | None:
        joint = joint_of(each)
        if joint.aggregation in _TOTAL:
            items = {item.key: self._item(each, item) for item in formula.items}
            return self._worked_out(position, formula, items, self._lacking(formula))
        found = self._computed_by_unit(position)
        return over_units(joint, found) if found else None

    def _item(self, each: Plan, item: Item) -> Reading | None:
        """The one reading of an item, its periods and units joined."""
        named = self._named(item)
        if named is not None:
            return self.of(named)
        position = self.plan.by_name[item.key][0]
        if position in self.touched:
            return None
        readings = self.rows.at(position)
        if len(readings) < 2:
            return readings[0] if readings else None
        return join(self._joint(each, item), readings)

    def _by_unit(self, each: Plan, item: Item) -> Sequence[Reading]:
        """The readings of an item, one a reporting unit."""
        named = self._named(item)
        position = self.plan.by_name[item.key][0] if named is None else named
        if position in self.touched:
            return ()
        if named is not None and self.plans[named].entry.indicator.attributes.formula:
            of_units = self._computed_by_unit(named)
            if of_units:
                return of_units
        joint = self._joint(each, item) if named is None else joint_of(self.plans[named])
        return values_by_unit(joint, self.rows.at(position))

    def _computed_by_unit(self, position: int) -> list[Reading]:
        """A formula worked out for each reporting unit by itself."""
        each = self.plans[position]
        formula = each.entry.indicator.attributes.formula
        assert formula is not None
        units: dict[str, dict[str, Reading | None]] = {}
        for item in formula.items:
            for reading in self._by_unit(each, item):
                units.setdefault(fold(reading.row.reporting_unit), {})[item.key] = reading
        found = (self._worked_out(position, formula, of_unit) for of_unit in units.values())
        return [reading for reading in found if reading is not None]

    def _named(self, item: Item) -> int | None:
        """The position of the indicator that an item names, None for a data item."""
        found = self.plan.spec.named(item)
        if not found:
            return None
        return next(
            at
            for at, each in enumerate(self.plans)
            if each.entry.indicator.identity == found[0].identity
        )

    def _joint(self, each: Plan, item: Item) -> Joint:
        """How an item's rows are joined: by the catalogue's rule, else by the formula's indicator."""
        at = self.plan.by_name[item.key][0] - len(self.plans)
        plan: ItemPlan = self.plan.items[at]
        own = each.entry.indicator
        return Joint(
            name=item.name,
            unit=plan.unit or _unit_of(self.rows.at(at + len(self.plans))),
            aggregation=plan.aggregation or own.aggregation,
            reporting=plan.reporting or own.reporting,
            worse=None,
            may_be_partial=False,
        )

    def _lacking(self, formula: Formula) -> tuple[str, ...]:
        """The items that a reporting unit did not report, though it reported another one: 20 of the 2
        that one of two units has would be 1000%. What is reported by other units than all the rest
        stands for the whole."""
        units: dict[str, dict[str, str]] = {}
        for item in formula.items:
            named = self._named(item)
            position = self.plan.by_name[item.key][0] if named is None else named
            rows = [reading.row for reading in self.rows.at(position)]
            of_item = {fold(row.reporting_unit): row.reporting_unit for row in rows}
            units[item.name] = {key: name for key, name in of_item.items() if key}
        lacking: dict[str, None] = {}
        for name, own in units.items():
            names = set(own.values())
            wholes = {head for unit in names for head in _heads(unit)}
            for other in units.values():
                if own.keys() & other.keys():
                    absent = [unit for key, unit in other.items() if key not in own]
                    # `乙市 甲县` and 乙市 stand for each other in a roll-up.
                    lacking |= {
                        f"{name}（{unit}）": None
                        for unit in absent
                        if unit not in wholes and names.isdisjoint(_heads(unit))
                    }
        return tuple(lacking)

    def _worked_out(
        self,
        position: int,
        formula: Formula,
        found: Mapping[str, Reading | None],
        lacking: tuple[str, ...] = (),
    ) -> Reading | None:
        """The value of a formula. Raises WrongRow for a division by zero and a wrong dimension.

        An item that was reported in part only is as good as missing: less of a divisor makes more.
        """
        each = self.plans[position]
        reported = {key: x for key, x in found.items() if x is not None}
        if not reported:
            return None
        rows = tuple(row for x in reported.values() for row in x.rows)
        values = {
            key: x.value
            for key, x in reported.items()
            if x.value is not None and not x.joined.partial
        }
        missing = tuple(item.name for item in formula.items if item.key not in values) or lacking
        first = next(iter(reported.values()))
        if missing:
            return Reading(first.row, None, joined=Joined(rows=rows, missing=missing))
        amounts = {key: _amount(value) for key, value in values.items()}
        try:
            amount = calculate(formula.expression, amounts)
        except DivisionByZero as error:
            row = _row_of(error.divisor, reported) or first.row
            divisor = str(error.divisor)
            name = each.entry.indicator.name
            raise WrongRow("PG540", divisor=divisor, name=name).at(row) from None
        except Mismatch as mismatch:
            sides = {"left": mismatch.left.both(), "right": mismatch.right.both()}
            place = str(mismatch.place)
            raise WrongRow("PG541", formula=place, **sides).at(first.row) from None
        wanted = powers_of(each.unit.dimension)
        if dict(amount.dimension.terms) != wanted:
            sides = {"left": amount.dimension.both(), "right": each.unit.dimension.both()}
            raise WrongRow("PG542", formula=str(formula), **sides).at(first.row)
        gap = any(x.joined.gap for x in reported.values())
        items = tuple((x.name, actual_text(values[x.key], "zh") or "—") for x in formula.items)
        value = computed(amount.value, each.unit)
        joined = Joined(rows=rows, gap=gap, items=items)
        return Reading(first.row, value, joined=joined)


def _heads(unit: str) -> list[str]:
    """What a unit is a part of, by its name: 乙市 for `乙市 甲县`."""
    return [unit[:at] for at, sign in enumerate(unit) if sign == " "]


def one_form(readings: Sequence[Reading]) -> Sequence[Reading]:
    """A form that has both 预算执行率 and 预算执行数 leaves one of them blank, for each unit and period.

    A blank beside which the other form is not filled is one.
    """
    filled = {_form(reading) for reading in readings if reading.value is not None}

    def is_the_other(reading: Reading) -> bool:
        unit, period, spent = _form(reading)
        return reading.value is None and (unit, period, not spent) in filled

    return [reading for reading in readings if not is_the_other(reading)]


def _form(reading: Reading) -> tuple[str, str, bool]:
    """The unit and the period of a row of the budget, and whether it says what was spent."""
    row = reading.row
    return fold(row.reporting_unit), fold(row.period), says_spent(row)


def _unit_of(readings: Sequence[Reading]) -> Unit:
    value = next((x.value for x in readings if isinstance(x.value, Quantity)), None)
    return value.unit if value else NUMBER


def _row_of(divisor: Expression, reported: Mapping[str, Reading]) -> Row | None:
    return reported[divisor.key].row if isinstance(divisor, Item) else None


def _amount(value: Actual) -> Amount:
    if isinstance(value, Quantity):
        return Amount.of(value)
    if isinstance(value, Execution):
        return Amount(value.rate, Dimension(()))
    assert isinstance(value, Computed)
    powers = powers_of(value.unit.dimension)
    return Amount(value.amount, Dimension(tuple(sorted(powers.items()))))


# ---- how rows are joined --------------------------------------------------------------------------


def joint_of(each: Plan, table: Plan | None = None) -> Joint:
    """How the rows of an indicator are joined; of a task's target by the table's rules where it has none."""
    indicator = each.entry.indicator
    others = table.entry.indicator if table else indicator
    upward = isinstance(each.target, Bound) and each.direction is Direction.UP
    return Joint(
        name=indicator.name,
        unit=each.unit,
        aggregation=indicator.aggregation or others.aggregation,
        reporting=indicator.reporting or others.reporting,
        worse=functools.partial(_worse, each),
        may_be_partial=upward and _is_never_below_zero(each),
    )


def _is_never_below_zero(each: Plan) -> bool:
    """Whether a blank can hide no loss: what is counted or measured, or what 取值 keeps from it."""
    if each.unit.dimension.is_ratio:
        return False
    if not may_be_negative(each.unit.dimension):
        return True
    definition = each.entry.indicator.definition
    values = definition.values if definition else None
    if values is None or values.dimension != each.unit.dimension:
        return False
    if isinstance(values, Range):
        return values.low.value >= 0
    return values.op not in (Comparison.AT_MOST, Comparison.LESS) and values.value.value >= 0


def _worse(each: Plan, value: Actual) -> tuple[bool, Fraction, Fraction]:
    """The rank of a reporting unit's value, the worst first: not met, least complete, farthest."""
    outcome, c, _, _ = verdict(each, value)
    far = Fraction(0)
    if isinstance(value, Achievement):
        far = value.exact or Fraction(0)
    elif isinstance(each.target, Deadline):
        far = Fraction(-value.toordinal()) if hasattr(value, "toordinal") else far
    elif isinstance(value, Quantity | Execution | Computed):
        amount = _amount(value).value
        far = -amount if each.direction is Direction.DOWN else amount
    return outcome is Outcome.MET, c, far
