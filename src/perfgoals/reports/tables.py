"""Tables of text that stay aligned with Chinese characters, which are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["clean", "pad", "table", "width", "without_drawing", "wrap"]


def width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):  # marks stand over the letter before them
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clean(text: str) -> str:
    """A text without control characters and without marks that turn the direction of writing."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def pad(text: str, columns: int, right: bool = False) -> str:
    """A text filled up with blanks to a number of columns."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns: broken anywhere, as Chinese is."""
    lines, line, used = [], "", 0
    for character in text:
        size = _columns(character)
        if used + size > columns and line:
            lines.append(line)
            line, used = "", 0
        line, used = line + character, used + size
    return [*lines, line]


def table(
    rows: Sequence[Sequence[str]], *, right: Sequence[int] = (), limit: dict[int, int] | None = None
) -> list[str]:
    """Lines of a table, the first row its head. `right` columns are aligned to the right, and a
    cell wider than its column's `limit` is broken into several lines."""
    limits = limit or {}
    cells = [[wrap(clean(cell), limits.get(i, 1000)) for i, cell in enumerate(row)] for row in rows]
    widths = [max(width(line) for row in cells for line in row[i]) for i in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(cells):
        for part in range(max(map(len, row))):
            texts = [cell[part] if part < len(cell) else "" for cell in row]
            padded = [pad(text, widths[i], i in right) for i, text in enumerate(texts)]
            lines.append("  ".join(padded).rstrip())
        if number == 0:
            lines.append("  ".join("─" * columns for columns in widths))
    return lines


_DRAWING = str.maketrans("├└│─", "    ")


def without_drawing(text: str) -> str:
    """A text without drawn lines, for a screen reader: trees stay indented, rules are left out."""
    if not any(sign in text for sign in "├└│─"):
        return text
    lines = (
        line.translate(_DRAWING).rstrip() if line[:1] in "├└│─" else line
        for line in text.split("\n")
    )
    return "\n".join(
        line for line, old in zip(lines, text.split("\n"), strict=True) if line or not old
    )
