"""What an evaluation gives: a result for each indicator, and the scorecard of the whole."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from perfgoals import messages, notebooks
from perfgoals.achieved import (
    Actual,
    Computed,
    Execution,
    actual_text,
    amount_of,
    amount_text,
    six_decimals,
)
from perfgoals.actuals import Row
from perfgoals.errors import Problem, Span
from perfgoals.joined import ONE_ROW, Joined, Part, named, parts_text
from perfgoals.method import Outcome
from perfgoals.model import Entry, Indicator, Spec, Task
from perfgoals.targets import (
    Bound,
    Comparison,
    Deadline,
    Direction,
    Qualitative,
    Range,
    Target,
)
from perfgoals.units import Quantity, plain

__all__ = [
    "Result",
    "Scorecard",
    "TaskResult",
    "provenance",
    "target_dict",
    "version",
]


# Results are made by the million. Keywords alone would double what that takes, slots add half.
@attrs.frozen(slots=False)
class Result:
    """What came of one indicator.

    `completion` is exact, None for what is unreported or not due; `weight` and `score` are points
    of 100, to 0.01. `row` is the row that was used, `due` the day from which the indicator counts.
    """

    entry: Entry
    outcome: Outcome
    weight: Decimal
    score: Decimal
    completion: Fraction | None = None
    actual: Actual | None = None
    row: Row | None = None
    due: datetime.date | None = None
    flags: tuple[str, ...] = ()
    joined: Joined = ONE_ROW

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows that were used, where there are several."""
        return self.joined.rows

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each reporting unit reported, where there are several."""
        return self.joined.parts

    @property
    def missing(self) -> tuple[str, ...]:
        """The items of its formula that were not reported."""
        return self.joined.missing

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """The items of its formula with the values they had."""
        return self.joined.items

    @property
    def indicator(self) -> Indicator:
        """The indicator that is judged."""
        return self.entry.indicator

    @property
    def levels(self) -> tuple[str, ...]:
        """The names of its groups, the outermost first."""
        return self.entry.levels

    @property
    def reason(self) -> str:
        """Expected, actual, gap and direction, in Chinese; `explain` gives other languages."""
        return self.explain("zh")

    @property
    def note(self) -> str:
        """The 说明 of its row."""
        return self.row.note if self.row else ""

    def actual_text(self, language: str = "zh") -> str | None:
        """The actual as it is shown, None where nothing was reported."""
        return actual_text(self.actual, language)

    def explain(self, language: str) -> str:
        """Expected, actual, gap and direction: `要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里`."""
        target = target_text(self.indicator, language)
        if self.outcome is Outcome.NOT_DUE:
            text = messages.say("reason.not_due", language, target=target, due=str(self.due))
            return text + parts_text(self.parts, language)
        actual = self.actual_text(language)
        if actual is None:
            text = messages.say("reason.unreported", language, target=target)
        else:
            gap = _gap(self.indicator.target, self.indicator.direction, self.actual, language)
            text = messages.say("reason.judged", language, target=target, actual=actual) + gap
        text += parts_text(self.parts, language)
        if self.missing:
            text += messages.say("parts.missing", language, names=named(self.missing, language))
        return text

    def to_dict(self, language: str = "zh", label: str = "") -> dict[str, Any]:
        """What `--format json` prints of it."""
        span = self.indicator.span
        return {
            "id": label or self.indicator.name,
            "indicator": self.indicator.name,
            "levels": list(self.levels),
            "target": target_dict(self.indicator.target),
            "target_text": str(self.indicator.target),
            **history_dict(self.indicator),
            "actual": self.actual_text(language),
            "outcome": self.outcome.value,
            "completion": None if self.completion is None else six_decimals(self.completion),
            "completion_exact": None if self.completion is None else str(self.completion),
            "weight": plain(self.weight),
            "score": plain(self.score),
            "reason": self.explain(language),
            "note": self.note,
            "flags": list(self.flags),
            "span": span_dict(span),
            "actual_span": span_dict(self.row.span()) if self.row else None,
            "parts": [part.to_dict(language) for part in self.parts],
        }


@attrs.frozen(slots=False)
class TaskResult:
    """What came of a task: done (完成), not done (未完成), or None where that is not known.

    `results` are those of its targets: the table's own where the table makes the same promise, else
    ones without weight.
    """

    task: Task
    done: bool | None
    results: tuple[Result, ...]

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `--format json` prints of it."""
        return {
            "name": self.task.name,
            "type": self.task.type.value,
            "done": self.done,
            "targets": [
                {
                    "indicator": target.name,
                    "target": target_dict(target.target),
                    "target_text": str(target.target),
                    "actual": result.actual_text(language),
                    "outcome": result.outcome.value,
                    "reason": result.explain(language),
                    "span": span_dict(target.span),
                }
                for target, result in zip(self.task.targets, self.results, strict=True)
            ],
            "span": span_dict(self.task.span),
        }


