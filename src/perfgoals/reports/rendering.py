"""A result in the format that is asked for, as the bytes of its file."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.monitoring import MonitorCard
from perfgoals.reports.results import Results, several
from perfgoals.reports.tables import Look
from perfgoals.rollup import Rollup
from perfgoals.scorecard import Scorecard

__all__ = ["FORMATS", "format_of", "render", "render_text"]

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""

FORMATS = ("text", "json", "csv", "md", "html", "xlsx")
"""The formats of results, by the names of `--format`; but for text they are the files' endings too."""

# Where each is written: the modules of the pages and of the workbooks are only loaded when asked for.
_WRITERS: dict[type, dict[str, tuple[str, str]]] = {
    Scorecard: {
        "text": ("text", "eval_text"),
        "json": ("data", "eval_json"),
        "csv": ("data", "eval_csv"),
        "md": ("markdown", "eval_markdown"),
        "html": ("page", "eval_html"),
        "xlsx": ("assessment", "eval_xlsx"),
    },
    MonitorCard: {
        "text": ("monitoring", "monitor_text"),
        "json": ("monitoring", "monitor_json"),
        "csv": ("monitor_table", "monitor_csv"),
        "md": ("monitor_table", "monitor_markdown"),
        "html": ("monitor_page", "monitor_html"),
        "xlsx": ("monitor_form", "monitor_xlsx"),
    },
    Rollup: {
        "text": ("rollup", "rollup_text"),
        "json": ("rollup", "rollup_json"),
        "csv": ("rollup_reports", "rollup_csv"),
        "md": ("rollup_reports", "rollup_markdown"),
        "html": ("rollup_reports", "rollup_html"),
        "xlsx": ("rollup_reports", "rollup_xlsx"),
    },
}

_OTHER_ENDINGS = {"htm": "html", "markdown": "md", "txt": "text"}
_NOT_WRITTEN = ("doc", "docx", "ods", "odt", "pdf", "png", "pptx", "wps", "et", "xls", "xlsm")
"""Endings of documents that a text must not pass itself off as."""


def format_of(path: str) -> str | None:
    """The format that a file's ending asks for, None where it asks for none.

    A document of another program asks for a format that there is not.
    """
    ending = path.lower().rpartition(".")[2] if "." in path else ""
    known = (*FORMATS[1:], *_NOT_WRITTEN)
    return ending if ending in known else _OTHER_ENDINGS.get(ending)


def render(
    results: Results,
    form: str = "html",
    *,
    language: str = "zh",
) -> bytes:
    """A report of one result or of several of a kind: the bytes of a file, in UTF-8 unless it is a workbook.

    Results are scorecards (`evaluate`), monitoring cards (`monitor`) or roll-ups (`roll_up`); none at all
    are scorecards. `form` is "text", "json", "csv", "md", "html" or "xlsx". Raises PerfGoalsError for
    another, and where the package that writes it is not installed (`pip install "perfgoals[report,excel]"`).

    >>> import perfgoals as pg
    >>> spec = pg.loads("地区: 汕头市\\n产出指标\\n  新建管网 ≥ 80 公里")
    >>> card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "新建管网", "实际值": "81公里"}]))
    >>> print(pg.render(card, "md").decode("utf-8").splitlines()[0])
    # 汕头市
    """
    if form not in FORMATS:
        values = {"text": form, "choices": "、".join(FORMATS)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    made = _written(results, form, language)
    if isinstance(made, bytes):
        return made
    return (BOM + made if form == "csv" else made).encode("utf-8")


def render_text(results: Results, *, language: str, look: Look) -> str:
    """Results for a terminal."""
    made = _written(results, "text", language, look)
    assert isinstance(made, str)
    return made


def _written(results: Results, form: str, language: str, *more: Look) -> str | bytes:
    """What the writer of a format makes of results of one kind."""
    given = several(results)
    kinds = {type(each) for each in given} or {Scorecard}
    if len(kinds) > 1 or not kinds <= _WRITERS.keys():
        named = ", ".join(sorted(kind.__name__ for kind in kinds))
        raise TypeError(f"scorecards, monitoring cards or roll-ups, and one kind of them: {named}")
    module, name = _WRITERS[kinds.pop()][form]
    write: Callable[..., str | bytes] = getattr(
        importlib.import_module(f"perfgoals.reports.{module}"), name
    )
    return write(given, language, *more)
