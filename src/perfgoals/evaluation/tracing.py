"""How one score came about, as a small tree: target, rows, conversion, rule, completion, score.

The numbers are those of the result; a test works each formula out again and compares.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

from perfgoals import messages, nearest
from perfgoals.achieved import Execution, amount_of
from perfgoals.actuals import Actuals, Row
from perfgoals.errors import PerfGoalsError, Problem, Span
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.formulas import formula_of
from perfgoals.evaluation.planning import Plan, SpecPlan, plan_of, scoring_and_source
from perfgoals.joined import Part
from perfgoals.messages import Both, both
from perfgoals.method import Outcome
from perfgoals.model import Spec
from perfgoals.names import fold
from perfgoals.scorecard import Result, Scorecard, span_dict, target_text
from perfgoals.targets import Bound, Range
from perfgoals.units import Quantity, exact_decimal, plain, unit_suffix
from perfgoals.weights import cents_text, points_text

__all__ = ["Step", "Trace", "trace_of", "why", "why_all"]


@attrs.frozen
class Step:
    """One step of the way to a score: what it is (`kind`), the sentence, and where it stands.

    `kind` is one of target, amended, weight, share, actual, row, joined, part, formula, conversion,
    verdict, rule, completion, score, due.
    """

    kind: str
    sentence: Both
    span: Span | None = None
    steps: tuple[Step, ...] = ()

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """The step as plain data."""
        return {
            "kind": self.kind,
            "text": self.sentence.text(language),
            "span": span_dict(self.span),
            "steps": [step.to_dict(language) for step in self.steps],
        }


@attrs.frozen(kw_only=True)
class Trace:
    """How the score of one indicator came about: its result, and the steps to it."""

    spec: Spec
    result: Result
    steps: tuple[Step, ...]

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `perfgoals why --format json` prints of it."""
        label = self.spec.labels.get(self.result.indicator, "")
        return {
            "schema": 1,
            "region": self.spec.region,
            "method": self.spec.method.name,
            "result": self.result.to_dict(language, label),
            "steps": [step.to_dict(language) for step in self.steps],
        }


def why(
    spec: Spec, indicator: str, actuals: Actuals, *, as_of: datetime.date | None = None
) -> tuple[Trace, ...]:
    """How the scores of the indicators of a name came about.

    A part of a name will do; several indicators may bear it. Raises PerfGoalsError where none does,
    and ActualsError like `evaluate`.

    >>> import perfgoals as pg
    >>> spec = pg.loads("产出指标\\n  新建污水管网 ≥ 80 公里")
    >>> rows = pg.Actuals.from_rows([{"指标": "新建污水管网", "实际值": "79500米"}])
    >>> print(pg.why(spec, "污水管网", rows)[0].steps[-1].sentence.en)
    score: 100.00 × 159/160 = 99.375, rounded half up (四舍五入) to 99.38
    """
    return why_all(evaluate(spec, actuals, as_of=as_of), indicator)


def why_all(card: Scorecard, indicator: str) -> tuple[Trace, ...]:
    """How the scores of a card's indicators of a name came about. Raises PerfGoalsError."""
    plan = plan_of(card.spec)
    labels = card.spec.labels
    found = _named(card, indicator)
    if not found:
        names = [labels.get(result.indicator, result.indicator.name) for result in card.results]
        values = {"name": indicator, **nearest.hint(indicator, names, 3)}
        raise PerfGoalsError([Problem(code="PG917", values=values)])
    return tuple(trace_of(plan, each, result, card.as_of) for each, result in found)


def trace_of(
    plan: SpecPlan, each: Plan, result: Result, as_of: datetime.date | None = None
) -> Trace:
    """How one result came about."""
    return Trace(spec=plan.spec, result=result, steps=tuple(_steps(plan, each, result, as_of)))


