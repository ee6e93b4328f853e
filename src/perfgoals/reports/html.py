"""One HTML file that needs nothing else: no network, no other file, no framework.

Every text passes Jinja2's autoescape, and characters that steer a terminal or turn the direction of
writing are shown as `�`. The page says itself, by its Content-Security-Policy, that it runs no script
and no style but its own.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from perfgoals.extras import needs
from perfgoals.messages import say, word
from perfgoals.reports.overview import Overview
from perfgoals.reports.tables import clean
from perfgoals.scorecard import version

if TYPE_CHECKING:
    import jinja2

__all__ = ["Layout", "Many", "alone", "macros", "many", "titles"]

_MOST_OPEN = 60
"""With more regions the page keeps them packed until they are asked for, to stay small and quick."""

_PACK_SIZE = 20
_MOST_ROWS = 200
"""So many regions are shown at a time on a screen: a browser takes seconds to lay out thousands."""


@attrs.frozen(kw_only=True)
class Layout:
    """What differs between the pages of one kind and another: the keys of their words, and the file
    with the macros that show one region."""

    parts: str
    title: str
    ranking: str
    shortfalls: str
    short: tuple[str, ...]
    rank: str
    total: str
    grade: str
    kind: str
    drawings: str


@attrs.frozen(kw_only=True)
class Many:
    """What a page of many regions shows beside them."""

    overview: Overview
    kinds: Sequence[tuple[str, str]]
    """The columns of counts in the ranking, and their names."""

    tones: Mapping[str, str]
    """The colour of each kind, as the name of its style."""

    legend: Sequence[tuple[str, str, str]]
    notes: Sequence[str] = ()
    lead: str = ""
    """Markup that stands before the overview."""


def many(
    layout: Layout,
    shown: Sequence[Any],
    about: Many,
    title: tuple[str, Sequence[str]],
    language: str,
) -> str:
    """The page of many regions: overview, ranking, heat map, then each region.

    Raises PerfGoalsError where Jinja2 is not installed (extra `report`).
    """
    packed = len(shown) > _MOST_OPEN
    region = macros(layout, language).region
    regions = [region(card, number) for number, card in enumerate(shown, 1)]
    actuals = dict.fromkeys(card.provenance[-1] for card in shown if card.provenance)
    return _fill(
        layout,
        title,
        language,
        overview=about.overview,
        kinds=about.kinds,
        tones=about.tones,
        legend=about.legend,
        notes=about.notes,
        lead=_markup(about.lead),
        cards=shown,
        regions=_markup("" if packed else "\n".join(regions)),
        packs=_packs(regions) if packed else [],
        pack_size=_PACK_SIZE,
        most_rows=_MOST_ROWS if len(shown) > _MOST_ROWS else 0,
        actuals=list(actuals),
    )


def alone(layout: Layout, card: Any, language: str) -> str:
    """The page of one region. Raises PerfGoalsError where Jinja2 is not installed."""
    title = (card.name, [card.fund, card.year, card.document])
    return _fill(layout, title, language, overview=None, notes=(), cards=[card])


def macros(layout: Layout, language: str) -> Any:
    """The macros that show one region, as functions that give markup."""
    return _pages(language).get_template(layout.parts).module


def titles(specs: Sequence[Any], key: str, language: str) -> tuple[str, list[str]]:
    """The title of a page of many regions, and what stands below it: years and documents."""
    funds = list(dict.fromkeys(spec.fund for spec in specs if spec.fund))
    years = list(dict.fromkeys(str(spec.year) for spec in specs if spec.year))
    documents = list(dict.fromkeys(spec.document for spec in specs if spec.document))
    title = funds[0] if len(funds) == 1 else word(key, language)
    return title, ["、".join(years[:5]), "、".join(documents[:3])]


def _fill(layout: Layout, title: tuple[str, Sequence[str]], language: str, **values: Any) -> str:
    style, script = _asset("style.css"), _asset("script.js")
    page: str = (
        _pages(language)
        .get_template("page.html")
        .render(
            language=language,
            layout=layout,
            title=title[0],
            subtitle=title[1],
            style=_markup(style),
            script=_markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            version=version(),
            **values,
        )
    )
    return page


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
