"""清单 manifest：网站每个文件的 SHA-256，写成 `sha256sum -c` 读得懂的样子。

Of 80,000 lines a small build changes a dozen: they are kept as they are read, and found by bisection.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

NAME = "SHA256SUMS"
OLD_NAME = "manifest.json"
"""Written by builds before 清单 had its present form; read so that such a site can be replaced."""
FIRST, LAST = "# 决算 juesuan 清单 1", "# 以上各行："
SITE, MISSING, CARRIED = "# 网站：", "# 暂缺：", "# 上一版留存："
FEW = 500
"""Lines that are put in their place one by one; more are quicker sorted."""
DIGEST = 64
PATH = DIGEST + 2


@dataclass(frozen=True)
class Manifest:
    """What a published tree holds; the manifest itself and .gitignore are not in it."""

    site: str = ""
    """Name of the site, so that another project's output is not taken for ours."""
    lines: tuple[str, ...] = ()
    """`SHA-256  path`, sorted by path."""
    carried: frozenset[str] = frozenset()
    """Those paths that only pages of the version before refer to."""
    missing: tuple[str, ...] = ()
    """Files of records that were left out (暂缺)."""

    @cached_property
    def files(self) -> dict[str, str]:
        """Path → SHA-256, in hexadecimal."""
        return {line[PATH:]: line[:DIGEST] for line in self.lines}

    @cached_property
    def own(self) -> dict[str, str]:
        """Files without those carried for the readers of the version before."""
        return {path: digest for path, digest in self.files.items() if path not in self.carried}

    def get(self, path: str) -> str | None:
        """SHA-256 of one file."""
        at = _place(self.lines, path)
        return self.lines[at][:DIGEST] if at < len(self.lines) and self.lines[at][PATH:] == path else None

    def beside(self, other: Manifest) -> dict[str, str]:
        """Files that are here and not there, or otherwise there: path → SHA-256 here."""
        return {line[PATH:]: line[:DIGEST] for line in self._set - other._set}

    def changed(self, put: Mapping[str, str], drop: Collection[str]) -> Manifest:
        """With these files, without those."""
        if len(put) + len(drop) > FEW:
            files = {path: digest for path, digest in {**self.files, **put}.items() if path in put or path not in drop}
            return replace(
                listing(self.site, files),
                carried=self.carried & files.keys(),
            )
        lines = list(self.lines)
        for path in {*put, *drop}:
            at = _place(lines, path)
            there = at < len(lines) and lines[at][PATH:] == path
            lines[at : at + there] = [f"{put[path]}  {path}"] if path in put else []
        gone = frozenset(drop) - put.keys()
        return replace(self, lines=tuple(lines), carried=self.carried - gone)

    @cached_property
    def text(self) -> bytes:
        """Sorted by path, so that two manifests can be compared line by line."""
        carried = (f"{CARRIED}{path}" for path in sorted(self.carried))
        missing = (f"{MISSING}{file}" for file in self.missing)
        said = "\n".join([FIRST, f"{SITE}{self.site}", *missing, *carried, *self.lines, LAST]).encode()
        return said + f"{hashlib.sha256(said).hexdigest()}\n".encode()

    @property
    def digest(self) -> str:
        """SHA-256 of all the rest; names this version of the site."""
        return self.text[-1 - DIGEST : -1].decode()

    @cached_property
    def _set(self) -> frozenset[str]:
        return frozenset(self.lines)


def listing(site: str, files: Mapping[str, str]) -> Manifest:
    """The manifest of these files."""
    return Manifest(site, tuple(f"{files[path]}  {path}" for path in sorted(files)))


def parsed(data: bytes) -> Manifest | None:
    """None where this is no manifest of ours, or not all of one as it was written."""
    said, told = data[: -1 - DIGEST], data[-1 - DIGEST : -1]
    if not said.endswith(f"\n{LAST}".encode()) or hashlib.sha256(said).hexdigest().encode() != told:
        return None
    lines = said.decode().split("\n")
    count = next(at for at, line in enumerate(lines) if at and not (line.startswith("#") and line != LAST))
    head = lines[:count]
    if head[0] != FIRST or len(head) < 2:
        return None
    carried = frozenset(line.removeprefix(CARRIED) for line in head if line.startswith(CARRIED))
    missing = tuple(line.removeprefix(MISSING) for line in head if line.startswith(MISSING))
    found = Manifest(head[1].removeprefix(SITE), tuple(lines[count:-1]), carried, missing)
    found.__dict__["text"] = data  # what was read need not be put together again
    return found


def of_folder(folder: Path) -> Manifest | None:
    """The manifest a tree carries; None where there is none that can be read."""
    if (folder / NAME).is_file():
        return parsed((folder / NAME).read_bytes())
    if (folder / OLD_NAME).is_file():
        return _old((folder / OLD_NAME).read_bytes())
    return None


def digest_of(source: bytes | Path) -> str:
    """SHA-256 of bytes or of a file."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _place(lines: Sequence[str], path: str) -> int:
    """Where the line of a path stands, or would."""
    return bisect_left(lines, path, key=lambda line: line[PATH:])


def _old(data: bytes) -> Manifest | None:
    try:
        files = json.loads(data)
    except ValueError:
        return None
    if not isinstance(files, dict) or not all(isinstance(one, str) for one in files.values()):
        return None
    return listing("", {**files, OLD_NAME: hashlib.sha256(data).hexdigest()})
