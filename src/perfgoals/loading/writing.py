"""Files written whole, or not at all: a half-written one would be taken for the result."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """A file that takes the place of the one at `path` when the block ends well.

    A link stays a link, and the file keeps its mode. What is no regular file, such as a pipe or a
    device, is not replaced but written into. Raises OSError for a folder, and for a file that may not
    be written.
    """
    target = Path(path)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not os.access(target, os.W_OK):  # its folder may be: it is no less so
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    # Where a pipe's link leads to cannot always be named: it is not resolved.
    with _poured(target) if _is_stream(target) else _placed(target.resolve()) as part:
        yield part


def _is_stream(target: Path) -> bool:
    return target.exists() and not target.is_file()


@contextmanager
def _placed(target: Path) -> Iterator[Path]:
    """A file beside another, to be put in its place."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.touch()  # an OSError says more than what an engine makes of it
        yield part
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _poured(target: Path) -> Iterator[Path]:
    """A file of its own, to be copied into a stream: what writes a file may want to go back in it."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part"
        yield part
        with part.open("rb") as made, target.open("wb") as stream:
            shutil.copyfileobj(made, stream)
