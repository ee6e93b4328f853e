"""Whole processes: one city evaluated by the command, beside the import of its libraries."""

from __future__ import annotations

import functools
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from measuring import Finding, interleaved, scaled

AT_MOST = 1.4
ROOT = Path(__file__).parents[2]
FOLDER = "specs/guangdong-2023"
EVAL = ("-m", "perfgoals", "eval", f"{FOLDER}/shantou.pg", f"{FOLDER}/actuals-sample.csv")
IMPORTS = ("-c", "import lark, pint, attrs")
FACE = ("-c", "import perfgoals")
NOTHING = ("-c", "pass")


def compare(quick: bool) -> Iterator[Finding]:
    """The command beside `import lark, pint, attrs`; `import perfgoals` beside nothing."""
    note = _check_eval()
    commands = {"eval": EVAL, "imports": IMPORTS, "face": FACE, "nothing": NOTHING}
    times = interleaved(
        {name: functools.partial(_run, command) for name, command in commands.items()},
        rounds=15 if quick else 25,
        clock=time.perf_counter,
    )
    series = {name: scaled(found, 1000) for name, found in times.items()}
    yield Finding(
        name="eval of one city, whole process",
        unit="ms",
        ours=series["eval"],
        peer=series["imports"],
        at_most=AT_MOST,
        note=note,
    )
    yield Finding(
        name="import perfgoals, whole process",
        unit="ms",
        ours=series["face"],
        peer=series["nothing"],
    )


def _run(arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def _check_eval() -> str:
    """The command must have printed a scorecard; a word where it has anything to say beside it."""
    done = _run(EVAL)
    if done.returncode not in (0, 2) or not done.stdout.strip():
        raise AssertionError(f"eval gave {done.returncode}: {done.stderr.decode(errors='replace')}")
    return f"exit code {done.returncode}" if done.returncode else ""
