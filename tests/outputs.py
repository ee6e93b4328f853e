"""What the command says of every wrong file of the corpus, in both languages.

`python tests/outputs.py` writes what it says now beside each file, as `NAME.txt`. Read the difference
before you keep it: a change there is a change that users see.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SPECS = Path(__file__).parent / "specs"
WRONG_SPECS = sorted((SPECS / "invalid").glob("*.pg"))
WRONG_ROWS = sorted((SPECS / "rows" / "invalid").glob("*.csv"))


def table_of(path: Path) -> Path:
    """The target table that a file of actuals reports on: its own, of the same name, or the common one."""
    own = SPECS / "rows" / "invalid" / f"{path.stem}.pg"
    return own if own.exists() else SPECS / "rows" / "table.pg"


def arguments_of(path: Path) -> list[str]:
    """How the command is called with a wrong file, in the file's folder."""
    if path.suffix == ".pg":
        return ["check", path.name]
    return ["eval", os.path.relpath(table_of(path), path.parent).replace("\\", "/"), path.name]


def output_of(path: Path) -> str:
    """The calls, what they print to standard error, and their exit codes."""
    parts = []
    for language in ("zh", "en"):
        call = ["--lang", language, *arguments_of(path)]
        done = subprocess.run(
            [sys.executable, "-m", "perfgoals", *call],
            cwd=path.parent,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode().replace("\r\n", "\n").rstrip("\n")
        parts.append(f"$ perfgoals {' '.join(call)}\n{said}\nexit {done.returncode}\n")
        assert not done.stdout, "a wrong file has no result"
        assert done.returncode == 2, f"{path} is no problem of the user's:\n{said}"
    return "\n".join(parts)


def main() -> None:
    """Write all outputs anew."""
    paths = [*WRONG_SPECS, *WRONG_ROWS]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for path, text in zip(paths, workers.map(output_of, paths), strict=True):
            path.with_suffix(".txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
