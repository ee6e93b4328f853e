"""Every code is explained, in both languages, by an example that has the problem and one that has not."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from make_explanations import ERRORS, RULES_PAGE, errors_document, rules_document
from perfgoals import cells, loading, messages, quantities
from perfgoals.cli import main
from perfgoals.importing import grids
from perfgoals.messages.explaining import Explanation, chapters, codes, explanation
from perfgoals.office import packages
from perfgoals.parsing import blocks, lines
from perfgoals.reports.explanations import explanation_text, list_text, wrap
from perfgoals.reports.tables import width
from stages import STAGES, found_in

KNOWN = sorted({key[:5] for key in messages.texts("en") if re.match(r"PG\d{3}\.", key)})
SHOWN = [code for code in codes() if not explanation(code).staged and code[:3] != "PG3"]


# ---- nothing is missing -------------------------------------------------------------------------


def test_every_code_is_explained_and_no_other() -> None:
    """A new code needs an explanation in src/perfgoals/messages/explanations; docs/contributing.md
    says how."""
    assert list(codes()) == KNOWN


@pytest.mark.parametrize("code", codes())
def test_an_explanation_is_complete(code: str) -> None:
    """Both languages say why, and each side has a text, or says in both languages what it is."""
    each = explanation(code)
    for language in messages.LANGUAGES:
        assert len(each.why[language]) > 15
        assert bool(each.title[language]) == code.startswith("PG3")
        for side in (each.wrong, each.right):
            assert side.text or side.label[language]
    for side in (each.wrong, each.right):
        assert bool(side.label["zh"]) == bool(side.label["en"])
    assert each.wrong != each.right
    assert code.startswith(tuple(prefix for prefix, _ in chapters()))


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("PG005", f"{loading.MAX_FILE_SIZE // 1_000_000} MB"),
        ("PG104", f"{blocks.MAX_DEPTH}"),
        ("PG105", f"{lines.MAX_LINE:,}"),
        ("PG204", f"{quantities.MAX_DIGITS}"),
        ("PG213", f"{cells.MAX_CELL:,}"),
        ("PG604", f"{grids.MAX_CELLS:,}"),
        ("PG605", f"{packages.MAX_UNPACKED // 1_000_000} MB"),
    ],
)
def test_limits_are_those_of_the_code(code: str, limit: str) -> None:
    """A number in an explanation is the one that holds."""
    for language in messages.LANGUAGES:
        assert re.search(rf"(?<!\d){limit}(?!\d)", explanation(code).why[language])


# ---- examples -----------------------------------------------------------------------------------


def ready(code: str) -> Explanation:
    """An explanation whose examples can run here: `.ci/run` has the engine, not every checkout."""
    if code == "PG934":
        pytest.importorskip("duckdb", reason="the extra duckdb is not installed")
    return explanation(code)


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_gives_its_code_and_no_other(code: str, tmp_path: Path) -> None:
    """What is shown as wrong has this problem, once or more, and none besides."""
    each = ready(code)
    assert set(found_in(tmp_path, each, each.wrong)) == {code}


@pytest.mark.parametrize("code", SHOWN)
def test_the_right_example_gives_none(code: str, tmp_path: Path) -> None:
    """What is shown as right has no problem at all."""
    each = ready(code)
    assert found_in(tmp_path, each, each.right) == []


# openpyxl names no encoding for its temporary files.
@pytest.mark.filterwarnings(
    "ignore:.*encoding.* not specified:EncodingWarning:openpyxl.worksheet._writer"
)
@pytest.mark.parametrize("code", [code for code in codes() if explanation(code).staged])
def test_what_no_file_can_show_is_brought_about(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A code whose example is only described is given by what is described, and by that alone; a
    right form that has a text has no problem."""
    each = explanation(code)
    if each.right.text:
        assert found_in(tmp_path, each, each.right) == []
    assert set(STAGES[each.staged](tmp_path, monkeypatch)) == {code}


def test_the_stages_are_those_that_are_named() -> None:
    """No stage is left over."""
    assert {explanation(code).staged for code in codes()} - {""} == set(STAGES)


# ---- documents ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_documents_of_errors_are_current(language: str) -> None:
    """`python tests/make_explanations.py` has been run."""
    assert ERRORS[language].read_text(encoding="utf-8") == errors_document(language)


def test_the_sections_of_the_rules_are_current() -> None:
    """docs/rules.md says of each rule what `perfgoals explain` says."""
    page = RULES_PAGE.read_text(encoding="utf-8")
    assert page == rules_document(page)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_documents_have_every_code(language: str) -> None:
    """Each code has its section."""
    text = ERRORS[language].read_text(encoding="utf-8")
    assert re.findall(r"^### (PG\d{3})$", text, re.M) == KNOWN


