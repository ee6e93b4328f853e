"""The command as people meet it: whole outputs, exit codes, both languages, odd consoles."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import perfgoals as pg

COMMAND = [sys.executable, "-c", "import sys; from perfgoals.cli import main; sys.exit(main())"]
REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"

SPEC = """\
资金: 某资金
地区: 汕头市
年度: 2023

产出指标 [60分]
  管网 ≥ 80 公里
  覆盖率: 90%
效益指标 [40分]
  收入: 提高
"""
ACTUALS = """\
地区,指标,实际值,说明
汕头市,管网,79.5公里,差一点
汕头市,覆盖率,91%,
汕头市,收入,部分达成 70%,
"""
TWO = """\
地区,指标,实际值
汕头市,管网,79.5公里
汕头市,覆盖率,91%
汕尾市,管网,80公里
汕尾市,收入,
汕尾市,覆盖率,95%
梅州市,管网,80公里
"""
BAD = """\
地区,指标,实际值
汕头市,管网,79.5公理
汕头市,覆盖率,91
汕头市,管王,91
汕尾市,管网,80公里
"""


class Done:
    """What a run of the command gave."""

    def __init__(self, done: subprocess.CompletedProcess[bytes], encoding: str) -> None:
        self.code = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode(encoding).replace("\r\n", "\n")
        self.err = done.stderr.decode(encoding).replace("\r\n", "\n")


def run(
    folder: Path, *arguments: str, lang: str = "zh", encoding: str = "utf-8", **environment: str
) -> Done:
    """Run the command in a folder; a traceback is never an answer."""
    env = {
        **os.environ,
        "PERFGOALS_LANG": lang,
        "PYTHONIOENCODING": encoding,
        "COLUMNS": "100",
        **environment,
    }
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=env, capture_output=True, check=False, timeout=60
    )
    result = Done(done, encoding)
    assert "Traceback" not in result.err
    assert "Traceback" not in result.out
    assert result.code in {0, 1, 2}
    return result


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with two specs, alone and in a folder of their own, and several actuals."""
    (tmp_path / "d").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.csv").mkdir()
    other = SPEC.replace("汕头市", "汕尾市")
    files = {
        "a.pg": SPEC,
        "b.pg": other,
        "d/a.pg": SPEC,
        "d/b.pg": other,
        "m.def": "",
        "a.csv": ACTUALS,
        "two.csv": TWO,
        "bad.csv": BAD,
        "nothing.csv": "",
        "columns.csv": "指标,数\n管网,1\n",
        "noregion.csv": "指标,实际值\n管网,80公里\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa")
    return tmp_path


# ---- eval: whole outputs ------------------------------------------------------------------------

