"""The call: verbs, options and their help, in the caller's language."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from typing import NoReturn

import attrs

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.messages import word

__all__ = ["FAILURES", "VERBS", "Verb", "make_parser", "read_day", "read_failures"]

FAILURES = ("missed", "partial", "unreported")
"""Outcomes that `--fail-on` takes, beside `below:TOTAL`."""

RESULTS = ("text", "json", "csv", "md", "html", "xlsx")
"""The formats of `eval`, `monitor` and `rollup`."""

Text = Callable[[str], str]
"""From the key of a word of the help to the word."""


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
    main.add_argument("--plain", action="store_true", help=text("plain_help"))
    verbs = main.add_subparsers(dest="verb", metavar="VERB", title=text("verbs"))
    for name, verb in VERBS.items():
        parser = verbs.add_parser(
            name,
            help=text(name),
            description=text(name),
            epilog=f"{text('example')} {verb.example}",
            add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        _titles(parser, text)
        parser.add_argument("-h", "--help", action="help", help=text("help_help"))
        parser.add_argument(
            "--lang", metavar="LANG", default=argparse.SUPPRESS, help=text("lang_help")
        )
        parser.add_argument(
            "--plain", action="store_true", default=argparse.SUPPRESS, help=text("plain_help")
        )
        parser.add_argument("paths", nargs="*", metavar=verb.metavar, help=text(verb.paths))
        if verb.as_of:
            parser.add_argument("--as-of", metavar="DATE", help=text("as_of_help"))
        if verb.options:
            verb.options(parser, text)
        if verb.formats:
            metavar = "|".join(verb.formats)
            parser.add_argument("--format", metavar=metavar, help=text("format"))
            parser.set_defaults(formats=verb.formats)
        if verb.output:
            parser.add_argument("-o", "--output", metavar="FILE", help=text("output_help"))
    return main


def _eval_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "--fail-on", action="append", default=[], metavar="WHAT", help=text("fail_on_help")
    )
    parser.add_argument("--keep-going", action="store_true", help=text("keep_going_help"))
    _engine_options(parser, text)


def _engine_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--engine", metavar="NAME", default="auto", help=text("engine_help"))
    parser.add_argument("--table", metavar="NAME", default="results", help=text("table_help"))
    parser.add_argument("--memory", metavar="SIZE", help=text("memory_help"))
    parser.add_argument("--master", metavar="URL", help=text("master_help"))


def _titles(parser: argparse.ArgumentParser, text: Text) -> None:
    """argparse has no other way to say these words in another language."""
    parser._positionals.title = text("arguments")
    parser._optionals.title = text("options")


def _check_options(parser: argparse.ArgumentParser, text: Text) -> None:
    for option in ("select", "ignore"):
        parser.add_argument(
            f"--{option}", action="append", default=[], metavar="CODES", help=text(f"{option}_help")
        )
    parser.add_argument("--fix", action="store_true", help=text("fix_help"))
    parser.add_argument("--diff", action="store_true", help=text("diff_help"))


def _fmt_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--check", action="store_true", help=text("fmt_check_help"))
    parser.add_argument("--diff", action="store_true", help=text("fmt_diff_help"))


def _monitor_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument(
        "--fail-on", action="append", default=[], metavar="LIGHT", help=text("fail_light_help")
    )
    parser.add_argument(
        "--shape", action="append", default=[], metavar="FILE", help=text("shape_help")
    )
    _engine_options(parser, text)


def _rollup_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--regions", metavar="FILE", help=text("regions_help"))
    parser.add_argument("--name", metavar="REGION", default="合计", help=text("name_help"))


def _template_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--regions", metavar="FILE", help=text("template_regions_help"))
    parser.add_argument("--period", metavar="PERIOD", help=text("period_help"))


def _import_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("-o", dest="folder", metavar="FOLDER", help=text("folder_help"))
    parser.add_argument("--force", action="store_true", help=text("force_help"))


def _test_options(parser: argparse.ArgumentParser, text: Text) -> None:
    parser.add_argument("--examples", metavar="N", help=text("examples_help"))
    parser.add_argument("--seed", metavar="N", help=text("seed_help"))
    parser.add_argument(
        "--laws", action="append", default=[], metavar="FILE", help=text("laws_help")
    )
    parser.add_argument("--coverage", action="store_true", help=text("coverage_help"))
    parser.add_argument("--fail-under", metavar="N", help=text("fail_under_help"))


@attrs.frozen(kw_only=True)
class Verb:
    """A verb of the command: its words are in `messages` under `cli.NAME`, what it does is `run` in
    `module`. `metavar` is what the help calls its arguments, `paths` the key of what they are."""

    module: str
    example: str
    metavar: str = "PATH"
    paths: str = "specs"
    as_of: bool = False
    options: Callable[[argparse.ArgumentParser, Text], None] | None = None
    formats: tuple[str, ...] = ()
    output: bool = True


VERBS = {
    "eval": Verb(
        module="evaluate",
        example="perfgoals eval shantou.pg actuals.csv",
        paths="paths",
        options=_eval_options,
        formats=(*RESULTS, "table", "parquet"),
        as_of=True,
    ),
    "why": Verb(
        module="why",
        example="perfgoals why shantou.pg 新建污水管网 actuals.csv",
        paths="why_paths",
        formats=("text", "json"),
        as_of=True,
    ),
    "monitor": Verb(
        module="monitor",
        example="perfgoals monitor shantou.pg monthly.csv --as-of 2023-06-30",
        paths="paths",
        options=_monitor_options,
        formats=(*RESULTS, "table", "parquet"),
        as_of=True,
    ),
    "rollup": Verb(
        module="rollup",
        example="perfgoals rollup specs/guangdong-2023 actuals.csv --name 广东省",
        paths="paths",
        options=_rollup_options,
        formats=RESULTS,
        as_of=True,
    ),
    "diff": Verb(
        module="diff",
        example="perfgoals diff old.pg new.pg actuals.csv",
        paths="diff_paths",
        formats=("text", "json"),
    ),
    "test": Verb(
        module="test",
        example="perfgoals test specs",
        options=_test_options,
        formats=("text", "json", "junit"),
    ),
    "show": Verb(
        module="show",
        example="perfgoals show shantou.pg",
        formats=("text", "json"),
    ),
    "check": Verb(
        module="check",
        example="perfgoals check specs",
        options=_check_options,
        formats=("text", "json", "sarif", "github"),
        output=False,
    ),
    "fmt": Verb(
        module="fmt",
        example="perfgoals fmt --diff shantou.pg",
        options=_fmt_options,
        output=False,
    ),
    "explain": Verb(
        module="explain",
        example="perfgoals explain PG102",
        metavar="CODE",
        paths="codes",
        output=False,
    ),
    "template": Verb(
        module="template",
        example="perfgoals template shantou.pg -o actuals.xlsx",
        options=_template_options,
    ),
    "import": Verb(
        module="importing",
        example="perfgoals import notice.docx -o specs",
        metavar="DOCUMENT",
        paths="document",
        options=_import_options,
        output=False,
    ),
}
"""The commands of this version, in the order of their help."""


def read_day(options: argparse.Namespace) -> datetime.date | None:
    """The day of `--as-of`, None without one. Raises PerfGoalsError."""
    text: str | None = options.as_of
    try:
        return None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        raise PerfGoalsError([Problem(code="PG906", values={"text": str(text)})]) from None


def read_failures(text: str) -> tuple[str, ...]:
    """What `--fail-on` names. Raises PerfGoalsError."""
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        bound = name.removeprefix("below:")
        if name not in FAILURES and (bound == name or not bound.replace(".", "", 1).isdecimal()):
            raise PerfGoalsError([Problem(code="PG907", values={"text": name})])
    return names
