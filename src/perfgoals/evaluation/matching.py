"""Rows to indicators: which row reports what. docs/actuals.md has the rules.

What is not plainly one value of one indicator is a problem, never a guess.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import attrs

from perfgoals import nearest
from perfgoals.actuals import Row
from perfgoals.dates import read_day
from perfgoals.errors import Flaw, Problem, Related
from perfgoals.evaluation.computing import Readings, RowsOf
from perfgoals.evaluation.planning import Plan, SpecPlan, TaskTarget
from perfgoals.evaluation.reading import Reading, WrongRow, read, read_item, says_spent, unit_column
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.model import Indicator
from perfgoals.names import fold
from perfgoals.units import Dimension, Quantity, Unit, find_unit
from perfgoals.values import split_unit

__all__ = ["Matches", "find_position", "match", "misread"]

_MOST_HINTS = 50
"""Nearest names are looked for in so many rows of a file only: each look costs time."""


_MOST_PLACES = 5


@attrs.frozen(eq=False, repr=False)
class Matches:
    """The readings of the indicators, problems, and the positions they touch."""

    readings: Mapping[int, Reading | None]
    problems: list[Problem]
    touched: set[int]
    rows: RowsOf
    """What each row said, before rows were joined."""

    of_tasks: Mapping[TaskTarget, Reading | None]
    """The readings of what tasks ask for otherwise than the table, where several rows were joined."""


def match(plan: SpecPlan, rows: Sequence[Row]) -> Matches:
    """Give each row to its indicator and read its value; join the rows of each, work out formulas."""
    problems: list[Problem] = []
    touched: set[int] = set()
    found = RowsOf()
    first, several = found.first, found.several
    plans, reported, count = plan.every, plan.reported, len(plan.every)
    for row in rows:
        position = reported.get(row.key)
        try:
            if position is None and isinstance(row.says, Quantity):
                position = plan.measured.get((row.key, row.says.unit.dimension))
            if position is None:
                position = find_position(plan, row, len(problems) < _MOST_HINTS)
            if position < count:
                reading = read(plans[position], row)
            else:
                reading = read_item(plan.items[position - count], plan.spec.year, row)
            if position in first:
                several.setdefault(position, [first[position]]).append(reading)
            else:
                first[position] = reading
        except WrongRow as wrong:
            problems.append(_problem(plan, row, position, wrong))
            if position is not None:
                touched.add(position)
    readings = Readings(plan, found, touched)
    for position in range(count):
        if position not in readings.known and position not in touched:
            readings.of(position)
    of_tasks = {
        target: readings.of_target(target)
        for task in plan.tasks
        for target in task.targets
        if target.position in several and not target.is_shared
    }
    problems += readings.problems
    for position in tuple(touched):
        if position < count:
            readings.of(position)  # to be shown beside its problem
    return Matches(readings.known, problems, touched, found, of_tasks)


def misread(plan: SpecPlan, row: Row, with_hint: bool) -> Problem | None:
    """What `match` finds wrong with one row by itself, None where it is read."""
    position = None
    try:
        position = find_position(plan, row, with_hint)
        if position < len(plan.every):
            read(plan.every[position], row)
        else:
            read_item(plan.items[position - len(plan.every)], plan.spec.year, row)
    except WrongRow as wrong:
        return _problem(plan, row, position, wrong)
    return None


def _problem(plan: SpecPlan, row: Row, position: int | None, wrong: WrongRow) -> Problem:
    related = wrong.related or _related(position, plan, wrong.code)
    return Problem(
        code=wrong.code, span=row.span(wrong.field), values=wrong.values, related=related
    )


def _related(position: int | None, plan: SpecPlan, code: str) -> tuple[Related, ...]:
    """The target that a wrong row was meant for: for the budget, 金额; the 取值 of the catalogue."""
    plans = plan.every
    if position is None or position >= len(plans):
        return ()
    indicator = plans[position].entry.indicator
    span = indicator.span or (
        dict(plan.spec.places).get("amount") if plans[position].is_budget else None
    )
    places = [(span, "related.target")]
    if code == "PG527" and indicator.definition:
        places.append((indicator.definition.span, "related.catalogue"))
    return tuple(Related(span=at, phrase=phrase) for at, phrase in places if at)


# ---- which indicator ------------------------------------------------------------------------------


def find_position(plan: SpecPlan, row: Row, with_hint: bool) -> int:
    """The position of the indicator that a row names.

    Where several bear the name, its unit tells which. Raises WrongRow.
    """
    positions = plan.by_name.get(row.key)
    if positions and len(positions) == 1:
        return _reported(plan, positions[0])
    bracket = None
    if positions is None and isinstance(plan.spec.amount, Quantity) and says_spent(row):
        positions = plan.by_name.get(BUDGET_EXECUTION)
        if positions:
            return positions[0]
    if positions is None:
        parts = split_unit(row.indicator)
        bracket = find_unit(parts[1]) if parts and parts[1] else None
        positions = plan.by_name.get(fold(parts[0])) if parts and bracket else None
    plans, labels = plan.every, plan.spec.labels
    if positions and positions[0] >= len(plans):  # a data item of a formula, whose name is its own
        return positions[0]
    if positions is None:
        raise WrongRow("PG510", "indicator", name=row.indicator, **_near(plan, row, with_hint))
    measure = bracket.dimension if bracket else _measure(row)
    fitting = [p for p in positions if p < len(plans) and plans[p].measure == measure]
    if len(fitting) == 1:
        return _reported(plan, fitting[0])
    choices = "、".join(_label(plans[p], labels) for p in positions)
    unit = bracket or (_written_unit(row) if isinstance(measure, Dimension) else None)
    spans = [span for p in positions if (span := plans[p].entry.indicator.span)]
    related = [Related(span=span, phrase="related.target") for span in spans[:_MOST_PLACES]]
    if unit is None:
        wrong = WrongRow("PG512", "indicator", name=row.indicator, choices=choices)
        raise wrong.at(row, *related)
    raise WrongRow(
        "PG511",
        "indicator",
        name=plans[positions[0]].entry.indicator.name,
        unit=unit.text,
        dimension=unit.dimension.both(),
        choices=choices,
    ).at(row, *related)


def _near(plan: SpecPlan, row: Row, with_hint: bool) -> dict[str, str]:
    """The names that look most like a row's; not looked for in every row of a file full of wrong ones."""
    if not with_hint:
        return {}
    return dict(_hint(row.indicator, _names(plan)))


