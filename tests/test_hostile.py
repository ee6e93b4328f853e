"""Input that nobody should write: it ends in bounded time, in one kind of exception, in plain text."""

from __future__ import annotations

import contextlib
import csv
import functools
import io
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import perfgoals as pg

COMMAND = [sys.executable, "-c", "import sys; from perfgoals.cli import main; sys.exit(main())"]
REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
TABLE = "地区: 汕头市\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes longer."""
    start = time.perf_counter()
    yield
    assert time.perf_counter() - start < seconds


def problems_of(read: Callable[[], object]) -> tuple[pg.Problem, ...]:
    """The problems of a call, none where it gives a value; any other exception is a failure."""
    try:
        read()
    except pg.PerfGoalsError as error:
        caught = error
    else:
        return ()
    assert str(caught)
    for problem in caught.problems:
        for language in ("zh", "en"):
            assert problem.text(language)
            problem.help_text(language)
    return caught.problems


def evaluated(spec: pg.Spec, actuals: pg.Actuals) -> None:
    """Evaluate, and look at all that a person would see."""
    card = pg.evaluate(spec, actuals)
    assert sum(result.score for result in card.results) == card.total
    assert sum(result.weight for result in card.results) == 100
    assert 0 <= card.total <= 100
    card.to_dict()
    for result in card.results:
        assert 0 <= result.score <= result.weight
        assert result.outcome is not pg.Outcome.MISSED or result.score < result.weight


# ---- bounded time -------------------------------------------------------------------------------

LONG = 200_000
SPECS = [
    ("blanks-in-a-target", f"产出指标\n  管网{' ' * LONG}≥{' ' * LONG}80{' ' * LONG}公里\n"),
    ("blanks-without-an-operator", f"产出指标\n  管网{' ' * LONG}80{' ' * LONG}x\n"),
    ("full-width-blanks", f"产出指标\n  管网{'　' * LONG}≥ 80 公里\n"),
    ("tabs", f"产出指标\n  管网{chr(9) * LONG}: 80 公里\n"),
    ("blanks-before-a-comment", f"产出指标\n  管网 ≥ 80 公里{' ' * LONG}# 注释\n"),
    ("blanks-before-no-comment", f"产出指标\n  管网 ≥ 80 公里{' ' * LONG}#x{' ' * LONG}y\n"),
    ("blank-line", f"产出指标\n{' ' * LONG}\n  管网 ≥ 80 公里\n"),
    ("trailing-blanks", f"产出指标{' ' * LONG}\n  管网 ≥ 80 公里\n"),
    ("deep-indentation", f"产出指标\n{' ' * LONG}管网 ≥ 80 公里\n"),
    ("long-name", f"产出指标\n  {'管' * LONG} ≥ 80 公里\n"),
    ("long-text", f"产出指标\n  管网: {'好' * LONG}\n"),
    ("long-unit", f"产出指标\n  管网 ≥ 80 {'里' * LONG}\n"),
    ("long-unit-compound", f"产出指标\n  管网 ≥ 80 {'元/' * LONG}亩\n"),
    ("long-scale", f"产出指标\n  管网 ≥ 80 {'万' * LONG}元\n"),
    ("long-number", f"产出指标\n  管网 ≥ {'9' * LONG} 公里\n"),
    ("long-groups-of-three", f"产出指标\n  管网 ≥ 1{',000' * LONG} 公里\n"),
    ("long-weight", f"产出指标\n  管网 ≥ 80 公里 [{'9' * LONG}分]\n"),
    ("long-key", f"{'地' * LONG}: 汕头市\n产出指标\n  管网 ≥ 80 公里\n"),
    ("long-year", f"年度: {'2' * LONG}\n产出指标\n  管网 ≥ 80 公里\n"),
    ("long-amount", f"金额: {'9' * LONG} 万元\n产出指标\n  管网 ≥ 80 公里\n"),
    ("long-method", f"评分办法: {'甲' * LONG}\n产出指标\n  管网 ≥ 80 公里\n"),
    ("long-version", f"语言版本: {'9' * LONG}\n产出指标\n  管网 ≥ 80 公里\n"),
    ("open-brackets", f"产出指标\n  管网{'（' * LONG} ≥ 80 公里\n"),
    ("many-brackets", f"产出指标\n  管网{'（公里）' * LONG} ≥ 80\n"),
    ("quotes", f"产出指标\n  {chr(34) * LONG} ≥ 80 公里\n"),
    ("operators", f"产出指标\n  管网 {'≥' * LONG} 80 公里\n"),
    ("colons", f"产出指标\n  管网{':' * LONG} 80 公里\n"),
    ("operator-words", f"产出指标\n  管网{' 不少于' * LONG} 80 公里\n"),
    ("hashes", f"产出指标\n  管网 ≥ 80 公里 {'#' * LONG}\n"),
    ("hyphens", f"产出指标\n  管网: 1{'-' * LONG}2 个\n"),
    ("dates", f"产出指标\n  完成: {'2023-' * LONG}12-31\n"),
    ("month", f"产出指标\n  完成: 2023年{'1' * LONG}月底前\n"),
    ("continuations", "总体目标:\n" + "  | 好\n" * LONG + "产出指标\n  管网 ≥ 80 公里\n"),
    ("comments", "# 注释\n" * LONG + "产出指标\n  管网 ≥ 80 公里\n"),
    ("blank-lines", "\n" * LONG + "产出指标\n  管网 ≥ 80 公里\n"),
]


