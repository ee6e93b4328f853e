"""The parse tables of the grammar, worked out by Lark beforehand: to import Lark takes longer than to
read a city's spec.

`tables.json` holds them as plain data, with the digest of the grammar they were made from. Where that
is another one, as in a checkout that is being worked on, Lark works them out anew: the grammar stays
the one definition of the language. `python tests/make_tables.py` writes the file; a test holds it, and
the driver that follows it, to Lark.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

import attrs

from perfgoals import resources

if TYPE_CHECKING:
    from lark import Lark
    from lark.grammar import Rule

__all__ = ["PATH", "Reduction", "State", "lark_parser", "load_states", "tables_of", "tables_text"]

PATH = Path(__file__).with_name("tables.json")

# What a rule does with each of its parts: keep it, drop it, take the parts of a list in, or be it.
_KEEP, _DROP, _TAKE_IN, _BE = "k", "-", "*", "="

Action = Callable[[list[Any]], object]


class Tables(TypedDict):
    """What `tables.json` holds."""

    grammar: str
    """The digest of the grammar."""

    terminals: dict[str, str]
    """The regular expression of every kind of piece."""

    rules: list[tuple[str, str]]
    """The name of each rule, and what it does with each of its parts."""

    states: list[tuple[dict[str, int], dict[str, int]]]
    """For every state: what a kind of piece leads to, and what a rule does that is complete. A number
    is that of the next state, or -1 - the number of a rule that is now complete. The first state is
    where a text begins."""


class Reduction(NamedTuple):
    """A rule that is complete: its name, how many parts it has, and what is made of them."""

    rule: str
    size: int
    make: Action


@attrs.define(eq=False, repr=False)
class State:
    """A place in the grammar."""

    steps: dict[str, State | Reduction]
    """By the kind of the next piece: where it leads, or the rule that is complete before it."""

    gotos: dict[str, State]
    """By the name of a rule: where it leads when it is complete."""


def tables_of(grammar: str) -> Tables:
    """The tables of a grammar, from the file where it has them."""
    tables: Tables = json.loads(PATH.read_text(encoding="utf-8"))
    return tables if tables["grammar"] == _digest(grammar) else _worked_out(grammar)


def load_states(tables: Tables, builder: object) -> State:
    """The state in which a text begins. `builder` has a method for every rule with a name."""
    states = [State({}, {}) for _ in tables["states"]]
    reductions = [_reduction(builder, *rule) for rule in tables["rules"]]
    for state, (steps, gotos) in zip(states, tables["states"], strict=True):
        for kind, to in steps.items():
            state.steps[kind] = states[to] if to >= 0 else reductions[-1 - to]
        for rule, to in gotos.items():
            state.gotos[rule] = states[to]
    return states[0]


def _reduction(builder: object, rule: str, plan: str) -> Reduction:
    if plan == _BE:
        return Reduction(rule, 1, _only)
    action: Action | None = None if rule.startswith("_") else getattr(builder, rule)
    if set(plan) <= {_KEEP}:
        return Reduction(rule, len(plan), action or list)
    return Reduction(rule, len(plan), _gathering(plan, action))


def _only(parts: list[Any]) -> object:
    return parts[0]


def _gathering(plan: str, action: Action | None) -> Action:
    kept = [(at, does == _TAKE_IN) for at, does in enumerate(plan) if does != _DROP]

    def make(parts: list[Any]) -> object:
        found: list[Any] = []
        for at, is_list in kept:
            if not is_list:
                found.append(parts[at])
            elif found:
                found += parts[at]
            else:
                found = parts[at]  # not a copy: the list of a file's lines grows by one at a time
        return action(found) if action else found

    return make


# ---- working them out -----------------------------------------------------------------------------


def lark_parser(grammar: str, transformer: object = None) -> Lark:
    """Lark's own parser of the grammar."""
    from lark import Lark

    # The lexer is our own (lines.py); Lark wants a name here and never uses it.
    options: dict[str, Any] = {"parser": "lalr", "lexer": "basic", "maybe_placeholders": False}
    return Lark(grammar, transformer=transformer, **options)


def _worked_out(grammar: str) -> Tables:
    """Lark's tables as plain data, numbered in the order in which the states are come by."""
    lark = lark_parser(grammar)
    conf = lark.parse_interactive().parser_state.parse_conf
    rows: dict[int, dict[str, tuple[object, Any]]] = conf.states
    order = [conf.start_state]
    rules: dict[Rule, int] = {}
    for state in order:
        for _, (_, to) in sorted(rows[state].items()):
            if not isinstance(to, int):
                rules.setdefault(to, len(rules))
            elif to not in order:
                order.append(to)
    number = {state: place for place, state in enumerate(order)}
    states: list[tuple[dict[str, int], dict[str, int]]] = []
    for state in order:
        steps: dict[str, int] = {}
        gotos: dict[str, int] = {}
        for symbol, (_, to) in sorted(rows[state].items()):
            place = number[to] if isinstance(to, int) else -1 - rules[to]
            (steps if symbol.isupper() else gotos)[symbol] = place
        states.append((steps, gotos))
    end = number[conf.end_state]
    states[end][0]["$END"] = end  # behind the whole there is nothing but its end
    return {
        "grammar": _digest(grammar),
        "terminals": {term.name: term.pattern.to_regexp() for term in lark.terminals},
        "rules": [(str(rule.origin.name), _plan(rule)) for rule in rules],
        "states": states,
    }


def _plan(rule: Rule) -> str:
    plan = ""
    for symbol in rule.expansion:
        if not symbol.name.startswith("_"):
            plan += _KEEP
        else:
            plan += _DROP if symbol.is_term else _TAKE_IN
    return _BE if rule.options.expand1 and plan == _KEEP else plan


def _digest(grammar: str) -> str:
    return hashlib.sha256(grammar.encode()).hexdigest()


def tables_text() -> str:
    """The text of `tables.json` for the grammar as it is: a line for each terminal, rule and state."""
    tables = _worked_out(resources.read("perfgoals.lark"))
    terminals = ",\n".join(f"{_json(k)}: {_json(v)}" for k, v in tables["terminals"].items())
    rules = ",\n".join(map(_json, tables["rules"]))
    states = ",\n".join(map(_json, tables["states"]))
    return (
        f'{{"grammar": "{tables["grammar"]}",\n"terminals": {{\n{terminals}}},\n'
        f'"rules": [\n{rules}],\n"states": [\n{states}]}}\n'
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
