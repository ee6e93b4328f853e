"""What came of testing specs: text with the way to each wrong score and the rows that break a law;
JSON; JUnit XML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import attrs

from perfgoals.evaluation.coverage import Coverage
from perfgoals.evaluation.examples import ExampleResult
from perfgoals.messages import has_word, say, text_of, word
from perfgoals.model import Spec
from perfgoals.reports.tables import clean
from perfgoals.reports.why import why_text
from perfgoals.scorecard import span_dict
from perfgoals.trials import Counterexample, Trial
from perfgoals.units import plain

__all__ = ["FORMATS", "Tested", "difference_text", "failure_text", "law_text", "trial_text"]


@attrs.frozen(kw_only=True)
class Tested:
    """A spec with what came of its examples and of the laws; `coverage` where it was asked for."""

    spec: Spec
    examples: tuple[ExampleResult, ...] = ()
    trials: tuple[Trial, ...] = ()
    coverage: Coverage | None = None

    @property
    def count(self) -> int:
        """How many examples and laws had something to say of it."""
        return len(self.examples) + len(self.tried)

    @property
    def tried(self) -> tuple[Trial, ...]:
        """The laws that had something to say of it."""
        return tuple(trial for trial in self.trials if trial.examples or trial.counterexample)

    @property
    def failed(self) -> int:
        """How many examples and laws do not hold."""
        broken = sum(trial.counterexample is not None for trial in self.trials)
        return broken + sum(not result.passed for result in self.examples)


# ---- text -----------------------------------------------------------------------------------------


def _text(tested: Sequence[Tested], language: str) -> str:
    """Each example that does not hold: expected, actual, and the tree of `why`; each law that is broken
    with its rows; what is not covered; then the counts."""
    parts = [
        failure_text(result, language)
        for each in tested
        for result in each.examples
        if not result.passed
    ]
    parts += [
        trial_text(trial, language)
        for each in tested
        for trial in each.trials
        if trial.counterexample is not None
    ]
    parts += [_coverage(each, language) for each in tested if each.coverage is not None]
    return "\n".join([*parts, "\n".join(_counts(tested, language)) + "\n"])


def _counts(tested: Sequence[Tested], language: str) -> Iterator[str]:
    examples = [result for each in tested for result in each.examples]
    trials = [trial for each in tested for trial in each.tried]
    if not examples and not trials:
        yield word("test.nothing", language)
    if examples:
        failed = sum(not result.passed for result in examples)
        yield say("test.count", language, count=len(examples), failed=failed)
    if trials:
        yield say(
            "test.laws",
            language,
            count=len({trial.law for trial in trials}),
            specs=sum(bool(each.tried) for each in tested),
            tries=f"{sum(trial.examples for trial in trials):,}",
            failed=sum(trial.counterexample is not None for trial in trials),
        )


def failure_text(result: ExampleResult, language: str) -> str:
    """An example that does not hold, with the way to its score."""
    head = clean(f"{result.example.span}: {result.indicator.name}: {result.example}")
    lines = [head, f"  {clean(difference_text(result, language))}"]
    if result.trace is not None:
        lines += [f"  {line}" for line in why_text([result.trace], language).splitlines()]
    return "\n".join(lines) + "\n"


def difference_text(result: ExampleResult, language: str) -> str:
    """What was expected of an example and what came of it."""
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


def law_text(trial: Trial, language: str) -> str:
    """A law's sentence, in the caller's language where it is the library's."""
    key = f"law.{trial.law}"
    return word(key, language) if has_word(key) else trial.sentence


def trial_text(trial: Trial, language: str) -> str:
    """A law that is broken: the line of the spec, the rows as CSV, expected and got."""
    found = trial.counterexample
    assert found is not None
    lines = [found.line, f"  {trial.law}: {law_text(trial, language)}"]
    lines += [f"  {line}" for line in found.csv.splitlines()]
    lines += [f"  {value}" for value in found.values]
    lines.append(f"  {_broken(found, language)}")
    return "\n".join(map(clean, lines)) + "\n"


def _broken(found: Counterexample, language: str) -> str:
    return say("test.difference", language, expected=found.expected, actual=found.got)


def _coverage(each: Tested, language: str) -> str:
    coverage = each.coverage
    assert coverage is not None
    percent, count = coverage.percent, len(coverage.parts)
    lines = [say("test.coverage", language, file=each.spec.path, percent=percent, count=count)]
    for part in coverage.untouched:
        place = f"{part.span}: " if part.span else ""
        lines.append(f"  {place}{word(f'test.{part.kind}', language)} {part.text}")
    return "\n".join(map(clean, lines)) + "\n"


# ---- for programs ---------------------------------------------------------------------------------


def _json(tested: Sequence[Tested], language: str) -> str:
    """A list with one element a spec."""
    data = [
        {
            "schema": 1,
            "file": each.spec.path,
            "region": each.spec.region,
            "examples": [_example_dict(result, language) for result in each.examples],
            "laws": [_trial_dict(trial, language) for trial in each.trials],
            "coverage": each.coverage and _coverage_dict(each.coverage),
        }
        for each in tested
    ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _example_dict(result: ExampleResult, language: str) -> dict[str, Any]:
    return {
        "indicator": result.indicator.name,
        "example": str(result.example),
        "passed": result.passed,
        "message": None if result.passed else difference_text(result, language),
        "span": span_dict(result.example.span),
    }


def _trial_dict(trial: Trial, language: str) -> dict[str, Any]:
    found = trial.counterexample
    return {
        "law": trial.law,
        "sentence": law_text(trial, language),
        "tries": trial.examples,
        "passed": found is None,
        "counterexample": found
        and {
            "line": found.line,
            "rows": found.csv,
            "values": list(found.values),
            "expected": text_of(found.expected, language),
            "got": text_of(found.got, language),
            "span": span_dict(found.indicator.span if found.indicator else None),
        },
    }


def _coverage_dict(coverage: Coverage) -> dict[str, Any]:
    untouched = [
        {"kind": part.kind, "text": part.text, "span": span_dict(part.span)}
        for part in coverage.untouched
    ]
    return {"percent": coverage.percent, "count": len(coverage.parts), "untouched": untouched}


def _junit(tested: Sequence[Tested], language: str) -> str:
    """JUnit XML, as build servers read it: a suite a spec, a case an example or a law."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>"]
    for each in tested:
        name = quoteattr(clean(each.spec.path))
        lines.append(f'<testsuite name={name} tests="{each.count}" failures="{each.failed}">')
        for result in each.examples:
            failure = None
            if not result.passed:
                failure = difference_text(result, language), failure_text(result, language)
            lines += _case(name, f"{result.indicator.name}: {result.example}", failure)
        for trial in each.tried:
            failure = None
            if trial.counterexample is not None:
                failure = _broken(trial.counterexample, language), trial_text(trial, language)
            lines += _case(name, trial.law, failure)
        lines.append("</testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _case(suite: str, name: str, failure: tuple[str, str] | None) -> Iterator[str]:
    yield f"<testcase classname={suite} name={quoteattr(clean(name))}>"
    if failure is not None:
        message, body = failure
        yield f"<failure message={quoteattr(clean(message))}>{escape(clean(body))}</failure>"
    yield "</testcase>"


FORMATS: dict[str, Callable[[Sequence[Tested], str], str]] = {
    "text": _text,
    "json": _json,
    "junit": _junit,
}
