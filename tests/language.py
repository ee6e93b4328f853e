"""What a text of the language means, and what is wrong with it, for tests of the language."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg

__all__ = ["HERE", "outline", "places", "problems_of"]

HERE = Path(__file__).parent


def shown(target: pg.Target) -> str:
    """A target as one line."""
    if isinstance(target, pg.Bound):
        return f"{target.op.value} {target.value.value} {target.value.unit.text}".rstrip()
    if isinstance(target, pg.Range):
        return f"{target.low.value}~{target.high.value} {target.low.unit.text}".rstrip()
    if isinstance(target, pg.Deadline):
        return f"by {target.date}"
    return f"text {target.text}"


def outline(text: str) -> list[str]:
    """The table of a spec as lines: its groups and targets, indented by level."""

    def lines(members: tuple[pg.Group | pg.Indicator, ...], depth: int) -> list[str]:
        out: list[str] = []
        for member in members:
            weight = "" if member.weight is None else f" [{member.weight}]"
            if isinstance(member, pg.Group):
                out.append("  " * depth + member.name + weight)
                out += lines(member.members, depth + 1)
            else:
                out.append("  " * depth + f"{member.name}: {shown(member.target)}{weight}")
        return out

    return lines(pg.loads(text).members, 0)


def problems_of(text: str) -> tuple[pg.Problem, ...]:
    """All that is wrong with a text."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text)
    return caught.value.problems


def places(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of all that is wrong with a text."""
    return [
        (problem.code, problem.span.line, problem.span.column)
        for problem in problems_of(text)
        if problem.span is not None
    ]
