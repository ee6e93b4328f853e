"""`perfgoals test` with laws: what a rule author sees."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from interrupts import hear_ctrl_c
from perfgoals import messages
from perfgoals.cli import main
from perfgoals.testing import laws, laws_of_time, proving
from perfgoals.units import PERCENT, Quantity
from terminal import needs_terminal, on_terminal

SPEC = """\
地区: 示例市
年度: 2023
产出指标 [80分]
  管网 ≥ 80 公里
    例: 79.99 公里 → 未达成, 39.99分
  成本 ≤ 100 万元
效益指标 [20分]
  收入: 提高
"""

# Whoever spends nothing at all earns all of it: so the law that says the contrary is broken.
OWN = '''
import perfgoals as pg
from perfgoals.testing import Broken, actuals_for, law


@law
def nothing_spent_earns_nothing(spec, draw):
    """Who spends nothing has done nothing."""
    cost = next((x for x in spec.indicators if x.direction is pg.Direction.DOWN), None)
    if cost is None:
        return
    draw(actuals_for(spec, indicators=[cost]))
    actuals = draw.shown(pg.Actuals.from_rows([{"指标": cost.name, "实际值": "0 万元"}]))
    results = pg.evaluate(spec, actuals).results
    result = next(x for x in results if x.indicator == cost)
    if result.score:
        raise Broken("0.00", result.score, cost)
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec, to run in; the laws that a run adds are gone afterwards."""
    monkeypatch.chdir(tmp_path)
    laws()
    monkeypatch.setattr(proving, "_LAWS", dict(proving._LAWS))
    (tmp_path / "a.pg").write_text(SPEC, encoding="utf-8")
    (tmp_path / "own.py").write_text(OWN, encoding="utf-8")
    return tmp_path


def run(folder: Path, *call: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    code = f"{before}import sys; from perfgoals.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-X", "utf8", "-c", code, "--lang", "en", *call]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.usefixtures("folder")
def test_a_sound_spec(capsys: pytest.CaptureFixture[str]) -> None:
    """Examples and laws hold: the counts, and nothing else; the same bytes each time."""
    call = ["--lang", "en", "test", "a.pg", "--examples", "10"]
    assert main(call) == 0
    first = capsys.readouterr()
    pattern = (
        r"1 example\(s\), 0 failed\n\d\d law\(s\) on 1 spec\(s\), tried [\d,]+ times, 0 broken\n"
    )
    assert re.fullmatch(pattern, first.out)
    assert first.err == ""
    assert main(call) == 0
    assert capsys.readouterr().out == first.out


