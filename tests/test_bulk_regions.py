"""Which rows of a large table are meant for which spec."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import attrs
import pytest

import perfgoals as pg
import towns
from perfgoals import bulk
from perfgoals.bulk.on_duckdb import DIALECT
from perfgoals.bulk.regions import is_elsewhere, regions
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.names import fold, region_keys

SIGNS = "汕甲市县镇省A１ （"
SPEC = pg.loads("年度: 2023\n地区: 甲镇\n产出指标\n  管网 ≥ 80 公里\n")


def test_no_row_of_a_spec_is_taken_for_one_of_elsewhere() -> None:
    """All short names: what is surely elsewhere is, by the folding, no region but those it is spelled as."""
    texts = ["".join(signs) for n in range(1, 5) for signs in itertools.product(SIGNS, repeat=n)]
    towns.duckdb.execute("CREATE OR REPLACE TEMP TABLE texts AS SELECT unnest(?) AS t", [texts])
    query = f"SELECT t FROM texts WHERE {is_elsewhere(DIALECT, 't')}"
    elsewhere = {text for (text,) in towns.duckdb.execute(query).fetchall()}
    assert len(elsewhere) > 1_000
    by_name: dict[str, set[str]] = {}
    for text in texts:
        by_name.setdefault(fold(text), set()).add(text)
    for region in texts[:1110]:
        spec = attrs.evolve(SPEC, region=region)
        known = {text for text, number, *_ in regions([spec], [0]) if number == 0}
        own = {text for key in region_keys(region) for text in by_name.get(key, ())}
        assert not (own - known) & elsewhere


def test_rows_of_other_regions_are_not_held(tmp_path: Path) -> None:
    """They are passed over where they are read, not gathered with the rows that go the long way."""
    path = tmp_path / "rows.parquet"
    towns.duckdb.execute(
        f"""COPY (SELECT '第'||(i % 90)||'镇' AS 地区, '管网' AS 指标, '80' AS 实际值
        FROM range(900) AS t(i)) TO '{path}'"""
    )
    with bulk.evaluate([attrs.evolve(SPEC, region="第1镇")], path) as found:
        table = found.kept()._query.kept["added_up"]
        held = f"SELECT sum(len(odd)), sum(records) FROM {table}"
        assert found._session.relation(held).fetchall() == [(None, 10)]
        assert len(found.others.rows()) == 89


def test_many_regions_cost_a_spec_without_rows_no_more() -> None:
    """Near names are looked for among the regions that begin alike, where there are many."""
    specs = [attrs.evolve(SPEC, region=f"{n}乡") for n in range(400)]

    def took(regions: int) -> float:
        rows = [{"地区": f"第{n}镇", "指标": "管网", "实际值": "80"} for n in range(regions)]
        actuals = pg.Actuals.from_rows(rows)
        start = time.process_time()
        batch = evaluate_all(specs, actuals)
        assert [problem.code for problem in batch.problems] == ["PG530"] * len(specs)
        return time.process_time() - start

    assert took(8_000) < 4 * took(500)


def test_a_near_region_is_found_among_many() -> None:
    """The advice names it, however many regions there are."""
    rows = [{"地区": f"第{n}镇", "指标": "管网", "实际值": "80"} for n in range(3_000)]
    lost = attrs.evolve(SPEC, region="第2711乡")
    (problem,) = evaluate_all([lost, SPEC], pg.Actuals.from_rows(rows)).problems[:1]
    assert "第2711镇" in problem.help_text("zh")


def test_a_county_beside_the_city_of_its_name(tmp_path: Path) -> None:
    """长沙县 is not 长沙市, 长沙 is neither where both have specs: the same as for few rows."""
    path = tmp_path / "rows.csv"
    lines = [
        "地区,指标,实际值",
        "长沙县,管网,90",
        "长沙市,管网,8",
        "长 沙 县,道路,1",
        "长沙,管网,80",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    text = "年度: 2023\n地区: {}\n产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 1 公里\n"
    specs = [pg.loads(text.format(name)) for name in ("长沙市", "长沙县")]
    for chosen in (specs, specs[:1], specs[1:]):
        batch = evaluate_all(chosen, pg.read_actuals(path))
        with bulk.evaluate(chosen, path) as found:
            cards = [(card.spec.region, card.total) for card in batch.cards]
            assert [(row["region"], row["total"]) for row in found.cards.rows()] == cards
            told = [(problem.code, problem.span.line) for problem in batch.problems if problem.span]
            assert [(row["code"], row["line"]) for row in found.problems.rows()] == told


@pytest.mark.parametrize("keep_going", [False, True])
@pytest.mark.parametrize("more", ["", "    口径: 合计\n"])
def test_a_region_without_its_ending_is_one_region(
    tmp_path: Path, more: str, keep_going: bool
) -> None:
    """长沙 is the city or the county: with rows of both it has no rows, here as for few."""
    text = "年度: 2023\n地区: {}\n产出指标\n  管网 ≥ 80 公里\n{}  道路 ≥ 1 公里\n"
    specs = [pg.loads(text.format(name, more)) for name in ("长沙", "望城")]
    lines = ["长沙市,管网,50", "望城区,管网,90", "望城,道路,1"]
    for other in ("长沙县,道路,1", "长沙 县,道路,1", "长沙县,道路,一", "长沙市,道路,1"):
        path = tmp_path / "rows.csv"
        path.write_text("\n".join(["地区,指标,实际值", *lines, other]), encoding="utf-8")
        batch = evaluate_all(specs, pg.read_actuals(path), keep_going=keep_going)
        problems = list(batch.problems)
        assert any(x.code == "PG554" for x in problems) is ("县" in other)
        with bulk.evaluate(specs, path, keep_going=keep_going) as found:
            cards = [(card.spec.region, card.total) for card in batch.cards]
            assert [(row["region"], row["total"]) for row in found.cards.rows()] == cards
            assert [row["message"] for row in found.problems.rows()] == [
                problem.text("zh") for problem in problems
            ]
            results = [str(x.actual) for card in batch.cards for x in card.results if x.actual]
            assert len([1 for row in found.results.rows() if row["actual"]]) == len(results)
