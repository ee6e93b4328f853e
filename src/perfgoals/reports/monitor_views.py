"""What a report shows of monitoring, as texts in one language: HTML, Markdown and sheets lay it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

import attrs

from perfgoals.achieved import Actual, Computed, actual_text
from perfgoals.joined import parts_text
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.messages import say, word
from perfgoals.monitoring import MonitorCard, MonitorResult, method_of, order_of_lights, share_text
from perfgoals.reports.charts import Chart, chart_of
from perfgoals.reports.overview import Cell, Column, Key, Overview, Place, Shortfall, kept_columns
from perfgoals.reports.views import file_name
from perfgoals.scorecard import target_text
from perfgoals.units import unit_suffix

__all__ = [
    "CELLS",
    "Light",
    "Watch",
    "WatchLine",
    "all_lights",
    "lights_of",
    "monitor_overview",
    "watch_of",
]

_TONES = {"蓝": "blue", "绿": "green", "黄": "yellow", "红": "red"}
CELLS = {"blue": "d", "green": "m", "yellow": "p", "red": "z", "none": "u"}
_MOST_SHORTFALLS = 10


@attrs.frozen(kw_only=True)
class Light:
    """A light of a method: its name, the colour it is shown in, and whether it calls for attention."""

    name: str
    tone: str
    """`blue`, `green`, `yellow`, `red`, or `none` for what was not reported."""

    calls: bool


def lights_of(order: Sequence[str], language: str) -> list[Light]:
    """The lights of a method, the best first, and at the end what has none: it was not reported.

    The worse half calls for attention, of three the middle one too. A method's own names are coloured
    by their place.
    """
    lights = []
    for at, name in enumerate(order):
        last = len(order) - 1
        tone = _TONES.get(name) or ("green" if at == 0 else "red" if at == last else "yellow")
        lights.append(Light(name=name, tone=tone, calls=at >= len(order) // 2))
    silent = word("outcome.unreported", language)
    return [*lights, Light(name=silent, tone="none", calls=True)]


def all_lights(cards: Sequence[MonitorCard], language: str) -> list[Light]:
    """The lights of all methods of several cards, as `lights_of` gives them."""
    order = dict.fromkeys(name for card in cards for name in order_of_lights(card.spec))
    return lights_of(list(order), language)


@attrs.frozen(kw_only=True)
class WatchLine:
    """A result as it is shown."""

    number: int
    label: str
    levels: tuple[str, ...]
    target: str
    actual: str
    due: str
    pace: str
    light: Light
    forecast: str
    spread: str
    """The range of the forecast; empty where it has none."""

    how: str
    likelihood: str
    reason: str
    reported: str
    """The reporting units that fail by themselves, did not report, or not the latest period."""

    note: str
    chart: Chart | None
    said: str
    """The drawing in words, for who does not see it."""

    places: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Watch:
    """A monitoring card as it is shown."""

    name: str
    fund: str
    year: str
    document: str
    as_of: str
    elapsed: str
    light: Light
    counts: tuple[tuple[Light, int], ...]
    """The lights with how many indicators have them; none with 0."""

    budget: str
    """The budget's execution beside the elapsed time; empty where the spec has no budget."""

    method: str
    notes: tuple[str, ...]
    lines: tuple[WatchLine, ...]
    provenance: tuple[tuple[str, str], ...]

    def attention(self) -> list[tuple[Light, list[WatchLine]]]:
        """The lights that call for attention with their lines, the worst first, then the unreported."""
        shown = [light for light, _ in self.counts if light.calls]
        order = [light for light in reversed(shown) if light.tone != "none"]
        order += [light for light in shown if light.tone == "none"]
        return [(each, [line for line in self.lines if line.light == each]) for each in order]

    def groups(self) -> Iterator[tuple[str, list[WatchLine]]]:
        """The lines of each group of the table, with the names of its levels."""
        for levels, lines in groupby(self.lines, key=lambda line: line.levels):
            yield " / ".join(levels), list(lines)


