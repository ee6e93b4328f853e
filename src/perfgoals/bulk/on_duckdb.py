"""The engine DuckDB: relations become temporary tables, and results DuckDB's own lazy relations."""

from __future__ import annotations

import csv
import importlib
import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfgoals.bulk.assembling import ASSEMBLED, assembled, constants
from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.places import Places, TablePlaces
from perfgoals.bulk.schema import RELATIONS, Record, Relation
from perfgoals.bulk.sessions import Records
from perfgoals.bulk.sources import (
    FIELDS,
    NO_FILE,
    CsvFile,
    Facts,
    cell,
    check_parquet,
    csv_file,
    selected,
)
from perfgoals.bulk.telling import Telling
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.extras import needs
from perfgoals.spreadsheet import guarded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = [
    "DIALECT",
    "clear",
    "connect",
    "default_connection",
    "execute",
    "facts_of",
    "interrupt",
    "kind_of",
    "load",
    "native",
    "prefix",
    "progress",
    "quoted",
    "register",
    "store",
    "told_errors",
]

DIALECT = Dialect(
    matches="regexp_full_match({text}, '{pattern}')",
    gather="list({{{fields}}})",
    field="{name}: j.{name}",
    spread="unnest({records})",
    pack="[{fields}]",
    nth="{texts}[{number}]",
    once="MATERIALIZED",
    text="VARCHAR",
    whole="HUGEINT",
    divide="//",
    size="strlen({text})",
    quote='"',
)
_NULL = "\\N"
_AFTER_BLANKS = "\u3001"
"""Texts from here on begin with no kind of blank."""

_MOMENT = 0.001
_numbers = itertools.count(1)


def connect(
    memory: str | None, threads: int | None, folder: str, actuals: object
) -> DuckDBPyConnection:
    """A connection of our own, which spills to `folder` what does not fit the memory."""
    duckdb = _module()
    config: dict[str, str] = {"temp_directory": folder, "preserve_insertion_order": "false"}
    if memory:
        config["memory_limit"] = memory
    if threads:
        config["threads"] = str(threads)
    paths = actuals if isinstance(actuals, list | tuple) else [actuals]
    if not all(str(path).lower().endswith(".parquet") for path in paths):
        # It takes a CSV file for short, and would hold all its rows to look the targets up in them.
        config["disabled_optimizers"] = "build_side_probe_side"
    connection: DuckDBPyConnection = duckdb.connect(":memory:", config=config)
    connection.execute("SET enable_progress_bar = true")  # to be asked for, see `progress`
    connection.execute("SET enable_progress_bar_print = false")
    return connection


def default_connection() -> DuckDBPyConnection:
    """The connection that `duckdb.sql` uses."""
    found = _module().default_connection
    connection: DuckDBPyConnection = found() if callable(found) else found
    return connection


def execute(connection: DuckDBPyConnection, sql: str) -> DuckDBPyConnection:
    """Run a statement, though another thread may just be asking how far the last one is.

    DuckDB refuses what comes in the moment of such a question, instead of waiting.
    """
    while True:
        try:
            return connection.execute(sql)
        except _module().Error as error:
            if "Resource In Use" not in str(error):
                raise
            time.sleep(_MOMENT)


def progress(connection: DuckDBPyConnection) -> float:
    """How much of a statement is done: from 0 to 1, below 0 where that is not known."""
    try:
        percent: float = connection.query_progress()
    except _module().Error:  # it is not yet, or no longer, at work
        return -1
    return percent / 100


def interrupt(connection: DuckDBPyConnection) -> None:
    """End the statement that is running, if one is."""
    with suppress(_module().Error):
        connection.interrupt()


@contextmanager
def told_errors() -> Iterator[None]:
    """What the engine itself fails with (memory, a full disk) is a problem like any other.

    Raises PerfGoalsError.
    """
    module = _module()
    try:
        yield
    except module.Error as error:
        reason = str(error).splitlines()[0]
        raise PerfGoalsError([Problem(code="PG934", values={"reason": reason})]) from error


def _module() -> Any:
    with needs("duckdb", "DuckDB"):
        importlib.import_module("numpy")  # with its help DuckDB calls Python
        return importlib.import_module("duckdb")


