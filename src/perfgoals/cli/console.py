"""What the command and the console say to each other: language, encodings, colours, the exit."""

from __future__ import annotations

import argparse
import codecs
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages import LANGUAGES, say
from perfgoals.reports.tables import PLAIN, Look, clean, width, without_drawing

if TYPE_CHECKING:
    from perfgoals.evaluation.batch import Batch

__all__ = [
    "BOM",
    "Console",
    "choose_language",
    "choose_plain",
    "default_language",
    "open_streams",
    "write_file",
]


BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""


class Console:
    """Standard output and error, in one language. A console that cannot show a character gets a
    replacement, never a traceback."""

    def __init__(self, language: str, *, plain: bool = False) -> None:
        self.language = language
        self.plain = plain
        """Words instead of drawn lines, carets and colours, for a screen reader."""

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="perfgoals.columns")
        wanted = not plain and not os.environ.get("NO_COLOR")
        terminal = sys.stderr.isatty()
        self.colour = terminal and wanted and _takes_colours(_ERROR)
        self.columns = _columns(sys.stderr) if terminal else 0
        """How wide the terminal is; 0 for a pipe, where the same input gives the same bytes."""

        terminal = sys.stdout.isatty()
        colour = terminal and wanted and _takes_colours(_OUTPUT)
        self.look = Look(columns=_columns(sys.stdout) if terminal else 0, colour=colour)
        """How results are shown on standard output."""

        self._files: dict[str, list[str]] = {}

    def write(self, text: str) -> None:
        """A result for people, to standard output."""
        sys.stdout.write(without_drawing(text) if self.plain else text)

    def write_bytes(self, data: bytes) -> None:
        """A result for programs, whose encoding does not depend on the console."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def output(self, result: str | bytes, path: str | None, *, exact: bool = False) -> None:
        """A result, to the file that was named or to standard output; `exact` is UTF-8 everywhere."""
        if path:
            write_file(path, result if isinstance(result, bytes) else result.encode("utf-8"))
        elif isinstance(result, bytes):
            self.write_bytes(result)
        elif exact:
            self.write_bytes(result.encode("utf-8"))
        else:
            self.write(result)

    def result(self, results: Any, options: argparse.Namespace) -> None:
        """What an evaluation, a monitoring or a roll-up gave, in the format and to the file that the
        call names. Raises PerfGoalsError."""
        from perfgoals.reports.rendering import render, render_text

        if options.format == "text":
            look = self.look_of(options)
            text = render_text(results, language=self.language, look=look)
            self.output(text, options.output)
        else:
            self.output(render(results, options.format, language=self.language), options.output)

    def look_of(self, options: argparse.Namespace) -> Look:
        """How a text is shown where a call writes it: a file has no width and no colours."""
        return PLAIN if options.output else self.look

    def note(self, text: str) -> None:
        """A word to standard error."""
        sys.stderr.write("\n".join(map(clean, text.split("\n"))) + "\n")

    def report(self, problems: Sequence[Problem]) -> None:
        """Problems to standard error, with their lines."""
        from perfgoals.reports.diagnostics import WIDEST, problems_text

        sys.stdout.flush()
        text = problems_text(
            problems,
            self.language,
            lines=self._line,
            colour=self.colour,
            plain=self.plain,
            columns=self.columns or WIDEST,
        )
        sys.stderr.write(text)

    def report_batch(self, batch: Batch[Any], without: str = "cli.no_card") -> None:
        """What is to be told of several specs besides their cards: notes, problems, who is `without`."""
        for note in batch.notes:
            self.note(note.text(self.language))
        if batch.problems:
            self.report(batch.problems)
        for spec in batch.failed:
            self.note(say(without, self.language, region=spec.region or spec.path))

    def _line(self, path: str, number: int) -> str | None:
        """A line of a file, to be shown with its problem."""
        from perfgoals.loading import read_lines

        if path not in self._files:
            try:
                self._files[path] = read_lines(path)
            except PerfGoalsError:
                self._files[path] = []
        lines = self._files[path]
        return lines[number - 1] if 0 < number <= len(lines) else None


def open_streams() -> None:
    """What is said to a stream that the caller closed (`>&-`) goes nowhere; Python has None for it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
            setattr(sys, name, nowhere)


_OUTPUT, _ERROR = -11, -12
"""What Windows calls standard output and standard error."""


def _columns(stream: TextIO) -> int:
    """How wide the terminal of a stream is, 0 where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return 0


def _takes_colours(stream: int) -> bool:
    """Whether a terminal takes colours; the console of Windows has to be told."""
    if sys.platform != "win32":
        return os.environ.get("TERM") != "dumb"
    import ctypes

    kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
    handle = kernel.GetStdHandle(stream)
    on = kernel.GetConsoleMode(handle, ctypes.byref(mode))
    return bool(on and kernel.SetConsoleMode(handle, mode.value | 4))


def choose_language(arguments: Sequence[str]) -> str:
    """`--lang`, else PERFGOALS_LANG, else the locale: Chinese where it is Chinese.

    Raises PerfGoalsError for a language that is not spoken here.
    """
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return _spoken(argument.removeprefix("--lang="))
        if argument == "--lang" and at + 1 < len(arguments):
            return _spoken(arguments[at + 1])
    return default_language()


def choose_plain(arguments: Sequence[str]) -> bool:
    """`--plain`, or PERFGOALS_PLAIN in the environment."""
    return "--plain" in arguments or bool(os.environ.get("PERFGOALS_PLAIN"))


def default_language() -> str:
    """The language of PERFGOALS_LANG, else of the locale."""
    names = ("PERFGOALS_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((os.environ[name] for name in names if os.environ.get(name)), "")
    name = (chosen or locale.getlocale()[0] or "").lower()
    return "zh" if name.startswith(("zh", "chinese")) else "en"


def _spoken(name: str) -> str:
    if name not in LANGUAGES:
        raise PerfGoalsError([Problem(code="PG911", values={"text": name})])
    return name


def write_file(path: str, data: bytes) -> None:
    """Write a file whole or not at all: a half-written one would be taken for the result.

    Raises PerfGoalsError.
    """
    from perfgoals.loading.writing import whole_file

    try:
        with whole_file(path) as part:
            part.write_bytes(data)
    except OSError as error:
        values = {"path": path, "reason": error.strerror or str(error)}
        raise PerfGoalsError([Problem(code="PG913", values=values)]) from error


def _replacement(error: UnicodeError) -> tuple[str, int]:
    """A question mark a column for what a console cannot show, so that tables stay aligned."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "?" * max(1, width(error.object[error.start : error.end])), error.end


codecs.register_error("perfgoals.columns", _replacement)
