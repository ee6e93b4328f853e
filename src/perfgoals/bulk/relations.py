"""Specs as relations: what a query joins the rows of actuals with.

Everything that a spec says once is worked out here, by the code that evaluates in Python: names are
folded, units become factors, targets whole numbers.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs

from perfgoals.bulk.amounts import is_small
from perfgoals.bulk.regions import regions, twin_findings
from perfgoals.bulk.schema import RELATIONS, Record
from perfgoals.bulk.shapes import Shape, Shapes
from perfgoals.bulk.targets import Targets
from perfgoals.bulk.words import Words
from perfgoals.evaluation.amending import in_force
from perfgoals.evaluation.planning import Plan, plan_of
from perfgoals.method import Method
from perfgoals.model import Spec
from perfgoals.names import fold
from perfgoals.units import SCALES, Dimension, Unit, find_unit, known_units, plain

__all__ = ["Relations"]

_LETTERS = 3


@attrs.define
class _Ids:
    """Numbers for things, in the order in which they come."""

    known: dict[object, int] = attrs.Factory(dict)

    def of(self, thing: object) -> int:
        return self.known.setdefault(thing, len(self.known))


@attrs.define
class Relations:
    """The relations of some specs: `records` has them by their names."""

    specs: Sequence[Spec]
    as_of: datetime.date | None
    records: dict[str, list[Record]] = attrs.field(init=False)
    _keys: Shapes = attrs.field(init=False, factory=Shapes)
    _shapes: dict[object, Shape] = attrs.field(init=False, factory=dict)
    _plans: dict[object, int] = attrs.field(init=False, factory=dict)
    _known: dict[object, tuple[Shape, int, bool]] = attrs.field(init=False, factory=dict)
    in_force: list[Spec] = attrs.field(init=False, factory=list)
    """The specs, with the targets that hold on the day."""

    alike: list[int] = attrs.field(init=False)
    """For each spec the first one that promises the same, with targets at the same places."""

    _first: dict[int, int] = attrs.field(init=False, factory=dict)
    _plan_of: list[int] = attrs.field(init=False, factory=list)
    _names: _Ids = attrs.field(init=False, factory=_Ids)
    _dimensions: _Ids = attrs.field(init=False, factory=_Ids)
    _gradings: _Ids = attrs.field(init=False, factory=_Ids)
    _words: Words = attrs.field(init=False, factory=Words)
    _spelled: dict[str, Record] = attrs.field(init=False, factory=dict)
    _bracketed: dict[str, Record] = attrs.field(init=False, factory=dict)
    _texts: set[str] = attrs.field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self.records = {name: [] for name in RELATIONS}
        for number, spec in enumerate(self.specs):
            self._add(number, spec)
        self.records["names"] = [*({**self._bracketed, **self._spelled}).values()]
        self.records["words"] = list(self._words.records)
        self.records["units"] = list(self._units())
        self.records["regions"] = list(regions(self.specs, self._plan_of))
        self.records["findings"] += twin_findings(self.specs)
        self.alike = [self._first[plan] for plan in self._plan_of]

    # ---- specs -------------------------------------------------------------------------------------

    def _add(self, number: int, spec: Spec) -> None:
        shape, plan, is_amended = self._plan(spec)
        self.in_force.append(in_force(spec, self.as_of) if is_amended else spec)
        if not shape.is_dated:
            self.records["findings"].append((number, 1, "PG531", number))
        said = spec.region, spec.fund, spec.year, spec.method.name
        place = spec.document, spec.path, spec.sha256
        self.records["specs"].append((number, plan, *said, *place, *shape.summary))
        self._plan_of.append(plan)
        self._first.setdefault(plan, number)

    def _plan(self, spec: Spec) -> tuple[Shape, int, bool]:
        """The shape of a spec, the number of its plan, and whether it has a 调整. Specs may share all
        that they promise."""
        same = (id(spec.members), id(spec.tasks), id(spec.method), id(spec.amount), id(spec.units))
        known = self._known.get((*same, spec.year, spec.path))
        if known is None:
            known = self._known[(*same, spec.year, spec.path)] = self._worked_out(spec)
        return known

    def _worked_out(self, spec: Spec) -> tuple[Shape, int, bool]:
        key, quantities = self._keys.key(spec)
        is_amended = self._keys.is_amended
        if is_amended:
            spec = in_force(spec, self.as_of)
            key, quantities = self._keys.key(spec)
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = self._shape(len(self._shapes), spec)
        numbers = tuple(
            [
                (site.item, site.whole(quantity), plain(quantity.value))
                for site, quantity in zip(shape.sites, quantities, strict=True)
                if site
            ]
        )
        known = len(self._plans)
        plan = self._plans.setdefault((shape.number, numbers), known)
        if plan == known:
            self.records["plans"].append((plan, shape.number))
            self.records["numbers"] += [(plan, *each) for each in numbers]
        return shape, plan, is_amended

    def _shape(self, number: int, spec: Spec) -> Shape:
        plan = plan_of(spec)
        late = [each for each in plan.plans if self.is_late(each)]
        is_dated = self.as_of is None or plan.is_dated
        joins = any(
            x.entry.indicator.aggregation or x.entry.indicator.reporting for x in plan.every
        )
        joins = joins or bool(plan.computed) or any(each.is_budget for each in plan.every)
        summary = (
            len(plan.plans),
            len(late),
            sum(each.cents for each in late),
            bool(plan.plans),
            self._grading(spec.method),
            is_dated,
            bool(plan.computed),
            joins,
        )
        return Shape(number, summary, is_dated, joins, Targets(self, number, plan).add())

    @property
    def joins(self) -> bool:
        """Whether there is a spec that may join rows."""
        return any(shape.joins for shape in self._shapes.values())

    def is_late(self, plan: Plan) -> bool:
        """Whether it is not due on the day that is judged by."""
        return self.as_of is not None and plan.due is not None and plan.due > self.as_of

    def _grading(self, method: Method) -> int:
        """The number of a method's grades, each with the totals for which it is the first reached."""
        known = len(self._gradings.known)
        number = self._gradings.of(method.grades)
        top = 10_001
        if number == known:
            for grade in method.grades:
                low = -int(-grade.bound * 100 // 1)
                if low < top:
                    self.records["grades"].append((number, low, top, grade.name))
                    top = low
        return number

    # ---- names and units -----------------------------------------------------------------------------

    def name(self, text: str) -> int:
        """The number of a folded name; the spelling becomes known."""
        number = self._names.of(fold(text))
        for spelling in {text, fold(text)}:
            self._spelled[spelling] = (spelling, number, None, None, None, None)
        return number

    def bracket(self, name: str, unit: Unit) -> None:
        """A name may end in its unit: `新建污水管网（公里）`."""
        known = self._unit(unit)
        if known is not None and unit.text and not unit.dimension.is_bare:
            for stem in {name, fold(name)}:
                for text in (f"{stem}（{unit.text}）", f"{stem}({unit.text})"):
                    self._bracketed[text] = (text, self._names.of(fold(name)), *known)

    def dimension(self, dimension: Dimension) -> int:
        """The number of a dimension."""
        return self._dimensions.of(dimension)

    def unit_text(self, text: str) -> None:
        """A unit that some target is written in."""
        self._texts.add(text)

    def _unit(self, unit: Unit) -> Record | None:
        """The columns of a unit; None for one that only some spec knows, or with a large factor."""
        if find_unit(unit.text) != unit or not is_small(unit):
            return None
        dimension = self.dimension(unit.dimension)
        return dimension, unit.numerator, unit.denominator, unit.text.lstrip(SCALES)

    def _units(self) -> Iterator[Record]:
        """The units that stand in a cell, in the column 单位, or in both."""
        plain_texts = set(known_units())
        texts = plain_texts | self._texts
        texts |= {scale + text for scale in SCALES for text in ("", *texts)}
        for text in sorted(texts):
            unit = find_unit(text)
            known = self._unit(unit) if unit else None
            if unit is None or known is None or text != text.strip():
                continue
            usual = text in self._texts or (text in plain_texts and _is_usual(text))
            yield text, "", *known, usual
            if not unit.dimension.is_bare:
                yield "", text, *known, usual
                yield text, text, *known, usual

    def is_word(self, each: Plan) -> bool:
        """Whether the text of a target could be read as one of the words for any text."""
        return self._words.is_word(each)

    def bands(self, each: Plan) -> int:
        """The number of a method's bands, whose words become known."""
        return self._words.bands(each)


def _is_usual(unit: str) -> bool:
    """Whether a unit is likely to stand in a table: no English word."""
    return not unit.isascii() or len(unit) <= _LETTERS
