"""Tables as they may come in, drawn by a seed: any spec of the repository, rows clean, odd and wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
from by_hand import REGION, row_dicts
from one_case import Case
from told import ROOT, Row

import perfgoals as pg
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.columns import COLUMNS

__all__ = [
    "CHINESE",
    "TABLES",
    "every_table",
    "of_region",
    "question_of",
    "rows_for",
    "slips",
    "with_numbers",
]


def of_region(spec: pg.Spec, region: str) -> pg.Spec:
    """The same spec of another region, as it is read."""
    return pg.loads(pg.format_spec(attrs.evolve(spec, region=region)), path=f"{region}.pg")


def question_of(case: Case, region: str) -> tuple[pg.Spec, list[Row]]:
    """A spec of a region of its own, with its rows."""
    rows = [{"地区": REGION, **row} for row in row_dicts(case.rows, case.spec)]
    for row in rows:
        row["地区"] = row["地区"].replace(REGION, region)
    return of_region(case.spec, region), rows


TABLES = sorted([*ROOT.glob("specs/*/*.pg"), *ROOT.glob("tests/specs/[vm]*/*.pg")])


# Any table that there is: rows at, below and above each target, in any of its units.


def spelled(target: Any, chance: random.Random) -> tuple[str, str]:
    """An actual near a target, and what the column 单位 says of it."""
    if isinstance(target, pg.Deadline):
        day = target.date + timedelta(chance.choice([0, 0, -1, 1, 40]))
        return chance.choice([str(day), f"{day.year}年{day.month}月{day.day}日", str(day)]), ""
    if isinstance(target, pg.Qualitative):
        words = [
            "达成",
            "部分达成",
            "未达成",
            "部分达成 70%",
            "未达成 30.5%",
            "达成90%",
            target.text,
        ]
        return chance.choice(words), ""
    quantity = (
        target.value if isinstance(target, pg.Bound) else chance.choice([target.low, target.high])
    )
    steps = ["0", "0.01", "-0.01", "1", "-1", "0.000001", "-0.0000001", "10", "-10"]
    number = quantity.value * chance.choice([1, 1, 1, 2]) + Decimal(chance.choice(steps))
    text, unit = format(number, "f"), quantity.unit
    others = [
        pg.find_unit(each)
        for each in ("米", "元", "万元", "户", "人", "‰", "家", "场次", "亩", "日")
    ]
    other = chance.choice(
        [each for each in others if each and each.dimension == unit.dimension] or [unit]
    )
    if other != unit and chance.random() < 0.4:
        text, unit = format(number * unit.numerator / other.numerator, "f"), other
    return chance.choice(
        [(text, ""), (text + unit.text, ""), (text, unit.text), (f"{text} {unit.text}", "")]
    )


def rows_for(spec: pg.Spec, region: str, chance: random.Random) -> list[Row]:
    """Rows for most targets of a table and of its tasks."""
    named: list[tuple[str, Any]] = [
        (spec.labels.get(each, each.name), each.target) for each in spec.indicators
    ]
    known = {name for name, _ in named}
    named += [
        (each.name, each.target)
        for task in spec.tasks
        for each in task.targets
        if each.name not in known
    ]
    if isinstance(spec.amount, pg.Quantity):
        spent = pg.Bound(pg.Comparison.REACH, spec.amount)
        named.append(chance.choice([("预算执行率", pg.parse_target("90%")), ("预算执行数", spent)]))
    rows = []
    for name, target in dict(named).items():
        actual, unit = spelled(target, chance) if chance.random() < 0.9 else ("", "")
        if chance.random() < 0.9:
            rows.append({"地区": region, "指标": name, "实际值": actual, "单位": unit})
    return rows


def joined(spec: pg.Spec, chance: random.Random) -> pg.Spec:
    """The same table, with a 口径 and a 报送 here and there."""

    def of(member: Any) -> Any:
        if isinstance(member, pg.Group):
            return attrs.evolve(member, members=tuple(map(of, member.members)))
        if member.attributes.formula or chance.random() < 0.6:
            return member
        adds_up = isinstance(member.target, pg.Bound) and not member.target.dimension.is_ratio
        aggregation = chance.choice([*Aggregation] if adds_up else [Aggregation.EACH, None])
        reporting = chance.choice([*Reporting, None] if adds_up else [Reporting.CUMULATIVE, None])
        attributes = attrs.evolve(member.attributes, aggregation=aggregation, reporting=reporting)
        return attrs.evolve(member, attributes=attributes)

    return attrs.evolve(spec, members=tuple(map(of, spec.members)))


def slips(row: Row, chance: random.Random) -> list[Row]:
    """A row as it may come in: spelled in another way, wrong, twice, or not at all."""
    keys = {
        field: next((n for n in names if n in row), names[0]) for field, names in COLUMNS.items()
    }
    name, actual, unit = (row.get(keys[f], "") for f in ("indicator", "actual", "unit"))
    changed = dict(row)

    def put(field: str, text: str) -> list[Row]:
        changed[keys[field]] = text
        return [changed]

    def of_periods(*periods: str) -> list[Row]:
        return [{**row, "期间": period} for period in periods]

    def of_units(*units: str) -> list[Row]:
        return [{**row, "填报单位": unit} for unit in units]

    choices: tuple[Callable[[], list[Row]], ...] = (
        lambda: put("indicator", f" {name}"),
        lambda: put("indicator", name[:1] + " " + name[1:]),
        lambda: put("indicator", name + "（公里）"),
        lambda: put("indicator", name + "(%)"),
        lambda: put("indicator", name + "不"),
        lambda: put("indicator", "预算执行数"),
        lambda: put("indicator", "预算执行率"),
        lambda: put("actual", actual + " "),
        lambda: put("actual", actual.replace("%", "％")),
        lambda: put("actual", actual.replace(".", "．")),
        lambda: put("actual", actual + "公里"),
        lambda: put("actual", actual + "%"),
        lambda: put("actual", actual + "万"),
        lambda: put("actual", "-" + actual),
        lambda: put("actual", "+" + actual),
        lambda: put("actual", "0" * 20 + actual),
        lambda: put("actual", actual + "0" * 12),
        lambda: put("actual", chance.choice(["较好", "1e3", "1.2.3", "达成", "部分达成 70%", "—"])),
        lambda: put(
            "actual", chance.choice(["未达成", "2023-11-30", "2023年11月", "99999", "0.5"])
        ),
        lambda: put("actual", chance.choice(["部分达成70%", "达成 85.5%", "部分达成 90%", "met"])),
        lambda: put("actual", chance.choice(["1,234", "1,23", "12 公里", "５０", "1" * 101, "0"])),
        lambda: put(
            "unit", chance.choice(["公里", "km", "%", "万元", "亩", "人次", "户", "公理", "万"])
        ),
        lambda: put("period", chance.choice(["2023", "2023-07", "2023Q3", "2024", "去年"])),
        lambda: put("period", chance.choice(["2023-01/2023-07", "2023-07/2023-01", "2023H1"])),
        lambda: put("region", chance.choice(["", "别处", row.get(keys["region"], "") + "市"])),
        lambda: put("region", f" {row.get(keys['region'], '')}"),
        lambda: put("note", f"说明 {chance.random()}"),
        lambda: [row, dict(row)],
        lambda: of_periods("2023-01", "2023-02"),
        lambda: of_periods("2023Q1", "2023-03"),
        lambda: of_periods("2023", "2023", "2023"),
        lambda: of_units("甲", "乙"),
        lambda: of_units("甲", "乙", "甲"),
        lambda: of_units("甲", ""),
        lambda: of_units("甲 镇", "甲镇"),
        lambda: [row, *put("actual", "")],
        lambda: [*put("actual", ""), row],
        list,
        lambda: put("unit", unit + " "),
    )
    return chance.choice(choices)()


CHINESE = {field: names[0] for field, names in COLUMNS.items()}


def with_numbers(spec: pg.Spec, chance: random.Random) -> pg.Spec:
    """The same table with other numbers here and there, as another town has it."""

    def of(member: Any) -> Any:
        if isinstance(member, pg.Group):
            return attrs.evolve(member, members=tuple(map(of, member.members)))
        if not isinstance(member.target, pg.Bound) or chance.random() < 0.3:
            return member
        quantity = member.target.value
        number = quantity.value * Decimal(chance.choice(["1", "2", "-1", "0", "0.5", "1.000001"]))
        number = chance.choice([number, number, number * 10**9, Decimal("0.000001")])
        quantity = attrs.evolve(quantity, value=number)
        return attrs.evolve(member, target=attrs.evolve(member.target, value=quantity))

    amount = spec.amount
    if isinstance(amount, pg.Quantity):
        amount = attrs.evolve(
            amount, value=amount.value * Decimal(chance.choice(["1", "2", "0.001"]))
        )
    tasks = tuple(attrs.evolve(x, targets=tuple(map(of, x.targets))) for x in spec.tasks)
    return attrs.evolve(spec, members=tuple(map(of, spec.members)), tasks=tasks, amount=amount)


def every_table(seed: int, copies: int = 1) -> tuple[list[pg.Spec], list[Row], date | None, bool]:
    """Every table of the repository, with tasks, catalogues, units of its own, for so many towns each:
    specs, rows of which none, some or many are odd, a day to judge by, and whether to keep going."""
    chance = random.Random(seed)
    specs: list[pg.Spec] = []
    rows: list[Row] = []
    for path in TABLES:
        try:
            table = pg.load(path, root=path.parent)
        except pg.SpecError:  # mended by its twin's advice, and not quite
            continue
        for _ in range(0 if table.is_definitions else copies):
            region = f"第{len(specs)}镇"
            spec = joined(attrs.evolve(table, region=region), chance)
            specs.append(spec)
            rows += rows_for(spec, region, chance)
    share = chance.choice([0, 0.02, 0.2])
    rows = [
        each for row in rows for each in (slips(row, chance) if chance.random() < share else [row])
    ]
    return specs, rows, chance.choice([None, date(2023, 9, 30)]), chance.random() < 0.5
