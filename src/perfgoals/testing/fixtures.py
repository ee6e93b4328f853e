"""The fixtures of the pytest plugin; they are there where specs are configured."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from perfgoals.actuals import Actuals, decode, parse_actuals
from perfgoals.errors import PerfGoalsError
from perfgoals.evaluation import evaluate as evaluate_spec
from perfgoals.loading import load, read_actuals
from perfgoals.model import Spec
from perfgoals.scorecard import Scorecard

__all__ = ["Evaluate", "Fixtures"]

Reported = Actuals | str | os.PathLike[str] | Iterable[Mapping[str, Any]]


class Evaluate:
    """Evaluates the test's spec: `evaluate({"管网": "79.5 公里"})`."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    def __call__(
        self,
        reported: Reported | Mapping[str, str],
        *,
        as_of: datetime.date | None = None,
        keep_going: bool = False,
    ) -> Scorecard:
        """The scorecard of what was reported: actuals by indicator, rows, a CSV text or a CSV file.

        Raises ActualsError, as `perfgoals.evaluate` does.
        """
        return evaluate_spec(self.spec, _actuals(reported), as_of=as_of, keep_going=keep_going)


def _actuals(reported: Reported | Mapping[str, str]) -> Actuals:
    if isinstance(reported, Actuals):
        return reported
    if isinstance(reported, str) and "\n" in reported:
        return parse_actuals(decode(reported.encode("utf-8"), "<csv>"))
    if isinstance(reported, str | os.PathLike):
        return read_actuals(reported)
    if isinstance(reported, Mapping):
        rows = ({"指标": name, "实际值": value} for name, value in reported.items())
        return Actuals.from_rows(rows)
    return Actuals.from_rows(reported)


class Fixtures:
    """`spec` runs a test once for each configured spec; `evaluate` scores that spec."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = list(files)
        self._loaded: dict[Path, Spec] = {}

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """One test for each spec, named by its file. A project's own `spec` goes before this one."""
        wanted = {"spec", "evaluate"} & set(metafunc.fixturenames)
        own = metafunc._arg2fixturedefs.get("spec", ()) if wanted else ()
        if not own or own[-1].func.__module__ != __name__:
            return
        files = [path for path in self.files if self._is_table(path)]
        metafunc.parametrize("spec", files, indirect=True, ids=[path.stem for path in files])

    def _is_table(self, path: Path) -> bool:
        try:
            return not self._load(path).is_definitions
        except PerfGoalsError:  # told by the tests that want it
            return True

    def _load(self, path: Path) -> Spec:
        if path not in self._loaded:
            self._loaded[path] = load(os.path.relpath(path))
        return self._loaded[path]

    @pytest.fixture
    def spec(self, request: pytest.FixtureRequest) -> Spec:
        """A configured spec."""
        return self._load(request.param)

    @pytest.fixture
    def evaluate(self, spec: Spec) -> Evaluate:
        """Evaluates the spec."""
        return Evaluate(spec)
