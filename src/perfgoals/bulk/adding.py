"""The rows of an evaluation with their verdicts, and what they add up to by spec, in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import attrs

from perfgoals.bulk.judging import long_way
from perfgoals.bulk.plain import plain
from perfgoals.bulk.schema import ENDINGS, FACTS
from perfgoals.bulk.statements import Statements
from perfgoals.columns import COLUMNS

__all__ = [
    "BY_DAY",
    "MET",
    "NAMES",
    "NOT_DUE",
    "OUTCOME_NAMES",
    "UNREPORTED",
    "Added",
    "each",
]

OUTCOME_NAMES = ("met", "partial", "missed", "unreported", "not_due")
MET, PARTIAL, MISSED, UNREPORTED, NOT_DUE = range(5)

Tally = tuple[str, str, str]
"""What a scorecard counts of its results: a name, how it adds up, and of what."""

_TALLIES: tuple[Tally, ...] = (
    ("score", "sum", "CASE WHEN main THEN score END"),
    ("met", "count", f"CASE WHEN main AND outcome = {MET} THEN 1 END"),
    ("partial", "count", f"CASE WHEN main AND outcome = {PARTIAL} AND NOT late THEN 1 END"),
    ("reported", "count", f"CASE WHEN main AND outcome <= {MISSED} AND NOT late THEN 1 END"),
)
BY_DAY: tuple[Tally, ...] = (
    ("early", "count", f"CASE WHEN main AND outcome = {MET} AND late THEN 1 END"),
    ("early_cents", "sum", f"CASE WHEN main AND outcome = {MET} AND late THEN cents END"),
)
"""What is met before it is due: on a day that is judged by."""

NAMES = tuple(name for name, _ in FACTS)
_READING = "(NOT problem AND item = slot)"


@attrs.frozen(kw_only=True)
class Added(Statements):
    """What the tables of an evaluation share: what plain rows add up to, the other rows with their
    verdicts, and what came of specs whose rows are taken together."""

    keep_going: bool = False
    has_day: bool = True
    """Whether there is a day to judge by."""

    joins: bool = True
    """Whether there is a spec that may join rows."""

    counts: bool = False
    """Whether rows have to be counted to have numbers, which one thread does: then odd rows are
    gathered without, and found again by their cells."""

    constants: Mapping[str, str] = attrs.field(factory=dict)
    """What the session says that all spellings of targets have in common."""

    parts: ClassVar[tuple[str, ...]] = ("added_up", "long_way", "wholes")
    lazy_parts: ClassVar[tuple[str, ...]] = ("added_up", "long_way")

    @property
    def added_up(self) -> str:
        """What plain rows add up to, and a list of the others."""
        plain_ones = self._plain(lean=True, places=not self.counts)
        tallies = () if self.keep_going else self._tallies
        return f"WITH plain AS ({plain_ones}) {self._added_up(tallies)}"

    @property
    def long_way(self) -> str:
        """The others with their verdicts."""
        return f"WITH {self._long_way(self.kept['added_up'])} SELECT * FROM long_way"

    @property
    def wholes(self) -> str:
        """What came of specs whose rows are taken together, and what is wrong with them."""
        p = self.prefix
        told = "spec" if self.keep_going else "CASE WHEN results IS NULL THEN spec END"
        return f"""WITH {self._grouped()},
gathered AS ({self._gathered}),
found AS (SELECT spec, {p}results(spec, facts) AS results, facts FROM gathered)
SELECT spec, results, {p}problems({told}, facts) AS problems FROM found"""

    # ---- rows --------------------------------------------------------------------------------------------

    def _plain(self, *, lean: bool, places: bool = True) -> str:
        return plain(
            self.dialect, self.facts, self.prefix, self.constants, lean=lean, places=places
        )

    def _added_up(self, tallies: Sequence[Tally]) -> str:
        """What the plain rows add up to, in one go with a list of the others: no plain row is held."""
        odd = self.dialect.gathered(("file", "record", "cells"))
        return f"""
  SELECT {self._of_place}, chunk, {_of_plain(tallies)},
    {odd} FILTER (WHERE outcome IS NULL) AS odd
  FROM plain AS j GROUP BY place, chunk"""

    @property
    def _of_place(self) -> str:
        """The spec and the ending of what has been added up."""
        spec = self.dialect.whole_part("place", str(ENDINGS))
        return f"{spec} AS spec, place % {ENDINGS} AS endings"

    def _long_way(self, added_up: str) -> str:
        """The other rows, which go the long way."""
        d = self.dialect
        is_counted = not (self.counts and self.kept)  # see `added_up`
        place = "o.file, o.record, " if is_counted else ""
        odd = f"""
  SELECT {place}{d.unpacked("o.cells", COLUMNS)} FROM (
    SELECT {d.spreaded("odd")} AS o FROM {added_up} WHERE odd IS NOT NULL
  ) AS t"""
        if not is_counted:
            same = " AND ".join(f"coalesce(f.{name}, '') = o.{name}" for name in COLUMNS)
            cells = ", ".join(f"o.{name}" for name in COLUMNS)
            odd = f"""
  SELECT f.file, f.record, {cells} FROM {self.facts} AS f
  JOIN (SELECT DISTINCT * FROM ({odd}) AS o) AS o ON {same}"""
        return f"odd AS ({odd}\n),\n{long_way(d, 'odd', self.prefix)}"

    def _sums(self, tallies: Sequence[Tally]) -> str:
        """The rows, added up where they are plain, else the long way."""
        if self.kept:
            return ",\n".join(
                f"{name} AS (SELECT * FROM {self.kept[name]})" for name in self.lazy_parts
            )
        places = self.joins or not tallies
        return f"""plain AS ({self._plain(lean=True, places=places)}),
