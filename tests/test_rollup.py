"""Roll-up: the parent's table from its parts, what cannot be joined, levels, ranks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

import perfgoals as pg
from perfgoals.cli import main
from perfgoals.reports.rollup import rollup_text, spread_of
from perfgoals.reports.rollup_reports import rollup_markdown, rollup_xlsx
from perfgoals.rollup import rollup_levels
from provinces import Lines, city, parent_of, rows_of


@pytest.mark.parametrize(
    ("rule", "target", "actual"),
    [
        ("合计", "≥ 120 公里", "95 公里"),
        ("平均", "≥ 60 公里", "47.5 公里"),
        ("最低", "≥ 40 公里", "5000 米"),
        ("最高", "≥ 80 公里", "90 公里"),
    ],
)
def test_targets_and_values_are_joined_by_the_rule(rule: str, target: str, actual: str) -> None:
    """Both sides by the indicator's 口径; a part's bare number is of the part's own unit."""
    parent = parent_of(
        {
            "甲市": ["管网 ≥ 80 公里", f"  口径: {rule}"],
            "乙市": ["管网 ≥ 40000 米", f"  口径: {rule}"],
        },
        {"甲市": {"管网": "90"}, "乙市": {"管网": "5000"}},
    )
    (result,) = parent.card.results
    assert (str(result.indicator.target), result.actual_text()) == (target, actual)
    assert [part.text("zh") for part in result.parts] == ["甲市 90 公里", "乙市 5000 米"]


def test_a_value_without_an_operator_is_added_to_one_with_it() -> None:
    """`: 80 公里` asks what `≥ 80 公里` does; what each part must reach may be written either way."""
    parent = parent_of(
        {
            "甲市": ["管网: 80 公里", "  口径: 合计", "合格率 ≥ 90%", "  口径: 逐项"],
            "乙市": ["管网 ≥ 40 公里", "  口径: 合计", "合格率: 90%", "  口径: 逐项"],
        },
        {"甲市": {"管网": "90", "合格率": "95%"}, "乙市": {"管网": "5", "合格率": "91%"}},
    )
    assert not parent.left_out
    assert [str(x.indicator.target) for x in parent.card.results] == ["≥ 120 公里", "≥ 90%"]


def test_nothing_that_can_be_joined_is_a_problem() -> None:
    """A parent without a table has no score: what is missing is said, with the reasons."""
    with pytest.raises(pg.ActualsError) as caught:
        parent_of({"甲市": ["甲 ≥ 90%"]}, {"甲市": {"甲": "95%"}})
    (problem,) = caught.value.problems
    assert problem.text("en") == (
        "no indicator can be joined (甲: it has no 口径, so it cannot be joined)"
    )


def test_many_parts_with_other_targets_are_named_in_short() -> None:
    """The fewest come first: the one region that has another target is what is looked for."""
    lines = {f"{name}市": ["甲 ≥ 9 个", "  口径: 逐项"] for name in "甲乙丙丁"}
    lines["戊市"] = ["甲 ≥ 3 个", "  口径: 逐项", "乙 ≥ 1 个", "  口径: 合计"]
    rows = {region: {"甲": "9"} for region in lines}
    parent = parent_of(lines, {**rows, "戊市": {"甲": "9", "乙": "1"}})
    (left_out,) = parent.left_out
    assert left_out.reason.zh == (
        "各地的目标不同，不能合成一个：≥ 3 个（戊市）；≥ 9 个（甲市、乙市、丙市，另有 1 个）"
    )


def test_a_ratio_comes_from_its_parts() -> None:
    """1 of 2 and 19 of 20 are 20 of 22; never the mean of 50% and 95%."""
    lines = ["合格率 ≥ 90%", "  口径: 合计", "  算法: 合格数 / 总数"]
    parent = parent_of(
        {"甲市": lines, "乙市": lines},
        {"甲市": {"合格数": "1", "总数": "2"}, "乙市": {"合格数": "19", "总数": "20"}},
    )
    assert parent.card.results[0].actual_text("en") == "about 90.909091%"
    assert parent.card.total == Decimal("100.00")


def test_a_part_without_a_row_did_not_report() -> None:
    """A city whose row is missing counts as one whose row is blank: the rest makes no whole."""
    lines = ["投入 ≥ 10 万元", "  口径: 逐项", "管网 ≥ 1 公里", "  口径: 合计"]
    rows = {"甲市": {"投入": "12", "管网": "1"}, "乙市": {"管网": "1"}}
    parent = parent_of({"甲市": lines, "乙市": lines}, rows)
    result = parent.card.results[0]
    assert result.outcome is pg.Outcome.UNREPORTED
    assert result.explain("en").endswith("; 1 of 2 units did not report: 乙市")
    summed = parent_of(
        {"甲市": lines, "乙市": lines}, {"甲市": {"管网": "1"}, "乙市": {"投入": "1"}}
    )
    assert summed.card.results[1].actual_text() == "1 公里"
    assert summed.card.results[1].flags == ("partial_report",)
    rate = ["合格率 ≥ 90%", "  口径: 合计", "  算法: 合格数 / 总数", *lines[2:]]
    counts = {"合格数": "19", "总数": "20", "管网": "1"}
    ratio = parent_of({"甲市": rate, "乙市": rate}, {"甲市": counts, "乙市": {"管网": "1"}})
    assert ratio.card.results[0].explain("en").endswith("; the formula lacks: 合格数, 总数")


