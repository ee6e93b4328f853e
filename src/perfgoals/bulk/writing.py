"""Tables to files, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from perfgoals.bulk.on_duckdb import execute, quoted
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading.writing import whole_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["BOM", "FORMATS", "form_of", "write"]

FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}
"""What can be written, and how."""

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""


def write(
    connection: DuckDBPyConnection, sql: str, path: Path, start: str, form: str | None
) -> None:
    """Write what a query gives; the file takes its name when it is whole."""
    form = form_of(path, form)
    if form == "csv":
        sql = _for_spreadsheets(connection, sql, start)
    with whole_file(path) as part:
        execute(connection, f"COPY ({sql}) TO {quoted(str(part))} ({FORMATS[form]})")


def form_of(path: Path, form: str | None) -> str:
    """The form of a table's file: the one that is named, else as the path ends.

    Raises PerfGoalsError for one that no table is written in.
    """
    found = form or path.suffix.lower().removeprefix(".")
    if found not in FORMATS:
        values = {"text": form or path.suffix or path.name, "choices": "、".join(FORMATS)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    return found


def _for_spreadsheets(connection: DuckDBPyConnection, sql: str, start: str) -> str:
    """The same, with a `'` before a text that a spreadsheet would run."""
    function = f"{start}guarded"
    columns = execute(connection, f"DESCRIBE {sql}").fetchall()
    chosen = ", ".join(
        f"CASE WHEN regexp_matches({name}, '^''*[=+@＝＋－＠\\t\\r-]') THEN {function}({name})"
        f" ELSE nullif({name}, '') END AS {name}"
        if kind == "VARCHAR"
        else name
        for name, kind, *_ in columns
    )
    first = columns[0][0]
    chosen = chosen.replace(first, f'{first} AS "{BOM}{first}"', 1)
    return f"SELECT {chosen} FROM ({sql})"
