"""The oracle's plain data, written down as a user would: a spec as text, actuals as rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from oracle import (
    DOWNWARD,
    METHOD_10,
    SHIPPED,
    Actual,
    Bound,
    Deadline,
    Indicator,
    Level,
    Method,
    Node,
    Points,
    Quantity,
    Range,
    Rule,
    Spec,
    Target,
    Text,
)

OPERATORS = {
    ">=": ("≥", "不少于", ">="),
    "<=": ("≤", "不超过", "<="),
    ">": (">", "大于", "＞"),
    "<": ("<", "小于", "＜"),
    "=": ("=", "等于", "＝"),
}
REGION = "汕头市"


@dataclass(frozen=True)
class Style:
    """Which of the spellings that mean the same thing are used."""

    weight: int = 0  # [50分], [50], （50分）, or 权重: 50分 where there is a block for it
    operator: int = 0
    directions: bool = False  # 方向 even where it could be left out
    long_date: bool = False
    name_default_method: bool = False
    english_rows: bool = False


@dataclass(frozen=True)
class Row:
    """One row of the actuals; `actual` is None where the cell is blank."""

    name: str
    actual: Actual | None
    style: int = 0


def decimal(number: Fraction) -> str:
    """A fraction as an exact decimal; it must have one."""
    digits = 0
    while number.denominator != 1:
        number *= 10
        digits += 1
        if digits > 90:
            raise ValueError("not a finite decimal")
    sign = "-" if number < 0 else ""
    text = str(abs(number.numerator)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def is_finite(number: Fraction) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def quantity_text(quantity: Quantity) -> str:
    space = "" if quantity.dimension == "ratio" else " "
    return f"{decimal(quantity.number)}{space}{quantity.unit}"


def date_text(day: date, *, long: bool) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if long else day.isoformat()


def target_text(target: Target, style: Style) -> str:
    match target:
        case Bound("up" | "down", value):
            return f": {quantity_text(value)}"
        case Bound(op, value):
            return f" {OPERATORS[op][style.operator]} {quantity_text(value)}"
        case Range(low, high) if low.dimension == "ratio":
            return f": {quantity_text(low)} ~ {quantity_text(high)}"
        case Range(low, high):
            return f": {decimal(low.number)} ~ {quantity_text(high)}"
        case Deadline(day):
            return f": {date_text(day, long=style.long_date)}"
        case Text(words):
            return f": {words}"


def weight_text(weight: Fraction | None, style: int) -> str:
    if weight is None:
        return ""
    return (" [{}分]", " [{}]", "（{}分）")[style].format(decimal(weight))


def needs_direction(target: Target, path: tuple[str, ...]) -> bool:
    """A bare quantity guesses nothing: at 0, or under 成本, its 方向 must be written."""
    if not isinstance(target, Bound) or target.op not in ("up", "down"):
        return False
    if target.op == "down" or target.value.exact <= 0:
        return True
    return any(name.removesuffix("指标") == "成本" for name in path)


def indicator_lines(indicator: Indicator, path: tuple[str, ...], style: Style) -> Iterator[str]:
    target = indicator.target
    pad = "  " * len(path)
    in_block = style.weight == 3
    weight = "" if in_block else weight_text(indicator.weight, style.weight)
    yield f"{pad}{indicator.name}{target_text(target, style)}{weight}"
    pad += "  "
    if in_block and indicator.weight is not None:
        yield f"{pad}权重: {decimal(indicator.weight)}分"
    optional = style.directions and isinstance(target, Bound) and target.op == "up"
    if needs_direction(target, path) or optional:
        down = isinstance(target, Bound) and target.op in DOWNWARD
        yield f"{pad}方向: {'反向' if down else '正向'}"
    if indicator.due is not None:
        yield f"{pad}时限: {indicator.due.isoformat()}"
    if indicator.scoring is not None:
        yield f"{pad}评分: {rule_text(indicator.scoring)}"


def node_lines(nodes: Iterable[Node], path: tuple[str, ...], style: Style) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Indicator):
            yield from indicator_lines(node, path, style)
        else:
            bracket = style.weight if style.weight < 3 else 0
            yield f"{'  ' * len(path)}{node.name}{weight_text(node.weight, bracket)}"
            yield from node_lines(node.nodes, (*path, node.name), style)


def rule_text(rule: Rule) -> str:
    parts = [rule.kind]
    if rule.full_line is not None:
        parts.append(f"满分线 {decimal(100 * rule.full_line)}%")
    if rule.pass_line is not None:
        parts.append(f"及格线 {decimal(100 * rule.pass_line)}%")
    return ", ".join(parts)


def block(title: str, lines: Iterable[str]) -> list[str]:
    return [f"  {title}", *(f"    {line}" for line in lines)]


def bounds(points: Points, scale: int, suffix: str) -> list[str]:
    return [f"{name} ≥ {decimal(scale * least)}{suffix}" for name, least in points]


def method_lines(method: Method) -> list[str]:
    lines = [f"办法: {method.name}"]
    if method.base is not None:
        lines.append(f"  沿用: {method.base.name}")
    if method.weights is not None:
        weights = (f"{name} [{decimal(points)}分]" for name, points in method.weights)
        lines += block("权重", weights)
    if method.rules:
        lines += block("赋分", (f"{key}: {rule_text(rule)}" for key, rule in method.rules))
    if method.bands is not None:
        lines += block("定性", bounds(method.bands, 100, "%"))
    if method.hint is not None:
        lines.append(f"  超额提示: {decimal(100 * method.hint)}%")
    if method.grades is not None:
        lines += block("等级", bounds(method.grades, 1, ""))
    return lines


DEFAULT_STYLE = Style()


def spec_text(spec: Spec, style: Style = DEFAULT_STYLE) -> str:
    lines = ["资金: 试点资金", f"地区: {REGION}", f"年度: {spec.year}"]
    if spec.amount is not None:
        lines.append(f"金额: {quantity_text(spec.amount)}")
    if spec.method != METHOD_10 or style.name_default_method:
        lines.append(f"评分办法: {spec.method.name}")
    lines.append("")
    if spec.method not in SHIPPED:
        lines += [*method_lines(spec.method), ""]
    lines += node_lines(spec.nodes, (), style)
    return "\n".join(lines) + "\n"


COLUMNS = ("地区", "指标", "实际值", "单位", "说明")
ENGLISH = ("region", "indicator", "actual", "unit", "note")
BLANKS = ("", "—", "/", "-")


def cells(row: Row, target: Target | None) -> tuple[str, str]:
    """The cells of 实际值 and 单位."""
    match row.actual:
        case None:
            return BLANKS[row.style % len(BLANKS)], ""
        case Quantity(number, unit) as quantity:
            plain = decimal(number)
            if row.style == 1:
                return f"{plain}{unit}", ""
            if row.style == 2:
                return plain, unit
            if row.style == 3 and bare_is_enough(quantity, target):
                return plain, ""
            return quantity_text(quantity), ""
        case Level("达成", None) if row.style % 2 and isinstance(target, Text):
            return target.words, ""  # the target's own text again is 达成
        case Level(band, share):
            return band if share is None else f"{band} {decimal(100 * share)}%", ""
        case day:
            return date_text(day, long=row.style % 2 == 1), ""


def bare_is_enough(actual: Quantity, target: Target | None) -> bool:
    """Without any unit a number takes the target's, but a ratio needs its %."""
    match target:
        case Bound(_, value) | Range(value, _):
            return value.unit == actual.unit and actual.dimension != "ratio"
    return False


def row_dicts(
    rows: Iterable[Row], targets: dict[str, Target], style: Style = DEFAULT_STYLE
) -> list[dict[str, str]]:
    keys = ENGLISH if style.english_rows else COLUMNS
    found = []
    for row in rows:
        actual, unit = cells(row, targets.get(row.name))
        full = dict(zip(keys, (REGION, row.name, actual, unit, ""), strict=True))
        # Only 指标 and 实际值 are required; the rest may be missing where it says nothing.
        keep = row.style != 3
        found.append({key: cell for key, cell in full.items() if keep or cell or key == keys[2]})
    return found
