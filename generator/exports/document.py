"""一份公开文件怎样写进 JSON：它是谁的、哪年的，有哪些表，说明写了什么。"""

from __future__ import annotations

from typing import Any

from generator.exports.dossier import Dossier
from generator.exports.json_text import Object
from generator.exports.lines import COLUMNS, VALUE
from generator.exports.printed import sections
from generator.store import Store
from generator.views import Block, Run

FORMAT = 1
SCHEMA = "data/schema.json"


def head(address: str) -> Object:
    """What every file begins with; the schema is found by a relative way, wherever the site stands."""
    return {"$schema": "../" * (address.count("/") + 1) + SCHEMA, "格式": FORMAT}


def region(store: Store, code: str) -> Object:
    """区划码 and name of a region."""
    return {"区划": code, "名称": store.regions[code].name}


def document(dossier: Dossier) -> Object:
    """What a disclosure says of itself, before its figures."""
    filed = dossier.account.filed
    record = filed.record
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


def tables(dossier: Dossier) -> list[Object]:
    """The printed tables: number, title, whether there are figures, and what is said where there are none."""
    places = (section for section in sections(dossier.page.parts) if section.place.startswith("决算表/"))
    shown = (block.table for section in places for block in section.blocks if block.table)
    return [{"号": one.number, "名称": one.title, "状态": one.status, "说明": one.status_note} for one in shown]


OF_DOCUMENT = frozenset({"publisher", "year"})
"""Columns of the long table that a document itself says once."""
COLUMNS_TOLD = (*(column.head for column in COLUMNS if column.field not in OF_DOCUMENT), "由")


def figures(dossier: Dossier) -> list[tuple[Any, ...]]:
    """The long table row by row, as `COLUMNS_TOLD` names its columns; addresses are those inside the record, with # before them."""
    start = len(dossier.address)
    return [(line.address[start:], *line[3:VALUE], line.value or None, *line[VALUE + 1 :]) for line in dossier.lines]


def narrative(dossier: Dossier) -> list[Object]:
    """Paragraphs and items by section; every figure in them with its address."""
    found = []
    for section in sections(dossier.page.parts):
        said = [_paragraph(runs) for block in section.blocks for runs in _paragraphs(block)]
        if said:
            found.append({"处": section.place, "题": f"{section.number}{section.title}", "段": said})
    return found


def _paragraphs(block: Block) -> tuple[tuple[Run, ...], ...]:
    return block.items or ((block.runs,) if block.runs else ())


def _paragraph(runs: tuple[Run, ...]) -> Object:
    printed = [{"写作": run.text, "地址": f"#{run.fact}"} for run in runs if run.fact]
    return {"文": "".join([run.text for run in runs]), "数": printed}
