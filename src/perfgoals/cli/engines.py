"""Which engine `eval` and `monitor` use: Python for reports, DuckDB or Spark for tables and large input."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from perfgoals.cli.console import Console
from perfgoals.cli.inputs import expand
from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.loading import WORKBOOKS
from perfgoals.messages import say

__all__ = ["ENGINES", "EVALUATED", "MONITORED", "choose_engine"]

ENGINES = ("auto", "python", "duckdb", "spark")
EVALUATED = ("results", "cards", "tasks", "problems")
MONITORED = ("results", "cards", "problems")
"""What `--table` takes."""

TABLE_FORMATS = ("table", "parquet")
LARGE = 32_000_000
"""Bytes of actuals from which `auto` takes DuckDB: Python holds all rows at once, about a hundred
times as much."""

_TEXTS = (".csv", ".tsv", ".txt")
_PACKED = 8
"""How many times as long a Parquet file would be as CSV."""

_MEMORY = re.compile(r"[1-9]\d*(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB|%)", re.IGNORECASE)
_MASTER = re.compile(
    r"local|local\[(\*|[1-9]\d*)(,\s*\d+)?\]|local-cluster\[[\d, ]+\]|yarn|(spark|k8s)://\S+"
)
_MASTERS = ("local[*]", "spark://host:7077", "yarn", "k8s://https://host:443")


def choose_engine(options: argparse.Namespace, console: Console, tables: Sequence[str]) -> str:
    """The engine of a call; what `auto` takes is said on standard error where it is not Python.

    Raises PerfGoalsError for an engine or one of the `tables` that there is not, or where an engine
    cannot make what is asked for.
    """
    engine: str = options.engine
    if engine not in ENGINES:
        raise _unknown("--engine", engine, ENGINES)
    if options.table not in tables:
        raise _unknown("--table", options.table, tables)
    if options.master is not None:
        engine = _of_master(options.master, engine)
    paths = expand(options.paths, [])
    size = _size(paths)
    is_table = options.format in TABLE_FORMATS
    if engine == "auto":
        is_packed = any(path.lower().endswith(".parquet") for path in paths)
        engine = "duckdb" if is_table or is_packed or size > LARGE else "python"
        if engine == "duckdb":
            values = {"engine": engine, "size": f"{size / 1_000_000:.1f}"}
            console.note(say("cli.engine", console.language, **values))
    if engine == "python" and is_table:
        raise PerfGoalsError([Problem(code="PG932", values={"format": options.format})])
    if engine != "python" and not is_table and not _may_be_table(options):
        values = {"engine": engine, "format": options.format}
        raise PerfGoalsError([Problem(code="PG931", values=values)])
    books = [path for path in paths if Path(path).suffix.lower() in WORKBOOKS]
    if engine != "python" and books:
        raise PerfGoalsError([Problem(code="PG904", values={"argument": x}) for x in books])
    if options.master and not options.master.startswith("local"):
        _check_files_of_cluster(paths)
    if options.memory is not None:
        _check_memory(options.memory, engine)
        if engine == "python":
            console.note(say("cli.memory", console.language))
    return engine


def _of_master(master: str, engine: str) -> str:
    """Who says where Spark runs wants Spark. Raises PerfGoalsError where the call says otherwise."""
    if engine not in ("auto", "spark"):
        raise _unknown("--engine (--master)", engine, ("spark",))
    if not _MASTER.fullmatch(master):
        raise _unknown("--master", master, _MASTERS)
    return "spark"


def _check_files_of_cluster(paths: Sequence[str]) -> None:
    """CSV files are made ready on this machine, where a cluster would not see them."""
    texts = [path for path in paths if Path(path).suffix.lower() in _TEXTS]
    if texts:
        raise PerfGoalsError([Problem(code="PG935", values={"path": path}) for path in texts])


def _check_memory(text: str, engine: str) -> None:
    """`--memory` is such as 2GB; a share of all memory is for DuckDB only. Raises PerfGoalsError."""
    found = _MEMORY.fullmatch(text.strip())
    if not found or (engine == "spark" and found[2] == "%"):
        raise _unknown("--memory", text, ("2GB", "500MB"))


def _may_be_table(options: argparse.Namespace) -> bool:
    """A `.csv` is a table where DuckDB writes it, and so is what has no format of its own."""
    return options.format == "csv" or (options.format == "text" and not options.asks_format)


def _size(paths: Sequence[str]) -> int:
    """How many bytes of actuals are named, as CSV."""
    total = 0
    for path in map(Path, paths):
        ending = path.suffix.lower()
        if ending in (*_TEXTS, ".parquet") and path.is_file():
            total += path.stat().st_size * (_PACKED if ending == ".parquet" else 1)
    return total


def _unknown(option: str, text: str, choices: Sequence[str]) -> PerfGoalsError:
    values = {"option": option, "text": text, "choices": "、".join(choices)}
    return PerfGoalsError([Problem(code="PG933", values=values)])
