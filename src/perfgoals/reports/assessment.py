"""Scorecards as a workbook: the official 绩效自评表, one sheet a region, with an overview and the details.

Its headings are those of the form, in Chinese whatever the language of the call. Sums are formulas, with
the values that they have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from perfgoals.achieved import Execution
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.messages import word
from perfgoals.method import Outcome
from perfgoals.names import fold
from perfgoals.reports.forms import (
    HEAD_ROW,
    as_list,
    form_formats,
    height_of,
    in_wan,
    paper,
    write_formula,
    write_funds,
    write_levels,
    write_list,
    write_merged,
    write_number,
    write_sources,
    write_top,
)
from perfgoals.reports.overview import overview_of
from perfgoals.reports.views import Card, Line, card_of, name_of
from perfgoals.reports.workbook import sheet_names, workbook, write_text
from perfgoals.scorecard import Result, Scorecard
from perfgoals.targets import Qualitative

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["eval_xlsx"]

TITLE = "项目支出绩效自评表"
FUNDS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
HEADINGS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_WIDTHS = (11, 13, 27, 15, 15, 8, 8, 30)
_LAST = len(HEADINGS) - 1


def eval_xlsx(
    cards: Sequence[Scorecard],
    language: str,
    beside: Mapping[str, Sequence[Sequence[str]]] | None = None,
) -> bytes:
    """One sheet a region in the official form, before them an overview where there are several, and
    after them the details of every result, more lists by the names of their sheets (`beside`), and
    what was read.

    Raises PerfGoalsError where XlsxWriter is not installed (extra `excel`).
    """
    lists = beside or {}
    overview, details, sources = (
        word(f"sheet.{key}", language) for key in ("overview", "details", "sources")
    )
    names = sheet_names([name_of(card) for card in cards], (overview, details, sources, *lists))
    with workbook(TITLE) as (book, out):
        forms = form_formats(book)
        totals: list[str] = []
        first = book.add_worksheet(overview) if len(cards) != 1 else None
        for card, name in zip(cards, names, strict=True):
            totals.append(_form(book.add_worksheet(name), card, language, forms))
        if first is not None:
            _overview(first, cards, names, totals, language, forms)
        _details(book.add_worksheet(details), cards, language, forms)
        for name, rows in lists.items():
            write_list(book.add_worksheet(name), rows, forms)
        files = (pair for card in cards for pair in card_of(card, language).provenance)
        write_sources(book.add_worksheet(sources), files, language, forms)
    return out.getvalue()


# ---- the official form ----------------------------------------------------------------------------


def _form(sheet: Worksheet, card: Scorecard, language: str, forms: dict[str, Format]) -> str:
    """Fill a sheet; the cell of its total."""
    spec, shown = card.spec, card_of(card, language)
    results = list(zip(card.results, shown.lines, strict=True))
    budget = next(
        (pair for pair in results if fold(pair[0].indicator.name) == BUDGET_EXECUTION), None
    )
    paper(sheet, _WIDTHS, (HEAD_ROW, HEAD_ROW))
    year = f"（{spec.year}年度）" if spec.year else ""
    write_top(sheet, spec, (TITLE, year), (3, _LAST), _WIDTHS, forms)
    _funds(sheet, card, budget, forms)
    for column, heading in enumerate(HEADINGS):
        write_text(sheet, HEAD_ROW, column, heading, forms["head"])
    rows = [pair for pair in results if pair is not budget]

    def write_row(at: int, pair: tuple[Result, Line]) -> None:
        _row(sheet, at, *pair, forms)

    end = write_levels(sheet, HEAD_ROW + 1, rows, lambda pair: pair[1].levels, write_row, forms)
    return _total(sheet, card, shown, end, budget is not None, forms)


def _funds(
    sheet: Worksheet, card: Scorecard, budget: tuple[Result, Line] | None, forms: dict[str, Format]
) -> None:
    """项目资金: what was planned and spent in 万元, the rate as a formula of the two."""
    is_planned = write_funds(sheet, FUNDS, 3, card.spec, forms)
    if budget is None:
        for column in (5, 7):
            write_text(sheet, 5, column, "—", forms["middle"])
        return
    result, line = budget
    actual = result.actual
    spent = in_wan(actual.amount) if isinstance(actual, Execution) else None
    both = write_number(sheet, 5, 4, spent, forms["amount"]) and is_planned
    write_number(sheet, 5, 5, result.weight, forms["points"])
    if both and isinstance(actual, Execution):
        write_formula(sheet, 5, 6, "=E6/D6", forms["rate"], actual.rate)
    else:
        write_text(sheet, 5, 6, line.actual if result.actual else line.word, forms["middle"])
    _score(sheet, 5, 7, result, line, forms)


def _row(sheet: Worksheet, at: int, result: Result, line: Line, forms: dict[str, Format]) -> None:
    target = result.indicator.target
    asked = target.text if isinstance(target, Qualitative) else line.target
    texts = (line.label, asked, line.actual if result.actual else line.word)
    for column, text in enumerate(texts, 2):
        write_text(sheet, at, column, text, forms["text"])
    write_number(sheet, at, 5, result.weight, forms["points"])
    _score(sheet, at, 6, result, line, forms)
    met = result.outcome is Outcome.MET
    parts = [*([] if met else [line.reason]), *line.flags, line.note]
    remark = "；".join(part for part in parts if part)
    write_text(sheet, at, _LAST, remark, forms["text"])
    sheet.set_row(
        at, height_of(*zip((*texts, remark), (*_WIDTHS[2:5], _WIDTHS[_LAST]), strict=True))
    )


def _score(
    sheet: Worksheet, row: int, column: int, result: Result, line: Line, forms: dict[str, Format]
) -> None:
    if result.outcome is Outcome.NOT_DUE:  # it has no score yet, not one of 0
        write_text(sheet, row, column, line.word, forms["middle"])
    else:
        write_number(sheet, row, column, result.score, forms["points"])


def _total(
    sheet: Worksheet,
    card: Scorecard,
    shown: Card,
    end: int,
    has_budget: bool,
    forms: dict[str, Format],
) -> str:
    """总分 as the sum of what stands above, and the grade; the cell of the total."""
    write_merged(sheet, (end, 0, end, 4), "总分", forms["strong"])
    first = HEAD_ROW + 2
    weights = card.due_weight + card.not_due_weight
    for column, budget, value in (("F", "F6", weights), ("G", "H6", card.total)):
        cells = f"{column}{first}:{column}{end}"
        added = f"SUM({cells},{budget})" if has_budget else f"SUM({cells})"
        at = ord(column) - ord("A")
        write_formula(sheet, end, at, f"=ROUND({added},2)", forms["sum"], value)
    write_text(sheet, end, _LAST, f"等级：{shown.grade}", forms["strong"])
    for number, note in enumerate([*shown.notes, shown.due], 1):
        if note:
            write_merged(
                sheet, (end + number, 0, end + number, _LAST), f"注：{note}", forms["text"]
            )
    sheet.print_area(0, 0, end + len(shown.notes) + 1, _LAST)
    return f"G{end + 1}"


# ---- beside the form ------------------------------------------------------------------------------


def _overview(
    sheet: Worksheet,
    cards: Sequence[Scorecard],
    names: Sequence[str],
    totals: Sequence[str],
    language: str,
    forms: dict[str, Format],
) -> None:
    """The ranking; each total is a formula that points at its form."""
    keys = ("overview.rank", "report.region", "report.total", "report.grade")
    outcomes = [f"outcome.{outcome.value}" for outcome in Outcome]
    for column, key in enumerate((*keys, *outcomes)):
        write_text(sheet, 0, column, word(key, language), forms["head"])
    overview = overview_of(cards, language)
    for row, place in enumerate(overview.places, 1):
        at = place.number - 1
        write_text(sheet, row, 0, place.rank, forms["middle"])
        write_text(sheet, row, 1, place.name, forms["text"])
        formula = f"='{names[at]}'!{totals[at]}"
        write_formula(sheet, row, 2, formula, forms["points"], cards[at].total)
        write_text(sheet, row, 3, place.grade, forms["middle"])
        for column, count in enumerate(place.counts, 4):
            sheet.write_number(row, column, count, forms["whole"])
    for number, note in enumerate(overview.notes, len(cards) + 2):
        write_text(sheet, number, 0, note, None)
    sheet.set_column(1, 1, 24)
    as_list(sheet, len(cards), 3 + len(outcomes))


def _details(
    sheet: Worksheet, cards: Sequence[Scorecard], language: str, forms: dict[str, Format]
) -> None:
    """One line a result, as in the CSV."""
    from perfgoals.reports.data import eval_rows

    numbers = (8, 9)
    rows = eval_rows(cards, language)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if row and column in numbers:
                write_number(sheet, row, column, Decimal(cell), forms["points"])
            else:
                write_text(sheet, row, column, cell, forms["text" if row else "head"])
    for column, columns in enumerate((12, 12, 16, 30, 14, 14, 9, 10, 8, 8, 36, 24, 24, 24)):
        sheet.set_column(column, column, columns)
    as_list(sheet, len(rows) - 1, len(rows[0]) - 1)
