"""实际完成值 of a self-assessment as rows of actuals."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from perfgoals.importing.drafts import Draft
from perfgoals.importing.forms import Entry
from perfgoals.importing.headings import Field
from perfgoals.importing.targets import unit_words
from perfgoals.messages import LANGUAGES, say
from perfgoals.names import fold
from perfgoals.quantities import NUMBER
from perfgoals.spreadsheet import guarded
from perfgoals.units import Quantity
from perfgoals.values import split_unit

__all__ = ["actuals_csv"]

_COLUMNS = ("地区", "指标", "实际值", "单位", "说明")
_UNREPORTED = frozenset(fold(say("outcome.unreported", language)) for language in LANGUAGES)
"""What our own reports write where nothing was reported; in actuals that is a blank."""
_SPENT = "预算执行数"


def actuals_csv(draft: Draft) -> str | None:
    """The rows as CSV text; None for a table without an actual value.

    A doubtful row makes none: its actual value stands in its comment.
    """
    rows = list(_rows(draft))
    if not any(row[2] for row in rows):
        return None
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([guarded(text) for text in row] for row in rows)
    return out.getvalue()


def _rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    region = draft.form.region
    spent = draft.form.header.get(Field.SPENT)
    if spent is not None and isinstance(draft.header.amount, Quantity):
        yield region, _SPENT, spent.words, spent.unit, ""
    labels = draft.spec.labels if draft.spec else {}
    for item in draft.items:
        entry, indicator = item.entry, item.indicator
        if indicator is None or not isinstance(entry, Entry):
            continue
        actual = entry.actual.words if entry.actual and entry.actual.key not in _UNREPORTED else ""
        reason = entry.reason.words if entry.reason else ""
        name = labels.get(indicator, indicator.name)
        yield region, name, actual, _unit(entry, actual), reason


def _unit(entry: Entry, actual: str) -> str:
    """The unit of a bare number: that of its column, else the one in the printed name.

    Else it stays bare, and takes the target's unit where that is safe (not for a ratio).
    """
    if not re.fullmatch(NUMBER, actual):
        return ""
    parts = split_unit(entry.name.words)
    return unit_words(entry.unit) or (parts[1] if parts else "")
