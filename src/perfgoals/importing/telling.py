"""What a cell is by its words alone: a level, or a value rather than a name."""

from __future__ import annotations

import re

from perfgoals.errors import Flaw
from perfgoals.importing.grids import Cell
from perfgoals.importing.headings import points_of
from perfgoals.levels import is_level
from perfgoals.targets import Qualitative
from perfgoals.values import read_cell

__all__ = ["is_level_cell", "is_value_cell"]

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
