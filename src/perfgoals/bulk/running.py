"""An evaluation as tables that are worked out when they are asked for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import attrs

from perfgoals.bulk.query import Query
from perfgoals.bulk.relations import Relations
from perfgoals.bulk.rows import Rows
from perfgoals.bulk.tables import Table, Work, open_session
from perfgoals.model import Spec

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Evaluation", "evaluate"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evaluation(Work):
    """What came of specs that were evaluated: `results`, `cards`, `tasks` and `problems`, see `Work`."""

    _names: ClassVar[tuple[str, ...]] = (*Work._names, "tasks")

    tasks: Table


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
    with open_session(actuals, engine, connection, memory, threads, master) as session:
        relations = Relations(specs, as_of)
        constants = session.load(relations)
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
        query = Query(
            dialect=session.dialect,
            prefix=session.start,
            keep_going=keep_going,
            has_day=as_of is not None,
            joins=relations.joins,
            counts=facts.counts,
            constants=constants,
        )
        return Evaluation.of(query, facts.ignored, session)