EVAL_ZH = """\
汕头市 · 某资金 · 2023
总分 87.81 · 等级 良 · 达成 1，部分达成 1，未达成 1
评分办法 财预〔2020〕10号

指标      指标值     实际值        结果       分值   得分
────────  ─────────  ────────────  ────────  ─────  ─────
产出指标
  管网    ≥ 80 公里  79.5 公里     未达成    30.00  29.81
  覆盖率  90%        91%           达成      30.00  30.00
效益指标
  收入    提高       部分达成 70%  部分达成  40.00  28.00

需要关注
未达成 (1)
  管网: 要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里；得 29.81，分值 30.00  [a.pg:6:3, a.csv:2:8] — 差一点
部分达成 (1)
  收入: 要求 “提高”，实际 部分达成 70%；得 28.00，分值 40.00  [a.pg:9:3, a.csv:4:8]
"""
EVAL_EN = """\
汕头市 · 某资金 · 2023
Total 87.81 · Grade 良 · met 1, partial 1, missed 1
Method 财预〔2020〕10号

Indicator  Target     Actual       Outcome  Weight  Score
─────────  ─────────  ───────────  ───────  ──────  ─────
产出指标
  管网     ≥ 80 公里  79.5 公里    missed    30.00  29.81
  覆盖率   90%        91%          met       30.00  30.00
效益指标
  收入     提高       partial 70%  partial   40.00  28.00

Needs attention
missed (1)
  管网: expected ≥ 80 公里, actual 79.5 公里, 0.5 公里 short; 29.81 of 30.00  [a.pg:6:3, a.csv:2:8] — 差一点
partial (1)
  收入: expected "提高", actual partial 70%; 28.00 of 40.00  [a.pg:9:3, a.csv:4:8]
"""
TWO_ZH = """\
地区     总分  等级  达成  部分达成  未达成  未报  未到期
──────  ─────  ────  ────  ────────  ──────  ────  ──────
汕头市  59.81  差       1         0       1     1       0
汕尾市  60.00  中       2         0       0     1       0

汕头市 · 某资金 · 2023
总分 59.81 · 等级 差 · 达成 1，未达成 1，未报 1
评分办法 财预〔2020〕10号
需要关注
未达成 (1)
  管网: 要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里；得 29.81，分值 30.00  [d/a.pg:6:3, two.csv:2:8]
未报 (1)
  收入: 要求 “提高”，未报；得 0.00，分值 40.00  [d/a.pg:9:3]

汕尾市 · 某资金 · 2023
总分 60.00 · 等级 中 · 达成 2，未报 1
评分办法 财预〔2020〕10号
需要关注
未报 (1)
  收入: 要求 “提高”，未报；得 0.00，分值 40.00  [d/b.pg:9:3, two.csv:5:8]
"""
TWO_EN = """\
Region  Total  Grade  met  partial  missed  unreported  not due
──────  ─────  ─────  ───  ───────  ──────  ──────────  ───────
汕头市  59.81  差       1        0       1           1        0
汕尾市  60.00  中       2        0       0           1        0

汕头市 · 某资金 · 2023
Total 59.81 · Grade 差 · met 1, missed 1, unreported 1
Method 财预〔2020〕10号
Needs attention
missed (1)
  管网: expected ≥ 80 公里, actual 79.5 公里, 0.5 公里 short; 29.81 of 30.00  [d/a.pg:6:3, two.csv:2:8]
unreported (1)
  收入: expected "提高", not reported; 0.00 of 40.00  [d/a.pg:9:3]

汕尾市 · 某资金 · 2023
Total 60.00 · Grade 中 · met 2, unreported 1
Method 财预〔2020〕10号
Needs attention
unreported (1)
  收入: expected "提高", not reported; 0.00 of 40.00  [d/b.pg:9:3, two.csv:5:8]
"""
AS_OF_ZH = """\
汕头市 · 某资金 · 2023
总分 30.00 · 等级 未评等级 · 达成 1，未到期 2
评分办法 财预〔2020〕10号 · 截至 2023-06-30 · 已到期 30.00 分，未到期 70.00 分

指标      指标值     实际值        结果     分值   得分
────────  ─────────  ────────────  ──────  ─────  ─────
产出指标
  管网    ≥ 80 公里  79.5 公里     未到期  30.00   0.00
  覆盖率  90%        91%           达成    30.00  30.00
效益指标
  收入    提高       部分达成 70%  未到期  40.00   0.00

需要关注
未到期 (2)
  管网: 要求 ≥ 80 公里，2023-12-31 到期；得 0.00，分值 30.00  [a.pg:6:3, a.csv:2:8] — 差一点
  收入: 要求 “提高”，2023-12-31 到期；得 0.00，分值 40.00  [a.pg:9:3, a.csv:4:8]
"""


@pytest.mark.parametrize(("lang", "text"), [("zh", EVAL_ZH), ("en", EVAL_EN)], ids=["zh", "en"])
def test_eval_of_one_table(lang: str, text: str, work: Path) -> None:
    """One table: the head, every indicator, then what needs attention, with the gap and the places."""
    done = run(work, "eval", "a.pg", "a.csv", lang=lang)
    assert (done.out, done.err, done.code) == (text, "", 0)


