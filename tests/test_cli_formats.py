"""What the command writes for programs and into files: JSON, CSV, `show` and `template`."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import command
import perfgoals as pg
from command import COMMAND, EVAL_ZH, REAL, SPEC, run

work = command.work


# ---- formats ------------------------------------------------------------------------------------

EVAL_KEYS = {
    "schema", "region", "fund", "year", "method", "as_of", "total", "grade", "due_weight",
    "not_due_weight", "notes", "provenance", "results", "tasks",
}  # fmt: skip
RESULT_KEYS = {
    "id", "indicator", "levels", "target", "actual", "outcome", "completion", "completion_exact",
    "weight", "score", "reason", "note", "flags", "span", "actual_span",
}  # fmt: skip
SHOW_KEYS = {
    "schema", "fund", "region", "year", "document", "departments", "amount", "goal", "method",
    "indicators", "tasks",
}  # fmt: skip
INDICATOR_KEYS = {
    "id", "name", "levels", "target", "direction", "weight", "attributes", "span",
}  # fmt: skip


def test_eval_as_json(work: Path) -> None:
    """JSON has the agreed keys, and numbers that matter are strings of exact decimals."""
    (card,) = json.loads(run(work, "eval", "a.pg", "a.csv", "--format", "json").out)
    assert set(card) >= EVAL_KEYS
    assert card["schema"] == 1
    assert (card["region"], card["fund"], card["year"]) == ("汕头市", "某资金", 2023)
    assert (card["total"], card["grade"], card["as_of"]) == ("87.81", "良", None)
    assert (card["due_weight"], card["not_due_weight"]) == ("100.00", "0.00")
    assert set(card["provenance"]) >= {"version", "spec_sha256", "actuals_sha256"}
    assert [set(result) >= RESULT_KEYS for result in card["results"]] == [True] * 3
    first = card["results"][0]
    assert first["target"] == {"kind": "bound", "op": ">=", "value": "80", "unit": "公里"}
    assert (first["outcome"], first["completion"]) == ("missed", "0.993750")
    assert (first["completion_exact"], first["weight"], first["score"]) == (
        "159/160",
        "30.00",
        "29.81",
    )
    assert (first["levels"], first["note"], first["flags"]) == (["产出指标"], "差一点", [])
    assert first["span"] == {"file": "a.pg", "line": 6, "column": 3}
    assert first["actual_span"] == {"file": "a.csv", "line": 2, "column": 8}
    assert card["tasks"] == []


def test_json_of_what_is_unreported_and_not_due(work: Path) -> None:
    """What has no completion has null, and the words of the outcomes are the agreed ones."""
    (work / "a.csv").write_text("指标,实际值\n管网,\n覆盖率,91%\n", encoding="utf-8")
    (card,) = json.loads(run(work, "eval", "a.pg", "a.csv", "--format", "json").out)
    assert [result["outcome"] for result in card["results"]] == ["unreported", "met", "unreported"]
    assert card["results"][0]["completion"] is None
    assert card["results"][0]["actual"] is None
    assert card["results"][2]["actual_span"] is None
    done = run(work, "eval", "a.pg", "a.csv", "--format", "json", "--as-of", "2023-01-31")
    (card,) = json.loads(done.out)
    assert [result["outcome"] for result in card["results"]] == ["not_due", "met", "not_due"]
    assert (card["as_of"], card["grade"]) == ("2023-01-31", None)
    assert (card["due_weight"], card["not_due_weight"]) == ("30.00", "70.00")


def test_json_is_what_python_gives(work: Path) -> None:
    """`to_dict` is what --format json prints."""
    (card,) = json.loads(run(work, "eval", "a.pg", "a.csv", "--format", "json").out)
    given = pg.evaluate(pg.load(work / "a.pg"), pg.read_actuals(work / "a.csv")).to_dict()
    given = json.loads(json.dumps(given))
    for data in (card, given):
        for result in data["results"]:
            result["span"]["file"] = Path(result["span"]["file"]).name
            result["actual_span"]["file"] = Path(result["actual_span"]["file"]).name
    assert card == given


def test_show_as_json(work: Path) -> None:
    """The typed spec has the agreed keys."""
    (spec,) = json.loads(run(work, "show", "a.pg", "--format", "json").out)
    assert set(spec) >= SHOW_KEYS
    assert [set(item) >= INDICATOR_KEYS for item in spec["indicators"]] == [True] * 3
    assert [item["target"] for item in spec["indicators"]] == [
        {"kind": "bound", "op": ">=", "value": "80", "unit": "公里"},
        {"kind": "bound", "op": "reach", "value": "90", "unit": "%"},
        {"kind": "qualitative", "text": "提高"},
    ]
    assert [item["weight"] for item in spec["indicators"]] == ["30.00", "30.00", "40.00"]
    (work / "c.pg").write_text(
        "产出指标\n  甲: 1~2 个\n  乙: 2023-12-31\n  丙: 2023.07-2024.01\n", encoding="utf-8"
    )
    (spec,) = json.loads(run(work, "show", "c.pg", "--format", "json").out)
    assert [item["target"] for item in spec["indicators"]] == [
        {"kind": "range", "low": "1", "high": "2", "unit": "个"},
        {"kind": "deadline", "date": "2023-12-31", "start": None},
        {"kind": "deadline", "date": "2024-01-31", "start": "2023-07-01"},
    ]


def test_json_is_always_a_list_in_utf_8(work: Path) -> None:
    """JSON is UTF-8 whatever the console speaks, and a list also for one table."""
    for encoding in ("utf-8", "gbk", "ascii"):
        done = subprocess.run(
            [*COMMAND, "eval", "a.pg", "a.csv", "--format", "json"],
            cwd=work,
            env={**os.environ, "PERFGOALS_LANG": "zh", "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=True,
        )
        assert json.loads(done.stdout.decode("utf-8"))[0]["region"] == "汕头市"


HEAD = "地区,一级指标,二级指标,指标,指标值,实际值,结果,完成率,分值,得分,原因,填报说明,提示,出处"
EVAL_CSV = f"""\
\ufeff{HEAD}
汕头市,产出指标,,管网,≥ 80 公里,79.5 公里,未达成,0.993750,30.00,29.81,\
要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里,差一点,,a.pg:6
汕头市,产出指标,,覆盖率,90%,91%,达成,1.000000,30.00,30.00,要求 ≥ 90%，实际 91%，超出 1%,,,a.pg:7
汕头市,效益指标,,收入,提高,部分达成 70%,部分达成,0.700000,40.00,28.00,\
要求 “提高”，实际 部分达成 70%,,,a.pg:9
"""


def test_eval_as_csv(work: Path) -> None:
    """CSV has a BOM for Excel and one line an indicator."""
    done = run(work, "eval", "a.pg", "a.csv", "--format", "csv")
    assert (done.out, done.err, done.code) == (EVAL_CSV, "", 0)
    assert done.raw.startswith(b"\xef\xbb\xbf")


def test_csv_reads_back(work: Path) -> None:
    """Names with commas, quotes and line ends stay in their cells; no cell begins a formula."""
    (work / "c.pg").write_text(
        '产出指标\n  "甲,乙" ≥ 8 个\n  "=1+1" ≥ 8 个\n  「丙"丁」: 提高\n', encoding="utf-8"
    )
    rows = [("指标", "实际值", "说明"), ("甲,乙", "8", '一"二\n三'), ("=1+1", "8", "=2+2")]
    with (work / "c.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    for lang in ("zh", "en"):
        done = run(work, "eval", "c.pg", "c.csv", "--format", "csv", lang=lang)
        assert done.code == 0
        table = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff"))))
        assert [len(row) for row in table] == [14] * 4
        assert table[1][3] == "甲,乙"
        assert table[1][11] == '一"二\n三'


# ---- show and template --------------------------------------------------------------------------

SHOW_ZH = """\
资金: 某资金
地区: 汕头市
年度: 2023
评分办法: 财预〔2020〕10号

