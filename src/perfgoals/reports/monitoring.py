"""Monitoring as text for a terminal, and as JSON: what needs attention comes first."""

from __future__ import annotations

import json
from collections.abc import Sequence

from perfgoals.achieved import actual_text
from perfgoals.joined import parts_text
from perfgoals.messages import say, word
from perfgoals.monitoring import MonitorCard, MonitorResult, order_of_lights, share_text
from perfgoals.reports.monitor_views import Light, lights_of
from perfgoals.reports.tables import PLAIN, Look, clean, painted, table
from perfgoals.scorecard import target_text

__all__ = ["monitor_json", "monitor_text"]

_KEYS = ("indicator", "target", "actual", "due", "pace", "light", "forecast", "likelihood")


def monitor_json(cards: Sequence[MonitorCard], language: str) -> str:
    """One element a spec."""
    found = [card.to_dict(language) for card in cards]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


_COLOURS = {"blue": "36", "green": "32", "yellow": "33", "red": "31", "none": "1"}


def monitor_text(cards: Sequence[MonitorCard], language: str, look: Look = PLAIN) -> str:
    """One card after the other: its lights, what needs attention, its table."""
    return "\n".join(_card(card, language, look) for card in cards)


def _card(card: MonitorCard, language: str, look: Look) -> str:
    spec = card.spec
    elapsed = share_text(card.elapsed, language)
    head = {"region": clean(spec.region or spec.fund or spec.path), "date": str(card.as_of)}
    lines = [say("monitor.head", language, elapsed=elapsed, **head)]
    lights = ", ".join(f"{name} {count}" for name, count in _counts(card, language))
    lines.append(say("monitor.lights", language, lights=lights))
    if any(each.indicator.name == "预算执行率" for each in card.results):
        key = "monitor.no_budget" if card.budget is None else "monitor.budget"
        rate = "" if card.budget is None else share_text(card.budget, language)
        lines.append(say(key, language, rate=rate, elapsed=elapsed))
    lines += [f"※ {note.text(language)}" for note in card.notes]
    lines += ["", *_attention(card, language, look), "", *_table(card, language, look)]
    return "\n".join(lines) + "\n"


def _counts(card: MonitorCard, language: str) -> list[tuple[str, int]]:
    names = [*order_of_lights(card.spec), None]
    counts = [(name, sum(each.light == name for each in card.results)) for name in names]
    silent = word("outcome.unreported", language)
    return [(name or silent, count) for name, count in counts if count]


def _lights(card: MonitorCard, language: str) -> list[Light]:
    return lights_of(order_of_lights(card.spec), language)


def _attention(card: MonitorCard, language: str, look: Look) -> list[str]:
    """The worst lights, the worst first, then what is not reported; the better half of the lights
    calls for nothing."""
    *lights, silent = _lights(card, language)
    lines = []
    for light in [light for light in reversed(lights) if light.calls]:
        found = (each for each in card.results if each.light == light.name)
        lines += [f"  [{_shown(light, look)}] {_line(card, each, language)}" for each in found]
    lines += [
        f"  [{_shown(silent, look)}] {clean(_name(card, each))}: {target_text(each.indicator, language)}"
        f"{clean(parts_text(each.parts, language))}"
        for each in card.results
        if each.light is None
    ]
    if not lines:
        return [word("monitor.nothing", language)]
    return [word("monitor.attention", language), *lines]


def _shown(light: Light, look: Look) -> str:
    name = clean(light.name)
    return painted(name, _COLOURS[light.tone]) if look.colour else name


def _line(card: MonitorCard, each: MonitorResult, language: str) -> str:
    actual = actual_text(each.actual, language) or ""
    name = _name(card, each)
    if each.due_now is None or each.pace is None:
        reason = f"{target_text(each.indicator, language)} ← {actual}"
        text = say("monitor.plain", language, name=name, reason=reason)
    else:
        due = actual_text(each.due_now, language) or ""
        values = {
            "name": name,
            "actual": actual,
            "due": due,
            "pace": share_text(each.pace, language),
        }
        text = say("monitor.line", language, **values)
    return clean(text + parts_text(each.parts, language))


def _name(card: MonitorCard, each: MonitorResult) -> str:
    return card.spec.labels.get(each.indicator, each.indicator.name)


def _table(card: MonitorCard, language: str, look: Look) -> list[str]:
    rows = [[word(f"monitor.{key}", language) for key in _KEYS]]
    for each in card.results:
        likelihood = each.likelihood
        rows.append(
            [
                _name(card, each),
                target_text(each.indicator, language),
                actual_text(each.actual, language) or "—",
                actual_text(each.due_now, language) or "—",
                "—" if each.pace is None else share_text(each.pace, language),
                each.light or word("outcome.unreported", language),
                each.forecast.text(language) if each.forecast else "—",
                word(f"likelihood.{likelihood.value}", language) if likelihood else "—",
            ]
        )
    paint = {5: {light.name: _COLOURS[light.tone] for light in _lights(card, language)}}
    limit = {0: 30, 1: 18, 2: 18, 3: 18, 6: 30}
    return table(rows, right=(4,), limit=limit, look=look, paint=paint)
