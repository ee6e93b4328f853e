"""Which rows are a spec's: those of its region, however that is written, and of no other."""

from __future__ import annotations

import datetime

import pytest

import perfgoals as pg
from perfgoals.evaluation.batch import evaluate_all
from rows import MET, problems_of
from wording import said

ONE = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n"


@pytest.mark.parametrize("region", ["汕头市", "汕头", " 汕头市 ", ""])
def test_regions_are_compared_without_their_ending(region: str) -> None:
    """汕头 is 汕头市; a blank region is fine where one spec is loaded."""
    rows = [{"地区": region, "指标": "管网", "实际值": "80"}]
    card = pg.evaluate(pg.loads(ONE), pg.Actuals.from_rows(rows))
    assert card.results[0].outcome is MET


def test_a_county_is_not_the_city_of_its_name() -> None:
    """长沙县 lies beside 长沙市: its rows are none of the city's, and 长沙 alone is neither's with both."""
    city, county = (pg.loads(ONE.replace("汕头市", name)) for name in ("长沙市", "长沙县"))
    rows = [
        {"地区": name, "指标": "管网", "实际值": value}
        for name, value in (("长沙县", "90"), ("长沙市", "8"))
    ]
    card = pg.evaluate(city, pg.Actuals.from_rows(rows))
    assert str(card.results[0].actual) == "8 公里"
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(city, pg.Actuals.from_rows(rows[:1]))
    assert caught.value.problems[0].code == "PG530"
    both = evaluate_all([city, county], pg.Actuals.from_rows(rows))
    assert [str(card.results[0].actual) for card in both.cards] == ["8 公里", "90 公里"]
    unclear = [*rows, {"地区": "长沙", "指标": "管网", "实际值": "80"}]
    assert [
        x.code for x in evaluate_all([city, county], pg.Actuals.from_rows(unclear)).problems
    ] == ["PG532"]


def test_a_region_without_its_ending_is_one_region() -> None:
    """长沙 may be the city or the county; where rows name both, neither counts, and both are shown."""
    spec = pg.loads(ONE.replace("汕头市", "长沙") + "    口径: 合计\n")
    names = ("长沙市", "长沙 市", "长沙县", "长沙", "")
    rows = pg.Actuals.from_rows(
        [
            {"地区": name, "指标": "管网", "实际值": "50", "填报单位": str(number)}
            for number, name in enumerate(names)
        ]
    )
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, rows)
    (problem,) = caught.value.problems
    assert problem.code == "PG554"
    assert "长沙市、长沙县" in said(problem)
    assert [place.span.line for place in problem.related] == [1, 3]
    card = pg.evaluate(spec, rows, keep_going=True)
    assert (str(card.total), [x.code for x in card.problems]) == ("0.00", ["PG554"])
    with pytest.raises(pg.ActualsError, match="长沙"):
        pg.monitor(spec, rows, as_of=datetime.date(2023, 6, 30))
    city = pg.Actuals.from_rows(
        [{"地区": x, "指标": "管网", "实际值": "50", "填报单位": x} for x in ("长沙市", "长沙")]
    )
    assert str(pg.evaluate(spec, city).results[0].actual) == "100 公里"
    with pytest.raises(pg.ActualsError):
        pg.monitor(spec, city, as_of=datetime.date(2023, 6, 30), prior=rows)


def test_rows_of_another_region_are_not_mixed_in() -> None:
    """汕尾市 is not 汕头市: its row neither counts nor disturbs."""
    rows = [
        {"地区": "汕尾市", "指标": "管网", "实际值": "80"},
        {"地区": "汕头市", "指标": "管网", "实际值": "40"},
    ]
    card = pg.evaluate(pg.loads(ONE), pg.Actuals.from_rows(rows))
    assert [str(result.score) for result in card.results] == ["50.00"]


def test_a_spec_without_any_row_is_a_problem() -> None:
    """Where all rows are of other regions the spec gets no scorecard; the regions are named."""
    (problem,) = problems_of(ONE, [{"地区": "汕尾市", "指标": "管网", "实际值": "80"}])
    assert "汕头市" in said(problem)
    assert "汕尾市" in said(problem)


def test_no_rows_at_all_is_a_problem() -> None:
    """No rows are a problem too, whose help is no empty list."""
    (problem,) = problems_of(ONE, [])
    assert "：。" not in said(problem)
