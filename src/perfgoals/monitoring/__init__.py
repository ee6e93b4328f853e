"""Monitoring (绩效运行监控): pace against the target that is due by now, lights, and a forecast.

docs/monitoring.md has the rules. Only what accumulates is pro-rated, by days; ratios, levels, caps and
ranges are held against their target as it stands. What is not reported has no light.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from perfgoals import notebooks
from perfgoals.achieved import (
    Achievement,
    Actual,
    actual_text,
    amount_of,
    amount_text,
    computed,
    six_decimals,
)
from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Aggregation
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.judging import verdict
from perfgoals.evaluation.matching import match
from perfgoals.evaluation.planning import Plan, SpecPlan, plan_of
from perfgoals.evaluation.reading import Reading
from perfgoals.evaluation.regions import rows_of
from perfgoals.joined import Part
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.messages import Both, both
from perfgoals.method import Light, Monitoring, Outcome
from perfgoals.model import Indicator, Spec
from perfgoals.monitoring.courses import Point, course_of
from perfgoals.monitoring.forecasting import (
    Forecast,
    Likelihood,
    accumulates,
    elapsed_at,
    forecast_of,
    is_later,
    measured,
    of_levels,
    shapes_of,
    will_be_met,
)
from perfgoals.names import fold
from perfgoals.parsing import standard_monitoring
from perfgoals.scorecard import provenance, span_dict, target_dict, target_text
from perfgoals.targets import Deadline
from perfgoals.units import PERCENT, using

__all__ = [
    "Forecast",
    "Likelihood",
    "MonitorCard",
    "MonitorResult",
    "Point",
    "accumulates",
    "is_budget",
    "method_of",
    "monitor",
]

_ONE = Fraction(1)


@attrs.frozen(kw_only=True)
class MonitorResult:
    """Where one indicator stands.

    `due_now` is the part of the target that is due by now, None where it is not pro-rated; `pace` is the
    actual by that, or how far the target is attained. `light` is None for what was not reported.
    """

    indicator: Indicator
    levels: tuple[str, ...]
    actual: Actual | None
    due_now: Actual | None
    pace: Fraction | None
    light: str | None
    forecast: Forecast | None
    likelihood: Likelihood | None
    reported: int
    units: int
    row: Row | None = None
    parts: tuple[Part, ...] = ()
    """What each reporting unit reported, where there are several; `reported` of `units` did so, up to
    the latest period."""

    due: datetime.date | None = None
    """The day to which its target is pro-rated, None where it is not."""

    course: tuple[Point, ...] = ()
    """What had been achieved by the end of each reported period, where the target is pro-rated."""

    @property
    def note(self) -> str:
        """The 说明 of its row."""
        return self.row.note if self.row else ""

    def to_dict(self, language: str = "zh", label: str = "") -> dict[str, Any]:
        """What `monitor --format json` prints of it."""
        forecast = self.forecast
        return {
            "id": label or self.indicator.name,
            "indicator": self.indicator.name,
            "levels": list(self.levels),
            "target": target_dict(self.indicator.target),
            "target_text": target_text(self.indicator, language),
            "actual": actual_text(self.actual, language),
            "due_now": actual_text(self.due_now, language),
            "pace": None if self.pace is None else six_decimals(self.pace),
            "pace_exact": None if self.pace is None else str(self.pace),
            "light": self.light,
            "forecast": None
            if forecast is None
            else {
                "value": actual_text(forecast.value, language),
                "low": actual_text(forecast.low, language),
                "high": actual_text(forecast.high, language),
                "how": forecast.how.text(language),
            },
            "likelihood": self.likelihood.value if self.likelihood else None,
            "course": [
                {"date": str(point.day), "actual": actual_text(point.value, language)}
                for point in self.course
            ],
            "units": {"reported": self.reported, "of": self.units},
            "parts": [part.to_dict(language) for part in self.parts],
            "span": span_dict(self.indicator.span),
            "actual_span": span_dict(self.row.span()) if self.row else None,
        }


@attrs.frozen(kw_only=True)
class MonitorCard:
    """Where a spec stands on a day. `light` is the worst there is; `elapsed` the part of the year that
    is gone; `budget` the execution of the budget, beside it (双监控)."""

    spec: Spec
    as_of: datetime.date
    elapsed: Fraction
    results: tuple[MonitorResult, ...]
    light: str | None
    budget: Fraction | None
    later: int = 0
    """How many rows are of later periods, and left out."""

    actuals_sha256: str = ""

    @property
    def notes(self) -> tuple[Both, ...]:
        """What is to be said of the whole."""
        return (both("monitor.later", count=self.later),) if self.later else ()

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebooks.shown(self)

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `monitor --format json` prints of it."""
        spec = self.spec
        return {
            "schema": 1,
            "region": spec.region,
            "fund": spec.fund,
            "year": spec.year,
            "method": method_of(spec).name,
            "as_of": str(self.as_of),
            "elapsed": six_decimals(self.elapsed),
            "elapsed_exact": str(self.elapsed),
            "light": self.light,
            "budget_execution": None if self.budget is None else six_decimals(self.budget),
            "notes": [note.text(language) for note in self.notes],
            "provenance": provenance(spec, self.actuals_sha256),
            "results": [
                each.to_dict(language, spec.labels.get(each.indicator, "")) for each in self.results
            ],
        }


def method_of(spec: Spec) -> Monitoring:
    """The monitoring method of a spec; one that was built without text has the standard one."""
    return spec.monitoring if spec.monitoring.name else standard_monitoring()


