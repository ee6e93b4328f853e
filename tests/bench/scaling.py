"""Time and memory in proportion to the size of the input, whatever is in it.

A ramp is one kind of input in growing sizes: its cost per line, row or character at the largest size
is held against that at the smallest.
"""

from __future__ import annotations

import functools
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import texts
from measuring import Finding, Series, interleaved, middle, scaled

import perfgoals as pg

AT_MOST = 1.5
LINES = (25_000, 50_000, 100_000, 200_000)
WRONG_LINES = (2_500, 5_000, 10_000, 20_000)
ROWS = (5_000, 10_000, 20_000, 40_000)
WRONG_ROWS = (500, 1_000, 2_000, 4_000)
CHARACTERS = (1_000, 2_000, 4_000, 8_000)
CELL_CHARACTERS = (200, 400, 800, 1_600)
TOO_MANY_CHARACTERS = (10_000, 20_000, 40_000)
DEPTHS = (4, 8, 16, 28)
TOO_DEEP = (50, 100, 200, 400)

REPEATED = 20
"""A hard line stands so often in its text: one alone is too quick to time."""


@dataclass(frozen=True)
class Job:
    """Something to be done, how much of it there is, and how many problems it gives at least."""

    run: Callable[[], object]
    amount: int
    problems: int

    def check(self) -> None:
        """What is timed must do what it is said to do."""
        found = problems_of(self.run)
        if found < self.problems or (found and not self.problems):
            raise AssertionError(f"{found} problems instead of {self.problems}")


@dataclass(frozen=True)
class Ramp:
    """One kind of input: `make` gives the job of a size."""

    name: str
    unit: str
    sizes: tuple[int, ...]
    make: Callable[[int], Job]


def compare(quick: bool) -> Iterator[Finding]:
    """Good lines in time and memory, then what is wrong, then what is hard to read."""
    part = 5 if quick else 1
    good = _lines("good lines", LINES, texts.bound)
    yield _time(good, part, rounds=3)
    yield _memory(good, part)
    for ramp in (*_wrong(), *_rows()):
        yield _time(ramp, part, rounds=3)
    for ramp in (*_hard_lines(), *_depths()):
        yield _time(ramp, 1, rounds=5)


# ---- measuring a ramp -----------------------------------------------------------------------------


def problems_of(run: Callable[[], object]) -> int:
    """How many problems a piece of work gives."""
    try:
        run()
    except pg.PerfGoalsError as error:
        return len(error.problems)
    return 0


def _jobs(ramp: Ramp, part: int) -> dict[str, Job]:
    jobs = {f"{size // part:,}": ramp.make(size // part) for size in ramp.sizes}
    next(iter(jobs.values())).check()
    return jobs


def _time(ramp: Ramp, part: int, rounds: int) -> Finding:
    jobs = _jobs(ramp, part)
    tasks = {name: functools.partial(problems_of, job.run) for name, job in jobs.items()}
    times = interleaved(tasks, rounds, warm=False)
    figures = [scaled(series, 1e6 / jobs[name].amount) for name, series in times.items()]
    return _finding(f"{ramp.name}, time", f"µs/{ramp.unit}", figures)


def _memory(ramp: Ramp, part: int) -> Finding:
    """The peak while the work is done, what is given back counted in."""
    figures = []
    for name, job in _jobs(ramp, part).items():
        tracemalloc.start()
        problems_of(job.run)
        figures.append(Series(name, (tracemalloc.get_traced_memory()[1] / job.amount,)))
        tracemalloc.stop()
    return _finding(f"{ramp.name}, memory", f"bytes/{ramp.unit}", figures)


def _finding(name: str, unit: str, figures: list[Series]) -> Finding:
    between = ", ".join(f"{s.label}: {middle(s.figures)}" for s in figures[1:-1])
    first, last = figures[0], figures[-1]
    return Finding(
        name=name, unit=unit, ours=last, peer=first, at_most=AT_MOST, note=f"between: {between}"
    )


# ---- the ramps ------------------------------------------------------------------------------------


def _reading(text: str, amount: int, problems: int = 0) -> Job:
    return Job(functools.partial(pg.loads, text), amount, problems)


def _lines(name: str, sizes: tuple[int, ...], line: texts.Line, wrong: bool = False) -> Ramp:
    def make(size: int) -> Job:
        return _reading(texts.table(line, size), size, size if wrong else 0)

    return Ramp(name, "line", sizes, make)


def _wrong() -> Iterator[Ramp]:
    """Files in which every line is a problem."""
    for name, line in texts.WRONG_LINES.items():
        yield _lines(f"wrong lines: {name}", WRONG_LINES, line, wrong=True)


def _rows() -> Iterator[Ramp]:
    """As many rows of actuals as indicators: all of them good, or none that fits."""

    def make(name: str, right: bool, size: int) -> Job:
        spec = pg.loads(texts.table(texts.bound, size))
        actuals = pg.Actuals.from_rows(texts.rows(name, size))
        run = functools.partial(pg.evaluate, spec, actuals)
        return Job(run, size, 0 if right else size)

    yield Ramp("evaluated rows", "row", ROWS, functools.partial(make, "新建污水管网", True))
    for kind, name in {"near": "新建汚水管网", "far": "农村公路"}.items():
        whole = f"rows of no indicator, {kind} names"
        yield Ramp(whole, "row", WRONG_ROWS, functools.partial(make, name, False))


def _hard_lines() -> Iterator[Ramp]:
    """Lines that are long in one place, up to what is read and beyond it."""

    def make(line: texts.LongLine, wrong: bool, size: int) -> Job:
        text = texts.table(lambda i: line(i, size), REPEATED)
        return _reading(text, len(text), REPEATED if wrong else 0)

    for name, (line, wrong) in texts.LONG_LINES.items():
        yield Ramp(name, "character", CHARACTERS, functools.partial(make, line, wrong))
    for name, (line, wrong) in texts.LONG_CELLS.items():
        yield Ramp(name, "character", CELL_CHARACTERS, functools.partial(make, line, wrong))
    all_kinds = [line for line, _ in texts.LONG_LINES.values()]
    too_long = functools.partial(make, texts.in_turn(all_kinds), True)
    yield Ramp("lines too long to be read", "character", TOO_MANY_CHARACTERS, too_long)


def _depths() -> Iterator[Ramp]:
    """Groups in groups, up to what is read and beyond it."""

    def make(wrong: bool, size: int) -> Job:
        stairs = 4_000 // size
        text = "".join(texts.staircase(i, size) for i in range(stairs))
        return _reading(text, text.count("\n"), stairs if wrong else 0)

    yield Ramp("groups in groups", "line", DEPTHS, functools.partial(make, False))
    yield Ramp("groups in groups, too deep", "line", TOO_DEEP, functools.partial(make, True))
