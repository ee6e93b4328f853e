"""What is kept of a folder gives what its files give now, or is passed over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import perfgoals as pg
from folders import CATALOGUE, Kept, assert_same, cached, counted, kept, large, town, write
from perfgoals.loading import cache, library, read_folder
from perfgoals.loading.batches import Section

__all__ = ["counted", "kept", "large"]

PACKAGE = Path(str(pg.__file__)).parent


def test_what_is_kept_is_what_was_read(large: Path, kept: Kept, counted: list[str]) -> None:
    """The second time no file is parsed, and all is the same to the last span."""
    plain = read_folder(large)
    assert_same(cached(large), plain)
    assert kept.file.suffix == ".specs"
    counted.clear()
    assert_same(cached(large), plain)
    assert counted == []


@pytest.mark.usefixtures("kept")
def test_processes_and_the_cache(large: Path, counted: list[str]) -> None:
    """What processes have read is kept as what one has read."""
    first = read_folder(large, processes=2, cache=True)
    assert counted == []
    assert_same(cached(large), first)
    assert counted == []
    assert_same(first, read_folder(large))


def change(folder: Path) -> None:
    write(folder, {"3镇.pg": town("3镇", 33)})


def mend(folder: Path) -> None:
    write(folder, {"3镇.pg": town("3镇", 3) + "# 注\n"})


def add(folder: Path) -> None:
    write(folder, {"0镇.pg": town("0镇", 9), "远/9镇.pg": town("9镇", 9, "../")})


def remove(folder: Path) -> None:
    (folder / "3镇.pg").unlink()


def rename(folder: Path) -> None:
    (folder / "3镇.pg").rename(folder / "远" / "3镇.pg")
    write(folder, {"远/3镇.pg": town("3镇", 3, "../")})


def swap(folder: Path) -> None:
    first, second = folder / "3镇.pg", folder / "4镇.pg"
    texts = first.read_bytes(), second.read_bytes()
    second.write_bytes(texts[0])
    first.write_bytes(texts[1])


def change_the_catalogue(folder: Path) -> None:
    write(folder, {"catalog.pg": CATALOGUE.replace("25", "30")})


def spoil_the_catalogue(folder: Path) -> None:
    write(folder, {"catalog.pg": "单位: 筐 = 25 千刻\n"})


def take_the_catalogue_away(folder: Path) -> None:
    (folder / "catalog.pg").unlink()


def spoil(folder: Path) -> None:
    write(folder, {"3镇.pg": town("3镇", 3).replace("公里", "公理")})


CHANGES = [
    *(change, mend, add, remove, rename, swap),
    *(change_the_catalogue, spoil_the_catalogue, take_the_catalogue_away, spoil),
]


@pytest.mark.parametrize("alter", CHANGES, ids=lambda each: str(each.__name__))
@pytest.mark.usefixtures("kept")
def test_what_changed_is_read_anew(large: Path, alter: Callable[[Path], None]) -> None:
    """Whatever was changed, added, removed or renamed: the result is that of the files as they are."""
    cached(large)
    alter(large)
    for _ in range(3):
        assert_same(cached(large), read_folder(large))


@pytest.mark.usefixtures("kept")
def test_a_change_costs_what_is_kept_with_it(large: Path, counted: list[str]) -> None:
    """Only the files that were kept together with the changed one are parsed, and then none."""
    cached(large)
    change(large)
    counted.clear()
    cached(large)
    assert "3镇.pg" in counted
    assert len([name for name in counted if name != "catalog.pg"]) < 5
    counted.clear()
    cached(large)
    assert counted == []


@pytest.mark.usefixtures("kept")
def test_the_catalogue_of_a_catalogue(large: Path) -> None:
    """What a catalogue takes in is part of what a table is made of, and need be no `.pg` file."""
    write(
        large,
        {"catalog.pg": f"引用: 远/units.txt\n{CATALOGUE}", "远/units.txt": "单位: 箱 = 2 千克\n"},
    )
    cached(large)
    write(large, {"远/units.txt": "单位: 箱 = 3 千克\n"})
    assert_same(cached(large), read_folder(large))


@pytest.mark.usefixtures("kept")
def test_a_link_that_leads_elsewhere(large: Path, tmp_path: Path) -> None:
    """A catalogue that lies outside now is refused, though its words are the same."""
    cached(large)
    shutil.move(large / "catalog.pg", tmp_path / "catalog.pg")
    (large / "catalog.pg").symlink_to(tmp_path / "catalog.pg")
    found = cached(large)
    assert_same(found, read_folder(large))
    assert "PG166" in {problem.code for problem in found[1]}


def test_what_has_problems_is_not_kept(large: Path, kept: Kept, counted: list[str]) -> None:
    """A file with problems is parsed each time, and its problems are told each time."""
    spoil(large)
    first = cached(large)
    assert [problem.code for problem in first[1]] == ["PG201"]
    written = kept.file.stat().st_mtime_ns
    counted.clear()
    assert_same(cached(large), first)
    assert [name for name in counted if name != "catalog.pg"] == ["3镇.pg"]
    assert kept.file.stat().st_mtime_ns == written


def test_a_folder_by_another_name(large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spans name files as the caller does: each name of a folder has its own."""
    cached(large)
    monkeypatch.chdir(large.parent)
    relative = Path(large.name)
    for _ in range(2):
        assert_same(cached(relative), read_folder(relative))
    assert len(kept.files) == 2


