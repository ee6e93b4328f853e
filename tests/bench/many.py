"""`perfgoals.bulk` beside hand-written queries, Polars and pandas, over one generated table.

    pip install -e . --group bulk
    python tests/bench/many.py                        # 1 and 10 million rows, clean and dirty
    python tests/bench/many.py --rows 1000000 --rounds 3 --json figures.json
    python tests/bench/many.py --rows 100000000 --kinds clean --endings parquet --memory 1500MB

Every contender runs in a process of its own, in turns; the results of all are compared before any
figure is shown. By hand: 2 a contender's package is missing, 1 results differ, `--most` was passed, or
a ratio is a fifth worse than in the figures given by `--against` (`tests/bench/many.json` has those of
docs/performance.md).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import attrs
import duckdb
from by_hand_sql import CLEAN, DIRTY_PROBLEMS, DIRTY_ROWS, DIRTY_TOTALS, lookups

import perfgoals as pg
from perfgoals import bulk

TOWNS = 50_000
ENDINGS = ("parquet", "csv")
A_FIFTH_MORE = 1.2
UNITS = ("公里", "公里", "户", "亩")
CONTENDERS = {
    "clean": ("perfgoals", "by hand", "polars", "pandas"),
    "dirty": ("perfgoals", "by hand"),
}


# ---- the table ----------------------------------------------------------------------------------------


def spec_of(targets: int) -> pg.Spec:
    """The table that all towns share."""
    lines = [f"  事项{n} ≥ {100 + n} {UNITS[n % 4]}\n" for n in range(targets)]
    return pg.loads("地区: 甲镇\n年度: 2023\n产出指标\n" + "".join(lines))


def generate(folder: Path, rows: int, towns: int, kind: str, endings: Sequence[str]) -> None:
    """Rows of all towns and targets, always the same: as Parquet, and perhaps as CSV."""
    wrong = "hash(r * 7919 + i) % 1000" if kind == "dirty" else "999"
    query = f"""
SELECT CASE WHEN w = 0 THEN '第'||r||'镇 ' ELSE '第'||r||'镇' END AS 地区,
  CASE w WHEN 1 THEN '事 项'||i WHEN 2 THEN '事项'||i||'（'||u||'）'
    WHEN 10 THEN '事顶'||i ELSE '事项'||i END AS 指标,
  CASE w WHEN 3 THEN '８０' WHEN 4 THEN v||' '||u WHEN 11 THEN '较好' ELSE v END AS 实际值,
  CASE w WHEN 12 THEN '公理' WHEN 4 THEN '' ELSE u END AS 单位
