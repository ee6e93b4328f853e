"""The reader of official notices: what it finds in their tables, and what it refuses."""

import pytest

from perfgoals.importing import notice

case = pytest.param

# The reader of target tables

HEADER = """\
地区：汕头市

<b>资金名称</b>\t\t驻镇帮镇扶村资金\t\t
<b>省级业务主管部门</b>\t\t省农业农村厅\t\t
<b>市县业务主管部门</b>\t汕头市农业农村局\t\t\t
金额(万元)\t\t\t以对应的资金文件为准\t
<b>年度总体目标</b>\t守住底线，提升水平。\t\t\t
<b>绩效指标</b>\t<b>一级指标</b>\t<b>二级指标</b>\t<b>三级指标</b>\t<b>指标值</b>
"""
FIRST = HEADER.count("\n") + 1  # the line of the first row below the header


def rows_of(rows: str) -> list[tuple[str, str, str, str]]:
    (table,) = notice.read_target_tables(HEADER + rows)
    return [(row.level1, row.level2, row.name, row.value) for row in table.rows]


def test_a_table_has_its_header_and_its_rows() -> None:
    """A table is read with what stands above it, wherever the merged cells put it."""
    row = notice.TargetRow(
        level1="产出指标", level2="数量指标", name="新建污水管网（公里）", value="≥ 80", line=FIRST
    )
    table = notice.TargetTable(
        region="汕头市",
        fund="驻镇帮镇扶村资金",
        provincial_department="省农业农村厅",
        local_department="汕头市农业农村局",
        amount="以对应的资金文件为准",
        goal="守住底线，提升水平。",
        rows=(row,),
        line=1,
    )
    text = HEADER + "\t\t产出指标\t数量指标\t新建污水管网（公里）\t≥ 80\n"
    assert notice.read_target_tables(text) == (table,)


@pytest.mark.parametrize(
    "row",
    [
        case("\t\t产出指标\t质量指标\t运行率（%）\t≥90%", id="in-place"),
        case("产出指标\t质量指标\t\t运行率（%）\t≥90%\t\t", id="shifted-left"),
        case("\t\t\t产出指标\t质量指标\t\t运行率（%）\t\t≥90%", id="shifted-right"),
        case("\t<B>产出指标</B>\t<b>质量指标 </b>\t<b>运行率（%）</b>\t ≥90% ", id="bold"),
        case("\t产出指标\t\t\t\n\t质量指标\t运行率（%）\t≥90%", id="labels-on-two-lines"),
    ],
)
def test_columns_and_bold_type_say_nothing(row: str) -> None:
    """A row means the same in any column, in bold type or not."""
    assert rows_of(row + "\n") == [("产出指标", "质量指标", "运行率（%）", "≥90%")]


def test_a_level_holds_until_the_next_label() -> None:
    """A label is told by its text; without one a row stands where the row above it stands."""
    assert rows_of(
        "\t\t产出指标\t数量指标\t甲（个）\t1\n"
        "\t\t\t\t乙（个）\t≥2个\n"
        "\t成本指标\t丙\t完成\t\t\n"
        "丁\t完成\t\t\t\t\n"
        "\t\t满意度指标\t服务对象满意度指标\t戊（%）\t90%\n"
        "\t\t\t己（所）\t提档升级\t\n"
    ) == [
        ("产出指标", "数量指标", "甲（个）", "1"),
        ("产出指标", "数量指标", "乙（个）", "≥2个"),
        ("产出指标", "成本指标", "丙", "完成"),
        ("产出指标", "成本指标", "丁", "完成"),
        ("满意度指标", "服务对象满意度指标", "戊（%）", "90%"),
        ("满意度指标", "服务对象满意度指标", "己（所）", "提档升级"),
    ]


@pytest.mark.parametrize(
    ("labels", "levels"),
    [
        case("产出指标\t成本指标", ("产出指标", "成本指标"), id="second"),
        case("成本指标\t经济成本指标", ("成本指标", "经济成本指标"), id="first"),
        case("成本指标\t\n\t社会成本指标", ("成本指标", "社会成本指标"), id="first-alone"),
    ],
)
def test_cost_is_a_first_level_or_a_second(labels: str, levels: tuple[str, str]) -> None:
    """成本指标 stands under 产出指标, or is a first level with second levels of its own."""
    assert rows_of(labels + "\t甲\t1\n") == [(*levels, "甲", "1")]


