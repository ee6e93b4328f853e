"""Strategies for actuals: rows and CSV files for a spec, and cells about a target's bound."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Sequence
from fractions import Fraction

import attrs
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from perfgoals.actuals import Actuals, Row
from perfgoals.attributes import Aggregation
from perfgoals.columns import COLUMNS
from perfgoals.formula import Item
from perfgoals.method import Outcome
from perfgoals.model import Indicator, Spec
from perfgoals.targets import Bound, Deadline, Qualitative, Target
from perfgoals.testing import reference
from perfgoals.testing.answers import Answer, answer, number_in, unit_of
from perfgoals.testing.asking import Asked, asked_of
from perfgoals.testing.items import amounts
from perfgoals.testing.joining import item_value, value_of
from perfgoals.testing.measures import amount, family_of, size
from perfgoals.testing.parts import unit
from perfgoals.testing.reading import BUDGET_SPENT, Value, in_force
from perfgoals.testing.splitting import Share, split
from perfgoals.units import Quantity, plain, unit_suffix, using

__all__ = ["ANY", "actuals_for", "boundary_actuals", "csv_text", "csv_texts"]

ANY = (Outcome.MET, Outcome.MISSED, Outcome.PARTIAL, Outcome.UNREPORTED)
"""What can come of an indicator without a day to judge by."""

_BLANKS = ("", "—", "/", "-")
_WORDS = {
    Outcome.MET: ("达成", "完成", "met"),
    Outcome.PARTIAL: ("部分达成", "partial"),
    Outcome.MISSED: ("未达成", "未完成", "missed"),
}
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_Cells = dict[str, str]


@st.composite
def actuals_for(
    draw: DrawFn,
    spec: Spec,
    *,
    outcomes: Collection[Outcome] = ANY,
    indicators: Collection[Indicator] | None = None,
    joined: bool = True,
) -> Actuals:
    """Actuals for a spec: for each indicator rows with one of `outcomes`, a blank one, or none.

    `indicators` are those that get rows at all (all where it is None). An indicator that can have
    none of the outcomes gets no row. Numbers stand at the target, a hair beside it, at the lines of
    its rule, where the score ends in half a cent, and anywhere; in any unit of the dimension. Where
    口径 and 报送 join rows there are often several, unless `joined` is False; for a formula there are
    rows of its items.
    """
    spec = in_force(spec, None)
    asked = asked_of(spec)
    wanted = [x for x in asked if indicators is None or x.indicator in indicators]
    table = _Rows(draw, spec, outcomes, joined=joined)
    with using(spec.units):
        for each in wanted:
            if each.is_reported:
                table.add(each)
        for each in wanted:
            if not each.is_reported:
                table.add_formula(each)
        if not table.rows:  # a spec without any row is a problem
            table.rows.append(_with_name(_first_name(asked), "", ""))
        actuals = Actuals.from_rows(table.rows)
        assume(all(table.can_be(each, actuals) for each in wanted))
    return actuals


def _first_name(asked: Sequence[Asked]) -> str:
    """A name that a row may bear."""
    for each in asked:
        if each.is_reported and not (each.is_shared and each.label == each.indicator.name):
            return each.label
    formula = asked[0].indicator.attributes.formula
    return formula.items[0].name if formula and formula.items else asked[0].label


class _Rows:
    """Draws the rows of one table."""

    def __init__(
        self, draw: DrawFn, spec: Spec, outcomes: Collection[Outcome], *, joined: bool
    ) -> None:
        self.draw, self.spec, self.joined = draw, spec, joined
        self.reported = [x for x in outcomes if x is not Outcome.UNREPORTED]
        self.may_be_blank = Outcome.UNREPORTED in outcomes
        self.is_any = set(ANY) <= set(outcomes)
        self.rows: list[_Cells] = []
        self.done: set[Indicator] = set()
        self.items: set[str] = set()

    def can_be(self, asked: Asked, actuals: Actuals) -> bool:
        """Whether what its rows make can be at all: a sum or a formula may come to what cannot."""
        value = value_of(self.spec, asked.indicator, actuals, self.judge)
        return not isinstance(value, Fraction) or asked.can_be(value)

    def add(self, asked: Asked) -> None:
        """The rows of an indicator, if it gets any."""
        draw = self.draw
        self.done.add(asked.indicator)
        # An answer is drawn for a blank too: what takes fewer draws would count as simpler.
        given = answer(draw, asked, self.spec.method, self.reported) if self.reported else None
        is_blank = not self.reported or draw(st.integers(0, 9)) == 9
        if self.may_be_blank and is_blank:
            if draw(st.booleans()) or (asked.is_shared and asked.label == asked.indicator.name):
                return
            blank = draw(st.sampled_from(_BLANKS))
            self.rows.append(_with_name(asked.label, blank, "") | _others(draw, self.spec))
        elif given is not None:
            for share in self.shares(asked, given):
                cells = _with_name(asked.label, "—", "")
                if share.value is not None:
                    cells = _written(draw, asked, share.value)
                self.rows.append(cells | _others(draw, self.spec) | _place(share))

    def shares(self, asked: Asked, given: Answer) -> list[Share]:
        """The answer, in as many rows as 口径 and 报送 allow."""
        draw = self.draw
        indicator = asked.indicator
        if not self.joined or asked.amount is not None:
            return [Share(value=given)]
        shares = split(
            draw,
            given,
            (indicator.aggregation, indicator.reporting),
            another=lambda: answer(draw, asked, self.spec.method, self.reported),
            can_be=lambda number: asked.can_be(amount(number)),
        )
        is_named = not asked.is_shared or asked.label != indicator.name
        if self.is_any and len(shares) > 1 and is_named and draw(st.integers(0, 4)) == 4:
            place = draw(st.integers(0, len(shares) - 1))
            shares[place] = attrs.evolve(shares[place], value=None)
        return shares

    def add_formula(self, asked: Asked) -> None:
        """The rows of a formula's items, and of the indicators it is of where they have none yet."""
        spec, formula = self.spec, asked.indicator.attributes.formula
        assert formula is not None
        self.done.add(asked.indicator)
        for item in formula.items:
            for named in spec.named(item)[:1]:
                self._add_named(named)
        actuals = Actuals.from_rows(self.rows)
        known = {
            item.key: item_value(spec, asked.indicator, item, actuals, self.judge)
            for item in formula.items
            if spec.named(item) or item.key in self.items
        }
        is_blank = not self.reported or self.draw(st.integers(0, 9)) == 9
        found = amounts(self.draw, spec, asked, known, self.reported) if self.reported else None
        if found is None or (self.may_be_blank and is_blank):
            return
        for item, quantity in found.items():
            self.items.add(item.key)
            for share in self._shares_of_item(asked, item, quantity):
                assert isinstance(share.value, Quantity)
                cells = _with_name(item.name, str(share.value), "")
                self.rows.append(cells | _others(self.draw, spec) | _place(share))

    def judge(self, indicator: Indicator, value: Value) -> tuple[Outcome, Fraction]:
        rules = {x.indicator: x.rule for x in asked_of(self.spec)}
        rule = rules.get(indicator, reference.BY_SHARE)
        return reference.judged(indicator, value, rule, self.spec.method)

    def _add_named(self, named: Indicator) -> None:
        for each in asked_of(self.spec):
            if each.indicator.identity == named.identity and each.indicator not in self.done:
                (self.add if each.is_reported else self.add_formula)(each)

    def _shares_of_item(self, asked: Asked, item: Item, quantity: Quantity) -> list[Share]:
        """An item in rows, where the formula is of sums."""
        indicator, definition = asked.indicator, self.spec.defined(item)
        aggregation = (definition and definition.aggregation) or indicator.aggregation
        reporting = (definition and definition.reporting) or indicator.reporting
        if not self.joined or indicator.aggregation not in (
            None,
            Aggregation.NONE,
            Aggregation.SUM,
        ):
            return [Share(value=quantity)]
        if aggregation is not Aggregation.SUM:
            aggregation = None
        return split(
            self.draw,
            quantity,
            (aggregation, reporting),
            another=lambda: None,
            can_be=lambda number: number.value >= 0,
        )


