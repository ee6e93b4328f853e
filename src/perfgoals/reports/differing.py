"""What changed between two versions of a spec, as text and as JSON."""

from __future__ import annotations

import json

from perfgoals.differing import Difference, Kind, SpecChange
from perfgoals.messages import say, word
from perfgoals.reports.tables import clean, table
from perfgoals.units import plain

__all__ = ["diff_json", "diff_text"]


def diff_json(difference: Difference, language: str) -> str:
    """A list of one element."""
    return json.dumps([difference.to_dict(language)], ensure_ascii=False, indent=2) + "\n"


def diff_text(difference: Difference, language: str) -> str:
    """A line a change; with actuals the totals and the scores that moved."""
    if difference.changes:
        lines = [_line(change, language) for change in difference.changes]
    else:
        lines = [word("diff.nothing", language)]
    before, after = difference.before, difference.after
    if before is not None and after is not None:
        totals = {"before": plain(before.total), "after": plain(after.total)}
        grades = {"old": before.grade or "—", "new": after.grade or "—"}
        lines += ["", say("diff.totals", language, **totals, **grades)]
        if difference.scores:
            head = [word(f"diff.{key}", language) for key in ("indicator", "before", "after")]
            rows = [
                [each.name, *("—" if x is None else plain(x) for x in (each.before, each.after))]
                for each in difference.scores
            ]
            lines += table([head, *rows], right=(1, 2))
    return "\n".join(lines) + "\n"


def _line(change: SpecChange, language: str) -> str:
    name = change.name
    if change.kind is Kind.HEADER:
        name = word(f"diff.field.{name}", language)
    kind = word(f"diff.{change.kind.value}", language)
    values = {"before": change.before.text(language), "after": change.after.text(language)}
    text = say("diff.line", language, kind=kind, name=name, **values)
    if change.witness:
        text += say("diff.witness", language, actual=change.witness)
    return clean(text)
