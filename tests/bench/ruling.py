"""Indicator results per second, beside verdicts per second of two rule engines.

The engines are given what they cannot find by themselves: two numbers in one unit, read before, and
the weight. They judge the bounds of a city's table, and must say the same of them; it has other
targets too.
"""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from comparing import SPECS
from measuring import Finding, Task, interleaved, peer, rates

import perfgoals as pg
from perfgoals.units import exact_decimal

MET = "actual >= target"
SCORED = f"[{MET}, {MET} ? weight : actual / target * weight]"
"""Both languages write it alike; with the least of two, `min`, neither is faster."""

Row = dict[str, Decimal]
Way = Callable[[], list[Any]]
"""Judges every row once, and gives what was said of each."""


def compare(quick: bool) -> Iterator[Finding]:
    """A city's table again and again, beside verdicts alone, and verdicts with scores."""
    turns, rounds = (100, 9) if quick else (500, 15)
    spec = pg.load(SPECS / "qingyuan.pg")
    actuals = pg.read_actuals(SPECS / "actuals-sample.csv")
    card = pg.evaluate(spec, actuals)
    bounds = _bounds(card)
    ways = _ways([_row(result) for result in bounds])
    for way, judge in ways.items():
        _check(way, judge(), bounds)
    tasks: dict[str, Task] = {"ours": lambda: pg.evaluate(spec, actuals), **ways}
    times = interleaved(
        {name: functools.partial(_repeat, task, turns) for name, task in tasks.items()}, rounds
    )
    ours = rates(times["ours"], turns * len(card.results), "perfgoals")
    for way in ways:
        beside = rates(times[way], turns * len(bounds), way)
        yield Finding(name=f"results, beside {way}", unit="/s", ours=ours, peer=beside)


def _repeat(task: Task, turns: int) -> None:
    for _ in range(turns):
        task()


# ---- what is judged -------------------------------------------------------------------------------


def _bounds(card: pg.Scorecard) -> list[pg.Result]:
    """The results of plain bounds: reached from below, with a number. Some are met, some missed."""
    upward = (pg.Comparison.AT_LEAST, pg.Comparison.REACH)
    bounds = [
        result
        for result in card.results
        if isinstance(result.indicator.target, pg.Bound)
        and result.indicator.target.op in upward
        and isinstance(result.actual, pg.Quantity)
    ]
    assert {result.outcome for result in bounds} == {pg.Outcome.MET, pg.Outcome.MISSED}
    return bounds


def _row(result: pg.Result) -> Row:
    """The numbers of a result, the actual one in the target's unit."""
    target = result.indicator.target
    assert isinstance(target, pg.Bound)
    assert isinstance(result.actual, pg.Quantity)
    actual = exact_decimal(result.actual.amount_in(target.value.unit))
    assert actual is not None
    return {"actual": actual, "target": target.value.value, "weight": result.weight}


# ---- the engines ------------------------------------------------------------------------------------


def _ways(rows: Sequence[Row]) -> dict[str, Way]:
    """All is made ready once. zen takes no Decimal; its decision is given the whole table."""
    rule_engine, zen = peer("rule_engine"), peer("zen")
    rule, scored_rule = rule_engine.Rule(MET), rule_engine.Rule(SCORED)
    expression, scored = zen.compile_expression(MET), zen.compile_expression(SCORED)
    decision = zen.ZenEngine().create_decision(json.dumps(_graph()))
    floats = [{name: float(number) for name, number in row.items()} for row in rows]
    table = {"rows": floats}
    return {
        "rule-engine": lambda: [rule.matches(row) for row in rows],
        "rule-engine with scores": lambda: [scored_rule.evaluate(row) for row in rows],
        "zen expression": lambda: [expression.evaluate(row) for row in floats],
        "zen expression with scores": lambda: [scored.evaluate(row) for row in floats],
        "zen decision with scores": lambda: _judged(decision.evaluate(table)),
    }


def _graph() -> dict[str, object]:
    """A decision of one step, which goes through the rows."""
    step = {
        "executionMode": "loop",
        "inputField": "rows",
        "outputPath": "rows",
        "expressions": [{"id": "judged", "key": "judged", "value": SCORED}],
    }
    types = ("inputNode", "expressionNode", "outputNode")
    nodes: list[dict[str, object]] = [{"id": name, "name": name, "type": name} for name in types]
    nodes[1]["content"] = step
    edges = [
        {"id": source, "type": "edge", "sourceId": source, "targetId": target}
        for source, target in itertools.pairwise(types)
    ]
    return {"nodes": nodes, "edges": edges}


def _judged(answer: dict[str, Any]) -> list[Any]:
    return [row["judged"] for row in answer["result"]["rows"]]


def _check(way: str, answers: Sequence[Any], results: Sequence[pg.Result]) -> None:
    """The verdicts must be ours, and the scores, where there are any, round to ours (四舍五入)."""
    for answer, result in zip(answers, results, strict=True):
        met, *scores = (answer,) if isinstance(answer, bool) else answer
        rounded = [Decimal(str(n)).quantize(Decimal("0.01"), ROUND_HALF_UP) for n in scores]
        if met is not (result.outcome is pg.Outcome.MET) or rounded not in ([], [result.score]):
            raise AssertionError(f"{way} says {answer} of {result.indicator.name}")