def test_each_part_by_itself() -> None:
    """逐项: the parts that fail are named; their target must be one."""
    lines = ["投入 ≥ 10 万元", "  口径: 逐项"]
    parent = parent_of(
        {"甲市": lines, "乙市": lines}, {"甲市": {"投入": "12"}, "乙市": {"投入": "8"}}
    )
    assert parent.card.results[0].explain("zh").endswith("2 个单位中 1 个未达成：乙市 8 万元")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (["甲 ≥ 90%"], ["甲 ≥ 90%"], "it has no 口径, so it cannot be joined"),
        (
            ["甲 ≥ 90%", "  口径: 不汇总"],
            ["甲 ≥ 90%", "  口径: 不汇总"],
            "its 口径 is 不汇总: the parent reports its own",
        ),
        (
            ["甲 ≥ 9 个", "  口径: 合计"],
            ["甲 ≥ 9 个", "  口径: 平均"],
            "the parts have different 口径 or 算法",
        ),
        (
            ["甲 ≥ 9 个", "  口径: 逐项"],
            ["甲 ≥ 8 个", "  口径: 逐项"],
            "the parts have different targets, which make no one: ≥ 9 个 (甲市); ≥ 8 个 (乙市)",
        ),
        (
            ["甲: 9 个", "  口径: 合计", "  方向: 反向"],
            ["甲 ≥ 9 个", "  口径: 合计"],
            "the parts have different targets, which make no one: ≤ 9 个 (甲市); ≥ 9 个 (乙市)",
        ),
    ],
)
def test_what_cannot_be_joined_is_said(one: Lines, other: Lines, reason: str) -> None:
    """Left out of the parent's table, with the reason; never guessed."""
    value = "95%" if "%" in one[0] else "9"
    parent = parent_of(
        {"甲市": [*one, "乙 ≥ 1 个", "  口径: 合计"], "乙市": [*other]},
        {"甲市": {"甲": value, "乙": "1"}, "乙市": {"甲": value}},
    )
    assert [(x.name, x.reason.en) for x in parent.left_out] == [("甲", reason)]
    assert [result.indicator.name for result in parent.card.results] == ["乙"]


values = st.lists(st.decimals(0, 100, places=1), min_size=2, max_size=5)


@given(values, values)
def test_a_province_of_one_city_scores_as_the_city(
    one: list[Decimal], other: list[Decimal]
) -> None:
    """Where every indicator has its 口径, the parent of one part is the part."""
    lines = [f"{name} ≥ {value + 1} 公里\n    口径: 合计" for name, value in zip("甲乙丙丁戊", one)]  # noqa: B905
    spec = city("甲市", *lines)
    names = "甲乙丙丁戊"[: len(one)]
    rows = rows_of({"甲市": {name: f"{value}" for name, value in zip(names, other * 3)}})  # noqa: B905
    card = pg.evaluate(spec, rows)
    parent = pg.roll_up([spec], rows, region="某省").card
    assert (parent.total, parent.grade) == (card.total, card.grade)
    assert [x.score for x in parent.results] == [x.score for x in card.results]


def test_levels_and_ranks() -> None:
    """Town, county, province by a table of regions; the parts' places, the best first."""
    lines = ["管网 ≥ 10 公里", "  口径: 合计"]
    specs = [city(region, *lines) for region in ("甲镇", "乙镇", "丙镇")]
    rows = rows_of({"甲镇": {"管网": "12"}, "乙镇": {"管网": "8"}, "丙镇": {"管网": "—"}})
    parents = {"甲镇": "东县", "乙镇": "东县", "丙镇": "西县", "东县": "某省", "西县": "某省"}
    found = rollup_levels(specs, rows, parents)
    assert [(x.region, str(x.card.results[0].indicator.target)) for x in found] == [
        ("东县", "≥ 20 公里"),
        ("西县", "≥ 10 公里"),
        ("某省", "≥ 30 公里"),
    ]
    assert found[2].card.results[0].actual_text() == "20 公里"
    assert [(x.region, x.actual) for x in found[0].ranks[0]] == [
        ("甲镇", "12 公里"),
        ("乙镇", "8 公里"),
    ]


