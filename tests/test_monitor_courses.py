"""The course of the year in reports of monitoring: where there is one, and how it is drawn."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from monitored import JUNE, card
from perfgoals.achieved import Computed, amount_of
from perfgoals.evaluation.matching import match
from perfgoals.evaluation.planning import plan_of
from perfgoals.monitoring.courses import joined, running
from perfgoals.reports.charts import BOTTOM, chart_of
from perfgoals.reports.monitor_views import cut_share, lights_of
from small import rows_of, spec_of


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=12),
    st.sampled_from(["当期", "累计"]),
    st.integers(1, 3),
    st.integers(1, 12),
)
def test_a_course_ends_where_monitoring_stands(
    done: list[int], reporting: str, units: int, month: int
) -> None:
    """The last point of a course is the value that is judged, whatever joins the rows."""
    rows = []
    for unit in range(units):
        total = 0
        for at, amount in enumerate(done, 1):
            total += amount
            period = f"2023-{at:02}" if reporting == "当期" else f"2023-01/2023-{at:02}"
            value = amount if reporting == "当期" else total
            rows.append(("甲", str(value), period, f"{unit}镇"))
    spec = spec_of("甲 ≥ 100 个", f"  报送: {reporting}", "  口径: 合计")
    day = datetime.date(2023, month, 28)
    result = pg.monitor(spec, rows_of(rows), as_of=day).results[0]
    known = min(len(done), month if month == 2 else month - 1)  # a month that is over by the 28th
    assert len(result.course) == known
    for at, point in enumerate(result.course, 1):
        assert str(point.value) == f"{units * sum(done[:at])} 个"
    if known:
        assert result.course[-1].value == result.actual


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.sampled_from("子丑寅"), st.integers(0, 99) | st.none()),
        min_size=1,
        unique_by=lambda row: row[:2],
    ),
    st.sampled_from(["当期", "累计"]),
)
def test_a_running_sum_is_what_evaluation_makes_of_the_rows(
    given_rows: list[tuple[int, str, int | None]], reporting: str
) -> None:
    """Units that are late, blanks, and periods in any order: the short way and the rules agree."""
    spec = spec_of("甲 ≥ 100 个", f"  报送: {reporting}", "  口径: 合计")
    rows = [
        (
            "甲",
            "" if value is None else str(value),
            f"2023-{month:02}" if reporting == "当期" else f"2023-01/2023-{month:02}",
            unit,
        )
        for month, unit, value in given_rows
    ]
    plan = plan_of(spec)
    readings = match(plan, rows_of(rows).rows).rows.at(0)
    days = [datetime.date(2023, month, 28) for month, _, _ in given_rows]
    dated = sorted(zip(days, readings, strict=True), key=lambda pair: pair[0])
    plans = plan.plans[0]
    assert list(running(plans, dated)) == list(joined(plans, dated))


@pytest.mark.parametrize(
    ("lines", "rows", "course"),
    [
        pytest.param(["甲 ≥ 100 个"], [("甲", "5")], [], id="no-period"),
        pytest.param(["甲 ≥ 100 个"], [("甲", "5", "2023H1")], ["2023-06-30"], id="one-row"),
        pytest.param(["甲 ≥ 90%"], [("甲", "95%", "2023H1")], [], id="not-pro-rated"),
        pytest.param(
            ["甲 ≥ 100 个", "  报送: 累计", "  口径: 最低"],
            [("甲", "5", "2023-03", "子"), ("甲", "4", "2023-06", "丑")],
            ["2023-03-31", "2023-06-30"],
            id="of-other-days",
        ),
    ],
)
def test_where_there_is_a_course(
    lines: list[str], rows: list[tuple[str, ...]], course: list[str]
) -> None:
    """Only where the target is pro-rated, and every row says of which period it is."""
    result = pg.monitor(spec_of(*lines), rows_of(rows), as_of=JUNE).results[0]
    assert [str(point.day) for point in result.course] == course


def test_the_drawing_of_a_course() -> None:
    """73 公里 by the year's end, 20 by June: each line where its numbers are, the highest at the top."""
    chart = chart_of(card().results[0], JUNE)
    assert chart is not None
    assert attrs.asdict(chart) == {
        "due": "M0 400L1000 45",
        "so_far": "M0 400 246 362 495 303",
        "dots": "M246 362h0M495 303h0",
        "expected": "M495 303L1000 204",
        "spread": "M495 303L1000 224 1000 185Z",
        "target": 45,
    }
    earlier = chart_of(card().results[1], JUNE)
    assert earlier is not None
    assert earlier.due.endswith("H1000")  # due in September, and level after it
    assert chart_of(card().results[2], JUNE) is None


@given(
    target=st.decimals("0.01", 10**6, places=2),
    actual=st.decimals(0, 10**6, places=2),
    day=st.dates(datetime.date(2023, 1, 1), datetime.date(2023, 12, 31)),
)
def test_a_drawing_stays_in_its_frame(target: object, actual: object, day: datetime.date) -> None:
    """Whatever the numbers, every line lies in the frame, and what is done reaches the target's
    height only where it reaches the target."""
    spec = spec_of(f"甲 ≥ {target} 公里")
    result = pg.monitor(spec, rows_of([("甲", f"{actual}公里")]), as_of=day).results[0]
    chart = chart_of(result, day)
    assert chart is not None
    for path in (chart.due, chart.so_far, chart.dots, chart.expected, chart.spread):
        for x, y in re.findall(r"(\d+) (\d+)", path):
            assert 0 <= int(x) <= 1000
            assert 45 <= int(y) <= BOTTOM
    height = int(re.findall(r"\d+ (\d+)", chart.so_far)[-1])
    amount = result.actual
    assert isinstance(amount, pg.Quantity | Computed)
    if amount_of(amount) >= result.indicator.target.value.amount():  # type: ignore[union-attr]
        assert height <= chart.target
    else:
        assert height >= chart.target


@given(st.fractions(min_value=0, max_value=3))
def test_a_pace_is_never_rounded_up(share: Fraction) -> None:
    """What is behind never reads as what is not."""
    text = cut_share(share)
    read = Fraction(text.strip("≈%")) / 100
    assert read <= share
    assert (read == share) is not text.startswith("≈")


def test_the_colours_of_lights() -> None:
    """The four of the official method as they are called; others by their place."""
    shown = [(x.name, x.tone, x.calls) for x in lights_of(["蓝", "绿", "黄", "红"], "zh")]
    assert shown == [
        ("蓝", "blue", False),
        ("绿", "green", False),
        ("黄", "yellow", True),
        ("红", "red", True),
        ("未报", "none", True),
    ]
    own = [(x.name, x.tone, x.calls) for x in lights_of(["好", "中", "差"], "en")]
    assert own == [
        ("好", "green", False),
        ("中", "yellow", True),
        ("差", "red", True),
        ("unreported", "none", True),
    ]
