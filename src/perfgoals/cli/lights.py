"""The lights that `monitor --fail-on` names, held against those that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perfgoals.errors import PerfGoalsError, Problem
from perfgoals.model import Spec
from perfgoals.monitoring import method_of
from perfgoals.names import fold

__all__ = ["failing"]

COLOURS = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝"}
UNREPORTED = "unreported"
"""What `--fail-on` takes beside lights: an indicator that was not reported has none."""

Shown = tuple[Spec, set[str | None]]
"""A spec with the lights of its indicators."""


def failing(cards: Sequence[Shown], options: Iterable[str]) -> list[bool]:
    """Of each card, whether a light is one of those that are named, or worse.

    Each name must be a light of some method, and each method must know one of them: a card is never
    passed over because its lights are called otherwise. Raises PerfGoalsError.
    """
    names = [part.strip() for option in options for part in option.split(",")]
    known = [dict(_known(spec, names)) for spec, _ in cards]
    for name in names if cards else ():
        if not any(name in lights for lights in known):
            raise _no_light(cards[0][0], name)
    for (spec, _), lights in zip(cards, known, strict=True):
        if names and not lights:
            raise _no_light(spec, "、".join(names))
    return [_fails(card, lights) for card, lights in zip(cards, known, strict=True)]


def _known(spec: Spec, names: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """The names that a card's method has, with their places, the best light first; None for 未报."""
    places = {_plain(light): at for at, light in enumerate(method_of(spec).lights)}
    for name in names:
        if _plain(name) in places:
            yield name, places[_plain(name)]
        elif name == UNREPORTED:
            yield name, None


def _plain(name: str) -> str:
    """A light's name to compare by: `red`, `Red`, `红` and `红灯` are one."""
    plain = fold(name).lower().removesuffix("灯")
    return COLOURS.get(plain, plain)


def _no_light(spec: Spec, name: str) -> PerfGoalsError:
    method = method_of(spec)
    values = {"text": name, "method": method.name, "choices": "、".join(method.lights)}
    return PerfGoalsError([Problem(code="PG921", values=values)])


def _fails(card: Shown, names: dict[str, int | None]) -> bool:
    spec, shown = card
    lights = method_of(spec).lights
    least = min((at for at in names.values() if at is not None), default=len(lights))
    wanted = {*lights[least:], *([None] if None in names.values() else [])}
    return bool(wanted & shown)
