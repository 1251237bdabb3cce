"""名称目录：地区、部门、单位、年度、科目、名词、各表，写成紧凑的 JSON；不用索引也能按名称和编码查找。"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from generator.pages.glossary import used_codes
from generator.search.index import Indexed
from generator.store import OWN_OFFICE, Publisher, Store
from generator.summary import Summary

KINDS = ("部门决算", "单位决算", "绩效自评")


def name_files(store: Store, summaries: Iterable[Summary]) -> Mapping[str, tuple[str, bytes]]:
    """Region → path below search/ and bytes: who there is, and what each has published by year."""
    order = sorted(summaries, key=lambda one: (one.publisher.region, -one.year, f"{one.address}/"))
    found = {}
    for region, mine in groupby(order, lambda one: one.publisher.region):
        data = _json(_names(store, list(mine)))
        found[region] = (f"names/{region}.{_digest(data)}.json", data)
    return found


def _names(store: Store, summaries: Sequence[Summary]) -> object:
    people = sorted({one.publisher for one in summaries} | {one.publisher.department for one in summaries})
    number = {publisher: at for at, publisher in enumerate(people)}
    years: dict[str, list[list[object]]] = {}
    for one in summaries:
        title = store.name_of(one.publisher)
        entry: list[object] = [number[one.publisher], KINDS.index(one.kind)]
        years.setdefault(str(one.year), []).append(entry if one.name == title else [*entry, one.name])
    return {"people": [_person(store, one) for one in people], "years": years}


def _person(store: Store, publisher: Publisher) -> list[object]:
    """Address below the region, name, short name."""
    short = store.departments[publisher.department].short
    name = store.name_of(publisher)
    path = publisher.path.partition("/")[2]
    if publisher.unit == OWN_OFFICE:
        return [path, name, f"{short}本级"]
    return [path, name] if publisher.unit or short == name else [path, name, short]


def catalog(
    store: Store, summaries: Iterable[Summary], names: Mapping[str, tuple[str, bytes]], found: Iterable[Indexed]
) -> bytes:
    """What is asked first: regions with their files, parts of the index, codes, terms, tables."""
    listed = store.catalog.codes("功能科目", 2099)
    codes = [code for code in used_codes(summaries) if code in listed]
    return _json(
        {
            "kinds": KINDS,
            "regions": [[code, store.regions[code].name, names[code][0]] for code in sorted(names)],
            "parts": [_part(one) for one in found],
            "codes": [
                [code, listed[code].name, *(listed[code[:size]].name for size in (3, 5) if code[:size] in listed)]
                for code in codes
            ],
            "terms": [[term.slug, term.word, *term.aliases] for term in store.catalog.terms],
            "tables": [[f"table-{name.lower()}", kind.title] for name, kind in store.catalog.tables.items()],
        }
    )


def _part(one: Indexed) -> object:
    """Its folder and number of files; how many documents of which year and region come after each other."""
    runs = groupby(one.part.fragments, lambda fragment: (fragment.year, fragment.region))
    counts = [[year, region, sum(1 for _ in mine)] for (year, region), mine in runs]
    return [one.folder, len(one.files), counts]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
