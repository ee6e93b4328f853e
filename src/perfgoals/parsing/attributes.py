"""The block of a target: its attributes."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from perfgoals import nearest
from perfgoals.attributes import (
    NO_ATTRIBUTES,
    OUTCOME_WORDS,
    Aggregation,
    Amendment,
    Attributes,
    Baseline,
    Example,
    Reporting,
)
from perfgoals.dates import read_date
from perfgoals.errors import Flaw, Related, Span
from perfgoals.formula import Formula, read_formula
from perfgoals.parsing.methods import read_scoring
from perfgoals.parsing.nodes import Keyed, only, read_due
from perfgoals.quantities import read_number, read_quantity
from perfgoals.targets import Bound, Change, Comparison, Direction, Range, Target, identity
from perfgoals.values import read_cell

__all__ = [
    "DIRECTIONS",
    "bound_of",
    "choice",
    "read_aggregation",
    "read_attributes",
    "read_reporting",
]

DIRECTIONS = {
    "正向": Direction.UP,
    "up": Direction.UP,
    "反向": Direction.DOWN,
    "down": Direction.DOWN,
}


_AGGREGATIONS = {
    "合计": Aggregation.SUM,
    "sum": Aggregation.SUM,
    "平均": Aggregation.MEAN,
    "mean": Aggregation.MEAN,
    "最低": Aggregation.MIN,
    "min": Aggregation.MIN,
    "最高": Aggregation.MAX,
    "max": Aggregation.MAX,
    "逐项": Aggregation.EACH,
    "each": Aggregation.EACH,
    "不汇总": Aggregation.NONE,
    "none": Aggregation.NONE,
}
_REPORTINGS = {
    "累计": Reporting.CUMULATIVE,
    "cumulative": Reporting.CUMULATIVE,
    "当期": Reporting.INCREMENT,
    "increment": Reporting.INCREMENT,
}

E = TypeVar("E", bound=Enum)


def choice(text: str, words: Mapping[str, E]) -> E:
    """One of a few words. Raises Flaw with those there are."""
    if text not in words:
        near = nearest.hint(text, words)
        raise Flaw("PG164", 0, len(text), text=text, choices="、".join(words), **near)
    return words[text]


def read_aggregation(text: str) -> Aggregation:
    """合计, 平均, 最低, 最高, 逐项 or 不汇总. Raises Flaw."""
    return choice(text, _AGGREGATIONS)


def read_reporting(text: str) -> Reporting:
    """累计 or 当期. Raises Flaw."""
    return choice(text, _REPORTINGS)


def read_attributes(
    lines: Sequence[Keyed], target: Target, weight: Decimal | None, at: Span
) -> tuple[Attributes, Decimal | None]:
    """The attributes and the weight that a target's block gives; what is wrong is reported.

    `at` is where the target stands.
    """
    if not lines:
        return NO_ATTRIBUTES, weight
    values: dict[str, Any] = {}  # each reader gives its field's type
    for kind in dict.fromkeys(line.kind for line in lines):
        if kind in _SEVERAL:
            values[_SEVERAL[kind]] = tuple(_each(lines, kind, target, at))
            continue
        line = only(lines, kind)
        if line is None:
            continue
        try:
            if kind == "WEIGHTS":
                weight = _weight(line, weight)
            else:
                values[kind.lower()] = _READERS[kind](line, target)
        except Flaw as flaw:
            _report(flaw, line, at)
    return Attributes(**values), weight


# What disagrees with the line of the target: that is shown too.
_AGAINST_TARGET = frozenset(("PG123", "PG125", "PG126", "PG174", "PG179", "PG182"))


def _report(flaw: Flaw, line: Keyed, at: Span) -> None:
    against = flaw.code in _AGAINST_TARGET
    related = (Related(span=at, phrase="related.target"),) if against else ()
    line.key.source.report(flaw, line.key if flaw.code == "PG120" else line.piece, *related)


def _weight(line: Keyed, written: Decimal | None) -> Decimal:
    text = line.value()
    number = text.removesuffix("分").removesuffix("points").strip()
    if not number.replace(".", "", 1).isdecimal():
        raise Flaw("PG121", 0, len(text), weight=text)
    if written is not None:
        raise Flaw("PG123", 0, len(text), weight=text, written=str(written))
    return read_number(number)


def _direction(line: Keyed, target: Target) -> Direction:
    text = line.value()
    direction = DIRECTIONS.get(text)
    if direction is None:
        raise Flaw("PG124", 0, len(text), text=text)
    if not isinstance(target, Bound) or target.op is Comparison.EQUAL:
        raise Flaw("PG125", 0, len(text), target=str(target))
    if target.op.direction not in (None, direction):
        raise Flaw("PG126", 0, len(text), direction=text, target=str(target))
    return direction


def _scoring(line: Keyed, _: Target) -> object:
    return read_scoring(line.value())


def _due(line: Keyed, _: Target) -> object:
    return read_due(line.value(), line.key.source.year)


def _text(line: Keyed, _: Target) -> str:
    return line.value()


def _aggregation(line: Keyed, _: Target) -> Aggregation:
    return read_aggregation(line.value())


def _reporting(line: Keyed, _: Target) -> Reporting:
    return read_reporting(line.value())


def _formula(line: Keyed, target: Target) -> Formula:
    text = line.value()
    if not isinstance(target, Bound | Range):
        raise Flaw("PG182", 0, len(text), target=str(target))
    return read_formula(text)


# ---- 基期 and 调整 ---------------------------------------------------------------------------------

_BASELINE = re.compile(r"(?P<value>.*?)[ \u3000]*(?:[(（](?P<period>[^()（）]*)[)）])?")


def _baseline(line: Keyed, target: Target) -> Baseline:
    baseline = read_baseline(line)
    if isinstance(target, Bound | Range) and target.dimension != baseline.value.dimension:
        values = {"baseline": str(baseline), "target": str(target)}
        size = len(line.value())
        sides = baseline.value.dimension.both(), target.dimension.both()
        raise Flaw("PG174", 0, size, found=sides[0], wanted=sides[1], **values)
    return baseline


def read_baseline(line: Keyed) -> Baseline:
    """`70 公里 (2022)`. Raises Flaw."""
    text = line.value()
    found = _BASELINE.fullmatch(text)
    value = read_quantity(found["value"]) if found else None
    if found is None or value is None:
        raise Flaw("PG175", 0, len(text), text=text)
    return Baseline(value=value, period=found["period"] or None)


def bound_of(change: Change, lines: Sequence[Keyed], year: str | None) -> Bound:
    """The bound that a target against the 基期, that of a year where it names one, is. Raises Flaw."""
    line = next((line for line in lines if line.kind == "BASELINE"), None)
    if line is None:
        raise Flaw("PG173", 0, len(str(change)), change=str(change))
    try:
        baseline = read_baseline(line)
    except Flaw:  # told where it stands
        return Bound(Comparison.AT_LEAST, change.amount)
    bound = change.on(baseline.value)
    if bound is None:
        values = {"change": str(change), "baseline": str(baseline)}
        raise Flaw("PG176", 0, len(str(change)), **values)
    period = re.match(r"\d{4}", baseline.period or "")
    if year and period and period[0] != year:
        raise Flaw("PG190", 0, len(str(change)), year=year, baseline=str(baseline))
    return bound


def _each(
    lines: Sequence[Keyed], kind: str, target: Target, at: Span
) -> Iterator[Amendment | Example]:
    """The lines of a kind that may stand several times; what is wrong with one is reported."""
    last: datetime.date | None = None
    for line in lines:
        if line.kind != kind:
            continue
        try:
            if kind == "EXAMPLE":
                yield read_example(line)
                continue
            amendment = _amendment(line, target)
            if last is not None and amendment.day <= last:
                days = {"day": str(amendment.day), "last": str(last)}
                raise Flaw("PG178", 0, len(line.value()), **days)
            last = amendment.day
            yield amendment
        except Flaw as flaw:
            _report(flaw, line, at)


_AMENDMENT = re.compile(r"(?P<day>[^\s:：≥≤<>＝=]+)\s*[:：]?\s*(?P<cell>.+)")


def _amendment(line: Keyed, target: Target) -> Amendment:
    """`2023-09-01 ≥ 70 公里`: a target of the kind and the measure of the first one. Raises Flaw."""
    text = line.value()
    source = line.key.source
    found = _AMENDMENT.fullmatch(text)
    day = read_date(found["day"], source.year) if found else None
    if found is None or day is None:
        raise Flaw("PG177", 0, len(text), text=text)
    new = read_cell(found["cell"], source.year)
    if isinstance(new, Change) or identity(new) != identity(target):
        raise Flaw("PG179", 0, len(text), target=str(target), amendment=found["cell"])
    basis = only(line.lines, "BASIS")
    return Amendment(
        day=day, target=new, basis=basis.value() if basis else None, span=line.key.span
    )


_EXAMPLE = re.compile(
    r"(?P<actual>.*?)\s*(?:→|->)\s*(?P<outcome>[^,，]*?)\s*(?:[,，]\s*(?P<score>.*))?"
)


def read_example(line: Keyed) -> Example:
    """`79.99 公里 → 未达成, 5.55分`. Raises Flaw."""
    text = line.value()
    found = _EXAMPLE.fullmatch(text)
    outcome = _OUTCOMES.get(found["outcome"]) if found else None
    if found is None or outcome is None:
        raise Flaw("PG183", 0, len(text), text=text)
    score = found["score"]
    number = (score or "0").removesuffix("分").removesuffix("points").strip()
    if not number.replace(".", "", 1).isdecimal():
        raise Flaw("PG183", 0, len(text), text=text)
    return Example(
        actual=found["actual"].strip(),
        outcome=outcome,
        score=None if score is None else read_number(number),
        span=line.piece.span,
    )


_OUTCOMES = {
    **{word: outcome for outcome, word in OUTCOME_WORDS.items()},
    **{outcome.value: outcome for outcome in OUTCOME_WORDS},
}
_SEVERAL = {"AMENDMENT": "amendments", "EXAMPLE": "examples"}
_READERS = {
    "AGGREGATION": _aggregation,
    "REPORTING": _reporting,
    "FORMULA": _formula,
    "BASELINE": _baseline,
    "DIRECTION": _direction,
    "DEADLINE": _due,
    "SCORING": _scoring,
    "SOURCE": _text,
    "BASIS": _text,
    "NOTE": _text,
}
