"""The command. Clocks, printing and exit codes live here only.

Exit codes: 0 the work was done; 1 it was done and found what the caller wants to fail on;
2 the input or the call is wrong.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence

from perfgoals.cli.arguments import VERBS, make_parser
from perfgoals.cli.console import (
    Console,
    choose_language,
    choose_plain,
    default_language,
    open_streams,
)
from perfgoals.errors import PerfGoalsError, Problem

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the given arguments and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    open_streams()
    console = Console(default_language(), plain=choose_plain(arguments))
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
    module = importlib.import_module(f"perfgoals.cli.{VERBS[options.verb].module}")
    code: int = module.run(options, console)
    return code


def _check(options: argparse.Namespace) -> None:
    """Refuse an unknown format, and an output that would replace an input."""
    formats = getattr(options, "formats", ())
    options.asks_format = bool(getattr(options, "format", None))
    if formats and options.format is None:
        from perfgoals.reports.rendering import format_of

        output = getattr(options, "output", None) or ""
        is_table = "parquet" in formats and output.lower().endswith(".parquet")
        options.format = "parquet" if is_table else format_of(output) or formats[0]
    if formats and options.format not in formats:
        values = {"text": options.format, "choices": "、".join(formats)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    if getattr(options, "output", None):
        from perfgoals.cli.outputs import check_output

        check_output(options)


def _os_error(error: OSError, console: Console) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader went away (`| head`); a second error when Python closes the stream is no news.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    values = {"path": str(error.filename or ""), "reason": error.strerror or str(error)}
    console.report([Problem(code="PG002", values=values)])
    return 2
