"""`perfgoals diff`: what changed in meaning between two versions of a spec."""

from __future__ import annotations

import argparse

from perfgoals.cli.console import Console
from perfgoals.differing import diff
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import load, read_actuals
from perfgoals.reports.differing import diff_json, diff_text

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Compare: 0 done, whether anything changed or not; 2 a file cannot be read."""
    specs = [path for path in options.paths if path.lower().endswith(".pg")]
    tables = [path for path in options.paths if not path.lower().endswith(".pg")]
    if len(specs) != 2:
        raise PerfGoalsError([Problem(code="PG922", values={"count": str(len(specs))})])
    actuals = read_actuals(*tables) if tables else None
    difference = diff(load(specs[0]), load(specs[1]), actuals)
    if options.format == "json":
        console.output(diff_json(difference, console.language), options.output, exact=True)
    else:
        console.output(diff_text(difference, console.language), options.output)
    return 0