FROM (
  SELECT r, i, {wrong} AS w,
    CASE WHEN i % 4 = 0
      THEN (hash(r * 1000 + i) % 200000)||'.'||lpad((hash(i * 7 + r) % 100)::VARCHAR, 2, '0')
      ELSE (hash(r * 1000 + i) % 200)::VARCHAR END AS v,
    CASE i % 4 WHEN 0 THEN '米' WHEN 1 THEN '公里' WHEN 2 THEN '户' ELSE '亩' END AS u
  FROM range({towns}) AS t(r), range({rows // towns}) AS s(i)
)"""
    path = folder / f"{kind}-{rows}"
    duckdb.execute(f"COPY ({query}) TO '{path}.parquet' (FORMAT parquet)")
    if "csv" in endings:
        duckdb.execute(f"COPY (FROM '{path}.parquet') TO '{path}.csv' (HEADER)")


# ---- the contenders: each gives a sum and a count to compare ------------------------------------------

Work = Callable[..., dict[str, Any]]


def timed(prepared: float, began: tuple[float, float], **found: Any) -> dict[str, Any]:
    return {
        "seconds": time.perf_counter() - began[0],
        "cpu": time.process_time() - began[1],
        "prepared": prepared,
        "memory": _peak(),
        **found,
    }


def _peak() -> int:
    """The most memory that this process held, in MB; what its parent held does not count."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) // 1024
    return 0


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def ours(
    path: Path, rows: int, towns: int, kind: str, threads: int, memory: str | None = None
) -> dict[str, Any]:
    like = spec_of(rows // towns)
    specs = [attrs.evolve(like, region=f"第{n}镇") for n in range(towns)]
    start = now()
    with bulk.evaluate(specs, path, threads=threads, memory=memory) as lazy:
        prepared, began = time.perf_counter() - start[0], now()
        found = lazy.kept() if kind == "dirty" else lazy  # for two tables, as by hand
        totals = found.cards.summary("count(*) AS cards, sum(total) AS total")
        wrong = found.problems.summary("count(*) AS problems") if kind == "dirty" else {}
        cents = int(totals["total"] * 100)
        return timed(prepared, began, total=cents, cards=totals["cards"], **wrong)


def by_hand(path: Path, rows: int, towns: int, kind: str, threads: int) -> dict[str, Any]:
    connection = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
    start = now()
    lookups(connection, spec_of(rows // towns), str(path), kind)
    prepared, began = time.perf_counter() - start[0], now()
    if kind == "clean":
        cards, total = connection.execute(f"SELECT count(*), sum(total) FROM ({CLEAN})").fetchall()[
            0
        ]
        return timed(prepared, began, total=int(total), cards=cards)
    connection.execute(f"CREATE TEMP TABLE judged AS {DIRTY_ROWS}")
    sums = f"SELECT count(*), sum(total) FROM ({DIRTY_TOTALS})"
    cards, total = connection.execute(sums).fetchall()[0]
    wrong = connection.execute(f"SELECT count(*) FROM ({DIRTY_PROBLEMS})").fetchall()[0][0]
    return timed(prepared, began, total=int(total), cards=cards, problems=wrong)


def in_polars(path: Path, rows: int, towns: int, _: str, threads: int) -> dict[str, Any]:
    import os

    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    targets, factors = _peer_tables(spec_of(rows // towns))
    began = now()
    lazy = (
        pl.scan_parquet(path)
        if path.suffix == ".parquet"
        else pl.scan_csv(path, schema_overrides={"实际值": pl.String})
    )
    number = pl.col("实际值").cast(pl.Decimal(18, 6)).cast(pl.Decimal(28, 6)) * 1_000_000
    joined = (
        lazy.join(pl.LazyFrame(targets), on="指标")
        .join(pl.LazyFrame(factors), on="单位")
        .with_columns(a=number.cast(pl.Int64) * pl.col("factor"))
    )
    part = (2 * pl.col("cents") * pl.col("a") + pl.col("goal")) // (2 * pl.col("goal"))
    score = (
        pl.when(pl.col("a") >= pl.col("goal"))
        .then(pl.col("cents"))
        .otherwise(pl.min_horizontal(part, pl.col("cents") - 1))
    )
    cards = joined.group_by("地区").agg(total=score.sum()).collect(engine="streaming")
    return timed(0.0, began, total=int(cards["total"].sum()), cards=len(cards))


def in_pandas(path: Path, rows: int, towns: int, _: str, threads: int) -> dict[str, Any]:
    del threads
    import pandas as pd

    targets, factors = _peer_tables(spec_of(rows // towns))
    began = now()
    frame = (
        pd.read_parquet(path)
        if path.suffix == ".parquet"
        else pd.read_csv(path, dtype={"实际值": str})
    )
    frame = frame.merge(pd.DataFrame(targets), on="指标").merge(pd.DataFrame(factors), on="单位")
    parts = frame["实际值"].str.partition(".")  # exact: never through a float
    whole = parts[0].astype("int64") * 1_000_000 + parts[2].str.ljust(6, "0").astype("int64")
    a = whole * frame["factor"]
    score = (2 * frame["cents"] * a + frame["goal"]) // (2 * frame["goal"])
    score = score.clip(upper=frame["cents"] - 1).where(a < frame["goal"], frame["cents"])
    cards = score.groupby(frame["地区"]).sum()
    return timed(0.0, began, total=int(cards.sum()), cards=len(cards))


def _peer_tables(spec: pg.Spec) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    connection = duckdb.connect()
    lookups(connection, spec, "", "")
    found = []
    for name in ("targets", "factors"):
        columns = connection.execute(f"FROM {name}").fetchnumpy()
        found.append({key: list(column.tolist()) for key, column in columns.items()})
    targets, factors = found
    return {k: targets[k] for k in ("指标", "goal", "cents")}, {
        k: factors[k] for k in ("单位", "factor")
    }


WORK: dict[str, Work] = {
    "perfgoals": ours,
    "by hand": by_hand,
    "polars": in_polars,
    "pandas": in_pandas,
}


# ---- the runs -----------------------------------------------------------------------------------------


def run(name: str, path: Path, options: argparse.Namespace, kind: str, rows: int) -> dict[str, Any]:
    towns = min(options.towns, rows)
    call = [sys.executable, __file__, "--child", name, str(path), str(rows), str(towns), kind]
    done = subprocess.run(
        [*call, "--threads", str(options.threads)]
        + (["--memory", options.memory] if options.memory else []),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def compare(options: argparse.Namespace) -> int:
    figures: list[dict[str, Any]] = []
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.rows:
            for kind in options.kinds:
                names = tuple(x for x in CONTENDERS[kind] if x in options.contenders)
                generate(Path(folder), rows, min(options.towns, rows), kind, options.endings)
                for ending in options.endings:
                    path = Path(folder) / f"{kind}-{rows}.{ending}"
                    code |= _measure(options, path, kind, rows, names, figures)
    if options.against:
        known = json.loads(Path(options.against).read_text(encoding="utf-8"))
        code |= _held_against(known, figures)
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return code


def _held_against(known: list[dict[str, Any]], figures: list[dict[str, Any]]) -> int:
    """1 where ours takes a fifth more, beside another way, than it took."""
    key = itemgetter("rows", "kind", "file", "contender")
    before = {key(each): each["ratio"] for each in known}
    code = 0
    for each in figures:
        if key(each) in before and each["ratio"] > before[key(each)] * A_FIFTH_MORE:
            print(f"LOST: {key(each)}: {each['ratio']:.2f} times, it was {before[key(each)]:.2f}")
            code = 1
    return code


def _measure(
    options: argparse.Namespace,
    path: Path,
    kind: str,
    rows: int,
    names: tuple[str, ...],
    figures: list[dict[str, Any]],
) -> int:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for _ in range(options.rounds):
        for name in names:
            runs[name].append(run(name, path, options, kind, rows))
    said = {
        name: {key: of[0].get(key) for key in ("total", "cards", "problems")}
        for name, of in runs.items()
    }
    print(f"\n{rows:,} rows, {kind}, {path.suffix}, {options.threads} threads: {said['perfgoals']}")
    if any(each != said["perfgoals"] for each in said.values()):
        print(f"  DIFFERENT: {said}")
        return 1
    code = 0
    base = {
        key: statistics.median(each[key] for each in runs["perfgoals"])
        for key in ("seconds", "cpu")
    }
    for name, of in runs.items():
        middle = {
            key: statistics.median(each[key] for each in of)
            for key in ("seconds", "cpu", "prepared", "memory")
        }
        ratio = base["cpu"] / middle["cpu"]
        print(
            f"  {name:10} {middle['seconds']:7.2f} s  {middle['cpu']:7.2f} s of processor"
            f"  {middle['memory']:6.0f} MB  prepared {middle['prepared']:5.2f} s"
            f"  ours is {ratio:5.2f} times"
        )
        figures.append(
            {"rows": rows, "kind": kind, "file": path.suffix, "contender": name, **middle}
            | {"threads": options.threads, "ratio": ratio}
        )
        if options.most and name == "by hand" and ratio > options.most:
            code = 1
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--towns", type=int, default=TOWNS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--most", type=float, help="fail where ours takes more than so many times")
    parser.add_argument("--kinds", nargs="+", choices=CONTENDERS, default=[*CONTENDERS])
    parser.add_argument("--endings", nargs="+", choices=ENDINGS, default=ENDINGS)
    parser.add_argument("--contenders", nargs="+", choices=WORK, default=[*WORK])
    parser.add_argument("--memory", help="what ours may take, such as 1500MB")
    parser.add_argument("--against", help="figures of an earlier run")
    parser.add_argument("--json", help="write the figures here")
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        name, path, rows, towns, kind = options.child
        more = {"memory": options.memory} if name == "perfgoals" else {}
        found = WORK[name](Path(path), int(rows), int(towns), kind, options.threads, **more)
        print(json.dumps(found))
        return 0
    return compare(options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ModuleNotFoundError as error:
        print(f"{error.name} is not installed: pip install -e . --group bulk")
        sys.exit(2)
