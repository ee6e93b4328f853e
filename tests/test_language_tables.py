"""The language below the header: groups, weights, attributes, directions, methods."""

from __future__ import annotations

import datetime

import pytest

import perfgoals as pg
from language import HERE, outline, places, problems_of
from wording import said

# ---- groups, weights, identity ------------------------------------------------------------------


def test_the_chinese_example() -> None:
    """The first example of the language means what it says."""
    text = (HERE / "specs" / "valid" / "chinese-example.pg").read_text(encoding="utf-8")
    assert outline(text) == [
        "产出指标",
        "  数量指标",
        "    落实三类防止返贫监测对象监测和帮扶工作: reach 166 户",
        "    落实三类防止返贫监测对象监测和帮扶工作: reach 817 人",
        "    新建污水管网: >= 80 公里",
        "  质量指标",
        "    镇级生活污水处理设施稳定运行率: >= 90 %",
        "  成本指标",
        "    每镇县域内扶贫项目资产后续管理财政资金投入: >= 10 万元",
        "效益指标",
        "  经济效益指标",
        "    当地群众收入: text 提高",
        "满意度指标",
        "  服务对象满意度指标",
        "    群众对镇域公共服务发展的满意度: reach 90 %",
    ]


def test_the_english_example() -> None:
    """The second example of the language means what it says."""
    text = (HERE / "specs" / "valid" / "english-example.pg").read_text(encoding="utf-8")
    assert outline(text) == [
        "output",
        "  sewer laid: >= 80 km",
        "  spend per km: <= 1.2 million CNY/km",
        "outcome",
        "  households connected: >= 1200 households",
    ]
    spec = pg.loads(text)
    assert (spec.fund, spec.region, spec.year) == ("Clean Water Programme", "Northshire", 2025)


def test_the_english_levels_are_the_official_ones() -> None:
    """`output` is 产出指标 and `outcome` is 效益指标: they get the method's weights."""
    text = (HERE / "specs" / "valid" / "english-example.pg").read_text(encoding="utf-8")
    rows = [
        {"indicator": "sewer laid", "actual": "80 km"},
        {"indicator": "spend per km", "actual": "1.2 million CNY/km"},
        {"indicator": "households connected", "actual": "1200 households"},
    ]
    card = pg.evaluate(pg.loads(text), pg.Actuals.from_rows(rows))
    assert [str(result.weight) for result in card.results] == ["31.25", "31.25", "37.50"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("产出指标", "产出"), ("效益指标", "效益"), ("满意度指标", "满意度"), ("产出指标", "output")],
)
def test_levels_match_with_and_without_the_ending(one: str, other: str) -> None:
    """A level and its alias are the same group, so both in one table is an error."""
    found = places(f"{one}\n  甲 ≥ 8 个\n{other}\n  乙 ≥ 8 个\n")
    assert found == [("PG143", 3, 1)]


@pytest.mark.parametrize(
    "weight", ["[50分]", "[50]", "（50分）", "(50分)", "［５０分］", "[50.00 分]"]
)
def test_weights_in_brackets(weight: str) -> None:
    """A weight is a trailing bracket, of a group and of a target."""
    text = f"产出指标 {weight}\n  管网 ≥ 80 公里 {weight}\n效益指标 [50分]\n  收入: 提高\n"
    spec = pg.loads(text)
    assert spec.members[0].weight == 50
    assert spec.indicators[0].weight == 50


def test_any_other_bracket_belongs_to_the_name() -> None:
    """A bracket that is no weight and no unit is part of the name."""
    spec = pg.loads("产出指标（续）\n  水面（含滩涂） ≥ 8 亩\n")
    assert spec.members[0].name == "产出指标（续）"
    assert spec.indicators[0].name == "水面（含滩涂）"


@pytest.mark.parametrize("weight", ["[50", "[-5分]", "[5O分]", "[五十分]", "[50分", "50分]"])
def test_half_a_weight_is_an_error(weight: str) -> None:
    """A mistyped weight is an error at its line, never a part of the name that weighs nothing."""
    found = places(f"产出指标 {weight}\n  管网 ≥ 80 公里\n")
    assert [line for _, line, _ in found] == [1]
    (problem,) = problems_of(f"产出指标\n  管网 ≥ 80 公里 {weight}\n")
    assert problem.span is not None
    assert problem.span.line == 2
    assert problem.code != "PG201", "the unit is right, the weight is not"


