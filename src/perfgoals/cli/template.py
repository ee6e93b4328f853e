"""`perfgoals template`: the actuals to be filled in."""

from __future__ import annotations

import argparse

from perfgoals.cli.console import BOM, Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.reports import data

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Print an empty actuals file for the specs."""
    specs = read_inputs(options.paths, with_actuals=False).tables()
    table = BOM + data.template_csv(specs, console.language)
    console.output(table, options.output, exact=True)
    return 0
