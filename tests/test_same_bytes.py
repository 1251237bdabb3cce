"""The same input gives the same bytes: two builds that differ in everything which should not matter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publishing import assert_whole, texts

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/Anchorage", "LC_ALL": "C", "PYTHONOPTIMIZE": "1", "COLUMNS": "40"},
)


def copied(folder: Path, *, backwards: bool) -> Path:
    """The project, its files made in another order and at other times."""
    sources = sorted(path for name in ("content", "templates") for path in (ROOT / name).rglob("*") if path.is_file())
    for path in reversed(sources) if backwards else sources:
        place = folder / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        if backwards:
            os.utime(place, (10**9, 10**9))
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    with (folder / "content" / "site.yml").open("a", encoding="utf-8") as file:
        file.write("\n预压缩: 是\n")
    return folder


def started(folder: Path, surroundings: dict[str, str], processors: str) -> subprocess.Popen[str]:
    env = {"PATH": f"{TOOLS}:/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1700000000", "HOME": str(folder), **surroundings}
    pinned = [shutil.which("taskset") or "", "-c", processors] if shutil.which("taskset") else []
    command = [*pinned, str(TOOLS / "juesuan"), "build", "--zip", "all.zip"]
    return subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_two_builds_are_the_same(tmp_path_factory: pytest.TempPathFactory, note: Callable[[str], None]) -> None:
    """Other folders, times, time zones, locales, hash seeds and processors; downloads and compressed files included."""
    memory = Path("/dev/shm")  # noqa: S108 - another file system, which lists folders in another order
    deep = tmp_path_factory.mktemp("other") / "乙" / "deep"
    second = memory / f"juesuan-{os.getpid()}" if os.access(memory, os.W_OK) else deep
    folders = (copied(tmp_path_factory.mktemp("one"), backwards=False), copied(second, backwards=True))
    last = str((os.cpu_count() or 1) - 1)
    try:
        builds = [
            started(folder, surroundings, processors)
            for folder, surroundings, processors in zip(folders, SURROUNDINGS, (f"0-{last}", last), strict=True)
        ]
        for build in builds:
            said, _ = build.communicate(timeout=300)
            assert build.returncode == 0, said
        one, other = (texts(folder / "site") for folder in folders)
        for folder in folders:
            assert_whole(folder / "site")
        assert {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} == set()
        assert len({Path(path).suffix for path in one}) > 7
        assert (folders[0] / "all.zip").read_bytes() == (folders[1] / "all.zip").read_bytes()
        note(f"two builds under other conditions: {len(one)} files, byte for byte the same")
    finally:
        shutil.rmtree(second, ignore_errors=True)
