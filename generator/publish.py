"""公布 publish：两棵树轮换。闲着的一棵按改动补到最新，写好清单，再和公开的一棵一次对换；旧站随时完整。

`site/` is what readers see, `.juesuan/idle/` holds the version before. A file that did not change is one inode in both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator import clock, disk, manifest
from generator.assets import LASTING
from generator.disk import MissingFileError, OutputRefusedError, Tree
from generator.manifest import Manifest
from generator.project import Project

KEPT = ".gitignore"
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave behind: neither ours nor anybody's."""
FAR_BEHIND = 1000
"""So many files that the idle tree is brought up to date right after the exchange, not at the start of the next build."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What site.yml says about publishing."""

    name: str = ""
    """Of the site; a site of another name is not replaced."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be different in the site."""

    put: Mapping[str, bytes | Path]
    """Path in the site → its bytes, or a file of the cache that holds them."""
    drop: frozenset[str] = frozenset()
    whole: bool = False
    """`put` is the complete site: what it does not name is dropped."""
    varies: frozenset[str] = frozenset()
    """Those in `put` whose bytes the same input does not reproduce."""
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


@dataclass(frozen=True)
class Trees:
    """The two trees of a project and what the work on them leaves behind."""

    project: Project

    @property
    def live(self) -> Path:
        """What readers see."""
        return self.project.site

    @property
    def idle(self) -> Path:
        """The version before, or a half-done next one."""
        return self.project.cache / "idle"

    @property
    def touched(self) -> Path:
        """Paths in the idle tree that may be neither the old nor the new file; there only while one is worked on."""
        return self.project.cache / "idle.touched"

    @property
    def aside(self) -> Path:
        """Where the live tree stands for a moment if two folders cannot be exchanged at once."""
        return self.project.cache / "aside"

    @property
    def ours(self) -> Path:
        """Digests of the versions last published here."""
        return self.project.cache / "published"

    @cached_property
    def standing(self) -> Manifest:
        """What is published now."""
        return manifest.of_folder(self.live) or Manifest()


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
    """The site, whole or not at all. Raises MissingFileError if `changes` build on files that are gone: publish the whole.

    To be called within `building`.
    """
    trees = Trees(project)
    disk.folder(project.cache)
    disk.mend(trees.live, trees.aside)
    _must_be_ours(trees, changes)
    found = _found(trees, changes)
    wanted = _wanted(trees.standing, changes)
    if wanted is not trees.standing or (changes.whole and trees.standing.files.keys() - found):
        _bring_up_to_date(trees, wanted, changes.put)
        disk.put(trees.ours, f"{wanted.digest}\n{trees.standing.digest}\n".encode(), durable=False)
        _switch(trees)
        _follow(trees, wanted)
    return _told(project, trees.standing, wanted)


def _switch(trees: Trees) -> None:
    """From here on readers see the new version."""
    if trees.live.exists():
        disk.exchange(trees.live, trees.idle, trees.aside)
    else:
        disk.move(trees.idle, trees.live)
    disk.remove([trees.touched])


def _told(project: Project, before: Manifest, after: Manifest) -> Published:
    written = len(after.files.items() - before.files.items())
    pages = sum(path.endswith(".html") for path in after.files)
    return Published(project.site, len(after.files), pages, written, len(before.files.keys() - after.files.keys()))


def _wanted(standing: Manifest, changes: Changes) -> Manifest:
    """What the site will hold: what it should, and the styles, scripts and search files of the version before.

    Someone may have read a page just before the exchange and ask for its styles just after it.
    """
    put = {disk.checked(path): manifest.digest_of(source) for path, source in changes.put.items()}
    kept = {} if changes.whole else standing.own
    files = {path: digest for path, digest in {**kept, **put}.items() if path not in changes.drop}
    varies = (standing.varies | changes.varies) & files.keys()
    name = changes.policy.name or standing.site
    if (files, varies, name) == (standing.own, standing.varies, standing.site):
        return standing
    carried = {path: digest for path, digest in standing.own.items() if path not in files and LASTING.match(path)}
    return Manifest(name, {**files, **carried}, frozenset(carried), varies)


