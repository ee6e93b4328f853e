"""Cells of actuals: what is said of a wrong one, word by word, and that no unit is lost."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

import perfgoals as pg
from perfgoals.actuals import parse_actuals
from rows import MISSED, pairs, problems_of

RATE = "年度: 2023\n产出指标\n  合格率 ≥ 90%\n    算法: 合格数 / 总数\n"


def told(line: str, **cells: str) -> tuple[str, dict[str, str]]:
    """Code and values of the one problem of a row; the line is that of a table, or of a formula's."""
    table = f"年度: 2023\n产出指标\n  {line}\n" if line else RATE
    rows = [cells] if line else [cells, {"指标": "总数", "实际值": "50"}]
    (problem,) = problems_of(table, rows)
    values = {key: getattr(value, "en", value) for key, value in problem.values}
    return problem.code, {key: value for key, value in values.items() if isinstance(value, str)}


@pytest.mark.parametrize(
    ("line", "cells", "code", "values"),
    [
        (
            "管网 ≥ 8 公里",
            {"指标": "管网（公里）", "实际值": "8", "单位": "吨"},
            "PG515",
            {"cell": "管网（公里）", "unit": "吨"},
        ),
        (
            "甲 ≥ 5",
            {"指标": "甲", "实际值": "8 公里"},
            "PG516",
            {
                "actual": "8 公里",
                "found": "a length",
                "unit": "—",
                "wanted": "a number without a unit",
            },
        ),
        (
            "甲 ≥ 9%",
            {"指标": "甲", "实际值": "1"},
            "PG517",
            {"actual": "1", "write": "1%  or  100%"},
        ),
        ("甲 ≥ 9%", {"指标": "甲", "实际值": "1.5"}, "PG517", {"actual": "1.5", "write": "1.5%"}),
        (
            "甲 ≥ 9%",
            {"指标": "甲", "实际值": "3万", "单位": "%"},
            "PG518",
            {"actual": "3万", "unit": "%"},
        ),
        (
            "甲 ≥ 9 万人",
            {"指标": "甲", "实际值": "3万"},
            "PG518",
            {"actual": "3万", "unit": "万人", "write": "3万人  or  30000万人"},
        ),
        ("", {"指标": "合格数", "实际值": "好"}, "PG514", {"actual": "好", "example": "80"}),
        (
            "",
            {"指标": "合格数（公里）", "实际值": "46 米"},
            "PG515",
            {"cell": "46 米", "unit": "公里"},
        ),
        (
            "甲 ≥ 5 个",
            {"指标": "甲", "实际值": "8", "期间": "2023-01/2023-13"},
            "PG525",
            {"period": "2023-01/2023-13"},
        ),
    ],
)
def test_what_is_said_of_a_wrong_cell(
    line: str, cells: dict[str, str], code: str, values: dict[str, str]
) -> None:
    """What the row says, what it should be, and the line to write where it can be known."""
    assert told(line, **cells) == (code, values)


def test_an_unknown_unit_of_an_item_is_told() -> None:
    """The items of formulas are read as strictly as indicators are."""
    assert told("", 指标="合格数", 实际值="5公理")[0] == "PG201"


@pytest.mark.parametrize(
    ("cells", "rate"),
    [
        ({"指标": "合格数", "实际值": "46000", "单位": "米"}, "92%"),
        ({"指标": "合格数（米）", "实际值": "46000"}, "92%"),
        ({"指标": "合格数（万）", "实际值": "4.6"}, "92%"),
        ({"指标": "合格数", "实际值": "4.6", "单位": "万"}, "92%"),
        ({"指标": "合格数", "实际值": "4.6万"}, "92%"),
    ],
)
def test_a_unit_of_an_item_is_never_lost(cells: dict[str, str], rate: str) -> None:
    """Wherever it stands; 万 alone is one too."""
    total = "50 公里" if "米" in str(cells) else "50000"
    rows = [cells, {"指标": "总数", "实际值": total}]
    card = pg.evaluate(pg.loads(RATE), pg.Actuals.from_rows(rows))
    assert card.results[0].actual_text() == rate


@pytest.mark.parametrize("actual", ["0.3万", "0.3万人次", "3000"])
def test_a_scale_goes_before_the_unit(actual: str) -> None:
    """`0.3万` of 人次 is 0.3万人次."""
    spec = pg.loads("产出指标\n  普筛 ≥ 4000 人次\n")
    card = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("普筛", actual))))
    assert card.results[0].completion == Fraction(3, 4)


def test_nothing_is_within_values_from_nothing_up() -> None:
    """0 is not below 0, also where the catalogue's 取值 has it looked at."""
    spec = pg.loads("指标: 甲\n  取值: 0~100 个\n产出指标\n  甲 ≥ 8 个\n")
    card = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("甲", "0"))))
    assert card.results[0].outcome is MISSED


def test_a_day_without_its_year_is_of_the_year_of_the_table() -> None:
    """10月30日 in a table of 2023."""
    spec = pg.loads("年度: 2023\n产出指标\n  完工: 2023-10-31\n")
    card = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("完工", "10月30日"))))
    assert card.results[0].actual == datetime.date(2023, 10, 30)


def test_the_targets_own_text_has_its_row() -> None:
    """A result shows the row that it is from."""
    spec = pg.loads("产出指标\n  收入: 提高\n")
    result = pg.evaluate(spec, pg.Actuals.from_rows(pairs(("收入", "提高")))).results[0]
    assert result.row is not None
    assert result.row.actual == "提高"


def test_a_unit_that_its_row_contradicts_is_told_at_its_own_cell() -> None:
    """It is the 单位 that is wrong there, not the value."""
    actuals = parse_actuals("指标,实际值,单位\n管网（公里）,8,吨\n")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads("产出指标\n  管网 ≥ 8 公里\n"), actuals)
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (2, 10)


@pytest.mark.parametrize(
    "actual",
    ["2023-03-05", "2023-03-05 12:30:00", "2023-03", "2023年3月5日", "3月5日", "2023/2/30"],
)
@pytest.mark.parametrize("line", ["甲 ≥ 5 个", "甲 ≥ 90%", ""])
def test_a_date_is_no_quantity(line: str, actual: str) -> None:
    """A spreadsheet makes a date of 3-5: that is told, and no unit is looked for in it."""
    name = "甲" if line else "合格数"
    assert told(line, 指标=name, 实际值=actual) == ("PG529", {"actual": actual})


@pytest.mark.parametrize(
    ("actual", "written"),
    [
        ("1.5e2", "150"),
        ("8.1E+01", "81"),
        ("5e-1公里", "0.5公里"),
        ("-2E3个", "-2000个"),
        ("1e999", None),
    ],
)
def test_scientific_notation_is_not_read(actual: str, written: str | None) -> None:
    """Digits may be lost in it: it is told with the number to write, and not as a unit."""
    values = {"actual": actual} | ({"write": written} if written else {})
    assert told("甲 ≥ 5 个", 指标="甲", 实际值=actual) == ("PG549", values)
