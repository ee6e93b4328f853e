"""What a catalogue defines, `指标:` and `单位:`, from the text to the score."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import perfgoals as pg
from catalogues import BASKETS, CATALOGUE, HARVEST, TABLE, codes_of, write
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.checking import check_all
from perfgoals.units import using

case = pytest.param
ENGLISH = """\
indicator: 管网
  unit: km
  level: output/quantity
  direction: up
  aggregation: sum
  reporting: cumulative
  values: >= 0 km
  note: new ones only
"""


# ---- definitions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [CATALOGUE, ENGLISH], ids=["zh", "en"])
def test_a_definition_is_read(text: str) -> None:
    """Every attribute of a definition, in either language."""
    (defined,) = pg.loads(text).catalogue
    assert defined.unit is not None
    assert defined.unit.means_the_same_as(pg.find_unit("公里") or defined.unit)
    assert [len(defined.level), defined.direction] == [2, pg.Direction.UP]
    assert (defined.aggregation, defined.reporting) == (Aggregation.SUM, Reporting.CUMULATIVE)
    assert isinstance(defined.values, pg.Bound)
    assert defined.note in ("只计新建", "new ones only")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        case("单位: 公理", "PG201", id="unknown-unit"),
        case("口径: 总计", "PG164", id="unknown-aggregation"),
        case("报送: 每月", "PG164", id="unknown-reporting"),
        case("方向: 向上", "PG164", id="unknown-direction"),
        case("取值: 较多", "PG165", id="values-without-numbers"),
        case("取值: 2023-12-31", "PG165", id="values-that-are-a-date"),
    ],
)
def test_a_wrong_attribute(line: str, code: str) -> None:
    """What an attribute cannot be is an error on its line."""
    assert codes_of(lambda: pg.loads(f"指标: 管网\n  {line}\n")) == [(code, "<text>", 2)]


def test_an_attribute_stands_once() -> None:
    """The same key twice in one definition is an error."""
    (found,) = codes_of(lambda: pg.loads("指标: 管网\n  单位: 公里\n  单位: 米\n"))
    assert found[2] == 3


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        case("指标: 管网\n", "指标: 管网\n", True, id="one-name"),
        case("指标: 管网（一期）\n", "指标: 管网(一期)\n", True, id="one-folded-name"),
        case("指标: 管网\n  单位: 公里\n", "指标: 管网\n  单位: 米\n", True, id="one-dimension"),
        case("指标: 管网\n  单位: 公里\n", "指标: 管网\n", True, id="one-without-unit"),
        case("指标: 帮扶\n  单位: 户\n", "指标: 帮扶\n  单位: 人\n", False, id="two-dimensions"),
        case("指标: 管网\n", "指标: 道路\n", False, id="two-names"),
    ],
)
def test_two_definitions_of_one_name(first: str, second: str, refused: bool) -> None:
    """One name and dimension is defined once; the first place is shown too."""
    if not refused:
        assert len(pg.loads(first + second).catalogue) == 2
        return
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(first + second)
    (problem,) = caught.value.problems
    assert problem.code == "PG163"
    assert [str(related.span.line) for related in problem.related] == ["1"]


def test_a_name_with_two_dimensions_finds_its_own_definition() -> None:
    """户 and 人 of one name take their attributes each from its own definition."""
    spec = pg.loads(
        "指标: 帮扶\n  单位: 户\n  方向: 反向\n指标: 帮扶\n  单位: 人\n  方向: 正向\n"
        "产出指标\n  帮扶: 166 户\n  帮扶: 817 人\n"
    )
    assert [indicator.direction for indicator in spec.indicators] == [
        pg.Direction.DOWN,
        pg.Direction.UP,
    ]


# ---- 方向 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "line", "expected"),
    [
        case("反向", "办结天数: 3 天", pg.Direction.DOWN, id="down"),
        case("正向", "办结天数: 3 天", pg.Direction.UP, id="up"),
        case("反向", "投诉: 0 件", pg.Direction.DOWN, id="where-nothing-would-be-guessed"),
        case("反向", "办结天数 ≥ 3 天", pg.Direction.UP, id="an-operator-is-stronger"),
        case("反向", "办结天数: 3 天\n    方向: 正向", pg.Direction.UP, id="so-is-the-line"),
    ],
)
def test_the_direction_decides_a_bare_value(
    direction: str, line: str, expected: pg.Direction
) -> None:
    """A value without an operator is met from below or from above, as the catalogue says."""
    name = line.split(":")[0].split(" ")[0]
    spec = pg.loads(f"指标: {name}\n  方向: {direction}\n产出指标\n  {line}\n")
    assert spec.indicators[0].direction is expected


@pytest.mark.parametrize(
    ("direction", "actual", "outcome"),
    [
        case("反向", "2 天", pg.Outcome.MET, id="less-is-better"),
        case("反向", "4 天", pg.Outcome.MISSED, id="more-is-worse"),
        case("正向", "2 天", pg.Outcome.MISSED, id="less-is-worse"),
        case("正向", "4 天", pg.Outcome.MET, id="more-is-better"),
    ],
)
def test_the_direction_decides_the_outcome(
    direction: str, actual: str, outcome: pg.Outcome
) -> None:
    """The verdict follows the catalogue's direction."""
    spec = pg.loads(f"指标: 办结天数\n  方向: {direction}\n产出指标\n  办结天数: 3 天\n")
    actuals = pg.Actuals.from_rows([{"指标": "办结天数", "实际值": actual}])
    assert pg.evaluate(spec, actuals).results[0].outcome is outcome


