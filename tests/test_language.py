"""The language: its shape, what each line means, and what each wrong line is told."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

import perfgoals as pg

HERE = Path(__file__).parent
VALID = sorted((HERE / "specs" / "valid").glob("*.pg"))
INVALID = sorted((HERE / "specs" / "invalid").glob("*.pg"))
REAL = sorted((HERE.parents[0] / "specs" / "guangdong-2023").glob("*.pg"))


def shown(target: pg.Target) -> str:
    """A target as one line."""
    if isinstance(target, pg.Bound):
        return f"{target.op.value} {target.value.value} {target.value.unit.text}".rstrip()
    if isinstance(target, pg.Range):
        return f"{target.low.value}~{target.high.value} {target.low.unit.text}".rstrip()
    if isinstance(target, pg.Deadline):
        return f"by {target.date}"
    return f"text {target.text}"


def outline(text: str) -> list[str]:
    """The table of a spec as lines: its groups and targets, indented by level."""

    def lines(members: tuple[pg.Group | pg.Indicator, ...], depth: int) -> list[str]:
        out: list[str] = []
        for member in members:
            weight = "" if member.weight is None else f" [{member.weight}]"
            if isinstance(member, pg.Group):
                out.append("  " * depth + member.name + weight)
                out += lines(member.members, depth + 1)
            else:
                out.append("  " * depth + f"{member.name}: {shown(member.target)}{weight}")
        return out

    return lines(pg.loads(text).members, 0)


def problems_of(text: str) -> tuple[pg.Problem, ...]:
    """All that is wrong with a text."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text)
    return caught.value.problems


