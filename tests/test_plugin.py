"""The pytest plugin, as a project uses it: each run is a process of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

SPEC = """\
地区: 示例市
年度: 2023
产出指标
  管网 ≥ 80 公里
    例: 79.99 公里 → 未达成
    例: 80 公里 → 达成, 99分
"""
UNITS = "单位: 筐 = 25 千克\n"
CONFIGURED = """\
[tool.pytest.ini_options]
perfgoals_specs = ["specs"]
perfgoals_tries = 5
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a spec, and a file that only defines a unit."""
    write(tmp_path, "specs/a.pg", SPEC)
    write(tmp_path, "specs/units.pg", UNITS)
    write(tmp_path, "pyproject.toml", CONFIGURED)
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")


def run(folder: Path, *options: str) -> tuple[int, str]:
    """pytest in a folder: its exit code and what it prints."""
    call = [sys.executable, "-X", "utf8", "-m", "pytest", "-p", "no:cacheprovider", *options]
    done = subprocess.run(
        call, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    return done.returncode, done.stdout + done.stderr


def test_specs_are_collected(project: Path) -> None:
    """Examples, laws and the check are items; a file of definitions has none."""
    code, output = run(project, "--collect-only", "-q")
    lines = output.splitlines()
    assert code == 0, output
    assert lines[:2] == [
        "specs/a.pg::example 1: 管网: 79.99 公里 → 未达成",
        "specs/a.pg::example 2: 管网: 80 公里 → 达成, 99分",
    ]
    assert "specs/a.pg::half_a_cent_rounds_up" in lines
    assert "specs/a.pg::check" in lines
    assert "units.pg" not in output


def test_a_failure_is_words(project: Path) -> None:
    """Expected, got and the way to the score; no traceback."""
    code, output = run(project, "-q", "-k", "example")
    assert code == 1
    assert "expected met 99, got met 100.00" in output
    assert "└─ score: 100.00 × 1 = 100.00" in output
    assert "Traceback" not in output
    assert "1 failed, 1 passed" in output


def test_laws_of_a_project(project: Path) -> None:
    """`@law` in conftest.py is tried on every spec; what breaks it is a row and a line."""
    write(
        project,
        "conftest.py",
        '''
        from perfgoals.testing import Broken, actuals_for, law
        import perfgoals as pg

        @law
        def everything_is_met(spec, draw):
            """All is well."""
            card = pg.evaluate(spec, draw(actuals_for(spec)))
            for result in card.results:
                if result.outcome is not pg.Outcome.MET:
                    raise Broken("met", result.outcome.value, result.indicator)
        ''',
    )
    code, output = run(project, "-q", "-k", "everything or half_a_cent")
    assert code == 1
    # What is drawn first is met, so that the smallest that is not is a hair below, or a blank.
    assert "specs/a.pg:4: 管网 ≥ 80 公里" in output.replace("\\", "/")
    assert "everything_is_met: All is well." in output
    assert "指标,实际值" in output
    assert "1 failed, 1 passed" in output


def test_fixtures(project: Path) -> None:
    """`spec` is each spec in turn, `evaluate` scores it; a project's own `spec` goes before."""
    write(
        project,
        "test_mine.py",
        """
        def test_all_but_a_metre(spec, evaluate):
            card = evaluate({"管网": "79999 米"})
            assert (spec.region, str(card.total)) == ("示例市", "99.99")
            assert evaluate("指标,实际值\\n管网,80 公里\\n").total == 100
            assert evaluate([{"指标": "管网", "实际值": "80 公里"}]).grade == "优"
        """,
    )
    write(
        project,
        "test_own.py",
        """
        import pytest

        @pytest.fixture
        def spec():
            return "mine"

        def test_own(spec):
            assert spec == "mine"
        """,
    )
    code, output = run(project, "-v", "test_mine.py", "test_own.py")
    assert code == 0, output
    assert "test_mine.py::test_all_but_a_metre[a] PASSED" in output
    assert "test_own.py::test_own PASSED" in output


def test_what_is_run_can_be_chosen(project: Path) -> None:
    """`perfgoals_tests` names the tests; specs beside `testpaths` are collected too."""
    more = 'perfgoals_tests = ["check"]\ntestpaths = ["tests"]\n'
    write(project, "pyproject.toml", CONFIGURED + more)
    write(project, "tests/test_it.py", "def test_it():\n    pass\n")
    code, output = run(project, "--collect-only", "-q")
    assert code == 0, output
    assert output.splitlines()[:2] == ["tests/test_it.py::test_it", "specs/a.pg::check"]
    write(project, "pyproject.toml", CONFIGURED + 'perfgoals_tests = ["lint"]\n')
    code, output = run(project)
    assert code == 4
    assert "lint is none of examples, laws, check" in output


def test_a_wrong_spec_is_an_error_of_collection(project: Path) -> None:
    """With the place and the words of the problem."""
    write(project, "specs/b.pg", "产出指标\n  管网 ≥ 80 公理\n")
    code, output = run(project, "-q")
    assert code == 2
    assert "PG201" in output
    assert "公理" in output


def test_junit(project: Path) -> None:
    """Reports of pytest have the items."""
    run(project, "-q", "-k", "example", "--junitxml", "out.xml")
    assert "example 2" in (project / "out.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("named", [False, True], ids=["unconfigured", "named"])
def test_where_it_is_not_configured_it_costs_nothing(project: Path, named: bool) -> None:
    """No lark, pint or Hypothesis is imported and no `.pg` file is touched, unless it is named."""
    write(project, "pyproject.toml", "[tool.pytest.ini_options]\n")
    write(project, "specs/postgres.pg", "SELECT 1;\n")
    write(
        project,
        "test_it.py",
        """
        import sys

        def test_it():
            for name in ("lark", "pint", "hypothesis", "perfgoals.loading", "perfgoals.model"):
                assert name not in sys.modules
        """,
    )
    if named:
        code, output = run(project, "-q", "-k", "79.99", "specs/a.pg")
        assert (code, "1 passed" in output) == (0, True), output
    else:
        # Hypothesis has a plugin of its own.
        code, output = run(project, "-q", "-p", "no:hypothesispytest")
        assert (code, "1 passed" in output) == (0, True), output
