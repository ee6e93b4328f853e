"""`perfgoals template`: the actuals to be filled in."""

from __future__ import annotations

import argparse

from perfgoals.cli.console import BOM, Console
from perfgoals.cli.inputs import read_inputs, read_regions
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.periods import read_period
from perfgoals.reports.rendering import format_of
from perfgoals.reports.template import template_csv

__all__ = ["run"]

FORMATS = (None, "text", "csv", "xlsx")
"""What the ending of `-o` may ask for; all but the last are CSV."""


def run(options: argparse.Namespace, console: Console) -> int:
    """An empty form for the specs: a workbook where `-o` names one, else CSV."""
    specs = read_inputs(options.paths, console, with_actuals=False).tables()
    period = options.period or ""
    if period and read_period(period) is None:
        raise PerfGoalsError([Problem(code="PG525", values={"period": period})])
    parents = read_regions(options.regions) if options.regions else None
    made: str | bytes
    form = format_of(options.output or "")
    if form not in FORMATS:
        raise PerfGoalsError(
            [Problem(code="PG914", values={"text": form or "", "choices": "csv、xlsx"})]
        )
    if form == "xlsx":
        from perfgoals.reports.template_sheets import template_xlsx

        made = template_xlsx(specs, console.language, parents=parents, period=period)
    else:
        made = BOM + template_csv(specs, console.language, parents=parents, period=period)
    console.output(made, options.output, exact=True)
    return 0
