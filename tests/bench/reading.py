"""One-line targets into typed objects, beside Beancount's C parser on as many balance assertions."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import texts
from measuring import Finding, Series, interleaved, peer, scaled

import perfgoals as pg

AT_MOST = 2.0
OURS, PEER = "perfgoals", "beancount"


def compare(quick: bool) -> Iterator[Finding]:
    """The line that counts, then lines of other kinds, all in the same rounds."""
    count = 10_000 if quick else 50_000
    ledger = "".join(map(texts.assertion, range(count)))
    read_ledger = beancount_reader()
    tasks: dict[str, Callable[[], object]] = {}
    for name, line in _kinds(count).items():
        text = texts.table(line, count)
        check_reading(text, count)
        tasks[name] = functools.partial(pg.loads, text)
        if PEER not in tasks:
            tasks[PEER] = functools.partial(read_ledger, ledger, count)
    times = interleaved(tasks, rounds=9 if quick else 7)
    beside = times.pop(PEER)
    for number, (name, series) in enumerate(times.items()):
        yield _finding(name, series, beside, count, AT_MOST if number == 0 else None)


def _kinds(count: int) -> dict[str, texts.Line]:
    return {
        "名称 ≥ 1.5 公里": texts.bound,
        "名称: 95%以上": texts.bare_value,
        "名称: 提高": texts.qualitative,
        "名称 ≥ 1.5 公里 [0.001分]": texts.weighted(count),
    }


def _finding(name: str, ours: Series, beside: Series, count: int, at_most: float | None) -> Finding:
    to_line = 1e6 / count
    return Finding(
        name=f"reading {count:,} lines {name}",
        unit="µs/line",
        ours=scaled(ours, to_line, OURS),
        peer=scaled(beside, to_line, PEER),
        at_most=at_most,
    )


def beancount_reader() -> Callable[[str, int], object]:
    """Beancount's parser, which must find what it is given."""
    parser = peer("beancount.parser.parser")

    def read(ledger: str, count: int) -> object:
        entries, errors, _ = parser.parse_string(ledger)
        if len(entries) != count or errors:
            raise AssertionError(f"beancount read {len(entries)} of {count} lines")
        return entries

    return read


def check_reading(text: str, count: int) -> None:
    """What is timed must have been read whole."""
    found = len(pg.loads(text).indicators)
    if found != count:
        raise AssertionError(f"{found} targets were read of {count}")
