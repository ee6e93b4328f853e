"""CSV files as they come: the query says of each what the reader of small files says."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals import bulk

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

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
