"""The HTML report as its readers meet it, in headless Chromium.

These tests need `--group browser` and a Chromium (Debian: `apt-get install chromium`); without either they
are skipped and say so. `.ci/run` installs both; where it cannot, it says at its end that they did not run.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import perfgoals as pg
from june import thirteen_in_june
from perfgoals.evaluation.batch import evaluate_all

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

REAL = Path(__file__).parents[2] / "specs" / "guangdong-2023"
PHONE = {"width": 390, "height": 800}
HOSTILE = '<script>window.ran=1</script><img src=x onerror="window.ran=2">"\'>=1+1\u202eabc'

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from PERFGOALS_CHROMIUM or from the PATH."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the browser tests did not run: pip install --group browser"
    )
    found = os.environ.get("PERFGOALS_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    if found is None:
        pytest.skip(
            "the browser tests did not run: there is no Chromium (apt-get install chromium)"
        )
    with sync_api.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for an error, a refused script or style, or a dialog."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    found = context.new_page()
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    def note(request: Request) -> None:
        if not request.url.startswith("file:"):
            said.append(request.url)

    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    found.on("dialog", dismiss)
    found.on("request", note)
    yield found
    context.close()
    assert said == []


@functools.cache
def thirteen() -> tuple[pg.Scorecard, ...]:
    """The scorecards of the thirteen cities."""
    return evaluate_all(pg.load_folder(REAL), pg.read_actuals(REAL / "actuals-sample.csv")).cards


def town(number: int, odd: str = "") -> pg.Scorecard:
    """The scorecard of one of many towns with eighteen indicators."""
    names = [f"新建与改造各类公共服务设施和管网工程{at}{odd}" for at in range(17)]
    lines = "".join(
        f'  "{name.replace(chr(34), chr(34) * 2)}" ≥ {number % 97 + 50} 公里\n' for name in names
    )
    region = f"第{number}镇{odd}"
    spec = pg.loads(
        f"资金: 示例资金{odd}\n地区: {region}\n年度: 2023\n产出指标\n{lines}满意度指标\n  群众满意度 ≥ 90%\n"
    )
    rows = [
        {"指标": name, "实际值": f"{(number * 7 + at * 13) % 120 + 20} 公里", "说明": odd}
        for at, name in enumerate(names)
    ]
    rows.append({"指标": "群众满意度", "实际值": f"{80 + number % 20}%"})
    return pg.evaluate(spec, pg.Actuals.from_rows(rows))


@functools.cache
def monitored() -> tuple[pg.MonitorCard, ...]:
    """The thirteen cities in June."""
    return thirteen_in_june()


@functools.cache
def province() -> pg.Rollup:
    """The thirteen cities as one province."""
    actuals = pg.read_actuals(REAL / "actuals-sample.csv")
    return pg.roll_up(pg.load_folder(REAL), actuals, region="广东省")


def watched(number: int, odd: str = "") -> pg.MonitorCard:
    """The monitoring card of one of many towns with eighteen indicators, by months."""
    import datetime

    names = [f"新建与改造各类公共服务设施和管网工程{at}{odd}" for at in range(17)]
    lines = "".join(
        f'  "{name.replace(chr(34), chr(34) * 2)}" ≥ {number % 97 + 50} 公里\n    报送: 当期\n'
        for name in names
    )
    text = f"资金: 示例资金{odd}\n地区: 第{number}镇{odd}\n年度: 2023\n产出指标\n{lines}"
    rows = [
        {
            "指标": name,
            "实际值": f"{(number * 7 + at * 13 + month) % 20} 公里",
            "期间": f"2023-{month:02}",
            "说明": odd,
        }
        for at, name in enumerate(names)
        for month in range(1, 7)
    ]
    day = datetime.date(2023, 6, 30)
    return pg.monitor(pg.loads(text), pg.Actuals.from_rows(rows), as_of=day)


def show(page: Page, folder: Path, cards: Any, language: str = "zh") -> Path:
    """Open the report of scorecards."""
    path = folder / "report.html"
    path.write_bytes(pg.render(cards, "html", language=language))
    page.goto(path.as_uri())
    return path


def column(page: Page, table: str, at: int) -> list[str]:
    """The texts of a column, of the rows that are shown."""
    cells = page.locator(f"#{table} tbody tr:not([hidden]) > :nth-child({at})")
    return [text.strip() for text in cells.all_text_contents()]


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong for readers who do not see, hear or point."""
    from axe_playwright_python.sync_playwright import Axe

    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} {[node['html'][:100] for node in rule['nodes'][:3]]}"
        for rule in found
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["screen", "phone"])
@pytest.mark.parametrize(
    "make",
    [
        lambda: thirteen()[:1],
        lambda: thirteen()[:3],
        lambda: monitored()[:1],
        lambda: monitored()[:3],
        province,
    ],
    ids=["one", "many", "monitor-one", "monitor-many", "rollup"],
)
def test_nothing_stands_in_a_readers_way(
    page: Page, tmp_path: Path, make: Callable[[], Any], size: Any, language: str
) -> None:
    """axe-core finds nothing, on a screen and on a phone, and a phone needs no sideways scrolling."""
    if size:
        page.set_viewport_size(size)
    show(page, tmp_path, make(), language)
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= (size or {"width": 1280})["width"]


