"""`perfgoals rollup`: the parent's own table from its parts."""

from __future__ import annotations

import argparse
import csv

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.errors import PerfGoalsError, Problem, Span
from perfgoals.loading import read_lines
from perfgoals.rollup import roll_up, rollup_levels

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Roll up: 0 done, 2 problems in the rows or the regions."""
    as_of = read_day(options)
    inputs = read_inputs(options.paths, with_actuals=True)
    specs = inputs.tables()
    if options.regions:
        parents = rollup_levels(specs, inputs.actuals, _parents(options.regions), as_of=as_of)
    else:
        parents = (roll_up(specs, inputs.actuals, region=options.name, as_of=as_of),)
    console.result(parents, options)
    return 0


def _parents(path: str) -> dict[str, str]:
    """The parent of each region, from a CSV with the columns region and parent (地区, 上级)."""
    found: dict[str, str] = {}
    for number, cells in enumerate(csv.reader(read_lines(path)), 1):
        pair = [cell.strip() for cell in cells]
        if not any(pair) or (number == 1 and pair[0].lower() in ("region", "地区")):
            continue
        if len(pair) < 2 or not pair[0] or not pair[1] or pair[0] in found:
            raise PerfGoalsError([Problem(code="PG552", span=Span(path=path, line=number))])
        found[pair[0]] = pair[1]
    return found
