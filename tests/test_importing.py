"""The importer's parts: odd tables, and what is written of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from imported import HEAD, of_text, reasons, texts, why

case = pytest.param


# ---- tables ---------------------------------------------------------------------------------------

SHIFTED = """\
产出指标
  数量指标
    管网 ≥ 80 公里
      说明: 甲
    泵站 ≥ 2 座
      说明: 乙
  质量指标
    合格率 ≥ 90%
    道路 ≥ 3 公里
"""


def test_rows_that_were_moved_to_the_left(tmp_path: Path) -> None:
    """A row of a CSV file that lost its leading cells is told by its words, all cells alike."""
    document = of_text(
        tmp_path,
        "一级指标,二级指标,三级指标,指标值,度量单位,备注\n产出指标,数量指标,管网,≥80,公里,甲\n"
        "泵站,≥2,座,乙,,\n质量指标,合格率,≥90,%,,\n,,道路,≥3,公里,\n",
    )
    assert (texts(document), document.doubts) == (SHIFTED, ())


STACKED = """\
资金: 甲资金
地区: 甲县
年度: 2023

产出指标
  数量指标
    管网 ≥ 80 公里

资金: 甲资金
地区: 乙县
年度: 2024

产出指标
  数量指标
    管网 ≥ 70 公里
"""


def test_forms_that_stand_below_each_other(tmp_path: Path) -> None:
    """A title and a header in the middle of a sheet begin another form, with its own year."""
    form = "{year}年甲资金绩效目标表,,,\n地区,{region},,\n资金名称,甲资金,,\n" + HEAD
    document = of_text(
        tmp_path,
        form.format(year=2023, region="甲县")
        + "产出指标,数量指标,管网,≥80公里\n合计,,,\n,,,\n"
        + form.format(year=2024, region="乙县")
        + "产出指标,数量指标,管网,≥70公里\n",
    )
    assert texts(document) == STACKED
    assert reasons(document) == {"合计": why("sum")}


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        case("2023,甲县,甲资金", "2023,甲县,甲资金", 1, id="same"),
        case("2023,甲县,甲资金", "2024,甲县,甲资金", 2, id="years"),
        case("2023,甲县,甲资金", "2023,乙县,甲资金", 2, id="regions"),
        case("2023,甲县,甲资金", "2023,甲县,乙资金", 2, id="funds"),
        case("2023,甲,甲资金", "2023,甲,甲资金", 1, id="short-names"),
    ],
)
def test_rows_of_an_export_go_to_their_own_table(
    tmp_path: Path, first: str, second: str, count: int
) -> None:
    """A row belongs to its region, its fund and its year; no two of them are ever mixed."""
    document = of_text(
        tmp_path,
        "年度,地区,项目名称,一级指标,三级指标,指标值\n"
        f"{first},产出指标,管网,≥80公里\n{second},产出指标,泵站,≥2座\n",
    )
    assert document.doubts == ()
    specs = [pg.loads(region.text) for region in document.regions]
    assert len(specs) == count
    assert [str(spec.year) for spec in specs] == [first[:4], second[:4]][:count]
    assert [each.name for spec in specs for each in spec.indicators] == ["管网", "泵站"]


def test_a_county_is_not_the_city_of_its_name(tmp_path: Path) -> None:
    """Rows of 长沙县 are none of 长沙市; 汕头 beside 汕头市 is one, 长沙 beside both is neither."""
    rows = ["长沙市,甲", "长沙县,乙", "汕头,丙", "汕头市,丁", "长沙,戊", "长沙县,己"]
    lines = [f"{row},≥ {n} 个" for n, row in enumerate(rows, 1)]
    document = of_text(tmp_path, "\n".join(["地区,三级指标,指标值", *lines]))
    found = {
        region.name: [indicator.name for indicator in pg.loads(region.text).indicators]
        for region in document.regions
    }
    assert found == {
        "长沙市": ["甲"],
        "长沙县": ["乙", "己"],
        "汕头市": ["丙", "丁"],
        "长沙": ["戊"],
    }


def test_forms_of_two_years_stay_apart(tmp_path: Path) -> None:
    """The same region and fund in another year is another table."""
    form = (
        "{year}年绩效目标表,,,\n地区,甲县,,\n项目名称,甲,,\n"
        + HEAD
        + "产出指标,,管网,≥{value}公里\n"
    )
    document = of_text(tmp_path, form.format(year=2023, value=8) + form.format(year=2024, value=9))
    specs = [pg.loads(region.text) for region in document.regions]
    assert [(spec.year, str(spec.indicators[0].target)) for spec in specs] == [
        (2023, "≥ 8 公里"),
        (2024, "≥ 9 公里"),
    ]
    assert document.doubts == ()


LEVELS = """\
产出指标
  数量指标
    水利
      管网 ≥ 80 公里
      泵站 ≥ 2 座
    农业
      面积 ≥ 3 亩
