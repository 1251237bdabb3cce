"""JSON 的写法：一个数一行，数值写成文字，一位不差。"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as quoted
from typing import Any

from generator.exports.lines import COLUMNS, Line

Object = dict[str, Any]

OF_DOCUMENT = frozenset({"publisher", "year"})
"""Columns of the long table that a document itself says once."""
KEYS = (*(column.head for column in COLUMNS if column.field not in OF_DOCUMENT), "由")
FACT = "{" + ", ".join(f"{quoted(key)}: %s" for key in KEYS) + "}"


class Encoded(str):
    """JSON that is written already."""

    __slots__ = ()


def facts(lines: Iterable[Line]) -> Encoded:
    """The long table as a list of objects."""
    return _list(map(_fact, lines))


def _fact(line: Line) -> str:
    """By hand and not by `json.dumps`, which takes four times as long for so small an object."""
    return FACT % (
        quoted(line.address),
        quoted(line.table),
        quoted(line.row),
        quoted(line.row_name),
        quoted(line.column),
        "null" if line.value is None else f'"{line.value:f}"',
        quoted(line.unit),
        quoted(line.origin),
        quoted(line.formula),
        quoted(line.shown),
        f"[{', '.join(map(quoted, line.operands))}]",
    )


def encoded(value: Mapping[str, Any]) -> Encoded:
    """One item of a list, written ahead."""
    return Encoded(_item(value))


def written(whole: Mapping[str, Any]) -> bytes:
    """The file: an entry on a line, and every item of a list on a line of its own, so that two years can be compared."""
    entries = ",\n".join(f"{quoted(key)}: {_entry(value)}" for key, value in whole.items())
    return f"{{\n{entries}\n}}\n".encode()


def _entry(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return _list(map(_item, value)) if isinstance(value, list) else _item(value)


def _item(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Encoded):
        return value
    if isinstance(value, Mapping) and any(isinstance(one, Encoded) for one in value.values()):
        return "{" + ", ".join(f"{quoted(key)}: {_item(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _list(items: Iterable[str]) -> Encoded:
    lines = ",\n".join(items)
    return Encoded(f"[\n{lines}\n]" if lines else "[]")
