"""`perfgoals monitor`: watch targets during the year."""

from __future__ import annotations

import argparse

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.engines import MONITORED, choose_engine
from perfgoals.cli.inputs import read_inputs
from perfgoals.cli.lights import failing
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import read_actuals
from perfgoals.monitoring.batch import monitor_all

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Monitor: 0 done, 1 done and a light is as bad as `--fail-on` says, 2 a spec has no card."""
    as_of = read_day(options)
    if as_of is None:
        raise PerfGoalsError([Problem(code="PG920")])
    engine = choose_engine(options, console, MONITORED)
    if engine != "python":
        from perfgoals.cli import tables

        return tables.monitor_tables(options, console, engine)
    inputs = read_inputs(options.paths, console, with_actuals=True)
    prior = read_actuals(*options.shape) if options.shape else None
    batch = monitor_all(inputs.tables(), inputs.actuals, as_of=as_of, prior=prior)
    shown = [(card.spec, {each.light for each in card.results}) for card in batch.cards]
    code = int(any(failing(shown, options.fail_on)))
    if batch.cards or options.format == "json":
        console.result(batch.cards, options)
    console.report_batch(batch, "cli.unwatched")
    return 2 if batch.problems else code
