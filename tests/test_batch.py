"""Several specs against one set of rows: what goes to which, and what is said of what goes to none."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs
import pytest

import perfgoals as pg
from perfgoals.evaluation.batch import Batch, evaluate_all
from small import CITY

TABLE = "{}年度: 2023\n产出指标\n  管网 ≥ 80 公里\n    时限: 2023-10-31\n"


def specs_of(*regions: str) -> list[pg.Spec]:
    """A small table of each region; one without a name says none."""
    return [
        pg.loads(TABLE.format(f"地区: {region}\n" if region else ""), path=f"{region or '无'}.pg")
        for region in regions
    ]


def rows_of(*regions: str, actual: str = "80") -> pg.Actuals:
    """A row of each region."""
    named = [{"地区": region} if region else {} for region in regions]
    return pg.Actuals.from_rows([{"指标": "管网", "实际值": actual} | each for each in named])


def told(batch: Batch[pg.Scorecard]) -> list[tuple[str, str, int, dict[str, str]]]:
    """Code, path, line and values of each problem."""
    return [
        (problem.code, problem.span.path, problem.span.line, {k: str(v) for k, v in problem.values})
        for problem in batch.problems
        if problem.span
    ]


def twice(region: str, path: str) -> tuple[str, str, int, dict[str, str]]:
    return "PG533", path, 1, {"region": region}


def nothing(region: str, path: str, regions: str) -> tuple[str, str, int, dict[str, str]]:
    return "PG530", path, 1, {"region": region, "path": "<rows>", "regions": regions}


def homeless(line: int, regions: str) -> tuple[str, str, int, dict[str, str]]:
    return "PG532", "<rows>", line, {"regions": regions}


TWENTY = [f"{number}市" for number in range(20)]


@pytest.mark.parametrize(
    ("specs", "rows", "cards", "problems"),
    [
        pytest.param(["甲市", "乙市"], ["甲市", "乙市"], 2, [], id="each-its-own"),
        pytest.param(["甲市"], [""], 1, [], id="one-takes-what-names-none"),
        pytest.param(
            ["甲市", "甲市"], ["甲市"], 2, [twice("甲市", "甲市.pg")], id="a-region-twice"
        ),
        pytest.param(
            ["", ""],
            [""],
            0,
            [twice("—", "无.pg"), homeless(1, "—、—")],
            id="no-region-twice",
        ),
        pytest.param(
            ["甲市", "乙市"],
            ["甲市", ""],
            1,
            [homeless(2, "甲市、乙市")],
            id="a-row-without-region",
        ),
        pytest.param(TWENTY, [""], 0, [homeless(1, "、".join(TWENTY))], id="twenty-regions"),
        pytest.param(
            [*TWENTY, "甲市"], [""], 0, [homeless(1, "、".join([*TWENTY, "…"]))], id="more-regions"
        ),
        pytest.param([""], ["甲市"], 0, [nothing("—", "无.pg", "甲市")], id="no-row-for-no-region"),
        pytest.param(
            ["甲市"], "ABCDE", 0, [nothing("甲市", "甲市.pg", "A、B、C、D、E")], id="rows-of-five"
        ),
        pytest.param(
            ["汕尾市"],
            [*"ABCDE", "汕头市"],
            0,
            [nothing("汕尾市", "汕尾市.pg", "汕头市、A、B、C、D、…")],
            id="the-nearest-first",
        ),
    ],
)
def test_rows_go_to_the_spec_of_their_region(
    specs: Sequence[str],
    rows: Sequence[str],
    cards: int,
    problems: list[tuple[str, str, int, dict[str, str]]],
) -> None:
    """What could go to several, or to none, is told at its place, with the regions that there are."""
    batch = evaluate_all(specs_of(*specs), rows_of(*rows))
    assert (len(batch.cards), len(batch.failed)) == (cards, len(specs) - cards)
    assert told(batch) == problems


def test_a_region_twice_points_to_the_first() -> None:
    """Both places are shown."""
    first, second = specs_of("甲市")[0], pg.loads("文号: 甲\n" + TABLE.format("地区: 甲市\n"))
    (problem,) = evaluate_all([second, first], rows_of("甲市")).problems
    assert problem.span is not None
    (related,) = problem.related
    assert related.span is not None
    assert (problem.span.line, related.phrase, related.span.line) == (1, "related.first", 2)


def test_a_table_without_a_region_is_pointed_to_at_its_first_line() -> None:
    """There is no line that says it."""
    (problem,) = evaluate_all(specs_of(""), rows_of("甲市")).problems
    assert problem.span == pg.Span(path="无.pg", line=1)


def test_the_day_and_the_going_on_are_those_of_the_call() -> None:
    """Every spec is judged by the same day; a wrong row leaves its spec out unless one goes on."""
    day = datetime.date(2023, 6, 30)
    (card,) = evaluate_all(specs_of("甲市"), rows_of("甲市", actual="9"), as_of=day).cards
    assert card.results[0].outcome is pg.Outcome.NOT_DUE
    wrong = rows_of("甲市", actual="9 吨")
    assert [len(evaluate_all(specs_of("甲市"), wrong).cards)] == [0]
    batch = evaluate_all(specs_of("甲市"), wrong, keep_going=True)
    assert (len(batch.cards), [problem.code for problem in batch.problems]) == (1, ["PG516"])


@pytest.mark.parametrize("count", [5, 6])
def test_rows_of_other_regions_are_counted(count: int) -> None:
    """Five of their names are shown."""
    batch = evaluate_all(specs_of("甲市"), rows_of("甲市", *"ABCDEF"[:count]))
    assert [note.en for note in batch.notes] == [
        f"{count} more row(s) of regions without a target table (A、B、C、D、E) are not counted"
    ]


def test_columns_and_sheets_that_are_not_read_are_told() -> None:
    """Ten of each are shown."""
    names = tuple(f"列{number}" for number in range(11))
    actuals = attrs.evolve(rows_of("甲市"), ignored=names, other_sheets=names)
    said = [note.zh for note in evaluate_all(specs_of("甲市"), actuals).notes]
    assert len(said) == 2
    for note in said:
        assert "、".join(names[:10]) in note
        assert "列10" not in note


def test_rows_without_a_region_among_rows_of_others_are_told() -> None:
    """A region that is written once for a block of rows leaves blanks that may be another region's."""
    spec = pg.loads(CITY.format("甲县"))
    rows = [("甲县", "新建管网", "81公里"), ("乙县", "新建管网", "50公里"), ("", "收入", "达成")]
    keys = ("地区", "指标", "实际值")
    actuals = pg.Actuals.from_rows([dict(zip(keys, row, strict=True)) for row in rows])
    notes = [note.en for note in evaluate_all([spec], actuals).notes]
    assert len(notes) == 2
    assert "1 row(s) without a region count for 甲县" in notes[1]
