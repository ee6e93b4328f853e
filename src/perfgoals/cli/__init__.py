"""The command. Clocks, printing and exit codes live here only.

Exit codes: 0 the work was done; 1 it was done and found what the caller wants to fail on;
2 the input or the call is wrong.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from perfgoals.cli.arguments import VERBS, make_parser, read_day, read_failures
from perfgoals.cli.console import Console, choose_language, default_language, write_file
from perfgoals.errors import PerfGoalsError, Problem

if TYPE_CHECKING:
    from perfgoals.scorecard import Scorecard

__all__ = ["main"]

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    console = Console(default_language())
    # What is read is kept to the end and holds no cycles: to collect would cost a tenth of a run.
    collects = gc.isenabled()
    gc.disable()
    try:
        console.language = choose_language(arguments)
        return _run(arguments, console)
    except PerfGoalsError as error:
        console.report(error.problems)
        return 2
    except OSError as error:  # a pipe that was closed, an output that cannot be written
        return _os_error(error, console)
    except KeyboardInterrupt:
        return 130
    finally:
        if collects:
            gc.enable()


def _run(arguments: list[str], console: Console) -> int:
    parser = make_parser(console.language)
    verb = next((argument for argument in arguments if not argument.startswith("-")), None)
    if verb is not None and verb not in (*VERBS, console.language):
        from perfgoals import nearest

        near = nearest.hint(verb, VERBS)
        raise PerfGoalsError([Problem(code="PG908", values={"verb": verb, **near})])
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        command = f"perfgoals {options.verb or ''}".strip()
        values = {"option": " ".join(unknown), "command": command}
        raise PerfGoalsError([Problem(code="PG916", values=values)])
    if options.version:
        from perfgoals.scorecard import version

        console.write(f"perfgoals {version()}\n")
        return 0
    if options.verb is None:
        console.write(parser.format_help())
        return 0
    _check(options)
    verbs = {"eval": _eval, "show": _show, "check": _check_specs, "template": _template}
    return verbs[options.verb](options, console)


def _check(options: argparse.Namespace) -> None:
    """Refuse an unknown format, and an output that would replace an input."""
    formats = getattr(options, "formats", ("text",))
    if getattr(options, "format", "text") not in formats:
        values = {"text": options.format, "choices": "、".join(formats)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    if not getattr(options, "output", None):
        return
    output = Path(options.output).resolve()
    for path in options.paths:
        given = Path(path).resolve()
        is_spec = output.suffix == ".pg" and output.exists() and output.is_relative_to(given)
        if output == given or is_spec:
            raise PerfGoalsError([Problem(code="PG912", values={"path": options.output})])


def _eval(options: argparse.Namespace, console: Console) -> int:
    from perfgoals.cli.inputs import read_inputs
    from perfgoals.evaluation.batch import evaluate_all
    from perfgoals.messages import say
    from perfgoals.reports import data, text

    as_of = read_day(options.as_of) if options.as_of is not None else None
    fail_on = [name for text in options.fail_on for name in read_failures(text)]
    inputs = read_inputs(options.paths, with_actuals=True)
    batch = evaluate_all(
        inputs.tables(), inputs.actuals, as_of=as_of, keep_going=options.keep_going
    )
    if batch.cards or options.format == "json":
        if options.format == "json":
            _output(data.eval_json(batch.cards, console.language), options, console, exact=True)
        elif options.format == "csv":
            table = BOM + data.eval_csv(batch.cards, console.language)
            _output(table, options, console, exact=True)
        else:
            _output(text.eval_text(batch.cards, console.language), options, console)
    for note in batch.notes:
        console.note(note.text(console.language))
    if batch.problems:
        console.report(batch.problems)
        for spec in batch.failed:
            name = spec.region or spec.path
            console.note(say("cli.no_card", console.language, region=name))
        return 1 if options.keep_going and not batch.failed else 2
    return int(any(_fails(card, fail_on) for card in batch.cards))


def _fails(card: Scorecard, failures: Sequence[str]) -> bool:
    outcomes = {result.outcome.value for result in card.results}
    bounds = [name.removeprefix("below:") for name in failures if name.startswith("below:")]
    return bool(outcomes & set(failures)) or any(card.total < Decimal(bound) for bound in bounds)


def _show(options: argparse.Namespace, console: Console) -> int:
    from perfgoals.cli.inputs import read_inputs
    from perfgoals.reports import data, text

    specs = read_inputs(options.paths, with_actuals=False).tables()
    if options.format == "json":
        _output(data.show_json(specs), options, console, exact=True)
    else:
        _output(text.show_text(specs, console.language), options, console)
    return 0


def _check_specs(options: argparse.Namespace, console: Console) -> int:
    from perfgoals.cli.check import run_check

    return run_check(options, console)


def _template(options: argparse.Namespace, console: Console) -> int:
    from perfgoals.cli.inputs import read_inputs
    from perfgoals.reports import data

    specs = read_inputs(options.paths, with_actuals=False).tables()
    _output(BOM + data.template_csv(specs, console.language), options, console, exact=True)
    return 0


def _output(
    result: str, options: argparse.Namespace, console: Console, *, exact: bool = False
) -> None:
    """A result, to the file that was named or to standard output; `exact` is UTF-8 everywhere."""
    if options.output:
        write_file(options.output, result.encode("utf-8"))
    elif exact:
        console.write_bytes(result.encode("utf-8"))
    else:
        console.write(result)


def _os_error(error: OSError, console: Console) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader went away (`| head`); a second error when Python closes the stream is no news.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    values = {"path": str(error.filename or ""), "reason": error.strerror or str(error)}
    console.report([Problem(code="PG002", values=values)])
    return 2
