"""`perfgoals eval`: specs and actuals to scorecards."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal

import attrs

from perfgoals.cli.arguments import read_day, read_failures
from perfgoals.cli.console import Console
from perfgoals.cli.engines import EVALUATED, choose_engine
from perfgoals.cli.inputs import Inputs, gather_inputs
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.scorecard import Scorecard

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Score: 0 done, 1 done and `--fail-on` holds, 2 a spec got no scorecard."""
    engine = choose_engine(options, console, EVALUATED)
    if engine != "python":
        from perfgoals.cli import tables

        return tables.evaluate_tables(options, console, engine)
    as_of = read_day(options)
    fail_on = [name for text in options.fail_on for name in read_failures(text)]
    inputs, problems = gather_inputs(options.paths, console, with_actuals=True)
    if problems:
        raise PerfGoalsError([*problems, *_problems_of_rows(inputs)])
    batch = evaluate_all(
        inputs.tables(), inputs.actuals, as_of=as_of, keep_going=options.keep_going
    )
    if batch.cards or options.format == "json":
        console.result(batch.cards, options)
    console.report_batch(batch)
    if batch.problems:
        return 1 if options.keep_going and not batch.failed else 2
    return int(any(_fails(card, fail_on) for card in batch.cards))


def _problems_of_rows(inputs: Inputs) -> list[Problem]:
    """What is wrong in the rows of the tables that could be read, told with the other problems.

    A row without a region may be one of a table that could not.
    """
    tables = [spec for spec in inputs.specs if spec.region and not spec.is_definitions]
    rows = tuple(row for row in inputs.actuals.rows if row.region)
    found = evaluate_all(tables, attrs.evolve(inputs.actuals, rows=rows)).problems
    return [problem for problem in found if problem.code not in ("PG530", "PG534")]


def _fails(card: Scorecard, failures: Sequence[str]) -> bool:
    outcomes = {result.outcome.value for result in card.results}
    bounds = [name.removeprefix("below:") for name in failures if name.startswith("below:")]
    return bool(outcomes & set(failures)) or any(card.total < Decimal(bound) for bound in bounds)
