"""Roll-up: which rows of the parts are the parent's, and what they mean there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import perfgoals as pg
from perfgoals.rollup import rollup_levels
from provinces import city, parent_of, rows_of


@pytest.mark.parametrize(
    ("name", "actual"), [("管网", "1万"), ("管网", "10000"), ("管网（二期）", "10000")]
)
def test_a_number_without_its_unit_means_the_parts_own(name: str, actual: str) -> None:
    """With a scale alone, and where the name ends in a bracket that is none of its unit, too: 乙市's 10
    公里 were 10000."""
    lines = {
        "甲市": [f"{name} ≥ 80 公里", "  口径: 合计"],
        "乙市": [f"{name} ≥ 50000 米", "  口径: 合计"],
    }
    parent = parent_of(lines, {"甲市": {name: "70"}, "乙市": {name: actual}})
    assert parent.card.results[0].actual_text() == "80 公里"


def test_an_item_without_its_unit_means_the_parts_own() -> None:
    """A bare number of a data item is in the unit that the part's own catalogue says."""
    table = (
        "地区: {}\n年度: 2023\n指标: 里程\n  单位: {}\n"
        "产出指标\n  密度 ≥ 2 公里/个\n    口径: 合计\n    算法: 里程 / 村数"
    )
    specs = [pg.loads(table.format(*pair)) for pair in (("甲市", "公里"), ("乙市", "米"))]
    rows = rows_of(
        {"甲市": {"里程": "10", "村数": "5 个"}, "乙市": {"里程": "9000", "村数": "5 个"}}
    )
    card = pg.roll_up(specs, rows, region="某省").card
    assert card.results[0].actual_text() == "1.9 公里/个"


def test_what_only_a_task_promises_is_none_of_the_parts_table() -> None:
    """甲市 promises no 管网 in its table, so that the parent's target has none of it: its 80 公里 are none
    of the parent's value either."""
    well = "井 ≥ 1 口\n    口径: 合计\n"
    table = "地区: {}\n年度: 2023\n产出指标\n  {}"
    task = "任务: 修\n  性质: 约束性任务\n  管网 ≥ 90 公里\n"
    texts = (
        table.format("甲市", well) + task,
        table.format("乙市", f"{well}  管网 ≥ 90 公里\n    口径: 合计"),
    )
    rows = rows_of({"甲市": {"井": "1", "管网": "80"}, "乙市": {"井": "1", "管网": "20"}})
    parent = pg.roll_up([pg.loads(text) for text in texts], rows)
    assert [x.actual_text() for x in parent.card.results] == ["2 口", "20 公里"]


def test_the_budgets_own_row_is_left_out() -> None:
    """A row 预算执行率 of the parts' tables is the parts' own, as the one that 金额 brings along."""
    text = "地区: {}\n金额: 100 万元\n产出指标 [60]\n  井 ≥ 1 口\n    口径: 合计\n"
    text += "预算执行率 ≥ 90% [40]\n  口径: 逐项\n"
    specs = [pg.loads(text.format(region)) for region in ("甲市", "乙市")]
    own = {"井": "1", "预算执行数": "95 万元"}
    parent = pg.roll_up(specs, rows_of({"甲市": own, "乙市": own}))
    assert [x.indicator.name for x in parent.card.results] == ["井"]
    assert [x.name for x in parent.left_out] == ["预算执行率"]


@pytest.mark.parametrize(
    ("regions", "row", "codes"),
    [
        pytest.param(("甲市", "乙市"), "", ["PG532"], id="no-region"),
        pytest.param(("长沙市", "长沙县"), "长沙", ["PG532"], id="one-of-two"),
        pytest.param(("甲市", "甲市"), "甲市", ["PG533"], id="one-region-twice"),
    ],
)
def test_rows_that_may_be_several_parts(
    regions: Sequence[str], row: str, codes: Sequence[str]
) -> None:
    """A row without a region was counted for each of the parts, so that their sum had it twice. Two tables of
    one region are told as that."""
    specs = [city(region, "管网 ≥ 50 公里", "  口径: 合计") for region in regions]
    actuals = rows_of({row: {"管网": "60"}})
    for parents in ({}, dict.fromkeys(regions, "某省")):
        with pytest.raises(pg.ActualsError) as caught:
            rollup_levels(specs, actuals, parents) if parents else pg.roll_up(specs, actuals)
        assert [problem.code for problem in caught.value.problems] == codes
    alone = pg.roll_up(specs[:1], rows_of({"": {"管网": "60"}}))
    assert alone.card.results[0].actual_text() == "60 公里"


def test_parts_of_other_years_and_methods_are_told() -> None:
    """The parent has the year and the method of the first part; a note says where others have other ones."""
    table = "地区: {}\n年度: {}\n评分办法: {}\n产出指标\n  井 ≥ 1 口\n    口径: 合计\n"
    methods = ("财预〔2020〕10号", "财预〔2021〕101号")
    sides = zip(("甲市", "乙市"), (2023, 2022), methods, strict=True)
    specs = [pg.loads(table.format(*side)) for side in sides]
    rows = rows_of({"甲市": {"井": "1"}, "乙市": {"井": "1"}})
    named = "、".join(methods)
    said = [note.text("en") for note in pg.roll_up(specs, rows).card.notes]
    assert said[-2:] == [
        f"the parts are scored by several methods ({named}): the parent by {methods[0]}, as 甲市 is",
        "the parts are of several years (2023、2022): the parent is of 2023, as 甲市 is",
    ]
    assert len(pg.roll_up(specs[:1], rows).card.notes) == len(said) - 2


def test_counties_of_one_city_beside_another_city() -> None:
    """One city reports an item by its counties and the other one itself: that is no county missing."""
    lines = ["合格率 ≥ 90%", "  口径: 合计", "  算法: 合格数 / 总数"]
    rows = [
        ("甲市", "合格数", "9", ""),
        ("甲市", "总数", "10", ""),
        ("乙市", "合格数", "4", "一县"),
        ("乙市", "合格数", "5", "二县"),
        ("乙市", "总数", "10", ""),
    ]
    keys = ("地区", "指标", "实际值", "填报单位")
    actuals = pg.Actuals.from_rows(dict(zip(keys, row, strict=True)) for row in rows)
    parent = pg.roll_up([city(region, *lines) for region in ("甲市", "乙市")], actuals)
    assert parent.card.results[0].actual_text() == "90%"


@pytest.mark.parametrize("of_second", [1, 2])
def test_a_mean_of_unlike_many_units_is_told(of_second: int) -> None:
    """20 of two counties and 40 of one are 30 by the parts, and 80/3 by the counties that are counted."""
    specs = [city(name, "甲 ≥ 20 个", "  口径: 平均") for name in ("甲市", "乙市")]
    units = [("甲市", "一县", 10), ("甲市", "二县", 30)]
    units += [("乙市", f"{n}县", 40) for n in range(of_second)]
    rows = [{"地区": a, "填报单位": b, "指标": "甲", "实际值": value} for a, b, value in units]
    found = pg.roll_up(specs, pg.Actuals.from_rows(rows), region="某省")
    shown = found.card.results[0].actual_text("en") or ""
    assert shown.endswith("26.666667 个" if of_second == 1 else "30 个")
    notes = [note.en for note in found.card.notes]
    assert len([x for x in notes if x.startswith("甲 is a mean")]) == (of_second != 2)
