"""The import of the real notice gives the thirteen specs, with no hand work."""

from __future__ import annotations

from pathlib import Path

import pytest

import perfgoals as pg
from perfgoals.importing import import_document

ROOT = Path(__file__).parents[1]
NOTICE = ROOT.parent / "shared" / "notice" / "notice.txt"
HEADER = ("fund", "year", "document", "provincial_department", "department", "amount", "goal")
TASK = ("name", "type", "department", "purpose", "implementation", "deadline_text", "quantity_text")


@pytest.mark.skipif(not NOTICE.exists(), reason="the notice is not here")
def test_the_notice_becomes_the_thirteen_specs() -> None:
    """236 indicators and 126 tasks: header, levels, names, targets and tasks of every city."""
    typed = {spec.region: spec for spec in pg.load_folder(ROOT / "specs" / "guangdong-2023")}
    regions = import_document(NOTICE).regions
    imported = {spec.region: spec for spec in (pg.loads(region.text) for region in regions)}
    assert imported.keys() == typed.keys()
    for region, spec in imported.items():
        own = typed[region]
        assert [getattr(spec, key) for key in HEADER] == [getattr(own, key) for key in HEADER]
        tables = [
            [(each.levels, each.indicator.name, each.indicator.target) for each in x.entries]
            for x in (spec, own)
        ]
        assert tables[0] == tables[1]
        tasks = [[[getattr(task, key) for key in TASK] for task in x.tasks] for x in (spec, own)]
        assert tasks[0] == tasks[1]
    assert sum(len(spec.entries) for spec in imported.values()) == 236
    assert sum(len(spec.tasks) for spec in imported.values()) == 126
