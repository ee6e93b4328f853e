"""Reports of scorecards: what no text can make of them."""

from __future__ import annotations

import base64
import hashlib
import html
import re

import pytest

import perfgoals as pg
from pages import HOSTILE, Reader, printable, steering
from perfgoals.reports.markdown import markdown
from perfgoals.reports.rendering import FORMATS
from scored import card, page, region, thirteen


@pytest.mark.parametrize("odd", HOSTILE)
@pytest.mark.parametrize("several", [False, True], ids=["one", "many"])
def test_hostile_text_changes_no_element_of_the_page(odd: str, several: bool) -> None:
    """With a hostile text in every place the page has the very elements and attributes it had."""
    quoted = odd.replace('"', "”")
    plain, hostile = (
        card(**{old: new for old in ("示例", "管材晚到") for new in [change or old]})
        for change in ("", quoted)
    )
    both = [Reader(page([each] * (2 if several else 1))) for each in (plain, hostile)]
    assert both[0].elements == both[1].elements
    assert all(link.startswith("#") for link in both[1].links)
    assert " ".join(printable(quoted).split()) in both[1].text()
    assert steering(page(hostile)) == set()


@pytest.mark.parametrize("odd", HOSTILE)
def test_hostile_text_is_text_in_markdown(odd: str) -> None:
    """Markdown reads back the text, and none of its signs is left as one."""
    made = markdown(odd)
    assert html.unescape(made) == "".join(c if c.isprintable() else "\ufffd" for c in odd)
    assert not re.search(r"[<>|`*\[\]]|://", made)
    assert steering(pg.render(card(示例=odd.replace('"', "”")), "md").decode("utf-8")) == set()


@pytest.mark.parametrize("start", ["- a", "+ a", "1. a", "12) a", "# a", "> a", "=== a"])
def test_no_text_begins_a_list_or_a_heading(start: str) -> None:
    """The first sign of a text is text too."""
    assert markdown(start)[0] == "&" or re.match(r"\d+&", markdown(start))


def test_the_page_runs_only_its_own_script() -> None:
    """Its policy names the digests of the one style and the one script, and allows nothing else."""
    found = page(thirteen())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', found)
    assert policy
    digests = {
        kind: base64.b64encode(hashlib.sha256(body.encode("utf-8")).digest()).decode("ascii")
        for kind, body in re.findall(r"<(style|script)>(.*?)</\1>", found, re.S)
    }
    assert policy[1] == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; "
        f"script-src 'sha256-{digests['script']}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"https?:|style=|\son\w+=", found)


def test_the_same_input_gives_the_same_bytes() -> None:
    """No clock, no chance, no order of a set."""
    for form in FORMATS:
        assert pg.render(thirteen(), form) == pg.render(thirteen(), form), form


def test_many_regions_are_packed() -> None:
    """A page of many regions stays small; what is packed is the very section of a small page."""
    import zlib

    cards = [region(f"第{number}镇", str(number)) for number in range(61)]
    found = page(cards)
    packs = re.findall(r'class="pack" data-size="20">([^<]*)<', found)
    assert len(packs) == 4
    unpacked = "".join(zlib.decompress(base64.b64decode(pack)).decode("utf-8") for pack in packs)
    few = page(cards[:60])
    section = re.search(r'<section class="region" id="r60".*?</section>', unpacked, re.S)
    assert section
    assert section[0] in few
    assert '<section class="region"' not in found


def test_no_scorecard_is_a_page_too() -> None:
    """Where nothing could be scored, the page and the Markdown are empty and whole."""
    assert "</html>" in page([])
    assert pg.render([], "md").startswith("# 绩效评价报告".encode())
