"""`perfgoals explain`: what a code of a problem means, with an example; without one, all of them."""

from __future__ import annotations

import argparse

from perfgoals import nearest
from perfgoals.cli.console import Console
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages.explaining import codes
from perfgoals.reports.explanations import explanation_text, list_text

__all__ = ["run"]


def run(options: argparse.Namespace, console: Console) -> int:
    """Explain the codes of a call, each once, or list them all."""
    wanted = list(dict.fromkeys(_code(text) for text in options.paths))
    known = codes()
    problems = [
        Problem(code="PG919", values={"text": code, **nearest.hint(code, known, 3)})
        for code in wanted
        if code not in known
    ]
    if problems:
        raise PerfGoalsError(problems)
    texts = [explanation_text(code, console.language) for code in wanted]
    console.write("\n\n".join(texts) if texts else list_text(console.language))
    return 0


def _code(text: str) -> str:
    """A code as it is written: `pg102` and `102` are PG102."""
    code = text.strip().upper()
    return f"PG{code}" if code.isdecimal() else code
