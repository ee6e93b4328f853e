"""`perfgoals rollup`: the parent's own table from its parts."""

from __future__ import annotations

import argparse

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs, read_regions
from perfgoals.rollup import roll_up, rollup_levels

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Roll up: 0 done, 2 problems in the rows or the regions."""
    as_of = read_day(options)
    inputs = read_inputs(options.paths, console, with_actuals=True)
    specs = inputs.tables()
    if options.regions:
        parents = rollup_levels(specs, inputs.actuals, read_regions(options.regions), as_of=as_of)
    else:
        parents = (roll_up(specs, inputs.actuals, region=options.name, as_of=as_of),)
    console.result(parents, options)
    return 0
