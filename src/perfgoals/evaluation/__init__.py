"""Spec and actuals to scorecard: the rules of docs/scoring.md, clause by clause."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.actuals import Actuals, Row
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation.completion import completion, is_met, range_completion
from perfgoals.evaluation.matching import Reading, match
from perfgoals.messages import Both, both
from perfgoals.model import (
    BUDGET_EXECUTION,
    Entry,
    Indicator,
    Method,
    Outcome,
    Rule,
    Scoring,
    Spec,
)
from perfgoals.names import fold, fold_region
from perfgoals.scorecard import Achievement, Actual, Execution, Result, Scorecard
from perfgoals.targets import Bound, Deadline, Direction, Qualitative, Range, unit_text
from perfgoals.units import SCALES, Quantity
from perfgoals.weights import Shares, budget_execution, points_text, share_out

__all__ = ["evaluate", "rows_of"]

_BUDGET = fold(BUDGET_EXECUTION)


def evaluate(
    spec: Spec,
    actuals: Actuals,
    *,
    as_of: datetime.date | None = None,
    keep_going: bool = False,
) -> Scorecard:
    """The scorecard of a spec, from the rows of its region.

    `as_of` leaves out what is neither met nor due on that day; without it everything is due, so that
    a result never depends on the day it is computed. Raises ActualsError with every problem of the
    rows; with `keep_going` the touched indicators count as unreported, are flagged "problem", and
    the problems stand on the scorecard. Rules: docs/scoring.md.

    >>> import perfgoals as pg
    >>> spec = pg.loads("地区: 汕头市\\n产出指标\\n  新建污水管网 ≥ 80 公里")
    >>> card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "新建污水管网", "实际值": "79.5公里"}]))
    >>> str(card.total), card.grade
    ('99.38', '优')
    """
    plans, shares = _plan(spec)
    rows, problems = rows_of(spec, actuals)
    readings, of_entry, loose = match(spec, [plan.entry for plan in plans], rows)
    problems += [*loose, *(problem for found in of_entry.values() for problem in found)]
    problems += _without_due_date(spec, plans, as_of)
    if problems and not keep_going:
        raise ActualsError(sorted(problems, key=_place))
    results = tuple(
        _judge(
            plan,
            None if position in of_entry else readings.get(position),
            as_of,
            position in of_entry,
        )
        for position, plan in enumerate(plans)
    )
    not_due = sum((r.weight for r in results if r.outcome is Outcome.NOT_DUE), _NOTHING)
    total = sum((result.score for result in results), _NOTHING)
    return Scorecard(
        spec=spec,
        results=results,
        total=total,
        grade=None if not_due else _grade(spec.method, total),
        due_weight=_HUNDRED - not_due,
        not_due_weight=not_due,
        as_of=as_of,
        notes=_notes(shares),
        problems=tuple(sorted(problems, key=_place)),
        actuals_sha256=actuals.sha256,
    )


_HUNDRED = Decimal("100.00")
_NOTHING = Decimal("0.00")


def rows_of(spec: Spec, actuals: Actuals) -> tuple[Sequence[Row], list[Problem]]:
    """The rows that are meant for a spec: those of its region, and those that name none."""
    named = actuals.by_region.get(fold_region(spec.region), ()) if spec.region else ()
    rows = (*actuals.by_region.get("", ()), *named)
    if rows:
        return rows, []
    regions = "、".join(sorted({row.region for row in actuals.rows})[:5])
    values = {"region": spec.region or "—", "path": actuals.path, "regions": regions}
    return (), [Problem(code="PG530", span=Span(path=spec.path, line=1), values=values)]


def _place(problem: Problem) -> tuple[str, int, int]:
    span = problem.span
    return (span.path, span.line, span.column) if span else ("", 0, 0)


# ---- what does not change from one evaluation to the next -------------------------------------------


@attrs.frozen(eq=False, repr=False)
class _Plan:
    """An indicator with its weight, the scoring that holds for it, and its target in base units."""

    entry: Entry
    cents: int
    weight: Decimal
    scoring: Scoring
    direction: Direction | None
    ratio: tuple[int, int]
    due: datetime.date | None
    over_completion: tuple[int, int] | None
    lowest: dict[Outcome, Fraction]
    counter: str
    is_budget: bool


@attrs.frozen(eq=False)
class _Same:
    """A spec as the key of a cache: by identity, since equal specs may stand in different files."""

    spec: Spec

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.spec is other.spec

    def __hash__(self) -> int:
        return id(self.spec)


def _plan(spec: Spec) -> tuple[tuple[_Plan, ...], Shares]:
    return _cached_plan(_Same(spec))


@functools.lru_cache(maxsize=256)
def _cached_plan(key: _Same) -> tuple[tuple[_Plan, ...], Shares]:
    spec = key.spec
    entries = list(spec.entries)
    budget = budget_execution(spec)
    if budget:
        entries.append(Entry(indicator=budget, levels=(BUDGET_EXECUTION,)))
    shares = share_out(spec)
    plans = tuple(
        _plan_of(spec, entry, cents) for entry, cents in zip(entries, shares.cents, strict=True)
    )
    return plans, shares


def _plan_of(spec: Spec, entry: Entry, cents: int) -> _Plan:
    target, direction = entry.indicator.target, entry.indicator.direction
    over = spec.method.over_completion if direction is Direction.UP else None
    bands = {band.outcome: band.lowest.amount() for band in spec.method.bands}
    return _Plan(
        entry=entry,
        cents=cents,
        weight=_points(cents),
        scoring=_scoring(spec.method, entry),
        direction=direction,
        ratio=target.value.ratio() if isinstance(target, Bound) else (0, 1),
        due=entry.indicator.due(spec.year),
        over_completion=over.ratio() if over else None,
        lowest=bands,
        counter=_counter(entry.indicator),
        is_budget=fold(entry.indicator.name) == _BUDGET,
    )


def _counter(indicator: Indicator) -> str:
    """The word that counts (个, 家, 场), where several words are one dimension; else empty."""
    target = indicator.target
    counted = isinstance(target, Bound | Range) and target.dimension.terms in _COUNTERS
    return unit_text(target).lstrip(SCALES) if counted else ""


_COUNTERS = ((("item", 1),), (("times", 1),))


def _points(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _scoring(method: Method, entry: Entry) -> Scoring:
    """The scoring of an indicator: its own 评分, else its innermost group's, else its direction's.

    What does not fit its target (a 满分线 on a cap) leaves it to its direction.
    """
    indicator = entry.indicator
    own = indicator.attributes.scoring
    of_groups = (method.scoring_of(level) for level in reversed(entry.levels))
    candidates = [
        method.scoring_of(own) if isinstance(own, str) else own,
        next((scoring for scoring in of_groups if scoring), None),
    ]
    if not isinstance(indicator.target, Qualitative | Deadline):
        down = indicator.direction is Direction.DOWN
        candidates.append(method.scoring_of("反向" if down else "正向"))
    return next(
        (scoring for scoring in candidates if scoring and scoring.fits(indicator)),
        Scoring(rule=Rule.PROPORTIONAL),
    )


def _without_due_date(
    spec: Spec, plans: Sequence[_Plan], as_of: datetime.date | None
) -> list[Problem]:
    if as_of is None or all(plan.due for plan in plans):
        return []
    return [Problem(code="PG531", span=Span(path=spec.path, line=1))]


# ---- one indicator ----------------------------------------------------------------------------------


def _judge(
    plan: _Plan, reading: Reading | None, as_of: datetime.date | None, touched: bool
) -> Result:
    """The outcome, completion and score of one indicator."""
    value = reading.value if reading else None
    flags: tuple[str, ...] = ("problem",) if touched else ()
    if value is None:
        outcome, c, full = Outcome.UNREPORTED, None, False
    else:
        outcome, c, full, flags = _outcome(plan, value)
    if outcome is not Outcome.MET and as_of is not None and plan.due and plan.due > as_of:
        outcome, c, full = Outcome.NOT_DUE, None, False
    if outcome is Outcome.MET and c == 1:
        score = plan.weight
    else:
        score = _points(_score(plan.cents, c or Fraction(0), outcome is Outcome.MET or full))
    return Result(
        entry=plan.entry,
        outcome=outcome,
        weight=plan.weight,
        score=score,
        completion=c,
        actual=value,
        row=reading.row if reading else None,
        due=plan.due,
        flags=flags,
    )


def _score(cents: int, c: Fraction, whole: bool) -> int:
    """Weight × c in units of 0.01, half up (四舍五入); what is not met stays a cent below its weight."""
    score = (2 * cents * c.numerator + c.denominator) // (2 * c.denominator)
    return max(0, min(score, cents if whole else cents - 1))


_ONE = Fraction(1)


def _outcome(plan: _Plan, value: Actual) -> tuple[Outcome, Fraction, bool, tuple[str, ...]]:
    """Outcome, completion, whether it earns full marks though missed, and flags."""
    target = plan.entry.indicator.target
    if isinstance(value, Achievement):
        return _qualitative(plan, value)
    if isinstance(target, Deadline):
        met = isinstance(value, datetime.date) and value <= target.date
        return (Outcome.MET, _ONE, True, ()) if met else (Outcome.MISSED, Fraction(0), False, ())
    actual = _ratio(value)
    flags = _flags(plan, value, actual)
    if isinstance(target, Range):
        a = Fraction(*actual)
        if target.low.amount() <= a <= target.high.amount():
            return Outcome.MET, _ONE, True, flags
        return Outcome.MISSED, range_completion(target, plan.scoring, actual), False, flags
    assert isinstance(target, Bound)
    if is_met(target.op, plan.direction, plan.ratio, actual):
        return Outcome.MET, _ONE, True, flags
    return Outcome.MISSED, *completion(target, plan.direction, plan.scoring, actual), flags


def _qualitative(
    plan: _Plan, value: Achievement
) -> tuple[Outcome, Fraction, bool, tuple[str, ...]]:
    """The bands: a share earns itself; 达成 alone earns 1 and is flagged; else the band's lowest."""
    if plan.scoring.rule is Rule.DIRECT and value.outcome is not Outcome.MET:
        return value.outcome, Fraction(0), False, ()
    if value.share is not None:
        return value.outcome, value.share.amount(), value.outcome is Outcome.MET, ()
    if value.outcome is Outcome.MET:
        return Outcome.MET, _ONE, True, ("no_share",)
    return value.outcome, plan.lowest[value.outcome], False, ()