@pytest.mark.parametrize("text", [text for _, text in SPECS], ids=[name for name, _ in SPECS])
def test_long_specs_take_bounded_time(text: str) -> None:
    """However long one piece is, the time is in proportion, and a message stays a message."""
    with within(3):
        problems = problems_of(lambda: pg.loads(text))
    assert len(problems) <= 2
    for problem in problems:
        for language in ("zh", "en"):
            assert len(problem.text(language)) + len(problem.help_text(language)) < 2000


@pytest.mark.parametrize(
    "cell",
    [
        "9**9**9**9",
        "1公里" + "*" * LONG,
        "1" + " " * LONG + "x",
        "1" + " " * LONG,
        " " * LONG + "1公里",
        "约" + "9" * LONG + "亩",
        "9" * LONG + "余人",
        "±" + "9" * LONG + "%",
        "1~" + "9" * LONG + "个",
        "1" + "至" * LONG + "2个",
        "提高" * LONG,
        "提高" * LONG + "1",
        "“" * LONG,
        '"' * LONG,
        "2023年" * LONG,
        "2023." * LONG,
        "1/" * LONG,
        "1,000" * LONG,
        "控制在" * LONG + "1元以内",
        "1元" + "以内" * LONG,
        "1个" + "（含）" * LONG + "以上",
        "1(" * LONG,
        "1(" + "个" * LONG + ")",
        "(((((((((1)))))))))",
        "1" + "万" * LONG + "元",
        "1e999999999",
        "-" * LONG + "1",
    ],
    ids=lambda cell: cell[:12],
)
def test_long_cells_take_bounded_time(cell: str) -> None:
    """A cell of any length is read, or refused with one short problem, in bounded time."""
    with within(2):
        problems = problems_of(lambda: pg.parse_target(cell, name="管网（公里）", year=2023))
    assert len(problems) <= 1
    for problem in problems:
        assert len(problem.text("zh")) + len(problem.help_text("zh")) < 2000


def test_units_never_reach_an_evaluator() -> None:
    """A unit that is arithmetic, code or a name of Python is an unknown unit, at once."""
    for unit in (
        "9**9**9**9", "**9**9**9", "metre**999999999", "m^9999", "__import__('os')", "km*km",
        "1/0", "inf", "nan", "e", "pi", "c", "degC", "delta_degC", "dimensionless", "%%", "m m",
        "亩亩", "km**2", "10", "()", "[length]", "kilo metre", "kilometre_per_hour", "µm", "K",
    ):  # fmt: skip
        with within(1):
            problems = problems_of(functools.partial(pg.loads, f"产出指标\n  甲 ≥ 8 {unit}\n"))
        assert [problem.span.line for problem in problems if problem.span] == [2], unit
        with within(1):
            assert pg.find_unit(unit) is None, unit


