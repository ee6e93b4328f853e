"""Indicator results per second, beside comparisons of two pint quantities per second.

The bound is held against pint doing what a result does: a quantity is made of a row's number and unit,
another of the target's, and both are compared, exactly (a registry of fractions). The same with floats,
and the comparison alone of quantities that are there already, are shown beside it.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
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

Pairs = Sequence[tuple[tuple[Any, str], tuple[Any, str]]]

# Both sides of a comparison in two units of one dimension, as targets and actuals have them.
PAIRS: Pairs = (
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
            "exact": functools.partial(_make_and_compare, *_exactly(), turns),
            "made": functools.partial(_make_and_compare, _registry(), PAIRS, turns),
            "ready": functools.partial(_compare, _quantities(*_exactly()), turns),
            "pint": functools.partial(_compare, _quantities(_registry(), PAIRS), turns),
            "others": lambda: _evaluate([spec] * turns, others),
            "new": lambda: _evaluate(
                [next(new_specs) for _ in range(FIRST)], itertools.repeat(actuals)
            ),
            "long": functools.partial(_evaluate, [long_spec], [long_actuals]),
        },
        rounds,
    )
    exact = rates(times["exact"], count, "pint, exact, made and compared")
    again = rates(times["again"], turns * small, "perfgoals")
    yield _finding(f"results of a city's {small} targets", again, exact, AT_LEAST)
    made = rates(times["made"], count, "pint, floats, made and compared")
    yield _finding("the same, beside floats", again, made)
    ready = rates(times["ready"], count, "pint, exact, compared")
    yield _finding("the same, beside quantities that are there", again, ready)
    pint = rates(times["pint"], count, "pint, floats, compared")
    yield _finding("the same, beside floats that are there", again, pint)
    other = rates(times["others"], turns * small, "perfgoals")
    yield _finding("results, actuals of another file each time", other, exact)
    new = rates(times["new"], FIRST * small, "perfgoals")
    yield _finding("results, the first of a spec", new, exact)
    long = rates(times["long"], lines, "perfgoals")
    yield _finding(f"results of a table of {lines:,}", long, exact)


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
def _registry(**options: Any) -> Any:
    return peer("pint").UnitRegistry(**options)


def _exactly() -> tuple[Any, Pairs]:
    """Pint with fractions, and the same pairs in fractions."""
    pairs = [
        ((Fraction(str(one)), unit), (Fraction(str(other)), its))
        for (one, unit), (other, its) in PAIRS
    ]
    return _registry(non_int_type=Fraction), pairs


def _make_and_compare(registry: Any, pairs: Pairs, turns: int) -> None:
    quantity = registry.Quantity
    for _ in range(turns):
        for one, other in pairs:
            quantity(*one) >= quantity(*other)  # noqa: B015


def _quantities(registry: Any, pairs: Pairs) -> list[tuple[Any, Any]]:
    return [(registry.Quantity(*one), registry.Quantity(*other)) for one, other in pairs]


def _compare(pairs: Sequence[tuple[Any, Any]], turns: int) -> None:
    for _ in range(turns):
        for one, other in pairs:
            one >= other  # noqa: B015