"""


def test_indicators_of_a_fourth_level(tmp_path: Path) -> None:
    """四级指标 are the indicators; 三级指标 are their groups."""
    document = of_text(
        tmp_path,
        "一级指标,二级指标,三级指标,四级指标,指标值\n产出指标,数量指标,水利,管网,≥80公里\n"
        ",,,泵站,≥2座\n,,农业,面积,≥3亩\n",
    )
    assert texts(document) == LEVELS


BREAKDOWN = """\
地区: 甲县

绩效指标
  新建水厂: 3 座
  满意度 ≥ 90%
  产业: 提升

地区: 乙县

绩效指标
  满意度 ≥ 85%
  # 存疑 PG214（line 3, column 4）：产业 | 约3。“约3”是约数，不能作目标
"""


def test_a_breakdown_without_levels(tmp_path: Path) -> None:
    """A column an indicator: a dash sets no target, and a doubt belongs to its region."""
    document = of_text(
        tmp_path, "地区,新建水厂（座）,满意度（%）,产业\n甲县,3,≥90,提升\n乙县,—,≥85,约3\n"
    )
    assert texts(document) == BREAKDOWN
    assert reasons(document) == {"—": why("no_target")}


TASKS = """\
地区: 甲县

任务: 管网
  性质: 约束性任务
  主管部门: 甲县水利局
  完成时限: 2023年底
  任务量: 80公里

任务: 绿化
  性质: 指导性任务
  主管部门: 甲县水利局
  完成时限: 长期
  任务量: 结合实际

地区: 乙县