def kind_of(actuals: object) -> str:
    """The kind of some actuals: "file", "duckdb", "pyarrow", "polars", "pandas" or "pyspark".

    Raises TypeError for any other.
    """
    if isinstance(actuals, str | os.PathLike | list | tuple):
        return "file"
    for kind in ("duckdb", "polars", "pandas", "pyarrow", "pyspark"):
        if any(each.__module__.split(".")[0].lstrip("_") == kind for each in type(actuals).__mro__):
            return kind
    raise TypeError(f"actuals cannot be a {type(actuals).__name__}")


def native(relation: DuckDBPyRelation, kind: str) -> Any:
    """A relation in another kind, lazily where that is lazy."""
    if kind == "pyarrow":
        return relation.to_arrow_reader()
    if kind == "polars":
        return relation.pl(lazy=True)
    return relation.df() if kind == "pandas" else relation


def prefix() -> str:
    """What stands before the names of one evaluation's tables and functions."""
    return f"perfgoals_{next(_numbers)}_"


# ---- relations and functions ------------------------------------------------------------------------


def load(connection: DuckDBPyConnection, start: str, relations: Records) -> dict[str, str]:
    """Make the relations temporary tables; see `Session.load`."""
    with tempfile.TemporaryDirectory() as folder:
        for name, records in relations.records.items():
            _load(connection, start + name, RELATIONS[name], records, Path(folder))
    for name, sql in assembled(DIALECT, start).items():
        connection.execute(f"CREATE TEMP TABLE {start}{name} AS {sql}")
    return constants(connection, start)


def _load(
    connection: DuckDBPyConnection,
    table: str,
    relation: Relation,
    records: Sequence[Record],
    folder: Path,
) -> None:
    path = folder / "records.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([_NULL if cell is None else cell for cell in each] for each in records)
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in relation.columns)
    connection.execute(
        f"CREATE TEMP TABLE {table} AS FROM read_csv(?, columns = {{{columns}}}, header = false,"
        f" delim = ',', quote = '\"', escape = '\"', nullstr = '{_NULL}', auto_detect = false,"
        f" parallel = {str(relation.name == 'numbers').lower()})",
        [str(path)],
    )


def register(connection: DuckDBPyConnection, start: str, rows: Telling) -> list[str]:
    """Make the functions known that read odd rows, and give their names."""
    for each in rows.functions:
        connection.create_function(
            start + each.name,
            getattr(rows, each.name),
            list(map(_kind, each.parameters)),
            _kind(each.result),
            null_handling="special" if each.takes_nothing else "default",
        )
    own = {"cell": cell, "guarded": guarded, "number": _number}
    for name, function in own.items():
        connection.create_function(start + name, function, ["VARCHAR"], "VARCHAR")
    return [start + name for name in (*(each.name for each in rows.functions), *own)]


def _number(text: str) -> str:
    """A float's text without an exponent."""
    return format(Decimal(text), "f")


def _kind(kind: Any) -> str:
    """A type of the schema, as it is called here."""
    if isinstance(kind, list):
        return f"{_kind(kind[0])}[]"
    if isinstance(kind, tuple):
        return f"STRUCT({', '.join(f'{name} {_kind(of)}' for name, of in kind)})"
    return {"INT": "INTEGER", "STRING": "VARCHAR"}.get(kind) or str(kind)


def store(start: str) -> str:
    """The database of one evaluation, for what is kept."""
    return f"kept_{start}"


def clear(connection: DuckDBPyConnection, start: str, functions: Sequence[str]) -> None:
    """Take away what an evaluation made in the caller's connection."""
    connection.execute(f"DETACH DATABASE IF EXISTS {store(start)}")
    for name in (*RELATIONS, *ASSEMBLED, "rows"):
        connection.execute(f"DROP TABLE IF EXISTS {start}{name}")
    for name in ("facts", "actuals"):
        connection.execute(f"DROP VIEW IF EXISTS {start}{name}")
    for function in functions:
        connection.remove_function(function)


# ---- facts --------------------------------------------------------------------------------------------


def facts_of(connection: DuckDBPyConnection, start: str, actuals: object, folder: Path) -> Facts:
    """The facts of files, or of a table of any kind that DuckDB reads."""
    if isinstance(actuals, str | os.PathLike):
        actuals = [actuals]
    if isinstance(actuals, list | tuple):
        return _of_files(connection, start, [Path(path) for path in actuals], folder)
    return _of_table(connection, start, actuals)


