"""Canonical text: what it looks like, that it means the same, and that nothing is lost."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from perfgoals.formatting import format_text
from perfgoals.loading import read_spec, read_text

ROOT = Path(__file__).parents[1]
TABLES = sorted((ROOT / "specs").rglob("*.pg"))
VALID = sorted((ROOT / "tests" / "specs" / "valid").glob("*.pg"))
COMMAND = [sys.executable, "-c", "import sys; from perfgoals.cli import main; sys.exit(main())"]

MESSY = """\ufeff\

# 市级目标表


年度：2023年
地区： 汕头市# 不是注释
金额（万元）: １,２00.50
评分办法: 从严  # 自定
办法: 从严
    沿用: 财预〔2021〕101号
    赋分
        正向: 完成比例，及格线 60%

    等级:
        好>=６0
        差 ≥ 0

产出指标［５０分］
\t数量指标
\t\t# pg: ignore PG351 原文如此
\t\t新建污水管网（公里） ：≥８0 （２0分） # 附件2
\t\t\t数据来源：住建部门
\t\t\t      |   月报
\t\t\t时限: 2023年10月底前
\t\t\t  # 块内的说明
\t\t培训 不少于 10场次


\t\t工期: 2023.07-2023.12
\t# 对齐上一级
# 顶格
效益指标
   水质: "每月1次"
   误差 : ±3%以内
任务: 管护
    性质: 约束性
    完成时限: 2023年底
    管护率:100%以上
"""
CLEAN = """\ufeff\
# 市级目标表

年度: 2023
地区: 汕头市# 不是注释
金额（万元）: 1200.50
评分办法: 从严  # 自定
办法: 从严
  沿用: 财预〔2021〕101号
  赋分
    正向: 完成比例, 及格线 60%

  等级:
    好 ≥ 60
    差 ≥ 0

产出指标 [50分]
  数量指标
    # pg: ignore PG351 原文如此
    新建污水管网 ≥ 80 公里 [20分]  # 附件2
      数据来源: 住建部门
        | 月报
      时限: 2023-10-31
      # 块内的说明
    培训 ≥ 10 场次

    工期: 2023-07-01 ~ 2023-12-31
  # 对齐上一级
# 顶格
效益指标
  水质: "每月1次"
  误差: -3~3%
任务: 管护
  性质: 约束性
  完成时限: 2023年底
  管护率 ≥ 100%
"""


def run(*arguments: str, stdin: bytes = b"", folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command as a user runs it."""
    environment = os.environ | {"PERFGOALS_LANG": "en", "PYTHONUTF8": "1"}
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, cwd=folder, env=environment
    )


def test_a_messy_file_becomes_canonical() -> None:
    """Spacing, signs, numbers and weights become one; comments, blank lines and silences stay."""
    assert pg.format_spec(MESSY) == CLEAN
    assert pg.format_spec(CLEAN) == CLEAN


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_the_cities_tables_are_canonical(path: Path) -> None:
    """The specs of the repository are as `fmt` would write them."""
    text = read_text(str(path))
    assert format_text(text, pg.load(path)) == text


@pytest.mark.parametrize("path", [*TABLES, *VALID], ids=lambda path: path.stem)
def test_formatting_keeps_the_meaning_and_every_comment(path: Path) -> None:
    """A formatted file reads as the same spec, formats to itself, and has all comments in order."""
    text = read_text(str(path))
    spec = read_spec(text, str(path), path.parent)
    new = format_text(text, spec)
    again = read_spec(new, str(path), path.parent)
    assert again == spec
    assert format_text(new, again) == new
    assert comments(new) == comments(text)


def comments(text: str) -> list[str]:
    """The comment lines, without their indentation."""
    lines = (line.strip(" \t\r\u3000\u00a0\ufeff") for line in text.split("\n"))
    return [line for line in lines if line.startswith("#")]


SPELLINGS = {
    ": ": st.sampled_from([": ", "：", " ： ", ":"]),
    " ≥ ": st.sampled_from([" ≥ ", "≥", " >= ", "＞＝", " 不少于 ", " at least "]),
    "[50分]": st.sampled_from(["[50分]", "［５０ 分］", "（50分）", "[ 50 ]", "[50points]"]),
    "80 公里": st.sampled_from(["80 公里", "８０公里", "80km", "80 千米", "80 公里  # 注"]),
    "  ": st.sampled_from(["  ", "\t", "   ", "\u3000"]),
}
TEMPLATE = """地区: 汕头市
# 一
产出指标 [50分]
  数量指标
    # 二
    管网 ≥ 80 公里
      说明: 旧管
        | 除外

    道路: 30 米
  质量指标
    合格率: 95%以上
    # 三
效益指标 [50分]
  收入: 提高"""


