"""`perfgoals diff`: what changed in meaning, and that its witness is judged differently."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.cli import main
from small import spec_of


def kinds(old: pg.Spec, new: pg.Spec) -> list[tuple[str, str]]:
    """What happened to what."""
    return [(change.kind.value, change.name) for change in pg.diff(old, new).changes]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param("甲 ≥ 80 公里", "甲: 80000 米以上", [], id="spelled-otherwise"),
        pytest.param("甲: 80 公里", "甲 ≥ 80 公里", [], id="bare-is-at-least"),
        pytest.param("甲 ≥ 80 公里", "甲 ≥ 70 公里", ["loosened"], id="floor-lower"),
        pytest.param("甲 ≥ 80 公里", "甲 > 80 公里", ["tightened"], id="strict"),
        pytest.param("甲 ≤ 3%", "甲 ≤ 2%", ["tightened"], id="cap-lower"),
        pytest.param("甲: 1~5 个", "甲: 2~4 个", ["tightened"], id="range-narrower"),
        pytest.param("甲: 1~5 个", "甲: 2~6 个", ["changed"], id="range-moved"),
        pytest.param("甲 = 5 个", "甲 ≥ 5 个", ["loosened"], id="equal-to-floor"),
        pytest.param("甲 ≥ 5 个", "甲 ≤ 5 个", ["changed"], id="turned-round"),
        pytest.param("甲: 2023-10-31", "甲: 2023-11-30", ["loosened"], id="later"),
        pytest.param("甲: 提高", "甲: 稳定", ["changed"], id="text"),
        pytest.param("甲 ≥ 5 个", "乙 ≥ 5 个", ["renamed"], id="renamed"),
        pytest.param("甲 ≥ 5 个", "乙 ≥ 6 个", ["dropped", "added"], id="another"),
    ],
)
def test_what_happened(old: str, new: str, found: list[str]) -> None:
    """Each change of meaning has its word; another spelling is none."""
    assert [kind for kind, _ in kinds(spec_of(old), spec_of(new))] == found


TASKS = """年度: 2023
产出指标
  甲 ≥ 5 个
任务: 修路
  性质: 约束性任务
  完成时限: 2023-06-30
  路 ≥ 20 公里
  桥 ≥ 2 座
任务: 修厂
  性质: 指导性任务
"""


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param("20 公里", "20000 米", [], id="spelled-otherwise"),
        pytest.param(
            "20 公里", "5 公里", ["loosened 修路 / 路: ≥ 20 公里 → ≥ 5 公里"], id="looser"
        ),
        pytest.param("  桥 ≥ 2 座\n", "", ["dropped 修路 / 桥: ≥ 2 座 → none"], id="target-gone"),
        pytest.param(
            "约束", "指导", ["changed 修路: binding, 2023-06-30 → guiding, 2023-06-30"], id="type"
        ),
        pytest.param(
            "06-30", "09-30", ["changed 修路: binding, 2023-06-30 → binding, 2023-09-30"], id="day"
        ),
        pytest.param(
            "修厂",
            "修桥",
            ["dropped 修厂: guiding → none", "added 修桥: none → guiding"],
            id="task",
        ),
        pytest.param(
            "修厂",
            "修路",
            ["dropped 修厂: guiding → none", "added 修路: none → guiding"],
            id="twice",
        ),
        pytest.param(
            "  桥 ≥ 2 座\n",
            "  桥 ≥ 2 座\n    口径: 逐项\n",
            ["changed 修路 / 桥: — → 逐项"],
            id="rule",
        ),
    ],
)
def test_what_happened_to_tasks(before: str, after: str, found: list[str]) -> None:
    """Tasks promise too: what became of their targets, their type and their day. Nothing was said of it."""
    changes = pg.diff(pg.loads(TASKS), pg.loads(TASKS.replace(before, after))).changes
    texts = [
        f"{x.kind.value} {x.name}: {x.before.text('en')} → {x.after.text('en')}" for x in changes
    ]
    assert texts == found


def test_the_rules_of_the_catalogue() -> None:
    """口径 and 报送 that only the catalogue says change what a score is, as those of the line do."""
    text = "指标: 甲\n  单位: 个\n  口径: {}\n产出指标\n  甲 ≥ 5 个\n"
    old, new = pg.loads(text.format("合计")), pg.loads(text.format("平均"))
    assert kinds(old, new) == [("changed", "甲")]
    assert kinds(old, pg.loads(text.format("合计") + "    口径: 合计\n")) == []


def test_places_weights_and_header() -> None:
    """Moved, reweighted, another method or year: told beside the targets."""
    old = pg.loads("年度: 2023\n产出指标\n  甲 ≥ 5 个\n  乙 ≥ 5 个\n效益指标\n  丙: 提高\n")
    new = pg.loads(
        "年度: 2024\n产出指标\n  甲 ≥ 5 个 [20分]\n  丙: 提高\n  乙 ≥ 5 个\n效益指标\n  丁: 好\n"
    )
    assert kinds(old, new) == [
        ("header", "year"),
        ("reweighted", "甲"),
        ("reweighted", "乙"),
        ("moved", "丙"),
        ("reweighted", "丙"),
        ("added", "丁"),
    ]


def test_a_spec_does_not_differ_from_itself() -> None:
    """Of each city's table, also after formatting."""
    for path in sorted((Path(__file__).parents[1] / "specs").rglob("*.pg")):
        spec = pg.load(path)
        assert pg.diff(spec, pg.load(path)).changes == ()


