"""Scorecards and specs as text for a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from perfgoals.attributes import Amendment
from perfgoals.messages import say, word
from perfgoals.method import Outcome
from perfgoals.model import Indicator, Spec
from perfgoals.reports.tables import PLAIN, Look, clean, painted, table
from perfgoals.scorecard import Result, Scorecard, target_text
from perfgoals.units import plain
from perfgoals.weights import cents_text, share_out, weighed

__all__ = ["eval_text", "show_text"]

_PAUSE = {"zh": "；", "en": "; "}
_COMMA = {"zh": "，", "en": ", "}
# What needs attention, the worst first; the unreported apart from the missed.
_ATTENTION = (Outcome.MISSED, Outcome.PARTIAL, Outcome.UNREPORTED, Outcome.NOT_DUE)


_COLOURS = {
    Outcome.MET: "32",
    Outcome.PARTIAL: "33",
    Outcome.MISSED: "31",
    Outcome.UNREPORTED: "1",
    Outcome.NOT_DUE: "36",
}
"""The colours of outcomes on a terminal, beside their words."""


def eval_text(cards: Sequence[Scorecard], language: str, look: Look = PLAIN) -> str:
    """One scorecard: its table, then what needs attention. Several: an overview line each first."""
    if len(cards) == 1:
        card = cards[0]
        parts = [_head(card, language), _results(card, language, look)]
        parts += [_attention(card, language, look), _history(card, language)]
        parts.append(_tasks(card, language))
    else:
        parts = [_overview(cards, language, look)]
        for card in cards:
            own = (
                _head(card, language),
                _attention(card, language, look),
                _history(card, language),
            )
            parts.append("\n".join(part for part in own if part))
    return "\n\n".join(part for part in parts if part) + "\n"


def _name(spec: Spec) -> str:
    return clean(spec.region or spec.fund or spec.path)


def _head(card: Scorecard, language: str) -> str:
    spec = card.spec
    title = [_name(spec), spec.fund if spec.region else None, str(spec.year) if spec.year else None]
    grade = card.grade or word("report.no_grade", language)
    second = [
        f"{word('report.total', language)} {plain(card.total)}",
        f"{word('report.grade', language)} {grade}",
        _counts(card, language),
    ]
    third = [f"{word('report.method', language)} {spec.method.name}"]
    if card.tasks:
        third.append(_task_counts(card, language))
    if card.as_of:
        third.append(say("report.as_of", language, date=str(card.as_of)))
        due = {"due": plain(card.due_weight), "rest": plain(card.not_due_weight)}
        third.append(say("report.due", language, **due))
    lines = [
        " · ".join(clean(part) for part in title if part),
        " · ".join(second),
        " · ".join(third),
    ]
    lines += [f"※ {note.text(language)}" for note in card.notes]
    return "\n".join(lines)


def _counts(card: Scorecard, language: str) -> str:
    counts = dict.fromkeys(Outcome, 0)
    for result in card.results:
        counts[result.outcome] += 1
    named = [f"{word(f'outcome.{o.value}', language)} {n}" for o, n in counts.items() if n]
    return _COMMA[language].join(named)


def _task_counts(card: Scorecard, language: str) -> str:
    counts = {"done": 0, "not_done": 0, "unknown": 0}
    for task in card.tasks:
        counts[_DONE[task.done]] += 1
    named = [f"{word(f'task.{key}', language)} {n}" for key, n in counts.items() if n]
    return f"{word('report.tasks', language)} {_COMMA[language].join(named)}"


def _overview(cards: Sequence[Scorecard], language: str, look: Look) -> str:
    head = [word(f"report.{key}", language) for key in ("region", "total", "grade")]
    head += [word(f"outcome.{outcome.value}", language) for outcome in Outcome]
    rows = [head]
    for card in cards:
        counts = [sum(r.outcome is outcome for r in card.results) for outcome in Outcome]
        rows.append([_name(card.spec), plain(card.total), card.grade or "—", *map(str, counts)])
    return "\n".join(table(rows, right=(1, *range(3, 8)), look=look))


def _results(card: Scorecard, language: str, look: Look) -> str:
    keys = ("indicator", "target", "actual", "outcome", "weight", "score")
    rows = [[word(f"report.{key}", language) for key in keys]]
    levels: tuple[str, ...] | None = None
    for result in card.results:
        if result.levels != levels:
            levels = result.levels
            rows.append([" / ".join(levels), "", "", "", "", ""])
        rows.append(
            [
                f"  {_label(card.spec, result)}",
                str(result.indicator.target),
                result.actual_text(language) or "—",
                word(f"outcome.{result.outcome.value}", language),
                plain(result.weight),
                plain(result.score),
            ]
        )
    paint = {3: {word(f"outcome.{o.value}", language): sign for o, sign in _COLOURS.items()}}
    limit = {0: 44, 1: 22, 2: 24}
    return "\n".join(table(rows, right=(4, 5), limit=limit, look=look, paint=paint))


def _attention(card: Scorecard, language: str, look: Look) -> str:
    lines = []
    for outcome in _ATTENTION:
        found = [result for result in card.results if result.outcome is outcome]
        if found:
            name = word(f"outcome.{outcome.value}", language)
            shown = painted(name, _COLOURS[outcome]) if look.colour else name
            lines.append(f"{shown} ({len(found)})")
            lines += [f"  {_finding(card, result, language)}" for result in found]
    flagged = [
        (flag, result)
        for result in card.results
        for flag in result.flags
        if flag not in ("no_share", "problem")
    ]
    for flag, result in flagged:
        text = clean(f"{_label(card.spec, result)}: {result.explain(language)}")
        lines.append(f"※ {text}{_PAUSE[language]}{word(f'flag.{flag}', language)}")
    if not lines:
        return word("report.nothing", language)
    return "\n".join([word("report.attention", language), *lines])


def _finding(card: Scorecard, result: Result, language: str) -> str:
    """Expected, actual, gap and direction, the score, and where both stand."""
    score = say("report.score_of", language, score=plain(result.score), weight=plain(result.weight))
    spans = (result.indicator.span, result.row.span() if result.row else None)
    places = ", ".join(str(span) for span in spans if span)
    note = f" — {result.note}" if result.note else ""
    text = f"{_label(card.spec, result)}: {result.explain(language)}"
    if "problem" in result.flags:
        text += f" ({word('flag.problem', language)})"
    where = f"  [{places}]" if places else ""  # an unreported 预算执行率 stands nowhere
    return clean(f"{text}{_PAUSE[language]}{score}{where}{note}")


def _history(card: Scorecard, language: str) -> str:
    """The targets that were amended, each from its first to its last, with what that rests on."""
    lines = [
        clean(f"  {_label(card.spec, result)}: {_amended(result.indicator, card.as_of, language)}")
        for result in card.results
        if result.indicator.attributes.amendments
    ]
    return "\n".join([word("report.amended", language), *lines]) if lines else ""


def _amended(indicator: Indicator, day: datetime.date | None, language: str) -> str:
    original = indicator.target if indicator.original is None else indicator.original
    steps = [str(original)]
    for each in indicator.attributes.amendments:
        text = amendment_text(each, language)
        later = "" if each.is_in_force(day) else word("report.not_yet", language)
        steps.append(f"{text}{later}")
    return " → ".join(steps)


def amendment_text(amendment: Amendment, language: str) -> str:
    """From when on the target is which, and on what ground: `2023-09-01 起 ≥ 70 公里（…）`."""
    values = {"day": str(amendment.day), "target": str(amendment.target)}
    text = say("report.amendment", language, **values)
    return text + (say("report.basis", language, basis=amendment.basis) if amendment.basis else "")


def _tasks(card: Scorecard, language: str) -> str:
    """Each task as done, not done or unknown, the binding ones first, with what stands against it."""
    if not card.tasks:
        return ""
    lines = [word("report.tasks", language)]
    for task in card.tasks:
        done = word(f"task.{_DONE[task.done]}", language)
        type_ = word(f"task.{task.task.type.value}", language)
        lines.append(clean(f"  {done}  {type_}  {task.task.name}"))
        for result in task.results:
            if result.outcome is not Outcome.MET:
                outcome = word(f"outcome.{result.outcome.value}", language)
                text = f"{result.indicator.name}: {result.explain(language)}"
                lines.append(clean(f"      {outcome}  {text}"))
    return "\n".join(lines)


_DONE = {True: "done", False: "not_done", None: "unknown"}


def _label(spec: Spec, result: Result) -> str:
    return spec.labels.get(result.indicator, result.indicator.name)


def show_text(specs: Sequence[Spec], language: str, look: Look = PLAIN) -> str:
    """Specs as they were read: the header, then the table with what each indicator weighs."""
    return "\n\n".join(_shown(spec, language, look) for spec in specs) + "\n"


_HEADER = (
    "fund",
    "region",
    "year",
    "document",
    "provincial_department",
    "department",
    "amount",
    "goal",
)


def _shown(spec: Spec, language: str, look: Look) -> str:
    values = [(field, getattr(spec, field)) for field in _HEADER]
    values.append(("method", spec.method.name))
    lines = [
        clean(f"{word(f'show.{field}', language)}: {value}")
        for field, value in values
        if value is not None
    ]
    keys = ("indicator", "target", "weight")
    rows = [[word(f"report.{key}", language) for key in keys]]
    levels: tuple[str, ...] | None = None
    for entry, cents in zip(weighed(spec), share_out(spec).cents, strict=True):
        if entry.levels != levels:
            levels = entry.levels
            rows.append([" / ".join(levels), "", ""])
        label = spec.labels.get(entry.indicator, entry.indicator.name)
        rows.append([f"  {label}", target_text(entry.indicator, language), cents_text(cents)])
        for amendment in entry.indicator.attributes.amendments:
            rows.append(["", amendment_text(amendment, language), ""])
    count = say("report.table_of", language, count=len(spec.entries))
    lines += ["", *table(rows, right=(2,), limit={0: 60, 1: 40}, look=look), "", count]
    return "\n".join(lines)
