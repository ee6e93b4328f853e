"""The language: what each wrong line is told, all in one go, and none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from language import HERE, places, problems_of

REAL = sorted((HERE.parents[0] / "specs" / "guangdong-2023").glob("*.pg"))


# ---- errors: all in one go, none an echo --------------------------------------------------------

BAD_LINES = [
    "管网 ≥ 80 公理",
    "管网 80 公里",
    "考核: 每月1次",
    "面积: 约3万亩",
    "覆盖率: 提高3%",
    "合格率 ≥ 95%以下",
    "井: ±",
    '"未闭 ≥ 3 个',
    "坑 ≥ 12,34 个",
    "投诉: 3 件",
    "墙 ≥ 2023-12-31",
    "屋 ≥ 好",
    "床 ≥",
    ": 3",
    "≥ 3",
    "瓦: 2023-02-30",
    "砖: 年底",
    "口径: 合计",
    "地区: 汕头市",
    "权重: 3分",
    "长 ≥ " + "9" * 5000,
    "管网（公里） ≥ 3 米",
    "项目 ≥ 1~2 个",
    "| 孤儿",
    "空:",
]


@pytest.mark.parametrize("line", BAD_LINES, ids=[line[:20] for line in BAD_LINES])
def test_a_bad_line_is_one_problem_at_its_place(line: str) -> None:
    """A bad line is one problem at its line, and the rest is read on."""
    text = f"产出指标\n  甲 ≥ 8 个\n  {line}\n  乙 ≥ 8 个\n  丙 ≥ 8 公理\n"
    assert [line for _, line, _ in places(text)] == [3, 5]


def test_n_bad_lines_are_n_problems() -> None:
    """A file with every kind of bad line has exactly one problem for each, in order."""
    text = "产出指标\n" + "".join(f"  {line}\n" for line in BAD_LINES)
    assert [line for _, line, _ in places(text)] == list(range(2, 2 + len(BAD_LINES)))


def test_the_order_of_bad_lines_does_not_matter() -> None:
    """The same bad lines the other way round are as many problems."""
    text = "产出指标\n" + "".join(f"  {line}\n" for line in reversed(BAD_LINES))
    assert [line for _, line, _ in places(text)] == list(range(2, 2 + len(BAD_LINES)))


@pytest.mark.parametrize("line", BAD_LINES[:17], ids=[line[:20] for line in BAD_LINES[:17]])
def test_a_bad_target_with_attributes_is_one_problem(line: str) -> None:
    """The attributes of a bad target are no further problems, unless they are bad themselves."""
    text = f"产出指标\n  {line}\n    依据: 文件\n    说明: 文字\n      | 又一行\n  乙 ≥ 8 个\n"
    assert [line for _, line, _ in places(text)] == [2]
    text = f"产出指标\n  {line}\n    依据: 文件\n    依剧: 文件\n  乙 ≥ 8 个\n"
    assert [line for _, line, _ in places(text)] == [2, 4]


@pytest.mark.parametrize(
    "line",
    ['"产出指标', "产出指标:", "产出指标 ≥", "≥", "产出指标 [50分", "方向: 正向", "地曲: 汕头市"],
)
def test_a_bad_group_line_is_one_problem(line: str) -> None:
    """The block below a bad group line is read on and is no echo of it."""
    text = f"{line}\n  数量指标\n    管网 ≥ 80 公里\n      依据: 文件\n    道路 ≥ 3 公理\n"
    assert [line for _, line, _ in places(text)] == [1, 5]


INDENTATION = [
    ("less", "产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n  丙 ≥ 8 个\n", [3]),
    ("less-with-attributes", "产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n    依据: 文件\n", [3]),
    ("more", "产出指标\n  甲 ≥ 8 个\n    乙 ≥ 8 个\n  丙 ≥ 8 个\n", [3]),
    ("more-several", "产出指标\n  甲 ≥ 8 个\n    乙 ≥ 8 个\n    丙 ≥ 8 个\n", [3, 4]),
    ("one-off", "产出指标\n  数量指标\n    甲 ≥ 8 个\n   乙 ≥ 8 个\n    丙 ≥ 8 个\n", [4]),
    ("tab-for-spaces", "产出指标\n\t甲 ≥ 8 个\n  乙 ≥ 8 个\n\t丙 ≥ 8 个\n", [3]),
    ("full-width-for-half", "产出指标\n　甲 ≥ 8 个\n 乙 ≥ 8 个\n　丙 ≥ 8 个\n", [3]),
    ("indented-start", "  产出指标\n    甲 ≥ 8 个\n  乙 ≥ 8 个\n", [1]),
    ("indented-header", "地区: 汕头市\n  年度: 2023\n产出指标\n  甲 ≥ 8 个\n", [2]),
]


@pytest.mark.parametrize(
    ("text", "lines"), [case[1:] for case in INDENTATION], ids=[case[0] for case in INDENTATION]
)
def test_bad_indentation(text: str, lines: list[int]) -> None:
    """Inconsistent indentation is an error at the line that departs, once for each such line."""
    assert [line for _, line, _ in places(text)] == lines


def test_a_continuation_without_indentation_is_one_problem() -> None:
    """A `|` that is not indented is one problem, at its line."""
    text = "总体目标:\n| 无缩进\n产出指标\n  甲 ≥ 8 个\n"
    assert len(problems_of(text)) == 1


NEAREST = [
    ("管网 ≥ 80 公理", "公里"),
    ("管网 ≥ 80 平方来", "平方米"),
    ("管网 ≥ 80 Km", "km"),
    ("培训 ≥ 80 人此", "人次"),
    ("经费 ≥ 80 万圆", "万元"),
    ("产量 ≥ 80 万顿", "万吨"),
    ("管网 ≥ 80 公里\n    依剧: 文件", "依据"),
    ("管网 ≥ 80 公里\n    数据来原: 文件", "数据来源"),
    ("管网: 80 公里\n    方向: 反项", "反向"),
    ("管网 ≥ 80 公里\n    评分: 直按", "直接"),
]


@pytest.mark.parametrize(("line", "nearest"), NEAREST, ids=[line for line, _ in NEAREST])
def test_the_nearest_right_thing_is_offered(line: str, nearest: str) -> None:
    """A mistyped word is shown the one that was probably meant."""
    (problem,) = problems_of(f"产出指标\n  {line}\n")
    assert nearest in problem.help_text("zh") + problem.help_text("en")


def test_a_missing_operator_is_asked_for() -> None:
    """A target without an operator is told what is missing and how a target is written."""
    (problem,) = problems_of("产出指标\n  新建污水管网 80 公里\n  道路 ≥ 8 公里\n")
    assert problem.code == "PG102"
    assert problem.text("zh") == "“新建污水管网 80 公里”下面没有内容：是不是少了运算符？"
    assert "≥" in problem.help_text("zh")


def test_the_sum_of_the_weights_is_shown() -> None:
    """Weights that do not add up show the sum and what is missing."""
    text = "产出指标 [50分]\n  甲 ≥ 8 个\n效益指标 [39.99分]\n  乙 ≥ 8 个\n"
    (problem,) = problems_of(text)
    assert "89.99" in problem.text("zh")
    assert "80" in problem.text("zh")
    text = "产出指标 [100分]\n  甲 ≥ 8 个 [60分]\n  乙 ≥ 8 个 [30.5分]\n"
    (problem,) = problems_of(text)
    assert "90.5" in problem.text("zh")
    assert "9.5" in problem.text("zh")


def test_the_message_of_the_error_has_all_problems() -> None:
    """The text of the exception has each problem on its line, with its place."""
    with pytest.raises(pg.SpecError) as caught:
        pg.loads("产出指标\n  管网 ≥ 80 公理\n  路 80\n", path="a.pg")
    assert str(caught.value) == (
        "a.pg:2:11: PG201 不认识的单位“公理”\na.pg:3:3: PG102 “路 80”下面没有内容：是不是少了运算符？"
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "PG101", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "PG101", id="bom-only"),
        pytest.param("产出指标\n  甲 ≥ 8 个\n".encode("gb18030"), "PG003", id="gb18030"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00", "PG004", id="picture"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "PG004", id="zip"),
        pytest.param("产出指标\n  甲 ≥ 8 个\n".encode("utf-16"), "PG004", id="utf-16"),
    ],
)
def test_files_that_are_not_text(data: bytes, code: str, tmp_path: Path) -> None:
    """An empty file, another encoding and a file that is not text each have their own problem."""
    path = tmp_path / "a.pg"
    path.write_bytes(data)
    with pytest.raises(pg.SpecError) as caught:
        pg.load(path)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A file that is not there is a problem with its path."""
    with pytest.raises(pg.SpecError) as caught:
        pg.load(tmp_path / "none.pg")
    assert "none.pg" in str(caught.value)


