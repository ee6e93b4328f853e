"""Which rows are meant for which spec, as relations: by the spellings of regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.schema import ENDINGS, NO_REGION, Record
from perfgoals.columns import MAX_ROW_CELL
from perfgoals.evaluation.regions import clashes, endings, twins
from perfgoals.model import Spec
from perfgoals.names import region_keys

__all__ = ["is_elsewhere", "regions", "twin_findings"]

_ENDINGS = "省市县区"
_LEFT_ALONE = f"{_ENDINGS}镇乡村"
_NO_ONES = (NO_REGION, None, NO_REGION * ENDINGS)


def is_elsewhere(dialect: Dialect, region: str) -> str:
    """Whether a region that is no spelling of `regions` is none of any spec for sure: it reads as it is
    compared, and where an ending could be left off, `regions` has it with all of them."""
    is_folded = dialect.full(region, "[0-9A-Za-z\u4e00-\u9fff]+")
    is_short = f"{dialect.bytes(region)} <= {MAX_ROW_CELL}"
    is_alone = dialect.full(region, f".*[{_LEFT_ALONE}][{_ENDINGS}]")
    return f"coalesce({is_short} AND {is_folded} AND NOT {is_alone}, FALSE)"


def regions(specs: Sequence[Spec], plans: Sequence[int]) -> Iterator[Record]:
    """A spec takes the rows of its region; a single one those without a region too.

    Rows whose regions have several of the endings that the spec's leaves open are none of its.
    """
    yield "", *((0, plans[0], 0) if len(specs) == 1 else _NO_ONES)
    unclear = clashes(specs)
    yield from ((text, *_NO_ONES) for text in sorted(unclear))
    for number, (spec, plan) in enumerate(zip(specs, plans, strict=True)):
        keys = region_keys(spec.region or "")
        if spec.region and keys[0]:
            texts = {spec.region, *keys} - unclear
            bits = {text: 1 << at for at, text in enumerate(endings(spec.region))}
            first = number * ENDINGS
            yield from ((text, number, plan, first + bits.get(text, 0)) for text in sorted(texts))


def twin_findings(specs: Sequence[Spec]) -> Iterator[Record]:
    """The findings of specs whose region has one already."""
    yield from ((number, 0, "PG533", first) for number, first in twins(specs))