def _of_files(
    connection: DuckDBPyConnection, start: str, paths: Sequence[Path], folder: Path
) -> Facts:
    parts: list[str] = []
    places: list[Places] = []
    ignored: list[str] = []
    for number, path in enumerate(paths):
        if path.suffix.lower() == ".parquet":
            check_parquet(path)
            source = f"read_parquet({quoted(str(path))}, file_row_number = true)"
            parts.append(
                _select(connection, start, source, number, str(path), "file_row_number + 1")
            )
            places.append(TablePlaces(str(path)))
        else:
            file = csv_file(path, folder)
            parts.append(_of_csv(file, number, start))
            places.append(file.places)
            ignored += file.ignored
    return Facts(
        sql="\nUNION ALL\n".join(parts),
        places=tuple(places),
        path="、".join(map(str, paths)),
        ignored=tuple(dict.fromkeys(ignored)),
        counts=any(path.suffix.lower() != ".parquet" for path in paths),
    )


def _of_csv(file: CsvFile, number: int, start: str) -> str:
    """The rows of a CSV file. A cell too many makes its row one without an indicator, which is told
    from the file itself."""
    names = [f"c{place}" for place in range(len(file.columns))]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in (*names, "more"))
    source = (
        f"read_csv({quoted(str(file.file))}, columns = {{{columns}}}, skip = {file.skip},"
        f" header = false, delim = {quoted(file.separator)}, quote = '\"', escape = '\"',"
        f" null_padding = true, parallel = {str(not file.is_folded).lower()},"
        " auto_detect = false)"
    )
    at = {field: names[place] for place, field in enumerate(file.columns) if field}
    fields = {field: _cell(at[field], start) if field in at else "''" for field in FIELDS}
    fields["indicator"] = f"CASE WHEN trim(more) <> '' THEN '' ELSE {fields['indicator']} END"
    chosen = ", ".join(f"{value} AS {field}" for field, value in fields.items())
    blank = " AND ".join(f"({name} IS NULL OR trim({name}) = '')" for name in (*names, "more"))
    return (
        f"SELECT CAST({number} AS INTEGER) AS file, record, {chosen} FROM"
        f" (SELECT *, row_number() OVER () AS record FROM {source}) AS f"
        f" WHERE {names[0]} > '{_AFTER_BLANKS}' OR NOT ({blank})"
    )


def _cell(name: str, start: str) -> str:
    """A cell's text; one that begins with a ' was guarded against spreadsheets, perhaps behind blanks."""
    begins = f"({name} < '(' OR {name} BETWEEN '\x7f' AND '{_AFTER_BLANKS}')"
    return f"CASE WHEN {begins} AND contains({name}, '''') THEN {start}cell({name}) ELSE {name} END"


def _of_table(connection: DuckDBPyConnection, start: str, actuals: object) -> Facts:
    name = f"{start}actuals"
    relation: Any = actuals
    if kind_of(actuals) == "duckdb":
        _view(connection, name, relation)
    else:
        connection.register(name, relation)
    numbered = f"(SELECT *, row_number() OVER () AS record FROM {name})"
    is_read = hasattr(actuals, "read_next_batch")
    if is_read:  # a reader gives its rows once, and the tables ask for them several times
        execute(connection, f"CREATE TEMP TABLE {start}rows AS FROM {numbered}")
        numbered = f"{start}rows"
    return Facts(
        sql=_select(connection, start, numbered, 0, NO_FILE, "record"),
        places=(TablePlaces(NO_FILE),),
        path=NO_FILE,
        kept=(actuals,),
        counts=not is_read,
    )


def _view(connection: DuckDBPyConnection, name: str, relation: DuckDBPyRelation) -> None:
    """The caller's relation by a name. Raises ValueError where it is of another connection."""
    relation.create_view(name, replace=True)
    known = "SELECT 1 FROM duckdb_views() WHERE view_name = ?"
    if not connection.execute(known, [name]).fetchall():
        raise ValueError("the relation is of another connection: give it as `connection`")


def _select(
    connection: DuckDBPyConnection, start: str, source: str, number: int, path: str, record: str
) -> str:
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    kinds = {row[0]: row[1] for row in described if row[0] not in ("record", "file_row_number")}
    fields = selected(DIALECT, kinds, path, lambda column, _: _of_float(column, start))
    return f"SELECT CAST({number} AS INTEGER) AS file, {record} AS record, {fields} FROM {source}"


def _of_float(column: str, start: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    return (
        f"CASE WHEN {column} IS NULL OR isnan({column}) THEN ''"
        f" WHEN contains({text}, 'e') THEN {start}number({text}) ELSE {text} END"
    )


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