@given(st.data())
def test_spacing_and_spelling_never_change_the_meaning(data: st.DataObject) -> None:
    """However a file is spaced and spelled, its canonical text means the same, and is canonical."""
    text = TEMPLATE
    for plain, choices in SPELLINGS.items():
        text = text.replace(plain, data.draw(choices))
    blanks = data.draw(st.sampled_from(["\n", "\n\n", "\n \n\n"]))
    text = data.draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", blanks, 3)
    new = pg.format_spec(text)
    assert pg.loads(new) == pg.loads(text)
    assert pg.format_spec(new) == new
    assert comments(new) == comments(text)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_line_endings_stay(ending: str) -> None:
    """A file from Windows keeps its line endings."""
    text = "产出指标\n    管网：≥80公里\n".replace("\n", ending)
    assert pg.format_spec(text) == "产出指标\n  管网 ≥ 80 公里\n".replace("\n", ending)


@pytest.mark.parametrize(
    ("line", "canonical"),
    [
        pytest.param("单位（个）: 5", '"单位": 5 个', id="the-name-that-is-left-is-a-keyword"),
        pytest.param('"大于（公里）" ≥ 5', "大于 ≥ 5 公里", id="quotes-that-are-not-needed"),
        pytest.param('"比例 超 标准" ≥ 5 个', '"比例 超 标准" ≥ 5 个', id="quotes-stay"),
        pytest.param("工作（人）: 166 人", "工作: 166 人", id="given-twice"),
        pytest.param("所（站）: 提档升级", "所（站）: 提档升级", id="no-unit"),
        pytest.param("甲: 「已建成」", "甲: 「已建成」", id="text-as-written"),
        pytest.param("投入 >= 1,234.50万元", "投入 ≥ 1234.50 万元", id="digits-stay"),
    ],
)
def test_lines(line: str, canonical: str) -> None:
    """One line each, in a group."""
    assert pg.format_spec(f"产出指标\n  {line}\n") == f"产出指标\n  {canonical}\n"


def test_a_text_with_errors_is_not_formatted() -> None:
    """All its errors are told."""
    with pytest.raises(pg.SpecError) as caught:
        pg.format_spec("产出指标\n  管网 ≥ 80 公理\n  道路\n")
    assert [problem.code for problem in caught.value.problems] == ["PG201", "PG102"]


@pytest.mark.parametrize("path", [*TABLES, *VALID], ids=lambda path: path.stem)
def test_a_spec_is_written_as_text(path: Path) -> None:
    """`format_spec` of a `Spec` gives a text of its own that reads as the same spec."""
    spec = pg.load(path)
    text = pg.format_spec(spec)
    again = pg.loads(text)
    assert (again.members, again.tasks, again.method) == (spec.members, spec.tasks, spec.method)
    assert pg.format_spec(text) == text


def test_a_spec_that_no_text_says_is_refused() -> None:
    """A name with a line break is a problem, not another spec."""
    target = pg.parse_target("≥80公里")
    assert isinstance(target, pg.Bound)
    method = pg.loads("产出指标\n  甲 ≥ 1 个").method
    member = pg.Group(name="产出指标", members=(pg.Indicator(name="管\n网", target=target),))
    with pytest.raises(pg.SpecError) as caught:
        pg.format_spec(pg.Spec(members=(member,), method=method))
    assert [problem.code for problem in caught.value.problems] == ["PG008"]


# ---- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a messy file, a clean one, and one with an error."""
    (tmp_path / "messy.pg").write_bytes("产出指标\r\n\t管网：≥80公里\r\n".encode())
    (tmp_path / "clean.pg").write_bytes("产出指标\n  管网 ≥ 80 公里\n".encode())
    return tmp_path


def test_fmt_writes_in_place(folder: Path) -> None:
    """What is not canonical is rewritten, with its permissions and line endings; the rest is not."""
    (folder / "messy.pg").chmod(0o640)
    before = (folder / "clean.pg").stat().st_mtime_ns
    result = run("fmt", ".", folder=folder)
    assert result.returncode == 0
    assert result.stderr.decode() == "reformatted messy.pg\n1 reformatted, 1 left as they are\n"
    assert (folder / "messy.pg").read_bytes() == "产出指标\r\n  管网 ≥ 80 公里\r\n".encode()
    assert (folder / "clean.pg").stat().st_mtime_ns == before
    if os.name == "posix":
        assert stat.S_IMODE((folder / "messy.pg").stat().st_mode) == 0o640
    assert sorted(path.name for path in folder.iterdir()) == ["clean.pg", "messy.pg"]