def _place(share: Share) -> _Cells:
    """The columns that tell rows of one indicator apart."""
    cells = {"填报单位": share.unit} if share.unit else {}
    return cells | ({"期间": share.period} if share.period else {})


def _with_name(name: str, actual: str, unit: str) -> _Cells:
    return {"指标": name, "实际值": actual, "单位": unit}


def _others(draw: DrawFn, spec: Spec) -> _Cells:
    """The other columns; only 指标 and 实际值 are required."""
    if draw(st.integers(0, 3)) < 3:
        return {}
    cells = {"说明": draw(st.sampled_from(("", "管材到货晚", "见附件, 第2页")))}
    if spec.region:
        short = spec.region.removesuffix("市") if len(spec.region) > 2 else spec.region
        cells["地区"] = draw(st.sampled_from((spec.region, short)))
    if spec.year:
        cells["期间"] = draw(st.sampled_from((str(spec.year), f"{spec.year}-12")))
    return cells


def _written(draw: DrawFn, asked: Asked, given: Answer) -> _Cells:
    name = asked.indicator.name
    if isinstance(given, Quantity):
        return _number(draw, asked, given)
    if isinstance(given, dt.date):
        forms = (f"{given}", f"{given.year}年{given.month}月{given.day}日", f"{given:%Y/%m/%d}")
        return _with_name(name, draw(st.sampled_from(forms)), "")
    outcome, share = given
    words = _WORDS[outcome]
    target = asked.indicator.target
    of_days = (asked.indicator.original, *(x.target for x in asked.indicator.attributes.amendments))
    is_always = all(x in (None, target) for x in of_days)
    if outcome is Outcome.MET and share is None and isinstance(target, Qualitative) and is_always:
        words = (*words, target.text)  # the target's own text again is 达成, on any day
    word = draw(st.sampled_from(words))
    return _with_name(name, word if share is None else f"{word} {share}", "")


