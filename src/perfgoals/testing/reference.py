"""The reference evaluator: docs/scoring.md clause by clause, slow and plain.

It shares no code with `evaluation` and `weights`: what both agree on has been worked out twice.
"""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from perfgoals.actuals import Actuals
from perfgoals.levels import level
from perfgoals.method import Method, Outcome, Rule, Scoring
from perfgoals.model import Group, Indicator, Spec, TaskType
from perfgoals.names import fold
from perfgoals.targets import Bound, Comparison, Deadline, Direction, Range
from perfgoals.testing.cards import Card, Line
from perfgoals.testing.joining import value_of
from perfgoals.testing.measures import amount
from perfgoals.testing.reading import BUDGET_ENTRY, Value, in_force, promised, top_groups
from perfgoals.testing.remarks import done, flags

MET, MISSED, CENT = Outcome.MET, Outcome.MISSED, Fraction(1, 100)
BY_SHARE = Scoring(rule=Rule.PROPORTIONAL)


def weights(spec: Spec) -> dict[Indicator, Fraction]:
    """The weight of each indicator. Raises ValueError where the weights break a rule."""
    top, found = top_groups(spec), dict[Indicator, Fraction]()
    points = group_points(top, spec.method)
    for group, own, figure in zip(top, points, shared_out(points, Fraction(100)), strict=True):
        shares = inside(group.members, own)
        found |= zip(shares, shared_out(list(shares.values()), figure), strict=True)
    return {x: found[x] for x in (*spec.indicators, BUDGET_ENTRY.indicator) if x in found}


def group_points(top: list[Group], method: Method) -> list[Fraction]:
    """1: written weights hold, the others share the rest in proportion to the method's."""
    names = [fold(level(group.name)) for group in top]
    known = {fold(level(weight.name)): Fraction(weight.points) for weight in method.weights}
    written = [None if group.weight is None else Fraction(group.weight) for group in top]
    if set(written) == {None} and not known.keys() & set(names):
        return [Fraction(100, len(top))] * len(top)
    lacking = sum(points for name, points in known.items() if name not in names)
    free = [name for name, own in zip(names, written, strict=True) if own is None]
    rest = 100 - lacking - sum(own or 0 for own in written)
    if 0 in written or not known.keys() >= set(free):
        raise ValueError("a group without any weight")
    if (rest <= 0) if free else rest not in (0, -lacking):
        raise ValueError(f"{rest} points are left for {len(free)} groups")
    shares = [known[name] / sum(known[x] for x in free) * rest for name in free]
    return [shares.pop(0) if own is None else own for own in written]


def inside(members: Sequence[Group | Indicator], points: Fraction) -> dict[Indicator, Fraction]:
    """2: what is written holds, the rest is shared equally, however deep."""
    flat, shares = list(members), dict[Indicator, Fraction]()
    while through := [x for x in flat if isinstance(x, Group) and x.weight is None]:
        place = flat.index(through[0])
        flat[place : place + 1] = through[0].members
    free = [x for x in flat if x.weight is None]
    rest = points - sum(Fraction(x.weight) for x in flat if x.weight is not None)
    if rest < 0 or (rest > 0) != bool(free) or 0 in [x.weight for x in flat]:
        raise ValueError(f"{rest} points are left for {len(free)} indicators")
    for member in flat:
        own = rest / len(free) if member.weight is None else Fraction(member.weight)
        shares |= inside(member.members, own) if isinstance(member, Group) else {member: own}
    return shares


