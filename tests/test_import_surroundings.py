"""The importer and what stands around a table: titles, a region in a row of its own, remarks, sums."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

import perfgoals as pg
from imported import HEAD, of_text, reasons, texts, why
from perfgoals.errors import PerfGoalsError
from perfgoals.importing import import_document

case = pytest.param


# ---- breakdowns -----------------------------------------------------------------------------------

HEADER = """\
地区: 甲市
年度: 2023

产出指标
  数量指标
    管网 ≥ 80 公里
"""


@pytest.mark.parametrize("between", ["单位：万元", "2023年度", "填报单位：甲市水利局", "指标"])
def test_a_region_above_a_table_is_no_breakdown(tmp_path: Path, between: str) -> None:
    """`地区 | 甲市` is a line of the header, whatever stands between it and the headings."""
    document = of_text(
        tmp_path,
        f"2023年绩效目标表,,,\n地区,甲市,,\n{between},,,\n一级指标,二级指标,三级指标,指标值\n"
        "产出指标,数量指标,管网（公里）,≥80\n",
    )
    assert (texts(document), document.doubts) == (HEADER, ())


@pytest.mark.parametrize(
    "text",
    [
        case("地区,甲市,乙市\n管网（公里）,80,16.5\n治理（个）,56,286\n", id="a-column-a-region"),
        case("地区,甲市,乙市\n管网,80公里,16.5公里\n", id="without-a-unit-to-tell"),
        case("地区,甲市\n指标,目标\n管网（公里）,80\n", id="headings-of-no-known-kind"),
        case("地区\n甲市\n乙市\n", id="nothing-but-regions"),
        case("名次,地区,总分,等级,未达成\n1,甲市,97.2,优,2\n2,乙市,80,良,5\n", id="a-ranking"),
        case("单位名称,地区,管网\n水利局,甲市,80公里\n", id="who-reports"),
        case("地区,镇,管网\n甲市,丙镇,80公里\n,丁镇,8公里\n", id="a-place-beside-the-region"),
        case("地区,2022年,2023年\n甲市,70,80\n", id="a-column-a-year"),
        case("地区,产出指标,\n,公里,个\n甲市,80,56\n", id="units-without-a-name"),
    ],
)
def test_a_table_that_is_no_breakdown_is_refused(tmp_path: Path, text: str) -> None:
    """Indicators are no regions, and regions no indicators: such a table is not read at all."""
    with pytest.raises(PerfGoalsError) as caught:
        of_text(tmp_path, text)
    assert [problem.code for problem in caught.value.problems] == ["PG603"]


BREAKDOWN = """\
地区: 甲市

产出指标
  管网: 80 公里
    说明: 含丙县
  治理: 56 个
    说明: 含丙县

地区: 乙市

绩效指标
  管网: 16.5 公里
  治理: 286 个
  # 存疑 PG613（line 10, column 2）：99 | 1。看不出“99”一行是级别、指标还是指标值
"""


def test_a_row_that_is_no_region_makes_no_table(tmp_path: Path) -> None:
    """Sums, parts of the country, remarks and signatures in a breakdown are told, and none is a region."""
    document = of_text(
        tmp_path,
        "地区,产出指标,,备注\n,管网,治理,\n,公里,个,\n甲市,80,56,含丙县\n北片,,,\n"
        "全省合计,96.5,342,\n平均,48,171,\n地区,管网（公里）,治理（个）,备注\n"
        "乙市,16.5,286,\n,99,1,\n备注,另行通知,,\n填报人,张三,联系电话,0754\n请于月底前报送。,,,\n",
    )
    assert texts(document) == BREAKDOWN
    found = reasons(document)
    assert {found[text] for text in ("全省合计", "96.5", "平均", "48")} == {why("sum")}
    assert {found[text] for text in ("备注", "另行通知", "填报人", "张三", "0754")} == {
        why("aside")
    }
    assert (found["北片"], found["请于月底前报送。"]) == (why("no_target"), why("outside"))
    assert [doubt.reason_code for doubt in document.doubts] == ["PG613"]


def test_a_breakdown_may_begin_with_its_sums(tmp_path: Path) -> None:
    """Sums and the heading of a part may stand between the headings and the first region."""
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "2023年度绩效目标分解表")
        sheet.write_row("A2", ["序号", "市县", "管网（公里）"])
        sheet.merge_range("A3:B3", "合计")
        sheet.write("C3", 96.5)
        sheet.merge_range("A4:C4", "一、地级市")
        sheet.write_row("A5", [1, "甲市", 80])
        sheet.merge_range("A6:C6", "填报单位（盖章）：省财政厅")
    document = import_document(path)
    assert texts(document) == "地区: 甲市\n年度: 2023\n\n绩效指标\n  管网: 80 公里\n"
    assert document.doubts == ()


# ---- target tables --------------------------------------------------------------------------------

TWO = """\
地区: 甲市

