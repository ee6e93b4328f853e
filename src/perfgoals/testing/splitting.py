"""One answer as the rows of several reporting units and periods, which joined come to it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perfgoals.attributes import Aggregation, Reporting
from perfgoals.testing.answers import Answer
from perfgoals.testing.measures import amount, family_of
from perfgoals.units import Quantity

__all__ = ["Share", "split"]

_UNITS = ("甲镇", "乙镇", "丙镇")
_COUNTS = st.sampled_from((1, 1, 2, 3))
_ONE_UNIT = st.sampled_from((("",), _UNITS[:1]))
_PERIODS = st.sampled_from(
    (("2023Q1", "2023Q2", "2023-07/2023-09"), ("2023-01", "2023-02", "2023-03"))
)
_PARTS = st.sampled_from((Decimal("0.5"), Decimal("0.25"), Decimal(0), Decimal("0.1")))


@attrs.frozen(kw_only=True)
class Share:
    """What a row says of an answer: of which unit and period, and its part (None for a blank)."""

    value: Answer | None
    unit: str = ""
    period: str = ""


def split(
    draw: DrawFn,
    given: Answer,
    rules: tuple[Aggregation | None, Reporting | None],
    *,
    another: Callable[[], Answer | None],
    can_be: Callable[[Quantity], bool],
) -> list[Share]:
    """Shares of an answer under 口径 and 报送; one only where nothing joins them, or more cannot be.

    `another` gives an answer of the same outcome, for the unit that is not the worst (逐项).
    """
    aggregation, reporting = rules
    if aggregation is Aggregation.NONE:
        aggregation = None
    units = draw(_COUNTS) if aggregation else 1
    periods = draw(_COUNTS) if reporting else 1
    names = _UNITS[:units] if units > 1 else draw(_ONE_UNIT)
    times = draw(_PERIODS)[:periods] if periods > 1 else ("",)
    found = []
    for name, value in zip(
        names, _over_units(draw, given, aggregation, units, another), strict=True
    ):
        parts = _over_time(draw, value, reporting, periods)
        found += [
            Share(value=x, unit=name, period=time) for time, x in zip(times, parts, strict=True)
        ]
    numbers = [x.value for x in found if isinstance(x.value, Quantity)]
    return found if all(can_be(number) for number in numbers) else [Share(value=given)]


def _over_units(
    draw: DrawFn,
    given: Answer,
    rule: Aggregation | None,
    count: int,
    another: Callable[[], Answer | None],
) -> Sequence[Answer]:
    if count == 1:
        return [given]
    if rule is Aggregation.EACH or not isinstance(given, Quantity):
        others = (another() for _ in range(count - 1))
        return [given, *(given if x is None else x for x in others)]
    if rule is Aggregation.MEAN:
        return _parts(draw, Quantity(given.value * count, given.unit), count)
    if rule is Aggregation.SUM:
        return _parts(draw, given, count)
    step = 1 if rule is Aggregation.MIN else -1
    return [given, *(Quantity(given.value + step * n, given.unit) for n in range(count - 1))]


def _over_time(draw: DrawFn, given: Answer, rule: Reporting | None, count: int) -> Sequence[Answer]:
    if count == 1 or not isinstance(given, Quantity):
        return [given] * count
    parts = _parts(draw, given, count)
    if rule is Reporting.INCREMENT:
        return parts
    totals = [sum((x.value for x in parts[: n + 1]), Decimal(0)) for n in range(count)]
    return [Quantity(total, given.unit) for total in totals]


def _parts(draw: DrawFn, whole: Quantity, count: int) -> list[Quantity]:
    """Quantities that add up: pieces where they are counted in pieces."""
    rest, found = whole.value, list[Decimal]()
    for _ in range(count - 1):
        part = rest * draw(_PARTS)
        if family_of(whole.unit).whole:
            part = Decimal(int(part)) if amount(Quantity(part, whole.unit)) % 1 else part
        found.append(part)
        rest -= part
    return [Quantity(part, whole.unit) for part in (*found, rest)]
