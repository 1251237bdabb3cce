"""长表 CSV：一份公开文件的全部数，一个数一行。"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.csv_text import written
from generator.exports.dossier import Library
from generator.exports.lines import HEADS, VALUE, cells_of
from generator.exports.registry import File

ORDER = 2
KIND = "长表 CSV"


def files(library: Library) -> Iterator[File]:
    """One per disclosure."""
    for dossier in library.dossiers.values():
        table = written(HEADS, map(cells_of, dossier.lines), slice(VALUE, VALUE + 1))
        yield File(dossier.path("csv"), KIND, table, f"{dossier.address}/")
