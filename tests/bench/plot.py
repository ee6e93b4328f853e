"""The figures of `many.py` as a picture: seconds of processor, a bar for each way, in an SVG file.

python tests/bench/many.py --rows 10000000 --json figures.json
python tests/bench/plot.py figures.json docs/pictures/many.svg
"""

from __future__ import annotations

import itertools
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

WIDTH, LEFT, ROW, GAP = 720, 150, 22, 34
COLOURS = {"perfgoals": "#b5341f", "by hand": "#4d6a8a", "polars": "#8aa4bd", "pandas": "#c4cfda"}


def picture(figures: list[dict[str, Any]]) -> str:
    """An SVG picture: one group of bars for each kind of table and file."""
    most = max(each["cpu"] for each in figures)
    scale = (WIDTH - LEFT - 90) / most
    parts: list[str] = []
    y = 10
    for (rows, kind, ending), group in itertools.groupby(
        figures, key=lambda each: (each["rows"], each["kind"], each["file"])
    ):
        y += 22
        parts.append(_text(10, y, f"{rows:,} rows, {kind}, {ending.lstrip('.')}", bold=True))
        for each in group:
            y += ROW
            width = max(each["cpu"] * scale, 1)
            name = each["contender"]
            parts.append(_text(10, y, name))
            parts.append(
                f'<rect x="{LEFT}" y="{y - 13}" width="{width:.1f}" height="16"'
                f' fill="{COLOURS[name]}"/>'
            )
            parts.append(_text(LEFT + width + 6, y, f"{each['cpu']:.1f} s"))
        y += GAP - ROW
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10}" role="img"'
        ' font-family="sans-serif" font-size="13"><title>Seconds of processor</title>'
        f'<rect width="{WIDTH}" height="{y + 10}" fill="#ffffff"/>'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y}" fill="#1c2733"{weight}>{escape(text)}</text>'


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(picture(json.loads(source.read_text("utf-8"))), encoding="utf-8")