def test_identity_is_name_and_dimension() -> None:
    """One name may stand for several indicators of different dimensions, in any kind of target."""
    text = (
        "产出指标\n  帮扶: 166 户\n  帮扶: 817 人\n  帮扶: 提高\n  帮扶: 90%\n  帮扶: 2023-12-31\n"
    )
    assert len(pg.loads(text).indicators) == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("管网 ≥ 80 公里", "管网 ≥ 90 公里"),
        ("管网 ≥ 80 公里", "管网 ≤ 90 米"),
        ("管网 ≥ 80 公里", "管 网（公里） ≥ 90"),
        ("管网 ≥ 80 公里", "「管网」: 90 公里"),
        ("实践所（站）: 提高", "实践所(站): 改善"),
        ("甲 ≥ 8 家", "甲 ≥ 9 个"),
        ("A ≥ 8 个", "Ａ ≥ 9 个"),
    ],
)
def test_the_same_name_and_dimension_twice_is_an_error(one: str, other: str) -> None:
    """Names are compared folded, units by their dimension; the first place is shown too."""
    (problem,) = problems_of(f"产出指标\n  {one}\n效益指标\n  {other}\n")
    assert problem.code == "PG144"
    assert problem.span is not None
    assert problem.span.line == 4
    assert [related.span.line for related in problem.related if related.span] == [2]


# ---- attributes ---------------------------------------------------------------------------------


def test_attributes() -> None:
    """Attributes stand in the target's block and are kept."""
    spec = pg.loads(
        "年度: 2023\n产出指标\n  管网: 80 公里\n    权重: 50分\n    方向: 反向\n    时限: 2023-10-31\n"
        "    评分: 直接\n    数据来源: 月报\n    依据: 附件2 第3行\n    说明: 一\n      | 二\n"
    )
    (indicator,) = spec.indicators
    assert indicator.weight == 50
    assert indicator.direction is pg.Direction.DOWN
    assert indicator.attributes.deadline == datetime.date(2023, 10, 31)
    assert indicator.attributes.source == "月报"
    assert indicator.attributes.basis == "附件2 第3行"
    assert indicator.attributes.note == "一二"


def test_attributes_in_english() -> None:
    """The English keys mean the same."""
    spec = pg.loads(
        "year: 2023\noutput\n  sewer: 80 km\n    weight: 50\n    direction: down\n"
        "    deadline: 2023-10-31\n    source: report\n    basis: notice\n    note: text\n"
    )
    (indicator,) = spec.indicators
    assert indicator.weight == 50
    assert indicator.direction is pg.Direction.DOWN
    assert indicator.attributes.deadline == datetime.date(2023, 10, 31)
    assert (indicator.attributes.source, indicator.attributes.basis) == ("report", "notice")
    assert indicator.attributes.note == "text"


# ---- the direction rule -------------------------------------------------------------------------

UNDIRECTED = [
    ("zero", "产出指标\n  争议: 0 件\n", "争议"),
    ("zero-percent", "产出指标\n  争议率: 0%\n", "争议率"),
    ("zero-with-decimals", "产出指标\n  差额: 0.00 元\n", "差额"),
    ("minus-zero", "产出指标\n  差额: -0 元\n", "差额"),
    ("under-cost", "成本指标 [100分]\n  单价: 100 元\n", "单价"),
    ("under-inner-cost", "产出指标\n  成本指标\n    单价: 100 元\n", "单价"),
    ("under-cost-deeper", "成本指标 [100分]\n  经济成本指标\n    单价: 100 元\n", "单价"),
    ("under-cost-english", "产出指标\n  cost\n    单价: 100 元\n", "单价"),
    ("error-rate", "产出指标\n  误差率: 3%\n", "误差率"),
    ("overdue-rate", "产出指标\n  贷款逾期率: 3%\n", "贷款逾期率"),
    ("complaints", "产出指标\n  群众投诉: 3 件\n", "群众投诉"),
    ("complaints-with-unit", "产出指标\n  群众投诉（件）: 3\n", "群众投诉"),
]


@pytest.mark.parametrize(
    ("text", "name"), [case[1:] for case in UNDIRECTED], ids=[case[0] for case in UNDIRECTED]
)
def test_a_bare_quantity_guesses_nothing(text: str, name: str) -> None:
    """Where less may be better and nothing says so, loading fails and shows the two lines."""
    (problem,) = problems_of(text)
    assert problem.code in {"PG145", "PG146", "PG147"}
    assert problem.span is not None
    assert problem.span.line == text.count("\n")
    assert f"{name} ≤ " in said(problem)
    assert f"{name} ≥ " in said(problem)


@pytest.mark.parametrize(
    "line",
    [
        "误差率 ≤ 3%",
        "误差率 ≥ 3%",
        "误差率: ≤3%",
        "误差率: 3%以内",
        "误差率: 3%\n    方向: 反向",
        "误差率: 3%\n    方向: 正向",
        "误差率: ±3%",
        "争议率 = 0%",
        "争议率 ≤ 0%",
        "争议率: 0%\n    direction: down",
        "争议率: 0~2%",
        "投诉: 减少",
    ],
)
def test_a_direction_ends_the_doubt(line: str) -> None:
    """An operator, a suffix, 方向, a range or a text leaves nothing to guess."""
    assert len(pg.loads(f"产出指标\n  {line}\n").indicators) == 1


