"""Versions kept, the way back to them, and what is taken away: zip, fragments, compressed files, a verified copy."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import disk, manifest, publish
from generator.cli import main
from generator.disk import OutputRefusedError
from generator.fragments import fragments
from generator.project import Project
from generator.publish import Changes, Policy
from generator.taken_away import pack_site, publish_fragments
from generator.trees import Trees
from generator.verify import CHANGED, EXTRA, MISSING, Difference, differences
from tests.builders import books, record
from tests.publishing import assert_whole, full, stated, texts

SITES = [
    {"index.html": str(number).encode(), "same.html": b"same", f"only/{number}.html": b"once"} for number in range(1, 7)
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Six versions were published, three are kept beside the live one."""
    project = Project(tmp_path)
    for site in SITES:
        publish.publish(project, full(site))
    return project


def run(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, [arguments[0], "-C", str(project.root), *arguments[1:]])


def test_the_last_three_versions_are_kept(project: Project) -> None:
    assert [version.number for version in publish.kept_versions(project)] == [5, 4, 3]
    held = {path.read_bytes() for path in (project.cache / "versions/files").iterdir()}
    assert held == {b"5", b"4", b"3", b"once"}


def test_one_goes_back_step_by_step(project: Project) -> None:
    for number in (5, 4):
        version, _ = publish.rollback(project)
        assert version.number == number
        assert_whole(project.site, SITES[number - 1])


@pytest.mark.parametrize("number", [3, 4, 5])
def test_one_goes_back_to_a_number_and_forward_again(project: Project, number: int) -> None:
    publish.rollback(project, number)
    assert_whole(project.site, SITES[number - 1])
    publish.rollback(project, 6)
    assert_whole(project.site, SITES[5])


def test_after_going_back_a_build_publishes_the_next_version(project: Project) -> None:
    publish.rollback(project, 4)
    publish.publish(project, full(SITES[0]))
    assert_whole(project.site, SITES[0])
    publish.rollback(project)
    assert_whole(project.site, SITES[3])


@pytest.mark.parametrize(("number", "words"), [(1, r"没有保留第1版.*5、4、3"), (9, "没有保留第9版")])
def test_a_version_that_is_not_kept_is_refused(project: Project, number: int, words: str) -> None:
    with pytest.raises(OutputRefusedError, match=words):
        publish.rollback(project, number)
    assert_whole(project.site, SITES[5])


def test_the_first_version_has_none_before_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    publish.publish(project, full(SITES[0]))
    with pytest.raises(OutputRefusedError, match="没有保留更早的版本"):
        publish.rollback(project)


def test_a_version_whose_files_are_gone_is_refused(project: Project) -> None:
    disk.clear(project.cache / "versions/files")
    with pytest.raises(OutputRefusedError, match="没有留下"):
        publish.rollback(project)
    assert_whole(project.site, SITES[5])


def test_a_version_whose_files_are_damaged_is_refused(project: Project) -> None:
    for path in (project.cache / "versions/files").iterdir():
        path.write_bytes(b"?")
    with pytest.raises(OutputRefusedError, match="坏了"):
        publish.rollback(project)
    assert_whole(project.site, SITES[5])


def test_a_damaged_note_ends_the_way_back(project: Project) -> None:
    (project.cache / "versions/4.json").write_bytes(b"{")
    assert [version.number for version in publish.kept_versions(project)] == [5]


