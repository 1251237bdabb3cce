"""The published site under a real nginx, in a sub-folder, with the example of docs/nginx.conf: the strict policy, caches, .gz."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.project import Project
from generator.verify import differences
from tests.browser.conftest import NewPage, Visit
from tests.publishing import stated

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docs" / "nginx.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
UNDER = "/a/b/"
MAIN = """
worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/error.log warn;
events {{ worker_connections 128; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
    uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
    include {work}/site.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def configured(work: Path, site: Path, port: int) -> Path:
    """The example, with nothing changed but the port and the folder; workers stay who started them."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in (("listen 80;", f"listen 127.0.0.1:{port};"), ("/srv/juesuan/site/", f"{site}/")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (work / "site.conf").write_text(text, "utf-8")
    (work / "nginx.conf").write_text(MAIN.format(work=work), "utf-8")
    return work / "nginx.conf"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, port: int) -> Project:
    """A district with compressed files and a public address."""
    root = tmp_path_factory.mktemp("nginx")
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("4*", "5*", "99993*", "99995*"))
    shutil.copy2(ROOT / "mkdocs.yml", root)
    (root / "templates").symlink_to(ROOT / "templates")
    with (root / "content" / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n网址: http://127.0.0.1:{port}{UNDER}\n预压缩: 是\n")
    done = CliRunner().invoke(main, ["build", "-C", str(root)])
    assert done.exit_code == 0, done.output
    for folder in (root, *root.parents[:2]):  # nginx started by root reads as another user
        folder.chmod(0o755)
    return Project(root)


@pytest.fixture(scope="module")
def address(project: Project, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not Path(NGINX).is_file():
        pytest.fail("找不到 nginx：请运行 sudo apt-get install nginx-light", pytrace=False)
    work = tmp_path_factory.mktemp("work")
    command = [NGINX, "-p", str(work), "-c", str(configured(work, project.site, port)), "-e", str(work / "error.log")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            await_answer(port, server)
            yield f"http://127.0.0.1:{port}{UNDER}"
        finally:
            server.terminate()
            server.wait(10)
    errors = [line for line in (work / "error.log").read_text("utf-8").splitlines() if "[warn]" not in line]
    assert all("No such file" in line or "is not found" in line for line in errors), errors


def await_answer(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            pytest.fail(f"nginx: {server.stderr and server.stderr.read().decode()}", pytrace=False)
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx does not answer", pytrace=False)


def got(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data


def policy_of(page: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_copy_on_the_server_is_the_site(address: str, project: Project) -> None:
    assert differences(stated(project.site), address) == []


def test_pages_are_asked_for_again_and_hashed_files_never(address: str, port: int, project: Project) -> None:
    _ = address
    seen = set()
    for path in stated(project.site).files:
        status, headers, _ = got(port, f"{UNDER}{path}")
        lasting = bool(re.search(r"(^|/)(assets|search)/(.*[./])?[0-9a-f]{10,64}[./]", path))
        seen.add(lasting)
        assert (status, headers["cache-control"]) == (
            200,
            "public, max-age=31536000, immutable" if lasting else "no-cache",
        ), path
    assert seen == {True, False}


def test_the_policy_of_the_server_is_that_of_the_pages(address: str, port: int) -> None:
    _ = address
    for path, expected in (("", 200), ("999901/mzj/2023/", 200), ("nothing/here/", 404)):
        status, headers, data = got(port, f"{UNDER}{path}")
        assert status == expected
        assert headers["content-security-policy"] == f"{policy_of(data.decode())}; frame-ancestors 'self'"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-type"] == "text/html; charset=utf-8"


def test_what_was_compressed_is_sent_as_it_is(address: str, port: int, project: Project) -> None:
    _ = address
    page = project.site / "999901/mzj/2023/index.html"
    _, headers, data = got(port, f"{UNDER}999901/mzj/2023/", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert data == page.with_name("index.html.gz").read_bytes()
    assert gzip.decompress(data) == page.read_bytes()
    assert len(data) < len(page.read_bytes()) / 4
    assert got(port, f"{UNDER}999901/mzj/2023/")[2] == page.read_bytes()


def test_a_page_read_before_is_not_sent_again(address: str, port: int) -> None:
    _ = address
    _, headers, _ = got(port, UNDER)
    assert got(port, UNDER, If_None_Match=headers["etag"])[0] == 304


@pytest.mark.parametrize(("path", "status"), [("/a/b", 301), ("/a/b/.gitignore", 404), ("/a/b/999901/mzj", 301)])
def test_other_addresses(address: str, port: int, path: str, status: int) -> None:
    _ = address
    found, headers, _ = got(port, path)
    assert found == status
    assert headers.get("location", f"{path}/") == f"{path}/"


WALK = (
    "",
    "999901/",
    "999901/mzj/",
    "999901/mzj/2023/",
    "999901/mzj/2023/figures/",
    "999901/2022/",
    "codes/",
    "search/",
)


def test_pages_work_in_the_browser_under_the_policy(address: str, new_page: NewPage) -> None:
    """No error in the console, styles and scripts at work, every link of these pages arrives."""
    page = new_page()
    for path in WALK:
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, path
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute", path
        links: list[str] = page.evaluate("[...document.links].map(one => one.href.split('#')[0])")
        assert all(link.startswith(address) for link in links), path
    page.goto(f"{address}999901/mzj/2023/")
    page.locator("nav a, .masthead a").first.click()
    assert page.url.startswith(address)


def test_search_works_in_the_browser_under_the_policy(address: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{address}search/")
    page.fill("#find", "公务接待费")
    page.press("#find", "Enter")
    page.wait_for_selector('#found[data-answered="公务接待费"]', state="attached")
    found: list[str] = page.locator("#found-list .name a").evaluate_all("links => links.map(link => link.href)")
    assert len(found) >= 3
    assert all(link.startswith(address) for link in found)
    assert any(link.startswith(f"{address}999901/") for link in found)
    answer = page.goto(found[0])
    assert answer is not None
    assert answer.status == 200


def test_a_page_that_is_not_there_leads_back(address: str, new_page: NewPage, visit: Visit) -> None:
    page = new_page()
    for path in ("nothing", "999901/nothing/here/"):
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("h1").inner_text() == "没有这个页面"
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        page.locator("main a").first.click()
        page.wait_for_load_state("networkidle")  # what is on its way when one leaves would count as failed
        assert page.url == address
    assert all("404" in complaint for complaint in visit.complaints), visit.complaints
    visit.complaints.clear()
