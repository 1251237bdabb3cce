"""公布 publish：两棵树轮换。闲着的一棵按改动补到最新，写好清单，再和公开的一棵一次对换；旧站随时完整。

`site/` is what readers see, `.juesuan/idle/` holds the version before. A file that did not change is one inode in both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator import clock, disk, manifest
from generator.assets import LASTING
from generator.compressed import SUFFIX, compressed, sweep
from generator.disk import MissingFileError, OutputRefusedError
from generator.manifest import Manifest
from generator.model import Site
from generator.ours import lost, must_be_ours, must_hold_nothing_else
from generator.project import Project
from generator.trees import Trees, bring_up_to_date, follow, switch
from generator.versions import Version, keep, prune, versions, way_back

NAMED = re.compile(r"(?:^|-)([0-9a-f]{32,64})(?:\.[a-z0-9]+)?$")
"""Files of a cache that are named by the SHA-256 of their content, or the first half of it."""
MANY = 99
"""More versions than anybody keeps."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What site.yml says about publishing."""

    name: str = ""
    """Of the site; a site of another name is not replaced."""
    kept: int = 3
    """Versions kept to go back to; beyond them the oldest goes."""
    compress: bool = False
    """Whether a .gz stands beside every file that is worth it."""

    @staticmethod
    def of(site: Site) -> Policy:
        """As site.yml says."""
        return Policy(site.name, site.kept_versions, site.compress)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different in the site."""

    put: Mapping[str, bytes | Path]
    """Path in the site → its bytes, or a file of the cache that holds them."""
    drop: frozenset[str] = frozenset()
    whole: bool = False
    """`put` is the complete site: what it does not name is dropped."""
    missing: tuple[str, ...] = ()
    """Files of records left out on request (暂缺)."""
    policy: Policy = field(default_factory=Policy)


@dataclass(frozen=True, slots=True)
class Published:
    """The site as it stands after a build."""

    site: Path
    files: int
    pages: int
    written: int
    """Files that are new or other than before."""
    dropped: int


@contextmanager
def building(project: Project) -> Iterator[None]:
    """Only one build of a project at a time; a second one is refused at once."""
    who = f"进程{os.getpid()}，{clock.now():%m月%d日%H时%M分}开始"
    busy = "另一个构建正在进行（{who}），这次什么也没有动；请等它结束再试。"
    with disk.locked(project.cache / "lock", who, busy):
        yield


def seal(project: Project) -> str:
    """Changes whenever the published site was exchanged, by whomever; empty where none stands."""
    try:
        found = (project.site / manifest.NAME).stat()
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"


def publish(project: Project, changes: Changes) -> Published:
    """The site, whole or not at all. To be called within `building`.

    Raises MissingFileError if `changes` build on files of the site or of the cache that are gone or damaged: make them again
    and publish the whole.
    """
    return _publish(_opened(project.site, project.cache), changes)


def publish_folder(folder: Path, changes: Changes) -> Published:
    """Files in another folder, with the same care as the site; its idle tree stands hidden beside it."""
    return _publish(_opened(folder, folder.with_name(f".{folder.name}.juesuan")), changes)


def rollback(project: Project, number: int | None = None) -> tuple[Version, Published]:
    """The site as it was before the last exchange, or in the version with that number; also whole or not at all."""
    with building(project):
        trees = _opened(project.site, project.cache)
        version, put, drop = way_back(trees, number)
        policy = Policy(version.site, kept=MANY)  # what was compressed is kept with it
        try:
            return version, _publish(trees, Changes(put, drop, policy=policy), version.number)
        except MissingFileError as error:
            raise OutputRefusedError(
                f"第{version.number}版留下的文件 {error} 坏了，回不去；请改好记录后重新公布。"
            ) from error


def kept_versions(project: Project) -> list[Version]:
    """Those one can go back to, the last first."""
    return versions(_opened(project.site, project.cache))


def _opened(live: Path, cache: Path) -> Trees:
    """Both trees, mended if an exchange was cut short."""
    trees = Trees(live, cache)
    disk.folder(cache)
    disk.mend(trees.live, trees.aside)
    return trees


def _publish(trees: Trees, changes: Changes, again: int = 0) -> Published:
    """`again`: the number of the version that comes back, where it is not a new one."""
    must_be_ours(trees, changes.policy.name)
    must_hold_nothing_else(trees, None if changes.whole else (*changes.put, *changes.drop))
    changes, digests = _complete(trees, changes)
    sound = replace(trees, lost=lost(trees, changes.put, digests)) if changes.whole else trees
    wanted = _wanted(sound.standing, changes, digests)
    if wanted is not sound.standing:
        bring_up_to_date(sound, wanted, changes.put)
        keep(trees, wanted, changes.policy.kept, again)
        disk.put(trees.ours, f"{wanted.digest}\n{trees.standing.digest}\n".encode(), durable=False)
        switch(sound)
        prune(trees, wanted, changes.policy.kept)
        sweep(trees.cache, wanted)
        follow(trees, wanted, len(wanted.beside(trees.standing)))
    return _told(trees, wanted)


def _told(trees: Trees, after: Manifest) -> Published:
    before = trees.standing
    written = len(after.beside(before))
    dropped = sum(after.get(path) is None for path in before.beside(after))
    return Published(trees.live, len(after.lines), after.text.count(b".html\n"), written, dropped)


def _complete(trees: Trees, changes: Changes) -> tuple[Changes, dict[str, str]]:
    """With the compressed files that belong to what is put; and the SHA-256 of all of them."""
    digests = _digests(changes.put)
    more = compressed(trees.cache, changes.put, digests) if changes.policy.compress else {}
    digests |= _digests(more)
    stale = {name for path in (*changes.put, *changes.drop) if trees.standing.get(name := f"{path}{SUFFIX}")}
    put = {**changes.put, **more}
    return replace(changes, put=put, drop=changes.drop | (stale - put.keys())), digests


def _digests(put: Mapping[str, bytes | Path]) -> dict[str, str]:
    """SHA-256 by path. A file of the cache whose name tells another one is damaged: it is removed, to be made again."""
    try:
        digests = {disk.checked(path): manifest.digest_of(source) for path, source in put.items()}
    except FileNotFoundError as error:
        raise MissingFileError(str(error.filename)) from error
    damaged = {
        path: place for path, place in put.items() if isinstance(place, Path) and not _claims(place, digests[path])
    }
    if damaged:
        disk.remove(damaged.values())
        raise MissingFileError(min(damaged))
    return digests


def _claims(place: Path, digest: str) -> bool:
    told = NAMED.search(place.name)
    return told is None or digest.startswith(told[1])


def _wanted(standing: Manifest, changes: Changes, digests: Mapping[str, str]) -> Manifest:
    """What the site will hold: what it should, and the styles, scripts and search files of the version before.

    Someone may have read a page just before the exchange and ask for its styles just after it.
    """
    named = standing.own.keys() - digests.keys() if changes.whole else changes.drop
    drop = {path for path in named if standing.get(path) and path not in standing.carried}
    put = {path: digest for path, digest in digests.items() if path not in changes.drop}
    fresh = {path: one for path, one in put.items() if standing.get(path) != one or path in standing.carried}
    name = changes.policy.name or standing.site
    if not fresh and not drop and (name, changes.missing) == (standing.site, standing.missing):
        return standing
    carried = frozenset(path for path in drop if LASTING.match(path))
    changed = standing.changed(fresh, (drop - carried) | (standing.carried - fresh.keys()))
    return replace(changed, site=name, carried=carried, missing=changes.missing)
