"""What is wrong with a cell, whole: the code, the place in the cell, and the values of its sentence."""

from __future__ import annotations

import pytest

import perfgoals as pg
from perfgoals.errors import Flaw
from perfgoals.messages import Both
from perfgoals.values import name_and_target, read_cell

UNKNOWN = (
    "Write a known unit, such as km, 亩, CNY, %; a new one is defined first, "
    "at the top of the target table, such as: unit: crate = 25 kg"
)
A_CHANGE = {"change": "较基期提高 5%", "baseline": "70 公里 (2022)"}
WRONG: list[tuple[str, str, int, int, dict[str, str]]] = [
    ("", "PG207", 0, 0, {}),
    ("≥ 第3名", "PG218", 0, 1, {"operator": "≥", "text": "第3名"}),
    ("≥ 很多", "PG218", 0, 1, {"operator": "≥", "text": "很多"}),
    ("12月", "PG216", 0, 3, {"cell": "12月", "write": "年底"}),
    ("1999年", "PG216", 0, 5, {"cell": "1999年", "write": "1999年底"}),
    ("１９９９年", "PG216", 0, 5, {"cell": "１９９９年", "write": "１９９９年底"}),
    ("２０２３年", "PG216", 0, 5, {"cell": "２０２３年", "write": "２０２３年底"}),
    ("2023.06x", "PG216", 0, 8, {"cell": "2023.06x", "write": "2023年底"}),
    ("≥ 1,00 斤两", "PG205", 2, 6, {"number": "1,00", "digits": "100"}),
    ("≥ 1,00 个", "PG205", 2, 6, {"number": "1,00", "digits": "100"}),
    ("至少 5 少", "PG201", 5, 6, {"unit": "少", "advice": UNKNOWN}),
    ("约①人", "PG214", 0, 3, {"cell": "约①人"}),
    ("约 30 斤两", "PG214", 0, 7, {"cell": "约 30 斤两"}),
    ("30人左右", "PG214", 0, 5, {"cell": "30人左右", "write": "≥ 30人  or  ≤ 30人"}),
    ("80余公里", "PG214", 0, 5, {"cell": "80余公里", "write": "≥ 80公里  or  ≤ 80公里"}),
    ("提高 5 斤两", "PG215", 0, 7, {"cell": "提高 5 斤两", **A_CHANGE}),
    ("提高 5%", "PG215", 0, 5, {"cell": "提高 5%", **A_CHANGE}),
    (
        "提高 0.1 个百分点",
        "PG215",
        0,
        11,
        {
            "cell": "提高 0.1 个百分点",
            "change": "较基期提高 0.1 个百分点",
            "baseline": "85% (2022)",
        },
    ),
    ("三十余人", "PG226", 0, 4, {"cell": "三十余人"}),
    ("五十公里以上", "PG226", 0, 6, {"cell": "五十公里以上"}),
    ("二〇二三年底", "PG226", 0, 6, {"cell": "二〇二三年底"}),
    ('比例:"高"', "PG219", 0, 6, {"text": '比例:"高"', "write": '"比例:""高"""'}),
    ("较基期提高 5 提", "PG201", 8, 9, {"unit": "提", "advice": UNKNOWN}),
    ("\u8f83\u57fa\u671f\u63d0\u9ad85e\u0301x", "PG201", 0, 2, {"unit": "éx", "advice": UNKNOWN}),
    ("较基期提高 1,00 个", "PG205", 6, 10, {"number": "1,00", "digits": "100"}),
    (
        "Up 5% on baseline",
        "PG219",
        0,
        17,
        {"text": "Up 5% on baseline", "write": '"Up 5% on baseline"'},
    ),
    (
        "ｕｐ 5% on baseline",
        "PG219",
        0,
        17,
        {"text": "ｕｐ 5% on baseline", "write": '"ｕｐ 5% on baseline"'},
    ),
    (
        "≥ 3 万公礼",
        "PG201",
        4,
        7,
        {"unit": "万公礼", "advice": "", "nearest": "万公吨、万公尺、万公斤"},
    ),
    ("-约", "PG221", 0, 2, {"cell": "-约"}),
    ("≥", "PG222", 0, 1, {"operator": "≥"}),
    ("2023~2023-12-31", "PG201", 9, 15, {"unit": "-12-31", "advice": UNKNOWN}),
    ("2023-01-01~2023", "PG201", 7, 15, {"unit": "-01~2023", "advice": UNKNOWN}),
    ("2023-12-31~2023-01-01", "PG211", 0, 21, {"first": "2023-12-31", "last": "2023-01-01"}),
    ("±1,00%", "PG205", 1, 5, {"number": "1,00", "digits": "100"}),
    ("100 斤两±3%", "PG201", 4, 6, {"unit": "斤两", "advice": "", "nearest": "斤、公斤、市斤"}),
    ("100±3 斤两", "PG201", 6, 8, {"unit": "斤两", "advice": "", "nearest": "斤、公斤、市斤"}),
    ("100 公里±2000 米", "PG203", 0, 13, {"one": "公里", "other": "米", "sides": "", "same": ""}),
    (
        "100 公里±3 个",
        "PG203",
        0,
        10,
        {"one": "公里", "other": "个", "sides": ": a length and a count", "same": ""},
    ),
    ("1~1,00 个", "PG205", 2, 6, {"number": "1,00", "digits": "100"}),
    ("控制在 1,00~2 个", "PG205", 4, 8, {"number": "1,00", "digits": "100"}),
    (
        "控制在 1~2 斤两",
        "PG201",
        8,
        10,
        {"unit": "斤两", "advice": "", "nearest": "斤、公斤、市斤"},
    ),
    ("达到 5~1 个", "PG220", 3, 8, {"low": "5", "high": "1", "write": "1~5 个"}),
    ("不超过 2023-02-30", "PG210", 4, 14, {"date": "2023-02-30"}),
    (
        "1 个~2 公里",
        "PG203",
        0,
        8,
        {"one": "个", "other": "公里", "sides": ": a count and a length", "same": ""},
    ),
    (
        "≤ 5公里（含）以上",
        "PG206",
        0,
        10,
        {"write": "≤ 5公里  or  ≥ 5公里", "before": "≤", "after": "(含)以上", "sign": "≥"},
    ),
    (
        "≤ 5公里及以上",
        "PG206",
        0,
        8,
        {"write": "≤ 5公里  or  ≥ 5公里", "before": "≤", "after": "及以上", "sign": "≥"},
    ),
    (
        "≥ 5公里 以内",
        "PG206",
        0,
        8,
        {"write": "≥ 5公里  or  ≤ 5公里", "before": "≥", "after": "以内", "sign": "≤"},
    ),
    ("≥ 3 万公理", "PG201", 4, 7, {"unit": "万公理", "advice": "", "nearest": "万公里"}),
    ("≥ 3 理X", "PG201", 4, 6, {"unit": "理X", "advice": UNKNOWN}),
    (
        "≥ 3 元/人/人/人/人/人/人/人/人/圆",
        "PG201",
        4,
        23,
        {
            "unit": "元/人/人/人/人/人/人/人/人/圆",
            "advice": "",
            "nearest": "元/人/人/人/人/人/人/人/人/元",
        },
    ),
    (
        "≥ 3 万元/人/人/人/人/人/人/人/人/圆",
        "PG201",
        4,
        24,
        {"unit": "万元/人/人/人/人/人/人/人/人/圆", "advice": UNKNOWN},
    ),
]


