"""The value cells that are no plain bound: ranges, deadlines and texts.

Patterns are texts here: Python compiles one when the first such cell comes, and most tables have few.
"""

from __future__ import annotations

import re
from fractions import Fraction

from perfgoals.dates import LIKE_A_DATE, date_of, squeeze
from perfgoals.errors import Flaw
from perfgoals.messages import Value, either
from perfgoals.quantities import (
    BLANK,
    LEADS,
    NUMBER,
    OPERATORS,
    SUFFIXES,
    any_of,
    read_number,
    read_unit,
    two_units,
    unknown_unit,
)
from perfgoals.targets import POINTS, Change, Comparison, Deadline, Qualitative, Range, Target
from perfgoals.units import Quantity, Unit, exact_decimal, find_unit, plain, unit_suffix

__all__ = ["MAX_CELL", "base_year", "is_calendar", "read_other_cell"]

MAX_CELL = 2000
"""A longer cell is an error."""

_LEAD = rf"(?P<op>{any_of(OPERATORS | LEADS)}){BLANK}"
_QUOTED = r'"((?:[^"]|"")*)"|「([^」]*)」'
_PERIOD = r"(?P<start>\d{4}[-/.年\d月日]*?)(?:[-~至到]|--)(?P<end>\d{4}[-/.年\d月日]*)"
_UNSIGNED = NUMBER.removeprefix("[-+－＋−]?")
_JOIN = r"(?P<join>[~～〜至到]|[-－–—]|to(?=[ \t]))"
_RANGE = (
    rf"(?P<low>{NUMBER}){BLANK}(?P<unit>(?:(?!to[ \t])[^\d\s~～〜至到±–—－-])*+){BLANK}{_JOIN}{BLANK}"
    rf"(?P<high>{_UNSIGNED}|[-+－＋−]{_UNSIGNED}){BLANK}(?P<unit2>.*)"
)
_AROUND = (
    rf"(?P<middle>{NUMBER})?{BLANK}(?P<unit>[^\d\s±]*+){BLANK}±{BLANK}"
    rf"(?P<spread>{_UNSIGNED}){BLANK}(?P<unit2>.*?)(?:以内|之内)?"
)
_ABOUT = (
    r"^(?:大约|大概|约|接近|近|about |around |some )\W*\d"
    r"|\d\D{0,4}?[余多几]|^\D*\d.*(?:左右|上下)"
)
_CHANGE = (
    r"(?:提高|增长|增加|提升|上升|降低|下降|减少|缩短|增幅|降幅|同比|环比"
    r"|increase|decrease|rise|fall)\D*\d|^(?:较|比)\D+\d"
)
_BASES = (
    r"(?:较|比|与)(?:基期|基准期|(?P<last>上一?年度?|去年|前一年)|前年|(?P<year>\d{4})年)?(?:同期)?(?:相比)?"
    r"|(?P<same>同比)"
)
_VERBS = {
    **dict.fromkeys(("提高", "增长", "增加", "提升", "上升", "increase", "up"), True),
    **dict.fromkeys(("降低", "下降", "减少", "压减", "压缩", "缩短", "decrease", "down"), False),
}
_AGAINST_BASELINE = (
    rf"(?:{_BASES})(?P<verb>{'|'.join(word for word in _VERBS if not word.isascii())})"
    rf"(?P<op>{any_of(OPERATORS)})?(?P<number>{NUMBER})(?P<unit>.*?)(?P<suffix>{any_of(SUFFIXES)})?"
)
_ON_BASELINE = (
    rf"(?P<verb>up|down)(?P<op>{any_of(OPERATORS)})?(?P<number>{NUMBER})(?P<unit>.*)onbaseline"
)
# Comparisons in words that the language does not take, and the sign to write instead.
_FOREIGN = {
    **dict.fromkeys(("不得少于", "不得低于", "不能少于", "不能低于", "最少", "大于或等于"), "≥"),
    **dict.fromkeys(("不得超过", "不得高于", "不得多于", "不能超过", "最多", "小于或等于"), "≤"),
    **dict.fromkeys(("多于", "不低于等于"), ">"),
    "少于": "<",
    "≠": "=",
}
# A number in words is a number all the same: 近千人, 三十余人, 二〇二三年底.
_IN_WORDS = (
    r"(?:[近约上数]|不少于|不低于|不超过)?[〇零一二两三四五六七八九十百千万亿几数]+[余多几]?"
    r"(?:(?P<date>年[底末].*|年.+月.*)|(?P<unit>\D+))"
)
_NOT_TEXT = r"[\d:：≥≧⩾≤≦⩽<>＜＞‹›=＝═±]"


