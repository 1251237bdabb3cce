"""核对证明：一份公开文件核对了什么，哪些不符，哪些经人说明，哪些没能核对、为什么；和记录的哈希绑在一起。"""

from __future__ import annotations

from collections.abc import Iterator

from generator.exports.dossier import Library
from generator.exports.registry import File
from generator.reports.certificate import as_json, certified

ORDER = 4
KIND = "核对证明 JSON"


def files(library: Library) -> Iterator[File]:
    """One per disclosure whose record was checked: a function of its verdict alone."""
    rules = library.store.catalog.rules
    for dossier in library.dossiers.values():
        if dossier.verdict is not None:
            data = as_json(certified(dossier.account, dossier.verdict, rules))
            yield File(dossier.path("certificate.json"), KIND, data, f"{dossier.address}/")
