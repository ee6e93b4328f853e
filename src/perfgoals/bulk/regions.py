"""Which rows are meant for which spec, as relations: by the spellings of regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.schema import NO_REGION, Record
from perfgoals.columns import MAX_ROW_CELL
from perfgoals.model import Spec
from perfgoals.names import fold, fold_region

__all__ = ["is_elsewhere", "regions", "twins"]

_ENDINGS = "省市县区"
_LEFT_ALONE = f"{_ENDINGS}镇乡村"


def is_elsewhere(dialect: Dialect, region: str) -> str:
    """Whether a region that is no spelling of `regions` is none of any spec for sure: it reads as it is
    compared, and where an ending could be left off, `regions` has it with all of them."""
    is_folded = dialect.full(region, "[0-9A-Za-z\u4e00-\u9fff]+")
    is_short = f"{dialect.bytes(region)} <= {MAX_ROW_CELL}"
    is_alone = dialect.full(region, f".*[{_LEFT_ALONE}][{_ENDINGS}]")
    return f"coalesce({is_short} AND {is_folded} AND NOT {is_alone}, FALSE)"


def regions(specs: Sequence[Spec], plans: Sequence[int]) -> Iterator[Record]:
    """A spec takes the rows of its region; a single one those without a region too."""
    yield "", *((0, plans[0]) if len(specs) == 1 else (NO_REGION, None))
    for number, (spec, plan) in enumerate(zip(specs, plans, strict=True)):
        folded = fold_region(spec.region or "")
        if folded:
            texts = {spec.region, fold(spec.region or ""), folded}
            if folded[-1] not in _LEFT_ALONE:  # where it is written without
                texts |= {folded + ending for ending in _ENDINGS}
            yield from (
                (text, number, plan)
                for text in sorted(filter(None, texts))
                if fold_region(text) == folded
            )


def twins(specs: Sequence[Spec]) -> Iterator[Record]:
    """The findings of specs whose region has one already."""
    seen: dict[str, int] = {}
    for number, spec in enumerate(specs):
        key = fold_region(spec.region or "")
        if key in seen:
            yield number, 0, "PG533", seen[key]
        seen.setdefault(key, number)
