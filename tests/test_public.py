"""What is public: names, immutability, pickling. A change here is a change that users see."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import perfgoals as pg

SPECS = Path(__file__).parents[1] / "specs" / "guangdong-2023"
NAMES = [
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


def test_the_public_names() -> None:
    """The names of the package are these; docs/stability.md says how they may change."""
    assert sorted(pg.__all__) == sorted(NAMES)
    assert dir(pg) == sorted(NAMES)
    assert all(getattr(pg, name) is not None for name in NAMES)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The lazy face fails like any module."""
    with pytest.raises(AttributeError, match="no attribute 'evaluat'"):
        getattr(pg, "evalu" + "at")


def test_specs_are_immutable_hashable_and_picklable() -> None:
    """A spec can be a key, cannot be changed, and survives pickling and copying."""
    spec = pg.load(SPECS / "qingyuan.pg")
    assert hash(spec) == hash(pg.load(SPECS / "qingyuan.pg"))
    assert pickle.loads(pickle.dumps(spec)) == spec == copy.deepcopy(spec)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        spec.region = "东莞市"  # type: ignore[misc]


def test_scorecards_and_errors_are_picklable() -> None:
    """Results and errors can be handed to another process."""
    card = pg.evaluate(
        pg.load(SPECS / "qingyuan.pg"), pg.read_actuals(SPECS / "actuals-sample.csv")
    )
    assert pickle.loads(pickle.dumps(card)) == card
    with pytest.raises(pg.SpecError) as caught:
        pg.loads("产出指标\n  管网 ≥ 80 公理")
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_equal_specs_of_two_files_keep_their_own_places(tmp_path: Path) -> None:
    """Results point into the file that was evaluated, also where an equal one was before."""
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": "80公里"}])
    for name in ("one.pg", "two.pg"):
        path = tmp_path / name
        path.write_text("产出指标\n  管网 ≥ 80 公里\n", encoding="utf-8")
        span = pg.evaluate(pg.load(path), rows).results[0].indicator.span
        assert span is not None
        assert span.path == str(path)


def test_the_import_is_light() -> None:
    """`import perfgoals` pulls in neither lark nor pint nor the command line."""
    code = "import sys, perfgoals; print([m for m in ('lark', 'pint', 'argparse') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
