"""What is reported on: results of one kind, one or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from perfgoals.monitoring import MonitorCard
from perfgoals.rollup import Rollup
from perfgoals.scorecard import Scorecard

__all__ = ["Results", "several"]

Results: TypeAlias = (
    Scorecard
    | MonitorCard
    | Rollup
    | Sequence[Scorecard]
    | Sequence[MonitorCard]
    | Sequence[Rollup]
)
"""Scorecards (`evaluate`), monitoring cards (`monitor`) or roll-ups (`roll_up`)."""


def several(results: Results) -> tuple[Any, ...]:
    """The results, of one too."""
    return (results,) if isinstance(results, Scorecard | MonitorCard | Rollup) else tuple(results)
