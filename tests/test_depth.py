"""A block that stands too deep is one problem, and what follows it is still read."""

from __future__ import annotations

import pytest

import perfgoals as pg

LIMIT = 30


def stairs(depth: int) -> str:
    return "".join(f"{'  ' * step}第{step}层\n" for step in range(depth))


def places(text: str) -> list[tuple[str, int]]:
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text)
    return [
        (problem.code, problem.span.line if problem.span else 0)
        for problem in caught.value.problems
    ]


def test_as_deep_as_allowed() -> None:
    spec = pg.loads(stairs(LIMIT) + "  " * LIMIT + "管网 ≥ 5 公里\n")
    assert [indicator.name for indicator in spec.indicators] == ["管网"]


@pytest.mark.parametrize("depth", [31, 32, 40, 200])
def test_what_follows_is_read(depth: int) -> None:
    deep = stairs(depth) + "  " * depth + "管网 ≥ 5 公里\n" + "  " * 31 + "厂房 ≥ 5 公理\n"
    after = "产出指标\n  泵站 ≥ 5 公理\n"
    assert places(deep + after) == [("PG104", 32), ("PG201", depth + 4)]


def test_each_block_too_deep_is_told() -> None:
    again = stairs(40).replace("第0层", "另一层")
    assert places(stairs(40) + again) == [("PG104", 32), ("PG104", 72)]
