"""`perfgoals why`: the clause and the formula of each kind of target, where its numbers are odd."""

from __future__ import annotations

from datetime import date

import pytest

import perfgoals as pg

DIRECT = "scored directly: what is not met earns nothing (c = 0)"
SHARE = "a qualitative indicator earns the share that was given"
TEXT_MET = "met without a share counts in full (c = 1)"
NOT_ABOVE = "the target is not above 0: what is not met earns nothing (c = 0)"
EQUAL = "equal: 1 − |actual − target| ÷ |target|, at least 0"
RANGE = "range: 1 − the distance to the nearer end ÷ the larger end, at least 0"
UPWARD = "upward: actual ÷ target, at least 0"
RECIPROCAL = "downward, by the reciprocal (倒数比例): target ÷ actual"
DEDUCTION = "downward, by deduction (扣减比例): 1 − (actual − target) ÷ target, at least 0"


@pytest.mark.parametrize(
    ("target", "scoring", "actual", "formula", "clause"),
    [
        ("甲: 提高", "", "部分达成 70%", "0.7 = 0.7", SHARE),
        (
            "甲: 提高",
            "",
            "部分达成",
            "0.6 = 0.6",
            "no share was given: the lowest of its band counts",
        ),
        ("甲: 提高", "", "提高", "1", TEXT_MET),
        ("甲: 提高", "直接", "部分达成", "0", DIRECT),
        ("甲: 提高", "直接", "达成", "1", TEXT_MET),
        ("甲: 提高", "直接", "达成 90%", "0.9 = 0.9", SHARE),
        ("甲 = 0 个", "", "1 个", "0", NOT_ABOVE),
        ("甲 = 1 个", "", "3 个", "1 − |3 − 1| ÷ |1| = 0", EQUAL),
        ("甲 ≤ 0 个", "", "1 个", "0", NOT_ABOVE),
        ("甲 ≤ 1 个", "", "1.5 个", "1 − (1.5 − 1) ÷ 1 = 0.5", DEDUCTION),
        ("甲 ≤ 1 个", "倒数比例", "3 个", "1 ÷ 3 = 1/3", RECIPROCAL),
        ("甲 ≥ 0.5 个", "", "0.2 个", "0.2 ÷ 0.5 = 0.4", UPWARD),
        ("甲 ≥ 5%", "", "-6%", "(-6) ÷ 5 = 0", UPWARD),
        ("甲: 0~0 个", "", "1 个", "0", NOT_ABOVE),
        ("甲: -1~1%", "", "1.5%", "1 − (1.5 − 1) ÷ 1 = 0.5", RANGE),
        ("甲: -3~0%", "", "-4%", "1 − ((-3) − (-4)) ÷ 3 = 2/3", RANGE),
        (
            "甲 ≥ 90%",
            "完成比例, 及格线 60%",
            "50%",
            "50 ÷ 90 = 0",
            "below the pass line 60% (及格线): nothing is earned (c = 0)",
        ),
        (
            "甲 ≥ 95%",
            "完成比例, 满分线 90%",
            "80%",
            "80 ÷ 90 = 8/9",
            "full marks from 90% (满分线): actual ÷ that, at most 1",
        ),
    ],
)
def test_the_clause_and_the_formula(
    target: str, scoring: str, actual: str, formula: str, clause: str
) -> None:
    """A negative number stands in brackets, a line in its own words."""
    rule = f"    评分: {scoring}\n" if scoring else ""
    spec = pg.loads(f"年度: 2023\n产出指标\n  {target}\n{rule}")
    (trace,) = pg.why(spec, "甲", pg.Actuals.from_rows([{"指标": "甲", "实际值": actual}]))
    step = next(step for step in trace.steps if step.kind == "completion")
    assert step.sentence.en == f"completion: {formula}"
    assert step.steps[0].sentence.en == clause


TABLE = """\
地区: 甲市
年度: 2023
产出指标
  甲 ≥ 80 公里 [20分]
  乙: 2023-10-31
"""
SHARED: list[tuple[str, int | None, list[object]]] = [
    ("share", 4, []),
    ("share", None, []),
    ("share", 4, []),
    ("share", None, []),
]


def tree(step: pg.Step) -> tuple[str, int | None, list[object]]:
    """The kind of a step, its line, and those below it."""
    return step.kind, step.span.line if step.span else None, [tree(each) for each in step.steps]


def test_a_trace_as_data() -> None:
    """Each step has its kind and its place, some in methods.pg, also as `--format json` prints it."""
    spec = pg.loads(TABLE, path="甲.pg")
    rows = pg.Actuals.from_rows([{"指标": "甲", "实际值": "40000 米"}])
    (trace,) = pg.why(spec, "甲", rows)
    assert [tree(step) for step in trace.steps] == [
        ("target", 4, []),
        ("weight", None, SHARED),
        ("actual", None, [("row", 1, []), ("conversion", None, [])]),
        ("verdict", None, []),
        ("completion", None, [("rule", None, []), ("rule", 4, [])]),
        ("score", None, []),
    ]
    data = trace.to_dict("en")
    assert (data["schema"], data["region"], data["method"]) == (1, "甲市", spec.method.name)
    assert data["result"] == trace.result.to_dict("en", "")
    assert data["steps"][0] == {
        "kind": "target",
        "text": "target: ≥ 80 公里",
        "span": {"file": "甲.pg", "line": 4, "column": 3},
        "steps": [],
    }
    assert data["steps"][1]["steps"][0]["text"].startswith("the weight written in this line")
    assert trace.to_dict() == trace.to_dict("zh")


@pytest.mark.parametrize(("day", "last"), [("2023-06-30", "due"), (None, "score")])
def test_where_nothing_was_reported_the_steps_end(day: str | None, last: str) -> None:
    """There is no verdict and no completion."""
    rows = pg.Actuals.from_rows([{"指标": "甲", "实际值": "80"}])
    as_of = None if day is None else date.fromisoformat(day)
    (trace,) = pg.why(pg.loads(TABLE), "乙", rows, as_of=as_of)
    assert [step.kind for step in trace.steps] == ["target", "weight", "actual", last]
