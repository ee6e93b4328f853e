"""Texts in CSV files that a spreadsheet would run: what the writer adds and the reader takes away.

Excel, WPS and LibreOffice take a cell that begins with `=`, `+`, `-` or `@` for a formula. A `'` before
it makes it a text. A number is never touched.
"""

from __future__ import annotations

import re

__all__ = ["guarded", "unguarded"]

_RUNS = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
# A number with at most a unit behind it: `-5 元`, `+3.5%`; nothing that could name a cell or a function.
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*\s*[^\W\d_]*[%‰]?")


def guarded(text: str) -> str:
    """A cell's text, with a `'` before it where a spreadsheet would run it."""
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """A cell's text as it was before `guarded`."""
    return text[1:] if text[:1] == "'" and _RUNS.match(text, 1) else text
