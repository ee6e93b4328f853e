"""A folder of specs: a small one is read here, file by file, and costs nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from perfgoals.errors import Problem, SpecError
from perfgoals.loading.files import Shelf
from perfgoals.loading.library import stamp
from perfgoals.model import Spec

__all__ = ["LARGE", "load_folder", "read_folder"]

LARGE = 500_000
"""Bytes of specs from which a cache is worth its while: they take a third of a second to read."""

Progress = Callable[[float], None]


def load_folder(
    path: str | os.PathLike[str], *, processes: int | None = 1, cache: bool = False
) -> tuple[Spec, ...]:
    """The specifications of every `.pg` file in a folder and below, in the order of their names.

    Files that only define methods are left out. Raises SpecError with the problems of all files.

    A large folder (from 1.5 MB) is read by so many `processes`, None for one on each core; the program
    must then be one that `multiprocessing` can start again (`if __name__ == "__main__":`). With `cache`
    what was read of one from 0.5 MB is kept in the user's cache folder (PERFGOALS_CACHE), and taken from
    there while no file has changed. The result is the same either way.
    """
    specs, problems = read_folder(path, processes=processes, cache=cache)
    if problems:
        raise SpecError(problems)
    return specs


def read_folder(
    path: str | os.PathLike[str],
    *,
    processes: int | None = 1,
    cache: bool = False,
    progress: Progress | None = None,
) -> tuple[tuple[Spec, ...], list[Problem]]:
    """The specifications of a folder that can be read, and the problems of the other files.

    `progress` is told how much of a large folder is done, from 0 to 1.
    """
    files = sorted(Path(path).rglob("*.pg"))
    if not files:
        code = "PG006" if Path(path).is_dir() else "PG001"
        return (), [Problem(code=code, values={"path": str(path)})]
    shelf = Shelf(Path(path))
    sizes = {str(file): _size(file) for file in files} if cache or processes != 1 else {}
    if sum(sizes.values()) < LARGE:
        found, wrong, _ = shelf.load_each(files)
    else:
        from perfgoals.loading.large import read_large

        keep = cache and bool(stamp())
        found, wrong = read_large(shelf, sizes, processes, keep, progress)
    specs = {spec.path: spec for spec in found}
    names = [str(file) for file in files]
    problems = [problem for name in names for problem in wrong.get(name, ())]
    in_order = (specs[name] for name in names if name in specs)
    return tuple(spec for spec in in_order if not spec.is_definitions), problems


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # told when it is read
        return 0
