"""What was achieved, as it was read for its target, and how it is shown."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

import attrs

from perfgoals import messages
from perfgoals.errors import Flaw
from perfgoals.method import Outcome
from perfgoals.names import fold
from perfgoals.quantities import read_quantity
from perfgoals.units import PERCENT, Quantity, Unit, exact_decimal, plain, unit_suffix

__all__ = [
    "Achievement",
    "Actual",
    "Computed",
    "Execution",
    "actual_text",
    "amount_of",
    "amount_text",
    "computed",
    "read_achievement",
    "six_decimals",
]


_ACHIEVED = {
    "达成": Outcome.MET,
    "完成": Outcome.MET,
    "已完成": Outcome.MET,
    "达成预期指标": Outcome.MET,
    "达成年度指标": Outcome.MET,
    "met": Outcome.MET,
    "部分达成": Outcome.PARTIAL,
    "部分达成预期指标并具有一定效果": Outcome.PARTIAL,
    "部分达成年度指标并具有一定效果": Outcome.PARTIAL,
    "partial": Outcome.PARTIAL,
    "未达成": Outcome.MISSED,
    "未完成": Outcome.MISSED,
    "未达成预期指标且效果较差": Outcome.MISSED,
    "未达成年度指标且效果较差": Outcome.MISSED,
    "missed": Outcome.MISSED,
}
_SHARE = re.compile(r"(?P<word>[^\d０-９]++)(?P<share>.+)")


@attrs.frozen
class Achievement:
    """A qualitative actual: 达成, 部分达成 or 未达成, and the share that was given, if any."""

    outcome: Outcome
    share: Quantity | None = None
    exact: Fraction | None = attrs.field(init=False, eq=False, repr=False)
    """The share as an exact number."""

    @exact.default
    def _exact_share(self) -> Fraction | None:
        return self.share.amount() if self.share else None

    def text(self, language: str) -> str:
        """How it is shown."""
        word = messages.word(f"outcome.{self.outcome.value}", language)
        return f"{word} {self.share}" if self.share else word


def read_achievement(text: str, folded: str) -> Achievement | None:
    """The achievement that a text says in the words of the forms, None where it says none."""
    outcome = _ACHIEVED.get(folded)
    if outcome:
        return Achievement(outcome)
    found = _SHARE.fullmatch(text)
    outcome = _ACHIEVED.get(fold(found["word"])) if found else None
    if found is None or outcome is None:
        return None
    try:
        share = read_quantity(found["share"])
    except Flaw:
        return None
    return Achievement(outcome, share) if share and share.dimension.is_ratio else None


@attrs.frozen
class Execution:
    """The budget's execution from an amount: 预算执行数, and its share of 金额."""

    amount: Quantity
    rate: Fraction


@attrs.frozen
class Computed:
    """An amount that was worked out and that no decimal of its unit equals: 1/3 公里.

    `amount` is exact, in base units.
    """

    amount: Fraction
    unit: Unit

    def text(self, language: str) -> str:
        """How it is shown: about so much."""
        return amount_text(self.amount / self.unit.factor, self.unit, language)


def computed(amount: Fraction, unit: Unit) -> Quantity | Computed:
    """An amount in base units as a quantity of a unit, or, where no decimal equals it, as it is."""
    exact = exact_decimal(amount / unit.factor)
    return Computed(amount, unit) if exact is None else Quantity(exact, unit)


Actual = Quantity | datetime.date | Achievement | Execution | Computed
"""What was achieved, as it was read for its target."""


def actual_text(actual: Actual | None, language: str) -> str | None:
    """An actual as it is shown, None where nothing was reported."""
    if isinstance(actual, Achievement | Computed):
        return actual.text(language)
    if isinstance(actual, Execution):
        return f"{actual.amount} ({amount_text(actual.rate * 100, PERCENT, language)})"
    return None if actual is None else str(actual)


def amount_text(amount: Fraction, unit: Unit, language: str) -> str:
    """An exact amount of a unit as text; what no decimal equals is marked as about."""
    exact = exact_decimal(amount)
    if exact is not None:
        return f"{plain(exact)}{unit_suffix(unit)}"
    if abs(amount) * 10**6 < 1:
        return messages.say("less_than", language, amount=f"0.000001{unit_suffix(unit)}")
    return messages.say("about", language, amount=f"{six_decimals(amount)}{unit_suffix(unit)}")


def amount_of(actual: Quantity | Execution | Computed) -> Fraction:
    """What was measured, exact, in base units."""
    if isinstance(actual, Execution):
        return actual.rate
    return actual.amount if isinstance(actual, Computed) else actual.amount()


def six_decimals(number: Fraction) -> str:
    """Six decimals, half up, to be read; the exact fraction stands beside it."""
    millionths = (2 * number.numerator * 10**6 + number.denominator) // (2 * number.denominator)
    whole, part = divmod(abs(millionths), 10**6)
    return f"{'-' if millionths < 0 else ''}{whole}.{part:06}"
