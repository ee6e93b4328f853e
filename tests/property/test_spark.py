"""The query on Spark is held to the evaluator too. Spark plans a query for seconds: few, large tables.

Needs the group `spark` and Java 17: `pip install --group spark`.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from cases import CASES
from odd_tables import every_table, question_of
from told import ROOT, Row, compare, compare_monitoring, write

import perfgoals as pg
from command import COMMAND
from perfgoals import bulk
from perfgoals.columns import COLUMNS

MISSING = [
    *(
        name
        for name in ("pyspark", "duckdb", "numpy", "pyarrow")
        if not importlib.util.find_spec(name)
    ),
    *([] if shutil.which("java") else ["Java"]),
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"Spark cannot run: no {', '.join(MISSING)}")

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
COPIES = 10
SEEDS = range(6 if DEEP else 2)
DAYS = None if DEEP else 2
"""Evaluations on so many days: without one, and on that which most cases are judged by."""


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[Any]:
    """One session for all tests of this module."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "2g",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_the_thirteen_cities() -> None:
    """The thirteen cities' sample gives the same by both."""
    folder = ROOT / "specs" / "guangdong-2023"
    compare(pg.load_folder(folder), folder / "actuals-sample.csv", engine="spark")


def test_every_case_that_was_worked_out_by_hand(tmp_path: Path) -> None:
    """Every boundary case of docs/scoring.md gives the same by both."""
    days: dict[date | None, list[tuple[pg.Spec, list[Row]]]] = {}
    for number, case in enumerate(CASES.values()):
        days.setdefault(case.as_of, []).append(question_of(case, f"第{number}镇"))
    common = sorted(days.items(), key=lambda each: -len(each[1]))
    for as_of, pairs in common[:DAYS]:
        rows = [row for _, rows in pairs for row in rows]
        specs = [spec for spec, _ in pairs]
        compare(specs, write(tmp_path / "rows.csv", rows), as_of, engine="spark")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_table_there_is(seed: int, tmp_path: Path) -> None:
    """Every table of the repository, with tasks, catalogues, units of its own, alike by both."""
    specs, rows, as_of, keep_going = every_table(1000 + seed, COPIES)
    path = write(tmp_path / "rows.csv", rows)
    compare(specs, path, as_of, keep_going=keep_going, engine="spark")


def test_every_table_monitored(tmp_path: Path) -> None:
    """What is monitored, too."""
    specs, rows, _, _ = every_table(1000, COPIES)
    specs = [attrs.evolve(spec, year=spec.year or 2023) for spec in specs]
    path = write(tmp_path / "rows.csv", rows)
    assert compare_monitoring(specs, path, date(2023, 9, 30), engine="spark") > 1000


# ---- what goes in and what comes out ------------------------------------------------------------------

SPEC = pg.loads("地区: 甲镇\n产出指标\n  管网 ≥ 80 公里\n  户数 ≥ 10 户\n效益指标\n  收入: 提高")
DATA: dict[str, list[Any]] = {
    "indicator": ["管网", "户数", "收入"],
    "actual": ["79.5", "12", "部分达成 70%"],
    "unit": ["公里", None, None],
}
TOTAL = "total"


def totals(actuals: object, **options: Any) -> list[str]:
    with bulk.evaluate([SPEC], actuals, **options) as found:
        return [str(row[TOTAL]) for row in found.cards.rows()]


def test_frames_of_spark_stay_with_spark(spark: Any) -> None:
    """A frame of Spark's is evaluated where it is, and gives frames."""
    rows = [dict(zip(DATA, row, strict=True)) for row in zip(*DATA.values(), strict=True)]
    frame = spark.createDataFrame(rows, "indicator string, actual string, unit string")
    with bulk.evaluate([SPEC], frame) as found:
        cards = found.cards.native()
        assert type(cards).__module__.startswith("pyspark")
        results = found.results.native().collect()
        assert [row.outcome for row in results] == ["missed", "met", "partial"]
        assert found.cards.columns[:3] == ("spec", "region", "fund")
    with pytest.raises(ValueError, match="closed"):
        found.cards.rows()


def test_all_kinds_of_tables_give_one_total(tmp_path: Path) -> None:
    """Arrow, Polars, pandas, Parquet and CSV give what DuckDB makes of them."""
    import pandas
    import polars
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table(DATA)
    parquet.write_table(table, tmp_path / "a.parquet")
    rows = [dict(zip(DATA, row, strict=True)) for row in zip(*DATA.values(), strict=True)]
    names = {field: of[0] for field, of in COLUMNS.items()}
    named = [{names[key]: value or "" for key, value in row.items()} for row in rows]
    csv = write(tmp_path / "a.csv", named)
    kinds = (table, polars.DataFrame(DATA), pandas.DataFrame(DATA), tmp_path / "a.parquet", csv)
    wanted = totals(table)
    for actuals in kinds:
        assert totals(actuals, engine="spark") == wanted, type(actuals)


