"""一个地区一年的长表：各部门、各单位的全部数放在一起，带单位和释义；CSV 和 JSON 各一份。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.exports import csv_text, json_text
from generator.exports.document import document, head, region
from generator.exports.dossier import Dossier, named
from generator.exports.json_text import Encoded, Object
from generator.exports.lines import HEADS
from generator.exports.meanings import meaning, meanings
from generator.exports.registry import File
from generator.store import Store

ORDER = 4
MEANING = "释义"


def part(dossier: Dossier) -> Object:
    """What one disclosure gives: its rows of both files, and the definitions of the codes and words in them."""
    known = meanings(dossier.store.catalog, dossier.account.year)
    words = {word for line in dossier.lines for word in (line.row, line.row_name, line.column)}
    return {
        "csv": csv_text.lines(_rows(dossier, known)),
        "json": json_text.encoded({**document(dossier), "数": dossier.facts}),
        "words": {word: known[word] for word in sorted(words) if word in known},
    }


def files(store: Store, code: str, year: int, parts: Iterable[Object]) -> Iterator[File]:
    """Two per region-year; parts stand in the order of the region-year page."""
    address, found = f"{code}/{year}", list(parts)
    table = csv_text.joined((*HEADS, MEANING), (str(one["csv"]) for one in found))
    yield File(named(address, "csv"), "长表 CSV", table, f"{address}/")
    words: dict[str, str] = {}
    for one in found:
        words |= one["words"]
    whole = {
        **head(address),
        "地区": region(store, code),
        "年度": year,
        "公开文件": [Encoded(one["json"]) for one in found],
        MEANING: dict(sorted(words.items())),
    }
    yield File(named(address, "json"), "数据 JSON", json_text.written(whole), f"{address}/")


def _rows(dossier: Dossier, known: Mapping[str, str]) -> Iterator[list[str]]:
    for row, line in zip(dossier.rows, dossier.lines, strict=True):
        yield [*row, csv_text.safe(meaning(known, line))]
