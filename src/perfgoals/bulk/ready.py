"""CSV files made ready for the engine, which reads UTF-8, one kind of line end, and one cell too many.

A file that is anything else is written anew, piece by piece; a plain one is only looked through.
"""

from __future__ import annotations

import codecs
import csv
import importlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs

from perfgoals.columns import broken, delimiter
from perfgoals.decoding import BOM, length_of_boms
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.loading.files import opened

__all__ = ["Survey", "as_text", "check_quotes", "cut", "surveyed"]

_CHUNK = 1 << 22
_END, _RETURN, _QUOTE = b"\n"[0], b"\r"[0], b'"'[0]


@attrs.define
class Survey:
    """What a file holds, looked through once."""

    separator: int
    encoding: str = "utf-8"
    quotes: int = 0
    is_folded: bool = False
    """Whether a line ends between two quotes."""

    has_strays: bool = False
    """Whether something stands behind a closing quote, or a quote within a cell that began without."""

    has_returns: bool = False
    """Whether lines end with a CR alone, as Excel saves them as "CSV (Macintosh)"."""

    widest: int = 0
    """The most separators of a row."""

    _open: int = 0
    """The separators of the row that goes on into the next piece."""

    def take(self, chunk: bytes) -> None:
        """Look at the next piece, which does not end with a quote, nor within a CRLF."""
        numpy: Any = importlib.import_module("numpy")
        codes = numpy.frombuffer(chunk, dtype="u1")
        is_mark = (codes == self.separator) | (codes == _END)
        if b"\r" in chunk:
            returns = codes == _RETURN
            after = codes[1:][returns[:-1]]
            self.has_returns |= bool((after != _END).any()) or chunk.endswith(b"\r")
            is_mark |= returns
        marks = numpy.flatnonzero(is_mark)
        if self.quotes % 2 or b'"' in chunk:
            quotes = numpy.flatnonzero(codes == _QUOTE)
            is_inside = (numpy.searchsorted(quotes, marks) + self.quotes) % 2 == 1
            self.is_folded |= bool((codes[marks[is_inside]] != self.separator).any())
            closing = quotes[1 - self.quotes % 2 :: 2] + 1
            behind = codes[closing[closing < len(codes)]]
            may_follow = (self.separator, _END, _RETURN, _QUOTE)
            self.has_strays |= not numpy.isin(behind, may_follow).all()
            self.quotes += len(quotes)
            marks = marks[~is_inside]
        ends = numpy.flatnonzero(codes[marks] != self.separator)
        if not len(ends):
            self._open += len(marks)
        else:
            between = int(numpy.diff(ends).max(initial=1)) - 1
            self.widest = max(self.widest, self._open + int(ends[0]), between)
            self._open = len(marks) - 1 - int(ends[-1])
        self.widest = max(self.widest, self._open)


def surveyed(path: Path) -> Survey:
    """A file looked through. Raises ActualsError where it cannot be opened, or is no text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    survey: Survey | None = None
    with opened(path, ActualsError) as file:
        while chunk := file.read(_CHUNK):
            while chunk.endswith((b"\r", b'"')) and (more := file.read(1)):
                chunk += more
            if survey is None:
                # What stands between the cells is ASCII in all encodings but UTF-16.
                survey = Survey(ord(delimiter(chunk.decode("ascii", "ignore"))))
                if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    survey.encoding = "utf-16"
                    return survey
            if b"\0" in chunk:
                raise ActualsError([_no_text(path)])
            survey.take(chunk)
            if survey.encoding == "utf-8" and not _goes_on(decoder, chunk):
                survey.encoding = "gb18030"
    if survey is None:
        return Survey(ord(","))
    if survey.encoding == "utf-8" and not _goes_on(decoder, b"", is_last=True):
        survey.encoding = "gb18030"
    return survey


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> bool:
    """Whether a text in UTF-8 goes on with this piece."""
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True


def as_text(path: Path, folder: Path) -> tuple[Path, Survey]:
    """The file as UTF-8 whose lines end with LF or CRLF, with what it holds; one that is not is written
    anew into `folder`."""
    file, survey = path, surveyed(path)
    if survey.encoding != "utf-8":
        file = _another(folder)
        _decode(path, file, survey.encoding)
        if survey.encoding == "utf-16":
            try:
                survey = surveyed(file)
            except ActualsError:
                raise ActualsError([_no_text(path)]) from None
    if survey.has_returns:
        ended = _another(folder)
        with ended.open("w", encoding="utf-8", newline="") as copy:
            for _, written in _rows(file, chr(survey.separator), str(path)):
                copy.write(written.removesuffix(_end_of(written)) + "\n")
        file = ended
    return file, survey


def check_quotes(file: Path, separator: str, path: str) -> None:
    """Raises ActualsError where a quote is not closed, or something stands behind it: DuckDB drops the one
    cell in silence and ends at the other."""
    for _ in _rows(file, separator, path):
        pass


def cut(file: Path, separator: str, width: int, path: str, folder: Path) -> Path:
    """The file, written anew with one cell behind the `width` ones that it may have: `…` for several
    that are not blank. Other rows stay as they are written."""
    narrow = _another(folder)
    with narrow.open("w", encoding="utf-8", newline="") as copy:
        writer = csv.writer(copy, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="")
        for cells, written in _rows(file, separator, path):
            if len(cells) <= width + 1:
                copy.write(written)
            else:
                extra = "…" if any(map(str.strip, cells[width:])) else ""
                writer.writerow([*cells[:width], extra])
                copy.write(_end_of(written))
    return narrow


def _rows(file: Path, separator: str, path: str) -> Iterator[tuple[list[str], str]]:
    """The rows of a file in UTF-8, each with its text. Raises ActualsError for wrong quotes."""
    line = 0
    with file.open(encoding="utf-8", newline="") as lines:
        begun: list[str] = []
        reader = csv.reader(_noted(lines, begun), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield cells, "".join(begun)
                begun.clear()
                line = reader.line_num
        except csv.Error as error:
            raise ActualsError([broken(str(error), Span(path=path, line=line + 1))]) from None


def _noted(lines: Iterator[str], begun: list[str]) -> Iterator[str]:
    for line in lines:
        begun.append(line)
        yield line


def _end_of(written: str) -> str:
    """How the last line of a row ends."""
    return next((end for end in ("\r\n", "\n", "\r") if written.endswith(end)), "")


def _decode(path: Path, target: Path, encoding: str) -> None:
    """Write a file anew as UTF-8, without the BOMs at its beginning."""
    try:
        with path.open("rb") as data, target.open("w", encoding="utf-8", newline="") as copy:
            data.seek(length_of_boms(data.read(_CHUNK)))
            source = io.TextIOWrapper(data, encoding=encoding, newline="")
            copy.write(source.read(_CHUNK).lstrip(BOM))
            while piece := source.read(_CHUNK):
                copy.write(piece)
    except UnicodeDecodeError:
        raise ActualsError([_no_text(path)]) from None


def _another(folder: Path) -> Path:
    """A file of the folder that is not there yet."""
    return folder / f"{len(list(folder.iterdir()))}.csv"


def _no_text(path: Path) -> Problem:
    return Problem(code="PG501", span=Span(path=str(path), line=1))
