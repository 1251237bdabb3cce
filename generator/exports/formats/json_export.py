"""JSON：一份公开文件的全部数和说明文字；各项的意思见 data/schema.json。"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.document import COLUMNS_TOLD, document, figures, head, narrative, tables
from generator.exports.dossier import Dossier, Library
from generator.exports.json_text import written
from generator.exports.registry import File

ORDER = 3
KIND = "数据 JSON"


def files(library: Library) -> Iterator[File]:
    """One per disclosure."""
    for dossier in library.dossiers.values():
        yield File(dossier.path("json"), KIND, _data(dossier), f"{dossier.address}/")


def _data(dossier: Dossier) -> bytes:
    parts = {"表": tables(dossier), "列": COLUMNS_TOLD, "数": figures(dossier), "说明": narrative(dossier)}
    return written({**head(dossier.address), **document(dossier), **parts})
