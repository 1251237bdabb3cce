"""预览的地址：浏览器要的地址变成站内的路径；出得了文件夹的、带符号链接的一律没有。"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from urllib.parse import unquote_to_bytes

STEP = re.compile(r"[^\x00-\x1f\x7f\\:/.][^\x00-\x1f\x7f\\:/]{0,119}")
"""One step of a path: no hidden file, no way up, no drive, no stream, no control character."""


def site_path(target: str) -> str | None:
    """`/420106/ybj/2021/?a=1` → `420106/ybj/2021/`; None for what can be no address of the site."""
    try:
        path = unquote_to_bytes(target.partition("?")[0].partition("#")[0]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not path.startswith("/") or len(path) > 400:
        return None
    steps = path[1:].removesuffix("/").split("/")
    if path == "/":
        return ""
    return path[1:] if all(STEP.fullmatch(step) for step in steps) else None


def file_below(root: Path, path: str) -> Path | None:
    """A regular file below `root`, none of whose steps is a link; a folder means its index.html."""
    name = f"{path}index.html" if path.endswith("/") or not path else path
    place = root
    for step in name.split("/"):
        if not STEP.fullmatch(step):
            return None
        place /= step
        try:
            mode = place.lstat().st_mode
        except OSError:
            return None
        if stat.S_ISLNK(mode):
            return None
    return place if stat.S_ISREG(place.stat().st_mode) else None
