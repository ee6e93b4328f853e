"""A text line by line into its canonical spelling: comments, blank lines and silences stay where they are.

Two spaces a level, one blank around a sign, `:` and `[6分]` in half width, values as `targets` writes
them, the unit of a name's bracket behind its number. Names, texts and keywords stay as written. Nothing
is padded into columns, so that a change of one line is one line of a diff.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from perfgoals.dates import read_date
from perfgoals.errors import Flaw
from perfgoals.formula import read_formula
from perfgoals.parsing import COMMENT, MAX_LINE, Line, Piece, lines_of, name_text
from perfgoals.quantities import read_quantity
from perfgoals.targets import Bound, Comparison, Deadline, Qualitative, Range
from perfgoals.units import Scope, using
from perfgoals.values import name_and_target, read_cell

__all__ = ["rewrite"]

_BLANKS = " \t\u3000\u00a0"


def rewrite(text: str, units: Scope) -> str:
    """The canonical spelling of a text without errors; `units` are those it can use."""
    bom = text[: text.startswith("\ufeff")]
    body = text.removeprefix("\ufeff")
    ending = "\r\n" if "\r\n" in body else "\n"
    raw = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with using(units):
        lines = _rewritten(raw, lines_of(body))
        return bom + "".join(line + ending for line in _without_extra_blanks(lines))


def _without_extra_blanks(lines: Iterator[str]) -> Iterator[str]:
    """One blank line where there were several, none at the top and at the end."""
    blank = False
    begun = False
    for line in lines:
        if not line:
            blank = begun
            continue
        if blank:
            yield ""
        yield line
        blank, begun = False, True


class _Blocks:
    """The open blocks: the white space each begins with, and the kind of the line above it."""

    def __init__(self) -> None:
        self.indents: list[str] = []
        self.heads = [""]
        self.year: int | None = None

    def enter(self, depth: int, indent: str, kind: str) -> str:
        """Go to a statement's block; returns the kind of the line above the block."""
        self.indents[depth:] = [indent]
        self.heads[depth + 1 :] = [kind]
        return self.heads[depth]

    def depth_of(self, indent: str, at_least: int) -> int:
        """The level of a comment between two statements: that of the innermost block it may stand
        in, and no lower than the next statement's."""
        fitting = (level for level, own in enumerate(self.indents) if indent.startswith(own))
        return max([at_least, *fitting])


def _rewritten(raw: Sequence[str], statements: Iterator[Line]) -> Iterator[str]:
    blocks = _Blocks()
    waiting: list[str] = []  # comments and blank lines before the next statement
    following = next(statements, None)
    for number, line in enumerate(raw, 1):
        if following is None or number != following.number:
            waiting.append(line)
            continue
        depth, pieces = following.depth, following.pieces
        indent = _indent(line)
        yield from _comments(waiting, blocks, depth, indent)
        waiting = []
        yield "  " * depth + _statement(line.strip(_BLANKS), pieces, blocks, depth, indent)
        following = next(statements, None)
    yield from _comments(waiting, blocks, 0, "")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(_BLANKS))]


def _comments(lines: Sequence[str], blocks: _Blocks, depth: int, indent: str) -> Iterator[str]:
    for line in lines:
        body = line.strip(_BLANKS)
        own = _indent(line)
        level = depth if own == indent else blocks.depth_of(own, depth)
        yield "  " * level + body if body else ""


def _statement(body: str, pieces: Sequence[Piece], blocks: _Blocks, depth: int, indent: str) -> str:
    """The canonical spelling of a line, with the comment behind it."""
    first = pieces[0]
    if first.type == "MORE":
        return f"| {first.value[1:].strip(_BLANKS)}".rstrip()
    head = blocks.enter(depth, indent, first.type)
    start = _comment_at(body)
    comment, statement = body[start:], body[:start].rstrip(_BLANKS)
    try:
        new = _spelling(statement, pieces, head, blocks)
    except Flaw:  # not plainly one thing when read alone: it stays as written
        new = statement
    new = new if len(new) <= MAX_LINE else statement
    return f"{new}  {comment}" if comment else new


def _comment_at(body: str) -> int:
    found = (x.start() for x in COMMENT.finditer(body) if x[0] == "#")
    return next(found, len(body)) if "#" in body else len(body)


def _spelling(statement: str, pieces: Sequence[Piece], head: str, blocks: _Blocks) -> str:
    first = pieces[0]
    if first.type == "NAME":
        weight = pieces[3] if len(pieces) > 3 else None
        spelling = _entry if head == "RULES" else _target
        return _weighed(spelling(first.value, pieces[2].value, blocks.year), weight)
    if first.type == "TITLE":
        return _weighed(first.value, pieces[1] if len(pieces) > 1 else None)
    if len(pieces) == 1:  # a colon is only needed where something stands behind it
        return first.value + ":" * statement.endswith((":", "："))
    text = pieces[1].value
    if first.type == "YEAR" and text.removesuffix("年").strip().isdecimal():
        blocks.year = int(text.removesuffix("年").strip())
    read = _TEXTS.get(first.type)
    if read and not (first.type == "DEADLINE" and head == "TASK"):
        text = read(text, blocks.year)
    return f"{first.value}: {text}"