def _named(card: Scorecard, indicator: str) -> list[tuple[Plan, Result]]:
    """The indicators whose name or label is the one that is asked for, else those that hold it."""
    plans = plan_of(card.spec).plans
    pairs = list(zip(plans, card.results, strict=True))
    labels, wanted = card.spec.labels, fold(indicator)
    names = [
        {fold(result.indicator.name), fold(labels.get(result.indicator, ""))} for _, result in pairs
    ]
    exact = [pair for pair, own in zip(pairs, names, strict=True) if wanted in own]
    part = [
        pair
        for pair, own in zip(pairs, names, strict=True)
        if wanted and any(wanted in name for name in own)
    ]
    return exact or part


def _steps(
    plan: SpecPlan, each: Plan, result: Result, as_of: datetime.date | None
) -> Iterator[Step]:
    yield _target(each)
    yield _weight(plan, each)
    yield _actual(each, result)
    if result.outcome is Outcome.NOT_DUE:
        yield Step("due", both("why.not_due", due=str(result.due), as_of=str(as_of)))
        return
    if result.completion is None:
        yield Step("score", both("why.nothing"))
        return
    yield Step("verdict", _verdict(result))
    yield _completion(plan, each, result)
    yield Step("score", _score(result))


def _target(each: Plan) -> Step:
    indicator = each.entry.indicator
    target = Both(target_text(indicator, "zh"), target_text(indicator, "en"))
    steps = [*_history(each)]
    if indicator.change is not None:
        baseline = str(indicator.attributes.baseline)
        said = both("why.change", change=str(indicator.change), baseline=baseline)
        steps.append(Step("target", said, indicator.span))
    return Step("target", both("why.target", target=target), indicator.span, tuple(steps))


def _history(each: Plan) -> Iterator[Step]:
    """The target at first and its amendments, in their order."""
    indicator = each.entry.indicator
    if indicator.original is not None:
        yield Step("amended", both("why.original", target=str(indicator.original)), indicator.span)
    for amendment in indicator.attributes.amendments:
        said = both("why.amended", amendment=str(amendment), basis=amendment.basis or "—")
        yield Step("amended", said, amendment.span)


def _weight(plan: SpecPlan, each: Plan) -> Step:
    """The weight, and how the points of its group were shared out."""
    indicator = each.entry.indicator
    if each not in plan.plans:  # a task's target takes no part in the score
        return Step("weight", both("why.weight", weight=plain(each.weight)))
    top = each.entry.levels[:1]
    inside = [x for x in plan.plans if x.entry.levels[:1] == top]
    group = sum(x.cents for x in inside)
    name = top[0] if top else "—"
    steps = []
    if indicator.weight is not None:
        written = both("why.written", weight=plain(indicator.weight))
        steps.append(Step("share", written, indicator.span))
    shared = both("why.shared", group=name, points=cents_text(group), count=len(inside))
    steps.append(Step("share", shared))
    points = plan.spec.method.points_of(name)
    if points is not None:
        said = both("why.group", group=name, points=plain(points), method=plan.spec.method.name)
        steps.append(Step("share", said, plan.spec.method.span))
    if plan.shares.missing:
        missing = points_text(plan.shares.missing)
        steps.append(Step("share", both("note.scaled", missing=missing)))
    return Step("weight", both("why.weight", weight=plain(each.weight)), None, tuple(steps))


def _actual(each: Plan, result: Result) -> Step:
    row = result.row
    if result.actual is None or row is None:
        if any(not each_row.is_blank for each_row in result.rows):
            reason = Both(result.explain("zh"), result.explain("en"))
            return Step("actual", both("why.in_part", reason=reason), None, _rows(result.rows))
        key = "why.blank" if row else "why.no_row"
        return Step("actual", both(key), row.span() if row else None)
    text = Both(result.actual_text("zh") or "", result.actual_text("en") or "")
    rows = _rows(result.rows or (row,))
    steps = (*rows, *_joined(each, result, len(rows)), *_conversion(each, result))
    return Step("actual", both("why.actual", actual=text), None, steps)


