"""The documents keep their word: every example runs, and every table says what the code does.

docs/contributing.md has the conventions. `python tests/test_docs.py` writes the output of the
console examples anew, for a change that is meant; read the difference before you keep it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

import perfgoals as pg
from documents import DOCUMENTS, ROOT, SCORING, blocks_of, table, text_of, words
from examples import RUNNERS, Folder, neutral, pattern
from perfgoals import levels, messages, testing, units
from perfgoals.columns import COLUMNS
from perfgoals.parsing import keywords, signs, spec
from perfgoals.testing import proving

# Each document, and how many blocks of a kind it has at least: an example that got lost is found.
LEAST = {
    "README.md": {"sh": 2, "powershell": 2, "console": 1, "python": 1},
    "docs/README.zh.md": {"sh": 1, "powershell": 1, "console": 1, "python": 1},
    "docs/index.md": {},
    "docs/index.zh.md": {},
    "docs/actuals.md": {"perfgoals": 1, "csv": 4, "console": 7},
    "docs/actuals.zh.md": {"perfgoals": 1, "csv": 4, "console": 7},
    "docs/changelog.md": {},
    "docs/contributing.md": {"sh": 5},
    "docs/errors.md": {"perfgoals": 90, "perfgoals-wrong": 80, "csv": 50, "sh": 40},
    "docs/errors.zh.md": {"perfgoals": 140, "perfgoals-wrong": 80, "csv": 50, "sh": 40},
    "docs/findings-guangdong-2023.md": {},
    "docs/import.md": {"csv": 2, "console": 2, "perfgoals": 1, "python": 1},
    "docs/import.zh.md": {"csv": 2, "console": 2, "perfgoals": 1},
    "docs/json.md": {"perfgoals": 2, "csv": 1, "console": 4},
    "docs/language.md": {"perfgoals": 12, "perfgoals-wrong": 16, "console": 6, "sh": 1},
    "docs/python.md": {"python": 14},
    "docs/testing.md": {"perfgoals": 2, "perfgoals-wrong": 1, "console": 3, "python": 1},
    "docs/quickstart.md": {"perfgoals": 1, "perfgoals-wrong": 1, "csv": 1, "console": 7},
    "docs/quickstart.zh.md": {"perfgoals": 1, "perfgoals-wrong": 1, "csv": 1, "console": 7},
    "docs/reports.md": {"console": 4, "python": 1},
    "docs/reports.zh.md": {"console": 4},
    "docs/rules.md": {"perfgoals": 52},
    "docs/performance.md": {},
    "docs/scaling.md": {"sh": 1, "csv": 1, "python": 1},
    "docs/scoring.md": {"perfgoals": 10, "csv": 7, "console": 11},
    "docs/monitoring.md": {"perfgoals": 2, "csv": 1, "console": 1},
    "docs/rollup.md": {"console": 1, "python": 1},
    "docs/formulas.md": {"perfgoals": 1, "perfgoals-wrong": 1, "csv": 1, "console": 1},
    "docs/security.md": {"console": 1},
    "docs/stability.md": {},
}


# ---- blocks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_has_its_examples(document: str) -> None:
    """No document lost its examples, and no block is fenced in a way that is passed over."""
    blocks = blocks_of(document)
    found = Counter(block.kind for block in blocks)
    for kind, least in LEAST[document].items():
        assert found[kind] >= least, f"{document} has {found[kind]} blocks of {kind}"
    fences = sum(line.lstrip().startswith("```") for line in text_of(document).splitlines())
    assert fences == 2 * len(blocks), f"{document} has a fence that is not read"
    assert set(found) <= {
        *RUNNERS,
        "sh",
        "powershell",
        "py",
        "toml",
    }  # `py` is a file, run by a command


def test_every_document_that_is_expected_is_there() -> None:
    """The list above names every document and no other."""
    assert set(DOCUMENTS) == set(LEAST)


# ---- running them ---------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_example_runs(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a document shows is what the library does."""
    if document == "docs/scaling.md":
        for module in ("numpy", "duckdb"):
            pytest.importorskip(module, reason="the extra duckdb is not installed")
    if document == "docs/testing.md":  # the laws that it adds are gone afterwards
        testing.laws()
        monkeypatch.setattr(proving, "_LAWS", dict(proving._LAWS))
    monkeypatch.chdir(tmp_path)
    folder = Folder(tmp_path, document)
    failures = [
        f"{block.place}: {failure}"
        for block in blocks_of(document)
        if (failure := folder.run(block))
    ]
    assert not failures, "\n\n".join(failures)


