"""The documents keep their word: every example runs, and every table says what the code does.

docs/contributing.md has the conventions. `python tests/test_docs.py` writes the output of the
console examples anew, for a change that is meant; read the difference before you keep it.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import importlib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import attrs
import pytest

import perfgoals as pg
from perfgoals import levels, messages, testing, units
from perfgoals.actuals import parse_actuals
from perfgoals.cli import main
from perfgoals.cli.arguments import VERBS
from perfgoals.columns import COLUMNS
from perfgoals.messages.explaining import codes
from perfgoals.parsing import keywords, signs, spec, standard_methods
from perfgoals.testing import proving

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DOCUMENTS = ["README.md", *sorted(f"docs/{path.name}" for path in DOCS.glob("*.md"))]

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

whole_checkout = pytest.mark.skipif(
    not (ROOT / "src").is_dir(), reason="only a part of the checkout is here"
)


# ---- blocks -------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Block:
    """A fenced block: its kind, the file it is (`title="first.pg"`), its text, and where it stands."""

    document: str
    line: int
    kind: str
    title: str
    text: str
    after: str
    """The paragraph that follows."""

    @property
    def place(self) -> str:
        return f"{self.document}:{self.line}"


FENCE = re.compile(r'^```([a-z-]+)(?: title="([^"]+)")?\n(.*?)^```$\n?', re.M | re.S)


def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


def blocks_of(document: str) -> list[Block]:
    text = text_of(document)
    return [
        Block(
            document=document,
            line=text.count("\n", 0, found.start()) + 1,
            kind=found[1],
            title=found[2] or "",
            text=found[3],
            after=text[found.end() :].strip().partition("\n\n")[0],
        )
        for found in FENCE.finditer(text)
    ]


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


class Folder:
    """A temporary folder in which the examples of one document run, one after the other."""

    def __init__(self, path: Path, document: str) -> None:
        self.path = path
        self.language = "zh" if document.endswith(".zh.md") else "en"
        self.names: dict[str, Any] = {"pg": pg}
        self.code = 0
        shutil.copytree(ROOT / "specs", path / "specs")

    def run(self, block: Block) -> str:
        """What is wrong with a block; empty where it does what the document says."""
        if block.title:
            (self.path / block.title).write_text(block.text, encoding="utf-8", newline="\n")
        return RUNNERS[block.kind](self, block) if block.kind in RUNNERS else ""

    def console(self, block: Block) -> str:
        """Commands and their output; `…` stands for lines, or the end of a line, left out."""
        actual = self.outputs(block)
        if re.fullmatch(pattern(block.text), neutral(actual)):
            return ""
        return difference(block.text, actual)

    def outputs(self, block: Block) -> str:
        """The commands of a block, each with its output."""
        commands = [line for line in block.text.splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{self.output(command)}" for command in commands)

    def output(self, command: str) -> str:
        """What a command prints: results first, then notes and problems."""
        if command == "$ echo $?":
            return f"{self.code}\n"
        program, *arguments = shlex.split(command.removeprefix("$ "))
        assert program == "perfgoals", f"no idea how to run {command}"
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with (
            contextlib.chdir(self.path),
            mock.patch.dict(os.environ, ENVIRONMENT, PERFGOALS_LANG=self.language),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            self.code = main(arguments)
        printed = b""
        for stream in (out, err):
            stream.flush()
            printed += stream.buffer.getvalue()
        return printed.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")

    def python(self, block: Block) -> str:
        """A doctest; names live on in the blocks that follow."""
        parser, out = doctest.DocTestParser(), io.StringIO()
        test = parser.get_doctest(block.text, self.names, block.place, block.document, block.line)
        if not test.examples:
            return "no >>> in it"
        doctest.DocTestRunner(verbose=False).run(test, out=out.write, clear_globs=False)
        self.names.update(test.globs)
        return out.getvalue()

    def load(self, block: Block) -> pg.Spec:
        """The spec of a block, from its file where it has one, so that it may take in others."""
        return pg.load(self.path / block.title) if block.title else pg.loads(block.text)

    def spec(self, block: Block) -> str:
        """A whole spec."""
        try:
            self.load(block)
        except pg.SpecError as error:
            return str(error)
        return ""

    def wrong(self, block: Block) -> str:
        """A spec with errors: exactly those that the paragraph behind it names, in their order."""
        named = re.findall(r"PG\d{3}", block.after)
        try:
            self.load(block)
        except pg.SpecError as error:
            found = [problem.code for problem in error.problems]
            return "" if found == named else f"found {found}, named {named}\n{error}"
        return f"it is accepted; named {named}"

    def actuals(self, block: Block) -> str:
        """Rows of actual values; a block that is wrong on purpose is shown to be so by a command."""
        if block.kind == "csv" and not block.title:
            parse_actuals(block.text)
        return ""


RUNNERS = {
    "console": Folder.console,
    "python": Folder.python,
    "perfgoals": Folder.spec,
    "perfgoals-wrong": Folder.wrong,
    "csv": Folder.actuals,
}
ENVIRONMENT = {"NO_COLOR": "1", "COLUMNS": "100"}


def neutral(text: str) -> str:
    """A text without what changes from one release to the next."""
    return re.sub(r'("version": )"[^"]*"|^perfgoals [0-9][0-9a-z.]*$', r"\1*", text, flags=re.M)


def pattern(text: str) -> str:
    """The regular expression for an output in which `…` stands for lines, or a line's end, left out."""
    parts = []
    for line in neutral(text).splitlines():
        if line == "…":
            parts.append(r"(?:.*\n)*")
        else:
            end = " .*" if line.endswith(" …") else ""
            parts.append(re.escape(line.removesuffix(" …") if end else line) + end + r"\n")
    return "".join(parts)


