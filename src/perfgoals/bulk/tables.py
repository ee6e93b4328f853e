"""What came of many specs, as tables that are worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from perfgoals.bulk import on_duckdb
from perfgoals.bulk.duckdb_session import DuckDBSession
from perfgoals.bulk.sessions import Hold, Session
from perfgoals.bulk.statements import Statements

if TYPE_CHECKING:
    from typing import Self

    from duckdb import DuckDBPyConnection

__all__ = ["ENGINES", "Table", "Work", "open_session", "told_errors"]

ENGINES = ("duckdb", "spark")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table:
    """One table of an evaluation. Nothing is worked out before it is asked for, and then each time."""

    sql: str
    """The query."""

    _session: Session

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self._session.columns(self.sql)

    def relation(self) -> Any:
        """The table as the engine has it, lazily: a relation of DuckDB's, a frame of Spark's."""
        return self._session.relation(self.sql)

    def native(self) -> Any:
        """The table in the kind that the actuals came in, lazily where that kind is lazy.

        Files and DuckDB's relations give a relation, Arrow a RecordBatchReader, Polars a LazyFrame;
        pandas, which knows nothing lazy, a DataFrame.
        """
        return self._session.native(self.sql)

    def rows(self) -> list[dict[str, Any]]:
        """All rows, as plain data: for what fits the memory."""
        return self._session.rows(self.sql)

    def first(self, count: int) -> list[dict[str, Any]]:
        """The first so many rows, as plain data."""
        return self._session.rows(self.sql, count)

    def summary(self, columns: str) -> dict[str, Any]:
        """One row of what an SQL expression makes of all rows, such as `count(*) AS records`."""
        return self._session.summary(self.sql, columns)

    def distinct(self, *columns: str) -> list[dict[str, Any]]:
        """The values that some columns have together, each once."""
        return self._session.rows(f"SELECT DISTINCT {', '.join(columns)} FROM ({self.sql}) AS t")

    def write(self, path: str, form: str | None = None) -> None:
        """Write a Parquet or a CSV file: "parquet", "csv", or as the path ends.

        It is there whole, or not at all. Raises PerfGoalsError for another form, and OSError.
        """
        self._session.write(self.sql, Path(path), form)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Work:
    """The tables that came of many specs, in the session that works them out.

    `ignored` has the columns of the actuals that mean nothing here. Keep it, or use it in a `with`
    block, as long as its tables are used: it owns what they read.
    """

    _names: ClassVar[tuple[str, ...]] = ("results", "cards", "problems", "others")

    results: Table
    cards: Table
    problems: Table
    others: Table
    """Regions of rows that no spec has: the column `region`, and how many `records` it has."""

    ignored: tuple[str, ...]

    _session: Session
    _query: Statements

    @classmethod
    def of(cls, query: Statements, ignored: tuple[str, ...], session: Session) -> Self:
        """The work of some queries; what they share is worked out once where the engine wants that."""
        if session.share:
            query = _holding(query, query.lazy_parts, session.share)
        return cls._of(query, ignored, session)

    @classmethod
    def _of(cls, query: Statements, ignored: tuple[str, ...], session: Session) -> Self:
        tables = {name: Table(sql=getattr(query, name), session=session) for name in cls._names}
        return cls(**tables, ignored=ignored, session=session, query=query)

    def kept(self) -> Self:
        """The same with what the tables share worked out, once for all of them, and kept on disk."""
        query = _holding(self._query, self._query.parts, self._session.keep)
        return self._of(query, self.ignored, self._session)

    def progress(self) -> float:
        """How much of the work that another thread waits for is done: from 0 to 1, below 0 unknown."""
        return self._session.progress()

    def interrupt(self) -> None:
        """End the statement that another thread waits for; nothing where none is running."""
        self._session.interrupt()

    def close(self) -> None:
        """Give back the connection, or what was made in the caller's, and the files beside it."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _holding(query: Statements, parts: Sequence[str], hold: Hold) -> Statements:
    """The statements with some parts held in tables, one after the other."""
    for name in parts:
        table = hold(name, getattr(query, name))
        query = attrs.evolve(query, kept={**query.kept, name: table})
    return query


@contextmanager
def open_session(
    actuals: object,
    engine: str | None,
    connection: DuckDBPyConnection | None,
    memory: str | None,
    threads: int | None,
    master: str | None,
) -> Iterator[Session]:
    """A session of an engine, by default of the one that the actuals are of; it is closed where the
    work in it cannot begin.

    Raises ValueError for an engine that there is not, or that does not read such actuals.
    """
    kind = on_duckdb.kind_of(actuals)
    engine = engine or ("spark" if kind == "pyspark" else "duckdb")
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}: {', '.join(ENGINES)}")
    if (kind, engine) in (("pyspark", "duckdb"), ("duckdb", "spark")):
        raise ValueError(f"{engine} does not read the tables of {kind}")
    session: Session
    if engine == "duckdb":
        session = DuckDBSession(actuals, connection, memory, threads)
    else:
        from perfgoals.bulk.spark_session import Spark

        session = Spark(actuals, kind, master, memory, threads)
    try:
        yield session
    except BaseException:
        session.close()
        raise


@contextmanager
def told_errors(engine: str) -> Iterator[None]:
    """What the engine itself fails with (memory, a full disk) is a problem like any other.

    Raises PerfGoalsError.
    """
    if engine == "spark":
        from perfgoals.bulk import on_spark

        with on_spark.told_errors():
            yield
    else:
        with on_duckdb.told_errors():
            yield
