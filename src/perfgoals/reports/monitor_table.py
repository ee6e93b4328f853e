"""Monitoring as rows for Excel (CSV), and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfgoals.achieved import actual_text, six_decimals
from perfgoals.messages import say, word
from perfgoals.monitoring import MonitorCard
from perfgoals.reports.data import report_csv
from perfgoals.reports.markdown import code, finding_of, markdown, row_of, table_of
from perfgoals.reports.monitor_views import (
    Light,
    Watch,
    WatchLine,
    all_lights,
    monitor_overview,
    watch_of,
)
from perfgoals.scorecard import version

__all__ = ["monitor_csv", "monitor_markdown", "monitor_rows"]

_SIGNS = {"blue": "🔵", "green": "🟢", "yellow": "🟡", "red": "🔴", "none": "⚪"}
"""Beside the word, never instead of it."""


def monitor_csv(cards: Sequence[MonitorCard], language: str) -> str:
    """One row a result, for Excel."""
    return report_csv(monitor_rows(cards, language))


def monitor_rows(cards: Sequence[MonitorCard], language: str) -> list[list[str]]:
    """The head, and one row a result."""
    heads = ["report.region", "report.level1", "report.level2", "monitor.indicator"]
    heads += [f"monitor.{key}" for key in ("target", "actual", "due", "pace", "light", "forecast")]
    heads += ["monitor.low", "monitor.high", "monitor.likelihood"]
    heads += ["monitor.units_reported", "monitor.units", "report.note", "monitor.source"]
    rows = [[word(key, language) for key in heads]]
    for card in cards:
        watch = watch_of(card, language)
        for each, line in zip(card.results, watch.lines, strict=True):
            forecast = each.forecast
            ends = (forecast.value, forecast.low, forecast.high) if forecast else (None,) * 3
            span = each.indicator.span
            rows.append(
                [
                    card.spec.region or "",
                    "".join(line.levels[:1]),
                    " / ".join(line.levels[1:]),
                    line.label,
                    line.target,
                    actual_text(each.actual, language) or "",
                    actual_text(each.due_now, language) or "",
                    "" if each.pace is None else six_decimals(each.pace),
                    line.light.name,
                    *(actual_text(end, language) or "" for end in ends),
                    line.likelihood if each.likelihood else "",
                    str(each.reported),
                    str(each.units),
                    line.note,
                    f"{span.path}:{span.line}" if span else "",
                ]
            )
    return rows


# ---- Markdown -------------------------------------------------------------------------------------


def monitor_markdown(cards: Sequence[MonitorCard], language: str) -> str:
    """One region: what needs attention, then the table. Several: the worst lights first, then what
    needs attention in each."""
    shown = [watch_of(card, language) for card in cards]
    if len(shown) == 1:
        lines = [f"# {markdown(shown[0].name)}", *_head(shown[0], language)]
        lines += [*_attention(shown[0], language, "##"), *_table(shown[0], language)]
    else:
        lines = [f"# {word('monitor.title', language)}", *_regions(cards, language)]
        for watch in shown:
            lines += [f"## {markdown(watch.name)}", *_head(watch, language)]
            lines += _attention(watch, language, "###")
    files = dict.fromkeys(pair for watch in shown for pair in watch.provenance)
    lines += [say("page.made_by", language, version=version())]
    lines += [f"- `{code(path)}` SHA-256 `{digest}`" for path, digest in files]
    return "\n".join(lines) + "\n"


def _light(light: Light) -> str:
    return f"{_SIGNS[light.tone]} {markdown(light.name)}"


def _head(watch: Watch, language: str) -> Iterator[str]:
    title = (watch.fund, watch.year, watch.document)
    yield ""
    yield " · ".join(markdown(part) for part in title if part)
    yield ""
    colon = word("page.colon", language)
    facts = [
        say("monitor.as_of", language, date=watch.as_of),
        f"{word('monitor.elapsed', language)}{colon}{watch.elapsed}",
        " · ".join(f"{_light(light)} {count}" for light, count in watch.counts),
    ]
    yield " · ".join(facts)
    if watch.budget:
        yield ""
        yield watch.budget
    for note in watch.notes:
        yield ""
        yield f"> {markdown(note)}"
    yield ""


def _attention(watch: Watch, language: str, heading: str) -> Iterator[str]:
    found = watch.attention()
    yield f"{heading} {word('monitor.attention', language)}"
    yield ""
    if not found:
        yield word("monitor.nothing", language)
        yield ""
    for light, lines in found:
        yield f"{_light(light)} ({len(lines)})"
        yield ""
        for line in lines:
            yield _finding(line, language)
        yield ""


def _finding(line: WatchLine, language: str) -> str:
    return finding_of(line, [line.reason, line.reported], language)


def _table(watch: Watch, language: str) -> Iterator[str]:
    keys = ("indicator", "target", "actual", "due", "pace", "light", "forecast", "likelihood")

    def cells(line: WatchLine) -> list[str]:
        texts = (line.label, line.target, line.actual, line.due, line.pace)
        ends = (line.forecast + line.spread, line.likelihood)
        return [*map(markdown, texts), _light(line.light), *map(markdown, ends)]

    heads = [word(f"monitor.{key}", language) for key in keys]
    return table_of(watch.groups(), heads, "|---|---|---|---|--:|---|---|---|", cells, language)


def _regions(cards: Sequence[MonitorCard], language: str) -> Iterator[str]:
    overview, lights = monitor_overview(cards, language), all_lights(cards, language)
    keys = ("monitor.order", "report.region", "monitor.execution", "monitor.worst")
    names = [light.name for light in lights]
    yield ""
    yield row_of([*(word(key, language) for key in keys), *map(markdown, names)])
    yield f"|--:|---|--:|---|{'--:|' * len(names)}"
    signs = {light.name: _light(light) for light in lights}
    for place in overview.places:
        cells = (place.rank, markdown(place.name), place.total, signs[place.grade])
        yield row_of([*cells, *map(str, place.counts)])
    yield ""
