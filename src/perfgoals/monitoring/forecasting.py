"""The expected full-year value, its range, and whether the target will be met."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Sequence
from fractions import Fraction

import attrs

from perfgoals.achieved import Actual, Computed, Execution, actual_text, amount_of, computed
from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.errors import ActualsError
from perfgoals.evaluation.completion import in_one_unit
from perfgoals.evaluation.matching import match
from perfgoals.evaluation.planning import Plan, SpecPlan, plan_of
from perfgoals.evaluation.reading import Reading
from perfgoals.evaluation.regions import rows_of
from perfgoals.messages import Both, both
from perfgoals.method import Outcome
from perfgoals.names import fold
from perfgoals.periods import Period, read_period
from perfgoals.targets import Bound, Deadline, Direction
from perfgoals.units import Quantity

__all__ = [
    "Forecast",
    "Likelihood",
    "accumulates",
    "elapsed_at",
    "first_day",
    "forecast_of",
    "is_later",
    "measured",
    "of_levels",
    "shapes_of",
    "will_be_met",
]

_ONE = Fraction(1)


class Likelihood(enum.Enum):
    """完成目标可能性: whether the target will be met."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"


@attrs.frozen(kw_only=True)
class Forecast:
    """The expected full-year value (全年预计完成情况) and its range, in the target's unit.

    `low` and `high` come from the slowest and the fastest reported period; `how` says how it was made.
    """

    value: Actual
    low: Actual
    high: Actual
    how: Both

    def text(self, language: str) -> str:
        """The value, and its range where there is one."""
        value, low, high = (
            actual_text(x, language) or "" for x in (self.value, self.low, self.high)
        )
        if low == high:
            return value
        return both("forecast.range", value=value, low=low, high=high).text(language)


def is_later(row: Row, as_of: datetime.date) -> bool:
    """Whether a row's period ends after the day, and so says nothing of it."""
    period = read_period(row.period) if row.period else None
    return period is not None and period.last > as_of and period.first.year == period.last.year


def first_day(end: datetime.date, year: int) -> datetime.date:
    """The first of January from which the days to an end are counted: of the table's year, though the end
    may lie in a later one."""
    return datetime.date(min(end.year, year), 1, 1)


def elapsed_at(end: datetime.date, as_of: datetime.date, year: int) -> Fraction:
    """The part of the days from the first of January of a year to an end that is gone, today in."""
    first = first_day(end, year)
    gone, of_all = (as_of - first).days + 1, (end - first).days + 1
    return max(Fraction(0), min(_ONE, Fraction(gone, of_all)))


def accumulates(each: Plan) -> bool:
    """Whether a target is reached bit by bit: a count, a length or money that should be more, and the
    budget's execution, which is money spent. Other ratios, levels (元/户), caps and ranges are not."""
    terms = each.unit.dimension.terms
    whole = all(power > 0 for _, power in terms) and not each.unit.dimension.is_ratio
    upward = isinstance(each.target, Bound) and each.direction is Direction.UP
    return upward and (whole or each.is_budget) and each.ratio[0] > 0


def measured(value: Actual) -> Quantity | Execution | Computed:
    assert isinstance(value, Quantity | Execution | Computed)
    return value


# ---- the forecast ---------------------------------------------------------------------------------


def forecast_of(
    each: Plan, a: Fraction, elapsed: Fraction, shape: Fraction | None, rows: Sequence[Reading]
) -> Forecast | None:
    """The full-year value: linear by elapsed days, or by the prior year's shape; with its range."""
    if elapsed == 0:
        return None
    if shape is not None and shape > 0:
        value, how = a / shape, both("forecast.shape")
    else:
        value, how = a / elapsed, both("forecast.linear")
    rates = _rates(each, rows)
    low = high = value
    if len(rates) > 1 and elapsed < 1:
        assert each.due is not None
        assert each.year is not None
        days = (each.due - first_day(each.due, each.year)).days + 1
        left = days * (1 - elapsed)
        low, high = min(value, a + min(rates) * left), max(value, a + max(rates) * left)
    return Forecast(
        value=computed(value, each.unit),
        low=computed(low, each.unit),
        high=computed(high, each.unit),
        how=how,
    )


def _rates(each: Plan, rows: Sequence[Reading]) -> list[Fraction]:
    """What was done a day, all reporting units together, in each stretch of days that all of them
    reported on. Of a mean it is the mean of the units'."""
    units: dict[str, list[tuple[Period, Fraction]]] = {}
    for reading in rows:
        period = read_period(reading.row.period) if reading.row.period else None
        if period is None:
            return []
        of_unit = units.setdefault(fold(reading.row.reporting_unit), [])
        if reading.value is not None:
            of_unit.append((period, amount_of(measured(reading.value))))
    indicator = each.entry.indicator
    running = indicator.reporting is Reporting.CUMULATIVE
    stretches = [_running(x) if running else _apart(x) for x in units.values() if x]
    share = len(stretches) if indicator.aggregation is Aggregation.MEAN else 1
    return [rate / share for rate in _together(stretches)]


