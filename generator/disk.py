"""磁盘 disk：唯一写盘的模块。新建、改名、硬链接、上锁、删除都在这里，写不成时用一句中文说明原因和办法。

Nothing is ever edited in place: a file gets a new inode or stays as it is, so that hard links to it keep their bytes.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

CURES = {
    errno.ENOSPC: "磁盘空间不足，请腾出空间再试",
    errno.EDQUOT: "超过了磁盘限额，请腾出空间再试",
    errno.EROFS: "磁盘是只读的，请换一个能写的地方",
    errno.EACCES: "没有写入的权限，请改文件夹的权限，或换一个用户来运行",
    errno.EPERM: "系统不让写，请改文件夹的权限，或换一个用户来运行",
    errno.ENAMETOOLONG: "名称太长，请把部门或单位的标识改短",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.EXDEV: "两个文件夹不在同一块磁盘上，不能一次换上，请把整个项目放在一块磁盘上",
    errno.EBUSY: "文件夹正被占用（或是挂载点），请关闭占用它的程序；挂载请挂在上一级",
    errno.ENOTDIR: "路上有一级不是文件夹，请把同名的文件移走",
    errno.EISDIR: "那里已有一个同名的文件夹，请移走或换一个文件名",
    errno.ENOENT: "上一级文件夹不存在，请先建好",
}
LINKS_REFUSED = frozenset({errno.EMLINK, errno.EXDEV, errno.EPERM, errno.ENOTSUP, errno.EACCES, errno.ENOSYS})
"""Where a file system has no (more) hard links, bytes are copied."""
EXCHANGE_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
AT_FDCWD, RENAME_EXCHANGE = -100, 2


class OutputRefusedError(Exception):
    """What should be written cannot or must not be; its text is one sentence for a person, with the cure."""


class MissingFileError(Exception):
    """A file that our own manifest lists is not there."""


def refusal(path: Path | str, error: OSError) -> OutputRefusedError:
    """The sentence for a person: what, where, and the cure."""
    cure = CURES.get(error.errno or 0, f"系统的说法是“{error.strerror or error}”，请交给管服务器的人")
    left = f"（还剩{_free(Path(path)) // 1000}KB）" if error.errno == errno.ENOSPC else ""
    return OutputRefusedError(f"写不到 {path}{left}：{cure}。")


def _free(path: Path) -> int:
    """Bytes that may still be written where a file should stand."""
    there = next((parent for parent in path.absolute().parents if parent.is_dir()), None)
    return shutil.disk_usage(there).free if there else 0


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Any error of the system while writing becomes a refusal that names the path."""
    try:
        yield
    except OSError as error:
        raise refusal(error.filename or path, error) from error


def put(path: Path, data: bytes, *, durable: bool = True) -> None:
    """A file with these bytes, whole or not at all: aside first, then exchanged. `durable`: on the disk when this returns."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with writing(path):
        try:
            _write(str(aside), data, durable=durable)
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise
    if durable:
        _settle(path.parent)


def link(source: Path | str, target: Path | str) -> None:
    """Another name for the bytes of `source`; a copy where the system gives none."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in LINKS_REFUSED:
            raise
        _write(str(target), Path(source).read_bytes(), durable=False)


def share(source: Path, target: Path) -> None:
    """Another name for a file, if it has not got it yet; nothing where there is no such file."""
    with writing(target), suppress(FileExistsError, FileNotFoundError):
        link(source, target)


def folder(path: Path) -> Path:
    """The folder, made where it is missing."""
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def remove(paths: Iterable[Path]) -> None:
    """Remove single files; what is gone already is fine."""
    for path in paths:
        with writing(path):
            path.unlink(missing_ok=True)


def clear(path: Path) -> None:
    """Remove a folder of our own cache with all that is in it; symbolic links in it are not followed."""
    with writing(path):
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)


def move(source: Path, target: Path) -> None:
    """Another name for a file or folder; there must be nothing at `target`, but for an empty folder."""
    with writing(target):
        source.rename(target)


def pack(target: Path, root: Path, paths: Iterable[str], date: tuple[int, int, int, int, int, int]) -> None:
    """A zip of files below `root` in the order given, all of them with the same date: the same files, the same bytes."""
    aside = target.with_name(f".{target.name}.{os.getpid()}.new")
    with writing(target):
        try:
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as packed:
                for path in paths:
                    entry = zipfile.ZipInfo(path, date)
                    entry.external_attr, entry.create_system = 0o100644 << 16, 3
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    entry.file_size = (root / path).stat().st_size
                    with (root / path).open("rb") as source, packed.open(entry, "w") as place:
                        shutil.copyfileobj(source, place, 1 << 20)
            aside.replace(target)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise


