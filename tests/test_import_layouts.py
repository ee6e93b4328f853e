"""The official forms in `imports/`: what is expected of their import can be said in the language.

These tests need no importer. They hold the expectations, which are typed by hand, against the
documents and against the language, so that `test_imports.py` asks for nothing impossible.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg
from perfgoals.levels import level

IMPORTS = Path(__file__).parent / "imports"
DOCUMENTS = sorted(
    path for path in IMPORTS.iterdir() if path.suffix in {".txt", ".md", ".csv", ".xlsx", ".docx"}
)
HEADER = (
    ("资金", "fund"),
    ("年度", "year"),
    ("文号", "document"),
    ("省级主管部门", "provincial_department"),
    ("主管部门", "department"),
    ("金额", "amount"),
    ("总体目标", "goal"),
)

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)


def expected(document: Path) -> dict[str, Any]:
    """What an import must make of a document, as typed by hand."""
    found = json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def listed_cells(document: Path) -> dict[str, Any]:
    """Every filled cell of its tables, and the lines outside of them."""
    found = json.loads(document.with_suffix(".cells.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def same_levels(names: list[str] | tuple[str, ...]) -> list[str]:
    """Levels by their official names: 产出 is 产出指标."""
    return [level("".join(name.split())) for name in names]


def squeezed(text: str | None) -> str:
    """A text without the white space that a form's line breaks leave in it."""
    return "".join((text or "").split())


def group_weights(region: dict[str, Any]) -> dict[str, Decimal]:
    """Points of the first level: as printed, else what all of its indicators add up to."""
    if "group_weights" in region:
        return {name: Decimal(points) for name, points in region["group_weights"].items()}
    sums: dict[str, Decimal] = {}
    for row in region["indicators"]:
        if row["weight"] is None:
            return {}
        sums[row["levels"][0]] = sums.get(row["levels"][0], Decimal(0)) + Decimal(row["weight"])
    return sums


def assert_as_expected(spec: pg.Spec, region: dict[str, Any]) -> None:
    """A spec holds the header, the indicators and the tasks that a region's expectation names."""
    assert spec.region == region["name"]
    for key, value in region["header"].items():
        found = getattr(spec, key)
        if isinstance(value, str):
            assert squeezed(str(found)) == squeezed(value), key
        else:
            assert found == value, key
    assert [
        [
            same_levels(entry.levels),
            entry.indicator.name,
            str(entry.indicator.target),
            entry.indicator.weight,
        ]
        for entry in spec.entries
    ] == [
        [
            same_levels(row["levels"]),
            row["name"],
            row["target"],
            None if row["weight"] is None else Decimal(row["weight"]),
        ]
        for row in region["indicators"]
    ]
    printed = {level(name): points for name, points in region.get("group_weights", {}).items()}
    for group in spec.members:
        if level(group.name) in printed:
            assert group.weight == Decimal(printed[level(group.name)]), group.name
    tasks = region.get("tasks", [])
    assert len(spec.tasks) == len(tasks)
    for task, wanted in zip(spec.tasks, tasks, strict=True):
        assert task.type.value == wanted["type"]
        for key in wanted.keys() - {"type"}:
            assert squeezed(getattr(task, key)) == squeezed(wanted[key]), (task.name, key)


def written(region: dict[str, Any]) -> str:
    """The expectation of a region as a plain spec."""
    lines = [f"地区: {region['name']}"] if region["name"] else []
    for word, key in HEADER:
        if region["header"].get(key) is not None:
            lines.append(f"{word}: {region['header'][key]}")
    weights = group_weights(region)
    above: list[str] = []
    for row in region["indicators"]:
        levels = row["levels"]
        for depth, name in enumerate(levels):
            if above[: depth + 1] != levels[: depth + 1]:
                points = f" [{weights[name]}分]" if depth == 0 and name in weights else ""
                lines.append("  " * depth + name + points)
        above = levels
        points = f" [{row['weight']}分]" if row["weight"] else ""
        lines.append("  " * len(levels) + f"「{row['name']}」: {row['target']}{points}")
    words = {"binding": "约束性任务", "guiding": "指导性任务"}
    for task in region.get("tasks", []):
        lines += [
            f"任务: {task['name']}",
            f"  性质: {words[task['type']]}",
            f"  主管部门: {task['department']}",
            f"  用途类别: {task['purpose']}",
            f"  实施方式: {task['implementation']}",
            f"  完成时限: {task['deadline_text']}",
            f"  任务量: {task['quantity_text']}",
        ]
        lines += [f"  备注: {task['remarks']}"] if task["remarks"] else []
    return "\n".join(lines) + "\n"