def test_fmt_check_and_diff_change_nothing(folder: Path) -> None:
    """`--check` exits 1 where something would change, `--diff` shows it."""
    old = (folder / "messy.pg").read_bytes()
    result = run("fmt", "--check", "--diff", "messy.pg", folder=folder)
    assert result.returncode == 1
    assert result.stdout.decode().replace("\r\n", "\n") == (
        "--- messy.pg\n+++ messy.pg\n@@ -1,2 +1,2 @@\n 产出指标\n-\t管网：≥80公里\n+  管网 ≥ 80 公里\n"
    )
    assert (folder / "messy.pg").read_bytes() == old
    assert run("fmt", "--check", "clean.pg", folder=folder).returncode == 0
    assert run("fmt", "--diff", "messy.pg", folder=folder).returncode == 0


def test_fmt_leaves_a_file_with_errors_and_does_the_others(folder: Path) -> None:
    """One bad file is reported with exit code 2; it is as it was, and the others are done."""
    bad = "产出指标\n\t管网：≥80公理\n"
    (folder / "bad.pg").write_text(bad, encoding="utf-8")
    result = run("fmt", ".", folder=folder)
    assert result.returncode == 2
    assert b"PG201" in result.stderr
    assert (folder / "bad.pg").read_text(encoding="utf-8") == bad
    assert (folder / "messy.pg").read_bytes().startswith("产出指标\r\n  管网".encode())


def test_fmt_of_standard_input(folder: Path) -> None:
    """`-` reads standard input and writes standard output; what is wrong there has its line."""
    result = run("fmt", "-", stdin="产出指标\n\t管网：≥80公里\n".encode(), folder=folder)
    assert (result.returncode, result.stdout.decode()) == (0, "产出指标\n  管网 ≥ 80 公里\n")
    result = run("fmt", "-", stdin="产出指标\n\t管网：≥80公理\n".encode(), folder=folder)
    assert result.returncode == 2
    assert b"<stdin>:2:" in result.stderr
    assert result.stdout == b""
    assert run("fmt", "-", stdin="产出".encode("gb18030"), folder=folder).returncode == 2


def test_fmt_uses_what_a_file_takes_in(folder: Path) -> None:
    """Units and methods of a 引用 are known; a file that lies elsewhere is refused as ever."""
    (folder / "units.pg").write_text("单位: 筐=25 千克\n", encoding="utf-8")
    text = "引用: units.pg\n产出指标\n  果 ≥ 3筐\n"
    (folder / "messy.pg").write_text(text, encoding="utf-8")
    assert run("fmt", ".", folder=folder).returncode == 0
    assert (folder / "units.pg").read_text(encoding="utf-8") == "单位: 筐 = 25 千克\n"
    assert (folder / "messy.pg").read_text(encoding="utf-8").endswith("果 ≥ 3 筐\n")


def test_fmt_does_not_replace_what_may_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A read-only file is a problem, though its folder may be written."""
    from perfgoals.cli import main

    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    assert main(["--lang", "en", "fmt", "messy.pg"]) == 2
    assert "PG913: cannot write messy.pg: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_fmt_keeps_a_link(folder: Path) -> None:
    """What a link points to is rewritten; the link stays one."""
    (folder / "link.pg").symlink_to("messy.pg")
    assert run("fmt", "link.pg", folder=folder).returncode == 0
    assert (folder / "link.pg").is_symlink()
    assert "  管网 ≥ 80 公里" in (folder / "messy.pg").read_text(encoding="utf-8")


def test_a_locked_file_gives_a_clear_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that Excel or an editor holds open cannot be replaced on Windows; it stays whole."""
    from perfgoals.cli import main

    def refuse(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.chdir(folder)
    monkeypatch.setattr(Path, "replace", refuse)
    old = (folder / "messy.pg").read_bytes()
    assert main(["--lang", "en", "fmt", "messy.pg"]) == 2
    error = capsys.readouterr().err
    assert "PG913" in error
    assert "not open in Excel" in error
    assert (folder / "messy.pg").read_bytes() == old
    assert sorted(path.name for path in folder.iterdir()) == ["clean.pg", "messy.pg"]
