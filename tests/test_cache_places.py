"""Where the cache lies, that it does not grow, and that it can do without a place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from folders import Kept, assert_same, cached, kept, large
from perfgoals.loading import cache, read_folder

__all__ = ["kept", "large"]


def place(monkeypatch: pytest.MonkeyPatch, platform: str, **environment: str) -> Path | None:
    """The folder of the cache on a platform with these settings."""
    for name in ("PERFGOALS_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/wang", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    file = cache.cache_file(Path("specs"))
    return file.parent if file else None


@pytest.mark.skipif(os.name == "nt", reason="homes are found otherwise")
@pytest.mark.parametrize(
    ("platform", "environment", "wanted"),
    [
        ("linux", {}, "/home/wang/.cache/perfgoals"),
        ("linux", {"XDG_CACHE_HOME": "/var/caches"}, "/var/caches/perfgoals"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/wang/.cache/perfgoals"),
        ("darwin", {"XDG_CACHE_HOME": "/x"}, "/home/wang/Library/Caches/perfgoals"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/perfgoals/Cache"),
        ("win32", {}, None),
        ("linux", {"PERFGOALS_CACHE": "/mine"}, "/mine"),
        ("win32", {"PERFGOALS_CACHE": "/mine"}, "/mine"),
        ("linux", {"PERFGOALS_CACHE": "off"}, None),
        ("darwin", {"PERFGOALS_CACHE": "OFF"}, None),
    ],
)
def test_places(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], wanted: str | None
) -> None:
    """The setting comes first, then the place that the platform has."""
    found = place(monkeypatch, platform, **environment)
    assert (found and found.as_posix()) == wanted


def test_nobody_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home there is no cache."""

    def home() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", home)
    assert place(monkeypatch, "linux") is None


def test_off(large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PERFGOALS_CACHE=off` keeps nothing, whoever asks."""
    monkeypatch.setenv("PERFGOALS_CACHE", "off")
    assert_same(cached(large), read_folder(large))
    assert kept.files == []


def test_a_place_that_cannot_be_written(
    large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file stands in the way, or nothing can be written, the specs are read all the same."""
    kept.folder.write_bytes(b"")
    monkeypatch.setenv("PERFGOALS_CACHE", str(kept.folder / "below"))
    assert_same(cached(large), read_folder(large))
    monkeypatch.setenv("PERFGOALS_CACHE", str(kept.folder))
    assert_same(cached(large), read_folder(large))
    assert kept.folder.read_bytes() == b""


def test_a_folder_in_its_place(large: Path, kept: Kept) -> None:
    """A folder of the name of the cache's file is left alone, and nothing else is left."""
    file = cache.cache_file(large)
    assert file is not None
    (file / "x").mkdir(parents=True)
    assert_same(cached(large), read_folder(large))
    assert kept.files == [file]


def test_a_full_disk(large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written whole is taken away, and what was there stays."""

    def replace(*_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", replace)
    assert_same(cached(large), read_folder(large))
    assert kept.files == []


def test_ctrl_c_while_it_is_written(
    large: Path, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing half-written is left."""

    def replace(*_: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        cached(large)
    assert kept.files == []


def test_it_does_not_grow(large: Path, kept: Kept) -> None:
    """Of many folders the newest are kept; what a stopped writer left goes too, what is not ours stays."""
    kept.folder.mkdir()
    (kept.folder / "mine.specs").write_bytes(b"")
    for number in range(30):
        name = f"{number:032x}.specs" + (".left" if number % 2 else "")
        path = kept.folder / name
        path.write_bytes(b"")
        os.utime(path, (number, number))
    cached(large)
    ours = [path for path in kept.files if path.name != "mine.specs"]
    assert len(kept.files) == len(ours) + 1
    assert len(ours) == cache.FOLDERS_KEPT
    oldest = min(path.stat().st_mtime for path in ours)
    assert oldest == 30 - cache.FOLDERS_KEPT + 1
    assert cache.cache_file(large) in ours


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_it_is_the_users_own(large: Path, kept: Kept) -> None:
    """Nobody else reads or writes it."""
    cached(large)
    assert kept.file.stat().st_mode & 0o077 == 0
    assert kept.folder.stat().st_mode & 0o077 == 0