def difference(expected: str, actual: str) -> str:
    parts = expected.splitlines(), actual.splitlines()
    return "\n".join(difflib.unified_diff(*parts, "document", "output", lineterm=""))


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


# ---- tables ---------------------------------------------------------------------------------------------


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    _, found, rest = text_of(document).partition(f"\n{heading}\n")
    assert found, f"{document} has no heading {heading}"
    match = re.search(r"^\|.*\n\|[-| ]+\|\n((?:\|.*\n?)+)", rest, re.M)
    assert match, f"{document} has no table under {heading}"
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in match[1].splitlines()
    ]


def words(cell: str) -> list[str]:
    """What stands in `…` in a cell."""
    return [word.replace("\\|", "|") for word in re.findall(r"`([^`]+)`", cell)]


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


SCORING = "docs/scoring.md"


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


# ---- JSON, CSV, Python, the repository ------------------------------------------------------------------


def keys_of(value: Any, path: str = "") -> set[str]:
    """Every key of plain data, with those above it. Targets and spans are described once, apart."""
    if isinstance(value, list):
        return set().union(*(keys_of(item, path) for item in value))
    if not isinstance(value, dict) or path.rpartition(".")[2] in _DESCRIBED:
        return set()
    found: set[str] = set()
    for key, inner in value.items():
        own = f"{path}.{key}".lstrip(".")
        found |= {own} | keys_of(inner, own)
    return found


_DESCRIBED = ("target", "original", "span", "actual_span")


RICH = """\
年度: 2023
地区: 示例市
金额: 1200 万元
产出
  a ≥ 1 个
    方向: 正向
    时限: 2023-06-30
    评分: 直接
    数据来源: 甲
    依据: 乙
    说明: 丙
    口径: 合计
    报送: 累计
    基期: 1 个 (2022)
    调整: 2023-06-01 ≥ 2 个
      依据: 戊
  h ≥ 1 个
    算法: 己 + 庚
  b: 1~2 个
  c: 2023年底
  d: 提高
任务: 丁
  性质: 约束性任务
  a ≥ 1 个
  e: 1~2 个
  f: 2023年底
  g: 提高
"""


