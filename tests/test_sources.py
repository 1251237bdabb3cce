"""Every figure of the five source documents stands on its built page, in the same section, under the same label, equal in value."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from generator.pipeline import draw, examine
from generator.project import Project
from tests.page_reading import Page, folded

HERE = Path(__file__).parent / "sources"
ROOT = Path(__file__).parent.parent

Row = tuple[str, str, str]


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PAGES = {row["清单"]: row["页面"] for row in rows_of("pages")}
EXCEPTIONS = {(row["清单"], row["处"], row["标签"], row["写作"]) for row in rows_of("exceptions")}


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    project = Project(ROOT)
    return dict(draw(project, examine(project)).texts)


def missing(page: Page, rows: list[dict[str, str]]) -> list[Row]:
    """Listed figures that the page does not show often enough."""
    wanted = Counter((row["处"], row["标签"], row["写作"]) for row in rows)
    lost: list[Row] = []
    for (place, label, printed), count in wanted.items():
        tokens = [folded(token) for token in label.split("/")]
        found = sum(unit.holds(printed) for unit in page.units(place) if all(token in unit.context for token in tokens))
        lost += [(place, label, printed)] * max(count - found, 0)
    return lost


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_listed_figure_stands_on_its_page(name: str, texts: dict[str, str]) -> None:
    rows = rows_of(name)
    assert len(rows) > 80
    lost = [row for row in missing(Page(texts[PAGES[name]]), rows) if (name, *row) not in EXCEPTIONS]
    assert not lost, f"{len(lost)} of {len(rows)}:\n" + "\n".join("，".join(row) for row in lost)


def test_an_altered_figure_would_be_missed(texts: dict[str, str]) -> None:
    page = Page(texts[PAGES["003-wuchang-2021"]])
    row = {"处": "一", "标签": "总计", "写作": "544.55"}
    assert missing(page, [row]) == []
    assert missing(page, [{**row, "写作": "544.56"}])
    assert missing(page, [{**row, "处": "二十"}])
    assert missing(page, [{**row, "标签": "总计/没有这个词"}])
