"""A command on a terminal, for tests of what is drawn there. Windows has no pseudo-terminals."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

__all__ = ["needs_terminal", "on_terminal"]

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")


def on_terminal(
    command: Sequence[str],
    *,
    stream: str,
    columns: int = 72,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """The exit code, and what a command writes where this stream of it ("stdout", "stderr") is a
    terminal; the other is dropped."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environment = {**(os.environ if env is None else env), "TERM": "xterm"}
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=streams["stdout"], stderr=streams["stderr"]
    )
    os.close(theirs)
    said = b""
    try:
        while block := os.read(ours, 65536):
            said += block
    except OSError:  # the end of a terminal
        pass
    os.close(ours)
    return process.wait(timeout=60), said
