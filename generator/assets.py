"""样式和脚本 assets：每个文件以内容的散列作名公布，换了版本的页面不会碰到别的版本的文件。The one table of their names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

FOLDER = "assets"
LASTING = re.compile(r"(?:assets|search)/(?:.*[./])?[0-9a-f]{10,64}[./]")
"""Paths with the hash of their content in their name, or in that of a folder: what stands there never changes."""
TEXT = frozenset({".css", ".js", ".mjs", ".svg"})
"""In these, the names of other assets are put in their published form."""


def asset_files(templates: Path) -> Mapping[str, bytes]:
    """Published path → bytes."""
    sources = _sources(templates)
    return {f"{FOLDER}/{_named(sources, name)}": _bytes(sources, name) for name in sources}


def asset_names(templates: Path) -> Mapping[str, str]:
    """`assets/juesuan.css` → `assets/juesuan.3f2a41c09d.css`."""
    sources = _sources(templates)
    return {f"{FOLDER}/{name}": f"{FOLDER}/{_named(sources, name)}" for name in sources}


def _sources(templates: Path) -> dict[str, bytes]:
    folder = templates / "theme" / FOLDER
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()}


def _named(sources: Mapping[str, bytes], name: str, within: tuple[str, ...] = ()) -> str:
    digest = hashlib.sha256(_bytes(sources, name, within)).hexdigest()[:10]
    return f"{PurePosixPath(name).stem}.{digest}{PurePosixPath(name).suffix}"


def _bytes(sources: Mapping[str, bytes], name: str, within: tuple[str, ...] = ()) -> bytes:
    """What is published: names of other assets in quotes or brackets are those under which they are."""
    if name in within:
        raise ValueError(f"样式和脚本互相引用成了一圈：{' → '.join((*within, name))}")
    data = sources[name]
    if PurePosixPath(name).suffix not in TEXT:
        return data
    for other in sources.keys() - {name}:
        mention = re.compile(rb"(?<=[\"'(/])" + re.escape(other.encode()) + rb"(?=[\"')?#])")
        if mention.search(data):
            data = mention.sub(_named(sources, other, (*within, name)).encode(), data)
    return data
