"""清单 manifest：网站每个文件的 SHA-256，写成 `sha256sum -c` 读得懂的样子。"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

NAME = "SHA256SUMS"
OLD_NAME = "manifest.json"
"""Written by builds before 清单 had its present form; read so that such a site can be replaced."""
FIRST = "# 决算 juesuan 清单 1"
SITE, CARRIED, VARIES = "# 网站：", "# 上一版留存：", "# 每次构建不同："
DIGEST = 64
OUTSIDE = re.compile(r"  (?:/|\.\.?(?:/|$))|/\.{0,2}(?:/|$)|[\\\0\r]", re.MULTILINE)
"""A path that would lead out of the tree, or that is none: such a manifest is not ours."""


@dataclass(frozen=True)
class Manifest:
    """What a published tree holds; the manifest itself and .gitignore are not in it."""

    site: str = ""
    """Name of the site, so that another project's output is not taken for ours."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path → SHA-256, in hexadecimal."""
    carried: frozenset[str] = frozenset()
    """Those among `files` that only pages of the version before refer to."""
    varies: frozenset[str] = frozenset()
    """Those among `files` whose bytes the same input does not reproduce."""

    @cached_property
    def text(self) -> bytes:
        """Sorted by path, so that two manifests can be compared line by line."""
        head = [FIRST, f"{SITE}{self.site}"]
        head += [f"{CARRIED}{path}" for path in sorted(self.carried)]
        head += [f"{VARIES}{path}" for path in sorted(self.varies)]
        lines = [f"{self.files[path]}  {path}" for path in sorted(self.files)]
        return "\n".join([*head, *lines, ""]).encode()

    @property
    def own(self) -> dict[str, str]:
        """Without what is carried for the readers of the version before."""
        return {path: digest for path, digest in self.files.items() if path not in self.carried}

    @property
    def digest(self) -> str:
        """Names this version of the site."""
        return hashlib.sha256(self.text).hexdigest()


def parsed(data: bytes) -> Manifest | None:
    """None where this is no manifest of ours, or only a part of one."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    lines = text.split("\n")
    if lines[0] != FIRST or lines.pop() or len(lines) < 2 or not lines[1].startswith(SITE):
        return None
    head = [line for line in lines if line.startswith("#")]
    rest = lines[len(head) :]
    files = {line[DIGEST + 2 :]: line[:DIGEST] for line in rest}
    if (
        any(line[DIGEST : DIGEST + 2] != "  " for line in rest)
        or len(files) != len(rest)
        or OUTSIDE.search("\n".join(rest))
    ):
        return None
    carried = frozenset(line.removeprefix(CARRIED) for line in head if line.startswith(CARRIED))
    varies = frozenset(line.removeprefix(VARIES) for line in head if line.startswith(VARIES))
    return Manifest(lines[1].removeprefix(SITE), files, carried, varies)


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


def _old(data: bytes) -> Manifest | None:
    try:
        files = json.loads(data)
    except ValueError:
        return None
    if not isinstance(files, dict) or not all(isinstance(one, str) for one in files.values()):
        return None
    return Manifest("", {**files, OLD_NAME: hashlib.sha256(data).hexdigest()})
