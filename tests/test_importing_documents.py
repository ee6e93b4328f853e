"""The importer's parts: Word documents, and documents that mean harm."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import parse_xml

import perfgoals as pg
from imported import HEAD, of_text, reasons, texts
from perfgoals.importing import import_document

# ---- Word -------------------------------------------------------------------------------------------

COLUMNS = ["一级指标", "二级指标", "三级指标", "指标值"]


def word(path: Path, *tables: list[list[str]], between: str = "") -> Any:
    """A document with tables, and a paragraph between them."""
    document = docx.Document()
    document.add_paragraph("2023年绩效目标表")
    for number, rows in enumerate(tables):
        if number and between:
            document.add_paragraph(between)
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
    return document


@pytest.mark.parametrize(
    ("between", "count"), [("", 2), ("- 2 -", 2), ("（续表）", 2), ("联系人名单", 1)]
)
def test_a_table_goes_on_over_a_page_break(tmp_path: Path, between: str, count: int) -> None:
    """A table without headings goes on with the one before it, unless something stands between."""
    path = tmp_path / "form.docx"
    first = [COLUMNS, ["产出指标", "数量指标", "管网", "≥80公里"]]
    word(path, first, [["", "质量指标", "合格率", "≥80%"]], between=between)
    document = import_document(path)
    assert len(pg.loads(texts(document)).indicators) == count
    assert document.doubts == ()
    assert len(reasons(document)) == (0 if count == 2 else 3)


def test_another_table_is_no_next_page(tmp_path: Path) -> None:
    """A list of telephone numbers below a target table makes no targets."""
    path = tmp_path / "form.docx"
    first = [COLUMNS, ["产出指标", "数量指标", "管网", "≥80公里"]]
    word(path, first, [["张三", "010-1234"], ["李四", "010-2345"]])
    document = import_document(path)
    assert len(pg.loads(texts(document)).indicators) == 1
    assert len(reasons(document)) == 4


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_content_controls_and_tracked_changes_are_read(tmp_path: Path) -> None:
    """A row in a content control, and an inserted text are there; a deleted text is not."""
    path = tmp_path / "form.docx"
    made = word(path, [COLUMNS, ["产出指标", "数量指标", "管网", "x"]])
    body = made.element.body
    row = body.tbl_lst[0].tr_lst[1]
    paragraph = row.tc_lst[3].p_lst[0]
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(parse_xml(f"<w:del {W}><w:r><w:delText>≥70</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {W}><w:r><w:t>≥80公里</w:t></w:r></w:ins>"))
    control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    made.save(str(path))
    (region,) = import_document(path).regions
    assert [str(each) for each in pg.loads(region.text).indicators] == ["管网 ≥ 80 公里"]


# ---- documents that mean harm -----------------------------------------------------------------------


def workbook(path: Path, rows: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """The same archive with its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(buffer.getvalue())


def entity(name: str, data: bytes) -> bytes:
    if not name.endswith(("sheet1.xml", "document.xml")):
        return data
    head, _, rest = data.partition(b"?>")
    return head + b'?><!DOCTYPE x [<!ENTITY a "b">]>' + rest


def test_entities_are_refused(tmp_path: Path) -> None:
    """No office program writes a document type; who does means harm."""
    workbook(tmp_path / "a.xlsx", [[*COLUMNS], ["产出指标", "", "管网", "≥80公里"]])
    word(tmp_path / "a.docx", [COLUMNS, ["产出指标", "", "管网", "≥80公里"]])
    for path in (tmp_path / "a.xlsx", tmp_path / "a.docx"):
        assert import_document(path).regions[0].indicators == 1
        repacked(path, entity)
        with pytest.raises(pg.PerfGoalsError, match="PG602"):
            import_document(path)


def test_a_bomb_of_word_is_not_unpacked(tmp_path: Path) -> None:
    """A document that unpacks to three hundred megabytes is refused by what its archive says."""
    path = tmp_path / "a.docx"
    word(path, [COLUMNS, ["产出指标", "", "管网", "≥80公里"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/a.bin", b"\0" * 300_000_000)
    with pytest.raises(pg.PerfGoalsError, match="PG605"):
        import_document(path)


def test_an_archive_that_lies_is_refused(tmp_path: Path) -> None:
    """A part that is longer than the archive says is no part."""
    path = tmp_path / "a.xlsx"
    workbook(path, [[*COLUMNS], ["产出指标", "", "管网", "≥80公里"]])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        part = packed.getinfo("xl/worksheets/sheet1.xml")
    central = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert int.from_bytes(data[central + 24 : central + 28], "little") == part.file_size
    data[central + 24 : central + 28] = (part.file_size // 2).to_bytes(4, "little")
    path.write_bytes(bytes(data))
    with pytest.raises(pg.PerfGoalsError, match="PG602"):
        import_document(path)


def test_a_cell_in_the_far_corner_is_refused(tmp_path: Path) -> None:
    """Seventeen billion cells are not read to find two."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("表")
    sheet.write(0, 0, "一级指标")
    sheet.write(1_048_575, 16_383, "远")
    book.close()
    with pytest.raises(pg.PerfGoalsError, match="PG604"):
        import_document(path)


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\x07", "\x00", "\ufeff"], ids=ascii)
def test_control_characters_do_nothing(tmp_path: Path, sign: str) -> None:
    """Escape sequences and signs that turn the reading direction reach no file and no console."""
    path = tmp_path / "a.csv"
    rows = f"产出指标,数量指标,管{sign}网,≥80公里\n产出指标,数量指标,道路,约{sign}3万亩\n"
    path.write_text(HEAD + rows, encoding="utf-8")
    if sign == "\x00":
        with pytest.raises(pg.PerfGoalsError, match="PG602"):
            import_document(path)
        return
    text = texts(import_document(path))
    assert sign[0] not in text
    assert "管" in text


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("python_calamine", "a.xlsx", "excel"), ("docx", "a.docx", "word")],
)
def test_a_missing_extra_gives_the_line_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str
) -> None:
    """What to install is said; nothing else needs it."""
    (tmp_path / name).write_bytes(b"")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(pg.PerfGoalsError) as caught:
        import_document(tmp_path / name)
    (problem,) = caught.value.problems
    for language in ("zh", "en"):
        assert f'pip install "perfgoals[{extra}]"' in problem.help_text(language)
    assert of_text(tmp_path, HEAD + "产出指标,数量指标,管网,≥80公里\n").regions
