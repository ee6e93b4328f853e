"""Value cells of ranges and changes, where they are written in odd ways."""

from __future__ import annotations

import pytest

import perfgoals as pg
from cell import described, problem_of


@pytest.mark.parametrize(
    ("cell", "target"),
    [
        ("±3%", "range -3 3 %"),
        ("100±3%", "range 97 103 %"),
        ("100 公里±3%", "range 97 103 公里"),
        ("-50 公里±10%", "range -55 -45 公里"),
        ("100 公里±5 公里", "range 95 105 公里"),
        ("1~2 个以内", "range 1 2 个"),
        ("1~2 个之内", "range 1 2 个"),
        ("1 公里~2 公里", "range 1 2 公里"),
        ("-1~2 %", "range -1 2 %"),
        ("１～２个", "range 1 2 个"),
    ],
)
def test_ranges(cell: str, target: str) -> None:
    """A spread in % is a share of its middle, unless that is a ratio itself; the unit may stand twice."""
    assert described(pg.parse_target(cell)) == target


SPAN = "2023.01-2023.12"
CHANGE = {"change": "较基期提高 5%", "baseline": "70 公里 (2022)"}


@pytest.mark.parametrize(
    ("cell", "code", "start", "values"),
    [
        ("100 公里±3 个", "PG203", 0, {"one": "公里", "other": "个"}),
        ("1 米~2 公里", "PG203", 0, {"one": "米", "other": "公里"}),
        ("1~2 公理", "PG201", 4, {"unit": "公理"}),
        ("1 公理~2 公里", "PG201", 2, {"unit": "公理"}),
        ("100 公里±3 公理", "PG201", 9, {"unit": "公理"}),
        ("100 公理±3 公里", "PG201", 4, {"unit": "公理"}),
        ("-1-2 个", "PG224", 0, {"cell": "-1-2 个", "write": "-1~2个"}),
        ("1--2 个", "PG224", 0, {"cell": "1--2 个", "write": "1~-2个"}),
        ("2022-2023年", "PG216", 0, {"cell": "2022-2023年", "write": SPAN}),
        ("5~3 个", "PG220", 0, {"low": "5", "high": "3", "write": "3~5 个"}),
        ("≥较上年提高5%", "PG215", 0, {"cell": "≥较上年提高5%", **CHANGE}),
        ("较上年提高≤5%以上", "PG215", 0, {"cell": "较上年提高≤5%以上", **CHANGE}),
        ("较上年提高 5 公理", "PG201", 8, {"unit": "公理"}),
    ],
)
def test_what_is_said_of_odd_ones(cell: str, code: str, start: int, values: dict[str, str]) -> None:
    """What was written, with its place, and the line to write."""
    problem = problem_of(cell, year=2023)
    assert problem.span is not None
    assert (problem.code, problem.span.column) == (code, start + 1)
    assert values.items() <= dict(problem.values).items()


@pytest.mark.parametrize(
    ("cell", "change"),
    [
        ("较上年提高5%", "较基期提高 5%"),
        ("较上年提高≥5%", "较基期提高 5%"),
        ("较上年增长 5% 以上", "较基期提高 5%"),
        ("比上年降低 5 个百分点", "较基期降低 5 个百分点"),
        ("比上年降低 5 百分点", "较基期降低 5 个百分点"),
    ],
)
def test_changes(cell: str, change: str) -> None:
    """An operator that says what the word says is taken in."""
    assert str(pg.parse_target(cell)) == change


@pytest.mark.parametrize(
    ("change", "period", "is_good"),
    [
        ("比2022年增长 5%", "2022", True),
        ("比2022年增长 5%", "2022年底", True),
        ("比2022年增长 5%", "2021", False),
        ("比上年增长 5%", "2022", True),
        ("较去年同期增长 5%", "2023", False),
        ("同比增长 5%", "2021", False),
        ("比前年增长 5%", "2021", True),
        ("较基期增长 5%", "2019", True),
        ("比上年增长 5%", "上年", True),
        ("up 5% on baseline", "2019", True),
    ],
)
def test_the_baseline_is_of_the_year_that_the_change_names(
    change: str, period: str, is_good: bool
) -> None:
    """The number of another year makes another target than the one that was promised."""
    text = f"年度: 2023\n产出指标\n  用户: {change}\n    基期: 100 户 ({period})\n"
    if is_good:
        assert str(pg.loads(text).indicators[0].target) == "≥ 105 户"
        return
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text)
    assert [problem.code for problem in caught.value.problems] == ["PG190"]
