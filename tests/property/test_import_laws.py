"""Laws of the import, over tables of every kind and over heaps of cells."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import docx
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.importing import ImportedDocument, import_document

HEAD = ["一级指标", "二级指标", "三级指标", "指标值"]
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("产出指标", "成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]
NAMES = st.text("管网道路泵站水厂农户收入A1%（）、", min_size=2, max_size=8).filter(
    lambda name: not name[0].isdigit() and any(map(str.isalpha, name)) and "（" not in name[-3:]
)
NUMBERS = st.decimals(1, 10_000, places=2).map(lambda x: f"{x.normalize():f}")
VALUES = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(["≥", "不少于", ">", ""]), NUMBERS, st.just("公里")),
    st.builds("{}%以上".format, NUMBERS),
    st.sampled_from(["提高", "明显改善", "2023年底", "1~2个", "约3万亩", "每月1次", "—", ""]),
)
ROWS = st.lists(
    st.tuples(st.sampled_from(LEVELS), NAMES, VALUES),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[1],
)
JUNK = st.sampled_from(
    [
        *HEAD,
        *("产出指标", "数量指标", "成本指标", "满意度", "效益指标（30分）", "管网", "道路（公里）"),
        *("≥80公里", "80", "约3万亩", "提高", "2023年底", "", "", "", "合计", "注：无", "序号"),
        *("地区", "甲县", "乙县", "地区：丙县", "资金名称", "年度", "2023", "2023年绩效目标表"),
        *(
            "分值",
            "20",
            "度量单位",
            "公里",
            "实际完成值",
            "备注",
            "任务名称",
            "任务性质",
            "约束性任务",
        ),
        *(
            "项目资金（万元）",
            "全年预算数",
            "年度资金总额",
            "1,200",
            "年度总体目标",
            "# pg: ignore PG301",
        ),
    ]
)


def sorted_by_level(rows: list[tuple[tuple[str, str], str, str]]) -> list[list[str]]:
    """The rows as a form has them: those of one level stand together."""
    ordered = sorted(rows, key=lambda row: LEVELS.index(row[0]))
    return [[*levels, name, value] for levels, name, value in ordered]


def merged(rows: list[list[str]]) -> list[list[str]]:
    """A level stands only where it begins."""
    shown, above = [], ["", ""]
    for first, second, *rest in rows:
        same = first == above[0]
        shown.append(["" if same else first, "" if same and second == above[1] else second, *rest])
        above = [first, second]
    return shown


def as_text(rows: list[list[str]], sign: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write(rows: list[list[str]], folder: Path, kind: str) -> Path:
    path = folder / f"form{kind}"
    if kind == ".xlsx":
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
        sheet = book.add_worksheet("表")
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
        book.close()
    elif kind == ".docx":
        document = docx.Document()
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        document.save(str(path))
    elif kind == ".md":
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        path.write_text("\n".join([lines[0], "|---" * 4 + "|", *lines[1:]]), encoding="utf-8")
    else:
        path.write_text(as_text(rows, "\t" if kind == ".txt" else ","), encoding="utf-8")
    return path


def imported(rows: list[list[str]], kind: str) -> ImportedDocument | None:
    """The import of a table; None where it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return import_document(write(rows, Path(folder), kind))
        except pg.PerfGoalsError:
            return None


def targets(document: ImportedDocument) -> list[tuple[tuple[str, ...], str, str, Decimal | None]]:
    return [
        (entry.levels, entry.indicator.name, str(entry.indicator.target), entry.indicator.weight)
        for region in document.regions
        if region.loads
        for entry in pg.loads(region.text).entries
    ]


@given(ROWS, st.sampled_from([".xlsx", ".docx", ".md", ".txt"]), st.booleans())
def test_a_table_means_the_same_in_every_kind_of_document(
    rows: list[tuple[tuple[str, str], str, str]], kind: str, shown_once: bool
) -> None:
    """A table gives the same targets and as many doubts as a CSV file and as any other document,
    whether its levels stand in every row or only where they begin."""
    complete = [HEAD, *sorted_by_level(rows)]
    shown = [HEAD, *merged(complete[1:])] if shown_once else complete
    one, other = imported(complete, ".csv"), imported(shown, kind)
    assert one is not None
    assert other is not None
    assert targets(one) == targets(other)
    assert [doubt.name for doubt in one.doubts] == [doubt.name for doubt in other.doubts]
    kept = sum(region.indicators for region in one.regions)
    assert kept + len(one.doubts) == len(rows)


@given(st.lists(st.lists(JUNK, min_size=4, max_size=6), min_size=1, max_size=12), st.data())
def test_every_cell_of_any_heap_is_accounted_for(
    rows: list[list[str]], data: st.DataObject
) -> None:
    """Whatever stands in a table: each filled cell is listed once, each doubt stands in a text with its
    place, what loads reads back, and name and number of a target stand in one row of the table."""
    if data.draw(st.booleans()):
        rows = [[*HEAD, "度量单位"][: len(rows[0])], *rows]
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    kind = data.draw(st.sampled_from([".csv", ".xlsx", ".txt"]))
    document = imported(rows, kind)
    if document is None:
        return
    cells = [cell.text for cell in document.cells]
    assert sorted(cells) == sorted(text for row in rows for text in row if text)
    assert len({cell.place for cell in document.cells}) == len(document.cells)
    assert all(
        (cell.use == "ignored-with-reason") == (cell.reason is not None) for cell in document.cells
    )
    text = "\n".join(region.text for region in document.regions)
    assert all(doubt.place in text for doubt in document.doubts)
    for region in document.regions:
        assert region.loads or document.doubts
    shown = [[*row, *(re.sub(r"（.*", "", cell) for cell in row)] for row in rows]
    is_breakdown = any("地区" in row for row in rows)  # there the names stand in the headings
    for _, name, target, _ in () if is_breakdown else targets(document):
        digits = re.findall(r"\d+", target.replace("2023-12-31", "2023"))
        assert any(
            name in row and all(number in "".join(row).replace(",", "") for number in digits)
            for row in shown
        )