def test_without_a_direction_nothing_is_guessed() -> None:
    """A bare 0 stays an error where neither the line nor the catalogue has a direction."""
    text = "指标: 投诉\n  单位: 件\n产出指标\n  投诉: 0 件\n"
    assert [code for code, _, line in codes_of(lambda: pg.loads(text)) if line == 4]


# ---- 取值 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "actual", "inside"),
    [
        case("0~100 公里", "100 公里", True, id="upper-end"),
        case("0~100 公里", "100.01 公里", False, id="just-above"),
        case("0~100 公里", "100000 米", True, id="another-unit"),
        case("0~100 公里", "100001 米", False, id="another-unit-above"),
        case("≥ 10 公里", "10 公里", True, id="lower-end"),
        case("≥ 10 公里", "9.99 公里", False, id="just-below"),
        case("> 10 公里", "10 公里", False, id="open-end"),
        case("≤ 10 公里", "10.5 公里", False, id="cap"),
        case("≥ 10 公里", "—", True, id="unreported-is-not-outside"),
    ],
)
def test_an_actual_outside_the_values(values: str, actual: str, inside: bool) -> None:
    """An actual outside 取值 is a problem of its row, with both numbers in the sentence."""
    spec = pg.loads(f"指标: 管网\n  取值: {values}\n{TABLE}")
    actuals = pg.Actuals.from_rows([{"指标": "管网", "实际值": actual}])
    if inside:
        assert len(pg.evaluate(spec, actuals).results) == 1
        return
    with pytest.raises(pg.ActualsError) as caught:
        pg.evaluate(spec, actuals)
    (problem,) = caught.value.problems
    assert problem.code == "PG527"
    assert actual in problem.message


# ---- 单位 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "outcome"),
    [
        case("100 筐", pg.Outcome.MET, id="the-unit"),
        case("99.99 筐", pg.Outcome.MISSED, id="one-short"),
        case("2500 千克", pg.Outcome.MET, id="the-known-unit"),
        case("2.5 吨", pg.Outcome.MET, id="another-known-unit"),
        case("2.4999 吨", pg.Outcome.MISSED, id="a-little-less"),
        case("0.01 万筐", pg.Outcome.MET, id="with-a-scale"),
    ],
)
def test_an_own_unit_in_target_and_actual(actual: str, outcome: pg.Outcome) -> None:
    """A unit of one's own is converted exactly, in targets and in actuals."""
    spec = pg.loads(BASKETS + HARVEST)
    card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "产量", "实际值": actual}]))
    assert card.results[0].outcome is outcome


def test_an_own_unit_in_the_name_and_the_column() -> None:
    """It is a unit in the brackets of a name and in the column 单位 as well."""
    spec = pg.loads(f"{BASKETS}产出指标\n  产量（筐） ≥ 100\n")
    assert str(spec.indicators[0]) == "产量 ≥ 100 筐"
    rows = [{"指标": "产量", "实际值": "100", "单位": "筐"}]
    assert pg.evaluate(spec, pg.Actuals.from_rows(rows)).results[0].outcome is pg.Outcome.MET


