"""What the kit knows of units by itself: worked out by hand, so that `units` is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.model import Indicator
from perfgoals.targets import Bound, Comparison, Range
from perfgoals.units import Dimension, Quantity, Unit, find_unit

__all__ = [
    "FAMILIES",
    "RATIOS",
    "Family",
    "amount",
    "family_of",
    "may_be_negative",
    "possible",
    "size",
]


@attrs.frozen
class Family:
    """Units of one dimension with their exact sizes, and which numbers of them can be.

    `whole`: what is counted comes in whole pieces. `signed`: it may lie below 0.
    """

    sizes: tuple[tuple[str, Fraction], ...]
    whole: bool = False
    signed: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """The spellings, the plainest first."""
        return tuple(word for word, _ in self.sizes)


def _family(text: str, *, whole: bool = False, signed: bool = False) -> Family:
    """A family from `公里 1000, 米 1`: the unit that is drawn first stands first."""
    pairs = (part.rsplit(" ", 1) for part in text.split(", "))
    return Family(tuple((word, Fraction(size)) for word, size in pairs), whole, signed)


RATIOS = _family("% 1/100, ‰ 1/1000", signed=True)
"""Percentages: the one family in which a bare number is refused."""

FAMILIES = (
    _family("公里 1000, 米 1, 里 500, km 1000, 厘米 1/100"),
    RATIOS,
    _family("万元 10000, 元 1, 亿元 100000000, 角 1/10, million CNY 1000000", signed=True),
    _family("户 1, 万户 10000, households 1", whole=True),
    _family("人次 1, 万人次 10000, 千人次 1000", whole=True),
    _family("人 1, 名 1, 万人 10000", whole=True),
    _family("次 1, 场 1, 百场次 100", whole=True),
    _family("个 1, 家 1, 座 1, 件 1, 万株 10000", whole=True),
    _family("亩 2000/3, 平方米 1, 公顷 10000, 万亩 20000000/3, ㎡ 1"),
    _family("吨 1000, 千克 1, 斤 1/2, 万吨 10000000"),
    _family("立方米 1, 升 1/1000, 万立方米 10000"),
    _family("天 1, 小时 1/24, 分钟 1/1440, 周 7"),
    _family("个月 1, 季度 3, 年 12"),
    _family("万元/公里 10, 元/公里 1/1000, 元/米 1"),
    _family("万吨/日 10000000, 吨/天 1000"),
    _family("分 1", whole=True),
    _family("千瓦 1, 兆瓦 1000"),
)
"""The families that specs are drawn from."""

_SIZES = {word: size for family in FAMILIES for word, size in family.sizes}
_ALIASES = _family(
    "公斤 1, 克 1/1000, kg 1, t 1000, m 1, 千米 1000, 毫米 1/1000, 平方公里 1000000, 立方 1, "
    "日 1, 月 1, 场次 1, 批次 1, 期 1, 位 1, 农户 1, 百分比 1/100, CNY 1, 处 1, 所 1, "
    "间 1, 台 1, 套 1, 条 1, 项 1, 株 1, 篇 1, 村 1, 镇 1"
)
_SIZES |= dict(_ALIASES.sizes)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}


def size(unit: Unit) -> Fraction:
    """How many base units one of a unit is: by hand where it is known here, else what it says."""
    return _by_hand(unit.text) or unit.factor


def _by_hand(text: str) -> Fraction | None:
    if text in _SIZES:
        return _SIZES[text]
    parts = text.split("/")
    if len(parts) > 1:
        over, *under = (_by_hand(part) for part in parts)
        for part in under:
            over = over / part if over and part else None
        return over
    scale, rest = _SCALES.get(text[:1]), text[1:]
    inner = Fraction(1) if scale and not rest else _by_hand(rest) if scale else None
    return scale * inner if scale and inner else None


def amount(quantity: Quantity) -> Fraction:
    """The exact amount of a quantity in base units."""
    return Fraction(quantity.value) * size(quantity.unit)


def family_of(unit: Unit) -> Family:
    """The family whose units measure the same; a unit of none (a spec's own) stands alone in one."""
    for family in FAMILIES:
        known = find_unit(family.units[0])
        if known is not None and known.dimension == unit.dimension:
            return family
    return Family(((unit.text, unit.factor),))


# ---- what an actual can be ------------------------------------------------------------------------

_SIGNED = {"money", "ratio", "usd", "eur", "hkd"}


def possible(
    indicator: Indicator, levels: Sequence[str] = ()
) -> tuple[Fraction | None, Fraction | None]:
    """The bounds of what an actual can be: a count not below 0, a 满意度 not above 100%, 取值."""
    target = indicator.target
    if not isinstance(target, Bound | Range):
        return None, None
    dimension = target.dimension
    lows, highs = [], []
    if not _is_signed(dimension) or indicator.name == BUDGET_EXECUTION:
        lows.append(Fraction(0))
    words = " ".join((indicator.name, *levels)).lower()
    if ("满意" in words or "satisfaction" in words) and dimension.is_ratio:
        highs.append(Fraction(1))
    values = indicator.definition.values if indicator.definition else None
    if values is not None and values.dimension == dimension:
        if isinstance(values, Range):
            lows.append(amount(values.low))
            highs.append(amount(values.high))
        else:
            # A strict bound is kept away from by a hair: what is exactly on it cannot be.
            hair = Fraction(1, 10**30) if values.op in (Comparison.MORE, Comparison.LESS) else 0
            end = amount(values.value)
            if values.op not in (Comparison.AT_MOST, Comparison.LESS):
                lows.append(end + hair)
            if values.op not in (Comparison.AT_LEAST, Comparison.MORE, Comparison.REACH):
                highs.append(end - hair)
    return max(lows, default=None), min(highs, default=None)


def may_be_negative(indicator: Indicator) -> bool:
    """Whether an actual below 0 can be."""
    low, _ = possible(indicator)
    return low is None or low < 0


def _is_signed(dimension: Dimension) -> bool:
    return dimension.is_bare or any(base in _SIGNED for base, _ in dimension.terms)
