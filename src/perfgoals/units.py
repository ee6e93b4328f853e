"""Exact quantities and dimensions. The only module that sees pint.

pint holds the definitions (`grammar/units.txt`) and works out factors and dimensions, all rationals;
what it worked out is kept in a table, so that most runs need not import it.
A unit's *text* is read here and never by pint's own parser, which drops what it does not know
(`80 ㎡`, `5％`) and can be made to hang (`9**9**9**9`). Each unit is worked out once.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from perfgoals import messages, resources
from perfgoals.errors import Span

if TYPE_CHECKING:
    from pint import UnitRegistry

TABLE = Path(__file__).with_name("units.json")
"""What pint worked out of units.txt."""

__all__ = [
    "MAX_UNIT_LENGTH",
    "NUMBER",
    "PERCENT",
    "SCALES",
    "Dimension",
    "Quantity",
    "Unit",
    "UnitDefinition",
    "add_to_scope",
    "dimension",
    "find_unit",
    "known_units",
    "scope",
    "using",
]

MAX_UNIT_LENGTH = 40
"""A longer text is no unit; it keeps hostile text from costing time."""

# Ten, a hundred … before any unit: 万人次, 亿元, million CNY. A longer spelling is tried first.
_SCALES = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "亿": 100_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}


SCALES = "十百千万亿"
"""The scales of one character, to be taken off a counter's word."""


@attrs.frozen(cache_hash=True)
class Dimension:
    """What a unit measures: base dimensions with their powers, as `(("length", 2),)` for an area."""

    terms: tuple[tuple[str, int], ...]

    @property
    def is_ratio(self) -> bool:
        """Whether it is a ratio (%, ‰): a bare number never meets a ratio target."""
        return self.terms == (("ratio", 1),)

    @property
    def is_bare(self) -> bool:
        """Whether it is a number without a unit."""
        return not self.terms

    def both(self) -> messages.Both:
        """Its name in both languages, for a problem's sentence."""
        return messages.Both(self.name("zh"), self.name("en"))

    def name(self, language: str) -> str:
        """Its name for a message, in "zh" or "en": 长度, length; 金额/面积, money/area."""
        if self.terms in _NAMED:
            return messages.word(f"dimension.{_NAMED[self.terms]}", language)
        if len(self.terms) == 1 and self.terms[0][1] == 1:
            return _term_name(*self.terms[0], language)
        over = [(base, power) for base, power in self.terms if power > 0]
        under = [(base, -power) for base, power in self.terms if power < 0]
        text = "·".join(_term_name(*term, language) for term in over) or "1"
        name = "/".join([text, *(_term_name(*term, language) for term in under)])
        return re.sub(r"\ban? ", "", name)


_NAMED = {
    (): "number",
    (("length", 2),): "area",
    (("length", 3),): "volume",
}


def _term_name(base: str, power: int, language: str) -> str:
    if ((base, power),) in _NAMED:
        return messages.word(f"dimension.{_NAMED[((base, power),)]}", language)
    name = messages.word(f"dimension.{base}", language)
    return name if power == 1 else f"{name}^{power}"


@attrs.frozen(cache_hash=True)
class Unit:
    """A unit as it is written, with what it means: `text` is numerator/denominator base units."""

    text: str
    numerator: int
    denominator: int
    dimension: Dimension

    @property
    def factor(self) -> Fraction:
        """How many base units one of this unit is."""
        return Fraction(self.numerator, self.denominator)

    def means_the_same_as(self, other: Unit) -> bool:
        """Whether both are one unit, however spelled: 公里 and km."""
        return (
            self.dimension == other.dimension
            and self.numerator == other.numerator
            and self.denominator == other.denominator
        )

    def __str__(self) -> str:
        return self.text


dimension = functools.cache(Dimension)  # one object each: what is the same is seen by `is`

NUMBER = Unit("", 1, 1, dimension(()))
"""The unit of a number that has none."""

PERCENT = Unit("%", 1, 100, dimension((("ratio", 1),)))


