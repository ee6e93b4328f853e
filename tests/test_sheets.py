"""Actuals in workbooks: what a cell says, where tables stand, and what is wrong, with sheet and cell."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import perfgoals as pg
from perfgoals.cli import main
from perfgoals.sheets import parse_workbook

HEAD = ("指标", "实际值", "单位", "期间", "填报单位", "说明")
Cells = Mapping[str, Any]
"""What stands in a sheet, by cell: a value, or a value and its number format."""


def book_of(sheets: Mapping[str, Cells], *, hidden: Sequence[str] = ()) -> bytes:
    """The bytes of a workbook. A range (`A1:C1`) is merged; a text that begins with `=` is a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for place, said in cells.items():
            value, shape = said if isinstance(said, tuple) else (said, "")
            style = book.add_format({"num_format": shape} if shape else {})
            if ":" in place:
                sheet.merge_range(place, value, style)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(place, value, style)
            else:
                sheet.write(place, value, style)
        if name in hidden:
            sheet.hide()
    book.close()
    return out.getvalue()


def table(*rows: Sequence[Any], head: Sequence[str] = HEAD, top: int = 1) -> dict[str, Any]:
    """A table of actuals whose head is row `top`."""
    lines = enumerate([head, *rows], top)
    return {
        f"{'ABCDEFGH'[at]}{row}": x for row, line in lines for at, x in enumerate(line) if x != ""
    }


def actual_of(value: object, shape: str = "") -> str:
    """What the cell of an actual says."""
    return parse_workbook(book_of({"表": table(("甲", (value, shape)))})).rows[0].actual


def codes_of(data: bytes) -> list[tuple[str, str]]:
    """The problems of a workbook: their codes and cells."""
    with pytest.raises(pg.ActualsError) as caught:
        parse_workbook(data, path="f.xlsx")
    return [(x.code, x.span.cell if x.span else "") for x in caught.value.problems]


# ---- what a cell says -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        pytest.param(79.5, "", "79.5", id="a-number"),
        pytest.param(166.0, "", "166", id="a-whole-number"),
        pytest.param(0, "", "0", id="zero-is-not-blank"),
        pytest.param(0.1, "", "0.1", id="shortest-decimal"),
        pytest.param(123456789012345, "#,##0", "123456789012345", id="fifteen-digits"),
        pytest.param(79.46, "0", "79.46", id="not-as-it-is-rounded-for-the-eye"),
        pytest.param(0.923, "0.00%", "92.3%", id="per-cent"),
        pytest.param(0.923, "0.0##%", "92.3%", id="per-cent-of-ones-own"),
        pytest.param(0.07, "0%", "7%", id="per-cent-without-noise"),
        pytest.param(92.3, '0.0"%"', "92.3", id="a-per-cent-that-is-only-written"),
        pytest.param(0.923, "", "0.923", id="never-guessed"),
        pytest.param("92.3%", "", "92.3%", id="text"),
        pytest.param(" 79.5 公里 ", "", "79.5 公里", id="text-with-blanks"),
        pytest.param(datetime.date(2023, 12, 20), "yyyy-mm-dd", "2023-12-20", id="a-day"),
        pytest.param(
            datetime.date(2023, 12, 20), 'yyyy"年"m"月"d"日"', "2023-12-20", id="in-chinese"
        ),
        pytest.param(datetime.date(2023, 6, 1), "mmm-yy", "2023-06", id="a-month"),
        pytest.param(datetime.date(2023, 6, 1), 'yyyy"年"m"月"', "2023-06", id="month-in-chinese"),
        pytest.param(datetime.date(2023, 6, 1), "[$-804]yyyy/m", "2023-06", id="with-a-locale"),
        pytest.param(True, "", "TRUE", id="a-truth"),
    ],
)
def test_what_a_cell_says(value: object, shape: str, text: str) -> None:
    """A float is its shortest decimal; per cent where it is formatted so; a date as far as it shows."""
    assert actual_of(value, shape) == text