def _ratio(value: Actual) -> tuple[int, int]:
    if isinstance(value, Execution):
        return value.rate.numerator, value.rate.denominator
    assert isinstance(value, Quantity)
    return value.ratio()


def _flags(plan: _Plan, value: Actual, actual: tuple[int, int]) -> tuple[str, ...]:
    """What calls for an explanation and takes no points."""
    flags = []
    over, target = plan.over_completion, plan.ratio
    if (
        over
        and target[0] > 0
        and actual[0] * target[1] * over[1] >= target[0] * actual[1] * over[0]
    ):
        flags.append("over_completion")
    if plan.is_budget and actual[0] > actual[1]:
        flags.append("over_budget")
    counted = value.unit.text.lstrip(SCALES) if isinstance(value, Quantity) else plan.counter
    if plan.counter and counted != plan.counter:
        flags.append("other_counter")
    return tuple(flags)


# ---- the whole --------------------------------------------------------------------------------------


def _grade(method: Method, total: Decimal) -> str | None:
    """The first grade whose bound the total reaches."""
    return next((grade.name for grade in method.grades if total >= grade.bound), None)


def _notes(shares: Shares) -> tuple[Both, ...]:
    notes = []
    if shares.missing:
        notes.append(both("note.scaled", missing=points_text(shares.missing)))
    if shares.equal:
        notes.append(both("note.equal"))
    return tuple(notes)
