"""A bar on standard error while long work goes on; only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from perfgoals.cli.console import Console

__all__ = ["shown"]

T = TypeVar("T")
_WIDTH = 30


def shown(work: Iterable[T], total: int, console: Console) -> Iterator[T]:
    """The same things, with a bar that says how many of them have come."""
    if not console.columns or console.plain:
        yield from work
        return
    full, empty = ("█", "░") if _can_show("█░") else ("#", ".")
    try:
        for done, thing in enumerate(work, 1):
            part = _WIDTH * done // max(total, 1)
            sys.stderr.write(f"\r{full * part}{empty * (_WIDTH - part)} {done}/{total}")
            sys.stderr.flush()
            yield thing
    finally:
        sys.stderr.write("\r" + " " * (_WIDTH + 2 * len(str(total)) + 4) + "\r")
        sys.stderr.flush()


def _can_show(signs: str) -> bool:
    try:
        signs.encode(sys.stderr.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
