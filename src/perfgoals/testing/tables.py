"""Strategies for whole tables: indicators with their attributes, groups, catalogue, tasks, header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from perfgoals.attributes import Aggregation, Attributes, LongTerm, Reporting, can_add_up, can_join
from perfgoals.levels import BUDGET_EXECUTION, level
from perfgoals.method import Method, Scoring
from perfgoals.model import Group, Indicator, IndicatorDefinition, Spec, Task, TaskType
from perfgoals.parsing import standard_methods, standard_monitoring
from perfgoals.targets import Bound, Comparison, Direction, Range, Target
from perfgoals.testing.details import detailed, with_example
from perfgoals.testing.parts import (
    DOWNWARD_RULES,
    UPWARD_RULES,
    YEAR,
    methods,
    quantities,
    scorings,
    targets,
    unit,
)
from perfgoals.testing.weighing import weighed
from perfgoals.units import Quantity, Unit, UnitDefinition

__all__ = ["indicators", "specs"]

ANY_TARGET, ANY_METHOD = targets(), methods()
SIGNS = "甲乙丙丁戊己庚辛壬癸"
_FORMS = (
    *("事项{}",) * 8,
    "事项{}（站）",
    "第1批事项{}，含A、B两类",
    "每镇培育发展提升1个带动100户以上农户的产业{}",
    "事项{} 二期",
    "事项{}≥目标",
    "“{}”示范: 村",
    '所谓"事项{}"',
    "sewer laid {}",
)
_KEYWORDS = ("说明", "note", "年度", "权重", "use")
KNOWN = ("产出指标", "效益指标", "满意度指标", "成本指标", "产出", "效益", "满意度", "output")
FREE = ("基础", "提升", "works")
INNER = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "quality", "其他")
INNERMOST = ("县级", "镇级", "村级")
OWN_UNITS = (
    UnitDefinition(name="筐", unit=Unit("筐", 25, 1, unit("千克").dimension)),
    UnitDefinition(name="分地", unit=Unit("分地", 200, 3, unit("亩").dimension)),
)
_OTHER_TEXTS = (
    "住建部门月报",
    "粤财农〔2023〕25号 附件2",
    "见说明 # 不是注释",
    "| 起",
    "as agreed",
)


def _sometimes(draw: DrawFn, one_in: int) -> bool:
    """True once in so many draws; False is the simpler."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def _text(draw: DrawFn) -> str | None:
    return draw(st.sampled_from(_OTHER_TEXTS)) if _sometimes(draw, 8) else None


def _in_cost(path: Sequence[str]) -> bool:
    return any("成本" in level(name) or "cost" in name.lower() for name in path)


# ---- indicators -----------------------------------------------------------------------------------


@st.composite
def indicators(
    draw: DrawFn,
    *,
    names: SearchStrategy[str] | None = None,
    targets: SearchStrategy[Target] = ANY_TARGET,
    method: Method | None = None,
    path: Sequence[str] = (),
    formulas: bool = True,
) -> Indicator:
    """Indicators with attributes, as they may stand in the groups `path` of a spec with `method`.

    `formulas` says whether they may have a 算法.
    """
    if names is None:
        names = st.builds(str.format, st.sampled_from(_FORMS), st.sampled_from(SIGNS))
    target = draw(targets)
    indicator = Indicator(name=draw(names), target=target)
    attributes = Attributes(
        direction=_direction(draw, target, path),
        deadline=_due(draw) if _sometimes(draw, 6) else None,
        source=_text(draw),
        basis=_text(draw),
        note=_text(draw),
    )
    indicator = attrs.evolve(indicator, attributes=attributes)
    if _sometimes(draw, 4):
        scoring = _scoring(draw, indicator, method)
        indicator = attrs.evolve(indicator, attributes=attrs.evolve(attributes, scoring=scoring))
    return detailed(draw, indicator, formula=formulas)


