"""What was achieved: rows of a CSV file or a dataframe, as `Actuals`.

A row is kept as it was written; what it means for a target is the evaluation's business.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

import attrs

from perfgoals import notebooks
from perfgoals.achieved import Achievement, read_achievement
from perfgoals.columns import (
    COLUMNS,
    MAX_ROW_CELL,
    broken,
    by_semicolons,
    delimiter,
    field_of,
    missing,
    too_long,
    unknown,
)
from perfgoals.decoding import decoded
from perfgoals.errors import ActualsError, Flaw, Problem, Related, Span
from perfgoals.names import fold
from perfgoals.quantities import read_quantity
from perfgoals.spreadsheet import unguarded
from perfgoals.units import Quantity, find_unit

__all__ = [
    "Actuals",
    "Layout",
    "Row",
    "decode",
    "parse_actuals",
    "starts_of",
]

_BLANK = frozenset(("", "—", "——", "-", "/", "－", "／", "–"))


@attrs.frozen(kw_only=True)
class Row:
    """One row of actual values, as written; `span` is its line, `columns` where its cells begin."""

    indicator: str
    actual: str
    region: str = ""
    unit: str = ""
    period: str = ""
    reporting_unit: str = ""
    note: str = ""
    path: str = "<rows>"
    line: int = 0
    sheet: str = ""
    """The sheet of a workbook, whose row is `line`."""

    columns: tuple[tuple[str, int], ...] = attrs.field(default=(), repr=False)
    quantity: Quantity | Flaw | None = attrs.field(init=False, eq=False, repr=False)
    """The number with its unit that `actual` is, what is wrong with it, or None for other text."""

    key: str = attrs.field(init=False, eq=False, repr=False)
    """The folded name of the indicator."""

    words: str = attrs.field(init=False, eq=False, repr=False)
    """The folded `actual`, where it is no number."""

    is_blank: bool = attrs.field(init=False, eq=False, repr=False)
    """Whether nothing was reported: a blank, `—`, `/` or `-`. 0 is not blank."""

    says: Quantity | Achievement | None = attrs.field(init=False, eq=False, repr=False)
    """What the row says in its own words, before any target is known; None where those do not
    suffice, or contradict each other: then its target decides what it is or what is wrong."""

    ratio: tuple[int, int] = attrs.field(init=False, eq=False, repr=False)
    """The number that it says, in base units: a numerator and a positive denominator."""

    @quantity.default
    def _read_quantity(self) -> Quantity | Flaw | None:
        try:
            return read_quantity(self.actual)
        except Flaw as flaw:
            return flaw

    @key.default
    def _fold_indicator(self) -> str:
        return fold(self.indicator)

    @words.default
    def _fold_actual(self) -> str:
        return fold(self.actual) if self.quantity is None else ""

    @is_blank.default
    def _say_nothing(self) -> bool:
        return self.actual in _BLANK

    @says.default
    def _read_by_itself(self) -> Quantity | Achievement | None:
        number = self.quantity
        if number is None and self.words:
            return read_achievement(self.actual, self.words)
        if not isinstance(number, Quantity) or self.indicator.endswith(("）", ")")):
            return None
        if not self.unit:
            return number
        unit = find_unit(self.unit)
        if unit is None:
            return None
        if not number.unit.text and not unit.dimension.is_bare:
            return Quantity(number.value, unit)
        return number if number.unit.means_the_same_as(unit) else None

    @ratio.default
    def _ratio_of_number(self) -> tuple[int, int]:
        return self.says.ratio() if isinstance(self.says, Quantity) else (0, 1)

    def span(self, field: str = "actual") -> Span:
        """Where one of its cells stands."""
        column = dict(self.columns).get(field, 1)
        end = column + (1 if self.sheet else len(getattr(self, field)))
        return Span(path=self.path, line=self.line, column=column, end=end, sheet=self.sheet)


@attrs.frozen(kw_only=True)
class Actuals:
    """Rows of actual values. `sha256` is the digest of the file they were read from.

    `ignored` has the columns that mean nothing here, `other_sheets` the sheets of a workbook that are
    hidden or have no such table; they are never read in silence.
    """

    rows: tuple[Row, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    path: str = "<rows>"
    sha256: str = attrs.field(default="", eq=False)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]] | Any, *, path: str = "<rows>") -> Actuals:
        """Actuals from mappings with the columns' names, or from a pandas or Polars dataframe.

        Values are texts, exact numbers (int, Decimal), dates, or None for a blank; a float counts
        as its shortest decimal form. Raises ActualsError with all that is wrong.

        >>> Actuals.from_rows([{"指标": "新建污水管网", "实际值": "79.5 公里"}]).rows[0].actual
        '79.5 公里'
        """
        problems: list[Problem] = []
        heads: dict[tuple[object, ...], Columns] = {}
        read = [
            _row_of_mapping(row, heads, Span(path=path, line=number), problems)
            for number, row in enumerate(_mappings(rows), 1)
        ]
        if problems:
            raise ActualsError(problems)
        return cls(rows=tuple(row for row in read if row is not None), path=path)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebooks.shown(self)

    @cached_property
    def by_region(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each region by its folded name; "" has the rows without one."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(fold(row.region) if row.region else "", []).append(row)
        return {region: tuple(rows) for region, rows in found.items()}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions that rows are for, as they are written, in order."""
        return tuple(sorted({row.region for row in self.rows}))