产出指标
  数量指标
    管网 ≥ 80 公里

地区: 乙县

产出指标
  数量指标
    泵站: 2 座
"""
ROWS = ("产出指标,数量指标,管网（公里）,≥80\n", "产出指标,数量指标,泵站（座）,2\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        case("地区：甲市,,,\n", "地区：乙县,,,\n", id="with-a-label"),
        case("甲市,,,\n", "乙县,,,\n", id="alone"),
        case("一、甲市,,,\n", "（二）乙县,,,\n", id="numbered"),
        case("地区,甲市,,\n", "地区,乙县,,\n", id="label-and-region"),
    ],
)
def test_a_region_in_a_row_of_its_own_begins_its_table(
    tmp_path: Path, first: str, second: str
) -> None:
    """Below one set of headings, and above headings of its own: what follows is that region's."""
    below = HEAD + first + ROWS[0] + second + ROWS[1]
    assert texts(of_text(tmp_path, below)) == TWO
    above = first + HEAD + ROWS[0] + second + HEAD + ROWS[1]
    document = of_text(tmp_path, above)
    assert (texts(document), document.doubts) == (TWO, ())


def test_a_word_that_is_no_region_surely_is_a_doubt(tmp_path: Path) -> None:
    """汕头 alone may be a region, or a level of the table's own: the row is doubtful, as before."""
    document = of_text(tmp_path, HEAD + "汕头,,,\n" + ROWS[0] + "全县,,,\n" + ROWS[1])
    assert [doubt.reason_code for doubt in document.doubts] == ["PG613", "PG613"]
    assert len(document.regions) == 1


@pytest.mark.parametrize(
    "row",
    [
        *("合计（公里）,80,", "累计,80,", "填报人,李四,", "填报时间,2023-03-01,", "备注,见附件,"),
        *("说明,,\n1.一式三份。,,\n2.按月报送,,", "注：,,\n满意度另行下达。,,"),
    ],
)
def test_a_list_without_levels_ends_before_sums_and_remarks(tmp_path: Path, row: str) -> None:
    """Sums, signatures and remarks in the column of the names are no indicators."""
    document = of_text(tmp_path, f"指标名称,目标值,单位\n管网,80,公里\n{row}\n")
    (region,) = document.regions
    assert (region.text, document.doubts) == ("绩效指标\n  管网: 80 公里\n", ())
    assert {why("sum"), why("aside")} >= set(reasons(document).values())


def test_a_sentence_about_the_table_is_doubtful(tmp_path: Path) -> None:
    """`以上指标 | 均为年度目标` looks like a target with a text."""
    document = of_text(tmp_path, "指标名称,目标值\n管网（公里）,80\n以上指标,均为年度目标\n")
    assert [doubt.reason_code for doubt in document.doubts] == ["PG613"]
    assert document.regions[0].indicators == 1


