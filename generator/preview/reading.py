"""预览的读入：一个文件没有变就不再读；一家里改了一个文件，只重读这一个。"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from generator.load import RecordRead, read_record
from generator.record_reader import Place
from generator.store import Publisher, Store

Signature = tuple[int, int, int, int]


def signature(path: Path) -> Signature:
    """What decides whether a file is read again: size, times and inode; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def signatures(folder: Path) -> tuple[tuple[str, Signature], ...]:
    """Of every file below a folder, in a fixed order."""
    return tuple((path.as_posix(), signature(path)) for path in sorted(folder.rglob("*")) if not path.is_dir())


@dataclass
class Memory:
    """Records as they were last read, by file. `recall` stands in for `read_record`."""

    kept: dict[Path, tuple[Signature, RecordRead]] = field(default_factory=dict)

    def recall(self, path: Path, place: Place, base: Store) -> RecordRead:
        """Read a record, or give what was read when the file was the same."""
        now = signature(path)
        known = self.kept.get(path)
        if known is None or known[0] != now:
            known = (now, read_record(path, place, base))
            self.kept[path] = known
        return known[1]

    def forget(self, folder: Path) -> None:
        """Drop what was read of one family."""
        for path in [path for path in self.kept if folder in path.parents]:
            del self.kept[path]


def folder_of(content: Path, family: Publisher) -> Path:
    """Where a family's files are."""
    return content / "records" / family.region / family.slug
