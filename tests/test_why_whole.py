"""`perfgoals why`, whole: every step with its kind, its place and its sentence, in both languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

import perfgoals as pg

SPEC = """\
地区: 甲市
年度: 2023
金额: 1200 万元
产出指标
  数量指标
    帮扶 ≥ 4 户
      口径: 合计
      报送: 累计
    帮扶: 2 人 [5分]
      评分: 直接
  质量指标
    管网 ≥ 80 公里
      口径: 逐项
      报送: 当期
      调整: 2023-09-01 ≥ 78 公里
        依据: 甲号
      调整: 2023-10-01 ≥ 79 公里
    合格率 ≥ 90%
      口径: 合计
      算法: 合格数 / 总数
    完工: 2023-10-31
效益指标
  收入: 较基期提高 5%
    基期: 20 万元 (2022)
  产值 ≥ 3 万元
满意度指标
  满意度 ≥ 90%
预算执行率
  预算执行率 ≥ 95%
"""
ROWS = """\
指标,实际值,期间,填报单位
帮扶（户）,1,,甲区
帮扶（户）,2,,乙区
帮扶（人）,1,,
管网,20 公里,2023H1,甲区
管网,20000 米,2023H2,甲区
管网,80 公里,2023,乙区
合格数,16,,甲区
总数,20,,甲区
合格数,2,,乙区
总数,5,,乙区
完工,2023-11-02,,
收入,20.5 万元,,
产值,,,
预算执行数,1190 万元,,
"""
EN = """\
# 帮扶（户）
target [6:5] target: ≥ 4 户
weight [-] weight: 11.25
  share [-] "产出指标" has 50.00 points, shared out among 5 indicators
  share [methods.pg:4:5] "产出指标" has 50 points in 财预〔2020〕10号
actual [-] actual: 3 户
  row [a.csv:1:1] reported: 帮扶（户） | 1 | 甲区
  row [a.csv:2:1] reported: 帮扶（户） | 2 | 乙区
  joined [-] the periods are joined by 报送 累计
  joined [-] 2 reporting units are joined by 口径 合计
    part [a.csv:1:1] 甲区 1 户
    part [a.csv:2:1] 乙区 2 户
verdict [-] verdict: expected ≥ 4 户, actual 3 户, 1 户 short → missed
completion [-] completion: 3 ÷ 4 = 0.75
  rule [-] upward: actual ÷ target, at least 0
  rule [methods.pg:4:5] by 财预〔2020〕10号, rules "正向: 完成比例"
score [-] score: 11.25 × 3/4 = 8.4375, rounded half up (四舍五入) to 8.44
# 帮扶（人）
target [9:5] target: ≥ 2 人
weight [-] weight: 5.00
  share [9:5] the weight written in this line: 5
  share [-] "产出指标" has 50.00 points, shared out among 5 indicators
  share [methods.pg:4:5] "产出指标" has 50 points in 财预〔2020〕10号
actual [-] actual: 1 人
  row [a.csv:3:1] reported: 帮扶（人） | 1
verdict [-] verdict: expected ≥ 2 人, actual 1 人, 1 人 short → missed
completion [-] completion: 0
  rule [-] scored directly: what is not met earns nothing (c = 0)
  rule [9:5] by the 评分 of this line: "直接"
score [-] score: 5.00 × 0 = 0.00
# 管网
target [12:5] target: ≥ 79 公里
  amended [12:5] at first: ≥ 80 公里
  amended [15:7] amended: 2023-09-01 ≥ 78 公里 (甲号)
  amended [17:7] amended: 2023-10-01 ≥ 79 公里 (—)
weight [-] weight: 11.25
  share [-] "产出指标" has 50.00 points, shared out among 5 indicators
  share [methods.pg:4:5] "产出指标" has 50 points in 财预〔2020〕10号
actual [-] actual: 40 公里
  row [a.csv:4:1] reported: 管网 | 20 公里 | 2023H1 | 甲区
  row [a.csv:5:1] reported: 管网 | 20000 米 | 2023H2 | 甲区
  row [a.csv:6:1] reported: 管网 | 80 公里 | 2023 | 乙区
  joined [-] the periods are joined by 报送 当期
  joined [-] 2 reporting units are joined by 口径 逐项
    part [a.csv:5:1] 甲区 40 公里
    part [a.csv:6:1] 乙区 80 公里
verdict [-] verdict: expected ≥ 79 公里, actual 40 公里, 39 公里 short; 1 of 2 units fail: 甲区 40 公里 → missed
completion [-] completion: 40 ÷ 79 = 40/79
  rule [-] upward: actual ÷ target, at least 0
  rule [methods.pg:4:5] by 财预〔2020〕10号, rules "正向: 完成比例"
