"""预压缩 compressed：网页、样式、数据各备一份 .gz，网站服务器（nginx 的 gzip_static）直接送出，不必每次再压。"""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path, PurePosixPath

from generator import disk
from generator.manifest import DIGEST, Manifest, digest_of

SUFFIX = ".gz"
KINDS = frozenset({".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt"})
LEAST = 1000
"""Bytes below which compression saves nothing worth a file."""


def compressed(cache: Path, put: Mapping[str, bytes | Path], digests: Mapping[str, str]) -> dict[str, Path]:
    """`a.html.gz` for `a.html`, …: path → file of the cache, made once for each content.

    Its name tells both: the SHA-256 of the content, and of the compressed bytes.
    """
    folder = disk.folder(cache / "gz")
    held = {place.name[:DIGEST]: place for place in folder.iterdir()}
    wanted = {path: digests[path] for path in put if _worth(path, put[path]) and f"{path}{SUFFIX}" not in put}
    missing = {digest: put[path] for path, digest in wanted.items() if digest not in held}
    with ThreadPoolExecutor() as threads:  # zlib works outside Python's lock
        held |= dict(zip(missing, threads.map(_make, repeat(folder), missing.keys(), missing.values()), strict=True))
    return {f"{path}{SUFFIX}": held[digest] for path, digest in wanted.items()}


def sweep(cache: Path, now: Manifest) -> None:
    """Remove compressed files of contents that are published no more."""
    held = list((cache / "gz").glob("*"))
    if held:
        wanted = set(now.files.values())
        disk.remove(path for path in held if path.name[:DIGEST] not in wanted)


def _worth(path: str, source: bytes | Path) -> bool:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    return size >= LEAST and PurePosixPath(path).suffix in KINDS


def _make(folder: Path, digest: str, source: bytes | Path) -> Path:
    """Without name and time, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=6, mtime=0) as packed:
        packed.write(source if isinstance(source, bytes) else source.read_bytes())
    place = folder / f"{digest}-{digest_of(out.getvalue())[:32]}{SUFFIX}"
    disk.put(place, out.getvalue(), durable=False)
    return place
