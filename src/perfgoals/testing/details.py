"""Strategies for what an indicator has beside its target: 口径, 报送, 算法, 基期, 调整, 例."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perfgoals.actuals import Actuals
from perfgoals.attributes import (
    Aggregation,
    Amendment,
    Attributes,
    Baseline,
    Example,
    Reporting,
    can_add_up,
    can_join,
)
from perfgoals.formula import Expression, Formula, Item, Number, Operation
from perfgoals.model import Group, Indicator, Spec
from perfgoals.targets import POINTS, Bound, Change, Deadline, Qualitative, Range, Target
from perfgoals.testing import reference
from perfgoals.testing.asking import asked_of
from perfgoals.testing.parts import YEAR
from perfgoals.testing.rows import boundary_actuals
from perfgoals.units import NUMBER, PERCENT, Quantity, exact_decimal

__all__ = ["detailed", "with_example"]

_BASES = (None, None, "政府工作报告", "粤财农〔2023〕30号")
_PERIODS = (None, "2022", "2021年底")


def detailed(draw: DrawFn, indicator: Indicator, *, formula: bool) -> Indicator:
    """The indicator with details, or as it is: most have none. `formula`: whether it may have one."""
    if draw(st.integers(0, 2)) < 2:
        return indicator
    kind = draw(st.sampled_from(("rules", "formula", "baseline", "change", "amendments")))
    if kind == "formula" and formula and isinstance(indicator.target, Bound | Range):
        formula_of = attrs.evolve(indicator.attributes, formula=_formula(draw, indicator))
        return _joined(draw, _with(indicator, formula_of))
    if kind in ("baseline", "change"):
        return _against_baseline(draw, indicator, changed=kind == "change")
    if kind == "amendments":
        amendments = _amendments(draw, indicator)
        return _with(indicator, attrs.evolve(indicator.attributes, amendments=amendments))
    return _joined(draw, indicator)


def _with(indicator: Indicator, attributes: Attributes) -> Indicator:
    return attrs.evolve(indicator, attributes=attributes)


# ---- how rows are joined --------------------------------------------------------------------------


def _joined(draw: DrawFn, indicator: Indicator) -> Indicator:
    """With 口径, 报送, or both, where they make sense of the target."""
    target, has = indicator.target, indicator.attributes.formula is not None
    units = [x for x in Aggregation if can_join(x, target, has_formula=has)]
    times = [x for x in Reporting if can_add_up(x, target, has_formula=has)]
    attributes = attrs.evolve(
        indicator.attributes,
        aggregation=draw(st.sampled_from((*units, None))),
        reporting=draw(st.sampled_from((*times, None))),
    )
    return _with(indicator, attributes)


# ---- formulas -------------------------------------------------------------------------------------


def _formula(draw: DrawFn, indicator: Indicator) -> Formula:
    """A formula over data items of its own that can measure what its target does."""
    target = indicator.target
    assert isinstance(target, Bound | Range)
    a, b, c = (Item(f"{indicator.name}的{word}") for word in ("分子", "分母", "另一项"))
    twice = Number(Quantity(Decimal(2), NUMBER))
    ratios: tuple[Expression, ...] = (
        Operation("÷", a, b),
        Operation("÷", Operation("-", b, a), b),
        Operation("÷", Operation("+", a, c), Operation("+", b, c)),
    )
    amounts: tuple[Expression, ...] = (
        Operation("+", a, b),
        Operation("÷", Operation("+", a, b), twice),
        Operation("-", Operation("×", a, twice), b),
        Operation("×", a, Operation("÷", b, c)),
    )
    return Formula(draw(st.sampled_from(ratios if target.dimension.is_ratio else amounts)))


# ---- the baseline ---------------------------------------------------------------------------------


def _against_baseline(draw: DrawFn, indicator: Indicator, *, changed: bool) -> Indicator:
    """With a 基期, and perhaps a target that is said against it (较基期提高 5%)."""
    target = indicator.target
    if not isinstance(target, Bound | Range):
        return indicator
    unit = target.value.unit if isinstance(target, Bound) else target.high.unit
    value = Quantity(Decimal(draw(st.integers(1, 200))), unit)
    baseline = Baseline(value=value, period=draw(st.sampled_from(_PERIODS)))
    indicator = _with(indicator, attrs.evolve(indicator.attributes, baseline=baseline))
    by = POINTS if unit == PERCENT else draw(st.sampled_from((PERCENT, unit)))
    step = Quantity(Decimal(draw(st.integers(1, 30))), by)
    change = Change(draw(st.booleans()), step, draw(st.booleans()))
    bound = change.on(value)
    if not changed or bound is None or not unit.text:
        return indicator
    indicator = attrs.evolve(indicator, target=bound, change=change)
    return _with(indicator, attrs.evolve(indicator.attributes, direction=None, scoring=None))


# ---- amendments -----------------------------------------------------------------------------------


def _amendments(draw: DrawFn, indicator: Indicator) -> tuple[Amendment, ...]:
    """One or two changes of the target, each from a later day."""
    days = [dt.date(YEAR, 6, 1), dt.date(YEAR, 9, 1)][: draw(st.integers(1, 2))]
    found, target = list[Amendment](), indicator.target
    for day in days:
        target = _amended(draw, target)
        found.append(Amendment(day=day, target=target, basis=draw(st.sampled_from(_BASES))))
    return tuple(found)


def _amended(draw: DrawFn, target: Target) -> Target:
    """Another target of the same kind and measure."""
    step = draw(st.integers(1, 20))
    if isinstance(target, Bound):
        # A bound of 0 would need a 方向.
        value = target.value.value + step
        return Bound(target.op, Quantity(value or Decimal(step), target.value.unit))
    if isinstance(target, Range):
        return Range(target.low, Quantity(target.high.value + step, target.high.unit))
    if isinstance(target, Deadline):
        return Deadline(target.date - dt.timedelta(step))
    assert isinstance(target, Qualitative)
    return Qualitative(draw(st.sampled_from(("提高", "建成", "明显提升"))))


# ---- examples -------------------------------------------------------------------------------------


def with_example(draw: DrawFn, spec: Spec) -> Spec:
    """The spec with an example (例) that holds of one of its indicators, or as it is."""
    if not draw(st.booleans()):
        return spec
    known = {x.identity: x for x in spec.indicators}
    every = asked_of(spec)
    texts = [x for x in every if isinstance(x.indicator.target, Qualitative)]
    asked = draw(st.sampled_from((*every, *texts * 9)))  # else a band is seldom shown
    own = known.get(asked.indicator.identity)
    cell = draw(boundary_actuals(asked.indicator.target))
    actuals = Actuals.from_rows([{"指标": asked.label, "实际值": cell}])
    lines = reference.evaluate(spec, actuals).lines
    line = next((x for x, y in zip(lines, spec.indicators, strict=False) if y is own), None)
    if own is None or line is None or line.completion is None or not asked.is_reported:
        return spec
    score = draw(st.sampled_from((None, exact_decimal(line.score))))
    example = Example(actual=cell, outcome=line.outcome, score=score)
    return attrs.evolve(spec, members=_exemplified(spec.members, own, example))


def _exemplified(members: Members, of: Indicator, example: Example) -> Members:
    return tuple(
        attrs.evolve(x, members=_exemplified(x.members, of, example))
        if isinstance(x, Group)
        else _with(x, attrs.evolve(x.attributes, examples=(example,)))
        if x is of
        else x
        for x in members
    )


Members = tuple[Group | Indicator, ...]