def test_a_broken_law_is_shown_with_its_row_and_its_line(folder: Path) -> None:
    """A law of one's own, in a process of its own: the line, the sentence, the row as CSV."""
    done = run(folder, "test", "a.pg", "--examples", "5", "--laws", "own.py")
    assert done.returncode == 1, done.stderr
    shown, counts = done.stdout.rsplit("\n\n", 1)
    assert shown == (
        "a.pg:6: 成本 ≤ 100 万元\n"
        "  nothing_spent_earns_nothing: Who spends nothing has done nothing.\n"
        "  指标,实际值\n"
        "  成本,0 万元\n"
        "  expected 0.00, got 40.00"
    )
    assert counts.endswith(" 1 broken\n")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "expected Boom., got ZeroDivisionError: division by zero (own.py:7)"),
        ("zh", "应为 Boom.，实为 ZeroDivisionError: division by zero（own.py:7）"),
    ],
)
def test_a_law_with_a_bug_is_named_with_its_line(
    folder: Path, lang: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a law raises by mistake has the line of its file, where the mistake is."""
    law = "from perfgoals.testing import law\n\n\n@law\ndef boom(spec, draw):\n"
    (folder / "own.py").write_text(f'{law}    """Boom."""\n    1 / 0\n', encoding="utf-8")
    assert main(["--lang", lang, "test", "a.pg", "--examples", "2", "--laws", "own.py"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_law_of_grades_speaks_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    """What the library's own laws expect is said in the language of the call."""
    path = Path(__file__).parent / "specs" / "checks" / "PG312-gap-at-the-bottom.pg"
    Path("a.pg").write_bytes(path.read_bytes())
    for lang, said in (
        ("zh", "应为 递减到 0 的界限，实为 "),
        ("en", "expected bounds that go down to 0, "),
    ):
        assert main(["--lang", lang, "test", "a.pg", "--examples", "2"]) == 1
        assert said in capsys.readouterr().out


def test_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON has the rows, the values and the place; JUnit a case for each law that had something to say."""
    (folder / "a.pg").write_text(SPEC.replace("39.99", "39.98"), encoding="utf-8")
    call = ["test", "a.pg", "--examples", "2", "--laws", "own.py"]
    assert main([*call, "--format", "json", "--coverage"]) == 1
    (data,) = json.loads(capsys.readouterr().out)
    (broken,) = [each for each in data["laws"] if not each["passed"]]
    assert broken["counterexample"] == {
        "line": "a.pg:6: 成本 ≤ 100 万元",
        "rows": "指标,实际值\n成本,0 万元\n",
        "values": [],
        "expected": "0.00",
        "got": "40.00",
        "span": {"file": "a.pg", "line": 6, "column": 3},
    }
    assert data["coverage"]["percent"] == 25
    assert main([*call, "--format", "junit"]) == 1
    suite = ElementTree.fromstring(capsys.readouterr().out)[0]
    assert suite.get("failures") == "2"
    assert suite.get("tests") == str(len(suite))
    assert len(suite) > 15


@pytest.mark.usefixtures("folder")
def test_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    """Targets, bands and rules that no example touches; `--fail-under` fails where too little is."""
    call = ["--lang", "en", "test", "a.pg", "--examples", "0", "--coverage"]
    assert main(call) == 0
    assert capsys.readouterr().out == (
        "a.pg: the examples touch 25% of 8; not touched:\n"
        "  a.pg:6:3: target 成本 ≤ 100 万元\n"
        "  a.pg:8:3: target 收入: 提高\n"
        "  band 达成\n"
        "  band 部分达成\n"
        "  band 未达成\n"
        "  rule 扣减比例\n"
        "\n"
        "1 example(s), 0 failed\n"
    )
    assert main([*call, "--fail-under", "25"]) == 0
    assert main([*call, "--fail-under", "26"]) == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--examples", "many"], "PG926"),
        (["--seed", "-1"], "PG926"),
        (["--fail-under", "80%"], "PG926"),
        (["--laws", "none.py"], "PG927"),
        (["--laws", "a.pg"], "PG927"),
    ],
)
def test_wrong_calls(options: list[str], code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that is none and a file that does not run are told, and nothing is tested."""
    assert main(["test", "a.pg", *options]) == 2
    output = capsys.readouterr()
    assert code in output.err
    assert output.out == ""


def test_without_hypothesis(folder: Path) -> None:
    """Examples need nothing; laws say what to install."""
    before = "import sys; sys.modules['hypothesis'] = None; "
    assert run(folder, "test", "a.pg", "--examples", "0", before=before).returncode == 0
    done = run(folder, "test", "a.pg", before=before)
    assert done.returncode == 2
    assert 'pip install "perfgoals[testing]"' in done.stderr


@needs_terminal
def test_a_bar_on_a_terminal(folder: Path) -> None:
    """On a terminal a bar is drawn while laws are tried, and gone in the end."""
    command = [sys.executable, "-m", "perfgoals", "--lang", "en", "test", "a.pg", "--examples", "2"]
    code, said = on_terminal(command, stream="stderr", cwd=folder)
    assert code == 0
    assert re.search(rb"Trying laws \[#{30}\] 100%\r +\r$", said)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_is_quiet(folder: Path) -> None:
    """Ctrl-C reaches all processes of the terminal: no traceback of any, and exit code 130."""
    hear_ctrl_c()
    code = "import sys; from perfgoals.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-X", "utf8", "-c", code, "test", "a.pg", "--examples", "100000"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(3)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, b"")


def test_every_law_has_a_sentence_in_both_languages() -> None:
    """The English one is the docstring of the law."""
    for each in laws():
        assert messages.word(f"law.{each.name}", "en") == each.sentence
        assert messages.has_word(f"law.{each.name}")


def test_parts_of_many_digits_add_up() -> None:
    """Two parts of a number of more than 28 digits make it again; a law broke for the kit's own rounding."""
    whole = Quantity(Decimal("178.99999999999999999999999500000015"), PERCENT)
    part, rest = laws_of_time._two_parts(lambda _: Decimal("0.5"), whole)  # type: ignore[arg-type]
    assert Fraction(part) + Fraction(rest) == Fraction(whole.value)