@attrs.frozen
class Quantity:
    """An exact number of a unit: `Quantity(Decimal("80"), find_unit("公里"))`."""

    value: Decimal
    unit: Unit = NUMBER

    @property
    def dimension(self) -> Dimension:
        """What it measures."""
        return self.unit.dimension

    def ratio(self) -> tuple[int, int]:
        """The amount in base units, as an exact numerator and (positive) denominator."""
        numerator, denominator = self.value.as_integer_ratio()
        return numerator * self.unit.numerator, denominator * self.unit.denominator

    def amount(self) -> Fraction:
        """The exact amount in base units."""
        return Fraction(*self.ratio())

    def amount_in(self, unit: Unit) -> Fraction:
        """The exact amount in another unit of the same dimension.

        Raises ValueError where the dimensions differ: there is no fallback comparison.
        """
        if unit.dimension != self.unit.dimension:
            raise ValueError(f"{self} is not measured in {unit}")
        return self.amount() / unit.factor

    def __str__(self) -> str:
        return f"{plain(self.value)}{unit_suffix(self.unit)}"


def plain(number: Decimal) -> str:
    """A decimal as it is written by people: never with an exponent."""
    return format(number, "f")


def exact_decimal(number: Fraction) -> Decimal | None:
    """The decimal that equals a fraction, or None where none does (1/3).

    Built from its digits: Decimal arithmetic would round to the digits of its context.
    """
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = number.numerator * 10**places // number.denominator
    return Decimal((int(digits < 0), tuple(map(int, str(abs(digits)))), -places))


def unit_suffix(unit: Unit) -> str:
    """How a unit stands behind a number: ` 公里`, but `%` without a space."""
    return unit.text if unit.text in ("", "%", "‰") else f" {unit.text}"


@attrs.frozen(kw_only=True, cache_hash=True)
class UnitDefinition:
    """A unit that a catalogue adds: `单位: 筐 = 25 千克`."""

    name: str
    unit: Unit
    span: Span | None = attrs.field(default=None, eq=False)

    @property
    def atom(self) -> tuple[Fraction, dict[str, int]]:
        """Its factor to base units, and its base dimensions with their powers."""
        return self.unit.factor, dict(self.unit.dimension.terms)


Scope = tuple[UnitDefinition, ...]
"""The units that are known beside those of units.txt."""

_scope: ContextVar[Scope] = ContextVar("scope", default=())


def scope() -> Scope:
    """The added units that are known here and now."""
    return _scope.get()


@contextlib.contextmanager
def using(units: Scope) -> Iterator[None]:
    """Know these units too, while a file that defines them is read or evaluated."""
    token = _scope.set(units)
    try:
        yield
    finally:
        _scope.reset(token)


def add_to_scope(unit: UnitDefinition) -> None:
    """Know one more unit from here on, inside `using`."""
    _scope.set((*_scope.get(), unit))


def find_unit(text: str) -> Unit | None:
    """The unit a text means, or None where it means none.

    Takes compounds (`元/亩`), scales (`万吨/日`, `million CNY/km`) and full-width forms.
    """
    if not text:
        return NUMBER
    return None if len(text) > MAX_UNIT_LENGTH else _find_unit(text, _scope.get())


@functools.lru_cache(maxsize=4096)
def _find_unit(text: str, added: Scope) -> Unit | None:
    factor, powers = Fraction(1), dict[str, int]()
    for position, term in enumerate(_fold(text).split("/")):
        found = _term(term, added)
        if found is None:
            return None
        sign = 1 if position == 0 else -1
        factor *= found[0] ** sign
        for base, power in found[1].items():
            powers[base] = powers.get(base, 0) + sign * power
    terms = tuple(sorted((base, power) for base, power in powers.items() if power))
    if not terms and powers:  # 元/元: what cancels out is a ratio, not a number without a unit
        terms = (("ratio", 1),)
    return Unit(_written(text), factor.numerator, factor.denominator, dimension(terms))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _written(text: str) -> str:
    """A unit's text as it is shown: ％ as %, otherwise as the author wrote it, blanks made one."""
    text = " ".join(text.split())
    return _fold(text) if _fold(text) in ("%", "‰") else text