class Tree:
    """A folder that nobody reads yet, while it is brought up to date. Paths are relative, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = str(folder(root))
        self.known = {""}
        if root.is_symlink():
            raise OutputRefusedError(f"{root} 是符号链接，不写；请换成真正的文件夹。")

    def put(self, path: str, source: bytes | Path, *, durable: bool = False) -> None:
        """A new file: these bytes, or the same inode as a file that holds them."""
        target = self._room(path)
        with writing(target):
            if isinstance(source, bytes):
                _write(target, source, durable=durable)
            else:
                link(source, target)

    def link(self, path: str, other: Path) -> None:
        """The same file as in another tree."""
        target = self._room(path)
        with writing(target):
            try:
                link(other / path, target)
            except FileNotFoundError as error:
                raise MissingFileError(path) from error

    def drop(self, path: str) -> None:
        """Remove one file, and the folders it leaves empty; what is gone already is fine."""
        parent = checked(path).rpartition("/")[0]
        with writing(f"{self.root}/{path}"):
            try:
                self._real(parent)
                os.unlink(f"{self.root}/{path}")  # noqa: PTH108 - plain strings: 80,000 files a run
            except FileNotFoundError:
                pass
            with suppress(OSError):  # not empty, or gone already
                while parent:
                    os.rmdir(f"{self.root}/{parent}")  # noqa: PTH106 - as above
                    self.known.discard(parent)
                    parent = parent.rpartition("/")[0]

    def _room(self, path: str) -> str:
        """The place for a new file: its folders are there and it is not."""
        checked(path)
        self._folder(path.rpartition("/")[0])
        target = f"{self.root}/{path}"
        with writing(target), suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108 - as above
        return target

    def _folder(self, path: str) -> None:
        """Make a folder and those above it."""
        if path in self.known:
            return
        self._folder(path.rpartition("/")[0])
        with writing(f"{self.root}/{path}"):
            with suppress(FileExistsError):
                os.mkdir(f"{self.root}/{path}")  # noqa: PTH102 - as above
            self._real(path)

    def _real(self, path: str) -> None:
        """A folder is one, and so are those above it: a symbolic link on the way is never followed."""
        if path in self.known:
            return
        self._real(path.rpartition("/")[0])
        place = f"{self.root}/{path}"
        if not stat.S_ISDIR(os.lstat(place).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), place)
        self.known.add(path)


def files(root: Path, folders: Iterable[str] | None = None) -> Iterator[str]:
    """Paths below `root` of all that is no folder, symbolic links to folders too; of the named folders only, if any are."""
    waiting = [""] if folders is None else list(folders)
    while waiting:
        at = waiting.pop()
        try:
            entries = os.scandir(root / at)
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = f"{at}/{entry.name}" if at else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    yield path
                elif folders is None:
                    waiting.append(path)


def checked(path: str) -> str:
    """A path that stays below the root; anything else is an error of the program."""
    if path.startswith("/") or any(part in {"", ".", ".."} for part in path.split("/")) or set(path) & set("\\\n\r\0"):
        raise ValueError(f"不是站内的路径：{path!r}")
    return path


def flush(tree: Path) -> None:
    """Everything written to this file system so far is on the disk: one call for thousands of files."""
    syncfs = getattr(ctypes.CDLL(None), "syncfs", None) if sys.platform == "linux" else None
    if syncfs is None:
        with suppress(AttributeError):  # Windows has none
            os.sync()
        return
    place = os.open(tree, os.O_RDONLY)
    try:
        syncfs(place)
    finally:
        os.close(place)


def exchange(one: Path, other: Path, aside: Path) -> bool:
    """Two folders change names; False where that took three renames with a gap between them.

    In the gap `one` is missing for some microseconds; `mend` puts it back after a crash there.
    """
    with writing(one):
        if _exchanged_at_once(one, other):
            _settle(one.parent)
            return True
        one.rename(aside)
        try:
            other.rename(one)
        except OSError:
            aside.rename(one)
            raise
        aside.rename(other)
    return False


def mend(one: Path, aside: Path) -> None:
    """After a crash between the renames of `exchange`: what stood is put back."""
    if aside.is_dir() and not one.exists():
        move(aside, one)


def _exchanged_at_once(one: Path, other: Path) -> bool:
    """`renameat2` with RENAME_EXCHANGE: no reader ever finds either name missing. False where the system lacks it."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), ctypes.c_uint(RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in EXCHANGE_UNKNOWN:
        return False
    raise OSError(code, os.strerror(code), str(one))


@contextmanager
def locked(place: Path, who: str, busy: str) -> Iterator[None]:
    """Nobody else at the same time; the system frees the lock even after kill −9.

    `who` is left beside the lock for others to read; `busy` is the sentence for them, with {who} for what they find.
    """
    folder(place.parent)
    name = place.with_name(f"{place.name}.who")
    with writing(place):
        lock = FileLock(place)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            found = name.read_text("utf-8") if name.is_file() else "不知是谁"
            raise OutputRefusedError(busy.format(who=found)) from error
    try:
        put(name, who.encode(), durable=False)
        yield
    finally:
        with suppress(OSError):
            name.unlink(missing_ok=True)
        lock.release()


def _write(path: str, data: bytes, *, durable: bool) -> None:
    """A new file; one that is there already is never written into."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)


def _settle(place: Path) -> None:
    """Names in a folder are on the disk."""
    if sys.platform == "win32":
        return
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
