"""What a row says in its own words, read with the file, is what its target would make of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg

NAMES = (
    "管网",
    "管网（公里）",
    "管网(米)",
    "帮扶（户）",
    "率",
    "预算执行率",
    "预算执行数",
    "收入",
    "人数",
)
CELLS = (
    *(
        "5",
        "-5",
        "79.5",
        "120%",
        "99.9%",
        "5公里",
        "5 km",
        "5000米",
        "5万",
        "5万米",
        "0.3万人次",
        "3户",
        "3 人",
        "1,5",
    ),
    *(
        "5公理",
        "5 个",
        "5 家",
        "80 万元",
        "3 hm2",
        "—",
        "",
        "达成",
        "完成",
        "部分达成 70%",
        "部分达成 90%",
    ),
    *("未达成 5户", "提高", "70%", "2023-06-30", "2023年底"),
)
UNITS = (
    "",
    "",
    "",
    "公里",
    "千米",
    "米",
    "%",
    "万",
    "户",
    "人",
    "万元",
    "个",
    "家",
    "公理",
    "人次",
)
TARGETS = (
    *(
        "≥ 5 公里",
        "≤ 5000 米",
        "= 5",
        "≥ 5 万",
        "≥ 80%",
        "满意度 ≥ 80%",
        "3 户",
        "3 人",
        "5 个",
        "提高",
        "完成",
    ),
    *("1~5 公里", "2023年底", "5 人次", "≥ 80 万元"),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[pg.Spec, pg.Actuals]:
    """A table of one or two targets of a name, and a row or two."""
    name = draw(st.sampled_from(("管网", "帮扶", "率", "收入", "人数", "群众满意度")))
    targets = draw(st.lists(st.sampled_from(TARGETS), min_size=1, max_size=2, unique=True))
    lines = "".join(f"  {name}: {target}\n".replace(": ≥", " ≥") for target in targets)
    text = f"金额: 100 万元\n年度: 2023\n产出指标\n{lines}"
    try:
        spec = pg.loads(text)
    except pg.SpecError:
        spec = pg.loads("产出指标\n  管网 ≥ 5 公里\n")
        name = "管网"
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "指标": st.sampled_from((*[name] * 9, f"{name}（公里）", *NAMES)),
                    "实际值": st.sampled_from(CELLS),
                    "单位": st.sampled_from(UNITS),
                }
            ),
            min_size=1,
            max_size=2,
        )
    )
    return spec, pg.Actuals.from_rows(rows)


def told(call: Callable[[], pg.Scorecard]) -> Any:
    """The scorecard of a call as data, or what is wrong in words."""
    try:
        card = call()
    except pg.ActualsError as error:
        return str(error)
    return card.to_dict(), [str(problem) for problem in card.problems]


@given(cases())
def test_a_row_read_by_itself_is_the_row_read_for_its_target(
    case: tuple[pg.Spec, pg.Actuals],
) -> None:
    """Reading a row with the file changes no result and no problem of reading it for its target."""
    spec, actuals = case
    strict = told(lambda: pg.evaluate(spec, actuals))
    going = told(lambda: pg.evaluate(spec, actuals, keep_going=True))
    for row in actuals.rows:
        object.__setattr__(row, "says", None)
    assert told(lambda: pg.evaluate(spec, actuals)) == strict
    assert told(lambda: pg.evaluate(spec, actuals, keep_going=True)) == going


@given(cases())
def test_pickled_rows_and_specs_are_judged_alike(case: tuple[pg.Spec, pg.Actuals]) -> None:
    """Equal objects are as good as the same ones."""
    spec, actuals = case
    assert told(lambda: pg.evaluate(*pickle.loads(pickle.dumps(case)))) == told(
        lambda: pg.evaluate(spec, actuals)
    )