def _term(text: str, added: Scope) -> tuple[Fraction, dict[str, int]] | None:
    """One side of a compound: scales before an atom, or an atom. 千米 is an atom, not 千 of 米."""
    text = text.strip()
    # A blank inside a Chinese unit is a slip of the typist's; `m m` is not mm.
    for spelling in (text,) if text.isascii() else (text, text.replace(" ", "")):
        if spelling in _spellings() and "_" not in spelling:
            return _atom(spelling)
        for definition in added:
            if _fold(definition.name) == spelling:
                return definition.atom
    for scale, size in _SCALES.items():
        if text == scale:
            return Fraction(size), {}
        if text.startswith(scale) and (not scale.isascii() or text[len(scale)] == " "):
            rest = _term(text[len(scale) :], added)
            return None if rest is None else (size * rest[0], rest[1])
    return None


@functools.cache
def _atom(spelling: str) -> tuple[Fraction, dict[str, int]]:
    """A unit of units.txt: its factor to base units, and its base dimensions with their powers."""
    line = _spellings()[spelling]
    name = line.partition("=")[0].strip()
    known = _worked_out().get(name)
    if known is None:
        return _by_pint(spelling)
    numerator, denominator, powers = known
    return Fraction(numerator, denominator), powers


@functools.cache
def _worked_out() -> dict[str, tuple[int, int, dict[str, int]]]:
    """What pint worked out beforehand, by name: to import it takes longer than to score a city.

    Nothing where the table was made from another units.txt. `python tests/make_tables.py` writes it
    anew; a test holds every line to pint.
    """
    data = json.loads(TABLE.read_text(encoding="utf-8"))
    found: dict[str, tuple[int, int, dict[str, int]]] = data["units"]
    return found if data["digest"] == _digest() else {}


def _digest() -> str:
    return hashlib.sha256(resources.read("units.txt").encode()).hexdigest()


def table_text() -> str:
    """The text of the table of worked-out units, for units.txt as it is."""
    units = {}
    for spelling, line in _spellings().items():
        factor, powers = _by_pint(spelling)
        name = line.partition("=")[0].strip()
        units[name] = json.dumps([factor.numerator, factor.denominator, powers])
    lines = ",\n".join(f'"{name}": {unit}' for name, unit in units.items())
    return f'{{"digest": "{_digest()}",\n"units": {{\n{lines}}}}}\n'


def _by_pint(spelling: str) -> tuple[Fraction, dict[str, int]]:
    """A unit of units.txt, worked out by pint."""
    registry = _registry()
    name = _define(_spellings()[spelling])
    container = registry.UnitsContainer({name: 1})
    factor, _ = registry.get_root_units(container)
    powers = registry.get_dimensionality(container)
    # Exact by construction (non_int_type=Fraction); pint's types allow more.
    exact = Fraction(str(factor))
    return exact, {base.strip("[]"): int(str(power)) for base, power in powers.items()}


@functools.cache
def _spellings() -> dict[str, str]:
    """The line of units.txt for every folded spelling: the name, the symbol and the aliases."""
    lines = (line for line in resources.read("units.txt").splitlines() if line.strip())
    parts = [[part.strip() for part in line.split("=")] for line in lines if line[0] != "#"]
    return {
        _fold(word): " = ".join(words)
        for words in parts
        for word in (words[0], *words[2:])
        if word != "_"
    }


@functools.cache
def _define(line: str) -> str:
    """Give pint a definition, and before it those it builds on; returns its name.

    Only what is used: pint takes longer to read all of the file than to score a city.
    """
    name, meaning, *_ = (part.strip() for part in line.split("="))
    for word in re.findall(r"(?<![\w\[])[a-z_]+", meaning):
        _define(_spellings()[word])
    _registry().define(line)
    return name


@functools.cache
def _registry() -> UnitRegistry[Fraction]:
    """A registry of our own: pint's default one takes 0.3 s to load and holds floats."""
    from pint import UnitRegistry

    return UnitRegistry(None, non_int_type=Fraction)


def known_units() -> tuple[str, ...]:
    """Every spelling of a single unit, for a suggestion."""
    return (
        *(x for x in _spellings() if "_" not in x),
        *(definition.name for definition in _scope.get()),
    )