def places(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of all that is wrong with a text."""
    return [
        (problem.code, problem.span.line, problem.span.column)
        for problem in problems_of(text)
        if problem.span is not None
    ]


def said(problem: pg.Problem) -> str:
    """All that a problem says in both languages: the message and how to mend it."""
    return "\n".join(
        (
            problem.text("zh"),
            problem.help_text("zh"),
            problem.text("en"),
            problem.help_text("en"),
        )
    )


# ---- the corpus ---------------------------------------------------------------------------------


def test_the_corpus_is_not_empty() -> None:
    """The folders of the corpus are there and hold what they should."""
    assert len(VALID) >= 25
    assert len(INVALID) >= 60


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_load(path: Path) -> None:
    """Each valid file loads, and its text does too."""
    spec = pg.load(path)
    assert spec.indicators or spec.methods
    assert spec.path == str(path)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_files_say_what_and_where(path: Path) -> None:
    """Each invalid file gives the problems that its first line names: these, there, and no other."""
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# PG")
    expected = [(part.split()[0], int(part.split()[2])) for part in first[2:].split(", ")]
    with pytest.raises(pg.SpecError) as caught:
        pg.load(path)
    found = [(problem.code, problem.span.line) for problem in caught.value.problems if problem.span]
    assert found == expected


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_problems_can_be_read_by_people(path: Path) -> None:
    """Each problem says something short in both languages, at a place that is in the file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    with pytest.raises(pg.SpecError) as caught:
        pg.load(path)
    for problem in caught.value.problems:
        assert problem.severity is pg.Severity.ERROR
        for language in ("zh", "en"):
            assert 3 < len(problem.text(language)) < 400
            assert "{" not in problem.text(language) + problem.help_text(language)
        assert problem.text("zh") != problem.text("en")
        span = problem.span
        assert span is not None
        assert span.path == str(path)
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= span.end <= len(lines[span.line - 1]) + 1


# ---- shape --------------------------------------------------------------------------------------

TWO = ["产出指标", "  管网: >= 80 公里", "  道路: >= 30 公里"]
SHAPES = [
    ("two-spaces", "产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 30 公里\n"),
    ("one-space", "产出指标\n 管网 ≥ 80 公里\n 道路 ≥ 30 公里\n"),
    ("tabs", "产出指标\n\t管网 ≥ 80 公里\n\t道路 ≥ 30 公里\n"),
    ("full-width-spaces", "产出指标\n　　管网 ≥ 80 公里\n　　道路 ≥ 30 公里\n"),
    ("full-width-space-around", "产出指标\n  管网　≥　80　公里\n  道路　≥ 30公里　\n"),
    ("no-spaces", "产出指标\n  管网≥80公里\n  道路>=30公里\n"),
    ("crlf", "产出指标\r\n  管网 ≥ 80 公里\r\n  道路 ≥ 30 公里\r\n"),
    ("no-newline-at-the-end", "产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 30 公里"),
    ("blank-lines", "\n产出指标\n\n  管网 ≥ 80 公里\n   \n\t\n  道路 ≥ 30 公里\n\n"),
    (
        "comments",
        "# 一\n产出指标 # 二\n# 三\n  管网 ≥ 80 公里 # 四\n      # 五\n  道路 ≥ 30 公里 #六\n",
    ),
    ("comment-after-tab", "产出指标\t# 一\n  管网 ≥ 80 公里\t# 二\n  道路 ≥ 30 公里　# 三\n"),
    ("bom", "\ufeff产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 30 公里\n"),
    ("trailing-space", "产出指标  \n  管网 ≥ 80 公里 \t\n  道路 ≥ 30 公里　\n"),
    ("words", "产出指标\n  管网 不少于 80 公里\n  道路 at least 30 公里\n"),
    ("colon", "产出指标\n  管网: ≥80公里\n  道路： 不低于30公里\n"),
    ("unit-in-the-name", "产出指标\n  管网（公里） ≥ 80\n  道路(公里): ≥30\n"),
]


@pytest.mark.parametrize("text", [text for _, text in SHAPES], ids=[name for name, _ in SHAPES])
def test_shapes_of_one_table(text: str) -> None:
    """White space, line ends, comments and spellings do not change what a table says."""
    assert outline(text) == TWO


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_line_ends_change_no_score(end: str) -> None:
    """A text with CRLF has the same levels, and so the same weights, as one with LF."""
    text = "产出指标\n  甲 ≥ 8 个\n效益指标\n  乙: 提高\n".replace("\n", end)
    rows = [{"指标": "甲", "实际值": "8"}, {"指标": "乙", "实际值": "提高"}]
    card = pg.evaluate(pg.loads(text), pg.Actuals.from_rows(rows))
    assert [str(result.score) for result in card.results] == ["62.50", "37.50"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("产出指标\n  管网 ≥ 80 公里\n".encode(), id="utf-8"),
        pytest.param("\ufeff产出指标\n  管网 ≥ 80 公里\n".encode(), id="bom"),
        pytest.param("\ufeff产出指标\r\n  管网 ≥ 80 公里\r\n".encode(), id="bom-crlf"),
    ],
)
def test_files_with_and_without_bom(data: bytes, tmp_path: Path) -> None:
    """A file may begin with a BOM and end its lines with CRLF."""
    path = tmp_path / "a.pg"
    path.write_bytes(data)
    spec = pg.load(path)
    assert [str(indicator) for indicator in spec.indicators] == ["管网 ≥ 80 公里"]
    span = spec.indicators[0].span
    assert span is not None
    assert (span.line, span.column) == (2, 3)


def test_a_hash_inside_a_word_is_text() -> None:
    """`#` begins a comment at the start of a line or after white space only."""
    text = "产出指标\n  路#3 ≥ 80 公里\n  桥: 提高#一 # 注释\n  井: 提高 #一\n"
    assert outline(text) == [
        "产出指标",
        "  路#3: >= 80 公里",
        "  桥: text 提高#一",
        "  井: text 提高",
    ]


def test_long_text_goes_on_in_lines_with_a_bar() -> None:
    """Continuation lines join without a space between Chinese characters and with one elsewhere."""
    spec = pg.loads(
        "总体目标: 开头\n  | 第一行 # 是文字\n  |第二行\n  | one\n  | two\n  | 末行\n"
        "产出指标\n  水质: 达到\n    | 设计标准\n"
    )
    assert spec.goal == "开头第一行 # 是文字第二行 one two 末行"
    assert outline("产出指标\n  水质: 达到\n    | 设计标准\n") == [
        "产出指标",
        "  水质: text 达到设计标准",
    ]


def test_quoted_names_hold_anything() -> None:
    """A name with an operator or a colon, or that is a keyword, is quoted, in either kind of quotes."""
    text = (
        '产出指标\n  "名称: 带冒号" ≥ 80 公里\n  「甲 ≥ 乙」: 80 公里\n'
        '  "权重": 80 公里\n  "单位" ≥ 3 个\n'
    )
    assert outline(text)[1:] == [
        "  名称: 带冒号: >= 80 公里",
        "  甲 ≥ 乙: reach 80 公里",
        "  权重: reach 80 公里",
        "  单位: >= 3 个",
    ]


