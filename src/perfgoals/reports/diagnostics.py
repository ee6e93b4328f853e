"""Problems as text: the place, the line with its span underlined, the cause, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import attrs

from perfgoals.errors import Problem, Severity, Span
from perfgoals.messages import say, word
from perfgoals.reports.tables import clean, width

__all__ = ["MOST_OF_A_KIND", "problems_text"]

MOST_OF_A_KIND = 20
"""The further ones of a code are counted, not printed."""

_LONGEST_LINE = 100

Lines = Callable[[str, int], str | None]
"""Gives a line of a file, or None where it cannot be shown."""

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.HINT: "36"}


def problems_text(
    problems: Sequence[Problem],
    language: str,
    *,
    lines: Lines,
    colour: bool = False,
    plain: bool = False,
) -> str:
    """All problems, one block each, and how many there were.

    `plain` says in words where a span lies, for a screen reader, instead of drawing under it.
    """
    show = _Excerpt(lines, language, colour=colour, plain=plain)
    seen: Counter[str] = Counter()
    blocks = []
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= MOST_OF_A_KIND:
            blocks.append(_block(problem, language, show))
    for code, count in seen.items():
        if count > MOST_OF_A_KIND:
            blocks.append(say("cli.more", language, code=code, count=count - MOST_OF_A_KIND))
    if len(problems) > 1:
        blocks.append(say("cli.errors", language, count=len(problems)))
    return "\n\n".join(blocks) + "\n"


@attrs.frozen
class _Excerpt:
    """How the line of a span is shown."""

    lines: Lines
    language: str
    colour: bool
    plain: bool

    def of(self, span: Span) -> list[str]:
        """The line, and a rule of carets under the span, aligned under Chinese text too; or in plain
        words where the span begins and ends."""
        text = self.lines(span.path, span.line)
        if text is None:
            return []
        start, end = span.column - 1, max(span.end - 1, span.column)
        if self.plain:
            values = {"line": span.line, "first": span.column, "last": end}
            marked = clean(text[start:end][:_LONGEST_LINE])
            return [f"  {say('cli.where', self.language, text=marked, **values)}"]
        first = max(0, start - 60) if len(text) > _LONGEST_LINE else 0
        shown = text[first : first + _LONGEST_LINE]
        before = clean(shown[: start - first])
        marked = clean(shown[start - first : end - first])
        dots = "…" if first else ""
        gutter = f"{span.line:>5} | "
        carets = _paint("^" * max(1, width(marked)), "31", self.colour)
        line = f"{gutter}{dots}{clean(shown)}{'…' if first + _LONGEST_LINE < len(text) else ''}"
        return [line, " " * (len(gutter) + len(dots) + width(before)) + carets]


def _block(problem: Problem, language: str, excerpt: _Excerpt) -> str:
    severity = word(f"severity.{problem.severity.value}", language)
    mark = _paint(f"{severity} {problem.code}", _COLOURS[problem.severity], excerpt.colour)
    place = f"{clean(str(problem.span))}: " if problem.span else ""
    parts = [f"{place}{mark}: {clean(problem.text(language))}"]
    if problem.span:
        parts += excerpt.of(problem.span)
    for related in problem.related:
        parts.append(f"  {clean(str(related.span))}: {word(related.phrase, language)}")
        parts += excerpt.of(related.span)
    parts += [f"  {clean(line)}" for line in problem.help_text(language).splitlines()]
    return "\n".join(parts)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if colour else text
