"""`perfgoals check`: what it prints in each format and language, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from checked import WRONG, write
from command import COMMAND, Done, run

case = pytest.param


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


# ---- what cannot be read ---------------------------------------------------------------------------------


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file with two errors, one with a finding, and a definition that the first may use."""
    write(
        tmp_path,
        bad="引用: cat.pg\n产出指标\n  管网 ≥ 1 公理\n  道路 >> 2\n",
        good="产出指标\n  覆盖率: 101%\n",
        cat="指标: 管网\n  单位: 公里\n",
    )
    return tmp_path


def test_errors_are_in_the_list(broken: Path) -> None:
    """A program reads the errors of a file beside the findings of the others, with code 2."""
    done = run(broken, "check", ".", "--format", "json")
    told = [
        (each["code"], each["severity"], each["span"]["file"], each["span"]["line"])
        for each in json.loads(done.out)
    ]
    assert told == [
        ("PG201", "error", "bad.pg", 3),
        ("PG218", "error", "bad.pg", 4),
        ("PG308", "warning", "good.pg", 2),
    ]
    assert done.code == 2
    assert done.err == run(broken, "show", ".").err


def test_errors_in_sarif(broken: Path) -> None:
    """Code hosts show errors beside their lines, as they do findings."""
    done = run(broken, "check", ".", "--format", "sarif")
    results = json.loads(done.out)["runs"][0]["results"]
    assert [(x["ruleId"], x["level"]) for x in results] == [
        ("PG201", "error"),
        ("PG218", "error"),
        ("PG308", "warning"),
    ]
    assert done.code == 2


def test_errors_in_github(broken: Path) -> None:
    """Errors are annotations too."""
    done = run(broken, "check", ".", "--format", "github", lang="en")
    assert done.out.splitlines()[0] == (
        '::error file=bad.pg,line=3,col=10,title=PG201::unknown unit "公理"'
    )
    assert [line[:9] for line in done.out.splitlines()] == ["::error f", "::error f", "::warning"]
    assert done.code == 2


def test_errors_for_people(broken: Path) -> None:
    """The text has the findings of the other files; errors, with their lines, are told after it."""
    done = run(broken, "check", ".", lang="en")
    assert done.out == (
        'good.pg:2:3: warning PG308: the target 101% of "覆盖率" is outside 0–100%\n1 findings\n'
    )
    assert done.err == run(broken, "show", ".", lang="en").err
    assert done.code == 2
    done = run(broken, "check", "bad.pg", lang="en")
    assert (done.out, done.code) == ("", 2)


def test_what_is_not_there_is_in_the_list(broken: Path) -> None:
    """A file that is missing has no place, and the others are checked all the same."""
    done = run(broken, "check", "none.pg", "good.pg", "--format", "json")
    assert [(x["code"], x["span"] is None) for x in json.loads(done.out)] == [
        ("PG001", True),
        ("PG308", False),
    ]
    assert done.code == 2


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