# ---- the README -------------------------------------------------------------------------------------


def test_the_readme_has_the_two_commands() -> None:
    """Exactly two commands, one line each, and behind each its PowerShell form."""
    kinds = [block for block in blocks_of("README.md") if block.kind in ("sh", "powershell")]
    assert [block.kind for block in kinds] == ["sh", "powershell", "sh", "powershell"]
    assert all(block.text.count("\n") == 1 for block in kinds)
    first, _, second, _ = (block.text for block in kinds)
    assert "perfgoals eval" in first
    assert "pytest" in second


# ---- tables ---------------------------------------------------------------------------------------------

LANGUAGE = "docs/language.md"


def test_the_table_of_keywords() -> None:
    """A row has one keyword's spellings, Chinese ones first, and no keyword is missing."""
    known = keywords()
    listed: list[str] = []
    for chinese, english, *_ in table(LANGUAGE, "## Keywords"):
        spellings = words(chinese) + words(english)
        assert len({known[word] for word in spellings}) == 1
        assert not any(word.isascii() for word in words(chinese))
        assert all(word.isascii() for word in words(english))
        listed += spellings
    assert sorted(listed) == sorted(known)


def test_the_table_of_operators() -> None:
    """A row has the spellings of one operator, and no operator is missing."""
    listed: list[str] = []
    for written, canonical, *_ in table(LANGUAGE, "### Operators"):
        (sign,) = words(canonical)
        for operator in words(written):
            made = pg.loads(f'产出\n  "名称" {operator} 5 个')
            assert made.indicators[0].target == pg.parse_target(f"{sign} 5 个".lstrip(": "))
        listed += words(written)
    assert sorted(listed) == sorted(signs())


def test_the_table_of_fixed_values() -> None:
    """Both spellings of a fixed value mean the same."""
    for chinese, english, example in table(LANGUAGE, "### Fixed values"):
        (zh,), (en,), (line,) = words(chinese), words(english), words(example)
        assert zh in line
        both = [fixed_value(line), fixed_value(line.replace(zh, en))]
        assert both[0] == both[1], line
        with pytest.raises(pg.SpecError):
            fixed_value(line.replace(zh, "无此值"))


def fixed_value(line: str) -> pg.Spec:
    """A spec with a line that holds a fixed value, as an attribute or in a method."""
    if line.startswith(("方向", "时限", "评分")):
        return pg.loads(f"年度: 2023\n产出\n  合格: 5%\n    {line}")
    if line.startswith("性质"):
        return pg.loads(f"产出\n  合格: 5%\n任务: 甲\n  {line}")
    if line.startswith(("口径", "报送")):
        return pg.loads(f"指标: 甲\n  {line}")
    if ":" in line:
        return pg.loads(f"办法: 甲\n  沿用: 财预〔2020〕10号\n  赋分\n    {line}\n")
    bands = (("达成", "≥ 80%"), ("部分达成", "≥ 60%"), ("未达成", "≥ 0%"))
    rows = [line if line.endswith(low) else f"{band} {low}" for band, low in bands]
    block = "".join(f"    {row}\n" for row in rows)
    return pg.loads(f"办法: 甲\n  沿用: 财预〔2020〕10号\n  定性\n{block}")


def test_the_table_of_levels() -> None:
    """The official levels and the names they go by."""
    rows = [(words(name), words(others)) for name, others in table(LANGUAGE, "### Official levels")]
    assert all(levels.level(other) == name for (name,), others in rows for other in others)
    assert [{*names, *others} for names, others in rows] == [set(names) for names in levels._LEVELS]


def test_the_table_of_cells() -> None:
    """What is written in a value cell, and what it is read as."""
    for written, read, *_ in table(LANGUAGE, "### Value cells"):
        (wanted,) = words(read)
        for cell in words(written):
            if wanted.startswith("PG"):
                with pytest.raises(pg.SpecError) as caught:
                    pg.parse_target(cell, year=2023)
                assert [problem.code for problem in caught.value.problems] == [wanted], cell
            else:
                assert str(pg.parse_target(cell, year=2023)) == wanted, cell