def flaw_of(cell: str, name: str = "甲") -> tuple[str, int, int, dict[str, str]]:
    """What is raised of a cell in the year 2023, its values in English."""
    with pytest.raises(Flaw) as caught:
        name_and_target(name, cell, 2023)
    flaw = caught.value
    pairs = flaw.values.items()
    values = {key: x.text("en") if isinstance(x, Both) else x for key, x in pairs}
    return flaw.code, flaw.start, flaw.end, values


@pytest.mark.parametrize(("cell", "code", "start", "end", "values"), WRONG)
def test_what_is_wrong_with_a_cell(
    cell: str, code: str, start: int, end: int, values: dict[str, str]
) -> None:
    """The place is that of the number or the unit in the cell, also behind a word; else it is the cell."""
    assert flaw_of(cell) == (code, start, end, values)


@pytest.mark.parametrize(
    ("cell", "target"),
    [
        ("100 公里±3%", "97~103 公里"),
        ("-100 公里±3%", "-103~-97 公里"),
        ("100 公里±2 公里", "98~102 公里"),
        ("100月", "100 月"),
        ("≥ 2023.5", "≥ 2023.5"),
        ("1234567", "1234567"),
        ("2023", "2023"),
        ("up 5 percentage points on baseline", "较基期提高 5 个百分点"),
        ("up 5 points on baseline", "较基期提高 5 个百分点"),
        ("up 5% on baseline", "较基期提高 5%"),
        ("较基期提高 5", "较基期提高 5"),
        ("较基期提高 不超过5%", "较基期提高不超过 5%"),
        ("较基期提高 5 公里以上", "较基期提高 5 公里"),
        ("较好", "较好"),
        ("三心二意", "三心二意"),
        ("X光检查到位", "X光检查到位"),
        ('""', '""'),
        ('"他""说"', '"他""说"'),
        ("「甲」", "甲"),
        ("2023-06-30~2023-06-30", "2023-06-30 ~ 2023-06-30"),
        ("≥ 5 平方 公里", "≥ 5 平方 公里"),
    ],
)
def test_what_a_cell_says(cell: str, target: str) -> None:
    """Cells that stand close to something else."""
    assert str(read_cell(cell, 2023)) == target


