"""一个地区一年的长表：各部门、各单位的全部数放在一张表里，带单位和释义；CSV 和 JSON 各一份。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.exports import csv_text, json_text
from generator.exports.dossier import Dossier, Library, named
from generator.exports.lines import HEADS, cells_of
from generator.exports.meanings import Meanings
from generator.exports.registry import File

ORDER = 4
MEANING = "释义"


def files(library: Library) -> Iterator[File]:
    """Two per region-year."""
    for region, year, dossiers in library.region_years():
        address = f"{region}/{year}"
        meanings = Meanings(library.store.catalog, year)
        table = csv_text.written((*HEADS, MEANING), _rows(dossiers, meanings))
        yield File(named(address, "csv"), "全部部门长表 CSV", table, f"{address}/")
        whole = {
            **json_text.head(address),
            "地区": json_text.region(library.store, region),
            "年度": year,
            "公开文件": [_document(dossier) for dossier in dossiers],
            MEANING: _used(dossiers, meanings),
        }
        yield File(named(address, "json"), "全部部门数据 JSON", json_text.written(whole), f"{address}/")


def _rows(dossiers: Iterable[Dossier], meanings: Meanings) -> Iterator[tuple[object, ...]]:
    for dossier in dossiers:
        for line in dossier.lines:
            yield (*cells_of(line), meanings.of(line))


def _document(dossier: Dossier) -> json_text.Object:
    return {**json_text.document(dossier), "数": json_text.figures(dossier.lines)}


def _used(dossiers: Iterable[Dossier], meanings: Meanings) -> dict[str, str]:
    """Definitions of the codes and words that stand in these files, ascending."""
    words = {word for dossier in dossiers for line in dossier.lines for word in (line.row, line.row_name, line.column)}
    return {word: meanings.words[word] for word in sorted(words) if word in meanings.words}
