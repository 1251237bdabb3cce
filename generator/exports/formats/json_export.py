"""JSON：一份公开文件的全部数和说明文字，另有 data/schema.json 说明各项的意思。"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.dossier import Dossier, Library
from generator.exports.json_text import document, figures, head, narrative, tables, written
from generator.exports.registry import File

ORDER = 3
LABEL = "数据 JSON"


def files(library: Library) -> Iterator[File]:
    """One per disclosure."""
    for dossier in library.dossiers.values():
        yield File(dossier.path("json"), LABEL, _data(dossier), f"{dossier.address}/")


def _data(dossier: Dossier) -> bytes:
    return written(
        {
            **head(dossier.address),
            **document(dossier),
            "表": tables(dossier),
            "数": figures(dossier.lines),
            "说明": narrative(dossier),
        }
    )