@pytest.mark.parametrize(("lang", "text"), [("zh", TWO_ZH), ("en", TWO_EN)], ids=["zh", "en"])
def test_eval_of_several_tables(lang: str, text: str, work: Path) -> None:
    """Several tables: one overview line each, the unreported apart from the missed, a note of the rest."""
    done = run(work, "eval", "d", "two.csv", lang=lang)
    note = {
        "zh": "另有 1 行属于没有目标表的地区（梅州市），未计入\n",
        "en": "1 more row(s) of regions without a target table (梅州市) are not counted\n",
    }
    assert (done.out, done.code) == (text, 0)
    assert done.err == note[lang]


def test_eval_as_of_a_day(work: Path) -> None:
    """With --as-of what is not due is shown apart with its weight, and there is no grade."""
    done = run(work, "eval", "a.pg", "a.csv", "--as-of", "2023-06-30")
    assert (done.out, done.err, done.code) == (AS_OF_ZH, "", 0)


def test_the_order_of_the_arguments_does_not_matter(work: Path) -> None:
    """Arguments are told apart by kind."""
    for arguments in (("a.csv", "a.pg"), ("--format", "text", "a.csv", "a.pg")):
        assert run(work, "eval", *arguments).out == EVAL_ZH


def test_the_language_may_be_an_option(work: Path) -> None:
    """--lang rules over PERFGOALS_LANG, before or after the verb."""
    assert run(work, "eval", "a.pg", "a.csv", "--lang", "en").out == EVAL_EN
    assert run(work, "--lang", "en", "eval", "a.pg", "a.csv").out == EVAL_EN


def test_the_locale_chooses_the_language_otherwise(work: Path) -> None:
    """Without an option and PERFGOALS_LANG the locale chooses."""
    env = {"LC_ALL": "", "LANGUAGE": "", "LC_MESSAGES": ""}
    assert run(work, "eval", "a.pg", "a.csv", lang="", LANG="zh_CN.UTF-8", **env).out == EVAL_ZH
    assert run(work, "eval", "a.pg", "a.csv", lang="", LANG="en_US.UTF-8", **env).out == EVAL_EN


def test_the_same_input_gives_the_same_bytes(work: Path) -> None:
    """Neither the run nor the order of hashes changes a byte, in any format."""
    for form in ("text", "json", "csv"):
        outs = {
            run(work, "eval", "d", "two.csv", "--format", form, PYTHONHASHSEED=seed).raw
            for seed in ("1", "2", "3")
        }
        assert len(outs) == 1


def test_the_real_tables(work: Path) -> None:
    """The official tables and the sample actuals give thirteen overview lines."""
    done = run(work, "eval", str(REAL), str(REAL / "actuals-sample.csv"))
    assert done.code == 0
    overview = done.out.split("\n\n")[0].splitlines()[2:]
    assert len(overview) == 13
    assert done.err == ""


# ---- problems -----------------------------------------------------------------------------------

BAD_ZH = """\
bad.csv:2:8: 错误 PG201: 不认识的单位“公理”
    2 | 汕头市,管网,79.5公理
                    ^^^^^^^^
  d/a.pg:6:3: 目标在这里
    6 |   管网 ≥ 80 公里
          ^^^^
  最接近的是：公里

bad.csv:3:9: 错误 PG517: 实际值“91”没有 %，看不出是比例还是百分数
    3 | 汕头市,覆盖率,91
                      ^^
  d/a.pg:7:3: 目标在这里
    7 |   覆盖率: 90%
          ^^^^^^
  百分比要写出 %。
  写成：91%

bad.csv:4:5: 错误 PG510: 没有名为“管王”的指标
    4 | 汕头市,管王,91
               ^^^^
  指标名称要与目标表一致；perfgoals template 会给出全部名称。
  最接近的是：管网

3 个错误
汕头市：实际值有问题，没有评分
"""
BAD_EN = """\
bad.csv:2:8: error PG201: unknown unit "公理"
    2 | 汕头市,管网,79.5公理
                    ^^^^^^^^
  d/a.pg:6:3: the target is here
    6 |   管网 ≥ 80 公里
          ^^^^
  The nearest: 公里

bad.csv:3:9: error PG517: the actual "91" has no %: is it a share or a percentage?
    3 | 汕头市,覆盖率,91
                      ^^
  d/a.pg:7:3: the target is here
    7 |   覆盖率: 90%
          ^^^^^^
  Write the % of a percentage.
  Write: 91%

bad.csv:4:5: error PG510: there is no indicator "管王"
    4 | 汕头市,管王,91
               ^^^^
  Names are those of the target table; perfgoals template gives them all.
  The nearest: 管网

3 errors
"""


