"""Two towns and their rows, for tests of the query; without DuckDB these are skipped."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import perfgoals as pg
from small import CITY

__all__ = ["ROWS", "duckdb", "specs", "write"]

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
duckdb = pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

ROWS = [
    {"地区": "甲市", "指标": "新建管网", "实际值": "79.5公里", "说明": "管材, 晚到"},
    {"地区": "甲市", "指标": "完工", "实际值": "2023-12-20", "说明": ""},
    {"地区": "甲市", "指标": "收入", "实际值": "部分达成 70%", "说明": ""},
    {"地区": "乙市", "指标": "新建管网", "实际值": "80000 米", "说明": ""},
    {"地区": "丙市", "指标": "新建管网", "实际值": "1", "说明": ""},
]


@pytest.fixture
def specs() -> list[pg.Spec]:
    return [pg.loads(CITY.format(region), path=f"{region}.pg") for region in ("甲市", "乙市")]


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
