"""What changed in meaning between two versions of a spec, and whose score that moves.

Indicators are matched by name and dimension; one that is gone and one that is new with the same target
under the same level are one that was renamed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError, Problem
from perfgoals.evaluation import evaluate
from perfgoals.messages import Both, both
from perfgoals.model import Entry, Indicator, Spec
from perfgoals.scorecard import Scorecard, span_dict, target_text
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Qualitative, Range
from perfgoals.units import Quantity, exact_decimal, plain
from perfgoals.weights import points, share_out

__all__ = ["Difference", "Kind", "ScoreChange", "SpecChange", "diff"]


class Kind(enum.Enum):
    """What happened to an indicator, or to the spec as a whole."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    LOOSENED = "loosened"
    TIGHTENED = "tightened"
    CHANGED = "changed"
    MOVED = "moved"
    REWEIGHTED = "reweighted"
    HEADER = "header"


@attrs.frozen(kw_only=True)
class SpecChange:
    """One change: `before` and `after` as they are shown. `witness` is an actual that the two versions
    judge differently, where the target is looser or tighter."""

    kind: Kind
    name: str
    before: Both
    after: Both
    witness: str | None = None
    old: Indicator | None = None
    new: Indicator | None = None

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `diff --format json` prints of it."""
        return {
            "kind": self.kind.value,
            "name": self.name,
            "before": self.before.text(language),
            "after": self.after.text(language),
            "witness": self.witness,
            "old_span": span_dict(self.old.span) if self.old else None,
            "new_span": span_dict(self.new.span) if self.new else None,
        }


@attrs.frozen(kw_only=True)
class ScoreChange:
    """What one indicator earned before and earns now; None where a version lacks it."""

    name: str
    before: Decimal | None
    after: Decimal | None


@attrs.frozen(kw_only=True)
class Difference:
    """All changes in meaning, and with actuals the two scorecards and what moved between them."""

    old: Spec
    new: Spec
    changes: tuple[SpecChange, ...]
    before: Scorecard | None = None
    after: Scorecard | None = None
    scores: tuple[ScoreChange, ...] = ()

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `diff --format json` prints of it."""
        cards = (self.before, self.after)
        return {
            "schema": 1,
            "old": self.old.path,
            "new": self.new.path,
            "region": self.new.region,
            "changes": [change.to_dict(language) for change in self.changes],
            "totals": [card and plain(card.total) for card in cards],
            "grades": [card and card.grade for card in cards],
            "scores": [
                {
                    "name": each.name,
                    "before": None if each.before is None else plain(each.before),
                    "after": None if each.after is None else plain(each.after),
                }
                for each in self.scores
            ],
        }


def diff(old: Spec, new: Spec, actuals: Actuals | None = None) -> Difference:
    """What changed in meaning from one version of a spec to another, not in text.

    With actuals both are scored: raises ActualsError where their rows have problems. A row of what only
    one version has is none: it stands among the `problems` of the other's scorecard.

    >>> import perfgoals as pg
    >>> old = pg.loads("产出指标\\n  管网 ≥ 80 公里")
    >>> new = pg.loads("产出指标\\n  管网 ≥ 70 公里")
    >>> change = pg.diff(old, new).changes[0]
    >>> change.kind.value, change.witness
    ('loosened', '70 公里')
    """
    changes = (*_header(old, new), *_indicators(old, new))
    if actuals is None:
        return Difference(old=old, new=new, changes=changes)
    before, after = (evaluate(spec, actuals, keep_going=True) for spec in (old, new))
    wrong = [*_wrong(before, after), *_wrong(after, before)]
    if wrong:
        raise ActualsError({(each.code, each.span): each for each in reversed(wrong)}.values())
    return Difference(
        old=old,
        new=new,
        changes=changes,
        before=before,
        after=after,
        scores=tuple(_scores(before, after)),
    )


_NOT_THERE = ("PG510", "PG511", "PG516", "PG539")
"""What is wrong with a row where a version has no such indicator: none of its name, none of its
dimension, or one that is worked out."""


def _wrong(card: Scorecard, other: Scorecard) -> Iterator[Problem]:
    """The problems of one version's rows without those that only say that the other one has more."""
    strange = {_row(each) for each in other.problems if each.code in _NOT_THERE}
    for problem in card.problems:
        if problem.code not in _NOT_THERE or _row(problem) in strange:
            yield problem