@pytest.mark.parametrize("depth", [50, 500, 3000])
def test_deep_nesting(depth: int) -> None:
    """Groups in groups in groups are read or refused, and never exhaust the stack."""
    text = (
        "".join(" " * level + f"组{level}\n" for level in range(depth))
        + " " * depth
        + "甲 ≥ 8 个\n"
    )

    def read() -> None:
        evaluated(pg.loads(text), pg.Actuals.from_rows([{"指标": "甲", "实际值": "8"}]))

    with within(10):
        problems = problems_of(read)
    assert len(problems) <= 1


def test_5000_errors_are_5000_problems() -> None:
    """As many bad lines as there are, as many problems, in bounded time."""
    text = "产出指标\n" + "".join(f"  甲{n} ≥ 8 公理\n" for n in range(5000))
    with within(10):
        problems = problems_of(lambda: pg.loads(text))
    lines = [problem.span.line for problem in problems if problem.span]
    assert lines == list(range(2, 5002))


def test_5000_unknown_names_are_5000_problems() -> None:
    """Looking for the nearest name is bounded too."""
    spec = pg.loads(
        "产出指标\n" + "".join(f"  某一项很长的指标名称{n} ≥ 8 个\n" for n in range(2000))
    )
    rows = [{"指标": f"某一项很短的指标名称{n}", "实际值": "8"} for n in range(5000)]
    with within(10):
        problems = problems_of(lambda: pg.evaluate(spec, pg.Actuals.from_rows(rows)))
    assert len(problems) == 5000


def test_many_indicators_and_rows() -> None:
    """Ten thousand indicators and rows are scored in bounded time, and add up to 100."""
    spec = pg.loads("产出指标\n" + "".join(f"  甲{n} ≥ 8 个\n" for n in range(10_000)))
    rows = [{"指标": f"甲{n}", "实际值": "8"} for n in range(10_000)]
    with within(10):
        card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    assert card.total == 100


def test_a_line_of_ten_megabytes() -> None:
    """One line of 10 MB is refused or read in bounded time, in every file and cell."""
    long = "好" * 3_500_000
    with within(10):
        problems_of(lambda: pg.loads(f"产出指标\n  管网: {long}\n"))
        problems_of(lambda: pg.loads(long))
        problems_of(lambda: pg.parse_target(long))


def test_csv_of_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    """A cell of 10 MB, also in a quote that never ends, is a problem or a value in bounded time."""
    path = tmp_path / "a.csv"
    spec = pg.loads(TABLE)
    for cell in ("好" * 3_500_000, '"' + "好\n" * 2_500_000, '"' * 10_000_000, "," * 2_000_000):
        path.write_text(f"指标,实际值\n管网,{cell}\n", encoding="utf-8")
        with within(15):
            problems = problems_of(lambda: pg.evaluate(spec, pg.read_actuals(path)))
        assert len(problems) <= 3
        assert all(len(problem.text("zh")) < 1000 for problem in problems)


def test_csv_with_a_quote_that_never_ends(tmp_path: Path) -> None:
    """An unclosed quote swallows no rows in silence: it is a problem at its line."""
    path = tmp_path / "a.csv"
    path.write_text('指标,实际值,说明\n管网,80公里,"开\n收入,未达成,\n', encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(TABLE), pg.read_actuals(path))
    assert caught.value.problems[0].span is not None
    assert caught.value.problems[0].span.line == 2


# ---- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actual", ["9" * 100, "0." + "0" * 97 + "1", "-" + "9" * 99, "1" + "0" * 99]
)
@pytest.mark.parametrize("target", ["9" * 100, "0." + "0" * 97 + "1", "1" + "0" * 99])
@pytest.mark.parametrize("op", ["≥", "≤", "=", ">", "<"])
def test_numbers_of_100_digits_are_exact(op: str, target: str, actual: str) -> None:
    """Numbers at the limit are compared exactly, and shown."""
    spec = pg.loads(f"产出指标\n  甲 {op} {target} 万亿元\n")

    def read() -> None:
        evaluated(spec, pg.Actuals.from_rows([{"指标": "甲", "实际值": actual + "元"}]))

    with within(2):
        problems_of(read)


