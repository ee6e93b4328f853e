"""Office files are zip archives of XML: what is looked at before any reader opens one.

An archive can unpack to a thousand times its size, and XML can hold entities that grow without end. Both
are refused here, and so is what the archive itself says wrongly of its parts.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages import Value

__all__ = ["LOCKED", "MAX_PARTS", "MAX_UNPACKED", "Package", "unreadable"]

MAX_UNPACKED = 200_000_000
"""Bytes of all parts of an office file together, unpacked."""

MAX_PARTS = 5_000
"""Parts of an office file."""

LOCKED = b"\xd0\xcf\x11\xe0"
"""How the old formats (.xls, .doc) begin, and files that are locked with a password."""

_CHUNK = 1 << 20
# What is raised for a file that is cut off, damaged, locked by a password, or packed in an odd way.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Package:
    """An office file that has been looked through: small enough, whole, and without entities.

    The parts of the folder `apart` are left to the caller, who parses them all.
    """

    def __init__(self, data: bytes, path: str, *, apart: str | None = None) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise unreadable("PG602", path) from error
        parts = self._zip.infolist()
        self.names = frozenset(part.filename for part in parts)
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
            raise unreadable("PG605", path, limit=str(MAX_UNPACKED // 1_000_000))
        if len(self.names) < len(parts):  # two readers could see two different parts of one name
            raise unreadable("PG602", path)
        for part in parts:
            if apart and part.filename.startswith(apart):
                continue
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                self.parse(part.filename, expat.ParserCreate())
            else:
                for _ in self._chunks(part.filename):
                    pass

    def parse(self, name: str, parser: expat.XMLParserType) -> None:
        """Feed a part to a parser that has its handlers. Raises PerfGoalsError."""
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise unreadable("PG602", self.path) from error

    def _refuse(self, *_: object) -> None:
        """No office program writes a document type; only there can entities be defined."""
        raise unreadable("PG602", self.path)

    def _chunks(self, name: str) -> Iterator[bytes]:
        """A part in pieces; its length and its checksum are those that the archive says."""
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise unreadable("PG602", self.path) from error


def unreadable(code: str, path: str, **values: Value) -> PerfGoalsError:
    """The error of an office file that cannot be read."""
    return PerfGoalsError([Problem(code=code, values={"path": path, **values})])
