"""Several specs watched with one set of rows: each takes the rows of its region."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import attrs

from perfgoals.actuals import Actuals
from perfgoals.errors import Problem
from perfgoals.evaluation.batch import (
    Batch,
    each_by_its_rows,
    rows_of_no_region,
    with_regions,
)
from perfgoals.model import Spec
from perfgoals.monitoring import MonitorCard, monitor

__all__ = ["monitor_all"]


def monitor_all(
    specs: Sequence[Spec],
    actuals: Actuals,
    *,
    as_of: datetime.date,
    prior: Actuals | None = None,
) -> Batch[MonitorCard]:
    """Monitor each spec; one with a problem in its rows, or in last year's, gets no card."""
    before = None if prior is None else with_regions(specs, prior)

    def watch(spec: Spec, rows: Actuals) -> tuple[MonitorCard, Sequence[Problem]]:
        return monitor(spec, rows, as_of=as_of, prior=before), ()

    batch = each_by_its_rows(specs, actuals, watch)
    if prior is None:
        return batch
    return attrs.evolve(batch, problems=(*batch.problems, *rows_of_no_region(specs, prior)))
