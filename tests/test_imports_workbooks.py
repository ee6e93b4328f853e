"""Import of workbooks: numbers as they are held, what a sheet could not compute, what it hides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

import perfgoals as pg
from perfgoals.importing import import_document

HEAD = "一级指标,二级指标,三级指标,指标值\n"


def workbook(path: Path, rows: list[tuple[str, Any, str | None]]) -> None:
    """A sheet with a name, a value and, where the value is a number, its format, one a row."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表一")
    sheet.write_row(0, 0, HEAD.strip().split(","))
    for at, (name, value, shape) in enumerate(rows, 1):
        sheet.write_row(at, 0, ["产出指标", "数量指标", name])
        if isinstance(value, tuple):
            formula, cached = value
            sheet.write_formula(at, 3, formula, None, cached)
        else:
            sheet.write(at, 3, value, book.add_format({"num_format": shape} if shape else {}))
    book.close()


def test_numbers_of_a_sheet_are_never_altered(tmp_path: Path) -> None:
    """A float is its shortest decimal; a ratio is shifted by two places, not multiplied."""
    rows: list[tuple[str, Any, str | None]] = [
        ("一（公里）", 0.1, None),
        ("二（公里）", 29.53, None),
        ("三（万元）", 123456789.12, "#,##0.0"),
        ("四（个）", 3123.0, "0.00"),
        ("五", 0.285, "0.0%"),
        ("六", 0.29, "0%"),
        ("七", 0.07, "0%"),
        ("八（%）", 1.15, "0.00%"),
        # Shown as 67%, held as 66.6%: what is shown is rounded, what is held counts.
        ("九", 0.666, "0%"),
        # No per cent format and a `%` in the name: nine tenths of a per cent as printed, but doubtful.
        ("十（%）", 0.9, None),
        ("十一（公里）", ("=SUM(2,3.5)", 5.5), None),
    ]
    workbook(tmp_path / "numbers.xlsx", rows)
    imported = import_document(tmp_path / "numbers.xlsx")
    assert [(each.name, each.reason_code) for each in imported.doubts] == [("十（%）", "PG620")]
    spec = pg.loads(imported.regions[0].text)
    assert [str(indicator.target) for indicator in spec.indicators] == [
        "0.1 公里",
        "29.53 公里",
        "123456789.12 万元",
        "3123 个",
        "28.5%",
        "29%",
        "7%",
        "115%",
        "66.6%",
        "0.9%",
        "5.5 公里",
    ]


def test_a_month_that_is_a_number_is_doubtful(tmp_path: Path) -> None:
    """Of 2023.10 a sheet keeps 2023.1, which is no date; with a unit it is a quantity."""
    rows: list[tuple[str, Any, str | None]] = [
        ("一", 2023.10, None),
        ("二", "2023.11", None),
        ("三（公里）", 2023.1, None),
    ]
    workbook(tmp_path / "months.xlsx", rows)
    imported = import_document(tmp_path / "months.xlsx")
    assert [(each.name, each.cell, each.reason_code) for each in imported.doubts] == [
        ("一", "2023.1", "PG228"),
    ]
    found = [str(each.target) for each in pg.loads(imported.regions[0].text).indicators]
    assert found == ["2023-11-30", "2023.1 公里"]


def test_a_hidden_sheet_is_no_region(tmp_path: Path) -> None:
    """What nobody sees is not imported, and each of its cells is told."""
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    for name in ("甲县", "去年"):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["产出指标", "数量指标", "管网", "≥80公里"])
    sheet.hide()
    book.close()
    imported = import_document(tmp_path / "a.xlsx")
    assert [region.name for region in imported.regions] == ["甲县"]
    hidden = [cell for cell in imported.cells if cell.place.startswith("去年!")]
    assert len(hidden) == 8
    assert {(cell.reason.en if cell.reason else "") for cell in hidden} == {"a hidden sheet"}


def test_what_a_sheet_could_not_compute_is_doubtful(tmp_path: Path) -> None:
    """An error in a cell is no value: it is listed as printed, with its place."""
    rows: list[tuple[str, Any, str | None]] = [
        ("管网（公里）", 80, None),
        ("泵站（座）", ("=NA()", "#N/A"), None),
        ("水厂（座）", ("=1/0", "#DIV/0!"), None),
    ]
    workbook(tmp_path / "errors.xlsx", rows)
    imported = import_document(tmp_path / "errors.xlsx")
    assert [(doubt.place, doubt.cell) for doubt in imported.doubts] == [
        ("表一!D3", "#N/A"),
        ("表一!D4", "#DIV/0!"),
    ]
    names = [indicator.name for indicator in pg.loads(imported.regions[0].text).indicators]
    assert names == ["管网"]
