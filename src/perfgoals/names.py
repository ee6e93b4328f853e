"""When two names are the same: the one folding that every comparison uses."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "fold_region", "region_keys"]

_BRACKETS = str.maketrans("〔〕【】[]｛｝{}", "()()()()()")
_REGION_SUFFIXES = ("省", "市", "县", "区")

# To normalise a run of accents takes time with the square of its length. A long text is cut before a
# character that joins none before it, so that the pieces make what the whole makes; one that has
# none in reach is made up, and cut anywhere.
_PIECE = re.compile(r".{256}(?:.{0,64}?(?=[0-9A-Za-z\u4e00-\u9fff])|.{64})|.+", re.DOTALL)


def fold(name: str) -> str:
    """A name as it is compared: NFKC, without white space, with one kind of bracket.

    What is shown is never folded.
    """
    if name.isalnum() and unicodedata.is_normalized("NFKC", name):
        return name
    whole = "".join(unicodedata.normalize("NFKC", piece) for piece in _PIECE.findall(name))
    return "".join(whole.split()).translate(_BRACKETS)


def fold_region(region: str) -> str:
    """A region without 省, 市, 县 or 区 at its end."""
    name = fold(region)
    return name[:-1] if len(name) > 2 and name.endswith(_REGION_SUFFIXES) else name


def region_keys(region: str) -> tuple[str, ...]:
    """The folded names that mean a region: 汕头 is 汕头市, 汕尾市 is not, and 长沙县 is not 长沙市.

    Its own name comes first; then it without its ending or, where it has none, with each.
    """
    name = fold(region)
    short = fold_region(name)
    if short != name:
        return name, short
    longer = (name + ending for ending in _REGION_SUFFIXES)
    return name, *(each for each in longer if fold_region(each) == name)
