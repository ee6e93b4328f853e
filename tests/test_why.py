"""`perfgoals why`: the steps to a score, and that their numbers are those of the result."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.cli import main
from perfgoals.reports.why import why_text
from small import Rows, rows_of, spec_of

SPEC = """地区: 汕头市
年度: 2023
金额: 1200 万元
评分办法: 本地
办法: 本地
  沿用: 财预〔2020〕10号
  赋分
    满意度指标: 完成比例, 满分线 90%, 及格线 60%
    效益指标: 完成比例, 及格线 50%
产出指标
  管网 ≥ 80 公里 [20分]
  桥: 3 座
  抽检误差 = 5 个
  湿度: 40~60%
  完工: 2023-10-31
  验收 ≥ 10 次
    评分: 直接
  单位成本 ≤ 10 万元
  工期 ≤ 10 天
    评分: 倒数比例
效益指标
  收入: 提高
  增幅 ≥ 8%
满意度指标
  满意度 ≥ 95%
"""
ACTUALS = {
    "管网": "79500 米",
    "桥": "3",
    "抽检误差": "4 个",
    "湿度": "70%",
    "完工": "2023-11-02",
    "验收": "9",
    "单位成本": "11",
    "工期": "12 天",
    "收入": "部分达成",
    "增幅": "3%",
    "满意度": "81%",
    "预算执行数": "1190 万元",
}


def card_rows() -> pg.Actuals:
    """All of them, as rows."""
    rows = [{"指标": name, "实际值": actual} for name, actual in ACTUALS.items()]
    return pg.Actuals.from_rows(rows)


def test_the_tree_of_a_missed_target() -> None:
    """Target, weight, row, conversion, verdict, completion by its rule, score: with their places."""
    traces = pg.why(pg.loads(SPEC), "管网", card_rows())
    assert (
        why_text(traces, "en")
        == """\
汕头市 · 管网 · 19.88 of 20.00 · missed
├─ target: ≥ 80 公里  (<text>:11)
├─ weight: 20.00
│  ├─ the weight written in this line: 20  (<text>:11)
│  ├─ "产出指标" has 50.00 points, shared out among 8 indicators (in units of 0.01, by largest remainder)
│  └─ "产出指标" has 50 points in 本地  (<text>:5)
├─ actual: 79500 米
│  ├─ reported: 管网 | 79500 米  (<rows>:1)
│  └─ converted: 79500 米 × 0.001 = 79.5 公里
├─ verdict: expected ≥ 80 公里, actual 79500 米, 0.5 公里 short → missed
├─ completion: 79.5 ÷ 80 = 0.99375
│  ├─ upward: actual ÷ target, at least 0
│  └─ by 本地, rules "正向: 完成比例"  (<text>:5)
└─ score: 20.00 × 159/160 = 19.875, rounded half up (四舍五入) to 19.88
"""
    )


@pytest.mark.parametrize(
    ("name", "completion", "clause"),
    [
        ("桥", "1", "why.met"),
        ("抽检误差", "1 − |4 − 5| ÷ |5| = 0.8", "why.equal"),
        ("湿度", "1 − (70 − 60) ÷ 60 = 5/6", "why.range"),
        ("完工", "0", "why.deadline"),
        ("验收", "0", "why.direct"),
        ("单位成本", "1 − (11 − 10) ÷ 10 = 0.9", "why.down"),
        ("工期", "10 ÷ 12 = 5/6", "why.reciprocal"),
        ("收入", "0.6 = 0.6", "why.band"),
        ("增幅", "3 ÷ 8 = 0", "why.below_pass_line"),
        ("满意度", "81 ÷ 90 = 0.9", "why.full_line"),
        ("预算执行率", "119/120", "why.rate"),
    ],
    ids=lambda value: value,
)
def test_the_clause_of_each_kind(name: str, completion: str, clause: str) -> None:
    """Each kind of target and rule has its formula, with the numbers in the target's unit."""
    (trace,) = pg.why(pg.loads(SPEC), name, card_rows())
    step = next(step for step in trace.steps if step.kind == "completion")
    expected = pg_say(clause)
    assert re.fullmatch(expected, step.steps[0].sentence.en)
    if name != "预算执行率":
        assert step.sentence.en == f"completion: {completion}"


def pg_say(key: str) -> str:
    """A sentence with its placeholders open, as a pattern."""
    from perfgoals.messages import texts

    return re.sub(r"\\\{\w+\\\}", ".*", re.escape(texts("en")[key]))


