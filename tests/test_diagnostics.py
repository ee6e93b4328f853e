"""How a problem is shown: the line with its span underlined, as a terminal, a pipe and a screen reader
get it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.errors import Problem, Related, Span
from perfgoals.reports.diagnostics import MOST_OF_A_KIND, problems_text
from perfgoals.reports.tables import width


def shown(
    line: str, column: int, end: int, *, columns: int = 100, plain: bool = False
) -> list[str]:
    """The excerpt of a line with a span, without its message."""
    problem = Problem(code="PG207", span=Span(path="a.pg", line=7, column=column, end=end))
    text = problems_text([problem], "en", lines=lambda *_: line, columns=columns, plain=plain)
    return text.splitlines()[1:-1]


@pytest.mark.parametrize(
    ("line", "column", "end", "expected"),
    [
        ("length >= 80 kn", 14, 16, ["    7 | length >= 80 kn", "                     ^^"]),
        ("管网 ≥ 80 公理", 9, 11, ["    7 | 管网 ≥ 80 公理", "                  ^^^^"]),
        ("\t管网\t≥ 80 公理", 10, 12, ["    7 |  管网 ≥ 80 公理", "                   ^^^^"]),
        ("\u3000管网 ≥ 8", 2, 4, ["    7 |  管网 ≥ 8", "         ^^^^"]),
        ("cafe\u0301 ≥ 80 km", 12, 14, ["    7 | cafe\u0301 ≥ 80 km", "                  ^^"]),
        ("❤\ufe0f管网", 3, 5, ["    7 | ❤\ufe0f管网", "         ^^^^"]),
        ("a\x1b[31m\u202eb ≥ 8", 8, 9, ["    7 | a�[31m�b ≥ 8", "               ^"]),
        ("管网", 3, 3, ["    7 | 管网", "            ^"]),
        ("管网", 9, 20, ["    7 | 管网", "            ^"]),
        ("   ", 1, 2, []),
    ],
    ids=[
        *("ascii", "chinese", "tabs", "wide-blank", "combining", "selector", "control"),
        *("at-end", "behind-end", "blank"),
    ],
)
def test_the_span_is_underlined(line: str, column: int, end: int, expected: list[str]) -> None:
    """Carets stand under the span, whatever the characters before it are as wide as."""
    assert shown(line, column, end) == expected


@pytest.mark.parametrize(
    ("line", "column", "end", "expected"),
    [
        (
            "说明" * 20 + "公理" + "说明" * 20,
            41,
            43,
            [
                "    7 | …说明说明说明公理说明说明说明说…",
                "                     ^^^^",
            ],
        ),
        ("公理" + "长" * 50, 1, 3, ["    7 | 公理长长长长长长长长长长长长长…", "        ^^^^"]),
        (
            "前" * 30 + "长" * 50,
            31,
            81,
            [
                "    7 | …前前前长长长长长长长长长长长长…",
                "               ^^^^^^^^^^^^^^^^^^^^^^^^",
            ],
        ),
    ],
    ids=["middle", "start", "longer-than-the-line"],
)
def test_a_long_line_is_shown_around_the_span(
    line: str, column: int, end: int, expected: list[str]
) -> None:
    """What does not fit is left out on both sides, with dots."""
    assert shown(line, column, end, columns=40) == expected


@given(
    line=st.text(st.sampled_from("a 管≥\t\u0301\u3000x，"), min_size=1, max_size=300),
    data=st.data(),
    columns=st.integers(40, 120),
)
def test_no_line_is_wider_than_the_terminal(line: str, data: st.DataObject, columns: int) -> None:
    """An excerpt fits, and its carets stand under something of the line."""
    column = data.draw(st.integers(1, len(line)))
    end = data.draw(st.integers(column, len(line) + 1))
    lines = shown(line, column, end, columns=columns)
    assert all(width(text) <= columns for text in lines)
    assert not lines or (len(lines) == 2 and 0 <= lines[1].index("^") <= width(lines[0]))


@pytest.mark.parametrize(
    ("column", "end", "expected"),
    [(9, 11, '  line 7, characters 9 to 10: "公理"'), (9, 10, '  line 7, character 9: "公"')],
)
def test_a_screen_reader_gets_words(column: int, end: int, expected: str) -> None:
    """Nothing is drawn: it is said where the span lies and what it holds."""
    assert shown("管网 ≥ 80 公理", column, end, plain=True) == [expected]


def test_a_line_as_long_as_a_file_is_no_work() -> None:
    """Only what can be seen of a line is measured."""
    assert len(shown("管" * 3_000_000, 2_000_000, 3_000_000)) == 2


def test_the_further_ones_of_a_kind_are_counted_with_their_files() -> None:
    """A thousand alike are said by twenty and a number; another kind is still seen."""
    problems = [
        Problem(code="PG207", span=Span(path=f"{n % 7}.pg", line=n + 1)) for n in range(1_254)
    ]
    other = Problem(code="PG101", span=Span(path="z.pg", line=1))
    text = problems_text([*problems, other], "en", lines=lambda *_: None)
    assert text.count("error PG207") == MOST_OF_A_KIND
    assert "z.pg:1:1: error PG101" in text
    last = text.splitlines()[-3:]
    files = "6.pg, 0.pg, 1.pg, 2.pg, 3.pg and others, 7 files in all"
    assert last == [f"… and 1,234 more of PG207 in {files}", "", "1,255 errors"]


def test_other_places_are_shown_with_their_lines() -> None:
    """Where two things disagree, both lines are seen."""
    first = Related(span=Span(path="a.pg", line=1, column=1, end=3), phrase="related.first")
    problem = Problem(
        code="PG143",
        span=Span(path="a.pg", line=2, column=1, end=3),
        values={"name": "产出"},
        related=(first,),
    )
    text = problems_text([problem], "zh", lines=lambda _, number: ["产出", "产出"][number - 1])
    assert text.splitlines()[1:5] == [
        "    2 | 产出",
        "        ^^^^",
        "  a.pg:1:1: 前一处在这里",
        "    1 | 产出",
    ]


def on_a_terminal(arguments: list[str], columns: int, **environment: str) -> str:
    """What the command writes to a terminal that is so wide."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "perfgoals", *arguments],
        stderr=theirs,
        env={**kept, "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **environment},
    )
    os.close(theirs)
    text = b""
    try:
        while part := os.read(ours, 65536):
            text += part
    except OSError:  # Linux says so when the other side is closed
        pass
    os.close(ours)
    process.wait()
    return text.decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize("how", ["colour", "NO_COLOR", "plain"])
def test_colours_are_for_terminals(tmp_path: Path, how: str) -> None:
    """A terminal gets colours and lines of its width; NO_COLOR and --plain take colours away."""
    path = tmp_path / "a.pg"
    path.write_text("产出指标\n  " + "很长的名称" * 20 + " ≥ 80 公理\n", encoding="utf-8")
    arguments = ["--lang", "en", *(["--plain"] if how == "plain" else []), "check", str(path)]
    text = on_a_terminal(arguments, 60, NO_COLOR="1" if how == "NO_COLOR" else "")
    assert ("\033[" in text) == (how == "colour")
    assert ("^^^^" in text) == (how != "plain")
    if how == "colour":
        assert text.splitlines()[1:3] == [
            "\033[34m    2 | \033[0m…很长的名称很长的名称很长的名称很长的名称 ≥ 80 公理",
            " " * 55 + "\033[1;31m^^^^\033[0m",
        ]
