"""Where a row stands: the row of a file or table again, with its line and the columns of its cells."""

from __future__ import annotations

import csv
import functools
import importlib
import io
import itertools
import mmap
import threading
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import attrs

from perfgoals.actuals import Layout, Row, starts_of
from perfgoals.columns import COLUMNS, MAX_ROW_CELL, broken, delimiter, too_long
from perfgoals.errors import ActualsError, Problem, Span

__all__ = ["CsvPlaces", "Fact", "Places", "TablePlaces", "head_of", "texts_of"]

Fact = Mapping[str, Any]
"""A row as the query hands it over: the columns FACTS."""


def texts_of(fact: Fact) -> dict[str, Any]:
    """The cells of a row by the fields that they fill."""
    return {name: (fact[name] or "").strip() for name in COLUMNS}


class Places(Protocol):
    """Finds a row again by its number, which counts from 1."""

    def row(self, fact: Fact, /) -> Row:
        """The row with its place. Raises ActualsError where its form is wrong."""

    def close(self) -> None:
        """Let go of the file; rows are not asked for any more."""


_CHUNK = 1 << 22
_END, _RETURN = ord("\n"), ord("\r")
_EVERY = 64
"""The place of one record in so many is kept; the others are counted from there."""


@attrs.frozen
class TablePlaces:
    """Rows of a table, which have no lines: the number of a row is its line."""

    path: str

    def row(self, fact: Fact, /) -> Row:
        """The row with its number. Raises ActualsError where a cell is too long."""
        record, texts = fact["record"], texts_of(fact)
        for text in texts.values():
            if len(text) > MAX_ROW_CELL:
                raise ActualsError([too_long(text, Span(path=self.path, line=record))])
        return Row(path=self.path, line=record, **texts)

    def close(self) -> None:
        """There is nothing to let go of."""


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
    _data: mmap.mmap | None = attrs.field(init=False, default=None)
    """The file. Threads that each read from it would wait for one another."""

    def __reduce__(self) -> tuple[object, ...]:
        """Sent to another process, it looks for the places again."""
        return CsvPlaces, (self.path, self.file, self.head, self.offset, self.is_folded)

    def row(self, fact: Fact, /) -> Row:
        """The row as the reader of small files has it, with the columns of its cells."""
        with self._lock:  # the engine asks from several threads
            if self._found is None or self._data is None:
                self._found = self._find() if self.is_folded else self._find_lines()
                with self.file.open("rb") as file:
                    self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            (starts, lines), data = self._found, self._data
        block, further = divmod(fact["record"] - 1, _EVERY)
        if self.is_folded:
            folded = self._records(starts[block], lines[block])
            line, text = next(itertools.islice(folded, further, None))[1:]
        else:
            end = starts[block + 1] if block + 1 < len(starts) else len(data)
            records = _lines(data[starts[block] : end], lines[block])
            line, text = next(itertools.islice(records, further, None))
        problems: list[Problem] = []
        written = text.decode("utf-8")
        reader = csv.reader(
            io.StringIO(written, newline=""), delimiter=self._separator, strict=True
        )
        try:
            cells = next(reader)
            starts = starts_of(cells, written, self._separator)
            row = self._layout.row(cells, starts, line, problems)
        except csv.Error as error:
            problems.append(broken(str(error), Span(path=self.path, line=line)))
        if problems:
            raise ActualsError(problems)
        assert row is not None
        return row

    @functools.cached_property
    def _separator(self) -> str:
        return delimiter(self.head)

    @functools.cached_property
    def _layout(self) -> Layout:
        cells = head_of(self.head, self._separator)[1]
        return Layout.of_header(cells, starts_of(cells, "", self._separator), self.path, 1, [])

    def close(self) -> None:
        """Let go of the file: Windows would not delete it."""
        with self._lock:
            if self._data is not None:
                self._data.close()

    def _records(self, at: int, line: int) -> Iterator[tuple[int, int, bytes]]:
        """The records from one that begins at a byte, on a line: a line that is not empty, and what
        follows it inside quotes."""
        with self.file.open("rb") as file:
            file.seek(at)
            begun: list[bytes] = []
            quotes = 0
            for text in file:
                if begun or text.strip(b"\r\n"):
                    begun.append(text)
                    quotes = (quotes + text.count(b'"')) % 2
                if begun and not quotes:
                    whole = b"".join(begun)
                    yield at, line, whole
                    at, line, begun = at + len(whole), line + _ends_in(whole), []
                elif not begun:
                    at, line = at + len(text), line + 1
            if begun:
                yield at, line, b"".join(begun)

    def _find(self) -> tuple[Sequence[int], Sequence[int]]:
        """Where every so many records one begins, in bytes and in lines."""
        first = _ends_in(self.head.encode("utf-8")) + 1
        records = itertools.islice(self._records(self.offset, first), 0, None, _EVERY)
        places = [(at, line) for at, line, _ in records]
        starts, lines = zip(*places, strict=True) if places else ((), ())
        return array("q", starts), array("q", lines)

    def _find_lines(self) -> tuple[Sequence[int], Sequence[int]]:
        """The same where every line is a record: only the ends of lines are looked for."""
        numpy: Any = importlib.import_module("numpy")
        starts, lines = array("q"), array("q")
        size = self.file.stat().st_size
        data = numpy.memmap(self.file, dtype="u1", mode="r")
        begins = numpy.array([self.offset])
        line, known = self.head.count("\n") + 1, 0
        for at in range(self.offset, size, _CHUNK):
            ends = numpy.flatnonzero(data[at : at + _CHUNK] == _END) + at
            begins = numpy.append(begins, ends + 1) if at == self.offset else ends + 1
            begins = begins[begins < size]
            # Only what begins with the end of a line may be an empty one.
            is_record = numpy.ones(len(begins), dtype=bool)
            for place in numpy.flatnonzero(data[begins] <= _RETURN).tolist():
                is_record[place] = not _is_empty(data, begins[place], size)
            records = numpy.flatnonzero(is_record)
            chosen = records[-known % _EVERY :: _EVERY]
            starts.extend(begins[chosen].tolist())
            lines.extend((chosen + line).tolist())
            line, known = line + len(begins), known + len(records)
        return starts, lines


def _ends_in(text: bytes) -> int:
    """How many lines end in a text; inside quotes one may end with a CR alone."""
    return text.count(b"\n") + text.count(b"\r") - text.count(b"\r\n")


def _lines(text: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The records of a text, each a line, with the numbers of their lines."""
    for number, line in enumerate(text.split(b"\n"), first):
        if line.strip(b"\r"):
            yield number, line


def _is_empty(data: Any, at: int, size: int) -> bool:
    while at < size and data[at] == _RETURN:
        at += 1
    return at >= size or data[at] == _END


def head_of(text: str, separator: str) -> tuple[str, Sequence[str]]:
    """The text up to the end of the header, and the header's cells."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            return "".join(lines[: reader.line_num]), cells
    return text, ()
