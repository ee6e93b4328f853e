"""The corpus of wrong files: what is said of each is compared whole, and each has a mended twin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import perfgoals as pg
from outputs import SPECS, WRONG_ROWS, WRONG_SPECS, arguments_of, table_of
from perfgoals import messages
from perfgoals.cli import main
from perfgoals.messages.explaining import codes

ELSEWHERE = {
    "PG001": "a file that is not there",
    "PG002": "a file that cannot be opened",
    "PG003": "another encoding has no first line to read",
    "PG004": "what is no text",
    "PG005": "100 MB",
    "PG006": "a folder",
    "PG007": "never seen: a mistake of fmt",
    "PG008": "a Spec that was built without text",
    "PG160": "a text without a folder",
    "PG167": "two files",
    "PG503": "rows that come from Python",
    **dict.fromkeys(("PG550", "PG551", "PG552"), "a table of regions"),
    **dict.fromkeys(("PG544", "PG545", "PG546"), "workbooks"),
    "PG553": "a roll-up",
    "PG531": "only with --as-of",
    "PG532": "only with several specs",
    "PG533": "only with several specs",
}
"""Problems of files that a single wrong file cannot show. Each has an example that gives it:
tests/test_explanations.py."""


def said(path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """What the command says of a wrong file now, as tests/outputs.py writes it down."""
    parts = []
    for language in ("zh", "en"):
        call = ["--lang", language, *arguments_of(path)]
        code = main(call)
        printed = capfd.readouterr()
        assert printed.out == ""
        parts.append(f"$ perfgoals {' '.join(call)}\n{printed.err.rstrip()}\nexit {code}\n")
    return "\n".join(parts)


@pytest.mark.parametrize("path", [*WRONG_SPECS, *WRONG_ROWS], ids=lambda path: path.stem)
def test_what_is_said(
    path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole output in both languages; `python tests/outputs.py` writes it anew."""
    monkeypatch.chdir(path.parent)
    assert said(path, capfd) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*WRONG_SPECS, *WRONG_ROWS], ids=lambda path: path.stem)
def test_both_languages_show_the_same(path: Path) -> None:
    """The same problems at the same places, with the same lines underlined and as much advice."""
    parts = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n\n$ ")
    assert len(parts) == 2
    zh, en = (
        [re.findall(r"^ *(?:\d+ \|.*|\^+|.*:\d+:\d+: |$)", line) for line in part.splitlines()[1:]]
        for part in parts
    )
    assert zh == en


@pytest.mark.parametrize("path", WRONG_SPECS, ids=lambda path: path.stem)
def test_the_mended_twin_of_a_spec_loads(path: Path) -> None:
    """What the message asks for is enough."""
    assert pg.load(path.parents[1] / "mended" / path.name)


@pytest.mark.parametrize("path", WRONG_ROWS, ids=lambda path: path.stem)
def test_the_mended_twin_of_rows_is_scored(path: Path) -> None:
    """What the message asks for is enough."""
    spec = pg.load(table_of(path))
    assert pg.evaluate(spec, pg.read_actuals(path.parents[1] / "mended" / path.name)).results


def test_the_corpus_is_whole() -> None:
    """At least 80 specs and 40 CSV files; no twin or output without its file; every code of a file is
    shown by one of them, but for those that need more than a file."""
    assert len(WRONG_SPECS) >= 80
    assert len(WRONG_ROWS) >= 40
    for folder, wrong in ((SPECS, WRONG_SPECS), (SPECS / "rows", WRONG_ROWS)):
        names = {path.stem for path in wrong}
        assert {path.stem for path in (folder / "mended").iterdir()} == names
        assert {path.stem for path in (folder / "invalid").glob("*.txt")} == names
    outputs = " ".join(
        path.with_suffix(".txt").read_text(encoding="utf-8") for path in [*WRONG_SPECS, *WRONG_ROWS]
    )
    shown = set(re.findall(r"PG\d{3}", outputs))
    of_files = {key[:5] for key in messages.texts("en") if re.match(r"PG[01245]", key)}
    assert of_files - shown == set(ELSEWHERE)
    assert set(ELSEWHERE) <= set(codes())
