"""The text of everything that is said, in Chinese and English: data beside this module, put together here."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping

import attrs

__all__ = [
    "LANGUAGES",
    "Both",
    "Value",
    "both",
    "either",
    "has_word",
    "problem",
    "problem_help",
    "say",
    "template",
    "texts",
    "word",
]

LANGUAGES = ("zh", "en")


_PROBLEMS = (
    "problems",
    "problems_of_rows",
    "problems_of_joining",
    "problems_of_imports",
    "problems_of_engines",
    "findings",
)
_WORDS = ("words", "words_of_monitoring", "words_of_reports", "words_of_testing")


@functools.cache
def _tables(language: str) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}: there are {', '.join(LANGUAGES)}")
    problems: dict[str, tuple[str, str]] = {}
    for name in _PROBLEMS:
        problems |= importlib.import_module(f"perfgoals.messages.{name}_{language}").PROBLEMS
    words: dict[str, str] = {}
    for name in _WORDS:
        words |= importlib.import_module(f"perfgoals.messages.{name}_{language}").WORDS
    return problems, words


def texts(language: str) -> dict[str, str]:
    """Every text of a language by its key, for the test that both languages say the same."""
    problems, words = _tables(language)
    both = {f"{code}.{i}": text for code, pair in problems.items() for i, text in enumerate(pair)}
    return both | words


@attrs.frozen
class Both:
    """A value of a sentence that reads differently in each language: 长度, length."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def text(self, language: str) -> str:
        """The value in "zh" or "en"."""
        return self.zh if language == "zh" else self.en


Value = str | Both
"""What may stand in a sentence."""


def text_of(value: Value, language: str) -> str:
    """A value in "zh" or "en"."""
    return value.text(language) if isinstance(value, Both) else value


def _fill(text: str, language: str, values: Mapping[str, Value]) -> str:
    return text.format_map({key: text_of(value, language) for key, value in values.items()})


def problem(code: str, language: str, values: Mapping[str, Value]) -> str:
    """The sentence of a problem."""
    return _fill(_tables(language)[0][code][0], language, values)


def template(code: str, language: str) -> tuple[str, str]:
    """The sentence and the advice of a code, with their placeholders."""
    return _tables(language)[0][code]


def problem_help(code: str, language: str, values: Mapping[str, Value]) -> str:
    """How to mend a problem: the code's own advice, the nearest right thing, the line to write."""
    parts = [_fill(_tables(language)[0][code][1], language, values)]
    for key in ("nearest", "write"):
        if key in values:
            parts.append(say(f"help.{key}", language, **{key: values[key]}))
    return "\n".join(part for part in parts if part)


def has_word(key: str) -> bool:
    """Whether there is a word of this key."""
    return key in _tables(LANGUAGES[0])[1]


def word(key: str, language: str) -> str:
    """A word or phrase; a dimension that a user's unit made names itself."""
    return _tables(language)[1].get(key, key.rpartition(".")[2])


def say(key: str, language: str, **values: Value | int) -> str:
    """A phrase with its placeholders filled."""
    filled = {k: v if isinstance(v, Both) else str(v) for k, v in values.items()}
    return _fill(_tables(language)[1][key], language, filled)


def both(key: str, **values: Value | int) -> Both:
    """A phrase in both languages, to stand in another one."""
    return Both(say(key, "zh", **values), say(key, "en", **values))


def either(one: str, other: str) -> Both:
    """The two lines to choose from, where only the author knows which was meant."""
    return both("help.either", one=one, other=other)
