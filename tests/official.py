"""The official notice, and what was typed from it."""

import csv
from pathlib import Path

import pytest

__all__ = [
    "NOTICE",
    "REGIONS",
    "SPECS",
    "TARGETS",
    "TASK_LIST",
    "notice_text",
    "typed_rows",
    "with_notice",
]

ROOT = Path(__file__).resolve().parents[1]
SPECS = ROOT / "specs" / "guangdong-2023"
TARGETS = SPECS / "targets.csv"
TASK_LIST = SPECS / "tasks.csv"
NOTICE = ROOT / ".." / "shared" / "notice" / "notice.txt"

with_notice = pytest.mark.skipif(
    not NOTICE.parent.is_dir(), reason="the official notice is not beside this checkout"
)

# Each region's spec, and how many targets, binding and guiding tasks the notice sets it.
REGIONS = {
    "汕头市": ("shantou", 17, 4, 6),
    "韶关市": ("shaoguan", 18, 4, 6),
    "河源市": ("heyuan", 15, 3, 5),
    "梅州市": ("meizhou", 19, 4, 6),
    "汕尾市": ("shanwei", 20, 4, 6),
    "阳江市": ("yangjiang", 17, 4, 5),
    "湛江市": ("zhanjiang", 18, 5, 6),
    "茂名市": ("maoming", 19, 4, 6),
    "肇庆市": ("zhaoqing", 18, 5, 5),
    "清远市": ("qingyuan", 20, 4, 7),
    "潮州市": ("chaozhou", 18, 4, 5),
    "揭阳市": ("jieyang", 19, 5, 4),
    "云浮市": ("yunfu", 18, 5, 4),
}


def typed_rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def notice_text() -> str:
    return NOTICE.read_text(encoding="utf-8")
