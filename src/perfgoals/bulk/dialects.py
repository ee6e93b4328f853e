"""What the query says in numbers, and what the engines write differently."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

__all__ = ["FLAGS", "Dialect"]

FLAGS = {
    "over_completion": 1,
    "over_budget": 2,
    "other_counter": 4,
    "no_share": 8,
    "problem": 16,
    "partial_report": 32,
    "gap": 64,
}
"""The bits of the flags, in the order in which they are shown."""


@attrs.frozen
class Dialect:
    """What engines write differently.

    `matches` asks whether a pattern takes the whole of a text, `gather` makes a list of records of a
    group's rows, `spread` makes a row of each element of a list.
    """

    matches: str
    gather: str
    spread: str
    field: str
    pack: str
    """Makes a list of texts."""

    nth: str
    """An element of a list, counted from 1."""

    once: str
    """Says of a part of a WITH clause that it is worked out once."""

    text: str
    """The type of texts."""

    whole: str
    """The type of whole numbers of up to 38 digits."""

    divide: str
    """Divides whole numbers."""

    size: str
    """How many bytes a text has."""

    quote: str
    """What a name stands between; one in it is doubled."""

    def named(self, name: str) -> str:
        """The name of a column, whatever it is made of."""
        return self.quote + name.replace(self.quote, 2 * self.quote) + self.quote

    def wide(self, number: str) -> str:
        """A whole number of up to 38 digits."""
        return f"CAST({number} AS {self.whole})"

    def bytes(self, text: str) -> str:
        """The expression for the bytes of a text."""
        return self.size.format(text=text)

    def whole_part(self, number: str, by: str) -> str:
        """How often one whole number above zero goes into another."""
        return f"(({number}) {self.divide} ({by}))"

    def full(self, text: str, pattern: str) -> str:
        """The expression for a text and a pattern."""
        return self.matches.format(text=text, pattern=pattern)

    def gathered(self, columns: Iterable[str]) -> str:
        """The expression for the rows of a group as a list of records."""
        return self.gather.format(
            fields=", ".join(self.field.format(name=name) for name in columns)
        )

    def packed(self, columns: Iterable[str]) -> str:
        """The expression for a list of the texts of some columns."""
        return self.pack.format(fields=", ".join(columns))

    def unpacked(self, texts: str, columns: Iterable[str]) -> str:
        """The columns again; a text that is missing is empty."""
        pairs = enumerate(columns, start=1)
        each = ((self.nth.format(texts=texts, number=number), name) for number, name in pairs)
        return ", ".join(f"coalesce({text}, '') AS {name}" for text, name in each)

    def spreaded(self, records: str) -> str:
        """The expression for a row for each record of a list."""
        return self.spread.format(records=records)
