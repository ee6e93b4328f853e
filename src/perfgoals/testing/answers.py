"""What is answered to one indicator: a number aimed at where it matters, a day, a word."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from perfgoals.method import Method, Outcome, Rule
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Qualitative, Range, Target
from perfgoals.testing import reference
from perfgoals.testing.asking import Asked
from perfgoals.testing.measures import amount, family_of, size
from perfgoals.testing.parts import unit
from perfgoals.testing.reading import Value
from perfgoals.units import PERCENT, Quantity, Unit, exact_decimal

__all__ = [
    "Answer",
    "answer",
    "number_in",
    "number_of",
    "reaching",
    "ties",
    "unit_of",
    "value_of_answer",
]

Answer = Quantity | dt.date | tuple[Outcome, Quantity | None]
"""A number, a day, or an outcome with the share that is given."""

_HAIRS = st.sampled_from((Decimal("0.01"), Decimal("1e-12"), Decimal(1), Decimal("1e-20")))
_SIDES = st.sampled_from((0, 0, -1, 1))
_DAYS = (0, 1, -1, 40, -40)
_PLACES = 12
_PLACES_IN_BAND = st.sampled_from((None, None, 0, 100, 50, 33))


def answer(
    draw: DrawFn, asked: Asked, method: Method, wanted: Collection[Outcome]
) -> Answer | None:
    """An answer whose outcome is wanted; None where it cannot have any of those."""
    target = asked.indicator.target
    if isinstance(target, Qualitative):
        return _word(draw, method, asked.weight, wanted)
    if isinstance(target, Deadline):
        days = [x for x in _DAYS if (Outcome.MET if x <= 0 else Outcome.MISSED) in wanted]
        return target.date + dt.timedelta(draw(st.sampled_from(days))) if days else None
    drawn = number_of(draw, asked)
    plain = (drawn, *_plain_numbers(asked))
    fitting = (x for x in plain if _fits(asked, x) and _outcome(asked, method, x) in wanted)
    return next(fitting, None)


def value_of_answer(asked: Asked, given: Answer) -> Value:
    """An answer as the reference evaluator takes it."""
    if isinstance(given, Quantity):
        of_amount = asked.amount is not None and not given.dimension.is_ratio
        return amount(given) / amount(asked.amount) if of_amount and asked.amount else amount(given)
    if isinstance(given, dt.date):
        return given
    return given[0], None if given[1] is None else amount(given[1])


def _outcome(asked: Asked, method: Method, number: Quantity) -> Outcome:
    value = value_of_answer(asked, number)
    return reference.judged(asked.indicator, value, asked.rule, method)[0]


def _fits(asked: Asked, number: Quantity) -> bool:
    value = value_of_answer(asked, number)
    return isinstance(value, Fraction) and asked.can_be(value)


# ---- words ----------------------------------------------------------------------------------------


def _word(
    draw: DrawFn, method: Method, weight: Fraction, wanted: Collection[Outcome]
) -> Answer | None:
    """达成, 部分达成 or 未达成, perhaps with a share of its band: an end of it, half a cent, or any."""
    outcomes = (Outcome.MET, Outcome.PARTIAL, Outcome.MISSED)
    words = [x for x in outcomes if x in wanted]
    if not words:
        return None
    word = draw(st.sampled_from(words))
    place = outcomes.index(word)
    lowest, above = method.lowest_share(word), method.lowest_share(outcomes[place - 1])
    part = draw(_PLACES_IN_BAND)
    share = draw(ties(weight)) if draw(st.booleans()) else None
    if part is None or lowest is None:
        return word, None
    low = amount(lowest)
    high = amount(above) if above and place else Fraction(1)
    if share is None or not low <= share <= high:
        share = low + (high - low) * part / 100
    if place and share == high:
        share -= min(Fraction(1, 10**4), (high - low) / 2)
    return word, number_in(share, PERCENT)


# ---- numbers --------------------------------------------------------------------------------------


def number_of(draw: DrawFn, asked: Asked) -> Quantity:
    """A number with a completion worth aiming at, in some unit, and perhaps a hair beside it."""
    target = asked.indicator.target
    assert isinstance(target, Bound | Range)
    own = unit_of(target)
    family = family_of(own)
    base = reaching(asked, draw(_completions(asked)), above=draw(st.booleans()))
    word = draw(_words(asked))
    if asked.amount is not None and draw(st.booleans()):
        base *= amount(asked.amount)
        word = draw(st.sampled_from((asked.amount.unit.text, "元")))
    in_unit = own if word == own.text else _unit(word, asked)
    if family.whole:
        base = Fraction(base // 1)
    number = number_in(base, in_unit)
    side = draw(_SIDES)
    if side:
        hair = 1 / size(in_unit) if family.whole else Fraction(draw(_HAIRS))
        number = number_in((Fraction(number.value) + side * hair) * size(in_unit), in_unit)
    return number


def _unit(word: str, asked: Asked) -> Unit:
    return asked.amount.unit if asked.amount and word == asked.amount.unit.text else unit(word)


@functools.lru_cache(maxsize=4096)
def _completions(asked: Asked) -> SearchStrategy[Fraction]:
    """Completions worth aiming at: met, half, a line of the rule, half a cent of the weight."""
    choices = [
        st.just(Fraction(1)),
        st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(3, 4), Fraction(2)]),
        st.sampled_from([Fraction(13, 10), Fraction(15, 10), Fraction(11, 10)]),
        st.integers(0, 400).map(lambda part: Fraction(part, 200)),
    ]
    if asked.rule.pass_line is not None:
        choices.append(st.just(amount(asked.rule.pass_line)))
    if asked.weight:
        choices += [ties(asked.weight)] * 6
        # Where the score first rounds to the whole weight.
        choices.append(st.just(1 - Fraction(1, 2) / (asked.weight * 100)))
    return st.one_of(choices)


@functools.lru_cache(maxsize=4096)
def _words(asked: Asked) -> SearchStrategy[str]:
    """A unit to answer in: the target's own first."""
    own = unit_of(asked.indicator.target)
    return st.sampled_from((own.text, *family_of(own).units))


