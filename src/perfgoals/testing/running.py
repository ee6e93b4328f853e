"""Many laws on many specs, on all cores: the same results in the same order, however many there are."""

from __future__ import annotations

import gc
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.model import Spec
from perfgoals.testing.proving import laws, try_law
from perfgoals.trials import Trial

__all__ = ["load_laws", "run_laws"]

_Task = tuple[Spec, str, int, int | None]


def run_laws(
    specs: Sequence[Spec],
    *,
    examples: int = 100,
    seed: int | None = None,
    files: Sequence[str] = (),
) -> Iterator[Trial]:
    """Try all laws on each spec, and those that the Python `files` add with `@law`; spec by spec.

    Raises PerfGoalsError where a file cannot be run.
    """
    load_laws(files)
    tasks: list[_Task] = [(spec, law.name, examples, seed) for spec in specs for law in laws()]
    workers = min(os.cpu_count() or 1, len(tasks))
    if workers < 2:
        yield from map(_run, tasks)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(tuple(files),)) as pool:
        try:
            yield from pool.map(_run, tasks)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(files: Sequence[str]) -> None:
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # Ctrl-C ends a worker at once, without a traceback
    gc.enable()  # the command does without, and Hypothesis makes much that goes round in circles
    load_laws(files)


def _run(task: _Task) -> Trial:
    spec, name, examples, seed = task
    law = next(law for law in laws() if law.name == name)
    return try_law(law, spec, examples=examples, seed=seed)


def load_laws(files: Sequence[str]) -> None:
    """Run Python files that add laws with `@law`. Raises PerfGoalsError."""
    for file in files:
        path = str(Path(file).resolve())
        name = f"perfgoals_laws_{Path(path).stem}"
        found = importlib.util.spec_from_file_location(name, path)
        if name in sys.modules and sys.modules[name].__file__ == path:
            continue
        try:
            if found is None or found.loader is None:
                raise ImportError("no Python file")
            module = importlib.util.module_from_spec(found)
            sys.modules[name] = module
            found.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # other people's code: whatever it raises
            sys.modules.pop(name, None)
            reason = f"{type(error).__name__}: {error}"
            raise PerfGoalsError(
                [Problem(code="PG927", values={"path": file, "reason": reason})]
            ) from error