def test_what_is_quoted_is_without_its_quotes() -> None:
    """Two quotes inside are one, and a quoted text may be empty."""
    assert [read_cell(cell) for cell in ('""', '"他""说"', "「甲」")] == [
        pg.Qualitative(text) for text in ("", '他"说', "甲")
    ]


def test_the_longest_cell() -> None:
    """2000 characters are a text, one more is an error that says so."""
    assert read_cell("好" * 2000) == pg.Qualitative("好" * 2000)
    assert flaw_of("好" * 2001) == ("PG213", 0, 2001, {"limit": "2000"})


def test_a_unit_is_known_once_it_is_defined() -> None:
    """What a cell was found to say before does not stand where the unit is defined."""
    assert flaw_of("≥ 5 筐")[0] == "PG201"
    spec = pg.loads("单位: 筐 = 25 千克\n产出指标\n  甲 ≥ 5 筐")
    assert str(spec.indicators[0].target) == "≥ 5 筐"
    assert flaw_of("≥ 5 筐")[0] == "PG201"


SIDES = ": a length and a count"


@pytest.mark.parametrize(
    ("name", "cell", "values"),
    [
        pytest.param(
            "管网（米）",
            "≥ 80 公里",
            {
                "one": "米",
                "other": "公里",
                "sides": "",
                "same": " 80 公里 is 80000 米.",
                "write": "80 米  or  80000 米",
            },
            id="converted",
        ),
        pytest.param(
            "管网（米）",
            "1~2 公里",
            {"one": "米", "other": "公里", "sides": "", "same": ""},
            id="range",
        ),
        pytest.param(
            "管网（米）",
            "≥ 8 个",
            {"one": "米", "other": "个", "sides": SIDES, "same": ""},
            id="two-kinds",
        ),
    ],
)
def test_a_unit_in_the_name_that_the_value_contradicts(
    name: str, cell: str, values: dict[str, str]
) -> None:
    """Both are told, and where one can be worked out from the other, the value in both."""
    assert flaw_of(cell, name) == ("PG203", 0, len(cell), values)


def test_a_bracket_that_holds_no_unit_or_the_same() -> None:
    """An empty bracket stays; the same unit in other words is the value's."""
    assert name_and_target("管网（）", "≥ 80 公里") == ("管网（）", read_cell("≥ 80 公里"))
    name, target = name_and_target("管网（公里）", "≥ 80 km")
    assert (name, str(target)) == ("管网", "≥ 80 km")
