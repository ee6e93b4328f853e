"""Monitoring as one HTML file: lines over time against what is due, and what to expect of the year."""

from __future__ import annotations

from collections.abc import Sequence

from perfgoals.messages import say, word
from perfgoals.monitoring import MonitorCard
from perfgoals.reports.html import Layout, Many, alone, many, titles
from perfgoals.reports.monitor_views import CELLS, all_lights, monitor_overview, watch_of

__all__ = ["monitor_html"]

_LAYOUT = Layout(
    parts="watch.html",
    title="monitor.title",
    ranking="monitor.ranking",
    shortfalls="monitor.shortfalls",
    short=("monitor.behind", "outcome.unreported"),
    rank="monitor.order",
    total="monitor.execution",
    grade="monitor.worst",
    kind="monitor.light",
    drawings="monitor.drawings",
)


def monitor_html(cards: Sequence[MonitorCard], language: str) -> str:
    """One region: its page. Several: the worst lights first, the heat map, then each region.

    Raises PerfGoalsError where Jinja2 is not installed (extra `report`).
    """
    shown = [watch_of(card, language) for card in cards]
    if len(shown) == 1:
        return alone(_LAYOUT, shown[0], language)
    lights = all_lights(cards, language)
    days = sorted({str(card.as_of) for card in cards})
    about = Many(
        overview=monitor_overview(cards, language),
        kinds=[(f"l{at}", light.name) for at, light in enumerate(lights)],
        tones={f"l{at}": light.tone for at, light in enumerate(lights)},
        legend=[
            *((CELLS[light.tone], "100", light.name) for light in lights[:-1]),
            ("u", "○", lights[-1].name),
            ("", " ", word("overview.no_indicator", language)),
        ],
        notes=[
            *(say("monitor.as_of", language, date=day) for day in days),
            word("monitor.cells", language),
        ],
    )
    title = titles([card.spec for card in cards], _LAYOUT.title, language)
    return many(_LAYOUT, shown, about, title, language)
