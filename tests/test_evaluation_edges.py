"""Evaluation at its edges: examples without a place, what they cover, items of the catalogue, counters."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

import perfgoals as pg
from perfgoals.attributes import Example
from perfgoals.evaluation.coverage import Covered, coverage_of
from perfgoals.evaluation.examples import run_examples
from small import codes_of, result_of, rows_of, spec_of

# ---- examples -------------------------------------------------------------------------------------

COVERED = """\
金额: 100 万元
产出指标
  甲 ≥ 8 个
    例: 7 个 → 未达成
  乙 ≥ 8 个
  丙: 提高
    例: 达成 → 达成
  丁: 2023-12-31
效益指标
  戊 ≤ 3 个
"""


def test_what_examples_cover() -> None:
    """Each target by its line, but for the 预算执行率 that has none; each band; each rule once: one
    example of a target that is not met is enough, wherever the next such target stands."""
    bands = [("达成", True), ("部分达成", False), ("未达成", False)]
    targets = [
        ("甲 ≥ 8 个", True, 3),
        ("乙 ≥ 8 个", False, 5),
        ("丙: 提高", True, 6),
        ("丁: 2023-12-31", False, 8),
        ("戊 ≤ 3 个", False, 10),
    ]
    assert list(coverage_of(pg.loads(COVERED, path="a.pg")).parts) == [
        *(
            Covered(
                kind="target",
                text=text,
                touched=touched,
                span=pg.Span(path="a.pg", line=line, column=3, end=4),
            )
            for text, touched, line in targets
        ),
        *(Covered(kind="band", text=text, touched=touched) for text, touched in bands),
        Covered(kind="rule", text="完成比例", touched=True),
        Covered(kind="rule", text="扣减比例", touched=False),
    ]
    assert {part.touched for part in coverage_of(pg.loads(COVERED)).parts} == {True, False}


def test_a_line_of_the_budget_is_a_target_to_cover() -> None:
    """Where the table names it, an example may stand under it. Without texts there are no bands."""
    spec = pg.loads(
        "金额: 100 万元\n产出指标\n  甲 ≥ 8 个\n预算执行率\n  预算执行率 ≥ 95%\n  乙 ≥ 1 个\n"
    )
    kinds = [(part.kind, part.text) for part in coverage_of(spec).parts]
    assert kinds == [
        ("target", "甲 ≥ 8 个"),
        ("target", "预算执行率 ≥ 95%"),
        ("target", "乙 ≥ 1 个"),
        ("rule", "完成比例"),
    ]


def test_a_wrong_example_is_told_where_it_stands() -> None:
    """The problem is at the example; the row of a right one is its line."""
    text = "产出指标\n  甲 ≥ 8 个\n    例: 7 公里 → 未达成\n    例: 7 个 → 未达成\n"
    wrong, right = run_examples(pg.loads(text, path="a.pg"))
    assert wrong.problem is not None
    assert wrong.problem.code == "PG516"
    assert wrong.problem.span == pg.Span(path="a.pg", line=3, column=8, end=18)
    assert right.trace is not None
    assert str(right.trace.steps[2].steps[0].span) == "a.pg:4:1"


@pytest.mark.parametrize(
    ("span", "place"), [(None, "a.pg:0:1"), (pg.Span(path="b.pg", line=7), "b.pg:7:1")]
)
def test_an_example_that_no_text_says(span: pg.Span | None, place: str) -> None:
    """An example may be built in Python, without a place; its row is of the spec's file then."""
    spec = pg.loads("产出指标\n  甲 ≥ 8 个\n", path="a.pg")
    (group,) = spec.members
    assert isinstance(group, pg.Group)
    (indicator,) = spec.indicators
    example = Example(actual="7 个", outcome=pg.Outcome.MISSED, span=span)
    attributes = attrs.evolve(indicator.attributes, examples=(example,))
    built = attrs.evolve(group, members=(attrs.evolve(indicator, attributes=attributes),))
    (result,) = run_examples(attrs.evolve(spec, members=(built,)))
    assert result.passed
    assert result.trace is not None
    assert str(result.trace.steps[2].steps[0].span) == place