def test_the_table_of_units() -> None:
    """Every unit, by what it measures; the names of the definitions themselves are left out."""
    listed: list[str] = []
    rows: list[set[units.Dimension | None]] = []
    for measured, spellings in table(LANGUAGE, "### Known units"):
        found = {word: pg.find_unit(word) for word in words(spellings)}
        rows.append({unit.dimension if unit else None for unit in found.values()})
        assert len(rows[-1]) == 1, f"{measured} is more than one dimension"
        listed += found
    assert len(set().union(*rows)) == len(rows), "a dimension has two rows"
    assert sorted(listed) == sorted(name for name in units.known_units() if "_" not in name)


def test_the_names_of_which_less_is_better() -> None:
    """The short list of words that ask for a direction."""
    _, _, rest = text_of(LANGUAGE).partition("Words of names of which less is usually better:")
    listed = words(rest.partition("\n\n")[0].replace("\n", " "))
    assert sorted(listed) == sorted(spec.LESS_IS_BETTER)


def test_the_table_of_limits() -> None:
    """Every limit of the code is in the table."""
    constants = {
        name: int(number)
        for path in Path(str(pg.__file__)).parent.rglob("*.py")
        for name, number in re.findall(
            r"^((?:MAX|MOST)_\w+) = ([\d_]+)$", path.read_text(encoding="utf-8"), re.M
        )
    }
    rows = table(LANGUAGE, "## Limits")
    assert {words(row[0])[0]: int(row[1].replace(",", "")) for row in rows} == constants


def test_the_boundary_cases() -> None:
    """Each row of the table, worked out by the library."""
    rows = table(SCORING, "## Boundary cases")
    assert len(rows) >= 40
    assert len({row[0] for row in rows}) == len(rows), "an id stands twice"
    for row in rows:
        name, (target,), actual, outcome, completion, weight, score = (
            row[0],
            words(row[1]),
            (words(row[2]) or [""])[0],
            *row[3:7],
        )
        found = judged(target, actual, weight)
        worked_out = (
            found.outcome.value,
            "—" if found.completion is None else str(found.completion),
            str(found.score),
        )
        assert worked_out == (outcome, completion, score), name


def judged(target: str, actual: str, weight: str) -> pg.Result:
    """The result of one indicator of a certain weight; the rest of the 100 is another's."""
    line, *attributes = target.split("; ")
    block = "".join(f"\n    {attribute}" for attribute in attributes)
    other = Decimal(100) - Decimal(weight)
    table = f"年度: 2023\n产出 [{weight}]\n  甲 {line}{block}\n"
    table += f"效益 [{other}]\n  乙: 提高\n" if other else ""
    rows = pg.Actuals.from_rows([{"指标": "甲", "实际值": actual}])
    result = pg.evaluate(pg.loads(table), rows).results[0]
    assert str(result.weight) == weight
    return result


def test_the_tables_of_columns() -> None:
    """Both documents name the columns that are read, in both languages."""
    for document in ("docs/actuals.md", "docs/actuals.zh.md"):
        heading = "## Columns" if document == "docs/actuals.md" else "## 列"
        listed = [tuple(words(row[0]) + words(row[1])) for row in table(document, heading)]
        assert listed == list(COLUMNS.values())


@pytest.mark.parametrize(
    ("document", "heading"),
    [("docs/actuals.md", "## Problems"), ("docs/actuals.zh.md", "## 常见错误")],
    ids=["english", "chinese"],
)
def test_the_tables_of_problems(document: str, heading: str) -> None:
    """Every problem that actuals can have is explained."""
    listed = [words(row[0])[0] for row in table(document, heading)]
    known = {key[:5] for key in messages.texts("en") if re.fullmatch(r"PG5\d\d\.0", key)}
    assert listed == sorted(known)


# ---- writing the outputs anew ---------------------------------------------------------------------------


def write_outputs(document: str) -> None:
    """Put the output of each console block in its place, except where something is left out."""
    text = text_of(document)
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(Path(path), document)
        for block in blocks_of(document):
            if block.kind == "console":
                output = folder.outputs(block)
                if not re.fullmatch(pattern(block.text), neutral(output)):
                    if re.search(r"(?:\n| )…\n", block.text):
                        print(f"{block.place}: write it by hand\n{output}")
                    else:
                        text = text.replace(f"```console\n{block.text}", f"```console\n{output}", 1)
            elif block.title:
                folder.run(block)
    (ROOT / document).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or DOCUMENTS:
        write_outputs(name)
