"""`monitor` to tables: the same as its reports, by the lights of each method; `bulk.monitor`."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg
from command import run
from perfgoals import bulk

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
duckdb = pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

SPEC = """\
地区: {}
年度: 2023
产出指标
  管网 ≥ 365 公里
    口径: 合计
    报送: 当期
  合格率 ≥ 90%
  收入: 提高
"""
ROWS = """\
地区,指标,实际值,期间,说明
甲镇,管网,100 公里,2023-03,
甲镇,管网,81 公里,2023-06,雨季
甲镇,管网,40 公里,2023-07,
甲镇,合格率,95%,,
乙镇,管网,20 公里,2023-05,
乙镇,合格率,80%,,
丙镇,管网,1,,
"""
WRONG = ROWS + "乙镇,管道,1,,\n,管网,1,,\n"
DAY = datetime.date(2023, 6, 30)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "towns").mkdir()
    for region in ("甲镇", "乙镇"):
        text = SPEC.format(region)
        (tmp_path / "towns" / f"{region}.pg").write_text(text, encoding="utf-8")
    for name, rows in (("rows", ROWS), ("wrong", WRONG)):
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
    return tmp_path


def specs(*regions: str) -> list[pg.Spec]:
    return [pg.loads(SPEC.format(region), path=f"{region}.pg") for region in regions]


def table(path: Path) -> list[dict[str, Any]]:
    relation = duckdb.sql(f"FROM '{path}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def call(folder: Path, rows: str, *options: str) -> Any:
    return run(folder, "monitor", "towns", rows, "--as-of", "2023-06-30", *options, lang="en")


# ---- the command --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["rows.csv", "wrong.csv"])
def test_tables_say_what_reports_say(work: Path, rows: str) -> None:
    """Both engines show the same, and exit alike."""
    report = call(work, rows, "--format", "json", "--engine", "python")
    done = call(work, rows, "-o", "results.parquet")
    assert done.code == report.code == (2 if rows == "wrong.csv" else 0)
    wanted = [
        (card["region"], line["id"], line["actual"], line["pace"], line["light"])
        for card in json.loads(report.out)
        for line in card["results"]
    ]
    names = ("region", "id", "actual", "pace", "light")
    got = [tuple(row[name] for name in names) for row in table(work / "results.parquet")]
    assert [(*row[:3], row[3] and str(row[3]), row[4]) for row in got] == wanted
    assert wanted
    for code in ("PG532", "PG510"):
        assert (code in done.err) == (code in report.err)
    if rows == "wrong.csv":
        assert "乙镇: its actuals have problems, so it is not monitored" in report.err
        assert "1 of 2 target tables are not monitored: their actuals" in done.err
    assert "(丙镇)" in done.err
    assert "(丙镇)" in report.err


def test_the_cards_as_csv(work: Path) -> None:
    """One row a town: its light, what is unreported, how many rows are of later months."""
    done = call(work, "rows.csv", "--format", "table", "--table", "cards")
    assert done.code == 0
    head, first, second = done.out.splitlines()
    columns = head.removeprefix("\ufeff").split(",")
    cards = [dict(zip(columns, line.split(","), strict=True)) for line in (first, second)]
    shown = ("region", "as_of", "elapsed", "light", "indicators", "unreported", "later")
    assert [[card[name] for name in shown] for card in cards] == [
        ["乙镇", "2023-06-30", "0.495890", "红", "3", "1", "0"],
        ["甲镇", "2023-06-30", "0.495890", "绿", "3", "1", "1"],
    ]


@pytest.mark.parametrize(
    ("light", "code"), [("red", 1), ("blue", 1), ("unreported", 1), ("purple", 2)]
)
def test_lights_that_fail(work: Path, light: str, code: int) -> None:
    """`--fail-on` means what it means for reports."""
    for options in (("-o", "r.parquet"), ("--engine", "python")):
        done = call(work, "rows.csv", "--fail-on", light, *options)
        assert done.code == code
        assert ("PG921" in done.err) == (light == "purple")
    assert call(work, "rows.csv", "--fail-on", "purple", "-o", "p.parquet").code == 2
    assert not (work / "p.parquet").exists()


def test_a_spec_of_tasks_alone_has_a_card(work: Path) -> None:
    """One without indicators is not told to be without."""
    (work / "towns" / "丁镇.pg").write_text(
        "地区: 丁镇\n年度: 2023\n任务: 整治\n  性质: 约束性任务\n  道路 ≥ 1 公里\n",
        encoding="utf-8",
    )
    with (work / "rows.csv").open("a", encoding="utf-8") as file:
        file.write("丁镇,道路,1,,\n")
    for options in (("--engine", "python"), ("-o", "r.parquet")):
        done = call(work, "rows.csv", *options)
        assert (done.code, "not monitored" in done.err) == (0, False), done.err


def test_nothing_is_unreported_before_the_year(work: Path) -> None:
    """On the last day of the year before there is no light yet; what has a row is reported."""
    options = ("--format", "table", "--table", "cards", "--as-of", "2022-12-31")
    (work / "rows.csv").write_text(
        "地区,指标,实际值\n甲镇,管网,1 公里\n乙镇,管网,1 公里\n", encoding="utf-8"
    )
    done = run(work, "monitor", "towns", "rows.csv", *options, lang="en")
    head, *rows = done.out.splitlines()
    place = head.split(",").index("unreported")
    assert [row.split(",")[place] for row in rows] == ["2", "2"]


def test_what_cannot_be(work: Path) -> None:
    """Monitoring has no table of tasks, and a report is not a table."""
    tasks = call(work, "rows.csv", "--format", "table", "--table", "tasks")
    assert tasks.code == 2
    assert tasks.err.splitlines()[-1].strip() == "Write one of: results、cards、problems"
    assert "PG931" in call(work, "rows.csv", "--engine", "duckdb", "-o", "r.html").err
    missing = run(work, "monitor", "towns", "rows.csv", "-o", "r.parquet", lang="en")
    assert (missing.code, "PG920" in missing.err) == (2, True)


def test_the_course_of_last_year(work: Path) -> None:
    """`--shape` gives the forecasts that it gives in a report."""
    rows = "地区,指标,实际值,期间\n甲镇,管网,{} 公里,{}\n甲镇,管网,90 公里,2022-12\n"
    (work / "last.csv").write_text(rows.format(10, "2022-06"), encoding="utf-8")
    report = call(work, "rows.csv", "--format", "json", "--shape", "last.csv")
    call(work, "rows.csv", "-o", "r.parquet", "--shape", "last.csv")
    wanted = {
        (card["region"], line["id"]): line["forecast"] and line["forecast"]["value"]
        for card in json.loads(report.out)
        for line in card["results"]
    }
    got = {(row["region"], row["id"]): row["forecast"] for row in table(work / "r.parquet")}
    assert got == wanted
    assert got["甲镇", "管网"] == "1810 公里"


# ---- from Python --------------------------------------------------------------------------------------


def test_frames_go_in_and_come_out() -> None:
    """The tables come in the kind that the actuals came in, lazily."""
    polars = pytest.importorskip("polars")
    rows = polars.DataFrame({"地区": ["甲镇"], "指标": ["管网"], "实际值": ["181 公里"]})
    with bulk.monitor(specs("甲镇"), rows, as_of=DAY) as found:
        lines = found.results.native()
        assert isinstance(lines, polars.LazyFrame)
        assert lines.collect()["light"].to_list() == ["绿", None, None]
        assert found.kept().results.columns == found.results.columns


@pytest.mark.parametrize("row", ["管网,1{} 公里", "预算执行数,1{} 元"])
def test_a_figure_that_no_column_holds(row: str, tmp_path: Path) -> None:
    """It is a problem of its row, not a number cut short; a budget's execution is one too."""
    path = tmp_path / "rows.csv"
    rows = f"指标,实际值\n{row.format('0' * 40)}\n合格率,95%\n"
    path.write_text(rows, encoding="utf-8")
    text = "金额: 1 元\n" + SPEC.format("甲镇") + "  预算执行率 ≥ 90%\n"
    with bulk.monitor([pg.loads(text)], path, as_of=DAY, language="en") as found:
        assert found.results.rows() == []
        (problem,) = found.problems.rows()
    assert (problem["code"], problem["line"]) == ("PG204", 2)


def test_a_spec_without_a_year_and_one_without_rows(tmp_path: Path) -> None:
    """Each is told once, of the spec."""
    (undated,) = [pg.loads("地区: 丙镇\n产出指标\n  管网 ≥ 1 公里", path="丙镇.pg")]
    path = tmp_path / "rows.csv"
    for region in ("丙镇", "丁镇"):
        path.write_text(f"地区,指标,实际值\n{region},管网,1\n", encoding="utf-8")
        with bulk.monitor([*specs("甲镇"), undated], path, as_of=DAY) as found:
            codes = [(row["region"], row["code"]) for row in found.problems.rows()]
        assert codes == [("丙镇", "PG531"), ("甲镇", "PG530")]


def test_last_years_rows_of_no_town() -> None:
    """A row that may be of any town is refused before anything starts."""
    prior = pg.Actuals.from_rows([{"指标": "管网", "实际值": "1", "期间": "2022-03"}])
    with pytest.raises(pg.ActualsError, match="PG532"):
        bulk.monitor(specs("甲镇", "乙镇"), "rows.csv", as_of=DAY, prior=prior)