# 存疑 PG619（line 4, column 1）：2 | 乙县 | 乙县水利局 | 必须 | 管网 | 8公里 | 2023年底。\
看不出“2”一行任务的各栏
"""


def test_a_task_list_by_its_columns(tmp_path: Path) -> None:
    """Blank cells hold from above; a row without a kind of task is a doubt of its own region."""
    document = of_text(
        tmp_path,
        "序号,市县,主管部门,任务性质,任务名称,任务量,完成时限\n"
        "1,甲县,甲县水利局,约束性任务,管网,80公里,2023年底\n"
        ",,,指导性任务,绿化,结合实际,长期\n2,乙县,乙县水利局,必须,管网,8公里,2023年底\n",
    )
    assert texts(document) == TASKS
    assert [region.loads for region in document.regions] == [True, False]


def test_the_monitoring_form_gives_its_targets(tmp_path: Path) -> None:
    """Headings of two rows are headings; what the form says of the year so far is listed."""
    document = of_text(
        tmp_path,
        "部门项目绩效运行监控表（2023年度）,,,,,,,\n项目名称,水利,,,,,,\n"
        "一级指标,二级指标,三级指标,年度指标值,1-7月执行情况,偏差原因分析,,备注\n"
        ",,,,,经费保障,制度保障,\n产出指标,数量指标,管网,≥80公里,40公里,,,无\n",
    )
    (region,) = document.regions
    assert [str(each) for each in pg.loads(region.text).indicators] == ["管网 ≥ 80 公里"]
    assert region.actuals is None
    assert reasons(document) == {"40公里": why("column")}


def test_shares_are_points(tmp_path: Path) -> None:
    """权重 that add up to 1 are shares of the 100 points, exactly."""
    document = of_text(
        tmp_path,
        "一级指标,三级指标,指标值,权重\n产出指标,管网,≥80公里,0.125\n产出指标,泵站,≥2座,0.375\n"
        "效益指标,收入,提高,0.3\n满意度指标,满意度,≥90%,0.2\n",
    )
    weights = [str(each.weight) for each in pg.loads(texts(document)).indicators]
    assert weights == ["12.5", "37.5", "30", "20"]


def test_points_of_a_doubtful_row_are_not_shared_out(tmp_path: Path) -> None:
    """What a doubtful row weighs stays in its group's sum: the spec refuses to score without it."""
    document = of_text(
        tmp_path,
        "一级指标,三级指标,指标值,分值\n产出指标,管网,约80公里,20\n产出指标,泵站,≥2座,40\n"
        "效益指标,收入,提高,30\n满意度指标,群众满意度,≥90%,10\n",
    )
    (region,) = document.regions
    assert not region.loads
    assert "产出指标 [60分]" in region.text
    with pytest.raises(pg.SpecError):
        pg.loads(region.text)
    assert [doubt.reason_code for doubt in document.doubts] == ["PG406", "PG214"]
    pumps = "  泵站 ≥ 2 座 [40分]\n"
    mended = region.text.replace(pumps, f"{pumps}  管网 ≥ 80 公里 [20分]\n")
    assert len(pg.loads(mended).indicators) == 4


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        case("产出指标,数量指标,管网,\n", ["PG611"], id="no-value"),
        case("产出指标,数量指标,,≥80公里\n", ["PG613"], id="no-name"),
        case(",,≥80公里,管网\n", ["PG613"], id="swapped"),
        case("产出指标,数量指标,2023年底,管网\n", ["PG613"], id="a-date-is-no-name"),
        case("联络员,张三,,\n", ["PG613"], id="two-words-below-the-table"),
        case("联系人,张三,,\n", [], id="a-signature-without-a-colon"),
        case("（一）效益目标,,,\n", ["PG613"], id="a-title-inside-the-list"),
        case("填报人：张三,,审核人：李四,\n", [], id="signatures"),
        case("一级指标,二级指标,三级指标,指标值\n", [], id="headings-again"),
    ],
)
def test_rows_that_are_no_targets(tmp_path: Path, rows: str, codes: list[str]) -> None:
    """What cannot be told is a doubt; it is no target, and the row after it is read as before."""
    before, after = "产出指标,数量指标,道路,≥8公里\n", ",,桥梁,≥2座\n"
    document = of_text(tmp_path, HEAD + before + rows + after)
    assert [doubt.reason_code for doubt in document.doubts] == codes
    spec = pg.loads(texts(document))
    assert [str(each) for each in spec.indicators] == ["道路 ≥ 8 公里", "桥梁 ≥ 2 座"]
    assert {entry.levels for entry in spec.entries} == {("产出指标", "数量指标")}


@pytest.mark.parametrize(
    ("sign", "value", "unit", "target"),
    [
        case("≥", "80", "公里", "≥ 80 公里", id="apart"),
        case("≥", "≥80", "公里", "≥ 80 公里", id="sign-twice"),
        case("", "80", "公里", "80 公里", id="no-sign"),
        case("定量", "1~2", "个", "1~2 个", id="range"),
        case("≥", "95%", "%", "≥ 95%", id="unit-twice"),
        case("定性", "每月1次", "", '"每月1次"', id="text-with-a-digit"),
        case("定性", "完成", "项", "完成", id="unit-of-a-text"),
        case("≤", "2023年11月底", "/", "2023-11-30", id="deadline"),
        case("≤", "≥80", "公里", "PG615", id="signs-differ"),
        case("定性", "80", "公里", "PG615", id="a-number-is-no-text"),
        case("定量", "提高", "", "PG615", id="a-text-is-no-number"),
        case("约", "80", "公里", "PG614", id="no-known-sign"),
        case("≥", "80公里", "个", "PG203", id="units-differ"),
        case("", "2023", "年", "PG216", id="a-year-is-no-duration"),
    ],
)
def test_sign_value_and_unit_in_columns(
    tmp_path: Path, sign: str, value: str, unit: str, target: str
) -> None:
    """A cell apart means what it means in the value itself."""
    document = of_text(
        tmp_path,
        "年度,一级指标,三级指标,计算符号,目标值,度量单位\n"
        f"2023,产出指标,道路,≥,8,公里\n2023,产出指标,管网,{sign},{value},{unit}\n",
    )
    if target.startswith("PG"):
        assert [doubt.reason_code for doubt in document.doubts] == [target]
    else:
        assert str(pg.loads(texts(document)).indicators[1].target) == target


