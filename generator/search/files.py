"""搜索用的全部文件：每份公开文件旁边一份原文片段，search/ 下的名称目录和索引。"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, MutableMapping

from generator.search.fragments import Fragment
from generator.search.index import IndexEntry, indexed, parts
from generator.search.names import catalog, name_files
from generator.store import Store
from generator.summary import Summary

FOLDER = "search/"
CATALOG = f"{FOLDER}catalog.json"
"""The one file without a hash in its name: what it names has one, and it is asked for anew each time."""


def text_files(fragments: Iterable[Fragment]) -> dict[str, bytes]:
    """What the result list shows of a document, beside its page."""
    return {f"{one.path}search.json": _text(one) for one in fragments}


def _text(fragment: Fragment) -> bytes:
    pieces = [[piece.anchor, piece.title, piece.kind, *piece.items] for piece in fragment.pieces]
    return json.dumps(pieces, ensure_ascii=False, separators=(",", ":")).encode()


def search_files(
    store: Store, summaries: Iterable[Summary], entries: Iterable[IndexEntry], cache: MutableMapping[str, bytes]
) -> Mapping[str, bytes]:
    """The catalog, the names of each region and the index of each part."""
    filed = list(summaries)
    names = name_files(filed)
    found = [indexed(part, cache) for part in parts(entries)]
    files = {f"{FOLDER}{path}": data for path, data in names.values()}
    for one in found:
        files |= {f"{FOLDER}{one.folder}{at}.json": data for at, data in enumerate(one.files)}
    return {**files, CATALOG: catalog(store, filed, names, found)}
