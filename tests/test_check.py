"""`perfgoals check`: each rule on both sides of its boundary, silences, fixes, and what it prints.

Each file of specs/checks names in its first line what all rules, pedantic ones too, find in it:
`# PG308 line 7, PG311 line 8`, or `# nothing`. A rule that needs peers has several specs in one
file: `# ---- 汕头市 韶关市` begins the text of those two, in which 某市 stands for their names, and
then the first line names the spec where each finding is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import perfgoals as pg
from command import COMMAND, Done, run
from perfgoals import messages
from perfgoals.checking import PEDANTIC, RULES, check_all
from perfgoals.errors import Edit
from perfgoals.fixing import apply_edits

ROOT = Path(__file__).resolve().parents[1]
CHECKS = sorted((ROOT / "tests" / "specs" / "checks").glob("*.pg"))

case = pytest.param


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.pg").write_text(text, encoding="utf-8", newline="\n")


def spread(text: str, folder: Path) -> bool:
    """Write the specs of a corpus file into a folder; whether it holds more than one."""
    first, *parts = re.split(r"^# ---- (.+)\n", text, flags=re.M)
    if not parts:
        write(folder, spec=first)
        return False
    for names, body in zip(parts[::2], parts[1::2], strict=True):
        for name in names.split():
            write(folder, **{name: body.replace("某市", name)})
    return True


def said(problems: tuple[pg.Problem, ...], *, by_file: bool) -> str:
    """What was found, as the first line of a corpus file has it."""
    places = []
    for problem in problems:
        assert problem.span is not None
        span = problem.span
        places.append(f"{problem.code} {Path(span.path).stem if by_file else f'line {span.line}'}")
    return ", ".join(places) or "nothing"


def codes(*texts: str, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    """The codes that are found in some texts."""
    specs = [pg.loads(text, path=f"{number}.pg") for number, text in enumerate(texts)]
    return [problem.code for problem in check_all(specs, select=select, ignore=ignore)]


# ---- the corpus ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_file_of_the_corpus_gives_what_it_says(path: Path, tmp_path: Path) -> None:
    """All rules together find what the first line names, in this order, and nothing else."""
    text = path.read_text(encoding="utf-8")
    several = spread(text, tmp_path)
    found = check_all(pg.load_folder(tmp_path), select=RULES)
    assert said(found, by_file=several) == text.partition("\n")[0].removeprefix("# ")


@pytest.mark.parametrize("code", RULES)
def test_each_rule_has_files_on_both_sides_of_its_boundary(code: str) -> None:
    """Of the files named after a rule, at least one has its finding and one has not."""
    firsts = [
        path.read_text(encoding="utf-8").partition("\n")[0]
        for path in CHECKS
        if path.stem.startswith(f"{code}-")
    ]
    assert {code in first for first in firsts} == {True, False}


def test_the_corpus_has_no_strangers() -> None:
    """Every file of the corpus belongs to a rule, so that none is passed over."""
    assert {path.stem[:5] for path in CHECKS} == set(RULES)
    assert len(CHECKS) >= 100


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_check_of_one_spec_never_raises(path: Path, tmp_path: Path) -> None:
    """`pg.check` returns what it finds, each with a place and a sentence in both languages."""
    spread(path.read_text(encoding="utf-8"), tmp_path)
    for spec in pg.load_folder(tmp_path):
        for problem in pg.check(spec):
            assert problem.span
            for language in ("zh", "en"):
                assert "{" not in problem.text(language) + problem.help_text(language)


@pytest.mark.parametrize("path", sorted((ROOT / "tests/specs/valid").glob("*.pg")), ids=str)
def test_check_never_raises_for_a_valid_spec(path: Path) -> None:
    """Whatever can be loaded can be checked, by the pedantic rules too."""
    spec = pg.load(path)
    assert all(problem.span for problem in check_all((spec,), select=RULES))


def test_check_of_a_spec_made_without_text() -> None:
    """A spec without any place in a file is checked as well, and so is no spec at all."""
    read = pg.loads(WRONG)
    bare = pg.Spec(members=read.members, method=read.method)
    assert [problem.code for problem in pg.check(bare)] == ["PG308"]
    assert check_all(()) == ()


@pytest.mark.parametrize("code", RULES)
def test_each_rule_speaks_both_languages(code: str) -> None:
    """A rule has a sentence and advice in Chinese and in English."""
    for language in ("zh", "en"):
        assert {f"{code}.0", f"{code}.1"} <= set(messages.texts(language))


def test_two_tasks_that_contradict_each_other_are_called_tasks() -> None:
    """Where the table has no such indicator the sentence does not speak of the table."""
    task = "任务: {}\n  性质: 约束性任务\n  新建污水管网 ≥ {} 公里\n"
    spec = pg.loads("产出指标\n  道路: 完成\n" + task.format("甲", 80) + task.format("乙", 81))
    (problem,) = check_all((spec,), select=("PG301",))
    assert "目标表" not in problem.message
    assert "in the table" not in problem.text("en")


def test_advice_is_given_once() -> None:
    """The help of a finding does not say the same twice."""
    spec = pg.loads("产出指标\n  所（站)建设: 完成\n")
    (problem,) = pg.check(spec)
    assert (problem.help, problem.help_text("en")) == ("写成 （站）。", "Write （站）.")


# ---- select and ignore ----------------------------------------------------------------------------

WRONG = "产出指标\n  数量指标\n    覆盖率: 101%\n"
TWO_WRONG = f"{WRONG}    管网 = 80\n"


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        case((), (), ["PG308", "PG311"], id="on-by-default"),
        case(("PG308",), (), ["PG308"], id="one"),
        case(("PG352",), (), ["PG352"], id="a-pedantic-one"),
        case(("PG311", "PG308"), (), ["PG308", "PG311"], id="their-order-does-not-matter"),
        case((), ("PG308",), ["PG311"], id="all-but-one"),
        case(("PG308", "PG311"), ("PG308",), ["PG311"], id="ignore-is-stronger"),
        case(("PG308",), ("PG308",), [], id="nothing-is-left"),
        case(tuple(RULES), (), ["PG308", "PG311", "PG352"], id="all"),
    ],
)
def test_rules_are_chosen(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    """`select` names the rules instead of those on by default, `ignore` takes some away."""
    assert codes(TWO_WRONG, select=select, ignore=ignore) == expected


def test_pedantic_rules_are_off() -> None:
    """The three pedantic rules are off unless they are named."""
    assert set(PEDANTIC) == {"PG351", "PG352", "PG353"}


def test_the_command_takes_codes(tmp_path: Path) -> None:
    """Codes come with commas, or the option several times."""
    write(tmp_path, a=TWO_WRONG)
    for arguments in (("--select", "PG308,PG352"), ("--select", "PG308", "--select", "PG352")):
        done = run(tmp_path, "check", "a.pg", *arguments, "--format", "json")
        assert [each["code"] for each in json.loads(done.out)] == ["PG308", "PG352"]
    assert run(tmp_path, "check", "a.pg", "--ignore", "PG308, PG311").code == 0


# ---- silences --------------------------------------------------------------------------------------


def silenced(line: str, above: str = "") -> list[str]:
    return codes(f"产出指标\n  数量指标\n{above}    覆盖率: 101%{line}\n")


@pytest.mark.parametrize(
    ("above", "line", "expected"),
    [
        case("", " # pg: ignore PG308 原文如此", [], id="same-line"),
        case("    # pg: ignore PG308 原文如此\n", "", [], id="line-above"),
        case("# pg: ignore PG308 原文如此\n\n    # 一句话\n", "", [], id="next-statement"),
        case("", " #pg:ignore PG308 as printed", [], id="without-blanks"),
        case("", "\u3000# pg: ignore PG308 原文如此", [], id="behind-a-wide-blank"),
        case("", " # pg: ignore PG308", ["PG319"], id="without-reason"),
        case("    # pg: ignore PG308\n", "", ["PG319"], id="above-without-reason"),
        case("", " # pg: ignore PG309 原文如此", ["PG308", "PG318"], id="another-rule"),
        case("", " # pg: ignore PG309", ["PG308", "PG318", "PG319"], id="neither-use-nor-reason"),
        case("", " # ignore PG308 原文如此", ["PG308"], id="an-ordinary-comment"),
        case("", " # pg: ignore 原文如此", ["PG308"], id="without-code"),
        case(
            "    管网: 80 公里 # pg: ignore PG308 原文如此\n",
            "",
            ["PG308", "PG318"],
            id="behind-another-statement",
        ),
        case(
            "    # pg: ignore PG308 原文如此\n",
            " # pg: ignore PG309 原文如此",
            ["PG318"],
            id="one-of-two-is-idle",
        ),
        case("", " # pg: ignore PG399 原文如此", ["PG308", "PG318"], id="no-such-rule"),
    ],
)
def test_silences(above: str, line: str, expected: list[str]) -> None:
    """A silence holds for its own line, or alone on a line for the next statement."""
    assert silenced(line, above) == expected


def test_a_silence_needs_its_rule_to_be_on() -> None:
    """What silences a rule that was not looked for is not idle."""
    text = "产出指标\n  数量指标\n    管网 ≥ 80 公里 # pg: ignore PG352 原文如此\n"
    assert codes(text) == []
    assert codes(text, select=("PG318", "PG352")) == ["PG318"]
    assert codes(text, select=("PG352",)) == []


@pytest.mark.parametrize(
    "text",
    [
        case("产出指标\n  '管网 # pg: ignore PG308 x': 完成\n".replace("'", '"'), id="quoted-name"),
        case('产出指标\n  管网: "完成 # pg: ignore PG308 x"\n', id="quoted-text"),
        case(
            "总体目标:\n  | 第一句\n  | # pg: ignore PG308 x\n产出指标\n  管网: 完成\n", id="long"
        ),
    ],
)
def test_text_is_no_silence(text: str) -> None:
    """Where `#` is text it begins no comment, so there is nothing to report and to delete."""
    assert codes(text) == []


def test_a_silence_in_a_file_of_definitions(tmp_path: Path) -> None:
    """A catalogue silences what is found in it, also where the whole folder is checked."""
    write(
        tmp_path,
        catalog="指标: 管网\n指标: 道路 # pg: ignore PG313 明年再用\n",
        table="引用: catalog.pg\n产出指标\n  管网: 完成\n",
    )
    assert run(tmp_path, "check", ".").out == "没有发现问题。\n"


# ---- fixes -----------------------------------------------------------------------------------------

FIXABLE = """\
地区: 汕头市
产出指标
  数量指标
    实践所（站)建设: 3 个
    # pg: ignore PG301 早就改了
    覆盖率: 101%
    管网 ≥ 80 公里 # pg: ignore PG301 原文如此