def test_a_table_with_bad_rows_gets_no_scorecard(work: Path) -> None:
    """A spec with a problem in its rows gets none, the others do, and the exit code is 2."""
    done = run(work, "eval", "d", "bad.csv")
    assert done.code == 2
    assert done.err == BAD_ZH
    assert "汕头市" not in done.out
    assert "汕尾市 · 某资金 · 2023\n总分 30.00" in done.out


def test_problems_in_english(work: Path) -> None:
    """The same problems in English."""
    done = run(work, "eval", "d", "bad.csv", lang="en")
    assert done.code == 2
    assert done.err.startswith(BAD_EN)


def test_keep_going_marks_what_was_touched(work: Path) -> None:
    """--keep-going scores the good rows, marks the touched indicators, and exits 1."""
    done = run(work, "eval", "d", "bad.csv", "--keep-going")
    assert done.code == 1
    assert done.err.startswith(BAD_ZH.split("汕头市：")[0])
    assert "汕头市 · 某资金 · 2023" in done.out
    touched, untouched = (
        next(line for line in done.out.splitlines() if line.strip().startswith(start))
        for start in ("管网: ", "收入: ")
    )
    assert touched.split("，", 1)[1].split("；")[0] != untouched.split("，", 1)[1].split("；")[0]
    data = json.loads(run(work, "eval", "d", "bad.csv", "--keep-going", "--format", "json").out)
    flags = {result["indicator"]: result["flags"] for result in data[0]["results"]}
    assert flags == {"管网": ["problem"], "覆盖率": ["problem"], "收入": []}


def test_rows_without_region_are_one_problem_each(work: Path) -> None:
    """Rows without 地区 where several specs are loaded are problems, and nothing echoes them."""
    done = run(work, "eval", "d", "noregion.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("错误 PG") == 1
    assert "noregion.csv:2:" in done.err


def test_two_tables_of_one_region_are_not_mixed(work: Path) -> None:
    """Two specs of one region and fund cannot share the rows in silence."""
    (work / "d" / "b.pg").write_text(SPEC.replace("80", "70"), encoding="utf-8")
    done = run(work, "eval", "d", "a.csv")
    assert done.code == 2
    assert "汕头市" in done.err


def test_a_bad_spec_and_bad_rows_come_together_or_in_order(work: Path) -> None:
    """A bad spec is shown with its source line; nothing is scored."""
    (work / "a.pg").write_text(SPEC.replace("公里", "公理"), encoding="utf-8")
    done = run(work, "eval", "a.pg", "a.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "a.pg:6:11: 错误 PG201: 不认识的单位“公理”\n    6 |   管网 ≥ 80 公理\n                    ^^^^\n"
    )


def test_what_is_wrong_in_all_files_is_told_at_once(work: Path) -> None:
    """A spec that cannot be read, in a folder or not, hides neither the rows of the others nor files
    that are no actuals; rows that may be its own are not blamed."""
    (work / "d" / "c.pg").write_text(SPEC.replace("公里", "公理"), encoding="utf-8")
    (work / "mixed.csv").write_text(BAD + ",管王,3\n汕尾市,管王,3\n", encoding="utf-8")
    done = run(work, "eval", "d", "mixed.csv")
    assert (done.code, done.out) == (2, "")
    found = [line for line in done.err.splitlines() if ": 错误 " in line]
    assert [line.split(": ")[0] for line in found] == [
        *("d/c.pg:6:11", "mixed.csv:2:8", "mixed.csv:3:9", "mixed.csv:4:5", "mixed.csv:7:5"),
    ]
    done = run(work, "eval", "d", "bad.csv", "missing.csv")
    found = [line for line in done.err.splitlines() if "错误 " in line]
    assert [line.split("错误 ")[1][:5] for line in found] == ["PG201", "PG001"]


# ---- exit codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("missed", 1),
        ("partial", 1),
        ("unreported", 0),
        ("below:80", 0),
        ("below:87.81", 0),
        ("below:87.82", 1),
        ("below:90", 1),
        ("missed,partial", 1),
        ("unreported,below:80", 0),
        ("unreported,below:90", 1),
    ],
)
def test_fail_on(what: str, code: int, work: Path) -> None:
    """A missed target is a result, not a failure, unless --fail-on says so."""
    done = run(work, "eval", "a.pg", "a.csv", "--fail-on", what)
    assert (done.out, done.code) == (EVAL_ZH, code)


