"""What was achieved, as it was read for its target, and how it is shown."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from perfgoals import messages
from perfgoals.method import Outcome
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
    "six_decimals",
]


@attrs.frozen
class Achievement:
    """A qualitative actual: 达成, 部分达成 or 未达成, and the share that was given, if any."""

    outcome: Outcome
    share: Quantity | None = None

    def text(self, language: str) -> str:
        """How it is shown."""
        word = messages.word(f"outcome.{self.outcome.value}", language)
        return f"{word} {self.share}" if self.share else word


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
