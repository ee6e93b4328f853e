"""The engine Spark: relations become temporary views, odd rows are read by Python on the executors."""

from __future__ import annotations

import importlib
import itertools
import os
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from perfgoals.actuals import text_of
from perfgoals.bulk import on_duckdb
from perfgoals.bulk.assembling import READ
from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.places import TablePlaces
from perfgoals.bulk.sessions import Records
from perfgoals.bulk.sources import NO_FILE, Facts, cell, check_parquet, selected
from perfgoals.bulk.telling import Telling
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.extras import needs

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["DIALECT", "clear", "connect", "facts_of", "load", "prefix", "register", "told_errors"]

DIALECT = Dialect(
    matches="({text} RLIKE '^({pattern})$')",
    gather="collect_list(named_struct({fields}))",
    field="'{name}', j.{name}",
    spread="explode({records})",
    pack="array({fields})",
    nth="{texts}[{number} - 1]",
    once="",
    text="STRING",
    whole="DECIMAL(38,0)",
    divide="DIV",
    size="octet_length({text})",
    quote="`",
)
_QUIET = Path(__file__).with_name("log4j2.properties")
"""Its words are none of the command's."""

_numbers = itertools.count(1)


def prefix() -> str:
    """What stands before the names of one evaluation's views and functions."""
    return f"perfgoals_{os.getpid()}_{next(_numbers)}_"


def connect(master: str | None, memory: str | None, threads: int | None) -> SparkSession:
    """The session that there is, else one of our own.

    Raises PerfGoalsError where Spark does not start, and ValueError where the session that there is
    runs elsewhere than at `master`.
    """
    sql = _module()
    active: SparkSession | None = sql.SparkSession.getActiveSession()
    if active is not None:
        runs_at = str(active.sparkContext.master)
        if master not in (None, runs_at):
            raise ValueError(f"there is a session at {runs_at}, not at {master}")
        return active
    master = master or f"local[{threads or '*'}]"
    builder = sql.SparkSession.builder.master(master)
    builder = builder.appName("perfgoals").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    if master.startswith("local"):  # elsewhere the cluster knows its Python and its size
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = builder.config("spark.sql.shuffle.partitions", threads or os.cpu_count() or 1)
        quiet = f"-Dlog4j2.configurationFile={_QUIET.as_uri()}"
        builder = builder.config("spark.driver.extraJavaOptions", quiet)
    if memory:
        builder = builder.config("spark.driver.memory", _size(memory))
    with told_errors(), _without_pandas():
        session: SparkSession = builder.getOrCreate()
    return session


def _size(memory: str) -> str:
    """A size as the Java machine takes it: 2GB is 2097152k."""
    found = re.fullmatch(r"([\d.]+)\s*([KMGT])i?B", memory.strip(), re.IGNORECASE)
    if not found:
        raise ValueError(f"Spark takes no memory of {memory!r}")
    return f"{int(Decimal(found[1]) * 1024 ** 'KMGT'.index(found[2].upper()))}k"


@contextmanager
def told_errors() -> Iterator[None]:
    """What the engine itself fails with is a problem like any other. Raises PerfGoalsError."""
    _module()
    with needs("spark", "Spark"):
        java = importlib.import_module("py4j.protocol")
        errors = importlib.import_module("pyspark.errors")
    try:
        yield
    except (errors.PySparkException, java.Py4JError) as error:
        raise PerfGoalsError([Problem(code="PG934", values={"reason": _reason(error)})]) from error


def _reason(error: Exception) -> str:
    """What an error says in its first line; one of Java's says it in the exception that it carries."""
    of_java = getattr(error, "java_exception", None)
    said = str(error if of_java is None else of_java.toString())
    return next(iter(said.strip().splitlines()), type(error).__name__)


def _module() -> Any:
    with needs("spark", "Spark"):
        return importlib.import_module("pyspark.sql")


@contextmanager
def _without_pandas() -> Iterator[None]:
    """Spark's word on the version of pandas, which is not used here, goes nowhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


# ---- relations and functions ------------------------------------------------------------------------


def load(session: SparkSession, start: str, relations: Records, folder: Path) -> dict[str, str]:
    """Make the relations temporary views; see `Session.load`.

    DuckDB puts them together: Spark would plan for longer than that takes.
    """
    connection = on_duckdb.connect(None, None, str(folder / "spilled"), ())
    constants = on_duckdb.load(connection, start, relations)
    for name in READ:
        table = connection.table(start + name).to_arrow_table()
        with _without_pandas():
            frame = session.createDataFrame(table)
        frame.createOrReplaceTempView(start + name)
    connection.close()
    return constants


class _Call:
    """A method of the rows, called where the data are; the rows come there once."""

    def __init__(self, rows: Any, name: str, *, takes_nothing: bool = False) -> None:
        self.rows, self.name, self.takes_nothing = rows, name, takes_nothing
        self.__name__ = name

    def __call__(self, *values: Any) -> Any:
        if not self.takes_nothing and None in values:
            return None
        return getattr(self.rows.value, self.name)(*map(_plain, values))


def _plain(value: Any) -> Any:
    """Spark's rows as mappings."""
    return [each.asDict() for each in value] if isinstance(value, list) else value


