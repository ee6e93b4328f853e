"""Comments that silence a rule of `check` on one line: `# pg: ignore PG301 原文如此`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfgoals.errors import Span
from perfgoals.model import Silence
from perfgoals.parsing.lines import COMMENT

__all__ = ["SILENCE", "read_silences"]

SILENCE = re.compile(r"#[ \t]*pg:[ \t]*ignore[ \t]+(PG\d{3})[ \t]*(.*?)[ \t]*")


def read_silences(text: str, path: str) -> Iterator[Silence]:
    """Every silence of a text. Alone on a line it is meant for the next statement."""
    if "pg:" not in text:
        return
    waiting: list[Silence] = []
    for number, line in enumerate(text.split("\n"), 1):
        body = line.strip()
        start = _comment(line)
        found = SILENCE.fullmatch(line, start) if start >= 0 else None
        alone = body.startswith("#")
        if found and not alone:
            span = Span(path=path, line=number, column=found.start() + 1, end=len(line) + 1)
            yield Silence(code=found[1], reason=found[2], line=number, span=span)
        elif found:
            span = Span(path=path, line=number, column=found.start() + 1, end=len(line) + 1)
            waiting.append(Silence(code=found[1], reason=found[2], line=number, span=span))
        if body and not alone:
            for each in waiting:
                yield Silence(code=each.code, reason=each.reason, line=number, span=each.span)
            waiting = []
    yield from waiting


def _comment(line: str) -> int:
    """Where the comment of a line begins, -1 where it has none: in quotes and behind | is text."""
    if line.lstrip().startswith("|"):
        return -1
    return next((found.start() for found in COMMENT.finditer(line) if found[0] == "#"), -1)
