"""The driver and its tables are held to Lark, whose grammar is the one definition of the language."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark, Tree, UnexpectedToken

import perfgoals as pg
from perfgoals import resources
from perfgoals.parsing import parser
from perfgoals.parsing.builder import Builder
from perfgoals.parsing.driver import Driver, Unexpected
from perfgoals.parsing.pieces import Piece, Source
from perfgoals.parsing.tables import lark_parser, load_states, tables_of

ROOT = Path(__file__).parents[2]
GRAMMAR = resources.read("perfgoals.lark")
TABLES = tables_of(GRAMMAR)
FILES = sorted(
    path for folder in ("specs", "tests/specs") for path in (ROOT / folder).rglob("*.pg")
)
TEXTS = [path.read_text(encoding="utf-8", errors="replace") for path in FILES]
TEXTS.append(resources.read("methods.pg"))


class ByLark:
    """Lark in the place of the driver."""

    def __init__(self, lark: Lark) -> None:
        self.state: Any = lark.parse_interactive().parser_state

    def feed(self, pieces: Sequence[Piece]) -> None:
        """As the driver's."""
        for piece in pieces:
            self.step(piece, False)

    def finish(self, end: Piece) -> Any:
        """As the driver's."""
        return self.step(end, True)

    def step(self, piece: Piece, is_end: bool) -> Any:
        """Lark's own."""
        try:
            return self.state.feed_token(piece, is_end)
        except UnexpectedToken as error:
            raise Unexpected(piece, frozenset(error.expected)) from error


# ---- whole files ------------------------------------------------------------------------------------


def said(text: str) -> str:
    """All that a text says, or all that is wrong with it, with every place."""
    try:
        return repr(parser.parse_spec(text))
    except pg.SpecError as error:
        return "\n".join(map(repr, error.problems))


def said_by_lark(text: str) -> str:
    """The same with Lark in the place of the driver."""
    with pytest.MonkeyPatch.context() as patch:
        lark = _lark()
        patch.setattr(parser, "Driver", lambda _: ByLark(lark))
        return said(text)


@functools.cache
def _lark() -> Lark:
    return lark_parser(GRAMMAR, Builder())


def test_there_are_files_of_all_kinds() -> None:
    """The corpus is not empty, and what is compared has places."""
    folders = {path.parent.name for path in FILES}
    assert {"guangdong-2023", "valid", "invalid", "mended", "checks"} <= folders
    assert "Span(" in said(TEXTS[0])
    assert "Span(" in said("? ?")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_says_what_lark_reads(path: Path) -> None:
    """Good or bad, each file of the corpus gives the same."""
    text = TEXTS[FILES.index(path)]
    assert said(text) == said_by_lark(text)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A real file after some accidents of typing."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        accident = draw(st.sampled_from(ACCIDENTS))
        lines[at] = accident(lines[at], lines[other])
    return "\n".join(lines)


ACCIDENTS: list[Callable[[str, str], str]] = [
    lambda *_: "",
    lambda line, _: f"  {line}",
    lambda line, _: line.removeprefix("  "),
    lambda line, _: line.lstrip(),
    lambda line, _: f"\t{line}",
    lambda _, other: other,
    lambda line, other: f"{line}\n{other}",
    lambda line, other: f"{line}\n    {other}",
    lambda line, other: line + other.strip(),
    lambda line, _: re.sub("[:：≥≤]", "", line),
    lambda line, _: re.sub("[:：]", "≥", line),
    lambda line, _: line[: len(line) // 2],
    lambda line, _: f"{line}\n    | 续行",
]


@given(mutated())
def test_a_mutated_file_says_what_lark_reads(text: str) -> None:
    """Accidents of typing are found in the same places, and what is read on is the same."""
    assert said(text) == said_by_lark(text)


# ---- any pieces in any order --------------------------------------------------------------------------


class Recorder:
    """Makes of every rule its name and its parts."""

    def __getattr__(self, rule: str) -> Callable[[list[object]], object]:
        if rule not in RULES:
            raise AttributeError(rule)
        return lambda parts: (rule, *parts)


RULES = {rule for rule, _ in TABLES["rules"] if not rule.startswith("_")}
KINDS = sorted({kind for steps, _ in TABLES["states"] for kind in steps} - {"$END"})
RECORDED = lark_parser(GRAMMAR, Recorder())
START = load_states(TABLES, Recorder())
SOURCE = Source("<text>", {})


def outcome(do: Callable[[Any], object], what: object) -> object:
    """What comes of it: what was made, or what would have been right instead."""
    try:
        return do(what)
    except Unexpected as error:
        return error.expected


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 10_000)), max_size=60))
def test_any_pieces_are_taken_as_lark_takes_them(choices: list[tuple[bool, int]]) -> None:
    """Whatever comes, the driver takes and refuses what Lark does, and makes the same of it."""
    driver, by_lark = both = Driver(START), ByLark(RECORDED)
    for fits, number in choices:
        kinds = sorted(driver._states[-1].steps.keys() - {"$END"}) if fits else KINDS
        kind = (kinds or KINDS)[number % len(kinds or KINDS)]
        ours, theirs = (outcome(each.feed, [Piece(kind, "", 1, 1, SOURCE)]) for each in both)
        assert ours == theirs
    assert plainly(driver._values) == plainly(by_lark.state.value_stack)
    end = Piece("$END", "", 1, 1, SOURCE)
    ours, theirs = (plainly(outcome(each.finish, end)) for each in both)
    assert ours == theirs


def plainly(made: object) -> object:
    """What was made so far; Lark has a tree where the driver has a list."""
    if isinstance(made, Piece):
        return made.type
    parts = made.children if isinstance(made, Tree) else made
    return tuple(map(plainly, parts)) if isinstance(parts, tuple | list) else parts
