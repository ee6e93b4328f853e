"""From text to model: lines to pieces, pieces through the grammar, and on after every error.

No tree is built: the driver calls `Builder` for every rule that is complete.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence, Set

import attrs

from perfgoals import nearest, resources
from perfgoals.errors import Flaw, Problem, Span, SpecError
from perfgoals.messages import both
from perfgoals.method import Method, Monitoring
from perfgoals.model import Spec
from perfgoals.parsing.builder import Builder
from perfgoals.parsing.driver import Driver, Unexpected
from perfgoals.parsing.lines import LineLexer
from perfgoals.parsing.pieces import Piece, Source, Use
from perfgoals.parsing.silences import read_silences
from perfgoals.parsing.spec import build_spec
from perfgoals.parsing.tables import State, load_states, tables_of
from perfgoals.targets import Change, Target
from perfgoals.units import using
from perfgoals.values import name_and_target

__all__ = [
    "Line",
    "keywords",
    "lines_of",
    "name_text",
    "parse_spec",
    "parse_target",
    "signs",
    "standard_methods",
    "standard_monitoring",
    "title_text",
]


@functools.cache
def _parser() -> tuple[State, LineLexer]:
    tables = tables_of(resources.read("perfgoals.lark"))
    return load_states(tables, Builder()), LineLexer(tables["terminals"])


def keywords() -> dict[str, str]:
    """Every keyword of the grammar, with the kind of its piece."""
    return dict(_parser()[1].keywords)


def signs() -> tuple[str, ...]:
    """Every operator of the grammar, the colon among them."""
    return _parser()[1].signs


@attrs.frozen(eq=False, repr=False)
class Line:
    """A statement: the number of its line, how deep it stands, and its pieces."""

    number: int
    depth: int
    pieces: Sequence[Piece]


def lines_of(text: str) -> Iterator[Line]:
    """The statements of a text, without what is between them. For a text that has no errors."""
    lexer = _parser()[1]
    source = Source("<text>", lexer.keywords)
    depth = 0
    for pieces in lexer.lex(_normal(text), source):
        kind = pieces[0].type
        if kind in ("_INDENT", "_DEDENT"):
            depth += 1 if kind == "_INDENT" else -1
        else:
            yield Line(pieces[0].line, depth, pieces)


def name_text(name: str) -> str:
    """How a name is written before a sign: in quotes where it would be read as something else."""
    return name if _reads_as(f"{name}: x", "NAME", name) else _quoted(name)


def title_text(name: str) -> str:
    """How the name of a group is written: in quotes where it would be read as something else."""
    return name if _reads_as(name, "TITLE", name) else _quoted(name)


def _reads_as(line: str, kind: str, name: str) -> bool:
    """Whether a line inside a block is a name of this kind and, but for its sign, nothing else."""
    statement = next(lines_of("  " + line.replace("\n", "")), None)
    if statement is None or name in keywords():
        return False
    first, *rest = statement.pieces
    is_it = (first.type, first.value, first.flaw) == (kind, name, None)
    return is_it and (kind == "NAME" or not rest)


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _normal(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@functools.cache
def standard_methods() -> tuple[Method, ...]:
    """The methods that ship with the language, from `grammar/methods.pg`."""
    return _standard().methods


@functools.cache
def _standard() -> Spec:
    return _parse(resources.read("methods.pg"), "methods.pg", (), Monitoring(name=""))


def standard_monitoring() -> Monitoring:
    """The monitoring method that ships with the language."""
    return _standard().monitoring


def parse_spec(text: str, path: str = "<text>", sha256: str = "", use: Use | None = None) -> Spec:
    """The specification a text says. Raises SpecError with all that is wrong with it.

    `use` gives the definitions of the files that 引用 names.
    """
    with using(()):
        return _parse(text, path, standard_methods(), standard_monitoring(), sha256, use)


def parse_target(cell: str, *, name: str = "", year: int | None = None) -> Target | Change:
    """The target that a value cell of an official table says: `≥44公里`, `95%以上`, `1-2个`, `提高`.

    `name` is the indicator's, whose bracket may hold the unit; `year` completes a date without one.
    A target against a baseline (`较基期提高 5%`) is a `Change`. Raises SpecError for what is not
    plainly one target.

    >>> str(parse_target("≥44公里", name="新建污水管网（公里）"))
    '≥ 44 公里'
    """
    text = cell.strip()
    try:
        return name_and_target(name.strip(), text, year)[1]
    except Flaw as flaw:
        span = Span(path="<cell>", line=1, column=flaw.start + 1, end=flaw.end + 1)
        raise SpecError([Problem(code=flaw.code, span=span, values=flaw.values)]) from flaw


def _parse(
    text: str,
    path: str,
    methods: tuple[Method, ...],
    monitoring: Monitoring,
    sha256: str = "",
    use: Use | None = None,
) -> Spec:
    start, lexer = _parser()
    source = Source(path, lexer.keywords, use)
    text = _normal(text)
    driver = Driver(start)
    feed = driver.feed
    lines = lexer.lex(text, source)
    for pieces in lines:
        if pieces[0].flaw:
            source.report(pieces[0].flaw, pieces[0])
        try:
            feed(pieces)
        except Unexpected as error:  # the rest of the line is passed over
            piece = error.piece
            if piece.type == "_INDENT":
                first = _skip_block(lines)
                source.report(Flaw("PG111", 0, len(first.value)), first)
                continue
            source.report(_misplaced(piece, error.expected), piece)
            feed([Piece("JUNK", "", piece.line, piece.column, source)])
    preamble, body = driver.finish(Piece("$END", "", 1, 1, source))
    source.silences += tuple(read_silences(text, path))
    spec = build_spec(preamble, body, source, methods, sha256, monitoring)
    if source.problems:
        raise SpecError(sorted(source.problems, key=_place))
    return spec


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.span.line, problem.span.column) if problem.span else (0, 0)


def _skip_block(lines: Iterator[list[Piece]]) -> Piece:
    """Pass over the block that has just begun, to its end; its first piece is given back."""
    first = piece = next(lines)[0]
    depth = 1
    while True:
        depth += (piece.type == "_INDENT") - (piece.type == "_DEDENT")
        if depth == 0:
            return first
        piece = next(lines)[0]


def _misplaced(piece: Piece, expected: Set[str]) -> Flaw:
    """What is wrong with a line that is a statement, but not here."""
    size = len(piece.value)
    if piece.type in ("NAME", "TITLE"):
        words = [word for word, kind in piece.source.keywords.items() if kind in expected]
        near = nearest.hint(piece.value, words)
        if "VALUES" in expected:
            place = both("place.in_definition")
            return Flaw("PG116", 0, size, text=piece.value, place=place, **near)
        if "DIRECTION" in expected or "BASED_ON" in expected:
            code = "PG115" if "DIRECTION" in expected else "PG119"
            return Flaw(code, 0, size, name=piece.value, **near)
    if piece.type in _HEADER_KEYS:
        return Flaw("PG113", 0, size, key=piece.value)
    if piece.type in _ATTRIBUTE_KEYS:
        return Flaw("PG114", 0, size, key=piece.value)
    place = both(_PLACES.get(piece.type, "place.other"))
    return Flaw("PG116", 0, size, text=piece.value, place=place)


_PLACES = {
    **dict.fromkeys(("BASED_ON", "RULES", "BANDS", "OVER_COMPLETION", "GRADES"), "place.method"),
    **dict.fromkeys(("TYPE", "PURPOSE", "IMPLEMENTATION", "QUANTITY", "REMARKS"), "place.task"),
    **dict.fromkeys(("LEVEL", "VALUES"), "place.definition"),
    **dict.fromkeys(("TASK", "METHOD", "DEFINE"), "place.margin"),
    "UNIT": "place.unit",
}
"""Where a line belongs that stands elsewhere."""


_HEADER_KEYS = frozenset(
    (
        *("LANGUAGE", "FUND", "REGION", "YEAR", "DOCUMENT", "PROVINCIAL_DEPARTMENT"),
        *("DEPARTMENT", "AMOUNT", "GOAL", "USE_METHOD", "USE"),
    )
)
_ATTRIBUTE_KEYS = frozenset(
    (
        *("WEIGHTS", "DIRECTION", "DEADLINE", "SCORING", "SOURCE", "BASIS", "NOTE", "AGGREGATION"),
        *("REPORTING", "FORMULA", "BASELINE", "AMENDMENT", "EXAMPLE"),
    )
)
