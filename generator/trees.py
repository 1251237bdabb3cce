"""两棵树 trees：`site/` 是读者看的，`.juesuan/idle/` 是上一版；没有改动的文件在两边是同一个。

The idle tree is brought up to date while nobody reads it, then both change names. What is half done after a crash is known by
name, so that the next build neither trusts it nor starts from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator import disk, manifest
from generator.disk import MissingFileError, OutputRefusedError, Tree
from generator.manifest import Manifest

KEPT = ".gitignore"
FAR_BEHIND = 1000
"""So many files that the idle tree is brought up to date right after the exchange, not at the start of the next build."""


@dataclass(frozen=True)
class Trees:
    """The two trees of a project and what the work on them leaves behind; both folders are on one file system."""

    live: Path
    """What readers see."""
    cache: Path
    """Where the other one stands, and all that is ours alone."""
    lost: frozenset[str] = frozenset()
    """Files that are no longer what the manifest says: deleted or edited by somebody else, maybe in both trees at once."""

    @property
    def idle(self) -> Path:
        """The version before, or a half-done next one."""
        return self.cache / "idle"

    @property
    def touched(self) -> Path:
        """Paths in the idle tree that may be neither the old nor the new file; there only while one is worked on."""
        return self.cache / "idle.touched"

    @property
    def aside(self) -> Path:
        """Where the live tree stands for a moment if two folders cannot be exchanged at once."""
        return self.cache / "aside"

    @property
    def ours(self) -> Path:
        """Digests of the versions last published here."""
        return self.cache / "published"

    @cached_property
    def found(self) -> Manifest | None:
        """The manifest of what is published now."""
        return manifest.of_folder(self.live)

    @cached_property
    def standing(self) -> Manifest:
        """What is published now, without what is lost."""
        found = self.found or Manifest()
        return found.changed({}, self.lost) if self.lost else found


def bring_up_to_date(trees: Trees, wanted: Manifest, sources: Mapping[str, bytes | Path]) -> None:
    """The idle tree holds exactly what is wanted; the live one is not touched."""
    known, unsure = _idle_as_it_is(trees)
    fresh = wanted.beside(known) | {path: digest for path in unsure if (digest := wanted.get(path))}
    stale = (known.beside(wanted).keys() | unsure) - fresh.keys()
    disk.put(trees.touched, "\n".join(sorted(stale | fresh.keys())).encode())
    tree = Tree(trees.idle)
    try:
        for path in sorted(stale):
            tree.drop(path)
        for path in sorted(fresh):
            _place(tree, path, trees, fresh[path], sources)
        if (trees.live / KEPT).is_file():
            tree.link(KEPT, trees.live)
        tree.drop(manifest.OLD_NAME)
        tree.put(manifest.NAME, wanted.text)
        disk.flush(trees.idle)
    except OutputRefusedError:
        with suppress(OutputRefusedError):  # a full disk is left as it was found
            for path in stale | fresh.keys():
                tree.drop(path)
        raise


def _place(tree: Tree, path: str, trees: Trees, digest: str, sources: Mapping[str, bytes | Path]) -> None:
    """One file: from the live tree if it is the same there, else as handed in."""
    if trees.standing.get(path) == digest:
        with suppress(MissingFileError):
            tree.link(path, trees.live)
            return
    if path not in sources:
        raise MissingFileError(path)
    tree.put(path, sources[path])


def _idle_as_it_is(trees: Trees) -> tuple[Manifest, set[str]]:
    """What the idle tree holds by its manifest, and paths of which that is not sure."""
    known = manifest.of_folder(trees.idle) if trees.found else None
    if known is None:
        disk.clear(trees.idle)
        return Manifest(), set()
    touched = set(trees.touched.read_text("utf-8").split("\n")) - {""} if trees.touched.is_file() else set()
    return known, touched | trees.lost


def switch(trees: Trees) -> None:
    """From here on readers see the new version."""
    if trees.live.exists():
        disk.exchange(trees.live, trees.idle, trees.aside)
    else:
        disk.move(trees.idle, trees.live)
    if trees.lost:  # what others did to the tree that is idle now
        disk.put(trees.touched, "\n".join(sorted(trees.lost)).encode())
    else:
        disk.remove([trees.touched])


def follow(trees: Trees, wanted: Manifest, changed: int) -> None:
    """A tree far behind catches up at once, so that the next small build is quick; that this fails does no harm."""
    if changed >= FAR_BEHIND:
        with suppress(OutputRefusedError, MissingFileError):
            behind = Trees(trees.live, trees.cache)
            bring_up_to_date(behind, wanted, {})
            disk.remove([behind.touched])
