"""Text to tables: rows with tabs (as a notice is copied from a PDF), Markdown tables, and CSV files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from perfgoals.decoding import decoded
from perfgoals.importing.grids import MAX_CELLS, Block, Cell, Grid, Line, unreadable

__all__ = ["decode", "read_csv", "read_text"]

_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_SIGNS = ",\t;"
_SAMPLE = 100
"""Lines that are looked at to find what stands between the cells."""


def decode(data: bytes, path: str) -> str:
    """The text of a file: UTF-8 with or without BOM, GB18030, UTF-16 with BOM.

    Raises PerfGoalsError where it is none of these.
    """
    text = decoded(data)
    if text is None:
        raise unreadable("PG602", path)
    return text


# ---- text and Markdown ----------------------------------------------------------------------------


def read_text(text: str, path: str) -> Iterator[Block]:
    """The lines and tables of a text.

    A row has a tab in it; a blank line inside a table is a page break. A row of Markdown begins with
    `|`, or stands around the rule `--- | ---`.
    """
    # Not `splitlines`: a form feed inside a page would count as a line that no editor counts.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows: list[tuple[Cell, ...]] = []
    count, at = 0, 0
    while at < len(lines):
        end = _end_of_markdown(lines, at)
        row = () if end else _tab_row(lines[at], at + 1)
        if (end or (lines[at].strip() and not row)) and rows:
            yield _shifted(rows)
            rows = []
        if end:
            grid = _markdown(lines[at:end], at + 1)
            count += sum(map(len, grid.rows))
            yield grid
            at = end
            continue
        if row:
            rows.append(row)
            count += len(row)
        elif lines[at].strip():
            yield Line(text=lines[at].strip(), place=f"line {at + 1}")
        if count > MAX_CELLS:
            raise unreadable("PG604", path, limit=str(MAX_CELLS))
        at += 1
    if rows:
        yield _shifted(rows)


def _shifted(rows: Sequence[tuple[Cell, ...]]) -> Grid:
    return Grid(rows=tuple(rows), place=f"line {rows[0][0].row}", is_shifted=True)


def _tab_row(line: str, number: int) -> tuple[Cell, ...]:
    return _row(line.split("\t"), number) if "\t" in line else ()


def _row(texts: Sequence[str], number: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(text=text.strip(), place=f"line {number}, column {column}", row=number, column=column)
        for column, text in enumerate(texts, 1)
        if text.strip()
    )


def _end_of_markdown(lines: Sequence[str], start: int) -> int:
    """The line after the Markdown table that begins here; 0 where none does."""
    with_rule = start + 1 < len(lines) and "|" in lines[start] and _is_rule(lines[start + 1])
    if not with_rule and not _is_framed(lines[start]):
        return 0
    end = start
    while end < len(lines) and lines[end].strip() and (with_rule or _is_framed(lines[end])):
        if with_rule and end > start + 1 and not _PIPE.search(lines[end]):
            break
        end += 1
    return end


def _is_framed(line: str) -> bool:
    body = line.strip()
    return len(body) > 2 and body[0] == "|" and body[-1] == "|"


def _is_rule(line: str) -> bool:
    return "-" in line and "|" in line and _RULE.fullmatch(line) is not None


def _markdown(lines: Sequence[str], first: int) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    heads: set[int] = set()
    for number, line in enumerate(lines, first):
        if _is_rule(line):
            heads |= {row[0].row for row in rows[-1:] if row}
            continue
        texts = _PIPE.split(line.strip().removeprefix("|"))
        if len(texts) > 1 and not texts[-1].strip():
            del texts[-1]
        row = _row([text.replace("\\|", "|") for text in texts], number)
        if row:
            rows.append(row)
    return Grid(rows=tuple(rows), place=f"line {first}", heads=frozenset(heads))


# ---- CSV ------------------------------------------------------------------------------------------


def read_csv(text: str, path: str) -> Iterator[Block]:
    """The one table of a CSV file. Raises PerfGoalsError where its quotes are wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[Cell, ...]] = []
    count, start = 0, 1
    try:
        for texts in reader:
            line, start = start, reader.line_num + 1
            row = _row(texts, line)
            count += len(row)
            if count > MAX_CELLS:
                raise unreadable("PG604", path, limit=str(MAX_CELLS))
            if row:
                rows.append(row)
    except csv.Error as error:
        raise unreadable("PG606", path, start, reason=str(error)) from error
    if rows:
        yield Grid(rows=tuple(rows), place="line 1")


def _delimiter(text: str) -> str:
    """What stands between the cells: the sign that most of the first lines have most of."""
    lines = text.split("\n", _SAMPLE)[:_SAMPLE]
    return max(_SIGNS, key=lambda sign: sum(line.count(sign) for line in lines))
