"""What a problem says, for tests of its words."""

from __future__ import annotations

import perfgoals as pg

__all__ = ["said"]


def said(problem: pg.Problem) -> str:
    """All that a problem says in both languages: the message and how to mend it."""
    return "\n".join(
        (
            problem.text("zh"),
            problem.help_text("zh"),
            problem.text("en"),
            problem.help_text("en"),
        )
    )
