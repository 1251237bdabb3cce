"""What a disclosure of the example district costs its reader, and what keeps it from being drawn."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUDGET = 60_000
"""Bytes over the wire, gzip: the page with its style and scripts, without downloads."""


def weight(page: Path) -> int:
    tree = html.fromstring(page.read_bytes())
    needed = tree.xpath("//link[@rel='stylesheet']/@href | //script/@src")
    files = [page, *(page.parent / name for name in needed)]
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def test_a_disclosure_of_the_example_district_is_light(folder: Path, note: Callable[[str], None]) -> None:
    pages = sorted(folder.glob("999901/**/20[0-9][0-9]/index.html"))
    weights = {page.parent.relative_to(folder).as_posix(): weight(page) for page in pages if page.parts[-4] != "site"}
    assert len(weights) >= 18
    heaviest = max(weights, key=weights.__getitem__)
    note(
        f"heaviest disclosure of the example district: {heaviest}, {weights[heaviest]:,} bytes gzipped with style and scripts"
    )
    assert weights[heaviest] <= BUDGET


@pytest.mark.parametrize("address", ["", "999901/ybj/2022/", "999901/2022/indicators/", "999901/ybj/2022/figures/"])
def test_nothing_keeps_a_page_from_being_drawn_but_one_stylesheet(folder: Path, address: str) -> None:
    tree = html.fromstring((folder / address / "index.html").read_bytes())
    assert len(tree.xpath("//link[@rel='stylesheet']")) == 1
    assert tree.xpath("//style | //*[@style] | //script[@src and not(@defer)] | //img") == []
    assert tree.xpath("//script[not(@src) and not(@type='application/ld+json')]") == []
