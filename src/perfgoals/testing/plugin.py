"""The pytest plugin: `.pg` files as tests, and the fixtures `spec` and `evaluate`.

    [tool.pytest.ini_options]
    perfgoals_specs = ["specs"]

It is loaded wherever perfgoals is installed, so that nothing is imported before there is something to
collect. docs/testing.md is the guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from perfgoals.testing.collecting import SpecFile

__all__: list[str] = []

TESTS = ("examples", "laws", "check")
"""What is made of a spec, in this order."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The settings, with what holds without them."""
    group = "perfgoals: "
    parser.addini("perfgoals_specs", f"{group}.pg files and folders to test", "linelist", [])
    parser.addini(
        "perfgoals_tests", f"{group}which of {', '.join(TESTS)} to run", "args", list(TESTS)
    )
    parser.addini("perfgoals_tries", f"{group}how often each law is tried", "string", "100")


def pytest_configure(config: pytest.Config) -> None:
    """Where specs are configured, their fixtures are there."""
    unknown = [name for name in config.getini("perfgoals_tests") if name not in TESTS]
    if unknown:
        raise pytest.UsageError(f"perfgoals_tests: {unknown[0]} is none of {', '.join(TESTS)}")
    if not str(config.getini("perfgoals_tries")).isdecimal():
        raise pytest.UsageError("perfgoals_tries is no whole number")
    places = _places(config)
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        searched = [Path(argument).resolve() for argument in config.args]
        config.args += [str(x) for x in places if not any(_is_in(x, y) for y in searched)]
    if places:
        from perfgoals.testing.fixtures import Fixtures

        config.pluginmanager.register(Fixtures(_configured(config)), "perfgoals-fixtures")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> SpecFile | None:
    """A `.pg` file that is configured or named in the call; other programs have such files too."""
    if file_path.suffix != ".pg":
        return None
    session = parent.session
    named = session.isinitpath(file_path)
    if not named and not any(_is_in(file_path, place) for place in _places(parent.config)):
        return None
    from perfgoals.testing.collecting import SpecFile

    return SpecFile.from_parent(parent, path=file_path)


def _places(config: pytest.Config) -> list[Path]:
    base = config.inipath.parent if config.inipath else config.rootpath
    return [(base / place).resolve() for place in config.getini("perfgoals_specs")]


def _is_in(file: Path, place: Path) -> bool:
    resolved = file.resolve()
    return resolved == place or place in resolved.parents


def _configured(config: pytest.Config) -> Iterable[Path]:
    """The files that are configured, in the order of their names."""

    def files() -> Iterator[Path]:
        for place in _places(config):
            yield from sorted(place.rglob("*.pg")) if place.is_dir() else [place]

    return list(dict.fromkeys(files()))
