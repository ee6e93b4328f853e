"""What is legal and yet wrong: the lint rules. docs/rules.md has a section for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfgoals.checking.findings import merge, silence
from perfgoals.checking.rules import PEDANTIC, RULES
from perfgoals.errors import Problem, Severity
from perfgoals.model import Spec
from perfgoals.units import using

__all__ = ["PEDANTIC", "RULES", "check", "check_all"]

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT)


def check(spec: Spec) -> tuple[Problem, ...]:
    """What is wrong with one specification though it can be read. Never raises for what it finds.

    >>> import perfgoals as pg
    >>> spec = pg.loads("满意度指标\\n  群众满意度 ≤ 90%")
    >>> [problem.code for problem in pg.check(spec)]
    ['PG309']
    """
    return check_all((spec,))


def check_all(
    specs: Sequence[Spec], *, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[Problem, ...]:
    """The findings in several specifications, which are also held against each other.

    The worst come first; one finding in several files is one, with many places. `select` names the
    codes to look for instead of those on by default, `ignore` those to leave out.
    """
    chosen = set(select) or set(RULES) - PEDANTIC
    codes = [code for code in RULES if code in chosen - set(ignore)]
    found: list[Problem] = []
    for code in codes:
        for spec in specs:
            with using(spec.units):
                found += RULES[code].of_spec(spec)
        found += RULES[code].of_all(specs)
    found.sort(key=_rank)  # the order of the files tells nothing
    kept = silence(specs, found, codes, RULES)
    return tuple(sorted(merge(kept), key=_rank))


def _rank(problem: Problem) -> tuple[int, str, str, int]:
    span = problem.span
    place = (span.path, span.line) if span else ("", 0)
    return _ORDER.index(problem.severity), problem.code, *place
