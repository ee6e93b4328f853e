"""When two names are the same: the one folding that every comparison uses."""

from __future__ import annotations

import unicodedata

__all__ = ["fold", "fold_region"]

_BRACKETS = str.maketrans("〔〕【】[]｛｝{}", "()()()()()")
_REGION_SUFFIXES = ("省", "市", "县", "区")


def fold(name: str) -> str:
    """A name as it is compared: NFKC, without white space, with one kind of bracket.

    What is shown is never folded.
    """
    if name.isalnum() and unicodedata.is_normalized("NFKC", name):
        return name
    return "".join(unicodedata.normalize("NFKC", name).split()).translate(_BRACKETS)


def fold_region(region: str) -> str:
    """A region as it is compared: 汕头 is 汕头市, 汕尾市 is not."""
    name = fold(region)
    return name[:-1] if len(name) > 2 and name.endswith(_REGION_SUFFIXES) else name
