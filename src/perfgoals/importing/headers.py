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
    unit_of_label,
    without_number,
)
from perfgoals.importing.ledger import Ledger
from perfgoals.importing.telling import is_region_cell
from perfgoals.names import fold

__all__ = ["Header", "inline", "own_region"]

_INLINE = re.compile(r"([^:：]{1,20})[:：]\s*(\S.*)", re.S)


def inline(words: str) -> tuple[Field, str, str] | None:
    """The field, its text, and its unit, where a cell holds label and text: 地区：北江市."""
    found = _INLINE.fullmatch(words)
    field = field_of(fold(found[1])) if found else None
    if found is None or field is None:
        return None
    return field, found[2].strip(), unit_of_label(fold(found[1]))


def own_region(row: Sequence[Cell]) -> str:
    """The region that a row names, and nothing else: 地区：北江市, 地区 | 北江市, 一、北江市."""
    if len(row) == 2 and field_of(row[0].key) is Field.REGION:
        return row[1].words
    if len(row) != 1:
        return ""
    found = inline(row[0].words)
    if found:
        return found[1] if found[0] is Field.REGION else ""
    words = without_number(row[0].key)
    return words if is_region_cell(attrs.evolve(row[0], text=words)) else ""


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
            inlined, field = inline(cell.words), field_of(cell.key)
            if is_carrier(cell.key) and field is not Field.AMOUNT:
                self._carrier, self._unit, pending = cell, unit_of_label(cell.key), None
                self.ledger.use(cell, "header")
                known = True
            elif field and field is not Field.OTHER and not (pending and field is pending[0]):
                pending = field, cell
                self.ledger.use(cell, "header")
                known = True
            elif inlined and not pending:
                self._set(inlined[0], cell, inlined[1], inlined[2])
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
        found = inline(line.words)
        if found is None:
            return False
        self.form.header[found[0]] = Held(words=found[1], place=line.place, unit=found[2])
        self.ledger.use(line, "header")
        return True

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
