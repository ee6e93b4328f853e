"""`perfgoals check --fix`: what is mended, what is not, and what the diff shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import perfgoals as pg
from checked import write
from command import run
from perfgoals.errors import Edit
from perfgoals.fixing import apply_edits

case = pytest.param


# ---- fixes -----------------------------------------------------------------------------------------

FIXABLE = """\
地区: 汕头市
产出指标
  数量指标
    实践所（站)建设: 3 个
    # pg: ignore PG301 早就改了
    覆盖率: 101%
    管网 ≥ 80 公里 # pg: ignore PG301 原文如此
"""
FIXED = """\
地区: 汕头市
产出指标
  数量指标
    实践所（站）建设: 3 个
    覆盖率: 101%
    管网 ≥ 80 公里
"""
DIFF = """\
--- a.pg
+++ a.pg
@@ -1,7 +1,6 @@
 地区: 汕头市
 产出指标
   数量指标
-    实践所（站)建设: 3 个
-    # pg: ignore PG301 早就改了
+    实践所（站）建设: 3 个
     覆盖率: 101%
-    管网 ≥ 80 公里 # pg: ignore PG301 原文如此
+    管网 ≥ 80 公里
a.pg:6:5: 警告 PG308: “覆盖率”的目标 101% 超出 0–100%
a.pg:4:5: 提示 PG317: “实践所（站)建设”的括号一半全角、一半半角
a.pg:5:5: 提示 PG318: 这里没有 PG301 可以忽略，另见 a.pg:7:16
4 项发现
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no-BOM", "BOM"])
def test_fixes_are_applied_exactly(ending: str, mark: str, tmp_path: Path) -> None:
    """Only the spans change: line endings and the BOM are kept, and a second run finds no more."""
    path = tmp_path / "a.pg"
    path.write_bytes((mark + FIXABLE.replace("\n", ending)).encode("utf-8"))
    for _ in range(2):
        done = run(tmp_path, "check", "a.pg", "--fix")
        assert done.code == 1
        assert path.read_bytes() == (mark + FIXED.replace("\n", ending)).encode("utf-8")
        assert "PG308" in done.out
        assert "PG317" not in done.out
        assert "PG318" not in done.out
    assert [problem.code for problem in pg.check(pg.load(path))] == ["PG308"]


def test_the_diff_shows_the_fixes_and_changes_nothing(tmp_path: Path) -> None:
    """`--diff` prints what `--fix` would do, and all findings."""
    write(tmp_path, a=FIXABLE)
    done = run(tmp_path, "check", "a.pg", "--diff")
    assert re.sub(r"\n[34] 项", "\n4 项", done.out) == DIFF
    assert done.code == 1
    assert (tmp_path / "a.pg").read_text(encoding="utf-8") == FIXABLE


def test_where_all_is_fixed_the_exit_code_is_0(tmp_path: Path) -> None:
    """After `--fix` only what is left counts."""
    write(tmp_path, a=FIXABLE.replace("101%", "100%"))
    done = run(tmp_path, "check", "a.pg", "--fix")
    assert (done.code, done.out) == (0, "没有发现问题。\n")


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        case(
            "\ufeff# pg: ignore PG301 原文如此\n产出指标\n  管网: 完成\n",
            "\ufeff产出指标\n  管网: 完成\n",
            id="first-line-behind-a-BOM",
        ),
        case(
            "# 一\f二\u2028三\n产出指标\n  所（站)建设: 完成\n",
            "# 一\f二\u2028三\n产出指标\n  所（站）建设: 完成\n",
            id="only-line-feeds-end-lines",
        ),
        case(
            "产出指标\n  所（站)和（镇)建设: 完成\n",
            "产出指标\n  所（站）和（镇）建设: 完成\n",
            id="two-in-one-name",
        ),
        case(
            "产出指标\n  管网: 完成 # pg: ignore PG301 原文如此",
            "产出指标\n  管网: 完成",
            id="no-line-feed-at-the-end",
        ),
    ],
)
def test_fixes_touch_their_own_place_only(text: str, fixed: str, tmp_path: Path) -> None:
    """Whatever stands before it, a fix lands on what it is for."""
    path = tmp_path / "a.pg"
    path.write_bytes(text.encode("utf-8"))
    run(tmp_path, "check", "a.pg", "--fix")
    assert path.read_bytes().decode("utf-8") == fixed
    assert pg.check(pg.load(path)) == ()


def test_what_a_fix_does_not_reach_is_still_told(tmp_path: Path) -> None:
    """Of one finding in two files, only the file that could be mended is out of the matter."""
    text = '产出指标\n  "所（站)建设": 完成\n'
    write(tmp_path, a=text.replace('"', ""), b=text)
    done = run(tmp_path, "check", "a.pg", "b.pg", "--fix")
    left = pg.check(pg.load(tmp_path / "b.pg"))
    assert done.code == int(bool(left))


def test_edits_that_overlap() -> None:
    """Of two edits on one place one is made, so that nothing is garbled."""

    def edit(start: int, end: int, text: str) -> Edit:
        return Edit(span=pg.Span(path="a", line=1, column=start, end=end), replacement=text)

    assert apply_edits("abcdef\n", [edit(2, 4, "X"), edit(3, 5, "Y")]) in ("aXdef\n", "abYef\n")
    assert apply_edits("abcdef\n", [edit(2, 3, "X"), edit(5, 6, "YY")]) == "aXcdYYf\n"
    assert apply_edits("abcdef\n", [edit(2, 3, "X"), edit(2, 3, "X")]) == "aXcdef\n"
