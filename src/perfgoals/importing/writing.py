"""The text of a spec with its doubts: each stands as a comment where its target would be."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import attrs

from perfgoals.formatting.writing import attribute_lines, header_lines, line_of, task_lines
from perfgoals.importing.grids import one_line
from perfgoals.importing.headings import Field
from perfgoals.importing.items import NO_LEVEL, Item
from perfgoals.importing.ledger import Doubt
from perfgoals.levels import level
from perfgoals.messages import say
from perfgoals.model import Spec
from perfgoals.parsing import title_text
from perfgoals.units import plain

__all__ = ["Text", "comment", "write"]

Owner = Item | Field | None

_KEYS = {
    "资金": Field.FUND,
    "地区": Field.REGION,
    "年度": Field.YEAR,
    "文号": Field.DOCUMENT,
    "省级主管部门": Field.PROVINCIAL_DEPARTMENT,
    "主管部门": Field.DEPARTMENT,
    "金额": Field.AMOUNT,
    "总体目标": Field.GOAL,
}


@attrs.frozen(eq=False)
class Text:
    """A text, and what each of its lines was made from."""

    lines: tuple[tuple[str, Owner], ...]

    @property
    def text(self) -> str:
        """The whole."""
        return "".join(f"{line}\n" for line, _ in self.lines)

    def items(self) -> list[Item]:
        """The rows that are targets or tasks, in the order of the text."""
        owners = (owner for _, owner in self.lines)
        return list(dict.fromkeys(x for x in owners if isinstance(x, Item) and x.is_kept))

    def owner(self, number: int) -> Owner:
        """What a line, counted from 1, was made from."""
        return self.lines[number - 1][1] if 0 < number <= len(self.lines) else None


def write(
    header: Spec,
    items: Sequence[Item],
    tasks: Sequence[Item],
    head: Sequence[Doubt],
    points: Mapping[str, Decimal],
) -> Text:
    """The text of a form."""
    sections: list[list[tuple[str, Owner]]] = [
        list(_header(header, head)),
        list(_table(items, points)),
        *(list(_task(item)) for item in tasks),
    ]
    lines: list[tuple[str, Owner]] = []
    for section in filter(None, sections):
        if lines:
            lines.append(("", None))
        lines += section
    return Text(tuple(lines))


def comment(doubt: Doubt, words: str) -> str:
    """A doubt as a comment: why, where, and the row as printed, all on one line."""
    reason = doubt.problem.text("zh")
    text = say(
        "import.comment",
        "zh",
        code=doubt.reason_code,
        place=doubt.place,
        words=words or doubt.cell or doubt.name,
        reason=reason,
    )
    return f"# {one_line(text)}"


def _header(header: Spec, head: Sequence[Doubt]) -> Iterator[tuple[str, Owner]]:
    for doubt in head:
        words = f"{doubt.name}: {one_line(doubt.cell)}" if doubt.name else say("import.whole", "zh")
        yield comment(doubt, words), None
    owner: Owner = None
    for line in header_lines(header):
        if not line.startswith(" "):
            owner = _KEYS.get(line.partition(":")[0])
        yield line, owner


@attrs.define(eq=False)
class _Level:
    """A group with what stands in it, in the order of the table."""

    name: str = ""
    members: list[_Level | Item] = attrs.field(factory=list)
    _inner: dict[str, _Level] = attrs.field(factory=dict)

    @functools.cached_property
    def is_kept(self) -> bool:
        """Whether a target stands in it: a group without one is not written."""
        return any(member.is_kept for member in self.members)

    def inner(self, name: str) -> _Level:
        """The group of a name in it: 产出 and 产出指标 are one, and stand where the first stood."""
        key = level(name)
        if key not in self._inner:
            self._inner[key] = _Level(name)
            self.members.append(self._inner[key])
        return self._inner[key]


def _table(items: Sequence[Item], points: Mapping[str, Decimal]) -> Iterator[tuple[str, Owner]]:
    root = _Level()
    for item in items:
        group = root
        for name in item.levels:
            group = group.inner(name)
        group.members.append(item)
    yield from _members(root, "", points)


def _members(
    group: _Level, pad: str, points: Mapping[str, Decimal], lost: tuple[str, ...] = ()
) -> Iterator[tuple[str, Owner]]:
    """The lines of a group; `lost` are levels over it that are not written, as no target is left."""
    for member in sorted(group.members, key=lambda x: isinstance(x, _Level)):
        if isinstance(member, Item):
            yield from _item(member, pad, lost)
        elif not member.is_kept:
            named = () if member.name in NO_LEVEL else (member.name,)
            yield from _members(member, pad, {}, (*lost, *named))
        else:
            total = points.get(level(member.name)) if not pad else None
            weight = f" [{plain(total)}分]" if total is not None else ""
            yield f"{pad}{title_text(member.name)}{weight}", None
            yield from _members(member, pad + "  ", points)


def _item(item: Item, pad: str, lost: tuple[str, ...]) -> Iterator[tuple[str, Owner]]:
    for doubt in item.doubts:
        yield pad + comment(doubt, " | ".join((*lost, item.words))), None
    if item.indicator is not None:
        yield pad + line_of(item.indicator), item
        for line in attribute_lines(item.indicator.attributes, pad + "  "):
            yield line, item


def _task(item: Item) -> Iterator[tuple[str, Owner]]:
    for doubt in item.doubts:
        yield comment(doubt, item.words), None
    if item.task is not None:
        for line in task_lines(item.task):
            yield line, item