def monitor(
    spec: Spec, actuals: Actuals, *, as_of: datetime.date, prior: Actuals | None = None
) -> MonitorCard:
    """Where a spec stands on a day of its year.

    `prior` has last year's rows by period: forecasts follow its shape then, else the elapsed days.
    Raises ActualsError with every problem of the rows, and for a spec without 年度.

    >>> import perfgoals as pg
    >>> spec = pg.loads("年度: 2023\\n产出指标\\n  新建污水管网 ≥ 73 公里")
    >>> rows = pg.Actuals.from_rows([{"指标": "新建污水管网", "实际值": "30公里"}])
    >>> card = pg.monitor(spec, rows, as_of=datetime.date(2023, 6, 30))
    >>> str(card.results[0].due_now), card.results[0].light
    ('36.2 公里', '绿')
    """
    year = spec.year
    if year is None:
        raise ActualsError([Problem(code="PG531", span=Span(path=spec.path, line=1))])
    spec = in_force(spec, as_of)
    plan = plan_of(spec)
    rows, problems = rows_of(spec, actuals)
    so_far = [row for row in rows if not is_later(row, as_of)]
    with using(spec.units):
        found = match(plan, so_far)
        shapes = shapes_of(plan, prior, as_of) if prior is not None else {}
    problems += found.problems
    if problems:
        raise ActualsError(problems)
    results = tuple(
        _result(
            plan,
            each,
            found.readings.get(at),
            as_of,
            shapes.get(at),
            found.rows.at(at),
        )
        for at, each in enumerate(plan.plans)
    )
    return MonitorCard(
        spec=spec,
        as_of=as_of,
        elapsed=elapsed_at(datetime.date(year, 12, 31), as_of, year),
        results=results,
        light=_worst(spec, results),
        budget=next((_rate(each) for each in results if is_budget(each)), None),
        later=len(rows) - len(so_far),
        actuals_sha256=actuals.sha256,
    )


def _rate(each: MonitorResult) -> Fraction | None:
    return None if each.actual is None else amount_of(measured(each.actual))


def is_budget(each: MonitorResult) -> bool:
    """Whether a result is the execution of the budget (预算执行率)."""
    return each.indicator.name == BUDGET_EXECUTION


# ---- one indicator --------------------------------------------------------------------------------


def _result(
    plan: SpecPlan,
    each: Plan,
    reading: Reading | None,
    as_of: datetime.date,
    shape: Fraction | None,
    rows: Sequence[Reading],
) -> MonitorResult:
    value = reading.value if reading else None
    parts = reading.joined.parts if reading else ()
    of_units = len(parts) or int(value is not None)
    silent = sum(part.actual is None or part.until is not None for part in parts)
    due_now = pace = light = forecast = likelihood = due = None
    course: tuple[Point, ...] = ()
    method = method_of(plan.spec)
    end = each.due or as_of
    if value is not None and accumulates(each):
        elapsed = elapsed_at(end, as_of, each.year or end.year)
        target, a = Fraction(*each.ratio), amount_of(measured(value))
        due_now = computed(target * elapsed, each.unit)
        pace = a / (target * elapsed) if elapsed else None
        light = None if pace is None else _light(method.pace, pace)
        forecast = forecast_of(each, a, elapsed, shape, _counted(each, reading, rows))
        likelihood = will_be_met(each, a, forecast, elapsed)
        due, course = end, course_of(each, rows)
    elif value is not None:
        outcome, pace, _, _ = verdict(each, value)
        pace = _ONE if outcome is Outcome.MET and not isinstance(value, Achievement) else pace
        light = _attained(method.attainment, pace, outcome)
        likelihood = of_levels(each, outcome, as_of)
    elif isinstance(each.target, Deadline) and as_of > each.target.date:
        likelihood = Likelihood.IMPOSSIBLE
    return MonitorResult(
        indicator=each.entry.indicator,
        levels=each.entry.levels,
        actual=value,
        due_now=due_now,
        pace=pace,
        light=light,
        forecast=forecast,
        likelihood=likelihood,
        reported=of_units - silent,
        units=of_units,
        row=reading.row if reading else None,
        parts=parts,
        due=due,
        course=course,
    )


def _counted(each: Plan, reading: Reading | None, rows: Sequence[Reading]) -> Sequence[Reading]:
    """The rows behind a value: of the sum all, where one unit stands for all (逐项, 最低, 最高) its own."""
    summed = each.entry.indicator.aggregation in (None, Aggregation.SUM, Aggregation.MEAN)
    if summed or reading is None or not reading.joined.parts:
        return rows
    unit = fold(reading.row.reporting_unit)
    return [row for row in rows if fold(row.row.reporting_unit) == unit]


def _light(lights: Sequence[Light], share: Fraction) -> str:
    """The first light whose share is reached, else the worst."""
    found = (light.name for light in lights if share >= light.lowest.amount())
    return next(found, lights[-1].name)


def _attained(lights: Sequence[Light], share: Fraction, outcome: Outcome) -> str:
    """The light of what is held as it stands: met is 100%, and missed is below it, also where it stands
    at its bound (`> 90%`) or has reached a 满分线."""
    if outcome is Outcome.MET:
        return _light(lights, _ONE)
    return _light([light for light in lights if light.lowest.amount() < 1] or lights, share)


def _worst(spec: Spec, results: Sequence[MonitorResult]) -> str | None:
    """The whole takes the worst light of its indicators."""
    order = order_of_lights(spec)
    shown = [each.light for each in results if each.light is not None]
    return max(shown, key=order.index) if shown else None


def order_of_lights(spec: Spec) -> list[str]:
    """The lights of a spec's method, the best first."""
    return list(method_of(spec).lights)


def share_text(share: Fraction, language: str) -> str:
    """A share as a percentage with two decimals at most, to be read."""
    hundredths = (2 * share.numerator * 10_000 + share.denominator) // (2 * share.denominator)
    return amount_text(Fraction(hundredths, 100), PERCENT, language)
