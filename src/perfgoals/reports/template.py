"""The form to fill in: its rows, one for each value that is to be reported, and the form as CSV."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from perfgoals.attributes import Aggregation
from perfgoals.columns import COLUMNS
from perfgoals.evaluation.planning import ItemPlan, plan_of
from perfgoals.evaluation.reading import may_be_negative
from perfgoals.levels import is_satisfaction
from perfgoals.model import Entry, Indicator, Spec
from perfgoals.names import fold, region_keys
from perfgoals.reports.data import csv_text
from perfgoals.scorecard import target_text
from perfgoals.targets import Bound, Comparison, Qualitative, Range, unit_text
from perfgoals.units import PERCENT, Quantity, find_unit, using
from perfgoals.weights import budget_execution

__all__ = ["FormRow", "Kind", "beside_the_table", "form_rows", "template_csv", "units_of"]

_ONE = Fraction(1)


class Kind(enum.Enum):
    """What is filled in: a number in the unit beside it, a percentage, a day, or a word."""

    NUMBER = "number"
    RATIO = "ratio"
    DATE = "date"
    TEXT = "text"


@attrs.frozen(kw_only=True)
class FormRow:
    """A row of the form. `lowest` and `highest` are what a cell can hold at all: of a number in its
    unit, of a ratio as a share of 1. `target` is empty for a data item of a formula."""

    name: str
    kind: Kind
    unit: str = ""
    levels: tuple[str, ...] = ()
    target: str = ""
    lowest: Fraction | None = None
    highest: Fraction | None = None
    reporting_unit: str = ""


def units_of(spec: Spec, parents: Mapping[str, str]) -> tuple[str, ...]:
    """The reporting units of a spec: the regions that a table of regions puts under its own."""
    own = region_keys(spec.region or "")
    return tuple(child for child, parent in parents.items() if fold(parent) in own)


def form_rows(spec: Spec, language: str, units: Sequence[str] = ()) -> list[FormRow]:
    """The rows of a spec's form, in the order of its table; what rows cannot report is left out.

    What is joined over reporting units (口径) has a row for each of them, where they are known.
    """
    rows: list[FormRow] = []
    with using(spec.units):
        for entry in spec.entries:
            rule = entry.indicator.aggregation
            if entry.indicator.attributes.formula is None:  # else its items are reported
                rows += _each(_of_indicator(spec, entry, language), rule, units)
        for target in beside_the_table(spec):
            entry = Entry(indicator=target, levels=())
            if target.attributes.formula is None:
                rows += _each(_of_indicator(spec, entry, language), target.aggregation, units)
        for item in plan_of(spec).items:
            rows += _each(_of_item(item), _rule_of(spec, item), units)
        budget = budget_execution(spec)
        if budget:
            entry = Entry(indicator=budget, levels=())
            row = _of_indicator(spec, entry, language)
            rows.append(attrs.evolve(row, unit="%", kind=Kind.RATIO, lowest=Fraction(0)))
    return rows


def _each(row: FormRow, rule: Aggregation | None, units: Sequence[str]) -> Iterator[FormRow]:
    if not units or rule is None or rule is Aggregation.NONE:
        yield row
        return
    # The target of a sum is no unit's own.
    target = row.target if rule is Aggregation.EACH else f"{row.target}（{rule.value}）"
    for unit in units:
        yield attrs.evolve(row, reporting_unit=unit, target=target if row.target else "")


def _of_indicator(spec: Spec, entry: Entry, language: str) -> FormRow:
    indicator = entry.indicator
    target = indicator.target
    row = FormRow(
        name=spec.labels.get(indicator, indicator.name),
        kind=Kind.TEXT if isinstance(target, Qualitative) else Kind.DATE,
        levels=entry.levels,
        target=target.text if isinstance(target, Qualitative) else target_text(indicator, language),
        unit=unit_text(target),
    )
    if isinstance(target, Bound | Range):
        row = attrs.evolve(row, kind=_kind(row.unit))
        lowest, highest = _limits(entry, row)
        return attrs.evolve(row, lowest=lowest, highest=highest)
    return row


def _kind(unit: str) -> Kind:
    """A percentage is filled in as one; a ratio in another unit (‰) is a number in it."""
    found = find_unit(unit) if unit else None
    return Kind.RATIO if found and found.means_the_same_as(PERCENT) else Kind.NUMBER


def _limits(entry: Entry, row: FormRow) -> tuple[Fraction | None, Fraction | None]:
    """What an actual cannot pass: 取值 of the catalogue, 0 of what is counted, all of a 满意度."""
    indicator = entry.indicator
    target = indicator.target
    assert isinstance(target, Bound | Range)
    low = high = None
    values = indicator.definition.values if indicator.definition else None
    if isinstance(values, Range):
        low, high = values.low, values.high
    elif isinstance(values, Bound):
        low = values.value if values.op in (Comparison.AT_LEAST, Comparison.MORE) else None
        high = values.value if values.op in (Comparison.AT_MOST, Comparison.LESS) else None
    lowest, highest = _in_cell(low, row), _in_cell(high, row)
    if lowest is None and not may_be_negative(target.dimension):
        lowest = Fraction(0)
    if (
        highest is None
        and row.kind is Kind.RATIO
        and is_satisfaction(indicator.name, *entry.levels)
    ):
        highest = _ONE
    return lowest, highest


def _in_cell(limit: Quantity | None, row: FormRow) -> Fraction | None:
    """A limit as the number that stands in the cell."""
    if limit is None:
        return None
    unit = find_unit(row.unit) if row.unit else None
    return limit.amount() / (unit.factor if unit and row.kind is Kind.NUMBER else _ONE)


def _of_item(item: ItemPlan) -> FormRow:
    unit = item.unit.text if item.unit else ""
    return FormRow(name=item.name, kind=_kind(unit), unit=unit)


def _rule_of(spec: Spec, item: ItemPlan) -> Aggregation | None:
    """An item's rows are joined by its own rule, else by that of the formula's indicator."""
    formulas = ((x, x.attributes.formula) for x in spec.indicators)
    own = (x for x, formula in formulas if formula and item.name in {i.name for i in formula.items})
    return item.aggregation or next((x.aggregation for x in own if x.aggregation), None)


def beside_the_table(spec: Spec) -> list[Indicator]:
    """What tasks promise that the table has no indicator for: it is reported too."""
    known = {indicator.identity for indicator in spec.indicators}
    targets = (target for task in spec.tasks for target in task.targets)
    own = {x.identity: x for x in targets if x.identity not in known}
    return list(own.values())


def template_csv(
    specs: Sequence[Spec],
    language: str,
    *,
    parents: Mapping[str, str] | None = None,
    period: str = "",
) -> str:
    """The rows to fill in, with their units, so that nobody types long names."""
    fields = ["region", "indicator", "actual", "unit"]
    fields += ["period"] * bool(period) + ["reporting_unit"] * bool(parents) + ["note"]
    at = 0 if language == "zh" else 1
    table = [[COLUMNS[field][at] for field in fields]]
    for spec in specs:
        for row in form_rows(spec, language, units_of(spec, parents or {})):
            cells = {
                "region": spec.region or "",
                "indicator": row.name,
                "unit": row.unit,
                "period": period,
                "reporting_unit": row.reporting_unit,
            }
            table.append([cells.get(field, "") for field in fields])
    return csv_text(table)
