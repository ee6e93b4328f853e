"""What came of trying a spec's laws: how many examples held, and the rows that break one, as data."""

from __future__ import annotations

import attrs

from perfgoals.messages import Value, text_of
from perfgoals.model import Indicator, Spec

__all__ = ["Counterexample", "Trial"]


@attrs.frozen(kw_only=True)
class Counterexample:
    """What breaks a law: the rows (the smallest that were found) as CSV, and the line of the spec.

    `expected` and `got` are texts, in both languages where the library says them; `values` has what
    else was drawn, such as a day.
    """

    law: str
    spec: Spec
    csv: str
    indicator: Indicator | None
    expected: Value
    got: Value
    values: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The line of the spec that is broken: `shantou.pg:9: 新建污水管网 ≥ 80 公里`."""
        if self.indicator is None:
            return self.spec.path
        span = self.indicator.span
        place = f"{span.path}:{span.line}: " if span else ""
        return f"{place}{self.indicator}"

    def __str__(self) -> str:
        values = "".join(f"\n{value}" for value in self.values)
        expected, got = (text_of(value, "en") for value in (self.expected, self.got))
        return f"{self.law}\n{self.line}\n{self.csv}expected {expected}\ngot {got}{values}"


@attrs.frozen(kw_only=True)
class Trial:
    """A law tried on a spec: how many examples it passed, and what breaks it. With neither it had
    nothing to say of the spec."""

    law: str
    sentence: str
    spec: Spec
    examples: int
    counterexample: Counterexample | None = None