def test_one_part_in_ten_to_the_97th() -> None:
    """The smallest difference decides."""
    spec = pg.loads("产出指标\n  甲 ≥ 1 公里\n")
    below = "999." + "9" * 97 + "米"
    card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "甲", "实际值": below}]))
    assert card.results[0].outcome is pg.Outcome.MISSED
    assert str(card.total) == "99.99"


# ---- characters ---------------------------------------------------------------------------------

ODD = [
    "\x00", "\x07", "\x08", "\x1b[31m", "\x1b]0;title\x07", "\x7f", "\x85", "\x9b31m", "\u200b",
    "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\ufeff", "\ufffe",
    "\U000e0041", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\ud800", "\udfff",
]  # fmt: skip
PLACES = [
    "地区: 汕头{0}市\n产出指标\n  管网 ≥ 80 公里\n",
    "产出{0}指标\n  管网 ≥ 80 公里\n",
    "产出指标\n  管{0}网 ≥ 80 公里\n",
    "产出指标\n  管网 ≥ 8{0}0 公里\n",
    "产出指标\n  管网 ≥ 80 公{0}里\n",
    "产出指标\n  管网: 提{0}高\n",
    "产出指标\n  管网 ≥ 80 公里\n    依据: 文{0}件\n",
    "产出指标\n {0} 管网 ≥ 80 公里\n",
    "产出指标\n  管网{0} 80 公里\n",
    "产出指标\n  管网 ≥ 80 公里 # 注{0}释\n",
]


def evaluate_row(spec: pg.Spec, row: Mapping[str, object]) -> None:
    """One row from Python, read and scored."""
    pg.evaluate(spec, pg.Actuals.from_rows([row]))


@pytest.mark.parametrize("odd", ODD, ids=[f"{ord(odd[0]):04x}" for odd in ODD])
def test_odd_characters_in_a_spec(odd: str) -> None:
    """A control character or bidi mark is refused or kept, and no foreign exception comes of it."""
    for place in PLACES:
        text = place.format(odd)
        problems_of(functools.partial(pg.loads, text))
        problems_of(functools.partial(pg.loads, text, path=f"a{odd}.pg"))


@pytest.mark.parametrize("odd", ODD, ids=[f"{ord(odd[0]):04x}" for odd in ODD])
def test_odd_characters_in_cells_and_rows(odd: str) -> None:
    """The same in value cells and in every column of the actuals."""
    spec = pg.loads(TABLE)
    for cell in (f"{odd}80公里", f"80{odd}公里", f"80公里{odd}", f"提{odd}高", odd):
        problems_of(functools.partial(pg.parse_target, cell))
        problems_of(functools.partial(pg.parse_target, "80", name=cell))
        for column in ("地区", "指标", "实际值", "单位", "期间", "填报单位", "说明", cell):
            row = {"指标": "管网", "实际值": "80公里", column: cell}
            problems_of(functools.partial(evaluate_row, spec, row))


@pytest.mark.parametrize("odd", ODD[:-2], ids=[f"{ord(odd[0]):04x}" for odd in ODD[:-2]])
def test_lines_mean_the_same_to_everybody(odd: str) -> None:
    """A character that some call a line end is none here: no line is hidden behind it."""
    try:
        spec = pg.loads(f"产出指标\n  甲 ≥ 8 个 # 注释{odd}  乙 ≥ 9 个\n")
    except pg.SpecError:
        return
    assert [indicator.name for indicator in spec.indicators] in (["甲"], ["甲", "乙"])
    if odd not in {"\r"}:
        assert len(spec.indicators) == 1


