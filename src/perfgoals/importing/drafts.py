"""Forms to specs. The language is the judge: what it refuses becomes a doubt, and is written as one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from perfgoals.errors import Flaw, Problem, SpecError
from perfgoals.importing.forms import Form, Held
from perfgoals.importing.headings import Field, points_of, year_in
from perfgoals.importing.items import Item, item_of, task_of
from perfgoals.importing.ledger import Doubt, Ledger, problem_of
from perfgoals.importing.targets import read_points
from perfgoals.importing.writing import Text, write
from perfgoals.levels import level
from perfgoals.messages import both
from perfgoals.model import Entry, Spec, Task
from perfgoals.names import fold
from perfgoals.parsing import parse_spec, standard_methods
from perfgoals.quantities import read_quantity
from perfgoals.units import Quantity, find_unit

__all__ = ["Draft", "draft"]

_TEXTS = (
    Field.FUND,
    Field.REGION,
    Field.DOCUMENT,
    Field.PROVINCIAL_DEPARTMENT,
    Field.DEPARTMENT,
    Field.GOAL,
)
_HUNDRED = Decimal(100)
_NO_TARGETS = "PG101"  # it points to the first line, which is not to blame


@attrs.define(eq=False, kw_only=True)
class Draft:
    """A form as a spec: its text, what that reads as (None where it does not load), its doubts."""

    form: Form
    header: Spec
    items: list[Item]
    tasks: list[Item]
    head: list[Doubt]
    """The doubts that no row has: of the header, and of the table as a whole."""

    text: str = ""
    spec: Spec | None = None

    def doubts(self) -> Iterator[Doubt]:
        """The doubts of the header, of the indicators and of the tasks."""
        yield from self.head
        for item in (*self.items, *self.tasks):
            yield from item.doubts

    def refuse(self, field: Field, problem: Problem) -> None:
        """Take a line out of the header."""
        without: dict[str, Any] = {field.value: None}
        self.header = attrs.evolve(self.header, **without)
        self.head.append(_doubt_of(field, self._held(field), problem))

    def _held(self, field: Field) -> Held:
        """What the line was made from."""
        held = self.form.header.get(field)
        if held is None and field is Field.DOCUMENT and self.form.document:
            return self.form.document
        return held or Held(words=str(getattr(self.header, field.value)), place=self.form.place)


def draft(form: Form, ledger: Ledger) -> Draft:
    """The spec of a form; what is doubted is noted in the ledger."""
    head: list[Doubt] = []
    year = _year(form, head)
    found = Draft(
        form=form,
        header=_header(form, year, head),
        items=[item_of(entry, year, ledger) for entry in form.entries],
        tasks=[task_of(entry) for entry in form.tasks],
        head=head,
    )
    _scale_points(found.items)
    while True:  # each round takes something out
        written = _write(found)
        try:
            spec = parse_spec(written.text)
        except SpecError as error:
            if _take_out(error, written, found):
                continue
            # It is the table as a whole: every row is doubtful, or the points do not add up.
            problem = error.problems[0]
            if problem.code != _NO_TARGETS:
                found.head.append(Doubt(place=form.place, cell="", name="", problem=problem))
                written = _write(found)
        else:
            if _take_out_what_differs(spec, written, found):
                continue
            found.spec = spec
        break
    found.text = written.text
    _note_doubts(found, ledger)
    return found


def _write(found: Draft) -> Text:
    return write(found.header, found.items, found.tasks, found.head, _points(found))


# ---- the header -----------------------------------------------------------------------------------


def _year(form: Form, head: list[Doubt]) -> int | None:
    held = form.header.get(Field.YEAR)
    if held is None:
        return form.year or year_in(fold(form.text(Field.FUND)))
    digits = fold(held.words).removesuffix("度").removesuffix("年")
    if len(digits) == 4 and digits.isdecimal() and digits[:2] in ("19", "20"):
        return int(digits)
    problem = Problem(code="PG140", values={"text": held.words})
    head.append(_doubt_of(Field.YEAR, held, problem))
    return form.year


def _header(form: Form, year: int | None, head: list[Doubt]) -> Spec:
    amount: Quantity | str | None = None
    held = form.header.get(Field.AMOUNT)
    if held is not None:
        try:
            amount = _amount(held, form)
        except Flaw as flaw:
            head.append(_doubt_of(Field.AMOUNT, held, problem_of(flaw)))
    document = form.text(Field.DOCUMENT) or (form.document.words if form.document else "")
    return Spec(
        members=(),
        method=standard_methods()[0],
        fund=form.text(Field.FUND) or None,
        region=form.region or None,
        year=year,
        document=document or None,
        provincial_department=form.text(Field.PROVINCIAL_DEPARTMENT) or None,
        department=form.text(Field.DEPARTMENT) or None,
        amount=amount,
        goal=form.text(Field.GOAL) or None,
    )


def _amount(held: Held, form: Form) -> Quantity | str:
    quantity = read_quantity(held.words)
    if quantity is None:
        if any(map(str.isdigit, held.words)):
            raise Flaw("PG141", 0, 0, amount=held.words)
        return held.words
    if not quantity.unit.text:
        unit = find_unit(held.unit or form.text(Field.AMOUNT_UNIT))
        if unit is None or unit.dimension.is_bare:
            raise Flaw("PG618", 0, 0, amount=held.words)
        quantity = Quantity(quantity.value, unit)
    return quantity


def _doubt_of(field: Field, held: Held, problem: Problem) -> Doubt:
    name = both(f"import.field_{field.name.lower()}").zh
    cell = held.cell.text if held.cell else held.words
    return Doubt(place=held.place, cell=cell, name=name, problem=problem)


# ---- points ---------------------------------------------------------------------------------------


def _scale_points(items: list[Item]) -> None:
    """权重 that add up to exactly 1 are shares of the 100 points."""
    weights = [item.weight for item in items if item.weight is not None]
    if len(weights) > 1 and sum(weights) == 1:
        for item in items:
            if item.weight is not None:
                item.weight = Decimal(f"{(item.weight * _HUNDRED).normalize():f}")
            if item.indicator is not None:
                item.indicator = attrs.evolve(item.indicator, weight=item.weight)


def _points(found: Draft) -> dict[str, Decimal]:
    """The points of each first level: as printed, else those of its rows, if all have some.

    The rows that are doubtful count too: without them the table's points would be shared out among
    the others in silence.
    """
    points: dict[str, Decimal] = {}
    tops: dict[str, list[Decimal | None]] = {}
    for item in found.items:
        tops.setdefault(item.top, []).append(item.weight)
    for top, weights in tops.items():
        if None not in weights:
            points[top] = sum((weight for weight in weights if weight is not None), Decimal(0))
    for top, cell in found.form.points.items():
        printed = read_points(points_of(cell.words)[1])
        if printed is not None:
            points[top] = printed
    return points


# ---- what the language refuses --------------------------------------------------------------------


def _take_out(error: SpecError, written: Text, found: Draft) -> bool:
    """Make doubts of the lines with a problem; False where no line can be taken out."""
    taken = False
    for problem in error.problems:
        owner = written.owner(problem.span.line) if problem.span else None
        if isinstance(owner, Item) and owner.is_kept:
            owner.refuse(problem)
            taken = True
        elif isinstance(owner, Field) and problem.code != _NO_TARGETS:
            found.refuse(owner, problem)
            taken = True
    return taken


def _take_out_what_differs(spec: Spec, written: Text, found: Draft) -> bool:
    """What reads back as something else was not plainly one thing: `任务: 甲 # 乙` is called 甲."""
    fields = (*_TEXTS, Field.YEAR, Field.AMOUNT)
    differs = [x for x in fields if getattr(spec, x.value) != getattr(found.header, x.value)]
    for field in differs:
        words = str(getattr(found.header, field.value))
        found.refuse(field, Problem(code="PG613", values={"cell": words}))
    kept = written.items()
    read: list[Entry | Task] = [*spec.entries, *spec.tasks]
    wrong = [item for item, got in zip(kept, read, strict=False) if not _is_same(item, got)]
    if len(kept) != len(read):
        wrong = kept
    for item in wrong:
        item.refuse(Problem(code="PG613", values={"cell": item.words}))
    return bool(differs or wrong)


def _is_same(item: Item, read: Entry | Task) -> bool:
    if isinstance(read, Task):
        return attrs.evolve(read, deadline=None) == item.task  # the date is read from its text
    levels = [level(name) for name in item.levels]
    return read.indicator == item.indicator and [level(name) for name in read.levels] == levels


def _note_doubts(found: Draft, ledger: Ledger) -> None:
    for item in (*found.items, *found.tasks):
        for cell in item.doubted:
            ledger.use(cell, "doubt")
    places = {doubt.place for doubt in found.head}
    for held in found.form.header.values():
        if held.cell is not None and held.place in places:
            ledger.use(held.cell, "doubt")
