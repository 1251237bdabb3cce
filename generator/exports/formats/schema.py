"""schema.json：JSON 文件里各项的意思，机器也能据此检查；全站一份。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator import exports
from generator.exports.document import SCHEMA
from generator.exports.dossier import Library
from generator.exports.registry import File

ORDER = 9


def files(library: Library) -> Iterator[File]:
    """One for the site, as it stands in the program; no page links it, every JSON file does."""
    if library.dossiers:
        yield File(SCHEMA, "", Path(exports.__path__[0], "schema.json").read_bytes())
