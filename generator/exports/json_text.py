"""JSON 的写法：一项一行，两年的文件可以逐行比较。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.json import Encoder

Object = dict[str, Any]

ENCODER = Encoder(enc_hook=str)
"""A text that was typed knows its place in the file; here it is a text like others."""


def written(whole: Mapping[str, Any]) -> bytes:
    """The file: an entry on a line, and every item of a list on a line of its own."""
    entries = b",\n".join(b"%s: %s" % (ENCODER.encode(key), _entry(value)) for key, value in whole.items())
    return b"{\n%s\n}\n" % entries


def _entry(value: Any) -> bytes:  # noqa: ANN401 - whatever JSON holds
    return _list(value) if isinstance(value, list) else ENCODER.encode(value)


def _list(items: Iterable[Any]) -> bytes:
    lines = b",\n".join(map(ENCODER.encode, items))
    return b"[\n%s\n]" % lines if lines else b"[]"
