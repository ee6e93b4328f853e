"""Value cells that are not one target, and what is said of them."""

from __future__ import annotations

import pytest

import perfgoals as pg
from cell import problem_of
from wording import said

BAD = [
    # cell, code, column, what must be said so that a person can mend it
    ("80公理", "PG201", 3, ("公理", "公里")),
    ("≥80公理", "PG201", 4, ("公理", "公里")),
    ("80 KM", "PG201", 4, ("KM", "km")),
    ("20℃", "PG201", 3, ("℃",)),
    ("10倍", "PG201", 3, ("倍",)),
    ("80个个", "PG201", 3, ("个个",)),
    ("80公里90米", "PG201", 3, ()),
    ("80公里 80公里", "PG201", 3, ()),
    ("≥80公里、70个", "PG201", 4, ()),
    ("1600元//亩", "PG201", 5, ("元//亩",)),
    ("80/公里", "PG201", 3, ("/公里",)),
    ("1/2公里", "PG201", 2, ()),
    ("1 000公里", "PG201", 3, ()),
    ("9**9**9**9", "PG201", 2, ("**9**9**9",)),
    ("1e3公里", "PG201", 2, ()),
    ("1.2.3公里", "PG201", 4, ()),
    ("12,34万元", "PG205", 1, ("12,34",)),
    ("1,23元", "PG205", 1, ("1,23",)),
    ("1234,567元", "PG205", 1, ("1234,567",)),
    ("1，2345元", "PG205", 1, ("2345",)),
    ("≤95%以上", "PG206", 1, ("≤", "≥")),
    ("≥95%以下", "PG206", 1, ("≥", "≤")),
    ("不超过90%以上", "PG206", 1, ("不超过",)),
    ("至少80公里以下", "PG206", 1, ("至少",)),
    (">95%以上", "PG206", 1, (">",)),
    ("=95%以上", "PG206", 1, ("=",)),
    ("", "PG207", 1, ()),
    ("\u3000 ", "PG207", 1, ()),
    ("≥2023-12-31", "PG208", 1, ("≥", "2023-12-31", "≤")),
    ("=2023-12-31", "PG208", 1, ("=", "2023-12-31", "≤")),
    ("<2023年底", "PG208", 1, ("<", "2023年底", "≤")),
    ("≥1~2个", "PG209", 1, ("≥", "1~2个")),
    ("≥±3%", "PG209", 1, ("≥", "±3%")),
    ("2023-02-30", "PG210", 1, ("2023-02-30",)),
    ("2023年2月29日", "PG210", 1, ("2023年2月29日",)),
    ("2023-13-01", "PG210", 1, ("2023-13-01",)),
    ("2023.07-2023.06", "PG211", 1, ("2023-07-01", "2023-06-30")),
    ("12月底之前完成", "PG212", 1, ("12月底之前完成", "年度")),
    ("年底前完成", "PG212", 1, ("年底前完成", "年度")),
    ("约3万亩", "PG214", 1, ("约3万亩",)),
    ("大约3万亩", "PG214", 1, ("大约3万亩",)),
    ("近3万亩", "PG214", 1, ("近3万亩",)),
    ("30余人", "PG214", 1, ("30余人",)),
    ("100多个", "PG214", 1, ("100多个",)),
    ("10几个", "PG214", 1, ("10几个",)),
    ("80公里左右", "PG214", 1, ("80公里左右",)),
    ("≥5%左右", "PG214", 1, ("≥5%左右",)),
    ("提高0.1个百分点", "PG215", 1, ("提高0.1个百分点",)),
    ("下降3%", "PG215", 1, ("下降3%",)),
    ("增长5%", "PG215", 1, ("增长5%",)),
    ("减少10%", "PG215", 1, ("减少10%",)),
    ("2023年", "PG216", 1, ("2023年", "2023年底")),
    ("10-", "PG217", 1, ("10-",)),
    ("1~", "PG217", 1, ("1~",)),
    ("≥提高", "PG218", 1, ("≥", "提高")),
    ("每月1次", "PG219", 1, ('"每月1次"',)),
    ("第1名", "PG219", 1, ('"第1名"',)),
    ("COVID-19", "PG219", 1, ('"COVID-19"',)),
    ("提高：明显", "PG219", 1, ("提高：明显",)),
    ("提高>改善", "PG219", 1, ("提高>改善",)),
    ("2~1个", "PG220", 1, ("2", "1")),
]


@pytest.mark.parametrize(
    ("cell", "code", "column", "words"), BAD, ids=[cell or "empty" for cell, _, _, _ in BAD]
)
def test_cells_that_are_not_one_target(
    cell: str, code: str, column: int, words: tuple[str, ...]
) -> None:
    """What is not plainly one target is one error that shows the place and what to write."""
    problem = problem_of(cell)
    assert problem.span is not None
    assert (problem.code, problem.span.line, problem.span.column) == (code, 1, column)
    for word in words:
        assert word in said(problem)


NAMED_BAD = [
    ("新建污水管网（公里）", "80米", "PG203", ("公里", "米")),
    ("帮扶工作（人）", "166 户", "PG203", ("人", "户")),
    ("满意度（%）", "90个", "PG203", ("%", "个")),
    ("补助（元/亩）", "50元", "PG203", ("元/亩", "元")),
    ("培训（人次）", "4万人次", "PG203", ("人次", "万人次")),
    ("甲（%）", "5‰", "PG203", ("%", "‰")),
    ("新建污水管网（公理）", "80", "PG202", ("公理", "公里")),
    ("实践所（站）", "80", "PG202", ("站",)),
    ("水面（含滩涂）", "100", "PG202", ("含滩涂",)),
]


