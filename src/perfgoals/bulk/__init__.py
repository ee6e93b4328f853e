"""Many specs against many rows, as one query: what `perfgoals.evaluate` says, to the cent, and what
`perfgoals.monitor` says during the year.

The query runs where the data are: on DuckDB, without setting anything up, or on Spark. Needs an
extra: `pip install "perfgoals[duckdb]"` or `"perfgoals[spark]"`. docs/scaling.md has the tables that
come out and what they cost.
"""

from __future__ import annotations

from perfgoals.bulk.running import Evaluation, evaluate
from perfgoals.bulk.tables import Table
from perfgoals.bulk.watching import Monitoring, monitor

__all__ = ["Evaluation", "Monitoring", "Table", "evaluate", "monitor"]
