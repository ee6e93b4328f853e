"""The query's ways in: files, frames, relations; one table for many specs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg
import towns
from perfgoals import bulk
from perfgoals.bulk.relations import Relations
from perfgoals.evaluation.batch import evaluate_all
from small import CITY
from towns import ROWS, duckdb, write

specs = towns.specs
TOTALS = [("甲市", Decimal("88.55")), ("乙市", Decimal("31.25"))]


def totals(found: bulk.Evaluation) -> list[tuple[str, Decimal]]:
    return [(row["region"], row["total"]) for row in found.cards.rows()]


def test_the_totals_of_these_tests_are_the_evaluators(specs: list[pg.Spec]) -> None:
    """What is expected below is what `perfgoals.evaluate` gives."""
    batch = evaluate_all(specs, pg.Actuals.from_rows(ROWS))
    assert [(card.spec.region, card.total) for card in batch.cards] == TOTALS


# ---- in -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_files_in_every_encoding(specs: list[pg.Spec], tmp_path: Path, encoding: str) -> None:
    """CSV files are read in the encodings that `read_actuals` reads."""
    assert totals(bulk.evaluate(specs, write(tmp_path / "rows.csv", ROWS, encoding))) == TOTALS


def test_several_files(specs: list[pg.Spec], tmp_path: Path) -> None:
    """Several files are taken together; a problem names its own file and line."""
    one = write(tmp_path / "one.csv", ROWS[:2])
    two = write(tmp_path / "two.csv", [*ROWS[2:], {**ROWS[0], "实际值": "1 公理"}])
    with bulk.evaluate(specs, [one, two], language="en") as found:
        (problem,) = found.problems.rows()
        assert (problem["code"], problem["path"], problem["line"]) == ("PG201", str(two), 5)
        assert totals(found) == TOTALS[1:]


def parquet(folder: Path) -> Path:
    path = folder / "rows.parquet"
    duckdb.read_csv(str(write(folder / "rows.csv", ROWS))).write_parquet(str(path))
    return path


def test_a_parquet_file(specs: list[pg.Spec], tmp_path: Path) -> None:
    """Parquet files are read; a row's number is its place."""
    path = parquet(tmp_path)
    assert totals(bulk.evaluate(specs, path)) == TOTALS
    (problem,) = bulk.evaluate(specs[:1], [path, path]).problems.rows()[:1]
    assert (problem["code"], problem["path"], problem["line"]) == ("PG520", str(path), 1)


def arrow(_: Path) -> Any:
    return pytest.importorskip("pyarrow").Table.from_pylist(ROWS)


def reader(folder: Path) -> Any:
    return arrow(folder).to_reader()


def polars(_: Path) -> Any:
    return pytest.importorskip("polars").DataFrame(ROWS)


def polars_lazy(folder: Path) -> Any:
    return polars(folder).lazy()


def pandas(_: Path) -> Any:
    return pytest.importorskip("pandas").DataFrame(ROWS)


def relation(folder: Path) -> Any:
    return duckdb.read_csv(str(write(folder / "rows.csv", ROWS)), all_varchar=True)


def of_rows(table: Any) -> list[tuple[str, Decimal]]:
    """Regions and totals of the cards, in any kind."""
    if hasattr(table, "fetchall"):
        return [(row[1], row[6]) for row in table.fetchall()]
    if hasattr(table, "read_all"):
        rows = table.read_all().to_pylist()
    elif hasattr(table, "collect"):
        rows = table.collect().to_dicts()
    else:
        rows = table.to_dict("records")
    return [(row["region"], Decimal(str(row["total"])).quantize(Decimal("0.01"))) for row in rows]


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (parquet, "DuckDBPyRelation"),
        (relation, "DuckDBPyRelation"),
        (arrow, "RecordBatchReader"),
        (reader, "RecordBatchReader"),
        (polars, "LazyFrame"),
        (polars_lazy, "LazyFrame"),
        (pandas, "DataFrame"),
    ],
)
def test_tables_come_back_in_the_kind_they_came_in(
    specs: list[pg.Spec], tmp_path: Path, make: Callable[[Path], Any], kind: str
) -> None:
    """Each kind of table gives the same, and tables of its own kind."""
    with bulk.evaluate(specs, make(tmp_path)) as found:
        table = found.cards.native()
        assert type(table).__name__ == kind
        assert of_rows(table) == TOTALS
        assert found.problems.rows() == []
        assert len(found.kept().results.rows()) == sum(len(spec.indicators) for spec in specs)


