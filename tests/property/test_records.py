"""Specs as records: what is read back is what parsing gave, to the last span and digit."""

from __future__ import annotations

import gc
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import perfgoals as pg
from deep import all_of, classes_in
from perfgoals.attributes import NO_ATTRIBUTES
from perfgoals.checking import check_all
from perfgoals.records import Unreadable, decode, encode
from perfgoals.reports.data import show_json
from perfgoals.testing import spec_texts, specs

ROOT = Path(__file__).parents[2]
FILES = sorted(
    [*(ROOT / "specs").rglob("*.pg"), *(ROOT / "tests" / "specs" / "valid").rglob("*.pg")]
)

WHOLE = """\
年度: 2023
单位: 筐 = 25 千克
产出指标
  产量 ≥ 100 筐  # pg: ignore PG301 原文如此
  管网 ≥ 80 公里
    例: 79.99 公里 → 未达成, 5.55分
    调整: 2023-06-30 ≥ 60 公里
      依据: 粤财农〔2023〕25号
  泵站: 1~2 个
  覆盖率: 较基期提高 5 个百分点
    基期: 70% (2022)
  稳定运行率 ≥ 90%
    算法: (稳定运行设施数 + 1 个) / 设施总数
    时限: 长期
  完工: 2023年底
"""


def assert_comes_back(*wanted: pg.Spec) -> tuple[pg.Spec, ...]:
    """The specs are read back as they were, and so is what their hashes and labels say."""
    found = decode(encode(wanted))
    assert found == wanted
    assert all_of(found) == all_of(wanted)
    assert [hash(spec) for spec in found] == [hash(spec) for spec in wanted]
    assert [list(spec.labels.values()) for spec in found] == [
        list(spec.labels.values()) for spec in wanted
    ]
    return found


@given(specs())
def test_a_spec_that_was_built(spec: pg.Spec) -> None:
    """Every construct of the model comes back, without any text."""
    assert_comes_back(spec)


@given(spec_texts())
def test_a_spec_that_was_read(text: str) -> None:
    """Every spelling comes back with its spans, and says the same wherever it is shown."""
    spec = pg.loads(text, path="表/a.pg")
    (found,) = assert_comes_back(spec)
    assert show_json([found]) == show_json([spec])
    assert check_all([found]) == check_all([spec])


@given(st.lists(spec_texts(), max_size=4))
def test_specs_that_were_read_together(texts: list[str]) -> None:
    """Specs come back in their order, however much they share."""
    assert_comes_back(*(pg.loads(text, path=f"{n}.pg") for n, text in enumerate(texts)))


def test_the_files_of_the_tests() -> None:
    """All files come back at once; of the classes that a spec can hold none is missing."""
    found = (*(pg.load(path, root=ROOT) for path in FILES), pg.loads(WHOLE))
    assert_comes_back(*found)
    assert classes_in(found) == set(classes_of(pg.Spec))


def classes_of(kind: Any, seen: set[Any] | None = None) -> Iterator[type]:
    """The classes of records that values of a type can hold."""
    seen = set() if seen is None else seen
    if kind in seen:
        return
    seen.add(kind)
    if attrs.has(kind):
        yield kind
        fields = [field.name for field in attrs.fields(kind)]
        hints = typing.get_type_hints(kind)
        parts: tuple[Any, ...] = tuple(hints[field] for field in fields)
    else:
        parts = typing.get_args(kind) if typing.get_origin(kind) in (tuple, types.UnionType) else ()
    for part in parts:
        yield from classes_of(part, seen)


def test_what_is_one_object_is_one_again() -> None:
    """Dimensions and the block of nothing are compared by `is`; what is shared is shared again."""
    text = "产出指标\n  管网 ≥ 80 公里\n  道路 ≥ 80 公里\n"
    found = decode(encode([pg.loads(text), pg.loads(text.replace("80", "80.0"))]))
    one, other = found[0].indicators
    assert one.target is other.target
    assert one.attributes is NO_ATTRIBUTES
    assert found[0].method is found[1].method
    lengths = [spec.indicators[0].target for spec in found]
    kilometre = pg.find_unit("公里")
    assert kilometre is not None
    for length in lengths:
        assert isinstance(length, pg.Bound)
        assert length.dimension is kilometre.dimension
    assert [str(length) for length in lengths] == ["≥ 80 公里", "≥ 80.0 公里"]


def test_exact_numbers_stay_exact() -> None:
    """A number of a hundred digits comes back with all of them, and with its zeros."""
    for digits in ("0." + "1" * 99, "9" * 100, "1.50", "0.00"):
        spec = pg.loads(f"产出指标\n  管网 ≥ {digits} 公里\n")
        target = assert_comes_back(spec)[0].indicators[0].target
        assert isinstance(target, pg.Bound)
        assert str(target.value.value) == digits
        assert type(target.value.value) is Decimal


def test_nothing_at_all() -> None:
    """No spec is no spec."""
    assert_comes_back()


def test_a_path_that_is_no_text() -> None:
    """A file whose name is in no encoding has a path that cannot be written as UTF-8."""
    assert_comes_back(pg.loads("产出指标\n  管网 ≥ 80 公里\n", path="\udcff.pg"))


def test_damaged_records() -> None:
    """Bytes that are damaged give some specs or Unreadable, and nothing else."""
    data = encode([pg.loads("地区: 甲市\n产出指标\n  管网 ≥ 80 公里\n  收入: 提高\n")])
    unreadable = 0
    gc.collect()
    for at in range(len(data)):
        for bits in (1, 128):
            try:
                decode(data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :])
            except Unreadable:
                unreadable += 1
    assert unreadable > len(data) // 2
    for end in range(0, len(data), 7):
        with pytest.raises(Unreadable):
            decode(data[:end])
