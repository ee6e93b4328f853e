"""The command as people meet it: whole outputs of `eval`, problems, several files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import command
from command import BAD, EVAL_ZH, REAL, SPEC, run

work = command.work


# ---- eval: whole outputs ------------------------------------------------------------------------

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
