"""The call: verbs, options and their help, in the caller's language."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from typing import NoReturn

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages import word

__all__ = ["FAILURES", "VERBS", "make_parser", "read_day", "read_failures"]

VERBS = ("eval", "show", "check", "template")
"""The commands of this version, in the order of their help."""

FAILURES = ("missed", "partial", "unreported")
"""Outcomes that `--fail-on` takes, beside `below:TOTAL`."""

_EXAMPLES = {
    "eval": "perfgoals eval shantou.pg actuals.csv",
    "show": "perfgoals show shantou.pg",
    "check": "perfgoals check specs",
    "template": "perfgoals template shantou.pg -o actuals.csv",
}


class _Parser(argparse.ArgumentParser):
    """argparse, with this program's words and its own way to fail."""

    def error(self, message: str) -> NoReturn:
        values = {"reason": message, "command": self.prog}
        raise PerfGoalsError([Problem(code="PG909", values=values)])


def make_parser(language: str) -> argparse.ArgumentParser:
    """The parser of the command line; wrong use raises PerfGoalsError."""

    def text(key: str) -> str:
        return word(f"cli.{key}", language).replace("%", "%%")

    main = _Parser(prog="perfgoals", description=text("description"), add_help=False)
    _titles(main, text)
    main.add_argument("-h", "--help", action="help", help=text("help_help"))
    main.add_argument("--version", action="store_true", help=text("version_help"))
    main.add_argument("--lang", metavar="LANG", help=text("lang_help"))
    verbs = main.add_subparsers(dest="verb", metavar="VERB", title=text("verbs"))
    for name in VERBS:
        verb = verbs.add_parser(
            name,
            help=text(name),
            description=text(name),
            epilog=f"{text('example')} {_EXAMPLES[name]}",
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _titles(verb, text)
        verb.add_argument("-h", "--help", action="help", help=text("help_help"))
        verb.add_argument(
            "--lang", metavar="LANG", default=argparse.SUPPRESS, help=text("lang_help")
        )
        paths = "paths" if name == "eval" else "specs"
        verb.add_argument("paths", nargs="*", metavar="PATH", help=text(paths))
        if name == "eval":
            _eval_options(verb, text)
        if name == "check":
            _check_options(verb, text)
        formats = _FORMATS.get(name)
        if formats:
            verb.add_argument(
                "--format", metavar="|".join(formats), default="text", help=text("format")
            )
            verb.set_defaults(formats=formats)
        if name != "check":
            verb.add_argument("-o", "--output", metavar="FILE", help=text("output_help"))
    return main


_FORMATS = {
    "eval": ("text", "json", "csv"),
    "show": ("text", "json"),
    "check": ("text", "json", "sarif", "github"),
}


def _check_options(verb: argparse.ArgumentParser, text: Callable[[str], str]) -> None:
    for option in ("select", "ignore"):
        verb.add_argument(
            f"--{option}", action="append", default=[], metavar="CODES", help=text(f"{option}_help")
        )
    verb.add_argument("--fix", action="store_true", help=text("fix_help"))
    verb.add_argument("--diff", action="store_true", help=text("diff_help"))


def _titles(parser: argparse.ArgumentParser, text: Callable[[str], str]) -> None:
    """argparse has no other way to say these words in another language."""
    parser._positionals.title = text("arguments")
    parser._optionals.title = text("options")


def _eval_options(verb: argparse.ArgumentParser, text: Callable[[str], str]) -> None:
    verb.add_argument("--as-of", metavar="DATE", help=text("as_of_help"))
    verb.add_argument(
        "--fail-on", action="append", default=[], metavar="WHAT", help=text("fail_on_help")
    )
    verb.add_argument("--keep-going", action="store_true", help=text("keep_going_help"))


def read_day(text: str) -> datetime.date:
    """The day of `--as-of`. Raises PerfGoalsError."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise PerfGoalsError([Problem(code="PG906", values={"text": text})]) from None


def read_failures(text: str) -> tuple[str, ...]:
    """What `--fail-on` names. Raises PerfGoalsError."""
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        bound = name.removeprefix("below:")
        if name not in FAILURES and (bound == name or not bound.replace(".", "", 1).isdecimal()):
            raise PerfGoalsError([Problem(code="PG907", values={"text": name})])
    return names