def test_a_formula_counts_by_the_value_that_is_saved() -> None:
    """It is not worked out again; its result has the 15 digits that a spreadsheet works with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row("A1", ["指标", "实际值"])
    for row, (formula, value) in enumerate([("=0.1+0.2", 0.1 + 0.2), ("=1/3", 1 / 3)], 1):
        sheet.write(row, 0, f"甲{row}")
        sheet.write_formula(row, 1, formula, None, value)
    book.close()
    rows = parse_workbook(out.getvalue()).rows
    assert [row.actual for row in rows] == ["0.3", "0.333333333333333"]


# ---- where a table stands -------------------------------------------------------------------------


def test_a_table_as_people_make_it() -> None:
    """A title and a remark above, the region beside its label, columns of others, lines between."""
    cells = {
        "A1:F1": "2023年上半年完成情况",
        "A2": "填报人：甲",
        "A3": "地区：汕头市",
        **table(
            ("新建污水管网", 79.5, "公里", "2023H1", "潮阳区", "管材晚到"),
            ("运行率", (0.923, "0.0%")),
            head=("指标 ", "实际值", "单位", "期间", "填报单位", "说明", "经办人"),
            top=5,
        ),
        "A8:F8": "效益指标",
        "A9": "收入",
        "B9": "达成",
        "A11:F11": "注：以上为上半年数。",
    }
    actuals = parse_workbook(book_of({"Sheet1": cells, "Sheet2": {"A1": "备用"}}), path="f.xlsx")
    assert [
        (x.indicator, x.actual, x.unit, x.period, x.reporting_unit, x.note, x.region)
        for x in actuals.rows
    ] == [
        ("新建污水管网", "79.5", "公里", "2023H1", "潮阳区", "管材晚到", "汕头市"),
        ("运行率", "92.3%", "", "", "", "", "汕头市"),
        ("收入", "达成", "", "", "", "", "汕头市"),
    ]
    assert (actuals.ignored, actuals.other_sheets) == (("经办人",), ("Sheet2",))
    assert [str(x.span()) for x in actuals.rows] == [f"f.xlsx:Sheet1!B{row}" for row in (6, 7, 9)]


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "地区:汕头市"},
        {"A1": "地区", "B1": "汕头市"},
        {"A1": "Region", "B1": "汕头市"},
        {"A1": "地区 ：", "C1": "汕头市"},
    ],
)
def test_the_region_above_a_table(cells: Cells) -> None:
    """One cell or two, with a colon or without."""
    data = book_of({"表": {**cells, **table(("甲", 1), top=3)}})
    assert parse_workbook(data).rows[0].region == "汕头市"


def test_the_region_of_each_row_and_of_each_sheet() -> None:
    """A column 地区 comes first, then what stands above; of several tables the sheet's name."""
    own = table(("甲", 1, "潮州市"), ("乙", 2), head=("指标", "实际值", "地区"))
    assert [x.region for x in parse_workbook(book_of({"汕头市": own})).rows] == ["潮州市", ""]
    both = parse_workbook(book_of({"汕头市": own, "韶关市": table(("甲", 3))}))
    assert [x.region for x in both.rows] == ["潮州市", "汕头市", "韶关市"]


def test_names_that_are_merged_over_their_units() -> None:
    """One name for the rows of three counties; the unit and the period may be merged too."""
    cells = {
        **table(("", 1, "", "", "东县"), ("", 2, "", "", "西县"), ("乙", 3, "个"), head=HEAD),
        "A2:A3": "甲",
        "C2:C3": "公里",
        "D2:D3": "2023-06",
    }
    rows = parse_workbook(book_of({"表": cells})).rows
    assert [(x.indicator, x.actual, x.unit, x.period, x.reporting_unit) for x in rows] == [
        ("甲", "1", "公里", "2023-06", "东县"),
        ("甲", "2", "公里", "2023-06", "西县"),
        ("乙", "3", "个", "", ""),
    ]


def test_a_hidden_sheet_is_not_read() -> None:
    """What nobody sees does not count, and is told."""
    sheets = {"表": table(("甲", 1)), "去年": table(("甲", 9))}
    actuals = parse_workbook(book_of(sheets, hidden=["去年"]))
    assert [x.actual for x in actuals.rows] == ["1"]
    assert actuals.other_sheets == ("去年",)


def test_a_blank_actual_is_unreported() -> None:
    """A row with its name alone did not report; a row without name and value is none."""
    rows = parse_workbook(book_of({"表": table(("甲", ""), ("", "", "公里"), ("乙", "—"))})).rows
    assert [(x.indicator, x.is_blank) for x in rows] == [("甲", True), ("乙", True)]


# ---- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        pytest.param({"A1": "甲", "B1": 1}, [("PG546", "")], id="no-table"),
        pytest.param(
            table(("甲", 1), head=("指标", "完成数", "单位")), [("PG502", "表!A1")], id="no-actual"
        ),
        pytest.param(
            table(("甲", 1, 2), head=("指标", "实际值", "实际值")), [("PG504", "表!C1")], id="twice"
        ),
        pytest.param(table(("", 5)), [("PG508", "表!B2")], id="no-name"),
        pytest.param(table(("甲", "x" * 10_001)), [("PG509", "表!B2")], id="too-long"),
        pytest.param(
            {**table(("甲", ""), ("乙", "")), "B2:B3": 5}, [("PG545", "表!B2")], id="merged-actual"
        ),
        pytest.param(
            {"A1": "指标", "B1:C1": "实际值", "A2": "甲", "B2": 1},
            [("PG545", "表!B1")],
            id="merged-heading",
        ),
    ],
)
def test_what_is_wrong_with_a_table(cells: Cells, found: list[tuple[str, str]]) -> None:
    """Each problem names its sheet and its cell."""
    assert codes_of(book_of({"表": cells})) == found


