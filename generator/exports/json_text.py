"""JSON 里的对象：和长表同样的数、同样的名称，另有说明的文字；数值写成文字，一位不差。"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

from generator.exports.dossier import Dossier
from generator.exports.lines import COLUMNS, Line
from generator.exports.printed import sections
from generator.store import Store
from generator.views import Block, Run, Section

Object = dict[str, Any]

FORMAT = 1
SCHEMA = "data/schema.json"
OF_DOCUMENT = frozenset({"publisher", "year"})
"""Columns of the long table that the document itself says once."""

_KEYS = [column.head for column in COLUMNS if column.field not in OF_DOCUMENT]
_VALUES = attrgetter(*(column.field for column in COLUMNS if column.field not in OF_DOCUMENT))


def head(address: str) -> Object:
    """What every file begins with; the schema is found by a relative way, wherever the site stands."""
    return {"$schema": "../" * (address.count("/") + 1) + SCHEMA, "格式": FORMAT, "地址": address}


def document(dossier: Dossier) -> Object:
    """What a disclosure says of itself, before its figures."""
    record, filed = dossier.account.filed.record, dossier.account.filed
    return {
        "地址": dossier.address,
        "地区": region(dossier.store, filed.publisher.region),
        "部门": dossier.account.name,
        "年度": record.year,
        "文件": dossier.page.document,
        "口径": record.scope,
        "状态": record.status,
        "示例": dossier.account.sample,
        "批复日期": record.approved.isoformat() if record.approved else None,
        "公开日期": record.published.isoformat() if record.published else None,
        "来源": record.source.title if record.source else None,
        "版本": filed.digest,
    }


def region(store: Store, code: str) -> Object:
    """区划码 and name of a region."""
    return {"区划": code, "名称": store.regions[code].name}


def tables(dossier: Dossier) -> list[Object]:
    """The printed tables: number, title, whether it has figures."""
    found = [block.table for section in sections(dossier.page.parts) for block in section.blocks if block.table]
    return [{"号": table.number, "名称": table.title, "状态": table.status, "说明": table.status_note} for table in found]


def figures(lines: Iterable[Line]) -> list[Object]:
    """The long table."""
    return [_figure(line) for line in lines]


def _figure(line: Line) -> Object:
    found: Object = dict(zip(_KEYS, _VALUES(line), strict=True))
    if line.value is not None:
        found["数值"] = f"{line.value:f}"
    found["由"] = line.operands
    return found


def narrative(dossier: Dossier) -> list[Object]:
    """Paragraphs and list items by section; each figure in them with its address."""
    found = []
    for section in sections(dossier.page.parts):
        said = [_paragraph(runs, dossier.address) for block in section.blocks for runs in _runs(block)]
        if said:
            found.append({"处": section.place, "题": _title(section), "段": said})
    return found


def _title(section: Section) -> str:
    return f"{section.number}{section.title}"


def _runs(block: Block) -> tuple[tuple[Run, ...], ...]:
    return block.items if block.kind == "list" else (block.runs,) if block.runs else ()


def _paragraph(runs: tuple[Run, ...], address: str) -> Object:
    figures = [{"写作": run.text, "地址": f"{address}#{run.fact}"} for run in runs if run.fact]
    return {"文": "".join(run.text for run in runs), "数": figures}


def written(whole: Mapping[str, Any]) -> bytes:
    """One item of a list per line: compact, and yet two years can be compared line by line."""
    parts = (f"{_text(key)}: {_listed(value) if isinstance(value, list) else _text(value)}" for key, value in whole.items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _listed(items: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_text, items)) + "\n]" if items else "[]"


_text = json.JSONEncoder(ensure_ascii=False).encode
