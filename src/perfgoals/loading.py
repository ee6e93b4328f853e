"""Files to text to model. The only core module that opens files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from perfgoals.actuals import Actuals, decode, parse_actuals
from perfgoals.errors import ActualsError, Flaw, PerfGoalsError, Problem, Span, SpecError
from perfgoals.model import Definitions, Spec
from perfgoals.parsing import Use, parse_spec

__all__ = ["MAX_FILE_SIZE", "load", "load_folder", "loads", "read_actuals"]

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
    folder = Path(root) if root is not None else Path(path).parent
    return _load(Path(path), folder.resolve(), (), {})


def read_spec(text: str, path: str, root: str | os.PathLike[str]) -> Spec:
    """The specification that a text says; what it takes in by 引用 lies beside `path`, under `root`.

    Raises SpecError.
    """
    return parse_spec(text, path, "", _use(Path(path), Path(root).resolve(), (), {}))


def _load(path: Path, root: Path, above: tuple[Path, ...], known: dict[Path, Definitions]) -> Spec:
    """A file, read on behalf of the files `above`; `known` are those already taken in."""
    data = _bytes(path, SpecError)
    digest = hashlib.sha256(data).hexdigest()
    return parse_spec(_text(data, str(path)), str(path), digest, _use(path, root, above, known))


def _use(path: Path, root: Path, above: tuple[Path, ...], known: dict[Path, Definitions]) -> Use:
    """What gives the definitions that a file takes in by 引用."""
    here = path.resolve()

    def use(reference: str) -> Definitions:
        wanted = (path.parent / reference).resolve()
        if not wanted.is_relative_to(root):
            raise Flaw("PG166", 0, len(reference), path=reference)
        if wanted in (here, *above):
            raise Flaw("PG167", 0, len(reference), path=reference)
        if not wanted.is_file():
            raise Flaw("PG168", 0, len(reference), path=reference)
        if wanted not in known:
            spec = _load(path.parent / reference, root, (here, *above), known)
            if not spec.is_definitions:
                raise Flaw("PG169", 0, len(reference), path=reference)
            known[wanted] = Definitions(
                indicators=spec.catalogue,
                units=spec.units,
                methods=spec.all_methods,
                monitoring=spec.definitions.monitoring,
                silences=spec.silences,
            )
        return known[wanted]

    return use


def load_folder(path: str | os.PathLike[str]) -> tuple[Spec, ...]:
    """The specifications of every `.pg` file in a folder and below, in the order of their names.

    Files that only define methods are left out. Raises SpecError with the problems of all files.
    """
    specs, problems = read_folder(path)
    if problems:
        raise SpecError(problems)
    return specs


def read_folder(path: str | os.PathLike[str]) -> tuple[tuple[Spec, ...], list[Problem]]:
    """The specifications of a folder that can be read, and the problems of the other files."""
    specs: list[Spec] = []
    known: dict[Path, Definitions] = {}
    problems: list[Problem] = []
    files = sorted(Path(path).rglob("*.pg"))
    if not files:
        code = "PG006" if Path(path).is_dir() else "PG001"
        return (), [Problem(code=code, values={"path": str(path)})]
    for file in files:
        try:
            specs.append(_load(file, Path(path).resolve(), (), known))
        except SpecError as error:
            problems.extend(error.problems)
    return tuple(spec for spec in specs if not spec.is_definitions), problems


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
            data = _bytes(Path(path), ActualsError)
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


def _bytes(path: Path, error: type[PerfGoalsError]) -> bytes:
    values = {"path": str(path)}
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            limit = str(MAX_FILE_SIZE // 1_000_000)
            raise error([Problem(code="PG005", values={**values, "limit": limit})])
        return path.read_bytes()
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
    return _bytes(Path(path), PerfGoalsError)


def read_text(path: str) -> str:
    """The text of a `.pg` file as it is, line endings and BOM kept. Raises SpecError."""
    data = _bytes(Path(path), SpecError)
    _text(data, path)
    return data.decode("utf-8")


def read_lines(path: str) -> list[str]:
    """The lines of a text file in any of the encodings that are read, to be shown with a problem.

    Raises ActualsError where it is no text.
    """
    text = decode(_bytes(Path(path), ActualsError), path)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
