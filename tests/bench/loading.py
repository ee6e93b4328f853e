"""A folder of 3,000 files with 100,000 targets: parsed, on all cores, and from the cache."""

from __future__ import annotations

import functools
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import Finding, Series, interleaved, rates

import perfgoals as pg
from perfgoals.loading.cache import cache_file

AT_LEAST = 10.0
SEED = 20231231
NAMES = ("新建污水管网", "改造供水管道", "硬化村内道路", "清淤河道", "培训农民", "新增绿化面积")
UNITS = ("公里", "座", "万元", "人次", "平方米", "户")
HEADER = """\
资金: 涉农统筹整合转移支付
地区: 第{number}镇
年度: 2023
文号: 粤财农〔2023〕25号
引用: catalog.pg
"""
CATALOGUE = "".join(f"指标: {name}\n  方向: 正向\n" for name in NAMES)


def compare(quick: bool) -> Iterator[Finding]:
    """From the cache beside parsing in one process, and parsing on all cores beside one."""
    files, targets, rounds = (1_500, 50_000, 3) if quick else (3_000, 100_000, 7)
    with tempfile.TemporaryDirectory() as place:
        os.environ["PERFGOALS_CACHE"] = str(Path(place, "cache"))
        folder = Path(place, "specs")
        write(folder, files, targets)
        check(folder, files, targets)
        yield from _times(folder, files, targets, rounds)
        if sys.platform == "linux":  # elsewhere a process does not say it plainly
            yield _memory(folder, files)


def _times(folder: Path, files: int, targets: int, rounds: int) -> Iterator[Finding]:
    name = f"{files:,} files, {targets:,} targets"
    parsed = functools.partial(pg.load_folder, folder)
    cached = functools.partial(pg.load_folder, folder, cache=True)
    work = {
        "cache": cached,
        "parsed": parsed,
        "without collector": functools.partial(_bare, folder),
    }
    times = interleaved(work, rounds)
    speeds = {label: rates(series, targets, label) for label, series in times.items()}
    for peer, bound in (("parsed", AT_LEAST), ("without collector", None)):
        yield Finding(
            name=f"{name} from the cache",
            unit="targets/s",
            ours=speeds["cache"],
            peer=speeds[peer],
            at_least=bound,
        )
    work = {"all cores": functools.partial(pg.load_folder, folder, processes=None), "one": parsed}
    clocks = {"clock": time.perf_counter, "processor, all processes": _processor}
    for measured, clock in clocks.items():
        times = interleaved(work, rounds, clock=clock)
        yield Finding(
            name=f"{name} on all cores, {measured}",
            unit="s",
            ours=times["all cores"],
            peer=times["one"],
            note=f"{os.cpu_count()} cores",
        )


def _processor() -> float:
    """The seconds of processor of this process and those that it has waited for."""
    return sum(os.times()[:4])


def _bare(folder: Path) -> tuple[pg.Spec, ...]:
    """Parsed as the command does, which keeps the collector out."""
    gc.disable()
    try:
        return pg.load_folder(folder)
    finally:
        gc.enable()


def _memory(folder: Path, files: int) -> Finding:
    """The most memory that a process took, from the cache and parsing."""
    code = """
import sys
from pathlib import Path
import perfgoals as pg
specs = pg.load_folder(sys.argv[1], cache=sys.argv[2] == "cache")
print(Path("/proc/self/status").read_text(encoding="utf-8").split("VmHWM:")[1].split()[0])
"""

    def most(way: str) -> float:
        command = [sys.executable, "-c", code, str(folder), way]
        return float(subprocess.run(command, capture_output=True, check=True).stdout)

    taken = {way: most(way) for way in ("cache", "parsed")}
    return Finding(
        name=f"{files:,} files, memory of the process",
        unit="MB",
        ours=Series("cache", (taken["cache"] / 1024,)),
        peer=Series("parsed", (taken["parsed"] / 1024,)),
    )


def write(folder: Path, files: int, targets: int) -> None:
    """The same files each time: all kinds of targets, some with a block."""
    chance = random.Random(SEED)
    folder.mkdir()
    (folder / "catalog.pg").write_text(CATALOGUE, encoding="utf-8")
    for number in range(files):
        count = targets // files + (number < targets % files)
        lines = [HEADER.format(number=number), "产出指标\n  数量指标\n"]
        for at in range(count):
            if at == count * 3 // 4:
                lines.append("效益指标\n  社会效益指标\n")
            lines += target(chance, at)
        (folder / f"{number:04}.pg").write_text("".join(lines), encoding="utf-8")


def target(chance: random.Random, at: int) -> Iterator[str]:
    """A line, and the block of one in ten."""
    kind = chance.random()
    which = chance.randrange(len(NAMES))
    if kind < 0.7:
        yield f"    {NAMES[which]}{at} ≥ {chance.randrange(1, 5_000)}.{which} {UNITS[which]}\n"
    elif kind < 0.85:
        yield f"    项目验收合格率{at} ≥ {chance.randrange(80, 100)}%\n"
    elif kind < 0.95:
        yield f"    群众收入{at}: {'提高' if at % 2 else '有所提升'}\n"
    else:
        yield f"    项目完工{at}: 2023年{chance.randrange(1, 13)}月底前\n"
    if chance.random() < 0.1:
        yield "      说明: 以验收为准\n"


def check(folder: Path, files: int, targets: int) -> None:
    """What is timed must have done its work: all ways give the same, the last from the cache."""
    parsed = pg.load_folder(folder)
    assert len(parsed) == files
    assert sum(len(spec.indicators) for spec in parsed) == targets
    assert pg.load_folder(folder, processes=None, cache=True) == parsed
    kept = cache_file(folder)
    assert kept is not None
    written = kept.stat().st_mtime_ns
    assert pg.load_folder(folder, cache=True) == parsed
    assert kept.stat().st_mtime_ns == written
