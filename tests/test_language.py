"""The language: the corpus of files, the shape of a text, and its header."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import perfgoals as pg
from language import HERE, outline, problems_of
from wording import said

VALID = sorted((HERE / "specs" / "valid").glob("*.pg"))
INVALID = sorted((HERE / "specs" / "invalid").glob("*.pg"))


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
