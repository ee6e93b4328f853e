"""The pieces of a line, and the text they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from perfgoals.errors import Flaw, Problem, Related, Span
from perfgoals.messages import Value
from perfgoals.method import Method, Monitoring
from perfgoals.model import Definitions, Indicator, IndicatorDefinition, Silence

if TYPE_CHECKING:
    from perfgoals.parsing.nodes import Keyed

__all__ = ["Piece", "Source", "Use"]

Use = Callable[[str], Definitions]
"""From the path that 引用 names to what that file defines."""


class Source:
    """The text that is being read: its path, its keywords, and what is wrong with it so far."""

    def __init__(self, path: str, keywords: Mapping[str, str], use: Use | None = None) -> None:
        self.path = path
        self.use = use
        """Gives the definitions of another file; None where there is no folder to look in."""

        self.methods: tuple[Method, ...] = ()
        """The scoring methods that 引用 took in."""

        self.monitoring: Monitoring | None = None
        """The monitoring method that 引用 took in."""

        self.silences: tuple[Silence, ...] = ()
        self.keywords = keywords
        self.problems: list[Problem] = []
        self.lacks_definitions = False
        """Whether a 引用 failed: what the catalogue would have said is not known."""

        self.definitions: tuple[IndicatorDefinition, ...] = ()
        """The catalogue's, from the files that 引用 names and from this one so far."""

        self.places: dict[tuple[int, str], Span] = {}
        """Where the attributes stand that only the whole table can show to be wrong, by the line of
        their target and their kind."""

        self.year: int | None = None
        """The 年度, once its line is read: it completes dates such as 12月底前."""

    def note_places(self, target: Piece, lines: Sequence[Keyed]) -> None:
        """Note where the attributes of a target stand."""
        for line in lines:
            if line.kind in ("SCORING", "AGGREGATION", "REPORTING", "FORMULA"):
                self.places[target.line, line.kind] = line.piece.span

    def problem_of(
        self,
        code: str,
        target: Indicator,
        kind: str,
        values: Mapping[str, Value],
        first: Indicator | None = None,
    ) -> None:
        """Note what is wrong with an attribute of a target: at its line, with the target's, or with that
        of the `first` target which says otherwise.

        What a catalogue says of the target is told at the target alone.
        """
        span = self._place_of(target, kind)
        related = (
            [Related(span=target.span, phrase="related.target")] if span and target.span else []
        )
        place = self._place_of(first, kind) if first else None
        if place:
            related = [Related(span=place, phrase="related.first")]
        self.problems.append(
            Problem(code=code, span=span or target.span, values=values, related=tuple(related))
        )

    def _place_of(self, target: Indicator, kind: str) -> Span | None:
        return self.places.get((target.span.line, kind)) if target.span else None

    def report(self, flaw: Flaw, piece: Piece, *related: Related) -> None:
        """Note what is wrong in a piece."""
        start, end = piece.column + flaw.start, piece.column + max(flaw.end, flaw.start + 1)
        span = Span(path=self.path, line=piece.line, column=start, end=end)
        self.problems.append(
            Problem(code=flaw.code, span=span, values=flaw.values, related=related)
        )


class Piece:
    """A piece of a line, a token of the grammar: its kind, its text, and where it stands.

    JUNK is a line that fits nothing; `flaw` is what is wrong with it.
    """

    __slots__ = ("column", "flaw", "line", "source", "type", "value")

    def __init__(
        self,
        kind: str,
        value: str,
        line: int,
        column: int,
        source: Source,
        flaw: Flaw | None = None,
    ) -> None:
        self.type = kind
        self.value = value
        self.line = line
        self.column = column
        self.source = source
        self.flaw = flaw

    @property
    def span(self) -> Span:
        """Where it stands."""
        end = self.column + len(self.value)
        return Span(path=self.source.path, line=self.line, column=self.column, end=end)
