"""Readers at a real static server while the site is exchanged: no page is missing, none meets another version's styles."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from generator import publish
from generator.project import Project
from tests.publishing import full

PAGES = ("", "a/", "a/b/", "c/index.html")


def site(version: int) -> dict[str, bytes | Path]:
    """Every page names its version, its style and its index; both tell their version."""
    style, index = f"assets/style.{version:010x}.css", f"search/{version:012x}/index.json"
    page = f"<p>{version}</p><link href=/{style}><link href=/{index}>".encode()
    pages = {f"{path.removesuffix('index.html')}index.html": page for path in PAGES}
    return {**pages, style: str(version).encode(), index: str(version).encode()}


@dataclass(slots=True)
class Reader:
    """Reads a page and at once what belongs to it, again and again."""

    port: int
    switches: list[int]
    """Its first entry is the version that was last begun."""
    pages: int = 0
    late: int = 0
    """Readings that took until the second next version was on its way: more than is promised."""
    wrong: list[str] = field(default_factory=list)

    def read_until(self, done: Event) -> None:
        while not done.is_set():
            for path in PAGES:
                self._read(path)

    def _read(self, path: str) -> None:
        status, page = self._get(f"/{path}")
        self.pages += 1
        if status != 200:
            self.wrong.append(f"{path}: {status}")
            return
        version = re.findall(r"<p>(\d+)</p>", page)
        parts = [self._get(link) for link in re.findall(r"href=([^>]+)", page)]
        if version and self.switches[0] - int(version[0]) > 1:
            self.late += 1
        elif parts != [(200, *version), (200, *version)]:
            self.wrong.append(f"{path} of version {version}: {parts}")

    def _get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def exchange_under_readers(
    folder: Path, serve: Callable[[Path], str], switches: int, note: Callable[[str], None]
) -> list[Reader]:
    project = Project(folder)
    publish.publish(project, full(site(0)))
    port, count, done = int(serve(project.site).rpartition(":")[2]), [0], Event()
    readers = [Reader(port, count) for _ in range(3)]
    threads = [Thread(target=reader.read_until, args=(done,)) for reader in readers]
    for thread in threads:
        thread.start()
    for version in range(1, switches + 1):
        count[0] += 1
        publish.publish(project, full(site(version)))
        time.sleep(0.1)
    done.set()
    for thread in threads:
        thread.join()
    pages, late = sum(reader.pages for reader in readers), sum(reader.late for reader in readers)
    note(f"{switches} exchanges while {pages} pages were read with what belongs to them ({late} too slowly to count)")
    return readers


def assert_never_wrong(readers: list[Reader]) -> None:
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert sum(reader.pages for reader in readers) > 10 * sum(reader.late for reader in readers)


def test_a_reader_never_meets_two_versions(
    tmp_path: Path, serve: Callable[[Path], str], note: Callable[[str], None]
) -> None:
    assert_never_wrong(exchange_under_readers(tmp_path, serve, 20, note))


@pytest.mark.soak
def test_a_reader_never_meets_two_versions_in_300_exchanges(
    tmp_path: Path, serve: Callable[[Path], str], note: Callable[[str], None]
) -> None:
    assert_never_wrong(exchange_under_readers(tmp_path, serve, 300, note))
