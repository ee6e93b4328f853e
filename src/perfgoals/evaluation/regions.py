"""Which rows are meant for which spec: those of its region."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

from perfgoals import nearest
from perfgoals.actuals import Actuals, Row
from perfgoals.errors import Problem, Related, Span
from perfgoals.model import Spec
from perfgoals.names import fold, fold_region, region_keys

__all__ = [
    "clashes",
    "endings",
    "no_rows",
    "no_rows_of_any",
    "place_of",
    "rows_of",
    "same_region",
    "twins",
    "without_region",
]

_MOST_REGIONS = 5
_MANY_REGIONS, _ON_EACH_SIDE = 200, 20
_MOST_NAMES = 20


def clashes(specs: Sequence[Spec]) -> set[str]:
    """Names that several specs would take for theirs and that are no spec's own: 长沙 of 长沙市, 长沙县."""
    names = {fold(spec.region) for spec in specs if spec.region}
    count = Counter(key for name in names for key in region_keys(name))
    return {key for key, times in count.items() if times > 1 and key not in names}


def twins(specs: Sequence[Spec]) -> Iterator[tuple[int, int]]:
    """The specs whose region an earlier one has already, each with that one, by their positions."""
    seen: dict[str, int] = {}
    for number, spec in enumerate(specs):
        keys = region_keys(spec.region or "")
        first = next((seen[key] for key in keys if key in seen), None)
        if first is not None:
            yield number, first
        seen.setdefault(keys[0], number)


def place_of(spec: Spec) -> Span:
    """Where a spec says its region."""
    return dict(spec.places).get("region") or Span(path=spec.path, line=1)


def rows_of(spec: Spec, actuals: Actuals) -> tuple[Sequence[Row], list[Problem]]:
    """The rows that are meant for a spec: those of its region, and those that name none."""
    by_region = actuals.by_region
    rows = by_region.get("", ())
    if spec.region:
        found = [key for key in region_keys(spec.region) if key and key in by_region]
        if len(meant := [key for key in found if key in endings(spec.region)]) > 1:
            return (), [several_meant(spec, [by_region[key][0] for key in meant])]
        if len(found) == 1:
            rows += by_region[found[0]]
        elif found:  # it is written in several ways: in the order of the file
            rows += tuple(row for row in actuals.rows if fold(row.region) in found)
    if rows:
        return rows, []
    if not actuals.rows:
        return (), [no_rows_of_any(spec, actuals.path)]
    return (), [no_rows(spec, actuals.regions, actuals.path)]


def endings(region: str) -> tuple[str, ...]:
    """What a region without an ending can stand for, each another one: 长沙 for 长沙市 and for 长沙县."""
    own, *others = region_keys(region)
    return tuple(others) if fold_region(own) == own else ()


def several_meant(spec: Spec, rows: Sequence[Row]) -> Problem:
    """The problem of a spec whose region has no ending, where rows have several; one row of each."""
    names = "、".join(dict.fromkeys(row.region for row in rows))
    values = {"region": spec.region or "—", "regions": names}
    related = tuple(Related(span=row.span("region"), phrase="related.region") for row in rows)
    return Problem(code="PG554", span=place_of(spec), values=values, related=related)


def no_rows_of_any(spec: Spec, path: str) -> Problem:
    """The problem of a spec where there are no rows at all."""
    return Problem(code="PG534", span=place_of(spec), values={"path": path})


def no_rows(spec: Spec, regions: Sequence[str], path: str) -> Problem:
    """The problem of a spec that no row is for; `regions` are those that rows are for, in order.

    Where they are many, only those that begin like the spec's are looked at: many specs may have none.
    """
    region, around = spec.region or "", regions
    if len(regions) > _MANY_REGIONS:
        at = bisect.bisect(regions, region)
        around = regions[max(0, at - _ON_EACH_SIDE) : at + _ON_EACH_SIDE]
    alike = nearest.best(region, around, _MOST_REGIONS)  # they come first, no more
    shown = list(dict.fromkeys([*alike, *regions[:_MOST_REGIONS]]))[:_MOST_REGIONS]
    rest = ["…"] if len(regions) > _MOST_REGIONS else []
    values = {"region": spec.region or "—", "path": path, "regions": "、".join([*shown, *rest])}
    return Problem(code="PG530", span=place_of(spec), values=values)


def same_region(spec: Spec, first: Spec) -> Problem:
    """The problem of a spec whose region has one already."""
    related = Related(span=place_of(first), phrase="related.first")
    values = {"region": spec.region or "—"}
    return Problem(code="PG533", span=place_of(spec), values=values, related=(related,))


def without_region(row: Row, specs: Sequence[Spec]) -> Problem:
    """The problem of a row that could be meant for any of several specs."""
    names = [spec.region or "—" for spec in specs[:_MOST_NAMES]]
    rest = ["…"] if len(specs) > _MOST_NAMES else []
    values = {"regions": "、".join([*names, *rest])}
    return Problem(code="PG532", span=row.span("indicator"), values=values)
