"""A roll-up as HTML, Markdown and a workbook: the parent's own table, its parts, what could not be joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfgoals.achieved import actual_text
from perfgoals.messages import say, word
from perfgoals.reports.bars import share_text
from perfgoals.reports.html import macros, many, titles
from perfgoals.reports.markdown import eval_markdown, markdown, row_of
from perfgoals.reports.page import LAYOUT, about_scores
from perfgoals.reports.rollup import spread_of
from perfgoals.reports.views import card_of
from perfgoals.rollup import Rollup
from perfgoals.scorecard import Scorecard

__all__ = ["rollup_csv", "rollup_html", "rollup_markdown", "rollup_xlsx"]


def _leaves(parents: Sequence[Rollup]) -> list[Scorecard]:
    """The parts that are no parents themselves."""
    names = {parent.region for parent in parents}
    cards = (card for parent in parents for card in parent.parts)
    return [card for card in cards if card.spec.region not in names]


def rollup_html(parents: Sequence[Rollup], language: str) -> str:
    """The highest parent first, each with its table, its spread and what was left out; then its parts
    as `eval` shows them.

    Raises PerfGoalsError where Jinja2 is not installed (extra `report`).
    """
    cards = _leaves(parents)
    parent = macros(LAYOUT, language).parent
    lead = [
        parent(
            card_of(each.card, language),
            f"p{number}",
            say("rollup.spread", language, count=len(each.parts)),
            [spread_of(ranks, language) for ranks in each.ranks],
            [(left.name, left.reason.text(language)) for left in each.left_out],
        )
        for number, each in enumerate(reversed(parents), 1)
    ]
    shown = [card_of(card, language) for card in cards]
    top = parents[-1]
    _, subtitle = titles([card.spec for card in cards], "rollup.title", language)
    title = (top.region, [top.card.spec.fund or "", *subtitle])
    return many(LAYOUT, shown, about_scores(cards, language, "\n".join(lead)), title, language)


def rollup_markdown(parents: Sequence[Rollup], language: str) -> str:
    """Each parent as its scorecard, then what was left out, and the parts' places."""
    return "\n".join("\n".join(_parent(parent, language)) + "\n" for parent in parents)


def _parent(parent: Rollup, language: str) -> Iterator[str]:
    yield eval_markdown([parent.card], language)
    if parent.left_out:
        yield f"## {word('rollup.left_out', language)}"
        yield ""
        colon = word("page.colon", language)
        for each in parent.left_out:
            yield f"- {markdown(each.name)}{colon}{markdown(each.reason.text(language))}"
        yield ""
    if parent.ranks:
        yield f"## {say('rollup.spread', language, count=len(parent.parts))}"
        yield ""
        keys = ("indicator", "best", "worst", "silent")
        yield row_of([word(f"rollup.{key}", language) for key in keys])
        yield "|---|---|---|--:|"
        for ranks in parent.ranks:
            yield row_of(list(map(markdown, spread_of(ranks, language))))


def rollup_csv(parents: Sequence[Rollup], language: str) -> str:
    """The parents' results, one row each, as `eval` gives them."""
    from perfgoals.reports.data import eval_csv

    return eval_csv([parent.card for parent in parents], language)


def rollup_xlsx(parents: Sequence[Rollup], language: str) -> bytes:
    """The parents' forms; behind them every part's place on every indicator, and what was left out.

    Raises PerfGoalsError where XlsxWriter is not installed (extra `excel`).
    """
    from perfgoals.reports.assessment import eval_xlsx

    keys = ("rollup.parent", "rollup.indicator", "overview.rank", "report.region", "report.actual")
    places = [[word(key, language) for key in (*keys, "report.completion")]]
    for parent in parents:
        for ranks in parent.ranks:
            for number, each in enumerate(ranks, 1):
                silent = each.completion is None
                same = next(at for at, x in enumerate(ranks, 1) if x.place == each.place)
                rank = "—" if silent else str(min(number, same))
                cells = (
                    each.name,
                    rank,
                    each.region,
                    actual_text(each.value, language) or "—",
                    share_text(each.completion, is_met=each.is_met),
                )
                places.append([parent.region, *cells])
    heads = ("rollup.parent", "rollup.indicator", "report.reason")
    left_out = [[word(key, language) for key in heads]]
    left_out += [
        [parent.region, each.name, each.reason.text(language)]
        for parent in parents
        for each in parent.left_out
    ]
    names = (word(f"sheet.{key}", language) for key in ("places", "left_out"))
    beside = dict(zip(names, (places, left_out), strict=True))
    return eval_xlsx([parent.card for parent in parents], language, beside)
