"""Strategies for the parts of a table: numbers with units, targets, scorings, methods.

What is drawn first is what is simplest, so that a failure shrinks to a plain line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from perfgoals.levels import level
from perfgoals.method import Band, Grade, GroupWeight, Method, Outcome, Rule, Scoring, ScoringEntry
from perfgoals.parsing import standard_methods
from perfgoals.targets import Bound, Comparison, Deadline, Qualitative, Range, Target
from perfgoals.testing.measures import FAMILIES, Family
from perfgoals.units import PERCENT, Quantity, Unit, exact_decimal, find_unit

__all__ = [
    "KINDS",
    "Kind",
    "decimal",
    "methods",
    "quantities",
    "scorings",
    "targets",
    "unit",
    "whole_split",
]

YEAR = 2023
Kind = Comparison | type[Range] | type[Deadline] | type[Qualitative]
KINDS: tuple[Kind, ...] = (*Comparison, Range, Qualitative, Deadline)
"""What a target can be, the simplest first."""

TEXTS = (
    "提高",
    "建成",
    "基本形成",
    "实现互联互通、远程医疗",
    "每月1次",
    "improved",
    "达到“五有”标准",
    "逐步改善（含农村）",
)


def unit(text: str) -> Unit:
    """A unit by its spelling. Raises ValueError where it is none."""
    found = find_unit(text)
    if found is None:
        raise ValueError(f"no unit: {text}")
    return found


def decimal(number: Fraction) -> Decimal:
    """The decimal that a fraction is. Raises ValueError where it is none."""
    found = exact_decimal(number)
    if found is None:
        raise ValueError(f"no decimal: {number}")
    return found


# ---- numbers with units ---------------------------------------------------------------------------


@st.composite
def quantities(
    draw: DrawFn, *, units: Sequence[str] | None = None, most: int = 200, signed: bool = True
) -> Quantity:
    """Quantities of the field's units, or of `units`: above 0, of at most two decimals and `most`.

    With `signed`, money and percentages are sometimes 0 or below.
    """
    if units is None:
        family = draw(st.sampled_from(FAMILIES))
        word = draw(st.sampled_from(family.units))
    else:
        word = draw(st.sampled_from(units))
        family = next((x for x in FAMILIES if word in x.units), Family(((word, Fraction(1)),)))
    size = dict(family.sizes)[word]
    digits = 0 if family.whole and size == 1 else draw(st.integers(0, 2))
    number = Fraction(draw(st.integers(1, most * 10**digits)), 10**digits)
    if signed and family.signed:
        number *= draw(st.sampled_from((1, 1, 1, 1, 0, -1)))
    return Quantity(decimal(number), unit(word))


def _days() -> SearchStrategy[dt.date]:
    """Days in and about the year, the ends of months more often."""
    ends = st.integers(1, 12).map(lambda month: dt.date(YEAR, month, 28) + dt.timedelta(4))
    last = ends.map(lambda day: day.replace(day=1) - dt.timedelta(1))
    near = st.integers(-90, 60).map(lambda days: dt.date(YEAR, 12, 31) + dt.timedelta(days))
    return st.one_of(st.just(dt.date(YEAR, 12, 31)), last, near)


@st.composite
def targets(
    draw: DrawFn,
    *,
    kinds: Collection[Kind] = KINDS,
    numbers: SearchStrategy[Quantity] | None = None,
) -> Target:
    """Targets of the given kinds; `numbers` draws the value of a bound and the low end of a range."""
    # A number is drawn for each kind: what takes fewer draws would count as simpler than a bound.
    value = draw(quantities() if numbers is None else numbers)
    kind = draw(st.sampled_from(tuple(kinds)))
    if kind is Qualitative:
        return Qualitative(draw(st.sampled_from(TEXTS)))
    if kind is Deadline:
        day = draw(_days())
        start = draw(st.sampled_from((None, None, None, 31, 92)))
        return Deadline(day, None if start is None else day - dt.timedelta(start))
    if isinstance(kind, Comparison):
        return Bound(kind, value)
    width = draw(st.integers(1, 50))
    return Range(value, Quantity(value.value + width, value.unit))


# ---- scoring --------------------------------------------------------------------------------------


def _percents(*choices: str) -> SearchStrategy[Quantity | None]:
    return st.sampled_from([None, *(Quantity(Decimal(choice), PERCENT) for choice in choices)])


@st.composite
def scorings(draw: DrawFn, rules: Collection[Rule], *, full_line: bool = False) -> Scoring:
    """One of the rules, perhaps with its lines; `full_line` says whether it may have a 满分线."""
    rule = draw(st.sampled_from(tuple(rules)))
    if rule is Rule.DIRECT:
        return Scoring(rule=rule)
    full = draw(_percents("90", "87.5")) if full_line else None
    return Scoring(rule=rule, pass_line=draw(_percents("60", "50", "33.3")), full_line=full)


UPWARD_RULES = (Rule.PROPORTIONAL, Rule.PROPORTIONAL, Rule.DIRECT)
DOWNWARD_RULES = (Rule.DEDUCTION, Rule.RECIPROCAL, Rule.DIRECT)
_GROUPS = ("满意度指标", "质量指标", "产出", "成本指标", "时效指标", "output", "基础")


@st.composite
def methods(draw: DrawFn, *, own: bool | None = None) -> Method:
    """Scoring methods: the standard ones, and of one's own (`own` chooses: only those, or none)."""
    standard = standard_methods()
    if own is not True and (own is False or draw(st.booleans()) is False):
        return draw(st.sampled_from(standard))
    base = draw(st.sampled_from(standard))
    return Method(
        name=draw(st.sampled_from(("从严", "own method", "自定〔2023〕1号"))),
        weights=draw(st.one_of(st.just(base.weights), _weights())),
        scoring=draw(st.one_of(st.just(base.scoring), _rules())),
        bands=draw(st.one_of(st.just(base.bands), _bands())),
        over_completion=draw(_percents("130", "110", "100")),
        grades=draw(st.one_of(st.just(base.grades), _grades())),
    )


