"""Cities and their rows, for tests of the roll-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import perfgoals as pg

__all__ = ["Lines", "city", "parent_of", "rows_of"]

Lines = Sequence[str]


def city(region: str, *lines: str) -> pg.Spec:
    """A city's table of one group."""
    return pg.loads(f"地区: {region}\n年度: 2023\n产出指标\n" + "\n".join(f"  {x}" for x in lines))


def rows_of(rows: Mapping[str, Mapping[str, str]]) -> pg.Actuals:
    """Rows by region and indicator."""
    return pg.Actuals.from_rows(
        {"地区": region, "指标": name, "实际值": value}
        for region, of_region in rows.items()
        for name, value in of_region.items()
    )


def parent_of(lines: Mapping[str, Lines], rows: Mapping[str, Mapping[str, str]]) -> pg.Rollup:
    """The parent of a few cities."""
    specs = [city(region, *own) for region, own in lines.items()]
    return pg.roll_up(specs, rows_of(rows), region="某省")