ROW = "产出指标\t数量指标\t甲\t1\n"
UNUSED, MISSING = notice.UnusedCellError, notice.MissingCellError


@pytest.mark.parametrize(
    ("rows", "error", "line", "cell"),
    [
        case("产出指标\t数量指标\t甲\t1\t注\n", UNUSED, 0, "甲", id="one-more"),
        case("产出指标\t别的指标\t甲\t1\n", UNUSED, 0, "别的指标", id="no-label"),
        case("数量指标\t产出指标\t甲\t1\n", UNUSED, 0, "数量指标", id="swapped"),
        case(ROW + "\t\t乙\t\n", UNUSED, 1, "乙", id="lone-cell"),
        case(ROW + "乙≥2\n", UNUSED, 1, "乙≥2", id="no-tab"),
        case(ROW + "\n结束\n\n乙\t2\n", UNUSED, 4, "乙", id="no-table"),
        case("资金名称\t另一资金\n", UNUSED, 0, "资金名称", id="header-twice"),
        case("产出指标\t数量指标\t甲\n", MISSING, 0, "产出指标 | 数量指标 | 甲", id="no-value"),
        case(ROW + "质量指标\t乙\t\n", MISSING, 1, "质量指标 | 乙", id="label-as-name"),
        case("甲\t1\n", MISSING, 0, "甲 | 1", id="no-level"),
        case(ROW + "效益指标\t乙\t2\n", MISSING, 1, "效益指标 | 乙 | 2", id="no-second-level"),
        case("\n", MISSING, 1 - FIRST, "汕头市", id="no-target"),
    ],
)
def test_what_has_no_place_raises_with_its_line(
    rows: str, error: type[notice.NoticeError], line: int, cell: str
) -> None:
    """Nothing of a table is dropped in silence: the error has the line and the cell."""
    with pytest.raises(error) as raised:
        notice.read_target_tables(HEADER + rows)
    assert (raised.value.line - FIRST, raised.value.cell) == (line, cell)
    assert str(raised.value) == f"line {line + FIRST}: {raised.value.reason}: {cell!r}"


@pytest.mark.parametrize(
    ("old", "new", "line", "cell"),
    [
        case("<b>资金名称</b>\t\t驻镇帮镇扶村资金\t\t\n", "", 1, "资金名称", id="lacking"),
        case("\t\t驻镇帮镇扶村资金", "\t\t", 3, "资金名称", id="no-value"),
        case("驻镇帮镇扶村资金\t", "驻镇帮镇扶村资金\t甲", 3, "甲", id="two-values"),
        case("地区：汕头市", "地区：", 1, "地区：", id="no-region"),
        case("地区：汕头市\n", "地区：汕头市\n单位：万元\n", 2, "单位：万元", id="prose"),
    ],
)
def test_a_header_that_is_not_whole_raises(old: str, new: str, line: int, cell: str) -> None:
    """A table without one of its header rows, or with more in one than is read, is an error."""
    with pytest.raises(notice.NoticeError) as raised:
        notice.read_target_tables(HEADER.replace(old, new) + ROW)
    assert (raised.value.line, raised.value.cell) == (line, cell)


def test_prose_ends_a_table_and_a_page_break_does_not() -> None:
    """Blank lines inside a table are page breaks; the text after it is no part of it."""
    text = HEADER + ROW + "\n\t\t乙\t2\n\n**公开方式：主动公开**\n\n---\n\n"
    first, second = notice.read_target_tables(text + HEADER + ROW)
    assert [row.name for row in first.rows] == ["甲", "乙"]
    assert [row.name for row in second.rows] == ["甲"]
    assert second.line == text.count("\n") + 1


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    """The text is the same text after an editor under Windows has saved it."""
    saved = "\ufeff" + (HEADER + ROW).replace("\n", "\r\n")
    assert notice.read_target_tables(saved) == notice.read_target_tables(HEADER + ROW)


# The reader of task lists

TASKS = "\t".join(notice.TASK_HEADINGS) + "\n"
TASK = "一\t汕头市\t汕头市水利局\t提升产业\t约束性任务\t管护\t县镇实施\t10万元\t长期\t\n"