def test_a_bare_quantity_is_reached_upward_or_downward() -> None:
    """`:` is ≥, or ≤ where 方向 is 反向."""
    up, down = pg.loads("产出指标\n  甲: 8 个\n  乙: 8 个\n    方向: 反向\n").indicators
    assert (up.direction, down.direction) == (pg.Direction.UP, pg.Direction.DOWN)


# ---- methods ------------------------------------------------------------------------------------


def test_a_method_starts_from_another() -> None:
    """`沿用` starts from another method and replaces whole entries."""
    path = HERE / "specs" / "valid" / "methods.pg"
    spec = pg.load(path)
    assert spec.method.name == "从严"
    rows = [{"指标": "管网", "实际值": "47.9公里"}, {"指标": "满意度", "实际值": "89%"}]
    card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert [str(result.weight) for result in card.results] == ["80.00", "20.00"]
    assert [str(result.score) for result in card.results] == ["0.00", "19.78"]
    rows = [{"指标": "管网", "实际值": "48公里"}, {"指标": "满意度", "实际值": "90%"}]
    card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert [str(result.score) for result in card.results] == ["48.00", "20.00"]


def test_replacing_one_entry_keeps_the_others() -> None:
    """Replacing the rule of 反向 keeps the rule of 正向 and everything else."""
    spec = pg.loads(
        "办法: 甲\n  沿用: 财预〔2020〕10号\n  赋分\n    反向: 倒数比例\n评分办法: 甲\n"
        "产出指标\n  管网 ≥ 80 公里\n  成本 ≤ 10 万元\n"
    )
    rows = [{"指标": "管网", "实际值": "40公里"}, {"指标": "成本", "实际值": "20万元"}]
    card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert [str(result.score) for result in card.results] == ["25.00", "25.00"]
    assert card.grade == "差"


def test_a_method_may_stand_before_or_after_its_use() -> None:
    """Where a method is defined in the file does not matter."""
    method = "办法: 甲\n  沿用: 财预〔2020〕10号\n  超额提示: 150%\n"
    table = "产出指标\n  管网 ≥ 80 公里\n"
    assert pg.loads(method + "评分办法: 甲\n" + table).method.name == "甲"
    assert pg.loads("评分办法: 甲\n" + table + method).method.name == "甲"


def test_methods_in_a_ring_are_named_as_such() -> None:
    """A method that starts from one defined below is not said to start from one that is missing."""
    text = (
        "办法: 甲\n  沿用: 乙\n  超额提示: 150%\n办法: 乙\n  沿用: 财预〔2020〕10号\n"
        "评分办法: 甲\n产出指标\n  管网 ≥ 80 公里\n"
    )
    assert pg.loads(text).method.name == "甲"
    text = "办法: 甲\n  沿用: 乙\n办法: 乙\n  沿用: 甲\n评分办法: 甲\n产出指标\n  管网 ≥ 80 公里\n"
    assert all("没有名为" not in problem.text("zh") for problem in problems_of(text))


@pytest.mark.parametrize(
    "part",
    [
        "  等级\n    优 ≥ 90\n    良 ≥ 95\n    差 ≥ 0\n",
        "  等级\n    优 ≥ 90\n    良 ≥ 90\n    差 ≥ 0\n",
        "  定性\n    达成 ≥ 60%\n    部分达成 ≥ 80%\n    未达成 ≥ 0%\n",
        "  定性\n    达成 ≥ 80%\n    部分达成 ≥ 80%\n    未达成 ≥ 0%\n",
    ],
    ids=["grades-unordered", "grades-equal", "bands-unordered", "bands-equal"],
)
def test_grades_and_bands_go_down(part: str) -> None:
    """Grades and bands that do not go down would never be reached, which is an error."""
    text = f"办法: 甲\n  沿用: 财预〔2020〕10号\n{part}评分办法: 甲\n产出指标\n  收入: 提高\n"
    assert len(problems_of(text)) >= 1


@pytest.mark.parametrize("weights", [("60", "50"), ("60", "30")], ids=["110", "90"])
def test_the_weights_of_a_method_are_points_of_one_hundred(weights: tuple[str, str]) -> None:
    """The method's weights are points of one 100, so a sum of 110 or 90 is an error with the sum."""
    text = (
        f"办法: 甲\n  沿用: 财预〔2020〕10号\n  权重\n    产出指标 [{weights[0]}分]\n"
        f"    效益指标 [{weights[1]}分]\n评分办法: 甲\n产出指标\n  管网 ≥ 80 公里\n效益指标\n  收入: 提高\n"
    )
    (problem,) = problems_of(text)
    assert str(sum(map(int, weights))) in said(problem)