targets = st.builds(
    lambda op, value: f"甲 {op} {value} 公里",
    st.sampled_from(["≥", ">", "≤", "<", "="]),
    st.decimals(1, 99, places=1),
) | st.builds(
    lambda low, size: f"甲: {low}~{low + size} 公里",
    st.decimals(1, 50, places=1),
    st.decimals(0, 40, places=1),
)


@given(targets, targets)
def test_the_witness_is_judged_differently(old: str, new: str) -> None:
    """Where two versions differ, the actual that is shown meets one of them and not the other."""
    specs = spec_of(old), spec_of(new)
    changes = pg.diff(*specs).changes
    for change in changes:
        if change.kind.value in ("loosened", "tightened", "changed"):
            assert change.witness is not None
            rows = pg.Actuals.from_rows([{"指标": "甲", "实际值": change.witness}])
            met = [
                pg.evaluate(spec, rows, keep_going=True).results[0].outcome is pg.Outcome.MET
                for spec in specs
            ]
            assert met[0] is not met[1]
            if change.kind.value != "changed":
                assert met == [change.kind.value == "tightened", change.kind.value == "loosened"]


def test_scores_that_move() -> None:
    """With actuals: both totals, both grades, and each indicator whose score moved."""
    rows = pg.Actuals.from_rows(
        [{"指标": "甲", "实际值": "72 公里"}, {"指标": "乙", "实际值": "5"}]
    )
    old, new = (spec_of(f"甲 ≥ {n} 公里", "乙 ≥ 5 个") for n in (80, 70))
    difference = pg.diff(old, new, rows)
    assert difference.before is not None
    assert difference.after is not None
    assert (difference.before.total, difference.after.total) == (
        Decimal("95.00"),
        Decimal("100.00"),
    )
    assert [(each.name, each.before, each.after) for each in difference.scores] == [
        ("甲", Decimal("45.00"), Decimal("50.00"))
    ]


def test_rows_of_what_only_one_version_has() -> None:
    """A row that fits one of the two is no problem, whichever it is and whatever the other lacks."""
    rows = pg.Actuals.from_rows(
        [
            {"指标": "甲", "实际值": "80 公里"},
            {"指标": "乙", "实际值": "5 个"},
            {"指标": "丙", "实际值": "5 个"},
            {"指标": "丁", "实际值": "60 户"},
        ]
    )
    old = spec_of("甲 ≥ 80 公里", "乙 ≥ 5 个", "丁 ≥ 60 户")
    new = spec_of("甲 ≥ 80 公里", "丙 ≥ 5 个", "丁 ≥ 200 公里")
    difference = pg.diff(old, new, rows)
    assert difference.before is not None
    assert difference.after is not None
    assert difference.before.total == Decimal("100.00")
    assert [each.code for each in difference.before.problems] == ["PG510"]
    assert [each.outcome.value for each in difference.after.results] == ["met", "met", "unreported"]


@pytest.mark.parametrize("names", ["甲,乙", "乙,甲"])
def test_rows_that_fit_neither_version(names: str) -> None:
    """A row that neither version has is told once, with its place, beside all else that is wrong."""
    rows = pg.Actuals.from_rows(
        [
            {"指标": "甲", "实际值": "80 公里"},
            {"指标": "戊", "实际值": "5 个"},
            {"指标": "乙", "实际值": "五六个"},
        ]
    )
    old, new = (spec_of(f"{name} ≥ 5 公里") for name in names.split(","))
    with pytest.raises(pg.ActualsError) as caught:
        pg.diff(old, new, rows)
    told = [(each.code, each.span and each.span.line) for each in caught.value.problems]
    assert sorted(told, key=str) == [("PG510", 2), ("PG514", 3)]


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line a change, the totals, the scores; the same as JSON; two specs are needed."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("old", 80), ("new", 70)):
        Path(f"{name}.pg").write_text(f"产出指标\n  管网 ≥ {value} 公里\n", encoding="utf-8")
    Path("a.csv").write_text("指标,实际值\n管网,72公里\n", encoding="utf-8")
    assert main(["--lang", "en", "diff", "old.pg", "new.pg", "a.csv"]) == 0
    assert (
        capsys.readouterr().out
        == """\
loosened  管网: ≥ 80 公里 → ≥ 70 公里 (the two differ at 70 公里)

Total 90.00 (优) → 100.00 (优)
Indicator  Before   After
─────────  ──────  ──────
管网        90.00  100.00
"""
    )
    assert main(["diff", "old.pg", "new.pg", "--format", "json"]) == 0
    (difference,) = json.loads(capsys.readouterr().out)
    assert difference["changes"][0]["kind"] == "loosened"
    assert difference["changes"][0]["new_span"] == {"file": "new.pg", "line": 2, "column": 3}
    assert main(["diff", "old.pg", "old.pg"]) == 0
    assert capsys.readouterr().out in ("Nothing changed in meaning.\n", "意思没有变化。\n")
    assert main(["--lang", "en", "diff", "old.pg"]) == 2
    assert "PG922" in capsys.readouterr().err
