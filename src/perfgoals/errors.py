"""What can be wrong, as data: where, which code, with which values. Sentences are made elsewhere.

A sentence is made from these data in one place, `perfgoals.messages`, in Chinese and in English.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from perfgoals import messages

__all__ = [
    "ActualsError",
    "Edit",
    "Flaw",
    "PerfGoalsError",
    "Problem",
    "Related",
    "Severity",
    "Span",
    "SpecError",
    "letters",
]


class Severity(enum.Enum):
    """How bad a problem is: an error stops the work, a warning and a hint do not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@attrs.frozen(kw_only=True)
class Span:
    """A piece of one line of a file.

    `line` and `column` count from 1, in characters; `end` is the column after the last one.
    `path` is the file as the caller named it, or "<text>" where there is no file. In a workbook `line`
    and `column` are those of a cell of `sheet`.
    """

    path: str
    line: int
    column: int = 1
    end: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.cell}" if self.sheet else f"{self.path}:{self.line}:{self.column}"
        )

    @property
    def cell(self) -> str:
        """The cell of a workbook: `汕头市!C12`; empty where it is none."""
        return f"{self.sheet}!{letters(self.column)}{self.line}" if self.sheet else ""

    @property
    def short(self) -> str:
        """The file and the line, or the cell of a workbook."""
        return f"{self.path}:{self.cell or self.line}"


def letters(column: int) -> str:
    """The name of a column of a sheet, which counts from 1: A, B … Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@attrs.frozen(kw_only=True)
class Related:
    """Another place that a problem is about, and the key of the phrase that says how."""

    span: Span
    phrase: str


@attrs.frozen(kw_only=True)
class Edit:
    """A span and the text to put in its place."""

    span: Span
    replacement: str


def _pairs(
    values: Mapping[str, messages.Value] | Iterable[tuple[str, messages.Value]],
) -> tuple[tuple[str, messages.Value], ...]:
    return tuple(sorted(values.items())) if isinstance(values, Mapping) else tuple(values)


@attrs.frozen(kw_only=True)
class Problem:
    """One thing that is wrong, with its place.

    `code` is stable (`perfgoals explain CODE`); `values` are the placeholders of its sentence.
    """

    code: str
    span: Span | None = None
    severity: Severity = Severity.ERROR
    values: tuple[tuple[str, messages.Value], ...] = attrs.field(default=(), converter=_pairs)
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong, in Chinese; `text` gives other languages."""
        return self.text("zh")

    @property
    def help(self) -> str:
        """How to mend it, in Chinese; empty where the message says all."""
        return self.help_text("zh")

    def text(self, language: str) -> str:
        """What is wrong, in "zh" or "en"."""
        return messages.problem(self.code, language, dict(self.values))

    def help_text(self, language: str) -> str:
        """How to mend it, in "zh" or "en"; empty where the message says all."""
        return messages.problem_help(self.code, language, dict(self.values))

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        return f"{place}{self.code} {self.message}"


class Flaw(Exception):
    """What is wrong in one cell: a code, the place in the cell, and the values of the sentence."""

    def __init__(self, code: str, start: int, end: int, **values: messages.Value) -> None:
        super().__init__(code)
        self.code, self.start, self.end, self.values = code, start, end, values

    def __reduce__(self) -> tuple[Any, ...]:
        return _flaw, (self.code, self.start, self.end, self.values)


def _flaw(code: str, start: int, end: int, values: Mapping[str, messages.Value]) -> Flaw:
    return Flaw(code, start, end, **values)


class PerfGoalsError(ValueError):
    """The input is wrong. `problems` has all that was found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__()

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def __reduce__(self) -> tuple[type[PerfGoalsError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class SpecError(PerfGoalsError):
    """A specification cannot be read or means nothing."""


class ActualsError(PerfGoalsError):
    """Actual values cannot be read, or do not fit the specification."""
