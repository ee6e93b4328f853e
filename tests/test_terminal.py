"""Tables on a terminal: they fit its width, and colours stand beside words."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from monitored import card, rolled
from perfgoals.reports.rendering import render_text
from perfgoals.reports.tables import Look, table, width
from terminal import needs_terminal, on_terminal

SGR = re.compile(r"\x1b\[[0-9;]*m")
REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"


@given(
    st.lists(st.lists(st.text("管网ab ", max_size=60), min_size=3, max_size=3), min_size=1),
    st.integers(40, 120),
)
def test_a_table_fits_a_terminal(rows: list[list[str]], columns: int) -> None:
    """No line is wider than the terminal, and no letter is lost."""
    lines = table([["一", "二", "三"], *rows], look=Look(columns=columns))
    assert all(width(line) <= columns for line in lines)
    for letter in "管网ab":
        assert "".join(lines).count(letter) == sum(
            cell.count(letter) for row in rows for cell in row
        )


def test_numbers_are_never_broken() -> None:
    """Words give way to numbers, also where a terminal is too narrow for both."""
    rows = [["指标", "分值"], ["新建污水管网" * 3, "1234567.89"]]
    lines = table(rows, right=(1,), look=Look(columns=20))
    assert lines[2] == "新建污水  1234567.89"
    assert table(rows, right=(1,), look=Look(columns=3))[2].endswith("1234567.89")


def test_colours_change_nothing_but_colours() -> None:
    """Every result reads the same with and without them, and each outcome and light has one."""
    spec = pg.loads(
        "地区: 甲市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n  学校 ≥ 1 所\n"
    )
    rows = [{"指标": "管网", "实际值": 70}, {"指标": "收入", "实际值": "部分达成 70%"}]
    scored = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    for result in (scored, [scored, scored], card(), rolled()):
        plain = render_text(result, language="zh", look=Look())
        painted = render_text(result, language="zh", look=Look(colour=True))
        assert SGR.sub("", painted) == plain
        assert painted != plain
    text = render_text(scored, language="zh", look=Look(colour=True))
    for sign, word in (("31", "未达成"), ("33", "部分达成"), ("1", "未报")):
        assert text.count(f"\x1b[{sign}m{word}\x1b[0m") == 2  # in the table, and as a heading
    lights = render_text(card(), language="zh", look=Look(colour=True))
    assert lights.count("\x1b[31m红\x1b[0m") == 2
    assert "\x1b[36m蓝\x1b[0m" in lights


@needs_terminal
@pytest.mark.parametrize("without_colours", [False, True])
def test_the_command_on_a_terminal(without_colours: bool) -> None:
    """On a terminal of 72 columns the table has at most 72, in colour unless NO_COLOR says no."""
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    if without_colours:
        environment["NO_COLOR"] = "1"
    files = [str(REAL / "shantou.pg"), str(REAL / "actuals-sample.csv")]
    call = [sys.executable, "-m", "perfgoals", "--lang", "zh", "eval", *files]
    code, shown = on_terminal(call, stream="stdout", env=environment)
    assert code == 0
    text = shown.decode("utf-8").replace("\r\n", "\n")
    assert bool(SGR.search(text)) is not without_colours
    lines = SGR.sub("", text).split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("指标"))
    rows = lines[start : lines.index("", start)]
    assert len(rows) > 20
    assert max(map(width, rows)) <= 72