def test_numbers_are_read_as_their_shortest_text(spark: Any) -> None:
    """A float is its shortest text, never its exponent; a blank is no number."""
    values = [("管网", 79.5), ("户数", 1e22), ("收入", None)]
    frame = spark.createDataFrame(values, "indicator string, actual double")
    wanted = [{"indicator": name, "actual": value} for name, value in values]
    with bulk.evaluate([SPEC], frame) as found:
        got = [row["actual"] or None for row in found.results.rows()]
    card = pg.evaluate(SPEC, pg.Actuals.from_rows(wanted))
    assert got == [result.row.actual or None for result in card.results if result.row]


def test_columns_of_any_name_and_kind(spark: Any) -> None:
    """Each type is read as `Actuals.from_rows` reads it; what a name is made of does not matter."""
    values = "('管网', float(79.3), date '2023-12-31', true), ('户数', float(12), NULL, NULL)"
    frame = spark.sql(f"SELECT * FROM VALUES {values} AS t(`指标`, `实际值`, `说明`, `填报单位`)")
    with bulk.evaluate([SPEC], frame) as found:
        first, second, _ = found.results.rows()
        assert (first["actual"], first["note"], first["reporting_unit"]) == (
            *("79.3", "2023-12-31", "True"),
        )
        assert (second["actual"], second["note"] or "") == ("12.0", "")
    odd = frame.withColumnRenamed("说明", "a`b.c")
    with pytest.raises(pg.ActualsError, match="PG503"):
        bulk.evaluate([SPEC], odd)


def test_rows_are_read_when_a_table_is_shown_and_then_once(spark: Any) -> None:
    """To ask for a frame reads nothing yet; what the tables share is worked out with the first."""
    read = spark.sparkContext.accumulator(0)

    def count(text: str) -> str:
        read.add(1)
        return text

    spark.udf.register("counted", count, "STRING")
    name = "counted(CASE WHEN id = 79 THEN '管网' END)"
    frame = spark.sql(f"SELECT {name} AS indicator, id || '.5' AS actual FROM range(79, 80)")
    with bulk.evaluate([SPEC], frame) as found:
        cards, results = found.cards.native(), found.results.native()
        assert read.value == 0
        assert [str(row[TOTAL]) for row in cards.collect()]
        before = read.value
        assert before
        assert found.cards.rows()
        assert read.value == before
        assert found.problems.rows() == []
        assert found.kept().cards.rows()
        assert results.count() == 3


def test_a_session_elsewhere_is_not_taken_for_another() -> None:
    """Who names a master does not get the session of another one."""
    with pytest.raises(ValueError, match=r"at local\[2\], not at spark://host:7077"):
        bulk.evaluate([SPEC], "a.parquet", engine="spark", master="spark://host:7077")


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_tables_are_written_whole(ending: str, tmp_path: Path) -> None:
    """One file, as DuckDB writes it, and nothing beside it."""
    import pyarrow

    folder = tmp_path / "out"
    folder.mkdir()
    texts = {}
    for engine in ("spark", "duckdb"):
        with bulk.evaluate([SPEC], pyarrow.table(DATA), engine=engine) as found:
            found.results.write(str(folder / f"results.{ending}"))
        if ending == "csv":
            texts[engine] = (folder / "results.csv").read_text("utf-8")
        else:
            from pyarrow import parquet

            texts[engine] = str(parquet.read_table(folder / "results.parquet").to_pylist())
        assert [each.name for each in folder.iterdir()] == [f"results.{ending}"]
    assert texts["spark"] == texts["duckdb"]


def test_the_command_says_the_same(tmp_path: Path) -> None:
    """`eval --engine spark` gives the table, the problems and the exit code of DuckDB's."""
    (tmp_path / "a.pg").write_text(str(pg.format_spec(SPEC)), encoding="utf-8")
    rows = [{"地区": "甲镇", "指标": name, "实际值": "12"} for name in ("户数", "管道")]
    write(tmp_path / "a.csv", rows)
    call = [*COMMAND, "eval", "a.pg", "a.csv", "--format", "table", "--keep-going", "--engine"]
    ours, known = (
        subprocess.run([*call, each], cwd=tmp_path, capture_output=True, check=False)
        for each in ("spark", "duckdb")
    )
    assert (ours.returncode, ours.stdout) == (known.returncode, known.stdout) == (1, ours.stdout)
    assert known.stderr in ours.stderr  # before it Spark says that it starts


def test_what_each_engine_reads_is_said() -> None:
    """A relation of DuckDB's is not for Spark, and there are no other engines."""
    import duckdb

    with pytest.raises(ValueError, match="spark does not read"):
        bulk.evaluate([SPEC], duckdb.sql("SELECT 1 AS indicator, 2 AS actual"), engine="spark")
    with pytest.raises(ValueError, match="no engine 'oracle'"):
        bulk.evaluate([SPEC], "a.csv", engine="oracle")
