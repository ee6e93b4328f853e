"""The documents of the repository: their blocks and their tables, for tests of what they say."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

__all__ = [
    "DOCS",
    "DOCUMENTS",
    "FENCE",
    "ROOT",
    "SCORING",
    "Block",
    "blocks_of",
    "table",
    "text_of",
    "whole_checkout",
    "words",
]

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = ["README.md", *sorted(f"docs/{path.name}" for path in DOCS.glob("*.md"))]

whole_checkout = pytest.mark.skipif(
    not (ROOT / "src").is_dir(), reason="only a part of the checkout is here"
)


# ---- blocks -------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Block:
    """A fenced block: its kind, the file it is (`title="first.pg"`), its text, and where it stands."""

    document: str
    line: int
    kind: str
    title: str
    text: str
    after: str
    """The paragraph that follows."""

    @property
    def place(self) -> str:
        return f"{self.document}:{self.line}"


FENCE = re.compile(r'^```([a-z-]+)(?: title="([^"]+)")?\n(.*?)^```$\n?', re.M | re.S)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks_of(document: str) -> list[Block]:
    text = text_of(document)
    return [
        Block(
            document=document,
            line=text.count("\n", 0, found.start()) + 1,
            kind=found[1],
            title=found[2] or "",
            text=found[3],
            after=text[found.end() :].strip().partition("\n\n")[0],
        )
        for found in FENCE.finditer(text)
    ]


# ---- tables ---------------------------------------------------------------------------------------------


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    _, found, rest = text_of(document).partition(f"\n{heading}\n")
    assert found, f"{document} has no heading {heading}"
    match = re.search(r"^\|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", rest, re.M)
    assert match, f"{document} has no table under {heading}"
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in match[1].splitlines()
    ]


def words(cell: str) -> list[str]:
    """What stands in `…` in a cell."""
    return [word.replace("\\|", "|") for word in re.findall(r"`([^`]+)`", cell)]


SCORING = "docs/scoring.md"
