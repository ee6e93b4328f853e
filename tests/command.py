"""The command as people run it, and a folder of specs and actuals to run it in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

__all__ = ["BAD", "COMMAND", "EVAL_ZH", "REAL", "SPEC", "Done", "run", "work"]

COMMAND = [sys.executable, "-c", "import sys; from perfgoals.cli import main; sys.exit(main())"]
REAL = Path(__file__).parents[1] / "specs" / "guangdong-2023"

SPEC = """\
资金: 某资金
地区: 汕头市
年度: 2023

产出指标 [60分]
  管网 ≥ 80 公里
  覆盖率: 90%
效益指标 [40分]
  收入: 提高
"""
ACTUALS = """\
地区,指标,实际值,说明
汕头市,管网,79.5公里,差一点
汕头市,覆盖率,91%,
汕头市,收入,部分达成 70%,
"""
TWO = """\
地区,指标,实际值
汕头市,管网,79.5公里
汕头市,覆盖率,91%
汕尾市,管网,80公里
汕尾市,收入,
汕尾市,覆盖率,95%
梅州市,管网,80公里
"""
BAD = """\
地区,指标,实际值
汕头市,管网,79.5公理
汕头市,覆盖率,91
汕头市,管王,91
汕尾市,管网,80公里
"""


class Done:
    """What a run of the command gave."""

    def __init__(self, done: subprocess.CompletedProcess[bytes], encoding: str) -> None:
        self.code = done.returncode
        self.raw = done.stdout
        self.out = done.stdout.decode(encoding).replace("\r\n", "\n")
        self.err = done.stderr.decode(encoding).replace("\r\n", "\n")


def run(
    folder: Path, *arguments: str, lang: str = "zh", encoding: str = "utf-8", **environment: str
) -> Done:
    """Run the command in a folder; a traceback is never an answer."""
    env = {
        **os.environ,
        "PERFGOALS_LANG": lang,
        "PYTHONIOENCODING": encoding,
        "COLUMNS": "100",
        **environment,
    }
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=folder, env=env, capture_output=True, check=False, timeout=60
    )
    result = Done(done, encoding)
    assert "Traceback" not in result.err, result.err
    assert "Traceback" not in result.out, result.out
    assert result.code in {0, 1, 2}, result.code
    return result


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with two specs, alone and in a folder of their own, and several actuals."""
    (tmp_path / "d").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.csv").mkdir()
    other = SPEC.replace("汕头市", "汕尾市")
    files = {
        "a.pg": SPEC,
        "b.pg": other,
        "d/a.pg": SPEC,
        "d/b.pg": other,
        "m.def": "",
        "a.csv": ACTUALS,
        "two.csv": TWO,
        "bad.csv": BAD,
        "nothing.csv": "",
        "columns.csv": "指标,数\n管网,1\n",
        "noregion.csv": "指标,实际值\n管网,80公里\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\xfa")
    return tmp_path


# ---- eval: whole outputs ------------------------------------------------------------------------

EVAL_ZH = """\
汕头市 · 某资金 · 2023
总分 87.81 · 等级 良 · 达成 1，部分达成 1，未达成 1
评分办法 财预〔2020〕10号

指标      指标值     实际值        结果       分值   得分
────────  ─────────  ────────────  ────────  ─────  ─────
产出指标
  管网    ≥ 80 公里  79.5 公里     未达成    30.00  29.81
  覆盖率  90%        91%           达成      30.00  30.00
效益指标
  收入    提高       部分达成 70%  部分达成  40.00  28.00

需要关注
未达成 (1)
  管网: 要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里；得 29.81，分值 30.00  [a.pg:6:3, a.csv:2:8] — 差一点
部分达成 (1)
  收入: 要求 “提高”，实际 部分达成 70%；得 28.00，分值 40.00  [a.pg:9:3, a.csv:4:8]
"""
