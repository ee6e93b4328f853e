"""The words of the official forms: headings of columns, labels of the header, remarks below a table.

Forms of one kind differ in a word or two from place to place; all known spellings stand here, folded.
"""

from __future__ import annotations

import enum
import re
import unicodedata

__all__ = [
    "FIELD_COLUMNS",
    "Column",
    "Field",
    "column_of",
    "field_of",
    "is_about_table",
    "is_aside",
    "is_aside_word",
    "is_carrier",
    "is_no_name",
    "is_other_label",
    "is_remark_word",
    "is_sentence",
    "is_sum",
    "is_sum_of_regions",
    "is_title",
    "points_of",
    "unit_of_label",
    "without_number",
    "year_in",
]


def _words(text: str) -> list[str]:
    """The words of a list, which blanks and line breaks part."""
    return text.split()


class Column(enum.Enum):
    """What the cells of a column say."""

    LEVEL = "level"
    NAME = "name"
    VALUE = "value"
    OPERATOR = "operator"
    UNIT = "unit"
    WEIGHT = "weight"
    DIRECTION = "direction"
    ACTUAL = "actual"
    SCORE = "score"
    NOTE = "note"
    REASON = "reason"
    SERIAL = "serial"
    LABEL = "label"
    REGION = "region"
    YEAR = "year"
    FUND = "fund"
    DEPARTMENT = "department"
    TASK = "task"
    TASK_TYPE = "task type"
    PURPOSE = "purpose"
    IMPLEMENTATION = "implementation"
    QUANTITY = "quantity"
    DEADLINE = "deadline"


_COLUMNS = {
    word: column
    for column, words in {
        Column.LEVEL: "一级指标 二级指标 指标类型 指标类别 一级 二级 指标级次",
        Column.NAME: """
            三级指标 四级指标 三级 指标名称 指标内容 三级指标名称 绩效指标名称 具体指标
        """,
        Column.VALUE: """
            指标值 年度指标值 目标值 年度目标值 绩效目标值 绩效指标值 计划指标值 预期指标值
            计划值 预期值 年初目标值 全年目标值 本年目标值 年初指标值 全年指标值 当年目标值
            当年指标值 指标目标值 年度目标
        """,
        Column.OPERATOR: "计算符号 指标性质 运算符号 比较符号 符号 指标符号 运算符 计算方式 性质",
        Column.UNIT: "度量单位 计量单位 指标单位 单位 指标值单位",
        Column.WEIGHT: """
            分值 权重 指标分值 指标权重 分值权重 权重分值 权重(%) 权重(分) 分值(分) 分值(权重)
            标准分
        """,
        Column.DIRECTION: "指标方向性 指标方向 方向 方向性",
        Column.ACTUAL: """
            实际完成值 完成值 实际值 全年实际完成值 年度实际完成值 全年完成值 实际完成指标值
            实际完成情况
        """,
        Column.SCORE: "得分 自评得分 指标得分 自评分",
        Column.NOTE: "备注 说明 指标说明 指标解释",
        Column.REASON: """
            偏差原因分析及改进措施 偏差原因分析与改进措施 偏差原因分析 偏差原因及改进措施
            未完成原因 未完成原因分析 未完成原因及改进措施 未完成原因和改进措施 扣分原因
        """,
        Column.SERIAL: "序号 编号",
        Column.LABEL: "绩效指标 绩效目标 指标",
        Column.REGION: """
            地区 市、县 市县 市(县) 市(县、区) 市县区 县区 县(区) 县(市、区) 区县 地市
            市、县(区) 地区名称
        """,
        Column.YEAR: "年度 预算年度 年份",
        Column.FUND: "项目名称 资金名称 专项资金名称 专项名称",
        Column.DEPARTMENT: "业务主管部门 主管部门 市县业务主管部门",
        Column.TASK: "任务名称 工作任务 任务",
        Column.TASK_TYPE: "任务性质 任务类型 任务类别",
        Column.PURPOSE: "用途类别 资金用途 用途",
        Column.IMPLEMENTATION: "实施方式",
        Column.QUANTITY: "任务量 任务内容 具体任务",
        Column.DEADLINE: "完成时限 完成时间 时限",
    }.items()
    for word in _words(words)
}


def column_of(key: str) -> Column | None:
    """What a column of this heading says."""
    return _COLUMNS.get(key.rstrip(":"))