"""
FIXED = """\
地区: 汕头市
产出指标
  数量指标
    实践所（站）建设: 3 个
    覆盖率: 101%
    管网 ≥ 80 公里
"""
DIFF = """\
--- a.pg
+++ a.pg
@@ -1,7 +1,6 @@
 地区: 汕头市
 产出指标
   数量指标
-    实践所（站)建设: 3 个
-    # pg: ignore PG301 早就改了
+    实践所（站）建设: 3 个
     覆盖率: 101%
-    管网 ≥ 80 公里 # pg: ignore PG301 原文如此
+    管网 ≥ 80 公里
a.pg:6:5: 警告 PG308: “覆盖率”的目标 101% 超出 0–100%
a.pg:4:5: 提示 PG317: “实践所（站)建设”的括号一半全角、一半半角
a.pg:5:5: 提示 PG318: 这里没有 PG301 可以忽略，另见 a.pg:7:16
4 项发现
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no-BOM", "BOM"])
def test_fixes_are_applied_exactly(ending: str, mark: str, tmp_path: Path) -> None:
    """Only the spans change: line endings and the BOM are kept, and a second run finds no more."""
    path = tmp_path / "a.pg"
    path.write_bytes((mark + FIXABLE.replace("\n", ending)).encode("utf-8"))
    for _ in range(2):
        done = run(tmp_path, "check", "a.pg", "--fix")
        assert done.code == 1
        assert path.read_bytes() == (mark + FIXED.replace("\n", ending)).encode("utf-8")
        assert "PG308" in done.out
        assert "PG317" not in done.out
        assert "PG318" not in done.out
    assert [problem.code for problem in pg.check(pg.load(path))] == ["PG308"]