def test_the_overview_is_sorted_by_a_click(page: Page, tmp_path: Path) -> None:
    """A click sorts by a column, a second one the other way, and the heat map goes along."""
    show(page, tmp_path, thirteen())
    assert column(page, "ranking", 1) == [str(rank) for rank in range(1, 14)]
    page.click("#ranking th:nth-child(3) button")
    totals = [float(text) for text in column(page, "ranking", 3)]
    assert totals == sorted(totals, reverse=True)
    page.click("#ranking th:nth-child(3) button")
    assert [float(text) for text in column(page, "ranking", 3)] == sorted(totals)
    assert column(page, "heat", 1) == column(page, "ranking", 2)
    assert page.get_attribute("#ranking th:nth-child(3)", "aria-sort") == "ascending"
    assert page.locator("[aria-sort]").count() == 1
    page.click("#ranking th:nth-child(2) button")
    assert column(page, "ranking", 2)[:3] == ["潮州市", "河源市", "揭阳市"]
    page.click("#heat th:nth-child(9) button")
    assert column(page, "heat", 1) == column(page, "ranking", 2)
    signs = column(page, "heat", 9)
    assert signs[:10] == ["✓"] * 10
    assert signs[10:] == ["99", "99", "40"]


def test_the_overview_is_sorted_by_keyboard(page: Page, tmp_path: Path) -> None:
    """The heads are buttons that a keyboard reaches and presses."""
    show(page, tmp_path, thirteen())
    page.focus("#kind")
    for _ in range(3):  # the scrolling region, 名次, 地区
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_attribute("#ranking th:nth-child(2)", "aria-sort") == "ascending"


def test_the_overview_is_filtered(page: Page, tmp_path: Path) -> None:
    """By name, by grade and by outcome, in both tables, and it says how many are left."""
    show(page, tmp_path, thirteen())
    assert page.inner_text("#shown") == "显示 13 / 13 个地区"
    page.fill("#filter", "汕")
    assert column(page, "ranking", 2) == ["汕头市", "汕尾市"] == column(page, "heat", 1)
    page.select_option("#grade", "良")
    assert column(page, "ranking", 2) == ["汕尾市"]
    page.fill("#filter", "")
    page.select_option("#grade", "")
    page.select_option("#kind", "unreported")
    assert page.inner_text("#shown") == f"显示 {len(column(page, 'ranking', 2))} / 13 个地区"
    assert "0" not in column(page, "ranking", 8)
    page.click("#ranking th:nth-child(2) button")
    assert "0" not in column(page, "ranking", 8)


def test_a_name_leads_to_its_region_and_a_finding_to_its_row(page: Page, tmp_path: Path) -> None:
    """Links inside the file lead where they say."""
    show(page, tmp_path, thirteen())
    page.click("#heat >> text=潮州市")
    assert page.inner_text("section:target h2") == "潮州市"
    page.click("section:target >> text=新建污水管网 >> nth=0")
    assert page.inner_text("tr:target th").startswith("新建污水管网")


