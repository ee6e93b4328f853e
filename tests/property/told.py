"""What the query and the evaluator say of the same rows, in a form that compares."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import perfgoals as pg
from perfgoals import bulk
from perfgoals.columns import COLUMNS
from perfgoals.evaluation.batch import evaluate_all
from perfgoals.monitoring.batch import monitor_all

ROOT = Path(__file__).parents[2]
Row = dict[str, str]
Told = tuple[object, ...]


def six(number: Fraction | None) -> Decimal | None:
    """A completion as it is shown: half up, to six decimals."""
    if number is None:
        return None
    millionths = (2 * number.numerator * 10**6 + number.denominator) // (2 * number.denominator)
    return Decimal(millionths).scaleb(-6)


def of_python(
    specs: Sequence[pg.Spec], actuals: pg.Actuals, as_of: date | None, keep_going: bool
) -> dict[str, list[Told]]:
    batch = evaluate_all(specs, actuals, as_of=as_of, keep_going=keep_going)
    numbers = {(spec.path, spec.region): number for number, spec in enumerate(specs)}
    cards: list[Told] = []
    results: list[Told] = []
    for card in batch.cards:
        number = numbers[card.spec.path, card.spec.region]
        counts = [sum(r.outcome is outcome for r in card.results) for outcome in pg.Outcome]
        figures = (card.total, card.grade, card.due_weight, card.not_due_weight)
        cards.append((number, card.spec.region, *figures, *counts))
        results += [
            (
                number,
                place,
                card.spec.labels.get(result.indicator, result.indicator.name),
                str(result.indicator.target),
                result.outcome.value,
                six(result.completion),
                result.weight,
                result.score,
                ",".join(result.flags),
                result.note or None,
            )
            for place, result in enumerate(card.results, 1)
        ]
    tasks: list[Told] = [
        (
            numbers[card.spec.path, card.spec.region],
            next(n for n, task in enumerate(card.spec.tasks, 1) if task is each.task),
            each.task.name,
            each.task.type.value,
            each.done,
            len(each.results),
        )
        for card in batch.cards
        for each in card.tasks
    ]
    problems = problems_of(batch.problems)
    return {"cards": cards, "results": results, "problems": problems, "tasks": tasks}


def problems_of(problems: Iterable[pg.Problem]) -> list[Told]:
    return sorted(
        (
            problem.code,
            problem.span.path if problem.span else "",
            problem.span.line if problem.span else 0,
            problem.span.column if problem.span else 0,
            problem.span.end if problem.span else 0,
            problem.text("en"),
            problem.help_text("en"),
            "; ".join(str(each.span) for each in problem.related if problem.code in RELATED),
        )
        for problem in problems
    )


RELATED = ("PG520", "PG533")
"""Problems that are about another row or spec; the others' targets are not compared here."""


def of_bulk(found: bulk.Evaluation) -> dict[str, list[Told]]:
    outcomes = [outcome.value for outcome in pg.Outcome]
    cards = [
        (
            *(row["spec"], row["region"], row["total"], row["grade"], row["due_weight"]),
            row["not_due_weight"],
            *(row[outcome] for outcome in outcomes),
        )
        for row in found.cards.rows()
    ]
    results = [
        (
            *(row["spec"], row["number"], row["id"], row["target"]),
            *(row["outcome"], row["completion"]),
            *(row["weight"], row["score"], row["flags"], row["note"] or None),
        )
        for row in found.results.rows()
    ]
    tasks = [
        tuple(row[name] for name in ("spec", "number", "name", "type", "done", "targets"))
        for row in found.tasks.rows()
    ]
    problems = problems_in(found.problems)
    return {"cards": cards, "results": results, "problems": problems, "tasks": tasks}


def problems_in(table: bulk.Table) -> list[Told]:
    return sorted(
        (
            *(row["code"], row["path"], row["line"], row["col"], row["upto"]),
            *(row["message"], row["help"], row["related"] if row["code"] in RELATED else ""),
        )
        for row in table.rows()
    )


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Rows as a CSV file, with all columns."""
    english = {name: field for field, names in COLUMNS.items() for name in names}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS), restval="")
        writer.writeheader()
        writer.writerows({english[name]: cell for name, cell in row.items()} for row in rows)
    return path


def compare(
    specs: Sequence[pg.Spec],
    path: Path,
    as_of: date | None = None,
    *,
    keep_going: bool = False,
    engine: str = "duckdb",
) -> None:
    """Hold the query to the evaluator, over one CSV file: each table by itself, and with what the tables
    share worked out before."""
    actuals = pg.read_actuals(path)
    options: dict[str, Any] = {"as_of": as_of, "keep_going": keep_going, "language": "en"}
    with bulk.evaluate(specs, path, engine=engine, **options) as found:
        got = [of_bulk(each) for each in (found, found.kept())]
    wanted = of_python(specs, actuals, as_of, keep_going)
    for each, name in itertools.product(got, wanted):
        assert set(each[name]) ^ set(wanted[name]) == set(), name
    assert got == [wanted, wanted]


def compare_monitoring(
    specs: Sequence[pg.Spec],
    path: Path,
    as_of: date,
    prior: pg.Actuals | None = None,
    *,
    engine: str = "duckdb",
) -> int:
    """Hold the tables of monitoring to `monitor_all`, over one CSV file; how many cards there are."""
    batch = monitor_all(specs, pg.read_actuals(path), as_of=as_of, prior=prior)
    numbers = {(spec.path, spec.region): number for number, spec in enumerate(specs)}
    names = ("region", "method", "as_of", "elapsed", "light", "budget_execution")
    cards: list[Told] = []
    lines: list[Told] = []
    for card in batch.cards:
        told = card.to_dict("en")
        number = numbers[card.spec.path, card.spec.region]
        cards.append((number, *(told[name] for name in names), len(card.results), card.later))
        lines += [
            (
                *(number, place, line["id"], line["indicator"], " / ".join(line["levels"])),
                *(line["target_text"], line["actual"], line["due_now"], line["pace"]),
                *(line["light"], *((line["forecast"] or {}).get(k) for k in ENDS)),
                *(line["likelihood"], line["units"]["reported"], line["units"]["of"], result.note),
            )
            for place, (line, result) in enumerate(
                zip(told["results"], card.results, strict=True), 1
            )
        ]
    with bulk.monitor(specs, path, as_of=as_of, prior=prior, engine=engine, language="en") as lazy:
        for found in (lazy, lazy.kept()):
            got = [tuple(map(text_of, row.values())) for row in found.results.rows()]
            assert [(row[0], *row[4:20]) for row in got] == lines
            assert [
                (
                    *(text_of(row[name]) for name in ("spec", *names)),
                    row["indicators"],
                    row["later"],
                )
                for row in found.cards.rows()
            ] == cards
            assert problems_in(found.problems) == problems_of(batch.problems)
    return len(cards)


ENDS = ("value", "low", "high")


def text_of(value: object) -> object:
    """Decimals and days as JSON has them."""
    return str(value) if isinstance(value, Decimal | date) else value
