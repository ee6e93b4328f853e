"""Scorecards as Markdown (GitHub's and GitLab's tables), for reviews and the summaries of CI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from perfgoals.messages import say, word
from perfgoals.method import Outcome
from perfgoals.reports.overview import overview_of
from perfgoals.reports.tables import clean
from perfgoals.reports.views import Card, Line, card_of
from perfgoals.scorecard import Scorecard, version

__all__ = ["code", "eval_markdown", "finding_of", "markdown", "row_of", "table_of"]

T = TypeVar("T")


class Noted(Protocol):
    """A line of any kind of report, as it is shown."""

    @property
    def label(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def places(self) -> Sequence[str]: ...


_SIGNS = {"met": "🟢", "partial": "🟡", "missed": "🔴", "unreported": "⚪", "not_due": "🔵"}
"""Beside the word, never instead of it."""

# What means something to Markdown: anywhere (HTML is Markdown too), where a line begins (a list), in an
# address that would become a link, and in `:tada:`.
_MEANS = re.compile(
    r"[\\`*_{}\[\]<>#!|~&$@]|^[-+=]|(?<=^[0-9])[.)](?= |$)|(?<=^[0-9]{2})[.)](?= |$)"
    r"|:(?=//|[\w+-]+:)|(?<=www)\."
)


def markdown(text: str) -> str:
    """A text of which Markdown makes nothing."""
    return _MEANS.sub(lambda found: f"&#{ord(found[0])};", clean(text))


def eval_markdown(cards: Sequence[Scorecard], language: str) -> str:
    """One scorecard: head, what needs attention, the table. Several: the ranking, then what needs
    attention in each."""
    shown = [card_of(card, language) for card in cards]
    if len(cards) == 1:
        lines = [f"# {markdown(shown[0].name)}", *_head(shown[0], language)]
        lines += [*_attention(shown[0], language, "##"), *_table(shown[0], language)]
        lines += _tasks(shown[0], language)
    else:
        lines = [f"# {word('page.title', language)}", *_ranking(cards, language)]
        for card in shown:
            lines += [f"## {markdown(card.name)}", "", *_head(card, language)]
            lines += _attention(card, language, "###")
    lines += ["", say("page.made_by", language, version=version())]
    lines += [f"- `{code(path)}` SHA-256 `{digest}`" for path, digest in _files(shown)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """A text that stands between backticks."""
    return clean(text).replace("`", "'")


def _files(shown: Sequence[Card]) -> dict[tuple[str, str], None]:
    return dict.fromkeys(pair for card in shown for pair in card.provenance)


def _head(card: Card, language: str) -> Iterator[str]:
    title = [card.fund, card.year, card.document]
    yield ""
    yield " · ".join(markdown(part) for part in title if part)
    yield ""
    counts = " · ".join(f"{_SIGNS[kind]} {name} {count}" for kind, name, count in card.counts)
    total = f"**{word('report.total', language)} {card.total}**"
    yield f"{total} · **{word('report.grade', language)} {markdown(card.grade)}** · {counts}"
    yield ""
    colon = word("page.colon", language)
    facts = [f"{word('report.method', language)}{colon}{markdown(card.method)}"]
    if card.as_of:
        facts += [say("report.as_of", language, date=card.as_of), card.due]
    if card.tasks:
        facts.append(f"{word('report.tasks', language)}{colon}{card.task_counts}")
    yield " · ".join(facts)
    for note in card.notes:
        yield ""
        yield f"> {markdown(note)}"
    yield ""


def _attention(card: Card, language: str, heading: str) -> Iterator[str]:
    found, striking = card.attention(), card.striking()
    yield f"{heading} {word('report.attention', language)}"
    yield ""
    if not found and not striking:
        yield word("report.nothing", language)
        yield ""
    for kind, name, lines in found:
        yield f"{_SIGNS[kind]} **{name}** ({len(lines)})"
        yield ""
        for line in lines:
            yield _finding(line, language)
        yield ""
    if striking:
        yield f"**{word('page.striking', language)}** ({len(striking)})"
        yield ""
        for line in striking:
            yield _finding(line, language)
        yield ""


def _finding(line: Line, language: str) -> str:
    score = say("report.score_of", language, score=line.score, weight=line.weight)
    return finding_of(line, [line.reason, score, *line.flags], language)


def finding_of(line: Noted, said: Iterable[str], language: str) -> str:
    """A line with what calls for attention: what is said of it, its note and its places."""
    texts = [text for text in said if text]
    if line.note:
        texts.append(word("page.note", language) + line.note)
    text = word("page.pause", language).join(map(markdown, texts))
    places = ", ".join(f"`{code(place)}`" for place in line.places)
    return f"- {markdown(line.label)}{word('page.colon', language)}{text} {places}".rstrip()


def row_of(cells: Sequence[str]) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def _table(card: Card, language: str) -> Iterator[str]:
    keys = ("indicator", "target", "actual", "outcome", "weight", "score")

    def cells(line: Line) -> list[str]:
        texts = map(markdown, (line.label, line.target, line.actual))
        return [*texts, f"{_SIGNS[line.outcome]} {line.word}", line.weight, line.score]

    heads = [word(f"report.{key}", language) for key in keys]
    return table_of(card.groups(), heads, "|---|---|---|---|--:|--:|", cells, language)


def table_of(
    groups: Iterable[tuple[str, Sequence[T]]],
    heads: Sequence[str],
    bars: str,
    cells: Callable[[T], Sequence[str]],
    language: str,
) -> Iterator[str]:
    """The indicators, a table for each group of them."""
    yield f"## {word('page.indicators', language)}"
    for levels, lines in groups:
        yield ""
        if levels:
            yield f"**{markdown(levels)}**"
            yield ""
        yield row_of(heads)
        yield bars
        for line in lines:
            yield row_of(cells(line))
    yield ""


def _tasks(card: Card, language: str) -> Iterator[str]:
    if not card.tasks:
        return
    yield f"## {word('report.tasks', language)}"
    yield ""
    for task in card.tasks:
        yield f"- **{task.word}** {task.type} {markdown(task.name)}"
        for _, reason in task.against:
            yield f"  - {markdown(reason)}"


def _ranking(cards: Sequence[Scorecard], language: str) -> Iterator[str]:
    overview = overview_of(cards, language)
    keys = ("overview.rank", "report.region", "report.total", "report.grade")
    yield ""
    outcomes = [f"outcome.{outcome.value}" for outcome in Outcome]
    yield row_of([word(key, language) for key in (*keys, *outcomes)])
    yield f"|--:|---|--:|---|{'--:|' * len(outcomes)}"
    for place in overview.places:
        counts = [str(count) for count in place.counts]
        cells = [place.rank, markdown(place.name), place.total, markdown(place.grade)]
        yield row_of([*cells, *counts])
    for note in overview.notes:
        yield ""
        yield f"> {markdown(note)}"
    yield ""