def test_many_small_sections_are_made_anew(
    large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that come one by one are kept one by one, and brought together in the end."""
    monkeypatch.setattr("perfgoals.loading.large.PORTION", 2_000)
    for number in range(10, 30):
        write(large, {f"{number}镇.pg": town(f"{number}镇", number)})
        assert_same(cached(large), read_folder(large))
    sections = cache.read_sections(kept.file)
    assert len(sections) < 8
    assert sum(len(section.files) for section in sections) == 29


# ---- damage -------------------------------------------------------------------------------------


def test_every_damage_is_found(large: Path, kept: Kept) -> None:
    """A byte that is another one anywhere, or a file that is cut off anywhere, holds nothing."""
    cached(large)
    data = kept.file.read_bytes()
    assert cache.read_sections(kept.file)
    for at in range(len(data)):
        kept.file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert not cache.read_sections(kept.file), at
        kept.file.write_bytes(data[:at])
        assert not cache.read_sections(kept.file), at


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"\n", b"\n\n", b"\x80\x04N.", b"perfgoals specs", b"\xff" * 100, "表".encode("gb18030")],
    ids=["empty", "line", "lines", "pickle", "head", "bytes", "text"],
)
def test_another_file_is_written_anew(
    large: Path, kept: Kept, counted: list[str], spoiled: bytes
) -> None:
    """What is no cache is passed over in silence and replaced."""
    plain = cached(large)
    kept.file.write_bytes(spoiled)
    assert_same(cached(large), plain)
    counted.clear()
    assert_same(cached(large), plain)
    assert counted == []


@pytest.mark.usefixtures("monkeypatch")
def test_records_that_cannot_be_read(large: Path, kept: Kept) -> None:
    """Should sections hold other bytes than records, with the right digest, their files are parsed."""
    plain = cached(large)
    sections = cache.read_sections(kept.file)
    other = [Section(each.files, each.uses, b"{}\n") for each in sections]
    cache.write_sections(kept.file, other)
    assert_same(cached(large), plain)
    assert all(len(each.data) > 3 for each in cache.read_sections(kept.file))


def test_another_version_reads_nothing(
    large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch, counted: list[str]
) -> None:
    """What another version has written is passed over, and replaced."""
    cached(large)
    before = kept.file.read_bytes()
    monkeypatch.setattr("perfgoals.loading.cache.stamp", lambda: "another")
    counted.clear()
    cached(large)
    assert len(counted) == 10
    assert kept.file.read_bytes() != before


def copied(folder: Path) -> Path:
    """The package as it lies here, a wheel's or a checkout's, once more in a folder."""
    package = folder / "src" / "perfgoals"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    grammar = PACKAGE.parents[1] / "grammar"
    if grammar.is_dir():
        shutil.copytree(grammar, folder / "grammar")
    return package


@pytest.mark.parametrize(
    "name",
    ["units.py", "parsing/lines.py", "loading/files.py", "units.json", "parsing/tables.json"],
)
def test_a_checkout_that_is_worked_on(tmp_path: Path, name: str) -> None:
    """Another code, grammar or table than that which wrote it: another version."""
    package = copied(tmp_path)
    before = library.digest_of_library(package)
    assert before == library.digest_of_library(PACKAGE)
    (units,) = tmp_path.rglob("units.txt")
    for path in (package / name, units):
        path.write_bytes(path.read_bytes() + b" ")
        after = library.digest_of_library(package)
        assert after != before
        before = after


CHANGED = """
import sys
from pathlib import Path
import perfgoals
units = Path(perfgoals.__file__).with_name("units.py")
units.write_bytes(units.read_bytes() + b" ")
from perfgoals.loading import folders, large
folders.LARGE, large.PORTION = 1, 250
print(len(perfgoals.load_folder(sys.argv[1], cache=True)))
"""


def test_a_library_that_changes_while_it_runs(large: Path, kept: Kept, tmp_path: Path) -> None:
    """What runs is not what lies there: nothing is kept of what it reads."""
    copied(tmp_path)
    for wanted in (0, 1):
        code = CHANGED if not wanted else CHANGED.replace("units.write_bytes", "print")
        done = subprocess.run(
            [sys.executable, "-c", code, str(large)],
            env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
            capture_output=True,
            check=True,
        )
        assert done.stdout.split()[-1] == b"8"
        assert len(kept.files) == wanted


# ---- other processes ----------------------------------------------------------------------------

READ = """
import sys
from pathlib import Path
from perfgoals.loading import folders, large, read_folder
folders.LARGE, large.PORTION = 1, 250
for _ in range(20):
    if sys.argv[2] == "delete":
        for path in Path(sys.argv[3]).glob("*.specs"):
            path.unlink(missing_ok=True)
    specs, problems = read_folder(sys.argv[1], cache=True)
    assert [spec.region for spec in specs] == [f"{n}镇" for n in range(1, 9)], specs
    assert not problems
"""


def test_processes_at_once(large: Path, kept: Kept) -> None:
    """Several that read and write one cache, while another takes it away, all read what is there."""
    calls = [[str(large), way, str(kept.folder)] for way in ("keep", "delete", "keep")]
    running = [
        subprocess.Popen([sys.executable, "-X", "utf8", "-c", READ, *call], stderr=subprocess.PIPE)
        for call in calls
    ]
    for each in running:
        assert (each.communicate()[1], each.returncode) == (b"", 0)
    assert len(kept.files) == 1
    assert_same(cached(large), read_folder(large))
    assert [each.name for each in kept.folder.iterdir()] == [kept.file.name]
