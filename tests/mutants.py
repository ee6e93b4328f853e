"""Mutation testing of what decides: which faults would no test see? By hand, not on Windows:

    pip install --group mutation
    python tests/mutants.py perfgoals.weights perfgoals.evaluation.joining

mutmut makes the mutants (`[tool.mutmut]` in pyproject.toml) in the folder `mutants`. Its own `run` calls
pytest anew for each, which takes seconds. Here the tests are collected once, and one run of them under
coverage tells which reach which line. Each mutant is a fork of that, which runs the tests that reach
its line: those that found mutants nearby before, then those of `--first`, then the quickest, until one
fails or `--seconds` of tests are over. Caches are emptied, so that nothing worked out without the
mutant is taken for its work.

What is not yet killed is run; what survived is printed. Results stay in `mutants/results.json`, and
`mutmut results` and `mutmut show NAME` know them too. Remove `mutants` when sources or tests have changed.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import gc
import itertools
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import coverage
import pytest
from _pytest.runner import runtestprotocol
from mutmut.__main__ import create_mutants
from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    setup_source_paths,
    walk_mutatable_files,
)

HOME = Path(__file__).parents[1]
RESULTS = HOME / "mutants" / "results.json"
TIMES = HOME / "mutants" / "times.json"
COVERED = str(HOME / "mutants" / ".coverage")
LEFT_OUT = """\
bench browser test_plugin.py test_cli_calls.py test_catalogue_files.py test_hostile*.py test_import*.py
test_layers.py test_docs*.py test_highlighting.py property/test_strategies*.py property/test_driver.py
property/test_import_laws.py test_notice*.py test_eval_tables.py test_terminal.py test_reports*.py
test_workbooks.py test_template.py property/test_faults.py"""
"""Tests that take long for what they say of scoring, or are of something else."""

MEMORY = 3 << 30


def make() -> dict[str, SourceFileMutationData]:
    """The mutants, each with the data of its file. The mutated library is what is imported now."""
    os.environ["MUTANT_UNDER_TEST"] = "mutant_generation"
    (HOME / "mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(1)
    os.environ["MUTANT_UNDER_TEST"] = ""
    made = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        made.update(dict.fromkeys(data.exit_code_by_key, data))
    return made


def forked(work: Callable[[], object], seconds: float) -> object:
    """What the work gives in a process of its own; a text where it did not end well or in time."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            with os.fdopen(writing, "w", encoding="utf-8") as told:
                json.dump(work(), told)
            os._exit(0)
        finally:
            os._exit(1)  # whatever was raised: a child never goes on as its parent
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if status == 0 else f"ended by {status}"


