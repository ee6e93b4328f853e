"""Import of official forms: every region, every target, every doubt, every cell accounted for.

The documents and what is expected of them stand in `imports/`; they were made without knowledge of
the importer. `test_import_layouts.py` holds the expectations against the language.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.importing import import_document
from test_import_layouts import (
    DOCUMENTS,
    IMPORTS,
    assert_as_expected,
    documents,
    expected,
    listed_cells,
    squeezed,
)

USES = {
    "level",
    "name",
    "value",
    "operator",
    "unit",
    "weight",
    "header",
    "task",
    "actual",
    "heading",
    "note",
    "doubt",
    "ignored-with-reason",
}
SELF_ASSESSMENT = IMPORTS / "07-self.xlsx"


def bare(text: str) -> str:
    """A cell's words, without white space and what makes them bold in text or Markdown."""
    return squeezed(re.sub(r"</?b>|\*\*", "", text).replace("\\|", "|"))


def comments(text: str) -> list[str]:
    """The comments of a spec; lines that follow each other are one."""
    blocks: list[str] = []
    after_comment = False
    for line in text.splitlines():
        is_comment = line.strip().startswith("#")
        if is_comment and after_comment:
            blocks[-1] += line
        elif is_comment:
            blocks.append(line)
        after_comment = is_comment
    return blocks


# ---- the twelve layouts -------------------------------------------------------------------------


@documents
def test_regions_indicators_and_tasks(document: Path) -> None:
    """Each region has its own spec, which loads and holds the header, targets, weights and tasks."""
    imported = import_document(document)
    regions = expected(document)["regions"]
    assert [region.name for region in imported.regions] == [wanted["name"] for wanted in regions]
    for region, wanted in zip(imported.regions, regions, strict=True):
        assert_as_expected(pg.loads(region.text), wanted)
        assert region.sheet_or_place


@documents
def test_every_cell_is_accounted_for(document: Path) -> None:
    """Every filled cell of every table is listed once, at its place, with the use it was put to.

    Lines outside of tables may be listed too (地区：…); nothing else may.
    """
    cells = import_document(document).cells
    assert {cell.use for cell in cells} <= USES
    # In text a place is the line, with or without the column: `line 17`, `line 17, column 3`.
    has_columns = any(re.fullmatch(r"line \d+, column \d+", cell.place) for cell in cells)

    def place(of: str) -> str:
        return of if has_columns or not of.startswith("line") else of.partition(",")[0]

    listed = listed_cells(document)
    wanted = [
        ((place(printed_at), bare(text)), set(uses.split("|")))
        for printed_at, text, uses in listed["cells"]
    ]
    found = [((place(cell.place), bare(cell.text)), cell.use) for cell in cells]
    missing = Counter(key for key, _ in wanted) - Counter(key for key, _ in found)
    assert not missing, "cells that are not accounted for"
    extra = Counter(key for key, _ in found) - Counter(key for key, _ in wanted)
    prose = {bare(line) for line in listed["prose"]}
    at_cells = {key[0] for key, _ in wanted}
    unknown = [
        key for key in extra if key[0] in at_cells or not any(key[1] in line for line in prose)
    ]
    assert not unknown, "cells that the document does not have, or that are listed twice"
    for key, uses in wanted:
        assert any(at == key and use in uses for at, use in found), (key, uses)


@documents
def test_doubts_are_listed(document: Path) -> None:
    """What is doubtful is listed with its place, its cell and why; what is plain is not."""
    doubts = import_document(document).doubts
    wanted = expected(document)["doubts"]
    assert len(doubts) == len(wanted), [(doubt.place, doubt.cell) for doubt in doubts]
    for one in wanted:
        matching = [
            doubt
            for doubt in doubts
            if doubt.place in (one["place"], one["place"].partition(",")[0])
            or (not one["cell"] and doubt.place.startswith(f"{one['place']},"))
        ]
        assert len(matching) == 1, one
        # An empty value is told by its name or by nothing: there is no printed cell.
        assert matching[0].cell in ({one["cell"]} if one["cell"] else {"", one["name"]})
        assert re.fullmatch(r"[A-Z]{2}\d{3}", matching[0].reason_code)
        if one["code"]:
            assert matching[0].reason_code == one["code"], one


@documents
def test_doubts_stand_in_the_spec_as_comments(document: Path) -> None:
    """Each doubt is a comment with the name, the printed cell and its place, and no target."""
    imported = import_document(document)
    told = [comment for region in imported.regions for comment in comments(region.text)]
    for one in expected(document)["doubts"]:
        assert any(
            one["name"] in comment
            and one["cell"] in comment
            and one["place"].split(",")[0] in comment
            for comment in told
        ), one
    for doubt in imported.doubts:
        assert any(doubt.place in comment for comment in told), doubt


@documents
def test_import_is_the_same_each_time(document: Path) -> None:
    """The same document gives the same text, and a path may be a string."""
    first, second = import_document(document), import_document(str(document))
    assert [region.text for region in first.regions] == [region.text for region in second.regions]
    assert first.doubts == second.doubts
    assert first.cells == second.cells


@documents
def test_only_a_self_assessment_has_actuals(document: Path) -> None:
    """实际完成值 makes actuals; a table of targets has none."""
    wanted = [("actuals" in region) for region in expected(document)["regions"]]
    found = [region.actuals is not None for region in import_document(document).regions]
    assert found == wanted


