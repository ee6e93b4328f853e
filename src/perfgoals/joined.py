"""What several rows made: those of reporting units (填报单位), of periods, or of a formula's items."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import attrs

from perfgoals import messages
from perfgoals.achieved import Actual, actual_text
from perfgoals.actuals import Row

__all__ = ["ONE_ROW", "Joined", "Part", "named", "parts_text"]


@attrs.frozen(kw_only=True)
class Part:
    """What one reporting unit (填报单位) reported of an indicator; `met` only where each stands by
    itself (逐项). `until` is the last day it reported on, where others have reported on later ones."""

    unit: str
    actual: Actual | None
    row: Row
    met: bool | None = None
    until: datetime.date | None = None

    def text(self, language: str) -> str:
        """The unit and its value: `甲镇 8 万元`."""
        shown = actual_text(self.actual, language) or messages.word("outcome.unreported", language)
        return f"{self.unit} {shown}{self._late(language)}"

    def late_text(self, language: str) -> str:
        """The unit and the day up to which it reported: `甲镇（报到 2023-05-31）`."""
        return self.unit + self._late(language)

    def _late(self, language: str) -> str:
        until = self.until
        return "" if until is None else messages.say("parts.until", language, day=str(until))

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `--format json` prints of it."""
        actual = actual_text(self.actual, language)
        until = None if self.until is None else str(self.until)
        return {"reporting_unit": self.unit, "actual": actual, "met": self.met, "until": until}


@attrs.frozen(kw_only=True)
class Joined:
    """What several rows made beside a value: which they were, and what each unit or item had.

    `partial` says that a part of what was added up was not reported, `gap` that a period between
    others was not. `items` are those of a formula, `missing` the ones that were not reported.
    """

    rows: tuple[Row, ...] = ()
    parts: tuple[Part, ...] = ()
    partial: bool = False
    gap: bool = False
    missing: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """What of it wants to be seen: units or periods that did not report."""
        return ("partial_report",) * self.partial + ("gap",) * self.gap


ONE_ROW = Joined()
"""Nothing was joined: one row or none."""


def parts_text(parts: Sequence[Part], language: str) -> str:
    """The reporting units that fail by themselves, did not report, or not the latest period."""
    text = ""
    told = {
        "failed": [part.text(language) for part in parts if part.met is False],
        "silent": [part.unit for part in parts if part.actual is None],
        "late": [part.late_text(language) for part in parts if part.until is not None],
    }
    for key, names in told.items():
        if names:
            shown = named(names[:_MOST_PARTS], language)
            more = "…" if len(names) > _MOST_PARTS else ""
            counts = {"count": len(names), "of": len(parts)}
            text += messages.say(f"parts.{key}", language, names=shown + more, **counts)
    return text


def named(names: Sequence[str], language: str) -> str:
    """Names, one after the other."""
    return _COMMA[language].join(names)


_COMMA = {"zh": "、", "en": ", "}
_MOST_PARTS = 20
"""So many reporting units are named in a reason; `parts` has all."""
