"""Specs that were read before, kept in the user's cache folder: safe to delete, to share and to find damaged.

One file for each folder of specs. It holds sections: files that were read together, what they took in,
the digests of all of them, and the specs as records. A section is used where every digest is that of the
file as it is now. The file names who wrote it and has a digest of all that follows: one of another
version, a damaged one and one that is cut off are passed over, and written anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs

from perfgoals.loading.batches import Section
from perfgoals.loading.files import Used, digest_of
from perfgoals.loading.library import stamp

__all__ = ["cache_file", "read_sections", "write_sections"]

FOLDERS_KEPT = 20
"""So many folders of specs are kept; the one that was written longest ago goes first."""

_OURS = re.compile(r"[0-9a-f]{32}\.specs(\..+)?")  # also what a writer that was stopped has left


# ---- where --------------------------------------------------------------------------------------


def cache_file(folder: Path) -> Path | None:
    """The file that keeps the specs of a folder; None where nothing is to be kept.

    The name that the folder is called by is part of it: the spans of specs have it.
    """
    where = _cache_folder()
    if where is None:
        return None
    name = f"{folder}\0{folder.resolve()}".encode("utf-8", "surrogatepass")
    return where / f"{digest_of(name)[:32]}.specs"


def _cache_folder() -> Path | None:
    """PERFGOALS_CACHE, which may be `off`, else the place that the platform has for such files."""
    chosen = os.environ.get("PERFGOALS_CACHE", "")
    if chosen.lower() == "off":
        return None
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA", "")
        return Path(home, "perfgoals", "Cache") if home else None
    try:
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "perfgoals"
        home = os.environ.get("XDG_CACHE_HOME", "")
        return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "perfgoals"
    except RuntimeError:  # nobody's home
        return None


# ---- reading ------------------------------------------------------------------------------------


def read_sections(path: Path) -> list[Section]:
    """The sections of a cache file; none where there is none, or it is not as it was written here."""
    try:
        data = path.read_bytes()
    except OSError:
        return []
    start = data.find(b"\n") + 1
    if data[:start] != _head(memoryview(data)[start:]):
        return []
    end = data.index(b"\n", start)
    at = end + 1
    found: list[Section] = []
    for files, uses, size in json.loads(data[start:end].decode("utf-8", "surrogatepass")):
        taken = {path: Used(*used) for path, used in uses.items()}
        found.append(Section(files, taken, data[at : at + size]))
        at += size
    return found


def _head(rest: bytes | memoryview) -> bytes:
    return f"perfgoals specs {stamp()} {digest_of(rest)}\n".encode()


# ---- writing ------------------------------------------------------------------------------------


def write_sections(path: Path, sections: Sequence[Section]) -> None:
    """Write a cache file, whole or not at all. Where that cannot be, nothing is kept."""
    index = [
        (
            each.files,
            {name: attrs.astuple(used) for name, used in each.uses.items()},
            len(each.data),
        )
        for each in sections
    ]
    line = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    rest = b"".join(
        (line.encode("utf-8", "surrogatepass"), b"\n", *(each.data for each in sections))
    )
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, (_head(rest), rest))
        _tidy(path.parent)


def _replace(path: Path, parts: Sequence[bytes]) -> None:
    """Put a file in its place in one step: who reads it meanwhile has the old one, or the new."""
    import tempfile

    number, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(parts)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _tidy(folder: Path) -> None:
    """Take away what is too much."""
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    ours.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in ours[FOLDERS_KEPT:]:
        path.unlink()
