"""What the examples (例) of a spec leave untouched: targets, bands and rules of the method."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from perfgoals.attributes import OUTCOME_WORDS
from perfgoals.errors import Span
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.planning import Plan, plan_of
from perfgoals.method import Outcome
from perfgoals.model import Spec
from perfgoals.targets import Qualitative

__all__ = ["Coverage", "Covered", "coverage_of"]


@attrs.frozen(kw_only=True)
class Covered:
    """Something that an example can touch: `kind` is "target", "band" or "rule"."""

    kind: str
    text: str
    touched: bool
    span: Span | None = None


@attrs.frozen(kw_only=True)
class Coverage:
    """What the examples of a spec touch, and what not."""

    parts: tuple[Covered, ...]

    @property
    def untouched(self) -> tuple[Covered, ...]:
        """What no example touches."""
        return tuple(part for part in self.parts if not part.touched)

    @property
    def percent(self) -> int:
        """How much is touched, in whole per cent, rounded down: 100 is everything."""
        count = len(self.parts)
        return 100 if not count else 100 * (count - len(self.untouched)) // count


def coverage_of(spec: Spec) -> Coverage:
    """The coverage of a spec.

    An example touches the target it stands under; with a text's outcome the band of that outcome;
    and, where it is not met, the rule that scores it: what is met earns all by any rule.
    """
    plans = plan_of(in_force(spec, None)).plans
    return Coverage(parts=(*_targets(plans), *_bands(plans), *_rules(plans)))


def _targets(plans: tuple[Plan, ...]) -> Iterator[Covered]:
    for each in plans:
        indicator = each.entry.indicator
        if (
            each.is_budget and indicator.span is None
        ):  # no line of the spec to write an example under
            continue
        touched = bool(indicator.attributes.examples)
        yield Covered(kind="target", text=str(indicator), touched=touched, span=indicator.span)


def _bands(plans: tuple[Plan, ...]) -> Iterator[Covered]:
    texts = [each for each in plans if isinstance(each.target, Qualitative)]
    said = {outcome for each in texts for outcome in _outcomes(each)}
    for outcome in (Outcome.MET, Outcome.PARTIAL, Outcome.MISSED) if texts else ():
        yield Covered(kind="band", text=OUTCOME_WORDS[outcome], touched=outcome in said)


def _rules(plans: tuple[Plan, ...]) -> Iterator[Covered]:
    numbers = [each for each in plans if not isinstance(each.target, Qualitative)]
    touched: dict[str, bool] = {}
    for each in numbers:
        rule = str(each.scoring)
        unmet = Outcome.MISSED in _outcomes(each)
        touched[rule] = touched.get(rule, False) or unmet
    for rule, is_touched in touched.items():
        yield Covered(kind="rule", text=rule, touched=is_touched)


def _outcomes(each: Plan) -> list[Outcome]:
    return [example.outcome for example in each.entry.indicator.attributes.examples]
