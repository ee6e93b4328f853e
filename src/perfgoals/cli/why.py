"""`perfgoals why`: how one score came about."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from perfgoals.cli.arguments import read_day
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.evaluation.tracing import Trace, why_all
from perfgoals.loading import WORKBOOKS
from perfgoals.reports.why import why_json, why_text

__all__ = ["run"]

_ENDINGS = (".pg", ".csv", ".tsv", ".txt", ".parquet", *WORKBOOKS)


def run(options: argparse.Namespace, console: Console) -> int:
    """Explain: 0 done, 2 no such indicator, or problems in the rows."""
    as_of = read_day(options)
    names = [argument for argument in options.paths if not _is_path(argument)]
    if len(names) != 1:
        values = {"argument": names[1]} if names else {}
        raise PerfGoalsError([Problem(code="PG901" if names else "PG918", values=values)])
    paths = [argument for argument in options.paths if argument != names[0]]
    inputs = read_inputs(paths, console, with_actuals=True)
    batch = evaluate_all(inputs.tables(), inputs.actuals, as_of=as_of)
    traces: list[Trace] = []
    unknown: list[Problem] = []
    for card in batch.cards:
        try:
            traces += why_all(card, names[0])
        except PerfGoalsError as error:
            unknown += error.problems
    if traces:
        _write(traces, options, console)
    problems = [*batch.problems, *(unknown[:1] if not traces else ())]
    if problems:
        console.report(problems)
        return 2
    return 0


def _write(traces: Sequence[Trace], options: argparse.Namespace, console: Console) -> None:
    if options.format == "json":
        console.output(why_json(traces, console.language), options.output, exact=True)
    else:
        console.output(why_text(traces, console.language), options.output)


def _is_path(argument: str) -> bool:
    """Whether an argument is a file or a folder: what has a known ending, or is there."""
    has_ending = argument.lower().endswith(_ENDINGS)
    return (
        has_ending
        or (any(sign in argument for sign in "/\\*") and Path(argument).exists())
        or (Path(argument).is_dir())
    )
