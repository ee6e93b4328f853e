"""The thirteen cities in the middle of their year, with months that are made up from the sample's values."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

import perfgoals as pg
from perfgoals.attributes import Reporting

__all__ = ["JUNE", "thirteen_in_june"]

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
JUNE = datetime.date(2023, 6, 30)
_SHARES = (4, 3, 6, 8, 9, 11)
"""Hundredths of the year's value that each month brought."""


def thirteen_in_june() -> tuple[pg.MonitorCard, ...]:
    """What is added up comes by months (报送: 当期), all else as it stands; every city at its own pace."""
    actuals = pg.read_actuals(REAL / "actuals-sample.csv")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(REAL, Path(folder) / "specs"))
        catalogue = copy / "catalog.pg"
        text = catalogue.read_text(encoding="utf-8")
        monthly = text.replace("  口径: 合计\n  报送: 累计\n", "  口径: 合计\n  报送: 当期\n")
        catalogue.write_text(monthly, encoding="utf-8")
        specs = pg.load_folder(copy)
    cards = []
    for number, spec in enumerate(specs):
        rows = []
        for result in pg.evaluate(spec, actuals).results:
            if result.row is None:
                continue
            name, value = spec.labels[result.indicator], result.actual
            by_month = result.indicator.reporting is Reporting.INCREMENT
            if by_month and isinstance(value, pg.Quantity):
                for month, share in enumerate(_SHARES, 1):
                    part = value.value * (share + number % 5 - 1) / 100
                    row = {"指标": name, "实际值": part, "单位": value.unit.text}
                    rows.append(row | {"期间": f"2023-{month:02}"})
            else:
                row = {"指标": name, "实际值": result.row.actual, "单位": result.row.unit}
                rows.append(row | {"期间": "2023H1", "说明": result.row.note})
        cards.append(pg.monitor(spec, pg.Actuals.from_rows(rows), as_of=JUNE))
    return tuple(cards)