def test_actuals_of_the_self_assessment_score_as_printed(tmp_path: Path) -> None:
    """The 自评表's own 得分 come out: budget execution, ratios, a date, a band, and the reasons."""
    (region,) = import_document(SELF_ASSESSMENT).regions
    wanted = expected(SELF_ASSESSMENT)["regions"][0]["actuals"]
    assert region.actuals is not None
    path = tmp_path / "actuals.csv"
    path.write_text(region.actuals, encoding="utf-8")
    card = pg.evaluate(pg.loads(region.text), pg.read_actuals(path))
    scores = {result.indicator.name: result.score for result in card.results}
    assert scores == {name: Decimal(score) for name, score in wanted["scores"].items()}
    assert (card.total, card.grade) == (Decimal(wanted["total"]), wanted["grade"])
    notes = {result.indicator.name: result.note for result in card.results}
    for name, note in wanted["notes"].items():
        assert note in (notes[name] or "")
    rows = list(csv.DictReader(io.StringIO(region.actuals.removeprefix("\ufeff"))))
    assert len(rows) == 8


# ---- hostile and odd input ----------------------------------------------------------------------

HEAD = "一级指标,二级指标,三级指标,指标值\n"


def imported_text(tmp_path: Path, text: str) -> str:
    path = tmp_path / "form.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (region,) = import_document(path).regions
    assert isinstance(region.text, str)
    return region.text


def test_names_of_any_kind_are_kept(tmp_path: Path) -> None:
    """A name that is a keyword, or holds a colon, an operator, quotes or `#`, stays that name."""
    names = [
        "年度",
        "说明",
        "平均等待时间（目标: 缩短）",
        "任务: 甲",
        "达标率≥90%的村",
        '所谓"示范村"建设',
        "「一村一品」项目",
        "# 一号工程",
        "供水[50分]",
        "|管|道",
        "<script>alert(1)</script>",
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        ["产出指标", "数量指标", n, "≥3个"] for n in names
    )
    spec = pg.loads(imported_text(tmp_path, HEAD + out.getvalue()))
    assert [indicator.name for indicator in spec.indicators] == names
    assert {str(indicator.target) for indicator in spec.indicators} == {"≥ 3 个"}


@pytest.mark.parametrize(
    "line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028"], ids=ascii
)
def test_a_cell_never_writes_a_line_of_its_own(tmp_path: Path, line_break: str) -> None:
    """A line break in a doubtful cell, a name or a goal does not leave its comment or its line."""
    evil = f"约3万亩{line_break}    伪造指标 ≥ 1 个"
    text = imported_text(
        tmp_path,
        HEAD
        + "产出指标,数量指标,管网,≥80公里\n"
        + f'产出指标,数量指标,面积,"{evil}"\n'
        + f'产出指标,数量指标,"泵站{line_break}    伪造二 ≥ 1 个",≥2座\n',
    )
    names = [indicator.name for indicator in pg.loads(text).indicators]
    assert "管网" in names
    assert not {"伪造指标", "伪造二"} & set(names)


def test_a_group_of_doubts_only_leaves_no_empty_group(tmp_path: Path) -> None:
    """Where all targets of a level are doubtful the spec still loads without that level."""
    text = imported_text(
        tmp_path, HEAD + "产出指标,数量指标,管网,≥80公里\n效益指标,经济效益指标,收入,增长5%\n"
    )
    assert [entry.levels[0] for entry in pg.loads(text).entries] == ["产出指标"]
    assert any("增长5%" in comment for comment in comments(text))


def test_no_direction_is_guessed(tmp_path: Path) -> None:
    """A bare 0, and a bare number of what should be less, are doubts and no targets."""
    path = tmp_path / "form.csv"
    rows = "产出指标,质量指标,争议率,0%\n产出指标,数量指标,群众投诉,5件\n产出指标,数量指标,管网,80公里\n"
    path.write_text(HEAD + rows, encoding="utf-8")
    imported = import_document(path)
    assert [(doubt.cell, doubt.reason_code) for doubt in imported.doubts] == [
        ("0%", "PG145"),
        ("5件", "PG147"),
    ]
    assert [str(one) for one in pg.loads(imported.regions[0].text).indicators] == ["管网: 80 公里"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("empty.csv", b""),
        ("prose.txt", "关于开展绩效自评的通知。\n".encode()),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("broken.docx", b"not a document"),
        ("scan.pdf", b"%PDF-1.7"),
        ("bytes.csv", b"\xff\xfe\xfa\x00\x81"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_holds_no_table_is_an_error(tmp_path: Path, name: str, content: bytes | None) -> None:
    """No file, no table, a broken or unknown kind: an error of the family, no traceback."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(pg.PerfGoalsError):
        import_document(tmp_path / name)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A workbook whose sheet unpacks to half a gigabyte of blanks is refused, not read."""
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(IMPORTS / "04-merged.xlsx") as real,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        for name in real.namelist():
            head, rows, tail = real.read(name).partition(b"<sheetData>")
            with packed.open(name, "w", force_zip64=True) as part:
                part.write(head + rows)
                for _ in range(512 if rows else 0):
                    part.write(b" " * (1 << 20))
                part.write(tail)
    with pytest.raises(pg.PerfGoalsError):
        import_document(path)


def test_every_document_of_the_folder_is_tested() -> None:
    """The kinds that people send are all there."""
    assert {path.suffix for path in DOCUMENTS} == {".txt", ".md", ".csv", ".xlsx", ".docx"}