def test_names_keep_digits_brackets_and_percent_signs() -> None:
    """Digits, brackets, `、` and `%` are ordinary in a name, and are kept as written."""
    names = [
        "每镇培育发展提升1个带动100户以上农户的产业",
        "10%以上农户",
        "5G基站",
        "乡镇（街道）、行政村（社区）新时代文明实践所（站）",
        "ＡＢＣ（１）类",
    ]
    spec = pg.loads("产出指标\n" + "".join(f"  {name}: 提高\n" for name in names))
    assert [indicator.name for indicator in spec.indicators] == names


@pytest.mark.parametrize(
    ("word", "op"),
    [
        ("不少于", ">="),
        ("不低于", ">="),
        ("不小于", ">="),
        ("至少", ">="),
        ("大于等于", ">="),
        ("at least", ">="),
        ("不超过", "<="),
        ("不高于", "<="),
        ("不多于", "<="),
        ("不大于", "<="),
        ("至多", "<="),
        ("小于等于", "<="),
        ("at most", "<="),
        ("大于", ">"),
        ("高于", ">"),
        ("超过", ">"),
        ("超", ">"),
        ("more than", ">"),
        ("小于", "<"),
        ("低于", "<"),
        ("less than", "<"),
        ("等于", "="),
        ("equals", "="),
        ("≥", ">="),
        ("≧", ">="),
        ("⩾", ">="),
        (">=", ">="),
        ("＞=", ">="),
        ("›=", ">="),
        ("≤", "<="),
        ("≦", "<="),
        ("⩽", "<="),
        ("<=", "<="),
        ("＜=", "<="),
        ("‹=", "<="),
        (">", ">"),
        ("＞", ">"),
        ("<", "<"),
        ("＜", "<"),
        ("=", "="),
        ("＝", "="),
        ("═", "="),
    ],
)
def test_operators(word: str, op: str) -> None:
    """Each spelling of an operator means its canonical one."""
    assert outline(f"产出指标\n  管网 {word} 80 公里\n") == ["产出指标", f"  管网: {op} 80 公里"]


def test_a_word_wants_white_space_around_it() -> None:
    """An operator word inside a name is part of the name."""
    text = "产出指标\n  超额完成率 ≥ 80%\n  超过标准 超过 3 个\n  不少于三次 不少于 3 次\n"
    assert outline(text)[1:] == [
        "  超额完成率: >= 80 %",
        "  超过标准: > 3 个",
        "  不少于三次: >= 3 次",
    ]


# ---- header -------------------------------------------------------------------------------------

CHINESE = (
    "语言版本: 1\n资金: 某资金\n地区: 汕头市\n年度: 2023\n文号: 粤财农〔2023〕25号\n主管部门: 市局\n"
    "省级主管部门: 省厅\n金额: 1200 万元\n总体目标: 改善\n评分办法: 财预〔2021〕101号\n"
)
FORM = (
    "资金名称: 某资金\n地区: 汕头市\n年度: 2023\n文号: 粤财农〔2023〕25号\n市县业务主管部门: 市局\n"
    "省级业务主管部门: 省厅\n金额（万元）: 1200\n年度总体目标: 改善\n评分办法: 财预〔2021〕101号\n"
)
ENGLISH = (
    "language: 1\nfund: 某资金\nregion: 汕头市\nyear: 2023\ndocument: 粤财农〔2023〕25号\n"
    "department: 市局\n省级主管部门: 省厅\namount: 1200 万元\ngoal: 改善\nmethod: 财预〔2021〕101号\n"
)


@pytest.mark.parametrize("header", [CHINESE, FORM, ENGLISH], ids=["chinese", "form", "english"])
def test_header(header: str) -> None:
    """Both languages and the labels of the official forms say the same."""
    spec = pg.loads(header + "产出指标\n  管网 ≥ 80 公里\n")
    assert spec.fund == "某资金"
    assert spec.region == "汕头市"
    assert spec.year == 2023
    assert spec.document == "粤财农〔2023〕25号"
    assert spec.department == "市局"
    assert spec.provincial_department == "省厅"
    assert isinstance(spec.amount, pg.Quantity)
    assert (spec.amount.value, spec.amount.unit.text) == (Decimal(1200), "万元")
    assert spec.goal == "改善"
    assert spec.method.name == "财预〔2021〕101号"


