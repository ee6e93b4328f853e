"""A document as its readers give it: lines of text, and tables of cells with their places.

Every reader (text, CSV, workbook, Word) gives the same two things, so that what follows need not know
where a table comes from.
"""

from __future__ import annotations

import re
import unicodedata

import attrs

from perfgoals.errors import PerfGoalsError, Problem, Span
from perfgoals.messages import Value
from perfgoals.names import fold
from perfgoals.office.scanning import MAX_CELLS, MAX_COLUMNS

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "Block",
    "Cell",
    "Grid",
    "Line",
    "bare",
    "one_line",
    "unreadable",
]

_BOLD = re.compile(r"</?b>|\*\*", re.IGNORECASE)
_CJK_PUNCTUATION = "“”‘’…—·"


@attrs.frozen(eq=False, kw_only=True)
class Cell:
    """A filled cell: its text as printed, its place, and the rows and columns that it covers.

    Two cells are never equal: what one was used as says nothing of another with the same text.
    """

    text: str
    place: str
    row: int
    column: int
    height: int = 1
    width: int = 1

    words: str = attrs.field(init=False, repr=False)
    """The text on one line, without the signs of bold type."""

    key: str = attrs.field(init=False, repr=False)
    """The words folded, as headings and labels are compared."""

    @words.default
    def _one_line(self) -> str:
        return one_line(bare(self.text))

    @key.default
    def _fold(self) -> str:
        return fold(self.words)

    @property
    def last_column(self) -> int:
        """The last column that it covers."""
        return self.column + self.width - 1

    def covers(self, column: int) -> bool:
        """Whether it stands over a column."""
        return self.column <= column <= self.last_column


@attrs.frozen(eq=False, kw_only=True)
class Line:
    """A line outside of tables."""

    text: str
    place: str

    words: str = attrs.field(init=False, repr=False)

    @words.default
    def _one_line(self) -> str:
        return one_line(bare(self.text).lstrip("# ").strip())


@attrs.frozen(eq=False, kw_only=True)
class Grid:
    """A table, or a sheet of a workbook: its rows with their filled cells, from left to right.

    `is_shifted` says that columns mean little: the text was copied from merged cells. A sheet that
    `is_hidden` is not read. `heads` are rows that the format itself says are headings (the first row of a
    Markdown table).
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: str
    title: str = ""
    is_shifted: bool = False
    is_hidden: bool = False
    heads: frozenset[int] = frozenset()


Block = Line | Grid


def bare(text: str) -> str:
    """A text without the signs of bold type."""
    return _BOLD.sub("", text).strip()


def one_line(text: str) -> str:
    """A text without line breaks and control characters.

    Lines join without a space between Chinese characters, with one elsewhere, as in the language.
    """
    if text.isprintable():
        return text
    parts = [part for line in text.splitlines() if (part := _printable(line))]
    joined = ""
    for part in parts:
        gap = joined and not (_is_cjk(joined[-1]) and _is_cjk(part[0]))
        joined += f" {part}" if gap else part
    return joined


def _printable(line: str) -> str:
    """Control characters do nothing in a form and mischief in a terminal; a tab is a blank."""
    shown = (" " if sign == "\t" else sign for sign in line)
    return "".join(sign for sign in shown if not _is_control(sign)).strip()


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or sign in _BIDI


_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def _is_cjk(character: str) -> bool:
    return character in _CJK_PUNCTUATION or unicodedata.east_asian_width(character) in "WF"


def unreadable(code: str, path: str, line: int | None = None, **values: Value) -> PerfGoalsError:
    """The error of a document that cannot be read."""
    span = Span(path=path, line=line) if line else None
    return PerfGoalsError([Problem(code=code, span=span, values={"path": path, **values})])
