"""Every code is explained, in both languages, by an example that has the problem and one that has not."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
import xlsxwriter

import perfgoals as pg
from make_explanations import ERRORS, RULES_PAGE, errors_document, rules_document
from perfgoals import cells, loading, messages, quantities
from perfgoals.cli import main
from perfgoals.cli.console import Console
from perfgoals.importing import grids, import_document
from perfgoals.messages.explaining import Example, Explanation, chapters, codes, explanation
from perfgoals.office import packages
from perfgoals.parsing import blocks, lines
from perfgoals.reports.explanations import explanation_text, list_text, wrap
from perfgoals.reports.tables import width

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


def found_in(folder: Path, each: Explanation, side: Example) -> list[str]:
    """The codes of what one side of an example gives, in an empty folder."""
    for name, text in each.beside.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if side.kind == "python":
        with contextlib.chdir(folder):
            return of_python(side.text)
    if side.kind == "command":
        return reported(folder, shlex.split(side.text)[1:])
    (folder / each.file).write_bytes(side.text.encode(side.encoding))
    if each.file == "form.csv":
        return imported(folder / each.file)
    specs = sorted({each.file, *each.beside} & {"spec.pg", "shantou.pg"})
    if each.file.endswith(".csv"):
        return reported(folder, ["eval", *specs, each.file])
    return reported(folder, ["show", each.file])


def imported(document: Path) -> list[str]:
    """The codes of the doubts of a document, or of what is wrong with it as a whole."""
    try:
        return [doubt.reason_code for doubt in import_document(document).doubts]
    except pg.PerfGoalsError as error:
        return [problem.code for problem in error.problems]


def of_python(text: str) -> list[str]:
    try:
        exec(text, {})
    except pg.PerfGoalsError as error:
        return [problem.code for problem in error.problems]
    return []


def reported(folder: Path, arguments: list[str]) -> list[str]:
    """The codes of the problems that a call of the command reports."""
    problems: list[pg.Problem] = []
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"PERFGOALS_LANG": "zh", "NO_COLOR": "1"}),
        mock.patch.object(Console, "report", lambda _, more: problems.extend(more)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        code = main(arguments)
    assert code == (2 if problems else 0)
    return [problem.code for problem in problems]


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


TABLE = "产出指标\n  管网 ≥ 80 公里\n"


def locked(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """As Windows answers for a file that Excel has open."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (folder / "a.pg").write_text(TABLE, encoding="utf-8")
    patch.setattr(Path, "read_bytes", refuse)
    return reported(folder, ["show", "a.pg"])