def test_numbers_of_a_table_are_what_they_are() -> None:
    """A column of numbers is read as `Actuals.from_rows` reads it: a float by its shortest form."""
    pa = pytest.importorskip("pyarrow")
    spec = pg.loads(
        "地区: 甲市\n产出指标\n  微量 ≤ 1 公里\n  巨量 ≥ 100 公里\n  中量 ≥ 10.1 公里\n"
    )
    values = [0.00001, 1e22, 10.1]
    names = ["微量", "巨量", "中量"]
    rows = [{"指标": n, "实际值": v} for n, v in zip(names, values, strict=True)]
    wanted = pg.evaluate(spec, pg.Actuals.from_rows(rows))
    with bulk.evaluate([spec], pa.Table.from_pylist(rows)) as found:
        got = found.results.rows()
        assert [row["outcome"] for row in got] == ["met", "met", "met"]
        assert [row["score"] for row in got] == [result.score for result in wanted.results]


def test_a_relation_of_another_connection_is_refused(specs: list[pg.Spec], tmp_path: Path) -> None:
    """A relation is asked where it lives; another connection cannot see it."""
    path = str(write(tmp_path / "rows.csv", ROWS))
    with duckdb.connect() as other:
        rows = other.read_csv(path, all_varchar=True)
        with pytest.raises(ValueError, match="of another connection"):
            bulk.evaluate(specs, rows)
        with bulk.evaluate(specs, rows, connection=other) as found:
            assert totals(found) == TOTALS


def names_in(connection: Any) -> list[tuple[str]]:
    sql = """
    SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'perfgoals%'
    UNION ALL SELECT view_name FROM duckdb_views() WHERE view_name LIKE 'perfgoals%'
    UNION ALL SELECT function_name FROM duckdb_functions() WHERE function_name LIKE 'perfgoals%'
    UNION ALL SELECT database_name FROM duckdb_databases() WHERE database_name LIKE '%perfgoals%'
    """
    found: list[tuple[str]] = connection.execute(sql).fetchall()
    return found


