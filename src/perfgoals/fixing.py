"""Edits to a text: spans and what to put in their place."""

from __future__ import annotations

from collections.abc import Iterable

from perfgoals.errors import Edit

__all__ = ["apply_edits", "diff_text"]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made. Where two overlap the first one holds; a line that a removed
    comment leaves empty goes with it.
    """
    bom = text[: text.startswith("\ufeff")]
    # Only line feeds end a line here, as for the parser: a form feed is a character like others.
    lines = [f"{line}\n" for line in text.removeprefix(bom).split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    last: dict[int, int] = {}
    for edit in sorted(set(edits), key=lambda edit: (edit.span.line, -edit.span.column)):
        number, span = edit.span.line - 1, edit.span
        if number >= len(lines) or span.end > last.get(number, len(lines[number]) + 1):
            continue
        last[number] = span.column
        line = lines[number]
        end = line[len(line.rstrip("\r\n")) :]
        body = line[: len(line) - len(end)]
        new = body[: span.column - 1] + edit.replacement + body[span.end - 1 :]
        if not edit.replacement:
            new = new.rstrip()
        lines[number] = new + end if new or not body.strip() else ""
    return bom + "".join(lines)


def diff_text(old: str, new: str, path: str) -> str:
    """What changes in a file, as a unified diff."""
    import difflib  # late: most runs show none

    lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