@pytest.mark.filterwarnings(
    "ignore:.*encoding.* not specified:EncodingWarning:openpyxl.worksheet._writer"
)
def test_a_formula_without_its_value() -> None:
    """A program that does not work formulas out leaves no value: nobody knows what was meant.

    openpyxl names no encoding for its temporary files.
    """

    book = openpyxl.Workbook()
    for row in (["指标", "实际值"], ["甲", "=1+1"], ["乙", 5]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    assert codes_of(out.getvalue()) == [("PG544", "Sheet!B2")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PG608", id="old-or-locked"),
        pytest.param("指标,实际值\n甲,1\n".encode(), "PG602", id="no-zip"),
        pytest.param(b"PK\x03\x04", "PG602", id="cut-off"),
        pytest.param(b"", "PG602", id="empty"),
    ],
)
def test_what_is_no_workbook(data: bytes, code: str) -> None:
    """It is told as a problem of actuals, with what to do."""
    assert codes_of(data) == [(code, "")]


def test_a_workbook_with_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused before it is read."""
    monkeypatch.setattr("perfgoals.sheets.MAX_SHEET_CELLS", 3)
    assert codes_of(book_of({"表": table(("甲", 1))})) == [("PG604", "")]


# ---- the command ----------------------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table and a workbook."""
    monkeypatch.chdir(tmp_path)
    text = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n    口径: 合计\n  运行率 ≥ 90%\n"
    Path("a.pg").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("work")
def test_every_verb_that_takes_actuals(capsys: pytest.CaptureFixture[str]) -> None:
    """eval, why, monitor, rollup and diff read a workbook as they read CSV."""
    cells = table(("管网", 81, "公里"), ("运行率", (0.95, "0%")))
    Path("a.xlsx").write_bytes(book_of({"表": cells, "说明": {"A1": "略"}}))
    assert main(["--lang", "en", "eval", "a.pg", "a.xlsx"]) == 0
    printed = capsys.readouterr()
    assert "met 2" in printed.out
    assert (
        "sheets that are not read (no head of a table of actuals, or hidden): 说明" in printed.err
    )
    assert main(["--lang", "en", "why", "a.pg", "管网", "a.xlsx"]) == 0
    assert "reported: 管网 | 81 | 公里  (a.xlsx:表!B2)" in capsys.readouterr().out
    for call in (["monitor", "--as-of", "2023-12-31"], ["rollup"], ["diff", "a.pg"]):
        assert main([*call, "a.pg", "a.xlsx"]) == 0
    assert main(["eval", "a.pg", "a.xlsx", "--format", "json"]) == 0
    assert '"sheet": "表",\n          "cell": "表!B2"' in capsys.readouterr().out


@pytest.mark.usefixtures("work")
def test_a_problem_names_file_sheet_and_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """In a row too; no line of the file is shown, because it has none."""
    cells = table(("管网", "约80", "公里"), ("运行率", 0.95), ("官网", 1))
    Path("a.xlsx").write_bytes(book_of({"汕头市": cells}))
    assert main(["--lang", "en", "eval", "a.pg", "a.xlsx"]) == 2
    err = capsys.readouterr().err
    assert "a.xlsx:汕头市!B2: error PG" in err
    assert 'a.xlsx:汕头市!B3: error PG517: the actual "0.95" has no %' in err
    assert "a.xlsx:汕头市!A4: error PG510" in err
    assert " | 汕头市" not in err


@pytest.mark.usefixtures("work")
def test_an_old_workbook_is_told_how_to_be_saved(capsys: pytest.CaptureFixture[str]) -> None:
    """`.xls` is refused with what to do, whatever is in it."""
    Path("a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert main(["--lang", "zh", "eval", "a.pg", "a.xls"]) == 2
    assert "PG608" in capsys.readouterr().err


def test_a_number_that_became_a_date_is_told_as_one() -> None:
    """Excel makes a date of 3-5: its cell is a date where the target is a quantity."""
    rows = table(("甲", (datetime.date(2023, 3, 5), 'm"月"d"日"')))
    actuals = parse_workbook(book_of({"表": rows}))
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads("产出指标\n  甲 ≥ 5 公里"), actuals)
    assert [problem.code for problem in caught.value.problems] == ["PG529"]
