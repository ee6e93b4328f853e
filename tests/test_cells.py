"""Value cells of official tables, read by `parse_target`: every real cell we have, and its kin."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

import perfgoals as pg
from cell import described, problem_of

# Real cells with what they mean, one a line: name, cell, meaning.
SAMPLES = """\
道路硬化里程\t≥100公里\tbound >= 100 公里
财政资金补助\t1600元/亩\tbound reach 1600 元/亩
灌溉达标面积\t≥500亩\tbound >= 500 亩
种植数量\t>=17600株\tbound >= 17600 株
流转土地\t>=60亩\tbound >= 60 亩
补助标准\t‹=475元/亩\tbound <= 475 元/亩
结算误差率\t±3%以内\trange -3 3 %
争议率\t0%\tbound reach 0 %
空气质量\t优良\tqualitative 优良
支付及时性\t及时\tqualitative 及时
受资助人数\t≧735人次\tbound >= 735 人次
培训人次\t280人次\tbound reach 280 人次
课程数量\t220\tbound reach 220 (no unit)
采伐监管\t=6万立方米\tbound = 6 万立方米
考核\t1次/月\tbound reach 1 次/月
完成时间\t2023年底\tdeadline 2023-12-31
服务周期\t2023.07-2024.01\tdeadline 2024-01-31
满意度\t95%以上\tbound >= 95 %
总成本\t≤90万元\tbound <= 90 万元
新建污水管网（公里）\t≥44公里\tbound >= 44 公里
新建污水管网（公里）\t≥ 80\tbound >= 80 公里
县域医共体检查检验结果互认项目\t1-2个\trange 1 2 个
每镇县域内扶贫项目资产后续管理财政资金投入(万元)\t≥10\tbound >= 10 万元
新增镇级生活污水处理能力（万吨/日）\t0.7\tbound reach 0.7 万吨/日
安排金额（%）\t28.8万元\terror: the name says %, the cell says 万元
"""


@pytest.mark.parametrize("line", SAMPLES.splitlines(), ids=lambda line: line.split("\t")[1])
def test_real_cells(line: str) -> None:
    """Every real cell means what it is known to mean."""
    name, cell, meaning = line.split("\t")
    if meaning.startswith("error"):
        problem = problem_of(cell, name=name, year=2023)
        assert "%" in problem.text("zh")
        assert "万元" in problem.text("zh")
    else:
        assert described(pg.parse_target(cell, name=name, year=2023)) == meaning


GOOD = [
    # operators: every spelling, half and full width
    ("≥80公里", "bound >= 80 公里"),
    ("≧80公里", "bound >= 80 公里"),
    ("⩾80公里", "bound >= 80 公里"),
    (">=80公里", "bound >= 80 公里"),
    ("＞=80公里", "bound >= 80 公里"),
    ("›=80公里", "bound >= 80 公里"),
    ("＞＝80公里", "bound >= 80 公里"),
    ("≤80公里", "bound <= 80 公里"),
    ("≦80公里", "bound <= 80 公里"),
    ("⩽80公里", "bound <= 80 公里"),
    ("<=80公里", "bound <= 80 公里"),
    ("＜=80公里", "bound <= 80 公里"),
    ("‹=80公里", "bound <= 80 公里"),
    ("＜＝80公里", "bound <= 80 公里"),
    ("=80公里", "bound = 80 公里"),
    ("＝80公里", "bound = 80 公里"),
    ("═80公里", "bound = 80 公里"),
    (">80公里", "bound > 80 公里"),
    ("＞80公里", "bound > 80 公里"),
    ("<80公里", "bound < 80 公里"),
    ("＜80公里", "bound < 80 公里"),
    # white space, full-width digits, signs
    ("≥８０公里", "bound >= 80 公里"),
    ("≥ 80 公里", "bound >= 80 公里"),
    ("≥\u300080\u3000公里", "bound >= 80 公里"),
    ("  80公里\t", "bound reach 80 公里"),
    ("≥-80公里", "bound >= -80 公里"),
    ("≥\u221280公里", "bound >= -80 公里"),
    ("-5%", "bound reach -5 %"),
    ("1０公里", "bound reach 10 公里"),
    ("０.５公里", "bound reach 0.5 公里"),
    ("007个", "bound reach 7 个"),
    ("0.70公里", "bound reach 0.70 公里"),
    # thousands
    ("≥1,234.5万元", "bound >= 1234.5 万元"),
    ("≥1，234.5万元", "bound >= 1234.5 万元"),
    ("１，２３４．５万元", "bound reach 1234.5 万元"),
    ("≥1,234,567元", "bound >= 1234567 元"),
    ("≥1，234，567元", "bound >= 1234567 元"),
    # words before
    ("大于等于80公里", "bound >= 80 公里"),
    ("小于等于80公里", "bound <= 80 公里"),
    ("不少于10场次", "bound >= 10 场次"),
    ("不低于95%", "bound >= 95 %"),
    ("不小于3个", "bound >= 3 个"),
    ("至少3个", "bound >= 3 个"),
    ("不超过100万元", "bound <= 100 万元"),
    ("不高于5%", "bound <= 5 %"),
    ("不多于3个", "bound <= 3 个"),
    ("不大于3%", "bound <= 3 %"),
    ("至多3个", "bound <= 3 个"),
    ("大于3个", "bound > 3 个"),
    ("高于3个", "bound > 3 个"),
    ("超过3个", "bound > 3 个"),
    ("超3个", "bound > 3 个"),
    ("小于3个", "bound < 3 个"),
    ("低于3个", "bound < 3 个"),
    ("等于3个", "bound = 3 个"),
    ("at least 3 km", "bound >= 3 km"),
    ("at most 3 km", "bound <= 3 km"),
    ("more than 3 km", "bound > 3 km"),
    ("less than 3 km", "bound < 3 km"),
    ("equals 3 km", "bound = 3 km"),
    ("控制在100万元以内", "bound <= 100 万元"),
    ("达到90%以上", "bound >= 90 %"),
    ("达到90%", "bound reach 90 %"),
    # words behind, alone and agreeing with an operator
    ("95%以上", "bound >= 95 %"),
    ("95 %以上", "bound >= 95 %"),
    ("95％以上", "bound >= 95 %"),
    ("80公里及以上", "bound >= 80 公里"),
    ("95%及以上", "bound >= 95 %"),
    ("100万元以内", "bound <= 100 万元"),
    ("10%以下", "bound <= 10 %"),
    ("10%及以下", "bound <= 10 %"),
    ("24小时内", "bound <= 24 小时"),
    ("24小时以内", "bound <= 24 小时"),
    ("3个工作日内", "bound <= 3 个工作日"),
    ("≥95%以上", "bound >= 95 %"),
    ("不低于90%以上", "bound >= 90 %"),
    ("至少80公里以上", "bound >= 80 公里"),
    ("≤95%以下", "bound <= 95 %"),
    ("不超过100万元以内", "bound <= 100 万元"),
    # scales and compounds
    ("4万人次", "bound reach 4 万人次"),
    ("4 万人次", "bound reach 4 万人次"),
    ("1亿元", "bound reach 1 亿元"),
    ("1千万元", "bound reach 1 千万元"),
    ("3百户", "bound reach 3 百户"),
    ("0.7万吨/日", "bound reach 0.7 万吨/日"),
    ("0.7 万吨/日", "bound reach 0.7 万吨/日"),
    ("1600元/亩", "bound reach 1600 元/亩"),
    ("12次/年", "bound reach 12 次/年"),
    ("1.2 million CNY/km", "bound reach 1.2 million CNY/km"),
    ("3 thousand households", "bound reach 3 thousand households"),
    ("1200 households", "bound reach 1200 households"),
    ("100％", "bound reach 100 %"),
    ("５％", "bound reach 5 %"),
    ("5‰", "bound reach 5 ‰"),
    # ranges
    ("1~2个", "range 1 2 个"),
    ("1~2 个", "range 1 2 个"),
    ("1～2个", "range 1 2 个"),
    ("1-2个", "range 1 2 个"),
    ("1至2个", "range 1 2 个"),
    ("1个至2个", "range 1 2 个"),
    ("1~1个", "range 1 1 个"),
    ("10-20", "range 10 20 (no unit)"),
    ("1%~2%", "range 1 2 %"),
    ("90-95%", "range 90 95 %"),
    ("90%至95%", "range 90 95 %"),
    ("-3%~3%", "range -3 3 %"),
    ("-2~-1个", "range -2 -1 个"),
    ("±3%", "range -3 3 %"),
    ("±3%以内", "range -3 3 %"),
    ("± 3 %", "range -3 3 %"),
    ("±0.5公里", "range -0.5 0.5 公里"),
    ("100±3%", "range 97 103 %"),
    ("100%±3%", "range 97 103 %"),
    ("100±3个", "range 97 103 个"),
    # texts
    ("提高", "qualitative 提高"),
    ("完成", "qualitative 完成"),
    ("达到设计标准", "qualitative 达到设计标准"),
    ("实现互联互通、远程医疗", "qualitative 实现互联互通、远程医疗"),
    ("提档升级、提质扩面", "qualitative 提档升级、提质扩面"),
    ("每月一次", "qualitative 每月一次"),
    ('"每月1次"', "qualitative 每月1次"),
    ("「每月1次」", "qualitative 每月1次"),
    ('"约3万亩"', "qualitative 约3万亩"),
    ("长期", "qualitative 长期"),
]


@pytest.mark.parametrize(("cell", "meaning"), GOOD, ids=[cell for cell, _ in GOOD])
def test_cells_that_mean_one_thing(cell: str, meaning: str) -> None:
    """A cell that plainly means one thing is read so."""
    assert described(pg.parse_target(cell)) == meaning


DATES = [
    ("2023-12-31", None, "2023-12-31"),
    ("2023/12/31", None, "2023-12-31"),
    ("2023-1-5", None, "2023-01-05"),
    ("2023年12月31日", None, "2023-12-31"),
    ("２０２３年１２月３１日", None, "2023-12-31"),
    ("2023年12月31日前", None, "2023-12-31"),
    ("2023年12月31日前完成", None, "2023-12-31"),
    ("2023年12月底前", None, "2023-12-31"),
    ("2023年12月底", None, "2023-12-31"),
    ("2023年2月底前", None, "2023-02-28"),
    ("2024年2月底前", None, "2024-02-29"),
    ("2024年2月29日", None, "2024-02-29"),
    ("2023年底", None, "2023-12-31"),
    ("2023年底前完成", None, "2023-12-31"),
    ("12月底之前完成", 2023, "2023-12-31"),
    ("2月底之前完成", 2024, "2024-02-29"),
    ("12月31日", 2023, "2023-12-31"),
    ("≤2023-12-31", None, "2023-12-31"),
    ("≤ 2023年底", None, "2023-12-31"),
]


@pytest.mark.parametrize(("cell", "year", "day"), DATES, ids=[cell for cell, _, _ in DATES])
def test_deadlines(cell: str, year: int | None, day: str) -> None:
    """A date in any spelling of the tables is a deadline, also without its year where one is given."""
    target = pg.parse_target(cell, name="完成时间", year=year)
    assert target == pg.Deadline(datetime.date.fromisoformat(day))


PERIODS = [
    ("2023.07-2024.01", "2023-07-01", "2024-01-31"),
    ("2023.07～2024.02", "2023-07-01", "2024-02-29"),
    ("2023年7月-2024年1月", "2023-07-01", "2024-01-31"),
    ("2023年7月至2024年1月", "2023-07-01", "2024-01-31"),
    ("2023-07-01~2023-12-31", "2023-07-01", "2023-12-31"),
    ("2023-07-01至2023-12-31", "2023-07-01", "2023-12-31"),
]


@pytest.mark.parametrize(("cell", "first", "last"), PERIODS, ids=[cell for cell, _, _ in PERIODS])
def test_periods_keep_their_start(cell: str, first: str, last: str) -> None:
    """A period is a deadline at its end, and keeps its start."""
    target = pg.parse_target(cell)
    assert target == pg.Deadline(
        datetime.date.fromisoformat(last), datetime.date.fromisoformat(first)
    )


NAMED = [
    ("新建污水管网（公里）", "80", "bound reach 80 公里"),
    ("新建污水管网（公里）", "≥ 80 公里", "bound >= 80 公里"),
    ("新建污水管网(公里)", "≥80", "bound >= 80 公里"),
    ("新建污水管网（公里）", "80以上", "bound >= 80 公里"),
    ("新建污水管网 （ 公里 ）", "80", "bound reach 80 公里"),
    ("满意度（%）", "90", "bound reach 90 %"),
    ("满意度（％）", "90%", "bound reach 90 %"),
    ("满意度（%）", "90以上", "bound >= 90 %"),
    ("误差率（%）", "±3", "range -3 3 %"),
    ("项目数（个）", "1-2", "range 1 2 个"),
    ("培训（万人次）", "4", "bound reach 4 万人次"),
    ("补助（元/亩）", "50", "bound reach 50 元/亩"),
    ("工期（天）", "5", "bound reach 5 天"),
    ("乡镇新时代文明实践所（站）", "提档升级", "qualitative 提档升级"),
    ("乡镇新时代文明实践所（站）", "80个", "bound reach 80 个"),
    ("完成时间（年月日）", "2023-12-31", "deadline 2023-12-31"),
    ("水面（含滩涂）", "100亩", "bound reach 100 亩"),
    ("每镇培育提升1个带动100户以上农户的产业", "30个", "bound reach 30 个"),
]


@pytest.mark.parametrize(
    ("name", "cell", "meaning"), NAMED, ids=[f"{name}-{cell}" for name, cell, _ in NAMED]
)
def test_the_bracket_of_the_name_may_hold_the_unit(name: str, cell: str, meaning: str) -> None:
    """A unit in brackets at the end of the name is the number's; any other bracket is the name's."""
    assert described(pg.parse_target(cell, name=name)) == meaning


def test_hundred_digits_behind_the_point_are_exact() -> None:
    """No digit is lost behind the decimal point either."""
    target = pg.parse_target("≥0." + "0" * 97 + "1公里")
    assert isinstance(target, pg.Bound)
    assert target.value.amount() == Fraction(1000, 10**98)


SAME = [
    ("1公里", "1000米"),
    ("1公里", "1km"),
    ("1万元", "10000元"),
    ("1亿元", "10000万元"),
    ("1公顷", "15亩"),
    ("1平方公里", "100公顷"),
    ("1吨", "1000公斤"),
    ("1百分比", "10‰"),
    ("1次/月", "12次/年"),
    ("1年", "12个月"),
    ("1周", "7天"),
    ("1万吨/日", "10000吨/天"),
    ("3 thousand households", "3000户"),
    ("1.2 million CNY", "120万元"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[f"{one}={other}" for one, other in SAME])
def test_units_are_exact(one: str, other: str) -> None:
    """The same amount in two units is exactly the same number."""
    first, second = pg.parse_target(one), pg.parse_target(other)
    assert isinstance(first, pg.Bound)
    assert isinstance(second, pg.Bound)
    assert first.dimension == second.dimension
    assert first.value.amount() == second.value.amount()


APART = [
    "1户",
    "1人",
    "1人次",
    "1个",
    "1次",
    "1元",
    "1公里",
    "1亩",
    "1立方米",
    "1吨",
    "1天",
    "1%",
    "1",
]


def test_dimensions_that_the_tables_keep_apart_are_apart() -> None:
    """No two of these can ever be compared."""
    targets = [pg.parse_target(cell) for cell in APART]
    dimensions = [target.dimension for target in targets if isinstance(target, pg.Bound)]
    assert len(set(dimensions)) == len(APART)


@pytest.mark.parametrize(
    "word", ["家", "座", "处", "所", "间", "台", "套", "辆", "条", "项", "件", "株", "头", "篇"]
)
def test_counters_are_one_dimension(word: str) -> None:
    """The counting words of the tables are one dimension."""
    one, other = pg.parse_target(f"1{word}"), pg.parse_target("1个")
    assert isinstance(one, pg.Bound)
    assert isinstance(other, pg.Bound)
    assert one.dimension == other.dimension


@pytest.mark.parametrize("cell", [cell for cell, _ in GOOD])
def test_what_is_shown_can_be_read_again(cell: str) -> None:
    """The canonical text of a target is a cell that means the same."""
    target = pg.parse_target(cell)
    again = pg.parse_target(str(target))
    assert described(again) == described(target)
