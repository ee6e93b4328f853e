"""`perfgoals import`: official tables to `.pg` files, one a region."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from perfgoals.cli.console import BOM, Console, write_file
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.importing import ImportedDocument, import_document
from perfgoals.messages import say

__all__ = ["file_names", "run"]

MAX_NAME = 60
"""Characters of a file's name that are taken from a region: a file system may allow 255 bytes."""

_SHOWN = 5
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(\..*)?", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:table (?P<table>\d+), row (?P<row>\d+)|line (?P<line>\d+))(?:, column (?P<column>\d+))?"
)


def run(options: argparse.Namespace, console: Console) -> int:
    """Import: 0 the files are written; what was doubtful is told, and stands in them as comments."""
    if len(options.paths) != 1:
        raise PerfGoalsError([Problem(code="PG925")])
    if not options.folder:
        raise PerfGoalsError([Problem(code="PG924")])
    document = Path(options.paths[0])
    imported = import_document(document)
    files = dict(_files(imported, document, Path(options.folder)))
    _refuse_existing(files, document, force=options.force)
    Path(options.folder).mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        write_file(str(path), text.encode("utf-8"))
    _tell(imported, files, document, console)
    return 0


# ---- files ----------------------------------------------------------------------------------------


def _files(imported: ImportedDocument, document: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    names = file_names(region.name or document.stem for region in imported.regions)
    for name, region in zip(names, imported.regions, strict=True):
        yield folder / f"{name}.pg", region.text
        if region.actuals is not None:
            yield folder / f"{name}-actuals.csv", BOM + region.actuals


def file_names(names: Iterable[str]) -> list[str]:
    """Names that every file system takes, each once: a region is a name, and no path."""
    found: list[str] = []
    for name in names:
        stem = _FORBIDDEN.sub("_", name)[:MAX_NAME].strip(". ") or "_"
        stem = f"{stem}_" if _DEVICES.fullmatch(stem) else stem
        taken = {other.casefold() for other in found}
        unique, count = stem, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{stem}-{count}"
        found.append(unique)
    return found


def _refuse_existing(files: Iterable[Path], document: Path, *, force: bool) -> None:
    """Refuse the whole where one file is there already; the document itself is never written."""
    existing = [path for path in files if path.exists() or path.is_symlink()]
    if any(path.exists() and path.samefile(document) for path in existing):
        raise PerfGoalsError([Problem(code="PG912", values={"path": str(document)})])
    if existing and not force:
        paths = "、".join(map(str, existing[:_SHOWN]))
        more = "…" if len(existing) > _SHOWN else ""
        raise PerfGoalsError([Problem(code="PG923", values={"paths": paths + more})])


# ---- the summary ----------------------------------------------------------------------------------


def _tell(
    imported: ImportedDocument, files: Iterable[Path], document: Path, console: Console
) -> None:
    language = console.language
    regions = imported.regions
    counts = {
        "indicators": sum(region.indicators for region in regions),
        "tasks": sum(region.tasks for region in regions),
    }
    console.note(say("import.done", language, path=str(document), regions=len(regions), **counts))
    for path in files:
        console.note(f"  {path}")
    if imported.doubts:
        console.note(say("import.doubts", language, count=len(imported.doubts)))
    for doubt in imported.doubts:
        words = ": ".join(filter(None, (doubt.name, " ".join(doubt.cell.split()))))
        place = _place(doubt.place, language)
        reason = doubt.problem.text(language)
        code = doubt.reason_code
        console.note(
            "  " + say("import.doubt", language, place=place, words=words, code=code, reason=reason)
        )
    _tell_ignored(imported, console)
    broken = [region.name or region.sheet_or_place for region in regions if not region.loads]
    if broken:
        console.note(say("import.broken", language, regions="、".join(broken)))


def _tell_ignored(imported: ImportedDocument, console: Console) -> None:
    """The cells that were not used, by the reason; a few of each, with their places."""
    groups: dict[str, list[str]] = {}
    for cell in imported.cells:
        if cell.reason is not None:
            shown = f"{' '.join(cell.text.split())[:20]}（{_place(cell.place, console.language)}）"
            groups.setdefault(cell.reason.text(console.language), []).append(shown)
    if groups:
        count = sum(map(len, groups.values()))
        console.note(say("import.ignored", console.language, count=count))
    for reason, cells in groups.items():
        console.note(f"  {reason}: {_some(cells)}")


def _some(texts: Sequence[str]) -> str:
    more = f" … +{len(texts) - _SHOWN}" if len(texts) > _SHOWN else ""
    return "、".join(texts[:_SHOWN]) + more


def _place(place: str, language: str) -> str:
    """A place in the caller's language; a cell of a sheet is called the same in all."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return place
    where = [
        say(f"import.{key}", language, number=number)
        for key, number in found.groupdict().items()
        if number
    ]
    return ("" if language == "zh" else ", ").join(where)
