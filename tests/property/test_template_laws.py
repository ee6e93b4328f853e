"""Laws of the form: what is filled in reads back without a change, and scores as the same CSV does."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.actuals import Actuals, parse_actuals
from perfgoals.reports.template import FormRow, Kind, form_rows, template_csv
from perfgoals.reports.template_sheets import template_xlsx
from perfgoals.sheets import parse_workbook
from perfgoals.testing import specs

Filled = tuple[Any, str]
"""What is typed into a cell, and the same as a CSV has it."""


def numbers() -> st.SearchStrategy[Decimal]:
    """Numbers of at most 15 digits, as many as a spreadsheet keeps."""
    return st.builds(
        lambda digits, places: Decimal(digits).scaleb(-places),
        st.integers(-(10**6), 10**15 - 1),
        st.integers(0, 6),
    )


def plain(number: Decimal) -> str:
    """A number as the reader writes it."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def filled(row: FormRow) -> st.SearchStrategy[Filled]:
    """What may be typed into the cell of a row, a blank too."""
    kinds: dict[Kind, st.SearchStrategy[Filled]] = {
        Kind.NUMBER: numbers().map(lambda x: (float(x), plain(x))),
        Kind.RATIO: numbers().map(lambda x: (float(x.scaleb(-2)), f"{plain(x)}%")),
        Kind.DATE: st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)).map(
            lambda x: (x, str(x))
        ),
        Kind.TEXT: st.sampled_from(["达成", "部分达成", "未达成", "部分达成 70%"]).map(
            lambda x: (x, x)
        ),
    }
    return st.just((None, "")) | kinds[row.kind]


def into_sheets(data: bytes, values: Sequence[Filled]) -> bytes:
    """The workbook with its yellow cells filled in, as an office program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    left = iter(values)
    for sheet in book:
        heads = {cell.value: cell.column for row in sheet for cell in row if cell.value == "实际值"}
        (column,) = heads.values()
        (head,) = (cell.row for row in sheet for cell in row if cell.value == "实际值")
        for row in range(head + 1, sheet.max_row + 1):
            sheet.cell(row, column).value = next(left)[0]
    assert next(left, None) is None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def into_csv(text: str, values: Sequence[Filled]) -> Actuals:
    """The same form as CSV, filled in with the same."""
    head, *rows = csv.reader(io.StringIO(text))
    at = head.index("实际值")
    for row, (_, value) in zip(rows, values, strict=True):
        row[at] = value
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return parse_actuals(out.getvalue())


def score(spec: pg.Spec, actuals: Actuals) -> object:
    """What comes of the rows, but for the places where they stand."""
    try:
        card = pg.evaluate(spec, actuals)
    except pg.ActualsError as error:
        return sorted((problem.code, problem.text("en")) for problem in error.problems)
    results = [(x.outcome, x.score, x.actual_text(), x.flags) for x in card.results]
    return card.total, results, [task.done for task in card.tasks]


# openpyxl names no encoding for its temporary files.
@pytest.mark.filterwarnings(
    "ignore:.*encoding.* not specified:EncodingWarning:openpyxl.worksheet._writer"
)
@given(st.data())
def test_what_is_filled_in_reads_back(data: st.DataObject) -> None:
    """Every number, percentage, date and word is read as it was typed, in its row and unit; and a table
    scores as it does with the same CSV."""
    spec = data.draw(specs())
    rows = form_rows(spec, "zh")
    values = [data.draw(filled(row)) for row in rows]
    actuals = parse_workbook(into_sheets(template_xlsx([spec], "zh"), values))
    assert [(x.indicator, x.actual, x.unit) for x in actuals.rows] == [
        (row.name, text, row.unit) for row, (_, text) in zip(rows, values, strict=True)
    ]
    assert (actuals.ignored, actuals.other_sheets) == ((), ())
    same = into_csv(template_csv([spec], "zh"), values)
    assert score(spec, actuals) == score(spec, same)
