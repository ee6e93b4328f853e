"""Cases worked out by hand: what one indicator earns, by its target and its rule."""

from collections.abc import Mapping
from datetime import date

from by_hand import METHOD_10, METHOD_101, Level, Promise, bound, own_method, percent, q, rule
from one_case import BETTER, DAY, Case, one

from perfgoals.targets import Deadline, Range

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


AT_LEAST_80 = bound(">=", "80 公里")
AT_MOST_100 = bound("<=", "100 万元")

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
    "inverse-of-one": one(
        bound("<=", "1 元"), "2 元", "missed", "50.00", "1/2", "差", scoring="倒数比例"
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
    "range-of-nothing": one(Range(q("0%"), q("0%")), "1%", "missed", "0.00", "0", "差"),
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