@functools.lru_cache(maxsize=64)
def _names(plan: SpecPlan) -> tuple[str, ...]:
    """What a row may name."""
    labels = plan.spec.labels
    return (*(_label(each, labels) for each in plan.every), *(x.name for x in plan.items))


@functools.lru_cache(maxsize=1024)
def _hint(name: str, names: Sequence[str]) -> Mapping[str, str]:
    """One slip is often made in the rows of many towns: it is looked up once."""
    return nearest.hint(name, names, 3)


def _reported(plan: SpecPlan, position: int) -> int:
    """What has a formula is worked out, never reported."""
    indicator = plan.every[position].entry.indicator if position < len(plan.every) else None
    formula = indicator.attributes.formula if indicator else None
    if indicator is not None and formula is not None:
        items = "、".join(item.name for item in formula.items)
        raise WrongRow("PG539", "indicator", name=indicator.name, items=items)
    return position


def _written_unit(row: Row) -> Unit | None:
    return unit_column(row) or (row.quantity.unit if isinstance(row.quantity, Quantity) else None)


def _label(plan: Plan, labels: Mapping[Indicator, str]) -> str:
    return labels.get(plan.entry.indicator, plan.entry.indicator.name)


def _measure(row: Row) -> Dimension | str | None:
    """What a row measures by its own words, None where it does not say."""
    if isinstance(row.quantity, Quantity) and not row.quantity.dimension.is_bare:
        return row.quantity.dimension
    column = unit_column(row)
    if column:
        return column.dimension
    if isinstance(row.quantity, Quantity) or row.is_blank:
        return None
    try:
        return "date" if read_day(row.actual) else "text"
    except Flaw:
        return "date"
