"""Scorecards as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence

from perfgoals.messages import say, word
from perfgoals.method import Outcome
from perfgoals.reports.html import Layout, Many, alone, many, titles
from perfgoals.reports.overview import overview_of
from perfgoals.reports.views import card_of
from perfgoals.scorecard import Scorecard

__all__ = ["LAYOUT", "about_scores", "eval_html"]

LAYOUT = Layout(
    parts="region.html",
    title="page.title",
    ranking="overview.ranking",
    shortfalls="overview.shortfalls",
    short=("outcome.missed", "outcome.partial", "outcome.unreported"),
    rank="overview.rank",
    total="report.total",
    grade="report.grade",
    kind="report.outcome",
    drawings="page.bars",
)

_LEGEND = (
    ("m", "✓", "outcome.met"),
    ("p", "70", "overview.partial"),
    ("x", "88", "overview.missed_little"),
    ("y", "66", "overview.missed_more"),
    ("z", "20", "overview.missed_most"),
    ("u", "○", "outcome.unreported"),
    ("d", "…", "outcome.not_due"),
    ("", " ", "overview.no_indicator"),
)


def eval_html(cards: Sequence[Scorecard], language: str) -> str:
    """One scorecard: its page. Several: the ranking and the heat map, then each region.

    Raises PerfGoalsError where Jinja2 is not installed (extra `report`).
    """
    shown = [card_of(card, language) for card in cards]
    if len(shown) == 1:
        return alone(LAYOUT, shown[0], language)
    title = titles([card.spec for card in cards], LAYOUT.title, language)
    return many(LAYOUT, shown, about_scores(cards, language), title, language)


def about_scores(cards: Sequence[Scorecard], language: str, lead: str = "") -> Many:
    """What the page of several scorecards shows beside them; `lead` is markup before the overview."""
    overview = overview_of(cards, language)
    same = _same([[note.text(language) for note in card.notes] for card in cards])
    return Many(
        overview=overview,
        kinds=[(x.value, word(f"outcome.{x.value}", language)) for x in Outcome],
        tones={x.value: x.value for x in Outcome},
        legend=[(kind, sign, word(key, language)) for kind, sign, key in _LEGEND],
        notes=(*_as_of(cards, language), *overview.notes, *same),
        lead=lead,
    )


def _same(notes: Sequence[Sequence[str]]) -> list[str]:
    """The notes that every region has."""
    return [note for note in notes[0] if all(note in other for other in notes)] if notes else []


def _as_of(cards: Sequence[Scorecard], language: str) -> list[str]:
    days = sorted({str(card.as_of) for card in cards if card.as_of})
    return [say("report.as_of", language, date=day) for day in days]