@pytest.mark.parametrize(
    ("heading", "verb"), [("### Keys of show", "show"), ("### Keys of eval", "eval")]
)
def test_the_tables_of_json_keys(heading: str, verb: str) -> None:
    """The keys in the document are those that the command prints."""
    from perfgoals.reports.data import spec_dict

    rich = pg.loads(RICH)
    rows = pg.Actuals.from_rows([{"指标": "a", "实际值": "2"}])
    data = spec_dict(rich) if verb == "show" else pg.evaluate(rich, rows).to_dict()
    listed = {word for row in table("docs/json.md", heading) for word in words(row[0])}
    assert listed == keys_of(data)


def test_the_table_of_a_targets_keys() -> None:
    """Each kind of target has the keys of the table, and the kind."""
    from perfgoals.scorecard import target_dict

    rows = {words(row[0])[0]: words(row[1]) for row in table("docs/json.md", "### A target")}
    for cell in ("≥ 80 公里", "1~2 个", "2023年底", "提高"):
        target = pg.parse_target(cell)
        assert isinstance(target, pg.Bound | pg.Range | pg.Deadline | pg.Qualitative)
        data = target_dict(target)
        keys = [word for word in rows.pop(data.pop("kind")) if word in data]
        assert keys == list(data)
    assert not rows


def test_the_table_of_csv_columns() -> None:
    """The columns of the result, in both languages and in their order."""
    from perfgoals.reports.data import eval_csv

    listed = [words(row[0] + row[1]) for row in table("docs/json.md", "## CSV of eval")]
    heads = [eval_csv([], language).strip().split(",") for language in ("zh", "en")]
    assert listed == [list(pair) for pair in zip(*heads, strict=True)]


def test_the_tables_of_an_import() -> None:
    """docs/import.md has each code of a doubt, and the limits that hold."""
    for document, heading in (
        ("docs/import.md", "## What is doubtful"),
        ("docs/import.zh.md", "## 存疑"),
    ):
        listed = [words(row[0])[0] for row in table(document, heading)]
        assert listed == [code for code in codes() if "PG611" <= code < "PG7"]
    limits = table("docs/import.md", "## Limits")
    named = {words(constant)[0].rpartition(".")[2] for _, constant in limits}
    package = Path(str(pg.__file__)).parent
    files = [path for room in ("importing", "office") for path in (package / room).glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    assert named == {"MAX_FILE_SIZE", *re.findall(r"^(MAX_\w+) = ", source, re.M)}
    for what, constant in limits:
        module, _, name = words(constant)[0].rpartition(".")
        value = getattr(importlib.import_module(f"perfgoals.{module}"), name)
        shown = f"{value // 1_000_000} MB" if what.endswith("MB") else f"{value:,}"
        assert what.endswith(f": {shown}"), what


def test_the_public_names() -> None:
    """docs/stability.md and docs/python.md name all that is public, and nothing else."""
    for document, heading in (
        ("docs/stability.md", "## Python"),
        ("docs/python.md", "## Names"),
    ):
        listed = [word for row in table(document, heading) for word in words(row[0])]
        assert sorted(listed) == sorted(pg.__all__), document


def test_the_verbs() -> None:
    """docs/stability.md names the commands that there are."""
    assert [words(row[0])[0] for row in table("docs/stability.md", "## The command")] == list(VERBS)


def test_the_layers() -> None:
    """docs/contributing.md has the layers that tests/test_layers.py holds."""
    from test_layers import LAYERS

    listed = [set(words(row[0])) for row in table("docs/contributing.md", "## The layers")]
    assert listed == list(LAYERS)


def test_the_standard_methods_are_named() -> None:
    """docs/scoring.md has the standard methods, and says which one holds where none is named."""
    listed = [words(row[0])[0] for row in table(SCORING, "## Standard methods")]
    assert listed == [method.name for method in standard_methods()]
    assert listed[0] == spec.DEFAULT_METHOD


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


def test_every_law_is_in_the_guide() -> None:
    """docs/testing.md lists the library's laws with their sentences."""
    text = (DOCS / "testing.md").read_text(encoding="utf-8")
    for each in testing.laws():
        assert f"| `{each.name}` | {each.sentence.rstrip('.')} |" in text
