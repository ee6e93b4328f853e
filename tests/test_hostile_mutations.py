"""Real files and cells, mutated: what comes of them is a value or one kind of exception."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import perfgoals as pg
from hostile import evaluated, problems_of

REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"


# ---- mutated input ------------------------------------------------------------------------------

TEXTS = [
    path.read_text(encoding="utf-8")
    for path in [
        *sorted(REAL.glob("*.pg")),
        *sorted((Path(__file__).parent / "specs").rglob("*.pg")),
    ]
]
ROWS = (REAL / "actuals-sample.csv").read_text(encoding="utf-8-sig").splitlines()
CELLS = [
    "≥100公里",
    "1600元/亩",
    "‹=475元/亩",
    "±3%以内",
    "0%",
    "优良",
    "280人次",
    "220",
    "1次/月",
    "2023年底",
    "2023.07-2024.01",
    "95%以上",
    "1-2个",
    "0.7",
    "28.8万元",
    "12月底之前完成",
    "100±3%",
    "控制在100万元以内",
    "约3万亩",
    "提高0.1个百分点",
    "1,234.5万元",
]
PIECES = [
    "\n", "\r\n", "\t", "　", " ", "  ", "    ", ":", "：", "≥", ">=", "≤", "<", "=", "~", "-", "±", "%",
    "％", "‰", "[", "]", "[50分]", "（", "）", "「", '"', "#", "|", "→", ",", "，", ".", "0", "9" * 120, "80",
    "公里", "公理", "万", "亿元", "年",
    "月底前", "以上", "以内", "不少于", "约", "余", "提高",
    "权重: 6分", "方向: 反向",
    "时限: 2023-10-31", "评分: 直接", "产出指标", "成本指标", "办法: 甲",
    "沿用: 财预〔2020〕10号", "赋分", "等级", "\0", "\x1b", "\u202e", "\ufeff", "\ud800", "²", "½", "Ⅷ",
    "①", "٣", "é", "🎯",
]  # fmt: skip
QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@st.composite
def mutated(draw: st.DrawFn, texts: list[str]) -> str:
    """A real text with a few pieces cut, doubled, moved or put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 1, 2, 5, 30])))
        new = draw(st.sampled_from(["", text[start:end] * 2, *PIECES]) | st.text(max_size=3))
        text = text[:start] + new + text[end:]
    return text


@QUICK
@given(mutated(TEXTS))
def test_mutated_specs(text: str) -> None:
    """Out of `loads` comes a spec or our own error, and what loads can be evaluated."""

    def read() -> None:
        spec = pg.loads(text)
        if spec.indicators:
            rows = [
                {"指标": str(indicator.name), "实际值": "", "地区": spec.region or ""}
                for indicator in spec.indicators[:1]
            ]
            evaluated(spec, pg.Actuals.from_rows(rows))

    problems_of(read)


@QUICK
@given(mutated(TEXTS))
def test_mutated_texts_format(text: str) -> None:
    """What loads is formatted, means the same and is canonical then; what does not is our own error."""

    def read() -> None:
        new = pg.format_spec(text)
        assert pg.loads(new) == pg.loads(text)
        assert pg.format_spec(new) == new

    problems_of(read)


@QUICK
@given(
    mutated(CELLS),
    st.sampled_from(["", "管网（公里）", "满意度（%）"]),
    st.sampled_from([None, 2023]),
)
def test_mutated_cells(cell: str, name: str, year: int | None) -> None:
    """Out of `parse_target` comes a target or our own error, and the target's text means the same."""

    def read() -> None:
        target = pg.parse_target(cell, name=name, year=year)
        assert str(pg.parse_target(str(target))) == str(target)

    problems_of(read)


@QUICK
@given(mutated(["\n".join(ROWS[start : start + 18]) for start in range(1, len(ROWS), 18)]))
def test_mutated_rows(body: str) -> None:
    """Out of the reading and evaluation of rows comes a scorecard or our own error."""
    spec = pg.load(REAL / "shantou.pg")
    columns = ROWS[0].split(",")
    rows = [dict(zip(columns, line.split(","), strict=False)) for line in body.split("\n")]

    def read() -> None:
        evaluated(spec, pg.Actuals.from_rows(rows))

    problems_of(read)


@QUICK
@given(
    mutated(["\n".join([ROWS[0], *ROWS[1:19]])]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_mutated_files(text: str, encoding: str) -> None:
    """The same from files in every encoding."""
    path = Path(os.environ["PYTEST_MUTATED"])
    path.write_bytes(text.encode(encoding, "surrogatepass" if encoding != "gb18030" else "replace"))
    spec = pg.load(REAL / "shantou.pg")
    problems_of(lambda: evaluated(spec, pg.read_actuals(path)))


@pytest.fixture(autouse=True, scope="module")
def _a_file_to_write(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One path for all mutated files."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTEST_MUTATED", str(tmp_path_factory.mktemp("mutated") / "a.csv"))
    yield
    patch.undo()


@pytest.mark.parametrize(
    "head", ["办法: 甲\n", "任务: 甲\n", "指标: 甲\n", "产出指标\n", "产出指标\n  甲 ≥ 1 个\n", ""]
)
def test_any_line_may_stand_anywhere(head: str) -> None:
    """Every keyword with and without a text and a block, in every block: at worst a problem."""
    from perfgoals.parsing import keywords

    for word in keywords():
        for line in (word, f"{word}:", f"{word}: 甲", f"{word} ≥ 3 个"):
            for indent in ("", "  ", "    ", "\t"):
                for more in ("", f"{indent}  甲 ≥ 3 个\n", f"{indent}  甲 [5分]\n{indent}乙\n"):
                    with contextlib.suppress(pg.SpecError):
                        pg.loads(f"{head}{indent}{line}\n{more}")


MARKS = "a" + "\u0301\u0323" * 50_000
"""To bring these into the normal form of Unicode takes long."""


@pytest.mark.parametrize("column", ["地区", "指标", "实际值", "单位", "期间", "填报单位", "说明"])
def test_a_cell_that_takes_long_to_fold_is_refused(column: str, tmp_path: Path) -> None:
    """No cell is folded that is longer than its limit, from a file or from Python."""
    row = {"指标": "管网", "实际值": "80公里", column: MARKS}
    path = tmp_path / "a.csv"
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")
    start = time.perf_counter()
    for read in (lambda: pg.Actuals.from_rows([row]), lambda: pg.read_actuals(path)):
        assert [problem.code for problem in problems_of(read)] == ["PG509"]
    assert time.perf_counter() - start < 20