def test_fail_on_unreported(work: Path) -> None:
    """--fail-on unreported sees one of several tables."""
    assert run(work, "eval", "d", "two.csv", "--fail-on", "unreported").code == 1
    assert run(work, "eval", "d", "two.csv", "--fail-on", "partial").code == 0


def test_fail_on_may_be_given_twice(work: Path) -> None:
    """Two --fail-on add up."""
    arguments = ("eval", "a.pg", "a.csv", "--fail-on", "missed", "--fail-on", "unreported")
    assert run(work, *arguments).code == 1


CALLS = [
    ("no-spec", ("eval", "a.csv"), ("perfgoals eval",)),
    ("no-actuals", ("eval", "a.pg"), ("perfgoals template",)),
    ("nothing", ("eval",), ()),
    ("show-nothing", ("show",), ()),
    ("template-nothing", ("template",), ()),
    ("missing-spec", ("eval", "none.pg", "a.csv"), ("none.pg",)),
    ("missing-actuals", ("eval", "a.pg", "none.csv"), ("none.csv",)),
    ("missing-folder", ("eval", "none", "a.csv"), ("none",)),
    ("folder-without-specs", ("eval", "empty", "a.csv"), ("empty", ".pg")),
    ("folder-named-csv", ("eval", "a.pg", "x.csv"), ("x.csv",)),
    ("empty-actuals", ("eval", "a.pg", "nothing.csv"), ("nothing.csv",)),
    ("no-columns", ("eval", "a.pg", "columns.csv"), ("columns.csv", "实际值")),
    ("not-text", ("eval", "a.pg", "picture.csv"), ("picture.csv",)),
    ("workbook", ("eval", "a.pg", "a.xlsx"), ("a.xlsx",)),
    ("parquet", ("monitor", "a.pg", "a.parquet", "--as-of", "2023-06-30"), ("a.parquet",)),
    ("other-kind", ("eval", "a.pg", "a.csv", "m.def"), ("m.def",)),
    ("actuals-for-show", ("show", "a.pg", "a.csv"), ("a.csv",)),
    ("pattern-without-match", ("eval", "z*.pg", "a.csv"), ("z*.pg",)),
    ("wrong-verb", ("evl", "a.pg", "a.csv"), ("evl", "eval")),
    ("wrong-option", ("eval", "a.pg", "a.csv", "--formt", "json"), ("--formt",)),
    ("wrong-format", ("eval", "a.pg", "a.csv", "--format", "xml"), ("xml", "json")),
    ("wrong-day", ("eval", "a.pg", "a.csv", "--as-of", "2023-02-30"), ("2023-02-30",)),
    ("wrong-condition", ("eval", "a.pg", "a.csv", "--fail-on", "red"), ("red", "missed")),
    ("wrong-bound", ("eval", "a.pg", "a.csv", "--fail-on", "below:x"), ("below:x",)),
    ("wrong-language", ("eval", "a.pg", "a.csv", "--lang", "fr"), ("fr",)),
    ("output-into-nothing", ("eval", "a.pg", "a.csv", "-o", "none/out.txt"), ("none/out.txt",)),
    ("output-of-another-program", ("eval", "a.pg", "a.csv", "-o", "out.docx"), ("docx", "xlsx")),
    ("form-of-another-program", ("template", "a.pg", "-o", "out.docx"), ("docx", "xlsx")),
    ("form-as-a-page", ("template", "a.pg", "-o", "out.html"), ("html", "xlsx")),
    ("output-onto-folder", ("eval", "a.pg", "a.csv", "-o", "d"), ("d",)),
]