def _bring_up_to_date(trees: Trees, wanted: Manifest, sources: Mapping[str, bytes | Path]) -> None:
    """The idle tree holds exactly what is wanted; the live one is not touched."""
    sure, unsure = _idle_as_it_is(trees)
    stale = {path for path, digest in sure.items() if wanted.files.get(path) != digest} | unsure
    fresh = {path for path, digest in wanted.files.items() if sure.get(path) != digest} | (unsure & wanted.files.keys())
    disk.put(trees.touched, "\n".join(sorted(stale | fresh)).encode())
    tree = Tree(trees.idle)
    try:
        for path in sorted(stale - fresh):
            tree.drop(path)
        for path in sorted(fresh):
            _place(tree, path, trees, wanted.files[path], sources)
        if (trees.live / KEPT).is_file():
            tree.link(KEPT, trees.live)
        tree.drop(manifest.OLD_NAME)
        tree.put(manifest.NAME, wanted.text)
        disk.flush(trees.idle)
    except OutputRefusedError:
        with suppress(OutputRefusedError):  # a full disk is left as it was found
            for path in stale | fresh:
                tree.drop(path)
        raise


def _place(tree: Tree, path: str, trees: Trees, digest: str, sources: Mapping[str, bytes | Path]) -> None:
    """One file: from the live tree if it is the same there, else as handed in."""
    if trees.standing.files.get(path) == digest:
        with suppress(MissingFileError):
            tree.link(path, trees.live)
            return
    if path not in sources:
        raise MissingFileError(path)
    tree.put(path, sources[path])


def _idle_as_it_is(trees: Trees) -> tuple[Mapping[str, str], set[str]]:
    """Files of the idle tree that are surely what its manifest says, and paths of which that is not sure."""
    touched = set(trees.touched.read_text("utf-8").split("\n")) - {""} if trees.touched.is_file() else set()
    known = manifest.of_folder(trees.idle) if (trees.live / manifest.NAME).is_file() else None
    if known is None:
        disk.clear(trees.idle)
        return {}, set()
    return {path: digest for path, digest in known.files.items() if path not in touched}, touched


def _follow(trees: Trees, now: Manifest) -> None:
    """A tree far behind catches up at once, so that the next small build is quick; that this fails does no harm."""
    known = manifest.of_folder(trees.idle)
    if len(now.files.items() - (known.files.items() if known else set())) < FAR_BEHIND:
        return
    behind = Trees(trees.project)
    with suppress(OutputRefusedError, MissingFileError):
        _bring_up_to_date(behind, now, {})
        disk.remove([behind.touched])


def _must_be_ours(trees: Trees, changes: Changes) -> None:
    """An output folder is ours when it is missing, empty but for its .gitignore, or carries our manifest."""
    site = trees.live
    if site.is_symlink():
        raise OutputRefusedError(f"输出文件夹 {site} 是符号链接，不写；请换成真正的文件夹。")
    if site.exists() and not site.is_dir():
        raise OutputRefusedError(f"{site} 是一个文件，不是文件夹，不动它；请移走。")
    found = manifest.of_folder(site)
    foreign = [] if found else [name for name in disk.files(site) if name not in {KEPT, *LITTER}]
    if foreign:
        raise OutputRefusedError(
            f"输出文件夹 {site} 里有别的东西（{foreign[0]} 等），不动它；请移走，或换一个空文件夹。"
        )
    name = changes.policy.name
    if found and name and found.site not in {"", name} and found.digest not in _digests(trees.ours):
        raise OutputRefusedError(f"输出文件夹 {site} 里是另一个网站“{found.site}”，不动它；请移走，或换一个空文件夹。")


def _found(trees: Trees, changes: Changes) -> set[str]:
    """Files of the live tree: all of them, or those in the folders that change.

    One that we did not write would vanish from the site with the exchange: refused, by name.
    """
    known = {*trees.standing.files, KEPT, manifest.NAME, manifest.OLD_NAME}
    touched = {parent for path in (*changes.put, *changes.drop, "x") for parent in _above(path)}
    found = set(disk.files(trees.live, None if changes.whole else sorted(touched)))
    strange = sorted(path for path in found - known if path.rpartition("/")[2] not in LITTER)
    if strange:
        raise OutputRefusedError(
            f"输出文件夹里有不是本程序写的 {strange[0]}，换上新网站会让它消失，所以没有公布；"
            "请移走它，要一并公布的放到 content/pages/ 里。"
        )
    return found


def _digests(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.is_file() else []


def _above(path: str) -> Iterator[str]:
    """The folders a file stands in, the root first."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(len(parts)))
