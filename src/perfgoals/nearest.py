"""The nearest right words to a wrong one, for the advice of a problem."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

__all__ = ["best", "hint"]

_LONGEST = 120
_MOST = 20_000
_FINALISTS = 40


def best(word: str, candidates: Iterable[str], count: int = 1, least: float = 0.5) -> list[str]:
    """Up to `count` candidates that look most like the word, the nearest first.

    `least` is how alike they must be, from 0 to 1.
    """
    if not word or len(word) > _LONGEST:
        return []
    import difflib  # late: a run without a mistake needs it not

    letters = set(word.casefold())
    close = []
    for place, candidate in zip(range(_MOST), candidates, strict=False):
        # A cheap sieve first: difflib on every candidate would make many errors slow.
        size = len(candidate) + len(word)
        shared = len(letters.intersection(candidate.casefold()))
        if shared and 2 * min(len(candidate), len(word)) >= least * size:
            close.append((-shared / size, place, candidate))
    close = heapq.nsmallest(_FINALISTS, close)
    scored = []
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(word.casefold())
    for _, _, candidate in close:
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            ratio = matcher.ratio()
            if ratio >= least:
                scored.append((-ratio, candidate))
    return [candidate for _, candidate in sorted(scored)[:count]]


def hint(word: str, candidates: Iterable[str], count: int = 1) -> dict[str, str]:
    """`{"nearest": …}` for a problem's values, or nothing where none is near."""
    found = best(word, candidates, count)
    return {"nearest": "、".join(found)} if found else {}
