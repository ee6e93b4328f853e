"""Small specs with faults, and what the rules find, for tests of `perfgoals check`."""

from __future__ import annotations

from pathlib import Path

import perfgoals as pg
from perfgoals.checking import check_all

__all__ = ["TWO_WRONG", "WRONG", "codes", "write"]


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.pg").write_text(text, encoding="utf-8", newline="\n")


def codes(*texts: str, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    """The codes that are found in some texts."""
    specs = [pg.loads(text, path=f"{number}.pg") for number, text in enumerate(texts)]
    return [problem.code for problem in check_all(specs, select=select, ignore=ignore)]


WRONG = "产出指标\n  数量指标\n    覆盖率: 101%\n"
TWO_WRONG = f"{WRONG}    管网 = 80\n"
