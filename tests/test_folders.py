"""A large folder gives what a small one gives, however many processes read it."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg
from folders import Kept, assert_same, cached, counted, kept, large, write
from interrupts import hear_ctrl_c
from perfgoals.loading import read_folder
from perfgoals.loading.batches import read_batches
from perfgoals.loading.files import Shelf

__all__ = ["counted", "kept", "large"]

BAD = {"2镇.pg": "产出指标\n  管网 ≥ 80 公理\n", "远/8镇.pg": "产出指标\n  管网 80\n"}
POOL = "concurrent.futures.ProcessPoolExecutor"


def test_processes_read_what_one_reads(large: Path) -> None:
    """Order, spans, what is taken in and silences are the same."""
    found = read_folder(large, processes=2)
    assert_same(found, read_folder(large))
    assert [spec.region for spec in found[0]] == [f"{n}镇" for n in range(1, 9)]
    assert {unit.span.path for spec in found[0] for unit in spec.units if unit.span} == {
        str(large / "catalog.pg")
    }


def test_problems_are_told_as_ever(large: Path) -> None:
    """Problems come in the order of the files, whoever read them."""
    write(large, BAD)
    found = read_folder(large, processes=2)
    assert_same(found, read_folder(large))
    assert [problem.code for problem in found[1]] == ["PG201", "PG102"]
    with pytest.raises(pg.SpecError) as caught:
        pg.load_folder(large, processes=None)
    assert list(caught.value.problems) == found[1]


def test_a_catalogue_that_is_wrong_is_told_for_each(large: Path) -> None:
    """What is wrong in a catalogue is told where it is taken in, as in one process."""
    write(large, {"catalog.pg": "单位: 筐 = 25 千刻\n"})
    found = read_folder(large, processes=2)
    assert_same(found, read_folder(large))
    assert len(found[1]) > 8


def test_all_ways_of_processes_give_the_same(large: Path, tmp_path: Path) -> None:
    """A process that begins anew, as on Windows, reads the same as one that is a copy."""
    code = """
import sys, multiprocessing
import perfgoals as pg
from perfgoals.loading import folders, large
folders.LARGE, large.SHARED, large.PORTION = 1, 1, 250
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    found = pg.load_folder(sys.argv[1], processes=2)
    print(found == pg.load_folder(sys.argv[1]), len(found))
"""
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(large)], capture_output=True, encoding="utf-8", check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("True 8", "")


def test_a_process_that_may_have_no_children(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of a pool reads in itself."""

    class Daemon:
        daemon = True

    monkeypatch.setattr("multiprocessing.current_process", Daemon)
    monkeypatch.setattr(POOL, refusing(AssertionError))
    assert len(pg.load_folder(large, processes=2)) == 8


def refusing(error: type[BaseException]) -> Callable[..., Any]:
    def start(*_: object, **__: object) -> None:
        raise error

    return start


@pytest.mark.parametrize("error", [OSError, ImportError, NotImplementedError])
def test_where_no_process_can_be_started(
    large: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """The folder is read in one process."""
    monkeypatch.setattr(POOL, refusing(error))
    assert_same(read_folder(large, processes=2), read_folder(large))


class Failing:
    """A pool that reads one batch and then fails."""

    error: BaseException = BrokenProcessPool()
    is_new = True

    def __init__(self, _: int, *, initializer: Callable[..., None], initargs: Any) -> None:
        collects = gc.isenabled()
        initializer(*initargs)
        if collects:
            gc.enable()

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work: Callable[[Any], Any], batch: Any) -> Future[Any]:
        """The first, and no more."""
        future: Future[Any] = Future()
        if self.is_new:
            future.set_result(work(batch))
        else:
            future.set_exception(self.error)
        self.is_new = False
        return future

    def shutdown(self, *, cancel_futures: bool) -> None:
        """Nothing is left to do."""
        assert cancel_futures


def test_where_processes_are_ended(
    large: Path, monkeypatch: pytest.MonkeyPatch, counted: list[str]
) -> None:
    """What they had not read yet is read in this process, and nothing twice."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(POOL, Failing)
    found = read_folder(large, processes=2)
    assert sorted(set(counted) - {"catalog.pg"}) == [f"{n}镇.pg" for n in range(1, 9)]
    assert len([name for name in counted if name != "catalog.pg"]) == 8
    assert_same(found, read_folder(large))


def test_ctrl_c_is_handed_on(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who presses Ctrl-C wants no other process to go on."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr(Failing, "error", KeyboardInterrupt())
    monkeypatch.setattr(POOL, Failing)
    with pytest.raises(KeyboardInterrupt):
        read_folder(large, processes=2)
    assert gc.isenabled()


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.usefixtures("kept")
def test_progress(large: Path, processes: int) -> None:
    """It only grows and ends with all, whether files are parsed or taken from the cache."""
    for _ in range(2):
        told: list[float] = []
        read_folder(large, processes=processes, cache=True, progress=told.append)
        assert len(told) >= 3
        assert told == sorted(told)
        assert told[-1] == 1


def test_a_small_folder_costs_nothing(
    tmp_path: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few files take neither processes nor a cache, and no progress is told."""
    monkeypatch.setattr(POOL, refusing(AssertionError))
    write(tmp_path / "d", {"a.pg": "产出指标\n  管网 ≥ 80 公里\n"})
    told: list[float] = []
    specs, problems = read_folder(tmp_path / "d", processes=None, cache=True, progress=told.append)
    assert (len(specs), problems, told, kept.files) == (1, [], [], [])


def test_a_large_folder_in_one_process(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that asks for nothing starts nothing and writes nothing."""
    monkeypatch.setattr(POOL, refusing(AssertionError))
    monkeypatch.setattr("perfgoals.loading.large.cache_file", refusing(AssertionError))
    assert len(pg.load_folder(large)) == 8


@pytest.mark.usefixtures("kept")
def test_a_file_that_goes_meanwhile(large: Path) -> None:
    """A file that was listed and is gone when it is read is a problem, as ever."""
    (large / "9镇.pg").symlink_to(large / "nowhere.pg")
    for _ in range(2):
        specs, problems = cached(large)
        assert [problem.code for problem in problems] == ["PG001"]
        assert len(specs) == 8


def test_one_file_has_one_name(large: Path) -> None:
    """A catalogue that is taken in by two ways is one file, whichever is read first."""
    write(
        large,
        {"远/0镇.pg": "引用: ../catalog.pg\n引用: ../远/../catalog.pg\n产出指标\n  产量 ≥ 1 筐\n"},
    )
    specs, problems = read_folder(large, processes=2)
    assert not problems
    paths = {unit.span.path for spec in specs for unit in spec.units if unit.span}
    assert paths == {str(large / "catalog.pg")}


@pytest.mark.parametrize("after", [1, 2, 3])
def test_ctrl_c_comes_in_good_time(large: Path, after: int) -> None:
    """Not within the pool, which would wait for ever for a lock that was taken and not given back; and
    it is never lost."""
    hear_ctrl_c()
    usual = signal.getsignal(signal.SIGINT)
    files = sorted(large.glob("*镇.pg"))[:3]
    batches = read_batches(Shelf(large), [[file] for file in files], processes=2, keep=False)
    for _ in range(after):
        next(batches)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        next(batches)
    assert signal.getsignal(signal.SIGINT) is usual
