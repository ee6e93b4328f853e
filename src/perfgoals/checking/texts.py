"""Slips of the pen: doubled words, texts that are cut off, brackets of two kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfgoals.checking.findings import finding
from perfgoals.errors import Edit, Problem, Span
from perfgoals.model import Spec

__all__ = ["cut_off", "doubled", "mixed_brackets"]

_DOUBLED = re.compile(r"([\u4e00-\u9fff]{2,40})[，、；]?\1")
_SENTENCE_END = "。！？；：”）)…》】」%"
_MIXED = re.compile(r"（[^（）()]*\)|\([^（）()]*）")


def _texts(spec: Spec) -> Iterator[tuple[str, Span | None]]:
    """Every text of a specification with where it stands."""
    places = dict(spec.places)
    header = ((spec.goal, places.get("goal")), (spec.fund, places.get("fund")))
    yield from ((text, place) for text, place in header if text)
    for indicator in spec.indicators:
        yield indicator.name, indicator.span
    for task in spec.tasks:
        for text in (task.name, task.quantity_text, task.remarks):
            if text:
                yield text, task.span


def doubled(spec: Spec) -> Iterator[Problem]:
    """PG315: a word or a clause that stands twice in a row."""
    for text, span in _texts(spec):
        for found in _DOUBLED.finditer(text):
            yield finding("PG315", span, text=found[0], word=found[1])


def cut_off(spec: Spec) -> Iterator[Problem]:
    """PG316: prose that ends in mid-sentence."""
    for text, span in _texts(spec):
        if "。" in text[:-1] and text[-1] not in _SENTENCE_END:
            yield finding("PG316", span, text=f"…{text[-12:]}")


def mixed_brackets(spec: Spec) -> Iterator[Problem]:
    """PG317: a bracket that opens full-width and closes half-width, or the other way round."""
    for indicator in spec.indicators:
        span = indicator.span
        for found in _MIXED.finditer(indicator.name):
            fixed = f"（{found[0][1:-1]}）"
            fix: tuple[Edit, ...] = ()
            if span and span.end - span.column == len(indicator.name):
                start = span.column + found.start()
                place = Span(
                    path=span.path, line=span.line, column=start, end=start + len(found[0])
                )
                fix = (Edit(span=place, replacement=fixed),)
            yield finding("PG317", span, fix=fix, name=indicator.name, fixed=fixed)
