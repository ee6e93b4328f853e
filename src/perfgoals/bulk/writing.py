"""Tables to files, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from perfgoals.errors import PerfGoalsError, Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FORMATS", "write"]

FORMATS = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER true"}
"""The endings of files that can be written, and how."""


def write(connection: DuckDBPyConnection, sql: str, path: Path, start: str) -> None:
    """Write what a query gives; the file takes its name when it is whole."""
    how = FORMATS.get(path.suffix.lower())
    if how is None:
        values = {"text": path.suffix or path.name, "choices": "、".join(FORMATS)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    if path.suffix.lower() == ".csv":
        sql = _for_spreadsheets(connection, sql, start)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        quoted = name.replace("'", "''")
        connection.execute(f"COPY ({sql}) TO '{quoted}' ({how})")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _for_spreadsheets(connection: DuckDBPyConnection, sql: str, start: str) -> str:
    """The same, with a `'` before a text that a spreadsheet would run."""
    function = f"{start}guarded"
    columns = connection.execute(f"DESCRIBE {sql}").fetchall()
    chosen = ", ".join(
        f"CASE WHEN regexp_matches({name}, '^''*[=+@＝＋－＠\\t\\r-]') THEN {function}({name})"
        f" ELSE {name} END AS {name}"
        if kind == "VARCHAR"
        else name
        for name, kind, *_ in columns
    )
    return f"SELECT {chosen} FROM ({sql})"
