"""What a row of actuals means for an indicator, read plainly.

It reads what the strategies write and shares nothing with the evaluator's reading; units have the
sizes of `measures`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.actuals import Actuals, Row
from perfgoals.formula import Item
from perfgoals.levels import BUDGET_EXECUTION, level
from perfgoals.method import Outcome
from perfgoals.model import Entry, Group, Indicator, Spec, Task
from perfgoals.names import fold, fold_region
from perfgoals.targets import Bound, Comparison, Deadline, Qualitative, identity
from perfgoals.testing.measures import amount, size
from perfgoals.units import NUMBER, PERCENT, Quantity, Unit, find_unit, using

__all__ = [
    "BUDGET",
    "BUDGET_ENTRY",
    "BUDGET_SPENT",
    "Report",
    "Value",
    "in_force",
    "promised",
    "reports_of",
    "reports_of_item",
    "top_groups",
]

BUDGET = Indicator(
    name=BUDGET_EXECUTION, target=Bound(Comparison.REACH, Quantity(Decimal(100), PERCENT))
)
"""The indicator that an amount adds."""

BUDGET_ENTRY = Entry(indicator=BUDGET, levels=(BUDGET.name,))

BUDGET_SPENT = "预算执行数"

Value = Fraction | dt.date | tuple[Outcome, Fraction | None]
"""A number in base units, a day, or an outcome with the share that was given."""

_WORDS = {
    **dict.fromkeys(("达成", "完成", "已完成", "met"), Outcome.MET),
    **dict.fromkeys(("部分达成", "partial"), Outcome.PARTIAL),
    **dict.fromkeys(("未达成", "未完成", "missed"), Outcome.MISSED),
}
_SCALES = ("", "十", "百", "千", "万", "亿")
_BLANKS = ("", "—", "——", "–", "-", "/")


def top_groups(spec: Spec) -> list[Group]:
    """The groups that share 100.00: targets outside any form one; an amount adds 预算执行率, unless
    a row of the table stands for it, which is the group itself wherever it stands."""
    outside = [x for x in spec.members if isinstance(x, Indicator) and x.name != BUDGET.name]
    loose, top = Group(name="", members=tuple(outside)), list[Group]()
    for x in spec.members:
        if isinstance(x, Group) and level(x.name) != BUDGET.name:
            rest, rows = without_budget(x)
            top += [rest] * bool(rest.members) + [row_as_group(row) for row in rows]
        elif isinstance(x, Group):
            top.append(x)
        else:
            top.append(row_as_group(x) if x.name == BUDGET.name else loose)
    top = list(dict.fromkeys(top))
    if isinstance(spec.amount, Quantity) and BUDGET.name not in [level(x.name) for x in top]:
        top.append(Group(name=BUDGET.name, members=(BUDGET,)))
    return top


def row_as_group(row: Indicator) -> Group:
    """The group that a row 预算执行率 stands for."""
    return Group(name=row.name, members=(row,), weight=row.weight)


def without_budget(group: Group) -> tuple[Group, list[Indicator]]:
    """A group without its rows 预算执行率, however deep, and those rows."""
    members, rows = list[Group | Indicator](), list[Indicator]()
    for x in group.members:
        if isinstance(x, Group):
            inner, found = without_budget(x)
            members += [inner] if inner.members else []
            rows += found
        elif x.name == BUDGET.name:
            rows.append(x)
        else:
            members.append(x)
    return attrs.evolve(group, members=tuple(members)), rows


@attrs.frozen
class Report:
    """What a row says: of which reporting unit and period, and its value (None for a blank)."""

    unit: str
    period: str
    value: Value | None


def reports_of(spec: Spec, indicator: Indicator, actuals: Actuals) -> list[Report]:
    """What the rows of an indicator say."""
    found = []
    with using(spec.units):
        for row in actuals.rows:
            if not _is_of(spec.region, row):
                continue
            value = _value(indicator, row)
            if value is None and indicator.name == BUDGET.name:
                value = _spent(spec, row)
            is_blank = _is_blank_of(indicator, row) or (
                indicator.name == BUDGET.name and _is_spent(spec, row) and row.actual in _BLANKS
            )
            if value is not None or is_blank:
                found.append(Report(fold(row.reporting_unit), row.period, value))
    return found if indicator.name != BUDGET.name else _of_one_form(found)


def _of_one_form(reports: list[Report]) -> list[Report]:
    """Of the two forms of the budget, for a unit and a period, one may be blank."""
    best = {(report.unit, report.period): report for report in reports}
    best |= {(x.unit, x.period): x for x in reports if x.value is not None}
    return list(best.values())


def reports_of_item(spec: Spec, item: Item, actuals: Actuals) -> list[Report]:
    """What the rows of a formula's data item say."""
    definition, found = spec.defined(item), []
    with using(spec.units):
        for row in actuals.rows:
            bracket = _bracket(row.indicator, item.name)
            if bracket is None or not _is_of(spec.region, row):
                continue
            own = definition.unit if definition and definition.unit else None
            value = None if row.actual in _BLANKS else _number(row, bracket, own)
            found.append(Report(fold(row.reporting_unit), row.period, value))
    return found


