"""Specs as bytes that are read back ten times as fast as their text: tables of records.

Every value has a number. The numbers go through the kinds in their order: constants, whole numbers,
texts …, then the records of each class, then tuples. What is the same has one number, and is one object
again when it is read back. A class is a table: for each field a column of the numbers of its values.

The bytes are a line of JSON, with the leaves and the shape of each table, and the numbers of all columns
and tuples behind it, four bytes each. Nothing in them can name code: only the classes below are made.
"""

from __future__ import annotations

import datetime
import json
import sys
from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice, repeat
from operator import attrgetter
from types import NoneType
from typing import Any

import attrs

from perfgoals.attributes import (
    NO_ATTRIBUTES,
    Aggregation,
    Amendment,
    Attributes,
    Baseline,
    Example,
    LongTerm,
    Reporting,
)
from perfgoals.errors import Span
from perfgoals.formula import Formula, Item, Number, Operation
from perfgoals.method import (
    Band,
    Grade,
    GroupWeight,
    Light,
    Method,
    Monitoring,
    Outcome,
    Rule,
    Scoring,
    ScoringEntry,
)
from perfgoals.model import (
    Definitions,
    Group,
    Indicator,
    IndicatorDefinition,
    Silence,
    Spec,
    Task,
    TaskType,
)
from perfgoals.targets import (
    POINTS,
    Bound,
    Change,
    Comparison,
    Deadline,
    Direction,
    Qualitative,
    Range,
)
from perfgoals.units import (
    NUMBER,
    PERCENT,
    Dimension,
    Quantity,
    Unit,
    UnitDefinition,
    dimension,
)

__all__ = ["Unreadable", "decode", "encode"]

_CONSTANTS = (None, False, True, NO_ATTRIBUTES, NUMBER, PERCENT, POINTS)
"""Objects that are the same one everywhere: some are compared by `is`."""

_ENUMS = (Aggregation, Comparison, Direction, LongTerm, Outcome, Reporting, Rule, TaskType)
_RECORDS: tuple[Any, ...] = (
    *(Spec, Group, Indicator, IndicatorDefinition, Definitions, Silence, Task, Span),
    *(Attributes, Baseline, Amendment, Example),
    *(Bound, Range, Deadline, Qualitative, Change),
    *(Method, Scoring, ScoringEntry, GroupWeight, Band, Grade, Monitoring, Light),
    *(Formula, Item, Number, Operation),
    *(Quantity, Unit, UnitDefinition),
)
_LEAVES = (int, str, Decimal, datetime.date, *_ENUMS, Dimension)
_KINDS: tuple[type, ...] = (*_LEAVES, *_RECORDS, tuple)
_KIND = {kind: number for number, kind in enumerate(_KINDS, 1)}  # 0 are the constants
_FIELDS = {kind: tuple(field.name for field in attrs.fields(kind)) for kind in _RECORDS}
_SHIFT = 64
"""More than there are kinds: a number within a kind, times this, and the kind are one number."""

_CONSTANT = {id(value): _SHIFT * at for at, value in enumerate(_CONSTANTS)}


_SETTERS = {
    kind: [getattr(kind, name).__set__ for name in names] for kind, names in _FIELDS.items()
}
_UNHASHED = {
    kind: [kind._attrs_cached_hash.__set__]
    for kind in _RECORDS
    if hasattr(kind, "_attrs_cached_hash")
}
"""Of the classes that keep their hash: what says that it is still to be worked out."""


class Unreadable(ValueError):
    """Bytes that `encode` did not make."""


# ---- to bytes -----------------------------------------------------------------------------------


def encode(specs: Sequence[Spec]) -> bytes:
    """Specs as bytes, to be read by `decode`."""
    writer = _Writer()
    return writer.result(writer.numbers(specs))


