"""What the query asks of Python about specs that are monitored: each with all its rows at once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any, ClassVar

import attrs

from perfgoals.achieved import Actual, actual_text, six_decimals
from perfgoals.actuals import Actuals, Row
from perfgoals.bulk.schema import DESCRIBED, FACTS, Fields, Function
from perfgoals.bulk.telling import Fact, Telling, has_long_cell, row_of, sorted_facts
from perfgoals.columns import COLUMNS
from perfgoals.errors import ActualsError, Problem
from perfgoals.monitoring import (
    MonitorCard,
    MonitorResult,
    is_budget,
    method_of,
    monitor,
)
from perfgoals.scorecard import target_text

__all__ = ["CARD", "LINE", "Watched"]

CARD: Fields = (
    ("method", "STRING"),
    ("elapsed", "STRING"),
    ("light", "STRING"),
    ("budget_execution", "STRING"),
    ("indicators", "INT"),
    ("unreported", "INT"),
    ("later", "INT"),
)
"""Where a spec stands."""

LINE: Fields = (
    ("number", "INT"),
    ("id", "STRING"),
    ("indicator", "STRING"),
    ("levels", "STRING"),
    ("target", "STRING"),
    ("actual", "STRING"),
    ("due_now", "STRING"),
    ("pace", "STRING"),
    ("light", "STRING"),
    ("forecast", "STRING"),
    ("low", "STRING"),
    ("high", "STRING"),
    ("likelihood", "STRING"),
    ("units_reported", "INT"),
    ("units", "INT"),
    ("note", "STRING"),
    ("record", "BIGINT"),
    ("path", "STRING"),
    ("line", "INT"),
    ("col", "INT"),
)
"""Where an indicator stands."""

_NOTHING = Fraction(0)
_LARGEST = 10**26
"""A pace has so much room in the columns."""


@attrs.define
class Watched(Telling):
    """The rows of specs that are monitored."""

    functions: ClassVar[tuple[Function, ...]] = (
        *Telling.functions,
        Function(
            "watch",
            ("INT", [FACTS]),
            (("card", CARD), ("lines", [LINE]), ("problems", [DESCRIBED])),
        ),
    )

    as_of: datetime.date
    prior: Actuals | None = None

    def watch(self, spec: int, facts: Sequence[Fact]) -> dict[str, Any]:
        """Where a spec stands by its rows, or what is wrong with them."""
        facts = sorted_facts(facts)
        rows = [row_of(fact) for fact in facts]
        is_readable = all(row.indicator for row in rows) and not any(
            has_long_cell(fact[name] or "" for name in COLUMNS) for fact in facts
        )
        if is_readable:
            with suppress(ActualsError):  # told below, with places
                return self._said(spec, self._card(spec, rows))
        placed, told = self._placed(facts)
        try:
            self._card(spec, placed)
        except ActualsError as error:
            told += error.problems
        return {"card": None, "lines": [], "problems": self._told_all(told)}

    def _card(self, spec: int, rows: Sequence[Row]) -> MonitorCard:
        """Raises ActualsError, also for figures that the columns cannot hold."""
        actuals = Actuals(rows=tuple(rows))
        card = monitor(self.specs[spec], actuals, as_of=self.as_of, prior=self.prior)
        if problems := _too_large(card):
            raise ActualsError(problems)
        return card

    def _said(self, spec: int, card: MonitorCard) -> dict[str, Any]:
        budget = card.budget
        unreported = sum(each.actual is None for each in card.results)
        return {
            "card": {
                "method": method_of(card.spec).name,
                "elapsed": six_decimals(card.elapsed),
                "light": card.light,
                "budget_execution": None if budget is None else six_decimals(budget),
                "indicators": len(card.results),
                "unreported": unreported,
                "later": card.later,
            },
            "lines": [
                self._line(spec, card, number, each) for number, each in enumerate(card.results, 1)
            ],
            "problems": [],
        }

    def _line(
        self, spec: int, card: MonitorCard, number: int, each: MonitorResult
    ) -> dict[str, Any]:
        indicator, forecast = each.indicator, each.forecast
        span = indicator.span

        def text(value: Actual | None) -> str | None:
            return actual_text(value, self.language)

        return {
            "number": number,
            "id": card.spec.labels.get(indicator, indicator.name),
            "indicator": indicator.name,
            "levels": " / ".join(each.levels),
            "target": target_text(indicator, self.language),
            "actual": text(each.actual),
            "due_now": text(each.due_now),
            "pace": None if each.pace is None else six_decimals(each.pace),
            "light": each.light,
            "forecast": text(forecast.value) if forecast else None,
            "low": text(forecast.low) if forecast else None,
            "high": text(forecast.high) if forecast else None,
            "likelihood": each.likelihood.value if each.likelihood else None,
            "units_reported": each.reported,
            "units": each.units,
            "note": each.note,
            "record": each.row.line if each.row else None,
            "path": span.path if span else self.specs[spec].path,
            "line": span.line if span else None,
            "col": span.column if span else None,
        }


def _too_large(card: MonitorCard) -> list[Problem]:
    """The problems of rows whose figures the columns cannot hold."""
    figures: list[tuple[Row | None, Fraction]] = []
    for each in card.results:
        budget = card.budget if is_budget(each) else None
        figures.append((each.row, max(abs(each.pace or _NOTHING), abs(budget or _NOTHING))))
    return [
        Problem(
            code="PG204",
            span=row.span("actual") if row else None,
            values={"limit": str(len(str(_LARGEST)) - 1), "digits": str(len(str(int(figure))))},
        )
        for row, figure in figures
        if figure >= _LARGEST
    ]
