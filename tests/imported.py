"""What the importer makes of a document, for tests of its parts."""

from __future__ import annotations

from pathlib import Path

from perfgoals.importing import ImportedDocument, import_document
from perfgoals.messages import say

__all__ = ["HEAD", "of_text", "reasons", "texts", "why"]

HEAD = "一级指标,二级指标,三级指标,指标值\n"


def of_text(tmp_path: Path, text: str, name: str = "form.csv") -> ImportedDocument:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return import_document(path)


def texts(document: ImportedDocument) -> str:
    return "\n".join(region.text for region in document.regions)


def reasons(document: ImportedDocument) -> dict[str, str]:
    """The cells that were not used, and why."""
    return {cell.text: cell.reason.en for cell in document.cells if cell.reason is not None}


def why(key: str) -> str:
    return say(f"import.ignored_{key}", "en")
