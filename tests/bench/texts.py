"""The texts that are read: target tables of any size, good and bad, and a ledger as long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

Line = Callable[[int], str]


def table(line: Line, count: int) -> str:
    """A header line, one group, and so many lines."""
    return "地区: 汕头市\n产出指标\n" + "".join(map(line, range(count)))


def bound(i: int) -> str:
    """The plain line: a name, an operator, a number with a unit; no two are alike."""
    return f"  新建污水管网{i} ≥ {i + 1}.5 公里\n"


def bare_value(i: int) -> str:
    """A value as the tables have it, 以上 behind it."""
    return f"  污水处理率{i}: {i + 1}%以上\n"


def qualitative(i: int) -> str:
    """A text that is achieved or not."""
    return f"  群众收入{i}: {'提高' if i % 2 else '有所提升、持续巩固'}\n"


def weighted(count: int) -> Line:
    """A line with its weight; `count` of them make the 50 points of 产出指标."""
    weight = format((Decimal(50) / count).normalize(), "f")
    return lambda i: f"  新建污水管网{i} ≥ {i + 1}.5 公里 [{weight}分]\n"


def assertion(i: int) -> str:
    """Beancount's one-line statement of a name, a number and a unit."""
    return f"2023-12-31 balance Assets:Bank:Account{i}  {i + 1}.5 KM\n"


def rows(name: str, count: int) -> list[dict[str, str]]:
    """Actuals for the plain lines, half of them met."""
    return [{"指标": f"{name}{i}", "实际值": f"{i + 1 + i % 2}公里"} for i in range(count)]


# ---- lines that are wrong ---------------------------------------------------------------------------

WRONG_LINES: dict[str, Line] = {
    "one unknown unit": lambda i: f"  新建污水管网{i} ≥ {i % 900 + 1}.5 公理\n",
    "many unknown units": lambda i: f"  新建污水管网{i} ≥ 1.5 公里{chr(0x6000 + i % 8_000)}\n",
    "no operator": lambda i: f"  新建污水管网{i} {i % 900 + 1}.5 公里\n",
    "no name": lambda i: f"  ≥ {i % 900 + 1}.5 公里\n",
    "mistyped key": lambda i: f"  新建污水管网{i} ≥ 1.5 公里\n    方何{i}: 反向\n",
    "text with digits": lambda i: f"  群众收入{i}: 提高 {i % 900} 公里\n",
}
"""A problem each."""


# ---- lines that are long in one place -----------------------------------------------------------------

LongLine = Callable[[int, int], str]
"""The line of a number, with so many characters too many."""

_ACCENTS = "\u0301\u0323"
"""Two marks that normal forms put in another order."""

LONG_LINES: dict[str, tuple[LongLine, bool]] = {
    "blanks in a name": (lambda i, n: f"  新建{' ' * n}管网{i} ≥ 5 公里\n", False),
    "blanks before a sign": (lambda i, n: f"  管网{i}{' ' * n}≥ 5 公里\n", False),
    "blanks after a sign": (lambda i, n: f"  管网{i} ≥{' ' * n}5 公里\n", False),
    "blanks in a title": (lambda i, n: f"  管网{' ' * n}{i}\n", True),
    "blanks in a weight": (lambda i, n: f"  管网{i} ≥ 5 公里 [1{' ' * n}x]\n", True),
    "blanks after a key": (lambda i, n: f"  管网{i} ≥ 5 公里\n    方向{' ' * n}: 正向\n", False),
    "blanks at the end": (lambda i, n: f"  管网{i} ≥ 5 公里{' ' * n}\n", False),
    "long names": (lambda i, n: f"  {'管网' * (n // 2)}{i} ≥ 5 公里\n", False),
    "names of accents": (lambda i, n: f"  a{_ACCENTS * (n // 2)}{i} ≥ 5 公里\n", False),
}
"""Up to 10,000 characters a line; each with whether it is a problem."""

LONG_CELLS: dict[str, tuple[LongLine, bool]] = {
    "blanks in a cell": (lambda i, n: f"  收入{i}: 提{' ' * n}高\n", False),
    "a text of one word": (lambda i, n: f"  收入{i}: {'提高' * (n // 2)}\n", False),
    "a text of digits": (lambda i, n: f"  收入{i}: {'1 ' * (n // 2)}\n", True),
    "a text of years": (lambda i, n: f"  收入{i}: {'2023-' * (n // 5)}\n", True),
    "a long number": (lambda i, n: f"  收入{i} ≥ {'1' * n} 公里\n", True),
    "a long unit": (lambda i, n: f"  收入{i} ≥ 5 {'公里/' * (n // 3)}公里\n", True),
}
"""Up to 2,000 characters a cell; each with whether it is a problem."""


def in_turn(lines: Sequence[LongLine]) -> LongLine:
    """Lines of several kinds, one after the other."""
    return lambda i, n: lines[i % len(lines)](i, n)


def staircase(i: int, depth: int) -> str:
    """Groups in groups with one target at the bottom, top-level names all different."""
    stairs = (f"{'  ' * step}第{i}部分第{step}层\n" for step in range(depth))
    return "".join(stairs) + f"{'  ' * depth}管网{i} ≥ 5 公里\n"
