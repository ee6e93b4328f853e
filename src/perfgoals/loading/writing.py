"""Files written whole, or not at all: a half-written one would be taken for the result."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """A file beside the one at `path`, which takes its place when the block ends well.

    A link stays a link, and the file keeps its mode. Raises OSError for a folder, and for a file that
    may not be written.
    """
    target = Path(path).resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not os.access(
            target, os.W_OK
        ):  # its folder may be: it is no less so
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        part.touch()  # an OSError says more than what an engine makes of it
        yield part
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