def register(session: SparkSession, start: str, rows: Telling) -> list[str]:
    """Make the functions known that read odd rows, and give their names."""
    sent = session.sparkContext.broadcast(rows)
    for each in rows.functions:
        call = _Call(sent, each.name, takes_nothing=each.takes_nothing)
        session.udf.register(start + each.name, call, _kind(each.result))
    own = {"double": _double, "float": _float}
    for name, function in own.items():
        session.udf.register(start + name, function, "STRING")
    return [start + name for name in (*(each.name for each in rows.functions), *own)]


def _double(value: float | None) -> str:
    """A float as its shortest text."""
    return text_of(value)


def _float(value: float | None) -> str:
    """The same of one with 32 bits, which comes as one with 64."""
    import numpy

    return text_of(value if value is None else float(str(numpy.float32(value))))


def _kind(kind: Any) -> str:
    """A type of the schema, as it is called here."""
    if isinstance(kind, list):
        return f"ARRAY<{_kind(kind[0])}>"
    if isinstance(kind, tuple):
        return f"STRUCT<{', '.join(f'{name}: {_kind(of)}' for name, of in kind)}>"
    return str(kind)


def clear(session: SparkSession, start: str, functions: Sequence[str]) -> None:
    """Take away what an evaluation made in the session."""
    for table in session.catalog.listTables():
        if table.name.startswith(start):
            session.catalog.dropTempView(table.name)
    for name in functions:
        session.sql(f"DROP TEMPORARY FUNCTION IF EXISTS {name}")


# ---- facts --------------------------------------------------------------------------------------------


def facts_of(session: SparkSession, start: str, actuals: Any, kind: str, folder: Path) -> Facts:
    """The facts of Parquet files, of a frame of Spark's, or of a table that it takes as one."""
    if kind == "file":
        listed = actuals if isinstance(actuals, list | tuple) else [actuals]
        return _of_files(session, start, list(map(str, listed)), folder)
    frame = actuals if kind == "pyspark" else session.createDataFrame(_in_arrow(actuals, kind))
    sql = _select(frame, start, f"{start}actuals", 0, NO_FILE, "monotonically_increasing_id()")
    return Facts(sql=sql, places=(TablePlaces(NO_FILE),), path=NO_FILE)


def _in_arrow(actuals: Any, kind: str) -> Any:
    """A frame of Polars or pandas, or a reader, as an Arrow table."""
    arrow = importlib.import_module("pyarrow")
    if kind == "pandas":
        return arrow.Table.from_pandas(actuals, preserve_index=False)
    if kind == "polars":
        return (actuals.collect() if hasattr(actuals, "collect") else actuals).to_arrow()
    return actuals.read_all() if isinstance(actuals, arrow.RecordBatchReader) else actuals


def _of_files(session: SparkSession, start: str, paths: Sequence[str], folder: Path) -> Facts:
    if not all(path.lower().endswith(".parquet") for path in paths):
        return _rewritten(session, start, paths, folder)
    for path in paths:
        if Path(path).exists():  # else it is the cluster's
            check_parquet(Path(path))
    parts = [
        _select(
            session.read.parquet(path), start, f"{start}file_{n}", n, path, "_metadata.row_index"
        )
        for n, path in enumerate(paths)
    ]
    return Facts(
        sql="\nUNION ALL\n".join(parts),
        places=tuple(map(TablePlaces, paths)),
        path="、".join(paths),
    )


def _rewritten(session: SparkSession, start: str, paths: Sequence[str], folder: Path) -> Facts:
    """The facts of CSV files, which DuckDB writes as Parquet: lines, quotes and encodings are then what
    they are elsewhere. Raises ValueError where the executors would not see what is written."""
    master = str(session.sparkContext.master)
    if not master.startswith("local"):
        raise ValueError(f"CSV files are for a local master, not {master}: give Parquet files")
    connection = on_duckdb.connect(None, None, str(folder / "spilled"), paths)
    connection.create_function(f"{start}cell", cell, ["VARCHAR"], "VARCHAR")
    found = on_duckdb.facts_of(connection, start, list(paths), folder)
    target = folder / "facts.parquet"
    on_duckdb.execute(
        connection, f"COPY ({found.sql}) TO {on_duckdb.quoted(str(target))} (FORMAT parquet)"
    )
    connection.close()
    session.read.parquet(str(target)).createOrReplaceTempView(f"{start}read")
    return attrs.evolve(found, sql=f"SELECT * FROM {start}read", counts=False)


def _select(frame: DataFrame, start: str, view: str, number: int, path: str, record: str) -> str:
    fields = selected(
        DIALECT, dict(frame.dtypes), path, lambda column, kind: f"{start}{kind.lower()}({column})"
    )
    frame.selectExpr("*", f"{record} + 1 AS perfgoals_record").createOrReplaceTempView(view)
    return f"SELECT {number} AS file, perfgoals_record AS record, {fields} FROM {view}"
