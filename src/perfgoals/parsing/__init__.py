"""Text to model. The only package that sees lark."""

from perfgoals.parsing.lines import COMMENT, MAX_LINE
from perfgoals.parsing.parser import (
    Line,
    keywords,
    lines_of,
    name_text,
    parse_spec,
    parse_target,
    signs,
    standard_methods,
    standard_monitoring,
    title_text,
)
from perfgoals.parsing.pieces import Piece, Use

__all__ = [
    "COMMENT",
    "MAX_LINE",
    "Line",
    "Piece",
    "Use",
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
