"""`perfgoals fmt`: canonical text, in place."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from perfgoals.cli.console import Console, write_file
from perfgoals.cli.inputs import expand
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.fixing import diff_text
from perfgoals.formatting import format_text
from perfgoals.loading import read_spec, read_text
from perfgoals.messages import say

__all__ = ["run"]

STDIN = "-"


@attrs.frozen
class _File:
    """A file to be formatted, and the folder that its 引用 may not leave."""

    path: str
    root: str


def run(options: argparse.Namespace, console: Console) -> int:
    """Format: 0 done; 1 with `--check` where something would change; 2 a file cannot be read, and
    is left as it was while the others are done."""
    if options.paths == [STDIN]:
        return _stdin(options, console)
    problems: list[Problem] = []
    changed = same = 0
    only_look = options.check or options.diff
    for file in _files(options.paths, problems):
        try:
            old, new = _formatted(read_text(file.path), file)
            if new != old and not only_look:
                write_file(file.path, new.encode("utf-8"))
        except PerfGoalsError as error:
            problems += error.problems
            continue
        if new == old:
            same += 1
            continue
        changed += 1
        if options.diff:
            console.write(diff_text(old, new, file.path))
        key = "fmt.would_change" if only_look else "fmt.changed"
        console.note(say(key, console.language, path=file.path))
    key = "fmt.would_count" if only_look else "fmt.count"
    console.note(say(key, console.language, changed=changed, same=same))
    if problems:
        console.report(problems)
        return 2
    return int(options.check and changed > 0)


def _stdin(options: argparse.Namespace, console: Console) -> int:
    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise PerfGoalsError([Problem(code="PG003")]) from None
    old, new = _formatted(text, _File("<stdin>", "."))
    if options.diff:
        console.write(diff_text(old, new, "<stdin>"))
    elif not options.check:
        console.write_bytes(new.encode("utf-8"))
    return int(options.check and new != old)


def _formatted(text: str, file: _File) -> tuple[str, str]:
    spec = read_spec(text, file.path, file.root)
    return text, format_text(text, spec)


def _files(arguments: Iterable[str], problems: list[Problem]) -> Iterator[_File]:
    """Every `.pg` file that is named, or that lies in a folder that is."""
    found: dict[Path, _File] = {}
    for path in expand(list(arguments), problems):
        if Path(path).is_dir():
            files = sorted(Path(path).rglob("*.pg"))
            if not files:
                problems.append(Problem(code="PG006", values={"path": path}))
            for each in files:
                found.setdefault(each.resolve(), _File(str(each), path))
        elif Path(path).suffix.lower() == ".pg":
            found.setdefault(Path(path).resolve(), _File(path, str(Path(path).parent)))
        else:
            problems.append(Problem(code="PG901", values={"argument": path}))
    if not found and not problems:
        problems.append(Problem(code="PG902"))
    return iter(found.values())