def test_header_defaults() -> None:
    """Without a header there is the default method and nothing else."""
    spec = pg.loads("产出指标\n  管网 ≥ 80 公里\n")
    assert spec.method.name == "财预〔2020〕10号"
    assert (spec.fund, spec.region, spec.year, spec.amount) == (None, None, None, None)


def test_the_amount_may_be_a_text() -> None:
    """`金额` may say where the amount stands, as the notice has it."""
    spec = pg.loads("金额: 以对应的资金文件为准\n产出指标\n  管网 ≥ 80 公里\n")
    assert spec.amount == "以对应的资金文件为准"


@pytest.mark.parametrize(
    "amount",
    [
        "约1200万元",
        "1200余万元",
        "≤1200万元",
        "1200",
        "1200 公里",
        "0 万元",
        "-5 万元",
        "12,00 万元",
    ],
)
def test_an_amount_with_a_number_is_money(amount: str) -> None:
    """What looks like an amount and is none is an error, not a text that takes 预算执行率 away."""
    assert len(problems_of(f"金额: {amount}\n产出指标\n  管网 ≥ 80 公里\n")) == 1


def test_the_unit_of_the_amount_is_given_once_or_alike() -> None:
    """`金额（万元）: 1200 元` names two units, which is an error as for any target."""
    fine = pg.loads("金额（万元）: 1200 万元\n产出指标\n  管网 ≥ 80 公里\n")
    assert str(fine.amount) == "1200 万元"
    assert len(problems_of("金额（万元）: 1200 元\n产出指标\n  管网 ≥ 80 公里\n")) == 1


def test_values_of_the_header_are_kept_as_written() -> None:
    """Header values are not folded."""
    spec = pg.loads(
        "资金: ２０２３年（省级）资金\n文号: 粤财农〔2023〕25号\n产出指标\n  管网: 提高\n"
    )
    assert (spec.fund, spec.document) == ("２０２３年（省级）资金", "粤财农〔2023〕25号")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("地曲", "地区"),
        ("年庋", "年度"),
        ("资全", "资金"),
        ("regoin", "region"),
        ("总体目杯", "总体目标"),
    ],
)
def test_a_mistyped_key_is_no_indicator(typed: str, nearest: str) -> None:
    """Before the first group any other line is an error that names the nearest key."""
    (problem,) = problems_of(f"{typed}: 文字\n产出指标\n  管网 ≥ 80 公里\n")
    assert problem.code == "PG110"
    assert nearest in said(problem)
    (problem,) = problems_of(f"{typed}: 文字\n管网 ≥ 80 公里\n")
    assert nearest in said(problem)


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


# ---- errors: all in one go, none an echo --------------------------------------------------------

BAD_LINES = [
    "管网 ≥ 80 公理",
    "管网 80 公里",
    "考核: 每月1次",
    "面积: 约3万亩",
    "覆盖率: 提高3%",
    "合格率 ≥ 95%以下",
    "井: ±",
    '"未闭 ≥ 3 个',
    "坑 ≥ 12,34 个",
    "投诉: 3 件",
    "墙 ≥ 2023-12-31",
    "屋 ≥ 好",
    "床 ≥",
    ": 3",
    "≥ 3",
    "瓦: 2023-02-30",
    "砖: 年底",
    "口径: 合计",
    "地区: 汕头市",
    "权重: 3分",
    "长 ≥ " + "9" * 5000,
    "管网（公里） ≥ 3 米",
    "项目 ≥ 1~2 个",
    "| 孤儿",
    "空:",
]


@pytest.mark.parametrize("line", BAD_LINES, ids=[line[:20] for line in BAD_LINES])
def test_a_bad_line_is_one_problem_at_its_place(line: str) -> None:
    """A bad line is one problem at its line, and the rest is read on."""
    text = f"产出指标\n  甲 ≥ 8 个\n  {line}\n  乙 ≥ 8 个\n  丙 ≥ 8 公理\n"
    assert [line for _, line, _ in places(text)] == [3, 5]