def test_a_fraction_is_exact() -> None:
    """`2000/3 平方米` is two thousand thirds, not 666.67."""
    spec = pg.loads("单位: 垄 = 2000/3 平方米\n产出指标\n  播种 ≥ 3 垄\n")
    with using(spec.units):
        unit = pg.find_unit("垄")
    assert unit is not None
    assert unit.factor == Fraction(2000, 3)
    rows = [{"指标": "播种", "实际值": "2000 平方米"}]
    assert pg.evaluate(spec, pg.Actuals.from_rows(rows)).results[0].outcome is pg.Outcome.MET


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        case("单位: 亩 = 2000/3 平方米\n", ["PG162"], id="known"),
        case("单位: ｋｍ = 3 里\n", ["PG162"], id="known-in-full-width"),
        case("单位: 万吨 = 3 吨\n", ["PG162"], id="known-with-a-scale"),
        case("单位: 筐 = 25 千克\n单位: 筐 = 25 千克\n", ["PG162"], id="twice-alike"),
        case("单位: 筐 = 25 千克\n单位: 筐 = 30 千克\n", ["PG162"], id="twice-otherwise"),
        case("单位: 3筐 = 25 千克\n", ["PG162"], id="a-number-in-the-name"),
        case("单位: 筐 = 25\n", ["PG161"], id="without-unit"),
        case("单位: 筐\n", ["PG161"], id="without-meaning"),
        case("单位: 筐 = 0 千克\n", ["PG161"], id="nothing"),
        case("单位: 筐 = -1 千克\n", ["PG161"], id="less-than-nothing"),
        case("单位: 筐 = 1/0 千克\n", ["PG161"], id="a-zero-below"),
        case("单位: 筐 = 25 公理\n", ["PG201"], id="of-an-unknown-unit"),
        case("单位: 筐 = 25 筐\n", ["PG201"], id="of-itself"),
    ],
)
def test_units_that_are_refused(text: str, expected: list[str]) -> None:
    """A unit is defined once, by a number above zero of a known one, and never anew."""
    assert [code for code, _, _ in codes_of(lambda: pg.loads(text))] == expected


def test_a_unit_of_a_unit_of_ones_own() -> None:
    """A definition may build on the one above it."""
    spec = pg.loads(f"{BASKETS}单位: 车 = 40 筐\n产出指标\n  产量 ≥ 1 车\n")
    rows = [{"指标": "产量", "实际值": "1 吨"}]
    assert pg.evaluate(spec, pg.Actuals.from_rows(rows)).results[0].outcome is pg.Outcome.MET


def test_a_unit_does_not_leak() -> None:
    """What one spec defines, another does not know: neither its targets nor its actuals."""
    pg.loads(BASKETS + HARVEST)
    assert pg.find_unit("筐") is None
    assert [code for code, _, _ in codes_of(lambda: pg.loads(HARVEST))] == ["PG201"]
    spec = pg.loads("产出指标\n  产量 ≥ 100 千克\n")
    with pytest.raises(pg.ActualsError):
        pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "产量", "实际值": "100 筐"}]))


def test_a_unit_does_not_leak_within_a_folder(tmp_path: Path) -> None:
    """Of two specs in one folder only the one that uses the catalogue knows its units."""
    write(
        tmp_path,
        {
            "a.pg": f"引用: units.pg\n{HARVEST}",
            "b.pg": HARVEST,
            "units.pg": BASKETS,
        },
    )
    assert codes_of(lambda: pg.load_folder(tmp_path)) == [("PG201", "b.pg", 2)]


def test_two_specs_may_mean_different_units_by_one_name() -> None:
    """筐 is 25 千克 here and 30 千克 there, in one run."""
    light = pg.loads(BASKETS + HARVEST)
    heavy = pg.loads("单位: 筐 = 30 千克\n" + HARVEST)
    actuals = pg.Actuals.from_rows([{"指标": "产量", "实际值": "2.6 吨"}])
    outcomes = [pg.evaluate(spec, actuals).results[0].outcome for spec in (light, heavy, light)]
    assert outcomes == [pg.Outcome.MET, pg.Outcome.MISSED, pg.Outcome.MET]


def test_check_knows_the_units_of_each_spec(tmp_path: Path) -> None:
    """PG305 holds a target in 筐 against a catalogue in 筐, and finds nothing."""
    catalogue = f"{BASKETS}指标: 产量\n  单位: 筐\n"
    write(tmp_path, {"catalog.pg": catalogue, "a.pg": f"引用: catalog.pg\n{HARVEST}"})
    assert check_all(pg.load_folder(tmp_path)) == ()
