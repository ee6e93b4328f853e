"""A code explained for people: why it is a problem, a wrong example and the right one, as text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfgoals.messages import say, word
from perfgoals.messages.explaining import (
    Example,
    Explanation,
    advice,
    chapters,
    codes,
    explanation,
    summary,
)
from perfgoals.reports.tables import width

__all__ = ["explanation_text", "list_text"]

_COLUMNS = 80


def explanation_text(code: str, language: str) -> str:
    """The explanation of a code. Raises KeyError for a code that there is not."""
    each = explanation(code)
    head = each.title[language] or summary(code, language)
    blocks = ["\n".join(wrap(head, _COLUMNS - 7, "       ")).replace("       ", f"{code}  ", 1)]
    paragraphs = each.why[language].split("\n\n")
    blocks += ["\n".join(wrap(_plain(text))) for text in paragraphs]
    blocks.append(_side(each, each.wrong, "wrong", language))
    for name, text in each.beside.items():
        key = "explain.others" if name == "others.pg" else "explain.beside"
        blocks.append(f"{say(key, language, name=name)}\n{_indented(text)}")
    blocks.append(_side(each, each.right, "right", language))
    if not each.title[language] and advice(code, language):
        blocks.append(
            "\n".join(wrap(say("explain.advice", language, advice=advice(code, language))))
        )
    if each.silenced:
        comment = f"# pg: ignore {code} {each.silenced}"
        blocks.append(f"{word('explain.silence', language)}\n{_indented(comment)}")
    return "\n\n".join(blocks) + "\n"


def list_text(language: str) -> str:
    """Every code in a line, under the kinds of codes."""
    lines: list[str] = []
    for prefix, title in chapters():
        lines += ["", title[language]] if lines else [title[language]]
        for code in codes():
            if code.startswith(prefix):
                head = explanation(code).title[language] or summary(code, language)
                lines.append(f"  {code}  {head}")
    return "\n".join(lines) + "\n"


def _side(each: Explanation, example: Example, side: str, language: str) -> str:
    """One side of the example: what it is, and its text."""
    named = example.kind == "file" and example.text and (each.beside or each.file.endswith(".csv"))
    where = say("explain.where", language, name=each.file) if named else ""
    label = _plain(example.label[language])
    head = say(f"explain.{side}", language, where=where, label=label).rstrip()
    return "\n".join(wrap(head)) + (f"\n{_indented(example.text)}" if example.text else "")


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.rstrip("\n").split("\n"))


def _plain(text: str) -> str:
    """A paragraph in one line, without the marks of Markdown."""
    return (
        re.sub(r"(?<=[^\x00-\xff])\n(?=[^\x00-\xff])", "", text).replace("\n", " ").replace("`", "")
    )


# A piece that is never broken: a word, or a Chinese character with the signs that stick to it.
_PIECE = re.compile(
    r"[(（“「《〔]*(?:[!-~\u00a0-\u02ff≥≤…–]+|[^\s!-~])[，。；：、！？）”」》〕…,.;:!?)]*|\s+"
)


def wrap(text: str, columns: int = _COLUMNS, indent: str = "") -> Sequence[str]:
    """A paragraph in lines: broken at blanks and between Chinese characters, no line beginning with
    a closing sign."""
    lines, line = [], ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        if line and width(line) + width(piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    return [indent + each for each in [*lines, line.rstrip()] if each]