Stretch = tuple[int, int, Fraction]
"""From a day up to another, which is not in it, and what was done a day."""


def _apart(periods: Sequence[tuple[Period, Fraction]]) -> list[Stretch]:
    """The stretches of one unit that reports each period by itself (当期)."""
    ends = ((x.first.toordinal(), x.last.toordinal() + 1, amount) for x, amount in periods)
    return [(first, end, amount / (end - first)) for first, end, amount in ends]


def _running(periods: Sequence[tuple[Period, Fraction]]) -> list[Stretch]:
    """The stretches of one unit that reports totals so far (累计): what each adds to the one before."""
    found = []
    start, known = datetime.date(periods[0][0].last.year, 1, 1).toordinal(), Fraction(0)
    for period, total in sorted(periods, key=lambda pair: pair[0].last):
        end = period.last.toordinal() + 1
        if end > start:
            found.append((start, end, max(Fraction(0), total - known) / (end - start)))
        start, known = end, total
    return found


def _together(units: Sequence[Sequence[Stretch]]) -> list[Fraction]:
    """The sums of the units' rates, in each stretch between two of their ends that all units cover."""
    changes: dict[int, tuple[int, Fraction]] = {}
    for first, end, rate in (stretch for unit in units for stretch in unit):
        for day, count, change in ((first, 1, rate), (end, -1, -rate)):
            open_, total = changes.get(day, (0, Fraction(0)))
            changes[day] = open_ + count, total + change
    found = []
    open_, total = 0, Fraction(0)
    for day in sorted(changes):
        open_, total = open_ + changes[day][0], total + changes[day][1]
        if open_ == len(units):
            found.append(total)
    return found


def shapes_of(plan: SpecPlan, prior: Actuals, as_of: datetime.date) -> dict[int, Fraction]:
    """The share of its year's total that each indicator had reached on this day last year."""
    assert plan.spec.year is not None
    last = attrs.evolve(plan.spec, year=plan.spec.year - 1)
    before = plan_of(last)
    day = as_of.replace(year=as_of.year - 1) if (as_of.month, as_of.day) != (2, 29) else None
    day = day or datetime.date(as_of.year - 1, 2, 28)
    rows, problems = rows_of(last, prior)
    if any(problem.code == "PG554" for problem in problems):  # not to have any is none here
        raise ActualsError(problems)
    whole = match(before, rows)
    part = match(before, [row for row in rows if not is_later(row, day)])
    if whole.problems:
        raise ActualsError(whole.problems)
    found = {}
    for at, each in enumerate(before.plans):
        total, then = whole.readings.get(at), part.readings.get(at)
        if (
            accumulates(each)
            and total
            and total.value is not None
            and then
            and then.value is not None
        ):
            amount = amount_of(measured(total.value))
            if amount > 0:
                found[at] = amount_of(measured(then.value)) / amount
    return found


def will_be_met(
    each: Plan, a: Fraction, forecast: Forecast | None, elapsed: Fraction
) -> Likelihood:
    """Certain where it is reached, or the slowest period would do; impossible where the time is over,
    or even the fastest would not."""
    if _reaches(each, a):
        return Likelihood.CERTAIN
    if elapsed == 1 or forecast is None:
        return Likelihood.IMPOSSIBLE if elapsed == 1 else Likelihood.POSSIBLE
    low, high = amount_of(measured(forecast.low)), amount_of(measured(forecast.high))
    if low == high:  # one period says nothing of the others
        return Likelihood.POSSIBLE
    if _reaches(each, low):
        return Likelihood.CERTAIN
    return Likelihood.POSSIBLE if _reaches(each, high) else Likelihood.IMPOSSIBLE


def _reaches(each: Plan, amount: Fraction) -> bool:
    """Whether an amount meets the target, as its operator says: 80 of `> 80` does not."""
    return each.holds(*in_one_unit(amount.as_integer_ratio(), each.ratio))


def of_levels(each: Plan, outcome: Outcome, as_of: datetime.date) -> Likelihood:
    """What can go up and down may still be met, or be lost, until its time is over; a missed deadline
    cannot be mended."""
    is_over = each.due is not None and as_of >= each.due
    if is_over or isinstance(each.target, Deadline):
        return Likelihood.CERTAIN if outcome is Outcome.MET else Likelihood.IMPOSSIBLE
    return Likelihood.POSSIBLE
