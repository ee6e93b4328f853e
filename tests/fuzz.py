"""Fuzzing by hand: mutated real input for a long time, or coverage-guided with atheris.

`python tests/fuzz.py --inputs 1000000` mutates real specs, cells, rows and texts; it needs nothing but
perfgoals. `python tests/fuzz.py --atheris 600` looks for new paths for ten minutes (`pip install atheris`).
Anything but a result or a PerfGoalsError, and any input that takes longer than SLOWEST, ends the run
with the input printed. docs/security.md has the figures of the last runs.
"""

from __future__ import annotations

import argparse
import faulthandler
import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

if "--atheris" in sys.argv:
    import atheris

    with atheris.instrument_imports(include=["perfgoals"]):
        import perfgoals as pg
        from perfgoals import evaluation, formatting, loading  # noqa: F401 (to be instrumented)
        from perfgoals.actuals import parse_actuals
else:
    import perfgoals as pg
    from perfgoals.actuals import parse_actuals

ROOT = Path(__file__).parents[1]
SLOWEST = 5.0
"""Seconds for one input of a few thousand characters."""

REAL = ROOT / "specs" / "guangdong-2023"
SPEC = pg.load(REAL / "shantou.pg")
SPECS = [
    path.read_text(encoding="utf-8", errors="replace")
    for folder in (REAL, ROOT / "tests" / "specs")
    for path in sorted(folder.rglob("*.pg"))
]
SPECS = [text for text in SPECS if len(text) < 4000 and not text.startswith("# PG1")]
ROWS = (REAL / "actuals-sample.csv").read_text(encoding="utf-8-sig").splitlines()
TABLES = ["\n".join([ROWS[0], *ROWS[at : at + 12]]) for at in range(1, len(ROWS), 12)]
CELLS = sorted({line.split(":", 1)[-1].strip() for text in SPECS for line in text.splitlines()})
PIECES = (
    *(
        "\n",
        "\r\n",
        "\t",
        "\u3000",
        "  ",
        "    ",
        ":",
        "：",
        "≥",
        "<=",
        "=",
        "~",
        "±",
        "%",
        "‰",
        "[50分]",
        "（",
        "）",
    ),
    *(
        '"',
        "「",
        "」",
        "#",
        "|",
        "/",
        "→",
        ",",
        "，",
        "0",
        "9" * 120,
        "80",
        "公里",
        "万",
        "亿元",
        "年",
        "月底前",
    ),
    *(
        "以上",
        "以内",
        "不少于",
        "约",
        "提高",
        "权重: 6分",
        "方向: 反向",
        "评分: 直接",
        "办法: 甲",
        "任务: 甲",
    ),
    *(
        "指标: 甲",
        "单位: 筐 = 2 个",
        "引用: a.pg",
        "\0",
        "\ufeff",
        "\u202e",
        "\ud800",
        "́",
        "𠮷",
        " " * 40,
    ),
)


def mutated(text: str, dice: random.Random) -> str:
    """A text with a few pieces cut, doubled, moved or put in."""
    for _ in range(dice.randint(1, 5)):
        start = dice.randint(0, len(text))
        end = min(len(text), start + dice.choice((0, 1, 1, 2, 5, 30, 200)))
        new = dice.choice(("", text[start:end] * 2, dice.choice(PIECES), dice.choice(PIECES)))
        text = text[:start] + new + text[end:]
    return text


def load(text: str) -> None:
    """`loads`, and the evaluation of what loads."""
    spec = pg.loads(text)
    row = {"指标": "甲", "实际值": "1", "地区": spec.region or ""}
    pg.evaluate(spec, pg.Actuals.from_rows([row]), keep_going=True).to_dict()


def read_cell(text: str) -> None:
    """`parse_target`: the target's own text is a target, and the same."""
    target = pg.parse_target(text, year=2023)
    assert str(pg.parse_target(str(target))) == str(target)


def read_rows(text: str) -> None:
    """Rows of a CSV file, and their evaluation."""
    pg.evaluate(SPEC, parse_actuals(text), keep_going=True).to_dict()


def format_text(text: str) -> None:
    """`format_spec`: the same meaning, and canonical then."""
    new = pg.format_spec(text)
    assert pg.loads(new) == pg.loads(text)
    assert pg.format_spec(new) == new


TARGETS: tuple[tuple[Callable[[str], None], list[str]], ...] = (
    (load, SPECS),
    (read_cell, CELLS),
    (read_rows, TABLES),
    (format_text, SPECS),
)


def run_one(target: Callable[[str], None], text: str) -> bool:
    """Whether an input was good; a PerfGoalsError is an answer, anything else ends the run."""
    start = time.perf_counter()
    try:
        target(text)
        good = True
    except pg.PerfGoalsError:
        good = False
    except BaseException:
        print(f"{target.__name__}({text!r})", file=sys.stderr)
        raise
    took = time.perf_counter() - start
    if took > SLOWEST:
        raise SystemExit(f"{took:.1f} s: {target.__name__}({text!r})")
    return good


def mutate(job: tuple[int, int]) -> dict[str, tuple[int, int]]:
    """So many inputs of a seed: how many there were of each target, and how many were good."""
    seed, count = job
    dice = random.Random(seed)
    tally = {target.__name__: (0, 0) for target, _ in TARGETS}
    faulthandler.dump_traceback_later(3600)
    for _ in range(count):
        target, texts = dice.choice(TARGETS)
        good = run_one(target, mutated(dice.choice(texts), dice))
        every, right = tally[target.__name__]
        tally[target.__name__] = every + 1, right + good
    faulthandler.cancel_dump_traceback_later()
    return tally


def by_mutation(inputs: int, seed: int, workers: int) -> None:
    """Mutate real files; print how many inputs each target got and how many of them were good."""
    size = 5_000
    jobs = [(seed * 1_000_003 + at, min(size, inputs - at)) for at in range(0, inputs, size)]
    total: dict[str, tuple[int, int]] = {}
    start = time.perf_counter()
    with multiprocessing.Pool(workers) as pool:
        for tally in pool.imap_unordered(mutate, jobs):
            for name, (every, right) in tally.items():
                before = total.get(name, (0, 0))
                total[name] = before[0] + every, before[1] + right
    for name, (every, right) in total.items():
        print(f"{name}: {every:,} inputs, {right:,} of them good")
    print(
        f"{inputs:,} inputs, seed {seed}, {time.perf_counter() - start:,.0f} s, no escape, no hang"
    )


def by_coverage(seconds: int) -> None:
    """Let atheris look for new paths in the package."""

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        target, texts = TARGETS[provider.ConsumeIntInRange(0, len(TARGETS) - 1)]
        text = texts[provider.ConsumeIntInRange(0, len(texts) - 1)]
        for _ in range(provider.ConsumeIntInRange(1, 6)):
            start = provider.ConsumeIntInRange(0, len(text))
            end = min(len(text), start + provider.ConsumeIntInRange(0, 40))
            piece = PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)]
            new = provider.ConsumeUnicode(8) if provider.ConsumeBool() else piece
            text = text[:start] + new + text[end:]
        run_one(target, text)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=512"], one)
    atheris.Fuzz()


def main() -> None:
    """One of the two ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--atheris", type=int, metavar="SECONDS", default=0)
    options = parser.parse_args()
    if options.atheris:
        by_coverage(options.atheris)
    else:
        by_mutation(options.inputs, options.seed, options.workers)


if __name__ == "__main__":
    main()
