"""What does not change from one evaluation of a spec to the next: weights, scoring, exact targets."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.attributes import Aggregation, Reporting
from perfgoals.evaluation.amending import Same
from perfgoals.evaluation.completion import Ratio, met_when
from perfgoals.levels import BUDGET_EXECUTION, is_satisfaction
from perfgoals.messages import Both, both
from perfgoals.method import Method, Outcome, Rule, Scoring
from perfgoals.model import Entry, Indicator, Spec, Task, TaskType
from perfgoals.names import fold
from perfgoals.scorecard import TaskResult
from perfgoals.targets import (
    Bound,
    Comparison,
    Deadline,
    Direction,
    Qualitative,
    Range,
    Target,
    identity,
    unit_text,
)
from perfgoals.units import NUMBER, SCALES, Dimension, Quantity, Unit
from perfgoals.weights import Shares, points, points_text, share_out, weighed

__all__ = [
    "ItemPlan",
    "Plan",
    "ShareBand",
    "SpecPlan",
    "TaskPlan",
    "TaskTarget",
    "plan_of",
    "scoring_and_source",
]


@attrs.frozen(eq=False, repr=False)
class ShareBand:
    """The shares of a qualitative outcome: from `low` up, and below `high`; `earns` is the lowest."""

    low: Ratio
    high: Ratio | None
    earns: Fraction


Bands = Mapping[Outcome, ShareBand]


Limit = tuple[Callable[[int, int], bool], Ratio]
"""A bound of 取值, in base units."""


@attrs.frozen(eq=False, repr=False)
class Plan:
    """An indicator with its weight, the scoring that holds for it, and its target in base units."""

    entry: Entry
    target: Target
    cents: int
    weight: Decimal
    scoring: Scoring
    direction: Direction | None
    holds: Callable[[int, int], bool]
    """How actual and target compare where a bound is met."""

    ratio: Ratio
    measure: Dimension | str
    """What is measured, or "date" or "text"."""

    unit: Unit
    text: str
    due: datetime.date | None
    over_completion: Ratio | None
    counter: str
    is_budget: bool
    is_satisfaction: bool
    budget: Quantity | None
    """金额, by which 预算执行数 is divided."""

    limits: tuple[Limit, ...]
    """取值: what an actual must be to be possible at all, in base units."""

    is_limited: bool
    """Whether its 取值, or its being a 满意度, says what an actual cannot be."""

    year: int | None
    bands: Bands
    units: tuple[Unit, ...] = ()
    """The units of all that is promised by this name, where they differ: a bare number is in none."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ItemPlan:
    """A data item of formulas: what rows report beside the indicators.

    The catalogue may say its unit, 取值, 口径 and 报送; else those two of the formula's indicator hold.
    """

    name: str
    unit: Unit | None
    values: Bound | Range | None
    limits: tuple[Limit, ...]
    aggregation: Aggregation | None
    reporting: Reporting | None


@attrs.frozen(eq=False, repr=False)
class TaskTarget:
    """What a task promises, and the position of the rows that report on it."""

    plan: Plan
    position: int
    is_shared: bool
    """Whether it is one of the table's, and due when that is: then its result is that one's."""


@attrs.frozen(eq=False, repr=False)
class TaskPlan:
    """A task with its targets."""

    task: Task
    targets: tuple[TaskTarget, ...]
    unknown: TaskResult
    """What comes of it where it has no targets: nothing tells whether it is done."""


@attrs.frozen(eq=False, repr=False)
class SpecPlan:
    """A spec made ready: its indicators in order, and their positions by folded name.

    `every` has what tasks promise beside the table too; its positions follow those of the indicators,
    and those of the data items of formulas follow them. `reported` has the names that only one
    indicator bears, and that rows report: most rows want one of these; `measured` has those that
    several bear, with what only one of them measures. Binding tasks come first.
    """

    spec: Spec
    plans: tuple[Plan, ...]
    every: tuple[Plan, ...]
    items: tuple[ItemPlan, ...]
    tasks: tuple[TaskPlan, ...]
    by_name: dict[str, tuple[int, ...]]
    reported: dict[str, int]
    measured: dict[tuple[str, Dimension], int]
    computed: frozenset[int]
    """The positions of what has a formula."""

    shares: Shares
    notes: tuple[Both, ...]

    @property
    def is_dated(self) -> bool:
        """Whether all that it promises says when it is due."""
        own = (target.plan for task in self.tasks for target in task.targets)
        return all(each.due for each in (*self.plans, *own))


