"""Filled forms of thirteen cities read and evaluated, beside the same CSV and the sheet reader alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import xlsxwriter
from measuring import Finding, Series, interleaved, peer, scaled

import perfgoals as pg
from perfgoals.actuals import parse_actuals
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.reports.template import template_csv
from perfgoals.sheets import parse_workbook

AT_MOST = 2.0
SPECS = Path(__file__).parents[2] / "specs" / "guangdong-2023"


def compare(quick: bool) -> Iterator[Finding]:
    """What both sides read are the same rows, all of them filled in."""
    specs = pg.load_folder(SPECS)
    table = filled(specs)
    text, data = as_csv(table), as_workbook(table)
    calamine = peer("python_calamine")

    def of_sheets() -> int:
        return len(evaluate_all(specs, parse_workbook(data)).cards)

    def of_csv() -> int:
        return len(evaluate_all(specs, parse_actuals(text)).cards)

    def reader_alone() -> int:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)

    assert of_sheets() == of_csv() == len(specs)
    tasks = {"sheets": of_sheets, "csv": of_csv, "reader": reader_alone}
    times = interleaved(tasks, 15 if quick else 41)
    both = [
        one + other
        for one, other in zip(times["csv"].figures, times["reader"].figures, strict=True)
    ]
    yield Finding(
        name="forms of 13 cities read and evaluated",
        unit="ms",
        ours=scaled(times["sheets"], 1e3),
        peer=scaled(Series("csv and the sheet reader", tuple(both)), 1e3),
        at_most=AT_MOST,
    )


def filled(specs: Sequence[pg.Spec]) -> dict[str, list[list[str]]]:
    """The rows of the form by region, with something in every cell of an actual."""
    head, *rows = csv.reader(io.StringIO(template_csv(specs, "zh")))
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        found.setdefault(row[0], [head]).append([*row[:2], _value(row[3]), *row[3:]])
    return found


def _value(unit: str) -> str:
    return "92.5%" if unit == "%" else "80" if unit else "达成"


def as_csv(table: dict[str, list[list[str]]]) -> str:
    out = io.StringIO()
    rows = [row for at, rows in enumerate(table.values()) for row in rows[min(at, 1) :]]
    csv.writer(out).writerows(rows)
    return out.getvalue()


def as_workbook(table: dict[str, list[list[str]]]) -> bytes:
    """A sheet a region; numbers are numbers, and percentages are formatted so."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    percent = book.add_format({"num_format": "0.0%"})
    for region, rows in table.items():
        sheet = book.add_worksheet(region)
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                if column == 2 and text.endswith("%"):
                    sheet.write_number(line, column, float(text[:-1]) / 100, percent)
                elif column == 2 and text.isdecimal():
                    sheet.write_number(line, column, float(text))
                else:
                    sheet.write_string(line, column, text)
    book.close()
    return out.getvalue()
