"""Performance targets of public funds: a small language with exact units and official scoring.

>>> import perfgoals as pg
>>> spec = pg.loads("地区: 汕头市\\n产出指标\\n  新建污水管网 ≥ 80 公里")
>>> actuals = pg.Actuals.from_rows([{"指标": "新建污水管网", "实际值": "81.2 公里"}])
>>> str(pg.evaluate(spec, actuals).total)
'100.00'
"""

from __future__ import annotations

import importlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfgoals.actuals import Actuals, Row
    from perfgoals.checking import check
    from perfgoals.differing import Difference, diff
    from perfgoals.errors import (
        ActualsError,
        PerfGoalsError,
        Problem,
        Severity,
        Span,
        SpecError,
    )
    from perfgoals.evaluation import evaluate
    from perfgoals.evaluation.tracing import Step, Trace, why
    from perfgoals.formatting import format_spec
    from perfgoals.loading import load, load_folder, loads, read_actuals
    from perfgoals.method import Method, Outcome
    from perfgoals.model import Group, Indicator, Spec
    from perfgoals.monitoring import MonitorCard, MonitorResult, monitor
    from perfgoals.parsing import parse_target
    from perfgoals.reports.frames import to_frame
    from perfgoals.reports.rendering import render
    from perfgoals.rollup import Rollup, roll_up
    from perfgoals.scorecard import Result, Scorecard
    from perfgoals.targets import (
        Bound,
        Comparison,
        Deadline,
        Direction,
        Qualitative,
        Range,
        Target,
    )
    from perfgoals.units import Quantity, Unit, find_unit

_IMPORTED = time.time_ns()
"""From now on what runs may differ from what lies on the disk, see `loading.library`."""

# Looked up when asked for, so that `import perfgoals` is quick.
_HOME = {
    "Actuals": "actuals",
    "ActualsError": "errors",
    "Bound": "targets",
    "Comparison": "targets",
    "Deadline": "targets",
    "Direction": "targets",
    "Group": "model",
    "Indicator": "model",
    "Method": "method",
    "Outcome": "method",
    "PerfGoalsError": "errors",
    "Problem": "errors",
    "Qualitative": "targets",
    "Quantity": "units",
    "Range": "targets",
    "Result": "scorecard",
    "Row": "actuals",
    "Scorecard": "scorecard",
    "Severity": "errors",
    "Span": "errors",
    "Spec": "model",
    "SpecError": "errors",
    "Target": "targets",
    "Unit": "units",
    "check": "checking",
    "diff": "differing",
    "Difference": "differing",
    "evaluate": "evaluation",
    "why": "evaluation.tracing",
    "Trace": "evaluation.tracing",
    "Step": "evaluation.tracing",
    "find_unit": "units",
    "format_spec": "formatting",
    "load": "loading",
    "load_folder": "loading",
    "loads": "loading",
    "monitor": "monitoring",
    "MonitorCard": "monitoring",
    "MonitorResult": "monitoring",
    "parse_target": "parsing",
    "read_actuals": "loading",
    "render": "reports.rendering",
    "roll_up": "rollup",
    "to_frame": "reports.frames",
    "Rollup": "rollup",
}

__all__ = [
    "Actuals",
    "ActualsError",
    "Bound",
    "Comparison",
    "Deadline",
    "Difference",
    "Direction",
    "Group",
    "Indicator",
    "Method",
    "MonitorCard",
    "MonitorResult",
    "Outcome",
    "PerfGoalsError",
    "Problem",
    "Qualitative",
    "Quantity",
    "Range",
    "Result",
    "Rollup",
    "Row",
    "Scorecard",
    "Severity",
    "Span",
    "Spec",
    "SpecError",
    "Step",
    "Target",
    "Trace",
    "Unit",
    "check",
    "diff",
    "evaluate",
    "find_unit",
    "format_spec",
    "load",
    "load_folder",
    "loads",
    "monitor",
    "parse_target",
    "read_actuals",
    "render",
    "roll_up",
    "to_frame",
    "why",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'perfgoals' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"perfgoals.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
