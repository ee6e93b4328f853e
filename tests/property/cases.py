"""Cases worked out by hand: every expected number here was computed on paper from the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import attrs
from by_hand import (
    METHOD_10,
    METHOD_101,
    Actual,
    Level,
    Promise,
    Row,
    at,
    bound,
    group,
    own_method,
    percent,
    q,
    rule,
    table,
)

from perfgoals.method import GroupWeight, Method
from perfgoals.model import Group, Indicator, Spec
from perfgoals.targets import Deadline, Qualitative, Range


@dataclass(frozen=True)
class Expected:
    """The figures of one indicator, as a person would write them down."""

    outcome: str
    weight: str
    score: str
    completion: str | None
    over: bool = False
    over_budget: bool = False


@dataclass(frozen=True)
class Case:
    spec: Spec
    rows: tuple[Row, ...]
    results: tuple[Expected, ...]
    total: str
    grade: str | None
    as_of: date | None = None
    not_due: str = "0.00"


def row(name: str, actual: str | Actual | None, style: int = 0) -> Row:
    return Row(name, q(actual) if isinstance(actual, str) else actual, style)


def one(
    target: Promise,
    actual: str | Actual | None,
    outcome: str,
    score: str,
    completion: str | None,
    grade: str,
    *,
    method: Method = METHOD_10,
    path: tuple[str, ...] = ("产出指标",),
    scoring: str | None = None,
    over: bool = False,
    style: int = 0,
) -> Case:
    """A spec of a single indicator, which has all 100.00 points."""
    node: Group | Indicator = at("道路", target, scoring=scoring)
    for name in reversed(path):
        node = group(name, node)
    return Case(
        spec=table((node,), method=method),
        rows=(row("道路", actual, style),),
        results=(Expected(outcome, "100.00", score, completion, over),),
        total=score,
        grade=grade,
    )


STRICT = own_method(
    "从严",
    METHOD_10,
    正向=rule("完成比例", pass_line=percent(60)),
    反向=rule("倒数比例", pass_line=percent(50)),
    质量指标=rule("直接"),
    效益指标=rule("直接"),
    经济效益指标=rule("完成比例"),
    时效指标=rule("完成比例", full=percent(90)),
    成本指标=rule("扣减比例"),
)
SATISFIED = ("满意度指标",)
COST = ("产出指标", "成本指标")


def satisfied(
    target: Promise,
    actual: str | Level,
    outcome: str,
    score: str,
    completion: str,
    grade: str,
    *,
    over: bool = False,
) -> Case:
    return one(
        target,
        actual,
        outcome,
        score,
        completion,
        grade,
        method=METHOD_101,
        path=SATISFIED,
        over=over,
    )


DAY = date(2023, 10, 31)
AT_LEAST_80 = bound(">=", "80 公里")
AT_MOST_100 = bound("<=", "100 万元")
BETTER = Qualitative("提高")

COMPLETION: Mapping[str, Case] = {
    # ≥
    "exactly": one(AT_LEAST_80, "80 公里", "met", "100.00", "1", "优"),
    "exactly-in-another-unit": one(AT_LEAST_80, "80000 米", "met", "100.00", "1", "优"),
    "one-short": one(AT_LEAST_80, "79 公里", "missed", "98.75", "79/80", "优"),
    "one-short-in-another-unit": one(
        AT_LEAST_80, "79999 米", "missed", "99.99", "79999/80000", "优"
    ),
    "one-over": one(AT_LEAST_80, "81 公里", "met", "100.00", "1", "优"),
    "cap-one-cent": one(
        AT_LEAST_80, "79.9999999999 公里", "missed", "99.99", "799999999999/800000000000", "优"
    ),
    "beyond-a-float": one(
        bound(">=", "1 公里"),
        "0.99999999999999999999 公里",
        "missed",
        "99.99",
        "99999999999999999999/100000000000000000000",
        "优",
    ),
    "half-up-not-half-even": one(
        bound(">=", "100 公里"), "50.005 公里", "missed", "50.01", "10001/20000", "差"
    ),
    "below-half-is-down": one(
        bound(">=", "100 公里"), "50.0049 公里", "missed", "50.00", "500049/1000000", "差"
    ),
    "zero-is-zero": one(AT_LEAST_80, "0 公里", "missed", "0.00", "0", "差"),
    "blank-is-not-zero": one(AT_LEAST_80, None, "unreported", "0.00", None, "差"),
    "dash-is-blank": one(AT_LEAST_80, None, "unreported", "0.00", None, "差", style=1),
    "slash-is-blank": one(AT_LEAST_80, None, "unreported", "0.00", None, "差", style=2),
    "hyphen-is-blank": one(AT_LEAST_80, None, "unreported", "0.00", None, "差", style=3),
    "unit-from-its-column": one(
        AT_LEAST_80, "79500 米", "missed", "99.38", "159/160", "优", style=2
    ),
    "bare-takes-the-target's": one(
        AT_LEAST_80, "79 公里", "missed", "98.75", "79/80", "优", style=3
    ),
    "people-in-scales": one(
        bound(">=", "0.5 万人次"), "4999 人次", "missed", "99.98", "4999/5000", "优"
    ),
    "per-mille": one(bound(">=", "90%"), "899 ‰", "missed", "99.89", "899/900", "优"),
    "thirds-are-exact": one(bound(">=", "3 亩"), "2000 平方米", "met", "100.00", "1", "优"),
    "third-one-short": one(
        bound(">=", "1 亩"), "666.66 平方米", "missed", "99.99", "99999/100000", "优"
    ),
    "third-one-over": one(bound(">=", "1 亩"), "666.67 平方米", "met", "100.00", "1", "优"),
    "hours-of-days": one(bound(">=", "2 日"), "36 小时", "missed", "75.00", "3/4", "中"),
    "at-least-zero-met": one(bound(">=", "0 元"), "0 元", "met", "100.00", "1", "优"),
    "at-least-zero-missed": one(bound(">=", "0 元"), "-1 元", "missed", "0.00", "0", "差"),
    "at-least-negative-met": one(bound(">=", "-10 万元"), "-100000 元", "met", "100.00", "1", "优"),
    "at-least-negative-missed": one(
        bound(">=", "-10 万元"), "-11 万元", "missed", "0.00", "0", "差"
    ),
    "negative-actual": one(bound(">=", "10 万元"), "-5 万元", "missed", "0.00", "0", "差"),
    # : reached upward
    "reach-exactly": one(bound("up", "90%"), "90%", "met", "100.00", "1", "优"),
    "reach-one-short": one(bound("up", "90%"), "89%", "missed", "98.89", "89/90", "优"),
    "reach-zero": one(bound("up", "0%"), "-1%", "missed", "0.00", "0", "差"),
    # >
    "more-than-at": one(bound(">", "80 公里"), "80 公里", "missed", "99.99", "1", "优"),
    "more-than-hair": one(bound(">", "80 公里"), "80.0000000001 公里", "met", "100.00", "1", "优"),
    "more-than-below": one(bound(">", "80 公里"), "40 公里", "missed", "50.00", "1/2", "差"),
    "more-than-zero": one(bound(">", "0%"), "0%", "missed", "0.00", "0", "差"),
    # ≤, 扣减比例
    "at-most-exactly": one(AT_MOST_100, "1000000 元", "met", "100.00", "1", "优"),
    "at-most-none": one(AT_MOST_100, "0 元", "met", "100.00", "1", "优"),
    "at-most-a-tenth-over": one(AT_MOST_100, "1100000 元", "missed", "90.00", "9/10", "优"),
    "at-most-hair-over": one(
        AT_MOST_100, "1000000.01 元", "missed", "99.99", "99999999/100000000", "优"
    ),
    "at-most-under-twice": one(AT_MOST_100, "199.99 万元", "missed", "0.01", "1/10000", "差"),
    "at-most-twice": one(AT_MOST_100, "200 万元", "missed", "0.00", "0", "差"),
    "at-most-thrice": one(AT_MOST_100, "300 万元", "missed", "0.00", "0", "差"),
    "at-most-zero-met": one(bound("<=", "0 人次"), "0 人次", "met", "100.00", "1", "优"),
    "at-most-zero-missed": one(bound("<=", "0 人次"), "1 人次", "missed", "0.00", "0", "差"),
    "at-most-negative-met": one(bound("<=", "-5%"), "-5%", "met", "100.00", "1", "优"),
    "at-most-negative-missed": one(bound("<=", "-5%"), "-4%", "missed", "0.00", "0", "差"),
    # : with 方向 反向
    "reach-down-exactly": one(
        bound("down", "10 小时"), "10 小时", "met", "100.00", "1", "优", path=COST
    ),
    "reach-down-over": one(
        bound("down", "10 小时"), "12 小时", "missed", "80.00", "4/5", "良", path=COST
    ),
    "reach-up-under-cost": one(
        bound("up", "10 万元"), "8 万元", "missed", "80.00", "4/5", "良", path=COST
    ),
    # ≤, 倒数比例
    "inverse-exactly": one(AT_MOST_100, "100 万元", "met", "100.00", "1", "优", scoring="倒数比例"),
    "inverse-over": one(
        AT_MOST_100, "110 万元", "missed", "90.91", "10/11", "优", scoring="倒数比例"
    ),
    "inverse-twice": one(
        AT_MOST_100, "200 万元", "missed", "50.00", "1/2", "差", scoring="倒数比例"
    ),
    "inverse-zero": one(
        bound("<=", "0 元"), "1 元", "missed", "0.00", "0", "差", scoring="倒数比例"
    ),
    "inverse-less-than-at": one(
        bound("<", "100 万元"), "100 万元", "missed", "99.99", "1", "优", scoring="倒数比例"
    ),
    # <
    "less-than-at": one(bound("<", "100 万元"), "100 万元", "missed", "99.99", "1", "优"),
    "less-than-hair": one(bound("<", "100 万元"), "999999.99 元", "met", "100.00", "1", "优"),
    "less-than-over": one(bound("<", "100 万元"), "150 万元", "missed", "50.00", "1/2", "差"),
    # =
    "equal": one(bound("=", "5 公里"), "5000 米", "met", "100.00", "1", "优"),
    "equal-below": one(bound("=", "5 公里"), "4 公里", "missed", "80.00", "4/5", "良"),
    "equal-above": one(bound("=", "5 公里"), "6 公里", "missed", "80.00", "4/5", "良"),
    "equal-hair": one(
        bound("=", "3 亩"), "1999.99 平方米", "missed", "99.99", "199999/200000", "优"
    ),
    "equal-far": one(bound("=", "5 公里"), "11 公里", "missed", "0.00", "0", "差"),
    "equal-zero-met": one(bound("=", "0 户"), "0 户", "met", "100.00", "1", "优"),
    "equal-zero-missed": one(bound("=", "0 户"), "1 户", "missed", "0.00", "0", "差"),
    "equal-negative": one(bound("=", "-10%"), "-12%", "missed", "80.00", "4/5", "良"),
    # lo ~ hi
    "range-low-end": one(Range(q("1 公里"), q("2 公里")), "1000 米", "met", "100.00", "1", "优"),
    "range-high-end": one(Range(q("1 公里"), q("2 公里")), "2 公里", "met", "100.00", "1", "优"),
    "range-below": one(Range(q("1 公里"), q("2 公里")), "500 米", "missed", "75.00", "3/4", "中"),
    "range-above": one(Range(q("1 公里"), q("2 公里")), "3 公里", "missed", "50.00", "1/2", "差"),
    "range-hair": one(
        Range(q("1 公里"), q("2 公里")), "2.000001 公里", "missed", "99.99", "1999999/2000000", "优"
    ),
    "range-far": one(Range(q("1 公里"), q("2 公里")), "4 公里", "missed", "0.00", "0", "差"),
    "range-about-zero": one(Range(q("-3%"), q("3%")), "4%", "missed", "66.67", "2/3", "中"),
    "range-larger-low-end": one(Range(q("-10%"), q("5%")), "-12%", "missed", "80.00", "4/5", "良"),
    # deadlines
    "on-the-day": one(Deadline(DAY), DAY, "met", "100.00", "1", "优"),
    "a-day-late": one(Deadline(DAY), date(2023, 11, 1), "missed", "0.00", "0", "差"),
    "no-date": one(Deadline(DAY), None, "unreported", "0.00", None, "差"),
    # texts
    "achieved": one(BETTER, Level("达成"), "met", "100.00", "1", "优"),
    "achieved-in-its-words": one(BETTER, Level("达成"), "met", "100.00", "1", "优", style=1),
    "achieved-with-a-share": one(BETTER, Level("达成", percent(85)), "met", "85.00", "17/20", "良"),
    "achieved-lowest-share": one(BETTER, Level("达成", percent(80)), "met", "80.00", "4/5", "良"),
    "partial": one(BETTER, Level("部分达成"), "partial", "60.00", "3/5", "中"),
    "partial-with-a-share": one(
        BETTER, Level("部分达成", percent(70)), "partial", "70.00", "7/10", "中"
    ),
    "partial-lowest-share": one(
        BETTER, Level("部分达成", percent(60)), "partial", "60.00", "3/5", "中"
    ),
    "partial-highest-share": one(
        BETTER, Level("部分达成", percent("79.99")), "partial", "79.99", "7999/10000", "中"
    ),
    "failed": one(BETTER, Level("未达成"), "missed", "0.00", "0", "差"),
    "failed-with-a-share": one(
        BETTER, Level("未达成", percent("59.99")), "missed", "59.99", "5999/10000", "差"
    ),
    # 直接
    "direct-hair": one(AT_LEAST_80, "79999.99 米", "missed", "0.00", "0", "差", scoring="直接"),
    "direct-met": one(AT_LEAST_80, "80 公里", "met", "100.00", "1", "优", scoring="直接"),
    "direct-at-most": one(AT_MOST_100, "101 万元", "missed", "0.00", "0", "差", scoring="直接"),
    "direct-text-partial": one(
        BETTER, Level("部分达成", percent(70)), "partial", "0.00", "0", "差", scoring="直接"
    ),
    "direct-text-share": one(
        BETTER, Level("达成", percent(85)), "met", "85.00", "17/20", "良", scoring="直接"
    ),
    # grades
    "grade-90": one(bound(">=", "100 公里"), "90 公里", "missed", "90.00", "9/10", "优"),
    "grade-as-shown": one(
        bound(">=", "100 公里"), "89.995 公里", "missed", "90.00", "17999/20000", "优"
    ),
    "grade-below-90": one(
        bound(">=", "100 公里"), "89.99 公里", "missed", "89.99", "8999/10000", "良"
    ),
    "grade-80": one(bound(">=", "100 公里"), "80 公里", "missed", "80.00", "4/5", "良"),
    "grade-below-80": one(
        bound(">=", "100 公里"), "79.99 公里", "missed", "79.99", "7999/10000", "中"
    ),
    "grade-60": one(bound(">=", "100 公里"), "60 公里", "missed", "60.00", "3/5", "中"),
    "grade-below-60": one(
        bound(">=", "100 公里"), "59.99 公里", "missed", "59.99", "5999/10000", "差"
    ),
    # 超额提示
    "over-at-130": one(AT_LEAST_80, "104 公里", "met", "100.00", "1", "优", over=True),
    "over-hair-below-130": one(AT_LEAST_80, "103999.99 米", "met", "100.00", "1", "优"),
    "over-of-more-than": one(bound(">", "10 户"), "13 户", "met", "100.00", "1", "优", over=True),
    "over-of-reach": one(bound("up", "50%"), "65%", "met", "100.00", "1", "优", over=True),
    "over-of-zero": one(bound(">=", "0 元"), "100 元", "met", "100.00", "1", "优"),
    "over-not-downward": one(AT_MOST_100, "10 万元", "met", "100.00", "1", "优"),
    "over-not-equal": one(bound("=", "5 公里"), "10 公里", "missed", "0.00", "0", "差"),
    # 满分线 90%, 及格线 60%
    "full-line-target-missed": satisfied(bound(">=", "95%"), "92%", "missed", "100.00", "1", "优"),
    "full-line-exactly": satisfied(bound(">=", "95%"), "90%", "missed", "100.00", "1", "优"),
    "full-line-hair-below": satisfied(
        bound(">=", "95%"), "89.9999%", "missed", "99.99", "899999/900000", "优"
    ),
    "full-line-not-the-target": satisfied(
        bound(">=", "85%"), "84%", "missed", "93.33", "14/15", "优"
    ),
    "full-line-met-below-it": satisfied(bound("up", "50%"), "50%", "met", "100.00", "1", "优"),
    "full-line-more-than": satisfied(bound(">", "90%"), "90%", "missed", "100.00", "1", "优"),
    "pass-line-exactly": satisfied(bound(">=", "90%"), "54%", "missed", "60.00", "3/5", "中"),
    "pass-line-hair-below": satisfied(bound(">=", "90%"), "53.99%", "missed", "0.00", "0", "差"),
    "full-line-not-downward": satisfied(bound("<=", "5%"), "6%", "missed", "80.00", "4/5", "良"),
    "full-line-not-downward-far": satisfied(
        bound("<=", "5%"), "8%", "missed", "40.00", "2/5", "差"
    ),
    "full-line-not-a-count": satisfied(
        bound(">=", "100 人次"), "50 人次", "missed", "50.00", "1/2", "差"
    ),
    "full-line-not-a-text": satisfied(BETTER, Level("部分达成"), "partial", "60.00", "3/5", "中"),
    "full-line-inner-group": one(
        bound(">=", "95%"),
        "92%",
        "missed",
        "100.00",
        "1",
        "优",
        method=METHOD_101,
        path=("满意度指标", "服务对象满意度指标"),
    ),
    "full-line-own-scoring-first": one(
        bound(">=", "100%"),
        "92%",
        "missed",
        "92.00",
        "23/25",
        "优",
        method=METHOD_101,
        path=SATISFIED,
        scoring="完成比例",
    ),
    # a method of one's own: 正向 完成比例, 及格线 60%; 反向 倒数比例, 及格线 50%
    "own-pass-line-exactly": one(
        bound(">=", "100 公里"), "60 公里", "missed", "60.00", "3/5", "中", method=STRICT
    ),
    "own-pass-line-hair-below": one(
        bound(">=", "100 公里"), "59.9999 公里", "missed", "0.00", "0", "差", method=STRICT
    ),
    "own-pass-line-equal": one(
        bound("=", "100 公里"), "141 公里", "missed", "0.00", "0", "差", method=STRICT
    ),
    "own-pass-line-range": one(
        Range(q("1 公里"), q("2 公里")), "3 公里", "missed", "0.00", "0", "差", method=STRICT
    ),
    "own-pass-line-spares-texts": one(
        BETTER, Level("未达成", percent(30)), "missed", "30.00", "3/10", "差", method=STRICT
    ),
    "own-pass-line-spares-the-met": one(
        bound(">=", "0 元"), "0 元", "met", "100.00", "1", "优", method=STRICT
    ),
    "own-inverse-at-its-line": one(
        AT_MOST_100, "200 万元", "missed", "50.00", "1/2", "差", method=STRICT
    ),
    "own-inverse-below-its-line": one(
        AT_MOST_100, "200.01 万元", "missed", "0.00", "0", "差", method=STRICT
    ),
    "own-inner-group-direct": one(
        AT_LEAST_80,
        "79 公里",
        "missed",
        "0.00",
        "0",
        "差",
        method=STRICT,
        path=("产出指标", "质量指标"),
    ),
    "own-inner-group-direct-text": one(
        BETTER,
        Level("部分达成"),
        "partial",
        "0.00",
        "0",
        "差",
        method=STRICT,
        path=("产出指标", "质量指标"),
    ),
    "own-outer-group-direct": one(
        AT_LEAST_80,
        "79 公里",
        "missed",
        "0.00",
        "0",
        "差",
        method=STRICT,
        path=("效益指标", "社会效益指标"),
    ),
    "own-innermost-group-wins": one(
        AT_LEAST_80,
        "20 公里",
        "missed",
        "25.00",
        "1/4",
        "差",
        method=STRICT,
        path=("效益指标", "经济效益指标"),
    ),
    # An inner entry that has no line for the target gives way to the direction's, not to 直接.
    "own-inner-full-line-not-a-length": one(
        AT_LEAST_80,
        "60 公里",
        "missed",
        "75.00",
        "3/4",
        "中",
        method=STRICT,
        path=("效益指标", "时效指标"),
    ),
    "own-inner-downward-rule-not-upward": one(
        AT_LEAST_80,
        "60 公里",
        "missed",
        "75.00",
        "3/4",
        "中",
        method=STRICT,
        path=("效益指标", "成本指标"),
    ),
    "own-innermost-group-wins-for-texts": one(
        BETTER,
        Level("部分达成", percent(70)),
        "partial",
        "70.00",
        "7/10",
        "中",
        method=STRICT,
        path=("效益指标", "经济效益指标"),
    ),
    "own-scoring-before-the-groups": one(
        AT_LEAST_80,
        "20 公里",
        "missed",
        "25.00",
        "1/4",
        "差",
        method=STRICT,
        path=("产出指标", "质量指标"),
        scoring="完成比例",
    ),
}

NAMES = ("道路", "管网", "桥梁", "水厂", "渠道", "路灯", "堤岸", "果园")


def shares(*nodes: Group | Indicator, weights: str, method: Method = METHOD_10) -> Case:
    """All is met, so every score is the indicator's weight."""
    spec = table(nodes, method=method)
    figures = weights.split()
    rows = tuple(row(name, "1 公里") for name in NAMES[: len(figures)])
    results = tuple(Expected("met", figure, figure, "1") for figure in figures)
    return Case(spec, rows, results, "100.00", "优")


