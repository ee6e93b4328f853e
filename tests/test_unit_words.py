"""Units, numbers and dates: how they are named and spelt, and what is said of a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from perfgoals.dates import read_date, squeeze
from perfgoals.errors import Flaw
from perfgoals.quantities import nearest_units, read_number, read_quantity
from perfgoals.units import (
    MAX_UNIT_LENGTH,
    Dimension,
    exact_decimal,
    find_unit,
    known_units,
    plain,
    unit_suffix,
)
from perfgoals.values import split_unit


def flaw_of(read: Callable[[str], object], text: str) -> Flaw:
    """What is wrong with a text."""
    with pytest.raises(Flaw) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ((), "a number without a unit"),
        ((("length", 1),), "a length"),
        ((("length", 2),), "an area"),
        ((("length", -1), ("money", 1)), "money (CNY)/length"),
        ((("item", 1), ("money", 1)), "count·money (CNY)"),
        ((("money", 2),), "money (CNY)^2"),
        ((("money", -2), ("item", 1)), "count/money (CNY)^2"),
        ((("time", -1),), "1/time"),
    ],
)
def test_dimensions_are_named(terms: tuple[tuple[str, int], ...], name: str) -> None:
    """What is above the line, then what is below it."""
    assert Dimension(terms).both().en == name


@pytest.mark.parametrize(
    ("text", "suffix"), [("公里", " 公里"), ("%", "%"), ("％", "%"), ("‰", "‰"), ("万", " 万")]
)
def test_a_unit_behind_its_number(text: str, suffix: str) -> None:
    """%, ‰ stand close to it."""
    unit = find_unit(text)
    assert unit is not None
    assert unit_suffix(unit) == suffix
    assert unit_suffix(find_unit("公里") or unit) == " 公里"


def test_spellings_of_units() -> None:
    """Chinese words may have blanks inside, others may not; pint's own names are none."""
    assert find_unit("公 里") is not None
    assert find_unit("k m") is None
    assert find_unit("square_kilometre") is None
    assert "公里" in known_units()
    assert not [text for text in known_units() if "_" in text]
    assert find_unit("公" + " " * (MAX_UNIT_LENGTH - 2) + "里") is not None
    assert find_unit("公" + " " * (MAX_UNIT_LENGTH - 1) + "里") is None


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(3, 125), "0.024"),
        (Fraction(10**40), "1" + "0" * 40),
        (Fraction(1, 10**12), "0.000000000001"),
    ],
)
def test_numbers_are_plain(number: Fraction, text: str) -> None:
    """No exponent, and 0 has no sign."""
    exact = exact_decimal(number)
    assert exact is not None
    assert (plain(exact), exact.is_signed()) == (text, number < 0)
    assert plain(Decimal("1E+3")) == "1000"


LONG = "很" * 20


@pytest.mark.parametrize(
    ("text", "end", "shown", "nearest", "is_advised"),
    [
        ("5公理", 3, "公理", "公里", False),
        ("5万公理", 4, "万公理", "万公里", False),
        ("5个个", 3, "个个", "个、个月、个村", False),
        ("5ＫＭ", 3, "ＫＭ", None, True),
        ("5" + LONG, 21, LONG, None, True),
        ("5" + LONG + "很", 22, LONG + "…", None, True),
    ],
)
def test_what_is_said_of_an_unknown_unit(
    text: str, end: int, shown: str, nearest: str | None, is_advised: bool
) -> None:
    """Three of the nearest, with the same scale before them; where there are none, what to write."""
    flaw = flaw_of(read_quantity, text)
    assert (flaw.code, flaw.start, flaw.end) == ("PG201", 1, end)
    values = dict(flaw.values)
    advice = values.pop("advice")
    assert values == {"unit": shown} | ({"nearest": nearest} if nearest else {})
    said = str(getattr(advice, "en", advice))
    assert said.startswith("Write a known unit") == is_advised
    assert bool(said) == is_advised


def test_a_unit_in_capitals_is_near_to_itself() -> None:
    """KM is written km."""
    assert nearest_units("KM")["nearest"] == "km、km2、m"


def test_a_number_of_too_many_digits_is_told_from_its_start() -> None:
    """All of it is underlined."""
    flaw = flaw_of(read_number, "1" * 2000)
    assert (flaw.code, flaw.start, flaw.end) == ("PG204", 0, 2000)


@pytest.mark.parametrize("text", ["2023–10–31", "2023—10—31", "2023-10-31", "２０２３－１０－３１"])
def test_dashes_of_dates(text: str) -> None:
    """Whatever dash was typed."""
    assert str(read_date(text)) == "2023-10-31"
    assert [squeeze(each) for each in ("1–2", "1—2", "1〜2", "１～２")] == [
        "1-2",
        "1-2",
        "1~2",
        "1~2",
    ]


@pytest.mark.parametrize(("text", "code"), [("2023-13-45", "PG210"), ("10月31日", "PG212")])
def test_a_wrong_date_is_told_whole(text: str, code: str) -> None:
    """No such day; a day without its year."""
    flaw = flaw_of(read_date, text)
    assert (flaw.code, flaw.start, flaw.end) == (code, 0, len(text))
    assert flaw.values == {"date": text}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("管网（公里）", ("管网", "公里")),
        ("管网 (公里 )", ("管网", "公里")),
        ("甲（乙）（公里）", ("甲（乙）", "公里")),
        ("甲(乙)(公里)", ("甲(乙)", "公里")),
        ("甲（乙)(公里)", ("甲（乙)", "公里")),
        ("（公里）", None),
        ("甲", None),
    ],
)
def test_the_last_bracket_of_a_name_may_be_its_unit(
    name: str, parts: tuple[str, str] | None
) -> None:
    """Brackets before it are part of the name."""
    assert split_unit(name) == parts
