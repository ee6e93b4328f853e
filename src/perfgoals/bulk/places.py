"""Where a row stands: the row of a file or table again, with its line and the columns of its cells."""

from __future__ import annotations

import csv
import importlib
import io
import threading
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs

from perfgoals.actuals import Row, parse_actuals
from perfgoals.columns import COLUMNS, MAX_ROW_CELL, too_long
from perfgoals.errors import ActualsError, Problem, Span

__all__ = ["CsvPlaces", "Places", "TablePlaces"]


class Places(Protocol):
    """Finds a row again by its number, which counts from 1."""

    def row(self, record: int, texts: Row, /) -> Row:
        """The row with its place; `texts` has its cells. Raises ActualsError where its form is wrong."""


_CHUNK = 1 << 22
_END = ord("\n")


@attrs.frozen
class TablePlaces:
    """Rows of a table, which have no lines: the number of a row is its line."""

    path: str

    def row(self, record: int, texts: Row, /) -> Row:
        """The row with its number. Raises ActualsError where a cell is too long."""
        for name in COLUMNS:
            if len(getattr(texts, name)) > MAX_ROW_CELL:
                span = Span(path=self.path, line=record)
                raise ActualsError([too_long(getattr(texts, name), span)])
        return attrs.evolve(texts, path=self.path, line=record)


@attrs.define
class CsvPlaces:
    """Rows of a CSV file in UTF-8, found by the bytes at which they begin.

    `head` is its text up to the first row of data. The places are looked for when the first row is
    asked for: a file without a problem is read once, by the engine.
    """

    path: str
    file: Path
    head: str
    offset: int
    is_folded: bool
    """Whether a cell goes over several lines."""

    _lock: threading.Lock = attrs.field(init=False, factory=threading.Lock)
    _found: tuple[Sequence[int], Sequence[int]] | None = attrs.field(init=False, default=None)

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process, it looks for the places again."""
        return CsvPlaces, (self.path, self.file, self.head, self.offset, self.is_folded)

    def row(self, record: int, _: Row, /) -> Row:
        """The row as the reader of small files has it, with the columns of its cells."""
        with self._lock:  # the engine asks from several threads
            if self._found is None:
                self._found = self._find() if self.is_folded else self._find_lines()
        starts, lines = self._found
        with self.file.open("rb") as file:
            file.seek(starts[record - 1])
            text = file.read(starts[record] - starts[record - 1]).decode("utf-8")
        shift = lines[record - 1] - self.head.count("\n") - 1
        try:
            row = parse_actuals(self.head + text, path=self.path).rows[0]
        except ActualsError as error:
            raise ActualsError(_moved(each, shift) for each in error.problems) from None
        return attrs.evolve(row, line=row.line + shift)

    def _find(self) -> tuple[array[int], array[int]]:
        """Where each record begins, in bytes and in lines: where a line is not empty and not inside
        quotes."""
        starts, lines = array("q"), array("q")
        line, at, quotes = self.head.count("\n"), self.offset, 0
        with self.file.open("rb") as file:
            file.seek(at)
            for text in file:
                line += 1
                if not quotes and text.strip(b"\r\n"):
                    starts.append(at)
                    lines.append(line)
                quotes = (quotes + text.count(b'"')) % 2
                at += len(text)
        starts.append(at)
        return starts, lines

    def _find_lines(self) -> tuple[Sequence[int], Sequence[int]]:
        """The same where every line is a record: only the ends of lines are looked for."""
        numpy: Any = importlib.import_module("numpy")
        size = self.file.stat().st_size
        if size <= self.offset:
            return [size], []
        data = numpy.memmap(self.file, dtype="u1", mode="r", offset=0)
        chunks = range(self.offset, size, _CHUNK)
        ends = [numpy.flatnonzero(data[at : at + _CHUNK] == _END) + at for at in chunks]
        begins = numpy.concatenate([[self.offset - 1], *ends]) + 1
        begins = begins[begins < size]
        # Only what begins with the end of a line may be an empty one.
        is_record = numpy.ones(len(begins), dtype=bool)
        upto = numpy.append(begins[1:], size)
        for place in numpy.flatnonzero(data[begins] <= ord("\r")).tolist():
            text = data[begins[place] : upto[place]].tobytes()
            is_record[place] = bool(text.strip(b"\r\n"))
        lines = numpy.flatnonzero(is_record) + self.head.count("\n") + 1
        return _numbers(numpy.append(begins[is_record], size)), _numbers(lines)


def _numbers(values: Any) -> Sequence[int]:
    return array("q", values.astype("i8").tobytes())


def _moved(problem: Problem, lines: int) -> Problem:
    """A problem, so many lines further down."""
    span = problem.span
    assert span is not None
    return attrs.evolve(problem, span=attrs.evolve(span, line=span.line + lines))


def head_of(text: str, separator: str) -> tuple[str, Sequence[str]]:
    """The text up to the end of the header, and the header's cells."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            return "".join(lines[: reader.line_num]), cells
    return text, ()
