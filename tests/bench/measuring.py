"""Times, side by side: rounds in which every task has its turn, and what a comparison found."""

from __future__ import annotations

import gc
import importlib
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

Task = Callable[[], object]


PACKAGES = {"rule_engine": "rule-engine", "zen": "zen-engine"}
"""What a peer is installed as, where that is not the name of its module."""


class MissingPeer(Exception):
    """A library that is measured beside ours is not installed."""


def peer(name: str) -> ModuleType:
    """A module of a peer. Not a plain import: the types of the tests do not hang on the peers."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        package = package_of(name)
        raise MissingPeer(f"{package} is not installed: pip install {package}") from error


def package_of(name: str) -> str:
    """What the module of a peer is installed as."""
    top = name.partition(".")[0]
    return PACKAGES.get(top, top)


@dataclass(frozen=True)
class Series:
    """What was measured of one thing, a figure a round."""

    label: str
    figures: tuple[float, ...]

    @property
    def median(self) -> float:
        """The figure that is compared."""
        return statistics.median(self.figures)

    def __str__(self) -> str:
        ends = f"{min(self.figures):.4g}–{max(self.figures):.4g}"
        return f"{self.label} {self.median:.4g} ({ends})"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One comparison: two series, and what their ratio must keep to (nothing: only to be known)."""

    name: str
    unit: str
    ours: Series
    peer: Series
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Our median to the peer's."""
        return self.ours.median / self.peer.median

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each round."""
        pairs = zip(self.ours.figures, self.peer.figures, strict=True)
        return tuple(one / other for one, other in pairs)

    @property
    def is_kept(self) -> bool:
        """Whether the ratio is within its bound."""
        above = self.at_most is not None and self.ratio > self.at_most
        below = self.at_least is not None and self.ratio < self.at_least
        return not above and not below

    @property
    def verdict(self) -> str:
        """The bound, and whether it is kept."""
        if self.at_most is None and self.at_least is None:
            return "to be known"
        bound = f"<= {self.at_most}" if self.at_most is not None else f">= {self.at_least}"
        return f"{bound} {'ok' if self.is_kept else 'MISSED'}"

    def __str__(self) -> str:
        ends = f"{min(self.ratios):.2f}–{max(self.ratios):.2f}"
        line = f"{self.name:<46} {self.ratio:>6.2f} ({ends:<11}) {self.verdict:<14}"
        return f"{line} {self.ours} | {self.peer} [{self.unit}] {self.note}".rstrip()

    def to_dict(self) -> dict[str, object]:
        """All figures, as plain data."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ratio": self.ratio,
            "ratio_min": min(self.ratios),
            "ratio_max": max(self.ratios),
            "at_most": self.at_most,
            "at_least": self.at_least,
            "kept": self.is_kept,
            "ours": {"label": self.ours.label, "figures": self.ours.figures},
            "peer": {"label": self.peer.label, "figures": self.peer.figures},
            "note": self.note,
        }


def interleaved(
    tasks: Mapping[str, Task],
    rounds: int,
    *,
    clock: Callable[[], float] = time.process_time,
    warm: bool = True,
) -> dict[str, Series]:
    """The seconds of every task in every round, A B A B …; a first round to warm up is not counted.

    Work in this process is timed by its own processor time, which other programs disturb least;
    whole processes by `time.perf_counter`. Each turn begins with the garbage of the last collected.
    """
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(-int(warm), rounds):
        for name, task in tasks.items():
            gc.collect()
            start = clock()
            result = task()
            seconds = clock() - start
            del result
            if number >= 0:
                times[name].append(seconds)
    return {name: Series(name, tuple(figures)) for name, figures in times.items()}


def scaled(series: Series, factor: float, label: str = "") -> Series:
    """A series in another unit: seconds to microseconds a line."""
    return Series(label or series.label, tuple(figure * factor for figure in series.figures))


def rates(series: Series, count: int, label: str) -> Series:
    """Seconds for so many to so many a second."""
    return Series(label, tuple(count / figure for figure in series.figures))


def middle(figures: Sequence[float]) -> str:
    """A median as it is printed in a note."""
    return f"{statistics.median(figures):.3g}"
