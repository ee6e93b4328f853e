"""Property-based tests for people who write rules: strategies, laws and a reference evaluator.

    from perfgoals.testing import actuals_for, law

    @law
    def overspending_never_pays(spec, draw):
        \"\"\"More money never scores more.\"\"\"
        card = pg.evaluate(spec, draw(actuals_for(spec)))
        ...

The strategies and the laws need Hypothesis: `pip install "perfgoals[testing]"`. docs/testing.md is the
guide.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfgoals.testing.parts import methods, quantities, targets
    from perfgoals.testing.proving import Broken, Draw, Law, law, laws, try_law
    from perfgoals.testing.rows import actuals_for, boundary_actuals, csv_texts
    from perfgoals.testing.tables import indicators, specs
    from perfgoals.testing.texts import spec_texts
    from perfgoals.trials import Counterexample, Trial

# Looked up when asked for: the pytest plugin stands in this package too, and must cost nothing.
_HOME = {
    "Broken": "proving",
    "Counterexample": "proving",
    "Draw": "proving",
    "Law": "proving",
    "Trial": "proving",
    "actuals_for": "rows",
    "boundary_actuals": "rows",
    "csv_texts": "rows",
    "indicators": "tables",
    "law": "proving",
    "laws": "proving",
    "methods": "parts",
    "quantities": "parts",
    "spec_texts": "texts",
    "specs": "tables",
    "targets": "parts",
    "try_law": "proving",
}

__all__ = [
    "Broken",
    "Counterexample",
    "Draw",
    "Law",
    "Trial",
    "actuals_for",
    "boundary_actuals",
    "csv_texts",
    "indicators",
    "law",
    "laws",
    "methods",
    "quantities",
    "spec_texts",
    "specs",
    "targets",
    "try_law",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'perfgoals.testing' has no attribute {name!r}")
    try:
        value = getattr(importlib.import_module(f"perfgoals.testing.{_HOME[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        text = 'perfgoals.testing needs Hypothesis: pip install "perfgoals[testing]"'
        raise ModuleNotFoundError(text, name="hypothesis") from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