class _Writer:
    """The values that were met, by their kinds: each with its number within the kind.

    Values are numbered many at a time, those of one field together: one by one takes thrice as long.
    A number and its kind are one number here.
    """

    def __init__(self) -> None:
        self.tables: list[dict[Any, int]] = [{} for _ in range(len(_KINDS) + 1)]

    def numbers(self, values: Sequence[Any]) -> list[int]:
        """The numbers of values of any kinds."""
        kinds = dict.fromkeys(map(type, values))
        if len(kinds) == 1:
            return self.of_kind(next(iter(kinds)), values)
        apart = {
            kind: iter(self.of_kind(kind, [each for each in values if type(each) is kind]))
            for kind in kinds
        }
        return [next(apart[type(each)]) for each in values]

    def of_kind(self, kind: type, values: Sequence[Any]) -> list[int]:
        """The numbers of values of one kind."""
        if kind is int or kind is str:
            return self.entered(kind, values)
        if kind is NoneType:  # most fields of most indicators
            return [_CONSTANT[id(None)]] * len(values)
        # What many share is gone through once.
        different = {id(each): each for each in values if id(each) not in _CONSTANT}
        found = _CONSTANT
        if different:
            keys = self.keys(kind, tuple(different.values()))
            numbers = self.entered(kind, keys)
            found = _CONSTANT | dict(zip(different, numbers, strict=True))
        return [found[id(each)] for each in values]

    def keys(self, kind: type, values: Sequence[Any]) -> Iterable[Any]:
        """What tells values of one kind apart: the numbers of what they hold, or a leaf as it is."""
        if kind in _FIELDS:
            columns = (map(attrgetter(name), values) for name in _FIELDS[kind])
            return zip(*(self.numbers(tuple(column)) for column in columns), strict=True)
        if kind is tuple:
            parts = iter(self.numbers(tuple(chain.from_iterable(values))))
            return [tuple(islice(parts, len(each))) for each in values]
        return map(_plain, values)

    def entered(self, kind: type, keys: Iterable[Any]) -> list[int]:
        """The numbers of these keys, which are entered where they are new."""
        number = _KIND[kind]
        table = self.tables[number]
        return [table.setdefault(key, len(table)) * _SHIFT + number for key in keys]

    def result(self, specs: list[int]) -> bytes:
        """The bytes, once all values have been met."""
        starts = [0]
        for before in (_CONSTANTS, *self.tables[1:]):
            starts.append(starts[-1] + len(before))
        numbers = array("I")

        def final(column: Iterable[int]) -> list[int]:
            return [starts[each % _SHIFT] + each // _SHIFT for each in column]

        def shape(column: Sequence[int]) -> int | list[int] | None:
            if column.count(column[0]) == len(column):
                return final(column[:1])[0]
            values = final(column)
            if values == list(range(values[0], values[0] + len(values))):
                return values[:1]
            numbers.extend(values)
            return None

        tuples = self.tables[_KIND[tuple]]
        for each in tuples:
            numbers.extend(final(each))
        records = [self.tables[_KIND[kind]] for kind in _RECORDS]
        head = {
            "leaves": [list(self.tables[_KIND[kind]]) for kind in _LEAVES],
            "records": [
                [len(table), [shape(column) for column in zip(*table, strict=True)]]
                for table in records
            ],
            "tuples": [len(each) for each in tuples],
            "specs": final(specs),
        }
        line = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
        return line.encode("utf-8", "surrogatepass") + b"\n" + _little_endian(numbers).tobytes()


def _plain(leaf: Any) -> Any:
    """A leaf as JSON has it. An exact decimal is its text: 1.0 is not 1.00."""
    if isinstance(leaf, _ENUMS):
        return leaf.value
    return leaf.terms if isinstance(leaf, Dimension) else str(leaf)


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


# ---- and back -----------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[Spec, ...]:
    """The specs that `encode` made bytes of: equal, also in what `==` leaves out.

    Raises Unreadable for other bytes.
    """
    try:
        end = data.index(b"\n")
        head = json.loads(data[:end].decode("utf-8", "surrogatepass"))
        numbers = array("I")
        numbers.frombytes(memoryview(data)[end + 1 :])
        return _specs(head, _little_endian(numbers))
    except (
        *(ArithmeticError, AttributeError, LookupError, RecursionError),
        *(TypeError, ValueError),
    ) as error:
        raise Unreadable(str(error)) from error


def _specs(head: dict[str, Any], numbers: array[int]) -> tuple[Spec, ...]:
    values: list[Any] = list(_CONSTANTS)
    for kind, leaves in zip(_LEAVES, head["leaves"], strict=True):
        values += _made(kind, leaves)
    # All records are made before any is filled: whatever one holds is there.
    tables: list[tuple[type, list[Any], list[Any]]] = [
        (kind, list(map(object.__new__, repeat(kind, size))), columns)
        for kind, (size, columns) in zip(_RECORDS, head["records"], strict=True)
    ]
    for _, records, _ in tables:
        values += records
    full = sum(len(records) * columns.count(None) for _, records, columns in tables)
    if len(numbers) != full + sum(head["tuples"]):
        raise ValueError("numbers are missing")
    rest = iter(numbers)
    get = values.__getitem__
    for size in head["tuples"]:
        values.append(tuple(map(get, islice(rest, size))))
    for kind, records, columns in tables:
        _fill(kind, records, columns, values, rest)
    return tuple(map(get, head["specs"]))


def _fill(
    kind: type, records: list[Any], columns: list[Any], values: list[Any], rest: Iterator[int]
) -> None:
    """Give the records of a class what their fields hold, a field at a time.

    Their `__init__` would take most of the time of it all. What it does is this, and it converts and
    checks nothing; the tests hold every field to what parsing gives.
    """
    get = values.__getitem__
    setters = _SETTERS[kind] if records else ()
    for give, column in zip(setters, columns, strict=True):
        if column is None:
            found: Iterable[Any] = map(get, islice(rest, len(records)))
        elif isinstance(column, int):
            found = repeat(values[column])
        else:
            found = values[column[0] : column[0] + len(records)]
        deque(map(give, records, found), 0)
    for give in _UNHASHED.get(kind, ()):
        deque(map(give, records, repeat(None)), 0)


def _made(kind: Any, leaves: list[Any]) -> Iterable[Any]:
    """The values of a kind."""
    if kind is int or kind is str:
        return leaves
    if kind is datetime.date:
        return map(datetime.date.fromisoformat, leaves)
    if kind is Dimension:
        return (dimension(tuple((base, power) for base, power in terms)) for terms in leaves)
    return map(kind, leaves)