def _number(draw: DrawFn, asked: Asked, given: Quantity) -> _Cells:
    """A number: its unit in the cell, in 单位, in the name's bracket, or the target's own."""
    name, digits, word = asked.indicator.name, plain(given.value), given.unit.text
    if asked.amount is not None and not given.dimension.is_ratio:
        name, own = BUDGET_SPENT, asked.amount.unit
    else:
        own = unit_of(asked.indicator.target)
    if draw(st.integers(0, 2)) == 2:
        digits = draw(st.sampled_from((f"{given.value:,f}", digits.translate(_WIDE))))
    forms = [(name, f"{digits}{unit_suffix(given.unit)}", ""), (name, f"{digits}{word}", "")]
    if word:
        forms.append((name, digits, word))
        if not name.endswith(("）", ")")):
            forms.append((f"{name}（{word}）", digits, ""))
    if word == own.text and not own.dimension.is_ratio:
        forms.append((asked.label if name == asked.indicator.name else name, digits, ""))
    return _with_name(*draw(st.sampled_from(forms)))


# ---- cells about a bound --------------------------------------------------------------------------


def boundary_actuals(target: Target) -> SearchStrategy[str]:
    """Cells at the target and a hair beside it, below and above, in all units of its dimension.

    >>> from perfgoals import parse_target
    >>> from hypothesis import find
    >>> find(boundary_actuals(parse_target("≥ 80 公里")), lambda cell: True)
    '80 公里'
    """
    if isinstance(target, Qualitative):
        shares = ("", " 100%", " 90%")
        return st.sampled_from([f"达成{x}" for x in shares] + ["部分达成", "未达成", target.text])
    if isinstance(target, Deadline):
        days = st.sampled_from((0, 1, -1))
        return days.map(lambda n: str(target.date + dt.timedelta(n)))
    ends = (target.value,) if isinstance(target, Bound) else (target.low, target.high)
    return _beside(ends)


@st.composite
def _beside(draw: DrawFn, ends: Sequence[Quantity]) -> str:
    end = draw(st.sampled_from(ends))
    family = family_of(end.unit)
    word = draw(st.sampled_from((end.unit.text, *family.units)))
    in_unit = end.unit if word == end.unit.text else unit(word)
    exact = number_in(amount(end), in_unit)
    side = draw(st.sampled_from((0, -1, 1)))
    hair = (
        1 / size(in_unit) if family.whole else Fraction(1, 10 ** draw(st.sampled_from((2, 6, 0))))
    )
    moved = number_in((Fraction(exact.value) + side * hair) * size(in_unit), in_unit)
    return str(moved)


# ---- CSV ------------------------------------------------------------------------------------------


def csv_text(rows: Sequence[Row], *, header: bool = True) -> str:
    """Rows as a CSV text, with the columns that say something."""
    fields = [field for field in COLUMNS if any(getattr(row, field) for row in rows)]
    fields = [x for x in COLUMNS if x in fields or x in ("indicator", "actual")]
    return _csv(rows, fields, "zh", ",") if header else _csv(rows, fields, "", ",")


def _csv(rows: Sequence[Row], fields: Sequence[str], language: str, delimiter: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if language:
        writer.writerow(COLUMNS[field][language == "en"] for field in fields)
    writer.writerows([getattr(row, field) for field in fields] for row in rows)
    return text.getvalue()


@st.composite
def csv_texts(
    draw: DrawFn, spec: Spec, *, outcomes: Collection[Outcome] = ANY, actuals: Actuals | None = None
) -> str:
    """Texts of CSV files with actuals for a spec (drawn, unless given): columns in any order and in
    both languages, commas or tabs, blank lines, other columns, a BOM."""
    given = draw(actuals_for(spec, outcomes=outcomes)) if actuals is None else actuals
    fields = [
        x for x in COLUMNS if x in ("indicator", "actual") or any(getattr(r, x) for r in given.rows)
    ]
    order = draw(st.permutations(fields))
    language = draw(st.sampled_from(("zh", "en")))
    delimiter = draw(st.sampled_from((",", "\t")))
    lines = _csv(given.rows, order, language, delimiter).splitlines(keepends=True)
    if draw(st.booleans()):
        lines.insert(draw(st.integers(1, len(lines))), "\n")
    ending = draw(st.sampled_from(("\n", "\r\n")))
    text = "".join(lines).replace("\n", ending)
    return draw(st.sampled_from(("", "\ufeff"))) + text
