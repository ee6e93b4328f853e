"""What the command prints as JSON, held to the schemas of docs/schema."""

from __future__ import annotations

import copy
import datetime
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from june import thirteen_in_june
from monitored import card as monitored
from perfgoals.cli import main
from perfgoals.reports.data import show_json
from perfgoals.reports.findings import findings_json
from perfgoals.testing import actuals_for, specs

SCHEMAS = Path(__file__).parents[1] / "docs" / "schema"
REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"
VERBS = ("show", "eval", "monitor", "check")


@functools.cache
def schema(verb: str) -> dict[str, Any]:
    """The schema of a verb's output."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{verb}.v1.json").read_text(encoding="utf-8"))
    return found


@functools.cache
def strict(verb: str) -> jsonschema.Draft202012Validator:
    """The schema without the keys that may be added one day: what is printed now is all in it."""

    def close(part: Any) -> None:
        if isinstance(part, dict):
            if "properties" in part:
                part["additionalProperties"] = False
            for each in part.values():
                close(each)
        elif isinstance(part, list):
            for each in part:
                close(each)

    closed = copy.deepcopy(schema(verb))
    close(closed)
    return jsonschema.Draft202012Validator(closed)


def wrong(verb: str, output: str | bytes) -> list[str]:
    """What the schema has against an output."""
    return [
        error.json_path + " " + error.message
        for error in strict(verb).iter_errors(json.loads(output))
    ]


def test_there_is_a_schema_for_each_verb() -> None:
    """And each is a schema, named by the version that its outputs bear."""
    assert sorted(path.name for path in SCHEMAS.glob("*.json")) == sorted(
        f"{verb}.v1.json" for verb in VERBS
    )
    for verb in VERBS:
        jsonschema.Draft202012Validator.check_schema(schema(verb))
        assert schema(verb)["$id"] == f"urn:perfgoals:{verb}:1"
        assert schema(verb)["items"]["properties"]["schema"]["const"] == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_thirteen_cities(language: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Every output of the command on the real specs."""
    files, rows = str(REAL), str(REAL / "actuals-sample.csv")
    calls = {
        "show": ["show", files],
        "eval": ["eval", files, rows, "--as-of", "2023-12-31"],
        "monitor": ["monitor", files, rows, "--as-of", "2023-06-30"],
        "check": ["check", files],
    }
    for verb, call in calls.items():
        main(["--lang", language, *call, "--format", "json"])
        out = capfdbinary.readouterr().out
        assert len(json.loads(out)) >= 5, verb
        assert wrong(verb, out) == []


def test_outputs_with_everything_in_them() -> None:
    """Courses, forecasts and budgets; parts, tasks and flags; fixes and related places."""
    assert wrong("monitor", pg.render([monitored(), *thirteen_in_june()], "json")) == []
    text = (
        "地区: 甲市\n年度: 2023\n金额: 100 万元\n产出指标\n  管网 ≥ 80 公里\n    口径: 逐项\n"
        "  完工: 2023-06-30\n  培训: 1~2 次\n效益指标\n  收入: 提高\n满意度指标\n  群众满意度 ≤ 90%\n"
        "任务: 修管网\n  性质: 约束性任务\n  管网 ≥ 90 公里\n"
    )
    spec = pg.loads(text, path="甲.pg")
    rows = pg.Actuals.from_rows(
        [
            {"指标": "管网", "实际值": 90, "填报单位": "子镇"},
            {"指标": "管网", "实际值": 9, "填报单位": "丑镇"},
            {"指标": "收入", "实际值": "达成"},
            {"指标": "预算执行率", "实际值": "120%"},
        ]
    )
    for day in (None, datetime.date(2023, 5, 1)):
        assert wrong("eval", pg.render(pg.evaluate(spec, rows, as_of=day), "json")) == []
    assert wrong("show", show_json([spec])) == []
    findings = pg.check(spec)
    assert any(problem.related for problem in findings)
    assert wrong("check", findings_json(findings, "en")) == []


@given(specs(), st.data())
def test_whatever_is_scored(spec: pg.Spec, data: st.DataObject) -> None:
    """Any spec and any rows, also with problems: what is printed is in the schema, and nothing else."""
    assert wrong("show", show_json([spec])) == []
    card = pg.evaluate(spec, data.draw(actuals_for(spec)), keep_going=True)
    assert wrong("eval", pg.render(card, "json")) == []
    assert wrong("check", findings_json(pg.check(spec), "zh")) == []


@pytest.mark.parametrize(
    ("verb", "path", "value"),
    [
        ("eval", ("total",), 96.4),
        ("eval", ("total",), "96.4"),
        ("eval", ("results", 0, "outcome"), "failed"),
        ("eval", ("results", 0, "span"), {"file": "a.pg", "line": 0, "column": 1}),
        ("eval", ("results", 0, "new_key"), 1),
        ("show", ("indicators", 0, "target", "op"), "≥"),
        ("show", ("indicators", 0, "target"), {"kind": "bound", "text": "提高"}),
        ("monitor", ("results", 0, "pace_exact"), "55.24%"),
        ("monitor", ("results", 0, "forecast", "low"), None),
    ],
)
def test_a_wrong_output_is_refused(verb: str, path: tuple[Any, ...], value: Any) -> None:
    """A schema that takes anything would hold nothing."""
    spec = pg.loads("地区: 甲市\n年度: 2023\n产出指标\n  管网 ≥ 80 公里\n", path="甲.pg")
    rows = pg.Actuals.from_rows([{"指标": "管网", "实际值": 70}])
    day = datetime.date(2023, 6, 30)
    makers: dict[str, Callable[[], str | bytes]] = {
        "eval": lambda: pg.render(pg.evaluate(spec, rows), "json"),
        "show": lambda: show_json([spec]),
        "monitor": lambda: pg.render(pg.monitor(spec, rows, as_of=day), "json"),
    }
    made = makers[verb]()
    assert wrong(verb, made) == []
    output = json.loads(made)
    place = output[0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert len(wrong(verb, json.dumps(output))) == 1