def test_there_are_enough_layouts() -> None:
    """Ten layouts and more, each with its expectation and the list of its cells."""
    assert len(DOCUMENTS) >= 10
    for document in DOCUMENTS:
        assert expected(document)["regions"]
        assert len(listed_cells(document)["cells"]) > 20


def contents(path: Path) -> list[list[str]] | bytes:
    """What a person reads in a file; of a workbook or Word file the texts of each part."""
    if path.suffix not in {".xlsx", ".docx"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return [
            re.findall(r"<(?:w:t|t|v|mergeCell)\b([^<]*)<", packed.read(name).decode("utf-8"))
            for name in sorted(packed.namelist())
            if re.search(r"sheet\d*\.xml|sharedStrings|word/document\.xml", name)
        ]


def test_documents_are_those_of_the_layouts(tmp_path: Path) -> None:
    """The committed documents and lists of cells are what the layouts make today."""
    subprocess.run([sys.executable, IMPORTS / "make_documents.py", tmp_path], check=True)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made
    for name in made:
        assert contents(IMPORTS / name) == contents(tmp_path / name), name


@documents
def test_what_is_expected_can_be_written(document: Path) -> None:
    """Each region's expectation is a legal spec, weights included, and reads back as itself."""
    for region in expected(document)["regions"]:
        spec = pg.loads(written(region))
        assert_as_expected(spec, region)
        first = region["indicators"][0]
        rows = [{"地区": region["name"] or "", "指标": first["name"], "实际值": ""}]
        if len([row for row in region["indicators"] if row["name"] == first["name"]]) == 1:
            card = pg.evaluate(spec, pg.Actuals.from_rows(rows))
            assert sum((result.weight for result in card.results), Decimal(0)) == 100


@documents
def test_every_expected_cell_is_listed(document: Path) -> None:
    """What is expected of names and doubts stands in the document itself."""
    cells = listed_cells(document)["cells"]
    names = {squeezed(text) for _, text, uses in cells if "name" in uses.split("|")}
    for region in expected(document)["regions"]:
        for row in region["indicators"]:
            name = squeezed(row["name"]).replace("|", r"\|")
            assert any(printed.startswith(name) for printed in names), name
    doubted = {(place, text) for place, text, uses in cells if uses == "doubt"}
    listed = {
        (doubt["place"], doubt["cell"]) for doubt in expected(document)["doubts"] if doubt["cell"]
    }
    assert listed == doubted


DOUBTFUL = IMPORTS / "10-doubtful.csv"
DOUBTS = {doubt["name"]: doubt["code"] for doubt in expected(DOUBTFUL)["doubts"]}


@pytest.mark.parametrize("name", DOUBTS)
def test_doubts_are_errors_of_the_language(name: str) -> None:
    """A cell that is expected to be doubted is one that the language refuses, for that reason."""
    with DOUBTFUL.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 6]
    # The last row of the name: the first 扶持合作社 is good, only the second repeats it.
    printed, value, unit = next(
        row[2:5] for row in reversed(rows) if row[2].partition("（")[0] == name
    )
    group = "成本指标" if name in {"补贴总额", "检测费"} else "数量指标"
    line = f"{printed}（{unit}）: {value}" if unit else f"{printed}: {value}"
    text = f"产出指标\n  {group}\n    {line}\n    扶持合作社 ≥ 15 家\n"
    with pytest.raises(pg.SpecError) as caught:
        pg.loads(text)
    codes = {problem.code for problem in caught.value.problems}
    assert len(codes) == 1
    assert DOUBTS[name] is None or codes == {DOUBTS[name]}
