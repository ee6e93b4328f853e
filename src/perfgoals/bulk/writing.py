"""Tables to files, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from perfgoals.bulk.on_duckdb import execute
from perfgoals.errors import PerfGoalsError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["BOM", "FORMATS", "no_form", "write"]

FORMATS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}
"""What can be written, and how."""

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""


def write(
    connection: DuckDBPyConnection, sql: str, path: Path, start: str, form: str | None
) -> None:
    """Write what a query gives; the file takes its name when it is whole."""
    how = FORMATS.get(form or path.suffix.lower().removeprefix("."))
    if how is None:
        raise no_form(form, path)
    if how == FORMATS["csv"]:
        sql = _for_spreadsheets(connection, sql, start)
    target = path.resolve()  # a link stays a link
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    quoted = str(part).replace("'", "''")
    try:
        part.touch()  # an OSError says more than the engine's
        execute(connection, f"COPY ({sql}) TO '{quoted}' ({how})")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def no_form(form: str | None, path: Path) -> PerfGoalsError:
    """The error for a form that no table is written in."""
    values = {"text": form or path.suffix or path.name, "choices": "、".join(FORMATS)}
    return PerfGoalsError([Problem(code="PG914", values=values)])


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
