"""How everything may be spelled: keywords in both languages, signs and words that compare."""

from __future__ import annotations

from perfgoals.method import Outcome
from perfgoals.model import TaskType
from perfgoals.targets import Comparison, Direction

__all__ = [
    "CELLS",
    "DIRECTIONS",
    "ENGLISH",
    "INDENTS",
    "KEYS",
    "OUTCOMES",
    "REMARKS",
    "SIGNS",
    "TYPES",
    "WIDE",
]

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
KEYS: dict[str, tuple[str, ...]] = {
    "fund": ("资金", "资金名称", "fund"),
    "region": ("地区", "region"),
    "year": ("年度", "year"),
    "document": ("文号", "document"),
    "provincial_department": ("省级主管部门", "省级业务主管部门", "provincial department"),
    "department": ("主管部门", "市县业务主管部门", "department"),
    "amount": ("金额", "amount"),
    "goal": ("总体目标", "年度总体目标", "goal"),
    "use_method": ("评分办法", "method"),
    "weight": ("权重", "weight", "weights"),
    "direction": ("方向", "direction"),
    "deadline": ("时限", "完成时限", "deadline"),
    "scoring": ("评分", "scoring"),
    "source": ("数据来源", "source"),
    "basis": ("依据", "basis"),
    "note": ("说明", "note"),
    "task": ("任务", "task"),
    "type": ("性质", "type"),
    "purpose": ("用途类别", "purpose"),
    "implementation": ("实施方式", "implementation"),
    "quantity_text": ("任务量", "quantity text"),
    "remarks": ("备注", "remarks"),
    "indicator": ("指标", "indicator"),
    "unit": ("单位", "unit"),
    "level": ("级别", "level"),
    "aggregation": ("口径", "aggregation"),
    "reporting": ("报送", "reporting"),
    "values": ("取值", "values"),
    "method": ("办法", "define"),
    "formula": ("算法", "formula"),
    "baseline": ("基期", "baseline"),
    "amendment": ("调整", "amendment"),
    "example": ("例", "example"),
    "rules": ("赋分", "rules"),
    "bands": ("定性", "bands"),
    "over_completion": ("超额提示", "over completion"),
    "grades": ("等级", "grades"),
}
SIGNS: dict[Comparison, tuple[str, ...]] = {
    Comparison.AT_LEAST: ("≥", ">=", "≧", "＞＝", " 不少于 ", " 至少 ", " at least ", " 大于等于 "),
    Comparison.AT_MOST: ("≤", "<=", "⩽", "＜＝", " 不超过 ", " 至多 ", " at most ", " 小于等于 "),
    Comparison.MORE: (">", "＞", "›", " 大于 ", " 超过 ", " more than "),
    Comparison.LESS: ("<", "＜", "‹", " 小于 ", " 低于 ", " less than "),
    Comparison.EQUAL: ("=", "＝", "═", " 等于 ", " equals "),
}
CELLS: dict[Comparison, tuple[str, ...]] = {
    Comparison.AT_LEAST: (
        "≥{}",
        "不少于{}",
        "{}以上",
        "{}及以上",
        "达到{}以上",
        "{}（含）以上",
        "≥{}以上",
    ),
    Comparison.AT_MOST: ("≤{}", "不超过{}", "{}以内", "{}以下", "控制在{}以内", "{}之内"),
    Comparison.MORE: (">{}", "超过{}", "＞ {}"),
    Comparison.LESS: ("<{}", "低于{}"),
    Comparison.EQUAL: ("={}", "等于{}"),
    Comparison.REACH: ("{}", "达到{}", "达{}"),
}
ENGLISH: dict[str, str] = {
    "正向": "up", "反向": "down", "长期": "long term", "约束性任务": "binding",
    "指导性任务": "guiding", "合计": "sum", "平均": "mean", "最低": "min", "最高": "max", "逐项": "each",
    "不汇总": "none",
    "累计": "cumulative", "当期": "increment", "完成比例": "proportional", "扣减比例": "deduction",
    "倒数比例": "reciprocal", "直接": "direct", "及格线": "pass line", "满分线": "full line",
    "达成": "met", "部分达成": "partial", "未达成": "missed",
}  # fmt: skip
DIRECTIONS = {Direction.UP: "正向", Direction.DOWN: "反向"}
OUTCOMES = {Outcome.MET: "达成", Outcome.PARTIAL: "部分达成", Outcome.MISSED: "未达成"}
TYPES = {TaskType.BINDING: "约束性任务", TaskType.GUIDING: "指导性任务"}
INDENTS = ("  ", "    ", " ", "\t", "\u3000")
REMARKS = ("", "", "", "  # 已核", " # 79.5 公里 ≥ 80", "\t#")