# ---- the command --------------------------------------------------------------------------------

EXPLAINED_EN = """\
PG102  there is nothing under "…": is an operator missing?

A line with only a name is a group, and something must stand under it. Most
likely this is an indicator whose operator is missing: without “≥” or “:” the
whole line is a name. What the target is, is never guessed.

Wrong:
  产出指标
    新建污水管网 80 公里
    新建道路 ≥ 8 公里

Right:
  产出指标
    新建污水管网 ≥ 80 公里
    新建道路 ≥ 8 公里

To mend it: Write an indicator as "name >= number unit" or "name: text"; the
lines of a group are indented.
"""
EXPLAINED_ZH = """\
PG102  “…”下面没有内容：是不是少了运算符？

只有名称的一行是分组，分组下面必须有内容。这里多半是一个指标漏写了运算符：没有
“≥”或“:”，整行都被当成了名称。目标是多少，软件不会去猜。

错误：
  产出指标
    新建污水管网 80 公里
    新建道路 ≥ 8 公里

正确：
  产出指标
    新建污水管网 ≥ 80 公里
    新建道路 ≥ 8 公里

怎样改：指标写成“名称 ≥ 数值 单位”或“名称: 内容”；分组的下一行要缩进。
"""


def call(
    capsys: pytest.CaptureFixture[str], *arguments: str, language: str = "en"
) -> tuple[int, str, str]:
    code = main(["--lang", language, "explain", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_code_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """The whole text, in both languages."""
    assert call(capsys, "PG102") == (0, EXPLAINED_EN, "")
    assert call(capsys, "PG102", language="zh") == (0, EXPLAINED_ZH, "")


@pytest.mark.parametrize("written", ["pg102", "Pg102", "102", " PG102 "])
def test_a_code_may_be_written_otherwise(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Lower case will do, and the number alone."""
    assert call(capsys, written) == (0, EXPLAINED_EN, "")


def test_several_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """They come in the order of the call, each once."""
    code, out, err = call(capsys, "PG301", "pg102", "PG301")
    assert (code, err) == (0, "")
    assert out == f"{explanation_text('PG301', 'en')}\n\n{explanation_text('PG102', 'en')}"


def test_a_code_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    """It is an error that names near ones; nothing is explained then."""
    code, out, err = call(capsys, "PG102", "PG1102", "x")
    assert (code, out) == (2, "")
    assert 'PG919: there is no code "PG1102"' in err
    assert "PG102" in err
    assert 'there is no code "X"' in err


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_without_a_code_all_are_listed(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One line each, in their order."""
    code, out, err = call(capsys, language=language)
    assert (code, err) == (0, "")
    assert out == list_text(language)
    assert re.findall(r"^  (PG\d{3})  \S", out, re.M) == KNOWN


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_any_console_can_show_it(encoding: str, language: str) -> None:
    """A console that has not all characters shows what it can, never a traceback."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with contextlib.redirect_stdout(stream):
        assert main(["--lang", language, "explain", *codes()]) == 0
    stream.flush()
    text = stream.buffer.getvalue().decode(encoding)
    assert all(code in text for code in codes())


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("code", codes())
def test_prose_fits_the_screen(code: str, language: str) -> None:
    """No line of prose is wider than 80 columns; no line has blanks at its end."""
    lines = explanation_text(code, language).splitlines()
    assert all(width(line) <= 80 for line in lines if not line.startswith("  "))
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        pytest.param("", 10, [], id="empty"),
        pytest.param("one two three", 7, ["one two", "three"], id="words"),
        pytest.param("一二三四五", 4, ["一二", "三四", "五"], id="characters"),
        pytest.param("一二三，四", 6, ["一二", "三，四"], id="no-sign-begins-a-line"),
        pytest.param("（一）二", 2, ["（一）", "二"], id="brackets-stick"),
        pytest.param("a-very-long-word b", 4, ["a-very-long-word", "b"], id="long-word"),
    ],
)
def test_paragraphs_are_broken(text: str, columns: int, lines: list[str]) -> None:
    """At blanks and between Chinese characters."""
    assert list(wrap(text, columns)) == lines


@pytest.mark.parametrize("code", codes())
def test_no_character_of_an_explanation_is_lost(code: str) -> None:
    """Breaking lines takes nothing away but blanks."""
    for language in messages.LANGUAGES:
        text = explanation(code).why[language]
        assert "".join("".join(wrap(text)).split()) == "".join(text.split())