def worked_out(formula: str) -> Fraction:
    """The value of a formula, by Python's own arithmetic."""
    text = formula.replace("−", "-").replace("÷", "/")
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    text = re.sub(r"\d+(?:\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    value = eval(text, {"Fraction": Fraction, "abs": abs})
    assert isinstance(value, Fraction)
    return value


@given(
    op=st.sampled_from(["≥", "≤", ">", "<", "=", "1~"]),
    target=st.decimals(1, 500, places=2),
    actual=st.decimals(0, 900, places=2),
    unit=st.sampled_from(["公里", "米"]),
    rule=st.sampled_from(["", "直接", "完成比例, 及格线 60%", "倒数比例", "扣减比例"]),
)
def test_formula_and_score_are_those_of_the_result(
    op: str, target: Decimal, actual: Decimal, unit: str, rule: str
) -> None:
    """The formula that is shown, worked out by hand, gives the completion and the score."""
    down = op in "≤<"
    if ("比例" in rule and rule.startswith("完成")) == down and rule not in ("", "直接"):
        rule = ""
    line = f"\n    评分: {rule}" if rule else ""
    sign = op if op == "1~" else f" {op} "
    text = f"产出指标\n  甲{': ' if op == '1~' else ''}{sign}{target} 公里{line}\n  乙: 1 个"
    rows = pg.Actuals.from_rows(
        [{"指标": "甲", "实际值": f"{actual} {unit}"}, {"指标": "乙", "实际值": "1"}]
    )
    (trace,) = pg.why(pg.loads(text), "甲", rows)
    result = trace.result
    assert result.completion is not None
    sentence = next(step for step in trace.steps if step.kind == "completion").sentence.en
    *formula, shown = sentence.removeprefix("completion: ").split(" = ")
    assert Fraction(shown) == result.completion
    below = any("pass line" in step.sentence.en for step in trace.steps[-2].steps)
    if formula and not below:
        assert max(Fraction(0), min(Fraction(1), worked_out(formula[0]))) == result.completion
    score = trace.steps[-1].sentence.en
    assert re.search(rf"(= |to |: ){re.escape(str(result.score))}$", score)


def test_what_is_unreported_or_not_due() -> None:
    """A blank, a missing row and a target that is not due say so."""
    spec = pg.loads("年度: 2023\n产出指标\n  甲 ≥ 1 个\n  乙 ≥ 1 个\n  丙 ≥ 4 个")
    rows = pg.Actuals.from_rows([{"指标": "甲", "实际值": "—"}, {"指标": "丙", "实际值": "2"}])
    last = {
        name: [step.sentence.en for step in pg.why(spec, name, rows)[0].steps[-2:]]
        for name in ("甲", "乙")
    }
    assert last == {
        "甲": ["actual: reported as a blank", "score: unreported, 0 points"],
        "乙": ["actual: no row reports this indicator", "score: unreported, 0 points"],
    }
    (trace,) = pg.why(spec, "丙", rows, as_of=date(2023, 6, 30))
    assert trace.steps[-1].sentence.en == (
        "not due: due 2023-12-31, judged as of 2023-06-30; left out of the score"
    )


JOINED = """地区: 汕头市
年度: 2023
产出指标
  管网 ≥ 80 公里
    口径: 合计
    报送: 当期
    调整: 2023-09-01 ≥ 78 公里
      依据: 甲号
  运行率 ≥ 90%
    口径: 合计
    算法: 运行数 / 总数
效益指标
  收入: 较基期提高 5%
    基期: 20 万元 (2022)
"""


def test_the_tree_of_joined_rows() -> None:
    """Every row, the rules that join them, the units, the formula with its values, the history."""
    keys = ("指标", "实际值", "期间", "填报单位")
    rows = (
        ("管网", "20 公里", "2023H1", "甲区"),
        ("管网", "25000 米", "2023H2", "甲区"),
        ("管网", "31 公里", "2023", "乙区"),
        ("运行数", "16", "2023", ""),
        ("总数", "22", "2023", ""),
        ("收入", "20.5 万元", "", ""),
    )
    actuals = pg.Actuals.from_rows([dict(zip(keys, row, strict=True)) for row in rows])
    spec = pg.loads(JOINED)
    found = {}
    for name in ("管网", "运行率", "收入"):
        steps = pg.why(spec, name, actuals)[0].steps
        found[name] = [
            f"{'  ' * depth}{step.sentence.en}"
            for top in steps
            if top.kind in ("target", "actual", "completion")
            for depth, step in _walk(top)
            if step.kind != "rule"
        ]
    assert found == {
        "管网": [
            "target: ≥ 78 公里",
            "  at first: ≥ 80 公里",
            "  amended: 2023-09-01 ≥ 78 公里 (甲号)",
            "actual: 76 公里",
            "  reported: 管网 | 20 公里 | 2023H1 | 甲区",
            "  reported: 管网 | 25000 米 | 2023H2 | 甲区",
            "  reported: 管网 | 31 公里 | 2023 | 乙区",
            "  the periods are joined by 报送 当期",
            "  2 reporting units are joined by 口径 合计",
            "    甲区 45 公里",
            "    乙区 31 公里",
            "completion: 76 ÷ 78 = 38/39",
        ],
        "运行率": [
            "target: ≥ 90%",
            "actual: about 72.727273%",
            "  reported: 运行数 | 16 | 2023",
            "  reported: 总数 | 22 | 2023",
            "  formula: 运行数 / 总数",
            "    with 运行数 = 16、总数 = 22",
            "completion: (800/11) ÷ 90 = 80/99",
        ],
        "收入": [
            "target: ≥ 21 万元",
            "  较基期提高 5%, the baseline is 20 万元 (2022)",
            "actual: 20.5 万元",
            "  reported: 收入 | 20.5 万元",
            "completion: 20.5 ÷ 21 = 41/42",
        ],
    }


def _walk(step: pg.Step, depth: int = 0) -> list[tuple[int, pg.Step]]:
    """A step and those below it, with their depth."""
    return [(depth, step), *(pair for each in step.steps for pair in _walk(each, depth + 1))]


def test_names() -> None:
    """A whole name comes before a part; a part may find several; a wrong one shows the nearest."""
    spec = pg.loads("产出指标\n  管网 ≥ 1 公里\n  污水管网 ≥ 1 公里\n  帮扶: 1 户\n  帮扶: 2 人")
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": "1"}])

    def found(name: str) -> list[str]:
        return [spec.labels[trace.result.indicator] for trace in pg.why(spec, name, rows)]

    assert found("管网") == ["管网"]
    assert found("污水") == ["污水管网"]
    assert found("帮扶") == ["帮扶（户）", "帮扶（人）"]
    assert found("帮扶(人)") == ["帮扶（人）"]
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.why(spec, "雨水管网", rows)
    assert caught.value.problems[0].code == "PG917"
    assert dict(caught.value.problems[0].values)["nearest"] == "污水管网、管网"


# ---- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spec and its actuals."""
    (tmp_path / "a.pg").write_text(SPEC, encoding="utf-8")
    rows = "".join(f"{name},{actual}\n" for name, actual in ACTUALS.items())
    (tmp_path / "a.csv").write_text(f"指标,实际值\n{rows}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_the_command(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """`why SPEC INDICATOR ACTUALS`, the three in any order, as text and as JSON."""
    assert main(["--lang", "zh", "why", "a.pg", "管网", "a.csv"]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert text.startswith(
        "汕头市 · 管网 · 得 19.88，分值 20.00 · 未达成\n├─ 目标：≥ 80 公里  (a.pg:11)\n"
    )
    assert "填报：管网 | 79500 米  (a.csv:2)" in text
    assert main(["why", "a.csv", "a.pg", "管网", "--format", "json"]) == 0
    (trace,) = json.loads(capsysbinary.readouterr().out)
    assert list(trace) == ["schema", "region", "method", "result", "steps"]
    assert trace["result"]["completion_exact"] == "159/160"
    assert trace["steps"][0] == {
        "kind": "target",
        "text": "target: ≥ 80 公里",
        "span": {"file": "a.pg", "line": 11, "column": 3},
        "steps": [],
    }


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("a.pg", "a.csv"), "PG918"),
        (("a.pg", "管网", "桥", "a.csv"), "PG901"),
        (("a.pg", "水塔", "a.csv"), "PG917"),
        (("a.pg", "管网"), "PG903"),
        (("管网", "a.csv"), "PG902"),
    ],
)
def test_wrong_calls(
    arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each exits with 2 and says what is missing."""
    assert main(["--lang", "en", "why", *arguments]) == 2
    assert code in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lines", "rows", "said", "count"),
    [
        (
            ("甲 ≤ 9 个", "  口径: 合计"),
            (("甲", "3 个", "", "一镇"), ("甲", "", "", "二镇")),
            "1 of 2 units did not report: 二镇",
            2,
        ),
        (
            ("率 ≥ 90%", "  算法: 甲 / 乙", "  口径: 合计"),
            (("甲", "3", "", "一镇"), ("乙", "3", "", "一镇"), ("甲", "3", "", "二镇")),
            "the formula lacks: 乙（二镇）",
            3,
        ),
    ],
)
def test_what_makes_no_value_is_no_blank(
    lines: tuple[str, ...], rows: Rows, said: str, count: int
) -> None:
    """Where units or items are missing the first row was called a blank, whatever it said."""
    (trace,) = pg.why(spec_of(*lines), lines[0][0], rows_of(rows))
    step = next(step for step in trace.steps if step.kind == "actual")
    assert step.sentence.en.startswith("actual: no value comes of what was reported: ")
    assert step.sentence.en.endswith(said)
    assert len(step.steps) == count
