"""What an evaluation asks of the engine that it runs on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.schema import Record
from perfgoals.bulk.sources import Facts
from perfgoals.bulk.telling import Telling

__all__ = ["Hold", "Records", "Session"]


Hold = Callable[[str, str], str]
"""Makes a table of a statement by a name, and gives what it is called."""


class Records(Protocol):
    """The relations of some specs: `records` has them by their names."""

    records: dict[str, list[Record]]


class Session(Protocol):
    """An engine with the tables and functions of one evaluation in it; `start` begins their names."""

    dialect: Dialect
    start: str

    def load(self, relations: Records) -> dict[str, str]:
        """Make the relations tables; the columns of the spellings that have one value in all of them,
        with that value."""

    def facts(self) -> Facts:
        """The facts as a SELECT. Raises ActualsError for columns that will not do."""

    def register(self, rows: Telling, facts: Facts) -> None:
        """Make the functions known that read odd rows, and the facts a table."""

    @property
    def share(self) -> Hold | None:
        """Makes a table that several others read: it is worked out once, with the first of them that is.
        None where the engine works out a part of a WITH clause once anyway."""

    def check(self) -> None:
        """Raises ValueError where the evaluation is closed."""

    def close(self) -> None:
        """Give everything back, once."""

    # ---- queries -------------------------------------------------------------------------------------

    def relation(self, sql: str) -> Any:
        """What a query gives, lazily, as the engine has it."""

    def native(self, sql: str) -> Any:
        """The same in the kind that the actuals came in."""

    def columns(self, sql: str) -> tuple[str, ...]:
        """The names of its columns."""

    def rows(self, sql: str, most: int | None = None) -> list[dict[str, Any]]:
        """Its rows, as plain data."""

    def summary(self, sql: str, columns: str) -> dict[str, Any]:
        """One row of what an SQL expression makes of all its rows."""

    def write(self, sql: str, path: Path, form: str | None) -> None:
        """Write it to a file, whole or not at all. Raises PerfGoalsError and OSError."""

    def keep(self, name: str, sql: str) -> str:
        """Work it out, where it is not yet, and keep it on disk: the table."""

    def progress(self) -> float:
        """How much of the work that another thread waits for is done; below 0 unknown."""

    def interrupt(self) -> None:
        """End that work; nothing where none is running."""
