"""Odd characters, files of any bytes and formulas of a spreadsheet end in plain text."""

from __future__ import annotations

import csv
import functools
import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from hostile import TABLE, problems_of

COMMAND = [sys.executable, "-c", "import sys; from perfgoals.cli import main; sys.exit(main())"]


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
