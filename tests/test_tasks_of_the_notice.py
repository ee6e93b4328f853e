"""The 126 tasks of the notice: tasks.csv, the specs typed from it, and what the tasks promise.

That tasks.csv is the notice's own is held in test_notice.py.
"""

import re
from collections import Counter

import pytest

import perfgoals as pg
from official import REGIONS, SPECS, TASK_LIST, typed_rows

TYPES = {"约束性任务": "binding", "指导性任务": "guiding"}

# What a 任务量 promises in numbers: its words, the name of the indicator, and the cell.
MONITORED = "落实三类防止返贫监测对象监测和帮扶工作"
PROMISES = (
    (r"防止返贫监测对象(\d+)户", MONITORED, r"\1户"),
    (r"(?<=户)(\d+)人的监测和帮扶工作", MONITORED, r"\1人"),
    (r"按镇均不低于(\d+)万元投入", "每镇县域内扶贫项目资产后续管理财政资金投入", r"≥\1万元"),
    (r"处理设施稳定运行率达到(\d+)%以上", "镇级生活污水处理设施稳定运行率", r"≥\1%"),
    (r"出水水质达到设计标准", "出水水质", "达到设计标准"),
    (r"新增处理能力([\d.]+)万吨/日", "新增镇级生活污水处理能力", r"\1万吨/日"),
    (r"新建污水管网不少于([\d.]+)公里", "新建污水管网", r"≥\1公里"),
    (r"新增完成(\d+)个自然村农村生活污水治理", "新增完成自然村农村生活污水治理", r"\1个"),
    (r"(\d+)个自然村的整改任务", "完成自然村农村生活污水整改任务", r"\1个"),
    (r"任选4种，(\d+)万人次的普筛", "完成4种常见肿瘤普筛", r"\1万人次"),
    (
        r"完成(\d+)个新增基层医疗卫生机构特色科室建设的任务指标",
        "新增基层医疗卫生机构特色科室建设",
        r"\1个",
    ),
    (
        r"按照每个不超过100万元的标准建设(\d+)个农村电商产业园",
        "按照每个不超过100万元的标准建设农村电商产业园",
        r"\1个",
    ),
    (
        r"县域医共体检查检验结果互认项目（(\d-\d)个卫生院）",
        "县域医共体检查检验结果互认项目",
        r"\1个",
    ),
    (
        r"县域医共体基层医疗机构特色科室建设项目（(\d)个卫生院）",
        "县域医共体基层医疗机构特色科室建设",
        r"\1个",
    ),
)
# Numbers that are no target of the city: a promise for each town, of which the table has the
# total; of how many kinds four are chosen; the year of a survey; the numbers of a list.
NO_PROMISE = r"每镇培育发展提升1个带动100户以上农户|7种常见肿瘤|2021年|\b[123]\.(?=\D)"


def load(region: str) -> pg.Spec:
    return pg.load(SPECS / f"{REGIONS[region][0]}.pg")


def printed_tasks(region: str) -> list[dict[str, str]]:
    return [row for row in typed_rows(TASK_LIST) if row["region"] == region]


# tasks.csv


def test_tasks_csv_has_every_task_of_every_region() -> None:
    """The regions stand in the notice's order, each with its binding and guiding tasks: 55 and 71."""
    rows = typed_rows(TASK_LIST)
    counts = Counter((row["region"], row["type"]) for row in rows)
    assert list(dict.fromkeys(row["region"] for row in rows)) == list(REGIONS)
    assert counts == {
        (region, kind): count
        for region, (_, _, *both) in REGIONS.items()
        for kind, count in zip(TYPES, both, strict=True)
    }
    assert Counter(row["type"] for row in rows) == {"约束性任务": 55, "指导性任务": 71}
    assert len(rows) == 126


def test_the_tasks_stand_in_the_order_of_their_lines() -> None:
    """Each task was printed on a line of its own, below the one before it."""
    lines = [int(row["line"]) for row in typed_rows(TASK_LIST)]
    assert lines == sorted(set(lines))


def test_only_remarks_are_ever_empty() -> None:
    """Merged cells are filled down: each task has its department and purpose, and all the rest."""
    rows = typed_rows(TASK_LIST)
    assert {name for row in rows for name, text in row.items() if not text} == {"remarks"}
    assert all(text == text.strip() for row in rows for text in row.values())


