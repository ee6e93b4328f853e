"""The words for a text target, with every whole share, as the reading itself takes them."""

from __future__ import annotations

import attrs

from perfgoals.achieved import Achievement
from perfgoals.actuals import Row
from perfgoals.evaluation.completion import Ratio
from perfgoals.evaluation.planning import Plan
from perfgoals.evaluation.reading import WrongRow, read
from perfgoals.method import Outcome

__all__ = ["OUTCOMES", "Words"]

OUTCOMES = {each: number for number, each in enumerate(Outcome)}
"""The number of an outcome in a column: met 0, partial 1, missed 2, unreported 3, not due 4."""

# The usual words. Others are read in Python, row by row: a word that is missing here costs time only.
_WORDS = (
    *("达成", "完成", "已完成", "达成预期指标", "达成年度指标", "met"),
    *("部分达成", "部分达成预期指标并具有一定效果", "部分达成年度指标并具有一定效果", "partial"),
    *("未达成", "未完成", "未达成预期指标且效果较差", "未达成年度指标且效果较差", "missed"),
)
_SHARES = ("", *(f"{blank}{share}%" for blank in ("", " ") for share in range(101)))


@attrs.define
class Words:
    """`records` has, for the bands of each method, the texts that are known as they stand."""

    records: list[tuple[int, str, int, int, int, bool]] = attrs.Factory(list)
    _known: dict[tuple[tuple[Outcome, Ratio], ...], int] = attrs.Factory(dict)

    def is_word(self, each: Plan) -> bool:
        """Whether a target's own text could be read as one of the words."""
        return self._read(attrs.evolve(each, text=""), str(each.target)) is not None

    def bands(self, each: Plan) -> int:
        """The number of a method's bands."""
        key = tuple((outcome, band.low) for outcome, band in each.bands.items())
        if key not in self._known:
            self._known[key] = len(self._known)
            probe = attrs.evolve(each, text="")
            for text in (word + share for word in _WORDS for share in _SHARES):
                value = self._read(probe, text)
                if value is not None:
                    self._add(each, self._known[key], text, value)
        return self._known[key]

    def _read(self, probe: Plan, text: str) -> Achievement | None:
        try:
            value = read(probe, Row(indicator="x", actual=text)).value
        except WrongRow:
            return None
        return value if isinstance(value, Achievement) else None

    def _add(self, each: Plan, bands: int, text: str, value: Achievement) -> None:
        share, outcome = value.exact, value.outcome
        if share is not None:
            n, d = share.as_integer_ratio()
        else:
            n, d = (1, 1) if outcome is Outcome.MET else each.bands[outcome].low
        self.records.append((bands, text, OUTCOMES[outcome], n, d, share is None))
