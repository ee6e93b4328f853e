"""A large folder: what is kept of it from the cache, the rest on all cores."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from perfgoals.errors import SpecError
from perfgoals.loading.batches import Batch, Section, read_batches
from perfgoals.loading.cache import cache_file, read_sections, write_sections
from perfgoals.loading.files import Problems, Shelf, Used, digest_of, read_data
from perfgoals.model import Spec
from perfgoals.records import Unreadable, decode

__all__ = ["PORTION", "SHARED", "read_large"]

SHARED = 1_500_000
"""Bytes to be read from which other processes are worth their while: at worst they take a third of a
second to start."""

PORTION = 128_000
"""Bytes that are read and kept together: a tenth of a second to read anew when one file changes."""

Sizes = Mapping[str, int]
"""The files of a folder with their bytes."""

Progress = Callable[[float], None]


def read_large(
    shelf: Shelf, sizes: Sizes, processes: int | None, cache: bool, progress: Progress | None
) -> tuple[list[Spec], Problems]:
    """The specs of a folder in any order, and what is wrong with its other files.

    `processes` None is one for each core; `progress` is told how much is done, from 0 to 1.
    """
    specs: list[Spec] = []
    problems: Problems = {}
    whole, done = sum(sizes.values()), 0
    with _undisturbed():
        for names, batch in _batches(shelf, sizes, processes, cache):
            specs += batch.specs
            problems |= batch.problems
            done += sum(sizes[name] for name in names)
            if progress:
                progress(done / whole)
    return specs, problems


def _batches(
    shelf: Shelf, sizes: Sizes, processes: int | None, cache: bool
) -> Iterator[tuple[Iterable[str], Batch]]:
    """What is kept and still holds, then the other files; what is new is kept too."""
    file = cache_file(shelf.folder) if cache else None
    old = read_sections(file) if file else []
    kept: list[Section] = []
    for section in _current(shelf, sizes, old):
        with contextlib.suppress(Unreadable):
            yield section.files, Batch(decode(section.data))
            kept.append(section)
    known = {name for section in kept for name in section.files}
    rest = {name: size for name, size in sizes.items() if name not in known}
    count = processes if sum(rest.values()) >= SHARED else 1
    portions = list(_portions(rest))
    read = read_batches(shelf, portions, processes=count, keep=file is not None)
    new: list[Section] = []
    for files, batch in zip(portions, read, strict=True):
        yield map(str, files), batch
        if batch.section and batch.section.files:
            new.append(batch.section)
    if file and (new or len(kept) < len(old)):
        write_sections(file, [*kept, *new])


def _current(shelf: Shelf, sizes: Sizes, sections: Sequence[Section]) -> list[Section]:
    """The sections whose files, and what these take in, are as they were.

    None where there are far more than a folder of this size needs: then it is time to read all anew.
    """
    if len(sections) > 2 * (sum(sizes.values()) // PORTION + 1):
        return []
    digest = functools.cache(_digest)

    @functools.cache
    def used(path: str) -> Used | None:
        place = shelf.place_of(Path(path))
        found = digest(str(place)) if place else None
        return Used(str(place), found) if found else None

    return [
        section
        for section in sections
        if all(name in sizes and digest(name) == own for name, own in section.files.items())
        and all(used(path) == own for path, own in section.uses.items())
    ]


def _digest(path: str) -> str | None:
    try:
        return digest_of(read_data(Path(path), SpecError))
    except SpecError:  # told when it is read
        return None


def _portions(sizes: Sizes) -> Iterator[list[Path]]:
    """Files in their order, so many as make a batch."""
    portion: list[Path] = []
    size = 0
    for name, own in sizes.items():
        portion.append(Path(name))
        size += own
        if size >= PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No collector meanwhile: of so many new objects none is garbage, and to look takes twice as long."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