def test_a_folder_gives_its_specs_in_order(tmp_path: Path) -> None:
    """A folder gives every spec in it and below, in order, without files of definitions only."""
    (tmp_path / "b").mkdir()
    for name in ("z.pg", "a.pg", "b/c.pg"):
        text = f"地区: {name}\n产出指标\n  甲 ≥ 8 个\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "m.pg").write_text("办法: 甲\n  沿用: 财预〔2020〕10号\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("?", encoding="utf-8")
    assert [spec.region for spec in pg.load_folder(tmp_path)] == ["a.pg", "b/c.pg", "z.pg"]


def test_the_problems_of_a_folder_come_in_one_go(tmp_path: Path) -> None:
    """All problems of all files of a folder are reported together."""
    for name in ("a.pg", "b.pg"):
        (tmp_path / name).write_text("产出指标\n  甲 ≥ 8 公理\n", encoding="utf-8")
    with pytest.raises(pg.SpecError) as caught:
        pg.load_folder(tmp_path)
    paths = [problem.span.path for problem in caught.value.problems if problem.span]
    assert [Path(path).name for path in paths] == ["a.pg", "b.pg"]


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_the_real_tables_load(path: Path) -> None:
    """The official tables and their catalogue are valid."""
    spec = pg.load(path)
    assert bool(spec.indicators) != (path.stem == "catalog")
