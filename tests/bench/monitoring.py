"""Monthly reports monitored, beside reading the same rows from their CSV."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator

from measuring import Finding, interleaved, scaled

import perfgoals as pg
from perfgoals.actuals import parse_actuals

AT_MOST = 4.0
MONTHS = 10
DAY = datetime.date(2023, 10, 31)

SHAPES = {"100 indicators": 100, "4 indicators": 4, "a city's 20": 20}
"""How many indicators share the rows: few have long sums, many have many."""


def compare(quick: bool) -> Iterator[Finding]:
    """Rows of many towns and ten months, half of the indicators by running totals."""
    count, rounds = (20_000, 5) if quick else (100_000, 7)
    for name, indicators in SHAPES.items():
        spec, text = table(indicators), reports(indicators, count)
        actuals = parse_actuals(text)
        check(spec, actuals, count)
        times = interleaved(
            {
                "monitored": functools.partial(pg.monitor, spec, actuals, as_of=DAY),
                "read": functools.partial(parse_actuals, text),
            },
            rounds,
        )
        yield Finding(
            name=f"monitoring {count:,} monthly rows, {name}",
            unit="µs/row",
            ours=scaled(times["monitored"], 1e6 / count),
            peer=scaled(times["read"], 1e6 / count),
            at_most=AT_MOST,
        )


def table(indicators: int) -> pg.Spec:
    """Indicators that join towns by 合计, and months by 当期 and 累计 in turn."""
    lines = (
        f"  新建污水管网{i} ≥ {i + 80} 公里\n    口径: 合计\n    报送: {'累计' if i % 2 else '当期'}\n"
        for i in range(indicators)
    )
    return pg.loads("地区: 汕头市\n年度: 2023\n产出指标\n" + "".join(lines))


def reports(indicators: int, count: int) -> str:
    """So many rows: each town reports each indicator each month."""
    towns = count // indicators // MONTHS
    rows = (
        f"汕头市,新建污水管网{i},{(month * 37 + i) % 90 / 10}公里,2023-{month:02},第{town}镇\n"
        for month in range(1, MONTHS + 1)
        for i in range(indicators)
        for town in range(towns)
    )
    return "地区,指标,实际值,期间,填报单位\n" + "".join(rows)


def check(spec: pg.Spec, actuals: pg.Actuals, count: int) -> None:
    """What is timed must have done its work."""
    card = pg.monitor(spec, actuals, as_of=DAY)
    assert len(actuals.rows) == count
    towns = count // len(card.results) // MONTHS
    assert all(each.light and each.units == each.reported == towns for each in card.results)
