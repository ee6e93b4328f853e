"""Roll-up: the parts' targets and values make the parent's own table, which is scored as a spec of its own.

docs/rollup.md has the rules. Values are joined by each indicator's 口径, ratios from their parts; scores
are never added up or averaged. What cannot be joined is left out, and said so.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from perfgoals import notebooks
from perfgoals.achieved import actual_text
from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Aggregation
from perfgoals.errors import ActualsError, Problem, Span
from perfgoals.evaluation import evaluate
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.batch import rows_of_no_region, with_regions
from perfgoals.evaluation.matching import match
from perfgoals.evaluation.planning import plan_of
from perfgoals.evaluation.reading import Reading
from perfgoals.evaluation.regions import rows_of, same_region, twins
from perfgoals.messages import Both, both
from perfgoals.model import Spec
from perfgoals.names import fold, region_keys
from perfgoals.rollup.ranking import Ranked, ranks_of
from perfgoals.rollup.table import LeftOut, members_of
from perfgoals.scorecard import Scorecard
from perfgoals.targets import unit_text
from perfgoals.units import Quantity, using

__all__ = ["LeftOut", "Ranked", "Rollup", "roll_up", "rollup_levels"]


_MOST_REASONS = 3


@attrs.frozen(kw_only=True)
class Rollup:
    """A parent: its scorecard, with the parts behind each value; what was left out; the parts' own
    places on each indicator they share, the best first."""

    region: str
    card: Scorecard
    parts: tuple[Scorecard, ...]
    left_out: tuple[LeftOut, ...]
    ranks: tuple[tuple[Ranked, ...], ...]

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return notebooks.shown(self)

    def to_dict(self, language: str = "zh") -> dict[str, Any]:
        """What `rollup --format json` prints of it: that of `eval`, and the parts."""
        return {
            **self.card.to_dict(language),
            "parts": [card.spec.region for card in self.parts],
            "left_out": [
                {"name": each.name, "reason": each.reason.text(language)} for each in self.left_out
            ],
            "ranks": [
                {
                    "name": ranks[0].name,
                    "regions": [
                        {
                            "region": each.region,
                            "completion_exact": None
                            if each.completion is None
                            else str(each.completion),
                            "actual": actual_text(each.value, language),
                        }
                        for each in ranks
                    ],
                }
                for ranks in self.ranks
            ],
        }


def rollup_levels(
    specs: Sequence[Spec],
    actuals: Actuals,
    parents: Mapping[str, str],
    *,
    as_of: datetime.date | None = None,
) -> tuple[Rollup, ...]:
    """Every parent of the specs' regions, the lowest level first, by a table of regions and parents.

    Raises ActualsError for a region without a parent that is no parent itself, for rings, and for
    problems of rows.
    """
    above = {fold(child): parent for child, parent in parents.items()}
    _refuse_rings(above)
    known = above.keys() | {fold(parent) for parent in above.values()}
    orphans = [spec for spec in specs if known.isdisjoint(region_keys(spec.region or ""))]
    if orphans:
        values = [{"region": spec.region or "—", "path": spec.path} for spec in orphans]
        raise ActualsError([Problem(code="PG550", values=value) for value in values])
    found: list[Rollup] = []
    problems, level = _by_region(specs, actuals)
    while level:
        groups: dict[str, list[tuple[Spec, Actuals]]] = {}
        for spec, rows in level:
            parent = above.get(_key(above, spec.region or ""))
            if parent is not None:
                groups.setdefault(parent, []).append((spec, rows))
        level = []
        for parent, parts in groups.items():
            one, rows = _rollup(parent, parts, as_of, problems)
            found.append(one)
            level.append((one.card.spec, rows))
    return tuple(found)


def _key(above: Mapping[str, str], region: str) -> str:
    """A region by the name that the table has for it, else by its own."""
    keys = region_keys(region)
    return next((key for key in keys if key in above), keys[0])


def _refuse_rings(above: Mapping[str, str]) -> None:
    for start in above:
        seen, here = {start}, above.get(start)
        while here is not None:
            key = _key(above, here)
            if key in seen:
                raise ActualsError([Problem(code="PG551", values={"region": here})])
            seen.add(key)
            here = above.get(key)


def roll_up(
    specs: Sequence[Spec],
    actuals: Actuals,
    *,
    region: str = "合计",
    as_of: datetime.date | None = None,
) -> Rollup:
    """One parent of several specs. Raises ActualsError with the problems of the parts' rows.

    >>> import perfgoals as pg
    >>> text = "年度: 2023\\n产出指标\\n  管网 ≥ {} 公里\\n    口径: 合计\\n"
    >>> specs = [pg.loads(f"地区: {r}\\n" + text.format(n)) for r, n in (("甲市", 80), ("乙市", 20))]
    >>> rows = [{"地区": r, "指标": "管网", "实际值": n} for r, n in (("甲市", 90), ("乙市", 5))]
    >>> parent = pg.roll_up(specs, pg.Actuals.from_rows(rows), region="某省")
    >>> str(parent.card.results[0].indicator), parent.card.results[0].actual_text()
    ('管网 ≥ 100 公里', '95 公里')
    """
    problems, parts = _by_region(specs, actuals)
    return _rollup(region, parts, as_of, problems)[0]


def _by_region(
    specs: Sequence[Spec], actuals: Actuals
) -> tuple[list[Problem], list[tuple[Spec, Actuals]]]:
    """Each part with the rows that may be its own; the problems of those that may be several parts', which
    would count for each of them, and of parts of one region."""
    problems = [same_region(specs[one], specs[first]) for one, first in twins(specs)]
    problems += rows_of_no_region(specs, actuals)
    rows = with_regions(specs, actuals)
    return problems, [(spec, rows) for spec in specs]


def _rollup(
    region: str,
    parts: Sequence[tuple[Spec, Actuals]],
    as_of: datetime.date | None,
    known: Sequence[Problem],
) -> tuple[Rollup, Actuals]:
    parts = [(in_force(spec, as_of), rows) for spec, rows in parts]
    cards: list[Scorecard] = []
    problems = list(known)
    echoes = ("PG530", "PG534") if any(x.code == "PG532" for x in known) else ()
    for spec, rows in parts:
        try:
            cards.append(evaluate(spec, rows, as_of=as_of))
        except ActualsError as error:
            problems += [problem for problem in error.problems if problem.code not in echoes]
    if problems:
        raise ActualsError(problems)
    members, left_out = members_of([spec for spec, _ in parts])
    if not members:
        reasons = {"zh": "", "en": ""}
        for language in reasons:
            named = [f"{x.name}: {x.reason.text(language)}" for x in left_out[:_MOST_REASONS]]
            reasons[language] = "; ".join(named)
        values = {"reasons": Both(**reasons)}
        raise ActualsError([Problem(code="PG553", values=values)])
    first = parts[0][0]
    parent = Spec(
        members=members,
        method=first.method,
        monitoring=first.monitoring,
        fund=first.fund,
        region=region,
        year=first.year,
        units=first.units,
        catalogue=first.catalogue,
        path=f"<{region}>",
    )
    rows = Actuals(
        rows=tuple(row for spec, own in parts for row in _rows(spec, own, parent)),
        path="、".join(dict.fromkeys(own.path for _, own in parts)),
        sha256=parts[0][1].sha256,
    )
    card = evaluate(parent, rows, as_of=as_of)
    more = (*_unlike([spec for spec, _ in parts]), *_uneven(card, cards))
    card = attrs.evolve(card, notes=(*card.notes, *more))
    return (
        Rollup(
            region=region,
            card=card,
            parts=tuple(cards),
            left_out=tuple(left_out),
            ranks=tuple(ranks_of(cards)),
        ),
        rows,
    )


def _unlike(specs: Sequence[Spec]) -> Iterator[Both]:
    """That the parts are not of one year, or not scored by one method, and what holds for the parent."""
    first = specs[0]
    names = {
        "rollup.methods": [spec.method.name for spec in specs],
        "rollup.years": [str(spec.year or "—") for spec in specs],
    }
    several = {
        "rollup.methods": any(spec.method != first.method for spec in specs),
        "rollup.years": any(spec.year != first.year for spec in specs),
    }
    for phrase, of_all in names.items():
        if several[phrase]:
            shown = "、".join(dict.fromkeys(of_all))
            yield both(phrase, names=shown, name=of_all[0], region=first.region or first.path)


def _uneven(card: Scorecard, parts: Sequence[Scorecard]) -> Iterator[Both]:
    """What a mean is one of, where the parts have not as many reporting units each: not of the parts."""
    for result in card.results:
        indicator = result.indicator
        if indicator.aggregation is Aggregation.MEAN:
            same = (
                x
                for part in parts
                for x in part.results
                if x.indicator.identity == indicator.identity
            )
            if len({len(x.parts) or 1 for x in same}) > 1:
                yield both("rollup.mean", name=indicator.name)


# ---- the parent's rows ----------------------------------------------------------------------------


def _rows(spec: Spec, actuals: Actuals, parent: Spec) -> Iterator[Row]:
    """A part's rows as the parent's: its region is a reporting unit there, or the head of one."""
    rows, _ = rows_of(spec, actuals)
    plan, wanted = plan_of(spec), plan_of(parent)
    with using(spec.units):
        found = match(plan, rows)
    known = {each.entry.indicator.identity for each in wanted.plans}
    items = {fold(item.name) for item in wanted.items}
    count = len(plan.plans)
    # What the parent's formulas use may be an indicator here, which only a task promises, or an item.
    named = [(each.entry.indicator.name, unit_text(each.target)) for each in plan.every]
    named += [(item.name, item.unit.text if item.unit else "") for item in plan.items]
    for position in found.rows.first:
        readings = found.rows.at(position)
        is_item = fold(named[position][0]) in items
        if is_item or (position < count and plan.plans[position].entry.indicator.identity in known):
            yield from (_as_parents(reading, spec, parent) for reading in readings)
    for position, each in enumerate(plan.plans):
        indicator = each.entry.indicator
        asked = indicator.identity in known and position not in plan.computed
        if asked and position not in found.rows.first:
            label, unit = spec.labels[indicator], unit_text(indicator.target)
            yield _unreported(spec, parent, label, unit, indicator.span)
    for position, (name, unit) in enumerate(named):
        if fold(name) in items and position not in found.rows.first:
            yield _unreported(spec, parent, name, unit, None)


def _unreported(spec: Spec, parent: Spec, name: str, unit: str, span: Span | None) -> Row:
    """A part that has no row at all did not report, as one with a blank did not; its target is the place."""
    return Row(
        indicator=name,
        actual="",
        region=parent.region or "",
        unit=unit,
        reporting_unit=spec.region or spec.path,
        path=span.path if span else spec.path,
        line=span.line if span else 1,
    )


def _as_parents(reading: Reading, spec: Spec, parent: Spec) -> Row:
    """A number without its unit means the part's own, which may not be the parent's: it is written out."""
    row, value = reading.row, reading.value
    reporting = f"{spec.region or spec.path} {row.reporting_unit}".strip()
    row = attrs.evolve(row, region=parent.region or "", reporting_unit=reporting)
    bare = isinstance(row.quantity, Quantity) and row.quantity.dimension.is_bare
    if bare and isinstance(value, Quantity) and not value.dimension.is_bare:
        return attrs.evolve(row, actual=str(value), unit="")
    return row