def test_nothing_is_left_in_the_callers_connection(specs: list[pg.Spec], tmp_path: Path) -> None:
    """What an evaluation makes in the caller's connection is gone when it is closed."""
    with duckdb.connect() as own:
        rows = own.read_csv(str(write(tmp_path / "rows.csv", ROWS)), all_varchar=True)
        with bulk.evaluate(specs, rows, connection=own) as found:
            assert names_in(own)
            found.kept().cards.write(str(tmp_path / "cards.csv"))
        assert not names_in(own)
        with pytest.raises(ValueError, match="closed"):
            found.cards.rows()


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("地区,指标,数值", ["PG502"]),
        ("指标,指标,实际值", ["PG504"]),
        ("", ["PG506"]),
    ],
)
def test_a_header_that_will_not_do(
    specs: list[pg.Spec], tmp_path: Path, head: str, codes: list[str]
) -> None:
    """A wrong header is refused before anything is read, as by `read_actuals`."""
    path = tmp_path / "rows.csv"
    path.write_text(f"{head}\n", encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        bulk.evaluate(specs, path)
    assert [problem.code for problem in caught.value.problems] == codes


def test_a_column_that_is_none_is_told(specs: list[pg.Spec], tmp_path: Path) -> None:
    """Of a file it is ignored and named, of a table it is an error: as elsewhere."""
    rows = [{**row, "备注": "x"} for row in ROWS]
    assert bulk.evaluate(specs, write(tmp_path / "rows.csv", rows)).ignored == ("备注",)
    with pytest.raises(pg.ActualsError):
        bulk.evaluate(specs, pytest.importorskip("pyarrow").Table.from_pylist(rows))


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("甲市,新建管网,80,,多出一格", "PG507", 13),
        ("甲市,,80,", "PG508", 4),
        ('"甲市","新建，管网",80,', "PG510", 6),
        ("甲市,'=新建管网,80,", "PG510", 4),
        (f"甲市,新建管网,80,{'长' * 10_001}", "PG509", 12),
        (f"甲市,新建管网{'长' * 10_001},80,", "PG509", 4),
    ],
)
def test_a_row_whose_form_is_wrong(
    specs: list[pg.Spec], tmp_path: Path, row: str, code: str, column: int
) -> None:
    """A row of a wrong form is a problem of its region, with its line and column."""
    path = tmp_path / "rows.csv"
    lines = [
        "地区,指标,实际值,说明",
        "",
        '乙市,新建管网,80,"两',
        '行"',
        row,
        "甲市,完工,2023-12-20",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    with bulk.evaluate(specs, path) as found:
        (problem,) = found.problems.rows()
        assert (problem["code"], problem["line"], problem["col"]) == (code, 5, column)
        assert [row["region"] for row in found.cards.rows()] == ["乙市"]


@pytest.mark.parametrize("keep_going", [False, True])
@pytest.mark.parametrize("column", ["地区", "指标", "实际值", "说明"])
def test_a_cell_that_is_too_long_in_a_table(column: str, keep_going: bool) -> None:
    """As in a file it is a problem of its row; blanks around a cell do not count."""
    pa = pytest.importorskip("pyarrow")
    spec = pg.loads("地区: 甲市\n产出指标\n  新建管网 ≥ 80 公里\n  新建泵站 ≥ 2 座")
    long = {**ROWS[0], column: "长" * 10_001}
    good = {"地区": "甲市", "指标": "新建泵站", "实际值": "2座", "说明": " " * 10_001}
    with pytest.raises(pg.ActualsError) as caught:
        pg.Actuals.from_rows([long, good])
    (wanted,) = caught.value.problems
    table = pa.Table.from_pylist([long, good])
    with bulk.evaluate([spec], table, keep_going=keep_going, language="en") as found:
        (problem,) = found.problems.rows()
        assert (problem["code"], problem["line"]) == ("PG509", 1)
        assert problem["message"] == wanted.text("en")
        outcomes = [row["outcome"] for row in found.results.rows()]
        assert outcomes == (["unreported", "met"] if keep_going else [])


def test_a_quote_that_is_not_closed_is_no_end_of_the_file(
    specs: list[pg.Spec], tmp_path: Path
) -> None:
    """A file whose last quote is not closed is refused: DuckDB would drop the cell in silence."""
    path = tmp_path / "rows.csv"
    path.write_text('地区,指标,实际值\n甲市,完工,2023-12-20\n甲市,新建管网,"81', encoding="utf-8")
    with pytest.raises(pg.ActualsError) as caught:
        bulk.evaluate(specs, path)
    assert [problem.code for problem in caught.value.problems] == ["PG505"]


# ---- many specs ---------------------------------------------------------------------------------------


def test_one_table_for_many_towns_is_worked_out_once() -> None:
    """Specs that differ in their numbers only have one shape: then a spec costs little more than those."""
    text = CITY.replace("地区: {}", "地区: {}\n金额: {} 万元").replace("80 公里", "{} 公里")
    specs = [pg.loads(text.format(f"第{n}镇", n + 1, n + 10), path=f"{n}.pg") for n in range(20)]
    relations = Relations([*specs, pg.loads(text.format("甲镇", 1, -3))], None)
    assert [record[1] for record in relations.records["plans"]] == [0] * 20 + [1]
    assert len(relations.records["numbers"]) == 21 * 2


def test_zero_of_what_is_divided_by_it() -> None:
    """A wrong row whose number would be divided by is a problem like any other."""
    rule = "    评分: 倒数比例\n"
    spec = pg.loads(f"地区: 甲市\n年度: 2023\n产出指标\n  能耗 ≤ 3 公里\n{rule}", path="甲市.pg")
    row = {"地区": "甲市", "指标": "能耗", "实际值": "0", "期间": "2022"}
    found = bulk.evaluate(
        [spec],
        duckdb.sql(
            "SELECT * FROM (VALUES ('甲市', '能耗', '0', '2022')) AS t(地区, 指标, 实际值, 期间)"
        ),
    )
    assert found.cards.rows() == []
    (problem,) = found.problems.rows()
    wanted = evaluate_all([spec], pg.Actuals.from_rows([row])).problems
    assert [problem["code"]] == [each.code for each in wanted] == ["PG526"]


def test_a_bracket_of_another_kind_names_nothing() -> None:
    """A unit in the name that does not fit names no indicator: nothing is touched by it."""
    table = "地区: {}\n产出指标\n  增长{}"
    specs = [
        pg.loads(table.format("甲市", " ≥ 3%"), path="甲市.pg"),
        pg.loads(table.format("乙市", ": 提高"), path="乙市.pg"),
    ]
    rows = [
        {"地区": "甲市", "指标": "增长（%）", "实际值": "4"},
        {"地区": "乙市", "指标": "增长（%）", "实际值": "达成"},
    ]
    batch = evaluate_all(specs, pg.Actuals.from_rows(rows), keep_going=True)
    table = "(VALUES ('甲市', '增长（%）', '4'), ('乙市', '增长（%）', '达成')) AS t(地区, 指标, 实际值)"
    found = bulk.evaluate(specs, duckdb.sql(f"SELECT * FROM {table}"), keep_going=True)
    wanted = [",".join(result.flags) for card in batch.cards for result in card.results]
    assert [row["flags"] for row in found.results.rows()] == wanted
