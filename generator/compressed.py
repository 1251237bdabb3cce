"""预压缩 compressed：网页、样式、数据各备一份 .gz，网站服务器（nginx 的 gzip_static）直接送出，不必每次再压。"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from generator import disk

SUFFIX = ".gz"
KINDS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt"})
LEAST = 1000
"""Bytes below which compression saves nothing worth a file."""


def compressed(cache: Path, put: Mapping[str, bytes | Path], digests: Mapping[str, str]) -> dict[str, Path]:
    """`a.html.gz` for `a.html`, …: path → file of the cache, made once for each content."""
    folder = disk.folder(cache / "gz")
    wanted = {path: folder / digests[path] for path in put if _worth(path, put[path])}
    missing = {place: put[path] for path, place in wanted.items() if not place.is_file()}
    with ThreadPoolExecutor() as threads:  # zlib works outside Python's lock
        for _ in threads.map(_make, missing.keys(), missing.values()):
            pass
    return {f"{path}{SUFFIX}": place for path, place in wanted.items() if f"{path}{SUFFIX}" not in put}


def sweep(cache: Path, digests: Iterable[str]) -> None:
    """Remove compressed files of contents that are published no more."""
    wanted = set(digests)
    disk.remove(path for path in (cache / "gz").glob("*") if path.name not in wanted)


def _worth(path: str, source: bytes | Path) -> bool:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    return size >= LEAST and PurePosixPath(path).suffix in KINDS


def _make(place: Path, source: bytes | Path) -> None:
    """Without name and time, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=6, mtime=0) as packed:
        packed.write(source if isinstance(source, bytes) else source.read_bytes())
    disk.put(place, out.getvalue(), durable=False)
