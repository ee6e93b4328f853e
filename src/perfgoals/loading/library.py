"""This library as it lies here: it decides, beside the files, what reading them gives."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import perfgoals

__all__ = ["digest_of_library", "stamp"]

PACKAGE = Path(__file__).parents[1]


def _folders(package: Path) -> tuple[Path, ...]:
    """Where there is what reads a spec, in a wheel and in a checkout."""
    own = (package, package / "parsing", package / "loading")
    return (*own, package / "grammar", package.parents[1] / "grammar")


def _files(package: Path) -> Iterator[os.DirEntry[str]]:
    for folder in _folders(package):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:  # not all are there
            yield from (each for each in entries if each.is_file())


@functools.cache
def stamp() -> str:
    """What is the same wherever reading gives the same: the library to the byte, and Unicode.

    It says more than a version: a checkout that is being worked on is never wrong. Empty where the
    library was changed after it was imported: what runs then is not what lies here.
    """
    changed = max(map(_changed, _files(PACKAGE)), default=0)
    if not 0 < changed < perfgoals._IMPORTED:
        return ""
    return f"{unicodedata.unidata_version} {digest_of_library(PACKAGE)}"


def _changed(file: os.DirEntry[str]) -> int:
    """When a file was last written or put here."""
    found = file.stat()
    return max(found.st_mtime_ns, found.st_ctime_ns)


def digest_of_library(package: Path) -> str:
    """The digest of all that reads a spec, code and grammar, in a package's folder."""
    digest = hashlib.sha256()
    for entry in sorted(_files(package), key=lambda each: each.path):
        digest.update(f"\0{entry.name}\0".encode() + Path(entry.path).read_bytes())
    return digest.hexdigest()
