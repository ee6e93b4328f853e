"""A roll-up as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from perfgoals.achieved import actual_text
from perfgoals.messages import say, word
from perfgoals.reports.tables import PLAIN, Look, clean, table
from perfgoals.reports.text import eval_text
from perfgoals.rollup import Ranked, Rollup

__all__ = ["rollup_json", "rollup_text", "spread_of"]


def rollup_json(parents: Sequence[Rollup], language: str) -> str:
    """One element a parent."""
    found = [parent.to_dict(language) for parent in parents]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def rollup_text(parents: Sequence[Rollup], language: str, look: Look = PLAIN) -> str:
    """Each parent as its scorecard, then what was left out, and the parts' places."""
    return "\n".join(_parent(parent, language, look) for parent in parents)


def _parent(parent: Rollup, language: str, look: Look) -> str:
    lines = [eval_text([parent.card], language, look).rstrip("\n")]
    if parent.left_out:
        lines += ["", word("rollup.left_out", language)]
        lines += [clean(f"  {x.name}: {x.reason.text(language)}") for x in parent.left_out]
    if parent.ranks:
        head = [word(f"rollup.{key}", language) for key in ("indicator", "best", "worst", "silent")]
        rows = [spread_of(ranks, language) for ranks in parent.ranks]
        lines += ["", say("rollup.spread", language, count=len(parent.parts))]
        lines += table([head, *rows], right=(3,), limit={0: 40, 1: 30, 2: 30}, look=look)
    return "\n".join(lines) + "\n"


def spread_of(ranks: Sequence[Ranked], language: str) -> list[str]:
    """An indicator with the part that is farthest, the one that is last, and how many are silent."""
    reported = [each for each in ranks if each.completion is not None]
    silent = str(len(ranks) - len(reported))
    if len(reported) > 1 and reported[0].place == reported[-1].place:
        return [ranks[0].name, word("rollup.alike", language), "—", silent]  # none is ahead
    ends = [f"{x.region} {actual_text(x.value, language)}" for x in reported[:1] + reported[-1:]]
    return [ranks[0].name, *(ends or ["—", "—"]), silent]