def plan_of(spec: Spec) -> SpecPlan:
    """The plan of a spec, worked out once."""
    return _plan_of(Same(spec))


@functools.lru_cache(maxsize=256)
def _plan_of(key: Same) -> SpecPlan:
    spec = key.spec
    shares = share_out(spec)
    bands = _bands(spec.method)
    plans = [
        _plan(spec, bands, entry, cents)
        for entry, cents in zip(weighed(spec), shares.cents, strict=True)
    ]
    count = len(plans)
    places = {plan.entry.indicator.identity: place for place, plan in enumerate(plans)}
    tasks = []
    for task in spec.tasks:
        own = [_task_plan(spec, bands, task, target) for target in task.targets]
        for plan in own:
            if places.setdefault(plan.entry.indicator.identity, len(plans)) == len(plans):
                plans.append(plan)
        targets = []
        for plan in own:
            at = places[plan.entry.indicator.identity]
            same = plans[at].target == plan.target and plans[at].due == plan.due
            targets.append(TaskTarget(plan, at, at < count and same))
            plans[at] = _with_unit(plans[at], plan.unit)
        unknown = TaskResult(task=task, done=None, results=())
        tasks.append(TaskPlan(task, tuple(targets), unknown))
    by_name: dict[str, tuple[int, ...]] = {}
    for position, plan in enumerate(plans):
        name = fold(plan.entry.indicator.name)
        by_name[name] = (*by_name.get(name, ()), position)
    computed = frozenset(
        at for at, plan in enumerate(plans) if plan.entry.indicator.attributes.formula is not None
    )
    reported = {
        name: at[0] for name, at in by_name.items() if len(at) == 1 and at[0] not in computed
    }
    items = _items(spec, plans)
    for position, item in enumerate(items, len(plans)):
        by_name[fold(item.name)] = (position,)
        reported.pop(fold(item.name), None)
    return SpecPlan(
        spec=spec,
        plans=tuple(plans[:count]),
        every=tuple(plans),
        items=items,
        tasks=tuple(sorted(tasks, key=lambda x: x.task.type is not TaskType.BINDING)),
        by_name=by_name,
        reported=reported,
        measured=_measured(plans, by_name, computed),
        computed=computed,
        shares=shares,
        notes=_notes(shares),
    )


def _with_unit(each: Plan, unit: Unit) -> Plan:
    """A plan that knows of another unit in which the same is promised."""
    if any(known.means_the_same_as(unit) for known in (each.unit, *each.units)):
        return each
    return attrs.evolve(each, units=(*(each.units or (each.unit,)), unit))


def _measured(
    plans: Sequence[Plan], by_name: Mapping[str, Sequence[int]], computed: Collection[int]
) -> dict[tuple[str, Dimension], int]:
    """The indicators of one name that what they measure tells apart, but for bare numbers."""
    found: dict[tuple[str, Dimension], list[int]] = {}
    for name, positions in by_name.items():
        for at in positions if len(positions) > 1 else ():
            measure = plans[at].measure
            if isinstance(measure, Dimension) and not measure.is_bare:
                found.setdefault((name, measure), []).append(at)
    return {key: at[0] for key, at in found.items() if len(at) == 1 and at[0] not in computed}


def _bands(method: Method) -> Bands:
    lowest = {band.outcome: band.lowest.ratio() for band in method.bands}
    above = {Outcome.MISSED: Outcome.PARTIAL, Outcome.PARTIAL: Outcome.MET}
    return {
        outcome: ShareBand(
            low, lowest.get(above[outcome]) if outcome in above else None, Fraction(*low)
        )
        for outcome, low in lowest.items()
    }


def _notes(shares: Shares) -> tuple[Both, ...]:
    notes = []
    if shares.missing:
        notes.append(both("note.scaled", missing=points_text(shares.missing)))
    if shares.equal:
        notes.append(both("note.equal"))
    return tuple(notes)


