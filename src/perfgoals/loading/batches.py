"""Files that are read together: in this process, or many batches on all cores.

A process gives back its specs as the records of which the cache is made.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import attrs

from perfgoals.loading.files import Problems, Shelf, Uses
from perfgoals.model import Spec
from perfgoals.records import decode, encode

__all__ = ["Batch", "Section", "read_batches", "read_files"]

Files = Sequence[Path]

PROCESS_LIMIT = 61
"""Windows waits for no more."""


@attrs.frozen(eq=False)
class Section:
    """Specs that were read together: the digests of their files and of what these take in."""

    files: Mapping[str, str]
    uses: Uses
    data: bytes
    """The specs as records, in the order of the files."""


@attrs.frozen(eq=False)
class Batch:
    """What reading some files gave: the specs, and what is wrong with the other files."""

    specs: tuple[Spec, ...]
    problems: Problems = attrs.field(factory=dict)
    section: Section | None = None
    """The specs as they are kept, where that was asked for."""


def read_files(shelf: Shelf, files: Files, *, keep: bool = False) -> Batch:
    """Read files one after the other."""
    specs, problems, uses = shelf.load_each(files)
    return Batch(tuple(specs), problems, _section(specs, uses) if keep else None)


def _section(specs: Sequence[Spec], uses: Uses) -> Section:
    return Section({spec.path: spec.sha256 for spec in specs}, uses, encode(specs))


def read_batches(
    shelf: Shelf, batches: Sequence[Files], *, processes: int | None, keep: bool
) -> Iterator[Batch]:
    """Read batch after batch, in so many processes at once (None: one on each core).

    Where they cannot be started, or are ended from outside, the rest is read in this one.
    """
    count = os.cpu_count() or 1 if processes is None else processes
    count = min(count, len(batches), PROCESS_LIMIT)
    if count < 2 or not _may_have_children():
        yield from (read_files(shelf, files, keep=keep) for files in batches)
        return
    done = 0
    for batch in _in_processes(shelf.folder, batches, count):
        done += 1
        yield batch
    yield from (read_files(shelf, files, keep=keep) for files in batches[done:])


def _may_have_children() -> bool:
    from multiprocessing import current_process

    return not current_process().daemon


def _in_processes(folder: Path, batches: Sequence[Files], count: int) -> Iterator[Batch]:
    """The batches in their order, as far as there are processes that read them."""
    from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor

    heard: SimpleQueue[Future[Batch] | None] = SimpleQueue()
    try:
        with (
            _interrupts(heard) as interrupt,
            ProcessPoolExecutor(count, initializer=_begin, initargs=(folder,)) as pool,
        ):
            try:
                futures = [pool.submit(_work, files) for files in batches]
                for future in futures:
                    future.add_done_callback(heard.put)
                done: set[Future[Batch] | None] = set()
                for future in futures:
                    interrupt()
                    while future not in done:
                        done.add(heard.get())
                        interrupt()
                    batch = future.result()
                    assert batch.section is not None
                    yield attrs.evolve(batch, specs=decode(batch.section.data))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    except (BrokenExecutor, ImportError, NotImplementedError, OSError):
        return  # no semaphores, no memory, no right to: platforms differ


@contextmanager
def _interrupts(heard: SimpleQueue[Any]) -> Iterator[Callable[[], None]]:
    """Ctrl-C as a None in a queue; what is given does, in good time, what it does otherwise.

    Wherever it comes a pool may have taken a lock that it then never gives back, and who ends the pool
    waits for that one for ever.
    """
    came: list[bool] = []
    usual = signal.getsignal(signal.SIGINT)
    if not callable(usual) or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def hear(*_: object) -> None:
        came.append(True)
        heard.put(None)

    def interrupt() -> None:
        if came:
            came.clear()
            usual(signal.SIGINT, None)

    signal.signal(signal.SIGINT, hear)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, usual)
        interrupt()


_shelf: Shelf | None = None
"""Of a process that reads batches: what is taken in is read once in each."""


def _begin(folder: Path) -> None:
    global _shelf
    # Ctrl-C is for the one that waits: it ends the others after the files that they are reading. A pool
    # whose processes die of it says so on standard error, now and then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # nothing that is read goes round in circles
    _shelf = Shelf(folder)


def _work(files: Files) -> Batch:
    assert _shelf is not None
    return attrs.evolve(read_files(_shelf, files, keep=True), specs=())
