"""The relations that specs become: their columns, the same in every engine."""

from __future__ import annotations

from typing import Any

import attrs

__all__ = [
    "DESCRIBED",
    "ENDINGS",
    "FACTS",
    "NO_REGION",
    "RELATIONS",
    "SCALE",
    "Fields",
    "Function",
    "Record",
    "Relation",
]

Cell = str | int | bool | None
Record = tuple[Cell, ...]

SCALE = 1_000_000
"""Numbers are held in millionths: twelve digits before the point, six behind it."""

NO_REGION = -1
"""The spec of rows that name no region, where several specs might be meant."""

ENDINGS = 16
"""A place is the number of a spec times this, and a bit for the ending: see `regions`."""

Fields = tuple[tuple[str, Any], ...]
"""The fields of a record with their types: a type is a name, the fields of a record, or a list of
the one type that a list is of."""


@attrs.frozen
class Function:
    """A method that an engine calls: its name, the types of what goes in and of what comes out."""

    name: str
    parameters: tuple[Any, ...]
    result: Any
    takes_nothing: bool = False
    """Whether it is called where something is missing too, and may give nothing; elsewhere the result is
    missing just where something is."""


FACTS: Fields = (
    ("file", "INT"),
    ("record", "BIGINT"),
    ("region", "STRING"),
    ("indicator", "STRING"),
    ("actual", "STRING"),
    ("unit", "STRING"),
    ("period", "STRING"),
    ("reporting_unit", "STRING"),
    ("note", "STRING"),
)
"""A row of actuals as it was written, with the numbers of its file and of the row in it."""

DESCRIBED: Fields = (
    ("code", "STRING"),
    ("severity", "STRING"),
    ("path", "STRING"),
    ("line", "BIGINT"),
    ("col", "INT"),
    ("upto", "INT"),
    ("message", "STRING"),
    ("help", "STRING"),
    ("related", "STRING"),
)
"""A problem, as it is told."""


@attrs.frozen
class Relation:
    """The name of a relation, and its columns with their types, the same in every engine."""

    name: str
    columns: tuple[tuple[str, str], ...]


def _relation(name: str, columns: str) -> Relation:
    pairs = (column.split() for column in columns.split(","))
    return Relation(name, tuple((column, kind.upper()) for column, kind in pairs))


RELATIONS = {
    each.name: each
    for each in (
        # A spec, as its scorecard shows it, with the plan that it has.
        _relation(
            "specs",
            "spec int, plan int, region string, fund string, year int, method string,"
            " document string, path string, sha256 string, targets int, late int, late_cents int,"
            " rated boolean, grading int, sound boolean, formulas boolean, joins boolean",
        ),
        # A plan is a shape with its own numbers: in millionths of the unit that rows are read in, and
        # as they are written; -1 is that of 金额. None for one that is not whole, or too large.
        _relation("plans", "plan int, shape int"),
        _relation("numbers", "plan int, item int, number bigint, text string"),
        # Every spelling of a region that is met as it stands; its place is of the spec and of the
        # ending that the spec's own name leaves open.
        _relation("regions", "text string, spec int, plan int, place int"),
        # Every spelling of a name, with the unit of its bracket.
        _relation(
            "names",
            "text string, name int, dimension int, numerator bigint, denominator bigint,"
            " counter string",
        ),
        # What a cell has behind its number, and the column 单位 beside it.
        _relation(
            "units",
            "suffix string, stated string, dimension int, numerator bigint, denominator bigint,"
            " counter string, usual boolean",
        ),
        # Words for a text target, by the bands of its method.
        _relation(
            "words",
            "bands int, text string, outcome int, numerator bigint, denominator bigint,"
            " bare boolean",
        ),
        _relation("grades", "grading int, low int, high int, name string"),
        # The targets of a shape. Where they have a site they are multiples of that number, over `per`.
        _relation(
            "shape_targets",
            "shape int, name int, measure int, slot int, item int, wide boolean, site int,"
            " kind int, dimension int, numerator bigint, denominator bigint, counter string,"
            " bare boolean, low bigint, high bigint, strict boolean, size bigint,"
            " full_line bigint, reciprocal boolean, direct boolean, pass_numerator bigint,"
            " pass_denominator bigint, over bigint, budget bigint, per bigint, least bigint,"
            " most bigint, day string, text string, bands int, cents int, late boolean,"
            " year string, main boolean, is_budget boolean, chunk int, mask bigint",
        ),
        # Every target of a table and of its tasks, as it is shown: its number stands before `after`.
        _relation(
            "shape_items",
            "shape int, item int, slot int, main boolean, id string, indicator string,"
            " levels string, before string, after string, cents int, due string, late boolean,"
            " chunk int, mask bigint, path string, line int, col int",
        ),
        # The tasks, and for each of their targets the item that judges it.
        _relation(
            "shape_tasks",
            "shape int, task int, name string, type string, path string, line int, col int",
        ),
        _relation("shape_promises", "shape int, task int, item int"),
        # What is wrong with the specs themselves: two of one region, nothing that says what is due.
        _relation("findings", "spec int, stage int, code string, number int"),
    )
}
