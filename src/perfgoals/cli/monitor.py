"""`perfgoals monitor`: watch targets during the year."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.errors import ActualsError, PerfGoalsError, Problem
from perfgoals.loading import read_actuals
from perfgoals.messages import say
from perfgoals.monitoring import MonitorCard, monitor, order_of_lights
from perfgoals.reports.monitoring import monitor_json, monitor_text

__all__ = ["run"]

COLOURS = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝"}


def run(options: argparse.Namespace, console: Console) -> int:
    """Monitor: 0 done, 1 done and a light is as bad as `--fail-on` says, 2 a spec has no card."""
    as_of = read_day(options)
    if as_of is None:
        raise PerfGoalsError([Problem(code="PG920")])
    inputs = read_inputs(options.paths, with_actuals=True)
    prior = read_actuals(*options.shape) if options.shape else None
    cards: list[MonitorCard] = []
    problems: list[Problem] = []
    failed: list[str] = []
    for spec in inputs.tables():
        try:
            cards.append(monitor(spec, inputs.actuals, as_of=as_of, prior=prior))
        except ActualsError as error:
            problems += error.problems
            failed.append(spec.region or spec.path)
    code = max((_fails(card, options.fail_on) for card in cards), default=0)
    if options.format == "json":
        console.output(monitor_json(cards, console.language), options.output, exact=True)
    elif cards:
        console.output(monitor_text(cards, console.language), options.output)
    if problems:
        console.report(problems)
        for region in failed:
            console.note(say("cli.no_card", console.language, region=region))
        return 2
    return code


def _fails(card: MonitorCard, names: Sequence[str]) -> int:
    """Whether a light of the card is one of these, or worse. Raises PerfGoalsError for no light."""
    order = order_of_lights(card.spec)
    wanted = [COLOURS.get(part.strip(), part.strip()) for name in names for part in name.split(",")]
    for light in wanted:
        if light not in order:
            values = {"text": light, "choices": "、".join(order)}
            raise PerfGoalsError([Problem(code="PG921", values=values)])
    least = min((order.index(light) for light in wanted), default=len(order))
    shown = [order.index(each.light) for each in card.results if each.light is not None]
    return int(any(at >= least for at in shown))