def _row(problem: Problem) -> tuple[str, str, int] | None:
    span = problem.span
    return (span.path, span.sheet, span.line) if span else None


# ---- the header -----------------------------------------------------------------------------------

_FIELDS = ("fund", "region", "year", "document", "department", "amount", "goal")


def _header(old: Spec, new: Spec) -> Iterator[SpecChange]:
    for field in _FIELDS:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield _plain(Kind.HEADER, field, str(before or "—"), str(after or "—"))
    if old.method != new.method:
        yield _plain(Kind.HEADER, "method", old.method.name, new.method.name)


def _plain(kind: Kind, name: str, before: str, after: str) -> SpecChange:
    return SpecChange(kind=kind, name=name, before=_both(before), after=_both(after))


# ---- the indicators -------------------------------------------------------------------------------


@attrs.frozen
class _Side:
    """An indicator of one version, with its place and its weight."""

    entry: Entry
    weight: Decimal

    @property
    def indicator(self) -> Indicator:
        return self.entry.indicator

    def told(self) -> Both:
        """Its target."""
        return Both(target_text(self.indicator, "zh"), target_text(self.indicator, "en"))


def _sides(spec: Spec) -> dict[object, _Side]:
    cents = share_out(spec).cents
    pairs = zip(spec.entries, cents, strict=False)  # the budget's comes last and has no line
    return {entry.indicator.identity: _Side(entry, points(cent)) for entry, cent in pairs}


def _indicators(old: Spec, new: Spec) -> Iterator[SpecChange]:
    before, after = _sides(old), _sides(new)
    renamed = dict(_renamed(before, after))
    for key, side in before.items():
        if key in after:
            yield from _changes(side, after[key])
        elif key in renamed:
            now = after[renamed[key]]
            names = side.indicator.name, now.indicator.name
            yield attrs.evolve(
                _plain(Kind.RENAMED, names[0], *names), old=side.indicator, new=now.indicator
            )
            yield from _changes(side, now)
        else:
            gone = both("diff.none")
            yield _change(Kind.DROPPED, side, None, side.told(), gone)
    for key, side in after.items():
        if key not in before and key not in renamed.values():
            yield _change(Kind.ADDED, None, side, both("diff.none"), side.told())


def _renamed(
    before: dict[object, _Side], after: dict[object, _Side]
) -> Iterator[tuple[object, object]]:
    """Pairs of one that is gone and one that is new, with the same target under the same level."""
    new = {key: side for key, side in after.items() if key not in before}
    for key, side in before.items():
        if key in after:
            continue
        twin = next(
            (
                other
                for other, its in new.items()
                if its.indicator.target == side.indicator.target
                and its.entry.levels == side.entry.levels
            ),
            None,
        )
        if twin is not None:
            del new[twin]
            yield key, twin


def _change(
    kind: Kind,
    old: _Side | None,
    new: _Side | None,
    before: Both,
    after: Both,
    witness: str | None = None,
) -> SpecChange:
    side = new or old
    assert side is not None
    return SpecChange(
        kind=kind,
        name=side.indicator.name,
        before=before,
        after=after,
        witness=witness,
        old=old.indicator if old else None,
        new=new.indicator if new else None,
    )


def _changes(old: _Side, new: _Side) -> Iterator[SpecChange]:
    one, other = old.indicator, new.indicator
    if not _mean_the_same(one, other):
        kind, witness = _direction(one, other)
        yield _change(kind, old, new, old.told(), new.told(), witness)
    if old.entry.levels != new.entry.levels:
        yield _change(Kind.MOVED, old, new, _both(_path(old)), _both(_path(new)))
    if old.weight != new.weight:
        weights = _both(plain(old.weight)), _both(plain(new.weight))
        yield _change(Kind.REWEIGHTED, old, new, weights[0], weights[1])
    if one.attributes != other.attributes and _rules(one) != _rules(other):
        yield _change(Kind.CHANGED, old, new, _both(_rules(one)), _both(_rules(other)))


def _both(text: str) -> Both:
    return Both(text, text)


def _path(side: _Side) -> str:
    return " / ".join(side.entry.levels) or "—"


def _rules(indicator: Indicator) -> str:
    """What of an indicator's attributes changes how it is scored, as text."""
    own = indicator.attributes
    rules = (own.deadline, own.scoring, own.formula, indicator.aggregation, indicator.reporting)
    amendments = "; ".join(map(str, own.amendments))
    shown = (str(getattr(rule, "value", rule)) for rule in rules if rule is not None)
    return ", ".join([*shown, *([amendments] if amendments else [])]) or "—"