def test_what_is_not_due_has_its_place() -> None:
    """During the year the parts are ranked by what they have; only a blank is unreported."""
    lines = ["管网 ≥ 10 公里", "  口径: 合计", "收入: 提高", "  口径: 逐项"]
    specs = [city(region, *lines) for region in ("甲市", "乙市", "丙市")]
    rows = {"甲市": {"管网": "4"}, "乙市": {"管网": "8", "收入": "部分达成"}, "丙市": {"收入": "—"}}
    day = datetime.date(2023, 6, 30)
    parent = pg.roll_up(specs, rows_of(rows), region="某省", as_of=day)
    sewers, income = parent.ranks
    assert [(x.region, x.completion) for x in sewers] == [
        ("乙市", Fraction(4, 5)),
        ("甲市", Fraction(2, 5)),
        ("丙市", None),
    ]
    assert [(x.region, x.actual) for x in income][:2] == [("乙市", "部分达成"), ("甲市", None)]
    assert "乙市 partial  乙市 partial           2" in rollup_text([parent], "en")
    assert parent.card.results[0].explain("en") == (
        "expected ≥ 30 公里, due on 2023-12-31; 1 of 3 units did not report: 丙市"
    )


@pytest.mark.parametrize(("language", "alike"), [("zh", "不分先后"), ("en", "all alike")])
def test_no_part_is_ahead_of_its_equals(language: str, alike: str) -> None:
    """Where all that reported did as well as each other, none is called the best or the last."""
    specs = [city(region, "管网 ≥ 10 公里", "  口径: 合计") for region in ("甲市", "乙市", "丙市")]
    rows = {"甲市": {"管网": "12"}, "乙市": {"管网": "10"}, "丙市": {"管网": "—"}}
    parent = pg.roll_up(specs, rows_of(rows), region="某省")
    assert spread_of(parent.ranks[0], language) == ["管网", alike, "—", "1"]
    assert f"| 管网 | {alike} | — | 1 |" in rollup_markdown([parent], language)


@pytest.mark.parametrize(
    ("parents", "code"),
    [
        ({"乙市": "某省"}, "PG550"),
        ({"甲市": "某省", "某省": "甲市"}, "PG551"),
        ({"甲市": "甲市"}, "PG551"),
    ],
)
def test_orphans_and_rings(parents: Mapping[str, str], code: str) -> None:
    """A region without a parent, and one that is above itself, are errors."""
    specs = [city("甲市", "管网 ≥ 10 公里", "  口径: 合计")]
    with pytest.raises(pg.ActualsError) as caught:
        rollup_levels(specs, rows_of({"甲市": {"管网": "1"}}), parents)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parent's scorecard, what is left out, the spread; levels from a file; wrong files."""
    monkeypatch.chdir(tmp_path)
    for region in ("甲市", "乙市"):
        text = f"地区: {region}\n年度: 2023\n产出指标\n  管网 ≥ 10 公里\n    口径: 合计\n  收入: 提高\n"
        Path(f"{region}.pg").write_text(text, encoding="utf-8")
    rows = "地区,指标,实际值\n甲市,管网,12\n乙市,管网,5\n甲市,收入,达成\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    call = ["--lang", "en", "rollup", ".", "a.csv"]
    assert main([*call, "--name", "某省"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("某省 · 2023\nTotal 85.00 · Grade 良 · missed 1\n")
    assert "Left out of the parent's table\n  收入: it has no 口径, so it cannot be joined\n" in out
    assert "管网       甲市 12 公里  乙市 5 公里           0" in out
    Path("regions.csv").write_text("region,parent\n甲市,某省\n乙市,某省\n", encoding="utf-8")
    assert main([*call, "--regions", "regions.csv", "--format", "json"]) == 0
    (parent,) = json.loads(capsys.readouterr().out)
    assert (parent["region"], parent["parts"], parent["total"]) == (
        "某省",
        ["乙市", "甲市"],
        "85.00",
    )
    assert parent["results"][0]["parts"][0]["reporting_unit"] == "乙市"
    for text, code in (
        ("甲市\n", "PG552"),
        ("甲市,某省\n甲市,外省\n", "PG552"),
        ("丙市,某省\n", "PG550"),
    ):
        Path("regions.csv").write_text(text, encoding="utf-8")
        assert main([*call, "--regions", "regions.csv"]) == 2
        assert code in capsys.readouterr().err
    assert main([*call, "--regions", "none.csv"]) == 2


def test_what_stands_at_a_strict_bound_is_behind_what_meets_it(tmp_path: Path) -> None:
    """80 of `> 80 公里` is no target met: it is the last, and its completion reads less than 100%."""
    specs = [city(region, "管网 > 80 公里", "  口径: 逐项") for region in ("甲市", "乙市", "丙市")]
    rows = {"甲市": {"管网": "80"}, "乙市": {"管网": "90"}, "丙市": {"管网": "95"}}
    parent = pg.roll_up(specs, rows_of(rows), region="某省")
    assert [each.region for each in parent.ranks[0]] == ["乙市", "丙市", "甲市"]
    assert spread_of(parent.ranks[0], "zh") == ["管网", "乙市 90 公里", "甲市 80 公里", "0"]
    path = tmp_path / "rollup.xlsx"
    path.write_bytes(rollup_xlsx([parent], "zh"))
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("各地名次").to_python()
    assert [row[2:4] + row[5:] for row in sheet[1:]] == [
        ["1", "乙市", "100%"],
        ["1", "丙市", "100%"],
        ["3", "甲市", "<100%"],
    ]