def _weighed(text: str, weight: Piece | None) -> str:
    """`NAME [6分]`: in square brackets, with the word for points that is written, if any."""
    if weight is None:
        return text
    inner = unicodedata.normalize("NFKC", weight.value[1:-1])
    number = "".join(character for character in inner if character in "0123456789.")
    word = inner.strip().removeprefix(number).strip()
    return f"{text} [{number}{' ' if word.isascii() and word else ''}{word}]"


def _target(name: str, cell: str, year: int | None) -> str:
    """`NAME SIGN VALUE`. A text stays as it is written."""
    quote = name[0] if name[0] in '"「' else ""
    bare = name[1:-1].replace('""', '"') if quote == '"' else name[1:-1] if quote else name
    moved, target = name_and_target(bare, cell, year)
    if moved != bare:
        name = name_text(moved)
    if isinstance(target, Bound) and target.op is not Comparison.REACH:
        return f"{name} {target}"
    return f"{name}: {cell if isinstance(target, Qualitative) else target}"


def _entry(name: str, cell: str, _: int | None) -> str:
    """`正向: 完成比例, 及格线 60%` in the 赋分 of a method."""
    return f"{name}: {_scoring(cell, None)}"


# ---- the texts behind keywords --------------------------------------------------------------------


def _scoring(text: str, _: int | None) -> str:
    return ", ".join(part.strip() for part in re.split("[,，]", text))


def _year(text: str, _: int | None) -> str:
    return text.removesuffix("年").strip()


def _quantity(text: str, _: int | None) -> str:
    quantity = read_quantity(text)
    return text if quantity is None else str(quantity)


def _cell(text: str, year: int | None) -> str:
    return str(read_cell(text, year))


def _day(text: str, year: int | None) -> str:
    day = read_date(text, year)
    return text if day is None else str(day)


def _points(text: str, _: int | None) -> str:
    number = re.match(r"[0-9.]+", text)
    return f"{number[0]}{text[number.end() :].strip()}" if number else text


def _levels(text: str, _: int | None) -> str:
    return "/".join(part.strip() for part in text.split("/"))


def _unit(text: str, _: int | None) -> str:
    """`筐 = 25 千克`, or a unit alone."""
    name, sign, meaning = re.sub("＝", "=", text, count=1).partition("=")
    if not sign:
        return text
    found = re.fullmatch(r"\s*([\d.,]+(?:\s*/\s*[\d.,]+)?)\s*(.+)", meaning)
    if found is None:
        return text
    over, slash, under = (part.strip() for part in found[1].partition("/"))
    return f"{name.strip()} = {over}{slash}{under} {found[2].strip()}"


def _formula(text: str, _: int | None) -> str:
    return str(read_formula(text))


def _baseline(text: str, _: int | None) -> str:
    found = re.fullmatch(r"(.*?)[ \u3000]*[(（]([^()（）]*)[)）]", text)
    value, period = (found[1], f" ({found[2].strip()})") if found else (text, "")
    return f"{_quantity(value, None)}{period}"


def _amendment(text: str, year: int | None) -> str:
    """`2023-09-01 ≥ 70 公里`, `2023-09-01: 提高`."""
    found = re.fullmatch(r"([^\s:：≥≤<>＝=]+)\s*[:：]?\s*(.+)", text)
    if found is None:
        return text
    target = read_cell(found[2], year)
    compares = isinstance(target, Bound) and target.op is not Comparison.REACH
    cell = str(target) if isinstance(target, Bound | Range | Deadline) else found[2]
    return f"{_day(found[1], year)}{'' if compares else ':'} {cell}"


def _example(text: str, _: int | None) -> str:
    """`79.99 公里 → 未达成, 5.55分`."""
    actual, _arrow, rest = re.sub("->", "→", text, count=1).partition("→")
    outcome, comma, score = re.sub("，", ",", rest, count=1).partition(",")
    return f"{actual.strip()} → {outcome.strip()}{comma}{' ' * bool(comma)}{score.strip()}"


_TEXTS: dict[str, Callable[[str, int | None], str]] = {
    "YEAR": _year,
    "AMOUNT": _quantity,
    "WEIGHTS": _points,
    "DEADLINE": _day,
    "SCORING": _scoring,
    "OVER_COMPLETION": _quantity,
    "VALUES": _cell,
    "LEVEL": _levels,
    "UNIT": _unit,
    "FORMULA": _formula,
    "BASELINE": _baseline,
    "AMENDMENT": _amendment,
    "EXAMPLE": _example,
}
