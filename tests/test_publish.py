"""Publishing: two trees and a manifest. Small made-up sites; the whole way of a real build is in test_site.py."""

from __future__ import annotations

import errno
import os
import random
import subprocess
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import disk, manifest, publish, trees
from generator.disk import MissingFileError, OutputRefusedError, Tree
from generator.manifest import listing
from generator.project import Project
from generator.publish import Changes
from tests.publishing import assert_whole, full, stated, texts


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / ".gitignore").write_bytes(b"*\n")
    return Project(tmp_path)


FIRST = {"index.html": b"1", "a/index.html": b"a", "a/b/x.csv": b"x", "c/index.html": b"c"}


def test_what_is_handed_in_is_what_is_published(project: Project) -> None:
    told = publish.publish(project, full(FIRST))
    assert_whole(project.site, FIRST)
    assert (told.files, told.pages, told.written, told.dropped) == (4, 3, 4, 0)
    assert (project.site / ".gitignore").read_bytes() == b"*\n"


@pytest.mark.parametrize("whole", [True, False])
def test_many_versions_one_after_the_other(project: Project, whole: bool) -> None:
    """Random changes; after each the tree is exactly what it should be, whichever of the two trees it is in."""
    chance = random.Random(7)
    names = [f"{folder}{name}" for folder in ("", "a/", "a/b/", "c/d/e/") for name in ("x", "y", "index.html")]
    site: dict[str, bytes] = {"index.html": b"0"}
    publish.publish(project, full(site))
    for turn in range(40):
        put = {name: bytes([chance.randrange(4)]) for name in chance.sample(names, chance.randrange(4))}
        drop = frozenset(chance.sample(names, chance.randrange(4))) - put.keys()
        site = {path: data for path, data in {**site, **put}.items() if path not in drop}
        publish.publish(project, full(site) if whole else Changes(put, drop))
        assert_whole(project.site, site)
        assert not (project.cache / "idle.touched").exists(), turn


def test_a_file_that_did_not_change_is_not_written(project: Project) -> None:
    publish.publish(project, full(FIRST))
    before = {path: (project.site / path).stat() for path in FIRST}
    told = publish.publish(project, full({**FIRST, "a/index.html": b"other"}))
    assert told.written == 1
    after = {path: (project.site / path).stat() for path in FIRST}
    assert {path for path in FIRST if before[path].st_ino != after[path].st_ino} == {"a/index.html"}
    assert {path for path in FIRST if before[path].st_mtime_ns != after[path].st_mtime_ns} == {"a/index.html"}
    assert (project.cache / "idle/a/index.html").read_bytes() == b"a"


def test_nothing_to_change_changes_nothing(project: Project) -> None:
    publish.publish(project, full(FIRST))
    seal = publish.seal(project)
    publish.publish(project, full(FIRST))
    publish.publish(project, Changes({"index.html": b"1"}))
    assert publish.seal(project) == seal
    publish.publish(project, Changes({"index.html": b"2"}))
    assert publish.seal(project) != seal


def test_a_file_of_the_cache_is_not_copied_and_survives(project: Project) -> None:
    cached = project.root / "cached"
    cached.write_bytes(b"1")
    publish.publish(project, full({"index.html": cached, "a.html": cached}))
    assert (project.site / "index.html").stat().st_ino == cached.stat().st_ino
    publish.publish(project, full({"index.html": b"2"}))
    publish.publish(project, full({"index.html": b"3"}))
    assert cached.read_bytes() == b"1"


def test_the_manifest_is_what_sha256sum_reads(project: Project) -> None:
    publish.publish(project, full({**FIRST, "a/财政 拨款.csv": b"1"}))
    check = ["sha256sum", "--check", "--strict", "--quiet", manifest.NAME]
    assert subprocess.run(check, cwd=project.site, check=False).returncode == 0
    assert manifest.parsed((project.site / manifest.NAME).read_bytes()) == stated(project.site)
    (project.site / "index.html").write_bytes(b"2")
    done = subprocess.run(check, cwd=project.site, check=False, capture_output=True)
    assert done.returncode == 1