class Field(enum.Enum):
    """A line of the header, by its attribute of a Spec; the last four only lead to one."""

    FUND = "fund"
    REGION = "region"
    YEAR = "year"
    DOCUMENT = "document"
    PROVINCIAL_DEPARTMENT = "provincial_department"
    DEPARTMENT = "department"
    AMOUNT = "amount"
    GOAL = "goal"
    AMOUNT_UNIT = "the unit of amounts"
    BUDGET = "budget of the year"
    SPENT = "spent in the year"
    OTHER = "another goal, another figure"


_FIELDS = {
    word: field
    for field, words in {
        Field.FUND: "资金名称 项目名称 专项资金名称 专项名称",
        Field.REGION: """
            地区 市县 市、县 区县 县区 地区名称 行政区划 所属地区 市(县) 县(市、区) 市县名称
        """,
        Field.YEAR: "年度 预算年度 项目年度",
        Field.DOCUMENT: "文号 资金文号 文件号 下达文号",
        Field.PROVINCIAL_DEPARTMENT: "省级业务主管部门 省级主管部门 中央主管部门 上级主管部门",
        Field.DEPARTMENT: """
            市县业务主管部门 市县主管部门 主管部门 业务主管部门 地方主管部门 县级主管部门
            市级主管部门
        """,
        Field.AMOUNT: """
            金额 预算金额 资金金额 资金总额 年度资金总额 年度金额 项目总金额 预算数 下达金额
            项目资金总额
        """,
        Field.GOAL: """
            年度总体目标 总体目标 年度绩效目标 年度目标 总体绩效目标 预期目标 绩效目标
            年度预期目标 项目年度目标 年初设定目标 年度总体绩效目标 预期绩效目标
        """,
        Field.AMOUNT_UNIT: "单位 金额单位 资金单位",
        Field.BUDGET: "全年预算数 预算数(A)",
        Field.SPENT: "全年执行数 全年执行数(B)",
        Field.OTHER: """
            年初预算数 执行率 分值 得分 实际完成情况 年度总体完成情况 实际完成目标 中期目标
            长期目标 实施期目标 实施期绩效目标 中长期目标 项目总目标 目标完成情况
            全年实际完成情况
        """,
    }.items()
    for word in _words(words)
}
FIELD_COLUMNS = {
    Column.REGION: Field.REGION,
    Column.YEAR: Field.YEAR,
    Column.FUND: Field.FUND,
    Column.DEPARTMENT: Field.DEPARTMENT,
}
"""The columns of an export whose cells say a line of the header."""

_LABEL_UNIT = re.compile(r"[(（]([^()（）]*)[)）]:?$")
_YEARS = re.compile(r"\([^()]*\d{4}[^()]*\)")  # 中期目标（2024年—2026年）, 年度目标（2024年）


def field_of(key: str) -> Field | None:
    """The header's line that a label means; what stands in brackets behind it is no matter."""
    plain = key.rstrip(":：")
    for word in (plain, _YEARS.sub("", plain), _LABEL_UNIT.sub("", plain)):
        if word in _FIELDS:
            return _FIELDS[word]
    return None


def unit_of_label(key: str) -> str:
    """The word in the bracket at the end of a label: 金额（万元） gives 万元."""
    found = _LABEL_UNIT.search(unicodedata.normalize("NFKC", key))
    return found[1] if found else ""


_CARRIERS = (
    "项目资金",
    "资金",
    "预算资金",
    "项目预算",
    "资金情况",
    "资金投入",
    "资金安排",
    "预算执行情况",
)


def is_carrier(key: str) -> bool:
    """Whether a label only names what stands beside it, perhaps with the unit: 项目资金（万元）."""
    return _LABEL_UNIT.sub("", key.rstrip(":：")) in _CARRIERS


_OTHERS = frozenset(
    _words(
        """
        实施单位 项目单位 项目实施单位 填报单位 填报部门 项目负责人 负责人 联系人 联系电话
        电话 项目类型 项目类别 项目属性 项目编码 项目代码 项目期 项目周期 实施期
        项目起止时间 起止时间 资金性质 资金来源 资金用途 其中:财政拨款 财政拨款 其他资金
        其中:中央财政资金 中央财政资金 中央补助 省级财政资金 省级资金 地方资金 市县财政资金
        上年结转资金 其他 预算单位 项目概况 项目内容 立项依据 项目立项依据 政策依据 实施内容
        项目地点 主管部门编码 单位编码 单位名称 部门名称 财政资金 自有资金 本级资金 上级资金
        """
    )
)


