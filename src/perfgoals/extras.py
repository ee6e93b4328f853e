"""Packages that come with an extra (`pip install "perfgoals[report]"`) and may not be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from perfgoals.errors import PerfGoalsError, Problem

__all__ = ["needs"]


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Around the import of an extra's package: where it is missing, how to install it is the error.

    Raises PerfGoalsError.
    """
    try:
        yield
    except ImportError as error:
        values = {"what": what, "package": str(error.name or ""), "extra": extra}
        raise PerfGoalsError([Problem(code="PG930", values=values)]) from error
