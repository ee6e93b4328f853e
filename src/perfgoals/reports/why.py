"""How a score came about, as a tree for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from perfgoals.evaluation.tracing import Step, Trace
from perfgoals.messages import say, word
from perfgoals.reports.tables import clean
from perfgoals.units import plain

__all__ = ["why_json", "why_text"]


def why_text(traces: Sequence[Trace], language: str) -> str:
    """One tree an indicator: what it earned, and below it the steps with their places."""
    return "\n".join("\n".join(_tree(trace, language)) + "\n" for trace in traces)


def why_json(traces: Sequence[Trace], language: str) -> str:
    """The same as JSON."""
    found = [trace.to_dict(language) for trace in traces]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _tree(trace: Trace, language: str) -> Iterator[str]:
    result = trace.result
    label = trace.spec.labels.get(result.indicator, result.indicator.name)
    score = say("report.score_of", language, score=plain(result.score), weight=plain(result.weight))
    outcome = word(f"outcome.{result.outcome.value}", language)
    parts = [trace.spec.region, label, score, outcome]
    yield " · ".join(clean(part) for part in parts if part)
    yield from _branches(trace.steps, "", language)


def _branches(steps: Sequence[Step], pad: str, language: str) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        last = number == len(steps)
        place = f"  ({step.span.short})" if step.span else ""
        text = clean(step.sentence.text(language) + place)
        yield f"{pad}{'└─' if last else '├─'} {text}"
        yield from _branches(step.steps, f"{pad}{'  ' if last else '│ '} ", language)
