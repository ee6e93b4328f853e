"""Text to model. The only package that sees lark."""

from perfgoals.parsing.parser import (
    keywords,
    parse_spec,
    parse_target,
    signs,
    standard_methods,
)

__all__ = ["keywords", "parse_spec", "parse_target", "signs", "standard_methods"]
