"""The one coarse guard of speed: `python tests/bench/guard.py`, exit code 1 where it is passed.

Reading and evaluating 20,000 lines is held against a yardstick of the same run, plain Python that
splits the same lines with one regular expression into typed objects. No absolute time decides, and
a limit lies at four times what was measured: it is passed by a blunder, not by a busy machine.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable
from decimal import Decimal

import attrs
import texts
from measuring import interleaved

import perfgoals as pg

LINES = 20_000
ROUNDS = 5
MEASURED = {"reading": 8.5, "evaluating": 2.7}
"""Times of the yardstick, as they were seen on a quiet machine."""

SLACK = 4

_LINE = re.compile(r"  (?P<name>[^≥]*\S) (?P<op>≥) (?P<number>[0-9.]+) (?P<unit>\S+)")


@attrs.frozen
class Line:
    """What the yardstick makes of a line."""

    name: str
    op: str
    number: Decimal
    unit: str


def main() -> int:
    """Measure, print, and return the exit code."""
    text = texts.table(texts.bound, LINES)
    spec = pg.loads(text)
    actuals = pg.Actuals.from_rows(texts.rows("新建污水管网", LINES))
    tasks: dict[str, Callable[[], object]] = {
        "yardstick": functools.partial(yardstick, text),
        "reading": functools.partial(pg.loads, text),
        "evaluating": functools.partial(pg.evaluate, spec, actuals),
    }
    check(tasks)
    times = interleaved(tasks, ROUNDS)
    kept = True
    for name, measured in MEASURED.items():
        ratio = times[name].median / times["yardstick"].median
        verdict = "ok" if ratio <= measured * SLACK else "TOO SLOW"
        print(f"{name} {LINES:,} lines: {ratio:.1f} times the yardstick,", end=" ")
        print(f"measured {measured}, limit {measured * SLACK} {verdict}")
        kept = kept and verdict == "ok"
    return 0 if kept else 1


def yardstick(text: str) -> list[Line]:
    """The lines that are targets, taken apart in the plainest way."""
    found = map(_LINE.fullmatch, text.split("\n"))
    return [Line(m["name"], m["op"], Decimal(m["number"]), m["unit"]) for m in found if m]


def check(tasks: dict[str, Callable[[], object]]) -> None:
    """What is timed must have done its work."""
    spec, card = tasks["reading"](), tasks["evaluating"]()
    assert isinstance(spec, pg.Spec)
    assert isinstance(card, pg.Scorecard)
    lines = tasks["yardstick"]()
    assert isinstance(lines, list)
    assert len(lines) == len(spec.indicators) == len(card.results) == LINES


if __name__ == "__main__":
    sys.exit(main())
