"""The query is held to the evaluator: the same results and the same problems, row by row."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest
from cases import CASES
from hypothesis import HealthCheck, event, given, note, settings
from hypothesis import strategies as st
from odd_tables import CHINESE, every_table, of_region, question_of, rows_for, slips, with_numbers
from told import ROOT, Row, compare, compare_monitoring, write

import perfgoals as pg
from perfgoals.testing import actuals_for
from perfgoals.testing import specs as tables

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

SEEDS = 8
COPIES = 7
"""With the tables there are, some 10,000 cases in all."""


# ---- tables -------------------------------------------------------------------------------------------


def test_the_thirteen_cities() -> None:
    """The thirteen cities' sample gives the same by both."""
    specs = pg.load_folder(ROOT / "specs" / "guangdong-2023")
    compare(specs, ROOT / "specs" / "guangdong-2023" / "actuals-sample.csv")


def test_every_case_that_was_worked_out_by_hand(tmp_path: Path) -> None:
    """Every boundary case of docs/scoring.md gives the same by both."""
    days: dict[date | None, list[tuple[pg.Spec, list[Row]]]] = {}
    for number, case in enumerate(CASES.values()):
        days.setdefault(case.as_of, []).append(question_of(case, f"第{number}镇"))
    for as_of, pairs in days.items():
        rows = [row for _, rows in pairs for row in rows]
        compare([spec for spec, _ in pairs], write(tmp_path / "rows.csv", rows), as_of)


@pytest.mark.parametrize(
    "values", ["≥ 50 公里", "≤ 500 公里", "50~500 公里", "> 50 公里", "= 80 公里"]
)
def test_values_that_cannot_be(values: str, tmp_path: Path) -> None:
    """What the catalogue calls impossible (取值) is refused by both, at, below and above its ends."""
    actuals = ["49.9 公里", "50", "50.1 公里", "80000 米", "500公里", "500.1公里", "-1 公里"]
    specs, rows = [], []
    for number, actual in enumerate(actuals):
        region = f"第{number}镇"
        text = f"地区: {region}\n指标: 管网\n  取值: {values}\n产出指标\n  管网 ≥ 80 公里"
        specs.append(pg.loads(text, path=f"{region}.pg"))
        rows.append({"地区": region, "指标": "管网", "实际值": actual})
    compare(specs, write(tmp_path / "rows.csv", rows))


@pytest.mark.parametrize("unit", ["筐", "千克"])
def test_what_is_weighed_in_a_unit_of_ones_own_is_not_below_zero(unit: str, tmp_path: Path) -> None:
    """A unit that only one spec knows says nothing of its measure: neither of its own rows nor of those of
    others."""
    specs = [
        pg.loads(f"地区: 甲市\n单位: 筐 = 25 千克\n产出指标\n  果品 ≥ 10 {unit}", path="甲.pg"),
        pg.loads("地区: 乙市\n产出指标\n  果品 ≥ 10 千克", path="乙.pg"),
    ]
    rows = [{"地区": region, "指标": "果品", "实际值": "-5"} for region in ("甲市", "乙市")]
    compare(specs, write(tmp_path / "rows.csv", rows))


@pytest.mark.parametrize("as_of", [None, date(2023, 5, 31), date(2023, 12, 31)])
@pytest.mark.parametrize("rule", ["", "    口径: 合计\n"], ids=["one", "together"])
def test_a_task_whose_target_is_amended(as_of: date | None, rule: str, tmp_path: Path) -> None:
    """A 调整 under the target of a task holds by both."""
    text = (
        "地区: 甲市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n任务: 修路\n  性质: 约束性任务\n"
        f"  桥 ≥ 3 座\n    调整: 2023-06-01 ≥ 2 座\n{rule}"
    )
    rows = [
        {"地区": "甲市", "指标": "管网", "实际值": "80"},
        {"地区": "甲市", "指标": "桥", "实际值": "2"},
    ]
    compare([pg.loads(text, path="甲.pg")], write(tmp_path / "rows.csv", rows), as_of)


def test_what_a_task_promises_in_a_formula(tmp_path: Path) -> None:
    """What only a task promises may go into a formula of the table; that ended the query."""
    text = (
        "地区: 甲市\n年度: 2023\n产出指标\n  密度 ≥ 2 公里/个\n    算法: 管网 / 村数\n"
        "任务: 修路\n  性质: 约束性任务\n  管网 ≥ 90 公里\n"
    )
    rows = [
        {"地区": "甲市", "指标": "管网", "实际值": "100"},
        {"地区": "甲市", "指标": "村数", "实际值": "10 个"},
    ]
    compare([pg.loads(text, path="甲.pg")], write(tmp_path / "rows.csv", rows))


