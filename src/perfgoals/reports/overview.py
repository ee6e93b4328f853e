"""Many scorecards side by side: the ranking, the heat map, what most regions fall short of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from perfgoals.messages import word
from perfgoals.method import Outcome
from perfgoals.model import Indicator
from perfgoals.reports.views import name_of
from perfgoals.scorecard import Result, Scorecard
from perfgoals.units import plain

__all__ = [
    "Cell",
    "Column",
    "Key",
    "Overview",
    "Place",
    "Shortfall",
    "kept_columns",
    "overview_of",
]

_MOST_COLUMNS = 60
"""So many indicators stand in a heat map, those that most regions have."""

_MOST_SHORTFALLS = 10

Key = tuple[str, object]


@attrs.frozen
class Cell:
    """One indicator of one region: its kind, and what stands in the cell."""

    kind: str
    """`m` met, `p` partial, `x`, `y`, `z` missed by little, more, most, `u` unreported, `d` not due, or
    empty where the region has no such indicator."""

    text: str


_NO_CELL = Cell("", "")
_PLAIN_CELLS = {
    Outcome.MET: Cell("m", "✓"),
    Outcome.UNREPORTED: Cell("u", "○"),
    Outcome.NOT_DUE: Cell("d", "…"),
}


@attrs.frozen(kw_only=True)
class Place:
    """A region's line in the ranking."""

    number: int
    rank: str
    name: str
    total: str
    grade: str
    counts: tuple[int, ...]
    cells: tuple[Cell, ...]


@attrs.frozen(kw_only=True)
class Column:
    """An indicator of the heat map, and how many regions have it."""

    label: str
    regions: int


@attrs.frozen(kw_only=True)
class Shortfall:
    """An indicator with the regions that do not meet it, and of how many."""

    label: str
    counts: tuple[int, ...]
    """Missed, partial, unreported."""

    regions: int


@attrs.frozen(kw_only=True)
class Overview:
    """What is said of all regions together. `places` stand in the order of the ranking."""

    places: tuple[Place, ...]
    columns: tuple[Column, ...]
    left_out: int
    shortfalls: tuple[Shortfall, ...]
    grades: tuple[tuple[str, str, int], ...]
    """What stands in the column of grades, its name, and how many have it."""

    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[str, ...]


def overview_of(cards: Sequence[Scorecard], language: str) -> Overview:
    """The overview of several scorecards."""
    found: list[dict[Key, Result]] = [
        {result.indicator.identity: result for result in card.results} for card in cards
    ]
    labels = _labels(cards)
    common = Counter(key for results in found for key in results)
    keys = kept_columns(labels, common)
    ranks, note = _ranks(cards, language)
    order = sorted(range(len(cards)), key=lambda at: (-cards[at].total, at))
    outcomes = Counter(result.outcome for card in cards for result in card.results)
    return Overview(
        places=tuple(
            _place(cards[at], at, ranks[at], [found[at].get(k) for k in keys]) for at in order
        ),
        columns=tuple(Column(label=labels[key], regions=common[key]) for key in keys),
        left_out=len(labels) - len(keys),
        shortfalls=_shortfalls(found, labels, common),
        grades=_grades(cards, language),
        counts=tuple(
            (o.value, word(f"outcome.{o.value}", language), outcomes[o])
            for o in Outcome
            if outcomes[o]
        ),
        notes=(note,) if note else (),
    )


def kept_columns(labels: Mapping[Key, str], common: Counter[Key]) -> list[Key]:
    """The indicators that stand in the heat map, in the order in which they first stand."""
    kept = {key for key, _ in common.most_common(_MOST_COLUMNS)}
    return [key for key in labels if key in kept]


def _labels(cards: Sequence[Scorecard]) -> dict[Key, str]:
    """The indicators of all, in the order in which they first stand, with their fullest labels."""
    labels: dict[Key, str] = {}
    for card in cards:
        for result in card.results:
            indicator: Indicator = result.indicator
            label = card.spec.labels.get(indicator, indicator.name)
            if len(label) > len(labels.get(indicator.identity, "")):
                labels[indicator.identity] = label
    return labels


def _ranks(cards: Sequence[Scorecard], language: str) -> tuple[list[str], str]:
    """The rank of each by its total, equal ones alike; none where totals do not compare, and why."""
    if any(card.not_due_weight for card in cards):
        return ["—"] * len(cards), word("overview.unranked_not_due", language)
    if len({card.spec.method for card in cards}) > 1:
        return ["—"] * len(cards), word("overview.unranked_methods", language)
    totals = sorted((card.total for card in cards), reverse=True)
    first: dict[Decimal, int] = {}
    for rank, total in enumerate(totals, 1):
        first.setdefault(total, rank)
    return [str(first[card.total]) for card in cards], ""


def _place(card: Scorecard, at: int, rank: str, results: Sequence[Result | None]) -> Place:
    counts = Counter(result.outcome for result in card.results)
    return Place(
        number=at + 1,
        rank=rank,
        name=name_of(card),
        total=plain(card.total),
        grade=card.grade or "—",
        counts=tuple(counts[outcome] for outcome in Outcome),
        cells=tuple(_NO_CELL if result is None else _cell(result) for result in results),
    )


def _cell(result: Result) -> Cell:
    if result.outcome in _PLAIN_CELLS:
        return _PLAIN_CELLS[result.outcome]
    share = result.completion or Fraction(0)
    # Cut off, not rounded, and less than 100 at a bound that is not met: what is missed never reads 100.
    text = "<100" if share == 1 else str(int(share * 100))
    if result.outcome is Outcome.PARTIAL:
        return Cell("p", text)
    return Cell("x" if share * 10 >= 8 else "y" if share * 10 >= 6 else "z", text)


def _grades(cards: Sequence[Scorecard], language: str) -> tuple[tuple[str, str, int], ...]:
    """How many have each grade, in the order of the methods' grades."""
    counts = Counter(card.grade for card in cards)
    names = dict.fromkeys(grade.name for card in cards for grade in card.spec.method.grades)
    found = [(name, name, counts[name]) for name in names if counts[name]]
    none = [("—", word("report.no_grade", language), counts[None])] if counts[None] else []
    return (*found, *none)


_SHORT = (Outcome.MISSED, Outcome.PARTIAL, Outcome.UNREPORTED)


def _shortfalls(
    found: Sequence[dict[Key, Result]], labels: dict[Key, str], common: Counter[Key]
) -> tuple[Shortfall, ...]:
    """The indicators that most regions do not meet."""
    counts: dict[Key, Counter[Outcome]] = {key: Counter() for key in labels}
    for results in found:
        for key, result in results.items():
            counts[key][result.outcome] += 1
    short = {key: sum(counts[key][outcome] for outcome in _SHORT) for key in labels}
    worst = sorted((key for key in labels if short[key]), key=lambda key: -short[key])
    return tuple(
        Shortfall(
            label=labels[key],
            counts=tuple(counts[key][outcome] for outcome in _SHORT),
            regions=common[key],
        )
        for key in worst[:_MOST_SHORTFALLS]
    )