score [-] score: 11.25 × 40/79 = 450/79, rounded half up (四舍五入) to 5.70
# 合格率
target [18:5] target: ≥ 90%
weight [-] weight: 11.25
  share [-] "产出指标" has 50.00 points, shared out among 5 indicators
  share [methods.pg:4:5] "产出指标" has 50 points in 财预〔2020〕10号
actual [-] actual: 72%
  row [a.csv:7:1] reported: 合格数 | 16 | 甲区
  row [a.csv:9:1] reported: 合格数 | 2 | 乙区
  row [a.csv:8:1] reported: 总数 | 20 | 甲区
  row [a.csv:10:1] reported: 总数 | 5 | 乙区
  formula [18:5] formula: 合格数 / 总数
    formula [-] with 合格数 = 18、总数 = 25
verdict [-] verdict: expected ≥ 90%, actual 72%, 18% short → missed
completion [-] completion: 72 ÷ 90 = 0.8
  rule [-] upward: actual ÷ target, at least 0
  rule [methods.pg:4:5] by 财预〔2020〕10号, rules "正向: 完成比例"
score [-] score: 11.25 × 4/5 = 9.00
# 完工
target [21:5] target: by 2023-10-31
weight [-] weight: 11.25
  share [-] "产出指标" has 50.00 points, shared out among 5 indicators
  share [methods.pg:4:5] "产出指标" has 50 points in 财预〔2020〕10号
actual [-] actual: 2023-11-02
  row [a.csv:11:1] reported: 完工 | 2023-11-02
verdict [-] verdict: expected by 2023-10-31, actual 2023-11-02, 2 day(s) late → missed
completion [-] completion: 0
  rule [-] a deadline that is missed earns nothing (c = 0)
score [-] score: 11.25 × 0 = 0.00
# 收入
target [23:3] target: ≥ 21 万元
  target [23:3] 较基期提高 5%, the baseline is 20 万元 (2022)
weight [-] weight: 15.00
  share [-] "效益指标" has 30.00 points, shared out among 2 indicators
  share [methods.pg:4:5] "效益指标" has 30 points in 财预〔2020〕10号
actual [-] actual: 20.5 万元
  row [a.csv:12:1] reported: 收入 | 20.5 万元
verdict [-] verdict: expected ≥ 21 万元, actual 20.5 万元, 0.5 万元 short → missed
completion [-] completion: 20.5 ÷ 21 = 41/42
  rule [-] upward: actual ÷ target, at least 0
  rule [methods.pg:4:5] by 财预〔2020〕10号, rules "正向: 完成比例"
score [-] score: 15.00 × 41/42 = 205/14, rounded half up (四舍五入) to 14.64
# 产值
target [25:3] target: ≥ 3 万元
weight [-] weight: 15.00
  share [-] "效益指标" has 30.00 points, shared out among 2 indicators
  share [methods.pg:4:5] "效益指标" has 30 points in 财预〔2020〕10号
actual [a.csv:13:1] actual: reported as a blank
score [-] score: unreported, 0 points
# 满意度
target [27:3] target: ≥ 90%
weight [-] weight: 10.00
  share [-] "满意度指标" has 10.00 points, shared out among 1 indicators
  share [methods.pg:4:5] "满意度指标" has 10 points in 财预〔2020〕10号
actual [-] actual: no row reports this indicator
score [-] score: unreported, 0 points
# 预算执行率
target [29:3] target: ≥ 95%
weight [-] weight: 10.00
  share [-] "预算执行率" has 10.00 points, shared out among 1 indicators
  share [methods.pg:4:5] "预算执行率" has 10 points in 财预〔2020〕10号
actual [-] actual: 1190 万元 (about 99.166667%)
  row [a.csv:14:1] reported: 预算执行数 | 1190 万元
  conversion [-] converted: 1190 万元 ÷ 1200 万元 = 595/6%
verdict [-] verdict: expected ≥ 95%, actual 1190 万元 (about 99.166667%), about 4.166667% more than asked → met
completion [-] completion: 1
  rule [-] a quantity that is met earns its full weight (c = 1)
score [-] score: 10.00 × 1 = 10.00
"""  # noqa: E501 - a step is one line
ZH = """\
# 管网
target [12:5] 目标：≥ 79 公里
  amended [12:5] 原目标：≥ 80 公里
  amended [15:7] 调整：2023-09-01 ≥ 78 公里（甲号）
  amended [17:7] 调整：2023-10-01 ≥ 79 公里（—）
