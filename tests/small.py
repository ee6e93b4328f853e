"""Small tables and rows, for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

import perfgoals as pg

__all__ = ["Rows", "rows_of", "spec_of"]

Rows = Sequence[tuple[str, ...]]


def spec_of(*lines: str) -> pg.Spec:
    """A table of one group."""
    return pg.loads("年度: 2023\n产出指标\n" + "\n".join(f"  {line}" for line in lines))


def rows_of(rows: Rows) -> pg.Actuals:
    """Rows as (指标, 实际值, 期间, 填报单位)."""
    keys = ("指标", "实际值", "期间", "填报单位")
    return pg.Actuals.from_rows([dict(zip(keys, row, strict=False)) for row in rows])
