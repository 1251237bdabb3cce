"""缓存 cache：做过的结果按依据的指纹存着；取出时先核对自己的指纹，坏了的当作没有，重做。

JSON and plain files only, never pickle. What is here may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator import disk

Value = TypeVar("Value")

SEAL = 64
"""Length of a SHA-256 in hexadecimal, which stands before every entry."""


def digest(*parts: bytes | str) -> str:
    """SHA-256 over parts, each with its length, so that no two different lists of parts run together."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def encoded(value: object) -> bytes:
    """JSON of any value of dataclasses, mappings and sequences; decimals are written as text, exactly."""
    return msgspec.json.encode(value, enc_hook=_plain)


def _plain(value: object) -> str:
    """Texts of records know where they stood; that is left behind."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError(f"写不进缓存：{type(value)}")


def fingerprint(value: object) -> str:
    """SHA-256 of any such value, by what it holds."""
    return hashlib.sha256(msgspec.json.encode(value, enc_hook=_plain, order="deterministic")).hexdigest()


@dataclass(frozen=True, slots=True)
class Cache:
    """The cache of one project, below `.juesuan/`."""

    folder: Path

    # entries: small values by name -------------------------------------------------------------------------------------

    def keep(self, name: str, value: object) -> None:
        """Remember a value under a name (`families/420106/ybj`)."""
        data = encoded(value)
        place = self._place(name)
        disk.folder(place.parent)
        disk.put(place, hashlib.sha256(data).hexdigest().encode() + b"\n" + data, durable=False)

    def recall(self, name: str, kind: type[Value]) -> Value | None:
        """What is remembered; None where there is nothing, or it is not what was written."""
        try:
            whole = self._place(name).read_bytes()
        except OSError:
            return None
        seal, data = whole[:SEAL], whole[SEAL + 1 :]
        if hashlib.sha256(data).hexdigest().encode() != seal:
            return None
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """A file of another form."""
        disk.put(self.folder / name, data, durable=False)

    def forget(self, names: Mapping[str, Any] | set[str]) -> None:
        """Drop entries."""
        disk.remove(self._place(name) for name in names)

    def _place(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def shelf(self, name: str) -> Shelf:
        """Entries of bytes as a mapping."""
        return Shelf(self, name)

    # blobs: files by the digest of their bytes -------------------------------------------------------------------------

    def store(self, data: bytes) -> str:
        """Keep bytes; their digest names them from then on. A file of that name that holds something else is replaced."""
        name = hashlib.sha256(data).hexdigest()
        place = self.blob(name)
        try:
            known = place.stat().st_size == len(data) and place.read_bytes() == data
        except OSError:
            known = False
        if not known:
            disk.folder(place.parent)
            disk.put(place, data, durable=False)
        return name

    def blob(self, name: str) -> Path:
        """Where the bytes are."""
        return self.folder / "blobs" / name[:2] / name

    def sweep(self, wanted: Collection[str]) -> None:
        """Remove all blobs but these."""
        disk.remove(path for path in (self.folder / "blobs").glob("*/*") if path.name not in wanted)

    def blob_is_there(self, name: str) -> bool:
        """Whether a file of that name is there; what it holds is looked at before it is published."""
        return self.blob(name).is_file()

    def sound(self, name: str) -> bool:
        """Whether a blob is there and holds what its name says."""
        try:
            with self.blob(name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == name
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class Shelf(MutableMapping[str, bytes]):
    """Bytes by name, below a folder of the cache; there is no list of them."""

    cache: Cache
    name: str

    def __getitem__(self, key: str) -> bytes:
        """What is kept. Raises KeyError where nothing sound is."""
        found = self.cache.recall(f"{self.name}/{key}", bytes)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: bytes) -> None:
        """Keep it."""
        self.cache.keep(f"{self.name}/{key}", value)

    def __delitem__(self, key: str) -> None:
        """Drop it."""
        self.cache.forget({f"{self.name}/{key}"})

    def __iter__(self) -> Iterator[str]:
        """None is told."""
        return iter(())

    def __len__(self) -> int:
        """None is told."""
        return 0
