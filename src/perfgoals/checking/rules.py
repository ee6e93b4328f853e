"""The rules by their codes: which look at one specification, which at several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs

from perfgoals.checking import catalogue, peers, promises, targets, texts
from perfgoals.errors import Problem
from perfgoals.model import Spec

__all__ = ["PEDANTIC", "RULES", "Rule"]

OfSpec = Callable[[Spec], Iterable[Problem]]
OfAll = Callable[[Sequence[Spec]], Iterable[Problem]]


def _nothing(_: object) -> Iterable[Problem]:
    return ()


@attrs.frozen(kw_only=True)
class Rule:
    """A rule: what it finds in one specification, and in several held against each other."""

    of_spec: OfSpec = _nothing
    of_all: OfAll = _nothing


RULES: dict[str, Rule] = {
    "PG301": Rule(of_spec=promises.contradictions),
    "PG302": Rule(of_spec=promises.without_indicator),
    "PG303": Rule(of_all=promises.without_task),
    "PG304": Rule(of_spec=catalogue.headings, of_all=peers.headings),
    "PG305": Rule(of_spec=catalogue.measures),
    "PG306": Rule(of_all=peers.targets),
    "PG307": Rule(of_spec=catalogue.names, of_all=peers.names),
    "PG308": Rule(of_spec=targets.ratios),
    "PG309": Rule(of_spec=targets.directions),
    "PG310": Rule(of_spec=targets.pointless),
    "PG311": Rule(of_spec=targets.without_unit),
    "PG312": Rule(of_spec=targets.grades),
    "PG313": Rule(of_all=catalogue.unused),
    "PG314": Rule(of_spec=targets.outside_the_year),
    "PG315": Rule(of_spec=texts.doubled),
    "PG316": Rule(of_spec=texts.cut_off),
    "PG317": Rule(of_spec=texts.mixed_brackets),
    "PG318": Rule(),  # silences that silence nothing: findings.silence
    "PG319": Rule(),  # silences without a reason: findings.silence
    "PG320": Rule(of_all=peers.headers),
    "PG321": Rule(of_all=peers.tasks),
    "PG351": Rule(of_spec=targets.unit_in_name),
    "PG352": Rule(of_spec=targets.equals),
    "PG353": Rule(of_spec=targets.floors_under_cost),
}

PEDANTIC = frozenset(("PG351", "PG352", "PG353"))
"""Rules that are off unless they are selected."""
