"""What a notebook shows under a cell: small tables in HTML, in Chinese as every text of Python is that is
not asked for in another language. They need no extra, and no text of a user does anything in them."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from perfgoals.actuals import Actuals
from perfgoals.columns import COLUMNS
from perfgoals.messages import say, word
from perfgoals.model import Spec
from perfgoals.monitoring import MonitorCard
from perfgoals.reports.monitor_views import watch_of
from perfgoals.reports.tables import clean
from perfgoals.reports.views import card_of
from perfgoals.rollup import Rollup
from perfgoals.scorecard import Scorecard, target_text
from perfgoals.units import plain
from perfgoals.weights import WeightFlaw, cents_text, share_out, weighed

__all__ = ["notebook_html"]

_LANGUAGE = "zh"
_MOST_ROWS = 200
"""So many rows are shown; how many there are stands below them."""


def notebook_html(thing: object) -> str:
    """A spec, actuals, a scorecard, a monitoring card or a roll-up as a notebook shows it."""
    if isinstance(thing, Spec):
        return _spec(thing)
    if isinstance(thing, Actuals):
        return _actuals(thing)
    if isinstance(thing, MonitorCard):
        return _monitor(thing)
    if isinstance(thing, Rollup):
        return _scorecard(thing.card)
    assert isinstance(thing, Scorecard)
    return _scorecard(thing)


def _spec(spec: Spec) -> str:
    try:
        weights: Sequence[str] = [cents_text(cents) for cents in share_out(spec).cents]
    except WeightFlaw:  # a spec that was built by hand may not add up yet
        weights = ["—"] * len(weighed(spec))
    rows = [
        [
            " / ".join(entry.levels),
            spec.labels.get(entry.indicator, entry.indicator.name),
            target_text(entry.indicator, _LANGUAGE),
            weight,
        ]
        for entry, weight in zip(weighed(spec), weights, strict=True)
    ]
    title = [spec.region or spec.fund or spec.path, str(spec.year or ""), spec.document or ""]
    heads = ("report.level1", "report.indicator", "report.target", "report.weight")
    return _title(title) + _table([_word(key) for key in heads], rows)


def _actuals(actuals: Actuals) -> str:
    fields = [
        field for field in COLUMNS if any(getattr(row, field) for row in actuals.rows[:_MOST_ROWS])
    ]
    rows = [[getattr(row, field) for field in fields] for row in actuals.rows[:_MOST_ROWS]]
    count = say("report.rows", _LANGUAGE, count=len(actuals.rows))
    return _title([actuals.path, count]) + _table([COLUMNS[field][0] for field in fields], rows)


def _scorecard(card: Scorecard) -> str:
    shown = card_of(card, _LANGUAGE)
    total = f"{_word('report.total')} {plain(card.total)}"
    counts = "，".join(f"{name} {count}" for _, name, count in shown.counts)
    title = [shown.name, total, f"{_word('report.grade')} {shown.grade}", counts, *shown.notes]
    keys = ("indicator", "target", "actual", "outcome", "score", "weight", "reason")
    rows = [
        [each.label, each.target, each.actual, each.word, each.score, each.weight, each.reason]
        for each in shown.lines
    ]
    return _title(title) + _table([_word(f"report.{key}") for key in keys], rows)


def _monitor(card: MonitorCard) -> str:
    watch = watch_of(card, _LANGUAGE)
    lights = "，".join(f"{light.name} {count}" for light, count in watch.counts)
    title = [watch.name, say("monitor.as_of", _LANGUAGE, date=watch.as_of), lights, watch.budget]
    keys = ("indicator", "target", "actual", "due", "pace", "light", "forecast", "likelihood")
    rows = []
    for each in watch.lines:
        ends = (each.light.name, each.forecast + each.spread, each.likelihood)
        rows.append([each.label, each.target, each.actual, each.due, each.pace, *ends])
    return _title(title) + _table([_word(f"monitor.{key}") for key in keys], rows)


def _word(key: str) -> str:
    return word(key, _LANGUAGE)


def _title(parts: Iterable[str]) -> str:
    return f"<p>{' · '.join(_text(part) for part in parts if part)}</p>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{_text(text)}</th>' for text in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{_text(text)}</td>' for text in row)}</tr>\n"
        for row in rows[:_MOST_ROWS]
    )
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"


def _text(text: str) -> str:
    return html.escape(clean(text))