@pytest.mark.parametrize("make", [town, watched])
@pytest.mark.parametrize("count", [1, 2, 70], ids=["one", "many", "packed"])
def test_hostile_text_does_nothing(page: Page, tmp_path: Path, count: int, make: Any) -> None:
    """HTML in names, notes and regions is text; nothing runs, nothing is loaded, nothing turns round."""
    show(page, tmp_path, [make(number, HOSTILE) for number in range(count)])
    if count > 2:
        page.click("#ranking tbody tr:first-child a")
    page.wait_for_selector(".region table.results")
    assert page.evaluate("window.ran") is None
    shown = page.inner_text("body")
    assert "<script>window.ran=1</script>" in shown
    assert "\u202e" not in shown
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("make", [town, watched])
def test_1600_towns(page: Page, tmp_path: Path, make: Any) -> None:
    """1,600 towns are one file under 10 MB that opens, sorts and shows a town within two seconds."""
    cards = [make(number) for number in range(1600)]
    path = tmp_path / "report.html"
    path.write_bytes(pg.render(cards, "html"))
    assert path.stat().st_size < 10_000_000
    times = {}
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_function("document.getElementById('shown').textContent !== ''")
    times["open"] = time.perf_counter() - start
    actions: dict[str, Callable[[], None]] = {
        "sort": lambda: page.click("#ranking th:nth-child(3) button"),
        "sort the heat map": lambda: page.click("#heat th:nth-child(4) button"),
        "filter": lambda: page.fill("#filter", "99"),
        "a town": lambda: page.click("#ranking tbody tr:not([hidden]) a"),
    }
    for name, action in actions.items():
        start = time.perf_counter()
        action()
        page.evaluate("document.body.getBoundingClientRect().height")
        if name == "a town":
            page.wait_for_selector("section:target table.results")
        times[name] = time.perf_counter() - start
    assert max(times.values()) < 2, times
    assert re.fullmatch(r"第\d+镇", page.inner_text("section:target h2"))
    page.fill("#filter", "")
    assert page.inner_text("#shown") == "显示 200 / 1600 个地区"
    page.click("#more")
    assert page.inner_text("#shown") == "显示 1600 / 1600 个地区"
    assert page.is_hidden("#more")


def test_print_fits_a4(page: Page, tmp_path: Path) -> None:
    """On paper nothing is cut off, the controls are gone, and heads repeat on every page."""
    show(page, tmp_path, thirteen())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 less its margins
    assert not page.is_visible("#controls")
    heads = page.locator("table.results thead")
    assert heads.first.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    tables = page.locator("table.results")
    for at in range(tables.count()):
        box = tables.nth(at).bounding_box()
        assert box
        assert box["x"] + box["width"] <= 703
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000


def test_the_regions_under_monitoring_are_sorted_and_filtered(page: Page, tmp_path: Path) -> None:
    """By the number of a light, by the pace in the heat map, and by the worst light."""
    show(page, tmp_path, monitored())
    heads = [text.strip() for text in page.locator("#ranking th[data-sort]").all_text_contents()]
    assert heads[4:] == ["蓝", "绿", "黄", "红", "未报"]
    page.click("#ranking th:nth-child(8) button")
    reds = [int(text) for text in column(page, "ranking", 8)]
    assert reds == sorted(reds, reverse=True)
    assert reds[0] > 0
    page.click("#heat th:nth-child(2) button")
    paces = [int(text.split()[-1]) if " " in text else -1 for text in column(page, "heat", 2)]
    assert paces == sorted(paces, reverse=True)
    page.select_option("#grade", "红")
    assert set(column(page, "ranking", 4)) == {"红"}


def test_a_drawing_says_what_it_shows(page: Page, tmp_path: Path) -> None:
    """Who does not see the lines is told them, and they are drawn within their frame."""
    path = show(page, tmp_path, monitored())
    assert path.stat().st_size < 500_000
    drawing = page.locator("svg.course").first
    label = drawing.get_attribute("aria-label")
    assert label
    assert label.startswith("目标 ≥ ")
    assert "全年预计" in label
    box = drawing.bounding_box()
    line = drawing.locator(".so-far").bounding_box()
    assert box
    assert line
    assert box["x"] <= line["x"] + 2
    assert line["x"] + line["width"] <= box["x"] + box["width"] / 2 + 2  # June is half the year
    assert box["y"] <= line["y"] + 2
