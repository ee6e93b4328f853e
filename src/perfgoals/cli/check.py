"""`perfgoals check`: syntax, types and lint; and the safe fixes."""

from __future__ import annotations

import argparse

from perfgoals.checking import RULES, check_all
from perfgoals.cli.console import Console, write_file
from perfgoals.cli.inputs import gather_inputs
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.fixing import apply_edits, diff_text
from perfgoals.loading import read_text
from perfgoals.reports.findings import FORMATS, findings_text

__all__ = ["run"]


_OF_ALL = ("PG313", "PG318")
"""What would be wrong to say where a file cannot be read: it may use the definition, or need the
silence."""


def run(options: argparse.Namespace, console: Console) -> int:
    """Check the specs of a call: 0 nothing was found, 1 something was, 2 a file cannot be read."""
    select, ignore = _codes(options.select), _codes(options.ignore)
    errors, found = _look(options, console, select, ignore)
    if options.fix or options.diff:
        _fix(found, console, only_show=options.diff)
    if options.fix and not options.diff:
        errors, found = _look(options, console, select, ignore)
    if options.format != "text":
        made = FORMATS[options.format]([*errors, *found], console.language)
        console.write_bytes(made.encode("utf-8"))
    elif found or not errors:
        console.write(findings_text(found, console.language))
    if errors:
        console.report(errors)
        return 2
    return int(bool(found))


def _look(
    options: argparse.Namespace, console: Console, select: list[str], ignore: list[str]
) -> tuple[list[Problem], tuple[Problem, ...]]:
    """The errors of what cannot be read, and the findings in the rest."""
    inputs, errors = gather_inputs(options.paths, console, with_actuals=False)
    left_out = _OF_ALL if errors else ()
    return errors, check_all(inputs.specs, select=select, ignore=[*ignore, *left_out])


def _codes(texts: list[str]) -> list[str]:
    codes = [code.strip() for text in texts for code in text.split(",") if code.strip()]
    for code in codes:
        if code not in RULES:
            raise PerfGoalsError([Problem(code="PG915", values={"text": code})])
    return codes


def _fix(found: tuple[Problem, ...], console: Console, *, only_show: bool) -> None:
    """Apply the fixes, or show them as a diff."""
    edits = [edit for problem in found for edit in problem.fix]
    for path in dict.fromkeys(edit.span.path for edit in edits):
        old = read_text(path)
        new = apply_edits(old, [edit for edit in edits if edit.span.path == path])
        if only_show:
            console.write(diff_text(old, new, path))
        else:
            write_file(path, new.encode("utf-8"))
