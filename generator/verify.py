"""核验 verify：网站的一份副本（文件夹，或服务器上的）同清单逐个比对，说出少了、变了、多了哪些文件。"""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
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
    expected = {**wanted.files, manifest.NAME: manifest.digest_of(wanted.text)}
    with _holdings(place) as digest, ThreadPoolExecutor(WORKERS) as threads:
        found = dict(zip(expected, threads.map(digest, expected), strict=True))
    kinds = {path: MISSING if one is None else CHANGED for path, one in found.items() if one != expected[path]}
    extra = set() if _remote(place) else set(disk.files(Path(place))) - expected.keys() - {KEPT}
    return sorted(Difference(path, kind) for path, kind in {**kinds, **dict.fromkeys(extra, EXTRA)}.items())


def manifest_for(site: Path, place: str) -> Manifest:
    """That of the project's own site; without one, the manifest that lies in the copy."""
    found = manifest.of_folder(site)
    if found is None and _remote(place):
        with closing(_Server(place)) as server:
            found = manifest.parsed(server.get(manifest.NAME) or b"")
    elif found is None:
        found = manifest.of_folder(Path(place))
    if found is None:
        raise UnreachableError(f"{site} 和 {place} 里都没有清单 {manifest.NAME}，没有可比的；请先公布，或检查地址。")
    return found


def _remote(place: str) -> bool:
    return place.startswith(("http://", "https://"))


@contextmanager
def _holdings(place: str) -> Iterator[Callable[[str], str | None]]:
    """A function from a path to the SHA-256 of what the copy holds there; None where it holds nothing."""
    if _remote(place):
        with closing(_Server(place)) as server:
            server.get("")  # says at once if nobody answers
            yield server.digest
    else:
        if not Path(place).is_dir():
            raise UnreachableError(f"没有 {place} 这个文件夹，请检查地址。")
        yield partial(_digest_in, Path(place))


def _digest_in(folder: Path, path: str) -> str | None:
    place = folder / path
    return manifest.digest_of(place) if place.is_file() and not place.is_symlink() else None


class _Server:
    """Reads files below one address; redirects are not followed: what a reader gets elsewhere is no copy."""

    def __init__(self, address: str) -> None:
        self.address, self.parts = address, urlsplit(address)
        self.own, self.connections = local(), list[http.client.HTTPConnection]()

    def get(self, path: str) -> bytes | None:
        """The bytes as they are on the server, uncompressed; None where it has no such file."""
        place = f"{self.parts.path.rstrip('/')}/{quote(path)}"
        try:
            connection = self._connection()
            connection.request("GET", place, headers={"Accept-Encoding": "identity"})
            answer = connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(f"{self.address} 没有回应，请检查地址和网络。") from error
        return data if answer.status == HTTPStatus.OK else None

    def digest(self, path: str) -> str | None:
        """SHA-256 of a file."""
        data = self.get(path)
        return None if data is None else hashlib.sha256(data).hexdigest()

    def close(self) -> None:
        """End all connections."""
        for connection in self.connections:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        """Each thread keeps one of its own."""
        if not hasattr(self.own, "connection"):
            kind = http.client.HTTPSConnection if self.parts.scheme == "https" else http.client.HTTPConnection
            self.own.connection = kind(self.parts.netloc, timeout=PATIENCE)
            self.connections.append(self.own.connection)
        found: http.client.HTTPConnection = self.own.connection
        return found


def told(found: list[Difference], checked: int, place: str, cure: str) -> Iterator[str]:
    """Lines for a person; `cure` is what to do about it."""
    yield from (f"{one.kind}：{one.path}" for one in found)
    if not found:
        yield f"{place} 同清单一致：{checked}个文件。"
        return
    counts = {kind: sum(one.kind == kind for one in found) for kind in (MISSING, CHANGED, EXTRA)}
    said = "、".join(f"{kind}{count}个" for kind, count in counts.items() if count)
    yield f"{place} 同清单不一致：{said}；{cure}。"
