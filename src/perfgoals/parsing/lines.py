"""Lines into pieces: the lexer of the grammar, one line at a time.

The pieces of a line (NAME, SIGN, CELL, WEIGHT, keywords) are those of `grammar/perfgoals.lark`; this
module only says where a line begins and ends, and what its indentation means. Lark's own lexer
would work on the whole text: slower by half, and lost for many lines after a bad one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from perfgoals import nearest
from perfgoals.errors import Flaw
from perfgoals.parsing.blocks import Blocks
from perfgoals.parsing.pieces import Piece, Source

__all__ = ["COMMENT", "MAX_LINE", "LineLexer"]

MAX_LINE = 10_000
"""A longer line is an error: long text goes on in lines that begin with `|`."""

_BLANKS = " \t\u3000\u00a0"
_BLANK = rf"[{_BLANKS}]*+"
_COLONS = (":", "：")
_QUOTES = ('"', "「")
_CLOSING = ("]", "］", ")", "）")
# What stands before the first colon, or the whole line: a keyword, if it is one.
_KEY = re.compile(
    rf"([^:：{_BLANKS}]++(?:[{_BLANKS}]+[^:：{_BLANKS}]++)*+){_BLANK}(?:[:：]{_BLANK}|$)"
)
# A comment begins at the start or after white space; inside quotes # is text.
COMMENT = re.compile(rf'"(?:[^"]|"")*"|「[^「」]*」|(?<![^{_BLANKS}])#')

_PIECES = ("NAME", "TITLE", "SIGN", "CELL", "TEXT", "MORE", "JUNK", "WEIGHT", "_INDENT", "_DEDENT")


class LineLexer:
    """Finds the pieces of each line by the terminals of the grammar: their regular expressions."""

    def __init__(self, regexps: Mapping[str, str]) -> None:
        keys = {name: regexp for name, regexp in regexps.items() if name not in _PIECES}
        self.keywords = {word: name for name in keys for word in _alternatives(keys[name])}
        self.signs = _alternatives(regexps["SIGN"])
        words = "|".join(sign for sign in self.signs if sign[0].isalpha())
        self._plain = _plain_line([sign for sign in self.signs if not sign[0].isalpha()])
        self._initials = {word[0] for word in self.keywords}
        self._name = re.compile(regexps["NAME"])
        self._sign = re.compile(rf"({regexps['SIGN']}){_BLANK}")
        self._word_sign = re.compile(rf"(?<![{_BLANKS}])[{_BLANKS}]++({words})(?:[{_BLANKS}]++|$)")
        self._weight = re.compile(regexps["WEIGHT"])

    def lex(self, text: str, source: Source) -> Iterator[list[Piece]]:
        """The pieces of each line of a text, those where blocks begin and end by themselves.

        A line that is no statement is one piece, JUNK. What is wrong with a line is on its first
        piece.
        """
        blocks = Blocks()
        in_header = True
        too_deep = False
        inside = blocks.indent
        for number, line in enumerate(text.split("\n"), 1):
            body = line.lstrip(_BLANKS)
            if not body or body[0] == "#":
                continue
            indent = line[: len(line) - len(body)]
            column = len(indent) + 1
            flaw = None
            was_too_deep = too_deep
            if indent != inside and not (blocks.in_more and body[0] == "|"):
                kinds, flaw = blocks.move_to(indent)
                inside, too_deep = blocks.indent, blocks.too_deep
                for kind in kinds:
                    yield [Piece(kind, "", number, 1, source)]
            if was_too_deep and too_deep:
                continue  # the block is one problem as a whole
            blocks.in_more = body[0] == "|"
            try:
                if flaw:
                    raise flaw
                pieces = self._statement(body, number, column, source)
                if in_header and not indent:
                    in_header = self._still_header(pieces)
            except Flaw as found:
                yield [Piece("JUNK", body, number, column, source, found)]
            else:
                yield pieces
        for _ in range(blocks.depth):
            yield [Piece("_DEDENT", "", number, 1, source)]

    def _still_header(self, pieces: list[Piece]) -> bool:
        """Whether this line at the margin leaves the header open. `资经: …` is a mistyped key there,
        not a target: only a group, or a line that compares, is plainly no header."""
        first = pieces[0]
        if first.type == "NAME" and pieces[1].value in _COLONS:
            near = nearest.hint(first.value, self.keywords)
            raise Flaw("PG110", 0, len(first.value), name=first.value, **near)
        return first.type not in ("NAME", "TITLE")

    def _statement(self, body: str, line: int, column: int, source: Source) -> list[Piece]:
        """The pieces of a line without its indentation. Raises Flaw."""
        if len(body) > MAX_LINE:
            raise Flaw("PG105", 0, 1, length=str(len(body)), limit=str(MAX_LINE))
        plain = self._plain.fullmatch(body)
        if plain:  # most lines; what follows finds the same in them, and takes twice as long
            name, cell, sign = plain.groups()
            at = column + plain.start(2)
            return [
                Piece("NAME", name, line, column, source),
                Piece("SIGN", sign, line, at, source),
                Piece("CELL", cell, line, at, source),
            ]
        if body[0] == "|":
            if column == 1:
                raise Flaw("PG170", 0, 1)
            return [Piece("MORE", body.rstrip(_BLANKS), line, column, source)]
        if "#" in body:
            body = _without_comment(body)
        body = body.rstrip(_BLANKS)
        if body[0] in self._initials:
            key = _KEY.match(body)
            if key and key[1] in self.keywords:
                return _keyed(self.keywords[key[1]], key, body, line, column, source)
        name = self._name.match(body)
        if name is None:
            raise _no_name(body)
        end = name.end()
        quoted = body[0] in _QUOTES
        sign = self._sign.match(body, end)
        if quoted:
            sign = sign or self._sign.match(body, end + _blanks_at(body, end))
            sign = sign or self._word_sign.match(body, end)
        elif len(body[:end].split(None, 1)) > 1:  # a word that compares stands between blanks
            sign = self._word_sign.search(body, 0, end) or sign
        if sign:
            return self._target(body, sign, line, column, source)
        return self._title(body, end, line, column, source)

    def _target(
        self, body: str, sign: re.Match[str], line: int, column: int, source: Source
    ) -> list[Piece]:
        """`NAME SIGN CELL [WEIGHT]`. After a sign that compares, the cell begins with it."""
        name = body[: sign.start()].rstrip(_BLANKS)
        start = sign.end() if sign[1] in _COLONS else sign.start(1)
        weight = self._weight_at_end(body, sign.end())
        if weight is None and _has_bracket(body):
            _refuse_half_a_weight(body, sign.end())
        cell = (body[start : weight.start()] if weight else body[start:]).rstrip(_BLANKS)
        if sign.end() == len(body) or not cell or not name:
            flaw = Flaw("PG112", 0, len(body), name=name) if name else _no_name(body)
            return [Piece("TITLE", name, line, column, source, flaw)]
        pieces = [
            Piece("NAME", name, line, column, source),
            Piece("SIGN", sign[1], line, column + sign.start(1), source),
            Piece("CELL", cell, line, column + start, source),
        ]
        if weight:
            pieces.append(Piece("WEIGHT", weight[0], line, column + weight.start(), source))
        return pieces

    def _title(self, body: str, end: int, line: int, column: int, source: Source) -> list[Piece]:
        """`NAME [WEIGHT]`: a group, or a line of a method's 权重."""
        weight = self._weight_at_end(body, 1)
        if weight is None and _has_bracket(body):
            _refuse_half_a_weight(body, 1)
        stop = weight.start() if weight else len(body)
        title = body[:stop].rstrip(_BLANKS)
        if end < len(title):  # something stands behind a quoted name
            raise Flaw("PG107", end, len(body), text=body[end:].strip())
        pieces = [Piece("TITLE", title, line, column, source)]
        if weight:
            pieces.append(Piece("WEIGHT", weight[0], line, column + weight.start(), source))
        return pieces

    def _weight_at_end(self, body: str, after: int) -> re.Match[str] | None:
        if body[-1] not in _CLOSING:
            return None
        start = max(body.rfind(bracket, after) for bracket in "[［(（")
        return self._weight.fullmatch(body, start) if start > 0 else None


