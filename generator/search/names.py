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


def name_files(summaries: Iterable[Summary]) -> Mapping[str, tuple[str, bytes]]:
    """Region → path below search/ and bytes: who there is, and what each has published by year."""
    order = sorted(summaries, key=lambda one: (one.publisher.region, -one.year, f"{one.address}/"))
    found = {}
    for region, mine in groupby(order, lambda one: one.publisher.region):
        data = _json(_names(list(mine)))
        found[region] = (f"names/{region}.{_digest(data)}.json", data)
    return found


def _names(summaries: Sequence[Summary]) -> object:
    people: dict[Publisher, list[str]] = {}
    for one in summaries:
        people.setdefault(one.publisher.department, _person(one.publisher.department, one.department, one.short))
        people.setdefault(one.publisher, _person(one.publisher, one.title, one.short))
    number = {publisher: at for at, publisher in enumerate(sorted(people))}
    years: dict[str, list[list[object]]] = {}
    for one in summaries:
        entry: list[object] = [number[one.publisher], KINDS.index(one.kind)]
        years.setdefault(str(one.year), []).append(entry if one.name == one.title else [*entry, one.name])
    return {"people": [people[publisher] for publisher in number], "years": years}


def _person(publisher: Publisher, name: str, short: str) -> list[str]:
    """Address below the region, name, short name."""
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
    runs = groupby(one.part.entries, lambda entry: (entry.year, entry.region))
    counts = [[year, region, sum(1 for _ in mine)] for (year, region), mine in runs]
    return [one.folder, len(one.files), counts]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]
