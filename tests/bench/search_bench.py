"""Search at a thousand and ten thousand documents: time to index, what the first query transfers, how long a query takes.

python -m pytest -q -m bench tests/bench/search_bench.py
"""

from __future__ import annotations

import gzip
import resource
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Request, sync_playwright

from generator.assets import asset_files
from generator.load import load
from generator.pages.finder import PATH, finder
from generator.render import environment, render
from generator.search.files import search_files, text_files
from generator.search.index import entry
from generator.store import Store
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.conftest import serving
from tests.made_fragments import corpus

pytestmark = pytest.mark.bench

ROOT = Path(__file__).parent.parent.parent
YEARS = (2019, 2020, 2021, 2022, 2023)
QUERIES = (
    "公务接待费",
    "困难群众医疗救助",
    "机关事业单位基本养老保险缴费支出",
    "2101501",
    "东东区 2021 三公经费",
    "政府采购",
)


@pytest.mark.parametrize("documents", [1_000, 10_000])
def test_search(documents: int, tmp_path: Path, note: Callable[[str], None]) -> None:
    store, _ = load(ROOT / "content", ROOT / "templates")
    names = {
        code: one.name for scheme in ("功能科目", "经济科目") for code, one in store.catalog.codes(scheme, 2022).items()
    }
    made = list(corpus(documents // len(YEARS), YEARS, names))
    filed, told = [summary for summary, _ in made], [fragment for _, fragment in made]
    _named_regions(store, {one.region for one in told})
    start = time.process_time()
    entries = [entry(fragment) for fragment in told]
    note(f"search {documents}: grams of all fragments {time.process_time() - start:.2f} s CPU")
    start, clock = time.process_time(), time.perf_counter()
    cache: dict[str, bytes] = {}
    files = search_files(store, filed, entries, cache)
    note(
        f"search {documents}: index {time.process_time() - start:.2f} s CPU, {time.perf_counter() - clock:.2f} s wall, {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB"
    )
    start = time.process_time()
    search_files(store, filed, entries, cache)
    note(
        f"search {documents}: the same again from the cache {time.process_time() - start:.2f} s CPU; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    page = render({PATH: finder(store, filed)}, environment(ROOT / "templates"))[PATH]
    rows = page.count("<tr")
    assert rows <= 2_000 + 3
    note(
        f"search {documents}: the page without script has {rows} rows, {len(gzip.compress(page.encode())) / 1000:.1f} kB"
    )
    for path, data in {
        **asset_files(ROOT / "templates"),
        **files,
        **text_files(told),
        f"{PATH}index.html": page.encode(),
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    _browse(tmp_path, documents, note)


def _named_regions(store: Store, codes: set[str]) -> None:
    """The store of the real content, with the made-up regions beside it."""
    some = next(iter(store.regions.values()))
    object.__setattr__(store, "regions", {**store.regions, **dict.fromkeys(sorted(codes), some)})


def _noting(asked: list[str]) -> Callable[[Request], None]:
    return lambda request: asked.append(urlsplit(request.url).path)


def _browse(site: Path, documents: int, note: Callable[[str], None]) -> None:
    with serving(site) as there, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        for query in QUERIES:
            page = chromium.new_context().new_page()
            asked: list[str] = []
            page.on("request", _noting(asked))
            page.goto(f"{there}/search/?q={quote(query)}")
            page.wait_for_selector("#found[data-answered]", state="attached")
            sent = [path for path in asked if path.endswith(".json") or "/search." in path]
            size = sum(len(gzip.compress((site / path[1:]).read_bytes())) for path in sent)
            clock = time.perf_counter()
            page.fill("#find", f"{query} 试")
            page.fill("#find", query)
            page.press("#find", "Enter")
            page.wait_for_selector(f'#found[data-answered="{query}"]', state="attached")
            warm = time.perf_counter() - clock
            note(
                f"search {documents}: {query}: first query {size / 1000:.1f} kB in {len(sent)} requests; again {warm * 1000:.0f} ms; {page.locator('#found-status').inner_text()}"
            )
        chromium.close()
