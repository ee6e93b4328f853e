"""Writes the documents of this folder and, beside each, the list of its cells from `layouts.py`.

Run it after a change there: `python tests/imports/make_documents.py [FOLDER]`. The same layouts give the
same bytes. What an import must make of a document stands in `NAME.json`, which is kept by hand.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import attrs
import docx
import xlsxwriter
from layouts import LAYOUTS

HERE = Path(__file__).parent
USES = {
    "L": "level",
    "N": "name",
    "V": "value",
    "O": "operator",
    "U": "unit",
    "W": "weight",
    "H": "header",
    "T": "task",
    "A": "actual",
    "C": "heading",
    "R": "note",
    "D": "doubt",
    "I": "ignored-with-reason",
}
LEFT, ABOVE = "<", "^"


@attrs.frozen
class Printed:
    """A cell as it is printed, how a workbook holds it, and what it may be used as."""

    text: str
    kind: str = ":"
    uses: tuple[str, ...] = ()

    @classmethod
    def read(cls, tagged: str) -> Printed:
        tagged = tagged.strip()
        if tagged in ("", LEFT, ABOVE):
            return cls(tagged)
        end = next(at for at, sign in enumerate(tagged) if sign in ":#%@")
        text = tagged[end + 1 :].replace("⏎", "\n")
        return cls(text, tagged[end], tuple(USES[letter] for letter in tagged[:end]))

    @property
    def is_filled(self) -> bool:
        return bool(self.uses) and bool(self.text)

    @property
    def shown(self) -> str:
        """What a person sees: a ratio that is formatted as per cent has its sign."""
        if self.kind != "%":
            return self.text
        percent = format((Decimal(self.text) * 100).normalize(), "f")
        return f"{percent}%"


@attrs.define
class Block:
    """A line outside of tables (`prose`), or a sheet or table with its rows."""

    title: str = ""
    prose: str | None = None
    rows: list[list[Printed]] = attrs.field(factory=list)


def blocks(layout: str) -> list[Block]:
    """What a layout holds, in order."""
    found: list[Block] = []
    for line in layout.strip("\n").split("\n"):
        if line.startswith("P:"):
            found.append(Block(prose=line[2:].strip()))
        elif line.startswith("=="):
            found.append(Block(title=line[2:].strip()))
        else:
            if not found or found[-1].prose is not None:
                found.append(Block())
            cells = [] if line.strip() == "-" else [Printed.read(c) for c in line.split("¦")]
            found[-1].rows.append(cells)
    return found


def span_of(rows: list[list[Printed]], row: int, column: int) -> tuple[int, int]:
    """The last row and column of the merged cell that begins here."""
    last_row, last_column = row, column
    while last_column + 1 < len(rows[row]) and rows[row][last_column + 1].text == LEFT:
        last_column += 1
    while (
        last_row + 1 < len(rows)
        and column < len(rows[last_row + 1])
        and rows[last_row + 1][column].text == ABOVE
    ):
        last_row += 1
    return last_row, last_column


# ---- one writer a format: the bytes, and the place of every filled cell ---------------------------

Placed = list[tuple[str, Printed]]


def text_document(found: list[Block], style: str) -> tuple[str, Placed]:
    """Text with tabs, Markdown or CSV."""
    out = io.StringIO()
    placed: Placed = []
    line = 1
    for block in found:
        if block.prose is not None:
            out.write(block.prose + "\n")
            line += 1
        for at, row in enumerate(block.rows):
            texts = [cell.text for cell in row]
            if style == "txt":
                written = "\t".join(texts) + "\n"
            elif style == "md":
                written = "| " + " | ".join(texts) + " |\n"
            else:
                buffer = io.StringIO()
                csv.writer(buffer, lineterminator="\n").writerow(texts)
                written = buffer.getvalue() if row else "\n"
            placed += [
                (f"line {line}, column {column}", cell)
                for column, cell in enumerate(row, 1)
                if cell.is_filled
            ]
            if style == "md" and at == 0:
                written += "|" + " :--- |" * len(row) + "\n"
            out.write(written)
            line += written.count("\n")
    return out.getvalue(), placed


def workbook(found: list[Block], path: Path) -> Placed:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime.datetime(2023, 1, 1)})
    placed: Placed = []
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    plain = book.add_format({"text_wrap": True})
    for block in found:
        sheet = book.add_worksheet(block.title)
        for row, cells in enumerate(block.rows):
            for column, cell in enumerate(cells):
                if not cell.is_filled:
                    continue
                last_row, last_column = span_of(block.rows, row, column)
                if (last_row, last_column) != (row, column):
                    sheet.merge_range(row, column, last_row, last_column, "", plain)
                if cell.kind == "%":
                    decimals = len(cell.shown.rstrip("%").partition(".")[2])
                    shape = "0" + ("." + "0" * decimals if decimals else "") + "%"
                    ratio = book.add_format({"num_format": shape})
                    sheet.write_number(row, column, float(cell.text), ratio)
                elif cell.kind == "#":
                    sheet.write_number(row, column, float(cell.text), plain)
                elif cell.kind == "@":
                    day = datetime.datetime.fromisoformat(cell.text)
                    sheet.write_datetime(row, column, day, date_format)
                else:
                    sheet.write_string(row, column, cell.text, plain)
                placed.append((f"{block.title}!{chr(ord('A') + column)}{row + 1}", cell))
    book.close()
    return placed


def word(found: list[Block], path: Path) -> Placed:
    document = docx.Document()
    placed: Placed = []
    number = 0
    for block in found:
        if block.prose is not None:
            document.add_paragraph(block.prose)
            continue
        number += 1
        width = len(block.rows[0])
        table = document.add_table(rows=len(block.rows), cols=width)
        for row, cells in enumerate(block.rows):
            assert len(cells) == width, (path, number, row + 1)
            for column, cell in enumerate(cells):
                if not cell.is_filled:
                    continue
                last = span_of(block.rows, row, column)
                merged = table.cell(row, column)
                if last != (row, column):
                    merged = merged.merge(table.cell(*last))
                merged.text = cell.text
                placed.append((f"table {number}, row {row + 1}, column {column + 1}", cell))
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            if name == "docProps/thumbnail.jpeg":
                kept.writestr(zipfile.ZipInfo(name), b"")
            else:
                kept.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
    return placed


def make(name: str, folder: Path) -> None:
    """Write one document and the list of its cells."""
    found = blocks(LAYOUTS[name])
    path = folder / name
    style = path.suffix[1:]
    if style == "xlsx":
        placed = workbook(found, path)
    elif style == "docx":
        placed = word(found, path)
    else:
        text, placed = text_document(found, style)
        encoding = {"03-export.csv": "gb18030", "10-doubtful.csv": "utf-8-sig"}.get(name, "utf-8")
        newline = "\r\n" if style == "csv" else "\n"
        path.write_text(text, encoding=encoding, newline=newline)
    listed = [[place, cell.shown, "|".join(cell.uses)] for place, cell in placed]
    prose = [block.prose for block in found if block.prose]
    lines = ",\n    ".join(json.dumps(entry, ensure_ascii=False) for entry in listed)
    path.with_suffix(".cells.json").write_text(
        f'{{"prose": {json.dumps(prose, ensure_ascii=False)},\n  "cells": [\n    {lines}\n  ]}}\n',
        encoding="utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for document in LAYOUTS:
        make(document, target)