def _direction(draw: DrawFn, target: Target, path: Sequence[str]) -> Direction | None:
    """What 方向 says: it must where a bare value guesses nothing."""
    if not isinstance(target, Bound) or target.op is Comparison.EQUAL:
        return None
    if target.op is not Comparison.REACH:
        return target.op.direction if _sometimes(draw, 6) else None
    needed = _in_cost(path) or target.value.value == 0
    sides = (Direction.UP, Direction.DOWN)
    return draw(st.sampled_from(sides if needed else (None, *sides)))


def _due(draw: DrawFn) -> dt.date | LongTerm:
    if _sometimes(draw, 3):
        return LongTerm.LONG_TERM
    return dt.date(YEAR, 6, 30) + dt.timedelta(draw(st.integers(0, 365)))


def _scoring(draw: DrawFn, indicator: Indicator, method: Method | None) -> Scoring | str | None:
    """A 评分 that fits, or the name of one in the method."""
    down = indicator.direction is Direction.DOWN
    drawn = draw(scorings(DOWNWARD_RULES if down else UPWARD_RULES, full_line=not down))
    entries = method.scoring if method else ()
    named = [entry.name for entry in entries if indicator.takes(entry.scoring)]
    if draw(st.booleans()) and named:
        return draw(st.sampled_from(named))
    return drawn if indicator.takes(drawn) else None


# ---- the tree -------------------------------------------------------------------------------------


class _Tree:
    """Draws the groups and indicators of one spec, giving each indicator a name of its own."""

    def __init__(self, draw: DrawFn, targets: SearchStrategy[Target], method: Method) -> None:
        self.draw, self.targets, self.method = draw, targets, method
        self.signs: Iterator[str] = (x + y for x in ("", *SIGNS) for y in SIGNS)
        self.keywords = iter(_KEYWORDS)
        self.own_units: dict[str, UnitDefinition] = {}

    def name(self) -> str:
        if _sometimes(self.draw, 24):
            keyword = next(self.keywords, None)
            if keyword:
                return keyword
        return self.draw(st.sampled_from(_FORMS)).format(next(self.signs))

    def members(self, path: tuple[str, ...], pools: Sequence[Sequence[str]]) -> Members:
        """The inside of a group: indicators, and inner groups while there are names for them."""
        draw = self.draw
        kinds = st.sampled_from((False, True) if pools else (False,))
        shape = draw(st.lists(kinds, min_size=1, max_size=3))
        count = sum(shape)
        choices = st.sampled_from(pools[0] if pools else ("",))
        inner = iter(draw(st.lists(choices, unique_by=level, min_size=count, max_size=count)))
        found: list[Group | Indicator] = []
        for nested in shape:
            name = next(inner) if nested else ""
            if nested:
                deeper = self.members((*path, name), pools[1:])
                found.append(Group(name=name, members=deeper))
            else:
                found += self.indicators(path)
        return tuple(found)

    def indicators(self, path: tuple[str, ...]) -> list[Indicator]:
        """One indicator, or two of one name that their dimensions tell apart."""
        draw = self.draw
        name, drawn = self.name(), self.targets
        if "满意度" in "".join(path) and _sometimes(draw, 2):
            name = f"群众满意度{name}"
            most = quantities(units=("%",), most=100, signed=False)
            drawn = targets(kinds=tuple(Comparison), numbers=most)
        elif _sometimes(draw, 20):
            own = draw(st.sampled_from(OWN_UNITS))
            self.own_units[own.name] = own
            count = st.integers(1, 200).map(lambda n: Quantity(Decimal(n), own.unit))
            drawn = targets(kinds=(*Comparison, Range), numbers=count)
        if not _sometimes(draw, 20):
            return [self._indicator(name, drawn, path)]
        kinds = tuple(Comparison)
        numbers = (quantities(units=(word,)) for word in ("户", "人"))
        twins = (targets(kinds=kinds, numbers=x) for x in numbers)
        # Formulas of both would name the same items, which cannot measure two things.
        return [self._indicator(name, twin, path, formulas=False) for twin in twins]

    def _indicator(
        self,
        name: str,
        targets: SearchStrategy[Target],
        path: tuple[str, ...],
        *,
        formulas: bool = True,
    ) -> Indicator:
        drawn = indicators(
            names=st.just(name), targets=targets, method=self.method, path=path, formulas=formulas
        )
        return self.draw(drawn)

    def top_names(self, most: int) -> list[str]:
        """Names that the method weighs, or none of them, or (and then all are written) a mixture."""
        draw = self.draw
        kind = draw(st.sampled_from(("known", "known", "free", "mixed")))
        free = [name for name in FREE if self.method.points_of(name) is None]
        known = [name for name in KNOWN if self.method.points_of(name) is not None]
        pool = {"known": known or free, "free": free, "mixed": [*KNOWN, *FREE]}[kind]
        names = st.lists(st.sampled_from(pool), min_size=1, max_size=most, unique_by=level)
        return draw(names)

    def top(self, most: int) -> Members:
        names = self.top_names(most)
        pools = {1: (INNER, INNERMOST), 2: (INNER, INNERMOST), 3: (INNER[:3],)}.get(len(names), ())
        return tuple(Group(name=x, members=self.members((x,), pools)) for x in names)