def watch_of(card: MonitorCard, language: str) -> Watch:
    """A monitoring card as it is shown in a language."""
    spec = card.spec
    lights = lights_of(order_of_lights(spec), language)
    by_name = {light.name: light for light in lights[:-1]}
    none = lights[-1]
    counts = Counter(by_name.get(each.light or "", none) for each in card.results)
    files = dict.fromkeys(each.row.path for each in card.results if each.row)
    provenance = [(spec.path, spec.sha256), *spec.uses, ("、".join(files), card.actuals_sha256)]
    return Watch(
        name=spec.region or spec.fund or spec.path,
        fund=(spec.fund or "") if spec.region else "",
        year=str(spec.year or ""),
        document=spec.document or "",
        as_of=str(card.as_of),
        elapsed=share_text(card.elapsed, language),
        light=by_name.get(card.light or "", none),
        counts=tuple((light, counts[light]) for light in lights if counts[light]),
        budget=_budget(card, language),
        method=method_of(spec).name,
        notes=tuple(note.text(language) for note in card.notes),
        lines=tuple(
            _line(card, at, each, by_name.get(each.light or "", none), language)
            for at, each in enumerate(card.results, 1)
        ),
        provenance=tuple((path, digest) for path, digest in provenance if path and digest),
    )


def _budget(card: MonitorCard, language: str) -> str:
    if not any(each.indicator.name == BUDGET_EXECUTION for each in card.results):
        return ""
    if card.budget is None:
        return word("monitor.no_budget", language)
    rates = {
        "rate": share_text(card.budget, language),
        "elapsed": share_text(card.elapsed, language),
    }
    return say("monitor.budget", language, **rates)


def _line(
    card: MonitorCard, number: int, each: MonitorResult, light: Light, language: str
) -> WatchLine:
    label = card.spec.labels.get(each.indicator, each.indicator.name)
    target = target_text(each.indicator, language)
    actual = _read(each.actual, language) or "—"
    due = _read(each.due_now, language) or "—"
    pace = "—" if each.pace is None else cut_share(each.pace)
    forecast, spread = _forecast(each, language)
    reason = target
    if each.due_now is not None and each.pace is not None:
        values = {"actual": actual, "due": due, "pace": pace}
        reason = say("monitor.reason", language, **values)
    elif each.actual is not None:
        reason = f"{target} ← {actual}"
    chart = chart_of(each, card.as_of)
    parts = {"target": target, "reason": reason, "forecast": forecast}
    spans = (each.indicator.span, each.row.span() if each.row else None)
    likelihood = each.likelihood
    return WatchLine(
        number=number,
        label=label,
        levels=each.levels,
        target=target,
        actual=actual,
        due=due,
        pace=pace,
        light=light,
        forecast=forecast,
        spread=spread,
        how=each.forecast.how.text(language) if each.forecast else "",
        likelihood=word(f"likelihood.{likelihood.value}", language) if likelihood else "—",
        reason=reason,
        reported=parts_text(each.parts, language).lstrip("；;，, "),
        note=each.note,
        chart=chart,
        said=say("monitor.chart", language, **parts) + spread if chart else "",
        places=tuple(f"{file_name(span.path)}:{span.line}" for span in spans if span),
    )


def _forecast(each: MonitorResult, language: str) -> tuple[str, str]:
    """The full-year value and its range."""
    forecast = each.forecast
    if forecast is None:
        return "—", ""
    shown = (forecast.value, forecast.low, forecast.high)
    value, low, high = (_read(x, language) for x in shown)
    return value, "" if low == high else say("monitor.spread", language, low=low, high=high)


def _read(value: Actual | None, language: str) -> str:
    """A value to be read: what is no decimal of its unit with two decimals, marked as about; the CSV
    and the JSON have six, and the exact fraction."""
    if not isinstance(value, Computed) or abs(value.amount) < value.unit.factor:
        return actual_text(value, language) or ""
    amount = value.amount / value.unit.factor
    hundredths = (2 * amount.numerator * 100 + amount.denominator) // (2 * amount.denominator)
    whole, part = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return say("about", language, amount=f"{sign}{whole}.{part:02}{unit_suffix(value.unit)}")