def of(count: int, first: int = 0) -> tuple[Indicator, ...]:
    return tuple(at(name) for name in NAMES[first : first + count])


WEIGHTS: Mapping[str, Case] = {
    "largest-remainder-tie-to-earlier": shares(
        group("产出指标", *of(3)), weights="33.34 33.33 33.33"
    ),
    "largest-remainder-four-of-six": shares(
        group("产出指标", *of(6)), weights="16.67 16.67 16.67 16.67 16.66 16.66"
    ),
    # 50:30:10 of 90 points: 55.555…, 33.333…, 11.111…; the first has the largest remainder.
    "scaled-without-budget": shares(
        group("产出指标", at("道路")),
        group("效益指标", at("管网")),
        group("满意度指标", at("桥梁")),
        weights="55.56 33.33 11.11",
    ),
    # The groups first (55.56), then 55.56 / 5 = 11.112; one cent is left, for the first.
    "groups-before-indicators": shares(
        group("产出指标", *of(5)),
        group("效益指标", at("路灯")),
        group("满意度指标", at("堤岸")),
        weights="11.12 11.11 11.11 11.11 11.11 33.33 11.11",
    ),
    # 62.50 for three, however deep: 20.8333… each.
    "however-deep": shares(
        group("产出指标", group("数量指标", at("道路"), at("管网")), group("质量指标", at("桥梁"))),
        group("效益指标", at("水厂")),
        weights="20.84 20.83 20.83 37.50",
    ),
    # 50 points: 12 + 18 in the inner group of 30, 10 + 10 of the rest; all doubled.
    "inner-weights": shares(
        group(
            "产出指标",
            group("数量指标", at("道路", None, "12"), at("管网"), weight="30"),
            group("质量指标", at("桥梁"), at("水厂")),
            weight="50",
        ),
        weights="24.00 36.00 20.00 20.00",
    ),
    # An inner group without a weight passes its indicators up: 50 − 20 = 30 points for two.
    "inner-group-without-weight": shares(
        group("产出指标", group("数量指标", at("道路", None, "20"), at("管网")), at("桥梁")),
        weights="40.00 30.00 30.00",
    ),
    "all-written-to-100": shares(
        group("产出指标", at("道路"), weight="60"),
        group("效益指标", at("管网"), weight="40"),
        weights="60.00 40.00",
    ),
    "all-written-to-the-rest": shares(
        group("产出指标", at("道路"), weight="50"),
        group("效益指标", at("管网"), weight="30"),
        group("满意度指标", at("桥梁"), weight="10"),
        weights="55.56 33.33 11.11",
    ),
    # 30 points are left for 30:10, that is 22.5 and 7.5; of 90: 66.666…, 25, 8.333….
    "some-written": shares(
        group("产出指标", at("道路"), weight="60"),
        group("效益指标", at("管网")),
        group("满意度指标", at("桥梁")),
        weights="66.67 25.00 8.33",
    ),
    # 成本 is not the method's: A = 10 + 30 + 10; 产出 has 100 − 50 − 20 = 30 of 50 points.
    "written-beside-the-method's": shares(
        group("成本指标", at("道路"), weight="20"),
        group("产出指标", at("管网")),
        weights="40.00 60.00",
    ),
    "none-known-none-written": shares(
        group("基础", at("道路")),
        group("提升", at("管网")),
        group("其他", at("桥梁")),
        weights="33.34 33.33 33.33",
    ),
    # Shares of 33.34 in two; 33.33 in two is 16.665 each, and the earlier takes the cent.
    "tie-in-each-group": shares(
        group("基础", *of(2)),
        group("提升", *of(2, 2)),
        group("其他", at("渠道")),
        weights="16.67 16.67 16.67 16.66 33.33",
    ),
    "none-known-all-written": shares(
        group("基础", at("道路"), weight="70"),
        group("提升", at("管网"), weight="30"),
        weights="70.00 30.00",
    ),
    "short-names": shares(
        group("产出", at("道路")), group("效益", at("管网")), weights="62.50 37.50"
    ),
    "outside-any-group": shares(
        group("基础", at("道路")), at("管网"), at("桥梁"), weights="50.00 25.00 25.00"
    ),
    "cost-method": shares(
        group("成本指标", at("道路")),
        group("产出指标", at("管网")),
        group("效益指标", at("桥梁")),
        group("满意度指标", at("水厂")),
        weights="22.22 44.45 22.22 11.11",
        method=METHOD_101,
    ),
    "rounds-to-nothing": Case(
        spec=table((group("产出指标", at("道路", None, "49.999"), at("管网")),)),
        rows=(row("道路", "1 公里"), row("管网", "0.5 公里")),
        results=(
            Expected("met", "100.00", "100.00", "1"),
            Expected("missed", "0.00", "0.00", "1/2"),
        ),
        total="100.00",
        grade="优",
    ),
    # Of 0.01, half is 0.005 and rounds up to 0.01; what is not met stays a cent below its weight.
    "cap-of-a-cent": Case(
        spec=table((group("产出指标", at("道路", None, "49.995"), at("管网")),)),
        rows=(row("道路", "1 公里"), row("管网", "0.5 公里")),
        results=(
            Expected("met", "99.99", "99.99", "1"),
            Expected("missed", "0.01", "0.00", "1/2"),
        ),
        total="99.99",
        grade="优",
    ),
    "missing-row": Case(
        spec=table((group("产出指标", *of(2)),)),
        rows=(row("道路", "1 公里"),),
        results=(
            Expected("met", "50.00", "50.00", "1"),
            Expected("unreported", "50.00", "0.00", None),
        ),
        total="50.00",
        grade="差",
    ),
    # 33.33 × 0.25 = 8.3325 → 8.33; 33.34 × 0.25 = 8.335 → 8.34; 25.00 in all would be 25.00.
    "sum-of-scores-as-shown": Case(
        spec=table((group("产出指标", *of(3)),)),
        rows=(row("道路", "0.25 公里"), row("管网", "0.25 公里"), row("桥梁", "0.25 公里")),
        results=(
            Expected("missed", "33.34", "8.34", "1/4"),
            Expected("missed", "33.33", "8.33", "1/4"),
            Expected("missed", "33.33", "8.33", "1/4"),
        ),
        total="25.00",
        grade="差",
    ),
    # 3 × 0.5 of 33.34, 33.33, 33.33: 16.67, 16.665 → 16.67 twice; a cent more than half of 100.
    "sum-keeps-the-rounding": Case(
        spec=table((group("产出指标", *of(3)),)),
        rows=(row("道路", "0.5 公里"), row("管网", "500 米"), row("桥梁", "500 米")),
        results=(
            Expected("missed", "33.34", "16.67", "1/2"),
            Expected("missed", "33.33", "16.67", "1/2"),
            Expected("missed", "33.33", "16.67", "1/2"),
        ),
        total="50.01",
        grade="差",
    ),
}

