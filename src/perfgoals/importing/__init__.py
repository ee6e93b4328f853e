"""An official document to specs: `import_document`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from perfgoals.importing.actuals import actuals_csv
from perfgoals.importing.drafts import draft
from perfgoals.importing.grids import Block, Grid, unreadable
from perfgoals.importing.ledger import Doubt, Ledger, UsedCell
from perfgoals.importing.reading import read_forms
from perfgoals.importing.texts import decode, read_csv, read_text
from perfgoals.importing.words import read_word
from perfgoals.importing.workbooks import read_workbook
from perfgoals.loading import read_bytes

__all__ = ["KINDS", "Doubt", "ImportedDocument", "ImportedRegion", "UsedCell", "import_document"]

KINDS = (".txt", ".md", ".csv", ".tsv", ".xlsx", ".xlsm", ".docx", ".docm")
"""The documents that are read, by their names' endings."""


@attrs.frozen(kw_only=True)
class ImportedRegion:
    """A table of the document as a spec.

    `name` is the region, None where the table names none. `text` is the `.pg` file, with its doubts as
    comments. `actuals` is a CSV text where the table has 实际完成值, else None.
    """

    name: str | None
    text: str
    actuals: str | None
    sheet_or_place: str
    indicators: int
    tasks: int
    loads: bool
    """Whether the text is a spec as it stands; not where its points miss those of doubtful rows, or
    where every target is doubtful."""


@attrs.frozen(kw_only=True)
class ImportedDocument:
    """What became of a document: its regions, what was doubtful, and the use of every cell."""

    regions: tuple[ImportedRegion, ...]
    doubts: tuple[Doubt, ...]
    cells: tuple[UsedCell, ...]


def import_document(path: str | os.PathLike[str]) -> ImportedDocument:
    """The official tables of a document (绩效目标表, 自评表, 分解表, 任务清单) as specs, one a region.

    Text with tabs, Markdown, CSV (UTF-8, GB18030, UTF-16), `.xlsx` (extra `excel`) and `.docx` (extra
    `word`) are read. A cell that is not plainly one thing makes no target: it is in `doubts` and in
    the text as a comment. Raises PerfGoalsError for a document that cannot be read or has no table.
    """
    name = str(path)
    ending = Path(path).suffix.lower()
    if ending not in KINDS:
        raise unreadable("PG601", name, kinds="、".join(KINDS))
    blocks = tuple(_blocks(read_bytes(path), name, ending))
    ledger = Ledger()
    visible = [block for block in blocks if not _is_hidden(block)]
    drafts = [draft(form, ledger) for form in read_forms(visible, ledger)]
    if not drafts:
        raise unreadable("PG603", name)
    for block in blocks:
        if isinstance(block, Grid) and block.is_hidden:
            for row in block.rows:
                ledger.ignore(row, "hidden")
    regions = [
        ImportedRegion(
            name=each.form.region or None,
            text=each.text,
            actuals=actuals_csv(each),
            sheet_or_place=each.form.place,
            indicators=sum(item.indicator is not None for item in each.items),
            tasks=sum(item.task is not None for item in each.tasks),
            loads=each.spec is not None,
        )
        for each in drafts
    ]
    return ImportedDocument(
        regions=tuple(regions),
        doubts=tuple(doubt for each in drafts for doubt in each.doubts()),
        cells=tuple(ledger.listed(blocks)),
    )


def _is_hidden(block: Block) -> bool:
    """Whether it is a hidden sheet: what nobody sees is no table of the document."""
    return isinstance(block, Grid) and block.is_hidden


def _blocks(data: bytes, path: str, ending: str) -> Iterator[Block]:
    if ending in (".xlsx", ".xlsm"):
        return read_workbook(data, path)
    if ending in (".docx", ".docm"):
        return read_word(data, path)
    if ending in (".csv", ".tsv"):
        return read_csv(decode(data, path), path)
    return read_text(decode(data, path), path)