# ---- rows from Python ---------------------------------------------------------------------------


def _mappings(rows: Any) -> Iterable[Mapping[str, Any]]:
    if hasattr(rows, "to_dicts"):  # Polars
        rows = rows.to_dicts()
    elif hasattr(rows, "to_dict"):  # pandas
        rows = rows.to_dict("records")
    found: Iterable[Mapping[str, Any]] = rows
    return found


Columns = Mapping[str, object]
"""The key of a mapping that fills each field."""


def _columns_of(names: Sequence[object], span: Span, problems: list[Problem]) -> Columns:
    found: dict[str, object] = {}
    for name in names:
        field = field_of(name)
        if field is None:
            problems.append(unknown(str(name), span))
        elif field in found:
            problems.append(Problem(code="PG504", span=span, values={"column": str(name)}))
        else:
            found[field] = name
    for field in ("indicator", "actual"):
        if field not in found:
            problems.append(missing(field, list(map(str, names)), span))
    return found


def _row_of_mapping(
    row: Mapping[Any, Any],
    heads: dict[tuple[object, ...], Columns],
    span: Span,
    problems: list[Problem],
) -> Row | None:
    """A row; what is wrong with its keys is told at the first of those that have the same."""
    names = tuple(row)
    if names not in heads:
        heads[names] = _columns_of(names, span, problems)
    fields = {field: text_of(row[name]) for field, name in heads[names].items()}
    if "indicator" not in fields or "actual" not in fields:
        return None
    long = next((cell for cell in fields.values() if len(cell) > MAX_ROW_CELL), None)
    if long is not None:
        problems.append(too_long(long, span))
        return None
    if not fields["indicator"]:
        problems.append(Problem(code="PG508", span=span))
        return None
    return _row(fields, span.path, span.line)


def _row(
    fields: Mapping[str, str], path: str, line: int, columns: tuple[tuple[str, int], ...] = ()
) -> Row:
    cells: dict[str, Any] = {field: fields.get(field, "") for field in COLUMNS}
    return Row(path=path, line=line, columns=columns, **cells)


def text_of(value: object) -> str:
    """A cell's value as text; a float is its shortest decimal form, a missing one (NaN) is blank."""
    if value is None or value != value:  # only NaN and NaT differ from themselves
        return ""
    if isinstance(value, datetime.datetime):
        return str(value.date())
    if isinstance(value, float):
        digits = float.__repr__(value)  # NumPy's floats have a repr of their own
        return digits if math.isinf(value) else format(Decimal(digits), "f")
    return format(value, "f") if isinstance(value, Decimal) else str(value).strip()


# ---- rows from CSV ------------------------------------------------------------------------------


def decode(data: bytes, path: str) -> str:
    """The text of a CSV file as it comes out of Excel: UTF-8 with or without BOM, GB18030, UTF-16.

    Raises ActualsError where it is none of these.
    """
    text = decoded(data)
    if text is None:
        raise ActualsError([Problem(code="PG501", span=Span(path=path, line=1))])
    return text


