"""schema.json：编辑器据此补全中文键名、悬停时说明；由模型和表的种类生成，从不手写。"""

from __future__ import annotations

from typing import Any

from generator.catalog import Catalog, TableKind
from generator.model import Record

CELL = {"type": ["string", "number"]}


def record_schema(catalog: Catalog) -> dict[str, Any]:
    """JSON Schema 2020-12 of one record file."""
    schema = Record.model_json_schema(by_alias=True, mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "部门决算记录"
    tables = {
        "type": "object",
        "description": "各表的数，键是表的标识",
        "additionalProperties": False,
        "properties": {kind.id: _table(kind) for kind in catalog.tables.values()},
    }
    schema["properties"]["表"] = tables
    schema["$defs"]["UnitShare"]["properties"]["表"] = tables
    schema["properties"]["板式"]["enum"] = sorted(catalog.profiles)
    schema["$defs"]["FormEntry"]["properties"]["表式"]["enum"] = sorted(catalog.layouts)
    return schema


def _table(kind: TableKind) -> dict[str, Any]:
    return {
        "type": "object",
        "description": kind.title,
        "additionalProperties": False,
        "properties": {
            "状态": {"enum": ["有数", "空表", "原件未载"]},
            **({"来自": {"enum": sorted(kind.taken_from)}} if kind.taken_from else {}),
            "行": _single(kind) if kind.single else {"type": "array", "items": _row(kind)},
            "列入": {"type": "array", "items": {"type": "string"}},
            "注": {"type": "string"},
        },
    }


def _single(kind: TableKind) -> dict[str, Any]:
    """行: 名称 → 数; code tables take any code."""
    names = {
        row.name: {**CELL, "description": row.heading or row.name} for row in (*kind.rows, *kind.extra_rows) if row.name
    }
    by_code = kind.row_kind != "固定" or any(row.codes for row in kind.rows)
    return {"type": "object", "properties": names, "additionalProperties": CELL if by_code else False}


def _row(kind: TableKind) -> dict[str, Any]:
    key = "科目" if kind.row_kind in {"功能科目", "经济科目"} else "行"
    names = [row.name for row in kind.rows if row.name]
    by_code = any(row.codes for row in kind.rows)
    label: dict[str, Any] = {"enum": names} if key == "行" and names and not by_code else {"type": "string"}
    columns = {column.name: {**CELL, "description": column.heading or column.name} for column in kind.columns}
    extras = {
        "名称": {"type": "string"},
        "列入": {"type": "array", "items": {"type": "string"}},
        "注": {"type": "string"},
    }
    return {
        "type": "object",
        "required": [key],
        "additionalProperties": False,
        "properties": {key: label, **columns, **extras},
    }
