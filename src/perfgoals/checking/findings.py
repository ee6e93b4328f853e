"""What all rules share: making a finding, silencing it, and telling one in many files once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

import attrs

from perfgoals.errors import Edit, Problem, Related, Severity, Span
from perfgoals.messages import Value
from perfgoals.model import Spec

__all__ = ["finding", "merge", "silence"]

_HINTS = frozenset(("PG313", "PG315", "PG316", "PG317", "PG318", "PG319", "PG320", "PG321"))
"""Slips of the pen and what is merely unused: told last."""


def finding(
    rule: str,
    span: Span | None,
    /,
    *related: tuple[Span | None, str],
    fix: Sequence[Edit] = (),
    **values: Value,
) -> Problem:
    """A finding of a rule, as a warning or a hint."""
    return Problem(
        code=rule,
        span=span,
        severity=Severity.HINT if rule in _HINTS else Severity.WARNING,
        values=values,
        related=tuple(Related(span=place, phrase=phrase) for place, phrase in related if place),
        fix=tuple(fix),
    )


def merge(problems: Iterable[Problem]) -> list[Problem]:
    """Findings that say the same of several files become one, with the other places related."""
    merged: dict[object, Problem] = {}
    for problem in problems:
        key = (problem.code, problem.values) if not problem.related else problem
        first = merged.get(key)
        if first is None:
            merged[key] = problem
        elif problem.span:
            also = Related(span=problem.span, phrase="related.also")
            fix = (*first.fix, *problem.fix)
            merged[key] = attrs.evolve(first, related=(*first.related, also), fix=fix)
    return list(merged.values())


def silence(
    specs: Sequence[Spec], problems: list[Problem], codes: Sequence[str], known: Container[str]
) -> list[Problem]:
    """Leave out what a comment silences, and report silences that silence nothing."""
    places = {
        (each.span.path, each.line, each.code): each for spec in specs for each in spec.silences
    }
    used = set()
    kept = []
    for problem in problems:
        span = problem.span
        key = (span.path, span.line, problem.code) if span else None
        if key in places:
            used.add(key)
        else:
            kept.append(problem)
    for key, each in places.items():
        if not each.reason and "PG319" in codes:
            kept.append(finding("PG319", each.span, code=each.code))
        idle = key not in used and (each.code in codes or each.code not in known)
        if idle and "PG318" in codes:
            fix = (Edit(span=each.span, replacement=""),)
            kept.append(finding("PG318", each.span, fix=fix, code=each.code))
    return kept