指标      指标值      分值
────────  ─────────  ─────
产出指标
  管网    ≥ 80 公里  30.00
  覆盖率  ≥ 90%      30.00
效益指标
  收入    “提高”     40.00

3 个指标
"""
SHOW_EN = """\
Fund: 某资金
Region: 汕头市
Year: 2023
Method: 财预〔2020〕10号

Indicator  Target     Weight
─────────  ─────────  ──────
产出指标
  管网     ≥ 80 公里   30.00
  覆盖率   ≥ 90%       30.00
效益指标
  收入     "提高"      40.00

3 indicators
"""
TEMPLATE_ZH = """\
\ufeff地区,指标,实际值,单位,说明
汕头市,管网,,公里,
汕头市,覆盖率,,%,
汕头市,收入,,,
"""


@pytest.mark.parametrize(("lang", "text"), [("zh", SHOW_ZH), ("en", SHOW_EN)], ids=["zh", "en"])
def test_show(lang: str, text: str, work: Path) -> None:
    """The typed spec as a table."""
    done = run(work, "show", "a.pg", lang=lang)
    assert (done.out, done.err, done.code) == (text, "", 0)


AMOUNT = f"金额: 100 万元\n{SPEC}满意度指标 [10分]\n  满意度 ≥ 90%\n".replace("[40分]", "[20分]")


def test_show_with_an_amount(work: Path) -> None:
    """What an amount brings along has its row too, so that the weights add up to 100."""
    (work / "m.pg").write_text(AMOUNT, encoding="utf-8")
    weights = re.findall(r"\d\d\.\d\d$", run(work, "show", "m.pg").out, re.MULTILINE)
    assert weights == ["30.00", "30.00", "20.00", "10.00", "10.00"]
    (spec,) = json.loads(run(work, "show", "m.pg", "--format", "json").out)
    assert len(spec["indicators"]) == 4


def test_an_unreported_budget_stands_nowhere(work: Path) -> None:
    """No empty brackets follow where there is no place to name."""
    (work / "m.pg").write_text(AMOUNT, encoding="utf-8")
    out = run(work, "eval", "m.pg", "a.csv").out
    assert out.endswith("\n  预算执行率: 要求 ≥ 100%，未报；得 0.00，分值 10.00\n")


def test_template(work: Path) -> None:
    """The rows to fill in, in both languages, with a BOM."""
    done = run(work, "template", "a.pg")
    assert (done.out, done.err, done.code) == (TEMPLATE_ZH, "", 0)
    english = TEMPLATE_ZH.replace("地区,指标,实际值,单位,说明", "region,indicator,actual,unit,note")
    assert run(work, "template", "a.pg", lang="en").out == english


def test_an_empty_template_is_all_unreported(work: Path) -> None:
    """A template that nobody filled in evaluates: nothing is reported, nothing is a problem."""
    assert run(work, "template", "d", "-o", "t.csv").code == 0
    done = run(work, "eval", "d", "t.csv")
    assert (done.code, done.err) == (0, "")
    assert done.out.count("总分 0.00") == 2
    assert done.out.count("未报 (3)") == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_in_template_evaluates(lang: str, work: Path) -> None:
    """The template of all official tables, filled in with bare values, is read back and all is met."""
    assert run(work, "template", str(REAL), "-o", "t.csv", lang=lang).code == 0
    with (work / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert len(table) > 236
    for row in table[1:]:
        row[2] = "100" if row[3] == "%" else "99999" if row[3] else "达成"
    with (work / "t.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(table)
    done = run(work, "eval", str(REAL), "t.csv", "--fail-on", "missed,unreported,partial")
    assert (done.err, done.code) == ("", 0)
    assert done.out.count("总分 100.00") == 13


def test_output_goes_to_a_file(work: Path) -> None:
    """-o writes the same text to a file in UTF-8 and nothing to the screen."""
    for form, text in (("text", EVAL_ZH), ("csv", EVAL_CSV)):
        done = run(work, "eval", "a.pg", "a.csv", "--format", form, "-o", "out.txt", encoding="gbk")
        assert (done.code, done.out, done.err) == (0, "", "")
        written = (work / "out.txt").read_bytes().decode("utf-8").replace("\r\n", "\n")
        assert written == text


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("template", "a.pg", "-o", "a.pg"), "a.pg"),
        (("show", "a.pg", "-o", "a.pg"), "a.pg"),
        (("eval", "a.pg", "a.csv", "-o", "a.csv"), "a.csv"),
        (("eval", "a.pg", "a.csv", "-o", "./a.pg"), "a.pg"),
        (("template", "d", "-o", "d/a.pg"), "d/a.pg"),
        (("eval", "a.pg", "a.cs?", "-o", "a.csv"), "a.csv"),
        (("rollup", "d", "two.csv", "--regions", "r.csv", "-o", "r.csv"), "r.csv"),
        (("template", "d", "--regions", "r.csv", "-o", "r.csv"), "r.csv"),
        (
            (
                "monitor",
                "a.pg",
                "a.csv",
                "--as-of",
                "2023-06-30",
                "--shape",
                "r.csv",
                "-o",
                "r.csv",
            ),
            "r.csv",
        ),
        (("test", "a.pg", "--laws", "l.py", "-o", "l.py"), "l.py"),
        (("eval", "sp/a.pg", "a.csv", "-o", "sp/cat.pg"), "sp/cat.pg"),
        (("eval", "sp/a.pg", "a.csv", "-o", "sp/units.txt"), "sp/units.txt"),
        (("show", "sp", "-o", "sp/units.txt"), "sp/units.txt"),
    ],
)
def test_output_never_replaces_the_input(arguments: tuple[str, ...], kept: str, work: Path) -> None:
    """An output that is one of the inputs would destroy it, so the call is wrong."""
    (work / "r.csv").write_text("汕头市,广东省\n", encoding="utf-8")
    (work / "l.py").write_text("", encoding="utf-8")
    (work / "sp").mkdir()
    (work / "sp/a.pg").write_text(f"引用: cat.pg\n{SPEC}", encoding="utf-8")
    (work / "sp/cat.pg").write_text("引用: units.txt\n", encoding="utf-8")
    (work / "sp/units.txt").write_text("单位: 塘 = 2 公顷\n", encoding="utf-8")
    before = (work / kept).read_bytes()
    done = run(work, *arguments)
    assert (work / kept).read_bytes() == before
    assert (done.code, done.out) == (2, "")
    assert "PG912" in done.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
@pytest.mark.parametrize("form", ["text", "csv", "table"])
def test_a_pipe_is_written_into(form: str, work: Path) -> None:
    """-o does not put a file in the place of a pipe, but writes into it."""
    if form == "table":
        pytest.importorskip("duckdb")
    os.mkfifo(work / "pipe")
    call = ("eval", "a.pg", "a.csv", "--format", form)
    # Open at once and for what fits a pipe: a call that fails leaves nobody waiting.
    pipe = os.open(work / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        done = run(work, *call, "-o", "pipe")
        assert (done.code, done.out) == (0, "")
        assert os.read(pipe, 1 << 16) == run(work, *call).raw
    finally:
        os.close(pipe)
    assert (work / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="/dev/stdout")
def test_standard_output_has_a_name(work: Path) -> None:
    """-o /dev/stdout is what is printed, and cuts off nothing of the file it may have been sent to."""
    assert run(work, "eval", "a.pg", "a.csv", "-o", "/dev/stdout").out == EVAL_ZH
    with (work / "out.txt").open("ab") as file:
        file.write(b"before\n")
        file.flush()
        call = [*COMMAND, "--lang", "zh", "show", "a.pg", "-o", "/dev/stdout"]
        subprocess.run(call, cwd=work, stdout=file, check=True, timeout=60)
    assert (work / "out.txt").read_bytes().startswith(b"before\n\xe8\xb5\x84")


def test_a_failed_run_leaves_the_output_alone(work: Path) -> None:
    """Where there is nothing to write, an older output is not emptied."""
    (work / "out.txt").write_text("old", encoding="utf-8")
    assert run(work, "eval", "a.pg", "none.csv", "-o", "out.txt").code == 2
    assert (work / "out.txt").read_text(encoding="utf-8") == "old"
