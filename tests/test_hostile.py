"""Input that nobody should write ends in bounded time: long, deep, many, huge numbers."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import perfgoals as pg
from hostile import TABLE, evaluated, problems_of, within

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