def test_n_bad_lines_are_n_problems() -> None:
    """A file with every kind of bad line has exactly one problem for each, in order."""
    text = "产出指标\n" + "".join(f"  {line}\n" for line in BAD_LINES)
    assert [line for _, line, _ in places(text)] == list(range(2, 2 + len(BAD_LINES)))


def test_the_order_of_bad_lines_does_not_matter() -> None:
    """The same bad lines the other way round are as many problems."""
    text = "产出指标\n" + "".join(f"  {line}\n" for line in reversed(BAD_LINES))
    assert [line for _, line, _ in places(text)] == list(range(2, 2 + len(BAD_LINES)))


@pytest.mark.parametrize("line", BAD_LINES[:17], ids=[line[:20] for line in BAD_LINES[:17]])
def test_a_bad_target_with_attributes_is_one_problem(line: str) -> None:
    """The attributes of a bad target are no further problems, unless they are bad themselves."""
    text = f"产出指标\n  {line}\n    依据: 文件\n    说明: 文字\n      | 又一行\n  乙 ≥ 8 个\n"
    assert [line for _, line, _ in places(text)] == [2]
    text = f"产出指标\n  {line}\n    依据: 文件\n    依剧: 文件\n  乙 ≥ 8 个\n"
    assert [line for _, line, _ in places(text)] == [2, 4]


@pytest.mark.parametrize(
    "line",
    ['"产出指标', "产出指标:", "产出指标 ≥", "≥", "产出指标 [50分", "方向: 正向", "地曲: 汕头市"],
)
def test_a_bad_group_line_is_one_problem(line: str) -> None:
    """The block below a bad group line is read on and is no echo of it."""
    text = f"{line}\n  数量指标\n    管网 ≥ 80 公里\n      依据: 文件\n    道路 ≥ 3 公理\n"
    assert [line for _, line, _ in places(text)] == [1, 5]


INDENTATION = [
    ("less", "产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n  丙 ≥ 8 个\n", [3]),
    ("less-with-attributes", "产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n    依据: 文件\n", [3]),
    ("more", "产出指标\n  甲 ≥ 8 个\n    乙 ≥ 8 个\n  丙 ≥ 8 个\n", [3]),
    ("more-several", "产出指标\n  甲 ≥ 8 个\n    乙 ≥ 8 个\n    丙 ≥ 8 个\n", [3, 4]),
    ("one-off", "产出指标\n  数量指标\n    甲 ≥ 8 个\n   乙 ≥ 8 个\n    丙 ≥ 8 个\n", [4]),
    ("tab-for-spaces", "产出指标\n\t甲 ≥ 8 个\n  乙 ≥ 8 个\n\t丙 ≥ 8 个\n", [3]),
    ("full-width-for-half", "产出指标\n　甲 ≥ 8 个\n 乙 ≥ 8 个\n　丙 ≥ 8 个\n", [3]),
    ("indented-start", "  产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n", [1]),
    ("indented-header", "地区: 汕头市\n  年度: 2023\n产出指标\n  甲 ≥ 8 个\n", [2]),
]


@pytest.mark.parametrize(
    ("text", "lines"), [case[1:] for case in INDENTATION], ids=[case[0] for case in INDENTATION]
)
def test_bad_indentation(text: str, lines: list[int]) -> None:
    """Inconsistent indentation is an error at the line that departs, once for each such line."""
    assert [line for _, line, _ in places(text)] == lines


def test_a_continuation_without_indentation_is_one_problem() -> None:
    """A `|` that is not indented is one problem, at its line."""
    text = "总体目标:\n| 无缩进\n产出指标\n  甲 ≥ 8 个\n"
    assert len(problems_of(text)) == 1


NEAREST = [
    ("管网 ≥ 80 公理", "公里"),
    ("管网 ≥ 80 平方来", "平方米"),
    ("管网 ≥ 80 Km", "km"),
    ("培训 ≥ 80 人此", "人次"),
    ("经费 ≥ 80 万圆", "万元"),
    ("产量 ≥ 80 万顿", "万吨"),
    ("管网 ≥ 80 公里\n    依剧: 文件", "依据"),
    ("管网 ≥ 80 公里\n    数据来原: 文件", "数据来源"),
    ("管网: 80 公里\n    方向: 反项", "反向"),
    ("管网 ≥ 80 公里\n    评分: 直按", "直接"),
]