@st.composite
def _weights(draw: DrawFn) -> tuple[GroupWeight, ...]:
    pool = ("产出指标", "效益指标", "满意度", "cost", "预算执行率", "基础")
    names = draw(st.lists(st.sampled_from(pool), unique=True, min_size=1))
    parts = whole_split(draw, Fraction(100), len(names)) or []
    pairs = zip(names, parts, strict=True)
    return tuple(GroupWeight(name=name, points=decimal(part)) for name, part in pairs)


@st.composite
def _rules(draw: DrawFn) -> tuple[ScoringEntry, ...]:
    found = {"正向": draw(scorings(UPWARD_RULES)), "反向": draw(scorings(DOWNWARD_RULES))}
    for name in draw(st.lists(st.sampled_from(_GROUPS), unique_by=level, max_size=3)):
        cost = name == "成本指标"
        rules = DOWNWARD_RULES if cost else UPWARD_RULES
        found[name] = draw(scorings(rules, full_line=not cost))
    if draw(st.booleans()):
        found["一票否决"] = Scoring(rule=Rule.DIRECT)
    return tuple(ScoringEntry(name=name, scoring=scoring) for name, scoring in found.items())


@st.composite
def _bands(draw: DrawFn) -> tuple[Band, ...]:
    lowest = draw(st.sampled_from((("90", "50", "0"), ("75.5", "75", "20"), ("100", "1", "0"))))
    outcomes = (Outcome.MET, Outcome.PARTIAL, Outcome.MISSED)
    return tuple(
        Band(outcome=outcome, lowest=Quantity(Decimal(least), PERCENT))
        for outcome, least in zip(outcomes, lowest, strict=True)
    )


@st.composite
def _grades(draw: DrawFn) -> tuple[Grade, ...]:
    choices = (
        (("优", "95"), ("良", "82.5"), ("中", "50"), ("差", "0")),
        (("合格", "60"), ("不合格", "0")),
        (("pass", "0.01"), ("fail", "0")),
    )
    return tuple(Grade(name=x, bound=Decimal(least)) for x, least in draw(st.sampled_from(choices)))


# ---- weights --------------------------------------------------------------------------------------


def whole_split(draw: DrawFn, total: Fraction, count: int) -> list[Fraction] | None:
    """`total` in so many parts, none of them 0: whole ones, else in steps of 0.01, else None."""
    if count == 0 or total <= 0:
        return None
    for step in (Fraction(1), Fraction(1, 100)):
        size = total / step
        if size.denominator == 1 and size >= count:
            places = st.integers(1, int(size) - 1) if size > 1 else st.nothing()
            cuts = draw(st.lists(places, min_size=count - 1, max_size=count - 1, unique=True))
            ends = [0, *sorted(cuts), int(size)]
            return [(high - low) * step for low, high in pairwise(ends)]
    return None
