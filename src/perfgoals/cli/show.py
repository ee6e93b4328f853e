"""`perfgoals show`: how a spec is read."""

from __future__ import annotations

import argparse

from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.reports import data, text

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Print the typed specs, as text or JSON."""
    specs = read_inputs(options.paths, console, with_actuals=False).tables()
    if options.format == "json":
        console.output(data.show_json(specs), options.output, exact=True)
    else:
        shown = text.show_text(specs, console.language, console.look_of(options))
        console.output(shown, options.output)
    return 0
