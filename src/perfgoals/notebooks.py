"""How a notebook finds what shows a spec, rows or a scorecard.

What is shown knows nothing of the reports: they are looked up by name when a notebook asks for them.
"""

from __future__ import annotations

import importlib

__all__ = ["shown"]


def shown(thing: object) -> str:
    """A spec, actuals, a scorecard, a monitoring card or a roll-up as a notebook shows it, in HTML."""
    module = importlib.import_module("perfgoals.reports.notebook")
    html: str = module.notebook_html(thing)
    return html
