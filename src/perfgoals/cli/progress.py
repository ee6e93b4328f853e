"""A bar on standard error while long work goes on; only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from perfgoals.cli.console import Console
from perfgoals.reports.tables import width

__all__ = ["Bar", "shown"]

T = TypeVar("T")
_WIDTH = 30


class Bar:
    """A line that is drawn over again: a word, and how much of the work is done."""

    def __init__(self, console: Console, word: str) -> None:
        self.word = word
        self.is_shown = sys.stderr.isatty() and not console.plain
        self._drawn = 0

    def show(self, share: float) -> None:
        """Draw it, `share` from 0 to 1."""
        if not self.is_shown:
            return
        done = min(max(share, 0.0), 1.0)
        filled = int(done * _WIDTH)
        line = f"{self.word} [{'#' * filled}{'.' * (_WIDTH - filled)}] {done:4.0%}"
        sys.stderr.write(f"\r{line}")
        sys.stderr.flush()
        self._drawn = width(line)

    def clear(self) -> None:
        """Take it away."""
        if self._drawn:
            sys.stderr.write(f"\r{' ' * self._drawn}\r")
            sys.stderr.flush()


def shown(work: Iterable[T], total: int, bar: Bar) -> Iterator[T]:
    """The same things, while the bar says how many of them have come."""
    try:
        for done, thing in enumerate(work, 1):
            bar.show(done / max(total, 1))
            yield thing
    finally:
        bar.clear()
