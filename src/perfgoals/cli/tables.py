"""`perfgoals eval` on large input: specs and actuals to tables, by DuckDB or Spark."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfgoals import bulk
from perfgoals.bulk.running import told_errors
from perfgoals.cli.arguments import read_day, read_failures
from perfgoals.cli.console import Console
from perfgoals.cli.engines import read_memory
from perfgoals.cli.inputs import find_inputs
from perfgoals.cli.waiting import waiting
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages import say

__all__ = ["run"]

_MOST_PROBLEMS = 1_000


def run(options: argparse.Namespace, console: Console, engine: str) -> int:
    """Score into a table; the exit codes are those of `eval`."""
    as_of = read_day(options)
    fail_on = [name for text in options.fail_on for name in read_failures(text)]
    memory = read_memory(options.memory, engine)
    found, problems = find_inputs(options.paths, console, with_actuals=True)
    if problems:
        raise PerfGoalsError(problems)
    specs = found.tables()
    with (
        told_errors(engine),
        bulk.evaluate(
            specs,
            found.paths,
            engine=engine,
            as_of=as_of,
            keep_going=options.keep_going,
            language=console.language,
            memory=memory,
            master=options.master,
        ) as lazy,
    ):
        with waiting(console, "cli.scoring", lazy.progress, lazy.interrupt) as run_it:
            kept = run_it(lazy.kept)
        with waiting(console, "cli.writing", lazy.progress, lazy.interrupt) as run_it:
            table: bulk.Table = getattr(kept, options.table)
            run_it(lambda: _write(table, options))
        _notes(kept, console)
        return _outcome(kept, len(specs), options.keep_going, fail_on, console)


def _write(table: bulk.Table, options: argparse.Namespace) -> None:
    if options.output:
        try:
            table.write(options.output, "parquet" if options.format == "parquet" else "csv")
        except OSError as error:
            values = {"path": options.output, "reason": error.strerror or str(error)}
            raise PerfGoalsError([Problem(code="PG913", values=values)]) from error
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        table.write(str(path), "parquet" if options.format == "parquet" else "csv")
        sys.stdout.flush()
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()


def _notes(kept: bulk.Evaluation, console: Console) -> None:
    """Rows of regions that no spec has, columns that mean nothing."""
    others = kept.others.rows()
    if others:
        regions = "、".join(row["region"] for row in others[:5])
        count = sum(row["records"] for row in others)
        console.note(say("note.other_regions", console.language, count=count, regions=regions))
    if kept.ignored:
        columns = "、".join(kept.ignored[:10])
        console.note(say("note.ignored", console.language, columns=columns))


def _outcome(
    kept: bulk.Evaluation, specs: int, keep_going: bool, fail_on: Sequence[str], console: Console
) -> int:
    """Tell the problems; the exit code."""
    problems = kept.problems.first(_MOST_PROBLEMS + 1)
    cards = kept.cards.summary(
        "count(*) AS cards, min(total) AS least, sum(missed) AS missed,"
        " sum(partial) AS partial, sum(unreported) AS unreported"
    )
    for problem in problems[:_MOST_PROBLEMS]:
        console.note(_told(problem, console.language))
    if len(problems) > _MOST_PROBLEMS:
        console.note(say("cli.more_problems", console.language, count=_MOST_PROBLEMS))
    failed = specs - cards["cards"]
    if failed:
        console.note(say("cli.no_cards", console.language, count=failed, of=specs))
    if problems:
        return 1 if keep_going and not failed else 2
    return int(any(_fails(cards, name) for name in fail_on))


def _fails(cards: dict[str, Any], name: str) -> bool:
    if name.startswith("below:"):
        return cards["least"] is not None and cards["least"] < Decimal(name.removeprefix("below:"))
    return bool(cards[name])


def _told(problem: dict[str, Any], language: str) -> str:
    """A problem as one or two lines."""
    place = f"{problem['path']}:{problem['line']}:{problem['col']}"
    severity = say(f"severity.{problem['severity']}", language)
    text = f"{place}: {severity} {problem['code']}: {problem['message']}"
    return "\n  ".join([text, *problem["help"].splitlines()])
