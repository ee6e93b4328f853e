"""`perfgoals check`: each rule on both sides of its boundary, which rules are on, silences, the order.

Each file of specs/checks names in its first line what all rules, pedantic ones too, find in it:
`# PG308 line 7, PG311 line 8`, or `# nothing`. A rule that needs peers has several specs in one
file: `# ---- 汕头市 韶关市` begins the text of those two, in which 某市 stands for their names, and
then the first line names the spec where each finding is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import perfgoals as pg
from checked import TWO_WRONG, WRONG, codes, write
from command import run
from perfgoals import messages
from perfgoals.checking import PEDANTIC, RULES, check_all

case = pytest.param
ROOT = Path(__file__).resolve().parents[1]
CHECKS = sorted((ROOT / "tests" / "specs" / "checks").glob("*.pg"))


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