def test_the_last_step_of_a_version_that_never_went_live_is_ignored(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(publish, "switch", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish.publish(project, full({"index.html": b"never"}))
    assert_whole(project.site, SITES[5])
    publish.publish(project, full(SITES[0]))
    publish.rollback(project)
    assert_whole(project.site, SITES[5])


def test_no_version_is_kept_where_none_is_wanted(project: Project) -> None:
    publish.publish(project, full(SITES[0], kept=0))
    assert publish.kept_versions(project) == []
    assert not list((project.cache / "versions").rglob("*.json"))


def test_the_command_goes_back_and_lists(project: Project) -> None:
    listed = run(project, "rollback", "--list")
    assert [line[:3] for line in listed.stdout.splitlines()] == ["第5版", "第4版", "第3版"]
    back = run(project, "rollback")
    assert (back.exit_code, back.stdout.startswith("已退回第5版")) == (0, True)
    refused = run(project, "rollback", "1")
    assert (refused.exit_code, "没有保留第1版" in refused.stderr) == (4, True)


# A copy against the manifest -----------------------------------------------------------------------------------------


@pytest.fixture
def copy(project: Project) -> Path:
    shutil.copytree(project.site, project.root / "copy")
    return project.root / "copy"


def spoil(copy: Path) -> None:
    (copy / "index.html").write_bytes(b"?")
    (copy / "same.html").unlink()
    (copy / "only" / "more.html").write_bytes(b"?")


SPOILT = [Difference("index.html", CHANGED), Difference("only/more.html", EXTRA), Difference("same.html", MISSING)]


@pytest.mark.parametrize("remote", [False, True])
def test_every_difference_of_a_copy_is_named(
    project: Project, copy: Path, serve: Callable[[Path], str], remote: bool
) -> None:
    place = serve(copy) if remote else str(copy)
    assert differences(stated(project.site), place) == []
    spoil(copy)
    expected = [one for one in SPOILT if not (remote and one.kind == EXTRA)]
    assert differences(stated(project.site), place) == expected


def test_the_command_tells_what_is_different(project: Project, copy: Path) -> None:
    assert run(project, "verify").exit_code == 0
    assert run(project, "verify", str(copy)).exit_code == 0
    spoil(copy)
    told = run(project, "verify", str(copy))
    assert told.exit_code == 1
    assert "缺少：same.html" in told.stderr
    assert "缺少1个、变了1个、多出1个" in told.stderr


def test_a_copy_of_another_version_is_different(project: Project, copy: Path) -> None:
    publish.rollback(project)
    assert Difference(manifest.NAME, CHANGED) in differences(stated(project.site), str(copy))


def test_without_a_site_of_its_own_the_copy_speaks_for_itself(
    project: Project, copy: Path, serve: Callable[[Path], str]
) -> None:
    disk.clear(project.site)
    for place in (str(copy), serve(copy)):
        assert run(project, "verify", place).exit_code == 0
    spoil(copy)
    assert run(project, "verify", str(copy)).exit_code == 1


@pytest.mark.parametrize("place", ["nowhere", "http://127.0.0.1:9/"])
def test_nothing_to_compare_with_is_said(project: Project, place: str) -> None:
    told = run(project, "verify", place)
    assert told.exit_code == 2
    assert "请检查地址" in told.stderr


# What is taken away --------------------------------------------------------------------------------------------------


def test_a_zip_of_the_same_site_is_the_same(project: Project, tmp_path: Path) -> None:
    other = Project(tmp_path / "other")
    other.root.mkdir()
    publish.publish(other, full(SITES[5]))
    assert pack_site(project, tmp_path / "a.zip") == pack_site(other, tmp_path / "b.zip") == 4
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "unpacked")
    assert differences(stated(project.site), str(tmp_path / "unpacked")) == []


def test_a_zip_that_cannot_be_written_leaves_nothing(project: Project, tmp_path: Path) -> None:
    with pytest.raises(OutputRefusedError, match="先建好"):
        pack_site(project, tmp_path / "missing" / "a.zip")


PAGE = '<title>甲 &amp; 乙</title><main id="main"><a href="../b/#x">b</a><a href="#y">y</a><a href="https://c/">c</a></main>'


@pytest.mark.parametrize(
    ("base", "body"),
    [
        ("", '<a href="../b/#x">b</a><a href="#y">y</a><a href="https://c/">c</a>\n'),
        ("http://z.gov.cn/js", '<a href="http://z.gov.cn/js/b/#x">b</a><a href="#y">y</a><a href="https://c/">c</a>\n'),
    ],
)
def test_a_fragment_is_the_body_alone(tmp_path: Path, base: str, body: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text(PAGE, "utf-8")
    made = fragments(tmp_path, {"a/index.html": "", "x.csv": ""}, base)
    assert made.keys() == {"a/index.html", "fragments.json"}
    assert made["a/index.html"].decode() == body
    (entry,) = json.loads(made["fragments.json"])
    assert (entry["地址"], entry["标题"]) == ("a/", "甲 & 乙")


def test_fragments_are_replaced_as_a_site_is(project: Project, tmp_path: Path) -> None:
    site = books(record({})).store.site
    for text in ("1", "2"):
        publish.publish(project, full({"a/index.html": f"<title>t</title><main>{text}</main>".encode()}))
        publish_fragments(project, tmp_path / "out", site)
        assert texts(tmp_path / "out")["a/index.html"] == f"{text}\n".encode()
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "x").write_bytes(b"1")
    with pytest.raises(OutputRefusedError, match="别的东西"):
        publish_fragments(project, tmp_path / "theirs", site)


# Compressed ----------------------------------------------------------------------------------------------------------

LONG = {"index.html": b"a" * 5000, "x.csv": b"b" * 5000, "short.html": b"c", "book.xlsx": b"d" * 5000}


def packed(project: Project) -> dict[str, bytes]:
    return {path: gzip.decompress(data) for path, data in texts(project.site).items() if path.endswith(".gz")}


def test_what_is_worth_it_is_compressed(tmp_path: Path) -> None:
    project = Project(tmp_path)
    publish.publish(project, full(LONG, compress=True))
    assert packed(project) == {f"{path}.gz": LONG[path] for path in ("index.html", "x.csv")}
    assert_whole(project.site)
    made = {path: (project.site / path).stat().st_mtime_ns for path in packed(project)}
    publish.publish(project, full({**LONG, "x.csv": b"e" * 5000}, compress=True))
    assert packed(project) == {"index.html.gz": LONG["index.html"], "x.csv.gz": b"e" * 5000}
    assert (project.site / "index.html.gz").stat().st_mtime_ns == made["index.html.gz"]
    assert len(list((project.cache / "gz").iterdir())) == 2


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("change", ["other", "short", "dropped"])
@pytest.mark.parametrize("compress", [True, False])
def test_no_compressed_file_outlives_its_source(tmp_path: Path, whole: bool, change: str, compress: bool) -> None:
    project = Project(tmp_path)
    publish.publish(project, full(LONG, compress=True))
    data = {"other": b"f" * 5000, "short": b"f", "dropped": b""}[change]
    put = {"index.html": data} if data else {}
    site = {**LONG, **put} if data else {path: one for path, one in LONG.items() if path != "index.html"}
    drop = frozenset() if data else frozenset({"index.html"})
    policy = Policy("甲", 3, compress)
    publish.publish(project, Changes(site, whole=True, policy=policy) if whole else Changes(put, drop, policy=policy))
    assert {name: text for name, text in packed(project).items() if name == "index.html.gz"} == (
        {"index.html.gz": data} if compress and change == "other" else {}
    )
    assert Trees(project.site, project.cache).standing.files.keys() == texts(project.site).keys()
