"""Colours for `.pg` text: a lexer for Pygments, registered as `perfgoals` (`pip install pygments`).

Which piece of a line is what, the lexer of the language says itself; there is no second grammar that
could drift. Pygments is imported here only, and nothing of the library imports this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
    _TokenType,
)

from perfgoals.levels import is_level
from perfgoals.parsing import Piece, lines_of
from perfgoals.parsing.silences import SILENCE
from perfgoals.quantities import LEADS, NUMBER, OPERATORS, SUFFIXES, any_of

__all__ = ["PerfGoalsLexer"]

_Token = tuple[int, _TokenType, str]

# Keywords that begin a block or take in a file, and those of the header; all others stand in blocks.
OPENING = frozenset(("TASK", "DEFINE", "METHOD", "USE"))
HEADER = frozenset(
    (
        *("LANGUAGE", "FUND", "REGION", "YEAR", "DOCUMENT", "PROVINCIAL_DEPARTMENT"),
        *("DEPARTMENT", "AMOUNT", "GOAL", "USE_METHOD"),
    )
)
# What stands behind these keywords is read like the value of a target, behind others it is text.
VALUES = frozenset(
    ("LANGUAGE", "YEAR", "AMOUNT", "WEIGHTS", "DEADLINE", "VALUES", "OVER_COMPLETION")
)

_BLANKS = " \t\u3000\u00a0"
_QUOTED = r'"(?:[^"]|"")*"|「[^「」]*」'
_DATE = (
    r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}"
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?"
)
_SUFFIX = re.compile(rf"(?:{any_of(SUFFIXES)})\Z")
_LEAD = re.compile(rf"{any_of(OPERATORS | LEADS)}")
_BETWEEN = re.compile(rf"(?P<blank>[{_BLANKS}]+)|(?P<comment>#.*)|(?P<colon>[:：])|(?P<other>.)")
_END = re.compile(r"\r\n|\r|\n")
_CELL = re.compile(
    rf"(?P<blank>[{_BLANKS}]+)|(?P<quoted>{_QUOTED})|(?P<date>{_DATE})"
    rf"|(?P<number>(?<![\d０-９]){NUMBER})|(?P<join>[-~～〜→±])|(?P<stop>[,，、()（）\[\]［］])"
    rf"|(?P<suffix>or more|or less)|(?P<word>[^\d０-９~～〜→,，、()（）\[\]［］\"「{_BLANKS}]+|.)"
)
_STYLES: dict[str, _TokenType] = {
    "blank": Whitespace,
    "comment": Comment.Single,
    "colon": Punctuation,
    "other": Text,
    "quoted": String.Double,
    "date": Literal.Date,
    "number": Number,
    "join": Operator,
    "stop": Punctuation,
    "suffix": Operator.Word,
    "word": String,
}


class PerfGoalsLexer(Lexer):
    """Performance targets of public funds, as perfgoals reads them. A line that it does not read is
    an error as a whole."""

    name = "perfgoals"
    aliases: ClassVar[list[str]] = ["perfgoals"]
    filenames: ClassVar[list[str]] = ["*.pg"]
    mimetypes: ClassVar[list[str]] = ["text/x-perfgoals"]
    # Other programs call their files .pg too; theirs come first where they say that it is theirs.
    priority = 0.1

    @staticmethod
    def analyse_text(text: str) -> float:
        """How sure it is that this is perfgoals: whether most of the first lines are its lines."""
        lines = keyed = read = 0
        for line in lines_of(text[:4000]):
            pieces = line.pieces
            kind = pieces[0].type
            if kind == "MORE":
                continue
            lines += 1
            titled = kind == "TITLE" and is_level(pieces[0].value)
            compares = kind == "NAME" and pieces[1].value in "≥≤"
            keyed += titled or compares or kind in HEADER | OPENING
            read += kind != "JUNK"
        return 0.9 * read / lines if keyed else 0.0

    def get_tokens_unprocessed(self, text: str) -> Iterator[_Token]:
        """The coloured pieces of a text, none of which is lost."""
        statements = {line.number: line.pieces for line in lines_of(text)}
        ends = list(_END.finditer(text))
        start = len(text) - len(text.removeprefix("\ufeff"))
        if start:
            yield 0, Text, text[:start]
        for number, end in enumerate([*ends, None], 1):
            line = text[start : end.start() if end else len(text)]
            for at, style, part in _line(line, statements.get(number, ())):
                yield start + at, style, part
            if end:
                yield end.start(), Whitespace, end[0]
                start = end.end()


def _line(line: str, pieces: Sequence[Piece]) -> Iterator[_Token]:
    at = 0
    indented = line[:1] != line[:1].strip(_BLANKS)
    for piece in pieces:
        end = piece.column - 1 + len(piece.value)
        # The cell behind a sign that compares begins with the sign, which has its colour already.
        start = max(at, piece.column - 1)
        yield from _parts(_BETWEEN, line, at, start)
        at = end
        yield from _piece(piece, line, start, at, pieces[0].type, indented)
    yield from _parts(_BETWEEN, line, at, len(line))


def _piece(
    piece: Piece, line: str, start: int, end: int, first: str, indented: bool
) -> Iterator[_Token]:
    """The tokens of one piece, which stands in a line that begins with a piece of the kind `first`."""
    kind, text = piece.type, line[start:end]
    if kind == "JUNK" or piece.flaw:
        yield start, Error, text
    elif kind in ("NAME", "TITLE"):
        style = Name.Namespace if kind == "TITLE" else Name.Variable
        yield start, String.Symbol if text[0] in '"「' else style, text
    elif kind == "SIGN":
        yield start, Punctuation if text in ":：" else _operator(text), text
    elif kind in ("WEIGHT", "CELL") or (kind == "TEXT" and first in VALUES):
        yield from _value(line, start, end)
    elif kind == "MORE":
        yield start, Punctuation, text[:1]
        yield start + 1, String, text[1:]
    elif kind == "TEXT":
        yield start, Name.Class if first in OPENING - {"USE"} else String, text
    else:
        yield start, _keyword(kind, indented), text


def _keyword(kind: str, indented: bool) -> _TokenType:
    if kind in OPENING:
        return Keyword.Declaration
    return Keyword.Namespace if kind in HEADER and not indented else Keyword


def _operator(text: str) -> _TokenType:
    return Operator.Word if text[0].isalpha() else Operator


def _parts(pattern: re.Pattern[str], line: str, start: int, end: int) -> Iterator[_Token]:
    for found in pattern.finditer(line, start, end):
        style = _STYLES[str(found.lastgroup)]
        if style is Comment.Single and SILENCE.fullmatch(found[0]):
            style = Comment.Special
        yield found.start(), style, found[0]


def _value(line: str, start: int, end: int) -> Iterator[_Token]:
    """A number with its unit, a range, a date; a text has no digit and is one piece."""
    lead = _LEAD.match(line, start, end)
    if lead:
        yield start, _operator(lead[0]), lead[0]
        start = lead.end()
    if not any(character.isdecimal() for character in line[start:end]):
        text = line[start:end]
        quoted = text[:1] in ('"', "「")
        yield start, String.Double if quoted else String, text
        return
    after_number = False
    for found in _CELL.finditer(line, start, end):
        kind = str(found.lastgroup)
        if kind == "word" and after_number:
            yield from _unit(found.start(), found[0])
            after_number = found[0].isascii()  # million CNY/km
            continue
        yield found.start(), _STYLES[kind], found[0]
        after_number = kind == "number" or (kind == "blank" and after_number)


def _unit(start: int, word: str) -> Iterator[_Token]:
    suffix = _SUFFIX.search(word)
    size = suffix.start() if suffix else len(word)
    if size:
        yield start, Keyword.Type, word[:size]
    if suffix:
        yield start + size, Operator.Word, suffix[0]
