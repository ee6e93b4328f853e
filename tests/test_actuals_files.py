"""Files of actuals: their forms and encodings, and those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.actuals import parse_actuals

CSV = "地区,指标,实际值,单位,说明\n汕头市,管网,79.5,公里,差一点\n汕头市,收入,提高,,\n"
SPEC = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n"
ENCODINGS = [
    ("utf-8", CSV.encode()),
    ("utf-8-bom", b"\xef\xbb\xbf" + CSV.encode()),
    ("several-boms", b"\xef\xbb\xbf" * 3 + CSV.encode()),
    ("gb18030", CSV.encode("gb18030")),
    ("bom-gb18030", ("\ufeff" + CSV).encode("gb18030")),
    ("utf-8-bom-gb18030", b"\xef\xbb\xbf" + CSV.encode("gb18030")),
    ("both-boms-gb18030", b"\xef\xbb\xbf" + ("\ufeff" + CSV).encode("gb18030")),
    ("utf-16", CSV.encode("utf-16")),
    ("several-boms-utf-16", ("\ufeff" + CSV).encode("utf-16")),
    ("crlf", CSV.replace("\n", "\r\n").encode()),
    ("cr", CSV.replace("\n", "\r").encode()),
    ("cr-gb18030", CSV.replace("\n", "\r").encode("gb18030")),
    ("no-newline-at-the-end", CSV.rstrip("\n").encode()),
    ("tabs", CSV.replace(",", "\t").encode()),
    ("tabs-gb18030", CSV.replace(",", "\t").encode("gb18030")),
    ("blank-lines", CSV.replace("\n", "\n\n").encode()),
    ("blank-rows", (CSV + ",,,,\n,,,,\n").encode()),
    ("quoted", CSV.replace("差一点", '"差一点"').encode()),
    (
        "english",
        CSV.replace("地区,指标,实际值,单位,说明", "region,indicator,actual,unit,note").encode(),
    ),
    (
        "english-capitals",
        CSV.replace("地区,指标,实际值,单位,说明", "Region,Indicator,Actual,Unit,Note").encode(),
    ),
    ("spaces-in-the-header", CSV.replace("指标,", " 指标 ,").encode()),
    (
        "other-order",
        "说明,实际值,指标,单位,地区\n差一点,79.5,管网,公里,汕头市\n,提高,收入,,汕头市\n".encode(),
    ),
    ("needed-columns-only", "指标,实际值,说明\n管网,79.5公里,差一点\n收入,提高,\n".encode()),
]


@pytest.mark.parametrize(
    "data", [data for _, data in ENCODINGS], ids=[name for name, _ in ENCODINGS]
)
def test_forms_of_one_file(data: bytes, tmp_path: Path) -> None:
    """Encoding, separator, order and language of the columns do not change what a file says."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    card = pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    assert [str(result.score) for result in card.results] == ["49.69", "50.00"]
    assert card.results[0].note == "差一点"


def test_a_tab_file_may_be_called_tsv(tmp_path: Path) -> None:
    """`.tsv` is read like `.csv`."""
    path = tmp_path / "a.tsv"
    path.write_text(CSV.replace(",", "\t"), encoding="utf-8")
    assert str(pg.evaluate(pg.loads(SPEC), pg.read_actuals(path)).total) == "99.69"


def test_several_files_are_one(tmp_path: Path) -> None:
    """Rows may come in several files; a problem names its own."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("指标,实际值\n管网,80公里\n", encoding="utf-8")
    two.write_text("指标,实际值\n收入,提高\n", encoding="utf-8")
    assert str(pg.evaluate(pg.loads(SPEC), pg.read_actuals(one, two)).total) == "100.00"
    two.write_text("指标,实际值\n收入,提高\n管网,80公里\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(one, two))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == (str(two), 3)


def test_quoted_cells_with_commas_and_line_breaks(tmp_path: Path) -> None:
    """A quoted cell may hold commas, quotes and line breaks; later lines keep their numbers."""
    path = tmp_path / "a.csv"
    text = '指标,实际值,说明\n管网,"80,000米","一,\n""二"""\n收入,良好,\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (4, 4)
    path.write_text(text.replace("良好", "提高"), encoding="utf-8")
    card = pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    assert (str(card.total), card.results[0].note) == ("100.00", '一,\n"二"')


