"""Tables of text that stay aligned with Chinese characters, which are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import attrs

__all__ = ["PLAIN", "Look", "clean", "pad", "painted", "table", "width", "without_drawing", "wrap"]


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


@attrs.frozen(kw_only=True)
class Look:
    """How a text is shown: `columns` is how wide a terminal is, 0 for any width (a file, a pipe, which
    get the same bytes for the same input); `colour` whether it takes colours, always beside the words."""

    columns: int = 0
    colour: bool = False


PLAIN = Look()

_GAP = 2
_NARROWEST = 8
"""No column is made narrower than this to fit a terminal."""


def table(
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    limit: Mapping[int, int] | None = None,
    look: Look = PLAIN,
    paint: Mapping[int, Mapping[str, str]] | None = None,
) -> list[str]:
    """Lines of a table, the first row its head. `right` columns are aligned to the right, and a
    cell wider than its column's `limit`, or than the terminal leaves it, is broken into several lines.
    `paint` has the colours (SGR) of what may stand in a column."""
    texts = [[clean(cell) for cell in row] for row in rows]
    widest = [max(width(row[i]) for row in texts) for i in range(len(rows[0]))]
    limits = {i: min(wide, (limit or {}).get(i, 1000)) for i, wide in enumerate(widest)}
    if look.columns:
        _narrow(limits, right, look.columns)
    cells = [[wrap(cell, max(1, limits[i])) for i, cell in enumerate(row)] for row in texts]
    widths = [max(width(line) for row in cells for line in row[i]) for i in range(len(rows[0]))]
    colours = (paint or {}) if look.colour else {}
    lines = []
    for number, row in enumerate(cells):
        for part in range(max(map(len, row))):
            padded = []
            for i, cell in enumerate(row):
                text = pad(cell[part] if part < len(cell) else "", widths[i], i in right)
                sign = colours.get(i, {}).get(texts[number][i]) if number else None
                padded.append(painted(text, sign) if sign and text.strip() else text)
            lines.append((" " * _GAP).join(padded).rstrip())
        if number == 0:
            lines.append((" " * _GAP).join("─" * columns for columns in widths))
    return lines


def _narrow(limits: dict[int, int], right: Sequence[int], columns: int) -> None:
    """Take from the widest columns of words what a terminal has not; numbers are never broken."""
    words = [i for i in limits if i not in right]
    while sum(limits.values()) + _GAP * (len(limits) - 1) > columns:
        widest = max(words, key=lambda i: limits[i], default=None)
        if widest is None or limits[widest] <= _NARROWEST:
            return
        limits[widest] -= 1


def painted(text: str, sign: str) -> str:
    """A text in a colour (SGR), the blanks around it left as they are."""
    bare = text.strip()
    before, _, after = text.partition(bare)
    return f"{before}\x1b[{sign}m{bare}\x1b[0m{after}"


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