FUNDED = q("1200 万元")
ALL_THREE = (
    group("产出指标", at("道路")),
    group("效益指标", at("管网")),
    group("满意度指标", at("桥梁")),
)


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
    met = (row("道路", "1 公里"), row("管网", "1 公里"), row("桥梁", "1 公里"))
    return Case(
        spec=table(ALL_THREE, amount=FUNDED),
        rows=(*met, row(name, actual, style)),
        results=(
            Expected("met", "50.00", "50.00", "1"),
            Expected("met", "30.00", "30.00", "1"),
            Expected("met", "10.00", "10.00", "1"),
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
END = date(2023, 12, 31)

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
}


def timed(
    target: Promise,
    actual: str | Actual | None,
    as_of: date,
    expected: Expected,
    total: str,
    grade: str | None,
    *,
    due: date | None = None,
) -> Case:
    """A met indicator of 60.00 points, then the one that is asked about, of 40.00."""
    nodes = (
        group("产出指标", at("道路"), weight="60"),
        group("效益指标", at("管网", target, due=due), weight="40"),
    )
    return Case(
        spec=table(nodes),
        rows=(row("道路", "1 公里"), row("管网", actual)),
        results=(Expected("met", "60.00", "60.00", "1"), expected),
        total=total,
        grade=grade,
        as_of=as_of,
        not_due="40.00" if expected.outcome == "not_due" else "0.00",
    )


LATER = Expected("not_due", "40.00", "0.00", None)
HALF = Expected("missed", "40.00", "20.00", "1/2")
NOTHING = Expected("unreported", "40.00", "0.00", None)
DONE = Expected("met", "40.00", "40.00", "1")
TEN = bound(">=", "10 公里")
EVE = date(2023, 12, 30)

DUE: Mapping[str, Case] = {
    "unmet-before-the-year's-end": timed(TEN, "5 公里", EVE, LATER, "60.00", None),
    "unmet-at-the-year's-end": timed(TEN, "5 公里", END, HALF, "80.00", "良"),
    "unmet-after-the-year's-end": timed(TEN, "5 公里", date(2024, 1, 1), HALF, "80.00", "良"),
    "unreported-before": timed(TEN, None, EVE, LATER, "60.00", None),
    "unreported-at": timed(TEN, None, END, NOTHING, "60.00", "中"),
    "met-before": timed(TEN, "10 公里", date(2023, 1, 1), DONE, "100.00", "优"),
    "partial-before": timed(BETTER, Level("部分达成", percent(70)), EVE, LATER, "60.00", None),
    "partial-at": timed(
        BETTER,
        Level("部分达成", percent(70)),
        END,
        Expected("partial", "40.00", "28.00", "7/10"),
        "88.00",
        "良",
    ),
    "own-time-before": timed(
        TEN, "5 公里", date(2023, 6, 29), LATER, "60.00", None, due=date(2023, 6, 30)
    ),
    "own-time-at": timed(
        TEN, "5 公里", date(2023, 6, 30), HALF, "80.00", "良", due=date(2023, 6, 30)
    ),
    "own-time-after-the-year": timed(
        TEN, "5 公里", END, LATER, "60.00", None, due=date(2024, 6, 30)
    ),
    "deadline-before": timed(Deadline(DAY), None, date(2023, 10, 30), LATER, "60.00", None),
    "deadline-at": timed(Deadline(DAY), None, DAY, NOTHING, "60.00", "中"),
    "deadline-late": timed(
        Deadline(DAY),
        date(2023, 11, 2),
        date(2023, 11, 2),
        Expected("missed", "40.00", "0.00", "0"),
        "60.00",
        "中",
    ),
    "deadline-met-early": timed(
        Deadline(DAY), date(2023, 10, 1), date(2023, 10, 1), DONE, "100.00", "优"
    ),
    "own-time-before-its-deadline": timed(
        Deadline(DAY), None, date(2023, 10, 15), NOTHING, "60.00", "中", due=date(2023, 10, 15)
    ),
}

CASES: Mapping[str, Case] = {**COMPLETION, **WEIGHTS, **BUDGET, **DUE}

#: Specs whose weights break a rule, with the code of the problem.
WRONG_WEIGHTS: Mapping[str, tuple[Spec, str]] = {
    "all-written-too-little": (
        table(
            (group("产出指标", at("道路"), weight="60"), group("效益指标", at("管网"), weight="39"))
        ),
        "PG402",
    ),
    "all-written-too-much": (
        table(
            (
                group("产出指标", at("道路"), weight="60"),
                group("效益指标", at("管网"), weight="40.01"),
            )
        ),
        "PG402",
    ),
    "none-known-all-written": (
        table((group("基础", at("道路"), weight="60"), group("提升", at("管网"), weight="30"))),
        "PG402",
    ),
    "neither-spec-nor-method": (
        table((group("产出指标", at("道路")), group("其他", at("管网")))),
        "PG403",
    ),
    "cost-is-not-in-the-method": (
        table((group("成本指标", at("道路")), group("产出指标", at("管网")))),
        "PG403",
    ),
    "none-known-one-written": (
        table((group("基础", at("道路"), weight="60"), group("提升", at("管网")))),
        "PG403",
    ),
    "outside-any-group-beside-known": (
        table((group("产出指标", at("道路")), at("管网"))),
        "PG404",
    ),
    "nothing-left-for-a-group": (
        table((group("产出指标", at("道路"), weight="80"), group("效益指标", at("管网")))),
        "PG405",
    ),
    "nothing-left-for-the-budget": (
        table(
            (group("产出指标", at("道路"), weight="100"),),
            amount=FUNDED,
            method=attrs.evolve(
                METHOD_10,
                name="从简",
                weights=(
                    GroupWeight(name="产出指标", points=Decimal(90)),
                    GroupWeight(name="预算执行率", points=Decimal(10)),
                ),
            ),
        ),
        "PG405",
    ),
    "more-than-the-groups-have": (
        table((group("产出指标", at("道路"), weight="81"), group("效益指标", at("管网")))),
        "PG405",
    ),
    "more-than-a-group-has": (
        table((group("产出指标", at("道路", None, "50.01"), at("管网")),)),
        "PG407",
    ),
    "more-than-an-inner-group-has": (
        table(
            (
                group(
                    "产出指标",
                    group("数量指标", at("道路", None, "31"), at("管网"), weight="30"),
                    at("桥梁"),
                ),
            )
        ),
        "PG407",
    ),
    "less-than-a-group-has": (
        table((group("产出指标", at("道路", None, "20"), at("管网", None, "29.99")),)),
        "PG406",
    ),
    "less-than-an-inner-group-has": (
        table(
            (group("产出指标", group("数量指标", at("道路", None, "29"), weight="30"), at("管网")),)
        ),
        "PG406",
    ),
    "nothing-left-inside": (
        table((group("产出指标", at("道路", None, "50"), at("管网")),)),
        "PG407",
    ),
    "group-of-zero": (
        table(
            (group("产出指标", at("道路"), weight="0"), group("效益指标", at("管网"), weight="100"))
        ),
        "PG401",
    ),
    "indicator-of-zero": (
        table((group("产出指标", at("道路", None, "0"), at("管网")),)),
        "PG401",
    ),
    "inner-group-of-zero": (
        table((group("产出指标", group("数量指标", at("道路"), weight="0"), at("管网")),)),
        "PG401",
    ),
}
