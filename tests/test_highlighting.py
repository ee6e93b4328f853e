"""Colours for `.pg` text: nothing is lost, nothing that is right is called wrong, kinds are told apart."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexers import (
    find_lexer_class_by_name,
    get_lexer_by_name,
    get_lexer_for_filename,
    guess_lexer,
)
from pygments.token import Token, _TokenType

import perfgoals as pg
from perfgoals import highlighting
from perfgoals.highlighting import PerfGoalsLexer
from perfgoals.parsing import keywords, signs

ROOT = Path(__file__).resolve().parents[1]
SPECS = sorted(
    path for folder in ("specs", "tests/specs", "grammar") for path in (ROOT / folder).rglob("*.pg")
)
VALID = [path for path in SPECS if "invalid" not in path.parts]


def coloured(text: str) -> list[tuple[_TokenType, str]]:
    """The tokens of a text, as they are; Pygments' own clean-up of line ends comes before."""
    return [(style, part) for _, style, part in PerfGoalsLexer().get_tokens_unprocessed(text)]


def is_a(style: _TokenType, other: _TokenType) -> bool:
    """Whether a style is another or a kind of it."""
    return other in (style, *style.split())


def shown(text: str) -> str:
    """The tokens of a text that are no white space, one a line."""
    return "".join(
        f"{str(style).removeprefix('Token.')} {part}\n"
        for style, part in coloured(text)
        if style is not Token.Text.Whitespace
    )


def test_there_are_specs() -> None:
    """The corpus is found."""
    assert len(VALID) > 100
    assert len(SPECS) > len(VALID) + 80


