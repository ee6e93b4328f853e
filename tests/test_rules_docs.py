"""docs/rules.md keeps its word: each rule's example gives its finding, and the mended one does not.

A section's first block is the spec that has the finding, its last one the mended spec; a block
`others.pg` between them stands for four regions alike, which are loaded beside either.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.checking import PEDANTIC, RULES, check_all

ROOT = Path(__file__).resolve().parents[1]
RULES_PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCK = re.compile(r'^```perfgoals title="([a-z]+\.pg)"\n(.*?)^```$', re.M | re.S)
PEERS = ("广州市", "深圳市", "珠海市", "佛山市")

needs_peers = frozenset(("PG303", "PG306", "PG320", "PG321"))


def section(code: str) -> str:
    """The text of a rule's section."""
    found = re.search(rf"^## {code}\n(.*?)(?=^## |\Z)", RULES_PAGE, re.M | re.S)
    assert found, f"docs/rules.md has no section {code}"
    return found[1]


def checked(code: str, here: str) -> tuple[pg.Problem, ...]:
    """What is found in a spec beside the peers of its section."""
    others = [text for title, text in BLOCK.findall(section(code)) if title == "others.pg"]
    specs = [pg.loads(here, path="here.pg")]
    specs += [
        pg.loads(text.replace("某市", name), path=f"{name}.pg") for text in others for name in PEERS
    ]
    select = (*RULES.keys() - PEDANTIC, code)
    return check_all(specs, select=select)


def sides(code: str) -> tuple[str, str]:
    """The spec that has the finding and the mended one."""
    wrong, mended = (text for title, text in BLOCK.findall(section(code)) if title == "here.pg")
    return wrong, mended


@pytest.mark.parametrize("code", RULES)
def test_the_example_gives_exactly_this_finding(code: str) -> None:
    """The first spec has this finding, once, in its own file, and no other."""
    found = checked(code, sides(code)[0])
    assert [problem.code for problem in found] == [code]
    assert found[0].span is not None
    assert found[0].span.path == "here.pg"


@pytest.mark.parametrize("code", RULES)
def test_the_mended_example_gives_no_finding(code: str) -> None:
    """The second spec has none of it, nor anything else."""
    wrong, mended = sides(code)
    assert checked(code, mended) == ()
    assert mended != wrong


@pytest.mark.parametrize("code", RULES)
def test_the_silence_of_a_section_works(code: str) -> None:
    """The comment of the section, put behind the line of the finding, silences it and no more."""
    found = re.search(r"^Silenced: (.*)$", section(code), re.M)
    assert found
    if code in ("PG318", "PG319"):
        assert found[1] == f"only by `--ignore {code}`."
        return
    comment = re.fullmatch(rf"`(# pg: ignore {code} \S.*)`", found[1])
    assert comment
    wrong = sides(code)[0]
    span = checked(code, wrong)[0].span
    assert span is not None
    lines = wrong.split("\n")
    lines[span.line - 1] += f" {comment[1]}"
    assert checked(code, "\n".join(lines)) == ()


@pytest.mark.parametrize("code", RULES)
def test_peers_are_shown_where_they_are_needed(code: str) -> None:
    """A rule that needs peers shows them, another does without."""
    assert ("others.pg" in section(code)) == (code in needs_peers)
    if code in needs_peers:
        assert pg.check(pg.loads(sides(code)[0])) == ()


def test_the_table_and_the_sections_are_the_rules() -> None:
    """One row and one section for each rule, in their order, with what is on by default."""
    rows = re.findall(
        r"^\| \[(PG\d{3})\]\(#(pg\d{3})\) \| .+ \| (\w+) \| ([\w ]+) \|$", RULES_PAGE, re.M
    )
    assert [code for code, *_ in rows] == list(RULES)
    assert re.findall(r"^## (PG\d{3})$", RULES_PAGE, re.M) == list(RULES)
    for code, anchor, default, peers in rows:
        assert anchor == code.lower()
        assert (default == "no") == (code in PEDANTIC)
        assert (peers == "yes") == (code in needs_peers)


def test_every_block_is_read() -> None:
    """No example is fenced in a way that is passed over."""
    assert RULES_PAGE.count("```") == 2 * len(BLOCK.findall(RULES_PAGE))
    assert len(BLOCK.findall(RULES_PAGE)) == 2 * len(RULES) + len(needs_peers)


def test_the_severities_are_as_the_page_says() -> None:
    """PG301 to PG312 and PG314 warn, the other rules that are on give hints."""
    for code in RULES.keys() - PEDANTIC:
        severity = checked(code, sides(code)[0])[0].severity
        warns = "PG301" <= code <= "PG312" or code == "PG314"
        assert severity is (pg.Severity.WARNING if warns else pg.Severity.HINT), code
