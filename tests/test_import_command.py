"""`perfgoals import DOCUMENT -o FOLDER`: what is written, what is said, and what is never touched."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from command import run
from perfgoals.importing import import_document
from test_import_layouts import DOUBTFUL, IMPORTS, documents, expected

NOTICE = IMPORTS / "01-notice.txt"
SELF_ASSESSMENT = IMPORTS / "07-self.xlsx"


@documents
def test_the_command_writes_one_spec_a_region(tmp_path: Path, document: Path) -> None:
    """`import DOCUMENT -o FOLDER`: a file a region, as the library gives it; the work was done."""
    done = run(tmp_path, "import", str(document), "-o", "out")
    assert done.code == 0, done.err
    specs = sorted((tmp_path / "out").glob("*.pg"))
    imported = import_document(document)
    assert sorted(path.read_text(encoding="utf-8") for path in specs) == sorted(
        region.text for region in imported.regions
    )
    assert run(tmp_path, "show", *map(str, specs)).code == 0
    others = [path for path in (tmp_path / "out").iterdir() if path.suffix != ".pg"]
    assert len(others) == sum(region.actuals is not None for region in imported.regions)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_tells_every_doubt(tmp_path: Path, lang: str) -> None:
    """On standard error stand the cells that were doubted, with their places; the exit code is 0."""
    done = run(tmp_path, "import", str(DOUBTFUL), "-o", "out", lang=lang)
    assert done.code == 0
    for one in expected(DOUBTFUL)["doubts"]:
        assert one["cell"] in done.err
        assert one["name"] in done.err
        number = re.search(r"\d+", one["place"])
        assert number is not None
        assert number[0] in done.err


def test_a_console_of_ascii_gets_its_summary(tmp_path: Path) -> None:
    """Names that the console cannot show are replaced; the files are whole."""
    done = run(tmp_path, "import", str(DOUBTFUL), "-o", "out", encoding="ascii")
    assert done.code == 0
    (spec,) = (tmp_path / "out").glob("*.pg")
    assert spec.read_text(encoding="utf-8") == import_document(DOUBTFUL).regions[0].text


def test_written_files_evaluate(tmp_path: Path) -> None:
    """The spec and the actuals of a self-assessment are ready for `eval`."""
    assert run(tmp_path, "import", str(SELF_ASSESSMENT), "-o", "out").code == 0
    files = sorted(str(path) for path in (tmp_path / "out").iterdir())
    done = run(tmp_path, "eval", *files)
    assert done.code == 0, done.err
    assert "95.13" in done.out


def test_existing_files_are_not_overwritten(tmp_path: Path) -> None:
    """A second import is refused as a whole and changes nothing; `--force` writes."""
    assert run(tmp_path, "import", str(NOTICE), "-o", "out").code == 0
    first, second = sorted((tmp_path / "out").iterdir())
    original = first.read_bytes()
    first.write_text("# 手工修改\n", encoding="utf-8")
    second.unlink()
    done = run(tmp_path, "import", str(NOTICE), "-o", "out")
    assert done.code == 2
    assert first.name in done.err
    assert first.read_text(encoding="utf-8") == "# 手工修改\n"
    assert not second.exists(), "all or nothing"
    assert run(tmp_path, "import", str(NOTICE), "-o", "out", "--force").code == 0
    assert first.read_bytes() == original
    assert second.exists()


@documents
def test_the_document_is_never_written(tmp_path: Path, document: Path) -> None:
    """Import into the document's own folder leaves the document alone, with `--force` too."""
    own = tmp_path / document.name
    shutil.copy(document, own)
    assert run(tmp_path, "import", own.name, "-o", ".", "--force").code == 0
    assert own.read_bytes() == document.read_bytes()


def test_a_document_named_as_its_own_actuals_is_kept(tmp_path: Path) -> None:
    """A document that bears the name of a file to be written is not replaced, whatever is forced."""
    assert run(tmp_path, "import", str(SELF_ASSESSMENT), "-o", "out").code == 0
    (actuals,) = (path for path in (tmp_path / "out").iterdir() if path.suffix != ".pg")
    rows = (
        "项目名称,农村饮水安全巩固提升,,,,,,\n"
        "一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析及改进措施\n"
        "产出指标,数量指标,管道,≥85公里,90公里,50,50,\n"
        "效益指标,社会效益指标,普及率,≥96%,96.2%,30,30,\n"
        "满意度指标,服务对象满意度指标,满意度,≥90%,91%,10,10,\n"
    )
    own = tmp_path / "own" / actuals.with_suffix(".csv").name
    own.parent.mkdir()
    own.write_text(rows, encoding="utf-8")
    done = run(tmp_path, "import", str(own), "-o", str(own.parent), "--force")
    assert own.read_text(encoding="utf-8") == rows
    assert done.code in {0, 2}


def test_a_region_names_no_file_outside_of_the_folder(tmp_path: Path) -> None:
    """A region is a name, not a path: slashes, dots and devices of Windows stay in the folder."""
    regions = ["../../evil", "/etc/evil", "..", "a\\b", "CON", "东湖县:一", "x" * 300, "a\x00b"]
    lines = ["地区,一级指标,二级指标,三级指标,指标值"]
    lines += [f"{region},产出指标,数量指标,管网,≥8公里" for region in regions]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "form.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(tmp_path / "in", "import", "form.csv", "-o", "deep/er/out")
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "form.csv"]
    out = tmp_path / "in" / "deep" / "er" / "out"
    assert all(path.parent == out for path in written)
    if done.code == 0:
        assert len(written) == len(regions)
    assert not any(re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name) for path in written)
    assert not any(path.stem.upper() == "CON" for path in written)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.csv", None),
        ("prose.txt", "关于开展绩效自评的通知。\n".encode()),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("scan.pdf", b"%PDF-1.7"),
    ],
)
def test_what_holds_no_table_writes_nothing(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    """The input is wrong: exit code 2, a sentence on standard error, no file."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path, "import", name, "-o", "out")
    assert done.code == 2
    assert name in done.err
    assert not list(tmp_path.glob("out/*"))