Members = tuple[Group | Indicator, ...]


def _with_loose(draw: DrawFn, tree: _Tree, members: Members) -> Members:
    """Indicators outside any group: never before the first one, where only the header may stand."""
    free = all(isinstance(x, Group) and tree.method.points_of(x.name) is None for x in members)
    if free and _sometimes(draw, 3):
        place = len(members) - draw(st.integers(0, len(members) - 1))
        return (*members[:place], *tree.indicators(()), *members[place:])
    return members


def _with_budget(draw: DrawFn, members: Members) -> Members:
    """A row of the table that stands for 预算执行率: in a group of its name, or outside any."""
    target = Bound(Comparison.REACH, Quantity(Decimal(100), unit("%")))
    row = Indicator(name=BUDGET_EXECUTION, target=target)
    if draw(st.booleans()):  # never before the first group, where only the header may stand
        place = draw(st.integers(1, len(members)))
        return (*members[:place], row, *members[place:])
    place = draw(st.integers(0, len(members)))
    return (*members[:place], Group(name=BUDGET_EXECUTION, members=(row,)), *members[place:])


# ---- the catalogue --------------------------------------------------------------------------------


def _definitions(draw: DrawFn, table: Sequence[Indicator]) -> tuple[IndicatorDefinition, ...]:
    """Entries of the catalogue for some of the indicators, each for a name of its own."""
    names = [x.name for x in table]
    chosen = [x for x in table if names.count(x.name) == 1 and _sometimes(draw, 3)]
    return tuple(_definition(draw, x) for x in chosen if x.name not in _KEYWORDS)


def _definition(draw: DrawFn, indicator: Indicator) -> IndicatorDefinition:
    target = indicator.target
    own = target.value.unit if isinstance(target, Bound) else None
    own = target.high.unit if isinstance(target, Range) else own
    values: Bound | Range | None = None
    if own is not None and own.text and _sometimes(draw, 2):
        low, high = Quantity(Decimal(-1000), own), Quantity(Decimal(1000), own)
        values = Range(low, high) if draw(st.booleans()) else Bound(Comparison.AT_LEAST, low)
    levels = ((), ("产出指标", "数量指标"), ("效益指标",))
    return IndicatorDefinition(
        name=indicator.name,
        unit=own if own is not None and own.text else None,
        level=draw(st.sampled_from(levels)),
        direction=indicator.direction if draw(st.booleans()) else None,
        aggregation=draw(st.sampled_from((None, *(x for x in Aggregation if can_join(x, target))))),
        reporting=draw(st.sampled_from((None, *(x for x in Reporting if can_add_up(x, target))))),
        values=values,
        note=_text(draw),
    )


def _defined(members: Members, known: dict[str, IndicatorDefinition], draw: DrawFn) -> Members:
    """The members with what the catalogue says of them; a 方向 that it gives may be left out."""
    found: list[Group | Indicator] = []
    for member in members:
        if isinstance(member, Group):
            found.append(attrs.evolve(member, members=_defined(member.members, known, draw)))
            continue
        definition = known.get(member.name)
        if definition and definition.direction and draw(st.booleans()):
            attributes = attrs.evolve(member.attributes, direction=None)
            member = attrs.evolve(member, attributes=attributes)
        found.append(attrs.evolve(member, definition=definition))
    return tuple(found)


