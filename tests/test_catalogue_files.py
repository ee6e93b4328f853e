"""Files that take in a catalogue with `引用:`, files of definitions only, and the time it takes."""

from __future__ import annotations

import gc
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import perfgoals as pg
from catalogues import BASKETS, CATALOGUE, HARVEST, TABLE, codes_of, write
from command import run
from perfgoals.checking import check_all

case = pytest.param


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


def test_a_result_names_every_file_it_was_made_with(tmp_path: Path) -> None:
    """A catalogue that is changed is another: what is taken in has its digest beside the spec's."""
    files = {
        "a.pg": f"引用: sub/middle.pg\n{HARVEST}",
        "sub/middle.pg": "引用: units.pg\n",
        "sub/units.pg": BASKETS,
    }
    write(tmp_path, files)
    folder = pg.load_folder(tmp_path)
    spec = next(x for x in folder if not x.is_definitions)
    taken = {Path(path).relative_to(tmp_path).as_posix(): digest for path, digest in spec.uses}
    wanted = {
        name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
        for name in ("sub/middle.pg", "sub/units.pg")
    }
    assert taken == wanted
    rows = pg.Actuals.from_rows([{"指标": spec.indicators[0].name, "实际值": "1 筐"}])
    card = pg.evaluate(spec, rows)
    assert [x["sha256"] for x in card.to_dict()["provenance"]["uses"]] == [
        digest for _, digest in spec.uses
    ]
    page = pg.render(card, "md").decode("utf-8")
    assert all(digest in page for digest in wanted.values())


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
