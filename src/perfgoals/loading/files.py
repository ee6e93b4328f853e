"""Files to text to model: one spec, what it takes in, and actuals."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from perfgoals.actuals import Actuals, decode, parse_actuals
from perfgoals.errors import ActualsError, Flaw, PerfGoalsError, Problem, Span, SpecError
from perfgoals.model import Definitions, Spec
from perfgoals.parsing import Use, parse_spec

__all__ = [
    "MAX_FILE_SIZE",
    "WORKBOOKS",
    "Problems",
    "Shelf",
    "Used",
    "Uses",
    "digest_of",
    "load",
    "loads",
    "opened",
    "read_actuals",
    "read_bytes",
    "read_data",
    "read_lines",
    "read_spec",
    "read_text",
    "taken_in",
]

WORKBOOKS = (".xlsx", ".xlsm", ".xls")
"""The endings of what is read as a workbook; the old `.xls` is one that cannot be."""

MAX_FILE_SIZE = 100_000_000
"""Bytes; a larger file is an error."""


def loads(text: str, *, path: str = "<text>") -> Spec:
    """The specification that a text says. Raises SpecError with all that is wrong with it.

    >>> spec = loads("地区: 汕头市\\n产出指标\\n  新建污水管网 ≥ 80 公里")
    >>> str(spec.indicators[0])
    '新建污水管网 ≥ 80 公里'
    """
    return parse_spec(text, path, hashlib.sha256(text.encode("utf-8", "replace")).hexdigest())


def load(path: str | os.PathLike[str], *, root: str | os.PathLike[str] | None = None) -> Spec:
    """The specification in a `.pg` file (UTF-8). Raises SpecError with all that is wrong with it.

    What the file takes in by 引用 must lie under `root`, by default the file's own folder.
    """
    return Shelf(Path(root) if root is not None else Path(path).parent).load(Path(path))


def read_spec(text: str, path: str, root: str | os.PathLike[str]) -> Spec:
    """The specification that a text says; what it takes in by 引用 lies beside `path`, under `root`.

    Raises SpecError.
    """
    return parse_spec(text, path, "", Shelf(Path(root)).use(Path(path)))


def taken_in(path: Path) -> frozenset[Path]:
    """The files that a `.pg` file takes in by 引用, or those of a folder do, with all that these take
    in; none of a file that cannot be read."""
    is_folder = path.is_dir()
    files = sorted(path.rglob("*.pg")) if is_folder else [path]
    _, _, uses = Shelf(path if is_folder else path.parent).load_each(files)
    return frozenset(Path(used).resolve() for used in uses)


@attrs.frozen
class Used:
    """A file that another takes in by 引用: where it lies, and the digest of its bytes."""

    path: str
    sha256: str


Uses = dict[str, Used]
"""What is taken in, by the path that 引用 names as seen from the file that names it."""


Problems = dict[str, tuple[Problem, ...]]
"""What is wrong, by the names of the files."""


@attrs.frozen
class _Taken:
    """A file that was taken in, with all that it takes in itself."""

    definitions: Definitions
    used: Used
    uses: Uses


class Shelf:
    """The files below a folder, as they take each other in by 引用; what is taken in is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()
        self._taken: dict[Path, _Taken] = {}

    def load_each(self, files: Iterable[Path]) -> tuple[list[Spec], Problems, Uses]:
        """Files one after the other: those that can be read, what is wrong with the others by their
        names, and what is taken in by those that can be read."""
        specs: list[Spec] = []
        problems: Problems = {}
        uses: Uses = {}
        for file in files:
            taken: Uses = {}
            try:
                specs.append(self.load(file, taken))
            except SpecError as error:
                problems[str(file)] = error.problems
            else:
                uses.update(taken)
        return specs, problems, uses

    def load(self, path: Path, uses: Uses | None = None, above: tuple[Path, ...] = ()) -> Spec:
        """A file, read on behalf of the files `above`. What it takes in is noted in `uses`.

        Raises SpecError.
        """
        data = read_data(path, SpecError)
        noted: Uses = {}
        use = self.use(path, noted, above)
        spec = parse_spec(_text(data, str(path)), str(path), digest_of(data), use)
        if uses is not None:
            uses.update(noted)
        files = dict.fromkeys((used.path, used.sha256) for used in noted.values())
        return attrs.evolve(spec, uses=tuple(files)) if files else spec

    def use(self, path: Path, uses: Uses | None = None, above: tuple[Path, ...] = ()) -> Use:
        """What gives the definitions that a file takes in by 引用."""
        noted = {} if uses is None else uses
        here = path.resolve()

        def use(reference: str) -> Definitions:
            wanted = (path.parent / reference).resolve()
            if not wanted.is_relative_to(self.root):
                raise Flaw("PG166", 0, len(reference), path=reference)
            if wanted in (here, *above):
                raise Flaw("PG167", 0, len(reference), path=reference)
            if not wanted.is_file():
                raise Flaw("PG168", 0, len(reference), path=reference)
            if wanted not in self._taken:
                taken = self._take(wanted, (here, *above))
                if taken is None:
                    raise Flaw("PG169", 0, len(reference), path=reference)
                self._taken[wanted] = taken
            taken = self._taken[wanted]
            noted[str(path.parent / reference)] = taken.used
            noted.update(taken.uses)
            return taken.definitions

        return use

    def place_of(self, path: Path) -> Path | None:
        """How a file is called here, whichever way leads to it; None where it lies elsewhere.

        One file has one name: spans tell what is the same, and no order of files may change them.
        """
        wanted = path.resolve()
        inside = wanted.is_relative_to(self.root)
        return self.folder / wanted.relative_to(self.root) if inside else None

    def _take(self, wanted: Path, above: tuple[Path, ...]) -> _Taken | None:
        """A file that is taken in; None where it promises something itself."""
        uses: Uses = {}
        spec = self.load(self.folder / wanted.relative_to(self.root), uses, above)
        if not spec.is_definitions:
            return None
        definitions = Definitions(
            indicators=spec.catalogue,
            units=spec.units,
            methods=spec.all_methods,
            monitoring=spec.definitions.monitoring,
            silences=spec.silences,
        )
        return _Taken(definitions, Used(spec.path, spec.sha256), uses)


