"""The formulas of a table, as a whole: what their items measure, and that none needs itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfgoals.formula import Item, Mismatch, infer
from perfgoals.messages import Value, either
from perfgoals.model import Indicator, Spec
from perfgoals.parsing.pieces import Source
from perfgoals.targets import Bound, Range
from perfgoals.units import Dimension

__all__ = ["check_formulas"]


def check_formulas(spec: Spec, with_formula: Sequence[Indicator], source: Source) -> None:
    """Report formulas that cannot measure what their target does, and rings of formulas."""
    known: dict[str, tuple[Indicator, Dimension]] = {}
    for indicator in with_formula:
        measured = _dimensions(indicator, spec, source)
        for item in indicator.attributes.formula.items if indicator.attributes.formula else ():
            dimension = measured.get(item.key)
            if dimension is None or spec.dimension_of(item) is not None:
                continue
            first, other = known.setdefault(item.key, (indicator, dimension))
            if other != dimension:
                sides: dict[str, Value] = {"left": dimension.both(), "right": other.both()}
                sides |= {"item": item.name, "name": first.name}
                source.problem_of("PG189", indicator, "FORMULA", sides, first)
    told: set[Indicator] = set()
    for indicator in with_formula:
        needed = _all_needed(indicator, spec)
        if indicator in needed and indicator not in told:
            told |= needed  # a ring is one mistake
            values: dict[str, Value] = {"name": indicator.name}
            source.problem_of("PG185", indicator, "FORMULA", values)


def _dimensions(indicator: Indicator, spec: Spec, source: Source) -> Mapping[str, Dimension | None]:
    """What each item of a formula measures, by its folded name; what cannot be is a problem."""
    formula, target = indicator.attributes.formula, indicator.target
    if formula is None or not isinstance(target, Bound | Range):
        return {}
    for item in formula.items:
        if len(spec.named(item)) > 1:
            names = [spec.labels.get(x, x.name_with_unit) for x in spec.named(item)]
            values: dict[str, Value] = {
                "item": item.name,
                "choices": "、".join(names),
                "write": either(f'"{names[0]}"', f'"{names[1]}"'),
            }
            source.problem_of("PG186", indicator, "FORMULA", values)
            return {}
        found = spec.named(item)
        if found and not isinstance(found[0].target, Bound | Range):
            source.problem_of("PG188", indicator, "FORMULA", {"item": item.name})
            return {}
    try:
        return infer(formula, spec.dimension_of, target.dimension)
    except Mismatch as mismatch:
        sides = {"left": mismatch.left.both(), "right": mismatch.right.both()}
        place = mismatch.place
        if place is None:
            texts: dict[str, Value] = {"formula": str(formula), "target": str(target)}
            source.problem_of("PG184", indicator, "FORMULA", {**texts, **sides})
        else:
            texts = {"one": str(place.left), "other": str(place.right)}
            source.problem_of("PG187", indicator, "FORMULA", {**texts, **sides})
    return {}


def _all_needed(indicator: Indicator, spec: Spec) -> set[Indicator]:
    """Every indicator that is needed to work one out; itself too where that comes back to it."""
    seen: set[Indicator] = set()
    waiting = _needed(indicator, spec)
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += _needed(each, spec)
    return seen


def _needed(indicator: Indicator, spec: Spec) -> list[Indicator]:
    formula = indicator.attributes.formula
    items: tuple[Item, ...] = formula.items if formula else ()
    return [found for item in items for found in spec.named(item)]