def parse_actuals(text: str, *, path: str = "<text>", sha256: str = "") -> Actuals:
    """Actuals from the text of a CSV file, with commas or tabs between the cells.

    Raises ActualsError with all that is wrong with its form: columns, quotes, cells too many.
    """
    refused = by_semicolons(text, path)
    if refused is not None:
        raise ActualsError([refused])
    separator = delimiter(text)
    source = io.StringIO(text, newline="")
    lines = list(source) if '"' in text else []  # where cells begin is plain without quotes
    reader = csv.reader(lines or source, delimiter=separator, strict=True)
    problems: list[Problem] = []
    rows: list[Row] = []
    layout: Layout | None = None
    start = 1
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            written = "".join(lines[line - 1 : reader.line_num])
            starts = starts_of(cells, written, separator)
            if layout is None:
                layout = Layout.of_header(cells, starts, path, line, problems)
                if problems:
                    break
            else:
                row = layout.row(cells, starts, line, problems)
                if row:
                    rows.append(row)
    except csv.Error as error:
        problems.append(broken(str(error), Span(path=path, line=start)))
    if layout is None and not problems:
        problems.append(Problem(code="PG506", span=Span(path=path, line=1)))
    if problems:
        raise ActualsError(problems)
    ignored = layout.ignored if layout else ()
    return Actuals(rows=tuple(rows), ignored=ignored, path=path, sha256=sha256)


@attrs.frozen(eq=False, repr=False)
class Layout:
    """Which column of a CSV file fills which field."""

    path: str
    fields: tuple[str | None, ...]
    ignored: tuple[str, ...]

    @classmethod
    def of_header(
        cls,
        cells: Sequence[str],
        starts: Sequence[int],
        path: str,
        line: int,
        problems: list[Problem],
    ) -> Layout:
        fields: list[str | None] = []
        spans: list[Span] = []
        for cell, column in zip(cells, starts, strict=True):
            name = "".join(cell.split())
            field = field_of(name)
            span = Span(path=path, line=line, column=column, end=column + len(cell))
            if field is not None and field in fields:
                first = Related(span=spans[fields.index(field)], phrase="related.first")
                values = {"column": name}
                problems.append(Problem(code="PG504", span=span, values=values, related=(first,)))
            fields.append(field)
            spans.append(span)
        for field in ("indicator", "actual"):
            if field not in fields:
                span = Span(path=path, line=line, column=1, end=2)
                problems.append(missing(field, cells, span))
        ignored = [cell.strip() for cell, field in zip(cells, fields, strict=True) if not field]
        return cls(path, tuple(fields), tuple(name for name in ignored if name))

    def row(
        self, cells: Sequence[str], starts: Sequence[int], line: int, problems: list[Problem]
    ) -> Row | None:
        """The row of these cells, which begin at the columns `starts`; one with too many is a problem."""
        for cell, column in list(zip(cells, starts, strict=True))[len(self.fields) :]:
            if cell.strip():
                span = Span(path=self.path, line=line, column=column, end=column + len(cell))
                values = {"cell": cell, "found": str(len(cells)), "wanted": str(len(self.fields))}
                problems.append(Problem(code="PG507", span=span, values=values))
                return None
        named = [
            (field, unguarded(cell.strip()), column)
            for field, cell, column in zip(self.fields, cells, starts, strict=False)
            if field
        ]
        for _, cell, column in named:
            if len(cell) > MAX_ROW_CELL:
                span = Span(path=self.path, line=line, column=column, end=column + 1)
                problems.append(too_long(cell, span))
                return None
        values = {field: cell for field, cell, _ in named}
        columns = tuple((field, column) for field, _, column in named)
        if not values.get("indicator"):
            span = Span(path=self.path, line=line, column=dict(columns).get("indicator", 1))
            problems.append(Problem(code="PG508", span=span))
            return None
        return _row(values, self.path, line, columns)


def starts_of(cells: Sequence[str], written: str, separator: str) -> list[int]:
    """The column at which each cell begins in the row as it is written.

    Only quotes make a cell longer than its text, so a row without any needs no `written`.
    """
    if '"' in written:
        places = _CELLS[separator].finditer(written)
        return [place.start() + 1 for place in itertools.islice(places, len(cells))]
    starts, column = [], 1
    for cell in cells:
        starts.append(column)
        column += len(cell) + 1
    return starts


_CELLS = {
    sign: re.compile(rf'(?:"(?:[^"]|"")*+"|[^{sign}]*+)(?:{sign}|\Z|(?=[\r\n]))') for sign in ",\t"
}
"""A cell as it is written, up to the sign behind it: in quotes, or without any at its beginning."""
