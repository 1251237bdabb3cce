"""The built site as a whole: the same pages by every way of building, no broken link, no foreign host, nothing half done."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

ROOT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{TOOLS}:/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1700000000", "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "site").mkdir()
    (folder / "site" / ".gitignore").write_text("*\n!.gitignore\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(project: Path) -> Path:
    done = run(TOOLS / "juesuan", "build", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "已公布到" in done.stdout
    return project / "site"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_plain_mkdocs_gives_the_same_pages(project: Path, site: Path, tmp_path: Path) -> None:
    done = run(TOOLS / "mkdocs", "build", "-q", "-f", project / "mkdocs.yml", "-d", tmp_path / "out", cwd=project)
    assert done.returncode == 0, done.stderr
    ours = files(site) - {"SHA256SUMS", ".gitignore"}
    assert ours == files(tmp_path / "out")
    assert len([name for name in ours if name.endswith("index.html")]) > 20
    _, unequal, failed = filecmp.cmpfiles(site, tmp_path / "out", sorted(ours), shallow=False)
    assert (unequal, failed) == ([], [])


def test_the_output_keeps_its_gitignore_and_lists_every_file(site: Path) -> None:
    assert (site / ".gitignore").read_text("utf-8") == "*\n!.gitignore\n"
    listed = set(re.findall(r"^[0-9a-f]{64}  (.+)$", (site / "SHA256SUMS").read_text("utf-8"), re.MULTILINE))
    assert listed == files(site) - {"SHA256SUMS", ".gitignore"}


def test_a_second_build_gives_the_same_bytes(project: Path, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "first")
    assert run(TOOLS / "juesuan", "build", cwd=project).returncode == 0
    assert files(site) == files(tmp_path / "first")
    _, unequal, failed = filecmp.cmpfiles(site, tmp_path / "first", sorted(files(site)), shallow=False)
    assert (unequal, failed) == ([], [])


def test_a_foreign_folder_is_left_alone(project: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("site", ".juesuan"))
    (copy / "site").mkdir()
    (copy / "site" / "家书.txt").write_text("不要动", "utf-8")
    done = run(TOOLS / "juesuan", "build", cwd=copy)
    assert done.returncode == 4
    assert "家书.txt" in done.stderr
    assert files(copy / "site") == {"家书.txt"}


def documents(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        yield path, html.fromstring(path.read_bytes().decode("utf-8"))


def test_no_link_is_broken_and_none_leaves_the_site(site: Path) -> None:
    checked = 0
    anchors = {path: {node.get("id") for node in tree.xpath("//*[@id]")} for path, tree in documents(site)}
    for path, tree in documents(site):
        for target in tree.xpath("//@href | //@src"):
            assert not re.match(r"[a-z]+:|//", target), f"{path}: {target}"
            # The page for what is not there is shown at any depth: its links alone begin at the root, and all do.
            lost = path.name == "404.html" and not target.startswith("#")
            assert target.startswith("/") is lost, f"{path}: {target}"
            name, _, anchor = unquote(target.removeprefix("/")).partition("#")
            file = (path.parent / name).resolve() if name or lost else path
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), f"{path}: {target}"
            assert not anchor or anchor in anchors[file], f"{path}: {target}"
            checked += 1
    assert checked > 1000


def test_every_id_is_unique_and_every_table_has_a_caption_and_heads(site: Path) -> None:
    tables = 0
    for path, tree in documents(site):
        idents = [node.get("id") for node in tree.xpath("//*[@id]")]
        assert len(idents) == len(set(idents)), f"{path}: {sorted({one for one in idents if idents.count(one) > 1})}"
        for table in tree.xpath("//table"):
            tables += 1
            assert table.xpath("./caption"), path
            assert table.xpath(".//th[@scope]"), path
    assert tables > 100


def test_headings_are_called_by_their_words(site: Path) -> None:
    for path, tree in documents(site):
        assert [one for one in tree.xpath("//@id") if re.fullmatch(r"_?\d+", one)] == [], path
    guide = html.fromstring((site / "guide" / "index.html").read_bytes())
    assert guide.xpath("//h2/@id")[0] == guide.xpath("string(//h2)")


def test_no_page_says_none_or_shows_a_slot(site: Path) -> None:
    for path, tree in documents(site):
        for script in tree.xpath("//script | //style | //pre"):
            script.drop_tree()
        text = tree.text_content()
        for residue in ("None", "{", "}", "。。", "，。", "；。", "，，", "：。", "nan", "Undefined"):
            assert residue not in text, f"{path}: {text[max(0, text.index(residue) - 40) : text.index(residue) + 40]!r}"