def shared_out(points: list[Fraction], total: Fraction) -> list[Fraction]:
    """3: steps of 0.01 by largest remainder, ties to the earlier line."""
    exact = [share / sum(points) * total / CENT for share in points]
    cents = [share // 1 for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: cents[i] - exact[i])
    more = by_remainder[: int(total / CENT - sum(cents))]
    return [(share + (i in more)) * CENT for i, share in enumerate(cents)]


def rule_of(indicator: Indicator, levels: Sequence[str], method: Method) -> Scoring:
    """The first that fits: its own 评分, its innermost group's entry, its direction's."""
    own = indicator.attributes.scoring
    rules = [method.scoring_of(own) if isinstance(own, str) else own]
    rules += [rule for name in reversed(levels) if (rule := method.scoring_of(name))][:1]
    if isinstance(indicator.target, Bound | Range):
        down = indicator.direction is Direction.DOWN
        rules.append(method.scoring_of("反向" if down else "正向"))
    return next((rule for rule in rules if rule and indicator.takes(rule)), BY_SHARE)


def judged(x: Indicator, a: Value, rule: Scoring, method: Method) -> tuple[Outcome, Fraction]:
    """The outcome of what was reported, and c by the table."""
    target, down, c = x.target, x.direction is Direction.DOWN, Fraction(0)
    if isinstance(a, tuple):
        word, share = a
        lowest = method.lowest_share(word) if word is not MET else None
        share = share if share is not None else amount(lowest) if lowest else Fraction(1)
        return word, c if rule.rule is Rule.DIRECT and word is not MET else share
    if isinstance(a, dt.date):
        met = isinstance(target, Deadline) and a <= target.date
    elif isinstance(target, Range):
        low, high = amount(target.low), amount(target.high)
        met, most = low <= a <= high, max(abs(low), abs(high))
        c = 1 - max(low - a, a - high) / most if most else c
    elif isinstance(target, Bound):
        t, equal = amount(target.value), target.op is Comparison.EQUAL
        beyond = not equal and (a < t if down else a > t)
        met = beyond or (a == t and target.op not in (Comparison.MORE, Comparison.LESS))
        if equal:
            c = 1 - abs(a - t) / abs(t) if t else c
        elif t > 0 and not met:
            over = t / a if rule.rule is Rule.RECIPROCAL else 1 - (a - t) / t
            c = over if down else a / t
    if met:
        return MET, Fraction(1)
    if x.name == BUDGET_ENTRY.indicator.name and isinstance(a, Fraction):
        c = a
    if rule.full_line and isinstance(a, Fraction):
        c = a / amount(rule.full_line)
    c = max(Fraction(0), min(Fraction(1), c))
    failed = rule.rule is Rule.DIRECT or (rule.pass_line and c < amount(rule.pass_line))
    return MISSED, Fraction(0) if failed else c


def evaluate(spec: Spec, actuals: Actuals, *, as_of: dt.date | None = None) -> Card:
    """The figures of a spec's scorecard. Raises ValueError where its weights break a rule."""
    spec, method = in_force(spec, as_of), spec.method
    entries = (BUDGET_ENTRY, *spec.entries)
    rules = {x.indicator: rule_of(x.indicator, x.levels, method) for x in entries}

    def by_rule(x: Indicator, a: Value) -> tuple[Outcome, Fraction]:
        return judged(x, a, rules.get(x, BY_SHARE), method)

    def judge(x: Indicator, due: dt.date | None) -> tuple[Value | None, Outcome, Fraction | None]:
        a = value_of(spec, x, actuals, by_rule)
        outcome, c = (Outcome.UNREPORTED, None) if a is None else by_rule(x, a)
        later = outcome is not MET and as_of is not None and due is not None and due > as_of
        return (a, Outcome.NOT_DUE, None) if later else (a, outcome, c)

    lines, tasks = list[Line](), list[bool | None]()
    for x, weight in weights(spec).items():
        a, outcome, c = judge(x, x.due(spec.year))
        score = (weight * (c or 0) / CENT + Fraction(1, 2)) // 1 * CENT
        if outcome is not MET and not (rules[x].full_line and c == 1):
            score = max(Fraction(0), min(score, weight - CENT))
        lines.append(Line(x.name, outcome, weight, score, c, flags(x, a, method)))
    total = Fraction(sum(line.score for line in lines))
    reached = next((x.name for x in method.grades if total >= x.bound), None)
    grade = None if any(line.outcome is Outcome.NOT_DUE for line in lines) else reached
    for task in sorted(spec.tasks, key=lambda task: task.type is TaskType.GUIDING):
        tasks.append(done([judge(*each)[1] for each in promised(spec, task)]))
    return Card(tuple(lines), total, grade, tuple(tasks))
