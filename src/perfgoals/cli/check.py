"""`perfgoals check`: syntax, types and lint; and the safe fixes."""

from __future__ import annotations

import argparse

from perfgoals.checking import RULES, check_all
from perfgoals.cli.console import Console, write_file
from perfgoals.cli.inputs import read_inputs
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.fixing import apply_edits, diff_text
from perfgoals.loading import read_text
from perfgoals.reports.findings import FORMATS, findings_text

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Check the specs of a call: 0 nothing was found, 1 something was, 2 a file cannot be read."""
    select, ignore = _codes(options.select), _codes(options.ignore)
    specs = read_inputs(options.paths, console, with_actuals=False).specs
    found = check_all(specs, select=select, ignore=ignore)
    if options.fix or options.diff:
        _fix(found, console, only_show=options.diff)
    if options.fix and not options.diff:
        specs = read_inputs(options.paths, console, with_actuals=False).specs
        found = check_all(specs, select=select, ignore=ignore)
    if options.format == "text":
        console.write(findings_text(found, console.language))
    else:
        console.write_bytes(FORMATS[options.format](found, console.language).encode("utf-8"))
    return int(bool(found))


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
