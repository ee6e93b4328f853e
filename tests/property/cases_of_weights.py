"""Cases worked out by hand: how 100 points are shared out, and weights that break a rule."""

from collections.abc import Mapping
from decimal import Decimal

import attrs
from by_hand import METHOD_10, METHOD_101, Level, at, group, table
from one_case import BETTER, FUNDED, Case, Expected, row

from perfgoals.method import GroupWeight, Method
from perfgoals.model import Group, Indicator, Spec

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
    # 10 and 10 points are lacking, 1 is left for 效益; 79 and 1 of 80. A weight may be below 1.
    "a-point-left": shares(
        group("产出指标", at("道路", None, "0.5"), at("管网"), weight="79"),
        group("效益指标", at("桥梁")),
        weights="0.63 98.12 1.25",
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
    # Of 0.01, 60% is 0.006 and rounds up to 0.01; so what is partly achieved earns nothing of it.
    "cap-of-a-cent-of-a-text": Case(
        spec=table((group("产出指标", at("道路", None, "49.995"), at("环境", BETTER)),)),
        rows=(row("道路", "1 公里"), row("环境", Level("部分达成"))),
        results=(
            Expected("met", "99.99", "99.99", "1"),
            Expected("partial", "0.01", "0.00", "3/5"),
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
