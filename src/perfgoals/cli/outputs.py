"""Where `-o` writes: never over what the call reads."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from perfgoals.cli.inputs import expand
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import taken_in

__all__ = ["check_output"]

_STANDARD = "/dev/stdout"
"""As a path it would be opened anew, and cut off what a redirected one has already."""


def check_output(options: argparse.Namespace) -> None:
    """Refuse an output that would replace an input; `/dev/stdout` is the standard output.

    Raises PerfGoalsError.
    """
    if options.output == _STANDARD:
        options.output = None
    if not options.output or not Path(options.output).is_file():
        return
    output = Path(options.output).resolve()
    if any(_is_read(output, path) for path in _inputs(options)):
        raise PerfGoalsError([Problem(code="PG912", values={"path": options.output})])


def _inputs(options: argparse.Namespace) -> Iterator[Path]:
    """What a call names, as an argument or with an option."""
    others = (getattr(options, "regions", None), *getattr(options, "shape", ()))
    named = (*others, *getattr(options, "laws", ()))
    yield from (Path(path) for path in named if path)
    yield from map(Path, expand(options.paths, []))


def _is_read(output: Path, path: Path) -> bool:
    """Whether reading a path reads the file that is written to."""
    given = path.resolve()
    if not given.is_dir():
        is_spec = given.suffix.lower() == ".pg" and output.is_relative_to(given.parent)
        return output == given or (is_spec and output in taken_in(path))
    if not output.is_relative_to(given):
        return False
    return output.suffix == ".pg" or output in taken_in(path)
