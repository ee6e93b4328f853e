"""Tasks: `任务:` blocks to `Task`."""

from __future__ import annotations

from collections.abc import Sequence

from perfgoals import nearest
from perfgoals.errors import Flaw, Problem, Related
from perfgoals.model import Indicator, Task, TaskType
from perfgoals.parsing.nodes import Keyed, only, read_due
from perfgoals.targets import Qualitative

__all__ = ["read_task"]

_TYPES = {
    "约束性任务": TaskType.BINDING,
    "约束性": TaskType.BINDING,
    "binding": TaskType.BINDING,
    "指导性任务": TaskType.GUIDING,
    "指导性": TaskType.GUIDING,
    "guiding": TaskType.GUIDING,
}
_KINDS = ("TYPE", "DEPARTMENT", "PURPOSE", "IMPLEMENTATION", "DEADLINE", "QUANTITY", "REMARKS")


def read_task(head: Keyed, lines: Sequence[Keyed], targets: Sequence[Indicator]) -> Task | None:
    """The task of a block; what is wrong is reported."""
    source = head.key.source
    fields = {kind: only(lines, kind) for kind in _KINDS}
    texts = {kind: _text(line) for kind, line in fields.items()}
    _check_targets(head, targets)
    try:
        name = head.value()
        if fields["TYPE"] is None:
            raise Flaw("PG150", 0, len(name), name=name)
    except Flaw as flaw:
        source.report(flaw, head.piece)
        return None
    type_ = _type(fields["TYPE"], texts["TYPE"] or "")
    due = fields["DEADLINE"]
    deadline = None
    try:
        deadline = read_due(texts["DEADLINE"] or "", source.year) if due else None
    except Flaw as flaw:
        if due and due.text:
            source.report(flaw, due.piece)
    return Task(
        name=name,
        type=type_,
        targets=tuple(targets),
        department=texts["DEPARTMENT"],
        purpose=texts["PURPOSE"],
        implementation=texts["IMPLEMENTATION"],
        deadline=deadline,
        deadline_text=texts["DEADLINE"],
        quantity_text=texts["QUANTITY"],
        remarks=texts["REMARKS"],
        span=head.piece.span,
    )


def _text(line: Keyed | None) -> str | None:
    if line is None:
        return None
    try:
        return line.value()
    except Flaw as flaw:
        line.key.source.report(flaw, line.key)
        return None


def _type(line: Keyed, text: str) -> TaskType:
    if text and text not in _TYPES:
        near = nearest.hint(text, _TYPES)
        line.key.source.report(Flaw("PG151", 0, len(text), text=text, **near), line.piece)
    return _TYPES.get(text, TaskType.BINDING)


def _check_targets(head: Keyed, targets: Sequence[Indicator]) -> None:
    """What looks like a mistyped key is no target; a promise stands once; tasks have no weights."""
    source = head.key.source
    keys = [word for word, kind in source.keywords.items() if kind in _KINDS]
    seen: dict[object, Indicator] = {}
    for target in targets:
        near = nearest.best(target.name, keys, least=0.6)
        code, values = "", {"name": target.name}
        related: tuple[Related, ...] = ()
        first = seen.get(target.identity)
        if isinstance(target.target, Qualitative) and near:
            code, values["nearest"] = "PG152", near[0]
        elif target.weight is not None:
            code = "PG153"
        elif first is not None and first.span:
            code, related = "PG144", (Related(span=first.span, phrase="related.first"),)
        if code:
            problem = Problem(code=code, span=target.span, values=values, related=related)
            source.problems.append(problem)
        seen.setdefault(target.identity, target)
