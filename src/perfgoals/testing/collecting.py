"""What pytest collects of a `.pg` file: its examples, the laws, and what `check` finds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from perfgoals.checking import check
from perfgoals.errors import PerfGoalsError
from perfgoals.evaluation.examples import ExampleResult, run_examples
from perfgoals.loading import load
from perfgoals.messages import LANGUAGES
from perfgoals.model import Spec
from perfgoals.reports.findings import findings_text
from perfgoals.reports.testing import failure_text, trial_text
from perfgoals.testing.proving import Law, laws, try_law

__all__ = ["SpecFile"]

ENGLISH = LANGUAGES[1]
"""pytest speaks English."""


class Failed(Exception):
    """What a test of a spec has to say; it needs no traceback."""


class SpecFile(pytest.File):
    """A `.pg` file; one that only defines something for others has no tests."""

    def collect(self) -> Iterator[pytest.Item]:
        """Its examples, the laws and the check, as far as `perfgoals_tests` names them."""
        try:
            spec = load(os.path.relpath(self.path))
        except PerfGoalsError as error:
            lines = (f"{x.span}: {x.code} {x.text(ENGLISH)}" for x in error.problems)
            raise self.CollectError("\n".join(lines)) from error
        if spec.is_definitions:
            return
        wanted = self.config.getini("perfgoals_tests")
        if "examples" in wanted:
            for number, result in enumerate(run_examples(spec), 1):
                name = f"example {number}: {result.indicator.name}: {result.example}"
                yield ExampleItem.from_parent(self, name=name, result=result)
        if "laws" in wanted:
            for law in laws():
                yield LawItem.from_parent(self, name=law.name, spec=spec, law=law)
        if "check" in wanted:
            yield CheckItem.from_parent(self, name="check", spec=spec)


class _Item(pytest.Item):
    """A test of a spec: it fails with words, not with a traceback."""

    line: int | None = None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The words of a failure; of any other error what pytest says."""
        if isinstance(excinfo.value, Failed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands: pytest counts lines from 0."""
        return self.path, None if self.line is None else self.line - 1, self.name


class ExampleItem(_Item):
    """An example (例)."""

    def __init__(self, *, result: ExampleResult, **rest: Any) -> None:
        super().__init__(**rest)
        self.result = result
        span = result.example.span
        self.line = span.line if span else None

    def runtest(self) -> None:
        """It says what comes of its actual."""
        if not self.result.passed:
            raise Failed(failure_text(self.result, ENGLISH))


class LawItem(_Item):
    """A law, tried on the spec."""

    def __init__(self, *, spec: Spec, law: Law, **rest: Any) -> None:
        super().__init__(**rest)
        self.spec, self.law = spec, law

    def runtest(self) -> None:
        """No rows break it."""
        trial = try_law(self.law, self.spec, examples=int(self.config.getini("perfgoals_tries")))
        if trial.counterexample is not None:
            raise Failed(trial_text(trial, ENGLISH))
        if not trial.examples:
            pytest.skip("it has nothing to say of this spec")


class CheckItem(_Item):
    """What `perfgoals check` finds."""

    def __init__(self, *, spec: Spec, **rest: Any) -> None:
        super().__init__(**rest)
        self.spec = spec

    def runtest(self) -> None:
        """It finds nothing that is not silenced with a reason."""
        found = check(self.spec)
        if found:
            raise Failed(findings_text(found, ENGLISH))