def raw(text: str) -> set[str]:
    """The characters of a text that steer a terminal or its direction."""
    return {
        f"{ord(char):04x}"
        for char in text
        if (char != "\n" and unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"})
        or char in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_nothing_steers_the_terminal(form: str, lang: str, tmp_path: Path) -> None:
    """No control character and no bidi mark of names, texts, notes or paths reaches the terminal raw."""
    odd = "".join(char for char in ODD if char < "\ud800" or char > "\udfff").replace("\x00", "")
    odd = "".join(char for char in odd if char not in "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    files = {
        "names.pg": f"地区: 汕{odd}头市\n资金: 某{odd}资金\n产出{odd}指标\n  管{odd}网 ≥ 80 公里\n",
        "texts.pg": f"地区: 汕头市\n产出指标\n  管网: 提{odd}高\n    说明: {odd}\n",
        "units.pg": f"地区: 汕头市\n产出指标\n  管网 ≥ 80 公{odd}里\n  {odd} 80\n",
        "good.pg": TABLE,
        "rows.csv": f"地区,指标,实际值,单位,说明,列{odd}\n"
        f"汕头市,管网,70公里,,注{odd}释,\n汕{odd}尾市,管网,1,,,\n",
        "bad.csv": f"地区,指标,实际值,单位\n汕头市,管{odd}网,80{odd}公里,\n汕头市,收入,{odd},公{odd}里\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    for arguments in (
        ("eval", "names.pg", "rows.csv"),
        ("eval", "texts.pg", "rows.csv"),
        ("eval", "units.pg", "rows.csv"),
        ("eval", "good.pg", "rows.csv"),
        ("eval", "good.pg", "bad.csv"),
        ("eval", "good.pg", "bad.csv", "--keep-going"),
        ("eval", f"no{odd}ne.pg", "rows.csv"),
        ("show", "names.pg"),
        ("show", "texts.pg"),
        (f"ev{odd}l",),
        ("eval", "good.pg", "rows.csv", "--as-of", odd),
    ):
        if arguments[0] == "show":
            extra = ["--format", "json" if form == "json" else "text"]
        else:
            extra = ["--format", form] if len(arguments) > 1 else []
        done = subprocess.run(
            [*COMMAND, *arguments, *extra],
            cwd=tmp_path,
            env={**os.environ, "PERFGOALS_LANG": lang, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
        )
        out, err = (
            text.decode("utf-8").removeprefix("\ufeff") for text in (done.stdout, done.stderr)
        )
        assert "Traceback" not in err
        assert raw(err) == set(), arguments
        if form == "text":
            assert raw(out) == set(), arguments


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x00" * 1000, id="nul"),
        pytest.param("产出指标\n  管\0网 ≥ 80 公里\n".encode(), id="nul-inside"),
        pytest.param(b"\xff\xfe" * 500, id="bom-only"),
        pytest.param(bytes(range(256)) * 4, id="all-bytes"),
        pytest.param(b"\xed\xa0\x80", id="surrogate"),
        pytest.param("产出指标\n  管网 ≥ 80 公里\n".encode("utf-16-le"), id="utf-16-le"),
        pytest.param("产出指标\n  管网 ≥ 80 公里\n".encode("utf-32"), id="utf-32"),
        pytest.param("产出指标\n  管网 ≥ 80 公里\n".encode()[:-5], id="cut-in-a-character"),
        pytest.param(b"\x1f\x8b\x08\x00" + os.urandom(200), id="gzip"),
    ],
)
def test_files_of_any_bytes(data: bytes, tmp_path: Path) -> None:
    """A file of any bytes is a spec, actuals, or a problem that names it."""
    spec, actuals = tmp_path / "a.pg", tmp_path / "a.csv"
    spec.write_bytes(data)
    actuals.write_bytes(data)
    for problems in (
        problems_of(lambda: pg.load(spec)),
        problems_of(lambda: pg.evaluate(pg.loads(TABLE), pg.read_actuals(actuals))),
    ):
        assert problems
        assert all(problem.span is None or problem.span.path for problem in problems)


@pytest.mark.parametrize(
    "value", [None, [], {}, object(), b"80", 1j, float("nan"), float("inf"), True]
)
def test_values_of_any_type(value: object) -> None:
    """A value of any type in a row is read or a problem."""
    spec = pg.loads(TABLE)
    for column in ("地区", "指标", "实际值", "单位", "期间", "填报单位", "说明"):
        row = {"指标": "管网", "实际值": "80公里", column: value}
        problems_of(functools.partial(evaluate_row, spec, row))


# ---- mutated input ------------------------------------------------------------------------------

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in [
        *sorted(REAL.glob("*.pg")),
        *sorted((Path(__file__).parent / "specs").rglob("*.pg")),
    ]
]
ROWS = (REAL / "actuals-sample.csv").read_text(encoding="utf-8-sig").splitlines()
CELLS = [
    "≥100公里",
    "1600元/亩",
    "‹=475元/亩",
    "±3%以内",
    "0%",
    "优良",
    "280人次",
    "220",
    "1次/月",
    "2023年底",
    "2023.07-2024.01",
    "95%以上",
    "1-2个",
    "0.7",
    "28.8万元",
    "12月底之前完成",
    "100±3%",
    "控制在100万元以内",
    "约3万亩",
    "提高0.1个百分点",
    "1,234.5万元",
]
PIECES = [
    "\n", "\r\n", "\t", "　", " ", "  ", "    ", ":", "：", "≥", ">=", "≤", "<", "=", "~", "-", "±", "%",
    "％", "‰", "[", "]", "[50分]", "（", "）", "「", '"', "#", "|", "→", ",", "，", ".", "0", "9" * 120, "80",
    "公里", "公理", "万", "亿元", "年",
    "月底前", "以上", "以内", "不少于", "约", "余", "提高",
    "权重: 6分", "方向: 反向",
    "时限: 2023-10-31", "评分: 直接", "产出指标", "成本指标", "办法: 甲",
    "沿用: 财预〔2020〕10号", "赋分", "等级", "\0", "\x1b", "\u202e", "\ufeff", "\ud800", "²", "½", "Ⅷ",
    "①", "٣", "é", "🎯",
]  # fmt: skip
QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    """A real text with a few pieces cut, doubled, moved or put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 1, 2, 5, 30])))
        new = draw(st.sampled_from(["", text[start:end] * 2, *PIECES]) | st.text(max_size=3))
        text = text[:start] + new + text[end:]
    return text


@QUICK
@given(mutated(TEXTS))
def test_mutated_specs(text: str) -> None:
    """Out of `loads` comes a spec or our own error, and what loads can be evaluated."""

    def read() -> None:
        spec = pg.loads(text)
        if spec.indicators:
            rows = [
                {"指标": str(indicator.name), "实际值": "", "地区": spec.region or ""}
                for indicator in spec.indicators[:1]
            ]
            evaluated(spec, pg.Actuals.from_rows(rows))

    problems_of(read)


@QUICK
@given(mutated(TEXTS))
def test_mutated_texts_format(text: str) -> None:
    """What loads is formatted, means the same and is canonical then; what does not is our own error."""

    def read() -> None:
        new = pg.format_spec(text)
        assert pg.loads(new) == pg.loads(text)
        assert pg.format_spec(new) == new

    problems_of(read)


@QUICK
@given(
    mutated(CELLS),
    st.sampled_from(["", "管网（公里）", "满意度（%）"]),
    st.sampled_from([None, 2023]),
)
def test_mutated_cells(cell: str, name: str, year: int | None) -> None:
    """Out of `parse_target` comes a target or our own error, and the target's text means the same."""

    def read() -> None:
        target = pg.parse_target(cell, name=name, year=year)
        assert str(pg.parse_target(str(target))) == str(target)

    problems_of(read)


