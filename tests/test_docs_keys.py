"""The tables of JSON, CSV, Python and the repository in the documents say what the code does."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

import perfgoals as pg
from documents import SCORING, table, words
from perfgoals.cli.arguments import VERBS
from perfgoals.messages.explaining import codes
from perfgoals.parsing import spec, standard_methods


def keys_of(value: Any, path: str = "") -> set[str]:
    """Every key of plain data, with those above it. Targets and spans are described once, apart."""
    if isinstance(value, list):
        return set().union(*(keys_of(item, path) for item in value))
    if not isinstance(value, dict) or path.rpartition(".")[2] in _DESCRIBED:
        return set()
    found: set[str] = set()
    for key, inner in value.items():
        own = f"{path}.{key}".lstrip(".")
        found |= {own} | keys_of(inner, own)
    return found


_DESCRIBED = ("target", "original", "span", "actual_span")

RICH = """\
年度: 2023
地区: 示例市
金额: 1200 万元
产出
  a ≥ 1 个
    方向: 正向
    时限: 2023-06-30
    评分: 直接
    数据来源: 甲
    依据: 乙
    说明: 丙
    口径: 合计
    报送: 累计
    基期: 1 个 (2022)
    调整: 2023-06-01 ≥ 2 个
      依据: 戊
  h ≥ 1 个
    算法: 己 + 庚
  b: 1~2 个
  c: 2023年底
  d: 提高
任务: 丁
  性质: 约束性任务
  a ≥ 1 个
  e: 1~2 个
  f: 2023年底
  g: 提高
"""


@pytest.mark.parametrize(
    ("heading", "verb"), [("### Keys of show", "show"), ("### Keys of eval", "eval")]
)
def test_the_tables_of_json_keys(heading: str, verb: str) -> None:
    """The keys in the document are those that the command prints."""
    from perfgoals.reports.data import spec_dict

    rich = pg.loads(RICH)
    rows = pg.Actuals.from_rows([{"指标": "a", "实际值": "2"}])
    data = spec_dict(rich) if verb == "show" else pg.evaluate(rich, rows).to_dict()
    listed = {word for row in table("docs/json.md", heading) for word in words(row[0])}
    assert listed == keys_of(data)


def test_the_table_of_a_targets_keys() -> None:
    """Each kind of target has the keys of the table, and the kind."""
    from perfgoals.scorecard import target_dict

    rows = {words(row[0])[0]: words(row[1]) for row in table("docs/json.md", "### A target")}
    for cell in ("≥ 80 公里", "1~2 个", "2023年底", "提高"):
        target = pg.parse_target(cell)
        assert isinstance(target, pg.Bound | pg.Range | pg.Deadline | pg.Qualitative)
        data = target_dict(target)
        keys = [word for word in rows.pop(data.pop("kind")) if word in data]
        assert keys == list(data)
    assert not rows


def test_the_table_of_csv_columns() -> None:
    """The columns of the result, in both languages and in their order."""
    from perfgoals.reports.data import eval_csv

    listed = [words(row[0] + row[1]) for row in table("docs/json.md", "## CSV of eval")]
    heads = [eval_csv([], language).strip().split(",") for language in ("zh", "en")]
    assert listed == [list(pair) for pair in zip(*heads, strict=True)]


def test_the_tables_of_an_import() -> None:
    """docs/import.md has each code of a doubt, and the limits that hold."""
    for document, heading in (
        ("docs/import.md", "## What is doubtful"),
        ("docs/import.zh.md", "## 存疑"),
    ):
        listed = [words(row[0])[0] for row in table(document, heading)]
        assert listed == [code for code in codes() if "PG611" <= code < "PG7"]
    limits = table("docs/import.md", "## Limits")
    named = {words(constant)[0].rpartition(".")[2] for _, constant in limits}
    package = Path(str(pg.__file__)).parent
    files = [path for room in ("importing", "office") for path in (package / room).glob("*.py")]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    assert named == {"MAX_FILE_SIZE", *re.findall(r"^(MAX_\w+) = ", source, re.M)}
    for what, constant in limits:
        module, _, name = words(constant)[0].rpartition(".")
        value = getattr(importlib.import_module(f"perfgoals.{module}"), name)
        shown = f"{value // 1_000_000} MB" if what.endswith("MB") else f"{value:,}"
        assert what.endswith(f": {shown}"), what


def test_the_public_names() -> None:
    """docs/stability.md and docs/python.md name all that is public, and nothing else."""
    for document, heading in (
        ("docs/stability.md", "## Python"),
        ("docs/python.md", "## Names"),
    ):
        listed = [word for row in table(document, heading) for word in words(row[0])]
        assert sorted(listed) == sorted(pg.__all__), document


def test_the_verbs() -> None:
    """docs/stability.md names the commands that there are."""
    assert [words(row[0])[0] for row in table("docs/stability.md", "## The command")] == list(VERBS)


def test_the_layers() -> None:
    """docs/contributing.md has the layers that tests/test_layers.py holds."""
    from test_layers import LAYERS

    listed = [set(words(row[0])) for row in table("docs/contributing.md", "## The layers")]
    assert listed == list(LAYERS)


def test_the_standard_methods_are_named() -> None:
    """docs/scoring.md has the standard methods, and says which one holds where none is named."""
    listed = [words(row[0])[0] for row in table(SCORING, "## Standard methods")]
    assert listed == [method.name for method in standard_methods()]
    assert listed[0] == spec.DEFAULT_METHOD
