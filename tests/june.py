"""The thirteen cities in the middle of their year, with months that are made up from the sample's values."""

from __future__ import annotations

import datetime
from pathlib import Path

import perfgoals as pg

__all__ = ["JUNE", "thirteen_in_june"]

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
JUNE = datetime.date(2023, 6, 30)
_SHARES = (4, 3, 6, 8, 9, 11)
"""Hundredths of the year's value that each month brought."""


def thirteen_in_june() -> tuple[pg.MonitorCard, ...]:
    """What is added up comes by months, as totals so far (报送: 累计), all else as it stands.

    Every city goes at its own pace.
    """
    actuals = pg.read_actuals(REAL / "actuals-sample.csv")
    specs = pg.load_folder(REAL)
    cards = []
    for number, spec in enumerate(specs):
        rows = []
        for result in pg.evaluate(spec, actuals).results:
            if result.row is None:
                continue
            name, value = spec.labels[result.indicator], result.actual
            if result.indicator.reporting and isinstance(value, pg.Quantity):
                total = 0
                for month, share in enumerate(_SHARES, 1):
                    total += share + number % 5 - 1
                    part = value.value * total / 100
                    row = {"指标": name, "实际值": part, "单位": value.unit.text}
                    rows.append(row | {"期间": f"2023-{month:02}"})
            else:
                row = {"指标": name, "实际值": result.row.actual, "单位": result.row.unit}
                rows.append(row | {"期间": "2023H1", "说明": result.row.note})
        cards.append(pg.monitor(spec, pg.Actuals.from_rows(rows), as_of=JUNE))
    return tuple(cards)
