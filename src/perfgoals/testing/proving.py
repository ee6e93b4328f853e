"""Laws and how they are tried: `@law`, the registry, and the counterexample that breaks one, as data."""

from __future__ import annotations

import datetime as dt
import importlib
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import attrs
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError
from perfgoals.messages import Both, Value, both, text_of
from perfgoals.model import Indicator, Spec
from perfgoals.testing.rows import csv_text
from perfgoals.testing.tables import specs
from perfgoals.trials import Counterexample, Trial

__all__ = ["Broken", "Counterexample", "Draw", "Law", "Trial", "law", "laws", "try_law"]

T = TypeVar("T")


class Broken(AssertionError):
    """A law does not hold: what it says must be, and what is; `indicator` is the one it is about."""

    def __init__(self, expected: object, got: object, indicator: Indicator | None = None) -> None:
        self.expected, self.got, self.indicator = _value(expected), _value(got), indicator
        wanted, found = (text_of(value, "en") for value in (self.expected, self.got))
        super().__init__(f"expected {wanted}, got {found}")


def _value(said: object) -> Value:
    return said if isinstance(said, Both) else str(said)


class Draw:
    """Draws values for a law, and keeps them: `actuals = draw(actuals_for(spec))`."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self.drawn: list[object] = []

    def __call__(self, strategy: SearchStrategy[T]) -> T:
        value = self._data.draw(strategy)
        self.drawn.append(value)
        return value

    def one_of(self, choices: Sequence[T]) -> T:
        """One of these; a law that finds none has nothing to say of the spec."""
        return self(st.sampled_from(choices)) if choices else reject()

    def shown(self, actuals: Actuals) -> Actuals:
        """Actuals that a law made itself, to be shown with the counterexample."""
        self.drawn.append(actuals)
        return actuals


Body = Callable[[Spec, Draw], None]
"""The body of a law: it draws what it needs and raises AssertionError where the law is broken."""


@attrs.frozen(kw_only=True)
class Law:
    """What must hold of a spec whatever is reported.

    `law(spec)` tries it and raises Broken with the counterexample; `law.of_any()` is a test function
    that draws the spec too.
    """

    name: str
    sentence: str
    body: Body
    every: int = 1
    """It is tried on one in so many of the examples that are asked for."""

    def hold(self, spec: Spec, draw: Draw) -> None:
        """Hold a spec to the law on what `draw` gives; rows that divide by 0 say nothing of it."""
        try:
            self.body(spec, draw)
        except ActualsError as error:
            if any(problem.code != _DIVIDED for problem in error.problems):
                raise
            reject()

    def __call__(self, spec: Spec, *, examples: int = 100, seed: int | None = None) -> None:
        """Try it. Raises AssertionError with the counterexample."""
        found = try_law(self, spec, examples=examples, seed=seed).counterexample
        if found is not None:
            raise AssertionError(str(found))

    def of_any(self, strategy: SearchStrategy[Spec] | None = None) -> Callable[[], None]:
        """The law as a property of every spec that the strategy gives (`specs()` if none)."""

        @given(specs() if strategy is None else strategy, st.data())
        def holds(spec: Spec, data: st.DataObject) -> None:
            self.hold(spec, Draw(data))

        holds.__doc__ = self.sentence
        return holds


_DIVIDED = "PG540"
_LIBRARY = ("laws_of_rows", "laws_of_tables", "laws_of_time")
_LAWS: dict[str, Law] = {}


def law(body: Body, *, of_tables: bool = False) -> Law:
    """Make a function a law that `perfgoals test` and the pytest plugin try on every spec.

    Its docstring is the sentence that is shown. It draws with `draw` and raises AssertionError where
    the law is broken. A law `of_tables` draws rows for all indicators, which takes longer: it is tried
    on a tenth of the examples.
    """
    name = body.__name__
    sentence = " ".join((body.__doc__ or name).split())
    made = Law(name=name, sentence=sentence, body=body, every=10 if of_tables else 1)
    _LAWS[name] = made
    return made


def laws() -> tuple[Law, ...]:
    """All laws there are: the library's, then those that were added."""
    for name in _LIBRARY:  # what they define is registered
        importlib.import_module(f"perfgoals.testing.{name}")
    return tuple(_LAWS.values())


def try_law(law: Law, spec: Spec, *, examples: int = 100, seed: int | None = None) -> Trial:
    """Look for a counterexample, with the same examples each time (`seed` gives others)."""
    passed = 0
    last: list[Draw] = []

    def once(data: st.DataObject) -> None:
        nonlocal passed
        draw = Draw(data)
        last[:] = [draw]
        law.hold(spec, draw)
        passed += 1

    trial = Trial(law=law.name, sentence=law.sentence, spec=spec, examples=0)
    run = given(st.data())(once)
    run = settings(
        max_examples=max(1, examples // law.every),
        database=None,
        deadline=None,
        print_blob=False,
        derandomize=seed is None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=tuple(HealthCheck),
    )(run)
    try:
        (run if seed is None else with_seed(seed)(run))()
    except Unsatisfiable:
        return trial
    except Exception as error:  # a law is other people's code: whatever comes of it breaks it
        found = _counterexample(law, spec, last[-1].drawn if last else (), error)
        return attrs.evolve(trial, examples=passed, counterexample=found)
    return attrs.evolve(trial, examples=passed)


def _counterexample(
    law: Law, spec: Spec, drawn: Sequence[object], error: Exception
) -> Counterexample:
    """What was drawn last is the smallest that breaks the law."""
    broken = error if isinstance(error, Broken) else None
    actuals = [x for x in drawn if isinstance(x, Actuals)]
    rows = actuals[-1].rows if actuals else ()
    indicator = broken.indicator if broken else None
    if indicator is None and len(rows) == 1:
        named = [x for x in spec.indicators if rows[0].indicator.startswith(x.name)]
        indicator = named[0] if len(named) == 1 else None
    return Counterexample(
        law=law.name,
        spec=spec,
        csv=csv_text(rows) if rows else "",
        indicator=indicator,
        expected=broken.expected if broken else law.sentence,
        got=broken.got if broken else _placed(law, error),
        values=tuple(str(x) for x in drawn if isinstance(x, dt.date)),
    )


def _placed(law: Law, error: Exception) -> Value:
    """An error that is none of `Broken`, with the line of one's own law that it came through last."""
    file = law.body.__code__.co_filename
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename == file]
    said = _first_lines(error)
    if not lines or law.body.__module__.startswith(__package__):  # who reads it did not write it
        return said
    return both("broken.at", error=said, place=f"{Path(file).name}:{lines[-1]}")


def _first_lines(error: Exception) -> str:
    """An error in a few words: pytest's comparison of an `assert` goes on for pages."""
    lines = str(error).splitlines()[:3]
    return " ".join([f"{type(error).__name__}:", *lines]) if lines else type(error).__name__
