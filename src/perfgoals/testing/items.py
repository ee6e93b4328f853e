"""The data items of formulas (算法): amounts at which a formula comes to what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perfgoals.formula import Item, infer
from perfgoals.method import Method, Outcome
from perfgoals.model import Spec
from perfgoals.testing import reference
from perfgoals.testing.answers import number_in, number_of, unit_of
from perfgoals.testing.asking import Asked
from perfgoals.testing.joining import calculated
from perfgoals.testing.measures import FAMILIES, Family, amount
from perfgoals.units import NUMBER, Dimension, Quantity, Unit, find_unit

__all__ = ["amounts"]

_Values = dict[str, Fraction | None]


def amounts(
    draw: DrawFn,
    spec: Spec,
    asked: Asked,
    known: Mapping[str, Fraction | None],
    wanted: Collection[Outcome],
) -> dict[Item, Quantity] | None:
    """An amount for each item that is not `known` yet; None where no wanted outcome was found.

    All but one are drawn; that one is solved for, where the formula is a straight line in it.
    """
    formula = asked.indicator.attributes.formula
    assert formula is not None
    free = [item for item in formula.items if item.key not in known]
    units = _units(spec, asked)
    if units is None:
        return None
    drawn = {item: _drawn(draw, units[item.key]) for item in free}

    def value(quantities: Mapping[Item, Quantity]) -> Fraction | None:
        found: _Values = {**known, **{x.key: amount(q) for x, q in quantities.items()}}
        try:
            return calculated(formula.expression, found)
        except ZeroDivisionError:
            return None

    goal = amount(number_of(draw, asked))
    solved = [_solved(drawn, item, value, goal) for item in free]
    for found in (*(x for x in solved if x), drawn, *_simple(drawn, units)):
        if _is_wanted(value(found), asked, spec.method, wanted):
            return found
    return None


def _is_wanted(
    value: Fraction | None, asked: Asked, method: Method, wanted: Collection[Outcome]
) -> bool:
    if value is None:
        return False
    return reference.judged(asked.indicator, value, asked.rule, method)[0] in wanted


def _units(spec: Spec, asked: Asked) -> dict[str, Unit] | None:
    """A unit for each item: the catalogue's, else one of its dimension. None where there is none."""
    found = {}
    own = unit_of(asked.indicator.target)
    for item, dimension in _dimensions(spec, asked):
        definition = spec.defined(item)
        known = (find_unit(family.units[0]) for family in FAMILIES)
        units = (definition.unit if definition else None, own, NUMBER, *known)
        fitting = [x for x in units if x and x.dimension == dimension]
        if not fitting:
            return None
        found[item.key] = fitting[0]
    return found


def _dimensions(spec: Spec, asked: Asked) -> list[tuple[Item, Dimension]]:
    """What each item measures; of those that nobody says the last are taken for bare numbers."""
    indicator = asked.indicator
    formula = indicator.attributes.formula
    assert formula is not None
    bare: set[str] = set()

    def known(item: Item) -> Dimension | None:
        return NUMBER.dimension if item.key in bare else spec.dimension_of(item)

    while True:
        found = infer(formula, known, unit_of(indicator.target).dimension)
        open_ = [item.key for item in formula.items if found[item.key] is None]
        if not open_:
            return [(item, found[item.key] or NUMBER.dimension) for item in formula.items]
        bare.add(open_[-1])


def _drawn(draw: DrawFn, of: Unit) -> Quantity:
    return Quantity(Decimal(draw(st.integers(1, 200))), of)


def _solved(
    drawn: Mapping[Item, Quantity],
    item: Item,
    value: Callable[[Mapping[Item, Quantity]], Fraction | None],
    goal: Fraction,
) -> dict[Item, Quantity] | None:
    """The drawn amounts with the one of this item at which the formula comes to the goal."""
    own = drawn[item].unit

    def at(number: int) -> Fraction | None:
        return value({**drawn, item: Quantity(Decimal(number), own)})

    one, two, three = at(1), at(2), at(3)
    if one is None or two is None or three is None or three - two != two - one or two == one:
        return None
    steps = (goal - one) / (two - one)
    found = number_in((1 + steps) * amount(Quantity(Decimal(1), own)), own)
    if found.value < 0:
        return None
    if _family(own).whole:
        found = Quantity(Decimal(int(found.value)), own)
    return {**drawn, item: found}


def _family(of: Unit) -> Family:
    return next((x for x in FAMILIES if of.text in x.units), Family(((of.text, Fraction(1)),)))


def _simple(
    drawn: Mapping[Item, Quantity], units: Mapping[str, Unit]
) -> Iterator[dict[Item, Quantity]]:
    """What is tried where nothing else has a wanted outcome: much of one item, little of the rest."""
    for most in drawn:
        for numbers in ((100_000, 1), (0, 1)):
            yield {x: Quantity(Decimal(numbers[x is not most]), units[x.key]) for x in drawn}