def test_the_diff_shows_the_fixes_and_changes_nothing(tmp_path: Path) -> None:
    """`--diff` prints what `--fix` would do, and all findings."""
    write(tmp_path, a=FIXABLE)
    done = run(tmp_path, "check", "a.pg", "--diff")
    assert re.sub(r"\n[34] 项", "\n4 项", done.out) == DIFF
    assert done.code == 1
    assert (tmp_path / "a.pg").read_text(encoding="utf-8") == FIXABLE


def test_where_all_is_fixed_the_exit_code_is_0(tmp_path: Path) -> None:
    """After `--fix` only what is left counts."""
    write(tmp_path, a=FIXABLE.replace("101%", "100%"))
    done = run(tmp_path, "check", "a.pg", "--fix")
    assert (done.code, done.out) == (0, "没有发现问题。\n")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        case(
            "\ufeff# pg: ignore PG301 原文如此\n产出指标\n  管网: 完成\n",
            "\ufeff产出指标\n  管网: 完成\n",
            id="first-line-behind-a-BOM",
        ),
        case(
            "# 一\f二\u2028三\n产出指标\n  所（站)建设: 完成\n",
            "# 一\f二\u2028三\n产出指标\n  所（站）建设: 完成\n",
            id="only-line-feeds-end-lines",
        ),
        case(
            "产出指标\n  所（站)和（镇)建设: 完成\n",
            "产出指标\n  所（站）和（镇）建设: 完成\n",
            id="two-in-one-name",
        ),
        case(
            "产出指标\n  管网: 完成 # pg: ignore PG301 原文如此",
            "产出指标\n  管网: 完成",
            id="no-line-feed-at-the-end",
        ),
    ],
)
def test_fixes_touch_their_own_place_only(text: str, fixed: str, tmp_path: Path) -> None:
    """Whatever stands before it, a fix lands on what it is for."""
    path = tmp_path / "a.pg"
    path.write_bytes(text.encode("utf-8"))
    run(tmp_path, "check", "a.pg", "--fix")
    assert path.read_bytes().decode("utf-8") == fixed
    assert pg.check(pg.load(path)) == ()


