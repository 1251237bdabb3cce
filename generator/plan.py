"""计划 plan：上一次构建看到的每个文件的大小、时间和编号；一样的就不必再读，什么都没变就什么都不做。

Imported before anything else when a build starts: only the standard library, and little of it, so that a build with nothing to do
ends at once. Times alone would miss files put back by a backup or a checkout; the time of the last change of the inode and its
number are compared too, and `--full` compares contents.
"""

from __future__ import annotations

import os
import sys
import time

FIRST = "juesuan plan 1"
FILE = "plan"
MANIFEST = "SHA256SUMS"
IGNORED = (".", "~")
"""How names begin that reading passes over: editors' droppings."""
CODE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib alone would take a tenth of the time there is


def seen(root: str) -> list[str]:
    """Every file that a build of this project may look at, one line each, sorted: path, size, times, number."""
    own = os.path.join(root, "templates")  # noqa: PTH118 - as above
    templates = own if os.path.isdir(own) else os.path.join(CODE, "_templates")  # noqa: PTH112, PTH118 - as above
    lines: list[str] = []
    for name, place in (("content", f"{root}/content"), ("templates", templates), ("generator", CODE)):
        _walk(name, place, lines)
    lines.append(line("mkdocs.yml", f"{root}/mkdocs.yml"))
    lines.sort()
    return lines


def _walk(name: str, place: str, lines: list[str]) -> None:
    waiting = [(name, place)]
    while waiting:
        path, folder = waiting.pop()
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.name[0] in IGNORED or entry.name == "__pycache__":
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{path}/{entry.name}", entry.path))
                    lines.append(f"{path}/{entry.name}/\t")
                else:
                    found = entry.stat(follow_symlinks=False)
                    lines.append(
                        f"{path}/{entry.name}\t{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
                    )


def line(path: str, place: str) -> str:
    """One file's line; a file that is not there has an empty one."""
    try:
        found = os.lstat(place)
    except OSError:
        return f"{path}\t"
    return f"{path}\t{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def surroundings(*, day: bool = True) -> str:
    """What else a build depends on: the day, the stamp on files, the Python and its packages."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    packages = [name for name in os.listdir(_packages()) if name.endswith(".dist-info")]  # noqa: PTH208 - as above
    return " ".join(
        ("epoch", epoch, time.strftime("%Y-%m-%d") if day and not epoch else "", sys.version, *sorted(packages))
    )


def _packages() -> str:
    """The folder where the packages are that this program needs."""
    return next((one for one in sys.path if one.endswith("site-packages")), CODE)


def seal(root: str) -> str:
    """Changes whenever the published site is exchanged, by whomever; empty where none stands."""
    try:
        found = os.stat(f"{root}/site/{MANIFEST}")  # noqa: PTH116 - as above
    except OSError:
        return ""
    return f"{found.st_ino}-{found.st_size}-{found.st_mtime_ns}"


def head(root: str, said: list[str]) -> str:
    """What a plan begins with; `said` is what the build told, so that a build with nothing to do can say it again."""
    return "\n".join((FIRST, surroundings(), seal(root), str(len(said)), *said))


def text(root: str, said: list[str], lines: list[str]) -> bytes:
    """The whole plan as it is kept."""
    return "\n".join((head(root, said), *lines, "")).encode("utf-8", "surrogateescape")


def kept(root: str) -> tuple[list[str], list[str]]:
    """What the last build said and saw; nothing where there was none, or it does not hold any more: another day, another site."""
    try:
        with open(f"{root}/.juesuan/{FILE}", "rb") as file:  # noqa: PTH123 - as above
            found = file.read().decode("utf-8", "surrogateescape").split("\n")
    except OSError:
        return [], []
    if found[:1] != [FIRST] or found[-1] or len(found) < 5 or not found[3].isdecimal():
        return [], []
    count = int(found[3])
    said, lines = found[4 : 4 + count], found[4 + count : -1]
    holds = seal(root) and "\n".join(found[: 4 + count]) == head(root, said)
    return (said, lines) if holds else ([], [])


def nothing_to_do(root: str) -> list[str]:
    """What the last build said, if it would say and do the same again; nothing otherwise."""
    said, lines = kept(root)
    return said if said and lines == seen(root) else []
