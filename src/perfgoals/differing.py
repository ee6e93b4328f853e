"""What changed in meaning between two versions of a spec, and whose score that moves.

Indicators are matched by name and dimension; one that is gone and one that is new with the same target
under the same level are one that was renamed.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from perfgoals import messages
from perfgoals.actuals import Actuals
from perfgoals.errors import ActualsError, Problem
from perfgoals.evaluation import evaluate
from perfgoals.intervals import amount_apart, met_values
from perfgoals.messages import Both, both
from perfgoals.model import Entry, Indicator, Spec, Task
from perfgoals.names import fold
from perfgoals.scorecard import Scorecard, span_dict, target_text
from perfgoals.targets import Bound, Deadline, Qualitative, Range
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
    changes = (*_header(old, new), *_compared(_sides(old), _sides(new)), *_tasks(old, new))
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


_Sides = Mapping[object, _Side]


def _sides(spec: Spec) -> _Sides:
    cents = share_out(spec).cents
    pairs = zip(spec.entries, cents, strict=False)  # the budget's comes last and has no line
    return {entry.indicator.identity: _Side(entry, points(cent)) for entry, cent in pairs}


def _compared(before: _Sides, after: _Sides) -> Iterator[SpecChange]:
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


def _renamed(before: _Sides, after: _Sides) -> Iterator[tuple[object, object]]:
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
    if _rules(one) != _rules(other):
        yield _change(Kind.CHANGED, old, new, _both(_rules(one)), _both(_rules(other)))


def _both(text: str) -> Both:
    return Both(text, text)


def _path(side: _Side) -> str:
    return " / ".join(side.entry.levels) or "—"


def _rules(indicator: Indicator) -> str:
    """What changes how an indicator is scored, its own or the catalogue's, as text."""
    own = indicator.attributes
    rules = (own.deadline, own.scoring, own.formula, indicator.aggregation, indicator.reporting)
    amendments = "; ".join(map(str, own.amendments))
    shown = (str(getattr(rule, "value", rule)) for rule in rules if rule is not None)
    return ", ".join([*shown, *([amendments] if amendments else [])]) or "—"


def _mean_the_same(one: Indicator, other: Indicator) -> bool:
    """Whether two targets are one, however spelled: ≥ 80 公里 and ≥ 80000 米."""
    first, second = met_values(one), met_values(other)
    return one.target == other.target if first is None or second is None else first == second


def _direction(one: Indicator, other: Indicator) -> tuple[Kind, str | None]:
    """Whether the second is easier or harder to meet, with an actual that tells them apart."""
    a, b = one.target, other.target
    if isinstance(a, Deadline) and isinstance(b, Deadline):
        looser = b.date > a.date
        return Kind.LOOSENED if looser else Kind.TIGHTENED, str(b.date if looser else a.date)
    if isinstance(a, Qualitative) or isinstance(b, Qualitative):
        return Kind.CHANGED, None
    first, second = met_values(one), met_values(other)
    if first is None or second is None:
        return Kind.CHANGED, None
    old_only, new_only = amount_apart(first, second), amount_apart(second, first)
    unit = b.value.unit if isinstance(b, Bound) else b.high.unit if isinstance(b, Range) else None
    if unit is None or (old_only is None) == (new_only is None):
        witness = new_only if new_only is not None else old_only
        return Kind.CHANGED, _shown(witness, b)
    if new_only is not None:
        return Kind.LOOSENED, _shown(new_only, b)
    return Kind.TIGHTENED, _shown(old_only, b)


def _shown(amount: Fraction | None, target: Bound | Range | Deadline | Qualitative) -> str | None:
    """An amount in the target's unit."""
    if amount is None or not isinstance(target, Bound | Range):
        return None
    unit = target.value.unit if isinstance(target, Bound) else target.high.unit
    exact = exact_decimal(amount / unit.factor)
    return None if exact is None else str(Quantity(exact, unit))


# ---- the tasks ------------------------------------------------------------------------------------


def _tasks(old: Spec, new: Spec) -> Iterator[SpecChange]:
    """The tasks by their names; of several with one name the first is the first."""
    before, after = _by_name(old), _by_name(new)
    for key, task in before.items():
        if key not in after:
            yield _task_change(Kind.DROPPED, task.name, _kind_of(task), both("diff.none"))
            continue
        now = after[key]
        kinds = _kind_of(task), _kind_of(now)
        if kinds[0] != kinds[1]:
            yield _task_change(Kind.CHANGED, task.name, *kinds)
        for change in _compared(_promises(task), _promises(now)):
            yield attrs.evolve(change, name=f"{task.name} / {change.name}")
    for key, task in after.items():
        if key not in before:
            yield _task_change(Kind.ADDED, task.name, both("diff.none"), _kind_of(task))


def _by_name(spec: Spec) -> dict[tuple[str, int], Task]:
    found: dict[tuple[str, int], Task] = {}
    seen: Counter[str] = Counter()
    for task in spec.tasks:
        name = fold(task.name)
        found[name, seen[name]] = task
        seen[name] += 1
    return found


def _promises(task: Task) -> _Sides:
    nothing = Decimal(0)
    return {x.identity: _Side(Entry(indicator=x, levels=()), nothing) for x in task.targets}


def _kind_of(task: Task) -> Both:
    """Whether it is binding, and the day on which it is due, where it has one of its own."""
    kinds = (messages.word(f"task.{task.type.value}", language) for language in ("zh", "en"))
    due = task.due(None)
    return Both(*(f"{kind}, {due}" if due else kind for kind in kinds))


def _task_change(kind: Kind, name: str, before: Both, after: Both) -> SpecChange:
    return SpecChange(kind=kind, name=name, before=before, after=after)


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