@pytest.mark.parametrize(
    ("arguments", "words"), [case[1:] for case in CALLS], ids=[case[0] for case in CALLS]
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_calls(
    arguments: tuple[str, ...], words: tuple[str, ...], lang: str, work: Path
) -> None:
    """A wrong call or input exits 2, prints nothing, and says on standard error what is wrong."""
    done = run(work, *arguments, lang=lang)
    assert (done.code, done.out) == (2, "")
    for word in words:
        assert word in done.err
    assert "_date" not in done.err
    assert "_failures" not in done.err
    assert ".part" not in done.err
    chinese = any("\u4e00" <= char <= "\u9fff" for char in done.err)
    assert chinese or lang == "en"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("verb", ["", "eval", "show", "template"])
def test_help(verb: str, lang: str, work: Path) -> None:
    """Every help exits 0, speaks the language, and that of a verb has an example."""
    done = run(work, *([verb] if verb else []), "--help", lang=lang)
    assert (done.code, done.err) == (0, "")
    assert ("显示帮助" in done.out) == (lang == "zh")
    if verb:
        assert f"perfgoals {verb} shantou.pg" in done.out


def test_version(work: Path) -> None:
    """--version says name and version."""
    done = run(work, "--version")
    assert done.out.split()[0] == "perfgoals"
    assert done.code == 0


# ---- patterns, folders --------------------------------------------------------------------------


def test_patterns_are_expanded_by_the_program(work: Path) -> None:
    """`*.pg` works where the shell does not expand it."""
    assert run(work, "eval", "*.pg", "two.csv").out == TWO_ZH.replace("d/", "")
    assert run(work, "eval", "d/*.pg", "tw?.csv").out == TWO_ZH


def test_a_file_given_twice_counts_once(work: Path) -> None:
    """The same file named twice, or by file and folder, is one."""
    assert run(work, "eval", "a.pg", "./a.pg", "a.csv").code == 0
    assert run(work, "eval", "d", "d/a.pg", "d/b.pg", "two.csv").out == TWO_ZH


def test_a_file_of_definitions_is_skipped(work: Path) -> None:
    """A file that only defines methods is no table."""
    (work / "m.pg").write_text("办法: 甲\n  沿用: 财预〔2020〕10号\n", encoding="utf-8")
    assert run(work, "eval", "a.pg", "m.pg", "a.csv").out == EVAL_ZH
    done = run(work, "eval", "m.pg", "a.csv")
    assert (done.code, done.out) == (2, "")


def test_one_bad_file_in_a_folder_is_named(work: Path) -> None:
    """A bad spec in a folder is reported by its path."""
    (work / "d" / "c.pg").write_text("产出指标\n  甲 ≥ 8 公理\n", encoding="utf-8")
    done = run(work, "eval", "d", "two.csv")
    assert done.code == 2
    assert "c.pg:2:9" in done.err.replace("\\", "/")


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
    ],
)
def test_output_never_replaces_the_input(arguments: tuple[str, ...], kept: str, work: Path) -> None:
    """An output that is one of the inputs would destroy it, so the call is wrong."""
    before = (work / kept).read_bytes()
    done = run(work, *arguments)
    assert (work / kept).read_bytes() == before
    assert done.code == 2


def test_a_failed_run_leaves_the_output_alone(work: Path) -> None:
    """Where there is nothing to write, an older output is not emptied."""
    (work / "out.txt").write_text("old", encoding="utf-8")
    assert run(work, "eval", "a.pg", "none.csv", "-o", "out.txt").code == 2
    assert (work / "out.txt").read_text(encoding="utf-8") == "old"