def read_other_cell(cell: str, year: int | None) -> Target | Change:
    """The target of a cell that is no plain bound, from the most particular to the text.

    Raises Flaw.
    """
    if not cell:
        raise Flaw("PG207", 0, 0)
    if len(cell) > MAX_CELL:
        raise Flaw("PG213", 0, len(cell), limit=str(MAX_CELL))
    change = _change(cell)
    if change:
        return change
    quoted = re.fullmatch(_QUOTED, cell)
    if quoted:
        return Qualitative((quoted[1] or "").replace('""', '"') or quoted[2] or "")
    if cell[0] in "-+－＋" and not re.match(NUMBER, cell):
        raise Flaw("PG221", 0, len(cell), cell=cell)
    lead = re.match(_LEAD, cell)
    op = lead["op"] if lead else ""
    rest = cell[lead.end() :] if lead else cell
    if op in OPERATORS and not rest:
        raise Flaw("PG222", 0, len(cell), operator=op)
    try:
        target = _deadline(rest, year) or (_range(rest) if _has_digit(rest) else None)
    except Flaw as flaw:  # its place is in what stands behind the word
        at = len(cell) - len(rest)
        raise Flaw(flaw.code, at + flaw.start, at + flaw.end, **flaw.values) from None
    if target is None:
        _raise_unless_text(cell, rest, op)
        return Qualitative(cell)
    if isinstance(target, Deadline):
        if op and OPERATORS.get(op) is not Comparison.AT_MOST:
            raise Flaw("PG208", 0, len(op), operator=op, value=rest)
    elif op and op not in LEADS:
        raise Flaw("PG209", 0, len(op), operator=op, value=rest)
    return target


def is_calendar(number: str, unit: Unit) -> bool:
    """Whether a number means a day of the calendar to a reader, and no quantity.

    `2023年`, `12月` (12个月 is a duration) and `2023.07` are what they look like: incomplete dates.
    """
    if unit.text == "年":
        return _is_year(number)
    if unit.text == "月":
        return len(number) <= 2
    return not unit.text and len(number) == 7 and _is_year(number[:4]) and number[4] in ".．"


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.isdecimal() and number[:2] in ("19", "20", "１９", "２０")


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _raise_unless_text(cell: str, rest: str, op: str) -> None:
    """Raise what is wrong with a cell that is no number, range or date, unless it is a text."""
    if not _has_digit(cell):
        _raise_unless_plain(cell, rest, op)
        return
    squeezed = squeeze(cell)
    if re.search(_ABOUT, squeezed):
        raise Flaw("PG214", 0, len(cell), cell=cell, **_without_about(cell))
    if re.search(_CHANGE, squeezed):
        raise Flaw("PG215", 0, len(cell), cell=cell, **_on_baseline(cell))
    number = re.match(NUMBER, rest)
    if number is None:
        _raise_unless_plain(cell, rest, op)
        return
    unit = rest[number.end() :].strip()
    known = find_unit(unit)
    if LIKE_A_DATE.match(squeeze(rest)) or (known and is_calendar(number[0], known)):
        year = number[0][:4] if _is_year(number[0][:4]) else ""
        raise Flaw("PG216", 0, len(cell), cell=cell, write=f"{year}年底")
    if re.match(r"[-~～至]", unit):
        raise Flaw("PG217", 0, len(cell), cell=cell)
    at = len(cell) - len(rest)
    read_number(number[0], at)
    raise unknown_unit(unit, cell.index(unit, at + number.end()))


