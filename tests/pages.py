"""What tests read of a report, and texts that must do nothing in one."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

__all__ = ["HOSTILE", "Reader", "neutral", "printable", "steering"]


class Reader(HTMLParser):
    """What a page says, a line a block, and its elements with their attributes' names."""

    BLOCKS = frozenset(("h1", "h2", "h3", "h4", "p", "li", "tr", "dt", "dd", "option", "title"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lines = [""]
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag in self.BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th", "span", "code"):
            self.lines[-1] += " "

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("style", "script"):
            return
        self.lines[-1] += data

    def text(self) -> str:
        return "\n".join(found for line in self.lines if (found := " ".join(line.split())))


def neutral(text: str) -> str:
    """A text without what changes from one release, or one table, to the next."""
    text = re.sub(r"[0-9a-f]{64}", "DIGEST", text)
    return re.sub(r"(perfgoals )[0-9][0-9a-z.]*[0-9a-z]", r"\1VERSION", text)


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 7*7 }}{% for x in y %}",
    "${alert(1)}",
    "&lt;b&gt; &amp;",
    '=HYPERLINK("http://example.invalid")',
    "\u202e反了\u2066\u200b",
    "a\x1b[31mb\x07\x9b",
    "]]>--><!--",
    "![x](http://example.invalid) **b** `c` | d | <u>",
]


def steering(text: str) -> set[str]:
    """The characters of a text that steer a terminal or its direction."""
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}


def printable(text: str) -> str:
    """A text as reports show it: `�` for what is no letter."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
