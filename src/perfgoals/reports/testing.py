"""What came of the examples of specs: text with the way to each wrong score, JSON, and JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape, quoteattr

from perfgoals.evaluation.examples import ExampleResult
from perfgoals.messages import say, word
from perfgoals.model import Spec
from perfgoals.reports.tables import clean
from perfgoals.reports.why import why_text
from perfgoals.scorecard import span_dict
from perfgoals.units import plain

__all__ = ["FORMATS"]

Tested = Sequence[tuple[Spec, Sequence[ExampleResult]]]


def _text(tested: Tested, language: str) -> str:
    """Each example that does not hold: expected, actual, and the tree of `why`; then the counts."""
    every = [result for _, found in tested for result in found]
    failed = [result for result in every if not result.passed]
    parts = [_failure(result, language) for result in failed]
    key = "test.count" if every else "test.nothing"
    parts.append(say(key, language, count=len(every), failed=len(failed)) + "\n")
    return "\n".join(parts)


def _failure(result: ExampleResult, language: str) -> str:
    head = clean(f"{result.example.span}: {result.indicator.name}: {result.example}")
    lines = [head, f"  {clean(_difference(result, language))}"]
    if result.trace is not None:
        lines += [f"  {line}" for line in why_text([result.trace], language).splitlines()]
    return "\n".join(lines) + "\n"


def _difference(result: ExampleResult, language: str) -> str:
    """What was expected and what came of it."""
    if result.problem is not None:
        problem = result.problem
        return " ".join([problem.code, problem.text(language), problem.help_text(language)])
    wanted, trace = result.example, result.trace
    assert trace is not None
    found = trace.result
    texts = [word(f"outcome.{x.value}", language) for x in (wanted.outcome, found.outcome)]
    if wanted.score is not None:
        texts = [f"{texts[0]} {plain(wanted.score)}", f"{texts[1]} {plain(found.score)}"]
    return say("test.difference", language, expected=texts[0], actual=texts[1])


def _json(tested: Tested, language: str) -> str:
    """A list with one element a spec."""
    data = [
        {
            "schema": 1,
            "file": spec.path,
            "region": spec.region,
            "examples": [
                {
                    "indicator": result.indicator.name,
                    "example": str(result.example),
                    "passed": result.passed,
                    "message": None if result.passed else _difference(result, language),
                    "span": span_dict(result.example.span),
                }
                for result in found
            ],
        }
        for spec, found in tested
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _junit(tested: Tested, language: str) -> str:
    """JUnit XML, as build servers read it: a suite a spec, a case an example."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for spec, found in tested:
        failed = sum(not result.passed for result in found)
        name = quoteattr(clean(spec.path))
        lines.append(f'<testsuite name={name} tests="{len(found)}" failures="{failed}">')
        for result in found:
            case = quoteattr(clean(f"{result.indicator.name}: {result.example}"))
            lines.append(f"<testcase classname={name} name={case}>")
            if not result.passed:
                message = quoteattr(clean(_difference(result, language)))
                body = escape(clean(_failure(result, language)))
                lines.append(f"<failure message={message}>{body}</failure>")
            lines.append("</testcase>")
        lines.append("</testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


FORMATS: dict[str, Callable[[Tested, str], str]] = {"text": _text, "json": _json, "junit": _junit}
