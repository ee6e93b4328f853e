"""How the examples of the explanations are brought about, also those that no file can show."""

from __future__ import annotations

import contextlib
import io
import os
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
from perfgoals.bulk.sources import check_parquet
from perfgoals.cli import main
from perfgoals.cli.console import Console
from perfgoals.importing import import_document
from perfgoals.messages.explaining import Example, Explanation, explanation

__all__ = ["STAGES", "found_in"]


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


TABLE = "产出指标\n  管网 ≥ 80 公里\n"


def locked(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """As Windows answers for a file that Excel has open."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "a.pg").write_text(TABLE, encoding="utf-8")
    patch.setattr(Path, "open", refuse)
    return reported(folder, ["show", "a.pg"])


def large(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """A limit below the file stands for a file above the limit."""
    patch.setattr("perfgoals.loading.files.MAX_FILE_SIZE", 10)
    return loaded(folder, TABLE)


def cut_parquet(folder: Path, _: pytest.MonkeyPatch) -> list[str]:
    """A file without its end."""
    path = folder / "a.parquet"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(pg.ActualsError) as caught:
        check_parquet(path)
    return [problem.code for problem in caught.value.problems]


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
    "cut-parquet": cut_parquet,
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
