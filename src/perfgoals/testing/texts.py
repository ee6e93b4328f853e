"""Strategies for the text of a specification: every spelling that means the same.

Keywords in both languages, words and signs that compare, full-width forms, units in a name's bracket,
weights in three forms, odd spacing, comments, long texts in further lines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from perfgoals.attributes import Amendment, Attributes, LongTerm
from perfgoals.formula import Formula
from perfgoals.method import Method, Scoring
from perfgoals.model import Group, Indicator, IndicatorDefinition, Spec, Task
from perfgoals.parsing import name_text, standard_methods, title_text
from perfgoals.targets import Bound, Deadline, Qualitative, Range, Target
from perfgoals.testing.spellings import (
    CELLS,
    DIRECTIONS,
    ENGLISH,
    INDENTS,
    KEYS,
    OUTCOMES,
    REMARKS,
    SIGNS,
    TYPES,
    WIDE,
)
from perfgoals.testing.tables import specs
from perfgoals.units import Quantity, Unit, UnitDefinition, plain

__all__ = ["spec_texts"]


@st.composite
def spec_texts(draw: DrawFn, *, spec: Spec | None = None) -> str:
    """Valid texts of specifications, of this one or of any: the first is the plainest.

    >>> from hypothesis import find
    >>> import perfgoals as pg
    >>> spec = pg.loads("产出指标\\n  管网 ≥ 80 公里")
    >>> print(find(spec_texts(spec=spec), lambda text: True))
    产出指标
      管网 ≥ 80 公里
    <BLANKLINE>
    """
    return _Writer(draw).text(draw(specs()) if spec is None else spec)


class _Writer:
    """Writes a spec, choosing a spelling at every place."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw

    def one(self, *choices: str) -> str:
        """A spelling; the first is the plainest and comes most often."""
        return self.draw(st.sampled_from((choices[0], *choices)))

    # ---- lines ------------------------------------------------------------------------------------

    def text(self, spec: Spec) -> str:
        sections = [
            self.header(spec),
            *([self.unit(x)] for x in spec.units),
            *(self.method(x) for x in spec.methods),
            *(self.definition(x) for x in spec.catalogue),
            self.members(spec.members),
            *(self.task(x) for x in spec.tasks),
        ]
        lines = [line for section in sections for line in section]
        ending = self.one("\n", "\r\n")
        bom = self.one("", "", "\ufeff")
        return bom + ending.join(self.lined(lines)) + ending

    def lined(self, lines: Iterable[str]) -> Iterator[str]:
        """With blank lines and comments between."""
        for line in lines:
            if self.one("", "", "", "x"):
                yield self.one("", "  ", "# 附件2", "\t# 注: 甲 ≥ 1")
            yield line + ("" if "|" in line else self.one(*REMARKS))

    def block(self, head: str, lines: Sequence[str]) -> list[str]:
        """A line with the block that stands below it."""
        indent = self.one(*INDENTS)
        return [head, *(indent + line for line in lines)]

    def keyed(self, key: str, text: str | None) -> list[str]:
        """`KEY: text`, or the text in further lines."""
        if text is None:
            return []
        word = self.one(*KEYS[key])
        if "#" in text or text.startswith("|"):
            return self.block(f"{word}{self.one(':', '：')}", [f"| {text}"])
        if len(text) > 3 and not text[:3].isascii() and text[:3].isalpha() and self.one("", "x"):
            return self.block(
                f"{word}{self.one(':', '：', ' :')}", [f"|{text[:2]}", f"|  {text[2:]}"]
            )
        return [f"{word}{self.colon()}{text}"]

    def colon(self) -> str:
        return self.one(": ", "：", ":", " : ", "：\u3000")

    def fixed(self, text: str | None) -> str | None:
        """A fixed value in one of its languages."""
        return None if text is None else self.one(text, ENGLISH.get(text, text))

    # ---- values -----------------------------------------------------------------------------------

    def number(self, number: Decimal) -> str:
        text = plain(number)
        return self.one(text, text.translate(WIDE), f"{number:,f}")

    def quantity(self, quantity: Quantity) -> str:
        space = self.one(" ", "", "\u3000") if quantity.unit.text else ""
        return f"{self.number(quantity.value)}{space}{quantity.unit.text}"

    def date(self, day: dt.date) -> str:
        forms = [f"{day}", f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}日"]
        forms.append(f"{day:%Y.%m.%d}前")
        if (day + dt.timedelta(1)).day == 1:
            forms += [f"{day.year}年{day.month}月底前", f"{day:%Y-%m}"]
        if (day.month, day.day) == (12, 31):
            forms.append(f"{day.year}年底")
        return self.one(*forms)

    def cell(self, target: Target) -> str:
        """What stands after a colon."""
        if isinstance(target, Qualitative):
            return str(target)
        if isinstance(target, Deadline):
            if target.start is None:
                return self.one("", "≤", "不超过") + self.date(target.date)
            return f"{target.start}{self.one('~', '至')}{target.date}"
        if isinstance(target, Range):
            low, high = self.number(target.low.value), self.quantity(target.high)
            signed = target.low.value < 0 or target.high.value < 0
            joins = (" ~ ", "~", "至") if signed else ("~", "-", " ～ ", "至", "—")
            word = target.low.unit.text
            unit = "" if " " in word else self.one("", word)
            return f"{low}{unit}{self.one(*joins)}{high}"
        return self.one(*CELLS[target.op]).format(self.quantity(target.value))

    def promise(self, name: str, target: Target) -> str:
        """`NAME SIGN VALUE`, `NAME: CELL`, or with the unit in the name's bracket."""
        own = target.high.unit if isinstance(target, Range) else None
        own = target.value.unit if isinstance(target, Bound) else own
        written = self.quoted(name_text(name))
        if not isinstance(target, Bound) or target.op not in SIGNS:
            return f"{written}{self.colon()}{self.cell(target)}"
        # The plain form is drawn for each: what takes fewer draws would count as simpler.
        sign = self.one(f" {SIGNS[target.op][0]} ", *SIGNS[target.op])
        plain_form = f"{written}{sign}{self.quantity(target.value)}"
        form = self.one("plain", "colon", "bracket")
        if form == "colon":
            return f"{written}{self.colon()}{self.cell(target)}"
        bracketed = self.bracketed(name, own) if form == "bracket" else ""
        return f"{bracketed}{sign}{self.number(target.value.value)}" if bracketed else plain_form

    def quoted(self, written: str) -> str:
        """A name as it is, or in quotes that it does not need."""
        free = not set(written) & set('"「」')
        return self.one(written, written, f'"{written}"', f"「{written}」") if free else written

    def bracketed(self, name: str, unit: Unit | None) -> str:
        """`新建污水管网（公里）`; empty where it would be read as something else."""
        if unit is None or not unit.text or name.endswith(("）", ")")) or name_text(name) != name:
            return ""
        return f"{name}{self.one('（{}）', '({})').format(unit.text)}"

    def weight(self, weight: Decimal | None) -> str:
        if weight is None:
            return ""
        text = plain(weight)
        wide = text.translate(WIDE)
        return self.one(
            f" [{text}分]", f" [{text}]", f"（{text}分）", f" ［{wide}分］", f" [{text} points]"
        )

    # ---- the table --------------------------------------------------------------------------------

    def header(self, spec: Spec) -> list[str]:
        amount = spec.amount
        default = spec.method == standard_methods()[0] and self.one("x", "")
        fields = [
            self.keyed("fund", spec.fund),
            self.keyed("region", spec.region),
            self.keyed("document", spec.document),
            self.keyed("provincial_department", spec.provincial_department),
            self.keyed("department", spec.department),
            self.amount(amount) if isinstance(amount, Quantity) else self.keyed("amount", amount),
            self.keyed("goal", spec.goal),
            [] if default else [f"{self.one(*KEYS['use_method'])}{self.colon()}{spec.method.name}"],
            [self.one("", "语言版本: 1", "language: 1")],
        ]
        year = [] if spec.year is None else [f"{self.one(*KEYS['year'])}{self.colon()}{spec.year}"]
        order = self.draw(st.permutations(fields)) if self.one("", "x") else fields
        return [line for field in (year, *order) for line in field if line]

    def amount(self, amount: Quantity) -> list[str]:
        if amount.unit.text == "万元" and self.one("", "x"):
            return [f"金额（万元）{self.colon()}{self.number(amount.value)}"]
        return [f"{self.one(*KEYS['amount'])}{self.colon()}{self.quantity(amount)}"]

    def members(self, members: Sequence[Group | Indicator]) -> list[str]:
        lines: list[str] = []
        for member in members:
            if isinstance(member, Group):
                head = f"{self.quoted(title_text(member.name))}{self.weight(member.weight)}"
                lines += self.block(head, self.members(member.members))
            else:
                lines += self.indicator(member)
        return lines

    def indicator(self, indicator: Indicator) -> list[str]:
        attributes = indicator.attributes
        below = indicator.weight is not None and self.one("", "", "x")
        direction, deadline = attributes.direction, attributes.deadline
        points = plain(indicator.weight) if below and indicator.weight is not None else None
        lines = [
            *self.keyed("weight", None if points is None else self.one(f"{points}分", points)),
            *self.keyed("direction", self.fixed(DIRECTIONS[direction] if direction else None)),
            *self.keyed("deadline", self.due(deadline)),
            *self.keyed("scoring", self.scoring(attributes.scoring)),
            *self.details(attributes),
            *self.keyed("source", attributes.source),
            *self.keyed("basis", attributes.basis),
            *self.keyed("note", attributes.note),
        ]
        promise = self.promise(indicator.name, indicator.target)
        if indicator.change is not None:
            promise = f"{self.quoted(name_text(indicator.name))}{self.colon()}{indicator.change}"
        return self.block(promise + ("" if below else self.weight(indicator.weight)), lines)

    def details(self, attributes: Attributes) -> list[str]:
        """口径, 报送, 算法, 基期, 调整, 例."""
        aggregation, reporting = attributes.aggregation, attributes.reporting
        formula, baseline = attributes.formula, attributes.baseline
        return [
            *self.keyed("aggregation", self.fixed(aggregation.value if aggregation else None)),
            *self.keyed("reporting", self.fixed(reporting.value if reporting else None)),
            *self.line("formula", None if formula is None else self.formula(formula)),
            *self.line("baseline", None if baseline is None else str(baseline)),
            *(line for x in attributes.amendments for line in self.amendment(x)),
            *(line for x in attributes.examples for line in self.line("example", str(x))),
        ]

    def line(self, key: str, text: str | None) -> list[str]:
        """`KEY: text` in one line."""
        return [] if text is None else [f"{self.one(*KEYS[key])}{self.colon()}{text}"]

    def formula(self, formula: Formula) -> str:
        times = self.one(" * ", " × ", "  *  ")
        return str(formula).replace(" * ", times).replace(" / ", self.one(" / ", " ÷ "))

    def amendment(self, amendment: Amendment) -> list[str]:
        lines = self.line("amendment", str(amendment))
        return self.block(lines[0], self.keyed("basis", amendment.basis))

    def due(self, deadline: dt.date | LongTerm | None) -> str | None:
        if deadline is None:
            return None
        return self.fixed("长期") if isinstance(deadline, LongTerm) else self.date(deadline)

    def scoring(self, scoring: Scoring | str | None) -> str | None:
        if scoring is None or isinstance(scoring, str):
            return scoring
        comma = self.one(", ", "，", ",")
        lines = [self.fixed(scoring.rule.value) or ""]
        for name, value in (("满分线", scoring.full_line), ("及格线", scoring.pass_line)):
            if value is not None:
                lines.append(f"{self.fixed(name)} {value}")
        return comma.join(lines)

    def task(self, task: Task) -> list[str]:
        lines = [
            *self.keyed("type", self.fixed(TYPES[task.type])),
            *self.keyed("department", task.department),
            *self.keyed("purpose", task.purpose),
            *self.keyed("implementation", task.implementation),
            *(
                [f"{self.one('完成时限', 'deadline')}: {task.deadline_text}"]
                if task.deadline_text
                else []
            ),
            *self.keyed("quantity_text", task.quantity_text),
            *self.keyed("remarks", task.remarks),
            *self.members(task.targets),
        ]
        return self.block(f"{self.one(*KEYS['task'])}{self.colon()}{task.name}", lines)

    # ---- definitions ------------------------------------------------------------------------------

    def unit(self, definition: UnitDefinition) -> str:
        bases = {"mass": "千克", "length": "平方米"}
        base = bases[definition.unit.dimension.terms[0][0]]
        return f"{self.one(*KEYS['unit'])}{self.colon()}{definition.name} = {definition.unit.factor} {base}"

    def definition(self, definition: IndicatorDefinition) -> list[str]:
        direction, values = definition.direction, definition.values
        aggregation, reporting = definition.aggregation, definition.reporting
        levels = self.one("/", " / ").join(definition.level)
        lines = [
            *self.keyed("unit", definition.unit.text if definition.unit else None),
            *self.keyed("level", levels or None),
            *self.keyed("direction", self.fixed(DIRECTIONS[direction] if direction else None)),
            *self.keyed("aggregation", self.fixed(aggregation.value if aggregation else None)),
            *self.keyed("reporting", self.fixed(reporting.value if reporting else None)),
            *self.keyed("values", None if values is None else self.cell(values)),
            *self.keyed("note", definition.note),
        ]
        return self.block(f"{self.one(*KEYS['indicator'])}{self.colon()}{definition.name}", lines)

    def method(self, method: Method) -> list[str]:
        weights = [f"{title_text(x.name)}{self.weight(x.points)}" for x in method.weights]
        rules = [f"{self.rule_name(x.name)}: {self.scoring(x.scoring)}" for x in method.scoring]
        bands = [f"{self.fixed(OUTCOMES[x.outcome])} ≥ {x.lowest}" for x in method.bands]
        grades = [f"{name_text(x.name)} ≥ {plain(x.bound)}" for x in method.grades]
        lines = [
            *self.section("weight", weights),
            *self.section("rules", rules),
            *self.section("bands", bands),
            *self.section("grades", grades),
        ]
        if method.over_completion is not None:
            word = self.one(*KEYS["over_completion"])
            lines.append(f"{word}{self.colon()}{method.over_completion}")
        return self.block(f"{self.one(*KEYS['method'])}{self.colon()}{method.name}", lines)

    def rule_name(self, name: str) -> str:
        return self.fixed(name) or "" if name in ("正向", "反向") else name_text(name)

    def section(self, key: str, lines: Sequence[str]) -> list[str]:
        word = self.one(*KEYS[key])
        return self.block(word + self.one("", ":"), lines) if lines else []
