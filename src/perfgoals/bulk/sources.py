"""Actuals of any kind as the columns of one table of facts.

A fact is a row as it was written, in texts: the number of its file, its own number in it, and the
columns of docs/actuals.md; one that is missing is empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import attrs

from perfgoals.actuals import parse_actuals
from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.places import CsvPlaces, Places, head_of
from perfgoals.bulk.ready import as_text, check_quotes, cut
from perfgoals.columns import COLUMNS, by_semicolons, delimiter, field_of, missing, unknown
from perfgoals.decoding import length_of_boms
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.loading.files import opened
from perfgoals.spreadsheet import unguarded

__all__ = ["FIELDS", "NO_FILE", "CsvFile", "Facts", "check_parquet", "csv_file", "selected"]

FIELDS = tuple(COLUMNS)
"""The columns of a fact that hold texts."""

NO_FILE = "<rows>"
"""What stands for the path of actuals that are in no file."""

_HEAD = 1 << 20
_PARQUET = b"PAR1"
"""What a Parquet file begins and ends with."""


@attrs.frozen(kw_only=True)
class Facts:
    """The table of facts as a SELECT, and where its rows stand."""

    sql: str
    places: tuple[Places, ...]
    path: str
    ignored: tuple[str, ...] = ()
    kept: tuple[object, ...] = ()
    """What the connection reads without owning it."""

    counts: bool = False
    """Whether rows have to be counted to have numbers."""


@attrs.frozen(kw_only=True)
class CsvFile:
    """A CSV file in UTF-8, and how it is read: `columns` has the field of each, None for others."""

    file: Path
    separator: str
    skip: int
    columns: tuple[str | None, ...]
    ignored: tuple[str, ...]
    is_folded: bool
    """Whether a cell goes over several lines: then the file is read by one thread."""

    places: CsvPlaces


def csv_file(path: Path, folder: Path) -> CsvFile:
    """A CSV file made ready; one that the engine would not read is written anew into `folder`.

    Raises ActualsError for what is wrong with its form.
    """
    file, survey = as_text(path, folder)
    with file.open("rb") as opened:
        data = opened.read(_HEAD)
    bom = length_of_boms(data)
    text = data[bom:].decode("utf-8", "ignore")
    refused = by_semicolons(text, str(path))
    if refused is not None:
        raise ActualsError([refused])
    separator = delimiter(text)
    if survey.quotes % 2 or survey.has_strays:
        check_quotes(file, separator, str(path))
    head, cells = head_of(text, separator)
    if not head.endswith(("\n", "\r")):
        head += "\n"
    known = _columns(head, separator, len(cells), str(path))
    is_narrow = survey.widest <= len(cells)
    return CsvFile(
        file=file if is_narrow else cut(file, separator, len(cells), str(path), folder),
        separator=separator,
        skip=head.count("\n"),
        columns=known,
        ignored=parse_actuals(head, path=str(path)).ignored,
        is_folded=survey.is_folded,
        places=CsvPlaces(str(path), file, head, bom + len(head.encode("utf-8")), survey.is_folded),
    )


def check_parquet(path: Path) -> None:
    """Raises ActualsError where there is no such file, or it is none of Parquet's, or was cut off."""
    with opened(path, ActualsError) as file:
        size = file.seek(0, os.SEEK_END)
        ends = b""
        for place in (0, size - len(_PARQUET)):
            file.seek(max(place, 0))
            ends += file.read(len(_PARQUET))
    if ends != 2 * _PARQUET:
        raise ActualsError([Problem(code="PG936", values={"path": str(path)})])


def _columns(head: str, separator: str, count: int, path: str) -> tuple[str | None, ...]:
    """The field of each column: a row that holds the numbers of its columns is read, and asked."""
    numbers = separator.join(map(str, range(count)))
    row = parse_actuals(head + numbers, path=path).rows[0]
    fields = {getattr(row, field): field for field in FIELDS}
    return tuple(fields.get(str(number)) for number in range(count))


def cell(text: str) -> str:
    """A cell of a CSV file as it was before it was guarded against spreadsheets."""
    return unguarded(text.strip())


def selected(
    dialect: Dialect, kinds: Mapping[str, str], path: str, of_float: Callable[[str, str], str]
) -> str:
    """The columns of a fact out of a table's, for a SELECT; `kinds` has the type of each of these.

    `of_float` makes the text of a float's column and type: the shortest one, as in
    `Actuals.from_rows`. Raises ActualsError for columns that will not do.
    """
    columns = _columns_of(kinds, path, strict=path == NO_FILE)

    def text(name: str) -> str:
        column, kind = dialect.named(name), kinds[name].upper()
        if kind in ("DOUBLE", "FLOAT"):
            return of_float(column, kind)
        if kind.startswith("TIMESTAMP"):
            return f"CAST(CAST({column} AS DATE) AS {dialect.text})"
        if kind == "BOOLEAN":
            return f"CASE {column} WHEN TRUE THEN 'True' WHEN FALSE THEN 'False' ELSE '' END"
        return f"CAST({column} AS {dialect.text})"

    found = {field: text(columns[field]) if field in columns else "''" for field in FIELDS}
    return ", ".join(f"{value} AS {field}" for field, value in found.items())


def _columns_of(names: Iterable[object], path: str, *, strict: bool) -> Mapping[str, str]:
    """The column for each field of a table. Raises ActualsError for what is missing or stands twice.

    A column that means nothing is an error where `strict`, as in `Actuals.from_rows`.
    """
    found: dict[str, str] = {}
    problems = []
    span = Span(path=path, line=1)
    for name in names:
        field = field_of(name)
        if field is None:
            if strict:
                problems.append(unknown(str(name), span))
        elif field in found:
            problems.append(Problem(code="PG504", span=span, values={"column": str(name)}))
        else:
            found[field] = str(name)
    for field in ("indicator", "actual"):
        if field not in found:
            problems.append(missing(field, list(map(str, names)), span))
    if problems:
        raise ActualsError(problems)
    return found