def is_other_label(key: str) -> bool:
    """Whether a cell is a label of the forms that no line of the header takes."""
    plain = key.rstrip(":：")
    return plain in _OTHERS or plain.removeprefix("其中:") in _OTHERS or plain != key


_SUM = r"(合计|总计|小计|共计|累计|总分|总得分|得分合计|自评总分|合计得分|总分合计)"
_SUMS = re.compile(rf"{_SUM}(\([^()]*\))?[:：]?")
_REGION_SUMS = re.compile(rf".{{0,12}}({_SUM}|平均|平均值|均值)(\([^()]*\))?[:：]?")
_REMARKS = "注|备注|说明|填表说明|填报说明|编制说明|其他说明"
_SIGNATURES = (
    "填表人|填报人|制表人|审核人|复核人|经办人|联系人|联系电话|单位负责人|负责人"
    "|项目负责人|部门负责人|填报日期|填表日期|制表日期|填报时间|填表时间|日期|填报单位|公开方式|主管部门审核意见"
)
_ASIDES = re.compile(rf"({_REMARKS}|{_SIGNATURES})\d*[:：、.．]|(\*|※|★)")
_ASIDE_WORDS = re.compile(rf"({_REMARKS}|{_SIGNATURES})\d*[:：、.．]?")


def is_sum(key: str) -> bool:
    """Whether a row is that of the sums: 合计, 总分, 合计（公里）."""
    return _SUMS.fullmatch(key) is not None


def is_sum_of_regions(key: str) -> bool:
    """Whether what stands in the place of a region is several of them: 合计, 全省合计, 平均."""
    return _REGION_SUMS.fullmatch(key) is not None


def is_aside(key: str) -> bool:
    """Whether a cell is a remark or a signature around a table: 注：…, 填报人：…"""
    return _ASIDES.match(key) is not None


def is_aside_word(key: str) -> bool:
    """Whether a cell only announces a remark or a signature, which stands in the next: 备注, 填报人."""
    return _ASIDE_WORDS.fullmatch(key) is not None


def is_remark_word(key: str) -> bool:
    """Whether a cell only announces a remark: 备注, 说明."""
    return re.fullmatch(_REMARKS, key) is not None


_NO_NAMES = re.compile(
    r"名次|排名|位次|等级|评级|档次|达成|部分达成|未达成|未报|未到期|总分|完成率|进度|支出进度|执行率"
    r"|\d{4}年度?|[省市县区镇乡村]|乡镇|镇街|街道|[镇乡]\((街|街道|镇)\)|行政村|单位|部门"
)


def is_no_name(key: str) -> bool:
    """Whether the heading of a column is no indicator's name: what came of targets (名次, 完成率), a
    year, another place beside the region's (镇), who reports."""
    return _NO_NAMES.fullmatch(key) is not None or key in _OTHERS


_NUMBERED = re.compile(r"\(?[\d一二三四五六七八九十]{1,3}[)、.．]")
_SENTENCE = re.compile(rf"{_NUMBERED.pattern}.*|.*[。;]")


def without_number(key: str) -> str:
    """A heading without the number before it: 一、汕头市 is 汕头市."""
    return _NUMBERED.sub("", key, count=1) if _NUMBERED.match(key) else key


def is_sentence(key: str) -> bool:
    """Whether a cell reads like a line of remarks: 1.一式三份, 请按月报送。"""
    return _SENTENCE.fullmatch(key) is not None


def is_about_table(key: str) -> bool:
    """Whether a cell speaks of the table itself, and so is no name: 以上指标, 本表."""
    return key.startswith(("以上", "上述", "本表"))


_TITLE = re.compile(r"目标|绩效|任务清单|自评|分解表|\d{4}年度?\)?$")
_YEAR = re.compile(r"(?<![\d\-—–~至.])((?:19|20)\d{2})年(?!\d|[-—–~至])")


def is_title(key: str) -> bool:
    """Whether a line is the title of a form."""
    return _TITLE.search(key) is not None


def year_in(key: str) -> int | None:
    """The year that a title names: 2023年…绩效目标表, （2023年度）. A date or a span of years is none."""
    found = _YEAR.search(key)
    return int(found[1]) if found else None


_POINTS = re.compile(r"(.+?)[(（\[【]([\d.]+)(?:分|%)?[)）\]】]")


def points_of(words: str) -> tuple[str, str]:
    """A level and the points in its bracket: 产出指标（50分） gives 产出指标 and 50."""
    found = _POINTS.fullmatch(words)
    return (found[1].strip(), found[2]) if found else (words, "")
