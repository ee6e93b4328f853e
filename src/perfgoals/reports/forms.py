"""What the official forms have in common: their cells, their paper, the sheets beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from perfgoals.messages import say
from perfgoals.model import Spec
from perfgoals.reports.tables import width
from perfgoals.reports.workbook import formats, write_text
from perfgoals.scorecard import version
from perfgoals.units import Quantity, exact_decimal, find_unit

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "FUNDS_ROW",
    "HEAD_ROW",
    "as_list",
    "form_formats",
    "height_of",
    "in_wan",
    "paper",
    "write_formula",
    "write_funds",
    "write_levels",
    "write_list",
    "write_merged",
    "write_number",
    "write_sources",
    "write_top",
]

T = TypeVar("T")
FUNDS_ROW, GOAL_ROW, HEAD_ROW = 5, 6, 7
"""Where 项目资金, 年度总体目标 and the headings of the indicators stand in a form, counted from 0."""

_MOST_DIGITS = 15
"""A sheet's number holds so many decimal digits exactly; a longer one is written as a text."""


def form_formats(book: xlsxwriter.Workbook) -> dict[str, Format]:
    """The formats of a form by name."""
    grey = {"bg_color": "#EDEFF2"}
    return formats(
        book,
        title={"border": 0, "font_size": 16, "bold": True, "align": "center"},
        subtitle={"border": 0, "align": "center"},
        head={"bold": True, "align": "center"} | grey,
        label={"align": "center"} | grey,
        text={},
        middle={"align": "center"},
        points={"num_format": "0.00"},
        amount={"num_format": "General", "align": "center"},
        rate={"num_format": "0.00%", "align": "center"},
        sum={"num_format": "0.00", "bold": True},
        strong={"bold": True, "align": "center"},
        whole={"num_format": "0"},
    )


def write_number(
    sheet: Worksheet, row: int, column: int, number: Decimal | None, form: Format
) -> bool:
    """An exact decimal as a number, or as a text where a sheet's number would not hold it; an empty
    cell for None. Whether it is a number."""
    if number is None:
        sheet.write_blank(row, column, None, form)
        return False
    if len(number.as_tuple().digits) > _MOST_DIGITS:
        write_text(sheet, row, column, format(number, "f"), form)
        return False
    sheet.write_number(row, column, float(number), form)  # the file's own kind of number
    return True


def write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, form: Format, value: Decimal | Fraction
) -> None:
    """A formula with the value it has, for programs that work nothing out: the file's own kind of
    number, to be read only."""
    sheet.write_formula(row, column, formula, form, float(value))


def write_top(
    sheet: Worksheet,
    spec: Spec,
    titles: tuple[str, str],
    columns: tuple[int, int],
    widths: Sequence[int],
    forms: dict[str, Format],
) -> None:
    """What stands above the indicators of a form, but for the money: the title and what is below it,
    the project, who is in charge (up to the first of `columns`) and who carries it out, the goal."""
    half, last = columns
    write_merged(sheet, (0, 0, 0, last), titles[0], forms["title"])
    write_merged(sheet, (1, 0, 1, last), titles[1], forms["subtitle"])
    write_text(sheet, 2, 0, "项目名称", forms["label"])
    write_merged(sheet, (2, 1, 2, last), spec.fund or "", forms["text"])
    write_text(sheet, 3, 0, "主管部门", forms["label"])
    department = spec.department or spec.provincial_department or ""
    write_merged(sheet, (3, 1, 3, half), department, forms["text"])
    write_text(sheet, 3, half + 1, "实施单位", forms["label"])
    write_merged(sheet, (3, half + 2, 3, last), spec.region or "", forms["text"])
    write_text(sheet, GOAL_ROW, 0, "年度总体目标", forms["label"])
    write_merged(sheet, (GOAL_ROW, 1, GOAL_ROW, last), spec.goal or "", forms["text"])
    sheet.set_row(GOAL_ROW, height_of((spec.goal or "", sum(widths[1:]))))


