"""Both languages are complete and say the same."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import perfgoals
from perfgoals import messages

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(str(perfgoals.__file__)).parent.rglob("*.py")
)


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


def test_every_code_that_is_raised_has_a_text_and_the_other_way_round() -> None:
    """No code is without its sentence, and no sentence without its code."""
    raised = set(re.findall(r'"(PG\d{3})"', re.sub(r'"PG\d{3}": \(', "", SOURCE)))
    written = {key[:5] for key in messages.texts("en") if re.fullmatch(r"PG\d{3}\.[01]", key)}
    assert raised == written
