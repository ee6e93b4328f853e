"""The files of the language (grammar, units, methods), in a wheel and in a checkout alike."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["read"]


def read(name: str) -> str:
    """The text of a file of the grammar folder.

    A wheel carries the folder inside the package; a checkout has it at the top level, where an
    editable install finds it.
    """
    packed = resources.files("perfgoals").joinpath("grammar", name)
    if packed.is_file():
        return packed.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / "grammar" / name).read_text(encoding="utf-8")
