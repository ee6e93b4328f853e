"""The form to fill in: its rows, its cells, what they take, and what stays locked."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import perfgoals as pg
from perfgoals.cli import main
from perfgoals.reports.template import form_rows
from perfgoals.reports.template_sheets import template_xlsx
from perfgoals.sheets import parse_workbook

SPECS = Path(__file__).parents[1] / "specs" / "guangdong-2023"
TEXT = """\
资金: 示例资金
地区: 汕头市
年度: 2023
金额: 1200 万元
指标: 新建污水管网
  单位: 公里
  口径: 合计
  取值: 0~500 公里
指标: 合格设施数
  单位: 个
产出指标
  数量指标
    新建污水管网 ≥ 80 公里
    每镇投入 ≥ 10 万元
      口径: 逐项
    完工: 2023-12-31
  质量指标
    合格率 ≥ 90%
      口径: 合计
      算法: 合格设施数 / 设施总数
    差错率 ≤ 5‰
效益指标
  群众收入: 提高
满意度指标
  群众满意度 ≥ 90%
"""
KINDS = "比率填百分数，例如 92.3%；日期填 2023-12-20；文字目标从下拉表中选，可以带比例，例如 部分达成 70%。"
PARENTS = {"潮阳区": "汕头市", "南澳县": "汕头", "端州区": "肇庆市"}


def sheets_of(data: bytes) -> dict[str, Worksheet]:
    """The sheets of a workbook, by another reader than ours."""
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets}


def sheet_of(**options: object) -> Worksheet:
    """The one sheet of the small form."""
    (sheet,) = sheets_of(template_xlsx([pg.loads(TEXT)], "zh", **options)).values()  # type: ignore[arg-type]
    return sheet


def lines_of(sheet: Worksheet) -> list[str]:
    """What a clerk sees, a line a row."""
    return [" | ".join(str(x or "") for x in row) for row in sheet.iter_rows(values_only=True)]


def test_what_a_clerk_sees() -> None:
    """The title, the region, what to do, and beside each empty cell its target and its unit."""
    sheet = sheet_of()
    assert sheet.title == "汕头市"
    assert lines_of(sheet) == [
        "示例资金 · 2023 · 绩效目标实际值填报表 |  |  |  |  | ",
        "地区 | 汕头市 |  |  |  | ",
        "只填黄色的格。没有的数留空：空白是未报，0 就是 0。 |  |  |  |  | ",
        f"{KINDS} |  |  |  |  | ",
        "其余各格已锁定，不用改：名称和单位要和目标表一致。 |  |  |  |  | ",
        "级别 | 指标 | 指标值 | 实际值 | 单位 | 说明",
        "产出指标 / 数量指标 | 新建污水管网 | ≥ 80 公里 |  | 公里 | ",
        "产出指标 / 数量指标 | 每镇投入 | ≥ 10 万元 |  | 万元 | ",
        "产出指标 / 数量指标 | 完工 | 2023-12-31 前 |  |  | ",
        "产出指标 / 质量指标 | 差错率 | ≤ 5‰ |  | ‰ | ",
        "效益指标 | 群众收入 | 提高 |  |  | ",
        "满意度指标 | 群众满意度 | ≥ 90% |  | % | ",
        " | 合格设施数 |  |  | 个 | ",
        " | 设施总数 |  |  |  | ",
        " | 预算执行率 | ≥ 100% |  | % | ",
    ]


def test_a_row_for_each_reporting_unit_and_the_period() -> None:
    """The regions below in a table of regions report what 口径 joins: an indicator, the items of a
    formula. The target of a sum is no unit's own."""
    sheet = sheet_of(parents=PARENTS, period="2023-06")
    lines = [line.split(" | ", 1)[1] for line in lines_of(sheet)[5:]]
    assert lines == [
        "指标 | 指标值 | 实际值 | 单位 | 填报单位 | 期间 | 说明",
        "新建污水管网 | ≥ 80 公里（合计） |  | 公里 | 潮阳区 | 2023-06 | ",
        "新建污水管网 | ≥ 80 公里（合计） |  | 公里 | 南澳县 | 2023-06 | ",
        "每镇投入 | ≥ 10 万元 |  | 万元 | 潮阳区 | 2023-06 | ",
        "每镇投入 | ≥ 10 万元 |  | 万元 | 南澳县 | 2023-06 | ",
        "完工 | 2023-12-31 前 |  |  |  | 2023-06 | ",
        "差错率 | ≤ 5‰ |  | ‰ |  | 2023-06 | ",
        "群众收入 | 提高 |  |  |  | 2023-06 | ",
        "群众满意度 | ≥ 90% |  | % |  | 2023-06 | ",
        "合格设施数 |  |  | 个 | 潮阳区 | 2023-06 | ",
        "合格设施数 |  |  | 个 | 南澳县 | 2023-06 | ",
        "设施总数 |  |  |  | 潮阳区 | 2023-06 | ",
        "设施总数 |  |  |  | 南澳县 | 2023-06 | ",
        "预算执行率 | ≥ 100% |  | % |  | 2023-06 | ",
    ]


