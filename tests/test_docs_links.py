"""The documents name what there is: links, pages, headings, public names, codes and laws."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from documents import DOCS, DOCUMENTS, FENCE, ROOT, blocks_of, text_of, whole_checkout
from perfgoals import messages, testing

# ---- links and names ----------------------------------------------------------------------------------


@whole_checkout
@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_paths_lead_somewhere(document: str) -> None:
    """A link within the repository leads to a file, and so does a path in a command."""
    prose = FENCE.sub("", text_of(document))
    here = (ROOT / document).parent
    targets = [
        here / target.partition("#")[0]
        for target in re.findall(r"\]\(([^)]+)\)", prose)
        if "://" not in target and not target.startswith("#")
    ]
    shell = "\n".join(block.text for block in blocks_of(document) if block.kind == "sh")
    quoted = " ".join(re.findall(r"`([^`\n]+)`", prose))
    path = r"(?<![\w./-])(?:src|tests|docs|grammar|specs|\.ci)/[\w./-]*\w"
    targets += [ROOT / found for found in re.findall(path, f"{shell}\n{quoted}")]
    missing = [str(target) for target in targets if not target.exists()]
    assert not missing


def test_every_document_stands_in_a_list_of_the_site() -> None:
    """A page that no list of the index names would be lost on the site; each stands there once."""
    lists = re.findall(r":::\{toctree\}(.*?):::", text_of("docs/index.md"), re.S)
    named = [name for names in lists for name in re.findall(r"^[\w.-]+$", names, re.M)]
    pages = [path.stem for path in sorted([*DOCS.glob("*.md"), *DOCS.glob("*.rst")])]
    assert sorted([*named, "index"]) == sorted(pages)


@pytest.mark.parametrize("name", ["perfgoals", "perfgoals.bulk", "perfgoals.testing"])
def test_the_api_has_every_public_name(name: str) -> None:
    """The page of the API is made from docstrings; it names what is public, and nothing else."""
    package = importlib.import_module(name)
    text = (DOCS / "api.rst").read_text(encoding="utf-8")
    kinds = {"autofunction": False, "autoclass": True}
    found = re.findall(rf"^\.\. (auto\w+):: {re.escape(name)}\.(\w+)$", text, re.M)
    assert sorted(each for _, each in found) == sorted(set(package.__all__) - {"Target"})
    for kind, each in found:
        assert isinstance(getattr(package, each), type) is kinds[kind]
        assert getattr(package, each).__doc__, f"{each} has no docstring"


def anchors(path: Path) -> set[str]:
    """The anchors that a page has: its headings in lower case, without signs, blanks as hyphens."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_anchors_are_headings(document: str) -> None:
    """A link to a part of a page leads to one of its headings."""
    prose = FENCE.sub("", text_of(document))
    links = re.findall(r"\]\(([\w./-]*)#([^)]+)\)", prose)
    lost = [
        f"{page}#{anchor}"
        for page, anchor in links
        if anchor not in anchors((ROOT / document).parent / page if page else ROOT / document)
    ]
    assert not lost


@pytest.mark.parametrize("document", DOCUMENTS)
def test_codes_exist(document: str) -> None:
    """A code that a document names is one that the library has."""
    known = {key.partition(".")[0] for key in messages.texts("en")}
    assert set(re.findall(r"PG\d{3}", text_of(document))) <= known


# ---- writing the outputs anew ---------------------------------------------------------------------------


def test_every_law_is_in_the_guide() -> None:
    """docs/testing.md lists the library's laws with their sentences."""
    text = (DOCS / "testing.md").read_text(encoding="utf-8")
    for each in testing.laws():
        assert f"| `{each.name}` | {each.sentence.rstrip('.')} |" in text