def styled(version: str) -> dict[str, bytes]:
    style = f"assets/juesuan.{version * 10}.css"
    return {"index.html": style.encode(), style: version.encode()}


@pytest.mark.parametrize("whole", [True, False])
def test_a_version_keeps_the_styles_of_the_one_before(project: Project, whole: bool) -> None:
    """Exactly one version long: neither lost with the first exchange nor kept for ever."""
    for before, now in pairwise("0123"):
        publish.publish(project, full(styled(before)))
        gone = frozenset(styled(before)) - set(styled(now))
        publish.publish(project, full(styled(now)) if whole else Changes(styled(now), gone))
        old = f"assets/juesuan.{before * 10}.css"
        assert_whole(project.site, {**styled(now), old: before.encode()})
        assert stated(project.site).carried == {old}
        seal = publish.seal(project)
        publish.publish(project, full(styled(now)))
        assert publish.seal(project) == seal, "nothing changed: the readers of the version before lose nothing"


GOOD = listing("甲", {"a": "0" * 64, "b": "1" * 64}).text
BROKEN = {
    "empty": b"",
    "another file": b"hello\n",
    "cut off": GOOD[:-30],
    "cut off at a line": GOOD[: GOOD.index(b"1" * 64)],
    "a line too many": GOOD.replace(b"  b\n", b"  b\n" + b"2" * 64 + b"  c\n"),
    "another path": GOOD.replace(b"  b\n", b"  ../b\n"),
    "not UTF-8": GOOD.replace(b"  b\n", b"  \xff\n"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_broken_manifest_is_none(data: bytes) -> None:
    assert manifest.parsed(data) is None


def test_a_manifest_is_read_as_it_was_written() -> None:
    one = replace(listing("甲", {"a": "0" * 64, "b": "1" * 64}), carried=frozenset({"a"}), missing=("records/x.yml",))
    assert manifest.parsed(one.text) == one
    assert one.own == {"b": "1" * 64}
    assert (one.get("a"), one.get("b"), one.get(""), one.get("c")) == ("0" * 64, "1" * 64, None, None)


@pytest.mark.parametrize("few", [0, 500])
@given(
    st.dictionaries(st.text("ab/.é", min_size=1), st.sampled_from(["0" * 64, "1" * 64])),
    st.dictionaries(st.text("ab/.é", min_size=1), st.sampled_from(["0" * 64, "1" * 64])),
    st.sets(st.text("ab/.é", min_size=1)),
)
def test_a_changed_manifest_is_that_of_the_changed_files(
    few: int, files: dict[str, str], put: dict[str, str], drop: set[str]
) -> None:
    """Line by line or sorted anew: the same."""
    before = listing("甲", files)
    expected = {path: digest for path, digest in {**files, **put}.items() if path in put or path not in drop}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest, "FEW", few)
        after = before.changed(put, drop)
    assert after == listing("甲", expected)
    assert after.beside(before) == {path: one for path, one in expected.items() if files.get(path) != one}


# What is not ours ----------------------------------------------------------------------------------------------------


def foreign_file(site: Path) -> None:
    (site / "家书.txt").write_bytes(b"1")


def foreign_folder(site: Path) -> None:
    (site / "照片").mkdir()
    (site / "照片" / "1.jpg").write_bytes(b"1")


def symbolic_link(site: Path) -> None:
    elsewhere = site.with_name("elsewhere")
    elsewhere.mkdir()
    (site / ".gitignore").unlink()
    site.rmdir()
    site.symlink_to(elsewhere)


def plain_file(site: Path) -> None:
    (site / ".gitignore").unlink()
    site.rmdir()
    site.write_bytes(b"1")


def another_site(site: Path) -> None:
    other = Project(site.parent / "other")
    (site.parent / "other").mkdir()
    publish.publish(other, full(FIRST, "乙"))
    (site / ".gitignore").unlink()
    site.rmdir()
    other.site.rename(site)


def damaged_manifest(site: Path) -> None:
    (site / manifest.NAME).write_bytes(b"?")


FOREIGN = {
    "家书.txt": foreign_file,
    "照片": foreign_folder,
    "符号链接": symbolic_link,
    "是一个文件": plain_file,
    "乙": another_site,
    "SHA256SUMS": damaged_manifest,
}


@pytest.mark.parametrize(("word", "made"), FOREIGN.items(), ids=FOREIGN)
def test_what_is_not_ours_is_left_alone(project: Project, word: str, made: Callable[[Path], None]) -> None:
    made(project.site)
    before = texts(project.root)
    with pytest.raises(OutputRefusedError, match=word):
        publish.publish(project, full(FIRST))
    assert {path: data for path, data in texts(project.root).items() if not path.startswith(".juesuan")} == before


@pytest.mark.parametrize("path", ["new.txt", "a/b/new.txt"])
def test_a_file_put_into_our_site_by_others_is_named_and_stays(project: Project, path: str) -> None:
    publish.publish(project, full(FIRST))
    (project.site / path).write_bytes(b"theirs")
    with pytest.raises(OutputRefusedError, match=path):
        publish.publish(project, full({**FIRST, "a/b/x.csv": b"2"}))
    with pytest.raises(OutputRefusedError, match=path):
        publish.publish(project, Changes({"a/b/x.csv": b"2"}))
    assert texts(project.site) == {**FIRST, path: b"theirs"}


def test_what_file_managers_leave_is_no_reason_to_stop(project: Project) -> None:
    publish.publish(project, full(FIRST))
    (project.site / "a/.DS_Store").write_bytes(b"1")
    publish.publish(project, full({"index.html": b"2"}))
    assert texts(project.site) == {"index.html": b"2"}
    assert (project.cache / "idle/a/.DS_Store").is_file()


def test_a_site_may_change_its_name(project: Project) -> None:
    publish.publish(project, full(FIRST, "甲"))
    publish.publish(project, full(FIRST, "乙"))
    assert stated(project.site).site == "乙"


def test_a_link_in_the_idle_tree_is_never_followed(project: Project) -> None:
    publish.publish(project, full(FIRST))
    publish.publish(project, full({**FIRST, "index.html": b"2"}))
    outside = project.root / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"theirs")
    inside = project.cache / "idle" / "a"
    for path in sorted(inside.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    inside.rmdir()
    inside.symlink_to(outside)
    with pytest.raises(OutputRefusedError):
        publish.publish(project, full({**FIRST, "a/index.html": b"3"}))
    assert texts(outside) == {"index.html": b"theirs"}
    assert_whole(project.site, {**FIRST, "index.html": b"2"})


@pytest.mark.parametrize("path", ["/x", "../x", "a/../x", "a//x", "", ".", "a\\x", "a\nx"])
def test_a_path_never_leads_out_of_the_tree(project: Project, path: str) -> None:
    with pytest.raises(ValueError, match="站内"):
        publish.publish(project, full({path: b"1"}))
    with pytest.raises(ValueError, match="站内"):
        Tree(project.root / "t").drop(path)


# What goes wrong -----------------------------------------------------------------------------------------------------


def test_files_lost_from_the_site_come_back_with_the_whole(project: Project) -> None:
    publish.publish(project, full(FIRST))
    (project.site / "a/b/x.csv").unlink()
    publish.publish(project, full(FIRST))
    assert_whole(project.site, FIRST)


@pytest.mark.parametrize("in_place", [True, False])
@pytest.mark.parametrize("cached", [True, False])
def test_a_file_edited_by_others_is_put_right_with_the_whole(project: Project, in_place: bool, cached: bool) -> None:
    """Edited in place it is edited in the idle tree and in the cache too, where it is the same file."""

    def handed_in() -> dict[str, bytes | Path]:
        place = project.root / f"{sha256(b'x').hexdigest()}.csv"
        if not place.exists():
            place.write_bytes(b"x")
        return {**FIRST, "a/b/x.csv": place if cached else b"x"}

    publish.publish(project, full({**FIRST, "index.html": b"0"}))
    publish.publish(project, full(handed_in()))
    target = project.site / "a/b/x.csv"
    if not in_place:
        target.unlink()
    target.write_bytes(b"y")
    try:
        publish.publish(project, full(handed_in()))
    except MissingFileError:
        publish.publish(project, full(handed_in()))
    assert_whole(project.site, FIRST)
    publish.publish(project, full({**FIRST, "index.html": b"2"}))
    assert_whole(project.site, {**FIRST, "index.html": b"2"})


def test_a_damaged_file_of_the_cache_is_removed_and_not_published(project: Project) -> None:
    place = project.root / f"{sha256(b'1').hexdigest()[:32]}.html"
    place.write_bytes(b"?")
    with pytest.raises(MissingFileError, match=r"index\.html"):
        publish.publish(project, full({"index.html": place}))
    assert not place.exists()
    assert texts(project.site) == {}


def test_changes_to_a_site_that_lost_files_are_refused(project: Project) -> None:
    publish.publish(project, full(FIRST))
    (project.site / "a/b/x.csv").unlink()
    with pytest.raises(MissingFileError, match=r"a/b/x\.csv"):
        publish.publish(project, Changes({"index.html": b"2"}))


def test_a_site_deleted_by_hand_is_made_anew_from_what_is_handed_in(project: Project) -> None:
    publish.publish(project, full(FIRST))
    publish.publish(project, full({**FIRST, "index.html": b"2"}))
    (project.cache / "idle/c/index.html").write_bytes(b"edited in place")
    disk.clear(project.site)
    publish.publish(project, full(FIRST))
    assert_whole(project.site, FIRST)


FAILURES = {errno.ENOSPC: "磁盘空间不足", errno.EROFS: "只读", errno.EACCES: "权限"}


@pytest.mark.parametrize(("code", "words"), FAILURES.items(), ids=FAILURES.values())
@pytest.mark.parametrize("nth", range(1, 12))
def test_a_failing_write_leaves_the_old_site_whole(
    project: Project, monkeypatch: pytest.MonkeyPatch, nth: int, code: int, words: str
) -> None:
    """The n-th file that is created fails; the next build, on a disk that works again, succeeds."""
    publish.publish(project, full(FIRST))
    publish.publish(project, full({**FIRST, "index.html": b"2"}))
    real, left = os.open, [nth]

    def failing(path: str, flags: int, mode: int = 0o777) -> int:
        left[0] -= bool(flags & os.O_CREAT)
        if left[0] == 0:
            raise OSError(code, os.strerror(code), path)
        return real(path, flags, mode)

    third = {**FIRST, "index.html": b"3", "n/1.html": b"1", "n/2.html": b"2", "n/3.html": b"3", "n/4.html": b"4"}
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", failing)
        try:
            publish.publish(project, full(third))
        except OutputRefusedError as error:
            assert words in str(error)  # noqa: PT017 - the last of them no longer fails
            assert_whole(project.site, {**FIRST, "index.html": b"2"})
        else:
            assert left[0] > 0 or nth > len(third)
    publish.publish(project, full(third))
    assert_whole(project.site, third)


def test_without_exchange_two_folders_change_names_by_renaming(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_exchanged_at_once", lambda *_: False)
    for turn in (b"1", b"2", b"3"):
        publish.publish(project, full({**FIRST, "index.html": turn}))
        assert_whole(project.site, {**FIRST, "index.html": turn})
    assert not (project.cache / "aside").exists()


def test_a_crash_between_two_renames_is_mended(project: Project) -> None:
    publish.publish(project, full(FIRST))
    project.site.rename(project.cache / "aside")
    publish.publish(project, full(FIRST))
    assert_whole(project.site, FIRST)
    assert not (project.cache / "aside").exists()


def test_a_second_builder_is_refused_and_told_of_the_first(project: Project) -> None:
    with publish.building(project):
        with pytest.raises(OutputRefusedError, match=f"进程{os.getpid()}，.*再试"), publish.building(project):
            pass
        assert (project.cache / "lock.who").is_file()
    with publish.building(project):
        pass


def test_a_tree_far_behind_catches_up_at_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "FAR_BEHIND", 2)
    publish.publish(project, full(FIRST))
    assert_whole(project.cache / "idle", FIRST)
    assert (project.cache / "idle/index.html").stat().st_ino == (project.site / "index.html").stat().st_ino
