"""This library as it lies here: it decides, beside the files, what reading them gives."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

__all__ = ["digest_of_library", "newest", "stamp"]

PACKAGE = Path(__file__).parents[1]


def _folders(package: Path) -> tuple[Path, ...]:
    """Where there is what reads a spec, in a wheel and in a checkout."""
    own = (package, package / "parsing", package / "loading")
    return (*own, package / "grammar", package.parents[1] / "grammar")


def newest(package: Path) -> int:
    """When any file of the library was last changed."""
    return max((each.stat().st_mtime_ns for each in _files(package)), default=0)


def _files(package: Path) -> Iterator[os.DirEntry[str]]:
    for folder in _folders(package):
        with contextlib.suppress(OSError), os.scandir(folder) as entries:  # not all are there
            yield from (each for each in entries if each.is_file())


_AT_IMPORT = newest(PACKAGE)


@functools.cache
def stamp() -> str:
    """What is the same wherever reading gives the same: the library to the byte, and Unicode.

    It says more than a version: a checkout that is being worked on is never wrong. Empty where the
    library was changed after it was imported: what runs then is not what lies here.
    """
    digest = digest_of_library(PACKAGE)
    is_known = 0 < newest(PACKAGE) == _AT_IMPORT
    return f"{unicodedata.unidata_version} {digest}" if is_known else ""


def digest_of_library(package: Path) -> str:
    """The digest of all that reads a spec, code and grammar, in a package's folder."""
    digest = hashlib.sha256()
    for entry in sorted(_files(package), key=lambda each: each.path):
        digest.update(f"\0{entry.name}\0".encode() + Path(entry.path).read_bytes())
    return digest.hexdigest()