@pytest.mark.parametrize(("line", "nearest"), NEAREST, ids=[line for line, _ in NEAREST])
def test_the_nearest_right_thing_is_offered(line: str, nearest: str) -> None:
    """A mistyped word is shown the one that was probably meant."""
    (problem,) = problems_of(f"产出指标\n  {line}\n")
    assert nearest in problem.help_text("zh") + problem.help_text("en")


def test_a_missing_operator_is_asked_for() -> None:
    """A target without an operator is told what is missing and how a target is written."""
    (problem,) = problems_of("产出指标\n  新建污水管网 80 公里\n  道路 ≥ 8 公里\n")
    assert problem.code == "PG102"
    assert problem.text("zh") == "“新建污水管网 80 公里”下面没有内容：是不是少了运算符？"
    assert "≥" in problem.help_text("zh")


def test_the_sum_of_the_weights_is_shown() -> None:
    """Weights that do not add up show the sum and what is missing."""
    text = "产出指标 [50分]\n  甲 ≥ 8 个\n效益指标 [39.99分]\n  乙 ≥ 8 个\n"
    (problem,) = problems_of(text)
    assert "89.99" in problem.text("zh")
    assert "80" in problem.text("zh")
    text = "产出指标 [100分]\n  甲 ≥ 8 个 [60分]\n  乙 ≥ 8 个 [30.5分]\n"
    (problem,) = problems_of(text)
    assert "90.5" in problem.text("zh")
    assert "9.5" in problem.text("zh")


def test_the_message_of_the_error_has_all_problems() -> None:
    """The text of the exception has each problem on its line, with its place."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads("产出指标\n  管网 ≥ 80 公理\n  路 80\n", path="a.pg")
    assert str(caught.value) == (
        "a.pg:2:11: PG201 不认识的单位“公理”\na.pg:3:3: PG102 “路 80”下面没有内容：是不是少了运算符？"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "PG101", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "PG101", id="bom-only"),
        pytest.param("产出指标\n  甲 ≥ 8 个\n".encode("gb18030"), "PG003", id="gb18030"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "PG004", id="picture"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "PG004", id="zip"),
        pytest.param("产出指标\n  甲 ≥ 8 个\n".encode("utf-16"), "PG004", id="utf-16"),
    ],
)
def test_files_that_are_not_text(data: bytes, code: str, tmp_path: Path) -> None:
    """An empty file, another encoding and a file that is not text each have their own problem."""
    path = tmp_path / "a.pg"
    path.write_bytes(data)
    with pytest.raises(pg.SpecError) as caught:
        pg.load(path)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A file that is not there is a problem with its path."""
    with pytest.raises(pg.SpecError) as caught:
        pg.load(tmp_path / "none.pg")
    assert "none.pg" in str(caught.value)


def test_a_folder_gives_its_specs_in_order(tmp_path: Path) -> None:
    """A folder gives every spec in it and below, in order, without files of definitions only."""
    (tmp_path / "b").mkdir()
    for name in ("z.pg", "a.pg", "b/c.pg"):
        text = f"地区: {name}\n产出指标\n  甲 ≥ 8 个\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "m.pg").write_text("办法: 甲\n  沿用: 财预〔2020〕10号\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("?", encoding="utf-8")
    assert [spec.region for spec in pg.load_folder(tmp_path)] == ["a.pg", "b/c.pg", "z.pg"]


def test_the_problems_of_a_folder_come_in_one_go(tmp_path: Path) -> None:
    """All problems of all files of a folder are reported together."""
    for name in ("a.pg", "b.pg"):
        (tmp_path / name).write_text("产出指标\n  甲 ≥ 8 公理\n", encoding="utf-8")
    with pytest.raises(pg.SpecError) as caught:
        pg.load_folder(tmp_path)
    paths = [problem.span.path for problem in caught.value.problems if problem.span]
    assert [Path(path).name for path in paths] == ["a.pg", "b.pg"]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_the_real_tables_load(path: Path) -> None:
    """The official tables and their catalogue are valid."""
    spec = pg.load(path)
    assert bool(spec.indicators) != (path.stem == "catalog")