# ---- tasks ----------------------------------------------------------------------------------------

_DEADLINES: tuple[tuple[dt.date | LongTerm | None, str | None], ...] = (
    (None, None),
    (dt.date(YEAR, 12, 31), f"{YEAR}年底"),
    (LongTerm.LONG_TERM, "长期"),
    (dt.date(YEAR, 10, 31), "10月底前完成"),
    (dt.date(YEAR, 6, 30), f"{YEAR}-06-30"),
)


@st.composite
def _tasks(draw: DrawFn, table: Sequence[Indicator], others: Sequence[Indicator]) -> Task:
    """A task: it repeats promises of the table, and makes some of its own."""
    due, text = draw(st.sampled_from(_DEADLINES))
    repeated = draw(st.lists(st.sampled_from(table), max_size=2, unique_by=lambda x: x.identity))
    promises = [attrs.evolve(x, weight=None) for x in (*repeated, *others)]
    return Task(
        name=draw(st.sampled_from(("乡镇污水处理设施运维", "培育发展镇域产业", "task one"))),
        type=draw(st.sampled_from(TaskType)),
        targets=tuple(promises),
        department=_text(draw),
        purpose=_text(draw),
        implementation=_text(draw),
        deadline=due,
        deadline_text=text,
        quantity_text=_text(draw),
        remarks=_text(draw),
    )


# ---- the whole ------------------------------------------------------------------------------------


@st.composite
def specs(
    draw: DrawFn,
    *,
    methods: SearchStrategy[Method] = ANY_METHOD,
    targets: SearchStrategy[Target] = ANY_TARGET,
    groups: int = 3,
    weights: bool = True,
    amount: bool | None = None,
    extras: bool = True,
) -> Spec:
    """Valid specifications, from one line to all that the language has.

    `groups` is the most of the first level; `weights` says whether some are written; `amount`
    whether there is an amount of money (None: as it comes); `extras` whether there are tasks, a
    catalogue and all fields of the header.
    """
    method = draw(methods)
    tree = _Tree(draw, targets, method)
    members = tree.top(groups)
    money = amount if amount is not None else _sometimes(draw, 2)
    if money and _sometimes(draw, 4):
        members = _with_budget(draw, members)
    elif not money:
        members = _with_loose(draw, tree, members)
    table = Spec(members=members, method=method).indicators
    catalogue = _definitions(draw, table) if extras and _sometimes(draw, 3) else ()
    members = _defined(members, {x.name: x for x in catalogue}, draw)
    spec = Spec(
        members=members,
        method=method,
        monitoring=standard_monitoring(),
        region="汕头市",
        year=YEAR,
        amount=_amount(draw) if money else None,
        methods=() if method in standard_methods() else (method,),
        catalogue=catalogue,
    )
    spec = weighed(draw, spec, written=weights)
    if extras:
        spec = _with_extras(draw, tree, spec)
    spec = attrs.evolve(spec, units=tuple(tree.own_units.values()))
    return with_example(draw, spec) if extras else spec


def _amount(draw: DrawFn) -> Quantity:
    return draw(quantities(units=("万元", "元", "million CNY"), most=3000, signed=False))


def _with_extras(draw: DrawFn, tree: _Tree, spec: Spec) -> Spec:
    """The other fields of the header, and tasks."""
    tasks = []
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        own = [tree.indicators(())[0] for _ in range(draw(st.integers(0, 2)))]
        tasks.append(draw(_tasks(spec.indicators, own)))
    no_amount = draw(st.sampled_from((None, "以对应的资金文件为准")))
    return attrs.evolve(
        spec,
        fund=draw(st.sampled_from((None, "驻镇帮镇扶村资金", "Clean Water Programme"))),
        document=draw(st.sampled_from((None, "粤财农〔2023〕25号"))),
        provincial_department=_text(draw),
        department=_text(draw),
        amount=no_amount if spec.amount is None else spec.amount,
        goal=draw(st.sampled_from((None, "支持监测，带动增收。", "clean water # for all"))),
        tasks=tuple(tasks),
    )
