"""The examples of a spec (例): each says what an actual comes to, and is held to it."""

from __future__ import annotations

import attrs

from perfgoals.actuals import Actuals
from perfgoals.attributes import Example
from perfgoals.errors import Problem
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.judging import judge
from perfgoals.evaluation.planning import Plan, plan_of
from perfgoals.evaluation.reading import WrongRow, read
from perfgoals.evaluation.tracing import Trace, trace_of
from perfgoals.model import Indicator, Spec
from perfgoals.units import using

__all__ = ["ExampleResult", "run_examples"]


@attrs.frozen(kw_only=True)
class ExampleResult:
    """What came of an example: the way to its score, or what is wrong with its actual."""

    indicator: Indicator
    example: Example
    trace: Trace | None = None
    problem: Problem | None = None

    @property
    def passed(self) -> bool:
        """Whether outcome and score are those that it says."""
        if self.trace is None:
            return False
        result, wanted = self.trace.result, self.example
        same_score = wanted.score is None or wanted.score == result.score
        return result.outcome is wanted.outcome and same_score


def run_examples(spec: Spec) -> tuple[ExampleResult, ...]:
    """Hold a spec to its examples, those of the table first, then those of its tasks. Never raises for
    what it finds.

    An example of an indicator with a formula is of the value that the formula gives. The targets are
    the last ones in force.
    """
    spec = in_force(spec, None)
    plan = plan_of(spec)
    of_tasks = {id(task.task): [target.plan for target in task.targets] for task in plan.tasks}
    promised = [each for task in spec.tasks for each in of_tasks[id(task)]]
    with using(spec.units):
        return tuple(
            _run(spec, each, example)
            for each in (*plan.plans, *promised)
            for example in each.entry.indicator.attributes.examples
        )


def _run(spec: Spec, each: Plan, example: Example) -> ExampleResult:
    indicator = each.entry.indicator
    path = example.span.path if example.span else spec.path
    line = example.span.line if example.span else 0
    row = {"指标": indicator.name, "实际值": example.actual}
    rows = Actuals.from_rows([row], path=path).rows
    try:
        reading = read(each, attrs.evolve(rows[0], line=line))
    except WrongRow as wrong:
        problem = Problem(code=wrong.code, span=example.span, values=wrong.values)
        return ExampleResult(indicator=indicator, example=example, problem=problem)
    result = judge(each, reading, None, False)
    trace = trace_of(plan_of(spec), each, result)
    return ExampleResult(indicator=indicator, example=example, trace=trace)
