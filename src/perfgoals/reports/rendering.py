"""A result in the format that is asked for, as the bytes of its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.reports import data, text
from perfgoals.scorecard import Scorecard

__all__ = ["EVAL_FORMATS", "format_of", "render"]

BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 only where it begins with this."""


def _json(cards: Sequence[Scorecard], language: str) -> str:
    return data.eval_json(cards, language)


def _csv(cards: Sequence[Scorecard], language: str) -> str:
    return BOM + data.eval_csv(cards, language)


def _html(cards: Sequence[Scorecard], language: str) -> str:
    from perfgoals.reports.page import eval_html

    return eval_html(cards, language)


def _markdown(cards: Sequence[Scorecard], language: str) -> str:
    from perfgoals.reports.markdown import eval_markdown

    return eval_markdown(cards, language)


def _xlsx(cards: Sequence[Scorecard], language: str) -> bytes:
    from perfgoals.reports.assessment import eval_xlsx

    return eval_xlsx(cards, language)


EVAL_FORMATS: dict[str, Callable[[Sequence[Scorecard], str], str | bytes]] = {
    "text": text.eval_text,
    "json": _json,
    "csv": _csv,
    "md": _markdown,
    "html": _html,
    "xlsx": _xlsx,
}
"""The formats of scorecards, by the names of `--format`; but for text they are the files' endings too."""

_OTHER_ENDINGS = {"htm": "html", "markdown": "md", "txt": "text"}
_ENDINGS = {"json", "csv", "md", "html", "xlsx"}


def format_of(path: str) -> str | None:
    """The format that a file's ending asks for, None where it asks for none."""
    ending = path.lower().rpartition(".")[2] if "." in path else ""
    return ending if ending in _ENDINGS else _OTHER_ENDINGS.get(ending)


def render(
    cards: Scorecard | Sequence[Scorecard], form: str = "html", *, language: str = "zh"
) -> bytes:
    """A report of one scorecard or several: the bytes of a file, in UTF-8 unless it is a workbook.

    `form` is "text", "json", "csv", "md", "html" or "xlsx". Raises PerfGoalsError for another, and
    where the package that writes it is not installed (`pip install "perfgoals[report,excel]"`).

    >>> import perfgoals as pg
    >>> spec = pg.loads("地区: 汕头市\\n产出指标\\n  新建管网 ≥ 80 公里")
    >>> card = pg.evaluate(spec, pg.Actuals.from_rows([{"指标": "新建管网", "实际值": "81公里"}]))
    >>> print(pg.render(card, "md").decode("utf-8").splitlines()[0])
    # 汕头市
    """
    if form not in EVAL_FORMATS:
        values = {"text": form, "choices": "、".join(EVAL_FORMATS)}
        raise PerfGoalsError([Problem(code="PG914", values=values)])
    several = (cards,) if isinstance(cards, Scorecard) else tuple(cards)
    made = EVAL_FORMATS[form](several, language)
    return made if isinstance(made, bytes) else made.encode("utf-8")
