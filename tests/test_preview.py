"""预览：看得到改到一半的样子和核对结论，出不了文件夹，只认本机的名字。"""

from __future__ import annotations

import http.client
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from generator.preview.news import News
from generator.preview.paths import file_below, site_path
from generator.preview.server import AddressError, split_address
from generator.preview.stock import Stock
from generator.preview.workshop import Workshop, record_file
from generator.project import Project
from tests.preview_project import RECORD, edit, preview_of, preview_project

# paths -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", ""),
        ("/420106/ybj/2021/", "420106/ybj/2021/"),
        ("/420106/ybj/2021/?q=1", "420106/ybj/2021/"),
        ("/%E8%8B%B1/", "英/"),
        ("/a%20b.csv", "a b.csv"),
        ("/../etc/passwd", None),
        ("/a/../../etc/passwd", None),
        ("/%2e%2e/etc/passwd", None),
        ("/..%2fetc/passwd", None),
        ("/a/%2E%2E%2F%2E%2E/etc", None),
        ("//etc/passwd", None),
        ("/a//b", None),
        ("/.git/config", None),
        ("/a/.env", None),
        ("/c:/windows", None),
        ("/a\\..\\b", None),
        ("/a%5c..%5cb", None),
        ("/a%00.html", None),
        ("/%ff", None),
        ("http://other/", None),
        ("/" + "a" * 500, None),
    ],
)
def test_an_address_stays_below_the_site(target: str, path: str | None) -> None:
    """P01, P05, P09."""
    assert site_path(target) == path


def test_links_are_not_followed(tmp_path: Path) -> None:
    """P02, P03: neither a link to a file nor one to a folder, nor one to itself."""
    outside, root = tmp_path / "outside", tmp_path / "site"
    outside.mkdir()
    root.mkdir()
    (outside / "shadow").write_text("secret", "utf-8")
    (root / "page.txt").write_text("ok", "utf-8")
    (root / "file").symlink_to(outside / "shadow")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to("loop")
    os.mkfifo(root / "pipe")
    assert file_below(root, "page.txt") == root / "page.txt"
    for name in ("file", "folder/shadow", "loop", "loop/x", "pipe", "nowhere", "../outside/shadow"):
        assert file_below(root, name) is None, name


@pytest.mark.parametrize("wrong", ["0.0.0.0:8000", "192.168.1.5:8000", "example.com:80", "8000a", "[::]:80", ":99999"])
def test_the_preview_is_for_this_machine_only(wrong: str) -> None:
    with pytest.raises(AddressError, match=r"预览只在本机看|不是地址"):
        split_address(wrong)


def test_addresses_of_this_machine() -> None:
    assert split_address("127.0.0.1:8000") == ("127.0.0.1", 8000)
    assert split_address("localhost:1") == ("localhost", 1)
    assert split_address("[::1]:8000") == ("::1", 8000)
    assert split_address(":8000") == ("127.0.0.1", 8000)


# the server ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return preview_project(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    with preview_of(project) as url:
        yield url


