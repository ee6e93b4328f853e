"""A session on Spark: the caller's or one of our own, with the views and functions of an evaluation."""

from __future__ import annotations

import csv
import importlib
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfgoals.bulk import on_spark
from perfgoals.bulk.sessions import Records
from perfgoals.bulk.sources import Facts
from perfgoals.bulk.telling import Telling
from perfgoals.bulk.writing import BOM, form_of
from perfgoals.loading.writing import whole_file
from perfgoals.spreadsheet import guarded

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["Spark"]

_ADAPTIVE = "spark.sql.adaptive.enabled"


class Spark:
    """A `Session` of Spark's. It stays when the evaluation is closed: it may serve the next one."""

    dialect = on_spark.DIALECT

    def __init__(
        self,
        actuals: Any,
        kind: str,
        master: str | None,
        memory: str | None,
        threads: int | None,
    ) -> None:
        self.kind = kind
        self.start = on_spark.prefix()
        self.kept: set[str] = set()
        self.actuals = actuals
        self.functions: list[str] = []
        if kind == "pyspark":
            self.session: SparkSession = actuals.sparkSession
        else:
            self.session = on_spark.connect(master, memory, threads)
        self.folder = Path(tempfile.mkdtemp(prefix="perfgoals-"))
        self._finish = weakref.finalize(
            self, _finish, self.session, self.folder, self.start, self.functions
        )

    def load(self, relations: Records) -> dict[str, str]:
        return on_spark.load(self.session, self.start, relations, self.folder)

    def facts(self) -> Facts:
        return on_spark.facts_of(self.session, self.start, self.actuals, self.kind, self.folder)

    def register(self, rows: Telling, facts: Facts) -> None:
        self.functions += on_spark.register(self.session, self.start, rows)
        self.session.sql(facts.sql).createOrReplaceTempView(f"{self.start}facts")

    def share(self, name: str, sql: str) -> str:
        """Spark works out a part of a WITH clause wherever it is named, unless it is kept."""
        before = self.session.conf.get(_ADAPTIVE)
        self.session.conf.set(_ADAPTIVE, "false")  # an adaptive plan would be begun here and now
        try:
            return self._view(name, self.session.sql(sql).localCheckpoint(eager=False))
        finally:
            self.session.conf.set(_ADAPTIVE, before)

    def _view(self, name: str, frame: DataFrame) -> str:
        view = f"{self.start}kept_{name}"
        frame.createOrReplaceTempView(view)
        self.kept.add(view)
        return view

    def check(self) -> None:
        if not self._finish.alive:
            raise ValueError("the evaluation is closed")

    def close(self) -> None:
        self._finish()

    # ---- queries -------------------------------------------------------------------------------------

    def relation(self, sql: str) -> DataFrame:
        self.check()
        return self.session.sql(sql)

    def native(self, sql: str) -> Any:
        frame = self.relation(sql)
        if self.kind == "pandas":
            return frame.toPandas()
        if self.kind == "pyarrow":
            return frame.toArrow().to_reader()
        if self.kind == "polars":
            polars: Any = importlib.import_module("polars")
            return polars.from_arrow(frame.toArrow()).lazy()
        return frame

    def columns(self, sql: str) -> tuple[str, ...]:
        return tuple(self.relation(sql).columns)

    def rows(self, sql: str, most: int | None = None) -> list[dict[str, Any]]:
        frame = self.relation(sql)
        return [row.asDict() for row in (frame if most is None else frame.limit(most)).collect()]

    def summary(self, sql: str, columns: str) -> dict[str, Any]:
        return self.rows(f"SELECT {columns} FROM ({sql}) AS t")[0]

    def write(self, sql: str, path: Path, form: str | None) -> None:
        form = form_of(path, form)
        with whole_file(path) as part:
            if form == "csv":
                _write_csv(self.relation(sql), part)
            else:
                self._write_parquet(sql, part)

    def _write_parquet(self, sql: str, part: Path) -> None:
        """One file, as elsewhere; a folder of many is `relation().write.parquet(...)`."""
        folder = self.folder / "written"
        frame = self.relation(sql).coalesce(1)
        frame.write.mode("overwrite").option("compression", "zstd").parquet(str(folder))
        shutil.move(str(next(folder.glob("part-*.parquet"))), part)

    def keep(self, name: str, sql: str) -> str:
        view = f"{self.start}kept_{name}"
        if view not in self.kept:
            return self._view(name, self.session.sql(sql).localCheckpoint())
        self.session.table(view).count()  # it is there from now on
        return view

    def progress(self) -> float:
        tracker = self.session.sparkContext.statusTracker()
        stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
        tasks = sum(each.numTasks for each in stages if each)
        done = sum(each.numCompletedTasks for each in stages if each)
        return done / tasks if tasks else -1

    def interrupt(self) -> None:
        self.session.sparkContext.cancelAllJobs()


def _write_csv(frame: DataFrame, path: Path) -> None:
    """For spreadsheets, as everywhere: a BOM, and a `'` before a text that one would run."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(frame.columns)
        for row in frame.toLocalIterator(prefetchPartitions=True):
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])


def _finish(session: SparkSession, folder: Path, start: str, functions: Sequence[str]) -> None:
    on_spark.clear(session, start, functions)
    shutil.rmtree(folder, ignore_errors=True)