def test_what_a_fix_does_not_reach_is_still_told(tmp_path: Path) -> None:
    """Of one finding in two files, only the file that could be mended is out of the matter."""
    text = '产出指标\n  "所（站)建设": 完成\n'
    write(tmp_path, a=text.replace('"', ""), b=text)
    done = run(tmp_path, "check", "a.pg", "b.pg", "--fix")
    left = pg.check(pg.load(tmp_path / "b.pg"))
    assert done.code == int(bool(left))


def test_edits_that_overlap() -> None:
    """Of two edits on one place one is made, so that nothing is garbled."""

    def edit(start: int, end: int, text: str) -> Edit:
        return Edit(span=pg.Span(path="a", line=1, column=start, end=end), replacement=text)

    assert apply_edits("abcdef\n", [edit(2, 4, "X"), edit(3, 5, "Y")]) in ("aXdef\n", "abYef\n")
    assert apply_edits("abcdef\n", [edit(2, 3, "X"), edit(5, 6, "YY")]) == "aXcdYYf\n"
    assert apply_edits("abcdef\n", [edit(2, 3, "X"), edit(2, 3, "X")]) == "aXcdef\n"


# ---- one finding in many files, and the order ---------------------------------------------------------


def test_one_finding_in_several_files_is_one() -> None:
    """The same said of several files is one finding at the first place, the others related."""
    specs = [pg.loads(WRONG, path=f"{name}.pg") for name in "abcde"]
    (problem,) = check_all(specs)
    assert str(problem.span) == "a.pg:3:5"
    assert [str(each.span) for each in problem.related] == [f"{x}.pg:3:5" for x in "bcde"]


def test_what_differs_is_not_merged() -> None:
    """Another value is another finding."""
    assert codes(WRONG, WRONG.replace("101", "102")) == ["PG308", "PG308"]


def test_many_places_are_shortened(tmp_path: Path) -> None:
    """A line of text names the first places and counts the others; JSON has them all."""
    write(tmp_path, **dict.fromkeys("abcdefg", WRONG))
    assert run(tmp_path, "check", ".").out == (
        "a.pg:3:5: 警告 PG308: “覆盖率”的目标 101% 超出 0–100%，"
        "另见 b.pg:3:5、c.pg:3:5、d.pg:3:5 等 6 处\n1 项发现\n"
    )
    done = run(tmp_path, "check", ".", "--format", "json")
    assert len(json.loads(done.out)[0]["related"]) == 6