def test_a_direction_is_kept_where_no_sign_says_it(tmp_path: Path) -> None:
    """方向 stands in the target's block; without it a bare value of cost is doubtful."""
    document = of_text(
        tmp_path,
        "一级指标,三级指标,目标值,指标方向\n成本指标,造价,80万元,反向指标\n成本指标,租金,8万元,\n",
    )
    assert "  造价: 80 万元\n    方向: 反向\n" in texts(document)
    assert [doubt.reason_code for doubt in document.doubts] == ["PG146"]


def test_a_text_that_cannot_be_said_is_doubted(tmp_path: Path) -> None:
    """`任务: 甲 # 乙` would be called 甲; it is not shortened in silence."""
    document = of_text(
        tmp_path, "任务性质,任务名称,任务量\n约束性任务,甲 # 乙,一批\n约束性任务,丙,一批\n"
    )
    assert [task.name for task in pg.loads(texts(document)).tasks] == ["丙"]
    assert [(doubt.cell, doubt.reason_code) for doubt in document.doubts] == [("甲 # 乙", "PG613")]


def test_a_comment_silences_no_rule(tmp_path: Path) -> None:
    """A doubtful cell that reads like a silence is no silence."""
    rows = "产出指标,数量指标,道路,≥8公里\n产出指标,数量指标,# pg: ignore PG301 x,约3\n"
    spec = pg.loads(texts(of_text(tmp_path, HEAD + rows)))
    assert spec.silences == ()


@pytest.mark.parametrize(
    ("value", "unit", "target", "codes"),
    [
        case("0.95", "%", "≥ 0.95%", ["PG620"], id="a-share"),
        case("1", "%", "≥ 1%", ["PG620"], id="one"),
        case("0.95", "百分比", "≥ 0.95%", ["PG620"], id="in-words"),
        case("0.9~0.95", "%", "0.9~0.95%", ["PG620"], id="range"),
        case("0.95%", "%", "≥ 0.95%", [], id="its-own-sign"),
        case("1.5", "%", "≥ 1.5%", [], id="above-one"),
        case("0", "%", "≥ 0%", [], id="nothing-either-way"),
        case("0.95", "公里", "≥ 0.95 公里", [], id="no-percentage"),
    ],
)
def test_a_share_below_a_percent_sign_is_doubtful(
    tmp_path: Path, value: str, unit: str, target: str, codes: list[str]
) -> None:
    """0.95 in a column of % may be 0.95% or 95%: it is kept as printed, with a comment."""
    sign = "" if "~" in value else "≥"
    text = f"一级指标,三级指标,计算符号,目标值,度量单位\n产出指标,合格率,{sign},{value},{unit}\n"
    document = of_text(tmp_path, text)
    assert [doubt.reason_code for doubt in document.doubts] == codes
    assert str(pg.loads(texts(document)).indicators[0].target) == target
    assert texts(document).count("# 存疑") == len(codes)


def test_what_our_reports_say_of_nothing_is_a_blank(tmp_path: Path) -> None:
    """未报, as the self-assessment writes it, is no actual."""
    for word in ("未报", "unreported"):
        text = f"一级指标,三级指标,指标值,实际完成值\n产出指标,管网,≥80公里,{word}\n产出指标,道路,≥8公里,9\n"
        (region,) = of_text(tmp_path, text).regions
        assert region.actuals is not None
        assert ",管网,,,\n" in region.actuals
