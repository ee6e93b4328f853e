"""Results as a dataframe of pandas or Polars, or as an Arrow table: the only module that sees them.

Points and completions are exact decimals there too; what is a fraction stands beside it as a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import attrs

from perfgoals.achieved import actual_text, six_decimals
from perfgoals.errors import PerfGoalsError, Problem, Span
from perfgoals.extras import needs
from perfgoals.monitoring import MonitorCard
from perfgoals.reports.results import Results, several
from perfgoals.rollup import Rollup
from perfgoals.scorecard import Scorecard, target_text

__all__ = ["to_frame"]


@attrs.frozen
class Column:
    """A column: its name, and what it holds: `text`, `integer`, or a decimal with so many places."""

    name: str
    kind: str | int = "text"


_SCORES = (
    Column("region"),
    Column("fund"),
    Column("year", "integer"),
    Column("levels"),
    Column("indicator"),
    Column("target"),
    Column("actual"),
    Column("outcome"),
    Column("completion", 6),
    Column("completion_exact"),
    Column("weight", 2),
    Column("score", 2),
    Column("reason"),
    Column("note"),
    Column("flags"),
    Column("file"),
    Column("line", "integer"),
)
_LIGHTS = (
    Column("region"),
    Column("fund"),
    Column("year", "integer"),
    Column("as_of"),
    Column("levels"),
    Column("indicator"),
    Column("target"),
    Column("actual"),
    Column("due_now"),
    Column("pace", 6),
    Column("pace_exact"),
    Column("light"),
    Column("forecast"),
    Column("low"),
    Column("high"),
    Column("likelihood"),
    Column("reported", "integer"),
    Column("units", "integer"),
    Column("note"),
    Column("file"),
    Column("line", "integer"),
)


def to_frame(
    results: Results,
    library: str = "pandas",
    *,
    language: str = "zh",
) -> Any:
    """Results as a table, one row an indicator: a `pandas.DataFrame`, a `polars.DataFrame` or a
    `pyarrow.Table`.

    `library` is "pandas", "polars" or "arrow". Points are decimals with two places, `completion` and
    `pace` with six (half up, to be read; the exact fraction stands beside them). What was not reported
    is null. A roll-up gives its parent's results. Raises PerfGoalsError for another library, and where
    it is not installed.
    """
    if library not in _MAKERS:
        values = {"text": library, "choices": "、".join(_MAKERS)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    given = several(results)
    is_monitored = any(isinstance(each, MonitorCard) for each in given)
    columns = _LIGHTS if is_monitored else _SCORES
    rows: list[tuple[Any, ...]] = []
    for each in given:
        if isinstance(each, MonitorCard):
            rows += _monitored(each, language)
        else:
            rows += _scored(each.card if isinstance(each, Rollup) else each, language)
    if any(len(row) != len(columns) for row in rows):
        raise TypeError("scorecards and monitoring cards do not make one table")
    cells = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    return _MAKERS[library](columns, cells)


def _scored(card: Scorecard, language: str) -> Iterator[tuple[Any, ...]]:
    spec = card.spec
    for each in card.results:
        completion = each.completion
        yield (
            spec.region,
            spec.fund,
            spec.year,
            " / ".join(each.levels),
            spec.labels.get(each.indicator, each.indicator.name),
            target_text(each.indicator, language),
            each.actual_text(language),
            each.outcome.value,
            None if completion is None else Decimal(six_decimals(completion)),
            None if completion is None else str(completion),
            each.weight,
            each.score,
            each.explain(language),
            each.note,
            " ".join(each.flags),
            *_place(each.indicator.span),
        )


def _monitored(card: MonitorCard, language: str) -> Iterator[tuple[Any, ...]]:
    spec = card.spec
    for each in card.results:
        forecast = each.forecast
        ends = (forecast.value, forecast.low, forecast.high) if forecast else (None,) * 3
        yield (
            spec.region,
            spec.fund,
            spec.year,
            str(card.as_of),
            " / ".join(each.levels),
            spec.labels.get(each.indicator, each.indicator.name),
            target_text(each.indicator, language),
            actual_text(each.actual, language),
            actual_text(each.due_now, language),
            None if each.pace is None else Decimal(six_decimals(each.pace)),
            None if each.pace is None else str(each.pace),
            each.light,
            *(actual_text(end, language) for end in ends),
            each.likelihood.value if each.likelihood else None,
            each.reported,
            each.units,
            each.note,
            *_place(each.indicator.span),
        )


def _place(span: Span | None) -> tuple[str | None, int | None]:
    return (span.path, span.line) if span else (None, None)


# ---- the libraries --------------------------------------------------------------------------------

_PRECISION = 38
"""Digits of a decimal in Polars and Arrow."""


def _pandas(columns: Sequence[Column], cells: Sequence[list[Any]]) -> Any:
    with needs("pandas", "pandas"):
        import pandas
    kinds = {"text": "string", "integer": "Int64"}
    return pandas.DataFrame(
        {
            column.name: pandas.Series(found, dtype=kinds.get(str(column.kind), "object"))
            for column, found in zip(columns, cells, strict=True)
        }
    )


def _polars(columns: Sequence[Column], cells: Sequence[list[Any]]) -> Any:
    with needs("polars", "Polars"):
        import polars

    def kind(column: Column) -> Any:
        if isinstance(column.kind, int):
            return polars.Decimal(_PRECISION, column.kind)
        return polars.Int64 if column.kind == "integer" else polars.String

    data = {column.name: found for column, found in zip(columns, cells, strict=True)}
    return polars.DataFrame(data, schema={column.name: kind(column) for column in columns})


def _arrow(columns: Sequence[Column], cells: Sequence[list[Any]]) -> Any:
    with needs("arrow", "Arrow"):
        import pyarrow

    def kind(column: Column) -> Any:
        if isinstance(column.kind, int):
            return pyarrow.decimal128(_PRECISION, column.kind)
        return pyarrow.int64() if column.kind == "integer" else pyarrow.string()

    fields = [pyarrow.field(column.name, kind(column)) for column in columns]
    arrays = [
        pyarrow.array(found, type=field.type) for found, field in zip(cells, fields, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


_MAKERS: dict[str, Callable[[Sequence[Column], Sequence[list[Any]]], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "arrow": _arrow,
}
