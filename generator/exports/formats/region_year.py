"""一个地区一年的长表：各部门、各单位的全部数放在一起，带单位和释义；CSV 和 JSON 各一份。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.exports import csv_text, json_text
from generator.exports.document import document, head, region
from generator.exports.dossier import Dossier, Library, named
from generator.exports.lines import HEADS
from generator.exports.meanings import meaning, meanings
from generator.exports.registry import File

ORDER = 4
MEANING = "释义"


def files(library: Library) -> Iterator[File]:
    """Two per region-year."""
    for code, year, dossiers in library.region_years():
        address = f"{code}/{year}"
        known = meanings(library.store.catalog, year)
        table = csv_text.written((*HEADS, MEANING), _rows(dossiers, known))
        yield File(named(address, "csv"), "长表 CSV", table, f"{address}/")
        whole = {
            **head(address),
            "地区": region(library.store, code),
            "年度": year,
            "公开文件": [{**document(dossier), "数": dossier.facts} for dossier in dossiers],
            MEANING: _used(dossiers, known),
        }
        yield File(named(address, "json"), "数据 JSON", json_text.written(whole), f"{address}/")


def _rows(dossiers: Iterable[Dossier], known: Mapping[str, str]) -> Iterator[list[str]]:
    for dossier in dossiers:
        for row, line in zip(dossier.rows, dossier.lines, strict=True):
            yield [*row, csv_text.safe(meaning(known, line))]


def _used(dossiers: Iterable[Dossier], known: Mapping[str, str]) -> dict[str, str]:
    """Definitions of the codes and words that stand in these files, ascending."""
    words = {word for dossier in dossiers for line in dossier.lines for word in (line.row, line.row_name, line.column)}
    return {word: known[word] for word in sorted(words) if word in known}
