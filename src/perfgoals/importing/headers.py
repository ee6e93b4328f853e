"""The lines above a table: 资金名称, 地区, 金额（万元）, 年度总体目标 and their kin."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from perfgoals.importing.forms import Form, Held
from perfgoals.importing.grids import Cell, Line
from perfgoals.importing.headings import (
    Field,
    field_of,
    is_carrier,
    is_other_label,
    is_remark_word,
    unit_of_label,
)
from perfgoals.importing.ledger import Ledger
from perfgoals.importing.telling import region_in
from perfgoals.names import fold

__all__ = ["Header", "inline", "inlines", "own_region"]

_MAX_LABELS = 12
_GAP = re.compile(r"(?<!\s)(\s++)(?=([^\s:：]{2,12})[:：])")
_INLINE = re.compile(r"([^:：]{1,20})[:：]\s*(\S.*)", re.S)


def inlines(words: str) -> list[tuple[Field, str, str]]:
    """The fields, their texts and units, where a cell holds labels and texts: 地区：北江市  单位：万元.

    A label that is unknown ends a text only behind a wide gap; a goal has labels of its own.
    """
    found: list[tuple[Field, str, str]] = []
    rest = words
    for _ in range(_MAX_LABELS):
        match = _INLINE.fullmatch(rest)
        if match is None:
            break
        label, text = fold(match[1]), match[2].strip()
        field = field_of(label)
        if field is None and not found and is_remark_word(label):
            break
        gap = None if field is Field.GOAL else next(filter(_parts, _GAP.finditer(text)), None)
        if field is not None:
            found.append((field, text[: gap.start()] if gap else text, unit_of_label(label)))
        if gap is None:
            break
        rest = text[gap.end() :]
    return found


def inline(words: str) -> tuple[Field, str, str] | None:
    """The first field that a cell holds with its text."""
    return next(iter(inlines(words)), None)


def _parts(gap: re.Match[str]) -> bool:
    """Whether a gap in a text stands before another label."""
    is_wide = len(gap[1].replace("\u3000", "  ").replace("\t", "  ")) > 1
    return is_wide or field_of(fold(gap[2])) is not None


def own_region(row: Sequence[Cell]) -> str:
    """The region that a row names, and nothing else: 地区：北江市, 地区 | 北江市, 一、北江市."""
    if len(row) == 2 and field_of(row[0].key) is Field.REGION:
        return row[1].words
    if len(row) != 1:
        return ""
    found = inlines(row[0].words)
    if found:
        return next((text for field, text, _ in found if field is Field.REGION), "")
    return region_in(row[0].words)


@attrs.define(eq=False)
class Header:
    """Reads the header's rows of one form, one after the other."""

    form: Form
    ledger: Ledger
    over: list[Cell] = attrs.field(factory=list)
    """Headings over several columns: 中期目标, 年度目标."""

    _under: tuple[Cell, ...] = ()
    _carrier: Cell | None = None
    _unit: str = ""

    def starts_another(self, row: Sequence[Cell]) -> bool:
        """Whether a row says anew what this form's header has said: then another form begins."""
        fields = [inlined[0] if (inlined := inline(x.words)) else field_of(x.key) for x in row[:1]]
        return any(field in self.form.header for field in fields if field)

    def read(self, row: Sequence[Cell]) -> bool:
        """Take what a row says. False where it has no label that is known."""
        labels = [x for x in row if _is_label(x)]
        if len(labels) == len(row) > 2 and not any(inline(x.words) for x in row):
            self._take_headings(row)
            return True
        if self._under and self._carrier and row[0].column > self._carrier.column:
            self._take_columns(row)
            return True
        self._under = ()
        known = False
        pending: tuple[Field, Cell] | None = None
        ignored: list[Cell] = []
        for cell in row:
            inlined, field = inlines(cell.words), field_of(cell.key)
            if is_carrier(cell.key) and field is not Field.AMOUNT:
                self._carrier, self._unit, pending = cell, unit_of_label(cell.key), None
                self.ledger.use(cell, "header")
                known = True
            elif field and field is not Field.OTHER and not (pending and field is pending[0]):
                pending = field, cell
                self.ledger.use(cell, "header")
                known = True
            elif inlined and not pending:
                for each, words, unit in inlined:
                    self._set(each, cell, words, unit)
                known = True
            elif is_other_label(cell.key) or field:
                pending = None
                ignored.append(cell)
            elif pending:
                unit = unit_of_label(pending[1].key)
                self._set(pending[0], cell, cell.words, unit or self._unit)
                pending = None
            else:
                ignored.append(cell)
        known = known or bool(labels)
        if known:
            self.ledger.ignore(ignored, "header")
        return known

    def read_line(self, line: Line) -> bool:
        """Take what a line above a table says: 地区：北江市."""
        found = inlines(line.words)
        for field, words, unit in found:
            self.form.header[field] = Held(words=words, place=line.place, unit=unit)
            self.ledger.use(line, "header")
        return bool(found)

    def _set(self, field: Field, cell: Cell, words: str, unit: str) -> None:
        if field is Field.AMOUNT and field in self.form.header:
            self.ledger.ignore([cell], "second_amount")
            return
        self.form.header[field] = Held(words=words, place=cell.place, cell=cell, unit=unit)
        self.ledger.use(cell, "header")

    def _take_headings(self, row: Sequence[Cell]) -> None:
        """`年度总体目标 | 预期目标 | 实际完成情况`: what stands below belongs to these."""
        self._carrier, self._under = row[0], tuple(row[1:])
        self._unit = unit_of_label(row[0].key)
        self.over += row[1:]
        for cell in row:
            self.ledger.use(cell, "heading")

    def _take_columns(self, row: Sequence[Cell]) -> None:
        """A row below such headings: the goal of the year, or the budget of the whole."""
        label = next((x for x in row if _is_label(x)), None)
        ignored = []
        for cell in row:
            head = next((x for x in self._under if x.covers(cell.column)), None)
            field = field_of(head.key) if head else None
            if cell is label:
                if field_of(cell.key) is Field.AMOUNT:
                    self.ledger.use(cell, "header")
                else:
                    ignored.append(cell)
            elif field is Field.GOAL:
                self._set(field, cell, cell.words, "")
            elif label and field_of(label.key) is Field.AMOUNT and field is Field.BUDGET:
                self._set(Field.AMOUNT, cell, cell.words, self._unit)
            elif label and field_of(label.key) is Field.AMOUNT and field is Field.SPENT:
                self._set(Field.SPENT, cell, cell.words, self._unit)
                self.ledger.use(cell, "actual")
            else:
                ignored.append(cell)
        self.ledger.ignore(ignored, "header")


def _is_label(cell: Cell) -> bool:
    return field_of(cell.key) is not None or is_carrier(cell.key) or is_other_label(cell.key)