weight [-] 分值：11.25
  share [-] “产出指标”共 50.00 分，由 5 个指标分配（0.01 分为单位，最大余数法）
  share [methods.pg:4:5] 财预〔2020〕10号规定“产出指标”50 分
actual [-] 实际：40 公里
  row [a.csv:4:1] 填报：管网 | 20 公里 | 2023H1 | 甲区
  row [a.csv:5:1] 填报：管网 | 20000 米 | 2023H2 | 甲区
  row [a.csv:6:1] 填报：管网 | 80 公里 | 2023 | 乙区
  joined [-] 各期合并：报送“当期”
  joined [-] 2 个填报单位合并：口径“逐项”
    part [a.csv:5:1] 甲区 40 公里
    part [a.csv:6:1] 乙区 80 公里
verdict [-] 判定：要求 ≥ 79 公里，实际 40 公里，差 39 公里；2 个单位中 1 个未达成：甲区 40 公里 → 未达成
completion [-] 完成率：40 ÷ 79 = 40/79
  rule [-] 正向：实际 ÷ 目标，不低于 0
  rule [methods.pg:4:5] 依据：财预〔2020〕10号 赋分“正向: 完成比例”
score [-] 得分：11.25 × 40/79 = 450/79，四舍五入为 5.70
# 合格率
target [18:5] 目标：≥ 90%
weight [-] 分值：11.25
  share [-] “产出指标”共 50.00 分，由 5 个指标分配（0.01 分为单位，最大余数法）
  share [methods.pg:4:5] 财预〔2020〕10号规定“产出指标”50 分
actual [-] 实际：72%
  row [a.csv:7:1] 填报：合格数 | 16 | 甲区
  row [a.csv:9:1] 填报：合格数 | 2 | 乙区
  row [a.csv:8:1] 填报：总数 | 20 | 甲区
  row [a.csv:10:1] 填报：总数 | 5 | 乙区
  formula [18:5] 算法：合格数 / 总数
    formula [-] 其中：合格数 = 18、总数 = 25
verdict [-] 判定：要求 ≥ 90%，实际 72%，差 18% → 未达成
completion [-] 完成率：72 ÷ 90 = 0.8
  rule [-] 正向：实际 ÷ 目标，不低于 0
  rule [methods.pg:4:5] 依据：财预〔2020〕10号 赋分“正向: 完成比例”
score [-] 得分：11.25 × 4/5 = 9.00
# 预算执行率
target [29:3] 目标：≥ 95%
weight [-] 分值：10.00
  share [-] “预算执行率”共 10.00 分，由 1 个指标分配（0.01 分为单位，最大余数法）
  share [methods.pg:4:5] 财预〔2020〕10号规定“预算执行率”10 分
actual [-] 实际：1190 万元 (约 99.166667%)
  row [a.csv:14:1] 填报：预算执行数 | 1190 万元
  conversion [-] 换算：1190 万元 ÷ 1200 万元 = 595/6%
verdict [-] 判定：要求 ≥ 95%，实际 1190 万元 (约 99.166667%)，超出 约 4.166667% → 达成
completion [-] 完成率：1
  rule [-] 达成的定量指标得满分（c = 1）