def test_a_task_has_all_its_columns() -> None:
    """A row in its place is read column by column, and empty remarks stay empty."""
    task = notice.TaskRow(
        region="汕头市",
        department="汕头市水利局",
        purpose="提升产业",
        type=notice.BINDING,
        name="管护",
        implementation="县镇实施",
        quantity="10万元",
        deadline="长期",
        remarks="",
        line=2,
    )
    assert notice.read_task_rows(TASKS + TASK) == (task,)


@pytest.mark.parametrize(
    ("before", "department", "purpose"),
    [
        case("\t\t\t\t", "汕头市水利局", "提升产业", id="all-from-above"),
        case("", "汕头市水利局", "提升产业", id="shifted-to-the-margin"),
        case("\t\t提升设施\t", "汕头市水利局", "提升设施", id="purpose-one-column-left"),
        case("汕头市委 宣传部\t提升服务\t", "汕头市委 宣传部", "提升服务", id="both-at-the-margin"),
        case("\n" + TASKS + "一\t汕头市\t\t\t", "汕头市水利局", "提升产业", id="next-page"),
    ],
)
@pytest.mark.parametrize(
    ("after", "remarks"),
    [
        case("\t县镇实施\t一批\t2023年底\t", "", id="in-place"),
        case("\t县镇 实施\t一批\t\t2023年底", "", id="deadline-one-column-right"),
        case("\t\t\t县镇实施\t一批\t2023年底\t补助\t", "补助", id="remarks"),
    ],
)
def test_a_task_is_found_by_its_kind(
    before: str, department: str, purpose: str, after: str, remarks: str
) -> None:
    """The kind of task marks a row in any column; merged cells hold from above within a city."""
    row = before + "指导性任务\t产业" + after
    _, task = notice.read_task_rows(TASKS + TASK + row + "\n")
    assert (task.region, task.department, task.purpose) == ("汕头市", department, purpose)
    assert (task.type, task.name, task.quantity) == (notice.GUIDING, "产业", "一批")
    assert (task.deadline, task.remarks) == ("2023年底", remarks)


@pytest.mark.parametrize(
    ("row", "error", "cell"),
    [
        case("管护\t县镇实施\t长期", UNUSED, "管护 | 县镇实施 | 长期", id="no-kind"),
        case("约束性任务\t指导性任务\t一批\t长期", UNUSED, "指导性任务", id="two-kinds"),
        case("约束性任务\t甲\t长期", MISSING, "约束性任务 | 甲 | 长期", id="too-few"),
        case("约束性任务\t甲\t县镇实施\t长期\t补助", UNUSED, "补助", id="no-quantity"),
        case("约束性任务\t甲\t一批\t长期\t补助", UNUSED, "一批", id="no-implementation"),
        case("约束性任务\t甲\t县镇实施\t一批\t长期\t补助\t又", UNUSED, "又", id="one-more"),
        case("乙\t丙\t约束性任务\t甲\t县镇实施\t一批\t长期", UNUSED, "丙", id="two-purposes"),
        case(
            "二\t韶关市\t约束性任务\t甲\t县镇实施\t一批\t长期",
            MISSING,
            "二 | 韶关市 | 约束性任务 | 甲 | 县镇实施 | 一批 | 长期",
            id="nothing-holds-in-another-city",
        ),
    ],
)
def test_a_task_with_a_doubtful_cell_raises(
    row: str, error: type[notice.NoticeError], cell: str
) -> None:
    """A cell that cannot be told, or a cell that is not there, is an error with its line."""
    with pytest.raises(error) as raised:
        notice.read_task_rows(TASKS + TASK + row + "\t\n")
    assert (raised.value.line, raised.value.cell) == (3, cell)


def test_each_reader_takes_its_own_tables() -> None:
    """A notice has both kinds of tables, and a row outside of both is an error to both."""
    both = TASKS + TASK + "\n## 附件2\n\n" + HEADER + ROW
    assert [task.name for task in notice.read_task_rows(both)] == ["管护"]
    assert [table.region for table in notice.read_target_tables(both)] == ["汕头市"]
    with pytest.raises(UNUSED, match="line 1: "):
        notice.read_target_tables("甲\t1\n" + both)
    with pytest.raises(UNUSED, match="line 1: "):
        notice.read_task_rows("甲\t1\n" + both)
