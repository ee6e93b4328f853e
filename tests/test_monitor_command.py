"""`perfgoals monitor`: what it prints, `--fail-on`, several towns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfgoals.cli import main
from small import METHOD


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What needs attention comes first; the table; exit codes by `--fail-on`; the same as JSON."""
    monkeypatch.chdir(tmp_path)
    spec = "地区: 汕头市\n年度: 2023\n产出指标\n  管网 ≥ 365 公里\n  合格率 ≥ 90%\n  收入: 提高\n"
    Path("a.pg").write_text(spec, encoding="utf-8")
    Path("a.csv").write_text("指标,实际值\n管网,181公里\n合格率,80%\n", encoding="utf-8")
    call = ["--lang", "en", "monitor", "a.pg", "a.csv", "--as-of", "2023-06-30"]
    assert main(call) == 0
    assert (
        capsys.readouterr().out
        == """\
汕头市 · monitoring as of 2023-06-30 (49.59% of the year)
Lights: 绿 1, 红 1, unreported 1

Needs attention
  [红] 合格率: ≥ 90% ← 80%
  [unreported] 收入: "提高"

Indicator  Target      So far    Due by now    Pace  Light       Full year  Likelihood
─────────  ──────────  ────────  ──────────  ──────  ──────────  ─────────  ──────────
管网       ≥ 365 公里  181 公里  181 公里      100%  绿          365 公里   possible
合格率     ≥ 90%       80%       —           88.89%  红          —          possible
收入       "提高"      —         —                —  unreported  —          —
"""
    )
    assert main([*call, "--fail-on", "red"]) == 1
    assert main([*call, "--fail-on", "黄"]) == 1
    capsys.readouterr()
    assert main([*call, "--format", "json"]) == 0
    (card,) = json.loads(capsys.readouterr().out)
    assert (card["light"], card["elapsed_exact"]) == ("红", "181/365")
    assert card["results"][0]["due_now"] == "181 公里"
    assert main([*call, "--fail-on", "purple"]) == 2
    assert "PG921" in capsys.readouterr().err
    assert main(call[:-2]) == 2
    assert "PG920" in capsys.readouterr().err


OWN = METHOD.format("green", "amber", "red", "green", "red")


@pytest.mark.parametrize(
    ("method", "actual", "option", "code"),
    [
        pytest.param("", "", "unreported", 1, id="unreported"),
        pytest.param("", "0", "unreported", 0, id="nothing-done-is-reported"),
        pytest.param("", "100", "red,unreported", 1, id="one-of-two"),
        pytest.param("", "181", "red", 0, id="green-is-not-red"),
        pytest.param("", "120", "黄灯", 1, id="the-light-itself"),
        pytest.param("", "120", "绿", 1, id="or-a-worse-one"),
        pytest.param("", "120", "RED", 0, id="yellow-is-better-than-red"),
        pytest.param(OWN, "120", "amber", 1, id="own-names"),
        pytest.param(OWN, "120", "红", 0, id="own-names-in-chinese"),
        pytest.param(OWN, "1", "red", 1, id="a-light-called-red"),
        pytest.param(OWN, "1", "yellow", 2, id="a-light-it-lacks"),
        pytest.param(OWN, "1", "red,", 2, id="an-empty-name"),
    ],
)
def test_lights_that_fail(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    actual: str,
    option: str,
    code: int,
) -> None:
    """`--fail-on` knows the lights of the spec's own method, in English where they are the four."""
    monkeypatch.chdir(tmp_path)
    table = f"年度: 2023\n{method}产出指标\n  管网 ≥ 365 公里\n  道路 ≥ 1 公里\n"
    Path("a.pg").write_text(table, encoding="utf-8")
    Path("a.csv").write_text(f"指标,实际值\n道路,1\n管网,{actual}\n", encoding="utf-8")
    assert main(["monitor", "a.pg", "a.csv", "--as-of", "2023-06-30", "--fail-on", option]) == code


def test_no_card_is_passed_over_because_its_lights_are_called_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two specs with two methods each must know a light that is named."""
    monkeypatch.chdir(tmp_path)
    own = METHOD.format("好", "中", "差", "好", "差")
    for region, method in (("甲市", ""), ("乙市", own)):
        table = f"地区: {region}\n年度: 2023\n{method}产出指标\n  管网 ≥ 365 公里\n"
        Path(f"{region}.pg").write_text(table, encoding="utf-8")
    rows = "地区,指标,实际值\n甲市,管网,181\n乙市,管网,1\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    call = ["--lang", "en", "monitor", ".", "a.csv", "--as-of", "2023-06-30", "--fail-on"]
    assert main([*call, "red"]) == 2
    assert 'PG921: the monitoring method "甲" has no light "red"' in capsys.readouterr().err
    assert main([*call, "red,差"]) == 1
    assert main([*call, "差,purple"]) == 2


@pytest.mark.parametrize("option", ["a.csv", "--shape=b.csv"])
def test_a_row_without_a_region_is_of_no_town(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: str,
) -> None:
    """Of several towns none may count it, this year's or last year's: it is a problem, told once."""
    monkeypatch.chdir(tmp_path)
    for region in ("甲镇", "乙镇"):
        table = f"地区: {region}\n年度: 2023\n产出指标\n  管网 ≥ 365 公里\n"
        Path(f"{region}.pg").write_text(table, encoding="utf-8")
    good = "地区,指标,实际值\n甲镇,管网,181\n乙镇,管网,1\n"
    Path("good.csv").write_text(good, encoding="utf-8")
    Path(option.removeprefix("--shape=")).write_text(good + ",管网,7\n", encoding="utf-8")
    rows = ["good.csv", option] if option.startswith("--") else [option]
    call = ["--lang", "en", "monitor", ".", *rows, "--as-of", "2023-06-30"]
    assert main(call) == 2
    said = capsys.readouterr()
    assert said.err.count("PG532") == 1
    assert "181 公里" in said.out
    assert "188 公里" not in said.out
