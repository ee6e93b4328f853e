"""Both languages are complete and say the same."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

import perfgoals
from perfgoals import messages

FILES = [
    path.read_text(encoding="utf-8") for path in Path(str(perfgoals.__file__)).parent.rglob("*.py")
]
SOURCE = "\n".join(FILES)


def placeholders(text: str) -> set[str]:
    """The names of the values that a sentence wants."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    """What can be said in one language can be said in the other."""
    assert messages.texts("zh").keys() == messages.texts("en").keys()


@pytest.mark.parametrize("key", messages.texts("en"))
def test_both_languages_want_the_same_values(key: str) -> None:
    """A sentence has the same placeholders in Chinese and in English, and is empty in both or none."""
    zh, en = messages.texts("zh")[key], messages.texts("en")[key]
    assert placeholders(zh) == placeholders(en)
    assert bool(zh) == bool(en)


def given(call: ast.Call) -> tuple[str, set[str]] | None:
    """The code of a call that makes a problem and the values it gives; None where they are not plain."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    named = {word.arg: word.value for word in call.keywords}
    if name == "Problem":
        code, values = named.get("code"), named.get("values", ast.Dict([], []))
        if not isinstance(values, ast.Dict) or None in values.keys:
            return None
        keys = {key.value for key in values.keys if isinstance(key, ast.Constant)}
    elif name in ("Flaw", "WrongRow", "WeightFlaw") and None not in named and call.args:
        code, keys = call.args[0], set(named)
    else:
        return None
    if not isinstance(code, ast.Constant):
        return None
    return str(code.value), {str(key) for key in keys}


def test_every_problem_gives_the_values_that_its_sentence_wants() -> None:
    """Where a problem is made, the placeholders of its code are given, in all places alike."""
    nodes = [node for text in FILES for node in ast.walk(ast.parse(text))]
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    plain = [found for found in map(given, calls) if found]
    assert len(plain) > 100
    for code, values in plain:
        wanted = {name for text in messages.template(code, "en") for name in placeholders(text)}
        assert wanted <= values, f"{code} wants {wanted - values}"


def test_every_code_that_is_raised_has_a_text_and_the_other_way_round() -> None:
    """No code is without its sentence, and no sentence without its code."""
    raised = set(re.findall(r'"(PG\d{3})"', re.sub(r'"PG\d{3}": \(', "", SOURCE)))
    written = {key[:5] for key in messages.texts("en") if re.fullmatch(r"PG\d{3}\.[01]", key)}
    assert raised == written
