"""The specs and the tables that were typed from the official notice say what it says."""

import re
from collections import Counter
from datetime import date

import attrs
import pytest

import perfgoals as pg
from official import REGIONS, SPECS, TARGETS, TASK_LIST, notice_text, typed_rows, with_notice
from perfgoals.importing import notice


def notice_table(region: str) -> notice.TargetTable:
    (table,) = (each for each in notice.read_target_tables(notice_text()) if each.region == region)
    return table


# targets.csv


def test_targets_csv_has_every_row_of_every_region() -> None:
    """The thirteen regions stand in the notice's order with 236 targets in all."""
    counts = Counter(row["region"] for row in typed_rows(TARGETS))
    assert list(counts.items()) == [(region, count) for region, (_, count, *_) in REGIONS.items()]
    assert counts.total() == 236


def test_targets_csv_is_plain_utf8_with_unix_line_ends() -> None:
    """No byte order mark and no carriage return, so that a diff shows what changed and no more."""
    data = TARGETS.read_bytes()
    assert data.startswith(b"region,level1,level2,name,value,line\n")
    assert b"\r" not in data
    assert data.endswith(b"\n")


@with_notice
def test_targets_csv_says_what_the_notice_says() -> None:
    """Every row's region, levels, name, value and line are the notice's own, none more or less."""
    read = [
        (table.region, row.level1, row.level2, row.name, row.value, str(row.line))
        for table in notice.read_target_tables(notice_text())
        for row in table.rows
    ]
    assert [tuple(row.values()) for row in typed_rows(TARGETS)] == read


# tasks.csv; what it says by itself and to the specs is in test_tasks_of_the_notice.py


@with_notice
def test_tasks_csv_says_what_the_notice_says() -> None:
    """Every task's cells and line are the notice's own, merged cells filled down, in its order."""
    read = [
        {name: str(value) for name, value in attrs.asdict(task).items()}
        for task in notice.read_task_rows(notice_text())
    ]
    assert typed_rows(TASK_LIST) == read


# The specs


@pytest.mark.parametrize("region", REGIONS)
def test_a_spec_says_what_targets_csv_says(region: str) -> None:
    """Row by row a spec has the levels, the name and the target that the notice prints."""
    spec = pg.load(SPECS / f"{REGIONS[region][0]}.pg")
    printed = [row for row in typed_rows(TARGETS) if row["region"] == region]
    assert [
        (entry.levels, entry.indicator.name, entry.indicator.target) for entry in spec.entries
    ] == [
        (
            (row["level1"], row["level2"]),
            bare_name(row["name"], row["value"]),
            pg.parse_target(row["value"], name=row["name"], year=2023),
        )
        for row in printed
    ]


def bare_name(name: str, value: str) -> str:
    """A printed name without its unit: its last bracket, where the value is a number."""
    if not any(character.isdecimal() for character in value):
        return name
    bare, found = re.subn(r"[（(][^（）()]*[）)]$", "", name)
    assert found == 1, f"no unit in {name}"
    return bare


@pytest.mark.parametrize("region", REGIONS)
def test_a_spec_belongs_to_its_region(region: str) -> None:
    """A spec's file and its header name the same region, year and document."""
    spec = pg.load(SPECS / f"{REGIONS[region][0]}.pg")
    assert (spec.region, spec.year, spec.document) == (region, 2023, "粤财农〔2023〕25号")


@with_notice
@pytest.mark.parametrize("region", REGIONS)
def test_the_header_of_a_spec_says_what_the_notice_says(region: str) -> None:
    """Fund, departments, amount and the goal's wrapped text are the notice's, to the letter."""
    spec = pg.load(SPECS / f"{REGIONS[region][0]}.pg")
    table = notice_table(region)
    assert spec.fund == table.fund
    assert spec.provincial_department == table.provincial_department
    assert spec.department == table.local_department
    assert spec.amount == table.amount
    assert spec.goal == table.goal
    assert spec.document in notice_text().splitlines()


@with_notice
def test_the_notice_has_126_tasks() -> None:
    """55 binding and 71 guiding tasks, each city's as the notice lists them."""
    counts = Counter((task.region, task.type) for task in notice.read_task_rows(notice_text()))
    for region, (*_, binding, guiding) in REGIONS.items():
        assert counts.pop((region, notice.BINDING)) == binding, region
        assert counts.pop((region, notice.GUIDING)) == guiding, region
    assert not counts


@with_notice
def test_no_cell_of_the_notice_is_lost() -> None:
    """Every text between two tabs is in what is read, or is one of the forms' own headings."""
    read = {*notice.TARGET_HEADINGS, *notice.TASK_HEADINGS}
    read |= {"资金名称", "省级业务主管部门", "市县业务主管部门", "金额（万元）", "年度总体目标"}
    read |= {*"一二三四五六七八九十", "十一", "十二", "十三"}  # 序号 of the cities
    for table in notice.read_target_tables(notice_text()):
        read |= set(map(str, attrs.astuple(table, recurse=False)))
        for target in table.rows:
            read |= set(map(str, attrs.astuple(target)))
    for task in notice.read_task_rows(notice_text()):
        read |= set(map(str, attrs.astuple(task)))
    rows = (line for line in notice_text().splitlines() if "\t" in line)
    cells = {re.sub("</?b>", "", cell).strip() for row in rows for cell in row.split("\t")}
    assert cells - read == set()


def test_the_monthly_sample_is_invented_and_says_so() -> None:
    """Every row of it is marked, and its counties, months and indicators are those of the two cities."""
    actuals = pg.read_actuals(SPECS / "monthly-sample.csv")
    assert all(row.note.startswith("虚构示例数据") for row in actuals.rows)
    counties = {
        "汕头市": {"金平区", "龙湖区", "澄海区", "濠江区", "潮阳区", "潮南区", "南澳县"},
        "梅州市": {"梅江区", "梅县区", "平远县", "蕉岭县", "大埔县", "丰顺县", "五华县", "兴宁市"},
    }
    for region, file in (("汕头市", "shantou.pg"), ("梅州市", "meizhou.pg")):
        rows = [row for row in actuals.rows if row.region == region]
        bureaus = {row.reporting_unit for row in rows} - counties[region]
        assert {row.reporting_unit for row in rows} >= counties[region]
        assert len(bureaus) == 1
        assert {row.period for row in rows} == {f"2023-{month:02}" for month in range(1, 7)}
        named = {row.indicator for row in rows}
        assert named < {indicator.name for indicator in pg.load(SPECS / file).indicators}
        assert (
            len(pg.monitor(pg.load(SPECS / file), actuals, as_of=date(2023, 6, 30)).results) >= 17
        )


def test_the_catalogue_says_how_all_of_it_is_joined() -> None:
    """Every definition has its 口径 and 报送: counts are added, ratios without their parts are not."""
    for definition in pg.load(SPECS / "catalog.pg").catalogue:
        assert definition.aggregation is not None, definition.name
        assert definition.reporting is not None, definition.name
