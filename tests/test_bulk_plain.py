"""Which rows one join judges, and which go the long way: large tables are fast by the first."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
import towns
from perfgoals import bulk
from perfgoals.bulk.plain import plain

assert towns.duckdb  # else all of this is skipped

SPEC = """\
年度: 2023
地区: 甲镇
产出指标
  管网 ≥ 80 公里
  户数 ≥ 10 户
  面积: 5-8 亩
效益指标
  收入: 提高
"""
HEAD = "指标,实际值,单位,期间,填报单位\n"
PLAIN = (
    "管网,79.5,公里,,",
    "管网,79.5,,,",
    "管网,79.5公里,,,",
    "管网,79500 米,,,",
    "管网,79.5公里,公里,,",
    "管网,79500,米,,",
    "管网,79.5,公里,2023,",
    "管网,+79.123456,公里,,甲单位",
    "管网(公里),79.5,,,",
    "户数,12,户,,",
    "面积,6.5,亩,,",
)
ODD = (
    "管网,79.5 公里,米,,",
    "管网,79.5公里左右,,,",
    "管网,0.3万,,,",
    "管网,79.1234567,公里,,",
    "管网,1234567890123,公里,,",
    "管网,79.5,公斤,,",
    "管网,七十九,公里,,",
    "管网,79.5,公里,2022,",
    "管 网,79.5,公里,,",
    "管网,-1,公里,,",
    "收入,达成,,,",
    "道路,3,公里,,",
)


def count_odd(row: str, folder: Path) -> tuple[int, int]:
    """How many rows there are, and how many of them go the long way."""
    path = folder / "rows.csv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    with bulk.evaluate([pg.loads(SPEC)], path) as found:
        session = found._session
        facts = f"{session.start}facts"
        rows = plain(session.dialect, facts, session.start, {}, lean=False, places=True)
        counts = "count(*), count(*) FILTER (WHERE outcome IS NULL)"
        ((every, odd),) = session.relation(f"SELECT {counts} FROM ({rows})").fetchall()
        return every, odd


@pytest.mark.parametrize("row", PLAIN)
def test_plain_rows_are_judged_by_one_join(row: str, tmp_path: Path) -> None:
    """A number in any unit of its kind, under the target's own name."""
    assert count_odd(row, tmp_path) == (1, 0)


@pytest.mark.parametrize("row", ODD)
def test_odd_rows_go_the_long_way(row: str, tmp_path: Path) -> None:
    """What has to be read, or may be wrong, is left to the code that reads it everywhere."""
    assert count_odd(row, tmp_path) == (1, 1)
