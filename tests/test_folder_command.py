"""The command on a large folder: all cores, the cache, a bar on a terminal, and quiet when stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import COMMAND, run
from interrupts import hear_ctrl_c
from perfgoals.loading.folders import LARGE
from terminal import needs_terminal, on_terminal

FILES = 12


def write(folder: Path, times: int = 1) -> Path:
    """A folder that is just large enough, or so many times as large."""
    folder.mkdir()
    line = "  新建污水管网{} ≥ 80 公里\n"
    count = times * LARGE // FILES // len(line.format(1000).encode()) + 1
    lines = "产出指标\n" + "".join(line.format(1000 + at) for at in range(count))
    for number in range(FILES):
        path = folder / f"{number:02}.pg"
        path.write_text(f"地区: 第{number}镇\n{lines}", encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large folder, for tests that do not change it."""
    return write(tmp_path_factory.mktemp("large") / "d")


def test_all_calls_say_the_same(folder: Path, tmp_path: Path) -> None:
    """The first call, which parses, the next, from the cache, and one without say the same."""
    place = str(tmp_path / "cache")
    calls = [
        run(folder.parent, "check", "d", "--format", "json", PERFGOALS_CACHE=where)
        for where in (place, place, "off")
    ]
    assert {(call.code, call.out, call.err) for call in calls} == {(0, "[]\n", "")}
    assert len(list(Path(place).iterdir())) == 1


def test_problems_are_told_each_time(tmp_path: Path) -> None:
    """What is wrong in one file is told whole, whatever is kept of the others."""
    folder = write(tmp_path / "d")
    with (folder / "03.pg").open("a", encoding="utf-8", newline="\n") as file:
        file.write("  厂房 ≥ 80 公理\n")
    calls = [
        run(tmp_path, "show", "d", PERFGOALS_CACHE=where)
        for where in (str(tmp_path / "cache"), str(tmp_path / "cache"), "off")
    ]
    assert [call.code for call in calls] == [2, 2, 2]
    assert len({call.err for call in calls}) == 1
    assert "PG201" in calls[0].err
    assert {call.out for call in calls} == {""}


@needs_terminal
def test_a_bar_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    """It is drawn while files are parsed and while they come from the cache, and taken away again."""
    environment = {**os.environ, "PERFGOALS_CACHE": str(tmp_path), "PERFGOALS_LANG": "en"}
    call = [*COMMAND, "check", str(folder)]
    for _ in range(2):
        code, said = on_terminal(call, stream="stderr", env=environment)
        text = said.decode("utf-8")
        assert code == 0
        assert "\rloading [###" in text
        assert "] 100%" in text
        assert text.split("\r")[-2].strip() == ""
    plain = {**environment, "PERFGOALS_PLAIN": "1"}
    assert on_terminal(call, stream="stderr", env=plain) == (0, b"")


@needs_terminal
def test_ctrl_c_is_quiet(tmp_path: Path) -> None:
    """Who stops it while all cores read hears nothing of it, and nothing is left."""
    hear_ctrl_c()
    import pty

    folder = write(tmp_path / "d", 8)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PERFGOALS_CACHE": str(tmp_path / "cache"), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "perfgoals", "check", str(folder)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    said = b""
    try:
        while block := os.read(ours, 65536):
            if not said:
                os.killpg(process.pid, signal.SIGINT)
            said += block
    except OSError:  # the end of a terminal
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 130
    assert b"[#" in said
    assert b"\n" not in said
    assert not (tmp_path / "cache").exists()