# ---- items, counters, scoring ----------------------------------------------------------------------


def test_an_item_is_reported_as_the_catalogue_says() -> None:
    """Its 报送 and 口径 hold for it alone, also behind an item that is an indicator."""
    spec = pg.loads(
        "指标: 投入\n  报送: 当期\n  口径: 合计\n年度: 2023\n产出指标\n  户数 ≥ 10 户\n"
        "  户均投入 ≥ 2 万元/户\n    算法: 户数 / 户数 * 投入 / 户数\n"
    )
    rows = (
        ("户数", "10"),
        ("投入", "8 万元", "2023-01", "甲镇"),
        ("投入", "6 万元", "2023-02", "甲镇"),
        ("投入", "7 万元", "2023-02", "乙镇"),
    )
    results = pg.evaluate(spec, rows_of(rows)).results
    assert results[1].actual_text() == "2.1 万元/户"
    behind = (*rows[:-1], ("投入", "7 万元", "2023", "乙镇"))
    result = pg.evaluate(spec, rows_of(behind)).results[1]
    assert (result.actual, result.missing) == (None, ("投入",))


def test_a_formula_may_need_one_of_two_of_a_name() -> None:
    """By its label, also for each reporting unit."""
    spec = spec_of(
        "半数 ≥ 1 户", '  算法: "帮扶（户）" / 2', "  口径: 逐项", "帮扶 ≥ 2 户", "帮扶 ≥ 2 人"
    )
    rows = (("帮扶（户）", "4", "", "甲镇"), ("帮扶（人）", "9", "", "甲镇"))
    assert result_of(spec, rows).actual_text() == "2 户"


def test_another_counter_is_flagged_and_another_unit_is_not() -> None:
    """处 for 个 is one dimension and perhaps another thing; a scale, or metres for kilometres, is not."""
    flags = {
        (target, actual): result_of(spec_of(f"甲 ≥ {target}"), (("甲", actual),)).flags
        for target, actual in (
            ("3 万个", "30000 处"),
            ("3 万个", "30000 个"),
            ("30000 个", "3 万个"),
            ("80 公里", "80000 米"),
        )
    }
    assert [("other_counter" in each) for each in flags.values()] == [True, False, False, False]


METHOD = """\
评分办法: 本地
办法: 本地
  沿用: 财预〔2020〕10号
  赋分
    验收: 直接
  超额提示: 150%
产出指标
  甲 ≥ 0.5 公里
  乙 ≥ 10 次
    评分: 验收
"""


def test_a_small_target_may_be_far_exceeded() -> None:
    """超额提示 is of the share of the target, also of one below 1; a 评分 may name the method's entry."""
    card = pg.evaluate(pg.loads(METHOD), rows_of((("甲", "0.75 公里"), ("乙", "9 次"))))
    assert [(result.flags, str(result.completion)) for result in card.results] == [
        (("over_completion",), "1"),
        ((), "0"),
    ]


def test_a_scale_that_may_be_of_the_unit_too_is_a_problem() -> None:
    """10万 of 万平方公里 may be 10 of them, or 100000."""
    assert codes_of(spec_of("甲 ≥ 3 万平方公里"), (("甲", "10万"),)) == ["PG518"]
    assert result_of(spec_of("甲 ≥ 3 万平方公里"), (("甲", "10"),)).actual_text() == "10 万平方公里"
    assert result_of(spec_of("甲 ≥ 3 千瓦"), (("甲", "10万"),)).actual_text() == "10 万千瓦", (
        "no 千 of 瓦"
    )


def test_a_scorecard_names_the_digest_of_its_actuals(tmp_path: Path) -> None:
    """So that it can be told later from which file it came."""
    path = tmp_path / "a.csv"
    path.write_text("指标,实际值\n甲,3 个\n", encoding="utf-8")
    actuals = pg.read_actuals(path)
    card = pg.evaluate(spec_of("甲 ≥ 3 个"), actuals)
    assert actuals.sha256
    assert card.actuals_sha256 == actuals.sha256