@attrs.frozen(kw_only=True)
class Scorecard:
    """The scored table of one spec.

    `total` is the sum of the scores as shown. `grade` is None while anything is not due, and where
    no grade of the method is reached. `tasks` has the binding ones first. `notes` say what the
    numbers do not. `problems` is empty unless the evaluation was told to keep going.
    """

    spec: Spec
    results: tuple[Result, ...]
    total: Decimal
    grade: str | None
    due_weight: Decimal
    not_due_weight: Decimal
    tasks: tuple[TaskResult, ...] = ()
    as_of: datetime.date | None = None
    notes: tuple[messages.Both, ...] = ()
    problems: tuple[Problem, ...] = ()
    actuals_sha256: str = ""

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebooks.shown(self)

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `--format json` prints of it, as plain data; numbers that matter are strings."""
        spec = self.spec
        return {
            "schema": 1,
            "region": spec.region,
            "fund": spec.fund,
            "year": spec.year,
            "method": spec.method.name,
            "as_of": str(self.as_of) if self.as_of else None,
            "total": plain(self.total),
            "grade": self.grade,
            "due_weight": plain(self.due_weight),
            "not_due_weight": plain(self.not_due_weight),
            "notes": [note.text(language) for note in self.notes],
            "provenance": provenance(spec, self.actuals_sha256),
            "results": [
                result.to_dict(language, spec.labels.get(result.indicator, ""))
                for result in self.results
            ],
            "tasks": [task.to_dict(language) for task in self.tasks],
        }


def provenance(spec: Spec, actuals_sha256: str) -> dict[str, Any]:
    """What a result was made with, as every JSON output has it: so it can be made again."""
    return {
        "version": version(),
        "spec_sha256": spec.sha256,
        "actuals_sha256": actuals_sha256,
        "uses": [{"file": path, "sha256": digest} for path, digest in spec.uses],
    }


def version() -> str:
    """The version of the library, from its metadata."""
    from importlib.metadata import version as installed

    return installed("perfgoals")


def span_dict(span: Span | None) -> dict[str, Any] | None:
    """A span as every JSON output has it."""
    if span is None:
        return None
    place = {"file": span.path, "line": span.line, "column": span.column}
    return {**place, "sheet": span.sheet, "cell": span.cell} if span.sheet else place


def target_dict(target: Target) -> dict[str, Any]:
    """A target as every JSON output has it."""
    if isinstance(target, Bound):
        value, unit = plain(target.value.value), target.value.unit.text
        return {"kind": "bound", "op": target.op.value, "value": value, "unit": unit}
    if isinstance(target, Range):
        low, high = plain(target.low.value), plain(target.high.value)
        return {"kind": "range", "low": low, "high": high, "unit": target.high.unit.text}
    if isinstance(target, Deadline):
        start = str(target.start) if target.start else None
        return {"kind": "deadline", "date": str(target.date), "start": start}
    return {"kind": "qualitative", "text": target.text}


def history_dict(indicator: Indicator) -> dict[str, Any]:
    """The target before any 调整, and what it was changed to, as every JSON output has them."""
    amendments = indicator.attributes.amendments
    original = indicator.target if indicator.original is None else indicator.original
    return {
        "original": target_dict(original) if amendments else None,
        "amendments": [
            {
                "day": str(amendment.day),
                "target": target_dict(amendment.target),
                "target_text": str(amendment.target),
                "basis": amendment.basis,
            }
            for amendment in amendments
        ],
    }


def target_text(indicator: Indicator, language: str) -> str:
    """What is asked for, with the direction of a value that has no operator: `≥ 80 公里`."""
    target = indicator.target
    if isinstance(target, Bound) and target.op is Comparison.REACH:
        sign = "≤" if indicator.direction is Direction.DOWN else "≥"
        return f"{sign} {target.value}"
    if isinstance(target, Qualitative):
        return messages.say("target.text", language, text=target.text)
    return (
        messages.say("target.by", language, date=str(target))
        if isinstance(target, Deadline)
        else str(target)
    )


# ---- the gap between a target and what was achieved -----------------------------------------------


def _gap(target: Target, direction: Direction | None, actual: Actual | None, language: str) -> str:
    """How far the actual is from the target and to which side; empty for texts."""
    if isinstance(target, Deadline) and isinstance(actual, datetime.date):
        days = (actual - target.date).days
        return _say_gap("late" if days > 0 else "early", language, days=abs(days)) if days else ""
    if not isinstance(actual, Execution | Quantity | Computed):
        return ""
    amount = amount_of(actual)
    if isinstance(target, Range):
        low, high, unit = target.low.amount(), target.high.amount(), target.high.unit
        if amount < low:
            return _say_gap(
                "below_range",
                language,
                gap=amount_text((low - amount) / unit.factor, unit, language),
            )
        if amount > high:
            return _say_gap(
                "above_range",
                language,
                gap=amount_text((amount - high) / unit.factor, unit, language),
            )
        return ""
    if not isinstance(target, Bound):
        return ""
    unit = target.value.unit
    gap = (amount - target.value.amount()) / unit.factor
    if gap == 0:
        strict = target.op in (Comparison.MORE, Comparison.LESS)
        return _say_gap("at_the_bound" if strict else "exactly", language)
    if target.op is Comparison.EQUAL:
        key = "more" if gap > 0 else "less"
    elif direction is Direction.DOWN:
        key = "over" if gap > 0 else "under"
    else:
        key = "surplus" if gap > 0 else "short"
    return _say_gap(key, language, gap=amount_text(abs(gap), unit, language))


def _say_gap(key: str, language: str, **values: str | int) -> str:
    return messages.say(f"gap.{key}", language, **values)