def ask(url: str, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    host = url.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request(method, path, headers={"Host": host, **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


PAGES = (
    "",
    "guide/",
    "glossary/",
    "search/",
    "codes/",
    "420106/",
    "420106/2021/",
    "420106/ybj/",
    "420106/ybj/2021/",
    "420106/ybj/2021/figures/",
    "999901/mzj/compare/",
    "_preview/findings/",
    "_preview/findings/420106/ybj/",
)
FILES = {
    "420106/ybj/2021/figures.json": "application/json",
    "420106/ybj/2021/juesuan-420106-ybj-2021.csv": "text/csv",
    "420106/ybj/2021/juesuan-420106-ybj-2021.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "feed.xml": "application/xml",
    "search/catalog.json": "application/json",
    "_preview/preview.css": "text/css",
    "_preview/preview.js": "text/javascript",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_is_shown_under_a_strict_policy(address: str, path: str) -> None:
    answer, body = ask(address, f"/{path}")
    assert answer.status == 200
    tree = html.fromstring(body.decode("utf-8"))
    assert tree.xpath("//main//h1"), path
    assert tree.xpath("//aside[@class='pv-bar']"), path
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert not tree.xpath("//script[not(@src) and not(contains(@type, 'json'))] | //style | //@onclick")
    assert not [one for one in tree.xpath("//@src | //link/@href") if "//" in one and "http" in one]


@pytest.mark.parametrize(("path", "media"), FILES.items())
def test_files_to_take_away_are_made_when_asked_for(address: str, path: str, media: str) -> None:
    answer, body = ask(address, f"/{path}")
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, media)
    assert body


def test_styles_are_found_under_their_published_names(address: str) -> None:
    tree = html.fromstring(ask(address, "/420106/ybj/2021/")[1].decode("utf-8"))
    for target in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src"):
        path = target if target.startswith("/") else "/" + target.removeprefix("../../../")
        assert ask(address, path)[0].status == 200, target


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1:1", "localhost"])
def test_another_name_is_not_answered(address: str, name: str) -> None:
    """DNS rebinding: a page of another site that got its name to lead here reads nothing."""
    answer, body = ask(address, "/420106/ybj/2021/", Host=name)
    assert answer.status == 403
    assert b"<html" not in body


def test_both_names_of_this_machine_are_answered(address: str) -> None:
    port = address.rstrip("/").rpartition(":")[2]
    for name in (f"127.0.0.1:{port}", f"localhost:{port}", f"LOCALHOST:{port}"):
        assert ask(address, "/guide/", Host=name)[0].status == 200, name


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_written(address: str, method: str) -> None:
    assert ask(address, "/420106/ybj/2021/", method)[0].status == 501


@pytest.mark.parametrize(
    "path", ["/../content/site.yml", "/%2e%2e/content/site.yml", "/content/site.yml", "/.juesuan/", "/mkdocs.yml"]
)
def test_the_projects_own_files_are_not_shown(address: str, path: str) -> None:
    answer, body = ask(address, path)
    assert answer.status == 404
    assert "网站名称".encode() not in body


def test_a_folder_without_its_slash_is_sent_on(address: str) -> None:
    answer, _ = ask(address, "/420106/ybj/2021")
    assert (answer.status, answer.headers["Location"]) == (301, "/420106/ybj/2021/")


def test_what_is_nowhere_gets_the_404_page(address: str) -> None:
    answer, body = ask(address, "/420106/nobody/1999/")
    assert answer.status == 404
    assert "没有这个页面" in body.decode()


def test_head_says_the_same_without_the_page(address: str) -> None:
    answer, body = ask(address, "/guide/", "HEAD")
    assert (answer.status, body) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 1000


def test_listening_is_on_loopback(address: str) -> None:
    port = int(address.rstrip("/").rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for other in others:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            assert probe.connect_ex((str(other), port)) != 0


# findings --------------------------------------------------------------------------------------------------------------


def notes(url: str, address: str) -> list[dict[str, Any]]:
    """What the script of a page fetches."""
    page = html.fromstring(ask(url, f"/{address}")[1].decode("utf-8"))
    (asked,) = page.xpath("//script/@data-notes")
    answer, body = ask(url, f"/_preview/notes/{asked}")
    assert answer.headers["Content-Type"].startswith("application/json")
    found: list[dict[str, Any]] = json.loads(body)
    return found


def test_findings_are_shown_though_the_site_publishes_none(address: str) -> None:
    body = ask(address, "/420106/ybj/2021/")[1]
    assert not html.fromstring(body.decode("utf-8")).xpath("//section[@id='verdict']")
    found = notes(address, "420106/ybj/2021/")
    assert len(found) > 20
    assert {one["word"] for one in found} == {"错误", "警告", "尾差"}
    facts = set(html.fromstring(body.decode("utf-8")).xpath("//main//@data-fact"))
    assert sum(one["fact"].split(":")[0].split("/")[0] in facts for one in found) > 5
    assert all(one["place"].startswith("records/420106/ybj/2021.yml") for one in found)


def test_the_list_leads_to_each_note(address: str) -> None:
    tree = html.fromstring(ask(address, "/_preview/findings/420106/ybj/")[1].decode("utf-8"))
    links = tree.xpath("//main//li//a/@href")
    assert links == [f"/420106/ybj/2021/#pv-{at}" for at in range(1, len(links) + 1)]
    assert len(links) == len(notes(address, "420106/ybj/2021/"))


# edits -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path) -> Project:
    return preview_project(tmp_path)


def test_an_edited_record_is_shown_and_others_are_not_read_again(mine: Project) -> None:
    workshop = Workshop(mine)
    before = workshop.answer("999901/mzj/2022/", 0).body.decode()
    room = workshop._stock.room(workshop._stock.family_of("999901/mzj/"))  # type: ignore[arg-type]
    other = room.accounts["999901/mzj/2021"]
    edit(mine.root / RECORD, "国内公务接待67人次", "国内公务接待68人次")
    assert workshop.renew({mine.root / RECORD}) == ("999901/mzj/",)
    after = workshop.answer("999901/mzj/2022/", 1).body.decode()
    assert "改为国内公务接待67人次" in before
    assert "改为国内公务接待68人次" in after
    again = workshop._stock.room(room.family).accounts
    assert again["999901/mzj/2021"] is other
    assert again["999901/mzj/2023"] is not room.accounts["999901/mzj/2023"], "its last year has changed"


def test_a_broken_record_says_where_and_how_to_mend_it(mine: Project) -> None:
    workshop = Workshop(mine)
    path = mine.root / RECORD
    edit(path, "年度: 2022", "年度 2022")
    workshop.renew({path})
    broken = workshop.answer("999901/mzj/2022/", 1)
    tree = html.fromstring(broken.body.decode())
    said = tree.xpath("string(//main)")
    assert broken.status == 200
    assert "这一页还做不出来" in said
    assert "records/999901/mzj/2022.yml:" in said
    assert tree.xpath("//main//code"), "the rule"
    assert tree.xpath("//p[@class='pv-cure']"), "the cure"
    for path_of_others in ("999901/mzj/2021/", "999901/mzj/", "999901/", "420106/ybj/2021/"):
        other = workshop.answer(path_of_others, 1)
        assert other.status == 200
        assert "做不出来" not in other.body.decode()
    edit(path, "年度 2022", "年度: 2022")
    workshop.renew({path})
    assert "做不出来" not in workshop.answer("999901/mzj/2022/", 2).body.decode()


def test_a_broken_department_says_so_on_all_its_pages(mine: Project) -> None:
    path = mine.root / "content/records/999901/mzj/department.yml"
    edit(path, "名称:", "名:")
    workshop = Workshop(mine)
    assert "department.yml:2" in workshop.answer("999901/mzj/2022/", 0).body.decode()
    assert "做不出来" not in workshop.answer("420106/ybj/2021/", 0).body.decode()
    assert workshop.answer("", 0).status == 200


def test_a_broken_template_is_named_with_its_line_and_ends_nothing(mine: Project) -> None:
    workshop = Workshop(mine)
    path = mine.root / "templates/pages/disclosure.html"
    good = path.read_text("utf-8")
    edit(path, "{% block body %}", "{% block body %}\n{{ page.nonesuch }}\n{% if %}")
    assert workshop.renew({path}) == ("",)
    answer = workshop.answer("999901/mzj/2022/", 1)
    assert answer.status == 500
    assert "templates/pages/disclosure.html:" in answer.body.decode()
    assert workshop.answer("999901/", 1).status == 200
    path.write_text(good, "utf-8")
    workshop.renew({path})
    assert workshop.answer("999901/mzj/2022/", 2).status == 200


def test_a_new_department_appears(mine: Project) -> None:
    workshop = Workshop(mine)
    assert workshop.answer("999901/xinbu/2022/", 0).status == 404
    folder = mine.root / "content/records/999901/xinbu"
    folder.mkdir()
    for name in ("department.yml", "2022.yml"):
        text = (mine.root / "content/records/999901/mzj" / name).read_text("utf-8")
        (folder / name).write_text(text.replace("示例区民政局", "示例区新设局"), "utf-8")
    workshop.renew({folder / "2022.yml"})
    assert workshop.answer("999901/xinbu/2022/", 1).status == 200
    assert "示例区新设局" in workshop.answer("999901/", 1).body.decode()


def test_a_former_address_leads_on(mine: Project) -> None:
    path = mine.root / "content/records/999901/mzj/department.yml"
    path.write_text(path.read_text("utf-8") + "曾用标识: [minzheng]\n", "utf-8")
    text = Workshop(mine).answer("999901/minzheng/2022/", 0).body.decode()
    assert 'content="0; url=../../../999901/mzj/2022/"' in text


def test_markdown_is_made_anew_when_it_changes(mine: Project) -> None:
    workshop = Workshop(mine)
    assert "新的一句" not in workshop.answer("guide/", 0).body.decode()
    path = mine.root / "content/pages/guide.md"
    path.write_text(path.read_text("utf-8") + "\n新的一句。\n", "utf-8")
    workshop.renew({path})
    assert "新的一句" in workshop.answer("guide/", 1).body.decode()


def test_few_families_are_kept(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preview.stock.ROOMS", 1)
    stock = Stock(mine)
    for path in ("999901/mzj/", "420106/ybj/"):
        family = stock.family_of(path)
        assert family is not None
        stock.room(family)
    assert [one.path for one in stock._rooms] == ["420106/ybj"]
    assert {path.parent.name for path in stock._memory.kept} == {"ybj"}


def test_too_many_families_are_not_all_read_for_a_list(mine: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.preview.overview.FEW", 1)
    mine.site.joinpath("999901").mkdir(parents=True)
    mine.site.joinpath("999901/index.html").write_text("<html><head></head><body>上次公布的</body></html>", "utf-8")
    workshop = Workshop(mine)
    assert "部门决算公开" in workshop.answer("", 0).body.decode(), "there is a home page before the first build"
    assert "上次公布的" in workshop.answer("999901/", 0).body.decode()
    assert not workshop._stock._rooms
    assert "示例区民政局" in workshop.answer("999901/mzj/2022/", 0).body.decode()
    assert "juesuan check" in workshop.answer("_preview/findings/", 0).body.decode()


# news ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "concerned"),
    [
        ("999901/mzj/2022/", True),
        ("999901/mzj/", True),
        ("999901/mzj/2021/", True),
        ("999901/jyj/2022/", False),
        ("420106/ybj/2021/", False),
        ("999901/", True),
        ("", True),
        ("glossary/", True),
        ("_preview/findings/", True),
        ("_preview/findings/999901/mzj/", True),
        ("_preview/findings/420106/ybj/", False),
    ],
)
def test_only_pages_that_show_what_changed_are_told(page: str, concerned: bool) -> None:
    news = News()
    news.tell(("999901/mzj/",))
    assert news.concerns(page, 0) is concerned
    assert not news.concerns(page, 1)


def test_templates_concern_every_page() -> None:
    news = News()
    news.tell(("",))
    assert news.concerns("420106/ybj/2021/", 0)


def test_a_change_between_page_and_stream_is_not_lost() -> None:
    news = News()
    news.tell(("999901/mzj/",))
    assert next(news.wait("999901/mzj/2022/", 0)) == "event: changed\ndata: \n\n"


def test_a_save_reaches_the_stream(mine: Project) -> None:
    with preview_of(mine) as url:
        assert ask(url, "/999901/mzj/2022/")[0].status == 200
        host = url.removeprefix("http://").rstrip("/")
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.request("GET", "/_preview/events?page=/999901/mzj/2022/&since=0")
        answer = connection.getresponse()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        edit(mine.root / RECORD, "国内公务接待67人次", "国内公务接待69人次")
        assert answer.readline() == b"event: changed\n"
        connection.close()
        assert "国内公务接待69人次" in ask(url, "/999901/mzj/2022/")[1].decode()


def test_closing_sends_readers_home() -> None:
    news = News()
    news.close()
    assert list(news.wait("", 0)) == []


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("420106/ybj/2021", "records/420106/ybj/2021.yml"),
        ("999901/ybj/benji/2021", "records/999901/ybj/本级/2021.yml"),
        ("999901/ybj/fwzx/2021", "records/999901/ybj/fwzx/2021.yml"),
    ],
)
def test_the_file_of_an_address(address: str, file: str) -> None:
    assert record_file(address) == file
