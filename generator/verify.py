"""核验 verify：网站的一份副本（文件夹，或服务器上的）同清单逐个比对，说出少了、变了、多了哪些文件。"""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import local
from urllib.parse import quote, urlsplit

from generator import disk, manifest
from generator.manifest import Manifest
from generator.trees import KEPT

MISSING, CHANGED, EXTRA = "缺少", "变了", "多出"
WORKERS, PATIENCE = 8, 30
"""Requests at a time; seconds to wait for an answer."""


class UnreachableError(Exception):
    """There is nothing to compare with; its text is one sentence for a person."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """One file of the copy that is not as the manifest says."""

    path: str
    kind: str


def differences(wanted: Manifest, place: str) -> list[Difference]:
    """By path; `place` is a folder, or an address that begins with http:// or https://, where 多出 cannot be seen."""
    remote = place.startswith(("http://", "https://"))
    digest = _over_http(place) if remote else _in_folder(Path(place))
    expected = {**wanted.files, manifest.NAME: wanted.digest}
    with ThreadPoolExecutor(WORKERS) as threads:
        found = dict(zip(expected, threads.map(digest, expected), strict=True))
    kinds = {path: MISSING if one is None else CHANGED for path, one in found.items() if one != expected[path]}
    extra = set() if remote else set(disk.files(Path(place))) - expected.keys() - {KEPT}
    return sorted(Difference(path, kind) for path, kind in {**kinds, **dict.fromkeys(extra, EXTRA)}.items())


def manifest_for(site: Path, place: str) -> Manifest:
    """That of the project's own site; without one, the manifest that lies in the copy."""
    found = manifest.of_folder(site)
    if found is None and place.startswith(("http://", "https://")):
        found = manifest.parsed(_Server(place).get(manifest.NAME) or b"")
    elif found is None:
        found = manifest.of_folder(Path(place))
    if found is None:
        raise UnreachableError(f"{site} 和 {place} 里都没有清单 {manifest.NAME}，没有可比的；请先公布，或检查地址。")
    return found


def _in_folder(folder: Path) -> Callable[[str], str | None]:
    if not folder.is_dir():
        raise UnreachableError(f"没有 {folder} 这个文件夹，请检查地址。")

    def digest(path: str) -> str | None:
        place = folder / path
        return manifest.digest_of(place) if place.is_file() and not place.is_symlink() else None

    return digest


def _over_http(address: str) -> Callable[[str], str | None]:
    """Each thread keeps a connection of its own."""
    own = local()
    _Server(address).get("")  # says at once if nobody answers

    def digest(path: str) -> str | None:
        if not hasattr(own, "server"):
            own.server = _Server(address)
        data: bytes | None = own.server.get(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    return digest


class _Server:
    """Reads files below one address; redirects are not followed: what a reader gets elsewhere is no copy."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self.address, self.base = address, parts.path.rstrip("/")
        self.connection = kind(parts.netloc, timeout=PATIENCE)

    def get(self, path: str) -> bytes | None:
        """The bytes as they are on the server, uncompressed; None where it has no such file."""
        try:
            self.connection.request("GET", f"{self.base}/{quote(path)}", headers={"Accept-Encoding": "identity"})
            answer = self.connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(f"{self.address} 没有回应，请检查地址和网络。") from error
        return data if answer.status == HTTPStatus.OK else None


def told(found: list[Difference], checked: int, place: str) -> Iterator[str]:
    """Lines for a person."""
    yield from (f"{one.kind}：{one.path}" for one in found)
    if not found:
        yield f"{place} 同清单一致：{checked}个文件。"
        return
    counts = {kind: sum(one.kind == kind for one in found) for kind in (MISSING, CHANGED, EXTRA)}
    said = "、".join(f"{kind}{count}个" for kind, count in counts.items() if count)
    yield f"{place} 同清单不一致：{said}；请重新复制整个网站。"