def large(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A limit below the file stands for a file above the limit."""
    patch.setattr("perfgoals.loading.MAX_FILE_SIZE", 10)
    return loaded(folder, TABLE)


def unfaithful(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A formatter that changes a number."""
    patch.setattr("perfgoals.formatting.rewrite", lambda text, *_: text.replace("80", "90"))
    (folder / "a.pg").write_text(TABLE, encoding="utf-8")
    return reported(folder, ["fmt", "a.pg"])


def read(folder: Path, text: str) -> list[str]:
    """The codes of actuals that cannot be read."""
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.read_actuals(path)
    return [problem.code for problem in caught.value.problems]


def loaded(folder: Path, text: str) -> list[str]:
    (folder / "a.pg").write_text(text, encoding="utf-8")
    return reported(folder, ["show", "a.pg"])


def rolled_up(folder: Path, regions: str) -> list[str]:
    """The codes of a roll-up with a table of regions."""
    text = "地区: 汕头市\n年度: 2023\n产出指标\n  新建污水管网 ≥ 8 公里\n    口径: 合计\n"
    (folder / "a.pg").write_text(text, encoding="utf-8")
    (folder / "a.csv").write_text("指标,实际值\n新建污水管网,8公里\n", encoding="utf-8")
    (folder / "regions.csv").write_text(regions, encoding="utf-8")
    return reported(folder, ["rollup", "a.pg", "a.csv", "--regions", "regions.csv"])


def many_cells(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A limit below the table stands for a table above the limit."""
    patch.setattr("perfgoals.importing.texts.MAX_CELLS", 3)
    (folder / "a.csv").write_text("一级指标,三级指标\n产出指标,管网\n", encoding="utf-8")
    return imported(folder / "a.csv")


def workbook(folder: Path) -> Path:
    """A workbook in which one value is merged over two indicators."""
    book = xlsxwriter.Workbook(str(folder / "a.xlsx"))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["一级指标", "三级指标", "指标值"])
    sheet.write_row(1, 0, ["产出指标", "新建泵站"])
    sheet.write_row(2, 0, ["产出指标", "新建水厂"])
    sheet.merge_range(1, 2, 2, 2, "≥8座")
    book.close()
    return folder / "a.xlsx"


def bomb(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A limit below the file stands for a file above the limit."""
    patch.setattr("perfgoals.office.packages.MAX_UNPACKED", 1_000)
    return imported(workbook(folder))


def without_extra(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """As Python answers where python-calamine is not installed."""
    patch.setitem(sys.modules, "python_calamine", None)
    return imported(workbook(folder))


def old_format(folder: Path, _: pytest.MonkeyPatch) -> list[str]:
    """The first bytes of every file of the old format."""
    (folder / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return imported(folder / "a.xlsx")


def without_extras(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """As if only the program itself were installed."""
    from perfgoals.reports import html

    html._pages.cache_clear()
    patch.setitem(sys.modules, "jinja2", None)
    beside = explanation("PG930").beside
    for name, text in beside.items():
        (folder / name).write_text(text, encoding="utf-8")
    return reported(folder, ["eval", "shantou.pg", "actuals.csv", "-o", "report.html"])


def sheets(folder: Path, *rows: list[Any], merged: str = "") -> list[str]:
    """The codes of actuals in a workbook, as a program writes it that works no formula out."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    book.save(folder / "a.xlsx")
    (folder / "a.pg").write_text("产出指标\n  甲 ≥ 1 个\n", encoding="utf-8")
    return reported(folder, ["eval", "a.pg", "a.xlsx"])


STAGES: dict[str, Callable[[Path, pytest.MonkeyPatch], list[str]]] = {
    "locked": locked,
    "large": large,
    "unfaithful": unfaithful,
    "many-cells": many_cells,
    "bomb": bomb,
    "no-extra": without_extra,
    "unsaved-formula": lambda folder, _: sheets(folder, ["指标", "实际值"], ["甲", "=40+39.5"]),
    "merged-actual": lambda folder, _: sheets(
        folder, ["指标", "实际值"], ["甲", 5], ["乙"], merged="B2:B3"
    ),
    "no-table": lambda folder, _: sheets(folder, ["甲", 79.5]),
    "old-format": old_format,
    "merged-value": lambda folder, _: imported(workbook(folder)),
    "deep": lambda folder, _: loaded(
        folder,
        "".join(f"{' ' * level}级{level}\n" for level in range(31)) + " " * 31 + "管网 ≥ 8 米",
    ),
    "without_extras": without_extras,
    "long-line": lambda folder, _: loaded(folder, f"总体目标: {'长' * 12_000}\n{TABLE}"),
    "cell": lambda folder, _: read(folder, f"指标,实际值\n{'长' * 10_001},1\n"),
    "orphan": lambda folder, _: rolled_up(folder, "河源市,广东省\n"),
    "ring": lambda folder, _: rolled_up(folder, "汕头市,广东省\n广东省,汕头市\n"),
    "regions": lambda folder, _: rolled_up(folder, "汕头市\n"),
    "long-cell": lambda folder, _: loaded(folder, f"效益指标\n  当地群众收入: {'好' * 2_500}\n"),
}


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
