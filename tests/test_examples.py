"""例 in specs and `perfgoals test`: each is held to what it says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.cli import main
from perfgoals.evaluation.examples import run_examples

ONLY = ("--examples", "0")
"""The examples of the specs, and no laws."""

SPEC = """产出指标
  管网 ≥ 80 公里
    例: 80000 米 → 达成
    例: 79.99 公里 → 未达成, 49.99分
  收入: 提高
    例: 部分达成 70% → 部分达成, 35分
    例: — → 未报, 0
"""


def outcome(line: str, example: str) -> bool:
    """Whether an example of one line holds."""
    (result,) = run_examples(pg.loads(f"产出指标\n  {line}\n    例: {example}\n"))
    return result.passed


def test_examples_that_hold() -> None:
    """Outcomes and scores, other units, shares and blanks."""
    assert [result.passed for result in run_examples(pg.loads(SPEC))] == [True] * 4


@pytest.mark.parametrize(
    ("line", "example", "holds"),
    [
        pytest.param("甲 ≥ 80 公里", "80 公里 → 达成, 100分", True, id="exactly"),
        pytest.param("甲 ≥ 80 公里", "79.999 公里 → 达成", False, id="one-short"),
        pytest.param("甲 ≥ 80 公里", "79.999 公里 -> missed, 99.99 points", True, id="english"),
        pytest.param("甲 ≥ 80 公里", "40 公里 → 未达成, 50.01分", False, id="a-cent-off"),
        pytest.param("甲 ≥ 80 公里", "80 人 → 达成", False, id="another-dimension"),
        pytest.param("甲 ≥ 90%", "0.9 → 达成", False, id="a-bare-ratio"),
        pytest.param("甲: 2023-10-31", "2023-11-01 → 未达成, 0分", True, id="late"),
    ],
)
def test_an_example_is_held_to_what_it_says(line: str, example: str, holds: bool) -> None:
    """A wrong outcome, a wrong cent and an actual that cannot be read do not hold."""
    assert outcome(line, example) is holds


def test_examples_of_tasks_are_held_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """An example under a task's target is one: it was passed over, and counted for nothing. It has no
    weight, so that an example says its outcome."""
    table = "年度: 2023\n管网 ≥ 80 公里\n任务: {}\n  性质: {}\n  桥 ≥ 3 座\n    例: {}\n"
    (tmp_path / "a.pg").write_text(
        table.format("修桥", "指导性任务", "3 座 → 达成")
        + table.format("再修桥", "约束性任务", "2 座 → 达成").partition("公里\n")[2],
        encoding="utf-8",
    )
    assert main(["--lang", "en", "test", str(tmp_path / "a.pg"), *ONLY]) == 1
    said = capsys.readouterr().out
    assert said.endswith("2 example(s), 1 failed\n")
    assert "桥: 2 座 → 达成\n  expected met, got missed\n  桥 · 0.00 of 0.00 · missed\n" in said
    assert "├─ weight: 0.00\n  ├─ actual" in said


def test_an_example_of_a_formula_is_of_its_value() -> None:
    """The items need not be said; the amended target holds."""
    lines = "甲 ≥ 90%\n    算法: 乙 / 丙\n    调整: 2023-06-01 ≥ 80%"
    assert outcome(lines, "80% → 达成, 100分")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_failure_shows_expected_actual_and_why(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole output of a failing run."""
    text = "产出指标\n  管网 ≥ 80 公里\n    例: 72 公里 → 未达成, 91分\n    例: 80 人 → 达成\n"
    (folder / "a.pg").write_text(text, encoding="utf-8")
    assert main(["--lang", "en", "test", "a.pg", "--examples", "0"]) == 1
    assert (
        capsys.readouterr().out
        == """\
a.pg:3:8: 管网: 72 公里 → 未达成, 91分
  expected missed 91, got missed 90.00
  管网 · 90.00 of 100.00 · missed
  ├─ target: ≥ 80 公里  (a.pg:2)
  ├─ weight: 100.00
  │  ├─ "产出指标" has 100.00 points, shared out among 1 indicators (in units of 0.01, by largest remainder)
  │  ├─ "产出指标" has 50 points in 财预〔2020〕10号  (methods.pg:4)
  │  └─ the table lacks groups of the method (50 points); the other points are scaled up to 100
  ├─ actual: 72 公里
  │  └─ reported: 管网 | 72 公里  (a.pg:3)
  ├─ verdict: expected ≥ 80 公里, actual 72 公里, 8 公里 short → missed
  ├─ completion: 72 ÷ 80 = 0.9
  │  ├─ upward: actual ÷ target, at least 0
  │  └─ by 财预〔2020〕10号, rules "正向: 完成比例"  (methods.pg:4)
  └─ score: 100.00 × 9/10 = 90.00

a.pg:4:8: 管网: 80 人 → 达成
  PG516 wrong kind of unit: the actual "80 人" is people, but the indicator is measured in "公里", which is \
a length Mend the unit, or check whether it is the right row.

2 example(s), 2 failed
"""
    )


def test_formats_and_exit_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON and JUnit name each example; nothing tested is a failure; a wrong file is 2."""
    (folder / "a.pg").write_text(SPEC, encoding="utf-8")
    assert main(["--lang", "en", "test", "a.pg", *ONLY]) == 0
    assert capsys.readouterr().out == "4 example(s), 0 failed\n"
    assert main(["test", "a.pg", "--format", "json", *ONLY]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    assert [each["passed"] for each in data["examples"]] == [True] * 4
    bad = SPEC.replace("49.99", "49.98")
    (folder / "a.pg").write_text(bad, encoding="utf-8")
    assert main(["test", "a.pg", "--format", "junit", *ONLY]) == 1
    suite = ElementTree.fromstring(capsys.readouterr().out)[0]
    assert (suite.get("tests"), suite.get("failures")) == ("4", "1")
    (folder / "a.pg").write_text("产出指标\n  管网 ≥ 80 公里\n", encoding="utf-8")
    assert main(["--lang", "en", "test", "a.pg", *ONLY]) == 1
    nothing = "no example, and no law had anything to say: nothing was tested\n"
    assert capsys.readouterr().out == nothing
    assert main(["test", "none.pg"]) == 2
