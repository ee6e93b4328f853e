"""Monitoring as a workbook: the official 绩效运行监控表, one sheet a region, and what was read.

Its headings are those of the form, in Chinese whatever the language of the call. Why something is
behind, only people know: those columns are left to them, with the choices that they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfgoals.achieved import Execution, actual_text, amount_of, amount_text
from perfgoals.levels import BUDGET_EXECUTION
from perfgoals.messages import word
from perfgoals.monitoring import MonitorCard, MonitorResult
from perfgoals.monitoring.forecasting import measured
from perfgoals.names import fold
from perfgoals.reports.forms import (
    HEAD_ROW,
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
from perfgoals.reports.monitor_table import monitor_rows
from perfgoals.reports.monitor_views import Watch, WatchLine, watch_of
from perfgoals.reports.workbook import sheet_names, workbook, write_text
from perfgoals.targets import Qualitative
from perfgoals.units import Quantity, find_unit

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["monitor_xlsx"]

TITLE = "项目支出绩效运行监控表"
REASONS = ("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明")
CHANCES = ("确定能", "有可能", "完全不可能")
_FIRST = ("一级指标", "二级指标", "三级指标", "年度指标值")
_WIDTHS = (10, 11, 24, 14, 16, 20, 6, 6, 6, 6, 6, 22, 11, 24)
_LAST = len(_WIDTHS) - 1


def monitor_xlsx(cards: Sequence[MonitorCard], language: str) -> bytes:
    """One sheet a region in the official form, then the details of every result and what was read.

    Raises PerfGoalsError where XlsxWriter is not installed (extra `excel`).
    """
    details, sources = (word(f"sheet.{key}", language) for key in ("details", "sources"))
    shown = [watch_of(card, language) for card in cards]
    names = sheet_names([watch.name for watch in shown], (details, sources))
    with workbook(TITLE) as (book, out):
        forms = form_formats(book)
        for card, watch, name in zip(cards, shown, names, strict=True):
            _form(book.add_worksheet(name), card, watch, forms)
        write_list(book.add_worksheet(details), monitor_rows(cards, language), forms)
        files = (pair for watch in shown for pair in watch.provenance)
        write_sources(book.add_worksheet(sources), files, language, forms)
    return out.getvalue()


def _form(sheet: Worksheet, card: MonitorCard, watch: Watch, forms: dict[str, Format]) -> None:
    spec = card.spec
    months = f"1-{card.as_of.month}月"
    paper(sheet, _WIDTHS, (HEAD_ROW, HEAD_ROW + 1), landscape=True)
    day = f"（{spec.year}年度，截至 {card.as_of}）"
    write_top(sheet, spec, (TITLE, day), (4, _LAST), _WIDTHS, forms)
    rows = list(zip(card.results, watch.lines, strict=True))
    budget = next((each for each, _ in rows if fold(each.indicator.name) == BUDGET_EXECUTION), None)
    _funds(sheet, card, budget, months, forms)
    _headings(sheet, months, forms)
    end = _lines(sheet, [pair for pair in rows if pair[0] is not budget], forms)
    for number, note in enumerate(watch.notes):
        write_merged(sheet, (end + number, 0, end + number, _LAST), f"注：{note}", forms["text"])
    sheet.print_area(0, 0, end + len(watch.notes), _LAST)


def _funds(
    sheet: Worksheet,
    card: MonitorCard,
    budget: MonitorResult | None,
    months: str,
    forms: dict[str, Format],
) -> None:
    """项目资金: what was planned, spent and is expected in 万元, the rate as a formula."""
    heads = ("年初预算数", f"{months}执行数", f"{months}执行率", "全年预计执行数")
    is_planned = write_funds(sheet, heads, 2, card.spec, forms)
    amount = card.spec.amount
    if not isinstance(amount, Quantity):
        return
    if budget is None or budget.actual is None:
        write_text(sheet, 5, 4, "未报", forms["middle"])
        return
    spent = budget.actual.amount if isinstance(budget.actual, Execution) else None
    if spent and write_number(sheet, 5, 3, in_wan(spent), forms["amount"]) and is_planned:
        rate = amount_of(measured(budget.actual))
        write_formula(sheet, 5, 4, "=D6/C6", forms["rate"], rate)
    else:
        write_text(sheet, 5, 4, actual_text(budget.actual, "zh") or "", forms["middle"])
    wan = find_unit("万元")
    if budget.forecast and wan:
        whole = amount_of(measured(budget.forecast.value)) * amount.amount_in(wan)
        write_text(sheet, 5, 5, amount_text(whole, wan, "zh"), forms["middle"])


def _headings(sheet: Worksheet, months: str, forms: dict[str, Format]) -> None:
    top, below, head = HEAD_ROW, HEAD_ROW + 1, forms["head"]
    heads = (*_FIRST, f"{months}执行情况", "全年预计完成情况")
    for column, heading in enumerate(heads):
        write_merged(sheet, (top, column, below, column), heading, head)
    write_merged(sheet, (top, 6, top, 11), "偏差原因分析", head)
    for column, heading in enumerate(REASONS, 6):
        write_text(sheet, below, column, heading, head)
    write_merged(sheet, (top, 12, below, 12), "完成目标可能性", head)
    write_merged(sheet, (top, 13, below, 13), "备注", head)
    sheet.set_row(below, 44)


def _lines(
    sheet: Worksheet, rows: Sequence[tuple[MonitorResult, WatchLine]], forms: dict[str, Format]
) -> int:
    """The rows of the indicators, their levels merged; the row after the last."""
    first = HEAD_ROW + 2

    def write_row(at: int, pair: tuple[MonitorResult, WatchLine]) -> None:
        _line(sheet, at, *pair, forms)

    at = write_levels(sheet, first, rows, lambda pair: pair[1].levels, write_row, forms)
    if at > first:
        ticks = {"validate": "list", "source": ["√"], "error_type": "warning"}
        sheet.data_validation(first, 6, at - 1, 10, ticks)
        chances = {"validate": "list", "source": list(CHANCES)}
        sheet.data_validation(first, 12, at - 1, 12, chances)
    return at


def _line(
    sheet: Worksheet, at: int, each: MonitorResult, line: WatchLine, forms: dict[str, Format]
) -> None:
    target = each.indicator.target
    asked = target.text if isinstance(target, Qualitative) else line.target
    actual = line.actual if each.actual is not None else "未报"
    texts = (line.label, asked, actual, line.forecast + line.spread)
    for column, text in enumerate(texts, 2):
        write_text(sheet, at, column, text, forms["text"])
    for column in range(6, 11):
        sheet.write_blank(at, column, None, forms["middle"])
    write_text(sheet, at, 11, line.note, forms["text"])
    chance = word(f"likelihood.{each.likelihood.value}", "zh") if each.likelihood else ""
    write_text(sheet, at, 12, chance, forms["middle"])
    pace = f"{line.light.name} {line.pace}" if each.light else ""
    remark = "；".join(part for part in (pace, line.reported) if part)
    write_text(sheet, at, _LAST, remark, forms["text"])
    cells = zip((*texts, line.note, remark), (*_WIDTHS[2:6], _WIDTHS[11], _WIDTHS[13]), strict=True)
    sheet.set_row(at, height_of(*cells))
