"""Lark's parse tables of the grammar, worked out beforehand: building them takes most of a start.

`tables.json` holds them as Lark serialises them, with the version of Lark and the digest of the
grammar they were made from. Where either differs they are built from the grammar, which stays the
one definition of the language. `python tests/make_tables.py` writes them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from perfgoals import resources

__all__ = ["PATH", "load_parser", "tables_text"]

PATH = Path(__file__).with_name("tables.json")

# The lexer is our own (lines.py); Lark wants a name here and never uses it.
_OPTIONS: dict[str, Any] = {"parser": "lalr", "lexer": "basic", "maybe_placeholders": False}


def load_parser(transformer: object) -> Lark:
    """The parser of the grammar, from the tables where they are its own."""
    grammar = resources.read("perfgoals.lark")
    tables = json.loads(PATH.read_text(encoding="utf-8"), object_pairs_hook=_with_numbers)
    if (tables["lark"], tables["grammar"]) != (lark.__version__, _digest(grammar)):
        return Lark(grammar, transformer=transformer, **_OPTIONS)
    # What Lark's own stand-alone parsers call; it has no types.
    load = cast("Callable[..., Lark]", Lark._load_from_dict)
    return load(tables["data"], tables["memo"], transformer=transformer)


def _with_numbers(pairs: list[tuple[str, Any]]) -> dict[str | int, Any]:
    """States and memo entries have numbers for keys, which JSON made texts."""
    return {int(key) if key.isdecimal() else key: value for key, value in pairs}


def _digest(grammar: str) -> str:
    return hashlib.sha256(grammar.encode()).hexdigest()


def tables_text() -> str:
    """The text of `tables.json` for the grammar as it is."""
    grammar = resources.read("perfgoals.lark")
    data, memo = Lark(grammar, **_OPTIONS).memo_serialize([TerminalDef, Rule])
    tables = {"lark": lark.__version__, "grammar": _digest(grammar), "data": data, "memo": memo}
    return json.dumps(tables, ensure_ascii=False, separators=(",", ":")) + "\n"
