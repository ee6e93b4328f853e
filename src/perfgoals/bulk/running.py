"""An evaluation as tables that are worked out when they are asked for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from perfgoals.bulk import on_duckdb
from perfgoals.bulk.duckdb_session import DuckDBSession
from perfgoals.bulk.query import Query
from perfgoals.bulk.relations import Relations
from perfgoals.bulk.rows import Rows
from perfgoals.bulk.sessions import Session
from perfgoals.model import Spec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ENGINES", "Evaluation", "Table", "evaluate", "told_errors"]

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

    def write(self, path: str, form: str | None = None) -> None:
        """Write a Parquet or a CSV file: "parquet", "csv", or as the path ends.

        It is there whole, or not at all. Raises PerfGoalsError for another form, and OSError.
        """
        self._session.write(self.sql, Path(path), form)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evaluation:
    """What came of many specs: the tables `results`, `cards`, `tasks` and `problems`.

    `ignored` has the columns of the actuals that mean nothing here. Keep the evaluation, or use it
    in a `with` block, as long as its tables are used: it owns what they read.
    """

    results: Table
    cards: Table
    tasks: Table
    problems: Table
    ignored: tuple[str, ...]
    others: Table
    """Regions of rows that no spec has: the column `region`, and how many `records` it has."""

    _session: Session
    _query: Query

    def kept(self) -> Evaluation:
        """The same with the verdicts worked out, once for all its tables, and kept on disk."""
        query = attrs.evolve(self._query, judged=self._session.keep(self._query.rows))
        return _tables(query, self.ignored, self._session)

    def progress(self) -> float:
        """How much of the work that another thread waits for is done: from 0 to 1, below 0 unknown."""
        return self._session.progress()

    def interrupt(self) -> None:
        """End the statement that another thread waits for; nothing where none is running."""
        self._session.interrupt()

    def close(self) -> None:
        """Give back the connection, or what was made in the caller's, and the files beside it."""
        self._session.close()

    def __enter__(self) -> Evaluation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def evaluate(
    specs: Sequence[Spec],
    actuals: object,
    *,
    engine: str | None = None,
    as_of: datetime.date | None = None,
    keep_going: bool = False,
    language: str = "zh",
    connection: DuckDBPyConnection | None = None,
    memory: str | None = None,
    threads: int | None = None,
    master: str | None = None,
) -> Evaluation:
    """Evaluate specs against any number of rows, each spec with the rows of its region.

    `actuals` is the path of a CSV or Parquet file or a list of such, a relation of DuckDB's, an
    Arrow table or reader, a Polars or a pandas frame, a frame of Spark's, with the columns of
    docs/actuals.md. `engine` is "duckdb" or "spark"; left out, it is Spark for its own frames.
    `as_of` and `keep_going` are those of `perfgoals.evaluate`; problems are told in `language`.
    A relation needs its `connection` where that is not DuckDB's default one. Elsewhere `memory`
    (such as "2GB") and `threads` bound what is used; what does not fit the memory goes to disk.
    Spark runs in the session that there is, else in one of its own at `master`, by default here.

    Reads the headers of files, and otherwise nothing before a table is asked for. Raises ActualsError
    for a header that will not do, PerfGoalsError where the extra is missing, and ValueError for an
    engine that there is not, or that does not read such actuals.
    """
    kind = on_duckdb.kind_of(actuals)
    engine = engine or ("spark" if kind == "pyspark" else "duckdb")
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}: {', '.join(ENGINES)}")
    if (kind, engine) in (("pyspark", "duckdb"), ("duckdb", "spark")):
        raise ValueError(f"{engine} does not read the tables of {kind}")
    session: Session
    if engine == "spark":
        from perfgoals.bulk.spark_session import Spark

        session = Spark(actuals, kind, master, memory, threads)
    else:
        session = DuckDBSession(actuals, connection, memory, threads)
    try:
        relations = Relations(specs, as_of)
        session.load(relations)
        facts = session.facts()
        rows = Rows(
            relations.in_force,
            relations.alike,
            facts.places,
            facts.path,
            language,
            as_of,
            keep_going,
        )
        session.register(rows, facts)
    except BaseException:
        session.close()
        raise
    query = Query(
        dialect=session.dialect,
        facts=f"{session.start}facts",
        prefix=session.start,
        keep_going=keep_going,
        joins=relations.joins,
    )
    query = attrs.evolve(query, judged=session.shared(query.rows))
    return _tables(query, facts.ignored, session)


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


def _tables(query: Query, ignored: tuple[str, ...], session: Session) -> Evaluation:
    return Evaluation(
        results=Table(sql=query.results, session=session),
        cards=Table(sql=query.cards, session=session),
        tasks=Table(sql=query.tasks, session=session),
        problems=Table(sql=query.problems, session=session),
        others=Table(sql=query.others, session=session),
        ignored=ignored,
        session=session,
        query=query,
    )
