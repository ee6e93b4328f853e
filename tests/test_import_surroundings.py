"""The importer and what stands around a table: titles, a region in a row of its own, remarks, sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import of_text, reasons, texts, why
from perfgoals.errors import PerfGoalsError

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
