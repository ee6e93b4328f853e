"""Folders of specs that count as large, read in every way there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import perfgoals as pg
from deep import all_of
from perfgoals.loading import read_folder
from perfgoals.parsing import Use, parse_spec

__all__ = [
    "CATALOGUE",
    "Kept",
    "assert_same",
    "cached",
    "counted",
    "kept",
    "large",
    "town",
    "write",
]

CATALOGUE = """\
单位: 筐 = 25 千克
指标: 产量
  单位: 筐
"""
TOWN = """\
地区: {name}
引用: {up}catalog.pg
产出指标
  产量 ≥ {number} 筐
  管网 ≥ {number}.50 公里  # pg: ignore PG301 原文如此
"""
Read = tuple[tuple[pg.Spec, ...], list[pg.Problem]]


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def town(name: str, number: int, up: str = "") -> str:
    """A small table that takes the catalogue in."""
    return TOWN.format(name=name, number=number, up=up)


def cached(folder: Path) -> Read:
    """The folder through the cache, in this process."""
    return read_folder(folder, cache=True)


def assert_same(one: Read, other: Read) -> None:
    """Two results of reading are the same to the last span."""
    assert all_of(one[0]) == all_of(other[0])
    assert one[1] == other[1]


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as large, and is read in portions of about two files."""
    monkeypatch.setattr("perfgoals.loading.folders.LARGE", 1)
    monkeypatch.setattr("perfgoals.loading.large.SHARED", 1)
    monkeypatch.setattr("perfgoals.loading.large.PORTION", 250)
    folder = tmp_path / "表"
    write(
        folder,
        {
            "catalog.pg": CATALOGUE,
            **{f"{n}镇.pg": town(f"{n}镇", n) for n in range(1, 7)},
            "远/7镇.pg": town("7镇", 7, "../"),
            "远/8镇.pg": town("8镇", 8, "../"),
        },
    )
    return folder


class Kept:
    """The cache of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def files(self) -> list[Path]:
        """What lies in it."""
        return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    @property
    def file(self) -> Path:
        """The only file in it."""
        (file,) = self.files
        return file


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """A cache of its own."""
    monkeypatch.setenv("PERFGOALS_CACHE", str(tmp_path / "cache"))
    return Kept(tmp_path / "cache")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed in this process from here on."""
    names: list[str] = []

    def counting(text: str, path: str, sha256: str, use: Use) -> pg.Spec:
        names.append(Path(path).name)
        return parse_spec(text, path, sha256, use)

    monkeypatch.setattr("perfgoals.loading.files.parse_spec", counting)
    return names
