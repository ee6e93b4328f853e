"""What `check` finds, for people and for programs: text, JSON, SARIF, GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from perfgoals.errors import Problem, Severity, Span
from perfgoals.messages import say, word
from perfgoals.reports.tables import clean
from perfgoals.scorecard import span_dict, version

__all__ = ["FORMATS", "findings_text"]

_MOST_PLACES = 3


def findings_text(problems: Sequence[Problem], language: str) -> str:
    """A line each, the worst first, with the other places it is about."""
    if not problems:
        return word("check.clean", language) + "\n"
    lines = [_line(problem, language) for problem in problems]
    return "\n".join([*lines, say("check.count", language, count=len(problems))]) + "\n"


def _line(problem: Problem, language: str) -> str:
    severity = word(f"severity.{problem.severity.value}", language)
    also = ""
    if problem.related:
        places = "、".join(str(related.span) for related in problem.related[:_MOST_PLACES])
        rest = len(problem.related) - _MOST_PLACES
        more = say("check.more", language, count=len(problem.related)) if rest > 0 else ""
        also = say("check.also", language, places=f"{places} {more}".strip())
    text = f"{problem.text(language)}{also}"
    return clean(f"{problem.span}: {severity} {problem.code}: {text}")


def _dict(problem: Problem, language: str) -> dict[str, Any]:
    return {
        "schema": 1,
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.text(language),
        "span": span_dict(problem.span),
        "help": problem.help_text(language),
        "related": [
            {"span": span_dict(related.span), "message": word(related.phrase, language)}
            for related in problem.related
        ],
        "fix": [
            {
                "span": {**(span_dict(edit.span) or {}), "end": edit.span.end},
                "replacement": edit.replacement,
            }
            for edit in problem.fix
        ]
        or None,
    }


def findings_json(problems: Sequence[Problem], language: str) -> str:
    """The findings as a JSON list."""
    data = [_dict(problem, language) for problem in problems]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}


def findings_sarif(problems: Sequence[Problem], language: str) -> str:
    """The findings as SARIF 2.1.0, which code hosts show beside the lines."""
    codes = sorted({problem.code for problem in problems})
    run = {
        "tool": {
            "driver": {
                "name": "perfgoals",
                "version": version(),
                "rules": [{"id": code} for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                "ruleId": problem.code,
                "level": _SARIF_LEVELS[problem.severity],
                "message": {"text": problem.text(language)},
                "locations": [_location(problem.span)] if problem.span else [],
                "relatedLocations": [
                    {**_location(related.span), "message": {"text": word(related.phrase, language)}}
                    for related in problem.related
                ],
            }
            for problem in problems
        ],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    data = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _location(span: Span) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column, "endColumn": span.end}
    uri = span.path.replace("\\", "/")
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def findings_github(problems: Sequence[Problem], language: str) -> str:
    """The findings as workflow commands, which GitHub shows beside the lines."""
    lines = []
    for problem in problems:
        span = problem.span
        place = f" file={span.path},line={span.line},col={span.column}" if span else ""
        text = clean(problem.text(language)).replace("%", "%25")
        lines.append(f"::{_GITHUB[problem.severity]}{place},title={problem.code}::{text}\n")
    return "".join(lines)


FORMATS: dict[str, Callable[[Sequence[Problem], str], str]] = {
    "json": findings_json,
    "sarif": findings_sarif,
    "github": findings_github,
}
"""The formats for programs."""
