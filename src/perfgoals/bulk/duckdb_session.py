"""A session on DuckDB: a connection, a folder for what is spilled, and names in both."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfgoals.bulk import on_duckdb
from perfgoals.bulk.places import Places
from perfgoals.bulk.sessions import Records
from perfgoals.bulk.sources import Facts
from perfgoals.bulk.telling import Telling
from perfgoals.bulk.writing import write

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["DuckDBSession"]


class DuckDBSession:
    """A `Session` in a connection of its own, or in the caller's."""

    dialect = on_duckdb.DIALECT
    share = None

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
        self.places: list[Places] = []
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
            self,
            _finish,
            self.connection,
            self.folder,
            self.start,
            self.functions,
            self.places,
            own,
        )

    def load(self, relations: Records) -> dict[str, str]:
        return on_duckdb.load(self.connection, self.start, relations)

    def facts(self) -> Facts:
        return on_duckdb.facts_of(self.connection, self.start, self.actuals, self.folder)

    def register(self, rows: Telling, facts: Facts) -> None:
        self.functions += on_duckdb.register(self.connection, self.start, rows)
        self.places += facts.places
        self.connection.execute(f"CREATE TEMP VIEW {self.start}facts AS {facts.sql}")

    def check(self) -> None:
        if not self._finish.alive:
            raise ValueError("the evaluation is closed")

    def close(self) -> None:
        self._finish()

    # ---- queries -------------------------------------------------------------------------------------

    def relation(self, sql: str) -> DuckDBPyRelation:
        self.check()
        return self.connection.sql(sql)

    def native(self, sql: str) -> Any:
        return on_duckdb.native(self.relation(sql), self.kind)

    def columns(self, sql: str) -> tuple[str, ...]:
        return tuple(self.relation(sql).columns)

    def rows(self, sql: str, most: int | None = None) -> list[dict[str, Any]]:
        relation = self.relation(sql)
        return _plain(relation if most is None else relation.limit(most))

    def summary(self, sql: str, columns: str) -> dict[str, Any]:
        return _plain(self.relation(sql).aggregate(columns))[0]

    def write(self, sql: str, path: Path, form: str | None) -> None:
        write(self.connection, sql, path, self.start, form)

    def keep(self, name: str, sql: str) -> str:
        store = on_duckdb.store(self.start)
        path = on_duckdb.quoted(str(self.folder / f"{store}.duckdb"))
        on_duckdb.execute(self.connection, f"ATTACH IF NOT EXISTS {path} AS {store}")
        create = f"CREATE TABLE IF NOT EXISTS {store}.{name} AS {sql}"
        on_duckdb.execute(self.connection, create)
        return f"{store}.{name}"

    def progress(self) -> float:
        return on_duckdb.progress(self.connection)

    def interrupt(self) -> None:
        on_duckdb.interrupt(self.connection)


def _plain(relation: DuckDBPyRelation) -> list[dict[str, Any]]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def _finish(
    connection: DuckDBPyConnection,
    folder: Path,
    start: str,
    functions: Sequence[str],
    places: Sequence[Places],
    own: bool,
) -> None:
    if own:
        connection.close()
    else:
        on_duckdb.clear(connection, start, functions)
    for each in places:
        each.close()
    shutil.rmtree(folder, ignore_errors=True)
