"""Files to text to model. The only core package that opens files."""

from perfgoals.loading.files import (
    MAX_FILE_SIZE,
    WORKBOOKS,
    load,
    loads,
    read_actuals,
    read_bytes,
    read_lines,
    read_spec,
    read_text,
    taken_in,
)
from perfgoals.loading.folders import load_folder, read_folder

__all__ = [
    "MAX_FILE_SIZE",
    "WORKBOOKS",
    "load",
    "load_folder",
    "loads",
    "read_actuals",
    "read_bytes",
    "read_folder",
    "read_lines",
    "read_spec",
    "read_text",
    "taken_in",
]
