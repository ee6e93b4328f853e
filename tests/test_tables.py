"""The grammar is the one definition of the language: what was made from it says what it says."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals import resources, units
from perfgoals.parsing import parser, signs, tables
from perfgoals.quantities import OPERATORS


def test_the_tables_are_those_of_the_grammar() -> None:
    """`tables.json` is what Lark makes of the grammar; `python tests/make_tables.py` makes it anew."""
    assert tables.PATH.read_text(encoding="utf-8") == tables.tables_text()


def test_the_units_are_as_pint_works_them_out() -> None:
    """`units.json` says of every unit what pint says; `python tests/make_tables.py` makes it anew."""
    assert units.TABLE.read_text(encoding="utf-8") == units.table_text()
    for spelling in units._spellings():
        factor, powers = units._by_pint(spelling)
        unit = None if "_" in spelling else units.find_unit(spelling)
        if unit is not None:
            assert (unit.factor, dict(unit.dimension.terms)) == (factor, powers)


def test_without_a_fitting_table_pint_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table of another units.txt is not used."""
    monkeypatch.setattr(units, "_digest", lambda: "another")
    for cache in (units._worked_out, units._atom):
        cache.cache_clear()
    try:
        assert units._worked_out() == {}
        assert units._atom("公里") == (Fraction(1000), {"length": 1})
    finally:
        for cache in (units._worked_out, units._atom):
            cache.cache_clear()


def test_scoring_a_city_imports_neither_lark_nor_pint() -> None:
    """They take longer to import than a city to score: they are asked for what the tables lack only."""
    code = """
import sys
import perfgoals as pg
folder = sys.argv[1]
pg.evaluate(pg.load(f"{folder}/shantou.pg"), pg.read_actuals(f"{folder}/actuals-sample.csv"))
assert not {"lark", "pint"} & set(sys.modules)
"""
    folder = Path(__file__).parents[1] / "specs" / "guangdong-2023"
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)


def test_without_fitting_tables_the_grammar_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of another grammar are not used: a word that is added to the grammar is known at once."""
    read = resources.read
    added = {"perfgoals.lark": read("perfgoals.lark").replace('"不少于"', '"不少于" | "不亚于"')}
    monkeypatch.setattr(resources, "read", lambda name: added.get(name) or read(name))
    parser._parser.cache_clear()
    try:
        assert "不亚于" in signs()
        assert str(pg.loads("产出指标\n  管网 ≥ 80 公里\n").indicators[0]) == "管网 ≥ 80 公里"
    finally:
        parser._parser.cache_clear()


def test_the_operators_of_lines_are_those_of_cells() -> None:
    """A sign of the grammar is an operator of a cell, and the other way round; the colon is no one."""
    assert set(signs()) - {":", "："} == set(OPERATORS)
