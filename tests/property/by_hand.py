"""Words for the hand tables: short ways to say a spec and its rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import attrs

from perfgoals.attributes import Attributes
from perfgoals.method import Method, Rule, Scoring, ScoringEntry
from perfgoals.model import Group, Indicator, Spec
from perfgoals.parsing import standard_methods
from perfgoals.targets import Bound, Comparison, Direction, Qualitative, Target
from perfgoals.units import PERCENT, Quantity, find_unit, plain

METHOD_10, METHOD_101 = standard_methods()
REGION = "汕头市"
BLANKS = ("", "—", "/", "-")


@dataclass(frozen=True)
class Level:
    """达成, 部分达成 or 未达成, perhaps with a share."""

    name: str
    share: Quantity | None = None


@dataclass(frozen=True)
class Reach:
    """A value without an operator, with the 方向 that its indicator gets."""

    value: Quantity
    direction: Direction


Actual = Quantity | date | Level
Promise = Target | Reach


@dataclass(frozen=True)
class Row:
    """A row; `style` chooses how it is spelled, `actual` is None for a blank."""

    name: str
    actual: Actual | None
    style: int = 0


def q(text: str) -> Quantity:
    found = re.fullmatch(r"(-?[\d.]+) ?(\D.*)", text)
    assert found is not None
    unit = find_unit(found[2])
    assert unit is not None
    return Quantity(Decimal(found[1]), unit)


def percent(number: int | str) -> Quantity:
    return Quantity(Decimal(number), PERCENT)


def bound(op: str, value: str) -> Promise:
    if op in ("up", "down"):
        return Reach(q(value), Direction(op))
    return Bound(Comparison(op), q(value))


def rule(kind: str, *, pass_line: Quantity | None = None, full: Quantity | None = None) -> Scoring:
    return Scoring(rule=Rule(kind), pass_line=pass_line, full_line=full)


def own_method(name: str, base: Method, **rules: Scoring) -> Method:
    """A method that starts from another and replaces or adds rules."""
    known = {entry.name: entry.scoring for entry in base.scoring} | rules
    entries = tuple(ScoringEntry(name=key, scoring=value) for key, value in known.items())
    return attrs.evolve(base, name=name, scoring=entries)


def at(
    name: str,
    target: Promise | None = None,
    weight: str | None = None,
    *,
    scoring: str | None = None,
    due: date | None = None,
) -> Indicator:
    """An indicator; where the target does not matter it is `≥ 1 公里`."""
    direction = target.direction if isinstance(target, Reach) else None
    if isinstance(target, Reach):
        target = Bound(Comparison.REACH, target.value)
    return Indicator(
        name=name,
        target=target or Bound(Comparison.AT_LEAST, q("1 公里")),
        weight=None if weight is None else Decimal(weight),
        attributes=Attributes(direction=direction, deadline=due, scoring=scoring and rule(scoring)),
    )


def group(name: str, *members: Group | Indicator, weight: str | None = None) -> Group:
    return Group(name=name, members=members, weight=None if weight is None else Decimal(weight))


def table(
    members: tuple[Group | Indicator, ...],
    *,
    method: Method = METHOD_10,
    amount: Quantity | None = None,
) -> Spec:
    methods = () if method in standard_methods() else (method,)
    return Spec(
        members=members, method=method, methods=methods, amount=amount, region=REGION, year=2023
    )


def row_dicts(rows: Sequence[Row], spec: Spec) -> list[dict[str, str]]:
    """The rows as cells: number and unit together, apart, or the unit left out."""
    targets = {indicator.name: indicator.target for indicator in spec.indicators}
    return [_cells(row, targets) for row in rows]


def _cells(row: Row, targets: Mapping[str, Target]) -> dict[str, str]:
    actual, unit = _actual(row, targets.get(row.name))
    cells = {"地区": REGION, "指标": row.name, "实际值": actual, "单位": unit}
    return {key: x for key, x in cells.items() if x or key == "实际值" or row.style != 3}


def _actual(row: Row, target: Target | None) -> tuple[str, str]:
    match row.actual:
        case None:
            return BLANKS[row.style % len(BLANKS)], ""
        case Quantity(value, unit) as quantity:
            if row.style == 2:
                return plain(value), unit.text
            return (plain(value) if row.style == 3 else str(quantity)), ""
        case Level("达成", None) if row.style % 2 and isinstance(target, Qualitative):
            return target.text, ""
        case Level(name, share):
            return name if share is None else f"{name} {share}", ""
        case day:
            return str(day), ""