def test_the_worst_comes_first() -> None:
    """Warnings stand before hints, then codes, files and lines go up."""
    slip = "产出指标\n  实践实践活动: 完成\n  覆盖率: 101%\n  管网 ≥ 80\n  开工率: 102%\n"
    found = check_all([pg.loads(slip, path="b.pg"), pg.loads(slip, path="a.pg")])
    ranks = [list(pg.Severity).index(problem.severity) for problem in found]
    assert ranks == sorted(ranks)
    assert [problem.code for problem in found] == ["PG308", "PG308", "PG311", "PG315"]


def test_the_order_of_the_files_does_not_change_the_output(tmp_path: Path) -> None:
    """The same input gives the same bytes, in whatever order it is named."""
    write(tmp_path, a=WRONG, b=WRONG, c=TWO_WRONG)
    outputs = {
        run(tmp_path, "check", *names).out
        for names in (("a.pg", "b.pg", "c.pg"), ("c.pg", "b.pg", "a.pg"), (".",))
    }
    assert len(outputs) == 1


# ---- whole outputs -------------------------------------------------------------------------------------

SMALL = """\
地区: 汕头市
产出指标
  所（站)建设: 3 个
  覆盖率: 101%
任务: 道路
  性质: 约束性任务
  任务量: 实践实践活动
  覆盖率: 100%
"""
TEXT_ZH = """\
a.pg:4:3: 警告 PG301: 同一承诺两处不一致：“覆盖率”目标表是 101%，任务“道路”是 100%，另见 a.pg:8:3
b.pg:4:3: 警告 PG301: 同一承诺两处不一致：“覆盖率”目标表是 101%，任务“道路”是 100%，另见 b.pg:8:3
a.pg:4:3: 警告 PG308: “覆盖率”的目标 101% 超出 0–100%，另见 b.pg:4:3
a.pg:5:5: 提示 PG315: 重复的词句：实践实践，另见 b.pg:5:5
a.pg:3:3: 提示 PG317: “所（站)建设”的括号一半全角、一半半角，另见 b.pg:3:3
5 项发现
"""
TEXT_EN = """\
a.pg:4:3: warning PG301: one promise, two values: "覆盖率" is 101% in the table and 100% in the task "道路"; also a.pg:8:3
b.pg:4:3: warning PG301: one promise, two values: "覆盖率" is 101% in the table and 100% in the task "道路"; also b.pg:8:3
a.pg:4:3: warning PG308: the target 101% of "覆盖率" is outside 0–100%; also b.pg:4:3
a.pg:5:5: hint PG315: doubled words: 实践实践; also b.pg:5:5
a.pg:3:3: hint PG317: a bracket in "所（站)建设" opens full-width and closes half-width, or the other way round; also b.pg:3:3
5 findings
"""  # noqa: E501 - lines of output stand as they are printed
GITHUB_ZH = """\
::warning file=a.pg,line=4,col=3,title=PG301::同一承诺两处不一致：“覆盖率”目标表是 101%25，任务“道路”是 100%25
::warning file=b.pg,line=4,col=3,title=PG301::同一承诺两处不一致：“覆盖率”目标表是 101%25，任务“道路”是 100%25
::warning file=a.pg,line=4,col=3,title=PG308::“覆盖率”的目标 101%25 超出 0–100%25
::notice file=a.pg,line=5,col=5,title=PG315::重复的词句：实践实践
::notice file=a.pg,line=3,col=3,title=PG317::“所（站)建设”的括号一半全角、一半半角
"""
GITHUB_EN = """\
::warning file=a.pg,line=4,col=3,title=PG301::one promise, two values: "覆盖率" is 101%25 in the table and 100%25 in the task "道路"
::warning file=b.pg,line=4,col=3,title=PG301::one promise, two values: "覆盖率" is 101%25 in the table and 100%25 in the task "道路"
::warning file=a.pg,line=4,col=3,title=PG308::the target 101%25 of "覆盖率" is outside 0–100%25
::notice file=a.pg,line=5,col=5,title=PG315::doubled words: 实践实践
::notice file=a.pg,line=3,col=3,title=PG317::a bracket in "所（站)建设" opens full-width and closes half-width, or the other way round
"""  # noqa: E501 - likewise


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with two regions that have the same faults."""
    write(tmp_path, a=SMALL, b=SMALL.replace("汕头", "韶关"))
    return tmp_path


@pytest.mark.parametrize(
    ("style", "language", "expected"),
    [
        case("text", "zh", TEXT_ZH, id="text-zh"),
        case("text", "en", TEXT_EN, id="text-en"),
        case("github", "zh", GITHUB_ZH, id="github-zh"),
        case("github", "en", GITHUB_EN, id="github-en"),
    ],
)
def test_lines(style: str, language: str, expected: str, small: Path) -> None:
    """The whole output, a line for each finding."""
    done = run(small, "check", ".", "--format", style, lang=language)
    assert (done.code, done.err) == (1, "")
    assert done.out == expected


def place(name: str, line: int, column: int) -> dict[str, object]:
    return {"file": f"{name}.pg", "line": line, "column": column}


# Code, severity, span and end, message (zh, en), related places with phrase (zh, en), fix.
ALSO = ("还有这里", "here too")
TASK = ("任务在这里", "the task is here")
CONTRADICTION = (
    "同一承诺两处不一致：“覆盖率”目标表是 101%，任务“道路”是 100%",
    'one promise, two values: "覆盖率" is 101% in the table and 100% in the task "道路"',
)
CONTRADICTION_HELP = (
    "以正确的一处为准，改正另一处。",
    "Decide which is right and mend the other.",
)
FOUND = [
    ("PG301", "warning", ("a", 4, 3, 6), CONTRADICTION, CONTRADICTION_HELP, ("a", 8, 3, 6), TASK),
    ("PG301", "warning", ("b", 4, 3, 6), CONTRADICTION, CONTRADICTION_HELP, ("b", 8, 3, 6), TASK),
    (
        "PG308",
        "warning",
        ("a", 4, 3, 6),
        ("“覆盖率”的目标 101% 超出 0–100%", 'the target 101% of "覆盖率" is outside 0–100%'),
        ("请核对数值和单位。", "Check the number and its unit."),
        ("b", 4, 3, 6),
        ALSO,
    ),
    (
        "PG315",
        "hint",
        ("a", 5, 5, 7),
        ("重复的词句：实践实践", "doubled words: 实践实践"),
        ("删除重复的“实践”。", 'Take one "实践" away.'),
        ("b", 5, 5, 7),
        ALSO,
    ),
    (
        "PG317",
        "hint",
        ("a", 3, 3, 9),
        (
            "“所（站)建设”的括号一半全角、一半半角",
            'a bracket in "所（站)建设" opens full-width and closes half-width, or the other way round',
        ),
        ("写成 （站）。", "Write （站）."),
        ("b", 3, 3, 9),
        ALSO,
    ),
]
FIX = [{"span": {**place(name, 3, 4), "end": 7}, "replacement": "（站）"} for name in ("a", "b")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_json(language: str, small: Path) -> None:
    """The whole list, as docs and programs read it."""
    which = ("zh", "en").index(language)
    done = run(small, "check", ".", "--format", "json", lang=language)
    assert (done.code, done.err) == (1, "")
    assert json.loads(done.out) == [
        {
            "schema": 1,
            "code": code,
            "severity": severity,
            "message": message[which],
            "span": place(*span[:3]),
            "help": advice[which],
            "related": [{"span": place(*other[:3]), "message": phrase[which]}],
            "fix": FIX if code == "PG317" else None,
        }
        for code, severity, span, message, advice, other, phrase in FOUND
    ]


def location(name: str, line: int, column: int, end: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column, "endColumn": end}
    return {"physicalLocation": {"artifactLocation": {"uri": f"{name}.pg"}, "region": region}}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sarif(language: str, small: Path) -> None:
    """The whole SARIF log: one run, its rules, and a result for each finding."""
    which = ("zh", "en").index(language)
    done = run(small, "check", ".", "--format", "sarif", lang=language)
    assert (done.code, done.err) == (1, "")
    log = json.loads(done.out)
    driver = log["runs"][0]["tool"]["driver"]
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", driver.pop("version"))
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "perfgoals",
                        "rules": [{"id": code} for code in ("PG301", "PG308", "PG315", "PG317")],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": code,
                        "level": "note" if severity == "hint" else severity,
                        "message": {"text": message[which]},
                        "locations": [location(*span)],
                        "relatedLocations": [
                            {**location(*other), "message": {"text": phrase[which]}}
                        ],
                    }
                    for code, severity, span, message, _, other, phrase in FOUND
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        case("text", {"zh": "没有发现问题。\n", "en": "Nothing was found.\n"}, id="text"),
        case("json", {"zh": "[]\n", "en": "[]\n"}, id="json"),
        case("github", {"zh": "", "en": ""}, id="github"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_found(style: str, language: str, expected: dict[str, str], tmp_path: Path) -> None:
    """Where nothing is wrong each format says so in its own way, with exit code 0."""
    write(tmp_path, a="产出指标\n  管网 ≥ 80 公里\n")
    done = run(tmp_path, "check", "a.pg", "--format", style, lang=language)
    assert (done.code, done.out, done.err) == (0, expected[language], "")


def test_an_empty_sarif_log_is_valid(tmp_path: Path) -> None:
    """A run without results, which clears what was found before."""
    write(tmp_path, a="产出指标\n  管网 ≥ 80 公里\n")
    done = run(tmp_path, "check", "a.pg", "--format", "sarif")
    assert json.loads(done.out)["runs"][0]["results"] == []
    assert done.code == 0


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_consoles_that_cannot_show_all(encoding: str, small: Path) -> None:
    """A poor console gets a replacement, never a traceback."""
    done = run(small, "check", ".", encoding=encoding)
    assert done.code == 1
    assert len(done.out.splitlines()) == len(TEXT_ZH.splitlines())


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_formats_for_programs_are_utf8_everywhere(style: str, small: Path) -> None:
    """What a program reads does not depend on the console."""
    arguments = [*COMMAND, "check", ".", "--format", style]
    outputs = {
        subprocess.run(
            arguments,
            cwd=small,
            env={**os.environ, "PERFGOALS_LANG": "zh", "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        ).stdout
        for encoding in ("utf-8", "gbk", "ascii")
    }
    assert len(outputs) == 1
    assert "（站）" in outputs.pop().decode("utf-8") or style != "json"


# ---- exit codes ------------------------------------------------------------------------------------------


def outcome(folder: Path, *arguments: str) -> Done:
    return run(folder, "check", *arguments)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        case(("good.pg",), 0, id="nothing-found"),
        case(("wrong.pg",), 1, id="a-warning"),
        case(("slip.pg",), 1, id="only-a-hint"),
        case(("good.pg", "wrong.pg"), 1, id="one-of-two"),
        case(("wrong.pg", "--ignore", "PG308"), 0, id="ignored"),
        case(("broken.pg",), 2, id="cannot-be-read"),
        case(("wrong.pg", "broken.pg"), 2, id="one-cannot-be-read"),
        case((".",), 2, id="one-of-a-folder-cannot-be-read"),
        case(("nowhere.pg",), 2, id="no-such-file"),
        case((), 2, id="no-file"),
        case(("good.pg", "--select", "PG999"), 2, id="no-such-rule"),
        case(("good.pg", "--select", "PG101"), 2, id="a-code-that-is-no-rule"),
        case(("good.pg", "--ignore", "pg308"), 2, id="small-letters"),
        case(("good.pg", "--format", "xml"), 2, id="no-such-format"),
        case(("a.csv",), 2, id="actuals-are-not-checked"),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """0 nothing was found, 1 something was, 2 the input or the call is wrong."""
    write(
        tmp_path,
        good="产出指标\n  管网 ≥ 80 公里\n",
        wrong=WRONG,
        slip="产出指标\n  实践实践活动: 完成\n",
        broken="产出指标\n",
    )
    (tmp_path / "a.csv").write_text("指标,实际值\n", encoding="utf-8")
    done = outcome(tmp_path, *arguments)
    assert done.code == code
    assert bool(done.err) == (code == 2)
