"""Many specs against many rows, as one query: what `perfgoals.evaluate` says, to the cent.

The query runs where the data are: on DuckDB, without setting anything up. Needs the extra:
`pip install "perfgoals[duckdb]"`. docs/scaling.md has the tables that come out and what they cost.
"""

from __future__ import annotations

from perfgoals.bulk.running import Evaluation, Table, evaluate

__all__ = ["Evaluation", "Table", "evaluate"]
