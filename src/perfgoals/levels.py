"""The official levels of a table and the names that tables give them."""

from __future__ import annotations

from perfgoals.names import fold

__all__ = ["BUDGET_EXECUTION", "is_level", "is_satisfaction", "level"]

BUDGET_EXECUTION = "预算执行率"
"""The indicator and the group that every spec with an amount has."""

# The official levels, by the names that tables give them; the first name is the canonical one.
_LEVELS = (
    ("预算执行率", "预算执行", "预算执行率指标", "budget execution"),
    ("成本指标", "成本", "cost"),
    ("产出指标", "产出", "output", "outputs"),
    ("效益指标", "效益", "效果指标", "outcome", "outcomes", "benefit", "benefits"),
    ("满意度指标", "满意度", "satisfaction"),
    ("数量指标", "数量", "quantity"),
    ("质量指标", "质量", "quality"),
    ("时效指标", "时效", "timeliness"),
    ("经济成本指标", "经济成本", "economic cost"),
    ("社会成本指标", "社会成本", "social cost"),
    ("生态环境成本指标", "生态环境成本", "environmental cost"),
    ("经济效益指标", "经济效益", "economic benefit"),
    ("社会效益指标", "社会效益", "social benefit"),
    ("生态效益指标", "生态效益", "ecological benefit"),
    ("可持续影响指标", "可持续影响", "sustainable impact"),
    ("服务对象满意度指标", "服务对象满意度", "satisfaction of those served"),
)
_LEVEL_OF = {fold(name): names[0] for names in _LEVELS for name in names}


def level(name: str) -> str:
    """The canonical name of an official level (`产出` and `output` are 产出指标), else the name itself."""
    return _LEVEL_OF.get(fold(name).lower(), name)


def is_satisfaction(*names: str) -> bool:
    """Whether the name of an indicator, or of a group that it stands in, says that it is a 满意度."""
    return any("满意" in name or "satisfaction" in name.lower() for name in names)


def is_level(name: str) -> bool:
    """Whether a name is one of an official level's."""
    return fold(name).lower() in _LEVEL_OF
