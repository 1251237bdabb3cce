"""长表 CSV：一份公开文件的全部数，一个数一行。"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.csv_text import written
from generator.exports.dossier import Library
from generator.exports.lines import HEADS, cells_of
from generator.exports.registry import File

ORDER = 2
LABEL = "长表 CSV"


def files(library: Library) -> Iterator[File]:
    """One per disclosure."""
    for dossier in library.dossiers.values():
        data = written(HEADS, map(cells_of, dossier.lines))
        yield File(dossier.path("csv"), LABEL, data, f"{dossier.address}/")
