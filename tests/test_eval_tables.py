"""`perfgoals eval` to tables: the same as its reports, whole or not at all, and said on standard error."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, Done, run
from interrupts import hear_ctrl_c
from small import CITY
from terminal import needs_terminal, on_terminal

pytest.importorskip("numpy", reason="the extra duckdb is not installed")
duckdb = pytest.importorskip("duckdb", reason="the extra duckdb is not installed")

ROOT = Path(__file__).parents[1]
SPEC = CITY + "任务: 整治\n  性质: 约束性任务\n  新建管网 ≥ 80 公里\n"
ROWS = """\
地区,指标,实际值,单位,说明
甲市,新建管网,79.5公里,,管材到货晚
甲市,完工,2023-12-20,,
甲市,收入,部分达成 70%,,
乙市,新建管网,81000,米,
丙市,新建管网,1,,
"""
WRONG = ROWS + "甲市,新建关网,1,,\n乙市,收入,较好,,\n"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    for region in ("甲市", "乙市"):
        (tmp_path / f"{region}.pg").write_text(SPEC.format(region), encoding="utf-8")
    (tmp_path / "rows.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(WRONG, encoding="utf-8")
    duckdb.read_csv(str(tmp_path / "rows.csv"), all_varchar=True).write_parquet(
        str(tmp_path / "rows.parquet")
    )
    return tmp_path


def table(path: Path) -> list[dict[str, Any]]:
    relation = duckdb.sql(f"FROM '{path}'")
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def of_report(cards: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """What the JSON report says of each result."""
    return [
        (
            *(card["region"], result["id"], result["outcome"], result["score"], result["weight"]),
            *(result["completion"], ",".join(result["flags"]), result["note"]),
        )
        for card in cards
        for result in card["results"]
    ]


def of_table(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    """What the table says of each result."""
    return [
        (
            *(row["region"], row["id"], row["outcome"], str(row["score"]), str(row["weight"])),
            None if row["completion"] is None else str(row["completion"]),
            *(row["flags"] or "", row["note"] or ""),
        )
        for row in rows
    ]


# ---- the same as the reports --------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--as-of", "2023-06-30"), ("--keep-going",)])
@pytest.mark.parametrize("rows", ["rows.csv", "wrong.csv"])
def test_tables_say_what_reports_say(work: Path, rows: str, options: tuple[str, ...]) -> None:
    """Both engines give the same results and totals, and exit alike."""
    names = ("甲市.pg", "乙市.pg", rows, *options)
    report = run(work, "eval", *names, "--format", "json", "--engine", "python")
    done = run(work, "eval", *names, "-o", "results.parquet")
    assert done.code == report.code
    cards = json.loads(report.out)
    assert of_table(table(work / "results.parquet")) == of_report(cards)
    run(work, "eval", *names, "-o", "cards.parquet", "--table", "cards")
    totals = [(row["region"], str(row["total"])) for row in table(work / "cards.parquet")]
    assert totals == [(card["region"], card["total"]) for card in cards]


def test_the_thirteen_cities(tmp_path: Path) -> None:
    """The sample of the thirteen cities gives the same by both engines."""
    folder = ROOT / "specs" / "guangdong-2023"
    names = (str(folder), str(folder / "actuals-sample.csv"))
    cards = json.loads(run(tmp_path, "eval", *names, "--format", "json").out)
    run(tmp_path, "eval", *names, "--engine", "duckdb", "-o", "results.parquet")
    assert of_table(table(tmp_path / "results.parquet")) == of_report(cards)


def test_parquet_gives_what_csv_gives(work: Path) -> None:
    """Rows in a Parquet file are scored like those of the CSV file it was made from."""
    one = run(work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "--format", "table")
    other = run(work, "eval", "甲市.pg", "乙市.pg", "rows.parquet")
    assert (one.code, one.out) == (other.code, other.out)


# ---- what is said -------------------------------------------------------------------------------------


def test_auto_says_what_it_takes(work: Path) -> None:
    """Which engine works, and what was left out, is said on standard error."""
    done = run(work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "-o", "results.csv", lang="en")
    assert (done.code, done.out) == (0, "")
    assert done.err == "1 more row(s) of regions without a target table (丙市) are not counted\n"
    made = ("甲市.pg", "乙市.pg", "rows.csv", "-o", "results.parquet")
    assert (
        run(work, "eval", *made, lang="en").err
        == "0.0 MB of actuals: worked out by duckdb\n" + done.err
    )


def test_large_input_goes_to_duckdb(work: Path) -> None:
    """From 32 MB of actuals a report is refused, with what to write instead."""
    with (work / "rows.csv").open("a", encoding="utf-8") as file:
        file.write("丁市,新建管网,1,公里,\n" * 1_200_000)
    done = run(work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "-o", "report.html", lang="en")
    assert (done.code, (work / "report.html").exists()) == (2, False)
    assert done.err.splitlines()[1].endswith("PG931: duckdb makes tables, and html is a report")
    done = run(work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "-o", "results.csv", lang="en")
    assert done.err.splitlines()[1].startswith("1200001 more row(s)")
    assert len(table(work / "results.csv")) == 6


def test_problems_are_told_with_their_places(work: Path) -> None:
    """Problems go to standard error, each with its place and advice; a table of them can be written."""
    done = run(work, "eval", "甲市.pg", "乙市.pg", "wrong.csv", "--format", "table", lang="en")
    assert done.code == 2
    assert done.out.count("\n") == 1
    assert done.err.splitlines()[2:] == [
        'wrong.csv:7:4: error PG510: there is no indicator "新建关网"',
        "  Names are those of the target table; perfgoals template gives them all.",
        "  The nearest: 新建管网",
        'wrong.csv:8:7: error PG523: the actual "较好" does not say whether "提高" was achieved',
        "  Write met, partial or missed, with a share if you like, such as: partial 70%.",
        "2 of 2 target tables have no scorecard: their actuals have problems",
    ]
    names = ("甲市.pg", "乙市.pg", "wrong.csv", "--table", "problems", "-o", "problems.csv")
    run(work, "eval", *names, "--engine", "duckdb")
    assert [row["line"] for row in table(work / "problems.csv")] == [7, 8]
    assert (work / "problems.csv").read_bytes().startswith(b"\xef\xbb\xbfspec,")


@pytest.mark.parametrize("what", ["missed", "partial", "unreported", "below:89", "below:20"])
def test_fail_on(work: Path, what: str) -> None:
    """`--fail-on` exits alike by both engines."""
    names = ("甲市.pg", "乙市.pg", "rows.csv", "--fail-on", what)
    codes = {
        run(work, "eval", *names, "--engine", "python").code,
        run(work, "eval", *names, "--engine", "duckdb").code,
    }
    assert len(codes) == 1


def test_memory_that_is_not_used_is_told(work: Path) -> None:
    """`--memory` bounds the engines; where Python takes small input, that is said, and a wrong one too."""
    names = ("甲市.pg", "乙市.pg", "rows.csv")
    done = run(work, "eval", *names, "--memory", "2GB", lang="en")
    assert done.err.startswith("--memory is for duckdb and spark")
    assert run(work, "eval", *names, lang="en").out == done.out
    assert "PG933" in run(work, "eval", *names, "--memory", "viel", lang="en").err


@pytest.mark.parametrize(
    ("name", "code"),
    [("cut.parquet", "PG936"), ("none.parquet", "PG001"), ("none.csv", "PG001")],
)
@pytest.mark.parametrize("command", [("eval",), ("monitor", "--as-of", "2023-06-30")])
def test_a_file_that_is_none_is_told_as_that(
    work: Path, command: tuple[str, ...], name: str, code: str
) -> None:
    """What cannot be read is no want of memory, and nothing is written."""
    (work / "cut.parquet").write_bytes(b"PAR1 and no more")
    options = ("--engine", "duckdb", "-o", "o.parquet")
    done = run(work, *command, "甲市.pg", name, *options, lang="en")
    assert (done.code, code in done.err, "PG934" in done.err) == (2, True, False)
    assert not (work / "o.parquet").exists()


# ---- whole or not at all ------------------------------------------------------------------------------


def large(work: Path, row: str, rows: int) -> None:
    """Two towns, and one row many times."""
    (work / "towns").mkdir()
    for region in ("甲市", "乙市"):
        (work / "towns" / f"{region}.pg").write_text(SPEC.format(region), encoding="utf-8")
    (work / "large.csv").write_text(ROWS + f"{row}\n" * rows, encoding="utf-8")


def test_an_interrupt_leaves_nothing(work: Path) -> None:
    """Ctrl-C ends the work: no output, nothing half-written; what was there before stays."""
    hear_ctrl_c()
    large(work, "甲市,新建管网,八十,公里,", 200_000)  # each is told
    (work / "results.parquet").write_text("as before", encoding="utf-8")
    names = ("towns", "large.csv", "--table", "problems", "-o", "results.parquet")
    command = [*COMMAND, "eval", *names, "--engine", "duckdb"]
    (work / "tmp").mkdir()
    before = {path.name for path in work.iterdir()}
    process = subprocess.Popen(
        command,
        cwd=work,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(work / "tmp")},
    )
    while not list(work.glob(".results.parquet.*.part")):  # the engine works
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.decode().splitlines()[1:] == []
    assert {path.name for path in work.iterdir()} == before
    assert (work / "results.parquet").read_text(encoding="utf-8") == "as before"
    assert list((work / "tmp").iterdir()) == []


def test_an_output_that_cannot_be_written(work: Path) -> None:
    """An output that cannot be written is told by name, before or after the work."""
    done = run(
        work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "-o", "none/results.parquet", lang="en"
    )
    assert done.code == 2
    assert "PG913" in done.err


@needs_terminal
def test_a_bar_on_a_terminal(work: Path) -> None:
    """On a terminal a bar is drawn while it works, and gone in the end."""
    large(work, "丁 市,新建管网,1,公里,", 700_000)  # a region that is to be folded
    command = [
        *COMMAND,
        "eval",
        "towns",
        "large.csv",
        "-o",
        "results.parquet",
        "--engine",
        "duckdb",
    ]
    code, said = on_terminal(command, stream="stderr", cwd=work)
    assert code == 0
    assert re.search(rb"\[[#.]{30}\] +\d+%\r +\r", said)


# ---- what cannot be -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--engine", "duckdb", "--format", "text"), "PG931"),
        (("--engine", "duckdb", "-o", "report.md"), "PG931"),
        (("--engine", "python", "--format", "table"), "PG932"),
        (("--engine", "python", "-o", "results.parquet"), "PG932"),
        (("--engine", "sqlite"), "PG933"),
        (("--table", "rows", "--format", "table"), "PG933"),
        (("--memory", "much", "--format", "table"), "PG933"),
        (("--memory", "1KB", "--format", "table"), "PG934"),
        (("--memory", "50%", "--format", "table", "--engine", "spark"), "PG933"),
        (("--master", "local[2]", "--engine", "duckdb", "--format", "table"), "PG933"),
        (("--master", "local[2]", "--engine", "python"), "PG933"),
        (("--master", "somewhere", "--format", "table"), "PG933"),
        (("--master", "", "--format", "table"), "PG933"),
        (("--master", "spark://host:7077", "--format", "table"), "PG935"),
    ],
)
def test_what_cannot_be(work: Path, options: tuple[str, ...], code: str) -> None:
    """What an engine cannot do is refused by name."""
    done: Done = run(work, "eval", "甲市.pg", "rows.csv", *options)
    assert (done.code, done.out) == (2, "")
    assert code in done.err


def test_totals_are_exact(work: Path) -> None:
    """Points are decimals in Parquet, not floats."""
    run(work, "eval", "甲市.pg", "乙市.pg", "rows.csv", "-o", "cards.parquet", "--table", "cards")
    assert [row["total"] for row in table(work / "cards.parquet")] == [
        Decimal("88.55"),
        Decimal("31.25"),
    ]