def test_tasks_csv_is_plain_utf8_with_unix_line_ends() -> None:
    """No byte order mark and no carriage return, so that a diff shows what changed and no more."""
    data = TASK_LIST.read_bytes()
    assert data.startswith(
        b"region,department,purpose,type,name,implementation,quantity,deadline,remarks,line\n"
    )
    assert b"\r" not in data
    assert data.endswith(b"\n")


# The specs


@pytest.mark.parametrize("region", REGIONS)
def test_a_spec_says_what_tasks_csv_says(region: str) -> None:
    """Task by task a spec has the cells that the notice prints, to the letter and in its order."""
    assert [
        {
            "region": region,
            "department": task.department,
            "purpose": task.purpose,
            "type": task.type.value,
            "name": task.name,
            "implementation": task.implementation,
            "quantity": task.quantity_text,
            "deadline": task.deadline_text,
            "remarks": task.remarks or "",
        }
        for task in load(region).tasks
    ] == [
        {name: TYPES.get(text, text) for name, text in row.items() if name != "line"}
        for row in printed_tasks(region)
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_a_task_stands_where_its_span_says(region: str) -> None:
    """The line of a task in the spec is the line that names it."""
    path = SPECS / f"{REGIONS[region][0]}.pg"
    lines = path.read_text(encoding="utf-8").split("\n")
    for task in pg.load(path).tasks:
        assert task.span is not None
        assert lines[task.span.line - 1] == f"任务: {task.name}"


# What the tasks promise


def promises_in(text: str) -> list[tuple[str, object]]:
    """The names and targets that a 任务量 promises, in its order."""
    found = [
        (match.start(), name, match.expand(cell))
        for words, name, cell in PROMISES
        for match in re.finditer(words, text)
    ]
    return [(name, pg.parse_target(cell, name=name, year=2023)) for _, name, cell in sorted(found)]


@pytest.mark.parametrize("region", REGIONS)
def test_the_targets_of_a_task_are_what_its_text_promises(region: str) -> None:
    """What a 任务量 promises in numbers stands as a target with the text's own value, and no more."""
    typed = [
        (task.name, [(target.name, target.target) for target in task.targets])
        for task in load(region).tasks
    ]
    assert typed == [(row["name"], promises_in(row["quantity"])) for row in printed_tasks(region)]


def test_no_number_of_a_text_is_passed_over() -> None:
    """Every number of a 任务量 is in a promise, or in words that are known to be none."""
    known = re.compile("|".join([*(words for words, *_ in PROMISES), NO_PROMISE]))
    for row in typed_rows(TASK_LIST):
        rest = known.sub("", row["quantity"])
        assert not re.search(r"\d", rest), f"{row['region']}, line {row['line']}: {rest}"


@pytest.mark.parametrize("words", [words for words, *_ in PROMISES])
def test_every_kind_of_promise_is_made(words: str) -> None:
    """None of the patterns above has gone stale."""
    assert any(re.search(words, row["quantity"]) for row in typed_rows(TASK_LIST))


def test_a_promise_has_the_name_that_the_table_gives_it() -> None:
    """Where a city's table has the promise of a task, both have one name; two promises it lacks."""
    apart = {
        (spec.region, target.name)
        for spec in map(load, REGIONS)
        for task in spec.tasks
        for target in task.targets
        if target.name not in {entry.indicator.name for entry in spec.entries}
    }
    assert apart == {
        *((region, "出水水质") for region in REGIONS),
        ("肇庆市", "县域医共体检查检验结果互认项目"),
    }


def test_the_tables_and_the_tasks_differ_where_the_notice_does() -> None:
    """The tasks keep their own values: nothing is mended to agree with the table."""
    differing = {
        (spec.region, target.name)
        for spec in map(load, REGIONS)
        for task in spec.tasks
        for target in task.targets
        for entry in spec.entries
        if entry.indicator.identity == target.identity and entry.indicator.target != target.target
    }
    departments, screening = "新增基层医疗卫生机构特色科室建设", "完成4种常见肿瘤普筛"
    assert differing == {
        *((region, departments) for region in ("韶关市", "河源市", "梅州市", "阳江市")),
        *((region, departments) for region in ("湛江市", "茂名市", "清远市", "潮州市")),
        *((region, screening) for region in ("湛江市", "茂名市", "清远市")),
        ("河源市", "镇级生活污水处理设施稳定运行率"),
    }
