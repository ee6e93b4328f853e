"""What the queries of all kinds of work have in common."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import ClassVar

import attrs

from perfgoals.bulk.dialects import Dialect
from perfgoals.bulk.problems import TRIMMED

__all__ = ["Statements"]


@attrs.frozen(kw_only=True)
class Statements(ABC):
    """The statements over a table of facts, one for each table that comes out, by its name.

    `prefix` stands before the names of relations and functions. What several tables need are `parts`,
    statements like theirs; `kept` has the tables that hold some of them already.
    """

    dialect: Dialect
    prefix: str
    kept: Mapping[str, str] = attrs.field(factory=dict)

    parts: ClassVar[tuple[str, ...]]
    """The names of what is shared: each is made of those before it, as they are `kept`."""

    lazy_parts: ClassVar[tuple[str, ...]]
    """Those of them that can be asked for without anything being worked out: none joins what others
    have to make first."""

    @property
    def facts(self) -> str:
        """The table of facts."""
        return f"{self.prefix}facts"

    @property
    def others(self) -> str:
        """The regions of rows that no spec has, in the order of the first row of each."""
        p = self.prefix
        return f"""
WITH seen AS {self.dialect.once} (SELECT DISTINCT region FROM {self.facts}),
others AS {self.dialect.once} (
  SELECT f.region, f.name FROM (SELECT region, {TRIMMED} AS name FROM seen) AS f
  LEFT JOIN {p}regions AS r ON r.text = f.region
  LEFT JOIN {p}regions AS q ON q.text = {p}region(f.region)
  WHERE r.text IS NULL AND q.text IS NULL
)
SELECT o.name AS region, count(*) AS records
FROM {self.facts} AS f JOIN others AS o ON o.region = f.region
WHERE o.name <> '' GROUP BY o.name ORDER BY min(f.file), min(f.record)
"""
