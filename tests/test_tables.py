"""The grammar is the one definition of the language: what was made from it says what it says."""

from __future__ import annotations

import hashlib
import json

import pytest

import perfgoals as pg
from perfgoals import resources
from perfgoals.parsing import parser, signs, tables
from perfgoals.quantities import OPERATORS


def test_the_tables_are_those_of_the_grammar() -> None:
    """`tables.json` was made from the grammar as it is; `python tests/make_tables.py` makes it anew."""
    text = tables.PATH.read_text(encoding="utf-8")
    grammar = resources.read("perfgoals.lark")
    # Lark numbers its tokens otherwise at each run, so the digest is what can be compared.
    assert json.loads(text)["grammar"] == hashlib.sha256(grammar.encode()).hexdigest()
    assert json.loads(tables.tables_text()).keys() == json.loads(text).keys()


def test_without_fitting_tables_the_grammar_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of another grammar are not used: the parser is built from the grammar itself."""
    monkeypatch.setattr(tables, "_digest", lambda _: "another")
    parser._parser.cache_clear()
    try:
        spec = pg.loads("产出指标\n  新建污水管网 ≥ 80 公里\n")
        assert str(spec.indicators[0]) == "新建污水管网 ≥ 80 公里"
    finally:
        parser._parser.cache_clear()


def test_the_operators_of_lines_are_those_of_cells() -> None:
    """A sign of the grammar is an operator of a cell, and the other way round; the colon is no one."""
    assert set(signs()) - {":", "："} == set(OPERATORS)
