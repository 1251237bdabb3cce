"""版本 versions：公布过的前几版，各只存与后一版不同的文件，`juesuan rollback` 由此回到从前。

A version is told as the way back from the one after it: files to put (kept under their SHA-256) and files to drop. So keeping
one costs what changed, whatever the size of the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from generator import clock, disk
from generator.disk import OutputRefusedError
from generator.manifest import Manifest
from generator.trees import Trees

EVENTS = "%Y年%m月%d日%H时%M分"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was live once, and the way back to it from the next."""

    number: int
    until: str
    """When it was replaced, for people."""
    before: str
    """Digest of its manifest."""
    after: str
    """Digest of the manifest that replaced it."""
    site: str
    """Name of the site in it."""
    put: Mapping[str, str]
    """Files it had that the next has not, or has otherwise: path → SHA-256."""
    drop: tuple[str, ...]
    """Files only the next has."""
    again: int = 0
    """The number of the version that replaced it, if that was not a new one."""


def keep(trees: Trees, wanted: Manifest, count: int, again: int) -> None:
    """Before the exchange: what the live version has and the next will not have is kept, for the last `count` versions."""
    standing, folder = trees.standing, _folder(trees)
    if not standing.lines or not count or standing.digest == wanted.digest:
        return
    before, after = standing.beside(wanted), wanted.beside(standing)
    put = {path: digest for path, digest in before.items() if path not in standing.carried}
    put |= {path: digest for path in wanted.carried - standing.carried if (digest := standing.get(path))}
    drop = {path for path in after if standing.get(path) is None} | (standing.carried - wanted.carried)
    disk.folder(folder / "files")
    for path, digest in put.items():
        disk.share(trees.live / path, folder / "files" / digest)
    number = max((version.number for version in _all(folder)), default=0) + 1
    version = Version(
        number,
        f"{clock.now():{EVENTS}}",
        standing.digest,
        wanted.digest,
        standing.site,
        put,
        tuple(sorted(drop)),
        again,
    )
    disk.put(folder / f"{number}.json", json.dumps(asdict(version), ensure_ascii=False).encode(), durable=False)


def prune(trees: Trees, now: Manifest, count: int) -> None:
    """After the exchange: versions beyond the last `count` go, and files that none of the others needs."""
    folder = _folder(trees)
    if not folder.is_dir():
        return
    kept = _chain(folder, now)[:count]
    needed = {digest for version in kept for digest in version.put.values()}
    numbers = {f"{version.number}.json" for version in kept}
    disk.remove(path for path in folder.glob("*.json") if path.name not in numbers)
    disk.remove(path for path in (folder / "files").glob("*") if path.name not in needed)


def versions(trees: Trees) -> list[Version]:
    """Those one can go back to, the last first."""
    return _chain(_folder(trees), trees.standing)


def way_back(trees: Trees, number: int | None) -> tuple[Version, dict[str, Path], frozenset[str]]:
    """The version, and what to put and to drop for it; without a number the one before what is live."""
    kept = versions(trees)
    target = next((one for one in kept if one.number == number), None) if number else _last(kept)
    if target is None:
        numbers = "、".join(str(one.number) for one in kept)
        raise OutputRefusedError(
            f"没有保留第{number}版；保留着的有：{numbers}。"
            if number and kept
            else "没有保留更早的版本，不能再往前回。"
        )
    files = dict(trees.standing.own)
    for version in kept:
        files = {**{path: one for path, one in files.items() if path not in version.drop}, **version.put}
        if version is target:
            break
    held = _folder(trees) / "files"
    put = {path: held / digest for path, digest in files.items() if trees.standing.own.get(path) != digest}
    lost = [path for path, place in put.items() if not place.is_file()]
    if lost:
        raise OutputRefusedError(f"第{target.number}版的文件 {lost[0]} 没有留下，回不去；请改好记录后重新公布。")
    return target, put, frozenset(trees.standing.own.keys() - files.keys())


def _last(kept: list[Version]) -> Version | None:
    """The one before what is live, which may itself be an earlier version come back."""
    shown = kept[0].again if kept and kept[0].again else (kept[0].number + 1 if kept else 0)
    return next((one for one in kept if one.number < shown), None)


def _chain(folder: Path, now: Manifest) -> list[Version]:
    """From what is live back as far as every step is known."""
    found: list[Version] = []
    digest = now.digest
    for version in sorted(_all(folder), key=lambda one: -one.number):
        if version.after == digest:
            found.append(version)
            digest = version.before
    return found


def _all(folder: Path) -> list[Version]:
    return [version for path in folder.glob("*.json") if (version := _read(path))]


def _read(path: Path) -> Version | None:
    """None for what is damaged: that version, and those before it, are then no longer known."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Version(**{**told, "drop": tuple(told["drop"])})
    except (ValueError, TypeError, KeyError):
        return None


def _folder(trees: Trees) -> Path:
    return trees.cache / "versions"
