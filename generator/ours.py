"""这是不是我们的文件夹 ours：只替换自己公布的网站；别人的文件一个也不动，并说出是哪一个。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator import disk, manifest
from generator.disk import OutputRefusedError
from generator.trees import KEPT, Trees

LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave behind: neither ours nor anybody's."""


def must_be_ours(trees: Trees, name: str) -> None:
    """An output folder is ours when it is missing, empty but for its .gitignore, or carries our manifest."""
    site = trees.live
    if site.is_symlink():
        raise OutputRefusedError(f"输出文件夹 {site} 是符号链接，不写；请换成真正的文件夹。")
    if site.exists() and not site.is_dir():
        raise OutputRefusedError(f"{site} 是一个文件，不是文件夹，不动它；请移走。")
    standing = trees.found
    foreign = [] if standing else [name for name in disk.files(site) if name not in {KEPT, *LITTER}]
    if foreign:
        raise OutputRefusedError(
            f"输出文件夹 {site} 里有别的东西（{foreign[0]} 等），不动它；请移走，或换一个空文件夹。"
        )
    if standing and name and standing.site not in {"", name} and standing.digest not in _digests(trees.ours):
        raise OutputRefusedError(
            f"输出文件夹 {site} 里是另一个网站“{standing.site}”，不动它；请移走，或换一个空文件夹。"
        )


def must_hold_nothing_else(trees: Trees, touched: Iterable[str] | None) -> None:
    """A file that we did not write would vanish from the site with the exchange: refused, by name.

    All of the live tree is looked at, or the folders of the paths that are touched.
    """
    beside = {KEPT, manifest.NAME, manifest.OLD_NAME}
    folders = None if touched is None else sorted({parent for path in (*touched, "x") for parent in _above(path)})
    held = disk.files(trees.live, folders)
    known = trees.standing.files.__contains__ if touched is None else trees.standing.get
    strange = sorted(
        path for path in held if path not in beside and path.rpartition("/")[2] not in LITTER and not known(path)
    )
    if strange:
        raise OutputRefusedError(
            f"输出文件夹里有不是本程序写的 {strange[0]}，换上新网站会让它消失，所以没有公布；"
            "请移走它，要一并公布的放到 content/pages/ 里。"
        )


def lost(trees: Trees, put: Mapping[str, bytes | Path], digests: Mapping[str, str]) -> frozenset[str]:
    """Files that should have stayed as they are but were deleted or edited by somebody else."""
    same = (path for path, digest in digests.items() if trees.standing.files.get(path) == digest)
    return frozenset(path for path in same if not _stands(trees.live / path, put[path], digests[path]))


def _stands(place: Path, source: bytes | Path, digest: str) -> bool:
    """One inode needs no reading."""
    try:
        if isinstance(source, Path) and place.samefile(source):
            return True
        return manifest.digest_of(place) == digest
    except OSError:
        return False


def _digests(path: Path) -> list[str]:
    return path.read_text("utf-8").split() if path.is_file() else []


def _above(path: str) -> Iterator[str]:
    """The folders a file stands in, the root first."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(len(parts)))
