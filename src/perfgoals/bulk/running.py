"""An evaluation as tables that are worked out when they are asked for."""

from __future__ import annotations

import datetime
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from perfgoals.bulk import on_duckdb
from perfgoals.bulk.query import Query
from perfgoals.bulk.relations import Relations
from perfgoals.bulk.rows import Rows
from perfgoals.bulk.writing import write
from perfgoals.model import Spec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["ENGINES", "Evaluation", "Table", "evaluate"]

ENGINES = ("duckdb",)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Table:
    """One table of an evaluation. Nothing is worked out before it is asked for, and then each time."""

    sql: str
    """The query."""

    _session: _Session

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.relation().columns)

    def relation(self) -> DuckDBPyRelation:
        """The table as a relation of DuckDB's, lazily."""
        self._session.check()
        return self._session.connection.sql(self.sql)

    def native(self) -> Any:
        """The table in the kind that the actuals came in, lazily where that kind is lazy.

        Files and DuckDB's relations give a relation, Arrow a RecordBatchReader, Polars a LazyFrame;
        pandas, which knows nothing lazy, a DataFrame.
        """
        return on_duckdb.native(self.relation(), self._session.kind)

    def rows(self) -> list[dict[str, Any]]:
        """All rows, as plain data: for what fits the memory."""
        return self._plain(self.relation())

    def _plain(self, relation: DuckDBPyRelation) -> list[dict[str, Any]]:
        return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]

    def first(self, count: int) -> list[dict[str, Any]]:
        """The first so many rows, as plain data."""
        return self._plain(self.relation().limit(count))

    def summary(self, columns: str) -> dict[str, Any]:
        """One row of what an SQL expression makes of all rows, such as `count(*) AS records`."""
        return self._plain(self.relation().aggregate(columns))[0]

    def write(self, path: str, form: str | None = None) -> None:
        """Write a Parquet or a CSV file: "parquet", "csv", or as the path ends.

        It is there whole, or not at all. Raises PerfGoalsError for another form, and OSError.
        """
        write(self._session.connection, self.sql, Path(path), self._session.start, form)


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

    _session: _Session
    _query: Query

    def kept(self) -> Evaluation:
        """The same with the verdicts worked out, once for all its tables, and kept on disk."""
        name = f"kept_{self._session.start}"
        path = on_duckdb.quoted(str(self._session.folder / f"{name}.duckdb"))
        connection = self._session.connection
        on_duckdb.execute(connection, f"ATTACH {path} AS {name}")
        on_duckdb.execute(connection, f"CREATE TABLE {name}.judged AS {self._query.rows}")
        query = attrs.evolve(self._query, judged=f"{name}.judged")
        return _tables(query, self.ignored, self._session)

    def progress(self) -> float:
        """How much of the work that another thread waits for is done: from 0 to 1, below 0 unknown."""
        return on_duckdb.progress(self._session.connection)

    def interrupt(self) -> None:
        """End the statement that another thread waits for; nothing where none is running."""
        on_duckdb.interrupt(self._session.connection)

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
    engine: str = "duckdb",
    as_of: datetime.date | None = None,
    keep_going: bool = False,
    language: str = "zh",
    connection: DuckDBPyConnection | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Evaluation:
    """Evaluate specs against any number of rows, each spec with the rows of its region.

    `actuals` is the path of a CSV or Parquet file or a list of such, a relation of DuckDB's, an
    Arrow table or reader, a Polars or a pandas frame, with the columns of docs/actuals.md.
    `as_of` and `keep_going` are those of `perfgoals.evaluate`; problems are told in `language`.
    A relation needs its `connection` where that is not DuckDB's default one. Elsewhere `memory`
    (such as "2GB") and `threads` bound what is used; what does not fit the memory goes to disk.

    Reads the headers of files, and otherwise nothing before a table is asked for. Raises ActualsError
    for a header that will not do, PerfGoalsError where the extra is missing, and ValueError for an
    engine that there is not.
    """
    if engine not in ENGINES:
        raise ValueError(f"there is no engine {engine!r}: {', '.join(ENGINES)}")
    session = _Session(actuals, connection, memory, threads)
    try:
        start = session.start
        relations = Relations(specs, as_of)
        on_duckdb.load(session.connection, start, relations)
        facts = on_duckdb.facts_of(session.connection, start, actuals, session.folder)
        rows = Rows(
            relations.in_force,
            relations.alike,
            facts.places,
            facts.path,
            language,
            as_of,
            keep_going,
        )
        session.functions += on_duckdb.register(session.connection, start, rows)
        session.connection.execute(f"CREATE TEMP VIEW {start}facts AS {facts.sql}")
    except BaseException:
        session.close()
        raise
    query = Query(
        dialect=on_duckdb.DIALECT,
        facts=f"{start}facts",
        prefix=start,
        keep_going=keep_going,
        joins=relations.joins,
    )
    return _tables(query, facts.ignored, session)


def _tables(query: Query, ignored: tuple[str, ...], session: _Session) -> Evaluation:
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


class _Session:
    """What an evaluation holds: a connection, a folder for what is spilled, and names in both."""

    def __init__(
        self,
        actuals: object,
        connection: DuckDBPyConnection | None,
        memory: str | None,
        threads: int | None,
    ) -> None:
        self.kind = on_duckdb.kind_of(actuals)
        self.start = on_duckdb.prefix()
        self.folder = Path(tempfile.mkdtemp(prefix="perfgoals-"))
        self.actuals = actuals
        self.functions: list[str] = []
        own = connection is None and self.kind != "duckdb"
        try:
            self.connection = (
                on_duckdb.connect(memory, threads, str(self.folder / "spilled"), actuals)
                if own
                else connection or on_duckdb.default_connection()
            )
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._finish = weakref.finalize(
            self, _finish, self.connection, self.folder, self.start, self.functions, own
        )

    def check(self) -> None:
        """Raises ValueError where the evaluation is closed."""
        if not self._finish.alive:
            raise ValueError("the evaluation is closed")

    def close(self) -> None:
        """Give everything back, once."""
        self._finish()


def _finish(
    connection: DuckDBPyConnection, folder: Path, start: str, functions: Sequence[str], own: bool
) -> None:
    if own:
        connection.close()
    else:
        on_duckdb.clear(connection, start, functions)
    shutil.rmtree(folder, ignore_errors=True)
