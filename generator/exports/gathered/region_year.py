"""一个地区一年的长表：各部门、各单位的全部数放在一起；用到的科目和名词的释义另成一表，不在每一行重复。"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.exports import csv_text
from generator.exports.dossier import Dossier, named
from generator.exports.json_text import Object
from generator.exports.lines import HEADS
from generator.exports.meanings import meanings
from generator.exports.registry import File
from generator.store import Store

ORDER = 4
DEFINITIONS = ("词", "释义")
"""Heads of the table of definitions: a code, row or column of the long table, and what it means."""


def part(dossier: Dossier) -> Object:
    """What one disclosure gives: where its own long table is, and the words of it that are defined."""
    known = meanings(dossier.store.catalog, dossier.account.year)
    words = {word for line in dossier.lines for word in (line.row, line.row_name, line.column)}
    return {"csv": dossier.path("csv"), "words": sorted(words & known.keys())}


def files(store: Store, code: str, year: int, parts: Iterable[Object], read: Callable[[str], bytes]) -> Iterator[File]:
    """Two per region-year; parts stand in the order of the region-year page."""
    address, found = f"{code}/{year}", list(parts)
    table = csv_text.joined(HEADS, (read(one["csv"]) for one in found))
    yield File(named(address, "csv"), "长表 CSV", table, f"{address}/")
    known = meanings(store.catalog, year)
    words = sorted({word for one in found for word in one["words"]})
    told = csv_text.written(DEFINITIONS, [(word, known[word]) for word in words])
    yield File(named(address, "terms.csv"), "长表释义 CSV", told, f"{address}/")
