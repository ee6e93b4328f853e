"""A case worked out by hand, and what several tables of them are made with."""

from dataclasses import dataclass
from datetime import date

from by_hand import METHOD_10, Actual, Promise, Row, at, group, q, table

from perfgoals.method import Method
from perfgoals.model import Group, Indicator, Spec
from perfgoals.targets import Qualitative


@dataclass(frozen=True)
class Expected:
    """The figures of one indicator, as a person would write them down."""

    outcome: str
    weight: str
    score: str
    completion: str | None
    over: bool = False
    over_budget: bool = False


@dataclass(frozen=True)
class Case:
    spec: Spec
    rows: tuple[Row, ...]
    results: tuple[Expected, ...]
    total: str
    grade: str | None
    as_of: date | None = None
    not_due: str = "0.00"


def row(name: str, actual: str | Actual | None, style: int = 0) -> Row:
    return Row(name, q(actual) if isinstance(actual, str) else actual, style)


def one(
    target: Promise,
    actual: str | Actual | None,
    outcome: str,
    score: str,
    completion: str | None,
    grade: str,
    *,
    method: Method = METHOD_10,
    path: tuple[str, ...] = ("产出指标",),
    scoring: str | None = None,
    over: bool = False,
    style: int = 0,
) -> Case:
    """A spec of a single indicator, which has all 100.00 points."""
    node: Group | Indicator = at("道路", target, scoring=scoring)
    for name in reversed(path):
        node = group(name, node)
    return Case(
        spec=table((node,), method=method),
        rows=(row("道路", actual, style),),
        results=(Expected(outcome, "100.00", score, completion, over),),
        total=score,
        grade=grade,
    )


DAY = date(2023, 10, 31)
BETTER = Qualitative("提高")

FUNDED = q("1200 万元")
END = date(2023, 12, 31)