@functools.lru_cache(maxsize=4096)
def ties(weight: Fraction) -> SearchStrategy[Fraction]:
    """Completions at which weight × c ends in exactly half a cent, and which a decimal can say."""
    cents = odd = int(weight * 100)
    for prime in (2, 5):
        while odd and odd % prime == 0:
            odd //= prime
    if not odd:
        return st.just(Fraction(1))
    # c = odd × m / 2 cents with an odd m: the denominator keeps no prime but 2 and 5.
    return st.integers(1, cents // odd).map(lambda n: Fraction(odd * (2 * n - 1), 2 * cents))


def reaching(asked: Asked, c: Fraction, *, above: bool) -> Fraction:
    """A value with this completion, were it not met (c above 1 goes past the target)."""
    target, rule = asked.indicator.target, asked.rule
    if isinstance(target, Range):
        low, high = amount(target.low), amount(target.high)
        far = max(abs(low), abs(high))
        return high + (1 - c) * far if above else low - (1 - c) * far
    assert isinstance(target, Bound)
    t = amount(target.value)
    if target.op is Comparison.EQUAL:
        return t + (1 - c) * t if above else t - (1 - c) * t
    if asked.indicator.direction is Direction.UP:
        return c * (t if rule.full_line is None or above else amount(rule.full_line))
    if rule.rule is Rule.RECIPROCAL and c > 0:
        return t / c
    return (2 - c) * t


def _plain_numbers(asked: Asked) -> Iterator[Quantity]:
    """What is tried where the drawn number cannot be, or has another outcome than is wanted."""
    target = asked.indicator.target
    assert isinstance(target, Bound | Range)
    own = unit_of(target)
    ends = (target.value,) if isinstance(target, Bound) else (target.low, target.high)
    for end in ends:
        for step in (Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal(1), Decimal(-1)):
            yield Quantity(end.value + step, own)
        yield Quantity(end.value * 2, own)
    yield Quantity(Decimal(0), own)
    for bound in (asked.low, asked.high):
        if bound is not None:
            yield number_in(bound, own)


def unit_of(target: Target) -> Unit:
    """The unit of a bound or a range."""
    assert isinstance(target, Bound | Range)
    return target.value.unit if isinstance(target, Bound) else target.high.unit


def number_in(base: Fraction, in_unit: Unit) -> Quantity:
    """An amount in this unit, or the finite decimal just below it."""
    exact = base / size(in_unit)
    number = exact_decimal(exact)
    if number is None or len(number.as_tuple().digits) > 40:
        number = exact_decimal(Fraction(exact * 10**_PLACES // 1, 10**_PLACES))
    assert number is not None
    return Quantity(number, in_unit)
