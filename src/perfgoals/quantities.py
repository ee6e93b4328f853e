"""Numbers with their units, and the words that compare: what value cells and actuals share."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from perfgoals import nearest
from perfgoals.errors import Flaw
from perfgoals.messages import Value, both, either
from perfgoals.targets import Comparison
from perfgoals.units import SCALES, Quantity, Unit, exact_decimal, find_unit, known_units

__all__ = [
    "BLANK",
    "LEADS",
    "MAX_DIGITS",
    "NUMBER",
    "OPERATORS",
    "SUFFIXES",
    "any_of",
    "nearest_units",
    "read_number",
    "read_quantity",
    "read_unit",
    "two_units",
    "unknown_unit",
]

MAX_DIGITS = 100
"""A longer number is an error: no public fund needs it, and hostile ones cost time."""


# The operators: signs, and the words of Chinese and English tables.
OPERATORS: dict[str, Comparison] = {
    **dict.fromkeys(
        (
            "≥",
            "≧",
            "⩾",
            ">=",
            "＞=",
            "›=",
            ">＝",
            "＞＝",
            "不少于",
            "不低于",
            "不小于",
            "至少",
            "大于等于",
            "at least",
        ),
        Comparison.AT_LEAST,
    ),
    **dict.fromkeys(
        (
            "≤",
            "≦",
            "⩽",
            "<=",
            "＜=",
            "‹=",
            "<＝",
            "＜＝",
            "不超过",
            "不高于",
            "不多于",
            "不大于",
            "至多",
            "小于等于",
            "at most",
        ),
        Comparison.AT_MOST,
    ),
    **dict.fromkeys((">", "＞", "›", "大于", "高于", "超过", "超", "more than"), Comparison.MORE),
    **dict.fromkeys(("<", "＜", "‹", "小于", "低于", "less than"), Comparison.LESS),
    **dict.fromkeys(("=", "＝", "═", "等于", "equals"), Comparison.EQUAL),
}

# Words that stand before a value in a cell only: `控制在100万元以内`, `达到90%以上`.
LEADS = {"控制在": Comparison.AT_MOST, "达到": Comparison.REACH, "达": Comparison.REACH}

SUFFIXES = {
    **dict.fromkeys(("以上", "及以上", "(含)以上", "含以上", "or more"), Comparison.AT_LEAST),
    **dict.fromkeys(
        ("以下", "及以下", "(含)以下", "以内", "之内", "内", "or less"), Comparison.AT_MOST
    ),
}

_D = "[0-9０-９]"
NUMBER = rf"[-+－＋−]?{_D}+(?:[,，]{_D}+)*(?:[.．]{_D}+)?"


def any_of(words: dict[str, Comparison]) -> str:
    """A pattern for any of the words, the longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


BLANK = r"[ \t\u3000\u00a0]*+"
_QUANTITY = re.compile(rf"(?P<number>{NUMBER}){BLANK}(?P<unit>.*)", re.S)
_PLAIN = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?")

# ---- numbers ----------------------------------------------------------------------------------


def read_number(text: str, at: int = 0) -> Decimal:
    """The exact decimal a text of digits says; full-width digits and groups of three are known.

    Raises Flaw for more than 100 digits and for groups that are not of three.
    """
    if len(text) > MAX_DIGITS and sum(map(str.isdigit, text)) > MAX_DIGITS:
        raise Flaw("PG204", at, at + len(text), limit=str(MAX_DIGITS), digits=str(len(text)))
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).replace("−", "-")
        if "," in text and not _GROUPED.fullmatch(text):
            digits = text.replace(",", "")
            raise Flaw("PG205", at, at + len(text), number=text, digits=digits)
        text = text.replace(",", "")
    return Decimal(text)


def read_quantity(text: str, at: int = 0) -> Quantity | None:
    """A number with its unit, as an actual has it (`81.2公里`); None where it is no number.

    Raises Flaw for an unknown unit and for a number that cannot be read.
    """
    found = _QUANTITY.fullmatch(text)
    if found is None:
        return None
    number = read_number(found["number"], at)
    unit = find_unit(found["unit"])
    if unit is None:
        raise unknown_unit(found["unit"], at + found.start("unit"))
    return Quantity(number, unit)


def two_units(text: str, one: Unit, other: Unit, number: Decimal | None = None) -> Flaw:
    """The flaw of a value whose unit is given twice, not the same; `number` is of the `other`.

    Where that can be converted, the value is told in both.
    """
    values: dict[str, Value] = {
        "one": one.text,
        "other": other.text,
        "sides": "",
        "same": "",
    }
    if one.dimension != other.dimension:
        sides = one.dimension.both(), other.dimension.both()
        values["sides"] = both("unit.sides", one=sides[0], other=sides[1])
    elif number is not None:
        exact = exact_decimal(Fraction(number) * other.factor / one.factor)
        if exact is not None:
            converted = str(Quantity(exact, one))
            values["same"] = both("unit.same", one=str(Quantity(number, other)), other=converted)
            values["write"] = either(str(Quantity(number, one)), converted)
    return Flaw("PG203", 0, len(text), **values)


def unknown_unit(text: str, at: int) -> Flaw:
    """The flaw of a text that is no unit, with the nearest one."""
    shown = text if len(text) <= 20 else text[:20] + "…"
    near = nearest_units(text)
    advice = "" if near else both("unit.unknown")
    return Flaw("PG201", at, at + len(text), unit=shown, advice=advice, **near)


# Characters that are typed for those of a unit: they sound or look alike.
_SLIPS = str.maketrans("理裏圆园员顿墩来母目此步株珠坐做", "里里元元元吨吨米亩亩次次株株座座")


def nearest_units(text: str) -> dict[str, str]:
    """The unit that was surely meant, else the nearest ones; a scale before it stays."""
    meant = text.translate(_SLIPS)
    if len(text) < 20 and meant != text and find_unit(meant):
        return {"nearest": meant}
    bare = text.lstrip(SCALES)
    scale = text[: len(text) - len(bare)]
    found = nearest.best(bare, known_units(), 3)
    return {"nearest": "、".join(scale + unit for unit in found)} if found else {}


def read_unit(text: str, at: int) -> Unit:
    """The unit of a text. Raises Flaw where it is none."""
    unit = find_unit(text)
    if unit is None:
        raise unknown_unit(text, at)
    return unit