def _joined(each: Plan, result: Result, count: int) -> Iterator[Step]:
    """How several rows made one value: the rules, the reporting units, the formula with its values."""
    indicator = each.entry.indicator
    formula = indicator.attributes.formula
    if formula is not None:
        values = "、".join(f"{name} = {value}" for name, value in result.items)
        step = Step("formula", both("why.values", values=values))
        yield Step("formula", both("why.formula", formula=str(formula)), indicator.span, (step,))
    if count < 2:
        return
    if indicator.reporting is not None:
        yield Step("joined", both("why.reporting", rule=indicator.reporting.value))
    if result.parts and indicator.aggregation is not None:
        parts = tuple(_part_step(part) for part in result.parts)
        rule = both("why.aggregation", rule=indicator.aggregation.value, count=len(parts))
        yield Step("joined", rule, None, parts)


def _part_step(part: Part) -> Step:
    return Step("part", Both(part.text("zh"), part.text("en")), part.row.span())


def _rows(rows: Sequence[Row]) -> tuple[Step, ...]:
    return tuple(Step("row", _row(row), row.span()) for row in rows)


def _row(row: Row) -> Both:
    cells = (row.region, row.indicator, row.actual, row.unit, row.period, row.reporting_unit)
    return both("why.row", cells=" | ".join(cell for cell in cells if cell))


def _conversion(each: Plan, result: Result) -> Iterator[Step]:
    """The way from the actual's unit to the target's, where they differ."""
    value = result.actual
    if isinstance(value, Execution):
        amount = _in_targets_unit(each, value)
        budget = each.budget
        formula = f"{value.amount} ÷ {budget} = {amount}"
        yield Step("conversion", both("why.conversion", formula=formula))
    if isinstance(value, Quantity) and not value.unit.means_the_same_as(each.unit):
        factor = value.unit.factor / each.unit.factor
        formula = f"{value} × {_number(factor)} = {_in_targets_unit(each, value)}"
        yield Step("conversion", both("why.conversion", formula=formula))


def _in_targets_unit(each: Plan, value: Quantity | Execution) -> str:
    """A value in the target's unit, exact."""
    return f"{_number(amount_of(value) / each.unit.factor)}{unit_suffix(each.unit)}"


def _verdict(result: Result) -> Both:
    outcome = Both(*(messages.word(f"outcome.{result.outcome.value}", x) for x in ("zh", "en")))
    reason = Both(result.explain("zh"), result.explain("en"))
    return both("why.verdict", reason=reason, outcome=outcome)


def _completion(plan: SpecPlan, each: Plan, result: Result) -> Step:
    """The exact completion, by the clause of the rule that holds, with the rule's source."""
    c = result.completion or Fraction(0)
    formula = formula_of(each, result)
    text = both("why.completion", formula=f"{formula.text} = {_number(c)}".removeprefix(" = "))
    steps = [Step("rule", formula.clause)]
    if isinstance(each.target, Bound | Range) and result.outcome is not Outcome.MET:
        scoring, source = scoring_and_source(plan.spec.method, each.entry)
        method = plan.spec.method
        own = source == "评分"
        rule = both(
            "why.rule_own" if own else "why.rule",
            rule=str(scoring),
            entry=source,
            method=method.name,
        )
        steps.append(Step("rule", rule, each.entry.indicator.span if own else method.span))
    return Step("completion", text, None, tuple(steps))


def _score(result: Result) -> Both:
    """Weight × c, the rounding, and the cent that what is not met stays below its weight."""
    c = result.completion or Fraction(0)
    product = Fraction(result.weight) * c
    values = {
        "weight": plain(result.weight),
        "c": str(c),
        "product": _number(product),
        "score": plain(result.score),
    }
    rounded = Fraction((2 * product * 100 + 1) // 2, 100)
    if rounded == product and rounded == Fraction(result.score):
        return both("why.score_exact", **values)
    if rounded != Fraction(result.score):
        return both("why.score_capped", **values)
    return both("why.score", **values)


def _number(number: Fraction) -> str:
    """A decimal where one equals the number, else the fraction."""
    exact = exact_decimal(number)
    return str(number) if exact is None else plain(exact)
