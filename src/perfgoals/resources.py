"""The files of the language (grammar, units, methods), in a wheel and in a checkout alike."""

from __future__ import annotations

from pathlib import Path

__all__ = ["read"]

# A wheel carries the folder inside the package; a checkout has it at the top level, where an
# editable install finds it. Plain paths: importlib.resources takes longer to import than to read.
_PACKED = Path(__file__).with_name("grammar")
_CHECKOUT = Path(__file__).parents[2] / "grammar"


def read(name: str) -> str:
    """The text of a file of the grammar folder."""
    folder = _PACKED if _PACKED.is_dir() else _CHECKOUT
    return (folder / name).read_text(encoding="utf-8")
