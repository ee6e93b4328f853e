"""How the command is called and how it ends: exit codes, wrong calls, odd consoles."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import command
from command import COMMAND, EVAL_ZH, run

work = command.work


# ---- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("missed", 1),
        ("partial", 1),
        ("unreported", 0),
        ("below:80", 0),
        ("below:87.81", 0),
        ("below:87.82", 1),
        ("below:90", 1),
        ("missed,partial", 1),
        ("unreported,below:80", 0),
        ("unreported,below:90", 1),
    ],
)
def test_fail_on(what: str, code: int, work: Path) -> None:
    """A missed target is a result, not a failure, unless --fail-on says so."""
    done = run(work, "eval", "a.pg", "a.csv", "--fail-on", what)
    assert (done.out, done.code) == (EVAL_ZH, code)


def test_fail_on_unreported(work: Path) -> None:
    """--fail-on unreported sees one of several tables."""
    assert run(work, "eval", "d", "two.csv", "--fail-on", "unreported").code == 1
    assert run(work, "eval", "d", "two.csv", "--fail-on", "partial").code == 0


def test_fail_on_may_be_given_twice(work: Path) -> None:
    """Two --fail-on add up."""
    arguments = ("eval", "a.pg", "a.csv", "--fail-on", "missed", "--fail-on", "unreported")
    assert run(work, *arguments).code == 1


CALLS = [
    ("no-spec", ("eval", "a.csv"), ("perfgoals eval",)),
    ("no-actuals", ("eval", "a.pg"), ("perfgoals template",)),
    ("nothing", ("eval",), ()),
    ("show-nothing", ("show",), ()),
    ("template-nothing", ("template",), ()),
    ("missing-spec", ("eval", "none.pg", "a.csv"), ("none.pg",)),
    ("missing-actuals", ("eval", "a.pg", "none.csv"), ("none.csv",)),
    ("missing-folder", ("eval", "none", "a.csv"), ("none",)),
    ("folder-without-specs", ("eval", "empty", "a.csv"), ("empty", ".pg")),
    ("folder-named-csv", ("eval", "a.pg", "x.csv"), ("x.csv",)),
    ("empty-actuals", ("eval", "a.pg", "nothing.csv"), ("nothing.csv",)),
    ("no-columns", ("eval", "a.pg", "columns.csv"), ("columns.csv", "实际值")),
    ("not-text", ("eval", "a.pg", "picture.csv"), ("picture.csv",)),
    ("workbook", ("eval", "a.pg", "a.xlsx"), ("a.xlsx",)),
    ("parquet", ("rollup", "a.pg", "a.parquet"), ("a.parquet",)),
    ("other-kind", ("eval", "a.pg", "a.csv", "m.def"), ("m.def",)),
    ("actuals-for-show", ("show", "a.pg", "a.csv"), ("a.csv",)),
    ("pattern-without-match", ("eval", "z*.pg", "a.csv"), ("z*.pg",)),
    ("pattern-of-no-kind", ("eval", "a**.pg", "a.csv"), ("a**.pg",)),
    ("wrong-verb", ("evl", "a.pg", "a.csv"), ("evl", "eval")),
    ("wrong-option", ("eval", "a.pg", "a.csv", "--formt", "json"), ("--formt",)),
    ("wrong-format", ("eval", "a.pg", "a.csv", "--format", "xml"), ("xml", "json")),
    ("wrong-day", ("eval", "a.pg", "a.csv", "--as-of", "2023-02-30"), ("2023-02-30",)),
    ("wrong-condition", ("eval", "a.pg", "a.csv", "--fail-on", "red"), ("red", "missed")),
    ("wrong-bound", ("eval", "a.pg", "a.csv", "--fail-on", "below:x"), ("below:x",)),
    ("wrong-language", ("eval", "a.pg", "a.csv", "--lang", "fr"), ("fr",)),
    ("output-into-nothing", ("eval", "a.pg", "a.csv", "-o", "none/out.txt"), ("none/out.txt",)),
    ("output-of-another-program", ("eval", "a.pg", "a.csv", "-o", "out.docx"), ("docx", "xlsx")),
    ("form-of-another-program", ("template", "a.pg", "-o", "out.docx"), ("docx", "xlsx")),
    ("form-as-a-page", ("template", "a.pg", "-o", "out.html"), ("html", "xlsx")),
    ("output-onto-folder", ("eval", "a.pg", "a.csv", "-o", "d"), ("d",)),
]


@pytest.mark.parametrize(
    ("arguments", "words"), [case[1:] for case in CALLS], ids=[case[0] for case in CALLS]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_calls(
    arguments: tuple[str, ...], words: tuple[str, ...], lang: str, work: Path
) -> None:
    """A wrong call or input exits 2, prints nothing, and says on standard error what is wrong."""
    done = run(work, *arguments, lang=lang)
    assert (done.code, done.out) == (2, "")
    for word in words:
        assert word in done.err
    assert "_date" not in done.err
    assert "_failures" not in done.err
    assert ".part" not in done.err
    chinese = any("\u4e00" <= char <= "\u9fff" for char in done.err)
    assert chinese or lang == "en"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", ["", "eval", "show", "template"])
def test_help(verb: str, lang: str, work: Path) -> None:
    """Every help exits 0, speaks the language, and that of a verb has an example."""
    done = run(work, *([verb] if verb else []), "--help", lang=lang)
    assert (done.code, done.err) == (0, "")
    assert ("显示帮助" in done.out) == (lang == "zh")
    if verb:
        assert f"perfgoals {verb} shantou.pg" in done.out


def test_version(work: Path) -> None:
    """--version says name and version."""
    done = run(work, "--version")
    assert done.out.split()[0] == "perfgoals"
    assert done.code == 0


# ---- consoles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "lang"), [("gbk", "zh"), ("ascii", "zh"), ("ascii", "en"), ("utf-16", "zh")]
)
def test_consoles_that_cannot_show_a_character(encoding: str, lang: str, work: Path) -> None:
    """A console that cannot show a character gets a replacement, never a traceback."""
    for arguments in (
        ("eval", "a.pg", "a.csv"),
        ("eval", "d", "bad.csv"),
        ("show", "a.pg"),
        ("template", "a.pg"),
        ("eval", "--help"),
        ("evl",),
    ):
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=work,
            env={**os.environ, "PERFGOALS_LANG": lang, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert done.stdout or done.stderr


def test_a_gbk_console_shows_all_of_chinese(work: Path) -> None:
    """What GBK has is shown as it is; only what it lacks is replaced."""
    done = run(work, "eval", "a.pg", "a.csv", encoding="gbk")
    assert done.out == EVAL_ZH


def test_the_tables_stay_aligned_with_replacements(work: Path) -> None:
    """In ASCII every column still begins where its heading does."""
    out = run(work, "eval", "a.pg", "a.csv", encoding="ascii", lang="en").out
    lines = out.splitlines()
    row = next(line for line in lines if "79.5" in line)
    head = next(line for line in lines if line.startswith("Indicator"))
    assert row.index("missed") == head.index("Outcome")


def test_no_colour_where_nobody_looks(work: Path) -> None:
    """Nothing but text goes to a pipe, with and without NO_COLOR."""
    for environment in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        done = run(work, "eval", "d", "bad.csv", **environment)
        assert "\x1b" not in done.out + done.err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell with pipes")
def test_a_closed_pipe_is_no_accident(work: Path) -> None:
    """`| head -1` ends quietly."""
    (work / "long.pg").write_text(
        "产出指标\n" + "".join(f"  指标{n} ≥ 8 个\n" for n in range(3000)), encoding="utf-8"
    )
    (work / "long.csv").write_text("指标,实际值\n指标1,8\n", encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "eval", "long.pg", "long.csv"],
        cwd=work,
        env={**os.environ, "PERFGOALS_LANG": "zh", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        error = process.stderr.read()
        process.wait(timeout=60)
    assert error == b""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("eval a.pg a.csv", 0),
        ("eval a.pg a.csv --format json", 0),
        ("eval a.pg a.csv --format table", 0),
        ("eval a.pg a.csv --fail-on missed", 1),
        ("eval none.pg a.csv", 2),
        ("evl", 2),
    ],
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_accident(call: str, code: int, closed: str, work: Path) -> None:
    """What is said to a stream that the caller closed is lost, and the exit code is the same."""
    if "table" in call:
        pytest.importorskip("duckdb")
    command = f"{shlex.join(COMMAND)} --lang en {call} {closed}"
    done = subprocess.run(command, shell=True, cwd=work, capture_output=True, timeout=60)
    assert b"Traceback" not in done.stdout + done.stderr
    assert done.returncode == code


def test_results_and_problems_have_their_own_streams(work: Path) -> None:
    """Results go to standard output, problems and notes to standard error."""
    done = run(work, "eval", "d", "bad.csv", "--format", "json", "--keep-going")
    assert [card["region"] for card in json.loads(done.out)] == ["汕头市", "汕尾市"]
    assert "PG201" in done.err


def test_the_ignored_column_is_told(work: Path) -> None:
    """A column that means nothing here is told on standard error, not read in silence."""
    (work / "c.csv").write_text("指标,实际值,备住\n管网,80公里,x\n", encoding="utf-8")
    done = run(work, "eval", "a.pg", "c.csv")
    assert done.code == 0
    assert "备住" in done.err


@pytest.mark.parametrize("how", ["option", "environment"])
def test_plain_mode_says_in_words_what_is_drawn(how: str, work: Path) -> None:
    """For a screen reader: no carets, rules or branches; the span's place and text in words."""
    option = ("--plain",) if how == "option" else ()
    environment = {} if how == "option" else {"PERFGOALS_PLAIN": "1"}
    (work / "bad.pg").write_text("产出指标\n  管网 ≥ 80 公理\n", encoding="utf-8")
    done = run(work, *option, "check", "bad.pg", lang="en", **environment)
    assert done.err == (
        "bad.pg:2:11: error PG201: unknown unit “公理”\n".replace("“", '"').replace("”", '"')
        + '  line 2, characters 11 to 12: "公理"\n'
        + "  The nearest: 公里\n"
    )
    (work / "a.pg").write_text("产出指标\n  管网 ≥ 80 公里\n", encoding="utf-8")
    (work / "a.csv").write_text("指标,实际值\n管网,79公里\n", encoding="utf-8")
    for verb in (("eval", "a.pg", "a.csv"), ("why", "a.pg", "管网", "a.csv"), ("show", "a.pg")):
        done = run(work, *verb, *option, lang="en", **environment)
        assert done.code == 0
        assert not set(done.out) & set("├└│─^")
        assert "管网" in done.out
