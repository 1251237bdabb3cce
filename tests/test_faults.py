"""What can go wrong with a real build: whatever happens, the old site is whole, the message is one sentence, the code is right.

A few of each here; all of them in `make soak`.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count, takewhile
from pathlib import Path

import pytest

from generator import disk, manifest
from generator.project import Project
from tests.publishing import assert_whole, stated, texts
from tests.slowly import SWITCHED, WRITING

ROOT = Path(__file__).parent.parent
RECORDS = "content/records/999901"
SLOWLY = Path(__file__).with_name("slowly.py")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project, published once."""
    folder = tmp_path_factory.mktemp("model")
    shutil.copytree(ROOT / "content", folder / "content", ignore=shutil.ignore_patterns("records"))
    (folder / RECORDS).mkdir(parents=True)
    shutil.copy2(ROOT / RECORDS / "region.yml", folder / RECORDS)
    shutil.copytree(ROOT / RECORDS / "mzj", folder / RECORDS / "mzj")
    (folder / "templates").symlink_to(ROOT / "templates")
    shutil.copy2(ROOT / "mkdocs.yml", folder)
    assert build(folder).returncode == 0
    return folder


@pytest.fixture
def project(model: Path, tmp_path: Path) -> Project:
    shutil.copytree(model, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


def command(folder: Path, delay: int = 0) -> list[str]:
    return [sys.executable, str(SLOWLY), str(delay), "build", "-C", str(folder)]


ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(ROOT)}


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder), env=ENVIRONMENT, capture_output=True, text=True, check=False)


