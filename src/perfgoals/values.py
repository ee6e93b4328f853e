"""Value cells and dates: what the cells of an official table say.

`read_cell` reads a target's cell, `read_quantity` and `read_date` what was achieved. All work on
one cell of text and report a `Flaw` with its place in that cell.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from perfgoals import nearest
from perfgoals.dates import LIKE_A_DATE, date_of, squeeze
from perfgoals.errors import Flaw
from perfgoals.targets import (
    Bound,
    Comparison,
    Deadline,
    Qualitative,
    Range,
    Target,
)
from perfgoals.units import (
    Quantity,
    Unit,
    exact_decimal,
    find_unit,
    known_units,
    plain,
    unit_suffix,
)

__all__ = [
    "MAX_DIGITS",
    "OPERATORS",
    "name_and_target",
    "read_cell",
    "read_number",
    "read_quantity",
    "split_unit",
    "with_unit",
]

MAX_DIGITS = 100
"""A longer number is an error: no public fund needs it, and hostile ones cost time."""

MAX_CELL = 2000
"""A longer cell is an error."""


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
_LEADS = {"控制在": Comparison.AT_MOST, "达到": Comparison.REACH, "达": Comparison.REACH}

_SUFFIXES = {
    **dict.fromkeys(("以上", "及以上", "(含)以上", "含以上", "or more"), Comparison.AT_LEAST),
    **dict.fromkeys(
        ("以下", "及以下", "(含)以下", "以内", "之内", "内", "or less"), Comparison.AT_MOST
    ),
}

_D = "[0-9０-９]"
_NUMBER = rf"[-+－＋−]?{_D}+(?:[,，]{_D}+)*(?:[.．]{_D}+)?"


def _any(words: dict[str, Comparison]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BLANK = r"[ \t\u3000]*+"
_BOUND = re.compile(
    rf"(?P<op>{_any(OPERATORS | _LEADS)})?{_BLANK}(?P<number>{_NUMBER}){_BLANK}(?P<tail>.*)", re.S
)
_QUANTITY = re.compile(rf"(?P<number>{_NUMBER}){_BLANK}(?P<unit>.*)", re.S)
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
            raise Flaw("PG205", at, at + len(text), number=text, write=text.replace(",", ""))
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
        raise _unknown_unit(found["unit"], at + found.start("unit"))
    return Quantity(number, unit)


def _unknown_unit(text: str, at: int) -> Flaw:
    shown = text if len(text) <= 20 else text[:20] + "…"
    return Flaw("PG201", at, at + len(text), unit=shown, **nearest.hint(text, known_units()))


# ---- cells of a target ------------------------------------------------------------------------

_JOIN = r"(?:[~～〜至到]|(?<![-－])[-－–—]|[ \t]to[ \t])"
_UNSIGNED = _NUMBER.removeprefix("[-+－＋−]?")
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER}){_BLANK}(?P<unit>[^\d\s~～〜至到±–—-]*+){_BLANK}{_JOIN}{_BLANK}(?P<high>{_UNSIGNED}|[-+－＋−]{_UNSIGNED})"
    rf"{_BLANK}(?P<unit2>.*)"
)
_AROUND = re.compile(
    rf"(?P<middle>{_NUMBER})?{_BLANK}(?P<unit>[^\d\s±]*+){_BLANK}±{_BLANK}(?P<spread>{_UNSIGNED}){_BLANK}(?P<unit2>.*?)(?:以内|之内)?"
)
_ABOUT = re.compile(
    r"^(?:大约|大概|约|接近|近|about |around |some )\W*\d|\d\D{0,4}?[余多几]|\d.*(?:左右|上下)"
)
_CHANGE = re.compile(
    r"(?:提高|增长|增加|提升|上升|降低|下降|减少|缩短|增幅|降幅|同比|环比|increase|decrease|rise|fall)\D*\d|^(?:较|比)\D+\d"
)
_NOT_TEXT = re.compile(r"[\d:：≥≧⩾≤≦⩽<>＜＞‹›=＝═±]")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"|「([^」]*)」')


def read_cell(cell: str, year: int | None = None) -> Target:
    """The target that a value cell says: `≥80公里`, `95%以上`, `1-2个`, `2023年底`, `提高`.

    `year` completes a date that names none. Raises Flaw for what is not plainly one of these.
    """
    found = _BOUND.fullmatch(cell)
    if found:
        op, number, tail = found.groups()
        reading = _tail(tail)
        if reading and not (tail.startswith("年") and _is_year(number)):
            unit, suffix = reading
            return Bound(
                _operator(cell, op, suffix),
                Quantity(read_number(number, found.start("number")), unit),
            )
    return _read_other(cell, year)


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in ("19", "20", "１９", "２０")


@functools.lru_cache(maxsize=4096)
def _tail(tail: str) -> tuple[Unit, Comparison | None] | None:
    """What stands behind the number: a unit, and perhaps 以上 or 以内; None where it is not that."""
    unit = find_unit(tail)
    if unit is not None:
        return unit, None
    text = tail.replace("（", "(").replace("）", ")").rstrip()
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        if text.endswith(suffix):
            unit = find_unit(text.removesuffix(suffix).rstrip())
            if unit is not None:
                return unit, _SUFFIXES[suffix]
    return None


def _operator(cell: str, op: str | None, suffix: Comparison | None) -> Comparison:
    """The one operator that a prefix and a suffix agree on."""
    if op is None:
        return suffix or Comparison.REACH
    before = OPERATORS.get(op) or _LEADS[op]
    if suffix is None or suffix is before:
        return before
    if before is Comparison.REACH:
        return suffix
    raise Flaw("PG206", 0, len(cell), before=op, after=suffix.sign)


_PERIOD = re.compile(r"(?P<start>\d{4}[-/.年\d月日]*?)(?:[-~至到]|--)(?P<end>\d{4}[-/.年\d月日]*)")


def _deadline(cell: str, year: int | None) -> Deadline | None:
    text = squeeze(cell)
    if not LIKE_A_DATE.search(text):
        return None
    single = date_of(text, year)
    if single:
        return Deadline(single[1])
    period = _PERIOD.fullmatch(text)
    if period:
        start, end = date_of(period["start"], year), date_of(period["end"], year)
        if start and end:
            if start[0] > end[1]:
                raise Flaw("PG211", 0, len(cell), first=str(start[0]), last=str(end[1]))
            return Deadline(end[1], start[0])
    return None


def _read_other(cell: str, year: int | None) -> Target:
    """The cells that are no plain bound, from the most particular to the text."""
    if not cell:
        raise Flaw("PG207", 0, 0)
    if len(cell) > MAX_CELL:
        raise Flaw("PG213", 0, len(cell), limit=str(MAX_CELL))
    quoted = _QUOTED.fullmatch(cell)
    if quoted:
        return Qualitative((quoted[1] or "").replace('""', '"') or quoted[2] or "")
    lead = _BOUND_LEAD.match(cell)
    op = lead["op"] if lead else None
    rest = cell[lead.end() :] if lead else cell
    target = _deadline(rest, year) or _range(rest)
    if target is None:
        _raise_unless_text(cell, rest, op)
        return Qualitative(cell)
    if isinstance(target, Deadline):
        if op and OPERATORS.get(op) is not Comparison.AT_MOST:
            raise Flaw("PG208", 0, len(op), operator=op, value=rest)
    elif op and op not in _LEADS:
        raise Flaw("PG209", 0, len(op), operator=op, value=rest)
    return target


_BOUND_LEAD = re.compile(rf"(?P<op>{_any(OPERATORS | _LEADS)}){_BLANK}")


def _raise_unless_text(cell: str, rest: str, op: str | None) -> None:
    """Raise what is wrong with a cell that is neither number, range nor date, unless it is a text."""
    squeezed = squeeze(cell)
    if _ABOUT.search(squeezed):
        raise Flaw("PG214", 0, len(cell), cell=cell)
    if _CHANGE.search(squeezed):
        raise Flaw("PG215", 0, len(cell), cell=cell)
    number = _QUANTITY.match(rest)
    if number and LIKE_A_DATE.match(squeeze(rest)):
        write = f"{number['number']}年底" if _is_year(number["number"]) else "2023-12-31"
        raise Flaw("PG216", 0, len(cell), cell=cell, write=write)
    if number:
        at = len(cell) - len(rest) + number.start("unit")
        if re.match(r"[-~～至]", number["unit"]):
            raise Flaw("PG217", 0, len(cell), cell=cell)
        read_number(number["number"])
        raise _unknown_unit(number["unit"], at)
    if op and not op[0].isalpha():  # a word (超) may begin a text: 超额完成
        raise Flaw("PG218", 0, len(op), operator=op, text=rest)
    if _NOT_TEXT.search(cell):
        raise Flaw("PG219", 0, len(cell), text=cell, write=f'"{cell}"')


def _range(cell: str) -> Range | None:
    found = _RANGE.fullmatch(cell)
    if found:
        return _between(cell, found)
    found = _AROUND.fullmatch(cell)
    if found is None:
        return None
    spread = Fraction(read_number(found["spread"], found.start("spread")))
    last = _unit(found["unit2"], found.start("unit2"))
    if found["middle"] is None:
        return _ends(cell, Fraction(-spread), Fraction(spread), last)
    middle = Fraction(read_number(found["middle"]))
    unit = _unit(found["unit"], found.start("unit")) if found["unit"] else last
    if unit.means_the_same_as(last):
        return _ends(cell, middle - spread, middle + spread, unit)
    if not last.dimension.is_ratio:
        raise Flaw("PG203", 0, len(cell), one=unit.text, other=last.text)
    # `100 公里±3%`: the spread is a share of the middle.
    part = abs(middle) * spread * last.factor
    return _ends(cell, middle - part, middle + part, unit)


def _between(cell: str, found: re.Match[str]) -> Range:
    low = Fraction(read_number(found["low"]))
    high = Fraction(read_number(found["high"], found.start("high")))
    tail = found["unit2"]
    for suffix in ("以内", "之内"):
        tail = tail.removesuffix(suffix)
    unit2 = _unit(tail, found.start("unit2"))
    if found["unit"]:
        unit = _unit(found["unit"], found.start("unit"))
        if not unit.means_the_same_as(unit2):
            raise Flaw("PG203", 0, len(cell), one=unit.text, other=unit2.text)
    return _ends(cell, low, high, unit2)


def _unit(text: str, at: int) -> Unit:
    unit = find_unit(text)
    if unit is None:
        raise _unknown_unit(text, at)
    return unit


def _ends(cell: str, low: Fraction, high: Fraction, unit: Unit) -> Range:
    ends = exact_decimal(low), exact_decimal(high)
    if ends[0] is None or ends[1] is None:  # cannot be: sums and products of decimals are decimals
        raise AssertionError(f"no decimal for the ends of {cell}")
    if low > high:
        text = f"{plain(ends[1])}~{plain(ends[0])}{unit_suffix(unit)}"
        raise Flaw("PG220", 0, len(cell), low=plain(ends[0]), high=plain(ends[1]), write=text)
    return Range(Quantity(ends[0], unit), Quantity(ends[1], unit))


# ---- the unit in a name -----------------------------------------------------------------------


def split_unit(name: str) -> tuple[str, str] | None:
    """A name and what stands in the bracket at its end: `新建污水管网（公里）` → 新建污水管网, 公里."""
    if not name.endswith(("）", ")")):
        return None
    start = max(name.rfind("（"), name.rfind("("))
    return (name[:start].rstrip(), name[start + 1 : -1].strip()) if start > 0 else None


def name_and_target(name: str, cell: str, year: int | None = None) -> tuple[str, Target]:
    """The name and the target of a table's row, the unit of the name's bracket moved to the value.

    The bracket is a unit only where the value is a number and the word is a known unit: given
    twice, both must be the same unit; a bare number behind another bracket is an error.
    """
    target = read_cell(cell, year)
    if not isinstance(target, Bound | Range):
        return name, target
    parts = split_unit(name)
    if parts is None:
        return name, target
    unit = find_unit(parts[1]) if parts[1] else None
    bare = target.dimension.is_bare
    if unit is None:
        if bare:
            raise Flaw(
                "PG202", 0, len(cell), word=parts[1], **nearest.hint(parts[1], known_units())
            )
        return name, target
    written = target.value.unit if isinstance(target, Bound) else target.high.unit
    if written.text and not written.means_the_same_as(unit):
        raise Flaw("PG203", 0, len(cell), one=unit.text, other=written.text)
    return parts[0], target if written.text else with_unit(target, unit)


def with_unit(target: Bound | Range, unit: Unit) -> Bound | Range:
    """The same numbers, of another unit."""
    if isinstance(target, Bound):
        return Bound(target.op, Quantity(target.value.value, unit))
    return Range(Quantity(target.low.value, unit), Quantity(target.high.value, unit))