@pytest.mark.parametrize("path", SPECS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_character_is_lost(path: Path) -> None:
    """The tokens of every spec, right or wrong, are its text, each at its place."""
    text = path.read_text(encoding="utf-8")
    tokens = list(PerfGoalsLexer().get_tokens_unprocessed(text))
    assert "".join(part for _, _, part in tokens) == text
    assert all(text.startswith(part, at) for at, _, part in tokens)


@pytest.mark.parametrize("path", VALID, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_right_is_an_error(path: Path) -> None:
    """A spec that loads has no token that is an error."""
    text = path.read_text(encoding="utf-8-sig")
    assert [part for style, part in coloured(text) if style is Token.Error] == []


@given(
    st.text(st.sampled_from('产出指标 管网≥:80公里\n  "「」#|[]（）分-~年度%.,\t\u3000\r任务权重'))
)
def test_no_character_of_any_text_is_lost(text: str) -> None:
    """Nor is one of any text."""
    assert "".join(part for _, part in coloured(text)) == text


SPEC = """\
# 示例
资金: 2023年某资金
年度: 2023
总体目标: 提高
  | 水平 # 不是注释
引用: catalog.pg

产出指标 [50分]
  数量指标
    新建污水管网 ≥ 1,080.5 公里 [6分] # pg: ignore PG311 原文如此
    "达标率:甲": 95%以上
    培训 不少于 4万人次
    收入: "每月1次"
    单价 <= 1.2 million CNY/km
    完工: 2023年12月底前
    项目: 1~2 个
      方向: 正向
      权重: 6分

任务: 污水设施运维
  性质: 约束性任务
  运行率: ≥90%

办法: 从严
  沿用: 财预〔2020〕10号
  赋分
    正向: 完成比例, 及格线 60%
  等级
    优 ≥ 90
"""
SHOWN = """\
Comment.Single # 示例
Keyword.Namespace 资金
Punctuation :
Literal.String 2023年某资金
Keyword.Namespace 年度
Punctuation :
Literal.Number 2023
Keyword.Namespace 总体目标
Punctuation :
Literal.String 提高
Punctuation |
Literal.String  水平 # 不是注释
Keyword.Declaration 引用
Punctuation :
Literal.String catalog.pg
Name.Namespace 产出指标
Punctuation [
Literal.Number 50
Keyword.Type 分
Punctuation ]
Name.Namespace 数量指标
Name.Variable 新建污水管网
Operator ≥
Literal.Number 1,080.5
Keyword.Type 公里
Punctuation [
Literal.Number 6
Keyword.Type 分
Punctuation ]
Comment.Special # pg: ignore PG311 原文如此
Literal.String.Symbol "达标率:甲"
Punctuation :
Literal.Number 95
Keyword.Type %
Operator.Word 以上
Name.Variable 培训
Operator.Word 不少于
Literal.Number 4
Keyword.Type 万人次
Name.Variable 收入
Punctuation :
Literal.String.Double "每月1次"
Name.Variable 单价
Operator <=
Literal.Number 1.2
Keyword.Type million
Keyword.Type CNY/km
Name.Variable 完工
Punctuation :
Literal.Date 2023年12月
Literal.String 底前
Name.Variable 项目
Punctuation :
Literal.Number 1
Operator ~
Literal.Number 2
Keyword.Type 个
Keyword 方向
Punctuation :
Literal.String 正向
Keyword 权重
Punctuation :
Literal.Number 6
Keyword.Type 分
Keyword.Declaration 任务
Punctuation :
Name.Class 污水设施运维
Keyword 性质
Punctuation :
Literal.String 约束性任务
Name.Variable 运行率
Punctuation :
Operator ≥
Literal.Number 90
Keyword.Type %
Keyword.Declaration 办法
Punctuation :
Name.Class 从严
Keyword 沿用
Punctuation :
Literal.String 财预〔2020〕10号
Keyword 赋分
Name.Variable 正向
Punctuation :
Literal.String 完成比例
Punctuation ,
Literal.String 及格线
Literal.Number 60
Keyword.Type %
Keyword 等级
Name.Variable 优
Operator ≥
Literal.Number 90
"""


def test_the_kinds_are_told_apart() -> None:
    """Headers, keywords, names, signs, numbers, units, weights, comments, silences, texts, tasks
    and methods, each in its colour."""
    assert shown(SPEC) == SHOWN


def test_a_line_that_is_wrong_is_an_error_as_a_whole() -> None:
    """And the lines around it have their colours."""
    assert shown("产出指标\n  ≥ 80 公里\n  管网 ≥ 80 公里\n") == (
        "Name.Namespace 产出指标\n"
        "Error ≥ 80 公里\n"
        "Name.Variable 管网\nOperator ≥\nLiteral.Number 80\nKeyword.Type 公里\n"
    )


@pytest.mark.parametrize("word", keywords())
def test_every_keyword_of_the_grammar_is_one(word: str) -> None:
    """A line that begins with a keyword and a colon has it in a keyword's colour."""
    tokens = coloured(f"{word}: 甲")
    assert is_a(tokens[0][0], Token.Keyword)
    assert tokens[0][1] == word


@pytest.mark.parametrize("sign", signs())
def test_every_sign_of_the_grammar_is_one(sign: str) -> None:
    """And so are all operators."""
    tokens = {part: style for style, part in coloured(f"产出\n  管网 {sign} 80 公里")}
    assert tokens[sign] in (Token.Operator, Token.Operator.Word, Token.Punctuation)
    assert is_a(tokens["80"], Token.Number)
    assert tokens["公里"] is Token.Keyword.Type


def test_the_kinds_that_are_named_are_those_of_the_grammar() -> None:
    """No kind of keyword is named that the grammar does not have."""
    kinds = set(keywords().values())
    assert kinds >= highlighting.HEADER | highlighting.OPENING | highlighting.VALUES


def test_pygments_finds_it() -> None:
    """By its name, by the ending of a file, and by a text."""
    assert find_lexer_class_by_name("perfgoals") is PerfGoalsLexer
    assert isinstance(get_lexer_by_name("perfgoals"), PerfGoalsLexer)
    assert isinstance(get_lexer_for_filename("shantou.pg"), PerfGoalsLexer)
    real = (ROOT / "specs" / "guangdong-2023" / "shantou.pg").read_text(encoding="utf-8")
    assert isinstance(guess_lexer(real), PerfGoalsLexer)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("SELECT 1;\nCREATE TABLE a (b int);\n", id="sql"),
        pytest.param("%grammar\nexpr ::= term '+' term\n", id="grammar"),
        pytest.param("key: value\nother: 3\n", id="yaml"),
        pytest.param("Dear all,\n\nthe year is over.\n", id="prose"),
    ],
)
def test_what_others_call_pg_is_not_claimed(text: str) -> None:
    """A text with no line of a target table is another program's."""
    assert PerfGoalsLexer.analyse_text(text) == 0.0


@pytest.mark.parametrize("path", [path for path in VALID if "specs" in path.parts[-3:-1]])
def test_what_is_ours_is_claimed(path: Path) -> None:
    """A spec is told from its first lines."""
    assert PerfGoalsLexer.analyse_text(path.read_text(encoding="utf-8")) > 0.5


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("  管网 ≥ {}", id="number"),
        pytest.param('  "{}', id="open-quote"),
        pytest.param("  a: {} ", id="blanks"),
        pytest.param("  a ≥ 1 个 {}", id="after"),
        pytest.param("{}", id="bare"),
        pytest.param("  | {}", id="continuation"),
    ],
)
@pytest.mark.parametrize(
    "filling", ["9", " ", "公", '"', "「", "1,", "[", "超", "年1", "#", "- ", "~"]
)
def test_time_grows_with_the_length_of_a_line(line: str, filling: str) -> None:
    """Four times the line takes far less than sixteen times the time."""

    def took(size: int) -> float:
        text = "产出\n" + line.format(filling * (size // len(filling))) + "\n"
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            coloured(text)
            best = min(best, time.perf_counter() - start)
        return best

    # Another process can only add to a time: one quiet try of five is enough.
    assert any(took(9_600) < 10 * took(2_400) + 0.01 for _ in range(5))


def test_the_library_does_without_pygments() -> None:
    """`import perfgoals` does not import it, and neither does the command."""
    code = "import sys, perfgoals.cli; sys.exit('pygments' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert pg.__all__
