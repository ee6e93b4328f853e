"""CSV files as they come: the query says of each what the reader of small files says."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals import bulk

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

from perfgoals.bulk.ready import surveyed

SPEC = "地区: 甲市\n产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 8 公里\n"
Place = tuple[str, int, int, int]
Cells = tuple[str, str]


def by_python(path: Path) -> tuple[list[Place], list[Cells]]:
    """The problems of a file, and where it has none the score and the note of each indicator."""
    try:
        card = pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    except pg.ActualsError as error:
        return [(p.code, s.line, s.column, s.end) for p in error.problems if (s := p.span)], []
    return [], [(str(each.score), each.note) for each in card.results]


def by_query(path: Path) -> tuple[list[Place], list[Cells]]:
    """The same of the query."""
    try:
        with bulk.evaluate([pg.loads(SPEC)], path) as found:
            problems = found.problems.rows()
            results = found.results.rows()
    except pg.ActualsError as error:
        return [(p.code, s.line, s.column, s.end) for p in error.problems if (s := p.span)], []
    places = [(row["code"], row["line"], row["col"], row["upto"]) for row in problems]
    return places, [(str(row["score"]), row["note"] or "") for row in results]


def check(path: Path, data: bytes) -> tuple[list[Place], list[Cells]]:
    """What both say of a file."""
    path.write_bytes(data)
    found = by_query(path)
    assert found == by_python(path)
    return found


@pytest.mark.parametrize("row", ["地区;指标;实际值", '"地区";"指标";"实际值"', "指标;实际值;说,明"])
def test_semicolons_are_refused(row: str, tmp_path: Path) -> None:
    """Between semicolons a comma is a decimal point, so such a file is not read."""
    problems, _ = check(tmp_path / "a.csv", f"\n{row}\n甲市;管网;81,250\n".encode())
    assert problems == [("PG548", 2, 1, len(row) + 1)]


@pytest.mark.parametrize("row", ["地区,指标,实际值,甲;乙", "指标,a;指标;实际值;b,实际值"])
def test_a_semicolon_in_a_name_is_none_between_cells(row: str, tmp_path: Path) -> None:
    """A first row that makes sense with commas is read with commas."""
    problems, _ = check(tmp_path / "a.csv", f"{row}\n甲市,管网,80\n".encode())
    assert "PG548" not in [problem[0] for problem in problems]


TEXT = '地区,指标,实际值,说明\n甲市,管网,79,"同\n上"\n\n甲市,道路,八,\n'
GOOD = TEXT.replace("八", "8")
ENDS = ["\n", "\r\n", "\r", "\r\r\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ENDS)
def test_lines_may_end_in_any_way(end: str, encoding: str, tmp_path: Path) -> None:
    """Excel for Macintosh ends lines with a CR alone; a problem stands where it stands with others."""
    problems, _ = check(tmp_path / "a.csv", TEXT.replace("\n", end).encode(encoding))
    assert [(code, column) for code, _, column, _ in problems] == [("PG514", 7)]
    _, results = check(tmp_path / "b.csv", GOOD.replace("\n", end).encode(encoding))
    assert [score for score, _ in results] == ["49.38", "50.00"]


def test_a_stray_quote_does_not_hide_the_ends_of_lines(tmp_path: Path) -> None:
    """A quote within a cell that began without one is a character as any other."""
    text = '地区,指标,实际值,说明\r甲市,管网,79,5" 管\r甲市,道路,8,5" 管\r'
    assert not check(tmp_path / "a.csv", text.encode())[0]


@pytest.mark.parametrize(
    "text",
    [
        '地区,指标,"实际值"x\n甲市,管网,79\n',
        '地区,指标,实际值\n甲市,管网,79\n甲市,道路,"8"x\n',
        '地区,指标,实际值\n甲市,管网,79\n甲市,道路,"8',
    ],
)
def test_wrong_quotes_are_told(text: str, tmp_path: Path) -> None:
    """In the first row or in another, what is wrong with quotes is a problem of the file."""
    assert [code for code, *_ in check(tmp_path / "a.csv", text.encode())[0]] == ["PG505"]


BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "data",
    [
        BOM + GOOD.encode(),
        BOM * 3 + GOOD.encode(),
        BOM + GOOD.replace("\n", "\r").encode(),
        ("\ufeff" + GOOD).encode("gb18030"),
        BOM + GOOD.encode("gb18030"),
        BOM + ("\ufeff" + GOOD).encode("gb18030"),
        ("\ufeff" + GOOD).encode("utf-16"),
    ],
)
def test_boms_mean_nothing(data: bytes, tmp_path: Path) -> None:
    """However many begin a file, its first column is read, and rows of other regions are not."""
    assert [score for score, _ in check(tmp_path / "a.csv", data)[1]] == ["49.38", "50.00"]


WIDTHS = [
    ("甲市,管网,80,,5", ["PG507"]),
    ("甲市,管网,80,,5,6", ["PG507"]),
    ('"甲市",管网,"80",,"5\n",6', ["PG507"]),
    ("甲市,管网,80,,,6", ["PG507"]),
    ("甲市,管网,80,,\u3000,6", ["PG507"]),
    ("甲市,管网,80,," + ",".join("5" * 3000), ["PG507"]),
    ("甲市,管网,79,,,,", []),
    ("甲市,管网,79,,\u3000", []),
    ("甲市,管网,79,,\u3000,\t", []),
    ('甲市,管网,"79","1,2,3,4,5,6",,', []),
    ("甲市,管网,79,," + "," * 3000, []),
    (",,,,,,,\n甲市,管网,79", []),
    ("甲市,管网,79", []),
    ("甲市,管网", []),
    ("甲市", ["PG508"]),
    ("甲市,管网,79,\n,,,,,,7", ["PG507"]),
]


@pytest.mark.parametrize(
    ("at", "size", "end"), [(0, 0, "\n"), (1, 5000, "\r\n"), (2, 5000, "\n"), (2, 0, "\r")]
)
@pytest.mark.parametrize(("row", "codes"), WIDTHS)
def test_rows_of_other_widths(
    row: str, codes: list[str], end: str, at: int, size: int, tmp_path: Path
) -> None:
    """Cells too many are a problem of their row, blank ones are none, and missing ones are blank: at the
    beginning, in the middle and at the end of a file."""
    rows = ["甲市,道路,8,", *["丙市,管网,79,"] * size]
    rows.insert(at * len(rows) // 2, row)
    text = "\n".join(["地区,指标,实际值,说明", *rows, ""]).replace("\n", end)
    problems, _ = check(tmp_path / "a.csv", text.encode())
    assert [problem[0] for problem in problems] == codes


def test_rows_are_found_across_the_pieces_that_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is seen of a file does not depend on where one piece of it ends and the next begins."""
    path = tmp_path / "a.csv"
    path.write_bytes('指标,实际值\r\n"管\r网",79,5,6\r道路,"8,9"\n'.encode())
    whole = surveyed(path)
    assert (whole.quotes, whole.is_folded, whole.has_returns, whole.widest) == (4, True, True, 3)
    for size in range(1, 40):
        monkeypatch.setattr("perfgoals.bulk.ready._CHUNK", size)
        parts = surveyed(path)
        assert (parts.quotes, parts.is_folded, parts.has_returns, parts.widest) == (
            4,
            True,
            True,
            3,
        )


@pytest.mark.parametrize(("actual", "code"), [("2023-03-05", "PG529"), ("1.5e2", "PG549")])
def test_what_only_begins_as_a_number(actual: str, code: str, tmp_path: Path) -> None:
    """Dates and scientific notation are told as what they are."""
    text = f"指标,实际值\n管网,{actual}\n"
    assert [found[0] for found in check(tmp_path / "a.csv", text.encode())[0]] == [code]