def test_an_unquoted_thousands_comma_is_not_lost(tmp_path: Path) -> None:
    """`管网,80,000米` has a cell too many: it is a problem, not 80 公里."""
    path = tmp_path / "a.csv"
    path.write_text("指标,实际值\n管网,80,000米\n收入,提高\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert problem.span.line == 2


def test_the_place_of_a_problem_is_its_cell(tmp_path: Path) -> None:
    """File, line and column of a problem are those of the cell."""
    path = tmp_path / "a.csv"
    path.write_text("地区,指标,实际值\n汕头市,收入,提高\n汕头市,管网,80公理\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    (problem,) = caught.value.problems
    assert problem.span is not None
    assert (problem.span.path, problem.span.line, problem.span.column) == (str(path), 3, 8)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ('"甲市","管网","8x"', 11),
        ('"甲市",管网,"8x"', 9),
        ('甲市,"管,网",8x', 10),
        ('甲市,"管""网",8x', 11),
        ('"甲\n市",管网,8x', 10),
        ('甲"市,管网,"8x"', 8),
        ('"",管网,"8x"', 7),
        (",管网,8x", 5),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t"])
def test_quotes_count_as_they_are_written(row: str, column: int, separator: str) -> None:
    """The column of a cell is that in the file, whichever of the cells before it stand in quotes."""
    text = f"地区,指标,实际值\n{row}\n".replace(",", separator)
    (found,) = parse_actuals(text).rows
    assert (found.actual, found.span().column) == ("8x", column)


def test_a_comma_in_a_tab_file_needs_no_quotes() -> None:
    """Between tabs a cell with a comma is as long as it looks."""
    (row,) = parse_actuals("指标\t实际值\n管,网\t8x\n").rows
    assert row.span().column == 5


BROKEN = [
    ("empty", b"", ()),
    ("bom-only", b"\xef\xbb\xbf", ()),
    ("blank", b"\n\n", ()),
    ("no-indicator", "名称,实际值\n管网,80公里\n".encode(), ("指标",)),
    ("no-actual", "指标,数值\n管网,80公里\n".encode(), ("实际值",)),
    ("no-header", "管网,80公里\n收入,提高\n".encode(), ("指标",)),
    ("column-twice", "指标,实际值,实际值\n管网,80公里,70公里\n".encode(), ("实际值",)),
    ("column-in-both-languages", "指标,实际值,actual\n管网,80公里,70公里\n".encode(), ()),
    ("cell-too-many", "指标,实际值\n管网,80公里,x\n".encode(), ()),
    ("picture", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa", ()),
    ("workbook", b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xff\xff", ()),
    ("nul", "指标,实际值\n管\0网,80公里\n".encode(), ()),
    ("open-quote", '指标,实际值\n管网,"80公里\n收入,提高\n'.encode(), ()),
]


@pytest.mark.parametrize(
    ("data", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_files_that_cannot_be_read(data: bytes, words: tuple[str, ...], tmp_path: Path) -> None:
    """A file without the needed columns, or that is no table, is a problem with file and line."""
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(pg.loads(SPEC), pg.read_actuals(path))
    for problem in caught.value.problems:
        assert problem.span is not None
        assert problem.span.path == str(path)
    for word in words:
        assert word in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder in its place are problems with the path."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(pg.ActualsError) as caught:
            pg.read_actuals(path)
        assert str(path) in str(caught.value)


def test_a_column_that_means_nothing_is_told(tmp_path: Path) -> None:
    """A column that is not one of ours is never read in silence."""
    path = tmp_path / "a.csv"
    path.write_text("指标,实际值,备住\n管网,80公里,x\n", encoding="utf-8")
    assert pg.read_actuals(path).ignored == ("备住",)


def test_gb18030_is_never_read_as_something_else(tmp_path: Path) -> None:
    """Every character of GB18030 comes out as it went in."""
    path = tmp_path / "a.csv"
    note = "镕囍㐂𠮷€—“”…"
    path.write_bytes(f"指标,实际值,说明\n管网,80公里,{note}\n".encode("gb18030"))
    assert pg.read_actuals(path).rows[0].note == note


# ---- the columns of rows from Python ------------------------------------------------------------


def columns_told(rows: object) -> list[tuple[str, int]]:
    """The codes and rows of what is wrong with the columns."""
    with pytest.raises(pg.ActualsError) as caught:
        pg.Actuals.from_rows(rows)
    return [(each.code, each.span.line) for each in caught.value.problems if each.span]


def test_a_column_too_many_is_one_problem() -> None:
    """All rows of a dataframe have it: it is told at the first, and not a thousand times."""
    frame = pytest.importorskip("pandas").DataFrame(
        {"指标": ["管网"] * 1000, "实际值": ["80 公里"] * 1000, "实际": [""] * 1000}
    )
    assert columns_told(frame) == [("PG503", 1)]
    assert columns_told([{"指标": "管网", "数": "80 公里"}] * 3) == [("PG503", 1), ("PG502", 1)]


def test_two_keys_of_one_column_are_a_problem() -> None:
    """As in a CSV file: which of the two values holds is not guessed."""
    twice = {"指标": "管网", "实际值": 80, "actual": 70}
    once = {"指标": "管网", "实际值": 80}
    assert columns_told([once, twice, twice]) == [("PG504", 2)]