def write_funds(
    sheet: Worksheet, heads: Sequence[str], amount: int, spec: Spec, forms: dict[str, Format]
) -> bool:
    """项目资金 in 万元: the headings and 金额, in the column `amount`. Whether that is a number."""
    sheet.merge_range(FUNDS_ROW - 1, 0, FUNDS_ROW, 0, "项目资金\n（万元）", forms["label"])
    write_text(sheet, FUNDS_ROW - 1, 1, "", forms["label"])
    write_text(sheet, FUNDS_ROW, 1, "年度资金总额", forms["label"])
    for column, heading in enumerate(heads, 2):
        write_text(sheet, FUNDS_ROW - 1, column, heading, forms["head"])
        sheet.write_blank(FUNDS_ROW, column, None, forms["middle"])
    if isinstance(spec.amount, str):
        write_text(sheet, FUNDS_ROW, amount, spec.amount, forms["text"])
    if not isinstance(spec.amount, Quantity):
        return False
    return write_number(sheet, FUNDS_ROW, amount, in_wan(spec.amount), forms["amount"])


def write_levels(
    sheet: Worksheet,
    start: int,
    rows: Sequence[T],
    levels: Callable[[T], Sequence[str]],
    write_row: Callable[[int, T], None],
    forms: dict[str, Format],
) -> int:
    """Rows with their levels merged before them, from the row `start`; the row after the last."""
    at = start
    for top, of_top in groupby(rows, key=lambda row: levels(row)[:1]):
        first, members = at, list(of_top)
        for inner, of_inner in groupby(members, key=lambda row: levels(row)[1:]):
            begin = at
            for row in of_inner:
                write_row(at, row)
                at += 1
            write_merged(sheet, (begin, 1, at - 1, 1), " / ".join(inner), forms["middle"])
        write_merged(sheet, (first, 0, at - 1, 0), "".join(top), forms["middle"])
    return at


def paper(
    sheet: Worksheet, widths: Sequence[int], heads: tuple[int, int], landscape: bool = False
) -> None:
    """How a form is printed: on A4, its headings (the first and the last of their rows) on every page."""
    for column, columns in enumerate(widths):
        sheet.set_column(column, column, columns)
    sheet.set_row(0, 28)
    sheet.set_paper(9)  # A4
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(*heads)
    sheet.set_footer("&C&P / &N")
    sheet.freeze_panes(heads[1] + 1, 0)


def height_of(*cells: tuple[str, int]) -> float:
    """A row's height for texts in columns of a width: no spreadsheet program works it out on paper."""
    lines = max(-(-width(text) // max(1, columns - 2)) for text, columns in cells)
    return min(400.0, 4 + 14.0 * max(1, lines))


def write_merged(
    sheet: Worksheet, cells: tuple[int, int, int, int], text: str, form: Format
) -> None:
    """A text over several cells, or in one."""
    top, left, bottom, right = cells
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", form)
    write_text(sheet, top, left, text, form)


def in_wan(amount: Quantity) -> Decimal | None:
    """An amount of money in 万元, None where no decimal equals it."""
    wan = find_unit("万元")
    return None if wan is None else exact_decimal(amount.amount_in(wan))


def as_list(sheet: Worksheet, rows: int, last: int) -> None:
    """How a sheet of one line each is filtered and printed."""
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, rows), last)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def write_list(sheet: Worksheet, rows: Sequence[Sequence[str]], forms: dict[str, Format]) -> None:
    """Lines of texts, the first one their heads."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            write_text(sheet, row, column, cell, forms["text" if row else "head"])
    for column, heading in enumerate(rows[0]):
        longest = max(width(cells[column]) for cells in rows)
        sheet.set_column(column, column, min(40, max(width(heading), longest) + 2))
    as_list(sheet, len(rows) - 1, len(rows[0]) - 1)


def write_sources(
    sheet: Worksheet,
    files: Iterable[tuple[str, str]],
    language: str,
    forms: dict[str, Format],
) -> None:
    """The version, and the files that were read with their digests."""
    write_text(sheet, 0, 0, say("page.made_by", language, version=version()), None)
    for row, (path, digest) in enumerate(dict.fromkeys(files), 2):
        write_text(sheet, row, 0, path, forms["text"])
        write_text(sheet, row, 1, f"SHA-256 {digest}", forms["text"])
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 75)
    sheet.fit_to_pages(1, 0)
