"""Everything there is in a value, also what `==` leaves out, as plain data that compare."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Any

import attrs

__all__ = ["all_of", "classes_in"]


def all_of(value: Any) -> Any:
    """All fields of all records, with their types; a decimal with every digit that is written."""
    name = type(value).__name__
    if attrs.has(type(value)):
        fields = [field.name for field in attrs.fields(type(value))]
        return name, {field: all_of(getattr(value, field)) for field in fields}
    if isinstance(value, tuple | list):
        return name, [all_of(each) for each in value]
    return name, str(value) if isinstance(value, Decimal | enum.Enum) else value


def classes_in(value: Any) -> set[type]:
    """The classes of the records in a value."""
    if attrs.has(type(value)):
        fields = [getattr(value, field.name) for field in attrs.fields(type(value))]
        return {type(value), *classes_in(tuple(fields))}
    parts = value if isinstance(value, tuple) else ()
    return {found for each in parts for found in classes_in(each)}