def in_force(spec: Spec, day: dt.date | None) -> Spec:
    """The spec with the targets that hold on a day (调整), the last ones without a day."""

    def amended(members: Sequence[Group | Indicator]) -> tuple[Group | Indicator, ...]:
        return tuple(
            x.in_force(day)
            if isinstance(x, Indicator)
            else attrs.evolve(x, members=amended(x.members))
            for x in members
        )

    tasks = [
        attrs.evolve(task, targets=tuple(x.in_force(day) for x in task.targets))
        for task in spec.tasks
    ]
    promises = (*spec.indicators, *(x for task in spec.tasks for x in task.targets))
    if not any(x.attributes.amendments for x in promises):
        return spec
    return attrs.evolve(spec, members=amended(spec.members), tasks=tuple(tasks))


def promised(spec: Spec, task: Task) -> list[tuple[Indicator, dt.date | None]]:
    """The targets of a task, each with the day on which it is due: its own, else the task's."""
    return [(_as_reported(spec, x), x.due(None) or task.due(spec.year)) for x in task.targets]


def _as_reported(spec: Spec, x: Indicator) -> Indicator:
    """A task's target with the rules by which its rows are joined: its own, else those of the table, or of
    the first task that promises it. What has a formula there has it here."""
    promises = (*spec.indicators, *(y for task in spec.tasks for y in task.targets))
    first = next(y for y in promises if y.identity == x.identity)
    attributes = attrs.evolve(
        x.attributes,
        aggregation=x.aggregation or first.aggregation,
        reporting=x.reporting or first.reporting,
        formula=first.attributes.formula,
    )
    return attrs.evolve(x, attributes=attributes)


def _is_blank_of(indicator: Indicator, row: Row) -> bool:
    bracket = _bracket(row.indicator, indicator.name)
    if bracket is None or row.actual not in _BLANKS:
        return False
    unit = find_unit(bracket) if bracket else None
    return unit is None or unit.dimension == identity(indicator.target)


def _spent(spec: Spec, row: Row) -> Fraction | None:
    if not isinstance(spec.amount, Quantity) or not _is_spent(spec, row) or row.actual in _BLANKS:
        return None
    spent = _number(row, _bracket(row.indicator, BUDGET_SPENT) or "", spec.amount.unit)
    return None if spent is None else spent / amount(spec.amount)


def _is_spent(spec: Spec, row: Row) -> bool:
    """Whether a row is 预算执行数, which reports where there is an amount to divide it by."""
    return isinstance(spec.amount, Quantity) and _bracket(row.indicator, BUDGET_SPENT) is not None


def _is_of(region: str | None, row: Row) -> bool:
    if not row.region or not region:
        return True
    one, other = fold(row.region), fold(region)
    return one in (other, fold_region(other)) or fold_region(one) == other


def _value(indicator: Indicator, row: Row) -> Value | None:
    """What a row says of an indicator; None where it is another's."""
    bracket = _bracket(row.indicator, indicator.name)
    target = indicator.target
    if bracket is None or row.actual in _BLANKS:
        return None
    if isinstance(target, Qualitative):
        return _achievement(target, row.actual)
    if isinstance(target, Deadline):
        return _day(row.actual)
    own = target.value.unit if isinstance(target, Bound) else target.high.unit
    return _number(row, bracket, own)


def _bracket(cell: str, name: str) -> str | None:
    """The unit behind a name, "" where there is none; None where the cell is another name."""
    if fold(cell) == fold(name):
        return ""
    found = re.fullmatch(r"(.*)[（(]([^（()）]*)[)）]", cell)
    is_it = found is not None and fold(found[1]) == fold(name) and find_unit(found[2])
    return found[2] if found and is_it else None


def _number(row: Row, bracket: str, own: Unit | None) -> Fraction | None:
    """A number with the unit of the cell, the column 单位 or the name; without any it has `own`."""
    text = unicodedata.normalize("NFKC", row.actual).replace(",", "")
    found = re.fullmatch(r"([-+]?[0-9.]+)\s*(\D.*)?", text)
    if found is None:
        return None
    written = found[2] or ""
    if written in _SCALES:  # 0.3万, and 人次 in the column
        written += row.unit or bracket
    unit = find_unit(written) if written else own or NUMBER
    if unit is None or (own is not None and unit.dimension != own.dimension):
        return None
    return Fraction(found[1]) * size(unit)


def _achievement(target: Qualitative, cell: str) -> tuple[Outcome, Fraction | None] | None:
    if fold(cell) == fold(target.text):
        return Outcome.MET, None
    found = re.fullmatch(r"(\D+?)\s*(?:([0-9.]+)\s*%)?", unicodedata.normalize("NFKC", cell))
    if found is None or found[1] not in _WORDS:
        return None
    return _WORDS[found[1]], Fraction(found[2]) / 100 if found[2] else None


def _day(cell: str) -> dt.date | None:
    found = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?", cell)
    return dt.date(*map(int, found.groups())) if found else None