def _without_about(cell: str) -> dict[str, Value]:
    """The two definite targets that an approximation may be meant as, where its number is plain."""
    found = re.search(rf"(?P<number>{NUMBER}{BLANK})[余多几]?(?P<unit>.*)", cell)
    unit = re.sub(r"(?:左右|上下)$", "", found["unit"]).strip() if found else ""
    if found is None or find_unit(unit) is None:
        return {}
    value = f"{found['number']}{unit}"
    return {"write": either(f"≥ {value}", f"≤ {value}")}


_A_CHANGE = {"change": "较基期提高 5%", "baseline": "70 公里 (2022)"}


def _on_baseline(cell: str) -> dict[str, str]:
    """The change against a baseline that was surely meant: 提高 0.1 个百分点 → 较基期提高 0.1 个百分点."""
    try:
        change = _change(f"较基期{cell}")
    except Flaw:
        change = None
    if change is None:
        return _A_CHANGE
    baseline = "85% (2022)" if change.amount.unit is POINTS else _A_CHANGE["baseline"]
    return {"change": f"较基期{cell}", "baseline": baseline}


def _raise_unless_plain(cell: str, rest: str, op: str) -> None:
    """A text holds no digit, operator or colon, unless it is quoted."""
    if not any(map(str.isalnum, cell)):
        raise Flaw("PG207", 0, len(cell))
    if find_unit(cell):
        raise Flaw("PG225", 0, len(cell), unit=cell)
    counted = re.fullmatch(_IN_WORDS, cell)
    if counted and (counted["date"] or find_unit(re.sub("以[上下内]$", "", counted["unit"]))):
        raise Flaw("PG226", 0, len(cell), cell=cell)
    word = next((word for word in _FOREIGN if cell.startswith(word)), None)
    if word and _has_digit(cell):
        rest = cell.removeprefix(word).strip()
        raise Flaw("PG223", 0, len(word), word=word, write=f"{_FOREIGN[word]} {rest}")
    if op and not op[0].isalpha():  # a word (超) may begin a text: 超额完成
        raise Flaw("PG218", 0, len(op), operator=op, text=rest)
    if re.search(_NOT_TEXT, cell):
        raise Flaw("PG219", 0, len(cell), text=cell, write='"' + cell.replace('"', '""') + '"')


# ---- changes ------------------------------------------------------------------------------------


def _change(cell: str) -> Change | None:
    """`较基期提高 5%`, `比上年增长5%以上`, `up 5% on baseline`; None where no baseline is named."""
    if cell[0] not in "较比与同ud" or not _has_digit(cell):
        return None
    text = squeeze(cell)
    found = re.fullmatch(_AGAINST_BASELINE, text) or re.fullmatch(_ON_BASELINE, text)
    if found is None:
        return None
    parts = found.groupdict()
    bounds = [OPERATORS.get(parts["op"] or ""), SUFFIXES.get(parts.get("suffix") or "")]
    known = (None, Comparison.AT_LEAST, Comparison.AT_MOST)
    if any(bound not in known for bound in bounds) or len(set(bounds) - {None}) > 1:
        raise Flaw("PG215", 0, len(cell), cell=cell, **_A_CHANGE)
    written, at = _as_written(cell, text, *found.span("unit"))
    points = parts["unit"] in ("个百分点", "百分点", "percentagepoints", "points")
    unit = POINTS if points else read_unit(written, at)
    _, at = _as_written(cell, text, *found.span("number"))
    amount = Quantity(read_number(parts["number"], at), unit)
    return Change(_VERBS[parts["verb"]], amount, Comparison.AT_MOST in bounds)


def base_year(cell: str, year: int | None) -> str | None:
    """The year that a change is said against: 比2021年, or 比上年 where the table is of a year."""
    found = re.match(_BASES, squeeze(cell))
    if found is None or found["year"]:
        return found and found["year"]
    is_last = found["last"] or found["same"]
    return str(year - 1) if is_last and year else None


