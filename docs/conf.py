"""How the documents become a site: `python -m sphinx -W -b html docs FOLDER` (group `docs`)."""

from __future__ import annotations

from importlib.metadata import version as installed
from typing import Any

from pygments.lexers.special import TextLexer

from perfgoals.highlighting import PerfGoalsLexer

project = "perfgoals"
author = "the perfgoals maintainers"
project_copyright = "the perfgoals maintainers"
version = release = installed("perfgoals")
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_links_external_new_tab = False
suppress_warnings = ["misc.highlighting_failure"]  # what a block shows need not be whole: `…`

# Docstrings are plain text: `name` is code, and what is said of an attribute stands behind it.
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True}
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"perfgoals {release}"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"source_edit_link": "", "top_of_page_buttons": []}


def setup(app: Any) -> None:
    """The languages of the blocks that are not Pygments' own."""
    app.add_lexer("perfgoals-wrong", PerfGoalsLexer)
    app.add_lexer("csv", TextLexer)
