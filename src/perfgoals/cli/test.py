"""`perfgoals test`: the examples of specs."""

from __future__ import annotations

import argparse

from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.evaluation.examples import run_examples
from perfgoals.reports.testing import FORMATS

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Test: 0 all examples hold; 1 one does not, or nothing was tested; 2 a file cannot be read."""
    specs = read_inputs(options.paths, with_actuals=False).tables()
    results = [(spec, run_examples(spec)) for spec in specs]
    text = FORMATS[options.format](results, console.language)
    console.output(text, options.output, exact=options.format != "text")
    every = [result for _, found in results for result in found]
    return int(not every or not all(result.passed for result in every))
