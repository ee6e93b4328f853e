"""Arguments to specs and actuals: they are told apart by kind, and patterns are expanded."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import attrs

from perfgoals.actuals import Actuals
from perfgoals.cli.console import Console
from perfgoals.cli.progress import Bar
from perfgoals.errors import PerfGoalsError, Problem, Span
from perfgoals.loading import WORKBOOKS, load, read_actuals, read_folder, read_lines
from perfgoals.messages import say
from perfgoals.model import Spec

__all__ = [
    "Inputs",
    "expand",
    "find_inputs",
    "gather_inputs",
    "read_inputs",
    "read_regions",
]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Inputs:
    """The specs and the actuals of a call."""

    specs: tuple[Spec, ...]
    """What was named, files that only define something among them."""

    actuals: Actuals
    paths: tuple[str, ...] = ()
    """The paths of the actuals."""

    def tables(self) -> tuple[Spec, ...]:
        """The specs that promise something. Raises PerfGoalsError where there is none."""
        tables = tuple(spec for spec in self.specs if not spec.is_definitions)
        if not tables:
            raise PerfGoalsError([Problem(code="PG910")])
        return tables


def read_inputs(arguments: Sequence[str], console: Console, *, with_actuals: bool) -> Inputs:
    """Read everything a call names. Raises PerfGoalsError with the problems of all files."""
    inputs, problems = gather_inputs(arguments, console, with_actuals=with_actuals)
    if problems:
        raise PerfGoalsError(problems)
    return inputs


def gather_inputs(
    arguments: Sequence[str], console: Console, *, with_actuals: bool
) -> tuple[Inputs, list[Problem]]:
    """What can be read of what a call names, and the problems of the rest.

    Actuals are read all or none.
    """
    found, problems = find_inputs(arguments, console, with_actuals=with_actuals)
    others = [path for path in found.paths if Path(path).suffix.lower() == ".parquet"]
    problems += [Problem(code="PG904", values={"argument": path}) for path in others]
    try:
        return attrs.evolve(
            found, actuals=read_actuals(*found.paths)
        ) if not others else found, problems
    except PerfGoalsError as error:
        return found, [*problems, *error.problems]


def find_inputs(
    arguments: Sequence[str], console: Console, *, with_actuals: bool
) -> tuple[Inputs, list[Problem]]:
    """The same without reading any actuals."""
    problems: list[Problem] = []
    specs: list[Spec] = []
    tables: list[str] = []
    for path in expand(arguments, problems):
        kind = "folder" if Path(path).is_dir() else Path(path).suffix.lower()
        try:
            if kind == "folder":
                found, wrong = _read_folder(path, console)
                specs += found
                problems += wrong
            elif kind == ".pg":
                specs.append(load(path))
            elif with_actuals and kind in (".csv", ".tsv", ".txt", ".parquet", *WORKBOOKS):
                tables.append(path)
            else:
                problems.append(Problem(code="PG901", values={"argument": path}))
        except PerfGoalsError as error:
            problems += error.problems
    # A file that was named twice, or beside its folder, counts once.
    by_file = {Path(spec.path).resolve(): spec for spec in reversed(specs)}
    if not problems and not specs:
        problems.append(Problem(code="PG902"))
    if not problems and with_actuals and not tables:
        problems.append(Problem(code="PG903"))
    inputs = Inputs(specs=tuple(reversed(by_file.values())), actuals=Actuals(), paths=tuple(tables))
    return inputs, problems


def _read_folder(path: str, console: Console) -> tuple[tuple[Spec, ...], list[Problem]]:
    """A folder: a large one on all cores, from the cache where it was read before, and with a bar."""
    bar = Bar(console, say("cli.loading", console.language))
    try:
        return read_folder(path, processes=None, cache=True, progress=bar.show)
    finally:
        bar.clear()


def expand(arguments: Sequence[str], problems: list[Problem]) -> list[str]:
    """Patterns are expanded here too: no shell does it on Windows."""
    paths: list[str] = []
    for argument in arguments:
        if not any(sign in argument for sign in "*?[") or Path(argument).exists():
            paths.append(argument)
            continue
        found = _matches(Path(argument))
        if not found:
            problems.append(Problem(code="PG905", values={"argument": argument}))
        paths += found
    unique: dict[Path, str] = {}
    for name in paths:
        unique.setdefault(Path(name).resolve(), name)
    return list(unique.values())


def _matches(pattern: Path) -> list[str]:
    """The paths that a pattern stands for; none for what is no pattern, such as `a**.pg`."""
    try:
        found = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
        return sorted(map(str, found))
    except ValueError:  # before Python 3.13
        return []


def read_regions(path: str) -> dict[str, str]:
    """The parent of each region, from a CSV with the columns region and parent (地区, 上级)."""
    found: dict[str, str] = {}
    for number, cells in enumerate(csv.reader(read_lines(path)), 1):
        pair = [cell.strip() for cell in cells]
        if not any(pair) or (number == 1 and pair[0].lower() in ("region", "地区")):
            continue
        if len(pair) < 2 or not pair[0] or not pair[1] or pair[0] in found:
            raise PerfGoalsError([Problem(code="PG552", span=Span(path=path, line=number))])
        found[pair[0]] = pair[1]
    return found
