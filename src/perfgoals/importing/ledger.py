"""What became of every cell, and what was doubtful: nothing of a table goes without an entry here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from perfgoals.errors import Flaw, Problem
from perfgoals.importing.grids import Block, Cell, Line
from perfgoals.importing.headings import Column
from perfgoals.messages import Both, both

__all__ = ["IGNORED", "NOT_USED", "USES", "Doubt", "Ledger", "UsedCell", "problem_of"]

IGNORED = "ignored-with-reason"

USES = {
    Column.NAME: "name",
    Column.VALUE: "value",
    Column.OPERATOR: "operator",
    Column.UNIT: "unit",
    Column.WEIGHT: "weight",
    Column.DIRECTION: "operator",
    Column.ACTUAL: "actual",
    Column.NOTE: "note",
    Column.REASON: "note",
}
"""What a column of a target table is used as."""

NOT_USED = {Column.SERIAL: "serial", Column.SCORE: "score", Column.DEPARTMENT: "header"}
"""Why a column is not used."""


@attrs.frozen(kw_only=True)
class UsedCell:
    """A filled cell of a table, or a line that says something of one, and what it was used as.

    `use` is level, name, value, operator, unit, weight, header, task, actual, heading, note, doubt or
    ignored-with-reason; `reason` says why a cell was not used, in both languages.
    """

    place: str
    text: str
    use: str
    reason: Both | None = None


@attrs.frozen(kw_only=True)
class Doubt:
    """A printed cell that is not plainly one thing: it made no target, or one that is to be checked.

    `problem` says why; its code is explained by `perfgoals explain`. `name` is the indicator's, or
    the label beside the cell.
    """

    place: str
    cell: str
    name: str
    problem: Problem

    @property
    def reason_code(self) -> str:
        """The code of the problem."""
        return self.problem.code


@attrs.define(eq=False)
class Ledger:
    """The uses of cells and lines, by the cell itself."""

    _uses: dict[Cell | Line, tuple[str, Both | None]] = attrs.field(factory=dict)

    def use(self, cell: Cell | Line | None, use: str) -> None:
        """Note what a cell was used as; a later use counts."""
        if cell is not None:
            self._uses[cell] = (use, None)

    def ignore(self, cells: Iterable[Cell], reason: str) -> None:
        """Note why cells are not used; one that has a use keeps it."""
        for cell in cells:
            self._uses.setdefault(cell, (IGNORED, both(f"import.ignored_{reason}")))

    def use_not(self, cell: Cell | None, reason: str) -> None:
        """Note that a cell was not used after all."""
        if cell is not None:
            self._uses[cell] = (IGNORED, both(f"import.ignored_{reason}"))

    def listed(self, blocks: Iterable[Block]) -> Iterator[UsedCell]:
        """Every cell of the tables, and the lines that were used, in the order of the document."""
        for block in blocks:
            for cell in _cells(block):
                if isinstance(cell, Cell):
                    self.ignore([cell], "outside")
                if cell in self._uses:
                    use, reason = self._uses[cell]
                    yield UsedCell(place=cell.place, text=cell.text, use=use, reason=reason)


def _cells(block: Block) -> Iterator[Cell | Line]:
    if isinstance(block, Line):
        yield block
    else:
        for row in block.rows:
            yield from row


def problem_of(flaw: Flaw) -> Problem:
    """What is wrong in a cell, as a problem."""
    return Problem(code=flaw.code, values=flaw.values)
