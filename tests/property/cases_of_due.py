"""Cases worked out by hand: what is due on a day, and what is not."""

from collections.abc import Mapping
from datetime import date

from by_hand import Actual, Level, Promise, at, bound, group, percent, table
from one_case import BETTER, DAY, END, Case, Expected, row

from perfgoals.targets import Deadline


def timed(
    target: Promise,
    actual: str | Actual | None,
    as_of: date,
    expected: Expected,
    total: str,
    grade: str | None,
    *,
    due: date | None = None,
) -> Case:
    """A met indicator of 60.00 points, then the one that is asked about, of 40.00."""
    nodes = (
        group("产出指标", at("道路"), weight="60"),
        group("效益指标", at("管网", target, due=due), weight="40"),
    )
    return Case(
        spec=table(nodes),
        rows=(row("道路", "1 公里"), row("管网", actual)),
        results=(Expected("met", "60.00", "60.00", "1"), expected),
        total=total,
        grade=grade,
        as_of=as_of,
        not_due="40.00" if expected.outcome == "not_due" else "0.00",
    )


LATER = Expected("not_due", "40.00", "0.00", None)
HALF = Expected("missed", "40.00", "20.00", "1/2")
NOTHING = Expected("unreported", "40.00", "0.00", None)
DONE = Expected("met", "40.00", "40.00", "1")
TEN = bound(">=", "10 公里")
EVE = date(2023, 12, 30)

DUE: Mapping[str, Case] = {
    "unmet-before-the-year's-end": timed(TEN, "5 公里", EVE, LATER, "60.00", None),
    "unmet-at-the-year's-end": timed(TEN, "5 公里", END, HALF, "80.00", "良"),
    "unmet-after-the-year's-end": timed(TEN, "5 公里", date(2024, 1, 1), HALF, "80.00", "良"),
    "unreported-before": timed(TEN, None, EVE, LATER, "60.00", None),
    "unreported-at": timed(TEN, None, END, NOTHING, "60.00", "中"),
    "met-before": timed(TEN, "10 公里", date(2023, 1, 1), DONE, "100.00", "优"),
    "partial-before": timed(BETTER, Level("部分达成", percent(70)), EVE, LATER, "60.00", None),
    "partial-at": timed(
        BETTER,
        Level("部分达成", percent(70)),
        END,
        Expected("partial", "40.00", "28.00", "7/10"),
        "88.00",
        "良",
    ),
    "own-time-before": timed(
        TEN, "5 公里", date(2023, 6, 29), LATER, "60.00", None, due=date(2023, 6, 30)
    ),
    "own-time-at": timed(
        TEN, "5 公里", date(2023, 6, 30), HALF, "80.00", "良", due=date(2023, 6, 30)
    ),
    "own-time-after-the-year": timed(
        TEN, "5 公里", END, LATER, "60.00", None, due=date(2024, 6, 30)
    ),
    "deadline-before": timed(Deadline(DAY), None, date(2023, 10, 30), LATER, "60.00", None),
    "deadline-at": timed(Deadline(DAY), None, DAY, NOTHING, "60.00", "中"),
    "deadline-late": timed(
        Deadline(DAY),
        date(2023, 11, 2),
        date(2023, 11, 2),
        Expected("missed", "40.00", "0.00", "0"),
        "60.00",
        "中",
    ),
    "deadline-met-early": timed(
        Deadline(DAY), date(2023, 10, 1), date(2023, 10, 1), DONE, "100.00", "优"
    ),
    "own-time-before-its-deadline": timed(
        Deadline(DAY), None, date(2023, 10, 15), NOTHING, "60.00", "中", due=date(2023, 10, 15)
    ),
}