@pytest.mark.parametrize(
    ("name", "cell", "code", "words"),
    NAMED_BAD,
    ids=[f"{name}-{cell}" for name, cell, _, _ in NAMED_BAD],
)
def test_units_given_twice_must_be_the_same(
    name: str, cell: str, code: str, words: tuple[str, ...]
) -> None:
    """Two units that differ are an error that names both; a number never takes an unknown bracket."""
    problem = problem_of(cell, name=name)
    assert problem.code == code
    for word in words:
        assert word in said(problem)


@pytest.mark.parametrize(
    "cell",
    [
        "≥",
        "≥,123元",
        "≥.5公里",
        "=>80公里",
        "=<80公里",
        "≥≥80公里",
        "≥≤80公里",
        "==80公里",
        ">>80公里",
        "≠80公里",
        "80.公里",
        ".5公里",
        "1--2个",
        "1~2~3个",
        "1公里~2亩",
        "±",
        "±-3%",
        "±3%以上",
        "1~2个以上",
        "80公里以外",
        "95以上%",
        "100个以上，提高",
        "1:3",
        "09:30",
        "23-12-31",
        "2023-12-31 10:00",
        "2023年12月31日以后",
        "2023年13月底",
        "10公里 [6分]",
        "0x10公里",
        "1'000公里",
    ],
)
def test_half_written_cells_are_errors(cell: str) -> None:
    """What begins like a number, a range or a date and is none is an error, never a text."""
    problem_of(cell, year=2023)


@pytest.mark.parametrize("cell", ["-", "+", "-公里", "+公里", "-个", "－"])
def test_a_sign_begins_a_quantity(cell: str) -> None:
    """What begins with a sign is a quantity, so a sign without a number is an error, never a text."""
    problem_of(cell)


@pytest.mark.parametrize("cell", ["不少于", "至少", "超过", "不超过", "大于等于", "at least"])
def test_an_operator_word_alone_is_not_a_text(cell: str) -> None:
    """An unquoted text holds no operator, so an operator whose number was forgotten is an error."""
    problem_of(cell)


@pytest.mark.parametrize("cell", ["-2-1个", "-1-2个", "+1-2个", "-3%-3%"])
def test_a_hyphen_joins_unsigned_numbers_only(cell: str) -> None:
    """`-` joins unsigned numbers only: a signed range wants `~`."""
    problem_of(cell)


@pytest.mark.parametrize("cell", ["2023-2024年", "2023年-2024年", "2023年至2024年", "7-12月"])
def test_calendar_spans_are_not_durations(cell: str) -> None:
    """From year to year, or month to month, is time in the calendar and no number of years."""
    try:
        target = pg.parse_target(cell, name="服务周期", year=2023)
    except pg.SpecError:
        return
    assert isinstance(target, pg.Deadline)


@pytest.mark.parametrize("cell", ["2023.12", "2023.07", "≥2023.12"])
def test_year_and_month_with_a_point_is_not_a_number(cell: str) -> None:
    """`2023.07` is a month in `2023.07-2024.01`; alone it is a month or an error, never 2023.07."""
    try:
        target = pg.parse_target(cell, name="完成时间", year=2023)
    except pg.SpecError:
        return
    assert isinstance(target, pg.Deadline)


@pytest.mark.parametrize(
    ("cell", "operator"),
    [
        ("少于3个", "<"),
        ("最多3个", "≤"),
        ("不得低于3个", "≥"),
        ("大于或等于80公里", "≥"),
        ("≠80公里", "="),
    ],
)
def test_unknown_operator_words_are_not_offered_as_texts(cell: str, operator: str) -> None:
    """A comparison in unknown words is told the operator to write, not to become a text in quotes."""
    problem = problem_of(cell)
    assert f'"{cell}"' not in said(problem)
    assert operator in said(problem)


LENGTHS = [("exactly-100", 100, True), ("one-more", 101, False), ("five-thousand", 5000, False)]


@pytest.mark.parametrize(("digits", "fine"), [x[1:] for x in LENGTHS], ids=[x[0] for x in LENGTHS])
@pytest.mark.parametrize("form", ["{}公里", "≥{}公里", "{}", "{}个以上", "-{}%"])
def test_numbers_have_at_most_100_digits(form: str, digits: int, fine: bool) -> None:
    """A decimal of 100 digits is read exactly; a longer one is an error that says the limit."""
    number = "9" * digits
    cell = form.format(number)
    if fine:
        target = pg.parse_target(cell)
        assert isinstance(target, pg.Bound)
        assert str(target.value.value.copy_abs()) == number
    else:
        problem = problem_of(cell)
        assert problem.code == "PG204"
        assert "100" in said(problem)


@pytest.mark.parametrize("form", ["1~{}个", "±{}%", "提高{}", "{}公理", "{}~{}个"])
def test_5000_digits_anywhere_are_one_error(form: str) -> None:
    """5,000 digits are one error wherever they stand, and its text stays readable."""
    problem = problem_of(form.format("9" * 5000, "9" * 5000))
    assert len(problem.text("zh")) < 300
    assert len(problem.text("en")) < 300
