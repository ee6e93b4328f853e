"""Formulas (算法): arithmetic over data items and indicators, typed by dimension before any data is seen.

`稳定运行设施数 / 设施总数`. Everything is exact. A ratio is a plain number here: 5% is 1/20.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

import attrs

from perfgoals.errors import Flaw
from perfgoals.messages import both
from perfgoals.names import fold
from perfgoals.quantities import read_quantity
from perfgoals.units import Dimension, Quantity

__all__ = [
    "MAX_FORMULA",
    "Amount",
    "DivisionByZero",
    "Expression",
    "Formula",
    "Item",
    "Mismatch",
    "Number",
    "Operation",
    "calculate",
    "infer",
    "powers_of",
    "read_formula",
]

MAX_FORMULA = 500
"""Characters; a longer formula is an error."""

MAX_BRACKETS = 50
"""Brackets within brackets; more are an error."""

_BLANKS = " \t\u3000\u00a0"
_SIGNS = {
    "+": "+",
    "＋": "+",
    "-": "-",
    "－": "-",
    "−": "-",
    "*": "×",
    "×": "×",
    "/": "÷",
    "÷": "÷",
}
_TOKEN = re.compile(
    rf"""[{_BLANKS}]*(?:
        (?P<quoted>"(?:[^"]|"")*"|「[^」]*」)
      | (?P<bracket>[()（）])
      | (?<![^{_BLANKS})）"」])(?P<sign>[-+－＋−*×/÷])(?=[{_BLANKS}]|$)
      | (?P<word>(?:(?![()（）"「]|[{_BLANKS}][-+－＋−*×/÷](?:[{_BLANKS}]|$)).)+)
    )""",
    re.X,
)

Powers = dict[str, int]
"""Base dimensions with their powers; a key that begins with ? is an item's unknown dimension."""


@attrs.frozen
class Number:
    """A number with its unit in a formula."""

    value: Quantity

    def __str__(self) -> str:
        return str(self.value)


@attrs.frozen
class Item:
    """A data item, or an indicator of the table, by its name."""

    name: str

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.name)

    def __str__(self) -> str:
        odd = re.search(rf'[()（）"「」#]|^[0-9０-９]|(?:^|[{_BLANKS}])[-+－＋−*×/÷]', self.name)
        doubled = self.name.replace('"', '""')
        return f'"{doubled}"' if odd else self.name


@attrs.frozen
class Operation:
    """`left sign right`, with + - × or ÷."""

    sign: str
    left: Expression
    right: Expression

    def __str__(self) -> str:
        left = _inside(self.left, self.sign, right=False)
        return f"{left} {_WRITTEN[self.sign]} {_inside(self.right, self.sign, right=True)}"


Expression = Number | Item | Operation
_WRITTEN = {"+": "+", "-": "-", "×": "*", "÷": "/"}
_RANK = {"+": 1, "-": 1, "×": 2, "÷": 2}


def _inside(part: Expression, sign: str, *, right: bool) -> str:
    """An operand, in brackets where it would be read as part of something else."""
    if isinstance(part, Operation):
        looser = _RANK[part.sign] < _RANK[sign]
        if looser or (right and _RANK[part.sign] == _RANK[sign]):
            return f"({part})"
    return str(part)


@attrs.frozen
class Formula:
    """A formula as it was read; two that are spelled differently and mean the same are equal."""

    expression: Expression

    @property
    def items(self) -> tuple[Item, ...]:
        """The items in the order in which they stand, each once."""
        return tuple(dict.fromkeys(_items(self.expression)))

    def __str__(self) -> str:
        return str(self.expression)


def _items(expression: Expression) -> Iterator[Item]:
    if isinstance(expression, Item):
        yield expression
    elif isinstance(expression, Operation):
        yield from _items(expression.left)
        yield from _items(expression.right)


# ---- reading --------------------------------------------------------------------------------------


def read_formula(text: str) -> Formula:
    """The formula a text says. Raises Flaw with the place."""
    if len(text) > MAX_FORMULA:
        raise Flaw("PG180", 0, len(text), limit=str(MAX_FORMULA))
    reader = _Reader(text)
    expression = reader.sum()
    if reader.kind:
        raise reader.flaw()
    return Formula(expression)


class _Reader:
    """Recursive descent: sums of products of items, numbers and brackets."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.start = text, 0, 0
        self.kind, self.word = "", ""
        self.depth = 0
        self.next()

    def next(self) -> None:
        """Go to the next token; at the end its kind is empty."""
        rest = self.text[self.at :].strip(_BLANKS)
        found = _TOKEN.match(self.text, self.at) if rest else None
        self.kind, self.word = "", ""
        if found and found.lastgroup:
            self.kind, self.word = found.lastgroup, found[found.lastgroup].strip(_BLANKS)
            self.start, self.at = found.start(found.lastgroup), found.end()
        elif rest:
            raise Flaw("PG181", self.at, len(self.text), rest=rest)
        else:
            self.start = len(self.text)

    def flaw(self) -> Flaw:
        """What is wrong with the token that stands here."""
        rest = self.text[self.start :].strip(_BLANKS)
        start = min(self.start, len(self.text) - 1)
        return Flaw("PG181", start, len(self.text), rest=rest or both("formula.end"))

    def sum(self) -> Expression:
        """Products that are added and subtracted."""
        left = self.product()
        while self.kind == "sign" and _SIGNS[self.word] in "+-":
            sign = _SIGNS[self.word]
            self.next()
            left = Operation(sign, left, self.product())
        return left

    def product(self) -> Expression:
        """Values that are multiplied and divided."""
        left = self.value()
        while self.kind == "sign" and _SIGNS[self.word] in "×÷":
            sign = _SIGNS[self.word]
            self.next()
            left = Operation(sign, left, self.value())
        return left

    def value(self) -> Expression:
        """A number, an item, or a sum in brackets."""
        if self.kind == "bracket" and self.word in "(（":
            self.depth += 1
            if self.depth > MAX_BRACKETS:
                raise Flaw("PG180", 0, len(self.text), limit=str(MAX_BRACKETS))
            self.next()
            inner = self.sum()
            self.depth -= 1
            if self.kind != "bracket" or self.word not in ")）":
                raise self.flaw()
            self.next()
            return inner
        if self.kind not in ("word", "quoted"):
            raise self.flaw()
        kind, word, start = self.kind, self.word, self.start
        self.next()
        if kind == "quoted":
            name = word[1:-1].replace('""', '"') if word[0] == '"' else word[1:-1]
            return Item(name)
        if word[0].isdigit():
            quantity = read_quantity(word, start)
            if quantity is None:
                raise Flaw("PG181", start, start + len(word), rest=word)
            return Number(quantity)
        return Item(word)


# ---- dimensions -----------------------------------------------------------------------------------


class Mismatch(Exception):
    """Two sides of a sum, or a formula and its target, that measure different things."""

    def __init__(self, left: Powers, right: Powers, place: Operation | None) -> None:
        super().__init__()
        self.left, self.right, self.place = dimension_of(left), dimension_of(right), place


def powers_of(dimension: Dimension) -> Powers:
    """A dimension for arithmetic: a ratio is a plain number."""
    return {base: power for base, power in dimension.terms if base != "ratio"}


def dimension_of(powers: Powers) -> Dimension:
    """The dimension of an amount, unknown items left out."""
    known = ((base, power) for base, power in powers.items() if power and base[0] != "?")
    return Dimension(tuple(sorted(known)))


def _times(one: Powers, other: Powers, sign: int) -> Powers:
    bases = {**one, **other}
    sums = {base: one.get(base, 0) + sign * other.get(base, 0) for base in bases}
    return {base: power for base, power in sums.items() if power}


class _Unknowns:
    """What is known so far of the items whose dimension nobody says."""

    def __init__(self) -> None:
        self._found: dict[str, Powers] = {}

    def resolve(self, powers: Powers) -> Powers:
        """Powers with what has been found put in."""
        result: Powers = {}
        for base, power in powers.items():
            value = self.resolve(self._found[base]) if base in self._found else {base: 1}
            for _ in range(abs(power)):
                result = _times(result, value, 1 if power > 0 else -1)
        return result

    def unify(self, left: Powers, right: Powers, place: Operation | None) -> None:
        """Both sides measure the same: finds an unknown, or raises Mismatch."""
        left, right = self.resolve(left), self.resolve(right)
        rest = _times(left, right, -1)
        unknown = next((b for b, power in rest.items() if b[0] == "?" and abs(power) == 1), None)
        if unknown is None:
            if rest and not any(base[0] == "?" for base in rest):
                raise Mismatch(left, right, place)
            return
        sign = -rest.pop(unknown)
        self._found[unknown] = {base: sign * power for base, power in rest.items()}


def infer(
    formula: Formula, known: Callable[[Item], Dimension | None], target: Dimension
) -> dict[str, Dimension | None]:
    """The dimension of every item by its folded name, None where nothing says it.

    Raises Mismatch where the formula cannot measure what its target does.
    """
    unknowns = _Unknowns()

    def walk(part: Expression) -> Powers:
        if isinstance(part, Number):
            return powers_of(part.value.dimension)
        if isinstance(part, Item):
            dimension = known(part)
            return {f"?{part.key}": 1} if dimension is None else powers_of(dimension)
        left, right = walk(part.left), walk(part.right)
        if part.sign in "×÷":
            return _times(left, right, 1 if part.sign == "×" else -1)
        unknowns.unify(left, right, part)
        return left

    unknowns.unify(walk(formula.expression), powers_of(target), None)
    found: dict[str, Dimension | None] = {}
    for item in formula.items:
        powers = unknowns.resolve({f"?{item.key}": 1})
        open_ = any(base[0] == "?" for base in powers)
        found[item.key] = known(item) or (None if open_ else dimension_of(powers))
    return found


# ---- working out ----------------------------------------------------------------------------------


class DivisionByZero(Exception):
    """A divisor that is 0: the part of the formula that was divided by."""

    def __init__(self, divisor: Expression) -> None:
        super().__init__()
        self.divisor = divisor


@attrs.frozen
class Amount:
    """An exact amount in base units, with what it measures."""

    value: Fraction
    dimension: Dimension

    @classmethod
    def of(cls, quantity: Quantity) -> Amount:
        """The amount of a quantity."""
        powers = tuple(sorted(powers_of(quantity.dimension).items()))
        return cls(quantity.amount(), Dimension(powers))


def calculate(expression: Expression, values: Mapping[str, Amount]) -> Amount:
    """The exact value of an expression, `values` by folded name.

    Raises DivisionByZero, and Mismatch where the data measure something else than was declared.
    """
    if isinstance(expression, Number):
        return Amount.of(expression.value)
    if isinstance(expression, Item):
        return values[expression.key]
    left, right = calculate(expression.left, values), calculate(expression.right, values)
    one, other = dict(left.dimension.terms), dict(right.dimension.terms)
    if expression.sign in "+-":
        if one != other:
            raise Mismatch(one, other, expression)
        value = left.value + right.value if expression.sign == "+" else left.value - right.value
        return Amount(value, left.dimension)
    if expression.sign == "÷" and right.value == 0:
        raise DivisionByZero(expression.right)
    powers = _times(one, other, 1 if expression.sign == "×" else -1)
    value = left.value * right.value if expression.sign == "×" else left.value / right.value
    return Amount(value, dimension_of(powers))