def read_actuals(*paths: str | os.PathLike[str]) -> Actuals:
    """The rows of one or more CSV files (UTF-8, GB18030 or UTF-16; commas or tabs) or workbooks
    (`.xlsx`, extra `excel`).

    Raises ActualsError with all that is wrong with their form. docs/actuals.md has the columns.
    """
    parts: list[Actuals] = []
    problems: list[Problem] = []
    digest = hashlib.sha256()
    for path in paths:
        try:
            data = read_data(Path(path), ActualsError)
            digest.update(data)
            parts.append(_parsed(data, str(path)))
        except ActualsError as error:
            problems.extend(error.problems)
    if problems:
        raise ActualsError(problems)
    return Actuals(
        rows=tuple(row for part in parts for row in part.rows),
        ignored=tuple(dict.fromkeys(name for part in parts for name in part.ignored)),
        other_sheets=tuple(name for part in parts for name in part.other_sheets),
        path="、".join(part.path for part in parts),
        sha256=digest.hexdigest(),
    )


def _parsed(data: bytes, path: str) -> Actuals:
    if Path(path).suffix.lower() in WORKBOOKS:
        from perfgoals.sheets import parse_workbook

        return parse_workbook(data, path=path)
    return parse_actuals(decode(data, path), path=path)


def digest_of(data: bytes | memoryview) -> str:
    """The digest by which the content of a file is known."""
    return hashlib.sha256(data).hexdigest()


def read_data(path: Path, error: type[PerfGoalsError]) -> bytes:
    """The bytes of a file. Raises `error` where there is none, or it is too large."""
    with opened(path, error) as file:
        if os.fstat(file.fileno()).st_size > MAX_FILE_SIZE:
            values = {"path": str(path), "limit": str(MAX_FILE_SIZE // 1_000_000)}
            raise error([Problem(code="PG005", values=values)])
        return file.read()


@contextmanager
def opened(path: Path, error: type[PerfGoalsError]) -> Iterator[io.FileIO]:
    """A file to read its bytes from. Raises `error` where there is none, or it cannot be read."""
    values = {"path": str(path)}
    try:
        with path.open("rb", buffering=0) as file:
            yield file
    except FileNotFoundError:
        raise error([Problem(code="PG001", values=values)]) from None
    except OSError as problem:  # a folder, no permission, a file that Excel has locked
        values["reason"] = problem.strerror or str(problem)
        raise error([Problem(code="PG002", values=values)]) from problem


def _text(data: bytes, path: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpecError(
            [Problem(code=_encoding_code(data), span=Span(path=path, line=line))]
        ) from None
    if "\0" in text:
        raise SpecError([Problem(code="PG004", span=Span(path=path, line=1))])
    return text


def _encoding_code(data: bytes) -> str:
    """PG003 for Chinese text in another encoding, PG004 for what is no text."""
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "PG004"
    return "PG004" if b"\0" in data else "PG003"


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a document. Raises PerfGoalsError where there is none, or it is too large."""
    return read_data(Path(path), PerfGoalsError)


def read_text(path: str) -> str:
    """The text of a `.pg` file as it is, line endings and BOM kept. Raises SpecError."""
    data = read_data(Path(path), SpecError)
    _text(data, path)
    return data.decode("utf-8")


def read_lines(path: str) -> list[str]:
    """The lines of a text file in any of the encodings that are read, to be shown with a problem.

    Raises ActualsError where it is no text.
    """
    text = decode(read_data(Path(path), ActualsError), path)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