@pytest.mark.parametrize(
    ("cell", "shape", "kind", "low", "high"),
    [
        pytest.param("D7", "General", "decimal", 0.0, 500.0, id="within-its-values"),
        pytest.param("D8", "General", "decimal", -1e15, 1e15, id="money-may-be-below-0"),
        pytest.param("D9", "yyyy-mm-dd", "date", 36526.0, None, id="a-day"),
        pytest.param("D10", "General", "decimal", -1e15, 1e15, id="per-mille-is-a-number"),
        pytest.param("D11", "@", "list", '"达成,部分达成,未达成"', None, id="the-bands"),
        pytest.param("D12", "0.00##%", "decimal", -1e15, 1.0, id="satisfaction"),
        pytest.param("D15", "0.00##%", "decimal", 0.0, 1e15, id="the-budget"),
    ],
)
def test_what_a_cell_takes(
    cell: str, shape: str, kind: str, low: float | str, high: float | None
) -> None:
    """Numbers, dates, the bands as a list; each with what to fill in and what was wrong."""
    sheet = sheet_of()
    (rule,) = (x for x in sheet.data_validations.dataValidation if cell in str(x.sqref).split())
    assert sheet[cell].number_format == shape
    assert rule.type == kind
    assert (rule.formula1 if kind == "list" else float(rule.formula1)) == low
    assert (rule.formula2 and float(rule.formula2)) == high
    assert rule.promptTitle
    assert "留空" in rule.prompt
    assert rule.error


def test_a_share_may_stand_behind_the_word() -> None:
    """A list is asked about and not refused: `部分达成 70%` is no word of it."""
    (rule,) = (x for x in sheet_of().data_validations.dataValidation if x.type == "list")
    assert rule.errorStyle == "warning"


def test_only_the_cells_to_fill_in_are_open() -> None:
    """The rest is locked, and so is the unit where it is known; nothing hides a password."""
    sheet = sheet_of()
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    open_cells = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    rows = range(7, 16)
    assert open_cells == {f"{column}{row}" for row in rows for column in "DF"} | {"E14"}


def test_it_can_be_printed() -> None:
    """A4, as wide as a page, the head on each; the head stays in view."""
    sheet = sheet_of()
    setup = (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight)
    assert setup == (9, "landscape", 0)
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes == "D7"


def test_texts_stay_texts() -> None:
    """A name that a spreadsheet would run is no formula, in a cell or in a sheet's name."""
    text = '地区: [=1+1]\n产出指标\n  "=HYPERLINK(1)" ≥ 1 个\n    说明: x\n'
    data = template_xlsx([pg.loads(text)], "zh")
    ((name, sheet),) = sheets_of(data).items()
    assert name == "_=1+1_"
    assert (sheet["B7"].data_type, sheet["B7"].value) == ("s", "=HYPERLINK(1)")
    assert parse_workbook(data).rows[0].indicator == "=HYPERLINK(1)"


def test_the_same_form_has_the_same_bytes() -> None:
    """No clock stands in it."""
    spec = pg.loads(TEXT)
    assert template_xlsx([spec], "en") == template_xlsx([spec], "en")


def test_thirteen_cities_read_back() -> None:
    """A sheet each, with a row for everything that is reported; all are unreported still."""
    specs = pg.load_folder(SPECS)
    actuals = parse_workbook(template_xlsx(specs, "zh"))
    assert (actuals.ignored, actuals.other_sheets) == ((), ())
    for spec in specs:
        rows = [row for row in actuals.rows if row.region == spec.region]
        assert [row.indicator for row in rows] == [row.name for row in form_rows(spec, "zh")]
        assert all(
            result.outcome is pg.Outcome.UNREPORTED for result in pg.evaluate(spec, actuals).results
        )


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`-o FILE.xlsx` is a workbook, all else CSV; --regions and --period are of both; English too."""
    monkeypatch.chdir(tmp_path)
    Path("a.pg").write_text(TEXT, encoding="utf-8")
    Path("regions.csv").write_text("region,parent\n潮阳区,汕头市\n", encoding="utf-8")
    call = ["--lang", "en", "template", "a.pg", "--regions", "regions.csv", "--period", "2023-06"]
    assert main([*call, "-o", "f.xlsx"]) == 0
    assert lines_of(sheets_of(Path("f.xlsx").read_bytes())["汕头市"])[5] == (
        "level | indicator | target | actual | unit | reporting_unit | period | note"
    )
    assert len(pg.read_actuals("f.xlsx").rows) == 9
    assert main(call) == 0
    head, first, *_ = capsys.readouterr().out.lstrip("\ufeff").splitlines()
    assert head == "region,indicator,actual,unit,period,reporting_unit,note"
    assert first == "汕头市,新建污水管网,,公里,2023-06,潮阳区,"
    assert main([*call[:-1], "June", "-o", "f.xlsx"]) == 2
    assert "PG525" in capsys.readouterr().err
