"""The columns of actuals: their names, and what is wrong with them before a row is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from perfgoals import nearest
from perfgoals.errors import Problem, Span
from perfgoals.messages import Value, both

__all__ = [
    "COLUMNS",
    "MAX_ROW_CELL",
    "broken",
    "by_semicolons",
    "delimiter",
    "field_of",
    "missing",
    "too_long",
    "unknown",
]

COLUMNS = {
    "region": ("地区", "region"),
    "indicator": ("指标", "indicator"),
    "actual": ("实际值", "actual"),
    "unit": ("单位", "unit"),
    "period": ("期间", "period"),
    "reporting_unit": ("填报单位", "reporting_unit"),
    "note": ("说明", "note"),
}
"""The columns, by the field they fill, in Chinese and English."""

MAX_ROW_CELL = 10_000
"""Characters of a cell; a longer one is an error: folding a name takes more than time in proportion."""

_MOST_NAMES = 12
_FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}


def field_of(name: object) -> str | None:
    """The field that a column fills, None for one that means nothing here."""
    return _FIELD_OF.get("".join(str(name).lower().split()))


def unknown(name: str, span: Span) -> Problem:
    """The problem of a column that means nothing here."""
    return Problem(
        code="PG503", span=span, values={"column": name, **nearest.hint(name, _FIELD_OF)}
    )


def missing(field: str, names: Sequence[str], span: Span) -> Problem:
    """The problem of a column that is missing: with those there are, and the one that may be meant."""
    found = [name.strip() for name in names if name.strip()]
    rest = ["…"] if len(found) > _MOST_NAMES else []
    values = {
        "column": COLUMNS[field][0],
        "found": "、".join([*found[:_MOST_NAMES], *rest]),
        **nearest.hint(COLUMNS[field][0], found),
    }
    return Problem(code="PG502", span=span, values=values)


def too_long(cell: str, span: Span) -> Problem:
    """The problem of a cell with more characters than `MAX_ROW_CELL`."""
    values = {"length": str(len(cell)), "limit": str(MAX_ROW_CELL)}
    return Problem(code="PG509", span=span, values=values)


def broken(said: str, span: Span) -> Problem:
    """The problem of a file that is no CSV, by what the csv module says."""
    reason: Value = said
    if "unexpected end" in said:
        reason = both("csv.open_quote")
    elif "expected after" in said:
        reason = both("csv.behind_quote")
    elif "field limit" in said:
        reason = both("csv.long_cell")
    return Problem(code="PG505", span=span, values={"reason": reason})


def delimiter(text: str) -> str:
    """What stands between the cells of a CSV file, by its first row: tabs, else commas."""
    return "\t" if "\t" in _first_row(text)[1] else ","


def by_semicolons(text: str, path: str) -> Problem | None:
    """The problem of a CSV file whose first row names its columns only where `;` stands between them.

    Excel writes it so where a comma is the decimal point: 81,250 is another number there.
    """
    line, row = _first_row(text)
    if _names_columns(row, delimiter(row)) or not _names_columns(row, ";"):
        return None
    return Problem(code="PG548", span=Span(path=path, line=line, column=1, end=len(row) + 1))


def _first_row(text: str) -> tuple[int, str]:
    """The first line that is not blank, with its number."""
    lines = enumerate(text.splitlines()[:50], 1)
    return next(((number, line) for number, line in lines if line.strip()), (1, ""))


def _names_columns(row: str, separator: str) -> bool:
    """Whether a row names the columns that are needed, with this sign between them."""
    fields = {field_of(name.strip().strip('"')) for name in row.split(separator)}
    return {"indicator", "actual"} <= fields
