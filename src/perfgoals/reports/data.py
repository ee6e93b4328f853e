"""Specs and scorecards as data: JSON for programs, CSV for Excel."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from perfgoals.attributes import LongTerm
from perfgoals.messages import word
from perfgoals.model import Indicator, Spec
from perfgoals.reports.tables import clean
from perfgoals.scorecard import Scorecard, history_dict, span_dict, target_dict
from perfgoals.spreadsheet import guarded
from perfgoals.targets import Direction
from perfgoals.weights import cents_text, share_out

__all__ = [
    "csv_text",
    "eval_csv",
    "eval_json",
    "eval_rows",
    "report_csv",
    "show_json",
    "spec_dict",
]


def _json(data: Sequence[dict[str, Any]]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def eval_json(cards: Sequence[Scorecard], language: str) -> str:
    """The scorecards as a JSON list."""
    return _json([card.to_dict(language) for card in cards])


def show_json(specs: Sequence[Spec]) -> str:
    """The specs as a JSON list."""
    return _json([spec_dict(spec) for spec in specs])


def spec_dict(spec: Spec) -> dict[str, Any]:
    """What `show --format json` prints of a spec."""
    weights = share_out(spec).cents
    return {
        "schema": 1,
        "fund": spec.fund,
        "region": spec.region,
        "year": spec.year,
        "document": spec.document,
        "departments": {"provincial": spec.provincial_department, "local": spec.department},
        "amount": None if spec.amount is None else str(spec.amount),
        "goal": spec.goal,
        "method": spec.method.name,
        "indicators": [
            {
                "id": spec.labels[entry.indicator],
                "name": entry.indicator.name,
                "levels": list(entry.levels),
                "target": target_dict(entry.indicator.target),
                "direction": _direction(entry.indicator.direction),
                "weight": cents_text(cents),
                "attributes": _attributes(entry.indicator),
                "span": span_dict(entry.indicator.span),
            }
            for entry, cents in zip(spec.entries, weights, strict=False)
        ],
        "tasks": [
            {
                "name": task.name,
                "type": task.type.value,
                "department": task.department,
                "purpose": task.purpose,
                "implementation": task.implementation,
                "deadline": task.deadline_text,
                "quantity_text": task.quantity_text,
                "remarks": task.remarks,
                "targets": [
                    {"name": target.name, "target": target_dict(target.target)}
                    for target in task.targets
                ],
                "span": span_dict(task.span),
            }
            for task in spec.tasks
        ],
    }


def _direction(direction: Direction | None) -> str | None:
    return direction.value if direction else None


def _attributes(indicator: Indicator) -> dict[str, Any]:
    attributes = indicator.attributes
    scoring, deadline = attributes.scoring, attributes.deadline
    due = deadline.value if isinstance(deadline, LongTerm) else deadline
    values = {
        "direction": _direction(attributes.direction),
        "deadline": None if due is None else str(due),
        "scoring": str(scoring) if scoring is not None else None,
        "aggregation": attributes.aggregation and attributes.aggregation.value,
        "reporting": attributes.reporting and attributes.reporting.value,
        "formula": attributes.formula and str(attributes.formula),
        "baseline": attributes.baseline and str(attributes.baseline),
        "amendments": history_dict(indicator)["amendments"] or None,
        "source": attributes.source,
        "basis": attributes.basis,
        "note": attributes.note,
    }
    return {name: value for name, value in values.items() if value is not None}


_COLUMNS = (
    "region",
    "level1",
    "level2",
    "indicator",
    "target",
    "actual",
    "outcome",
    "completion",
    "weight",
    "score",
    "reason",
    "note",
    "flags",
    "source",
)


def eval_csv(cards: Sequence[Scorecard], language: str) -> str:
    """One row a result, for Excel."""
    return report_csv(eval_rows(cards, language))


def eval_rows(cards: Sequence[Scorecard], language: str) -> list[list[str]]:
    """The head, and one row a result."""
    rows: list[list[str]] = [[word(f"report.{column}", language) for column in _COLUMNS]]
    for card in cards:
        for data in card.to_dict(language)["results"]:
            rows.append(_csv_row(card, data, language))
    return rows


def _csv_row(card: Scorecard, data: dict[str, Any], language: str) -> list[str]:
    span = data["span"]
    return [
        card.spec.region or "",
        data["levels"][0] if data["levels"] else "",
        " / ".join(data["levels"][1:]),
        data["id"],
        data["target_text"],
        data["actual"] or "",
        word(f"outcome.{data['outcome']}", language),
        data["completion"] or "",
        data["weight"],
        data["score"],
        data["reason"],
        data["note"],
        "；".join(word(f"flag.{flag}", language) for flag in data["flags"]),
        f"{span['file']}:{span['line']}" if span else "",
    ]


def report_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows to be looked at as CSV, without what steers a terminal or turns the direction of writing."""
    return csv_text(("\n".join(map(clean, cell.split("\n"))) for cell in row) for row in rows)


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV; what a spreadsheet would run as a formula is guarded."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(map(guarded, row) for row in rows)
    return out.getvalue()
