"""The layers of the package, held against what the modules import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import perfgoals

# Low to high. A module imports from lower layers only, and its own package's modules.
LAYERS = (
    {"messages"},
    {"decoding", "errors", "names", "nearest", "notebooks", "resources", "spreadsheet"},
    {"columns", "extras", "fixing", "levels", "office", "units"},
    {"method", "targets", "dates", "periods"},
    {"quantities"},
    {"formula"},
    {"attributes", "achieved"},
    {"model"},
    {"cells", "records"},
    {"values"},
    {"weights", "intervals"},
    {"parsing"},
    {"actuals", "highlighting"},
    {"joined", "sheets"},
    {"loading", "formatting"},
    {"scorecard"},
    {"evaluation", "checking"},
    {"monitoring", "differing", "rollup", "trials"},
    {"reports", "importing", "bulk"},
    {"testing"},
    {"cli"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
ROOT = Path(str(perfgoals.__file__)).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
FOREIGN = {
    "lark": {"parsing"},
    "pint": {"units"},
    "pygments": {"highlighting"},
    "python_calamine": {"office"},
    "docx": {"importing"},
    "hypothesis": {"testing"},
    "pytest": {"testing"},
    "jinja2": {"reports"},
    "pandas": {"reports"},
    "polars": {"reports"},
    "pyarrow": {"reports"},
    "duckdb": {"bulk"},
}


def room(path: Path) -> str:
    """The top-level module or package that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "perfgoals":
                found.update(f"perfgoals.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_from_lower_layers_only(path: Path) -> None:
    """A module imports from lower layers only; siblings do not import each other."""
    own = room(path)
    assert own in LEVEL, f"{own} stands in no layer"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "perfgoals" and len(parts) > 1 and parts[1] != own:
            assert LEVEL[parts[1]] < LEVEL[own], f"{own} imports {parts[1]}"
        elif parts[0] in FOREIGN:
            assert own in FOREIGN[parts[0]], f"{own} sees {parts[0]}"


def test_every_room_is_in_the_table() -> None:
    """The table of layers has every module there is, and no other."""
    assert {room(path) for path in MODULES} == set(LEVEL)


def test_no_module_is_too_long() -> None:
    """A module over 400 lines wants to be two."""
    long = {
        str(path.relative_to(ROOT)): count
        for path in MODULES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
