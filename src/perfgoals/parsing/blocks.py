"""Where blocks begin and end: indentation, compared as string prefixes as Python does."""

from __future__ import annotations

from itertools import groupby

from perfgoals.errors import Flaw
from perfgoals.messages import Both, both

__all__ = ["MAX_DEPTH", "Blocks"]

MAX_DEPTH = 30
"""Deeper blocks are an error: no table has them."""


class Blocks:
    """The open blocks, each by the white space its lines begin with."""

    def __init__(self) -> None:
        self._stack = [""]
        self._true: dict[int, str] = {}
        """For a block in which a crooked line stands: the white space it began with."""

        self.in_more = False
        """Whether the last line began with `|`: such lines need not be indented alike."""

    @property
    def indent(self) -> str:
        """The white space of the innermost block."""
        return self._stack[-1]

    @property
    def depth(self) -> int:
        """How many blocks are open."""
        return len(self._stack) - 1

    @property
    def too_deep(self) -> bool:
        """Whether the innermost block is one too many. No further one is opened in it."""
        return self.depth > MAX_DEPTH

    def move_to(self, indent: str) -> tuple[list[str], Flaw | None]:
        """The blocks that a line of this indentation begins or ends, and what is wrong with it.

        A line between two levels counts to the inner one, and so do those like it that follow: it
        is one mistake.
        """
        stack = self._stack
        if indent.startswith(stack[-1]):
            if self.too_deep:
                return [], None  # said when the block began
            stack.append(indent)
            self._true.pop(len(stack), None)
            return ["_INDENT"], Flaw("PG104", 0, 1, limit=str(MAX_DEPTH)) if self.too_deep else None
        ended: list[str] = []
        while not indent.startswith(stack[-1]):
            if indent == self._true.get(len(stack)):
                stack[-1] = indent
                return ended, None
            if indent != stack[-2] and indent.startswith(stack[-2]):
                self._true.setdefault(len(stack), stack[-1])
                stack[-1] = indent
                inner, outer = _words(self._true[len(stack)]), _words(stack[-2])
                flaw = Flaw("PG103", 0, 1, found=_words(indent), inner=inner, outer=outer)
                return ended, flaw
            stack.pop()
            ended.append("_DEDENT")
        return ended, None


_MOST_RUNS = 3
_BLANKS = {" ": "blank.space", "\t": "blank.tab", "\u3000": "blank.wide"}


def _words(indent: str) -> Both:
    """White space in words: 4 spaces, 1 tab and 2 spaces, none."""
    runs = [(character, len(list(run))) for character, run in groupby(indent)]
    if not runs:
        return both("blank.none")
    parts = [both(_BLANKS.get(character, "blank.other"), count=size) for character, size in runs]
    text = parts[0]
    for part in parts[1:_MOST_RUNS]:
        text = both("blank.and", one=text, other=part)
    return text
