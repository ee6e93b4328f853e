"""What a notebook shows, and results as dataframes."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

import perfgoals as pg
from monitored import card as monitored
from monitored import rolled
from pages import HOSTILE, Reader, printable, steering

TEXT = "地区: {0}市\n年度: 2023\n产出指标\n  {0}管网 ≥ 80 公里\n效益指标\n  收入: 提高\n"


def actuals(name: str = "示例", note: str = "") -> pg.Actuals:
    """One row."""
    return pg.Actuals.from_rows([{"指标": f"{name}管网", "实际值": "79.5公里", "说明": note}])


def scored(name: str = "示例", note: str = "") -> pg.Scorecard:
    """A scorecard with one target that is missed and one that is not reported."""
    return pg.evaluate(pg.loads(TEXT.format(name)), actuals(name, note))


def shown(thing: Any) -> str:
    """What a notebook shows, as text."""
    return Reader(thing._repr_html_()).text()


def test_what_a_notebook_shows() -> None:
    """A title, and a table of what there is."""
    assert shown(pg.loads(TEXT.format("示例"))) == (
        "示例市 · 2023\n一级指标 指标 指标值 分值\n产出指标 示例管网 ≥ 80 公里 62.50\n"
        "效益指标 收入 “提高” 37.50"
    )
    assert shown(actuals(note="管材晚到")) == (
        "<rows> · 1 行\n指标 实际值 说明\n示例管网 79.5公里 管材晚到"
    )
    assert shown(scored()) == (
        "示例市 · 总分 62.11 · 等级 中 · 未达成 1，未报 1 · "
        "本表没有办法中的部分分组（共 20 分），其余分值按比例放大到 100 分\n"
        "指标 指标值 实际值 结果 得分 分值 原因\n"
        "示例管网 ≥ 80 公里 79.5 公里 未达成 62.11 62.50 要求 ≥ 80 公里，实际 79.5 公里，差 0.5 公里\n"
        "收入 “提高” — 未报 0.00 37.50 要求 “提高”，未报"
    )
    assert shown(monitored()).startswith(
        "示例市 · 截至 2023-06-30 · 蓝 1，绿 2，红 1，未报 1 · 预算执行率 45%，时间进度 49.59%\n"
    )
    assert shown(rolled()).startswith("示例省 · 总分 95.00")


def test_a_spec_whose_weights_do_not_add_up_is_shown_too() -> None:
    """A spec that is being built by hand is looked at before it is whole."""
    spec = pg.loads(TEXT.format("示例"))
    import attrs

    group = attrs.evolve(spec.members[0], weight=Decimal(120))
    broken = attrs.evolve(spec, members=(group, *spec.members[1:]))
    assert "示例管网 ≥ 80 公里 —" in shown(broken)


@pytest.mark.parametrize("odd", HOSTILE)
def test_hostile_text_does_nothing_in_a_notebook(odd: str) -> None:
    """No text makes an element, and none steers."""
    note = odd.replace('"', "”")
    for make in (actuals, monitored, rolled, scored):
        plain, hostile = make("示例", "-")._repr_html_(), make("示例", note)._repr_html_()
        assert Reader(plain).elements == Reader(hostile).elements
        assert steering(hostile) == set()
    assert " ".join(printable(note).split()) in shown(actuals("示例", note))


def test_looking_at_a_spec_loads_no_extra() -> None:
    """A notebook needs no Jinja2, and nothing is loaded before it asks."""
    code = (
        "import sys, perfgoals as pg\n"
        "spec = pg.loads('产出指标\\n  管网 ≥ 80 公里')\n"
        "assert not any(name.startswith('perfgoals.reports') for name in sys.modules)\n"
        "assert '管网' in spec._repr_html_()\n"
        "assert not {'jinja2', 'xlsxwriter', 'pandas'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-X", "utf8", "-c", code], check=True)


# ---- dataframes -----------------------------------------------------------------------------------

LIBRARIES = [("pandas", "pandas"), ("polars", "polars"), ("arrow", "pyarrow")]


def records(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any library; a null is None."""
    if hasattr(frame, "to_pylist"):
        found: list[dict[str, Any]] = frame.to_pylist()
        return found
    if hasattr(frame, "to_dicts"):
        return list(frame.to_dicts())
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return list(rows)


@pytest.mark.parametrize(("library", "package"), LIBRARIES, ids=[name for name, _ in LIBRARIES])
def test_results_as_dataframes(library: str, package: str) -> None:
    """One row an indicator; points are exact decimals, and their sum is the total."""
    pytest.importorskip(
        package, reason="the dataframe tests did not run: pip install --group frames"
    )
    frame = pg.to_frame([scored("甲"), scored("乙")], library)
    rows = records(frame)
    assert len(rows) == 4
    first = rows[0]
    assert first["region"] == "甲市"
    assert first["year"] == 2023
    assert first["levels"] == "产出指标"
    assert (first["outcome"], first["completion_exact"]) == ("missed", "159/160")
    assert first["completion"] == Decimal("0.993750")
    assert isinstance(first["score"], Decimal)
    assert sum(row["score"] for row in rows) == 2 * scored().total
    assert first["line"] == 4
    lights = records(pg.to_frame(monitored(), library, language="en"))
    assert [row["light"] for row in lights][:3] == ["红", "蓝", "绿"]
    assert lights[0]["pace_exact"] == "100/181"
    assert lights[0]["likelihood"] == "impossible"
    assert len(records(pg.to_frame(rolled(), library))) == 1
    assert records(pg.to_frame([], library)) == []


@pytest.mark.parametrize(("library", "package"), LIBRARIES, ids=[name for name, _ in LIBRARIES])
def test_a_missing_library_is_named_with_the_line_that_brings_it(
    library: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what to run."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(pg.PerfGoalsError) as caught:
        pg.to_frame(scored(), library)
    assert caught.value.problems[0].help_text("en") == f'Run: pip install "perfgoals[{library}]"'


def test_a_library_that_there_is_not_is_refused() -> None:
    """And so is a table of two kinds of rows."""
    with pytest.raises(pg.PerfGoalsError, match="dask"):
        pg.to_frame(scored(), "dask")
    with pytest.raises(TypeError, match="one table"):
        pg.to_frame([scored(), monitored()], "pandas")  # type: ignore[arg-type]
