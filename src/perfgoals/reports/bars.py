"""How far an actual is on its way to its target, in whole thousandths, to be drawn. Nothing is decided
here: the outcome is, and a bar that is rounded down never reaches a target that was not met."""

from __future__ import annotations

from fractions import Fraction

import attrs

from perfgoals.achieved import Achievement, Computed, Execution, amount_of
from perfgoals.method import Outcome
from perfgoals.model import Spec
from perfgoals.scorecard import Result
from perfgoals.targets import Bound, Range
from perfgoals.units import Quantity, exact_decimal, plain

__all__ = ["BAR_END", "Bar", "bar_of", "completion_text", "percent"]

BAR_END = 1500
"""Where a bar is cut off; the target stands at 1000."""


@attrs.frozen
class Bar:
    """A bar of the actual and the band from `low` to 1000 in which the target is met; `low` is None
    where the target is one mark."""

    fill: int
    low: int | None = None

    @property
    def is_cut(self) -> bool:
        """Whether the actual goes beyond what is drawn."""
        return self.fill == BAR_END


def bar_of(spec: Spec, result: Result) -> Bar | None:
    """The bar of a result; None for dates, for texts without a share and where the target is not
    above 0: there is nothing to be in proportion to."""
    actual, target = result.actual, result.indicator.target
    if isinstance(actual, Achievement):
        met = spec.method.lowest_share(Outcome.MET)
        if actual.share is None or met is None or met.value <= 0:
            return None
        return Bar(_thousandths(actual.share.amount(), met.amount()))
    if not isinstance(actual, Quantity | Execution | Computed):
        return None
    if isinstance(target, Bound) and target.value.value > 0:
        return Bar(_thousandths(amount_of(actual), target.value.amount()))
    if isinstance(target, Range) and target.low.value >= 0 and target.high.value > 0:
        high = target.high.amount()
        low = _thousandths(target.low.amount(), high)
        return Bar(_thousandths(amount_of(actual), high), low)
    return None


def _thousandths(part: Fraction, whole: Fraction) -> int:
    return max(0, min(BAR_END, int(part * 1000 / whole)))


def completion_text(result: Result) -> str:
    """The completion of a result to be read."""
    is_short = result.outcome in (Outcome.MISSED, Outcome.PARTIAL)
    return share_text(result.completion, is_met=not is_short)


def share_text(share: Fraction | None, *, is_met: bool) -> str:
    """A completion to be read: what stands at its bound and does not meet it (300 of `> 300 人`) is
    less than 100%."""
    return "<100%" if share == 1 and not is_met else percent(share)


def percent(share: Fraction | None) -> str:
    """A completion to be read: exact to 0.01%, else cut off there and marked: `≈99.33%`."""
    if share is None:
        return ""
    exact = exact_decimal(share * 100)
    hundredths = int(share * 10000)
    if exact is not None and Fraction(hundredths) == share * 10000:
        return f"{plain(exact)}%"
    return f"≈{hundredths // 100}.{hundredths % 100:02}%"