def _items(spec: Spec, plans: Sequence[Plan]) -> tuple[ItemPlan, ...]:
    """The data items of all formulas, each once."""
    formulas = (plan.entry.indicator.attributes.formula for plan in plans)
    items = dict.fromkeys(item for formula in formulas if formula for item in formula.items)
    found: dict[str, ItemPlan] = {}
    for item in items:
        if spec.named(item) or item.key in found:
            continue
        definition = spec.defined(item)
        unit = definition.unit if definition else None
        values = definition.values if definition else None
        found[item.key] = ItemPlan(
            name=item.name,
            unit=unit,
            values=values,
            limits=_limits(values, unit.dimension if unit else None),
            aggregation=definition.aggregation if definition else None,
            reporting=definition.reporting if definition else None,
        )
    return tuple(found.values())


def _task_plan(spec: Spec, bands: Bands, task: Task, target: Indicator) -> Plan:
    """A task's target is judged like an indicator of no weight. It is due at its own 时限 or deadline,
    else with its task."""
    plan = _plan(spec, bands, Entry(indicator=target, levels=()), 0)
    return plan if target.due(None) else attrs.evolve(plan, due=task.due(spec.year))


def _plan(spec: Spec, bands: Bands, entry: Entry, cents: int) -> Plan:
    indicator = entry.indicator
    target, direction = indicator.target, indicator.direction
    upward = isinstance(target, Bound) and direction is Direction.UP and target.value.value > 0
    over = spec.method.over_completion if upward else None
    definition, measure = indicator.definition, identity(target)
    limits = _limits(definition.values if definition else None, measure)
    satisfies = is_satisfaction(indicator.name, *entry.levels)
    return Plan(
        entry=entry,
        target=target,
        cents=cents,
        weight=points(cents),
        scoring=scoring_and_source(spec.method, entry)[0],
        direction=direction,
        holds=met_when(target.op if isinstance(target, Bound) else Comparison.REACH, direction),
        ratio=target.value.ratio() if isinstance(target, Bound) else (0, 1),
        measure=measure,
        unit=_unit(target),
        text=fold(target.text) if isinstance(target, Qualitative) else "",
        due=indicator.due(spec.year),
        over_completion=over.ratio() if over else None,
        counter=_counter(indicator),
        is_budget=fold(indicator.name) == BUDGET_EXECUTION,
        is_satisfaction=satisfies,
        budget=spec.amount if isinstance(spec.amount, Quantity) else None,
        limits=limits,
        is_limited=bool(limits) or satisfies,
        year=spec.year,
        bands=bands,
    )


def _limits(values: Bound | Range | None, measure: Dimension | str | None) -> tuple[Limit, ...]:
    """The bounds of 取值; said of another measure they say nothing here (`check` tells it)."""
    if values is None or values.dimension != measure:
        return ()
    bounds = (
        ((Comparison.AT_LEAST, values.low), (Comparison.AT_MOST, values.high))
        if isinstance(values, Range)
        else ((values.op, values.value),)
    )
    return tuple((met_when(op, Direction.UP), value.ratio()) for op, value in bounds)


def _unit(target: Target) -> Unit:
    if isinstance(target, Bound):
        return target.value.unit
    return target.high.unit if isinstance(target, Range) else NUMBER


def _counter(indicator: Indicator) -> str:
    """The word that counts (个, 家, 场), where several words are one dimension; else empty."""
    target = indicator.target
    counted = isinstance(target, Bound | Range) and target.dimension.terms in _COUNTERS
    return unit_text(target).lstrip(SCALES) if counted else ""


_COUNTERS = ((("item", 1),), (("times", 1),))


def scoring_and_source(method: Method, entry: Entry) -> tuple[Scoring, str]:
    """The scoring of an indicator, and what says so: its own 评分, else its innermost group, else its
    direction.

    What does not fit its target (a 满分线 on a cap) leaves it to its direction.
    """
    indicator = entry.indicator
    for scoring, source in _scorings(method, entry):
        if scoring and indicator.takes(scoring):
            return scoring, source
    return Scoring(rule=Rule.PROPORTIONAL), ""


def _scorings(method: Method, entry: Entry) -> Iterator[tuple[Scoring | None, str]]:
    """What may hold, the nearest first."""
    indicator = entry.indicator
    own = indicator.attributes.scoring
    yield method.scoring_of(own) if isinstance(own, str) else own, "评分"
    of_groups = ((method.scoring_of(level), level) for level in reversed(entry.levels))
    yield next((pair for pair in of_groups if pair[0]), (None, ""))
    if not isinstance(indicator.target, Qualitative | Deadline):
        direction = "反向" if indicator.direction is Direction.DOWN else "正向"
        yield method.scoring_of(direction), direction
