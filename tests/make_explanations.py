"""Write docs/errors.md, docs/errors.zh.md and the sections of docs/rules.md from the explanations.

`python tests/make_explanations.py`, after a change in src/perfgoals/messages/explanations or of a
sentence; test_explanations.py compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from perfgoals.messages import LANGUAGES, say
from perfgoals.messages.explaining import (
    Example,
    Explanation,
    advice,
    chapters,
    codes,
    explanation,
    summary,
)

DOCS = Path(__file__).resolve().parents[1] / "docs"
ERRORS = {"zh": DOCS / "errors.zh.md", "en": DOCS / "errors.md"}
RULES_PAGE = DOCS / "rules.md"

HEAD = {
    "en": """\
# Errors

Every problem has a code that never changes its meaning. This page says of each why it is a problem, with
a wrong example and the right one; `…` stands for what the message names. `perfgoals explain PG102` shows
the same without this page, and `perfgoals explain` lists all codes. It is [in Chinese](errors.zh.md) too.
It is made from the texts of the command by `tests/make_explanations.py`: do not edit it by hand.
""",
    "zh": """\
# 错误编号

每个问题有一个编号，编号的意思永远不变。本页逐个说明为什么是问题，并给出错误和正确的例子；
`…` 代表提示中的具体内容。`perfgoals explain PG102` 显示同样的内容，`perfgoals explain` 列出全部编号。
本页另有[英文版](errors.md)，由 `tests/make_explanations.py` 生成，请勿手工修改。
""",
}
_WORDS = {
    "zh": {
        "wrong": "错误",
        "right": "正确",
        "mend": "怎样改",
        ":": "：",
    },
    "en": {
        "wrong": "Wrong",
        "right": "Right",
        "mend": "To mend it",
        ":": ":",
    },
}


def errors_document(language: str) -> str:
    """A page of all codes as it should be now."""
    parts = [HEAD[language]]
    for prefix, title in chapters():
        parts.append(f"## {title[language]}\n")
        for code in codes():
            if code.startswith(prefix):
                parts += [f"### {code}\n", *_section(explanation(code), language)]
    return "\n".join(parts)


def _section(each: Explanation, language: str) -> Iterator[str]:
    words = _WORDS[language]
    if each.title[language] and language == "en":
        yield f"{each.title['en']}: see [rules.md](rules.md#{each.code.lower()}).\n"
        return
    yield f"**{_escaped(each.title[language] or summary(each.code, language))}**\n"
    yield f"{each.why[language]}\n"
    is_rule = bool(each.title[language])
    titled = bool(each.beside) or is_rule
    for name, text in each.beside.items():
        key = "explain.others" if name == "others.pg" else "explain.beside"
        yield f"{say(key, language, name=f'`{name}`')}\n\n{_block(name, text, True)}"
    yield f"{words['wrong']}{words[':']}{_label(each.wrong.label[language], language)}\n"
    yield from _example(each, each.wrong, titled, each.code if not is_rule else "")
    yield f"{words['right']}{words[':']}{_label(each.right.label[language], language)}\n"
    yield from _example(each, each.right, titled, "")
    mend = "" if is_rule else advice(each.code, language)
    if mend:
        yield f"{words['mend']}{words[':']}{'' if language == 'zh' else ' '}{_escaped(mend)}\n"


def _label(label: str, language: str) -> str:
    return f"{'' if language == 'zh' else ' '}{label}" if label else ""


def _example(each: Explanation, side: Example, titled: bool, code: str) -> Iterator[str]:
    if not side.text:
        return
    if side.kind == "command":
        yield f"```sh\n{side.text}\n```\n"
    elif side.kind == "python" or side.encoding != "utf-8":
        yield _indented(side.text)
    elif code and each.file.endswith(".pg"):
        yield _block(each.file, side.text, titled, "-wrong") + f"\n{code}.\n"
    else:
        yield _block(each.file, side.text, titled)


def _block(name: str, text: str, titled: bool, wrong: str = "") -> str:
    kind = {"pg": f"perfgoals{wrong}", "csv": "csv"}.get(name.rpartition(".")[2])
    if kind is None:
        return _indented(text)
    title = f' title="{name}"' if titled or kind == "csv" else ""
    return f"```{kind}{title}\n{text}```\n"


def _indented(text: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in text.rstrip("\n").split("\n"))


def _escaped(text: str) -> str:
    return re.sub(r"([*_<])", r"\\\1", text)


def rules_document(page: str) -> str:
    """docs/rules.md with its sections as they should be now; what stands above them is by hand."""
    head = page[: page.index("\n## PG")]
    rules = [code for code in codes() if code.startswith("PG3")]
    return head + "".join(f"\n{_rule(explanation(code))}" for code in rules)


def _rule(each: Explanation) -> str:
    others = "".join(
        f'```perfgoals title="{name}"\n{text}```\n\n' for name, text in each.beside.items()
    )
    silence = f"`# pg: ignore {each.code} {each.silenced}`"
    if not each.silenced:
        silence = f"only by `--ignore {each.code}`."
    return (
        f"## {each.code}\n\n**{each.title['en']}.**\n\n{each.why['en']}\n\n"
        f'```perfgoals title="{each.file}"\n{each.wrong.text}```\n\n{others}'
        f"Mended: {each.right.label['en']}\n\n"
        f'```perfgoals title="{each.file}"\n{each.right.text}```\n\n'
        f"Silenced: {silence}\n"
    )


if __name__ == "__main__":
    for name in LANGUAGES:
        ERRORS[name].write_text(errors_document(name), encoding="utf-8", newline="\n")
    text = rules_document(RULES_PAGE.read_text(encoding="utf-8"))
    RULES_PAGE.write_text(text, encoding="utf-8", newline="\n")
