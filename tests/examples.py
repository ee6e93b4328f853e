"""The examples of a document, run one after the other in one folder."""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import shutil
from pathlib import Path
from typing import Any
from unittest import mock

import perfgoals as pg
from documents import ROOT, Block
from perfgoals.actuals import parse_actuals
from perfgoals.cli import main

__all__ = ["RUNNERS", "Folder", "neutral", "pattern"]


class Folder:
    """A temporary folder in which the examples of one document run, one after the other."""

    def __init__(self, path: Path, document: str) -> None:
        self.path = path
        self.language = "zh" if document.endswith(".zh.md") else "en"
        self.names: dict[str, Any] = {"pg": pg}
        self.code = 0
        shutil.copytree(ROOT / "specs", path / "specs")

    def run(self, block: Block) -> str:
        """What is wrong with a block; empty where it does what the document says."""
        if block.title:
            (self.path / block.title).write_text(block.text, encoding="utf-8", newline="\n")
        return RUNNERS[block.kind](self, block) if block.kind in RUNNERS else ""

    def console(self, block: Block) -> str:
        """Commands and their output; `…` stands for lines, or the end of a line, left out."""
        actual = self.outputs(block)
        if re.fullmatch(pattern(block.text), neutral(actual)):
            return ""
        return difference(block.text, actual)

    def outputs(self, block: Block) -> str:
        """The commands of a block, each with its output."""
        commands = [line for line in block.text.splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{self.output(command)}" for command in commands)

    def output(self, command: str) -> str:
        """What a command prints: results first, then notes and problems."""
        if command == "$ echo $?":
            return f"{self.code}\n"
        program, *arguments = shlex.split(command.removeprefix("$ "))
        assert program == "perfgoals", f"no idea how to run {command}"
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            contextlib.chdir(self.path),
            mock.patch.dict(os.environ, ENVIRONMENT, PERFGOALS_LANG=self.language),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            self.code = main(arguments)
        printed = b""
        for stream in (out, err):
            stream.flush()
            printed += stream.buffer.getvalue()
        return printed.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")

    def python(self, block: Block) -> str:
        """A doctest; names live on in the blocks that follow."""
        parser, out = doctest.DocTestParser(), io.StringIO()
        test = parser.get_doctest(block.text, self.names, block.place, block.document, block.line)
        if not test.examples:
            return "no >>> in it"
        doctest.DocTestRunner(verbose=False).run(test, out=out.write, clear_globs=False)
        self.names.update(test.globs)
        return out.getvalue()

    def load(self, block: Block) -> pg.Spec:
        """The spec of a block, from its file where it has one, so that it may take in others."""
        return pg.load(self.path / block.title) if block.title else pg.loads(block.text)

    def spec(self, block: Block) -> str:
        """A whole spec."""
        try:
            self.load(block)
        except pg.SpecError as error:
            return str(error)
        return ""

    def wrong(self, block: Block) -> str:
        """A spec with errors: exactly those that the paragraph behind it names, in their order."""
        named = re.findall(r"PG\d{3}", block.after)
        try:
            self.load(block)
        except pg.SpecError as error:
            found = [problem.code for problem in error.problems]
            return "" if found == named else f"found {found}, named {named}\n{error}"
        return f"it is accepted; named {named}"

    def actuals(self, block: Block) -> str:
        """Rows of actual values; a block that is wrong on purpose is shown to be so by a command."""
        if block.kind == "csv" and not block.title:
            parse_actuals(block.text)
        return ""


RUNNERS = {
    "console": Folder.console,
    "python": Folder.python,
    "perfgoals": Folder.spec,
    "perfgoals-wrong": Folder.wrong,
    "csv": Folder.actuals,
}
ENVIRONMENT = {"NO_COLOR": "1", "COLUMNS": "100"}


def neutral(text: str) -> str:
    """A text without what changes from one release to the next."""
    return re.sub(r'("version": )"[^"]*"|^perfgoals [0-9][0-9a-z.]*$', r"\1*", text, flags=re.M)


def pattern(text: str) -> str:
    """The regular expression for an output in which `…` stands for lines, or a line's end, left out."""
    parts = []
    for line in neutral(text).splitlines():
        if line == "…":
            parts.append(r"(?:.*\n)*")
        else:
            end = " .*" if line.endswith(" …") else ""
            parts.append(re.escape(line.removesuffix(" …") if end else line) + end + r"\n")
    return "".join(parts)


def difference(expected: str, actual: str) -> str:
    parts = expected.splitlines(), actual.splitlines()
    return "\n".join(difflib.unified_diff(*parts, "document", "output", lineterm=""))