def cut_share(share: Fraction) -> str:
    """A pace to be read: cut off at 0.01%, so that what is behind never reads as what is not."""
    hundredths = int(share * 10_000)
    whole, part = divmod(hundredths, 100)
    text = f"{whole}.{part:02}".rstrip("0").rstrip(".") + "%"
    return text if Fraction(hundredths, 10_000) == share else f"≈{text}"


# ---- many regions ---------------------------------------------------------------------------------


def monitor_overview(cards: Sequence[MonitorCard], language: str) -> Overview:
    """Regions side by side, those with the worst lights first."""
    lights = all_lights(cards, language)
    none = lights[-1]
    by_name = {light.name: light for light in lights[:-1]}
    found: list[dict[Key, MonitorResult]] = [
        {each.indicator.identity: each for each in card.results} for card in cards
    ]
    labels: dict[Key, str] = {}
    for card in cards:
        for each in card.results:
            labels.setdefault(
                each.indicator.identity, card.spec.labels.get(each.indicator, each.indicator.name)
            )
    common = Counter(key for results in found for key in results)
    keys = kept_columns(labels, common)
    tallies = [
        Counter(by_name.get(each.light or "", none).name for each in card.results) for card in cards
    ]
    # The worst light there is, then how many of it, and so on upwards; the order of the call last.
    rank = [[-tally[light.name] for light in reversed(lights[:-1])] for tally in tallies]
    at_first = sorted(range(len(cards)), key=lambda at: (rank[at], at))
    places = []
    for position, at in enumerate(at_first, 1):
        card, worst = cards[at], by_name.get(cards[at].light or "", none)
        budget = "—" if card.budget is None else cut_share(card.budget)
        cells = (found[at].get(key) for key in keys)
        places.append(
            Place(
                number=at + 1,
                rank=str(position),
                name=card.spec.region or card.spec.fund or card.spec.path,
                total=budget,
                grade=worst.name,
                counts=tuple(tallies[at][light.name] for light in lights),
                cells=tuple(_cell(each, by_name, none) for each in cells),
            )
        )
    worst_of = Counter(place.grade for place in places)
    total = sum(tallies, Counter[str]())
    return Overview(
        places=tuple(places),
        columns=tuple(Column(label=labels[key], regions=common[key]) for key in keys),
        left_out=len(labels) - len(keys),
        shortfalls=_behind(found, labels, common, by_name, none),
        grades=tuple(
            (x.name, say("monitor.worst_is", language, light=x.name), worst_of[x.name])
            for x in lights
            if worst_of[x.name]
        ),
        counts=tuple(
            (f"l{at}", light.name, total[light.name])
            for at, light in enumerate(lights)
            if total[light.name]
        ),
        notes=(),
    )


def _cell(each: MonitorResult | None, by_name: dict[str, Light], none: Light) -> Cell:
    """The light in a word and a colour, and the pace cut off to whole hundredths."""
    if each is None:
        return Cell("", "")
    if each.light is None:
        return Cell("u", "○")
    light = by_name.get(each.light, none)
    share = "" if each.pace is None else f" {int(each.pace * 100)}"
    return Cell(CELLS[light.tone], light.name + share)


def _behind(
    found: Sequence[dict[Key, MonitorResult]],
    labels: dict[Key, str],
    common: Counter[Key],
    by_name: dict[str, Light],
    none: Light,
) -> tuple[Shortfall, ...]:
    """The indicators whose light calls for attention in most regions."""
    counts: dict[Key, Counter[bool]] = {key: Counter() for key in labels}
    for results in found:
        for key, each in results.items():
            light = by_name.get(each.light or "", none)
            if light.calls:
                counts[key][each.light is None] += 1
    worst = sorted(
        (key for key in labels if counts[key].total()), key=lambda key: -counts[key].total()
    )
    return tuple(
        Shortfall(
            label=labels[key], counts=(counts[key][False], counts[key][True]), regions=common[key]
        )
        for key in worst[:_MOST_SHORTFALLS]
    )
