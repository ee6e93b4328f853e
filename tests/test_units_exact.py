"""Units and numbers at the edges: long denominators, blanks in a unit, the longest unit, names of pint's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfgoals.errors import Flaw
from perfgoals.quantities import read_quantity
from perfgoals.units import NUMBER, exact_decimal, find_unit, unit_suffix


@pytest.mark.parametrize("fives", [0, 1, 30, 60])
@pytest.mark.parametrize("twos", [0, 1, 60, 120])
def test_a_long_fraction_is_an_exact_decimal(twos: int, fives: int) -> None:
    """However many twos and fives the denominator has; one more factor and no decimal equals it."""
    number = Fraction(7, 2**twos * 5**fives)
    exact = exact_decimal(number)
    assert exact is not None
    assert Fraction(exact) == number
    assert exact_decimal(number / 3) is None


def test_a_number_without_a_unit_has_nothing_behind_it() -> None:
    """Not even a blank."""
    assert unit_suffix(NUMBER) == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("平方 公里", "平方 公里"),
        ("公 里", "公 里"),
        (" 公里 ", "公里"),
        ("ｋｍ", "ｋｍ"),
        ("％", "%"),
        ("million  CNY", "million CNY"),
        ("k m", None),
        ("percentage_point", None),
        ("square_metre", None),
    ],
)
def test_a_unit_as_it_is_written(text: str, shown: str | None) -> None:
    """Shown as its author wrote it, blanks made one, a sign for per cent always the same. A blank
    inside a Chinese unit is a slip, inside an English one it makes another; names of the file of units
    are no spellings."""
    unit = find_unit(text)
    assert (unit.text if unit else None) == shown


def test_the_longest_unit() -> None:
    """40 characters are looked up, one more is no unit."""
    longest = "万元" + "/人" * 19
    assert len(longest) == 40
    assert find_unit(longest) is not None
    assert find_unit(longest + " ") is None


@pytest.mark.parametrize("text", ["1,00 个", "2 斤两"])
def test_what_is_wrong_with_a_quantity_is_told_where_it_stands(text: str) -> None:
    """`at` is where the text begins, in the formula that it is part of."""
    with pytest.raises(Flaw) as caught:
        read_quantity(text, 10)
    wrong = text.split()[text.startswith("2")]
    assert caught.value.start == 10 + text.index(wrong)
    assert caught.value.end == caught.value.start + len(wrong)
