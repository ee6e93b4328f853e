"""What the grammar's rules give before their texts are read: keyed lines, sections, methods."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import attrs

from perfgoals.attributes import LongTerm
from perfgoals.dates import read_date
from perfgoals.errors import Flaw, Related
from perfgoals.parsing.pieces import Piece
from perfgoals.quantities import read_number

__all__ = [
    "Entry",
    "Keyed",
    "MethodNode",
    "Point",
    "Section",
    "join",
    "only",
    "read_due",
    "weight_of",
]


@attrs.frozen(eq=False, repr=False)
class Keyed:
    """`KEY: text`, with the lines in which a long text goes on."""

    key: Piece
    text: Piece | None = None
    more: tuple[Piece, ...] = ()
    lines: tuple[Keyed, ...] = ()
    """The lines below an 调整."""

    @property
    def kind(self) -> str:
        """The kind of its keyword: FUND, DIRECTION, …"""
        return self.key.type

    @property
    def piece(self) -> Piece:
        """Where to point at: the text, or the key where none is written."""
        return self.text or (self.more[0] if self.more else self.key)

    def value(self) -> str:
        """The whole text. Raises Flaw where there is none."""
        text = join(self.text.value if self.text else "", self.more)
        if not text:
            raise Flaw("PG120", 0, len(self.key.value), key=self.key.value)
        return text


@attrs.frozen(eq=False, repr=False)
class Point:
    """`NAME [WEIGHT]` in a method's 权重; without a weight it is a problem."""

    name: Piece
    weight: Piece | None = None


@attrs.frozen(eq=False, repr=False)
class Entry:
    """`NAME SIGN CELL` in a method's 赋分, 定性 or 等级."""

    name: Piece
    sign: Piece
    cell: Piece


@attrs.frozen(eq=False, repr=False)
class Section:
    """A part of a method with its lines; None where that has been reported to be wrong."""

    key: Piece
    lines: tuple[Point | Entry, ...] | None


@attrs.frozen(eq=False, repr=False)
class MethodNode:
    """`办法: NAME` with its parts."""

    head: Keyed
    parts: tuple[Keyed | Section, ...]


_CJK_PUNCTUATION = "“”‘’…—·"


def _is_cjk(character: str) -> bool:
    return character in _CJK_PUNCTUATION or unicodedata.east_asian_width(character) in "WF"


def join(first: str, more: Sequence[Piece]) -> str:
    """A text and its further lines: no space between CJK characters, one elsewhere."""
    text = first
    for piece in more:
        part = piece.value.lstrip("|").strip()
        if text and part:
            text += "" if _is_cjk(text[-1]) and _is_cjk(part[0]) else " "
        text += part
    return text


def only(lines: Sequence[Keyed], kind: str) -> Keyed | None:
    """The one line of a kind; a second one is reported where it stands."""
    found = [line for line in lines if line.kind == kind]
    for again in found[1:]:
        first = Related(span=found[0].key.span, phrase="related.first")
        flaw = Flaw("PG118", 0, len(again.key.value), key=again.key.value)
        again.key.source.report(flaw, again.key, first)
    return found[0] if found else None


def weight_of(piece: Piece | None) -> Decimal | None:
    """The points of a `[6分]`. Raises Flaw for a number that cannot be read."""
    if piece is None:
        return None
    text = piece.value.strip("[]［］（）() \u3000")
    for word in ("分", "points", "point"):
        text = text.removesuffix(word)
    text = text.strip()
    if not unicodedata.normalize("NFKC", text).replace(".", "", 1).isdecimal():
        raise Flaw("PG121", 0, len(piece.value), weight=piece.value)
    return read_number(text.strip(".．"))


def read_due(text: str, year: int | None) -> datetime.date | LongTerm:
    """A 时限: a date or 长期. Raises Flaw."""
    if text in ("长期", "long term"):
        return LongTerm.LONG_TERM
    date = read_date(text, year)
    if date is None:
        raise Flaw("PG122", 0, len(text), text=text)
    return date
