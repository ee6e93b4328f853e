"""Rank and spread: the places of the parts on each indicator that at least two of them have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from perfgoals.achieved import Actual
from perfgoals.evaluation.judging import verdict
from perfgoals.evaluation.planning import plan_of
from perfgoals.method import Outcome
from perfgoals.scorecard import Scorecard

__all__ = ["Ranked", "ranks_of"]


@attrs.frozen(kw_only=True)
class Ranked:
    """A part's place on one indicator, by completion; None for what was not reported. What is not yet
    due has its place all the same. `actual` is `value` as Chinese text; `is_met` tells what meets its
    target from what stands at its bound and does not (80 of `> 80 公里`)."""

    name: str
    region: str
    completion: Fraction | None
    actual: str | None
    value: Actual | None = None
    is_met: bool = False

    @property
    def place(self) -> tuple[Fraction | None, bool]:
        """What two parts of one place have in common."""
        return self.completion, self.is_met


def ranks_of(cards: Sequence[Scorecard]) -> Iterator[tuple[Ranked, ...]]:
    """The parts' places on each indicator that at least two of them have."""
    shared: dict[object, list[Ranked]] = {}
    for card in cards:
        for each, result in zip(plan_of(card.spec).plans, card.results, strict=True):
            outcome, completion = result.outcome, result.completion
            if outcome is Outcome.NOT_DUE and result.actual is not None:
                outcome, completion = verdict(each, result.actual)[:2]
            shared.setdefault(result.indicator.identity, []).append(
                Ranked(
                    name=card.spec.labels.get(result.indicator, result.indicator.name),
                    region=card.spec.region or card.spec.path,
                    completion=completion,
                    actual=result.actual_text(),
                    value=result.actual,
                    is_met=outcome is Outcome.MET,
                )
            )
    for ranked in shared.values():
        if len(ranked) > 1:
            yield tuple(sorted(ranked, key=_order))


def _order(each: Ranked) -> tuple[bool, Fraction, bool]:
    return each.completion is None, -(each.completion or Fraction(0)), not each.is_met
