"""Write docs/findings-guangdong-2023.md: what `perfgoals check` finds in the thirteen real specs.

`python tests/make_findings.py`, after a change of a rule or of a spec; test_findings.py compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import perfgoals as pg
from perfgoals.checking import check_all

ROOT = Path(__file__).resolve().parents[1]
SPECS = ROOT / "specs" / "guangdong-2023"
DOCUMENT = ROOT / "docs" / "findings-guangdong-2023.md"

HEAD = """\
# 粤财农〔2023〕25号 十三个地市目标表和任务清单的检查结果

下面是 `perfgoals check specs/guangdong-2023` 在附件1（任务清单）和附件2（绩效目标表）中发现的全部问题，
逐市列出，先重后轻，每条写明在录入文件的第几行、问题是什么、怎样改。多数是原文自身的矛盾、错行和笔误，录入时照录未改；
请对照原文核实后再定哪一处为准。规则的说明见 [rules.md](rules.md)，本页由命令生成，请勿手工修改。
"""

_WORDS = {pg.Severity.ERROR: "错误", pg.Severity.WARNING: "警告", pg.Severity.HINT: "提示"}


def places(problem: pg.Problem) -> list[pg.Span]:
    """Every place that has a finding; those that are only the other side of one are left out."""
    also = [each.span for each in problem.related if each.phrase == "related.also"]
    return [*([problem.span] if problem.span else []), *also]


def others(problem: pg.Problem) -> list[pg.Span]:
    """The other sides of a finding: the task that contradicts it, the catalogue."""
    return [each.span for each in problem.related if each.phrase != "related.also"]


def _other(span: pg.Span, path: str) -> str:
    where = " " if span.path == path else f" `{Path(span.path).name}` "
    return f"（另见{where}第 {span.line} 行）"


def _lines(path: str, found: tuple[pg.Problem, ...]) -> Iterator[str]:
    for problem in found:
        for span in places(problem):
            if span.path == path:
                # Another file that the same finding is in has other sides of its own.
                own = problem.span is not None and problem.span.path == path
                also = "".join(_other(each, path) for each in others(problem)) if own else ""
                yield (
                    f"* 第 {span.line} 行，{_WORDS[problem.severity]} {problem.code}："
                    f"{problem.message}{also}。{problem.help}"
                )


def document() -> str:
    """The document as it should be now."""
    specs = pg.load_folder(SPECS)
    found = check_all(specs)
    order = sorted(specs, key=lambda spec: REGIONS.index(spec.region or ""))
    sections = {spec.path: f"{spec.region}（`{Path(spec.path).name}`）" for spec in order}
    for problem in found:
        for span in places(problem):
            sections.setdefault(span.path, f"`{Path(span.path).name}`")
    parts = [HEAD]
    for path, title in sections.items():
        lines = list(_lines(path, found)) or ["没有发现问题。"]
        parts.append(f"## {title}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


REGIONS = (
    "汕头市",
    "韶关市",
    "河源市",
    "梅州市",
    "汕尾市",
    "阳江市",
    "湛江市",
    "茂名市",
    "肇庆市",
    "清远市",
    "潮州市",
    "揭阳市",
    "云浮市",
)
"""In the order of the notice."""


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")