class Mutants:
    """A pytest plugin that runs the mutants in place of the tests."""

    def __init__(
        self,
        mutants: dict[str, Path],
        found: dict[str, str | None],
        *,
        seconds: float,
        first: tuple[str, ...],
    ) -> None:
        self.mutants, self.found, self.seconds, self.first = mutants, found, seconds, first
        self.killers: dict[str, collections.Counter[int]] = collections.defaultdict(
            collections.Counter
        )

    def pytest_configure(self) -> None:
        """Few examples, the same each time, none remembered. Imported late: pytest rewrites Hypothesis."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutants",
            max_examples=15,
            deadline=None,
            database=None,
            derandomize=True,
            report_multiple_bugs=False,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Which tests reach which function, and then the mutants."""
        self.items = session.items
        cached = functools._lru_cache_wrapper
        self.caches = [
            each
            for each in gc.get_objects()
            if isinstance(each, cached) and each.__module__.startswith("perfgoals")
        ]
        gc.freeze()
        if not TIMES.exists():
            TIMES.write_text(json.dumps(forked(self.timed, 3600)), "utf-8")
        self.took = json.loads(TIMES.read_text("utf-8"))
        data = coverage.CoverageData(COVERED)
        data.read()
        self.ids = {
            item.nodeid: at for at, item in enumerate(self.items) if item.nodeid in self.took
        }
        start = time.monotonic()
        for at, (name, source) in enumerate(self.mutants.items(), 1):
            self.found[name] = self.killer(name, self.tests(name, source, data))
            if at % 50 == 0 or at == len(self.mutants):
                seconds = time.monotonic() - start
                os.write(2, f"{at} of {len(self.mutants)}, {seconds:.0f} s\n".encode())
                RESULTS.write_text(json.dumps(self.found, indent=1), "utf-8")
        return True

    def killer(self, name: str, tests: list[int]) -> str | None:
        """The test that finds a mutant, or how it ended else; `None` where none does."""
        function = name.partition("__mutmut_")[0]
        nearby = self.killers[function], self.killers[function.rpartition(".")[0]]
        took = {at: self.took[self.items[at].nodeid] for at in tests}

        def turn(at: int) -> tuple[int, int, bool, float]:
            is_first = self.items[at].nodeid.startswith(self.first)
            return -nearby[0][at], -(nearby[1][at] // 3), not is_first, took[at]

        in_turn = sorted(tests, key=turn)
        spent = itertools.accumulate(took[at] for at in in_turn)
        chosen = [at for at, so_far in zip(in_turn, spent, strict=True) if so_far < self.seconds]
        chosen = chosen or in_turn[:1]
        killer = forked(lambda: self.tried(name, chosen), 30 + 4 * self.seconds)
        if not isinstance(killer, int):
            return None if killer is None else str(killer)
        for count in nearby:
            count[killer] += 1
        return self.items[killer].nodeid

    def tests(self, name: str, source: Path, data: coverage.CoverageData) -> list[int]:
        """The tests that reach the line that the mutant changes."""
        mutant = name.rpartition(".")[2]
        original = mutant.partition("__mutmut_")[0] + "__mutmut_orig"
        with contextlib.chdir(HOME):
            spans = MutantLineSpans.load(source)
            assert spans
            texts = spans.read_function_sources([original, mutant])
        ours, theirs = (text.splitlines() for text in texts)
        pairs = itertools.zip_longest(ours, theirs)
        changed = [at for at, (one, other) in enumerate(pairs) if one != other]
        first = spans.span_by_function_name[original].start
        by_line = self.by_line(source, data)
        heading = next(at for at, line in enumerate(ours) if line.lstrip().startswith("def "))
        for at in range(next((at for at in changed if at > heading), -1), heading, -1):
            if by_line.get(first + at):
                return [self.ids[id_] for id_ in by_line[first + at] if id_ in self.ids]
        of_all = {id_ for at in range(heading, len(ours)) for id_ in by_line.get(first + at, ())}
        return [self.ids[id_] for id_ in of_all if id_ in self.ids]

    @functools.cache  # noqa: B019 (it lives as long as the run)
    def by_line(self, source: Path, data: coverage.CoverageData) -> dict[int, list[str]]:
        """The tests that reach each line of a file."""
        reached: dict[int, list[str]] = data.contexts_by_lineno(str(HOME / "mutants" / source))
        return reached

    def run(self, at: int, after: int | None) -> bool:
        """Whether a test passes."""
        nextitem = None if after is None else self.items[after]
        reports = runtestprotocol(self.items[at], nextitem=nextitem, log=False)
        return not any(report.failed for report in reports)

    def timed(self) -> dict[str, float]:
        """How long each test takes that passes without a mutant; which lines it reaches goes to a file."""
        measured = coverage.Coverage(data_file=COVERED, include=["*/perfgoals/*"])
        measured.start()
        took = {}
        for at, item in enumerate(self.items):
            measured.switch_context(item.nodeid)
            self.empty()
            start = time.monotonic()
            if self.run(at, at + 1 if at + 1 < len(self.items) else None):
                took[item.nodeid] = time.monotonic() - start
            else:
                os.write(2, f"left out, as it fails here: {item.nodeid}\n".encode())
        measured.stop()
        measured.save()
        return took

    def empty(self) -> None:
        """Nothing that was worked out before is known."""
        for cache in self.caches:
            cache.cache_clear()

    def tried(self, name: str, chosen: list[int]) -> int | None:
        """The test that finds the mutant, if one does."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os.environ["MUTANT_UNDER_TEST"] = name
        self.empty()
        for at, after in zip(chosen, [*chosen[1:], None], strict=True):
            if not self.run(at, after):
                return at
        return None


def main() -> None:
    """Run the mutants that the call names, and say what came of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("modules", nargs="+")
    parser.add_argument("--seconds", type=float, default=4, help="of tests for one mutant")
    parser.add_argument("--sample", type=int, help="so many mutants of each module, by chance")
    parser.add_argument("--first", nargs="*", default=[], help="tests that come first: files, ids")
    call = parser.parse_args()
    os.chdir(HOME)
    made = make()
    found: dict[str, str | None] = {}
    if RESULTS.exists():
        found = json.loads(RESULTS.read_text("utf-8"))
    wanted: dict[str, list[str]] = {}
    for module in call.modules:
        ours = [name for name in made if name.rpartition(".")[0] == module]
        if call.sample and call.sample < len(ours):
            ours = random.Random(module).sample(ours, call.sample)
        wanted[module] = ours
    left = {name: Path(made[name].path) for ours in wanted.values() for name in ours}
    left = {name: path for name, path in left.items() if not found.get(name)}
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.chdir("mutants")
    plugin = Mutants(left, found, seconds=call.seconds, first=tuple(call.first))
    ignored = [f"--ignore-glob=tests/{left_out}" for left_out in LEFT_OUT.split()]
    options = ["-q", "-p", "no:cacheprovider", "--rootdir=.", "--tb=native"]
    pytest.main([*options, *ignored, "tests"], [plugin])
    os.chdir(HOME)
    for name, killer in found.items():
        if name in made:
            made[name].exit_code_by_key[name] = 0 if killer is None else 1
    for data in {str(data.path): data for data in made.values()}.values():
        data.save()
    for name in left:
        if found[name] is None:
            changed = get_diff_for_mutant(name).splitlines()[3:]
            print(name, *(line for line in changed if line[0] in "-+"), sep="\n  ")
    for module, ours in wanted.items():
        survived = sum(found[name] is None for name in ours)
        print(f"{module}: {len(ours)} mutants, {len(ours) - survived} killed, {survived} survived")


if __name__ == "__main__":
    sys.path.insert(0, str(HOME / "mutants" / "src"))
    main()
