"""Long work that can be stopped, with a bar on a terminal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from perfgoals.cli.console import Console
from perfgoals.cli.progress import Bar
from perfgoals.messages import say

__all__ = ["waiting"]

T = TypeVar("T")
_EVERY = 0.2
"""Seconds between two looks."""


@contextmanager
def waiting(
    console: Console, word: str, progress: Callable[[], float], stop: Callable[[], None]
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Gives what runs a piece of work in another thread, so that Ctrl-C is heard while it runs.

    `progress` gives how much is done, from 0 to 1, below 0 where that is not known; `stop` ends the
    work, which is waited for.
    """
    bar = Bar(console, say(word, console.language))
    try:
        yield lambda work: _run(work, bar, progress, stop)
    finally:
        bar.clear()


def _run(
    work: Callable[[], T], bar: Bar, progress: Callable[[], float], stop: Callable[[], None]
) -> T:
    made: list[T] = []
    failed: list[BaseException] = []
    done = threading.Event()  # a `join` that Ctrl-C interrupts takes the thread for ended

    def target() -> None:
        try:
            made.append(work())
        except BaseException as error:  # told in the thread that waits
            failed.append(error)
        finally:
            done.set()

    thread = threading.Thread(target=target)
    thread.start()
    try:
        while not done.wait(_EVERY):
            if bar.is_shown:
                bar.show(progress())
    finally:
        while not done.wait(_EVERY / 4):  # between two statements there is nothing to stop
            stop()
        thread.join()
    if failed:
        raise failed[0]
    return made[0]