added_up AS {self.dialect.once} ({self._added_up(tallies)}),
{self._long_way("added_up")}"""

    def _verdicts(self) -> str:
        """Every row with its verdict: as it stands where it is plain, else the long way."""
        d = self.dialect
        if self.kept:
            rows = f"{self._sums(())},\nplain AS ({self._plain(lean=False)})"
        else:
            rows = f"""plain AS {d.once} ({self._plain(lean=False)}),
added_up AS (
  SELECT {self._of_place}, chunk, {_of_plain(())} FROM plain WHERE outcome IS NOT NULL
  GROUP BY place, chunk
),
odd AS (SELECT file, record, {d.unpacked("cells", COLUMNS)} FROM plain WHERE outcome IS NULL),
{long_way(d, "odd", self.prefix)}"""
        return f"""{rows},
judged AS (
  SELECT file, record, {d.unpacked("cells", COLUMNS)}, spec, item AS slot, item, main,
    chunk, mask, cents, late, FALSE AS problem, outcome, flags, score, completion
  FROM plain WHERE outcome IS NOT NULL
  UNION ALL
  SELECT {", ".join(NAMES)}, spec, slot, item, main, chunk, mask,
    cents, late, problem, outcome, flags, score, completion
  FROM long_way
)"""

    # ---- specs -------------------------------------------------------------------------------------------

    @property
    def _tallies(self) -> tuple[Tally, ...]:
        return (*_TALLIES, *BY_DAY) if self.has_day else _TALLIES

    def _grouped(self, *, lean: bool = False, shown: bool = False) -> str:
        """The rows and how many a spec has; `lean` leaves out what only problems need: rows that
        nothing joins are one, whatever they say."""
        tallies = self._tallies if lean else ()
        rows = self._verdicts() if shown and not lean else self._sums(tallies)
        mixed = "bit_count(c.endings) > 1"
        problems = "c.problems"
        whole = f"coalesce(s.formulas, FALSE) OR c.readings <> c.slots OR {mixed}"
        if lean:
            alone = f"c.readings - c.slots + CASE WHEN {mixed} THEN 1 ELSE 0 END"
            problems = f"c.problems + CASE WHEN s.joins THEN 0 ELSE {alone} END"
            whole = f"coalesce(s.joins, FALSE) AND ({whole})"
        return f"""{rows},
chunks AS (
  {self._chunks(tallies)}
),
grouped AS {self.dialect.once} (
  SELECT c.spec, c.records, {problems} AS problems, {whole} AS whole{each("c.{}", tallies)}
  FROM (
    SELECT spec, sum(records) AS records, sum(problems) AS problems, sum(readings) AS readings,
      sum(bit_count(bits)) AS slots, bit_or(endings) AS endings{each("sum({0}) AS {0}", tallies)}
    FROM chunks GROUP BY spec
  ) AS c LEFT JOIN {self.prefix}specs AS s ON s.spec = c.spec
)"""

    def _chunks(self, tallies: Sequence[Tally]) -> str:
        """What the rows add up to, by spec and chunk of targets. Plain ones are added up apart: of
        them less has to be asked."""
        tallied = "".join(
            f",\n    {how}(CASE WHEN NOT problem THEN {value} END) AS {name}"
            for name, how, value in tallies
        )
        return f"""SELECT spec, chunk, sum(records) AS records, sum(problems) AS problems,
    sum(readings) AS readings, bit_or(bits) AS bits,
    bit_or(endings) AS endings{each("sum({0}) AS {0}", tallies)}
  FROM (
  SELECT spec, chunk, records, 0 AS problems, records AS readings, bits, endings{each("{}", tallies)}
  FROM added_up WHERE records > 0
  UNION ALL
  SELECT spec, chunk, count(*) AS records,
    count(CASE WHEN problem THEN 1 END) AS problems, count(CASE WHEN {_READING} THEN 1 END) AS readings,
    bit_or(CASE WHEN {_READING} THEN mask ELSE CAST(0 AS BIGINT) END) AS bits,
    bit_or(place % {ENDINGS}) AS endings{tallied}
  FROM long_way GROUP BY spec, chunk
  ) AS c GROUP BY spec, chunk"""

    @property
    def _gathered(self) -> str:
        """The rows of specs whose rows are taken together. No table has them all: those whose region is
        spelled as it is known are found by it; the others have gone the long way."""
        names = ", ".join(f"j.{name}" for name in NAMES)
        known = f"{self.prefix}regions AS r"
        return f"""
  SELECT spec, {self.dialect.gathered(NAMES)} AS facts FROM (
    SELECT w.spec, {names} FROM {self.facts} AS j JOIN (
      SELECT r.text, r.spec FROM {known} JOIN grouped AS g ON g.spec = r.spec WHERE g.whole
    ) AS w ON w.text = coalesce(j.region, '')
    UNION ALL
    SELECT j.spec, {names} FROM long_way AS j JOIN grouped AS g ON g.spec = j.spec
    WHERE g.whole AND coalesce(j.item = j.slot, TRUE)
      AND NOT EXISTS (SELECT 1 FROM {known} WHERE r.text = j.region)
  ) AS j GROUP BY spec"""


def _of_plain(tallies: Sequence[Tally]) -> str:
    """What is asked of plain rows: none is a problem, and none is partial."""
    return """count(outcome) AS records,
    bit_or(CASE WHEN outcome IS NOT NULL THEN mask ELSE CAST(0 AS BIGINT) END) AS bits""" + "".join(
        f",\n    {'0' if name == 'partial' else f'{how}({value})'} AS {name}"
        for name, how, value in tallies
    )


def each(template: str, tallies: Sequence[Tally]) -> str:
    """A text for each tally, with its name."""
    return "".join(f", {template.format(name)}" for name, _, _ in tallies)
