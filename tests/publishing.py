"""Small made-up sites for the tests of publishing."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from generator import disk, manifest
from generator.manifest import Manifest
from generator.publish import Changes, Policy

OWN = {".gitignore", manifest.NAME}


def texts(folder: Path) -> dict[str, bytes]:
    """Path → bytes of all files but the manifest; of a symbolic link where it points to."""
    return {path: _bytes(folder / path) for path in disk.files(folder) if path not in OWN}


def _bytes(path: Path) -> bytes:
    return str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()


def stated(folder: Path) -> Manifest:
    """The manifest of a published folder."""
    found = manifest.of_folder(folder)
    assert found is not None
    return found


def assert_whole(site: Path, expected: Mapping[str, bytes] | None = None) -> None:
    """What the manifest says is there, nothing else is, and it is what was handed in."""
    held = texts(site)
    assert {path: sha256(data).hexdigest() for path, data in held.items()} == stated(site).files
    assert expected is None or held == dict(expected)


def full(files: Mapping[str, bytes | Path], name: str = "甲", *, kept: int = 3, compress: bool = False) -> Changes:
    """A complete site."""
    return Changes(files, whole=True, policy=Policy(name, kept, compress))
