"""The history of a target (调整 with 依据): in `show`, in the reports of `eval`, in JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.cli import main

TABLE = """\
地区: 汕头市
年度: 2023
产出指标
  新建污水管网 ≥ 80 公里
    依据: 甲号
    调整: 2023-09-01 ≥ 70 公里
      依据: 乙号
    调整: 2023-11-01 ≥ 60 公里
  道路 ≥ 9 公里
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table whose target was amended twice."""
    monkeypatch.chdir(tmp_path)
    Path("a.pg").write_text(TABLE, encoding="utf-8")
    Path("a.csv").write_text("指标,实际值\n新建污水管网,65公里\n道路,9公里\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("work")
def test_show_prints_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    """Under the target of the table stand its amendments, each with its day and its 依据."""
    assert main(["--lang", "zh", "show", "a.pg"]) == 0
    assert (
        capsys.readouterr().out
        == """\
地区: 汕头市
年度: 2023
评分办法: 财预〔2020〕10号

指标            指标值                            分值
──────────────  ───────────────────────────────  ─────
产出指标
  新建污水管网  ≥ 80 公里                        50.00
                2023-09-01 起 ≥ 70 公里（乙号）
                2023-11-01 起 ≥ 60 公里
  道路          ≥ 9 公里                         50.00

2 个指标
"""
    )
    assert main(["show", "a.pg", "--format", "json"]) == 0
    (spec,) = json.loads(capsys.readouterr().out)
    assert spec["indicators"][0]["attributes"] == {
        "basis": "甲号",
        "amendments": [
            {
                "day": "2023-09-01",
                "target": {"kind": "bound", "op": ">=", "value": "70", "unit": "公里"},
                "target_text": "≥ 70 公里",
                "basis": "乙号",
            },
            {
                "day": "2023-11-01",
                "target": {"kind": "bound", "op": ">=", "value": "60", "unit": "公里"},
                "target_text": "≥ 60 公里",
                "basis": None,
            },
        ],
    }
    assert spec["indicators"][1]["attributes"] == {}


@pytest.mark.usefixtures("work")
def test_the_report_prints_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    """Where a target was amended, from what to what, and what is not yet in force on the day."""
    assert main(["--lang", "en", "eval", "a.pg", "a.csv"]) == 0
    line = (
        "  新建污水管网: ≥ 80 公里 → ≥ 70 公里 from 2023-09-01 (乙号) → ≥ 60 公里 from 2023-11-01"
    )
    assert f"\n\nAmended targets\n{line}\n" in capsys.readouterr().out
    assert main(["--lang", "en", "eval", "a.pg", "a.csv", "--as-of", "2023-10-01"]) == 0
    assert f"Amended targets\n{line} (not yet in force)\n" in capsys.readouterr().out
    Path("b.pg").write_text(
        "地区: 潮州市\n年度: 2023\n产出指标\n  道路 ≥ 9 公里\n", encoding="utf-8"
    )
    rows = "地区,指标,实际值\n汕头市,新建污水管网,65公里\n潮州市,道路,9公里\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    assert main(["--lang", "en", "eval", "a.pg", "b.pg", "a.csv"]) == 0
    assert capsys.readouterr().out.count("Amended targets") == 1


def test_the_result_keeps_the_target_it_had_at_first() -> None:
    """What is judged is the target in force; the first one and all amendments stand beside it."""
    spec = pg.loads(TABLE)
    rows = pg.Actuals.from_rows([{"指标": "新建污水管网", "实际值": "65公里"}])
    first, second = pg.evaluate(spec, rows).to_dict()["results"]
    assert first["target_text"] == "≥ 60 公里"
    assert first["original"] == {"kind": "bound", "op": ">=", "value": "80", "unit": "公里"}
    assert [each["day"] for each in first["amendments"]] == ["2023-09-01", "2023-11-01"]
    assert (second["original"], second["amendments"]) == (None, [])
    (trace,) = pg.why(spec, "新建污水管网", rows)
    assert trace.steps[0].steps[0].sentence.en == "at first: ≥ 80 公里"
