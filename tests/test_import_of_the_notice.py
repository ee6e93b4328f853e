"""Import of the official notice: the thirteen specs that were typed from it, with no hand work."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

import attrs
import pytest

import perfgoals as pg
from official import NOTICE, REGIONS, SPECS, TARGETS, TASK_LIST, with_notice
from perfgoals.importing import ImportedDocument, import_document

HEADER = (
    *("fund", "region", "year", "document", "provincial_department", "department"),
    *("amount", "goal"),
)
CELLS = NOTICE.parents[1] / "samples" / "cells.tsv"


@functools.cache
def notice() -> ImportedDocument:
    """The notice, imported once."""
    return import_document(NOTICE)


def imported(region: str) -> pg.Spec:
    (text,) = (each.text for each in notice().regions if each.name == region)
    return pg.loads(text)


@with_notice
def test_the_regions_are_those_of_the_notice() -> None:
    """Thirteen regions in its order, 236 indicators, 126 tasks, and nothing doubtful."""
    document = notice()
    assert [region.name for region in document.regions] == list(REGIONS)
    assert sum(region.indicators for region in document.regions) == 236
    assert sum(region.tasks for region in document.regions) == 126
    assert document.doubts == ()


@with_notice
@pytest.mark.parametrize("region", REGIONS)
def test_a_region_equals_the_spec_that_was_typed(region: str) -> None:
    """Header, indicators and tasks are equal; what a task's text promises in numbers is typed by hand."""
    mine, typed = imported(region), pg.load(SPECS / f"{REGIONS[region][0]}.pg")
    for key in HEADER:
        assert getattr(mine, key) == getattr(typed, key), key
    assert [
        (entry.levels, entry.indicator.name, entry.indicator.target, entry.indicator.weight)
        for entry in mine.entries
    ] == [
        (entry.levels, entry.indicator.name, entry.indicator.target, entry.indicator.weight)
        for entry in typed.entries
    ]
    assert mine.tasks == tuple(attrs.evolve(task, targets=()) for task in typed.tasks)


@with_notice
def test_the_targets_are_those_of_targets_csv() -> None:
    """All 236 rows of the table that was typed by hand, in its order."""
    found = [
        (region, *entry.levels, entry.indicator.name, entry.indicator.target)
        for region in REGIONS
        for entry in imported(region).entries
    ]
    wanted = []
    with TARGETS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            target = pg.parse_target(row["value"], name=row["name"], year=2023)
            bare = row["name"]
            if any(map(str.isdecimal, row["value"])):
                bare = bare[: max(bare.rfind("（"), bare.rfind("("))]
            wanted.append((row["region"], row["level1"], row["level2"], bare, target))
    assert found == wanted


@with_notice
def test_the_tasks_are_those_of_tasks_csv() -> None:
    """All 126 rows of the list that was typed by hand, in its order."""
    words = {"binding": "约束性任务", "guiding": "指导性任务"}
    found = [
        [
            *(region, task.department, task.purpose, words[task.type.value], task.name),
            *(task.implementation, task.quantity_text, task.deadline_text, task.remarks or ""),
        ]
        for region in REGIONS
        for task in imported(region).tasks
    ]
    with TASK_LIST.open(encoding="utf-8", newline="") as file:
        wanted = [list(row.values())[:9] for row in csv.DictReader(file)]
    assert found == wanted


@with_notice
def test_every_cell_of_the_notice_is_used() -> None:
    """Each text between two tabs is listed once, and none of them is ignored or doubted."""
    lines = NOTICE.read_text(encoding="utf-8").split("\n")
    wanted = [
        (f"line {number}, column {column}", cell.strip())
        for number, line in enumerate(lines, 1)
        if "\t" in line
        for column, cell in enumerate(line.split("\t"), 1)
        if cell.strip()
    ]
    cells = [cell for cell in notice().cells if "column" in cell.place]
    assert [(cell.place, cell.text) for cell in cells] == wanted
    assert {cell.use for cell in cells} == {"heading", "header", "level", "name", "value", "task"}


@with_notice
def test_real_value_cells_are_read_or_doubted(tmp_path: Path) -> None:
    """Every cell of the samples becomes the target that `parse_target` reads, or a doubt."""
    with CELLS.open(encoding="utf-8", newline="") as file:
        samples = list(csv.DictReader(file, delimiter="\t"))
    doubted = []
    for number, row in enumerate(samples):
        path = tmp_path / f"{number}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["年度", "一级指标", "三级指标", "指标值"])
            writer.writerow(["2023", "产出指标", row["name"], row["cell"]])
        document = import_document(path)
        doubted += [(doubt.cell, doubt.reason_code) for doubt in document.doubts]
        if not document.doubts:
            (indicator,) = pg.loads(document.regions[0].text).indicators
            assert indicator.target == pg.parse_target(row["cell"], name=row["name"], year=2023)
    assert doubted == [("0%", "PG145"), ("28.8万元", "PG203")]
