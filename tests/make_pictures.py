"""The pictures of docs/reports.md, from the reports themselves: `python tests/make_pictures.py`.

Needs `--group browser`, a Chromium, LibreOffice and poppler (Debian: `apt-get install chromium
libreoffice-calc poppler-utils`).
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import perfgoals as pg
from perfgoals.evaluation.batch import evaluate_all

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
REAL = ROOT / "specs" / "guangdong-2023"


def main() -> None:
    """Write every picture anew."""
    cards = evaluate_all(pg.load_folder(REAL), pg.read_actuals(REAL / "actuals-sample.csv")).cards
    yunfu = next(card for card in cards if card.spec.region == "云浮市")
    monthly = pg.read_actuals(REAL / "monthly-sample.csv")
    june = pg.monitor(pg.load(REAL / "shantou.pg"), monthly, as_of=datetime.date(2023, 6, 30))
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, shown, language, size in (
            ("overview.zh.png", cards, "zh", (1100, 1440)),
            ("overview.en.png", cards, "en", (1100, 1480)),
            ("region.zh.png", yunfu, "zh", (1100, 1050)),
            ("region.en.png", yunfu, "en", (1100, 1050)),
            ("monitor.zh.png", june, "zh", (1100, 1300)),
            ("monitor.en.png", june, "en", (1100, 1300)),
        ):
            path = Path(folder) / "report.html"
            path.write_bytes(pg.render(shown, "html", language=language))
            page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
            page.goto(path.as_uri())
            page.screenshot(
                path=PICTURES / name, clip={"x": 0, "y": 0, "width": size[0], "height": size[1]}
            )
            page.close()
        chromium.close()
        form(yunfu, Path(folder))


def form(card: pg.Scorecard, folder: Path) -> None:
    """The official form as LibreOffice prints it."""
    path = folder / "form.xlsx"
    path.write_bytes(pg.render(card, "xlsx"))
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(convert, check=True, capture_output=True)
    cut = ["-png", "-r", "110", "-singlefile", "-x", "40", "-y", "60", "-W", "830", "-H", "670"]
    picture = str(PICTURES / "form")
    subprocess.run(["pdftoppm", *cut, str(folder / "form.pdf"), picture], check=True)


if __name__ == "__main__":
    main()
