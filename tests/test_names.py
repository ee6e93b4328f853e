"""When two names are the same."""

from __future__ import annotations

import time
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from perfgoals.names import fold

TEXTS = st.text(st.sampled_from("污水管网aéｶﾞ각각ａ①（）〔〕 \u3000\u0301\u0323\u1161"), max_size=80)


@given(st.lists(TEXTS, max_size=3), st.integers(1, 20))
def test_a_long_name_is_folded_as_a_whole(texts: list[str], times: int) -> None:
    """Cutting a long name into pieces changes nothing: its parts meet at a letter."""
    name = "管".join(texts * times)
    whole = "".join(unicodedata.normalize("NFKC", name).split())
    assert fold(name) == whole.replace("〔", "(").replace("〕", ")")


def test_a_name_of_accents_is_folded_in_time() -> None:
    """Twice as many accents take twice as long, not four times: 200,000 of them took a minute."""
    start = time.perf_counter()
    fold("a" + "\u0301\u0323" * 100_000)
    assert time.perf_counter() - start < 10
