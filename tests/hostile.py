"""What input that nobody should write may do, and no more: bounded time, one kind of exception."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import perfgoals as pg

__all__ = ["TABLE", "evaluated", "problems_of", "within"]

TABLE = "地区: 汕头市\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < seconds


def problems_of(read: Callable[[], object]) -> tuple[pg.Problem, ...]:
    """The problems of a call, none where it gives a value; any other exception is a failure."""
    try:
        read()
    except pg.PerfGoalsError as error:
        caught = error
    else:
        return ()
    assert str(caught)
    for problem in caught.problems:
        for language in ("zh", "en"):
            assert problem.text(language)
            problem.help_text(language)
    return caught.problems


def evaluated(spec: pg.Spec, actuals: pg.Actuals) -> None:
    """Evaluate, and look at all that a person would see."""
    card = pg.evaluate(spec, actuals)
    assert sum(result.score for result in card.results) == card.total
    assert sum(result.weight for result in card.results) == 100
    assert 0 <= card.total <= 100
    card.to_dict()
    for result in card.results:
        assert 0 <= result.score <= result.weight
        assert result.outcome is not pg.Outcome.MISSED or result.score < result.weight
