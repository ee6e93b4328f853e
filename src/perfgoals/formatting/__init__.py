"""Canonical text: of a `.pg` file with all its comments, and of a spec that was built without text."""

from __future__ import annotations

from perfgoals.errors import Problem, Span, SpecError
from perfgoals.formatting.rewriting import rewrite
from perfgoals.formatting.writing import spec_text
from perfgoals.model import Definitions, Spec
from perfgoals.parsing import parse_spec, standard_monitoring

__all__ = ["format_spec", "format_text"]

_NOTHING = Definitions()


def format_spec(spec: str | Spec, *, path: str = "<text>") -> str:
    """The canonical text of a specification: of its text, or of a `Spec` itself.

    A text keeps its comments, its blank lines (several become one), its line endings and its BOM;
    only the spelling of lines changes, never what they mean. What a text takes in by 引用 is not
    looked at, so the units and methods it uses must be its own or the standard ones; `perfgoals fmt`
    reads the files too. Raises SpecError for a text with errors.

    >>> print(format_spec("产出指标\\n    新建污水管网（公里）：≥８0  # 附件2"), end="")
    产出指标
      新建污水管网 ≥ 80 公里  # 附件2
    """
    if isinstance(spec, Spec):
        return spec_text(spec)
    return format_text(spec, parse_spec(spec, path, "", lambda _: _NOTHING))


def format_text(text: str, spec: Spec) -> str:
    """The canonical text of a text that reads as `spec`.

    What it gives has been read again and means the same. Raises SpecError where it does not, which
    is a mistake of this library; nothing is lost then.
    """
    new = rewrite(text, spec.units)
    if new == text:
        return text
    taken = Definitions(
        indicators=tuple(x for x in spec.catalogue if x not in spec.definitions.indicators),
        units=tuple(x for x in spec.units if x not in spec.definitions.units),
        methods=tuple(x for x in spec.all_methods if x not in spec.definitions.methods),
        monitoring=spec.monitoring if spec.monitoring != standard_monitoring() else None,
    )
    try:
        again = parse_spec(new, spec.path, "", lambda _: taken)
    except SpecError as error:
        raise _unsafe(spec.path, error.problems[0].span) from error
    if again != spec or _silences(again, spec) != _silences(spec, spec):
        raise _unsafe(spec.path, None)
    return new


def _silences(spec: Spec, of: Spec) -> list[tuple[str, str]]:
    """The silences that stand in the file itself."""
    return [(x.code, x.reason) for x in spec.silences if x.span.path == of.path]


def _unsafe(path: str, span: Span | None) -> SpecError:
    place = Span(path=path, line=span.line if span else 1)
    return SpecError([Problem(code="PG007", span=place, values={"path": path})])
