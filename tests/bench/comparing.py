"""Indicator results per second, beside comparisons of two pint quantities per second.

The bound is held against the comparison alone, of quantities that are there already. What a program
takes that also makes the two quantities of each row is shown beside it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import texts
from measuring import Finding, Series, interleaved, peer, rates

import perfgoals as pg

AT_LEAST = 10.0
SPECS = Path(__file__).parents[2] / "specs" / "guangdong-2023"
FIRST = 50
"""So many specs that were not evaluated before are evaluated in a round."""

OTHERS = 40
"""So many actuals take turns, read one by one from the same file."""

# Both sides of a comparison in two units of one dimension, as targets and actuals have them.
PAIRS = (
    ((81.2, "kilometer"), (80_000, "meter")),
    ((79_500, "meter"), (80, "kilometer")),
    ((3.5, "hectare"), (30_000, "meter ** 2")),
    ((900, "kilogram"), (1, "metric_ton")),
    ((36, "hour"), (2, "day")),
)


def compare(quick: bool) -> Iterator[Finding]:
    """A city's table again and again, with one file of actuals or many; new tables; a long one."""
    turns, lines, rounds = (100, 2_000, 9) if quick else (500, 10_000, 15)
    spec, actuals = _city()
    small = len(pg.evaluate(spec, actuals).results)
    others = itertools.cycle([_city()[1] for _ in range(OTHERS)])
    new_specs = iter([_city()[0] for _ in range(FIRST * (rounds + 1))])
    long_spec, long_actuals = _long(lines)
    count = turns * len(PAIRS)
    times = interleaved(
        {
            "again": lambda: _evaluate([spec] * turns, itertools.repeat(actuals)),
            "made": functools.partial(_make_and_compare, turns),
            "pint": functools.partial(_compare, _quantities(), turns),
            "others": lambda: _evaluate([spec] * turns, others),
            "new": lambda: _evaluate(
                [next(new_specs) for _ in range(FIRST)], itertools.repeat(actuals)
            ),
            "long": functools.partial(_evaluate, [long_spec], [long_actuals]),
        },
        rounds,
    )
    pint = rates(times["pint"], count, "pint")
    made = rates(times["made"], count, "pint, made and compared")
    yield _finding(
        f"results of a city's {small} targets",
        rates(times["again"], turns * small, "perfgoals"),
        pint,
        AT_LEAST,
    )
    again = rates(times["again"], turns * small, "perfgoals")
    yield _finding("the same, beside quantities made and compared", again, made)
    other = rates(times["others"], turns * small, "perfgoals")
    yield _finding("results, actuals of another file each time", other, pint)
    new = rates(times["new"], FIRST * small, "perfgoals")
    yield _finding("results, the first of a spec", new, pint)
    long = rates(times["long"], lines, "perfgoals")
    yield _finding(f"results of a table of {lines:,}", long, pint)


def _finding(name: str, ours: Series, beside: Series, at_least: float | None = None) -> Finding:
    return Finding(name=name, unit="/s", ours=ours, peer=beside, at_least=at_least)


def _city() -> tuple[pg.Spec, pg.Actuals]:
    return pg.load(SPECS / "qingyuan.pg"), pg.read_actuals(SPECS / "actuals-sample.csv")


def _long(count: int) -> tuple[pg.Spec, pg.Actuals]:
    spec = pg.loads(texts.table(texts.bound, count))
    return spec, pg.Actuals.from_rows(texts.rows("新建污水管网", count))


def _evaluate(specs: Iterable[pg.Spec], tables: Iterable[pg.Actuals]) -> None:
    for spec, actuals in zip(specs, tables, strict=False):
        pg.evaluate(spec, actuals)


@functools.cache
def _registry() -> Any:
    return peer("pint").UnitRegistry()


def _make_and_compare(turns: int) -> None:
    quantity = _registry().Quantity
    for _ in range(turns):
        for one, other in PAIRS:
            quantity(*one) >= quantity(*other)  # noqa: B015


def _quantities() -> list[tuple[Any, Any]]:
    registry = _registry()
    return [(registry.Quantity(*one), registry.Quantity(*other)) for one, other in PAIRS]


def _compare(pairs: Sequence[tuple[Any, Any]], turns: int) -> None:
    for _ in range(turns):
        for one, other in pairs:
            one >= other  # noqa: B015
