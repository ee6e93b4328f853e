"""The catalogue: `指标:`, `单位:` and `引用:`, from the file to the score."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import perfgoals as pg
from command import run
from perfgoals.attributes import Aggregation, Reporting
from perfgoals.checking import check_all
from perfgoals.units import using

case = pytest.param

TABLE = "产出指标\n  管网: 80 公里\n"
CATALOGUE = """\
指标: 管网
  单位: 公里
  级别: 产出指标/数量指标
  方向: 正向
  口径: 合计
  报送: 累计
  取值: ≥ 0 公里
  说明: 只计新建
"""
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


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def codes_of(load: Callable[[], object]) -> list[tuple[str, str, int]]:
    """Code, file and line of all that is wrong."""
    with pytest.raises(pg.SpecError) as caught:
        load()
    return [
        (problem.code, Path(problem.span.path).name, problem.span.line)
        for problem in caught.value.problems
        if problem.span
    ]


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

BASKETS = "单位: 筐 = 25 千克\n"
HARVEST = "产出指标\n  产量 ≥ 100 筐\n"


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


# ---- 引用 -----------------------------------------------------------------------------------------


def test_a_spec_takes_in_a_catalogue(tmp_path: Path) -> None:
    """Indicators, units and methods of another file are known."""
    method = "办法: 从严\n  沿用: 财预〔2020〕10号\n  等级\n    优 ≥ 95\n    差 ≥ 0\n"
    write(
        tmp_path,
        {
            "catalog.pg": CATALOGUE + BASKETS + method,
            "a.pg": f"引用: catalog.pg\n评分办法: 从严\n{TABLE}  产量 ≥ 1 筐\n",
        },
    )
    spec = pg.load(tmp_path / "a.pg")
    assert spec.method.name == "从严"
    assert spec.indicators[0].definition == spec.catalogue[0]
    assert [unit.name for unit in spec.units] == ["筐"]
    assert spec.definitions.indicators == ()


def test_what_is_taken_in_is_taken_on(tmp_path: Path) -> None:
    """Definitions come through a file in between, each path from its own folder."""
    write(
        tmp_path,
        {
            "a.pg": f"引用: sub/middle.pg\n{HARVEST}",
            "sub/middle.pg": "引用: deep/units.pg\n",
            "sub/deep/units.pg": BASKETS,
        },
    )
    assert [unit.name for unit in pg.load(tmp_path / "a.pg").units] == ["筐"]


def test_one_file_by_two_ways_is_taken_in_once(tmp_path: Path) -> None:
    """A diamond is no double definition: it is the same file."""
    write(
        tmp_path,
        {
            "a.pg": f"引用: left.pg\n引用: right.pg\n{TABLE}",
            "left.pg": "引用: base.pg\n指标: 道路\n",
            "right.pg": "引用: base.pg\n指标: 桥梁\n",
            "base.pg": CATALOGUE + BASKETS,
        },
    )
    names = [definition.name for definition in pg.load(tmp_path / "a.pg").catalogue]
    assert sorted(names) == sorted(["管网", "道路", "桥梁"])


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        case({"a.pg": f"引用: a.pg\n{TABLE}"}, [("PG167", "a.pg", 1)], id="itself"),
        case(
            {"a.pg": f"引用: b.pg\n{TABLE}", "b.pg": "引用: c.pg\n", "c.pg": "引用: b.pg\n"},
            [("PG167", "c.pg", 1)],
            id="a-cycle-of-two",
        ),
        case({"a.pg": f"# 一\n引用: b.pg\n{TABLE}"}, [("PG168", "a.pg", 2)], id="missing"),
        case({"a.pg": f"引用: d\n{TABLE}", "d/x.pg": ""}, [("PG168", "a.pg", 1)], id="a-folder"),
        case(
            {"a.pg": f"引用: b.pg\n{TABLE}", "b.pg": TABLE},
            [("PG169", "a.pg", 1)],
            id="a-table-is-no-catalogue",
        ),
        case(
            {"a.pg": f"引用: ../b.pg\n{TABLE}"},
            [("PG166", "a.pg", 1)],
            id="leaves-the-folder",
        ),
        case(
            {"a.pg": f"引用: sub/../../b.pg\n{TABLE}", "sub/x.pg": CATALOGUE},
            [("PG166", "a.pg", 1)],
            id="leaves-by-a-detour",
        ),
        case({"a.pg": f"引用: /etc/passwd\n{TABLE}"}, [("PG166", "a.pg", 1)], id="absolute"),
        case(
            {"a.pg": f"引用: b.pg\n{CATALOGUE}{TABLE}", "b.pg": CATALOGUE},
            [("PG163", "a.pg", 2)],
            id="two-definitions-in-two-files",
        ),
        case(
            {"a.pg": f"引用: b.pg\n{BASKETS}{HARVEST}", "b.pg": BASKETS},
            [("PG162", "a.pg", 2)],
            id="one-unit-in-two-files",
        ),
        case(
            {"a.pg": f"引用: b.pg\n{TABLE}", "b.pg": "单位: 亩 = 2000/3 平方米\n"},
            [("PG162", "b.pg", 1)],
            id="an-error-is-told-where-it-is",
        ),
    ],
)
def test_what_cannot_be_taken_in(
    files: dict[str, str], expected: list[tuple[str, str, int]], tmp_path: Path
) -> None:
    """Each is an error with its file and line, and the only one."""
    write(tmp_path, files)
    assert codes_of(lambda: pg.load(tmp_path / "a.pg")) == expected


def test_one_unit_defined_in_two_files_that_are_used(tmp_path: Path) -> None:
    """Two catalogues that define one unit cannot be used together, unless they mean the same file."""
    write(
        tmp_path,
        {
            "a.pg": f"引用: b.pg\n引用: c.pg\n{HARVEST}",
            "b.pg": BASKETS,
            "c.pg": "单位: 筐 = 30 千克\n",
        },
    )
    assert codes_of(lambda: pg.load(tmp_path / "a.pg")) == [("PG162", "a.pg", 2)]


def test_the_caller_gives_the_root(tmp_path: Path) -> None:
    """A path may leave the folder of the file where the root is above it."""
    write(tmp_path, {"catalog.pg": CATALOGUE, "sub/a.pg": f"引用: ../catalog.pg\n{TABLE}"})
    assert codes_of(lambda: pg.load(tmp_path / "sub" / "a.pg")) == [("PG166", "a.pg", 1)]
    assert pg.load(tmp_path / "sub" / "a.pg", root=tmp_path).catalogue
    assert [bool(spec.catalogue) for spec in pg.load_folder(tmp_path)] == [True]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_does_not_lead_out(tmp_path: Path) -> None:
    """A symbolic link within the root to a file outside it is outside."""
    write(tmp_path, {"out.pg": CATALOGUE, "in/a.pg": f"引用: link.pg\n{TABLE}"})
    (tmp_path / "in" / "link.pg").symlink_to(tmp_path / "out.pg")
    assert codes_of(lambda: pg.load(tmp_path / "in" / "a.pg")) == [("PG166", "a.pg", 1)]


def test_a_text_has_no_folder() -> None:
    """A spec that is no file cannot take in another."""
    text = f"引用: catalog.pg\n{TABLE}"
    assert codes_of(lambda: pg.loads(text)) == [("PG160", "<text>", 1)]


# ---- files of definitions only ---------------------------------------------------------------------


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a table, a catalogue and actuals."""
    write(
        tmp_path,
        {
            "d/catalog.pg": CATALOGUE,
            "d/a.pg": "地区: 汕头市\n引用: catalog.pg\n产出\n  数量\n    管网: 80 公里\n",
            "a.csv": "地区,指标,实际值\n汕头市,管网,81 公里\n",
        },
    )
    return tmp_path


