"""The list made by eye (by_eye.csv) and what `perfgoals check` finds in the real specs, both ways.

by_eye.csv names lines of the notice. targets.csv and tasks.csv have the same lines, and a region's
rows stand there in the order of its spec, which test_notice.py and test_tasks_of_the_notice.py hold.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import make_findings
import perfgoals as pg
from command import run
from make_findings import SPECS, others, places
from official import REGIONS, TARGETS, TASK_LIST, typed_rows
from perfgoals.checking import check_all

ROOT = Path(__file__).resolve().parents[1]
HEADER = "市县业务主管部门"

# What each kind of row is found by.
CODES = {
    "value": {"PG301"},
    "no_indicator": {"PG302"},
    "no_task": {"PG303"},
    "heading": {"PG304"},
    "outlier": {"PG306"},
    "name": {"PG307"},
    "slip": {"PG315", "PG316", "PG317", "PG320"},
    "shift": {"PG321"},
}

# Rows of by_eye.csv that are not found, by region and line, and why.
NOT_FOUND = {
    (
        "汕尾市",
        "308",
    ): "the spec has the unit behind the value; of （万元） and (万元) nothing is left",
    ("湛江市", "362"): "the same: ≥44公里 and （公里）… ≥ 44 are typed alike",
    ("湛江市", "97"): "four cities have this task, too few for a custom; a gazetteer would show it",
    ("云浮市", "167"): "the same",
    (
        "茂名市",
        "112",
    ): "only who knows the matter sees that 总分院 should be 总院: no word is doubled",
}

# Findings that are not in by_eye.csv, and why they stand.
ACCEPTED = {
    (
        "肇庆市",
        "PG302",
        "县域医共体检查检验结果互认项目",
    ): "1-2 个卫生院 is a quantity that the table"
    " does not measure; by_eye.md has it among the promises that no table measures",
    (
        "汕尾市",
        "PG303",
        "县域医共体信息化建设",
    ): "by_eye.md is generous here and says so: the task it"
    " takes to stand behind it promises neither 互联互通 nor 远程医疗",
    ("肇庆市", "PG307", "县域医共体基层医疗机构特色科室建设（任务）"): "the task's target has the"
    " name of the table's row, which is in by_eye.csv (419)",
    (
        "茂名市",
        "PG321",
        "推动乡镇（街道）、行政村（社区）新时代文明实践所（站）提档升级、提质扩面",
    ): "the other end of the shift at 104: the remark is missing here, as the row says",
    ("茂名市", "PG321", "人居环境改善提升"): "the remark of 生态环境局's task is one row off too:"
    " by_eye.md has it under layout (110)",
}


@cache
def specs() -> tuple[pg.Spec, ...]:
    return pg.load_folder(SPECS)


@cache
def findings() -> tuple[pg.Problem, ...]:
    return check_all(specs())


def spec_of(region: str) -> pg.Spec:
    (spec,) = (each for each in specs() if each.region == region)
    return spec


def line_of(span: pg.Span | None) -> int:
    assert span is not None
    return span.line


@cache
def spec_lines() -> dict[tuple[str, str], int]:
    """The line of a spec for each line of the notice: by region and line."""
    lines: dict[tuple[str, str], int] = {}
    for region in REGIONS:
        spec = spec_of(region)
        spans = [each.span for each in spec.indicators] + [task.span for task in spec.tasks]
        rows = [
            row
            for table in (TARGETS, TASK_LIST)
            for row in typed_rows(table)
            if row["region"] == region
        ]
        for row, span in zip(rows, spans, strict=True):
            lines[region, row["line"]] = line_of(span)
    return lines


def by_eye() -> list[dict[str, str]]:
    return typed_rows(ROOT / "tests" / "by_eye.csv")


def line_in_spec(row: dict[str, str]) -> int:
    if row["name"] == HEADER:
        return line_of(dict(spec_of(row["region"]).places)["department"])
    return spec_lines()[row["region"], row["line"]]


def task_line(row: dict[str, str]) -> int:
    """The line of the spec where the other side of a contradiction begins."""
    return spec_lines()[row["region"], row["other_line"]]


def fits(problem: pg.Problem, row: dict[str, str]) -> bool:
    """Whether a finding is the one that a row of by_eye.csv describes."""
    spec = spec_of(row["region"])
    here = [span.line for span in places(problem) if span.path == spec.path]
    if problem.code not in CODES[row["kind"]] or line_in_spec(row) not in here:
        return False
    values = dict(problem.values)
    if row["kind"] == "value":
        (task,) = (task for task in spec.tasks if line_of(task.span) == task_line(row))
        lines = {line_of(target.span) for target in task.targets}
        return {span.line for span in others(problem)} <= lines
    if problem.code == "PG315":  # two words of one text can be doubled
        return str(values["word"]) in row["what"]
    return True


def label(row: dict[str, str]) -> str:
    return f"{row['region']}-{row['kind']}-{row['line']}-{row['what'][:8]}"


# ---- both ways --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", by_eye(), ids=label)
def test_what_was_seen_by_eye_is_found(row: dict[str, str]) -> None:
    """Each row of by_eye.csv is exactly one finding, but for those that are listed with a reason."""
    found = [problem for problem in findings() if fits(problem, row)]
    expected = 0 if (row["region"], row["line"]) in NOT_FOUND else 1
    assert len(found) == expected


def test_only_slips_are_not_found() -> None:
    """No contradiction, heading, value, name or shift is missed, and every excuse is needed."""
    rows = {(row["region"], row["line"]): row for row in by_eye()}
    assert {rows[key]["kind"] for key in NOT_FOUND} == {"slip"}


def name_at(spec: pg.Spec, line: int) -> str:
    """What stands at a line of a spec."""
    for indicator in spec.indicators:
        if line_of(indicator.span) == line:
            return indicator.name
    for task in spec.tasks:
        if line_of(task.span) == line:
            return task.name
        for target in task.targets:
            if line_of(target.span) == line:
                inside = any(target.identity == each.identity for each in spec.indicators)
                return f"{target.name}（任务）" if inside else target.name
    return HEADER


def test_what_is_found_was_seen_by_eye() -> None:
    """Each place of each finding is in by_eye.csv, but for those that are listed with a reason."""
    seen = by_eye()
    further = Counter(
        (spec.region, problem.code, name_at(spec, span.line))
        for problem in findings()
        for span in places(problem)
        for spec in specs()
        if spec.path == span.path
        and not any(
            row["region"] == spec.region and line_in_spec(row) == span.line and fits(problem, row)
            for row in seen
        )
    )
    assert further == Counter(dict.fromkeys(ACCEPTED, 1))


def test_every_finding_is_in_a_spec() -> None:
    """No place of a finding is passed over above: the catalogue itself has none."""
    paths = {spec.path for spec in specs()}
    assert {span.path for problem in findings() for span in places(problem)} <= paths


# ---- the output -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_output_fits_two_screens(language: str) -> None:
    """At most 80 lines, the contradictions first and the slips of the pen last."""
    done = run(ROOT, "check", "specs/guangdong-2023", lang=language)
    lines = done.out.splitlines()
    assert (done.code, done.err) == (1, "")
    assert 40 <= len(lines) <= 80
    assert "PG301" in lines[0]
    severities = [line.split(": ")[1].split()[0] for line in lines[:-1]]
    assert severities == sorted(severities, key=("警告", "warning", "提示", "hint").index)


# ---- the document -------------------------------------------------------------------------------------


def test_the_document_is_what_the_command_makes_now() -> None:
    """After a change of a rule or a spec: python tests/make_findings.py, and read the difference."""
    assert make_findings.DOCUMENT.read_text(encoding="utf-8") == make_findings.document()


def test_the_document_has_every_place_once() -> None:
    """Every place of every finding is one line, under its city, and each city has a section."""
    text = make_findings.document()
    assert text.count("\n* ") == sum(len(places(problem)) for problem in findings())
    titles = [line for line in text.splitlines() if line.startswith("## ")]
    assert [title[3:].partition("（")[0] for title in titles] == list(REGIONS)


def test_the_document_names_lines_of_the_specs() -> None:
    """Where the document says 第 N 行 of a city, that line has what the finding speaks of."""
    for problem in findings():
        name = dict(problem.values).get("name")
        for span in places(problem):
            if name is not None:
                line = Path(span.path).read_text(encoding="utf-8").split("\n")[span.line - 1]
                assert str(name) in line