@QUICK
@given(mutated(["\n".join(ROWS[start : start + 18]) for start in range(1, len(ROWS), 18)]))
def test_mutated_rows(body: str) -> None:
    """Out of the reading and evaluation of rows comes a scorecard or our own error."""
    spec = pg.load(REAL / "shantou.pg")
    columns = ROWS[0].split(",")
    rows = [dict(zip(columns, line.split(","), strict=False)) for line in body.split("\n")]

    def read() -> None:
        evaluated(spec, pg.Actuals.from_rows(rows))

    problems_of(read)


@QUICK
@given(
    mutated(["\n".join([ROWS[0], *ROWS[1:19]])]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_mutated_files(text: str, encoding: str) -> None:
    """The same from files in every encoding."""
    path = Path(os.environ["PYTEST_MUTATED"])
    path.write_bytes(text.encode(encoding, "surrogatepass" if encoding != "gb18030" else "replace"))
    spec = pg.load(REAL / "shantou.pg")
    problems_of(lambda: evaluated(spec, pg.read_actuals(path)))


@pytest.fixture(autouse=True, scope="module")
def _a_file_to_write(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One path for all mutated files."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTEST_MUTATED", str(tmp_path_factory.mktemp("mutated") / "a.csv"))
    yield
    patch.undo()


@pytest.mark.parametrize(
    "head", ["办法: 甲\n", "任务: 甲\n", "指标: 甲\n", "产出指标\n", "产出指标\n  甲 ≥ 1 个\n", ""]
)
def test_any_line_may_stand_anywhere(head: str) -> None:
    """Every keyword with and without a text and a block, in every block: at worst a problem."""
    from perfgoals.parsing import keywords

    for word in keywords():
        for line in (word, f"{word}:", f"{word}: 甲", f"{word} ≥ 3 个"):
            for indent in ("", "  ", "    ", "\t"):
                for more in ("", f"{indent}  甲 ≥ 3 个\n", f"{indent}  甲 [5分]\n{indent}乙\n"):
                    with contextlib.suppress(pg.SpecError):
                        pg.loads(f"{head}{indent}{line}\n{more}")


MARKS = "a" + "\u0301\u0323" * 50_000
"""To bring these into the normal form of Unicode takes long."""


@pytest.mark.parametrize("column", ["地区", "指标", "实际值", "单位", "期间", "填报单位", "说明"])
def test_a_cell_that_takes_long_to_fold_is_refused(column: str, tmp_path: Path) -> None:
    """No cell is folded that is longer than its limit, from a file or from Python."""
    row = {"指标": "管网", "实际值": "80公里", column: MARKS}
    path = tmp_path / "a.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    start = time.perf_counter()
    for read in (lambda: pg.Actuals.from_rows([row]), lambda: pg.read_actuals(path)):
        assert [problem.code for problem in problems_of(read)] == ["PG509"]
    assert time.perf_counter() - start < 20


# ---- spreadsheets ---------------------------------------------------------------------------------

FORMULAS = (
    "=1+1",
    "=HYPERLINK(1)",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'=1",
    "\t=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_in_a_spreadsheet(text: str, tmp_path: Path) -> None:
    """Names, regions and notes that a spreadsheet would run are written as texts, and read back."""
    from perfgoals.reports.data import eval_csv
    from perfgoals.reports.template import template_csv

    name = text.strip()
    target = pg.parse_target("80公里")
    assert isinstance(target, pg.Bound)
    method = pg.loads(TABLE).method
    spec = pg.Spec(members=(pg.Indicator(name=name, target=target),), method=method, region=name)
    form = template_csv([spec], "en")
    card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": name, "实际值": "80", "说明": text}]))
    for table in (form, eval_csv([card], "en")):
        cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
        assert not any(cell[:1] and cell[0] in "=+-@＝＋－＠\t\r" for cell in cells)
    path = tmp_path / "a.csv"
    path.write_text(form.replace(",,公里,", ",80,公里,"), encoding="utf-8")
    assert pg.evaluate(spec, pg.read_actuals(path)).results[0].outcome is pg.Outcome.MET


@pytest.mark.parametrize("number", ["-5", "-5 元", "+3.5%", "-1,234.5万元", "0"])
def test_numbers_are_never_touched(number: str) -> None:
    """A negative number is no formula."""
    from perfgoals.spreadsheet import guarded

    assert guarded(number) == number


@given(st.text(st.sampled_from("'=+-@1a公\t ")))
def test_the_reader_takes_away_what_the_writer_added(text: str) -> None:
    """Whatever a text is, it comes back; what is no guard stays."""
    from perfgoals.spreadsheet import guarded, unguarded

    assert unguarded(guarded(text)) == (text if guarded(text) != text else unguarded(text))
