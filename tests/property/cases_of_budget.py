"""Cases worked out by hand: budget execution beside three groups that are met."""

from collections.abc import Mapping
from datetime import date

from by_hand import at, bound, group, q, table
from one_case import END, FUNDED, Case, Expected, row

from perfgoals.targets import Range

ALL_THREE = (
    group("产出指标", at("道路")),
    group("效益指标", at("管网")),
    group("满意度指标", at("桥梁")),
)
DONE = (row("道路", "1 公里"), row("管网", "1 公里"), row("桥梁", "1 公里"))
ALL_MET = (
    Expected("met", "50.00", "50.00", "1"),
    Expected("met", "30.00", "30.00", "1"),
    Expected("met", "10.00", "10.00", "1"),
)
"""What comes of the three where 预算执行率 has the other 10 points."""


def budget(
    name: str,
    actual: str | None,
    expected: Expected,
    total: str,
    *,
    style: int = 0,
    as_of: date | None = None,
    grade: str | None = "优",
) -> Case:
    """产出 50, 效益 30, 满意度 10 are met; what is left is 预算执行率."""
    return Case(
        spec=table(ALL_THREE, amount=FUNDED),
        rows=(*DONE, row(name, actual, style)),
        results=(
            *ALL_MET,
            expected,
        ),
        total=total,
        grade=grade,
        as_of=as_of,
        not_due="10.00" if expected.outcome == "not_due" else "0.00",
    )