# ---- generated ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_table_there_is(seed: int, tmp_path: Path) -> None:
    """Every table of the repository, with tasks, catalogues, units of its own, alike by both."""
    specs, rows, as_of, keep_going = every_table(seed, COPIES)
    compare(specs, write(tmp_path / "rows.csv", rows), as_of, keep_going=keep_going)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_table_monitored(seed: int, tmp_path: Path) -> None:
    """During the year too, by last year's course where there is one."""
    specs, rows, _, _ = every_table(seed)
    specs = [attrs.evolve(spec, year=spec.year or 2023) for spec in specs]
    path = write(tmp_path / "rows.csv", rows)
    assert compare_monitoring(specs, path, date(2023, 9, 30)) > 100


def test_monitored_by_the_course_of_last_year(tmp_path: Path) -> None:
    """The sample of a year is the course for the next."""
    folder = ROOT / "specs" / "guangdong-2023"
    specs = [attrs.evolve(spec, year=2024) for spec in pg.load_folder(folder)]
    sample = folder / "monthly-sample.csv"
    rows = sample.read_text("utf-8").replace("2023-", "2024-")
    (tmp_path / "rows.csv").write_text(rows, encoding="utf-8")
    prior = pg.read_actuals(sample)
    assert compare_monitoring(specs, tmp_path / "rows.csv", date(2024, 4, 30), prior) == 2


@pytest.mark.parametrize("seed", range(SEEDS))
def test_one_table_with_many_numbers(seed: int, tmp_path: Path) -> None:
    """Towns whose tables differ in their numbers only are worked out together, each with its own."""
    chance = random.Random(seed)
    text = """\
金额: 300 万元
年度: 2023
产出指标
  管网 ≥ 80 公里
  户数 > 12 户
  整改 = 5 个
  占地 ≤ 3 亩
效益指标
  增长: 3.5%
  收入: 提高
任务: 整治
  性质: 约束性任务
  管网 ≥ 80 公里
  道路 ≥ 4 公里
任务: 道路
  性质: 指导性任务
  道路 ≥ 5 公里
"""
    like = pg.loads(text)
    specs, rows = [], []
    for number in range(30):
        specs.append(attrs.evolve(with_numbers(like, chance), region=f"第{number}镇"))
        rows += rows_for(specs[-1], f"第{number}镇", chance)
    compare(specs, write(tmp_path / "rows.csv", rows))


@st.composite
def questions(
    draw: st.DrawFn, number: int, like: pg.Spec | None = None
) -> tuple[pg.Spec, list[Row]]:
    """Any spec, of a region of its own, with rows for it; perhaps with the table of another one."""
    region = f"第{number}镇"
    if like is not None and draw(st.booleans()):
        like = with_numbers(like, random.Random(draw(st.integers(0, 2**32))))
        spec = attrs.evolve(like, region=region)
    else:
        spec = of_region(draw(tables()), region)
    rows = [
        {name: getattr(row, field) for field, name in CHINESE.items()}
        for row in draw(actuals_for(spec)).rows
    ]
    return spec, [{**row, "地区": row["地区"] or region} for row in rows]


@st.composite
def days(draw: st.DrawFn, specs: Sequence[pg.Spec]) -> date | None:
    """A day to judge by, or none: the days on which something falls due, and those beside them."""
    due = {indicator.due(spec.year) for spec in specs for indicator in spec.indicators}
    known = sorted(day for day in due if day)
    if not known or draw(st.booleans()):
        return None
    return draw(st.sampled_from(known)) + timedelta(draw(st.sampled_from((0, -1, 1))))


SLOW = settings(
    max_examples=settings().max_examples
    // 3,  # each makes and drops a query's tables and functions
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(
    count=st.integers(1, 6),
    share=st.sampled_from([0, 0.05, 0.3, 1]),
    seed=st.integers(0, 2**32),
    keep_going=st.booleans(),
    data=st.data(),
)
def test_whole_tables(
    count: int,
    share: float,
    seed: int,
    keep_going: bool,
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Any specs and any rows, clean or dirty, give the same results and problems by both."""
    found: list[tuple[pg.Spec, list[Row]]] = []
    for number in range(count):
        found.append(data.draw(questions(number, found[-1][0] if found else None)))
    specs = [spec for spec, _ in found]
    as_of = data.draw(days(specs))
    chance = random.Random(seed)
    rows = [row for _, rows in found for row in rows]
    rows = [
        each for row in rows for each in (slips(row, chance) if chance.random() < share else [row])
    ]
    if not rows:
        return
    note("\n\n".join(map(str, specs)))
    note("\n".join(map(str, rows)))
    path = write(tmp_path_factory.mktemp("rows") / "rows.csv", rows)
    event(f"dirty {share}")
    compare(specs, path, as_of, keep_going=keep_going)
