"""How points are shared out: what is noted beside the weights, and what is said where they are wrong."""

from __future__ import annotations

import pytest

import perfgoals as pg
from language import problems_of
from perfgoals.weights import share_out

OUTPUT, BENEFIT = "产出指标{}\n  甲 ≥ 8 个\n", "效益指标{}\n  乙 ≥ 8 个\n"
OTHER, MORE = "基础\n  甲 ≥ 8 个{}\n", "提升\n  乙 ≥ 8 个\n"
SCALED = "the table lacks groups of the method ({} points); the other points are scaled up to 100"
EQUAL = "the method has no weights for these groups; they share equally"


@pytest.mark.parametrize(
    ("text", "missing", "equal", "notes"),
    [
        pytest.param("任务: 甲\n  性质: 约束性任务\n", 0, False, [], id="tasks-only"),
        pytest.param(OUTPUT.format(""), 50, False, [SCALED.format(50)], id="lacks-groups"),
        pytest.param(OUTPUT.format(" [100分]"), 0, False, [], id="written-to-100"),
        pytest.param(
            OUTPUT.format(" [50分]") + BENEFIT.format(" [30分]"),
            20,
            False,
            [SCALED.format(20)],
            id="written-to-the-rest",
        ),
        pytest.param(OTHER.format(""), 0, False, [], id="unknown-and-alone"),
        pytest.param(OTHER.format("") + MORE, 0, True, [EQUAL], id="unknown"),
    ],
)
def test_what_is_noted_beside_the_weights(
    text: str, missing: int, equal: bool, notes: list[str]
) -> None:
    """A table that lacks groups of the method, and groups that no one weighs, are told."""
    spec = pg.loads(text)
    shares = share_out(spec)
    assert shares.missing == missing
    assert shares.equal is equal
    card = pg.evaluate(
        spec, pg.Actuals.from_rows([{"指标": "甲", "实际值": "8 个"}]), keep_going=True
    )
    assert [note.en for note in card.notes if "problem" not in note.en] == notes
    assert sum(shares.cents) == (10_000 if spec.indicators else 0)
    assert card.due_weight == (100 if spec.indicators else 0)


LACKS = "80 (100 less 预算执行率、满意度指标, which this table lacks)"
TWELVE = " + ".join(f"甲{number} 1" for number in range(12))


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        pytest.param(
            OUTPUT.format(" [95分]") + BENEFIT.format(""),
            "PG405",
            {"sum": "95", "wanted": LACKS, "gap": "15", "parts": "产出指标 95", "name": "效益指标"},
            id="nothing-left-for-a-group",
        ),
        pytest.param(
            OUTPUT.format(" [95分]") + BENEFIT.format("") + "满意度指标\n  丙 ≥ 8 个\n",
            "PG405",
            {
                "sum": "95",
                "wanted": "90 (100 less 预算执行率, which this table lacks)",
                "gap": "5",
                "parts": "产出指标 95",
                "name": "效益指标、满意度指标",
            },
            id="nothing-left-for-two",
        ),
        pytest.param(
            "产出指标\n  甲 ≥ 8 个 [50分]\n  乙 ≥ 8 个\n",
            "PG407",
            {"sum": "50", "wanted": "50", "gap": "0", "parts": "甲 50", "name": "产出指标"},
            id="nothing-left-inside",
        ),
        pytest.param(
            "产出指标 [100分]\n  甲 ≥ 8 个 [50分]\n  乙 ≥ 8 个 [40分]\n",
            "PG406",
            {
                "sum": "90",
                "wanted": "100",
                "gap": "10",
                "parts": "甲 50 + 乙 40",
                "name": "产出指标",
            },
            id="all-written-and-too-little-inside",
        ),
        pytest.param(
            OTHER.format(" [30分]") + MORE + "其他\n  丙 ≥ 8 个\n",
            "PG406",
            {"sum": "30", "wanted": "100/3", "gap": "10/3", "parts": "甲 30", "name": "基础"},
            id="a-share-that-is-no-decimal",
        ),
        *(
            pytest.param(
                "产出指标\n" + "".join(f"  甲{number} ≥ 8 个 [1分]\n" for number in range(count)),
                "PG406",
                {"sum": str(count), "wanted": "50", "gap": str(50 - count)}
                | {"parts": parts, "name": "产出指标"},
                id=f"{count}-parts",
            )
            for count, parts in [(12, TWELVE), (13, TWELVE + " + …")]
        ),
    ],
)
def test_what_is_said_of_wrong_weights(text: str, code: str, values: dict[str, str]) -> None:
    """What is written is told with its parts, the first twelve of them, against what is wanted."""
    (problem,) = problems_of(text)
    said = {key: getattr(value, "en", value) for key, value in problem.values}
    assert (problem.code, said) == (code, values)
    assert problem.span is not None
    assert problem.span.line == 1


def test_a_row_of_budget_execution_without_points_is_told_at_its_line() -> None:
    """预算执行率 outside any group is a group of its own, which needs points like any other."""
    method = "办法: 甲\n  沿用: 财预〔2020〕10号\n  权重\n    产出指标 [100分]\n评分办法: 甲\n"
    (problem,) = problems_of(method + OUTPUT.format("") + "预算执行率: 100%\n")
    assert problem.span is not None
    assert (problem.code, problem.span.line, dict(problem.values)["name"]) == (
        "PG403",
        8,
        "预算执行率",
    )