@contextmanager
def started(folder: Path, delay: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command(folder, delay), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def lines_until(child: subprocess.Popen[bytes], line: bytes) -> None:
    assert child.stdout is not None
    assert line in iter(child.stdout.readline, b""), child.stderr and child.stderr.read().decode()


def change(project: Project, word: str) -> None:
    """Every page of the site becomes another one."""
    path = project.content / "site.yml"
    path.write_text(path.read_text("utf-8").split("页脚:")[0] + f"页脚:\n  - 第{word}次\n", "utf-8")


def version(project: Project) -> str:
    """Which one is live; all of its pages must be of it."""
    assert_whole(project.site)
    carried = stated(project.site).carried
    foots = {
        data.decode().partition("<p>第")[2].partition("次</p>")[0]
        for path, data in texts(project.site).items()
        if path.endswith(".html") and path not in carried
    }
    assert len(foots) == 1, foots
    return foots.pop()


# kill −9 -------------------------------------------------------------------------------------------------------------


def killed(project: Project, chance: random.Random, before: str, word: str, *, in_between: bool) -> tuple[bool, str]:
    """One build killed at a random moment: whether between the first write and the end of the exchange; what is live then."""
    change(project, word)
    with started(project.root, 3) as child:
        if in_between:
            lines_until(child, WRITING)
            time.sleep(chance.uniform(0, 0.4))
        else:
            time.sleep(chance.uniform(0, 2.5))
        child.kill()
        said = child.stdout.read() if child.stdout else b""
    hit = (in_between or WRITING in said) and SWITCHED not in said
    live = version(project)
    assert live in {before, word}
    assert SWITCHED not in said or live == word
    return hit, live


def kill_often(project: Project, runs: int, note: Callable[[str], None]) -> int:
    chance = random.Random(20240820)
    change(project, "0")
    assert build(project.root).returncode == 0
    live, hits = "0", 0
    for run in range(1, runs + 1):
        hit, live = killed(project, chance, live, str(run), in_between=run % 3 > 0)
        hits += hit
    change(project, "末")
    done = build(project.root)
    assert done.returncode == 0, done.stderr
    assert version(project) == "末"
    note(f"{runs} builds killed at random moments, {hits} of them while writing: the old site whole each time")
    return hits


def test_a_killed_build_leaves_the_old_site_whole(project: Project, note: Callable[[str], None]) -> None:
    assert kill_often(project, 6, note) >= 1


@pytest.mark.soak
def test_150_killed_builds_leave_the_old_site_whole(project: Project, note: Callable[[str], None]) -> None:
    assert kill_often(project, 150, note) >= 50


# Disks ---------------------------------------------------------------------------------------------------------------


def one_sentence(text: str) -> str:
    """What is said when something is refused: one line, in Chinese, with a cure, and no traceback."""
    (line,) = text.strip().splitlines()
    assert "请" in line, line
    assert line.endswith("。"), line
    return line


SMALL_DISK = """
import sys
from generator import disk, manifest
left, real = int(sys.argv.pop(1)), disk._write
def write(path, data, *, durable):
    global left
    left -= 1
    if left < 0:
        raise OSError({code}, "no", path)
    real(path, data, durable=durable)
disk._write = write
from generator import cli
cli.main()
"""


def on_a_failing_disk(project: Project, writes: int, code: int) -> subprocess.CompletedProcess[str]:
    """A build in which only so many files can be written."""
    program = [sys.executable, "-c", SMALL_DISK.format(code=code), str(writes), "build", "-C", str(project.root)]
    return subprocess.run(program, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def fail_at(project: Project, writes: int, code: int, words: str) -> bool:
    """Whether the disk was too small for the build."""
    before = texts(project.site)
    change(project, f"{writes}满")
    done = on_a_failing_disk(project, writes, code)
    if done.returncode == 0:
        assert version(project) == f"{writes}满"
        return False
    assert (done.returncode, words in one_sentence(done.stderr)) == (4, True), done.stderr
    assert_whole(project.site, before)
    return True


@pytest.mark.parametrize(("writes", "code"), [(0, errno.EROFS), (9, errno.ENOSPC), (40, errno.ENOSPC)])
def test_a_full_disk_leaves_the_old_site_whole(project: Project, writes: int, code: int) -> None:
    assert fail_at(project, writes, code, {errno.ENOSPC: "磁盘空间不足", errno.EROFS: "只读"}[code])
    assert build(project.root).returncode == 0


@pytest.mark.soak
def test_a_disk_full_at_any_write_leaves_the_old_site_whole(project: Project, note: Callable[[str], None]) -> None:
    failed = list(takewhile(lambda writes: fail_at(project, writes, errno.ENOSPC, "磁盘空间不足"), count()))
    note(f"a disk that was full after so many writes: {len(failed)} builds, up to write {max(failed)}, each refused")
    assert len(failed) >= 20


UMOUNT = shutil.which("umount") or "umount"


def mounted(*command: str) -> bool:
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("spare", [0, pytest.param(100_000, marks=pytest.mark.soak), 400_000])
def test_a_small_disk_leaves_the_old_site_whole(project: Project, tmp_path: Path, spare: int) -> None:
    """A real one of a few megabytes, where the test may mount it: MkDocs and the lock write there too."""
    room = tmp_path / "room"
    room.mkdir()
    held = sum(path.stat().st_blocks * 512 for path in project.root.rglob("*") if path.is_file())
    if not mounted("mount", "-t", "tmpfs", "-o", f"size={2 * held + 1_000_000}", "tmpfs", str(room)):
        pytest.skip("only root may mount a disk")
    try:
        copy = Project(room / "project")
        shutil.copytree(project.root, copy.root, symlinks=True)
        before = texts(copy.site)
        change(copy, "满")
        free = shutil.disk_usage(room).free
        (room / "ballast").write_bytes(b"0" * max(0, free - spare))
        done = build(copy.root)
        assert (done.returncode, "磁盘空间不足" in one_sentence(done.stderr)) == (4, True), done.stderr
        assert_whole(copy.site, before)
        (room / "ballast").unlink()
        done = build(copy.root)
        assert done.returncode == 0, done.stderr
        assert version(copy) == "满"
    finally:
        subprocess.run([UMOUNT, "-l", str(room)], check=True)


def test_a_read_only_output_is_refused(project: Project) -> None:
    change(project, "1")
    before = texts(project.site)
    bound = mounted("mount", "--bind", str(project.root), str(project.root)) and mounted(
        "mount", "-o", "remount,ro,bind", str(project.root)
    )
    if not bound:
        for path in (project.cache, project.root):
            path.chmod(0o555)
    try:
        done = build(project.root)
    finally:
        if bound:
            subprocess.run([UMOUNT, "-l", str(project.root)], check=True)
        else:
            for path in (project.cache, project.root):
                path.chmod(0o755)
    assert (done.returncode, done.stdout.strip()) == (4, "")
    assert ("只读" in one_sentence(done.stderr)) or "权限" in done.stderr
    assert_whole(project.site, before)


# Others at work ------------------------------------------------------------------------------------------------------


def test_a_second_builder_is_refused_at_once(project: Project) -> None:
    change(project, "1")
    with started(project.root, 20) as first:
        lines_until(first, WRITING)
        first.send_signal(signal.SIGSTOP)  # a slow machine must not let it end meanwhile
        second = build(project.root)
        first.send_signal(signal.SIGCONT)
        assert second.returncode == 4
        assert f"进程{first.pid}，" in one_sentence(second.stderr)
        lines_until(first, SWITCHED)
        assert first.wait(60) == 0
    assert version(project) == "1"


def test_ctrl_c_leaves_the_old_site_whole(project: Project) -> None:
    before = texts(project.site)
    change(project, "1")
    with started(project.root, 20) as child:
        lines_until(child, WRITING)
        child.send_signal(signal.SIGINT)
        assert child.wait(60) == 130
        assert child.stderr is not None
        assert child.stderr.read().decode() == "已中断。\n"
    assert_whole(project.site, before)
    assert build(project.root).returncode == 0


def test_a_foreign_folder_is_refused_and_stays(project: Project) -> None:
    disk.clear(project.site)
    project.site.mkdir()
    (project.site / "家书.txt").write_bytes(b"1")
    done = build(project.root)
    assert (done.returncode, "家书.txt" in one_sentence(done.stderr)) == (4, True)
    assert texts(project.site) == {"家书.txt": b"1"}


def test_whatever_is_damaged_in_the_cache_the_site_is_right(project: Project) -> None:
    """Every file of the cache in turn is emptied, cut off or filled with rubbish."""
    chance = random.Random(5)
    expected = texts(project.site)
    shared = {
        path for path in project.cache.rglob("idle/**/*") if path.name != manifest.NAME
    }  # the same files as in the site
    for path in sorted(path for path in project.cache.rglob("*") if path.is_file() and path not in shared):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(chance.choice([b"", data[: len(data) // 2], b"\0\xff" * 40]))
    done = build(project.root)
    assert done.returncode == 0, done.stderr
    assert_whole(project.site, expected)


def test_a_broken_record_hides_no_other_and_stops_nothing_old(project: Project) -> None:
    before = texts(project.site)
    broken(project, 2021, 2022)
    change(project, "1")
    done = build(project.root)
    assert done.returncode == 1
    assert "2021.yml:" in done.stderr
    assert "2022.yml:" in done.stderr
    assert_whole(project.site, before)


def broken(project: Project, *years: int) -> None:
    for year in years:
        path = project.root / RECORDS / "mzj" / f"{year}.yml"
        path.write_text(path.read_text("utf-8").replace("格式: 1", "格式: 一"), "utf-8")


def skipping(project: Project) -> subprocess.CompletedProcess[str]:
    program = [*command(project.root), "--skip-broken"]
    return subprocess.run(program, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def test_broken_records_may_be_left_out_and_the_gap_shows(project: Project) -> None:
    broken(project, 2023)
    done = skipping(project)
    assert done.returncode == 3, done.stderr
    assert "2023.yml:" in done.stderr
    assert done.stderr.strip().endswith("暂缺：records/999901/mzj/2023.yml")
    assert_whole(project.site)
    assert stated(project.site).missing == ("records/999901/mzj/2023.yml",)
    assert not (project.site / "999901/mzj/2023/index.html").exists()
    assert "暂缺" in (project.site / "999901/mzj/index.html").read_text("utf-8")
    assert "暂缺" not in (project.site / "999901/mzj/2022/index.html").read_text("utf-8")


def test_nothing_is_left_out_where_nothing_is_broken(project: Project) -> None:
    before = texts(project.site)
    done = skipping(project)
    assert (done.returncode, texts(project.site)) == (0, before)


def test_what_is_no_record_cannot_be_left_out(project: Project) -> None:
    before = texts(project.site)
    path = project.root / RECORDS / "region.yml"
    path.write_text(path.read_text("utf-8") + "没有这个键: 1\n", "utf-8")
    done = skipping(project)
    assert (done.returncode, "没有公布任何页面" in done.stderr) == (1, True)
    assert texts(project.site) == before
