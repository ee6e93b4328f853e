"""The driver: pieces through the parse tables. No tree is built, what a rule makes is made at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perfgoals.parsing.pieces import Piece
from perfgoals.parsing.tables import State

__all__ = ["Driver", "Unexpected"]


class Unexpected(Exception):
    """A piece that cannot stand here, and the kinds that can."""

    def __init__(self, piece: Piece, expected: frozenset[str]) -> None:
        super().__init__(piece.type, expected)
        self.piece = piece
        self.expected = expected


class Driver:
    """One text on its way through the grammar: an LALR parser, as in every book on compilers.

    After an error it stands before the piece that is wrong, and others can be fed.
    """

    def __init__(self, start: State) -> None:
        self._states = [start]
        self._values: list[Any] = []

    def feed(self, pieces: Sequence[Piece]) -> None:
        """Take the next pieces in. Raises Unexpected at the first that cannot stand where it does."""
        states, values = self._states, self._values
        for piece in pieces:
            kind = piece.type
            step = states[-1].steps.get(kind)
            while not isinstance(step, State):
                if step is None:
                    raise Unexpected(piece, frozenset(states[-1].steps))
                rule, size, make = step
                parts: list[Any] = []
                if size:
                    parts = values[-size:]
                    del values[-size:], states[-size:]
                values.append(make(parts))
                states.append(states[-1].gotos[rule])
                step = states[-1].steps.get(kind)
            states.append(step)
            values.append(piece)

    def finish(self, end: Piece) -> Any:
        """What the text says, after its end, a piece of the kind `$END`. Raises Unexpected."""
        self.feed([end])
        return self._values[0]
