"""The form as a workbook: one sheet a region, to be filled in without a manual and read back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from perfgoals.columns import COLUMNS
from perfgoals.messages import say, word
from perfgoals.model import Spec
from perfgoals.reports.tables import width
from perfgoals.reports.template import FormRow, Kind, form_rows, units_of
from perfgoals.reports.workbook import formats, sheet_names, workbook, write_text
from perfgoals.sheets import PRINTED

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["template_xlsx"]

_WIDTHS = {
    "level": 24,
    "indicator": 46,
    "target": 22,
    "actual": 16,
    "unit": 10,
    "reporting_unit": 14,
    "period": 12,
    "note": 28,
}
"""The columns that a form can have, and how wide they are."""

_NUMBER_FORMATS = {Kind.RATIO: "0.00##%", Kind.DATE: "yyyy-mm-dd", Kind.TEXT: "@"}
_NOTES = ("fill", "kinds", "protected")
_MOST_OF_A_MESSAGE = 255  # Excel takes no more
_ANY = 1e15
_LINE = 15.75
"""The height of a line of text; only Excel finds it by itself."""

_FIRST_DAY = datetime.date(2000, 1, 1)


def template_xlsx(
    specs: Sequence[Spec],
    language: str,
    *,
    parents: Mapping[str, str] | None = None,
    period: str = "",
) -> bytes:
    """The form of each spec, a sheet each. Raises PerfGoalsError without the extra `excel`."""
    names = sheet_names([spec.region or spec.fund or spec.path for spec in specs])
    with workbook(word("form.title", language)) as (book, out):
        styles = _styles(book)
        for name, spec in zip(names, specs, strict=True):
            units = units_of(spec, parents or {})
            columns = [
                column
                for column in _WIDTHS
                if (column != "period" or period) and (column != "reporting_unit" or units)
            ]
            rows = form_rows(spec, language, units)
            _Form(book.add_worksheet(name), styles, columns, language).fill(spec, rows, period)
    return out.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    filled: dict[str, Any] = {"bg_color": "#FFF9DB", "locked": False}
    numbers = {kind.value: {**filled, "num_format": text} for kind, text in _NUMBER_FORMATS.items()}
    return formats(
        book,
        title={"border": 0, "bold": True, "font_size": 14, "text_wrap": False},
        region={"border": 0, "bold": True},
        remark={"border": 0, "font_color": "#555555", "text_wrap": False},
        head={"bold": True, "bg_color": "#E8EEF4", "align": "center"},
        printed={},
        number=filled,
        note={**filled, "num_format": "@"},
        **numbers,
    )


class _Form:
    """One sheet."""

    def __init__(
        self, sheet: Worksheet, styles: dict[str, Format], columns: Sequence[str], language: str
    ) -> None:
        self.sheet, self.styles, self.columns, self.language = sheet, styles, columns, language

    def fill(self, spec: Spec, rows: Sequence[FormRow], period: str) -> None:
        at = self._top(spec)
        words = COLUMNS | PRINTED
        for number, column in enumerate(self.columns):
            heading = words[column][0 if self.language == "zh" else 1]
            write_text(self.sheet, at, number, heading, self.styles["head"])
            self.sheet.set_column(number, number, _WIDTHS[column])
        for line, row in enumerate(rows, at + 1):
            self._row(line, row, period)
        self._layout(at)

    def _top(self, spec: Spec) -> int:
        """The title, the region and the notes; the row of the headings comes back."""
        parts = [spec.fund or "", str(spec.year or ""), word("form.title", self.language)]
        write_text(self.sheet, 0, 0, " · ".join(filter(None, parts)), self.styles["title"])
        if spec.region:
            label = COLUMNS["region"][0 if self.language == "zh" else 1]
            write_text(self.sheet, 1, 0, label, self.styles["region"])
            write_text(self.sheet, 1, 1, spec.region, self.styles["region"])
        for at, note in enumerate(_NOTES, 2):
            text = word(f"form.{note}", self.language)
            write_text(self.sheet, at, 0, text, self.styles["remark"])
        return 2 + len(_NOTES)

    def _row(self, line: int, row: FormRow, period: str) -> None:
        texts = {
            "level": " / ".join(row.levels),
            "indicator": row.name,
            "target": row.target,
            "unit": row.unit,
            "reporting_unit": row.reporting_unit,
            "period": period,
        }
        lines = (width(texts[x]) // (_WIDTHS[x] + 1) for x in self.columns if x in texts)
        self.sheet.set_row(line, _LINE * (1 + max(lines)))
        for number, column in enumerate(self.columns):
            if column == "actual":
                self.sheet.write_blank(line, number, None, self.styles[row.kind.value])
                self.sheet.data_validation(line, number, line, number, self._asked(row))
            elif column == "note" or (column == "unit" and not row.target and not row.unit):
                self.sheet.write_blank(line, number, None, self.styles["note"])
            else:
                write_text(self.sheet, line, number, texts[column], self.styles["printed"])

    def _layout(self, head: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(head + 1, self.columns.index("actual"))
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.set_footer("&C&P / &N")

    # ---- what a cell takes ------------------------------------------------------------------------

    def _asked(self, row: FormRow) -> dict[str, Any]:
        """The validation of a cell, with what to fill in as it is chosen and what was wrong."""
        kind = row.kind.value
        values = {"target": row.target or "—", "unit": row.unit or "—"}
        asked = say(f"form.ask_{kind}", self.language, **values)
        wrong = say(f"form.wrong_{kind}", self.language, **values)
        return {
            **self._rule(row),
            "input_title": word(f"form.title_{kind}", self.language),
            "input_message": asked[:_MOST_OF_A_MESSAGE],
            "error_title": word("form.check", self.language),
            "error_message": wrong[:_MOST_OF_A_MESSAGE],
        }

    def _rule(self, row: FormRow) -> dict[str, Any]:
        if row.kind is Kind.TEXT:
            # A share may stand behind the word, so another text is asked about and not refused.
            words = [
                word(f"outcome.{name}", self.language) for name in ("met", "partial", "missed")
            ]
            return {"validate": "list", "source": words, "error_type": "warning"}
        if row.kind is Kind.DATE:
            return {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
        low, high = (None if x is None else float(x) for x in (row.lowest, row.highest))
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_ANY if low is None else low,
            "maximum": _ANY if high is None else high,
        }
