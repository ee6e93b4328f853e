"""A catalogue, files that use it, and what is wrong with them, for tests of catalogues."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import perfgoals as pg

__all__ = ["BASKETS", "CATALOGUE", "HARVEST", "TABLE", "codes_of", "write"]

TABLE = "产出指标\n  管网: 80 公里\n"
CATALOGUE = """\
指标: 管网
  单位: 公里
  级别: 产出指标/数量指标
  方向: 正向
  口径: 合计
  报送: 累计
  取值: ≥ 0 公里
  说明: 只计新建
"""


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def codes_of(load: Callable[[], object]) -> list[tuple[str, str, int]]:
    """Code, file and line of all that is wrong."""
    with pytest.raises(pg.SpecError) as caught:
        load()
    return [
        (problem.code, Path(problem.span.path).name, problem.span.line)
        for problem in caught.value.problems
        if problem.span
    ]


BASKETS = "单位: 筐 = 25 千克\n"
HARVEST = "产出指标\n  产量 ≥ 100 筐\n"
