"""The query's ways out, and its call: tables as files, engines, what is missing."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import perfgoals as pg
import towns
from perfgoals import bulk
from towns import ROWS, duckdb, write

specs = towns.specs


# ---- out ----------------------------------------------------------------------------------------------


def test_a_table_as_a_file(specs: list[pg.Spec], tmp_path: Path) -> None:
    """Tables are written as Parquet and as CSV; a spreadsheet runs none of their texts."""
    rows = [{**ROWS[0], "说明": '=HYPERLINK("x")'}, *ROWS[1:]]
    with bulk.evaluate(specs, write(tmp_path / "rows.csv", rows)) as found:
        found.results.write(str(tmp_path / "results.parquet"))
        found.results.write(str(tmp_path / "results.csv"))
        wanted = [(row["indicator"], row["score"]) for row in found.results.rows()]
    got = duckdb.read_parquet(str(tmp_path / "results.parquet"))
    assert got.select("indicator, score").fetchall() == wanted
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(row["indicator"], Decimal(row["score"])) for row in written] == wanted
    assert written[0]["note"] == '\'=HYPERLINK("x")'


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that is interrupted when the file is written."""

    def stop(*_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)


@pytest.mark.usefixtures("broken")
def test_an_interrupted_file_is_not_there(specs: list[pg.Spec], tmp_path: Path) -> None:
    """A file that could not be finished leaves nothing, and what was there before stays."""
    rows = write(tmp_path / "rows.csv", ROWS)
    target = tmp_path / "cards.parquet"
    target.write_bytes(b"before")
    with bulk.evaluate(specs, rows) as found, pytest.raises(KeyboardInterrupt):
        found.cards.write(str(target))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards.parquet", "rows.csv"]
    assert target.read_bytes() == b"before"


def test_an_ending_that_is_no_format(specs: list[pg.Spec], tmp_path: Path) -> None:
    """A file that is neither Parquet nor CSV is refused by name."""
    found = bulk.evaluate(specs, write(tmp_path / "rows.csv", ROWS))
    with pytest.raises(pg.PerfGoalsError) as caught:
        found.cards.write(str(tmp_path / "cards.xlsx"))
    assert caught.value.problems[0].code == "PG914"


# ---- the call -----------------------------------------------------------------------------------------


def test_an_engine_that_there_is_not(specs: list[pg.Spec]) -> None:
    """An engine that there is not is refused by name."""
    with pytest.raises(ValueError, match="'excel'"):
        bulk.evaluate(specs, "rows.csv", engine="excel")


def test_actuals_of_no_kind(specs: list[pg.Spec]) -> None:
    """What is no table at all is refused by name."""
    with pytest.raises(TypeError, match="int"):
        bulk.evaluate(specs, 3)


def test_without_the_extra() -> None:
    """Without DuckDB the call says what brings it, and `import perfgoals.bulk` works."""
    code = """
import sys
sys.modules["duckdb"] = None
import perfgoals as pg
from perfgoals import bulk
try:
    bulk.evaluate([], "rows.csv")
except pg.PerfGoalsError as error:
    print(error.problems[0].help_text("en"))
"""
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert found.stdout.strip() == 'Run: pip install "perfgoals[duckdb]"'
