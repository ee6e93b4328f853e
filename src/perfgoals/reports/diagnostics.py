"""Problems as text: the place, the line with its span underlined, the cause, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from perfgoals.errors import Problem, Severity, Span
from perfgoals.messages import say, word
from perfgoals.reports.tables import clean, width

__all__ = ["MOST_OF_A_KIND", "WIDEST", "problems_text"]

MOST_OF_A_KIND = 20
"""The further ones of a code are counted, not printed."""

WIDEST = 100
"""Columns of a line that is shown, where no terminal says how wide it is."""

_LEAST = 30
"""A terminal narrower than that wraps lines anyway."""

_MOST_FILES = 5

Lines = Callable[[str, int], str | None]
"""Gives a line of a file, or None where it cannot be shown."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.HINT: "1;36"}
_BOLD, _BLUE, _GREEN = "1", "34", "32"


def problems_text(
    problems: Sequence[Problem],
    language: str,
    *,
    lines: Lines,
    colour: bool = False,
    plain: bool = False,
    columns: int = WIDEST,
) -> str:
    """All problems, one block each, and how many there were.

    `plain` says in words where a span lies, for a screen reader, instead of drawing under it.
    `columns` is how wide a line may be; of a longer one the part with the span is shown.
    """
    show = _Excerpt(lines, language, columns, colour=colour, plain=plain)
    of_code: dict[str, list[Problem]] = {}
    blocks = []
    for problem in problems:
        alike = of_code.setdefault(problem.code, [])
        alike.append(problem)
        if len(alike) <= MOST_OF_A_KIND:
            blocks.append(_block(problem, language, show))
    blocks += [
        _counted(code, alike[MOST_OF_A_KIND:], language)
        for code, alike in of_code.items()
        if len(alike) > MOST_OF_A_KIND
    ]
    if len(problems) > 1:
        blocks.append(say("cli.errors", language, count=f"{len(problems):,}"))
    return "\n\n".join(blocks) + "\n"


def _counted(code: str, problems: Sequence[Problem], language: str) -> str:
    """How many more there are of a code, and in which files."""
    paths = list(dict.fromkeys(clean(x.span.path) for x in problems if x.span))
    files = word("cli.comma", language).join(paths[:_MOST_FILES])
    if len(paths) > _MOST_FILES:
        files = say("cli.files", language, files=files, count=f"{len(paths):,}")
    key = "cli.more_in" if paths else "cli.more"
    return say(key, language, code=code, count=f"{len(problems):,}", files=files)


@attrs.frozen
class _Excerpt:
    """How the line of a span is shown."""

    lines: Lines
    language: str
    columns: int
    colour: bool
    plain: bool

    def of(self, span: Span, mark: str) -> list[str]:
        """The line, and carets under the span, aligned under Chinese text too; or in plain words
        where the span begins and ends."""
        text = None if span.sheet else self.lines(span.path, span.line)
        if not text or text.isspace():
            return []
        start = min(span.column - 1, len(text))
        end = max(start + 1, min(span.end - 1, len(text)))
        if self.plain:
            marked = _fitting(clean(text[start : min(end, start + self.columns)]), self.columns)
            key = "cli.where" if end > start + 1 else "cli.where_one"
            place = {"line": span.line, "first": start + 1, "last": end}
            return [f"  {say(key, self.language, text=marked, **place)}"]
        gutter = f"{span.line:>5} | "
        room = max(_LEAST, self.columns - len(gutter) - 2)  # two for the dots
        # Only what can be seen is looked at: a line may be as long as its file.
        base = max(0, start - room)
        near = clean(text[base : start + room].rstrip())
        start, end = start - base, min(end - base, len(near))
        first = 0 if not base and width(near[:end]) <= room else _window(near, start, end, room)
        shown = _fitting(near[first:], room)
        last = first + len(shown)
        before = "…" if base + first else ""
        after = "…" if text[base + last :].strip() else ""
        indent = " " * (len(gutter) + len(before) + width(near[first:start]))
        carets = "^" * max(1, width(near[start : min(end, last)]))
        line = f"{_paint(gutter, _BLUE, self.colour)}{before}{shown}{after}"
        return [line, indent + _paint(carets, mark, self.colour)]


def _window(text: str, start: int, end: int, room: int) -> int:
    """The first character to show of a long line: as much before the span as behind it, more where
    the line ends soon, and at least a quarter."""
    free = room - width(text[start:end])
    left = max(room // 4, free // 2, free - width(text[end : end + room]))
    first = start
    while first > 0 and width(text[first - 1 : start]) <= left:
        first -= 1
    return first


def _fitting(text: str, room: int) -> str:
    """What fits of a text in so many columns."""
    used = 0
    for at, character in enumerate(text):
        used += width(character)
        if used > room:
            return text[:at]
    return text


def _block(problem: Problem, language: str, excerpt: _Excerpt) -> str:
    colour = excerpt.colour
    severity = word(f"severity.{problem.severity.value}", language)
    mark = _paint(f"{severity} {problem.code}", _COLOURS[problem.severity], colour)
    place = _paint(clean(str(problem.span)), _BOLD, colour) + ": " if problem.span else ""
    parts = [f"{place}{mark}: {clean(problem.text(language))}"]
    if problem.span:
        parts += excerpt.of(problem.span, _COLOURS[problem.severity])
    for related in problem.related:
        parts.append(f"  {clean(str(related.span))}: {word(related.phrase, language)}")
        parts += excerpt.of(related.span, _BLUE)
    for line in problem.help_text(language).splitlines():
        parts.append("  " + _paint(clean(line), _GREEN, colour))
    return "\n".join(parts)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if colour and text else text