RATE, SPENT = "预算执行率", "预算执行数"
FULL = Expected("met", "10.00", "10.00", "1")
MORE = Expected("met", "10.00", "10.00", "1", over_budget=True)
MUCH = Expected("met", "10.00", "10.00", "1", over=True, over_budget=True)
MOST = Expected("missed", "10.00", "9.50", "19/20")
BUDGET: Mapping[str, Case] = {
    "rate-exactly": budget(RATE, "100%", FULL, "100.00"),
    "rate-short": budget(RATE, "95%", MOST, "99.50"),
    "rate-in-per-mille": budget(RATE, "950 ‰", MOST, "99.50"),
    "rate-hair-short": budget(
        RATE, "99.9999%", Expected("missed", "10.00", "9.99", "999999/1000000"), "99.99"
    ),
    "rate-above": budget(RATE, "100.01%", MORE, "100.00"),
    "rate-hair-below-130": budget(RATE, "129.99%", MORE, "100.00"),
    "rate-at-130": budget(RATE, "130%", MUCH, "100.00"),
    "spent-exactly": budget(SPENT, "12000000 元", FULL, "100.00"),
    "spent-short": budget(SPENT, "1140 万元", MOST, "99.50"),
    "spent-bare": budget(SPENT, "1140 万元", MOST, "99.50", style=3),
    "spent-a-third": budget(SPENT, "400 万元", Expected("missed", "10.00", "3.33", "1/3"), "93.33"),
    "spent-above": budget(SPENT, "12000000.01 元", MORE, "100.00"),
    "spent-nothing": budget(SPENT, "0 元", Expected("missed", "10.00", "0.00", "0"), "90.00"),
    "budget-blank": budget(RATE, None, Expected("unreported", "10.00", "0.00", None), "90.00"),
    "budget-not-due": budget(
        RATE,
        "95%",
        Expected("not_due", "10.00", "0.00", None),
        "90.00",
        as_of=date(2023, 12, 30),
        grade=None,
    ),
    "budget-due": budget(RATE, "95%", MOST, "99.50", as_of=END),
    "budget-met-early": budget(RATE, "100%", FULL, "100.00", as_of=date(2023, 6, 1)),
    # 满意度 is lacking (A = 10); 100 − 10 − 80 = 10 points are left for 预算执行率.
    "budget-takes-the-rest": Case(
        spec=table(
            (
                group("产出指标", at("道路"), weight="50"),
                group("效益指标", at("管网"), weight="30"),
            ),
            amount=FUNDED,
        ),
        rows=(row("道路", "1 公里"), row("管网", "1 公里"), row(RATE, "50%")),
        results=(
            Expected("met", "55.56", "55.56", "1"),
            Expected("met", "33.33", "33.33", "1"),
            Expected("missed", "11.11", "5.56", "1/2"),
        ),
        total="94.45",
        grade="优",
    ),
    "budget-row-in-the-table": Case(
        spec=table(
            (
                group(RATE, at(RATE, bound("up", "100%")), weight="20"),
                group("产出指标", at("道路")),
                group("效益指标", at("管网")),
                group("满意度指标", at("桥梁"), weight="16"),
            ),
            amount=FUNDED,
        ),
        rows=(
            row(SPENT, "900 万元"),
            row("道路", "1 公里"),
            row("管网", "1 公里"),
            row("桥梁", "1 公里"),
        ),
        # 100 − 36 = 64 points for 50:30.
        results=(
            Expected("missed", "20.00", "15.00", "3/4"),
            Expected("met", "40.00", "40.00", "1"),
            Expected("met", "24.00", "24.00", "1"),
            Expected("met", "16.00", "16.00", "1"),
        ),
        total="95.00",
        grade="优",
    ),
    # A row outside any group is the group itself, with the method's 10 points or its own.
    "budget-row-outside-any-group": Case(
        spec=table((*ALL_THREE, at(RATE, bound("up", "100%"))), amount=FUNDED),
        rows=(
            *DONE,
            row(SPENT, "900 万元"),
        ),
        results=(
            *ALL_MET,
            Expected("missed", "10.00", "7.50", "3/4"),
        ),
        total="97.50",
        grade="优",
    ),
    "budget-row-outside-with-a-weight": Case(
        spec=table((*ALL_THREE, at(RATE, bound("up", "100%"), "28")), amount=FUNDED),
        rows=(row("道路", "1 公里"), row("管网", "1 公里"), row(RATE, "50%")),
        # 72 points for 50:30:10.
        results=(
            Expected("met", "40.00", "40.00", "1"),
            Expected("met", "24.00", "24.00", "1"),
            Expected("unreported", "8.00", "0.00", None),
            Expected("missed", "28.00", "14.00", "1/2"),
        ),
        total="78.00",
        grade="中",
    ),
    # c is the rate, at most 1; what is missed stays a cent below its weight.
    "budget-row-of-a-range": Case(
        spec=table((*ALL_THREE, at(RATE, Range(q("90%"), q("100%")))), amount=FUNDED),
        rows=(
            *DONE,
            row(RATE, "104%"),
        ),
        results=(
            *ALL_MET,
            Expected("missed", "10.00", "9.99", "1", over_budget=True),
        ),
        total="99.99",
        grade="优",
    ),
    # c is the rate itself, whatever the target.
    "budget-row-of-90-percent": Case(
        spec=table((*ALL_THREE, at(RATE, bound(">=", "90%"))), amount=FUNDED),
        rows=(
            *DONE,
            row(RATE, "80%"),
        ),
        results=(
            *ALL_MET,
            Expected("missed", "10.00", "8.00", "4/5"),
        ),
        total="98.00",
        grade="优",
    ),
    # Wherever the table has the row, it stands for the group: 产出 has 50 points for one indicator.
    "budget-row-in-another-group": Case(
        spec=table(
            (
                group("产出指标", group("数量指标", at("道路"), at(RATE, bound(">=", "90%")))),
                group("效益指标", at("管网")),
                group("满意度指标", at("桥梁")),
            ),
            amount=FUNDED,
        ),
        rows=(
            *DONE,
            row(SPENT, "900 万元"),
        ),
        results=(
            Expected("met", "50.00", "50.00", "1"),
            Expected("missed", "10.00", "7.50", "3/4"),
            Expected("met", "30.00", "30.00", "1"),
            Expected("met", "10.00", "10.00", "1"),
        ),
        total="97.50",
        grade="优",
    ),
    # A group of that name has its 10 points, whatever its indicator is called.
    "budget-group-of-another-indicator": Case(
        spec=table((*ALL_THREE, group(RATE, at("支出", bound(">=", "90%")))), amount=FUNDED),
        rows=(
            *DONE,
            row("支出", "45%"),
        ),
        results=(
            *ALL_MET,
            Expected("missed", "10.00", "5.00", "1/2"),
        ),
        total="95.00",
        grade="优",
    ),
}
