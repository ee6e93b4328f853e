"""Scorecards as one HTML file that needs nothing else: no network, no other file, no framework.

Every text passes Jinja2's autoescape, and characters that steer a terminal or turn the direction of
writing are shown as `�`. The page says itself, by its Content-Security-Policy, that it runs no script
and no style but its own.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from perfgoals.extras import needs
from perfgoals.messages import say, word
from perfgoals.method import Outcome
from perfgoals.reports.overview import overview_of
from perfgoals.reports.tables import clean
from perfgoals.reports.views import card_of
from perfgoals.scorecard import Scorecard, version

if TYPE_CHECKING:
    import jinja2

__all__ = ["eval_html"]

_MOST_OPEN = 60
"""With more regions the page keeps them packed until they are asked for, to stay small and quick."""

_PACK_SIZE = 20
_MOST_ROWS = 200
"""So many regions are shown at a time on a screen: a browser takes seconds to lay out thousands."""

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
    pages = _pages(language)
    several = len(cards) != 1
    packed = len(cards) > _MOST_OPEN
    region = pages.get_template("region.html").module.region  # type: ignore[attr-defined]
    shown = [card_of(card, language) for card in cards]
    regions = [region(card, number) for number, card in enumerate(shown, 1)] if several else []
    specs = [card.spec for card in cards]
    first = shown[0] if shown else None
    funds = list(dict.fromkeys(spec.fund for spec in specs if spec.fund))
    years = list(dict.fromkeys(str(spec.year) for spec in specs if spec.year))
    documents = list(dict.fromkeys(spec.document for spec in specs if spec.document))
    if several or first is None:
        title = funds[0] if len(funds) == 1 else word("page.title", language)
        subtitle = ["、".join(years[:5]), "、".join(documents[:3])]
        same = _same([card.notes for card in shown])
        overview = overview_of(cards, language)
        notes: tuple[str, ...] = (*_as_of(cards, language), *overview.notes, *same)
    else:
        title, overview, notes = first.name, None, ()
        subtitle = [first.fund, first.year, first.document]
    actuals = dict.fromkeys(card.provenance[-1] for card in shown if card.provenance)
    style, script = _asset("style.css"), _asset("script.js")
    return pages.get_template("page.html").render(
        language=language,
        title=title,
        subtitle=subtitle,
        cards=shown,
        overview=overview,
        outcomes=[outcome.value for outcome in Outcome],
        notes=notes,
        legend=_LEGEND,
        regions=_markup("" if packed else "\n".join(regions)),
        packs=_packs(regions) if packed else [],
        pack_size=_PACK_SIZE,
        most_rows=_MOST_ROWS if len(cards) > _MOST_ROWS else 0,
        actuals=list(actuals),
        style=_markup(style),
        script=_markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        version=version(),
    )


def _same(notes: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The notes that every region has."""
    return (
        tuple(note for note in notes[0] if all(note in other for other in notes)) if notes else ()
    )


def _as_of(cards: Sequence[Scorecard], language: str) -> list[str]:
    days = sorted({str(card.as_of) for card in cards if card.as_of})
    return [say("report.as_of", language, date=day) for day in days]


def _packs(regions: Sequence[str]) -> list[str]:
    """The regions, so many at a time, deflated: their texts are much alike."""
    return [
        base64.b64encode(
            zlib.compress("\n".join(regions[at : at + _PACK_SIZE]).encode("utf-8"), 9)
        ).decode("ascii")
        for at in range(0, len(regions), _PACK_SIZE)
    ]


# ---- Jinja2 -------------------------------------------------------------------------------------


@functools.cache
def _pages(language: str) -> jinja2.Environment:
    with needs("report", "HTML"):
        import jinja2
    pages = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
    )
    pages.globals["w"] = _words(language)
    pages.globals["say"] = functools.partial(_say, language)
    return pages


def _finalize(value: Any) -> Any:
    """Texts of users go out without control characters; markup of the pages as it is."""
    return clean(value) if type(value) is str else value


def _words(language: str) -> Callable[[str], str]:
    return functools.cache(lambda key: word(key, language))


def _say(language: str, key: str, **values: str | int) -> str:
    return say(key, language, **values)


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)


@functools.cache
def _asset(name: str) -> str:
    from importlib.resources import files

    return files("perfgoals.reports").joinpath("pages", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest())
    return f"sha256-{digest.decode('ascii')}"
