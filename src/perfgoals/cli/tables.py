"""`eval` and `monitor` on large input: specs and actuals to tables, by DuckDB or Spark."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from perfgoals import bulk
from perfgoals.bulk.tables import Work, told_errors
from perfgoals.cli.arguments import read_day, read_failures
from perfgoals.cli.console import Console
from perfgoals.cli.inputs import find_inputs
from perfgoals.cli.lights import failing
from perfgoals.cli.waiting import waiting
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import read_actuals
from perfgoals.messages import say
from perfgoals.model import Spec

__all__ = ["evaluate_tables", "monitor_tables"]

AnyWork = TypeVar("AnyWork", bound=Work)
T = TypeVar("T")

_MOST_PROBLEMS = 1_000


def evaluate_tables(options: argparse.Namespace, console: Console, engine: str) -> int:
    """Score into a table; the exit codes are those of `eval`."""
    as_of = read_day(options)
    fail_on = [name for text in options.fail_on for name in read_failures(text)]
    ways = {"as_of": as_of, "keep_going": options.keep_going}
    with _worked_out(options, console, engine, bulk.evaluate, ways) as (kept, specs):
        _write(kept, options, console)
        counts = "count(*) AS cards, min(total) AS least"
        sums = ", ".join(f"sum({name}) AS {name}" for name in ("missed", "partial", "unreported"))
        cards = _wait(kept, console, lambda: kept.cards.summary(f"{counts}, {sums}"))
        has_problems = _tell_problems(kept, console)
        _tell_rest(console, "cli.no_cards", cards["cards"], len(specs))
        if has_problems:
            return 1 if options.keep_going and cards["cards"] == len(specs) else 2
        return int(any(_fails(cards, name) for name in fail_on))


def monitor_tables(options: argparse.Namespace, console: Console, engine: str) -> int:
    """Monitor into a table; the exit codes are those of `monitor`."""
    prior = read_actuals(*options.shape) if options.shape else None
    ways = {"as_of": read_day(options), "prior": prior}
    with _worked_out(options, console, engine, bulk.monitor, ways) as (kept, specs):
        shown: dict[int, set[str | None]] = {}
        for row in _wait(kept, console, lambda: kept.results.distinct("spec", "light")):
            shown.setdefault(row["spec"], set()).add(row["light"])
        watched = [(specs[number], lights) for number, lights in shown.items()]
        code = int(any(failing(watched, options.fail_on)))
        _write(kept, options, console)
        has_problems = _tell_problems(kept, console)
        cards = _wait(kept, console, lambda: kept.cards.summary("count(*) AS cards"))["cards"]
        _tell_rest(console, "cli.unwatched_of", cards, len(specs))
        return 2 if has_problems else code


@contextmanager
def _worked_out(
    options: argparse.Namespace,
    console: Console,
    engine: str,
    begin: Callable[..., AnyWork],
    ways: Mapping[str, Any],
) -> Iterator[tuple[AnyWork, Sequence[Spec]]]:
    """What an engine makes of the inputs, worked out with a bar, and the specs."""
    found, problems = find_inputs(options.paths, console, with_actuals=True)
    if problems:
        raise PerfGoalsError(problems)
    specs = found.tables()
    with (
        told_errors(engine),
        begin(
            specs,
            found.paths,
            engine=engine,
            language=console.language,
            memory=options.memory,
            master=options.master,
            **ways,
        ) as lazy,
    ):
        yield _wait(lazy, console, lazy.kept), specs


def _wait(work: Work, console: Console, ask: Callable[[], T], word: str = "cli.scoring") -> T:
    """What an engine answers, with a bar."""
    with waiting(console, word, work.progress, work.interrupt) as run_it:
        answer: T = run_it(ask)
    return answer


def _write(kept: Work, options: argparse.Namespace, console: Console) -> None:
    """Write the table that is asked for, with a bar, and tell what was left out."""
    table: bulk.Table = getattr(kept, options.table)
    _wait(kept, console, lambda: _write_table(table, options), "cli.writing")
    _notes(kept, console)


def _write_table(table: bulk.Table, options: argparse.Namespace) -> None:
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


def _notes(kept: Work, console: Console) -> None:
    """Rows of regions that no spec has, columns that mean nothing."""
    others = _wait(kept, console, kept.others.rows)
    if others:
        regions = "、".join(row["region"] for row in others[:5])
        count = sum(row["records"] for row in others)
        console.note(say("note.other_regions", console.language, count=count, regions=regions))
    if kept.ignored:
        columns = "、".join(kept.ignored[:10])
        console.note(say("note.ignored", console.language, columns=columns))


def _tell_problems(kept: Work, console: Console) -> bool:
    """Tell the problems; whether there are any."""
    problems = _wait(kept, console, lambda: kept.problems.first(_MOST_PROBLEMS + 1))
    for problem in problems[:_MOST_PROBLEMS]:
        console.note(_told(problem, console.language))
    if len(problems) > _MOST_PROBLEMS:
        console.note(say("cli.more_problems", console.language, count=_MOST_PROBLEMS))
    return bool(problems)


def _tell_rest(console: Console, word: str, cards: int, specs: int) -> None:
    """Tell how many specs have no card."""
    if cards < specs:
        console.note(say(word, console.language, count=specs - cards, of=specs))


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