def test_eval_skips_files_of_definitions(work: Path) -> None:
    """A folder with a catalogue, or the catalogue named beside its user, gives one scorecard."""
    alone = run(work, "eval", "d/a.pg", "a.csv")
    assert (alone.code, alone.err) == (0, "")
    assert run(work, "eval", "d", "a.csv").out == alone.out
    assert run(work, "eval", "d/catalog.pg", "d/a.pg", "a.csv").out == alone.out


def test_eval_of_definitions_only(work: Path) -> None:
    """Where nothing is promised there is nothing to score, which is a wrong call."""
    done = run(work, "eval", "d/catalog.pg", "a.csv")
    assert (done.code, done.out) == (2, "")
    assert "PG910" in done.err


def test_show_and_check_of_a_catalogue(work: Path) -> None:
    """A catalogue alone is legal to check: its definitions are for others."""
    assert run(work, "check", "d/catalog.pg").code == 0
    assert run(work, "check", "d").code == 0


# ---- how long it takes -----------------------------------------------------------------------------


def seconds(work: Callable[[], object]) -> float:
    """The best of several runs, without the garbage collector's own rhythm."""
    best = float("inf")
    for _ in range(5):
        gc.collect()
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def big_table(count: int, catalogue: bool) -> str:
    lines = (
        [f"指标: 第{number}项工程\n  单位: 公里\n" for number in range(count)] if catalogue else []
    )
    lines.append("地区: 汕头市\n年度: 2023\n产出指标\n")
    lines += [f"  第{number}项工程 ≥ {number % 97 + 1} 公里\n" for number in range(count)]
    return "".join(lines)


@pytest.mark.parametrize(
    ("tables", "count", "catalogue"),
    [
        case(1, 10_000, False, id="one-big-table"),
        case(10, 1_000, False, id="ten-peers"),
        case(1, 5_000, True, id="with-a-catalogue"),
    ],
)
def test_checking_takes_at_most_twice_the_time_of_loading(
    tables: int, count: int, catalogue: bool
) -> None:
    """Both are measured in this run, so that a slow machine does not matter."""
    text = big_table(count, catalogue)
    specs = [pg.loads(text, path=f"{number}.pg") for number in range(tables)]
    loading = seconds(lambda: [pg.loads(text) for _ in range(tables)])
    checking = seconds(lambda: check_all(specs))
    assert checking <= 2.0 * loading


def test_checking_many_tasks_and_odd_names() -> None:
    """Names that are in no catalogue are compared with it, and indicators with tasks: no square."""
    count = 600
    text = "指标: 农村生活污水治理率\n"
    text += "年度: 2023\n产出指标\n"
    text += "".join(f"  新修第{number}号道路 ≥ 3 公里\n" for number in range(count))
    text += "".join(
        f"任务: 新修第{number}号道路工程\n  性质: 约束性任务\n  新修第{number}号道路 ≥ 3 公里\n"
        for number in range(count)
    )
    spec = pg.loads(text)
    loading = seconds(lambda: pg.loads(text))
    assert seconds(lambda: check_all((spec,))) <= 2.0 * loading
