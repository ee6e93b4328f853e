"""`perfgoals monitor`: watch targets during the year."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import read_actuals
from perfgoals.monitoring import MonitorCard, method_of
from perfgoals.monitoring.batch import monitor_all
from perfgoals.names import fold

__all__ = ["run"]

COLOURS = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝"}
UNREPORTED = "unreported"
"""What `--fail-on` takes beside lights: an indicator that was not reported has none."""


def run(options: argparse.Namespace, console: Console) -> int:
    """Monitor: 0 done, 1 done and a light is as bad as `--fail-on` says, 2 a spec has no card."""
    as_of = read_day(options)
    if as_of is None:
        raise PerfGoalsError([Problem(code="PG920")])
    inputs = read_inputs(options.paths, console, with_actuals=True)
    prior = read_actuals(*options.shape) if options.shape else None
    batch = monitor_all(inputs.tables(), inputs.actuals, as_of=as_of, prior=prior)
    code = int(any(_failing(batch.cards, options.fail_on)))
    if batch.cards or options.format == "json":
        console.result(batch.cards, options)
    console.report_batch(batch)
    return 2 if batch.problems else code


def _failing(cards: Sequence[MonitorCard], options: Iterable[str]) -> list[bool]:
    """Of each card, whether a light is one of those that are named, or worse.

    Each name must be a light of some method, and each method must know one of them: a card is never
    passed over because its lights are called otherwise. Raises PerfGoalsError.
    """
    names = [part.strip() for option in options for part in option.split(",")]
    known = [dict(_known(card, names)) for card in cards]
    for name in names if cards else ():
        if not any(name in lights for lights in known):
            raise _no_light(cards[0], name)
    for card, lights in zip(cards, known, strict=True):
        if names and not lights:
            raise _no_light(card, "、".join(names))
    return [_fails(card, lights) for card, lights in zip(cards, known, strict=True)]


def _known(card: MonitorCard, names: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """The names that a card's method has, with their places, the best light first; None for 未报."""
    places = {_plain(light): at for at, light in enumerate(method_of(card.spec).lights)}
    for name in names:
        if _plain(name) in places:
            yield name, places[_plain(name)]
        elif name == UNREPORTED:
            yield name, None


def _plain(name: str) -> str:
    """A light's name to compare by: `red`, `Red`, `红` and `红灯` are one."""
    plain = fold(name).lower().removesuffix("灯")
    return COLOURS.get(plain, plain)


def _no_light(card: MonitorCard, name: str) -> PerfGoalsError:
    method = method_of(card.spec)
    values = {"text": name, "method": method.name, "choices": "、".join(method.lights)}
    return PerfGoalsError([Problem(code="PG921", values=values)])


def _fails(card: MonitorCard, names: dict[str, int | None]) -> bool:
    lights = method_of(card.spec).lights
    least = min((at for at in names.values() if at is not None), default=len(lights))
    wanted = {*lights[least:], *([None] if None in names.values() else [])}
    return any(each.light in wanted for each in card.results)