# What was surely meant as a weight and is none: `[50`, `[-5分]`, `[五十分]`, `50分]`.
_HALF_A_WEIGHT = re.compile(
    r"[\[［][^\[\]［］（）()]*[\d分][^\[\]［］（）()]*[\]］]?$|[\d分][\]］]$"
)


def _has_bracket(body: str) -> bool:
    return "]" in body or "[" in body or "］" in body or "［" in body


def _refuse_half_a_weight(body: str, after: int) -> None:
    if body[0] in _QUOTES:
        return
    found = _HALF_A_WEIGHT.search(body, after)
    if found:
        raise Flaw("PG121", found.start(), len(body), weight=found[0])


def _plain_line(signs: Sequence[str]) -> re.Pattern[str]:
    """A line that can be read in one way only: a name without a blank, a sign that compares, and a
    cell, without a comment, a quote in the name, or a bracket that might be a weight's."""
    initials = re.escape("".join(sign[0] for sign in signs))
    compares = "|".join(re.escape(sign) for sign in signs if sign not in _COLONS)
    inside = r"#\[\]［］()（）"
    return re.compile(
        rf'([^{_BLANKS}{initials}|"「」#\[\]［］]++){_BLANK}'
        rf"(((?>{compares})){_BLANK}[^{_BLANKS}{inside}][^{inside}]*+(?<![{_BLANKS}]))"
    )


def _blanks_at(body: str, at: int) -> int:
    return len(body) - at - len(body[at:].lstrip(_BLANKS))


def _without_comment(body: str) -> str:
    for found in COMMENT.finditer(body):
        if found[0] == "#":
            return body[: found.start()]
    return body


def _keyed(
    kind: str, key: re.Match[str], body: str, line: int, column: int, source: Source
) -> list[Piece]:
    pieces = [Piece(kind, key[1], line, column, source)]
    if key.end() < len(body):
        pieces.append(Piece("TEXT", body[key.end() :], line, column + key.end(), source))
    return pieces


def _no_name(body: str) -> Flaw:
    if body[0] in _QUOTES:
        return Flaw("PG108", 0, len(body), text=body)
    return Flaw("PG109", 0, 1, sign=body[0])


def _alternatives(regexp: str) -> tuple[str, ...]:
    """The words of a terminal that is a choice of literals: `(?:金额\\(万元\\)|金额)`."""
    inner = regexp.removeprefix("(?:").removesuffix(")") if regexp.startswith("(?:") else regexp
    return tuple(re.sub(r"\\(.)", r"\1", word) for word in inner.split("|"))