def test_sums_and_remarks_in_the_column_of_regions(tmp_path: Path) -> None:
    """全省合计 is no region of a list with a column of regions, and neither is 备注."""
    document = of_text(
        tmp_path,
        "地区,三级指标,指标值\n甲市,管网（公里）,80\n全省合计,管网（公里）,80\n平均,管网（公里）,80\n"
        "备注,以上均为年度目标,\n",
    )
    assert [region.name for region in document.regions] == ["甲市"]
    assert document.doubts == ()


def test_rows_of_targets_without_headings_are_not_passed_over(tmp_path: Path) -> None:
    """Rows with levels for which no headings stand are doubtful, not merely unused."""
    document = of_text(
        tmp_path,
        HEAD + ROWS[0] + "地区：乙县,,,\n资金名称,甲,,\n总体目标,好,,\n" + ROWS[1],
    )
    assert [doubt.reason_code for doubt in document.doubts] == ["PG613"]
    assert document.regions[1].name == "乙县"
    assert "泵站" in document.regions[1].text


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        case(
            "甲市,甲,2023,管网,80\n乙市,甲,2023,管网,70\n甲市,甲,2023,泵站,2\n,,,道路,3\n",
            {("甲市", "甲", 2023): ["管网", "泵站", "道路"], ("乙市", "甲", 2023): ["管网"]},
            id="a-region-that-comes-again",
        ),
        case(
            "甲市,甲,2023,管网,80\n,甲,2023,泵站,2\n,乙,,道路,3\n乙市,甲,,管网,70\n",
            {
                ("甲市", "甲", 2023): ["管网", "泵站"],
                ("甲市", "乙", 2023): ["道路"],
                ("乙市", "甲", 2023): ["管网"],
            },
            id="some-of-the-cells-blank",
        ),
    ],
)
def test_a_blank_cell_holds_from_above(
    tmp_path: Path, rows: str, found: dict[tuple[str, str, int], list[str]]
) -> None:
    """What a merged cell says of 地区, 项目名称 and 年度 holds for the rows below it, each by itself."""
    document = of_text(tmp_path, "地区,项目名称,年度,三级指标,指标值\n" + rows)
    specs = [pg.loads(region.text) for region in document.regions]
    assert document.doubts == ()
    assert {
        (spec.region, spec.fund, spec.year): [each.name for each in spec.indicators]
        for spec in specs
    } == found


@pytest.mark.parametrize(
    ("line", "header"),
    [
        case("地区：甲市      单位：万元", ("甲市", None), id="blanks"),
        case("地区：甲市\u3000\u3000单位：万元", ("甲市", None), id="wide-blanks"),
        case("填报单位：甲市水利局  地区：甲市", ("甲市", None), id="a-signature-first"),
        case("地区：甲市 资金名称：甲 资金", ("甲市", "甲 资金"), id="two-lines-of-the-header"),
        case("地区：甲市  编号：12", ("甲市", None), id="a-label-that-is-unknown"),
    ],
)
@pytest.mark.parametrize("name", ["form.csv", "form.txt"])
def test_several_labels_on_one_line(
    tmp_path: Path, name: str, line: str, header: tuple[str, str | None]
) -> None:
    """What stands behind the next label is no part of the region's name."""
    text = "绩效目标表\n" + line + "\n" + HEAD + ROWS[0]
    document = of_text(tmp_path, text.replace(",", "\t") if name == "form.txt" else text, name)
    (spec,) = [pg.loads(region.text) for region in document.regions]
    assert ((spec.region, spec.fund), document.doubts) == (header, ())


def test_a_goal_keeps_its_own_labels(tmp_path: Path) -> None:
    """A text with colons and blanks is one text."""
    document = of_text(tmp_path, "总体目标：目标1：甲  目标2：乙,,,\n" + HEAD + ROWS[0])
    assert "总体目标: 目标1：甲  目标2：乙\n" in texts(document)