def _as_written(cell: str, squeezed: str, start: int, end: int) -> tuple[str, int]:
    """The part of a cell that a part of its squeezed form stands for (`million CNY`, `㎡`), and its place."""
    places = [at for at, sign in enumerate(cell) for _ in squeeze(sign)]
    if start == end or len(places) != len(squeezed):  # signs that only together are one
        return squeezed[start:end], 0
    return cell[places[start] : places[end - 1] + 1], places[start]


# ---- deadlines ----------------------------------------------------------------------------------


def _deadline(cell: str, year: int | None) -> Deadline | None:
    text = squeeze(cell)
    if not LIKE_A_DATE.search(text):
        return None
    try:
        single = date_of(text, year)
        if single:
            return Deadline(single[1])
        period = re.fullmatch(_PERIOD, text)
        ends = [date_of(period[name], year) for name in ("start", "end")] if period else []
    except Flaw as flaw:  # its place is in the squeezed text
        raise Flaw(flaw.code, 0, len(cell), **flaw.values) from None
    if len(ends) < 2 or not ends[0] or not ends[1]:
        return None
    first, last = ends[0][0], ends[1][1]
    if first > last:
        raise Flaw("PG211", 0, len(cell), first=str(first), last=str(last))
    return Deadline(last, first)


# ---- ranges -------------------------------------------------------------------------------------


def _range(cell: str) -> Range | None:
    found = re.fullmatch(_RANGE, cell)
    if found:
        return _between(cell, found)
    found = re.fullmatch(_AROUND, cell)
    return _around(cell, found) if found else None


_YEAR_SPAN = "2023.01-2023.12"


def _between(cell: str, found: re.Match[str]) -> Range:
    """`1~2 个`: the unit may stand once, or twice and then the same."""
    signed = found["low"][0] in "-+－＋−" or found["high"][0] in "-+－＋−"
    if signed and found["join"] in "-－–—":
        low, high = found["low"], found["high"] + found["unit2"]
        raise Flaw("PG224", 0, len(cell), cell=cell, write=f"{low}~{high}")
    tail = found["unit2"].removesuffix("以内").removesuffix("之内")
    last = read_unit(tail, found.start("unit2"))
    if is_calendar(found["high"], last):
        raise Flaw("PG216", 0, len(cell), cell=cell, write=_YEAR_SPAN)
    low = Fraction(read_number(found["low"]))
    high = Fraction(read_number(found["high"], found.start("high")))
    if found["unit"]:
        unit = read_unit(found["unit"], found.start("unit"))
        if not unit.means_the_same_as(last):
            raise two_units(cell, unit, last)
    return _ends(cell, low, high, last)


def _around(cell: str, found: re.Match[str]) -> Range:
    """`±3%`, `100±3%` (97% to 103%) and `100 公里±3%` (97 to 103 公里)."""
    spread = Fraction(read_number(found["spread"], found.start("spread")))
    last = read_unit(found["unit2"], found.start("unit2"))
    middle = Fraction(read_number(found["middle"])) if found["middle"] else Fraction(0)
    unit = read_unit(found["unit"], found.start("unit")) if found["unit"] else last
    if unit.means_the_same_as(last):
        return _ends(cell, middle - spread, middle + spread, unit)
    if not last.dimension.is_ratio:
        raise two_units(cell, unit, last)
    part = abs(middle) * spread * last.factor  # the spread is a share of the middle
    return _ends(cell, middle - part, middle + part, unit)


def _ends(cell: str, low: Fraction, high: Fraction, unit: Unit) -> Range:
    ends = exact_decimal(low), exact_decimal(high)
    if ends[0] is None or ends[1] is None:  # cannot be: sums and products of decimals are decimals
        raise AssertionError(f"no decimal for the ends of {cell}")
    if low > high:
        write = f"{plain(ends[1])}~{plain(ends[0])}{unit_suffix(unit)}"
        values = {"low": plain(ends[0]), "high": plain(ends[1]), "write": write}
        raise Flaw("PG220", 0, len(cell), **values)
    return Range(Quantity(ends[0], unit), Quantity(ends[1], unit))
