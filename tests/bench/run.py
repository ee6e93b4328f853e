"""Run every comparison and print it: `python tests/bench/run.py [--json FILE] [--quick]`.

Exit codes: 0 every bound was kept; 1 one was missed; 2 a peer is not installed, or a wrong call.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import comparing
import forms
import loading
import monitoring
import reading
import ruling
import scaling
import starting
from measuring import Finding, MissingPeer, package_of, peer

COMPARISONS: dict[str, Callable[[bool], Iterator[Finding]]] = {
    "reading": reading.compare,
    "comparing": comparing.compare,
    "ruling": ruling.compare,
    "starting": starting.compare,
    "monitoring": monitoring.compare,
    "forms": forms.compare,
    "loading": loading.compare,
    "scaling": scaling.compare,
}
PEERS = ("beancount", "pint", "lark", "attrs", "rule_engine", "zen")


def main() -> int:
    """Run what is asked for and return the exit code."""
    options = _parser().parse_args()
    try:
        for name in PEERS:
            peer(name)
    except MissingPeer as error:
        print(error, file=sys.stderr)
        return 2
    print("ratio of medians (lowest–highest of the rounds), bound, medians (lowest–highest)")
    findings = []
    for name in options.only or COMPARISONS:
        for finding in COMPARISONS[name](options.quick):
            print(finding, flush=True)
            findings.append(finding)
    if options.json:
        options.json.write_text(_json(findings, options.quick), encoding="utf-8")
    missed = [finding.name for finding in findings if not finding.is_kept]
    print(f"{len(missed)} of {len(findings)} bounds missed" if missed else "every bound is kept")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Speed, as ratios to peers in the same run.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file")
    parser.add_argument("--quick", action="store_true", help="smaller inputs, fewer rounds")
    parser.add_argument(
        "--only", action="append", choices=COMPARISONS, help="one comparison; may be repeated"
    )
    return parser


def _json(findings: list[Finding], quick: bool) -> str:
    data = {
        "schema": 1,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "versions": {name: importlib.metadata.version(name) for name in map(package_of, PEERS)},
        "quick": quick,
        "findings": [finding.to_dict() for finding in findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main())