# ---- consoles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "lang"), [("gbk", "zh"), ("ascii", "zh"), ("ascii", "en"), ("utf-16", "zh")]
)
def test_consoles_that_cannot_show_a_character(encoding: str, lang: str, work: Path) -> None:
    """A console that cannot show a character gets a replacement, never a traceback."""
    for arguments in (
        ("eval", "a.pg", "a.csv"),
        ("eval", "d", "bad.csv"),
        ("show", "a.pg"),
        ("template", "a.pg"),
        ("eval", "--help"),
        ("evl",),
    ):
        done = subprocess.run(
            [*COMMAND, *arguments],
            cwd=work,
            env={**os.environ, "PERFGOALS_LANG": lang, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert done.stdout or done.stderr


def test_a_gbk_console_shows_all_of_chinese(work: Path) -> None:
    """What GBK has is shown as it is; only what it lacks is replaced."""
    done = run(work, "eval", "a.pg", "a.csv", encoding="gbk")
    assert done.out == EVAL_ZH


def test_the_tables_stay_aligned_with_replacements(work: Path) -> None:
    """In ASCII every column still begins where its heading does."""
    out = run(work, "eval", "a.pg", "a.csv", encoding="ascii", lang="en").out
    lines = out.splitlines()
    row = next(line for line in lines if "79.5" in line)
    head = next(line for line in lines if line.startswith("Indicator"))
    assert row.index("missed") == head.index("Outcome")


def test_no_colour_where_nobody_looks(work: Path) -> None:
    """Nothing but text goes to a pipe, with and without NO_COLOR."""
    for environment in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        done = run(work, "eval", "d", "bad.csv", **environment)
        assert "\x1b" not in done.out + done.err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell with pipes")
def test_a_closed_pipe_is_no_accident(work: Path) -> None:
    """`| head -1` ends quietly."""
    (work / "long.pg").write_text(
        "产出指标\n" + "".join(f"  指标{n} ≥ 8 个\n" for n in range(3000)), encoding="utf-8"
    )
    (work / "long.csv").write_text("指标,实际值\n指标1,8\n", encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "eval", "long.pg", "long.csv"],
        cwd=work,
        env={**os.environ, "PERFGOALS_LANG": "zh", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        error = process.stderr.read()
        process.wait(timeout=60)
    assert error == b""


def test_results_and_problems_have_their_own_streams(work: Path) -> None:
    """Results go to standard output, problems and notes to standard error."""
    done = run(work, "eval", "d", "bad.csv", "--format", "json", "--keep-going")
    assert [card["region"] for card in json.loads(done.out)] == ["汕头市", "汕尾市"]
    assert "PG201" in done.err


def test_the_ignored_column_is_told(work: Path) -> None:
    """A column that means nothing here is told on standard error, not read in silence."""
    (work / "c.csv").write_text("指标,实际值,备住\n管网,80公里,x\n", encoding="utf-8")
    done = run(work, "eval", "a.pg", "c.csv")
    assert done.code == 0
    assert "备住" in done.err


@pytest.mark.parametrize("how", ["option", "environment"])
def test_plain_mode_says_in_words_what_is_drawn(how: str, work: Path) -> None:
    """For a screen reader: no carets, rules or branches; the span's place and text in words."""
    option = ("--plain",) if how == "option" else ()
    environment = {} if how == "option" else {"PERFGOALS_PLAIN": "1"}
    (work / "bad.pg").write_text("产出指标\n  管网 ≥ 80 公理\n", encoding="utf-8")
    done = run(work, *option, "check", "bad.pg", lang="en", **environment)
    assert done.err == (
        "bad.pg:2:11: error PG201: unknown unit “公理”\n".replace("“", '"').replace("”", '"')
        + '  line 2, characters 11 to 12: "公理"\n'
        + "  The nearest: 公里\n"
    )
    (work / "a.pg").write_text("产出指标\n  管网 ≥ 80 公里\n", encoding="utf-8")
    (work / "a.csv").write_text("指标,实际值\n管网,79公里\n", encoding="utf-8")
    for verb in (("eval", "a.pg", "a.csv"), ("why", "a.pg", "管网", "a.csv"), ("show", "a.pg")):
        done = run(work, *verb, *option, lang="en", **environment)
        assert done.code == 0
        assert not set(done.out) & set("├└│─^")
        assert "管网" in done.out