score [-] 得分：10.00 × 1 = 10.00
"""


def flat(steps: list[dict[str, Any]], depth: int = 0) -> Iterator[str]:
    """Each step as a line: its kind, its place (`-` for none, `a.csv` and `methods.pg` by name), its text."""
    for step in steps:
        at, file = "-", ""
        if step["span"]:
            at = f"{step['span']['line']}:{step['span']['column']}"
            file = step["span"]["file"].replace("\\", "/").rpartition("/")[2] + ":"
        yield f"{'  ' * depth}{step['kind']} [{file.removeprefix('a.pg:')}{at}] {step['text']}"
        yield from flat(step["steps"], depth + 1)


def whole(name: str, **options: str) -> str:
    """The label and the steps of an indicator."""
    spec = pg.loads(SPEC, path="a.pg")
    rows = pg.Actuals.from_rows(list(csv.DictReader(io.StringIO(ROWS))), path="a.csv")
    (trace,) = pg.why(spec, name, rows)
    data = trace.to_dict(**options)
    assert (data["schema"], data["region"], data["method"]) == (1, "甲市", "财预〔2020〕10号")
    return "\n".join([f"# {data['result']['id']}", *flat(data["steps"])]) + "\n"


def test_every_step_in_english() -> None:
    """Counters, 直接, amendments, units, a formula, a deadline, a change, a blank, no row, and 预算执行数."""
    names = (
        "帮扶(户)",
        "帮扶(人)",
        "管网",
        "合格率",
        "完工",
        "收入",
        "产值",
        "满意度",
        "预算执行率",
    )
    shared = " (in units of 0.01, by largest remainder)"
    said = "".join(whole(name, language="en") for name in names)
    assert said.count(shared) == len(names)
    assert said.replace(shared, "") == EN


@pytest.mark.parametrize("options", [{}, {"language": "zh"}], ids=["by itself", "zh"])
def test_the_steps_in_chinese(options: dict[str, str]) -> None:
    """The same in Chinese, which is the language that nobody need ask for."""
    assert "".join(whole(name, **options) for name in ("管网", "合格率", "预算执行率")) == ZH


def test_a_table_without_groups() -> None:
    """Its indicators share all the points, of a group that has no name."""
    spec = pg.loads("甲 ≥ 80 公里\n乙 ≥ 1 个")
    rows = pg.Actuals.from_rows(
        [{"指标": "甲", "实际值": "79.99999 公里"}, {"指标": "乙", "实际值": "0"}]
    )
    first, second = (pg.why(spec, name, rows)[0] for name in ("甲", "乙"))
    assert [step.sentence.en for step in first.steps[1].steps] == [
        '"—" has 100.00 points, shared out among 2 indicators (in units of 0.01, by largest remainder)'
    ]
    assert first.to_dict()["result"]["id"] == "甲"
    last = [trace.steps[-1].sentence.en for trace in (first, second)]
    assert last == [
        "score: 50.00 × 7999999/8000000 = 49.99999375; what is not met stays 0.01 below its weight: 49.99",
        "score: 50.00 × 0 = 0.00",
    ]


@pytest.mark.parametrize(("name", "nearest"), [("管往", "管网"), ("水塔", None)])
def test_a_name_that_none_bears(name: str, nearest: str | None) -> None:
    """The nearest names are shown, at most three."""
    with pytest.raises(pg.PerfGoalsError) as caught:
        whole(name)
    (problem,) = caught.value.problems
    assert (problem.code, dict(problem.values).get("nearest")) == ("PG917", nearest)


def test_what_a_unit_reported_is_told_in_each_language() -> None:
    """Also where no decimal equals it."""
    spec = pg.loads("年度: 2023\n产出指标\n  合格率 ≥ 90%\n    口径: 逐项\n    算法: 合格数 / 总数")
    cells = (
        ("合格数", "1", "甲镇"),
        ("总数", "3", "甲镇"),
        ("合格数", "2", "乙镇"),
        ("总数", "2", "乙镇"),
    )
    keys = ("指标", "实际值", "填报单位")
    rows = pg.Actuals.from_rows([dict(zip(keys, row, strict=True)) for row in cells])
    (trace,) = pg.why(spec, "合格率", rows)
    parts = [part for step in trace.steps[2].steps for part in step.steps if part.kind == "part"]
    assert [(part.sentence.zh, part.sentence.en) for part in parts] == [
        ("甲镇 约 33.333333%", "甲镇 about 33.333333%"),
        ("乙镇 100%", "乙镇 100%"),
    ]
    assert [part.to_dict()["text"] for part in parts] == ["甲镇 约 33.333333%", "乙镇 100%"]


def test_the_budget_that_no_line_of_the_table_names() -> None:
    """It has no label and no place; its name is its name."""
    spec = pg.loads("金额: 100 万元\n产出指标\n  帮扶: 1 户\n  帮扶: 2 人")
    rows = pg.Actuals.from_rows(
        [{"指标": "帮扶（户）", "实际值": "1"}, {"指标": "预算执行率", "实际值": "90%"}]
    )
    (trace,) = pg.why(spec, "预算执行率", rows)
    assert trace.to_dict()["result"]["id"] == "预算执行率"
    assert trace.to_dict()["steps"][0]["span"] is None
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.why(spec, "帮夫（人）", rows)
    assert str(dict(caught.value.problems[0].values)["nearest"]).startswith("帮扶（人）")


def test_three_names_at_most_are_offered() -> None:
    """Of many that are as near."""
    spec = pg.loads("产出指标\n" + "".join(f"  新建管网{sign} ≥ 1 公里\n" for sign in "甲乙丙丁戊"))
    rows = pg.Actuals.from_rows([{"指标": "新建管网甲", "实际值": "1"}])
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.why(spec, "新建管网己", rows)
    assert str(dict(caught.value.problems[0].values)["nearest"]).count("、") == 2