def _mean_the_same(one: Indicator, other: Indicator) -> bool:
    """Whether two targets are one, however spelled: ≥ 80 公里 and ≥ 80000 米."""
    first, second = _met_values(one), _met_values(other)
    return one.target == other.target if first is None or second is None else first == second


def _sign(indicator: Indicator) -> Comparison:
    """The operator, a value to be reached as the one it means."""
    target = indicator.target
    assert isinstance(target, Bound)
    if target.op is not Comparison.REACH:
        return target.op
    down = indicator.direction is Direction.DOWN
    return Comparison.AT_MOST if down else Comparison.AT_LEAST


def _direction(one: Indicator, other: Indicator) -> tuple[Kind, str | None]:
    """Whether the second is easier or harder to meet, with an actual that tells them apart."""
    a, b = one.target, other.target
    if isinstance(a, Deadline) and isinstance(b, Deadline):
        looser = b.date > a.date
        return Kind.LOOSENED if looser else Kind.TIGHTENED, str(b.date if looser else a.date)
    if isinstance(a, Qualitative) or isinstance(b, Qualitative):
        return Kind.CHANGED, None
    first, second = _met_values(one), _met_values(other)
    if first is None or second is None:
        return Kind.CHANGED, None
    old_only, new_only = _apart(first, second), _apart(second, first)
    unit = b.value.unit if isinstance(b, Bound) else b.high.unit if isinstance(b, Range) else None
    if unit is None or (old_only is None) == (new_only is None):
        witness = new_only if new_only is not None else old_only
        return Kind.CHANGED, _shown(witness, b)
    if new_only is not None:
        return Kind.LOOSENED, _shown(new_only, b)
    return Kind.TIGHTENED, _shown(old_only, b)


Interval = tuple[Fraction | None, bool, Fraction | None, bool]
"""An interval: its lower end and whether that is in, its upper end and whether that is in."""


def _met_values(indicator: Indicator) -> Interval | None:
    """The amounts that meet a target."""
    target = indicator.target
    if isinstance(target, Range):
        return target.low.amount(), True, target.high.amount(), True
    if not isinstance(target, Bound):
        return None
    t, sign = target.value.amount(), _sign(indicator)
    if sign is Comparison.EQUAL:
        return t, True, t, True
    if sign in (Comparison.AT_LEAST, Comparison.MORE):
        return t, sign is Comparison.AT_LEAST, None, False
    return None, False, t, sign is Comparison.AT_MOST


def _apart(one: Interval, other: Interval) -> Fraction | None:
    """An amount that the first interval holds and the second does not; None where there is none."""
    low, high = one[0], one[2]
    middle = [(low + high) / 2] if low is not None and high is not None else []
    ends = [x for x in (low, high, other[0], other[2]) if x is not None]
    near = [x + step for x in ends for step in (Fraction(-1), Fraction(1))]
    between = [(x + y) / 2 for x in ends for y in ends]
    return next(
        (x for x in (*ends, *middle, *between, *near) if _holds(one, x) and not _holds(other, x)),
        None,
    )


def _holds(span: Interval, x: Fraction) -> bool:
    low, low_in, high, high_in = span
    above = low is None or x > low or (low_in and x == low)
    below = high is None or x < high or (high_in and x == high)
    return above and below


def _shown(amount: Fraction | None, target: Bound | Range | Deadline | Qualitative) -> str | None:
    """An amount in the target's unit."""
    if amount is None or not isinstance(target, Bound | Range):
        return None
    unit = target.value.unit if isinstance(target, Bound) else target.high.unit
    exact = exact_decimal(amount / unit.factor)
    return None if exact is None else str(Quantity(exact, unit))


# ---- scores ---------------------------------------------------------------------------------------


def _scores(before: Scorecard, after: Scorecard) -> Iterator[ScoreChange]:
    """Every indicator whose score moved, in the order of the old version, then what is new."""
    old = {result.indicator.identity: result for result in before.results}
    new = {result.indicator.identity: result for result in after.results}
    for key, result in (old | new).items():
        scores = [its[key].score if key in its else None for its in (old, new)]
        if scores[0] != scores[1]:
            name = result.indicator.name
            yield ScoreChange(name=name, before=scores[0], after=scores[1])