def test_a_region_on_a_line_between_tables(tmp_path: Path) -> None:
    """In a text or a Word document the line above a table may be the region alone."""
    table = HEAD.replace(",", "\t")
    text = f"甲市\n{table}{ROWS[0]}二、乙县\n{table}{ROWS[1]}".replace(",", "\t")
    document = of_text(tmp_path, text, "form.txt")
    assert (texts(document), document.doubts) == (TWO, ())


def test_a_region_in_a_row_of_its_own_in_a_task_list(tmp_path: Path) -> None:
    """The tasks below it are that region's; the department of the region before does not hold there."""
    document = of_text(
        tmp_path,
        "2023年任务清单,,,\n主管部门,任务性质,任务名称,任务量\n一、甲市,,,\n甲市水利局,约束性任务,管网,80公里\n"
        "二、乙县,,,\n,指导性任务,绿化,若干\n合计,,2项,\n备注,,,\n任务另行下达。,,,\n",
    )
    tasks = {
        region.name: [(task.name, task.department) for task in pg.loads(region.text).tasks]
        for region in document.regions
    }
    assert (tasks, document.doubts) == (
        {"甲市": [("管网", "甲市水利局")], "乙县": [("绿化", None)]},
        (),
    )


@pytest.mark.parametrize(
    "first",
    [
        "地区,管网（公里）,\n甲市,80,\n乙市,70,\n",
        "地区,三级指标,指标值\n甲市,管网（公里）,80\n乙市,管网（公里）,70\n",
    ],
)
@pytest.mark.parametrize(
    ("header", "name"),
    [("", None), ("地区：丙市,,\n", "丙市"), ("资金名称,丙,\n地区,丙市,\n", "丙市")],
)
def test_a_table_below_one_of_several_regions_is_its_own(
    tmp_path: Path, first: str, header: str, name: str | None
) -> None:
    """Headings without 地区 end what the rows above them said of their regions."""
    document = of_text(tmp_path, first + header + "三级指标,指标值,\n泵站（座）,2,\n")
    found = {
        region.name: [each.name for each in pg.loads(region.text).indicators]
        for region in document.regions
    }
    assert (found, document.doubts) == ({"甲市": ["管网"], "乙市": ["管网"], name: ["泵站"]}, ())


@pytest.mark.parametrize("region", ["其中：丙县", "12", "见附件，待定"])
def test_what_is_no_region_in_its_column_is_doubtful(tmp_path: Path, region: str) -> None:
    """A row of a list whose 地区 is plainly none makes no table."""
    rows = f"甲市,管网（公里）,80\n{region},管网（公里）,7\n"
    document = of_text(tmp_path, "地区,三级指标,指标值\n" + rows)
    assert [each.name for each in document.regions] == ["甲市"]
    assert [(doubt.cell, doubt.reason_code) for doubt in document.doubts] == [(region, "PG613")]


@pytest.mark.parametrize(
    "sums",
    [
        case("全省合计,,管网,150\n,,治理,300\n", id="merged-over-rows"),
        case("合计,,,\n,,治理,300\n", id="alone"),
        case("甲市,,合计,80\n", id="a-sum-in-a-region"),
        case("乙市,,小计,70\n", id="the-sum-first"),
    ],
)
def test_a_sum_leaves_the_rows_around_it_to_their_regions(tmp_path: Path, sums: str) -> None:
    """A blank below 全省合计 is a sum still; the region of a row of sums holds for the rows below."""
    rows = f"甲市,产出指标,管网,80\n,,泵站,2\n{sums}"
    rows += ("" if sums.startswith("乙市") else "乙市") + ",产出指标,管网,70\n,,泵站,3\n"
    document = of_text(tmp_path, "地区,一级指标,三级指标,指标值\n" + rows)
    found = {
        region.name: [str(each) for each in pg.loads(region.text).indicators]
        for region in document.regions
    }
    assert (found, document.doubts) == (
        {"甲市": ["管网: 80", "泵站: 2"], "乙市": ["管网: 70", "泵站: 3"]},
        (),
    )
