"""`perfgoals test`: the examples of specs, and the laws that hold of every spec."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from perfgoals.cli.console import Console
from perfgoals.cli.inputs import read_inputs
from perfgoals.cli.progress import Bar, shown
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.evaluation.coverage import coverage_of
from perfgoals.evaluation.examples import run_examples
from perfgoals.extras import needs
from perfgoals.messages import word
from perfgoals.model import Spec
from perfgoals.reports.testing import FORMATS, Tested
from perfgoals.trials import Trial

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Test: 0 all holds; 1 an example or a law does not, too little is covered, or nothing was
    tested; 2 a file cannot be read."""
    examples, seed = _whole(options, "examples", 100), _whole(options, "seed", None)
    least = _whole(options, "fail_under", None)
    specs = read_inputs(options.paths, console, with_actuals=False).tables()
    found = [(spec, run_examples(spec)) for spec in specs]
    trials = _trials(specs, examples or 0, seed, options.laws, console)
    with_coverage = options.coverage or least is not None
    tested = [
        Tested(
            spec=spec,
            examples=results,
            trials=tuple(trial for at, trial in trials if at == number),
            coverage=coverage_of(spec) if with_coverage else None,
        )
        for number, (spec, results) in enumerate(found)
    ]
    text = FORMATS[options.format](tested, console.language)
    console.output(text, options.output, exact=options.format != "text")
    covered = least is None or all(
        each.coverage is None or each.coverage.percent >= least for each in tested
    )
    return int(
        not covered or not any(each.count for each in tested) or any(x.failed for x in tested)
    )


def _trials(
    specs: Sequence[Spec], examples: int, seed: int | None, files: list[str], console: Console
) -> list[tuple[int, Trial]]:
    """What came of the laws, with the number of the spec; without examples none is tried."""
    if not examples:
        return []
    what = word("cli.laws", console.language)
    with needs("testing", what):
        from perfgoals.testing.proving import laws
        from perfgoals.testing.running import load_laws, run_laws
    load_laws(files)
    count = len(laws())
    work = run_laws(specs, examples=examples, seed=seed, files=files)
    bar = Bar(console, what)
    return [(n // count, x) for n, x in enumerate(shown(work, count * len(specs), bar))]


def _whole(options: argparse.Namespace, name: str, default: int | None) -> int | None:
    """An option that takes a whole number. Raises PerfGoalsError."""
    text: str | None = getattr(options, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        option = f"--{name.replace('_', '-')}"
        raise PerfGoalsError([Problem(code="PG926", values={"option": option, "text": text})])
    return int(text)
