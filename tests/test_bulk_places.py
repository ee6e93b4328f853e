"""Rows of large CSV files are found again at their lines, by either way of looking for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals import bulk

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

from perfgoals.bulk.places import CsvPlaces
from perfgoals.bulk.sources import csv_file

HEAD = "指标,实际值\n"
LINES = st.sampled_from(["x", "xy", "", "1,2", "中", "\r", "甲,乙", "\r\r"])
ENDS = st.sampled_from(["\n", "\r\n", "\n\n", "\r\n\r\n"])


@given(
    lines=st.lists(st.tuples(LINES, ENDS), max_size=9), last=st.sampled_from(["", "x", "xy", "\r"])
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_find_the_same_places(
    lines: list[tuple[str, str]], last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no cell goes over several lines, the ends of lines are enough to find the records."""
    monkeypatch.setattr("perfgoals.bulk.places._EVERY", 2)
    monkeypatch.setattr("perfgoals.bulk.places._CHUNK", 7)
    path = tmp_path / "a.csv"
    path.write_bytes((HEAD + "".join(map("".join, lines)) + last).encode())
    places = CsvPlaces("a.csv", path, HEAD, len(HEAD.encode()), is_folded=False)
    assert [*map(list, places._find())] == [*map(list, places._find_lines())]


@pytest.mark.parametrize(
    ("rows", "is_folded"),
    [
        ("管网,79.5\n", False),
        ('管网,"79.5"\n"户数",12\n', False),
        ('管网,"79.5\n"\n户数,12\n', True),
        ('管网,"79.5\r"\n户数,12\n', True),
        ('管网,"a ""b"" c"\n户数,12\n', False),
    ],
)
def test_cells_over_several_lines_are_seen(rows: str, is_folded: bool, tmp_path: Path) -> None:
    """A quoted cell alone does not make a file slow: only one that goes over several lines does."""
    path = tmp_path / "a.csv"
    path.write_text(HEAD + rows, encoding="utf-8", newline="")
    assert csv_file(path, tmp_path).is_folded is is_folded


@pytest.mark.parametrize("folded", [0, 1, 70, 300])
def test_each_row_of_a_long_file_is_found(folded: int, tmp_path: Path) -> None:
    """The places of some rows are kept, those of the others counted from there."""
    path = tmp_path / "a.csv"
    rows = [f'管网{n},"{n}\n"\n' if n == folded else f"管网{n},{n}\n" for n in range(1, 301)]
    path.write_text(HEAD + "\n" + "".join(rows), encoding="utf-8", newline="")
    places = csv_file(path, tmp_path).places
    for known in pg.read_actuals(path).rows:
        found = places.row({"record": int(known.indicator.removeprefix("管网"))})
        assert (found.indicator, found.actual, found.line) == (
            known.indicator,
            known.actual,
            known.line,
        )


@pytest.mark.parametrize("note", ["同上", '"同上"', '"同\n上"'])
def test_problems_stand_at_their_lines(note: str, tmp_path: Path) -> None:
    """The line and the column of a wrong cell are those of the file, however it is written."""
    spec = pg.loads("地区: 甲镇\n产出指标\n  管网 ≥ 80 公里")
    path = tmp_path / "a.csv"
    text = f"地区,指标,说明,实际值,单位\n\n甲镇,管网,{note},八十,公里\n"
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, pg.read_actuals(path))
    wanted = caught.value.problems[0].span
    with bulk.evaluate([spec], path) as found:
        (told,) = found.problems.rows()
    assert wanted is not None
    assert (told["line"], told["col"], told["upto"]) == (wanted.line, wanted.column, wanted.end)


def test_rows_that_are_written_alike_are_all_found_again(tmp_path: Path) -> None:
    """Odd rows of a CSV file are gathered without their numbers, and found again by their cells."""
    spec = pg.loads("地区: 甲镇\n产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 8 公里")
    path = tmp_path / "a.csv"
    rows = [
        "甲镇,管网,八十,公里",
        "甲镇,道路,9 公里,",
        "甲镇,管网,八十,公里",
        "甲镇,管 网,八十,公里",
        "乙镇,路,1,公里",
    ]
    path.write_text("\n".join(["地区,指标,实际值,单位", *rows, rows[0], ""]), encoding="utf-8")
    with bulk.evaluate([spec], path, keep_going=True) as lazy:
        for found in (lazy, lazy.kept()):
            assert [row["line"] for row in found.problems.rows()] == [2, 4, 5, 7]
            assert [row["record"] for row in found.results.rows()] == [None, 2]
