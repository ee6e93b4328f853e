"""What a report shows of a scorecard, as texts in one language: HTML, Markdown and sheets lay it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

import attrs

from perfgoals.messages import say, word
from perfgoals.method import Outcome
from perfgoals.reports.bars import Bar, bar_of, completion_text
from perfgoals.scorecard import Result, Scorecard, TaskResult, target_text
from perfgoals.units import plain

__all__ = ["Card", "Line", "TaskLine", "card_of", "file_name", "name_of"]

_ATTENTION = (Outcome.MISSED, Outcome.PARTIAL, Outcome.UNREPORTED, Outcome.NOT_DUE)
_QUIET_FLAGS = ("no_share", "problem")
"""Flags that alone call for nobody's attention."""


@attrs.frozen(kw_only=True)
class Line:
    """A result as it is shown."""

    number: int
    label: str
    levels: tuple[str, ...]
    target: str
    actual: str
    outcome: str
    word: str
    weight: str
    score: str
    lost: Decimal
    completion: str
    bar: Bar | None
    reason: str
    flags: tuple[str, ...]
    note: str
    places: tuple[str, ...]
    """Where the target stands and where the actual: `shantou.pg:22`."""

    is_striking: bool
    """Whether a flag calls for attention although the target may be met."""


@attrs.frozen(kw_only=True)
class TaskLine:
    """A task as it is shown, with the lines of what stands against it."""

    name: str
    type: str
    state: str
    word: str
    against: tuple[tuple[str, str], ...]
    """Outcome and reason of each target that is not met."""


@attrs.frozen(kw_only=True)
class Card:
    """A scorecard as it is shown."""

    name: str
    fund: str
    year: str
    document: str
    total: str
    grade: str
    is_graded: bool
    counts: tuple[tuple[str, str, int], ...]
    """Outcome, its word, and how many there are; none with 0."""

    method: str
    as_of: str
    due: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
    tasks: tuple[TaskLine, ...]
    task_counts: str
    provenance: tuple[tuple[str, str], ...]

    def attention(self) -> list[tuple[str, str, list[Line]]]:
        """Outcome, its word and its lines, the worst outcome first, in each what cost most first."""
        found = []
        for outcome in _ATTENTION:
            lines = [line for line in self.lines if line.outcome == outcome.value]
            if lines:
                lines.sort(key=lambda line: -line.lost)
                found.append((outcome.value, lines[0].word, lines))
        return found

    def striking(self) -> list[Line]:
        """What is met and yet calls for a look."""
        return [line for line in self.lines if line.is_striking and line.outcome == "met"]

    def groups(self) -> Iterator[tuple[str, list[Line]]]:
        """The lines of each group of the table, with the names of its levels."""
        for levels, lines in groupby(self.lines, key=lambda line: line.levels):
            yield " / ".join(levels), list(lines)


def name_of(card: Scorecard) -> str:
    """What a scorecard is called: its region, else its fund, else its file."""
    return card.spec.region or card.spec.fund or card.spec.path


def card_of(card: Scorecard, language: str) -> Card:
    """A scorecard as it is shown in a language."""
    spec = card.spec
    counts = dict.fromkeys(Outcome, 0)
    for result in card.results:
        counts[result.outcome] += 1
    due = {"due": plain(card.due_weight), "rest": plain(card.not_due_weight)}
    return Card(
        name=name_of(card),
        fund=(spec.fund or "") if spec.region else "",
        year=str(spec.year or ""),
        document=spec.document or "",
        total=plain(card.total),
        grade=card.grade or word("report.no_grade", language),
        is_graded=card.grade is not None,
        counts=tuple(
            (o.value, word(f"outcome.{o.value}", language), n) for o, n in counts.items() if n
        ),
        method=spec.method.name,
        as_of=str(card.as_of or ""),
        due=say("report.due", language, **due) if card.as_of else "",
        notes=tuple(note.text(language) for note in card.notes),
        lines=tuple(_line(card, at, result, language) for at, result in enumerate(card.results, 1)),
        tasks=tuple(_task(task, language) for task in card.tasks),
        task_counts=_task_counts(card.tasks, language),
        provenance=_provenance(card),
    )


def _line(card: Scorecard, number: int, result: Result, language: str) -> Line:
    indicator = result.indicator
    rows = (indicator.span, result.row.span() if result.row else None)
    return Line(
        number=number,
        label=card.spec.labels.get(indicator, indicator.name),
        levels=result.levels,
        target=target_text(indicator, language),
        actual=result.actual_text(language) or "—",
        outcome=result.outcome.value,
        word=word(f"outcome.{result.outcome.value}", language),
        weight=plain(result.weight),
        score=plain(result.score),
        lost=result.weight - result.score,
        completion=completion_text(result),
        bar=bar_of(card.spec, result),
        reason=result.explain(language),
        flags=tuple(word(f"flag.{flag}", language) for flag in result.flags),
        note=result.note,
        places=tuple(file_name(span.short) for span in rows if span),
        is_striking=any(flag not in _QUIET_FLAGS for flag in result.flags),
    )


def file_name(path: str) -> str:
    """The name of a file without its folders, which stand with its digest."""
    return path.replace("\\", "/").rpartition("/")[2]


_DONE = {True: "done", False: "not_done", None: "unknown"}


def _task(task: TaskResult, language: str) -> TaskLine:
    state = _DONE[task.done]
    return TaskLine(
        name=task.task.name,
        type=word(f"task.{task.task.type.value}", language),
        state=state,
        word=word(f"task.{state}", language),
        against=tuple(
            (result.outcome.value, f"{result.indicator.name}: {result.explain(language)}")
            for result in task.results
            if result.outcome is not Outcome.MET
        ),
    )


def _task_counts(tasks: Sequence[TaskResult], language: str) -> str:
    counts = dict.fromkeys(_DONE.values(), 0)
    for task in tasks:
        counts[_DONE[task.done]] += 1
    named = [f"{word(f'task.{key}', language)} {n}" for key, n in counts.items() if n]
    return " · ".join(named)


def _provenance(card: Scorecard) -> tuple[tuple[str, str], ...]:
    """The files that were read, with their digests."""
    spec = card.spec
    files = dict.fromkeys(
        row.path for result in card.results for row in result.rows or (result.row,) if row
    )
    found = [(spec.path, spec.sha256), *spec.uses, ("、".join(files), card.actuals_sha256)]
    return tuple((path, digest) for path, digest in found if path and digest)
