"""Why each code is a problem, with an example and its mended form: the data in `explanations/`.

One file for each hundred of codes, `PG1.toml`; docs/contributing.md says what stands in it. What they
say is read when asked for: a run without a mistake needs none of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from perfgoals.messages import template

__all__ = [
    "Example",
    "Explanation",
    "advice",
    "chapters",
    "codes",
    "explanation",
    "summary",
]

_FOLDER = Path(__file__).with_name("explanations")
_COMMAND = "perfgoals "


@attrs.frozen(kw_only=True)
class Example:
    """One side of an explanation: the wrong form, or the right one."""

    label: Mapping[str, str]
    """What is said of it, by language: in what encoding it was saved. Perhaps empty."""

    text: str
    """The file, the command, or the lines of Python; empty where only the label says what it is."""

    kind: str
    """"file", "command" or "python"."""

    encoding: str = "utf-8"


@attrs.frozen(kw_only=True)
class Explanation:
    """Why a code is a problem, by a wrong example and its right form."""

    code: str
    title: Mapping[str, str]
    """A rule's own title, by language; empty for codes that are no rules."""

    why: Mapping[str, str]
    """By language, in paragraphs."""

    file: str
    """The name of the file that is wrong, and then right."""

    beside: Mapping[str, str]
    """Other files of the example, by name."""

    wrong: Example
    right: Example
    staged: str
    """How a test brings the problem about, where no file can show it; else empty."""

    silenced: str
    """The reason that a silence of a rule gives as an example; else empty."""


def codes() -> tuple[str, ...]:
    """Every code that is explained, in their order."""
    return tuple(sorted(_all()))


def explanation(code: str) -> Explanation:
    """The explanation of a code. Raises KeyError where there is none."""
    return _all()[code]


def chapters() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """The hundreds of codes (`PG1`) and their titles by language, in their order."""
    return tuple((path.stem, _titles(_read(path)["chapter"], "")) for path in _files())


def summary(code: str, language: str) -> str:
    """What a code says, in a line: its sentence, with `…` for what it names."""
    return re.sub(r"\{\w+\}", "…", template(code, language)[0])


def advice(code: str, language: str) -> str:
    """The advice of a code, with `…` for what it names; perhaps empty."""
    return re.sub(r"\{\w+\}", "…", template(code, language)[1])


def _files() -> list[Path]:
    return sorted(_FOLDER.glob("PG?.toml"))


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.cache
def _all() -> dict[str, Explanation]:
    found: dict[str, Explanation] = {}
    for path in _files():
        data = _read(path)
        chapter = data.pop("chapter")
        found |= {code: _explanation(code, entry, chapter) for code, entry in data.items()}
    return found


def _explanation(code: str, entry: Mapping[str, Any], chapter: Mapping[str, Any]) -> Explanation:
    beside = dict(entry.get("with", chapter.get("with", {})))
    wrong = _example(entry, "wrong", entry.get("encoding", "utf-8"))
    if wrong.kind == "file":
        beside.pop(chapter["file"], None)
    return Explanation(
        code=code,
        title=_titles(entry, "title_"),
        why={"zh": entry["zh"], "en": entry["en"]},
        file=chapter["file"],
        beside=beside,
        wrong=wrong,
        right=_example(entry, "right", "utf-8"),
        staged=entry.get("staged", ""),
        silenced=entry.get("silenced", ""),
    )


def _example(entry: Mapping[str, Any], side: str, encoding: str) -> Example:
    text = entry.get(side, "")
    is_command = text.startswith(_COMMAND)
    kind = "command" if is_command else "python" if entry.get("python") else "file"
    label = _titles(entry, f"{side}_")
    return Example(label=label, text=text, kind=kind, encoding=encoding)


def _titles(entry: Mapping[str, Any], prefix: str) -> Mapping[str, str]:
    return {language: entry.get(f"{prefix}{language}", "") for language in ("zh", "en")}
