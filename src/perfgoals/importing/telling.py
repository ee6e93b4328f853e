"""What a cell is by its words alone: a level, a value rather than a name, a region."""

from __future__ import annotations

import re

from perfgoals.errors import Flaw
from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import (
    column_of,
    field_of,
    is_aside,
    is_aside_word,
    is_other_label,
    is_sum_of_regions,
    is_title,
    points_of,
    unit_of_label,
    without_number,
)
from perfgoals.levels import is_level
from perfgoals.names import fold
from perfgoals.targets import Qualitative
from perfgoals.units import find_unit
from perfgoals.values import read_cell

__all__ = ["is_level_cell", "is_region_cell", "is_value_cell", "may_be_region", "region_in"]

# Only what is a region surely: 产业园区 and 强镇 are words of indicators too.
_REGION = re.compile(
    r"(?!全|各|本|其)[\u4e00-\u9fff]{1,12}"
    r"(省|市|县|州|盟|旗|街道|(?<![园片灾景库牧林社山矿])区|(?<![强乡城村])镇|(?<!城)乡|[省市县区]本级)"
)
_NO_REGION = re.compile(r"[:;,。!?%≥≤<>=]")
_MAX_REGION = 20
_SIGNED = re.compile(r"[≥≤<>=±]+\d")


def is_level_cell(cell: Cell) -> bool:
    """Whether a cell is an official level, perhaps with its points: 产出指标（50分）."""
    return is_level(points_of(cell.words)[0])


def is_value_cell(cell: Cell) -> bool:
    """Whether a cell is a value rather than a name: 80公里, ≥90%, 2023年底."""
    if not any(map(str.isdigit, cell.words)):
        return False
    try:
        return not isinstance(read_cell(cell.words), Qualitative)
    except Flaw:
        return _SIGNED.match(cell.key) is not None


def is_region_cell(cell: Cell) -> bool:
    """Whether a cell names a region and nothing else: 汕头市, 南澳县. 汕头 may be one, and is not surely."""
    return _REGION.fullmatch(cell.key) is not None and may_be_region(cell)


def region_in(words: str) -> str:
    """The region that words name, perhaps with a number before it: 一、汕头市. Empty for any other."""
    key = without_number(fold(words))
    return key if is_region_cell(Cell(text=key, place="", row=0, column=0)) else ""


def may_be_region(cell: Cell) -> bool:
    """Whether nothing in a cell says that it is no region: a label, a number, a remark, a sentence."""
    key = cell.key
    if len(key) > _MAX_REGION or _NO_REGION.search(key):
        return False
    if unit_of_label(key) and find_unit(unit_of_label(key)):
        return False
    if is_aside(key) or is_aside_word(key) or is_other_label(key) or is_title(key):
        return False
    if is_sum_of_regions(key):
        return False
    return not (column_of(key) or field_of(key) or is_level_cell(cell) or is_value_cell(cell))
