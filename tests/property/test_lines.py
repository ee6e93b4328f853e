"""The lexer's short way for plain lines finds what its long way finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.errors import Flaw
from perfgoals.parsing import keywords, parser, signs
from perfgoals.parsing.lines import LineLexer
from perfgoals.parsing.pieces import Source

LEXER = parser._parser()[1]
SOURCE = Source("<text>", LEXER.keywords)
NEVER = re.compile(r"(?!)")
SPECIAL = '"「」#|[]［］()（）:：>＞›≥≧⩾<＜‹≤≦⩽=＝═ \t\u3000\u00a0\u2003'
WORDS = (
    *SPECIAL,
    *signs(),
    *keywords(),
    *"5污水a",
    "5 公里",
    "[5分]",
    "（户）",
    "50分]",
    " #",
    " 超 ",
)


def found(body: str, lexer: LineLexer) -> list[tuple[object, ...]]:
    """The pieces of a line, or its flaw."""
    try:
        pieces = lexer._statement(body, 3, 5, SOURCE)
    except Flaw as flaw:
        return [(flaw.code, flaw.start, flaw.end, flaw.values)]
    return [(x.type, x.value, x.line, x.column, x.flaw and x.flaw.code) for x in pieces]


def check(body: str) -> bool:
    """Hold the two ways together; whether the short one was taken."""
    short = found(body, LEXER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LEXER, "_plain", NEVER)
        assert short == found(body, LEXER)
    return LEXER._plain.fullmatch(body) is not None


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map("".join))
def test_any_line_is_found_to_be_the_same(body: str) -> None:
    """Whatever stands in a line, both ways find the same pieces, places and flaws."""
    body = body.lstrip(" \t\u3000\u00a0")
    if body and body[0] != "#":
        check(body)


def test_the_lines_of_the_cities_are_found_to_be_the_same() -> None:
    """Real lines; those that compare go the short way."""
    folder = Path(__file__).parents[2] / "specs" / "guangdong-2023"
    lines = [
        line.strip()
        for path in sorted(folder.glob("*.pg"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.strip().startswith("#")
    ]
    short = [line for line in lines if check(line)]
    assert len(short) > 50
    assert all(re.search("[≥≤<>=]", line) for line in short)
