"""Shapes and numbers put together to plans: what the query joins the rows with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.plain import spellings
from perfgoals.bulk.schema import RELATIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ASSEMBLED", "READ", "assembled", "constants"]

_NUMBERS = ("low", "high", "size", "over", "budget")
_PARTS = ("plans", "numbers", "shape_targets", "shape_items", "shape_tasks", "shape_promises")
_LEFT_OUT = ("shape", "site", "per", "before", "after")


def assembled(dialect: Dialect, p: str) -> dict[str, str]:
    """A SELECT for each table that is put together; `p` stands before the names of relations."""
    return {
        "targets": _each(
            dialect,
            "targets",
            p,
            "LEFT JOIN {p}numbers AS v ON v.plan = s.plan AND v.item = x.site",
        ),
        "items": _each(
            dialect, "items", p, "LEFT JOIN {p}numbers AS v ON v.plan = s.plan AND v.item = x.item"
        ),
        "tasks": _each(dialect, "tasks", p, ""),
        "promises": _each(dialect, "promises", p, ""),
        "spellings": spellings(dialect, p),
    }


ASSEMBLED = ("targets", "items", "tasks", "promises", "spellings")
"""The tables that are put together."""

READ = (*(name for name in RELATIONS if name not in _PARTS), *ASSEMBLED)
"""The tables that the query reads."""


_MAY_BE_CONSTANT = {
    **dict.fromkeys(("plan", "item", "chunk", "cents", "marks"), "INTEGER"),
    **dict.fromkeys(("main", "late"), "BOOLEAN"),
    **dict.fromkeys(("base", "back", "goal", "size", "fail", "least", "over"), "BIGINT"),
}
"""Columns of the spellings, but for those that vary in any table of targets, and for `most`: that says
whether a row has a target at all."""


def constants(connection: DuckDBPyConnection, p: str) -> dict[str, str]:
    """The columns of the spellings that have one value in all of them, with that value as SQL writes it.

    The query need not look them up, row by row: in most tables there is no task, no 及格线, no range.
    """
    values = ", ".join(
        f"CASE WHEN count({name}) = 0 THEN 'NULL' WHEN count({name}) = count(*)"
        f" AND min({name}) = max({name}) THEN CAST(min({name}) AS VARCHAR) END"
        for name in _MAY_BE_CONSTANT
    )
    (found,) = connection.execute(f"SELECT {values} FROM {p}spellings").fetchall()
    return {
        name: f"CAST({value} AS {kind})"
        for (name, kind), value in zip(_MAY_BE_CONSTANT.items(), found, strict=True)
        if value is not None
    }


def _each(dialect: Dialect, name: str, p: str, numbers: str) -> str:
    relation = RELATIONS[f"shape_{name}"]
    names = [column for column, _ in relation.columns]
    chosen = [_column(dialect, column) for column in names if column not in _LEFT_OUT]
    if "before" in names:
        chosen.append(
            "CASE WHEN x.after IS NULL THEN x.before ELSE concat(x.before, v.text, x.after) END"
            " AS target"
        )
    return (
        f"SELECT s.plan, {', '.join(chosen)} FROM {p}plans AS s"
        f" JOIN {p}{relation.name} AS x ON x.shape = s.shape {numbers.format(p=p)}"
    )


def _column(dialect: Dialect, column: str) -> str:
    """A column of a shape, for a plan: whole numbers, exactly."""
    if column == "wide":
        return "x.wide OR (x.site IS NOT NULL AND v.number IS NULL) AS wide"
    if column in _NUMBERS:
        own = dialect.whole_part(f"CAST(v.number AS DECIMAL(38,0)) * x.{column}", "x.per")
        return (
            f"CASE WHEN x.site IS NULL THEN x.{column} ELSE CAST({own} AS BIGINT) END AS {column}"
        )
    return f"x.{column}"
